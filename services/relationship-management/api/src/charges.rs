//! Whom somebody answers for, and who is on shift: what lists of alerts and of residents start from.

use api::{Access, AuditClass, Method, Priority, Role, ServiceName, Spec};
use kernel::{PersonId, ShiftId, Timestamp, UnitId};
use serde::{Deserialize, Serialize};

use crate::{ByPerson, ByUnit, codes};

/// The most people that one person answers for. More than that is no answer but an error: a list that is cut
/// short would hide somebody.
pub const CHARGES_MAX: usize = 5_000;
/// The longest shift, in hours.
pub const SHIFT_HOURS_MAX: u64 = 16;

/// A resident whom somebody answers for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Charge {
    /// Who.
    pub person_id: PersonId,
    /// Where they live.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_id: Option<UnitId>,
    /// Whether the caller is who answers first now: on shift on the resident's unit, or nobody is. Everybody else
    /// hears when that was not enough.
    pub on_duty: bool,
}

/// The residents whom somebody answers for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Charges {
    /// Whether the caller is on a shift now.
    #[serde(default)]
    pub on_shift: bool,
    /// When that shift ends; of several, the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shift_ends_at: Option<Timestamp>,
    /// Who they are.
    pub charges: Vec<Charge>,
}

/// A shift to begin or to enter.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct NewShift {
    /// Whose; the caller's own when absent. Only an admin enters another's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_id: Option<PersonId>,
    /// On which unit; who works there is assigned to it.
    pub unit_id: UnitId,
    /// From when on; now when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<Timestamp>,
    /// Until when: at most [`SHIFT_HOURS_MAX`] hours after its start.
    pub ends_at: Timestamp,
}

/// A shift.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Shift {
    /// Its id.
    pub shift_id: ShiftId,
    /// Whose.
    pub person_id: PersonId,
    /// On which unit.
    pub unit_id: UnitId,
    /// From when on.
    pub starts_at: Timestamp,
    /// Until when.
    pub ends_at: Timestamp,
}

/// Shifts of a unit.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Shifts {
    /// Those that run now and those that begin within a day, the earliest first; at most 200.
    pub shifts: Vec<Shift>,
}

/// A shift by its id.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ByShift {
    /// The shift.
    pub shift_id: ShiftId,
}

api::operation! {
    /// The residents whom the caller answers for now: for care staff those who live on their units and those who
    /// live on no unit yet, for a health provider those whom they treat, for a relative those who are related to them.
    pub struct MyCharges;
    spec: Spec::new("relations.my_charges", ServiceName::RelationshipManagement, Method::Get, "/charges")
        .roles(&[Role::CareStaff, Role::HealthProvider, Role::FamilyMember])
        .services(&[ServiceName::ChatHistory, ServiceName::AuthRbac])
        .peers_only()
        .priority(Priority::Conversation)
        .access(Access::none("ids alone, to services alone")),
    output: Charges,
}

api::operation! {
    /// Whom a person of the care staff answers for while they are on shift, asked by a service where nothing can be asked
    /// in their name any more. Off shift: nobody.
    pub struct ShiftCharges;
    spec: Spec::new("relations.shift_charges", ServiceName::RelationshipManagement, Method::Get, "/people/{person_id}/charges")
        .services(&[ServiceName::ChatHistory])
        .peers_only()
        .priority(Priority::Conversation)
        .access(Access::none("ids alone, to services alone")),
    path: ByPerson,
    output: Charges,
}

api::operation! {
    /// Begins the caller's shift on a unit that they are assigned to, or enters one in advance. It does not widen what
    /// anybody may see: it says who is asked first.
    pub struct StartShift;
    spec: Spec::new("relations.start_shift", ServiceName::RelationshipManagement, Method::Post, "/shifts")
        .roles(&[Role::CareStaff, Role::Admin])
        .success(201)
        .audit(AuditClass::Write)
        .errors(codes::ALL)
        .access(Access::none("when staff work is not health information")),
    body: NewShift,
    output: Shift,
}

api::operation! {
    /// Ends a shift now: one's own, or one of the organisation for an admin. Ended again, it stays as it is.
    pub struct EndShift;
    spec: Spec::new("relations.end_shift", ServiceName::RelationshipManagement, Method::Post, "/shifts/{shift_id}/end")
        .roles(&[Role::CareStaff, Role::Admin])
        .audit(AuditClass::Write)
        .access(Access::none("when staff work is not health information")),
    path: ByShift,
    output: Shift,
}

api::operation! {
    /// Who is on shift on a unit, and who comes within a day.
    pub struct ListShifts;
    spec: Spec::new("relations.list_shifts", ServiceName::RelationshipManagement, Method::Get, "/units/{unit_id}/shifts")
        .roles(&[Role::CareStaff, Role::HealthProvider, Role::Admin])
        .access(Access::none("when staff work is not health information")),
    path: ByUnit,
    output: Shifts,
}
