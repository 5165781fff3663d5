//! The configuration of audit-logging.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// The section `audit-logging`. Empty is good: everything lies in the data directory.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Config {
    /// The directory of the head file; the data directory when unsaid. Best on another disk, and backed up apart
    /// from the store: it is what shows that the store was put back.
    pub head_directory: Option<PathBuf>,
}
