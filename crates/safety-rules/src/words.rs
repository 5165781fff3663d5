//! Cuts folded text into words of a known vocabulary, with sentence, clause and quotation marks.
//!
//! Only words that some rule names are told apart; all others are [`UNKNOWN`]. That is what makes the rules
//! fast: after this pass everything is small integers. Disguised spellings (spaced letters, digits for letters,
//! stars, drawn-out vowels, hashtags) are resolved here, and only to words of the vocabulary, so that an
//! ordinary number or abbreviation is never taken for a word. Every step is linear in the length of the text.

mod cutter;

use std::collections::HashMap;

use content_safety_api::Span;
use foldhash::fast::FixedState;
use ngrams::{Folded, fold};

use crate::contractions::EXPANSIONS;
use cutter::Cutter;
pub(crate) use cutter::pictured;

/// A word of a vocabulary.
pub(crate) type WordId = u32;
/// A word that no rule names.
pub(crate) const UNKNOWN: WordId = 0;
/// A number in digits.
pub(crate) const NUMBER: WordId = 1;

/// A word of a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) word: WordId,
    /// Code points of the original text.
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) sentence: u32,
    /// A comma, semicolon, bracket or dash stands before it.
    pub(crate) clause: bool,
    /// Stands between quotation marks.
    pub(crate) quoted: bool,
}

/// A sentence: a range of tokens.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sentence {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Ends in a question mark.
    pub(crate) question: bool,
    /// The line of the text that it stands in, from 0.
    pub(crate) line: u32,
}

/// A text as words.
#[derive(Debug, Default)]
pub(crate) struct Words {
    pub(crate) tokens: Vec<Token>,
    pub(crate) sentences: Vec<Sentence>,
    /// Tokens that are a year of the last century and no time of day: "1960" to "1999".
    pub(crate) years: Vec<usize>,
}

impl Words {
    /// Where a sentence stands, from its first word to its last.
    pub(crate) fn span(&self, sentence: Sentence) -> Span {
        let tokens = &self.tokens[sentence.start..sentence.end];
        match (tokens.first(), tokens.last()) {
            (Some(first), Some(last)) => Span { start: first.start, end: last.end },
            _ => Span::default(),
        }
    }

    /// The sentence that a token stands in.
    pub(crate) fn sentence_of(&self, token: usize) -> Sentence {
        self.sentences[self.tokens[token].sentence as usize]
    }
}

/// A map whose keys are our own words: a text is looked up in it and puts nothing there.
pub(crate) type ShortMap<K, V> = HashMap<K, V, FixedState>;

#[derive(Clone, Copy)]
enum Entry {
    Word(WordId),
    Expansion(u32),
}

/// The words that a set of rules names.
pub(crate) struct Vocabulary {
    entries: ShortMap<Box<str>, Entry>,
    /// Those of few plain letters once more, by these as one number: most words of a text are found or not found here.
    plain: ShortMap<u128, Entry>,
    expansions: Vec<Vec<WordId>>,
    /// Numbers that rules name: they are numbers all the same. In order, as ids rise.
    numerals: Vec<WordId>,
    next: WordId,
    longest: usize,
}

impl Vocabulary {
    /// An empty vocabulary, with the contractions.
    pub(crate) fn new() -> Self {
        let mut vocabulary = Self {
            entries: ShortMap::default(),
            plain: ShortMap::default(),
            expansions: Vec::new(),
            numerals: Vec::new(),
            next: NUMBER + 1,
            longest: 0,
        };
        for (written, words) in EXPANSIONS {
            let ids = words.iter().map(|word| vocabulary.add(word)).collect();
            let index = u32::try_from(vocabulary.expansions.len()).expect("a small table");
            vocabulary.expansions.push(ids);
            vocabulary.put(written, Entry::Expansion(index));
        }
        vocabulary
    }

    /// Adds a word in folded spelling, or finds it.
    pub(crate) fn add(&mut self, word: &str) -> WordId {
        match self.entries.get(word) {
            Some(Entry::Word(id)) => return *id,
            // A rule cannot name a contraction: the text would never show it.
            Some(Entry::Expansion(_)) => return UNKNOWN,
            None => {}
        }
        let id = self.next;
        self.next += 1;
        self.longest = self.longest.max(word.len());
        if is_numeral(word.as_bytes()) {
            self.numerals.push(id);
        }
        self.put(word, Entry::Word(id));
        id
    }

    fn put(&mut self, word: &str, entry: Entry) {
        let mut plain = Plain::default();
        word.chars().for_each(|ch| plain.add(ch));
        if let Some(key) = plain.key() {
            self.plain.insert(key, entry);
        }
        self.entries.insert(word.into(), entry);
    }

    /// Whether a word is a number, one that rules name or any other.
    fn is_number(&self, word: WordId) -> bool {
        word == NUMBER || self.numerals.binary_search(&word).is_ok()
    }

    /// All numbers: any that no rule names, and those that rules name.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = WordId> {
        std::iter::once(NUMBER).chain(self.numerals.iter().copied())
    }

    /// The id of a word, if it is known and stands for itself.
    pub(crate) fn id(&self, word: &str) -> Option<WordId> {
        match self.entries.get(word)? {
            Entry::Word(id) => Some(*id),
            Entry::Expansion(_) => None,
        }
    }

    /// How many ids there are: all ids are below it.
    pub(crate) fn size(&self) -> usize {
        self.next as usize
    }

    /// Cuts a text into words.
    pub(crate) fn read(&self, text: &str) -> Words {
        self.read_folded(&fold(text))
    }

    /// The same of a text that was folded before.
    pub(crate) fn read_folded(&self, folded: &[Folded]) -> Words {
        Cutter::new(self, folded).cut()
    }
}

/// Whether a word is written in digits.
fn is_numeral(word: &[u8]) -> bool {
    !word.is_empty() && word.iter().all(u8::is_ascii_digit)
}

/// A word letter by letter: what it is as a number, where it has few letters and nothing but letters from a to z.
#[derive(Default)]
struct Plain {
    key: u128,
    letters: u32,
    /// How often the last letter stands there in a row.
    run: u32,
    /// The same letter three times in a row.
    drawn: bool,
    odd: bool,
}

impl Plain {
    /// As many letters as a number of sixteen bytes holds.
    const LETTERS_MAX: u32 = u128::BITS / 8;

    fn add(&mut self, ch: char) {
        let letter = u128::from(u32::from(ch));
        self.run = if self.key & 0xff == letter { self.run + 1 } else { 1 };
        self.drawn |= self.run > 2;
        self.odd |= !ch.is_ascii_lowercase();
        self.key = self.key << 8 | letter;
        self.letters += 1;
    }

    fn key(&self) -> Option<u128> {
        (!self.odd && self.letters <= Self::LETTERS_MAX).then_some(self.key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary() -> Vocabulary {
        let mut vocabulary = Vocabulary::new();
        for word in ["kill", "myself", "suicide", "die", "mother", "tired", "so", "to", "want", "i"] {
            vocabulary.add(word);
        }
        vocabulary
    }

    fn read(text: &str) -> Vec<String> {
        let vocabulary = vocabulary();
        let spell = |id: WordId| {
            vocabulary
                .entries
                .iter()
                .find(|(_, entry)| matches!(entry, Entry::Word(word) if *word == id))
                .map_or_else(
                    || if id == NUMBER { "#".into() } else { "?".into() },
                    |(word, _)| word.to_string(),
                )
        };
        vocabulary.read(text).tokens.iter().map(|token| spell(token.word)).collect()
    }

    #[test]
    fn disguised_words_are_read() {
        assert_eq!(read("k1ll mys3lf"), ["kill", "myself"]);
        assert_eq!(read("k i l l  m y s e l f"), ["kill", "myself"]);
        assert_eq!(read("s.u.i.c.i.d.e"), ["suicide"]);
        assert_eq!(read("su*cide d!e"), ["suicide", "die"]);
        assert_eq!(read("#killmyself"), ["kill", "myself"]);
        assert_eq!(read("sooooo tireddd"), ["so", "tired"]);
        assert_eq!(read("kms"), ["kill", "myself"]);
    }

    #[test]
    fn a_number_that_a_rule_names_is_a_number_all_the_same() {
        let mut vocabulary = vocabulary();
        let named = [vocabulary.add("40"), vocabulary.add("1971")];
        assert!(named.iter().all(|id| vocabulary.numbers().any(|number| number == *id)));
        assert_eq!(vocabulary.read("He fell. 1971").years, [2]);
        assert_ne!(vocabulary.read("40 kms to the sea").tokens[1].word, vocabulary.add("kill"));
    }

    #[test]
    fn ordinary_numbers_and_letters_stay_what_they_are() {
        assert_eq!(read("1011 a b c d 3"), ["#", "?", "?", "?", "?", "#"]);
        assert_eq!(read("I don't"), ["i", "do", "not"]);
        assert_eq!(read("mother's"), ["mother"]);
    }

    #[test]
    fn sentences_clauses_and_quotations_are_marked() {
        let words = vocabulary().read("He said \"I want to die\". So, tired? to");
        assert_eq!(words.sentences.len(), 3);
        assert!(words.sentences[1].question);
        let quoted: Vec<bool> = words.tokens.iter().map(|token| token.quoted).collect();
        assert_eq!(quoted, [false, false, true, true, true, true, false, false, false]);
        assert!(words.tokens[7].clause);
    }

    #[test]
    fn spans_are_code_points_of_the_original() {
        let words = vocabulary().read("👵🏽 ¡k1ll myself!");
        assert_eq!((words.tokens[0].start, words.tokens[0].end), (4, 8));
    }
}
