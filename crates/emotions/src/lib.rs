//! Which emotions an English text sounds like: the 28 labels of GoEmotions and the basic seven, by linear weights over
//! n-grams (`weights/emotion.ngrams`; `weights/emotion.md` is their card). A reading of words, never of a person.
//!
//! Floor 2a, pure: no clock, no chance, no I/O. [`Reader`] reads weights and their limits and applies them, [`shipped`] is the one
//! that is compiled in, [`training`] makes both from labelled rows and measures them on rows that they did not see.

mod limits;
mod reader;
pub mod training;

use std::sync::LazyLock;

pub use limits::{Limits, LimitsError};
pub use reader::{HEADS, Heard, Reader, ReaderError, Scores};

/// The version of the weights; stands in every analysis.
pub const WEIGHTS_VERSION: &str = "emotion-weights 2026-11-28.1";

/// The files that `therapeutic-ai train emotion` writes.
const WEIGHTS: &[u8] = include_bytes!("../weights/emotion.ngrams");
const LIMITS: &str = include_str!("../weights/emotion.limits.tsv");

static SHIPPED: LazyLock<Option<Reader>> = LazyLock::new(|| Reader::read(WEIGHTS, LIMITS).ok());

/// The reader that is compiled in; `None` where its files cannot be used, which health tells.
pub fn shipped() -> Option<&'static Reader> {
    SHIPPED.as_ref()
}

#[cfg(test)]
mod tests;
