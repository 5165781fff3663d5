//! Constructions of the clause: what a sentence does, whatever it is about. "They have stopped the bus" tells of
//! something that was taken away, "I could show them" of something that is in one's power.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{ByLang, Tone};

/// A construction. The pool `clause.<id>` says what it does back, and `ask.clause.<id>` asks what can be asked of it
/// alone. The order of the file is the order of preference.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClauseKind {
    /// Name, such as `taken_away`.
    pub id: String,
    /// How it is met: what is hard has nothing cheerful said beside it.
    pub tone: Tone,
    /// Which of its words may be said back.
    #[serde(default)]
    pub said: ClausePart,
    /// Whether there is a question that only this construction allows.
    #[serde(default)]
    pub asks: bool,
    /// Whether it comes after things, topics and people, which say more: for what only tells that somebody did something.
    #[serde(default)]
    pub late: bool,
}

/// Which words of a clause may be said back, turned to the listener.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClausePart {
    /// None.
    #[default]
    Nothing,
    /// What follows the words of the pattern, to the end of the clause.
    Rest,
    /// All from the first word of the pattern to the end of the clause.
    Whole,
}

/// How a construction is told in one language.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClauseForms {
    /// Its patterns; `^` is the beginning of a clause, behind small words such as "and", and `$` the end of one.
    pub patterns: Vec<String>,
    /// Words that make something else of it, anywhere in the clause.
    #[serde(default)]
    pub not: Vec<String>,
}

/// The constructions of both languages. Content of before they were there has none.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clauses {
    /// The constructions, the plainest first.
    pub kinds: Vec<ClauseKind>,
    /// How each is told, by its name.
    pub forms: ByLang<BTreeMap<String, ClauseForms>>,
}
