//! Everything a turn depends on, as data: no clock, chance or store is read inside the engine, so the same input
//! and state give the same bytes on every machine and at every time.
//!
//! These types hold the resident's words. They have no `Debug`, so nothing can print them by accident.

use content_safety_api::{EmotionScore, Language, Span};
use kernel::{ConversationId, Timestamp, TurnId};
use safety_rules::Screening;
use serde::{Deserialize, Serialize};

use content::model::{Mobility, Relation};

/// One message and what is known around it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Input {
    /// The turn.
    pub(crate) turn: TurnId,
    /// The conversation; turns the order of equal lines.
    pub(crate) conversation: ConversationId,
    /// The message. Empty at the opening of a conversation.
    pub(crate) text: String,
    /// What the rules found in it, before anything else was done.
    pub(crate) screening: Screening,
    /// What the analysis found beside it; may be empty.
    pub(crate) emotions: Vec<EmotionScore>,
    /// Identifiers in the message, by code points; none of them is echoed but a first name.
    pub(crate) identifiers: Vec<Span>,
    /// What the resident's profile says.
    pub(crate) profile: Profile,
    /// Time, as facts.
    pub(crate) time: TimeFacts,
    /// What may be kept.
    pub(crate) consent: Consent,
    /// What was kept, with consent.
    pub(crate) facts: Vec<Fact>,
    /// What is due to be asked about once.
    pub(crate) due: Option<Due>,
    /// Where the resident is, for numbers and for the law: `us-ca`.
    pub(crate) place: String,
    /// Whether staff have acknowledged the alert.
    pub(crate) acknowledged: bool,
    /// Whether an alert of this turn reaches anybody now.
    pub(crate) staff_reached: bool,
}

/// What the profile says; what it does not say is taken as the safer.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Profile {
    /// The language that was set.
    pub(crate) language: Option<Language>,
    /// Short replies, one idea at a time.
    pub(crate) simple: bool,
    /// The most that the body can do.
    pub(crate) mobility: Option<Mobility>,
    /// Whether hearing is good.
    pub(crate) hears: Option<bool>,
    /// Whether sight is good.
    pub(crate) sees: Option<bool>,
    /// Whether food or drink is restricted.
    pub(crate) diet: Option<bool>,
    /// Whether falls are a danger.
    pub(crate) falls: Option<bool>,
    /// Whether psychosis is known.
    pub(crate) psychosis: bool,
    /// Days since a bereavement that is known.
    pub(crate) grief_days: Option<u16>,
    /// Whether the resident raised or set faith.
    pub(crate) faith: bool,
    /// Whether the resident is known to be a minor.
    pub(crate) minor: bool,
}

/// Time, as facts about this turn.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TimeFacts {
    /// When the message came.
    pub(crate) now: Timestamp,
    /// The day where the resident is, in days since 1970.
    pub(crate) day: u32,
    /// The hour where the resident is, 0 to 23.
    pub(crate) hour: u8,
    /// Minutes since the AI notice was last given; `None` when it never was in this session.
    pub(crate) minutes_since_notice: Option<u32>,
    /// Days since the companion was last used; `None` at the first use.
    pub(crate) days_since_last_use: Option<u16>,
    /// How long this session has lasted.
    pub(crate) session_minutes: u16,
}

/// What may be kept.
#[derive(Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Consent {
    /// Facts may cross from one conversation to the next.
    pub(crate) memory: bool,
}

/// Something the resident told, kept with consent. Only from their own words.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Fact {
    /// Its id in the store.
    pub(crate) id: String,
    /// What it says.
    pub(crate) relation: Relation,
    /// About whom or what, as it is said to the resident: "your daughter Anna".
    pub(crate) value: String,
    /// The language that the value is in.
    pub(crate) language: Language,
    /// The day it was told, in days since 1970.
    pub(crate) day: u32,
}

/// Something that is asked about once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Due {
    /// A small plan.
    Plan {
        /// The activity, in the words of the card's name.
        activity: String,
    },
    /// A card that was told.
    Card {
        /// Its id.
        card: String,
    },
}
