//! The companion's section of the configuration.

use serde::{Deserialize, Serialize};

/// Where the companion speaks.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// The jurisdiction (`us`, `us-ca`, `us-ny`): which help lines are given and how often it says that it is an
    /// AI. A place that is not known gets no number at all.
    pub place: String,
}

impl Default for Config {
    fn default() -> Self {
        Self { place: "us".to_owned() }
    }
}
