//! Shows a reply while it is still being written, and of it only what the guard surely lets through.
//!
//! A reply that is checked when it is whole is shown late; one that is shown as it comes may have said what it must not.
//! Between the two lies a window: a shape that must not be said has a longest match, and none goes over the end of a
//! sentence, so whatever lies further back than that is decided. A finished sentence goes out at once, and of a long one all
//! but its last words. At the first violation nothing more goes out, of that sentence either.

use ngrams::{Folded, fold};

use crate::guard::{NEGATION_WORDS, first_violation, reach, read};
use crate::words::Words;

/// Up to so many bytes what is held is read with every piece that comes; more, and it is read when it grew by a quarter, so
/// that the work grows with the reply alone.
const READ_EACH_BYTES: usize = 1_024;

/// The window over one reply.
#[derive(Default)]
pub struct Holdback {
    /// What was not shown, behind the last words that were: those may deny what follows.
    held: String,
    /// So many bytes of it were shown.
    shown: usize,
    /// How long it has to be before it is read again.
    read_at: usize,
    /// Something was said that must not be.
    stopped: bool,
}

impl Holdback {
    /// Takes the next piece of the reply, of any length, and gives what may be shown now.
    pub fn push(&mut self, piece: &str) -> String {
        if self.stopped {
            return String::new();
        }
        self.held.push_str(piece);
        if self.held.len() < self.read_at {
            return String::new();
        }
        let released = self.release(false);
        let length = self.held.len();
        self.read_at = length + if length <= READ_EACH_BYTES { 1 } else { length / 4 };
        released
    }

    /// The reply is at its end: what may be shown of the rest, and whether nothing of the reply was held back.
    pub fn finish(mut self) -> (String, bool) {
        let rest = if self.stopped { String::new() } else { self.release(true) };
        (rest, !self.stopped)
    }

    /// Whether something was said that must not be: nothing more is shown.
    pub const fn is_stopped(&self) -> bool {
        self.stopped
    }

    fn release(&mut self, ended: bool) -> String {
        let folded = fold(&self.held);
        let words = read(&folded);
        #[cfg(test)]
        crate::pattern::work::add(folded.len());
        let places = Places::of(&self.held);
        let first = words.tokens.iter().take_while(|token| places.byte(token.start) < self.shown).count();
        let cuts = Cuts::of(&folded, &words);
        let decided = if ended { words.tokens.len() } else { cuts.decided() };
        let end = match first_violation(&words, first..decided) {
            Some(at) => {
                self.stopped = true;
                places.byte(words.tokens[words.sentence_of(at).start].start)
            }
            None if ended => self.held.len(),
            None if decided == 0 => 0,
            // What stands between two words goes with the one before it; behind the last, what cannot begin another.
            None => words.tokens.get(decided).map_or_else(
                || self.held.rfind(char::is_whitespace).map_or(0, |at| at + char_bytes(&self.held, at)),
                |next| places.byte(next.start),
            ),
        };
        let end = end.max(self.shown);
        let released = self.held[self.shown..end].to_owned();
        self.shown = end;
        if let Some(keep) = cuts.before(decided.saturating_sub(NEGATION_WORDS + 1)) {
            let drop = places.byte(words.tokens[keep - 1].end).min(end);
            self.held.drain(..drop);
            self.shown -= drop;
        }
        released
    }
}

/// Where a text may be cut so that its words are read the same on either side, whatever comes.
struct Cuts {
    /// Behind so many words: a word is at its end there, or a sentence is.
    places: Vec<Cut>,
}

struct Cut {
    words: usize,
    sentence: bool,
}

impl Cuts {
    fn of(folded: &[Folded], words: &Words) -> Self {
        let (mut places, mut at) = (Vec::new(), 0);
        for (index, token) in words.tokens.iter().enumerate() {
            let next = words.tokens.get(index + 1).map_or(u32::MAX, |next| next.start);
            while folded.get(at).is_some_and(|folded| folded.at < token.start) {
                at += 1;
            }
            // Two letters in a row are a word; a letter alone may belong to a word that is written with spaces.
            let is_word = folded[at..].iter().take(2).filter(|two| two.ch.is_alphanumeric()).count() == 2;
            while folded.get(at).is_some_and(|folded| folded.at < token.end) {
                at += 1;
            }
            let gap = folded[at..].iter().take_while(|folded| folded.at < next).count();
            let gap = &folded[at..at + gap];
            let sentence = ends_sentence(gap);
            let spaced = gap.iter().any(|folded| folded.ch.is_whitespace());
            // A word that stands for two is cut behind both.
            if next >= token.end && (sentence || is_word && spaced) {
                places.push(Cut { words: index + 1, sentence });
            }
        }
        Self { places }
    }

    /// How many words there are of which it is known whether a violation begins at them.
    fn decided(&self) -> usize {
        let last = self.places.last().map_or(0, |cut| cut.words);
        let known = |cut: &&Cut| cut.sentence || cut.words + reach() < last;
        self.places.iter().rfind(known).map_or(0, |cut| cut.words)
    }

    /// The last cut behind at least one word and at most so many.
    fn before(&self, words: usize) -> Option<usize> {
        self.places.iter().rfind(|cut| cut.words <= words).map(|cut| cut.words)
    }
}

/// Whether what stands behind a word ends its sentence, whatever comes: a new line, or a full stop with a space behind it. A
/// full stop by itself may stand in a number, or between the letters of a word.
fn ends_sentence(gap: &[Folded]) -> bool {
    let closes = |ch: char| ch.is_whitespace() || matches!(ch, '"' | ')');
    gap.iter().any(|folded| matches!(folded.ch, '\n' | '\r'))
        || gap.windows(2).any(|two| matches!(two[0].ch, '.' | '?' | '!') && closes(two[1].ch))
}

fn char_bytes(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(0, char::len_utf8)
}

/// Bytes by code point.
struct Places(Vec<usize>);

impl Places {
    fn of(text: &str) -> Self {
        Self(text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect())
    }

    fn byte(&self, point: u32) -> usize {
        let last = self.0.last().copied().unwrap_or_default();
        self.0.get(point as usize).copied().unwrap_or(last)
    }
}

#[cfg(test)]
mod tests;
