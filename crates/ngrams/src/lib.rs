//! Linear models over the n-grams of a text: a sum of weights.
//!
//! Floor 1, pure: no clock, no chance, no I/O. The same text and weights give the same bits on every machine (logarithms
//! and exponentials come from `libm`, not from the system), and training with the same rows gives the same file.
//!
//! * [`fold`](fold()) writes a text in plain lower-case letters and keeps where each letter came from.
//! * [`Text`] cuts it into words; [`Text::grams`] lists its n-grams: one to three words, and two to five letters within
//!   a word and its two edges.
//! * [`Hashed`] is a text with all of these, made once for every model that reads it.
//! * [`Model`] reads a weights file and applies it: one score per head.
//! * [`train`] makes weights from labelled rows: logistic regression, one head against the rest, by L-BFGS.
//!
//! A weights file holds hashes of n-grams and numbers, no text. What stands in fewer than [`train::ROWS_MIN`] rows has no
//! weight, so nobody's own words are kept.

mod common;
mod fold;
mod grams;
mod hashed;
mod model;
mod sums;
mod table;
pub mod train;
mod vector;

pub use fold::{Folded, fold};
pub use grams::{Block, Gram, Text, Word};
pub use hashed::Hashed;
pub use model::{Model, WeightsError};
pub use sums::Known;
pub use vector::probability;
