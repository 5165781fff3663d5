//! What is told of somebody else and may be asked for later in the conversation: what they liked, and what they worked as.

use content::Compiled;
use content::text::Token;
use content_safety_api::{Language, Span};

use super::echo::{Echo, LEADS, NEVER_EN, NEVER_ES, WORDS_MAX};
use super::spans::byte_spans;

/// The slot of what somebody else liked.
pub(super) const THEIR_LIKING: &str = "their.liking";
/// The slot of what somebody else worked as.
pub(super) const THEIR_WORK: &str = "their.work";

/// What is told of somebody else and may be asked for later: what they liked, and what they worked as. It is held in the
/// conversation and is never a fact about the resident.
pub(super) fn of_others(
    text: &str,
    language: Language,
    lexicon: &Compiled,
    tokens: &[Token],
    identifiers: &[Span],
) -> Vec<(&'static str, String)> {
    let echo = Echo { text, language, lexicon, tokens, identifiers: byte_spans(text, identifiers) };
    let mut found = Vec::new();
    for (from, to) in echo.clauses() {
        found.extend((from..to).find_map(|at| echo.liking(at, to)).map(|said| (THEIR_LIKING, said)));
        found.extend((from..to).find_map(|at| echo.work(from, at)).map(|said| (THEIR_WORK, said)));
    }
    found
}

impl Echo<'_> {
    /// "He liked a lemon cake", "le gustaba la tarta de limón": what follows, up to five clean words.
    fn liking(&self, at: usize, to: usize) -> Option<String> {
        let subject = self.is_one_of(at, if self.language == Language::En { "he she" } else { "le" });
        let mut next = at + 1;
        while self.is_one_of(next, "always really siempre") {
            next += 1;
        }
        let verb = match self.language {
            Language::En => self.is_one_of(next, "liked loved adored"),
            Language::Es => self.is_one_of(next, "gustaba gustaban encantaba encantaban"),
        };
        let start = next + 1;
        let end = to.min(start + WORDS_MAX);
        let never = if self.language == Language::En { NEVER_EN } else { NEVER_ES };
        let clean = (start..end).all(|at| self.is_plain(at) && !self.is_one_of(at, never))
            && !self.is_one_of(start, "to it that them him her mucho tanto");
        let whole = end > start && clean && (end == to || !self.is_one_of(end - 1, LEADS)) && self.ends(end);
        (subject && verb && whole).then(|| self.turned(start, end))
    }

    /// "He was a milkman", "era cartero": a trade, of somebody who is not the speaker.
    fn work(&self, from: usize, at: usize) -> Option<String> {
        let other = match self.language {
            Language::En => self.is_one_of(at, "he she") && self.is_one_of(at + 1, "was worked became"),
            Language::Es => {
                let yo = (from..at).any(|at| self.is_one_of(at, "yo me no cuando"));
                !yo && self.is_one_of(at, "era")
            }
        };
        let mut start = if self.language == Language::En { at + 2 } else { at + 1 };
        while self.is_one_of(start, "as un una") {
            start += 1;
        }
        let end = self.lexicon.jobs.end_at(self.tokens, start)?;
        other.then(|| self.turned(start, end))
    }
}
