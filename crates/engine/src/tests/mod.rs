//! The engine from outside: stories, random walks, phrasings, transcripts.

mod cards;
mod control;
mod edges;
mod packs;
mod phrasings;
mod stories;
mod support;
mod transcripts;
mod walk;
