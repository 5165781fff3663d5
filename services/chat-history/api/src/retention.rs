//! How long conversations are kept, and what may not be destroyed.

use api::{Access, AuditClass, Idempotency, Method, Role, Scope, ServiceName, Spec};
use kernel::{PersonId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::codes;
use crate::handover::ByPatient;

/// Why a record may not be destroyed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum HoldReason {
    /// Proceedings that are pending or expected.
    Litigation,
    /// An authority looks into it.
    Investigation,
    /// A complaint is being answered.
    Complaint,
}

impl HoldReason {
    /// All of them.
    pub const ALL: &[Self] = &[Self::Litigation, Self::Investigation, Self::Complaint];

    /// As it is kept.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Litigation => "litigation",
            Self::Investigation => "investigation",
            Self::Complaint => "complaint",
        }
    }
}

/// A hold to place.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct NewHold {
    /// Why.
    pub reason: HoldReason,
}

/// A hold: nothing of this patient's conversations is destroyed, however old it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Hold {
    /// Whose record.
    pub patient_id: PersonId,
    /// Why.
    pub reason: HoldReason,
    /// Who placed it.
    pub placed_by: PersonId,
    /// When.
    pub placed_at: Timestamp,
}

/// The holds of an organisation.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Holds {
    /// The oldest first; at most 500.
    pub holds: Vec<Hold>,
    /// So many days after its last message a conversation is destroyed, unless its alert is open or a hold is on its
    /// patient; 0: never.
    #[serde(default)]
    pub retention_days: u32,
}

const OFFICERS: &[Scope] = &[Scope::Compliance];
const ACCESS: Access = Access::none("that a record may not be destroyed, and nothing of what it says");

api::operation! {
    /// Places a hold on a patient's conversations. One that is there stays as it is.
    pub struct PlaceHold;
    spec: Spec::new("chat.place_hold", ServiceName::ChatHistory, Method::Put, "/patients/{patient_id}/hold")
        .roles(&[Role::Admin])
        .scopes(OFFICERS)
        .idempotency(Idempotency::Natural)
        .audit(AuditClass::Write)
        .errors(codes::ALL)
        .access(ACCESS),
    path: ByPatient,
    body: NewHold,
    output: Hold,
}

api::operation! {
    /// Lifts a hold: from the next look on what is over its time is destroyed.
    pub struct LiftHold;
    spec: Spec::new("chat.lift_hold", ServiceName::ChatHistory, Method::Delete, "/patients/{patient_id}/hold")
        .roles(&[Role::Admin])
        .scopes(OFFICERS)
        .audit(AuditClass::Write)
        .access(ACCESS),
    path: ByPatient,
    output: api::Nothing,
}

api::operation! {
    /// The holds of the organisation.
    pub struct ListHolds;
    spec: Spec::new("chat.list_holds", ServiceName::ChatHistory, Method::Get, "/holds")
        .roles(&[Role::Admin])
        .scopes(OFFICERS)
        .audit(AuditClass::Read)
        .access(ACCESS),
    output: Holds,
}
