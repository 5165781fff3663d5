//! That an alert was closed, to its resident: told once.

use api::{Access, Action, AuditClass, Category, Method, PatientSource, Purpose, Role, ServiceName, Spec};
use kernel::Timestamp;
use serde::{Deserialize, Serialize};

/// Up to when somebody has been told that their alerts were closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct HeardClosing {
    /// When the alert was closed that they were told of; those that were closed before it are not told of any more.
    pub at: Timestamp,
}

api::operation! {
    /// Says that the caller was told that an alert of theirs was closed: the list of conversations tells it no more.
    pub struct HearClosing;
    spec: Spec::new("chat.hear_closing", ServiceName::ChatHistory, Method::Post, "/closings/heard")
        .roles(&[Role::Resident])
        .audit(AuditClass::Write)
        .access(Access::patient(Action::Write, Category::ChatTranscripts, Purpose::Patient, PatientSource::Caller)),
    body: HeardClosing,
}
