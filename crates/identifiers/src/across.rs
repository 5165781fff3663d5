//! Identifiers that are split over messages: "my number is 212", then "555 0147".
//!
//! A [`Tail`] keeps the ends of a speaker's last messages, and [`detect_after`] reads the next one behind them. It is
//! health information: it has no `Debug`, lives in memory or sealed, and holds no more than it needs. Only what
//! crosses the border between messages, or what a word before the border names, is added to what the message shows by
//! itself: a message's first word has a capital for another reason.

use std::collections::VecDeque;

use content_safety_api::{EarlierPiece, IdentifierSpan, Span};
use serde::{Deserialize, Serialize};

use crate::detect;

/// How many messages a number may be spread over, without the one that ends it.
const MESSAGES_MAX: usize = 4;
/// How much of the end of a message is kept, in code points.
const PIECE_CHARS_MAX: usize = 64;

/// The ends of what one speaker said last.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tail {
    pieces: VecDeque<Piece>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Piece {
    /// The code point of its message at which it begins.
    from: u32,
    text: String,
}

impl Tail {
    /// Remembers the end of a message and forgets the oldest.
    pub fn push(&mut self, message: &str) {
        let message = message.trim_end();
        let count = message.chars().count();
        let skip = count.saturating_sub(PIECE_CHARS_MAX);
        // A piece that begins inside a word is no word of its own.
        let cut = message.char_indices().nth(skip).map_or(message.len(), |(at, _)| at);
        let end = &message[cut..];
        let word = if skip > 0 { end.find(char::is_whitespace).unwrap_or(0) } else { 0 };
        let from = skip + end[..word].chars().count();
        self.pieces
            .push_back(Piece { from: u32::try_from(from).unwrap_or(u32::MAX), text: end[word..].to_owned() });
        while self.pieces.len() > MESSAGES_MAX {
            self.pieces.pop_front();
        }
    }

    /// Whether nothing was said yet.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }
}

/// What a message shows behind the ones before it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Across {
    /// The identifiers of the message and the pieces in it, in its order, without overlap.
    pub here: Vec<IdentifierSpan>,
    /// The pieces before it, oldest first.
    pub before: Vec<EarlierPiece>,
}

/// The identifiers of a text behind what the same speaker said before.
pub fn detect_after(tail: &Tail, text: &str) -> Across {
    detected_after(tail, text, detect(text))
}

/// The same where it is known what [`detect`](crate::detect) finds in the text by itself.
pub fn detected_after(tail: &Tail, text: &str, mut here: Vec<IdentifierSpan>) -> Across {
    if tail.is_empty() {
        return Across { here, before: Vec::new() };
    }
    let mut joined = String::new();
    let mut starts = Vec::with_capacity(tail.pieces.len());
    let mut at = 0;
    for piece in &tail.pieces {
        starts.push(at);
        joined.push_str(&piece.text);
        joined.push(' ');
        at += chars(&piece.text) + 1;
    }
    let border = at;
    joined.push_str(text);
    let mut before = Vec::new();
    for found in detect(&joined).into_iter().filter(|found| found.span.end > border) {
        let crosses = found.span.start < border;
        let named = found.span.start == border && is_named(&found.code);
        if !(crosses || named) {
            continue;
        }
        if crosses {
            before.extend(pieces_of(tail, &starts, &found));
        }
        let span = Span::new(found.span.start.saturating_sub(border), found.span.end - border);
        add(&mut here, IdentifierSpan { span, ..found });
    }
    Across { here, before }
}

fn chars(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

/// Whether a word before it is what names it.
fn is_named(code: &str) -> bool {
    code.ends_with(".labelled")
        || matches!(
            code,
            "phi.name.introduced" | "phi.name.field" | "phi.name.titled" | "phi.place.zip" | "phi.place.room"
        )
}

/// The parts of a find that lie in earlier messages.
fn pieces_of(tail: &Tail, starts: &[u32], found: &IdentifierSpan) -> Vec<EarlierPiece> {
    let count = tail.pieces.len();
    let part = |(at, (piece, start)): (usize, (&Piece, &u32))| {
        let end = start + chars(&piece.text);
        let (from, to) = (found.span.start.max(*start), found.span.end.min(end));
        (from < to).then(|| EarlierPiece {
            messages_back: u32::try_from(count - at).unwrap_or(u32::MAX),
            span: Span::new(piece.from + from - start, piece.from + to - start),
            class: found.class,
        })
    };
    tail.pieces.iter().zip(starts).enumerate().filter_map(part).collect()
}

/// Adds a find to those of the message alone: it swallows the ones that it overlaps.
fn add(here: &mut Vec<IdentifierSpan>, mut found: IdentifierSpan) {
    here.retain(|other| {
        let overlaps = other.span.start < found.span.end && found.span.start < other.span.end;
        if overlaps {
            let (start, end) = (found.span.start.min(other.span.start), found.span.end.max(other.span.end));
            found.span = Span::new(start, end);
        }
        !overlaps
    });
    here.push(found);
    here.sort_by_key(|found| found.span.start);
}

#[cfg(test)]
mod tests {
    use super::*;
    use content_safety_api::IdentifierClass;
    use proptest::prelude::*;

    fn after(said: &[&str], text: &str) -> (Vec<(IdentifierClass, String)>, Across) {
        let mut tail = Tail::default();
        for message in said {
            tail.push(message);
        }
        let across = detect_after(&tail, text);
        let words = |found: &IdentifierSpan| (found.class, found.span.of(text).expect("inside").to_owned());
        (across.here.iter().map(words).collect(), across)
    }

    #[test]
    fn a_telephone_number_in_two_messages_is_one() {
        let (found, across) = after(&["my number is 212"], "555 0147");
        assert_eq!(found, [(IdentifierClass::Phone, "555 0147".to_owned())]);
        let piece = across.before[0];
        assert_eq!((piece.messages_back, piece.span.start, piece.span.end), (1, 13, 16));
        let (found, across) = after(&["212", "555"], "0147 is it");
        assert_eq!(found, [(IdentifierClass::Phone, "0147".to_owned())]);
        assert_eq!(across.before.len(), 2);
        assert_eq!(across.before[0].messages_back, 2);
    }

    #[test]
    fn a_word_names_what_the_next_message_says() {
        for (said, text, class, words) in [
            ("my name is", "borna", IdentifierClass::Name, "borna"),
            ("MRN:", "00284", IdentifierClass::MedicalRecord, "00284"),
            ("my social is 123", "45 6789", IdentifierClass::SocialSecurity, "45 6789"),
            ("I live at 12 Elm", "Street, Springfield", IdentifierClass::Geography, "Street, Springfield"),
            ("I was born on May", "5, 1931", IdentifierClass::Date, "5, 1931"),
        ] {
            let (found, _) = after(&[said], text);
            assert!(found.contains(&(class, words.to_owned())), "{said} / {text}: {found:?}");
            assert!(
                !detect(text).iter().any(|found| found.class == class && found.span.of(text) == Some(words))
            );
        }
    }

    #[test]
    fn everyday_messages_after_each_other_show_nothing() {
        for (said, text) in [
            ("I had soup", "Yesterday I slept"),
            ("It costs 20", "dollars and 12 cents"),
            ("my knee hurts", "May I rest?"),
            ("I take 2", "pills at 8"),
        ] {
            assert!(after(&[said], text).0.is_empty(), "{said} / {text}: {:?}", after(&[said], text));
        }
    }

    #[test]
    fn what_lies_far_back_is_forgotten() {
        let (found, _) = after(&["my number is 212", "a", "b", "c", "d"], "555 0147");
        assert!(!found.contains(&(IdentifierClass::Phone, "212".to_owned())));
        let mut tail = Tail::default();
        for _ in 0..100 {
            tail.push(&"word ".repeat(1_000));
        }
        assert_eq!(tail.pieces.len(), MESSAGES_MAX);
        assert!(tail.pieces.iter().all(|piece| chars(&piece.text) as usize <= PIECE_CHARS_MAX));
    }

    proptest! {
        #[test]
        fn spans_stay_inside_their_messages(
            said in proptest::collection::vec("[a-zA-Z0-9 .,:é😀-]{0,90}", 0..6),
            text in "[a-zA-Z0-9 .,:é😀-]{0,60}",
        ) {
            let mut tail = Tail::default();
            for message in &said {
                tail.push(message);
            }
            let across = detect_after(&tail, &text);
            for found in &across.here {
                prop_assert!(found.span.of(&text).is_some_and(|words| !words.is_empty()));
            }
            for pair in across.here.windows(2) {
                prop_assert!(pair[0].span.end <= pair[1].span.start);
            }
            for piece in &across.before {
                let message = &said[said.len() - piece.messages_back as usize];
                prop_assert!(piece.span.of(message).is_some_and(|words| !words.is_empty()));
            }
            // What the message shows alone is never lost.
            for alone in detect(&text) {
                let (start, end) = (alone.span.start, alone.span.end);
                prop_assert!(across.here.iter().any(|found| found.span.start <= start && end <= found.span.end));
            }
        }
    }
}
