//! The gateway's section of the configuration: what one caller may do, and from where instances may register.

use std::io::Read;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// The longest text of an operator's own on the protocol page, in bytes.
pub const TEXT_BYTES_MAX: usize = 16 * 1024;
/// The longest name or contact, in characters.
const LINE_CHARS_MAX: usize = 200;

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
    /// What the published safety protocol says of the operator.
    pub protocol: ProtocolConfig,
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
            protocol: ProtocolConfig::default(),
        }
    }
}

/// What the published safety protocol says of the operator.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ProtocolConfig {
    /// Who runs this installation.
    pub operator: Option<String>,
    /// How they are reached about it: an address, a number.
    pub contact: Option<String>,
    /// A file with a text of their own: plain, UTF-8, at most 16 KiB, paragraphs apart by an empty line.
    pub text_file: Option<PathBuf>,
}

impl ProtocolConfig {
    /// Whether the page says who runs this and how they are reached: without it a published protocol is none.
    ///
    /// # Errors
    /// What is missing or wrong, in words for the operator.
    pub fn complete(&self) -> Result<(), String> {
        for (key, value) in [("operator", &self.operator), ("contact", &self.contact)] {
            if value.as_deref().is_none_or(|value| value.trim().is_empty()) {
                return Err(format!("`api-gateway.protocol.{key}` is not set"));
            }
        }
        Ok(())
    }

    /// Whether what is set can be shown, and the operator's own text.
    ///
    /// # Errors
    /// What is wrong with it, in words for the operator.
    pub fn text(&self) -> Result<Option<String>, String> {
        for (key, value) in [("operator", &self.operator), ("contact", &self.contact)] {
            let wrong =
                |value: &str| value.chars().count() > LINE_CHARS_MAX || value.chars().any(char::is_control);
            if value.as_deref().is_some_and(wrong) {
                return Err(format!(
                    "`api-gateway.protocol.{key}` is one line of at most {LINE_CHARS_MAX} characters"
                ));
            }
        }
        let Some(path) = &self.text_file else { return Ok(None) };
        let fault = |why: &str| format!("`api-gateway.protocol.text-file`: {}: {why}", path.display());
        let file = std::fs::File::open(path).map_err(|error| fault(&error.to_string()))?;
        let mut text = String::new();
        // One byte more than there may be tells that there is more.
        let most = TEXT_BYTES_MAX as u64 + 1;
        file.take(most).read_to_string(&mut text).map_err(|error| fault(&error.to_string()))?;
        if text.len() > TEXT_BYTES_MAX {
            return Err(fault("it is longer than 16 KiB"));
        }
        Ok(Some(text.replace("\r\n", "\n")))
    }
}
