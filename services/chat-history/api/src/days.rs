//! What a resident called their days, set straight or taken away by them.

use api::{
    Access, Action, AuditClass, Category, Idempotency, Method, PatientSource, Purpose, Role, ServiceName,
    Spec,
};
use serde::{Deserialize, Serialize};

/// A day that was called something.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ByDate {
    /// The day by the residents' clocks, as `2026-11-26`.
    pub date: String,
}

/// What a day is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Called {
    /// A good one.
    Good,
    /// Some of both.
    Middling,
    /// A hard one.
    Hard,
}

impl Called {
    /// All of them.
    pub const ALL: &[Self] = &[Self::Good, Self::Middling, Self::Hard];

    /// As it is kept.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Middling => "middling",
            Self::Hard => "hard",
        }
    }
}

/// Another word for a day.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct NewCalled {
    /// The word.
    pub called: Called,
}

const OWN: Access =
    Access::patient(Action::Write, Category::RememberedFacts, Purpose::Patient, PatientSource::Caller);

api::operation! {
    /// Sets straight what the caller called a day. Of a day that they called nothing there is nothing to set straight.
    pub struct CallDay;
    spec: Spec::new("chat.call_day", ServiceName::ChatHistory, Method::Put, "/days/{date}/called")
        .roles(&[Role::Resident])
        .idempotency(Idempotency::Natural)
        .audit(AuditClass::Write)
        .access(OWN),
    path: ByDate,
    body: NewCalled,
    output: NewCalled,
}

api::operation! {
    /// Forgets what the caller called a day: nobody is told it any more.
    pub struct ForgetDay;
    spec: Spec::new("chat.forget_day", ServiceName::ChatHistory, Method::Delete, "/days/{date}/called")
        .roles(&[Role::Resident])
        .audit(AuditClass::Write)
        .access(OWN),
    path: ByDate,
}
