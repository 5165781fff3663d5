//! The console's section of the configuration.

use serde::{Deserialize, Serialize};

/// The web console.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// Whether the gateway's public listener serves the console's pages.
    pub enabled: bool,
    /// The origin that browsers see (`https://care.example`), where something in front of the gateway ends TLS.
    /// Unsaid: the scheme of the listener and the host of the request.
    pub origin: Option<String>,
    /// Whether `/gallery` shows every component. `serve --demo` switches it on.
    pub gallery: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self { enabled: true, origin: None, gallery: false }
    }
}

impl Config {
    /// What is wrong with it, in words for the operator.
    ///
    /// # Errors
    /// An origin that is none: it has a scheme, a host, perhaps a port, and nothing else.
    pub fn check(&self) -> Result<(), String> {
        let Some(origin) = &self.origin else { return Ok(()) };
        let rest = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
        let holds = rest.is_some_and(|rest| {
            !rest.is_empty()
                && rest.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.:[]".contains(c))
        });
        if holds { Ok(()) } else { Err(format!("`console.origin`: {origin:?} is not `https://host`")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_has_no_path_and_no_capitals() {
        let of = |origin: &str| Config { origin: Some(origin.to_owned()), ..Config::default() }.check();
        assert!(Config::default().check().is_ok());
        assert!(of("https://care.example").is_ok());
        assert!(of("http://127.0.0.1:8090").is_ok());
        for wrong in ["care.example", "https://", "https://care.example/", "https://Care.example", "null"] {
            assert!(of(wrong).is_err(), "{wrong}");
        }
    }
}
