//! The section of auth-rbac in the configuration.

use serde::{Deserialize, Serialize};

/// How long secrets of the installation live, and what passkeys are for.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// Days after which a new key signs tokens.
    pub token_key_days: u32,
    /// Minutes for which a proof of who somebody is counts as fresh.
    pub step_up_minutes: u32,
    /// The domain that passkeys are for: the host of the console's address, or a domain above it.
    pub relying_party_id: String,
    /// The origins at which passkeys are used; none: the domain itself over TLS, and for `localhost` any port.
    pub origins: Vec<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            token_key_days: 90,
            step_up_minutes: 5,
            relying_party_id: "localhost".to_owned(),
            origins: Vec::new(),
        }
    }
}
