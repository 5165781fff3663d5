//! A text folded, cut and hashed once, for everybody who reads it: several models look the same n-grams up.

use crate::fold::{Folded, fold};
use crate::grams::{Gram, Text};

/// A text with its n-grams.
#[derive(Clone, Debug)]
pub struct Hashed {
    folded: Vec<Folded>,
    text: Text,
    grams: Vec<Gram>,
}

impl Hashed {
    /// Folds, cuts and hashes a text; the work and the memory grow with its length alone.
    pub fn new(text: &str) -> Self {
        let folded = fold(text);
        let text = Text::of(&folded);
        let mut grams = Vec::with_capacity(folded.len() * 4);
        text.grams(0, text.words().len(), |gram| grams.push(gram));
        Self { folded, text, grams }
    }

    /// Its plain letters, each with the code point that it came from.
    pub fn folded(&self) -> &[Folded] {
        &self.folded
    }

    /// Its words.
    pub fn text(&self) -> &Text {
        &self.text
    }

    /// Its n-grams, in order.
    pub fn grams(&self) -> &[Gram] {
        &self.grams
    }
}
