//! What of a message can be mirrored with a span of its own words, and whether it says what it seems to say: not negated,
//! not supposed, not asked, not somebody else's.

use content::pattern::Match;
use content::text::Token;

use super::plan::Fill;
use super::reading::{FrameHit, NEGATION_WORDS, Reader};
use super::spans::{Finder, is_yours};

impl Reader<'_> {
    pub(super) fn frames(&self) -> Vec<FrameHit> {
        let finder = Finder::new(&self.input.text, self.language, self.lexicon, &self.input.identifiers);
        let found = self.lexicon.frames.find(self.tokens, &finder);
        let mut hits = Vec::new();
        for frame in self.library.frames() {
            let mut clean =
                found.iter().filter(|(matched, id)| **id == frame.id && self.is_clean(matched, &frame.id));
            // "My name is Dorothy, call me Dot": the last name is the one to use.
            let first = if frame.id == "name" { clean.next_back() } else { clean.next() };
            hits.extend(first.map(|(matched, _)| self.hit(matched, &frame.id)));
        }
        hits
    }

    /// Whether a frame says what it seems to say: not negated, not supposed, not asked, not somebody else's.
    fn is_clean(&self, matched: &Match, frame: &str) -> bool {
        // "I cannot hear it now" is no loss of hearing, and "I cannot see the clock" none of sight.
        let word = |at: usize| self.tokens.get(at).map_or("", |token| token.text.as_str());
        let pointed = frame == "cannot"
            && (matches!(word(matched.to), "it" | "that" | "this" | "him" | "her" | "them" | "lo" | "eso")
                || matches!((word(matched.to), word(matched.to + 1)), ("the", "clock") | ("el", "reloj")));
        if pointed {
            return false;
        }
        if frame == "visit" && self.is_naming(matched) {
            return false;
        }
        // "Patience!" is nobody's name: by itself only a known one is.
        let lone = frame == "their_name" && matched.to == matched.from + 1;
        let unknown = lone && !self.lexicon.names.has(&self.tokens[matched.from].text);
        if unknown || self.is_kept_or_life(matched, frame) {
            return false;
        }
        // "She never liked cats" is nothing that the speaker dislikes.
        let theirs = matches!(frame, "never_liked" | "dislike" | "love_thing" | "love_doing" | "miss_thing")
            && self.sentence_before(matched.from, NEGATION_WORDS).iter().rev().take(2).any(|token| {
                matches!(
                    token.text.as_str(),
                    "he" | "she" | "they" | "who" | "nobody" | "everybody" | "everyone" | "ella" | "ellos"
                ) || self.lexicon.people.has(&token.text)
            });
        // "The rain has gone off" is nobody's loss.
        let weather = frame == "lost_thing"
            && matched.captured.iter().any(|captured| {
                let last = captured.fill.split(' ').next_back().unwrap_or_default();
                matches!(
                    last,
                    "rain" | "snow" | "sunshine" | "sun" | "wind" | "summer" | "winter" | "spring" | "autumn"
                )
            });
        if theirs || weather {
            return false;
        }
        let mention = frame.starts_with("mention");
        let before = self.sentence_before(matched.from, NEGATION_WORDS);
        if is_nearly(before) && matches!(frame, "miss_thing" | "lost_thing" | "hurts") {
            return false;
        }
        let negated = before.last().is_some_and(|token| self.lexicon.negations.has(&token.text));
        let supposed = before.iter().any(|token| {
            // "Sí, pero dile Lupe": a yes supposes nothing.
            let yes = token.text == "si" && self.input.text[token.start..token.end].to_lowercase() == "sí";
            !yes && matches!(
                token.text.as_str(),
                "if" | "suppose" | "dreamed" | "dreamt" | "si" | "sone" | "ojala" | "imagine"
            )
        });
        let owned = self.tokens.get(matched.to).is_some_and(|token| token.text == "'s");
        let yours = matched.captured.iter().all(|captured| {
            captured.fill.split(' ').next().is_some_and(is_yours)
                || self.lexicon.names.has(&content::text::folded(&captured.fill))
        });
        if mention {
            return !owned && yours && !matched.captured.is_empty();
        }
        // "Where is my husband?" says that he is looked for.
        let sought = frame == "expects"
            && self
                .tokens
                .get(matched.from)
                .is_some_and(|token| matches!(token.text.as_str(), "where" | "wheres" | "donde"));
        !negated && !supposed && !owned && (sought || !self.is_asked(matched.to))
    }

    /// Whether a call is none: it says what somebody is called.
    fn is_naming(&self, matched: &Match) -> bool {
        // "The children called me Mrs Mash" is no call.
        let word_at = |at: usize| self.tokens.get(at).map_or("", |token| token.text.as_str());
        let named = (matched.from..matched.to).any(|at| {
            word_at(at) == "called"
                && word_at(at + 1) == "me"
                && self.tokens.get(at + 2).is_some_and(|token| {
                    token.capital
                        || matches!(token.text.as_str(), "a" | "the" | "by" | "mrs" | "mr" | "miss" | "names")
                })
        });
        // "Me llamo Ramón" is a name; "me llamó Ramón" was a call.
        let called = self.tokens[matched.from].text == "me"
            && self
                .tokens
                .get(matched.from + 1)
                .is_some_and(|token| self.input.text[token.start..token.end].eq_ignore_ascii_case("llamo"));
        named || called
    }

    /// Whether what seems to be waited for is kept up, or what seems to have been had is a life.
    fn is_kept_or_life(&self, matched: &Match, frame: &str) -> bool {
        let word = |at: usize| self.tokens.get(at).map_or("", |token| token.text.as_str());
        // "Mi sobrina viene los sábados": what is kept up is not waited for.
        let kept = frame == "expects"
            && matches!(
                word(matched.to),
                "los"
                    | "cada"
                    | "todos"
                    | "todas"
                    | "casi"
                    | "siempre"
                    | "mucho"
                    | "poco"
                    | "cuando"
                    | "dos"
                    | "una"
            );
        // "Tuve una vida bonita" is no thing that was had.
        let life = frame == "had_thing"
            && matched
                .captured
                .iter()
                .any(|captured| captured.fill.ends_with("vida") || captured.fill.ends_with("life"));
        kept || life
    }

    /// Whether the sentence ends with a question mark.
    fn is_asked(&self, at: usize) -> bool {
        let end = self.tokens[at.min(self.tokens.len())..].iter().position(Token::is_end);
        let Some(end) = end.map(|end| at + end) else { return false };
        self.input.text[self.tokens[end].start..].starts_with('?') && !self.is_tag(end)
    }

    /// Whether what stands before a question mark only asks for a nod: "isn't she?", "¿verdad?".
    pub(super) fn is_tag(&self, end: usize) -> bool {
        let last: Vec<&str> =
            self.tokens[end.saturating_sub(2)..end].iter().map(|token| token.text.as_str()).collect();
        match last.as_slice() {
            [.., "verdad" | "right" | "eh" | "cierto" | "vale" | "sabe" | "sabes" | "viste"]
            | ["you", "know" | "see"] => true,
            ["isnt" | "arent" | "wont" | "doesnt" | "wasnt" | "dont" | "didnt" | "havent", _] => true,
            [first, "no"] => *first != "o",
            _ => false,
        }
    }

    fn hit(&self, matched: &Match, id: &str) -> FrameHit {
        let fills = matched
            .captured
            .iter()
            .map(|captured| Fill { slot: captured.kind.slot().to_owned(), text: captured.fill.clone() })
            .collect();
        let (first, last) = match (matched.captured.first(), matched.captured.last()) {
            (Some(first), Some(last)) => (first.from, last.to),
            _ => (matched.from, matched.to),
        };
        let place = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
        let end = last.max(first + 1).min(self.tokens.len());
        FrameHit {
            id: id.to_owned(),
            fills,
            span: (place(self.tokens[first].start), place(self.tokens[end - 1].end)),
        }
    }

    /// Up to so many words of the same sentence right before a token.
    pub(super) fn sentence_before(&self, at: usize, words: usize) -> &[Token] {
        let earliest = at.saturating_sub(words);
        let start = self.tokens[earliest..at]
            .iter()
            .rposition(Token::is_end)
            .map_or(earliest, |end| earliest + end + 1);
        &self.tokens[start..at]
    }
}

/// Whether what follows nearly was: what was nearly lost is not missed.
fn is_nearly(before: &[Token]) -> bool {
    let nearly = ["nearly", "almost", "casi", "never", "nunca", "havent"];
    before.last().is_some_and(|token| nearly.contains(&token.text.as_str()))
}
