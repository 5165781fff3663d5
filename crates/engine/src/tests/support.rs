//! A conversation under test: the same that plays stories, over the embedded content.

use std::ops::{Deref, DerefMut};

use content::library;
use content_safety_api::Language;

use super::super::{Words, story};

pub(super) use super::super::story::{Said, TODAY, fact};

/// A resident and the companion.
pub(super) struct Talk(story::Talk<'static>);

impl Talk {
    pub(super) fn new(language: Language, seed: u64) -> Self {
        Self(story::Talk::with(library(), language, seed))
    }
}

impl Deref for Talk {
    type Target = story::Talk<'static>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl DerefMut for Talk {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

/// The pools of a reply.
pub(super) fn pools(said: &Said) -> Vec<String> {
    let pools = said.plan.pieces.iter().filter_map(|piece| match &piece.words {
        Words::Line(line) => Some(line.pool.clone()),
        _ => None,
    });
    pools.collect()
}
