//! What a resident and the companion agreed on for a time: what is due, and what comes.

use api::{
    Access, Action, AuditClass, Category, Idempotency, Method, PatientSource, Purpose, Role, ServiceName,
    Spec, Words,
};
use kernel::Timestamp;
use serde::{Deserialize, Serialize};

use crate::codes;
use crate::memories::MEMORIES;

/// What something agreed for a time is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DueKind {
    /// The daily question how the day is.
    CheckIn,
    /// One good thing of the day.
    GoodThing,
    /// A slow breath.
    SlowBreath,
    /// The question after a crisis.
    FollowUp,
    /// A questionnaire.
    Instrument,
    /// A reminder that was agreed.
    Reminder,
    /// How a small plan went.
    PlanBack,
    /// How it went with what a card said.
    CardBack,
}

/// What the companion may ask each day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DailyKind {
    /// How the day is.
    CheckIn,
    /// One good thing of the day.
    GoodThing,
    /// A slow breath.
    SlowBreath,
}

impl DailyKind {
    /// All of them.
    pub const ALL: &[Self] = &[Self::CheckIn, Self::GoodThing, Self::SlowBreath];

    /// The word on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::CheckIn => "check_in",
            Self::GoodThing => "good_thing",
            Self::SlowBreath => "slow_breath",
        }
    }

    /// As it is due.
    pub const fn due(self) -> DueKind {
        match self {
            Self::CheckIn => DueKind::CheckIn,
            Self::GoodThing => DueKind::GoodThing,
            Self::SlowBreath => DueKind::SlowBreath,
        }
    }
}

/// The last hour of a day.
pub const HOUR_MAX: u8 = 23;

/// What is asked each day, until the resident says otherwise. There is one such thing at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Daily {
    /// What.
    pub kind: DailyKind,
    /// From which hour on, 0 to 23 by the residents' clocks; for four hours, then it waits for the next day.
    pub hour: u8,
}

/// Something that is due, or will be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct DueItem {
    /// What.
    pub kind: DueKind,
    /// What a reminder or a plan is about, or a card's id; empty for the others.
    #[serde(default)]
    pub what: Words,
    /// From when on.
    pub at: Timestamp,
    /// Whether its time has come.
    #[serde(default)]
    pub now: bool,
}

/// What is agreed with the companion: what is due now and what comes.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Day {
    /// The earliest first.
    pub items: Vec<DueItem>,
    /// What is asked each day; absent when nothing is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub daily: Option<Daily>,
    /// Whether something can be asked each day here: the law of some places leaves the companion company alone.
    #[serde(default)]
    pub daily_offered: bool,
}

/// Which agreed thing is done with.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct DoneWith {
    /// What.
    pub kind: DueKind,
    /// When it was due.
    pub at: Timestamp,
}

api::operation! {
    /// What the caller agreed on with the companion: what is due, and what comes.
    pub struct GetDay;
    spec: Spec::new("chat.get_day", ServiceName::ChatHistory, Method::Get, "/day")
        .roles(&[Role::Resident])
        .audit(AuditClass::Read)
        .access(Access::patient(Action::Read, Category::RememberedFacts, Purpose::Patient, PatientSource::Caller)),
    output: Day,
}

api::operation! {
    /// Is done with something that was agreed. Of what comes every day, today's.
    pub struct FinishDue;
    spec: Spec::new("chat.finish_due", ServiceName::ChatHistory, Method::Post, "/day/done")
        .roles(&[Role::Resident])
        .idempotency(Idempotency::Natural)
        .audit(AuditClass::Write)
        .access(MEMORIES),
    body: DoneWith,
    output: Day,
}

api::operation! {
    /// Sets what the companion asks the caller each day, and the hour: in the place of what was set before. What was due of
    /// that today is due no more.
    pub struct SetDaily;
    spec: Spec::new("chat.set_daily", ServiceName::ChatHistory, Method::Put, "/day/daily")
        .roles(&[Role::Resident])
        .idempotency(Idempotency::Natural)
        .audit(AuditClass::Write)
        .errors(codes::ALL)
        .access(MEMORIES),
    body: Daily,
    output: Day,
}

api::operation! {
    /// Ends what the companion asks the caller each day. Where nothing is set, that they want nothing is kept.
    pub struct EndDaily;
    spec: Spec::new("chat.end_daily", ServiceName::ChatHistory, Method::Delete, "/day/daily")
        .roles(&[Role::Resident])
        .audit(AuditClass::Write)
        .access(MEMORIES),
    output: Day,
}
