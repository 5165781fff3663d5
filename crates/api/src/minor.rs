//! Whether somebody is a minor: the one thing of an age that one service tells another.

use serde::{Deserialize, Serialize};

/// Whether somebody is a minor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Minor {
    /// Known to be one.
    Yes,
    /// Known to be of age.
    No,
    /// Nobody has said when they were born.
    #[default]
    Unknown,
}

impl Minor {
    /// The word on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "unknown",
        }
    }
}
