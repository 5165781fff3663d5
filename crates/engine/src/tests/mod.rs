//! The engine from outside: stories, random walks, phrasings, transcripts.

mod control;
mod edges;
mod packs;
mod phrasings;
mod residents;
mod stories;
mod support;
mod transcripts;
mod walk;
