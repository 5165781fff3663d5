//! What the companion knows of a resident when a turn begins, and what a turn changes of it. It is the resident's own: they
//! see it, set it straight and take it away, by talking or on a page.

use api::{Opaque, Words};
use kernel::{FactId, Timestamp, TurnId};
use serde::{Deserialize, Serialize};

use crate::day::{DueItem, DueKind};
use crate::memories::{NewFact, RememberedFact, RememberedTalk, TalkTopic};
use crate::profile::TalkProfile;
use crate::questionnaires::{AssessmentResult, AssignedInstrument};

/// The most changes of one turn.
pub const CHANGES_MAX: usize = 32;

/// What the companion knows when a turn begins.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Known {
    /// How they want to be talked with.
    #[serde(default)]
    pub profile: TalkProfile,
    /// Whether they agreed that something is remembered; absent when they were never asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory: Option<bool>,
    /// What is remembered.
    #[serde(default)]
    pub facts: Vec<RememberedFact>,
    /// What earlier conversations were about.
    #[serde(default)]
    pub talks: Vec<RememberedTalk>,
    /// What is due now.
    #[serde(default)]
    pub due: Vec<DueItem>,
    /// What was turned down in the last seven days.
    #[serde(default)]
    pub declined: Vec<String>,
    /// The day with long talks, and how many.
    #[serde(default)]
    pub long_talks: (u32, u8),
    /// The questionnaires that they are asked.
    #[serde(default)]
    pub instruments: Vec<AssignedInstrument>,
    /// Whether they have ever said what they want asked each day, or that they want nothing.
    #[serde(default)]
    pub daily_said: bool,
    /// Whether somebody of the staff said within the last fifteen minutes that they are with them.
    #[serde(default)]
    pub staff_beside: bool,
    /// Whether they keep a safety plan. What stands in it is not among what the companion knows.
    #[serde(default)]
    pub safety_plan: bool,
    /// Whether it was ever offered that they can keep one.
    #[serde(default)]
    pub safety_plan_offered: bool,
}

/// What a turn changes of it; stored with the reply in the same atomic step.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(tag = "change", content = "data", rename_all = "snake_case")]
pub enum CompanionChange {
    /// They agreed, or not, that something is remembered.
    MemoryConsent(bool),
    /// Something to remember. Without their consent nothing is.
    Remember(NewFact),
    /// Something was set straight.
    Correct {
        /// The fact.
        fact_id: FactId,
        /// What holds instead.
        fact: NewFact,
    },
    /// They said yes to just this fact.
    Confirm(FactId),
    /// These are forgotten.
    Forget(Vec<FactId>),
    /// This conversation was about that as well, on this day. Without their consent nothing is kept.
    Talked {
        /// What it was about.
        topic: TalkTopic,
        /// The day, in days since 1970-01-01 where the resident is.
        day: u32,
    },
    /// That these topics were talked about is forgotten, whenever it was.
    ForgetTopics(Vec<String>),
    /// Turned down; not asked again for seven days.
    Declined(String),
    /// Asked about once, from a time on.
    Due {
        /// What.
        kind: DueKind,
        /// What a reminder is about.
        #[serde(default)]
        what: Words,
        /// From when on.
        at: Timestamp,
    },
    /// Asked about each day, at this hour where the resident is.
    Daily {
        /// What.
        kind: DueKind,
        /// The hour, 0 to 23.
        hour: u8,
    },
    /// Nothing is asked daily any more.
    DailyEnded,
    /// It was offered that a safety plan can be kept; it is not offered again.
    PlanOffered,
    /// What was due was taken up.
    DueTaken(DueKind),
    /// A long talk on a day.
    LongTalk(u32),
    /// The day, as the resident called it: `good`, `middling`, `hard`.
    CheckedIn(String),
    /// How it was since a crisis: `better`, `same`, `worse`.
    FollowedUp(String),
    /// Staff should know, without urgency: the rule that said so.
    StaffNote(String),
    /// Their own messages of these turns are a chapter of their story.
    SaveStory {
        /// What it is about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        theme: Option<String>,
        /// The turns, in order.
        turns: Vec<TurnId>,
    },
    /// What a questionnaire has so far.
    InstrumentProgress {
        /// Which.
        instrument: String,
        /// The version of its words.
        version: String,
        /// What was answered.
        replies: Opaque,
    },
    /// A questionnaire is finished.
    Scored(AssessmentResult),
}
