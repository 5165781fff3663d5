//! The configuration of content-safety.

use serde::{Deserialize, Serialize};

/// The section `content-safety`. Empty is good.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Whether emotions are read. Some jurisdictions forbid it: then the operation is refused and the combined
    /// analysis comes without.
    pub emotion: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self { emotion: true }
    }
}
