//! The companion's section of the configuration.

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// Where the companion speaks.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// The jurisdiction (`us`, `us-ca`, `us-ny`): which help lines are given and how often it says that it is an
    /// AI. A place that is not known gets no number at all.
    pub place: String,
    /// The zone of the residents' clocks (IANA: `America/New_York`): what is this evening, and when a new day is.
    pub time_zone: String,
    /// What shows that this installation serves residents of a facility alone, where the law of the place leaves such
    /// software out: a licence, a contract, by its name and number. It is written into the log of each start, and lifts
    /// nothing but the need of a complete published protocol.
    pub facility_evidence: Option<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self { place: "us".to_owned(), time_zone: "America/New_York".to_owned(), facility_evidence: None }
    }
}

impl Config {
    /// The zone of the residents' clocks.
    ///
    /// # Errors
    /// What is wrong with it, in words for the operator.
    pub fn zone(&self) -> Result<TimeZone, String> {
        let name = &self.time_zone;
        TimeZone::get(name).map_err(|_| format!("`ai-gateway.time-zone`: there is no zone {name:?}"))
    }
}
