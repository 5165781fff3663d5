//! What a message does among people: tells of something good, complains, teases, takes leave. Conversation analysis calls that
//! its social action (Levinson 2013, "Action formation and ascription"); a listener answers the action before the words.
//!
//! Read by linear weights over n-grams, one set a language (`weights/`, with their card), made of sentences that were
//! written for it (`cases/`). A reading of words, never of a person.
//!
//! Floor 2a, pure: no clock, no chance, no I/O. [`Reader`] applies weights, [`shipped`] are those that are compiled in,
//! [`training`] makes them and measures them on rows that they did not see.

mod action;
mod names;
mod reader;
pub mod training;

use std::sync::LazyLock;

use content_safety_api::Language;

pub use action::SocialAction;
pub use names::without_names;
pub use reader::{Reader, ReaderError, Share};

/// The version of the weights: what a reading of them is kept with.
pub const WEIGHTS_VERSION: &str = "social-action-weights 2026-11-28.1";

/// The files that `therapeutic-ai train actions` writes.
const ENGLISH: &[u8] = include_bytes!("../weights/en.ngrams");
const SPANISH: &[u8] = include_bytes!("../weights/es.ngrams");

static SHIPPED: LazyLock<[Option<Reader>; 2]> =
    LazyLock::new(|| [ENGLISH, SPANISH].map(|file| Reader::read(file).ok()));

/// The reader of a language that is compiled in; `None` where its file cannot be used.
pub fn shipped(language: Language) -> Option<&'static Reader> {
    let at = match language {
        Language::En => 0,
        Language::Es => 1,
    };
    SHIPPED[at].as_ref()
}

#[cfg(test)]
mod tests;
