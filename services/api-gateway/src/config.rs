//! The gateway's section of the configuration: what one caller may do.

use serde::{Deserialize, Serialize};

/// Limits at the edge. The defaults are DESIGN §8's.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// Conversation turns a minute for one person.
    pub turns_per_minute: u32,
    /// Conversation turns at once for one person.
    pub turns_burst: u32,
    /// Other requests a minute for one person.
    pub requests_per_minute: u32,
    /// Requests a minute from one address that are unauthenticated or failed.
    pub anonymous_per_minute: u32,
}

impl Default for Config {
    fn default() -> Self {
        Self { turns_per_minute: 120, turns_burst: 60, requests_per_minute: 600, anonymous_per_minute: 60 }
    }
}
