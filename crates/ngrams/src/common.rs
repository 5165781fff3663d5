//! The words that most talk is made of, and their n-grams, each with a number of its own. A text that is made of them is told
//! by these numbers, counted once for all models; what a model knows of each is looked up once, when it is read.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use foldhash::fast::FixedState;

use crate::grams::{Block, Text};
use crate::table::Table;

/// The list: one place for each word, in its order.
const LIST: &str = include_str!("../data/common.txt");

/// The words and all n-grams of letters in them.
pub(crate) static COMMON: LazyLock<Common> = LazyLock::new(Common::new);

fn words() -> impl Iterator<Item = &'static str> {
    LIST.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace)
}

/// See [`COMMON`].
pub(crate) struct Common {
    /// Which word has which place, by what it is as a whole.
    places: HashMap<u64, u16, FixedState>,
    /// The number of each n-gram of letters.
    letters: Table,
    /// The n-grams of letters of each word by their numbers, word by word.
    of_words: Vec<u16>,
    /// Where those of each word begin there, and where the last ends.
    from: Vec<u32>,
    /// What each word is as an n-gram, in the order of the places.
    words: Vec<u64>,
    /// All n-grams of letters, in the order of their numbers.
    hashes: Vec<u64>,
}

impl Common {
    fn new() -> Self {
        let texts: Vec<Text> = words().map(Text::new).collect();
        let within: Vec<Vec<u64>> = texts.iter().map(letters_of).collect();
        let hashes = by_frequency(&within);
        let mut letters = Table::new(hashes.len());
        for (number, hash) in (0..).zip(&hashes) {
            letters.put(*hash, number);
        }
        let (mut of_words, mut from) = (Vec::new(), vec![0]);
        for hashes in &within {
            let numbers = hashes.iter().filter_map(|hash| u16::try_from(letters.get(*hash)?).ok());
            of_words.extend(numbers);
            from.push(u32::try_from(of_words.len()).unwrap_or(u32::MAX));
        }
        // The first of two that are the same keeps its place; nobody has the other.
        let places = (0_u16..).zip(&texts).filter_map(|(place, text)| Some((text.first()?, place))).collect();
        let words = texts.iter().map(|text| text.word(0).unwrap_or_default()).collect();
        Self { places, letters, of_words, from, words, hashes }
    }

    /// The place of a word, by what it is as a whole.
    pub(crate) fn place(&self, whole: u64) -> Option<u16> {
        self.places.get(&whole).copied()
    }

    /// The number of an n-gram of letters that a common word has too.
    pub(crate) fn letter(&self, hash: u64) -> Option<u16> {
        self.letters.get(hash).and_then(|number| u16::try_from(number).ok())
    }

    /// The n-grams of letters of the word at a place, by their numbers.
    pub(crate) fn letters_at(&self, place: u16) -> &[u16] {
        let from = |place: usize| self.from[place] as usize;
        &self.of_words[from(usize::from(place))..from(usize::from(place) + 1)]
    }

    /// What each word is as an n-gram, in the order of the places.
    pub(crate) fn words(&self) -> &[u64] {
        &self.words
    }

    /// All n-grams of letters, in the order of their numbers.
    pub(crate) fn letters(&self) -> &[u64] {
        &self.hashes
    }
}

/// The n-grams of letters of one word.
fn letters_of(text: &Text) -> Vec<u64> {
    let mut letters = Vec::new();
    text.grams(0, text.words().len(), |gram| {
        if gram.block == Block::Letters {
            letters.push(gram.hash);
        }
    });
    letters
}

/// Each n-gram once, those first that most words have: what is met together stands together.
fn by_frequency(within: &[Vec<u64>]) -> Vec<u64> {
    let mut words: HashMap<u64, usize, FixedState> = HashMap::default();
    for hashes in within {
        for hash in hashes {
            *words.entry(*hash).or_insert(0) += 1;
        }
    }
    let mut seen: HashSet<u64, FixedState> = HashSet::default();
    let mut hashes: Vec<u64> = within.iter().flatten().copied().filter(|hash| seen.insert(*hash)).collect();
    hashes.sort_by_key(|hash| std::cmp::Reverse(words[hash]));
    hashes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_list_is_one_word_as_texts_are_folded_and_none_stands_twice() {
        for word in words() {
            let text = Text::new(word);
            assert_eq!(text.words().len(), 1, "{word}");
            assert_eq!(word.to_lowercase(), word);
        }
        let words = words().count();
        assert_eq!(COMMON.places.len(), words);
        assert!(words > 5_000 && words < usize::from(u16::MAX));
        assert!(COMMON.hashes.len() < usize::from(u16::MAX), "numbers have two bytes");
    }

    #[test]
    fn each_word_has_its_letters_and_each_n_gram_of_letters_its_number() {
        for (place, word) in (0..).zip(words()) {
            let numbers = COMMON.letters_at(place).iter();
            let hashes: Vec<u64> = numbers.map(|number| COMMON.letters()[usize::from(*number)]).collect();
            assert_eq!(hashes, letters_of(&Text::new(word)), "{word}");
            assert!(hashes.iter().all(|hash| COMMON.letter(*hash).is_some()));
        }
    }
}
