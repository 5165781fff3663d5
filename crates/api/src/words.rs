//! Text of a person on the wire: it serialises, and it cannot be printed.

use serde::{Deserialize, Serialize};

/// Words that a person wrote or that are written to one. A contract's field for health information: it goes
/// over the wire, but its `Debug` shows only how long it is, so that no log line can hold it.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct Words(String);

impl Words {
    /// Wraps text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text. Every call is a place where it leaves its wrapper.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The text, ending the wrapper.
    pub fn into_exposed(self) -> String {
        self.0
    }

    /// Bytes of UTF-8.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Words({} bytes)", self.0.len())
    }
}

impl From<String> for Words {
    fn from(text: String) -> Self {
        Self(text)
    }
}
