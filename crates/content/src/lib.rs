//! Floor 2b: what the companion can say, loaded and checked at build.
//!
//! The data lies in `/content` as typed files that people write and review; the build script refuses the build
//! when anything in it is wrong (see `check`) and embeds the rest. A binary therefore cannot hold a line that
//! exists in one language only, a question without a way out or a flow without an end. [`library`] is the
//! embedded data with its lookups; [`Library::digest`] names it in every turn record, so that a turn can be
//! replayed with the very words it had.

pub mod archive;
#[cfg(test)]
mod check;
mod dates;
mod lexicon;
mod library;
#[cfg(test)]
mod load;
pub mod measure;
pub mod model;
pub mod pattern;
pub mod text;

pub use lexicon::{ClauseWords, Compiled, Patterns, ThingForm, ThingWords, Words};
pub use library::{ContentError, Digest, Library, LineRef, library};
