//! Profiles of the law.

use serde::{Deserialize, Serialize};

/// A profile of the law: when the AI notice is due and what is off.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Jurisdiction {
    /// Name, such as `us-ca`.
    pub id: String,
    /// The law, as it is cited.
    pub law: String,
    /// From when it holds, `YYYY-MM-DD`.
    pub in_force: String,
    /// Notice at the start of each session.
    pub notice_at_start: bool,
    /// Notice again after so many minutes.
    pub notice_every_minutes: u32,
    /// The same for a known minor.
    pub notice_every_minutes_minor: u32,
    /// Notice after so many days without use.
    pub notice_after_idle_days: u16,
    /// Notice whenever it is asked.
    pub notice_when_asked: bool,
    /// Whether a feeling may be inferred by a model; explicit words are always met.
    pub emotion_inference: bool,
    /// Whether the companion may do what is more than company and finding people: offer a technique, make a plan, ask a
    /// questionnaire, ask for the mood of the day. What danger is answered with is off nowhere.
    #[serde(default = "yes")]
    pub therapeutic: bool,
    /// Whether the law leaves out software that is used in a facility alone. An operator who relies on that says by what.
    #[serde(default)]
    pub facility_exempt: bool,
    /// Whether the published protocol page is a condition of starting in production.
    pub protocol_page_required: bool,
    /// As of when we hold this to be current, `YYYY-MM-DD`.
    pub as_of: String,
    /// Whether counsel reviewed it; `None` is shown as unreviewed.
    pub reviewer: Option<String>,
}

/// Contents of before it was said had no profile that it is off in.
const fn yes() -> bool {
    true
}
