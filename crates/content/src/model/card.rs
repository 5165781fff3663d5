//! Cards: one small piece of help each, with what bars it and where its idea comes from.

use serde::{Deserialize, Serialize};

use super::{ByLang, Feeling};

/// A danger at or above which something is not offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum RiskLevel {
    /// Passive thoughts.
    Low,
    /// A human is brought in.
    Medium,
    /// Intent, plan or recent behaviour.
    High,
    /// Danger now.
    Critical,
}

/// When a card or a flow must not be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Bar {
    /// From this level of the conversation on.
    Level(RiskLevel),
    /// Within so many days of a bereavement.
    GriefDays(u16),
    /// While the profile or the screening speaks of psychosis.
    Psychosis,
    /// For people who are at risk of falling.
    Falls,
    /// For people whose food or drink is restricted.
    Diet,
    /// Under this profile of the law.
    Jurisdiction(String),
    /// Where the law permits company and finding people, and nothing that is more.
    Therapeutic,
}

/// What a card is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Intent {
    /// To keep company.
    Comfort,
    /// To get something going.
    Activate,
    /// To get through something.
    Cope,
    /// To reach a person.
    Connect,
    /// To tell of what was.
    Reminisce,
    /// To know something.
    Inform,
}

/// Who a card speaks to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Audience {
    /// The resident.
    Resident,
    /// The family, in their pages.
    Family,
}

/// When in a conversation a card fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Phase {
    /// It keeps company; nothing is to be done.
    Comfort,
    /// It suggests one small thing to do.
    Act,
}

/// Whether faith may come into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Faith {
    /// It does not touch faith.
    None,
    /// It names faith as one way among others, and only where the resident raised it.
    Optional,
}

/// How well the idea of a card is supported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Evidence {
    /// Public guidance of a health authority or a professional body.
    Guidance,
    /// At least one trial.
    Trial,
    /// A review of several trials.
    Review,
    /// Common practice of care, without a trial that we know.
    Practice,
}

/// What a body must be able to do for a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Mobility {
    /// It can be done in bed.
    Lying,
    /// It needs a chair.
    Seated,
    /// It needs standing or walking.
    Standing,
}

/// What a card asks of the person; what the profile does not say is taken as the safer.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fit {
    /// The most that the body must do.
    pub mobility: Mobility,
    /// Whether one must hear well.
    #[serde(default)]
    pub hearing: bool,
    /// Whether one must see well.
    #[serde(default)]
    pub sight: bool,
    /// Whether it asks for more than one idea at a time.
    #[serde(default)]
    pub thinking: bool,
    /// Whether it is about food or drink.
    #[serde(default)]
    pub diet: bool,
}

/// A tool that the page can open; it does nothing by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tool {
    /// A slow timer.
    BreathingTimer,
    /// A page to write on.
    Journal,
    /// Help to call somebody.
    CallPrompt,
    /// A reminder.
    Reminder,
    /// Where to find help.
    ResourceLookup,
    /// Word to the staff.
    Handoff,
}

/// Where the idea of a card comes from: a public, general source in a few words. No sentence is taken from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// Who says it.
    pub publisher: String,
    /// What it is about.
    pub title: String,
    /// As of when we hold it to be current, `YYYY-MM-DD`.
    pub as_of: String,
}

/// The words of a card in one language. Each is one sentence.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CardLines {
    /// A few words for a button: "a slow breath".
    pub name: String,
    /// Asks whether it may be offered.
    pub permission: String,
    /// The first sentence.
    pub opening: String,
    /// What to do, at most three.
    pub steps: Vec<String>,
    /// The last sentence.
    pub close: String,
    /// Asked once, later.
    pub follow_up: String,
}

/// One small piece of help, offered with permission.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// Name, such as `quiet_sunday`.
    pub id: String,
    /// Raised when the words change.
    pub version: u16,
    /// The topic it answers to.
    pub topic: String,
    /// Whether the small plan may propose it as something to do.
    #[serde(default)]
    pub activity: bool,
    /// What it is for.
    pub intent: Intent,
    /// Who it speaks to.
    pub audience: Audience,
    /// The words.
    pub lines: ByLang<CardLines>,
    /// What it asks of the person.
    pub fit: Fit,
    /// When it must not be used.
    #[serde(default)]
    pub bars: Vec<Bar>,
    /// The feelings it fits best.
    #[serde(default)]
    pub feelings: Vec<Feeling>,
    /// When in a conversation it fits.
    pub phase: Phase,
    /// Whether faith may come into it.
    pub faith: Faith,
    /// Where the idea comes from.
    pub source: Citation,
    /// How well the idea is supported.
    pub evidence: Evidence,
    /// Who reviewed the words; `None` is shown as unreviewed.
    pub reviewer: Option<String>,
    /// When they were reviewed, `YYYY-MM-DD`.
    pub reviewed: Option<String>,
    /// From when it is not retrieved any more, `YYYY-MM-DD`.
    pub expires: String,
    /// How long it takes.
    pub minutes: u8,
    /// The tool that goes with it.
    pub tool: Option<Tool>,
}
