//! A text folded, cut and hashed once, for everybody who reads it: several models look the same n-grams up.

use crate::common;
use crate::fold::{Folded, fold};
use crate::grams::{Gram, Text};

/// A text with its n-grams.
#[derive(Clone, Debug)]
pub struct Hashed {
    folded: Vec<Folded>,
    text: Text,
    /// Common words by their places, in order, each with how often it stands there.
    common: Vec<(u16, u32)>,
    /// All n-grams that are not of one common word alone.
    grams: Vec<Gram>,
}

impl Hashed {
    /// Folds, cuts and hashes a text; the work and the memory grow with its length alone.
    pub fn new(text: &str) -> Self {
        let folded = fold(text);
        let text = Text::of(&folded);
        let mut places = Vec::with_capacity(text.words().len());
        // Two for each word, and room for a few that are not common.
        let mut grams = Vec::with_capacity(text.words().len() * 4);
        let seen_to = |whole| common::place(whole).inspect(|place| places.push(*place)).is_some();
        text.grams_beside(0, text.words().len(), seen_to, |gram| grams.push(gram));
        Self { folded, text, common: counted(places), grams }
    }

    /// Its plain letters, each with the code point that it came from.
    pub fn folded(&self) -> &[Folded] {
        &self.folded
    }

    /// Its words.
    pub fn text(&self) -> &Text {
        &self.text
    }

    /// Its common words by their places, each with how often it stands there.
    pub(crate) fn common(&self) -> &[(u16, u32)] {
        &self.common
    }

    /// Its other n-grams, in order.
    pub(crate) fn grams(&self) -> &[Gram] {
        &self.grams
    }
}

/// Each place once.
fn counted(mut places: Vec<u16>) -> Vec<(u16, u32)> {
    places.sort_unstable();
    places
        .chunk_by(|a, b| a == b)
        .map(|same| (same[0], u32::try_from(same.len()).unwrap_or(u32::MAX)))
        .collect()
}
