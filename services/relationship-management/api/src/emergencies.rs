//! Emergencies that staff declare: a fact that decisions use, and that ends by itself.
//!
//! A relative who was given nothing until an emergency is told that there is one, where, and whom to call, while it
//! lasts. Places are words of a closed list: free text about a patient is not kept here.

use api::{
    Access, Action, AuditClass, Category, Idempotency, Method, PatientSource, Purpose, Role, ServiceName,
    Spec,
};
use kernel::{EmergencyId, PersonId, Timestamp, UnitId};
use serde::{Deserialize, Serialize};

use crate::{ByPerson, Unit};

/// Where the patient is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// On their unit.
    OnTheUnit,
    /// Elsewhere in the facility.
    InTheFacility,
    /// On the way to a hospital.
    OnTheWayToHospital,
    /// In a hospital.
    AtHospital,
    /// Not known yet.
    Unknown,
}

impl Place {
    /// All of them, the nearest first.
    pub const ALL: &[Self] =
        &[Self::OnTheUnit, Self::InTheFacility, Self::OnTheWayToHospital, Self::AtHospital, Self::Unknown];

    /// Its name, as JSON and the store have it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::OnTheUnit => "on_the_unit",
            Self::InTheFacility => "in_the_facility",
            Self::OnTheWayToHospital => "on_the_way_to_hospital",
            Self::AtHospital => "at_hospital",
            Self::Unknown => "unknown",
        }
    }
}

/// After how many minutes an emergency may end by itself.
pub const EMERGENCY_MINUTES: std::ops::RangeInclusive<u16> = 5..=1440;
/// After how many it does when nobody says.
pub const EMERGENCY_MINUTES_UNSAID: u16 = 240;

/// An emergency to declare.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct NewEmergency {
    /// The patient.
    pub patient_id: PersonId,
    /// Where they are.
    pub place: Place,
    /// Whom relatives call; the one who declares when nobody is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_id: Option<PersonId>,
    /// After how many minutes it ends by itself, 5 to 1440; 240 when unsaid. Declared again, it begins anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u16>,
}

/// An emergency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Emergency {
    /// Its id.
    pub emergency_id: EmergencyId,
    /// The patient.
    pub patient_id: PersonId,
    /// Where they are.
    pub place: Place,
    /// Whom relatives call.
    pub contact_id: PersonId,
    /// The patient's unit when it was declared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_id: Option<UnitId>,
    /// Who declared it.
    pub declared_by: PersonId,
    /// When.
    pub declared_at: Timestamp,
    /// When it ends, or ended.
    pub ends_at: Timestamp,
}

/// An emergency by its id.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ByEmergency {
    /// The emergency.
    pub emergency_id: EmergencyId,
}

/// Whom to call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Contact {
    /// Who.
    pub person_id: PersonId,
    /// On which unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Unit>,
}

/// As much of an emergency as the caller may know: that there is one, and what else was given to them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct EmergencyNotice {
    /// When it was declared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declared_at: Option<Timestamp>,
    /// Where the patient is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// Whom to call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
}

/// What stands of a patient's emergency, for who may declare and end it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct StandingEmergency {
    /// The emergency that lasts now; `None` while there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emergency: Option<Emergency>,
    /// The unit that the patient lives on now; `None` while they live on none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_id: Option<UnitId>,
}

const STAFF: &[Role] = &[Role::CareStaff, Role::HealthProvider];

api::operation! {
    /// Declares an emergency of a patient of the caller's unit or treatment. From then on what was given for an
    /// emergency holds, until it ends.
    pub struct DeclareEmergency;
    spec: Spec::new("relations.declare_emergency", ServiceName::RelationshipManagement, Method::Post, "/emergencies")
        .roles(STAFF)
        .success(201)
        .audit(AuditClass::Write)
        .priority(api::Priority::Crisis)
        .access(Access::patient(Action::Write, Category::CrisisEvents, Purpose::Treatment, PatientSource::Body("patient_id"))),
    body: NewEmergency,
    output: Emergency,
}

api::operation! {
    /// Ends an emergency before it ends by itself.
    pub struct EndEmergency;
    spec: Spec::new("relations.end_emergency", ServiceName::RelationshipManagement, Method::Post, "/emergencies/{emergency_id}/end")
        .roles(STAFF)
        .idempotency(Idempotency::Natural)
        .audit(AuditClass::Write)
        .access(Access::patient(Action::Write, Category::CrisisEvents, Purpose::Treatment, PatientSource::Object)),
    path: ByEmergency,
    output: Emergency,
}

api::operation! {
    /// What the caller may know of a patient's emergency. Without one, and without a grant, there is nothing.
    pub struct GetEmergency;
    spec: Spec::new("relations.emergency", ServiceName::RelationshipManagement, Method::Get, "/people/{person_id}/emergency")
        .roles(&[Role::FamilyMember, Role::CareStaff, Role::HealthProvider])
        .audit(AuditClass::Read)
        .access(Access::patient(Action::Notify, Category::CrisisEvents, Purpose::Treatment, PatientSource::Path("person_id"))),
    path: ByPerson,
    output: EmergencyNotice,
}

api::operation! {
    /// The emergency of a patient that lasts now, whole: who declared it, when, and until when it lasts. For who may
    /// declare and end it, staff of the patient's unit and those who treat them; for everybody else there is no such patient.
    pub struct GetStandingEmergency;
    spec: Spec::new("relations.standing_emergency", ServiceName::RelationshipManagement, Method::Get, "/people/{person_id}/emergency/standing")
        .roles(STAFF)
        .audit(AuditClass::Read)
        .access(Access::patient(Action::Read, Category::CrisisEvents, Purpose::Treatment, PatientSource::Path("person_id"))),
    path: ByPerson,
    output: StandingEmergency,
}
