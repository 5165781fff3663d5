//! The gateway's section of the configuration: what one caller may do, and from where instances may register.

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
    /// Requests a minute from one address that are unauthenticated, failed, or open to anybody.
    pub anonymous_per_minute: u32,
    /// Origins of pages that may call from a browser, as `https://host`; none: no page but our own.
    pub cors_origins: Vec<String>,
    /// Networks in which instances of services may register, as `10.1.0.0/16`; none: nobody registers, and the
    /// table of the configuration is all there is.
    pub register_networks: Vec<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            turns_per_minute: 120,
            turns_burst: 60,
            requests_per_minute: 600,
            anonymous_per_minute: 60,
            cors_origins: Vec::new(),
            register_networks: Vec::new(),
        }
    }
}
