//! Names and towns in small letters: people who chat write no capitals.
//!
//! A common given name counts wherever a text has no capitals at all; any other name needs a cue or a neighbour.

use super::super::lists::is_city_pair;
use super::super::token::{Shape, fold_word, kinds};
use super::{KNOWN, Look, Name, PARTS_MAX, is_sure, name, place};

/// Whether a word in small letters ends as family names of some languages do.
fn looks_like_family(word: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "sson", "ssen", "nsen", "rsen", "lsen", "dottir", "dóttir", "ova", "eva", "ović", "ovic", "evic",
        "ević", "wski", "wska", "enko", "escu", "opoulos", "idis", "akis", "inen", "nen", "yan", "shvili",
        "adze", "ez", "ñez",
    ];
    word.len() >= 6 && ENDINGS.iter().any(|ending| word.ends_with(ending))
}

/// Letters that are words by themselves.
const LETTER_WORDS: &[&str] = &["a", "i", "y", "o", "u", "r", "e", "n", "x"];

impl Look<'_> {
    /// The end of a name in small letters: an initial, a family name, both.
    pub(super) fn small_end(&self, at: usize) -> usize {
        let mut end = at;
        let letter = |at: usize| {
            self.tokens.get(at).is_some_and(|token| {
                token.shape == Shape::Word && token.spaced && token.text(self.text).chars().nth(1).is_none()
            })
        };
        if letter(end + 1) {
            let dot = self.word(end + 2) == "." && !self.tokens[end + 2].spaced;
            if dot {
                end += 2;
            } else if !LETTER_WORDS.contains(&self.word(end + 1)) {
                end += 1;
            }
        }
        end + usize::from(self.is_small_family(end + 1))
    }

    /// A family name in small letters behind a given name: a plain word that is one counts too, a word of every day not.
    pub(super) fn is_small_family(&self, at: usize) -> bool {
        const NOT: u64 = kinds::OWN | kinds::MONTH | kinds::CITY | kinds::PROPER | kinds::NUMERAL;
        self.tokens.get(at).is_some_and(|next| {
            let family = next.is(kinds::FAMILY) && !next.is(NOT);
            let like = self.quiet && next.kinds == 0 && looks_like_family(next.text(self.text));
            next.shape == Shape::Word && !next.capital && next.spaced && (family || like)
        })
    }

    /// A word in small letters that no list knows as anything but a name.
    pub(super) fn is_small_name(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| {
            token.shape == Shape::Word && !token.capital && token.kinds & !(KNOWN | kinds::COMMON) == 0
        })
    }

    /// `hyuuma t. maida`: the last of a row of such words and initials on one line.
    pub(super) fn small_row(&self, at: usize) -> usize {
        let mut last = at;
        for _ in 0..PARTS_MAX {
            let next = last + 1;
            if next < self.tokens.len() && self.breaks(last, next) {
                break;
            }
            let initial =
                self.word(next).len() == 1 && self.word(next + 1) == "." && self.is_small_name(next);
            if initial {
                last = next + 1;
            } else if self.is_small_name(next) && self.tokens[next].spaced {
                last = next;
            } else {
                break;
            }
        }
        last
    }

    /// `New York City`, `los angeles`: a town of several words. Small letters count after a preposition alone.
    pub(super) fn pair(&self, at: usize) -> Option<usize> {
        let first = &self.tokens[at];
        if !first.is(kinds::CITY_FIRST) {
            return None;
        }
        let dot = usize::from(self.word(at + 1) == "." && !self.tokens[at + 1].spaced);
        let second = self.tokens.get(at + 1 + dot).filter(|next| next.spaced)?;
        let capitals = first.capital && second.capital;
        let placed = self.before(at, 1).is_some_and(|before| before.is(kinds::PLACED));
        if !(capitals || placed)
            || !is_city_pair(&fold_word(first.text(self.text)), &fold_word(second.text(self.text)))
        {
            return None;
        }
        let more = self.says(at + 2 + dot, &["city", "beach", "springs", "county"])
            && (self.kind_capital(at + 2 + dot) || !capitals);
        Some(at + 1 + dot + usize::from(more))
    }

    /// Small letters: after kin, or in a text that uses no capitals.
    pub(super) fn lower(&self, at: usize) -> Option<Name> {
        const ELSE: u64 =
            kinds::AMBIGUOUS | kinds::PLAIN | kinds::MONTH | kinds::PROPER | kinds::CITY | kinds::PARTICLE;
        let token = &self.tokens[at];
        let placed = self.before(at, 1).is_some_and(|before| before.is(kinds::PLACED));
        if placed && token.is(kinds::CITY) && !token.is(kinds::PLAIN) {
            return Some(place(at, at, "phi.place.city", 0.6));
        }
        if let Some(to) = self.pair(at) {
            return Some(place(at, to, "phi.place.city", 0.6));
        }
        if token.kinds == 0 && self.quiet && token.first && token.text(self.text).len() >= 4 {
            // "aksel kristensen" alone on a line: a name of which a list knows the second part.
            let sure = self.tokens.get(at + 1).is_some_and(|next| is_sure(next) || next.kinds == 0);
            let end = self.small_end(at);
            return (end > at && sure).then(|| name(at, end, "phi.name.lower", 0.5));
        }
        if token.is(kinds::GIVEN) && token.is(kinds::AMBIGUOUS) && self.quiet && !token.is(kinds::OWN) {
            // "frank g.", but "my mark a." is none: the letter has a point and a space before it.
            let end = self.small_end(at);
            return (end == at + 2).then(|| name(at, end, "phi.name.lower", 0.5));
        }
        if !token.is(kinds::GIVEN) || token.is(ELSE) {
            return None;
        }
        let long = token.text(self.text).chars().nth(2).is_some();
        let alone = self.quiet && long && token.is(kinds::COMMON);
        let end = self.small_end(at);
        let sure =
            |at: usize| self.tokens.get(at).is_some_and(|token| token.is(kinds::GIVEN) && is_sure(token));
        let listed = self.word(at + 1) == "," && sure(at + 2)
            || at >= 2 && (self.word(at - 1) == "," || self.says(at - 1, &["and", "y"])) && sure(at - 2);
        // A plain word behind a rare name makes no name of the two.
        let full =
            self.quiet && (end > at && (token.is(kinds::COMMON) || is_sure(&self.tokens[end])) || listed);
        (self.after_kin(at) || alone || full).then(|| name(at, end, "phi.name.lower", 0.6))
    }
}
