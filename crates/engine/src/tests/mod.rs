//! The engine from outside: stories, random walks, phrasings, transcripts.

mod about;
mod cards;
mod control;
mod does;
mod due;
mod edges;
mod heard;
mod manners;
mod memory;
mod packs;
mod phrasings;
mod plain;
mod questionnaire;
mod residents;
mod softly;
mod stories;
mod support;
mod talk;
mod telling;
mod told_es;
mod transcripts;
mod walk;
