//! On which units staff work, for whoever administers the house.

use api::{Access, AuditClass, Idempotency, Method, Nothing, Role, ServiceName, Spec};
use kernel::{PersonId, UnitId};
use serde::{Deserialize, Serialize};

/// The most people whose units are asked for at once.
pub const STAFF_MAX: usize = 100;

/// Whose units are asked for.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct StaffQuery {
    /// At most [`STAFF_MAX`] people.
    pub people: Vec<PersonId>,
}

/// Where somebody works.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct WorksOn {
    /// Who.
    pub person_id: PersonId,
    /// On which units, now. None where nobody has assigned them: no alert reaches them.
    pub units: Vec<UnitId>,
}

/// Where those among some people work who are staff of the house.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct StaffUnits {
    /// In the order of their ids.
    pub staff: Vec<WorksOn>,
}

/// Somebody on a unit.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ByAssignment {
    /// Who.
    pub person_id: PersonId,
    /// Where.
    pub unit_id: UnitId,
}

api::operation! {
    /// The units that care staff and providers of the admin's organisation are assigned to now. Of residents it says nothing: where
    /// one lives is health information.
    pub struct FindStaffUnits;
    spec: Spec::new("relations.staff_units", ServiceName::RelationshipManagement, Method::Post, "/units/staff")
        .roles(&[Role::Admin])
        .idempotency(Idempotency::Natural)
        .access(Access::none("where somebody works is no health information")),
    body: StaffQuery,
    output: StaffUnits,
}

api::operation! {
    /// Takes care staff or a provider off a unit, at once: what they may see of those who live there ends with it, and so do their
    /// shifts there. A resident is moved by assigning them elsewhere.
    pub struct Unassign;
    spec: Spec::new("relations.unassign", ServiceName::RelationshipManagement, Method::Delete,
            "/assignments/{person_id}/{unit_id}")
        .roles(&[Role::Admin])
        .audit(AuditClass::Write)
        .access(Access::none("where somebody works is no health information")),
    path: ByAssignment,
    output: Nothing,
}
