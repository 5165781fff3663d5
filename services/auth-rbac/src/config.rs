//! The section of auth-rbac in the configuration.

use serde::{Deserialize, Serialize};

/// How long secrets of the installation live.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// Days after which a new key signs tokens.
    pub token_key_days: u32,
}

impl Default for Config {
    fn default() -> Self {
        Self { token_key_days: 90 }
    }
}
