//! What a resident and the companion agreed on for a time: what is due, and what comes.

use api::{
    Access, Action, AuditClass, Category, Idempotency, Method, PatientSource, Purpose, Role, ServiceName,
    Spec, Words,
};
use kernel::Timestamp;
use serde::{Deserialize, Serialize};

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
