//! Residents whom staff look after from outside: admitted with a tablet, given another, found without a unit.

use api::{
    Access, Action, AuditClass, Category, Method, PatientSource, Purpose, Role, ServiceName, Spec, Words,
};
use kernel::{Cursor, DeviceId, Page, PageLimit, PersonId, UnitId};
use serde::{Deserialize, Serialize};

use crate::accounts::ByPerson;
use crate::codes;
use crate::devices::NewDevice;

/// A resident whom staff admit with a tablet.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct NewResident {
    /// Name.
    pub name: Words,
    /// The unit they live on.
    pub unit_id: UnitId,
    /// What the tablet is called.
    pub device_name: String,
}

/// A resident who was admitted, with the tablet's secret; shown once.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Admitted {
    /// Who.
    pub person_id: PersonId,
    /// The tablet.
    pub device_id: DeviceId,
    /// Its secret.
    pub device: Words,
}

/// Which residents are asked for.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ResidentsQuery {
    /// Where the page starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Cursor>,
    /// How many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
}

/// A resident who lives on no unit.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct UnplacedResident {
    /// Who.
    pub person_id: PersonId,
    /// Their first name.
    pub first_name: Words,
}

api::operation! {
    /// Admits a resident with a tablet that staff hand them; the tablet signs in by itself.
    pub struct AdmitResident;
    spec: Spec::new("auth.admit_resident", ServiceName::AuthRbac, Method::Post, "/residents")
        .roles(&[Role::Admin, Role::CareStaff])
        .success(201).audit(AuditClass::Security).errors(codes::ALL).access(Access::none("an account is not health information")),
    body: NewResident,
    output: Admitted,
}

api::operation! {
    /// Gives a resident who signs in with a tablet alone another one: by staff of their unit, or by an admin. The
    /// tablets before it, and their sessions, end. Whoever has a password signs in with that.
    pub struct NewTablet;
    spec: Spec::new("auth.new_tablet", ServiceName::AuthRbac, Method::Post, "/residents/{person_id}/tablet")
        .roles(&[Role::Admin, Role::CareStaff])
        .success(201).audit(AuditClass::Security).errors(codes::ALL)
        .access(Access::none("a device is not health information")),
    path: ByPerson,
    body: NewDevice,
    output: Admitted,
}

api::operation! {
    /// Residents of the caller's organisation who live on no unit, by first name, so that they can be given one. A
    /// page holds those whom the caller may see; it may be empty and not the last.
    pub struct ListUnplacedResidents;
    spec: Spec::new("auth.list_unplaced_residents", ServiceName::AuthRbac, Method::Get, "/residents/unplaced")
        .roles(&[Role::Admin, Role::CareStaff]).audit(AuditClass::Read).timeout_ms(10_000)
        .access(Access::patient(Action::Read, Category::Demographics, Purpose::Operations, PatientSource::EachItem)),
    query: ResidentsQuery,
    output: Page<UnplacedResident>,
}
