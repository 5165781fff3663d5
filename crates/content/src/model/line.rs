//! Pools of lines and what no line may hold.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Act;

/// A set of lines that serve the same purpose.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pool {
    /// Dotted name, such as `feel.sad`.
    pub id: String,
    /// What its lines do.
    pub act: Act,
    /// The fewest lines that the build accepts.
    pub min: u16,
    /// Whether each line asks (exactly one question mark) or none does.
    #[serde(default)]
    pub asks: bool,
    /// The placeholders that its lines may hold.
    #[serde(default)]
    pub slots: Vec<String>,
    /// The most sentences that a line may have.
    #[serde(default = "one")]
    pub sentences: u8,
    /// A legal notice: exempt from the grade and from the rule against repetition, never from length.
    #[serde(default)]
    pub notice: bool,
}

const fn one() -> u8 {
    1
}

/// Words that no line of a language may hold.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lint {
    /// Patterns, each with the reason that the build prints.
    pub never: BTreeMap<String, String>,
    /// Words for means and places of death. No concrete thing may be named by one: a rope or a roof is never met as
    /// something pleasant to talk about, since nobody can know why it was named.
    pub means: Vec<String>,
}
