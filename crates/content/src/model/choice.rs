//! Fixed sets of choices: what the buttons say, and what else means the same.

use serde::{Deserialize, Serialize};

use super::ByLang;

/// A fixed set of choices.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChoiceSet {
    /// Name, such as `mood`.
    pub id: String,
    /// What can be chosen. When words of several are said, the last of these holds: the heavier stand last.
    pub options: Vec<ChoiceOption>,
}

/// One choice of a set.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChoiceOption {
    /// Name, such as `good`.
    pub id: String,
    /// What the button says.
    pub label: ByLang<String>,
    /// Patterns that mean the same; their syntax is in `pattern`.
    pub means: ByLang<Vec<String>>,
}
