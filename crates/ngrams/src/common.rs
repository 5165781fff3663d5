//! The words that most talk is made of. Their n-grams are looked up once for each model, when it is read, and not with every text.

use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::FixedState;

use crate::grams::{Gram, Text};

/// The list: one place for each word, in its order.
const LIST: &str = include_str!("../data/common.txt");

/// Which word has which place.
static PLACES: LazyLock<HashMap<u64, u16, FixedState>> = LazyLock::new(|| {
    // The first of two that are the same keeps its place; nobody has the other.
    (0_u16..).zip(words()).filter_map(|(place, word)| Some((Text::new(word).first()?, place))).collect()
});

fn words() -> impl Iterator<Item = &'static str> {
    LIST.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace)
}

/// The place of a word, by what it is as a whole.
pub(crate) fn place(whole: u64) -> Option<u16> {
    PLACES.get(&whole).copied()
}

/// The n-grams of each word alone, in the order of the places.
pub(crate) fn all() -> impl Iterator<Item = Vec<Gram>> {
    words().map(|word| {
        let text = Text::new(word);
        let mut grams = Vec::new();
        text.grams(0, text.words().len(), |gram| grams.push(gram));
        grams
    })
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
        assert_eq!(PLACES.len(), words().count());
        assert!(PLACES.len() > 5_000 && PLACES.len() < usize::from(u16::MAX));
    }
}
