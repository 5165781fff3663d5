//! Somebody of the staff sits with a resident: what should not be asked of them alone may be asked then.

use api::{Access, Action, AuditClass, Category, Method, PatientSource, Purpose, Role, ServiceName, Spec};
use kernel::{PersonId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::handover::ByPatient;

/// How long it counts that somebody said they are with a resident, in seconds: after that nobody knows any more.
pub const COMPANY_S: u64 = 15 * 60;

/// Whether the caller is with a resident.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct NewCompany {
    /// They are, or no longer are.
    pub present: bool,
}

/// Who said last that they are with a resident.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Company {
    /// Who; absent when nobody is, as far as is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonId>,
    /// Until when that counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

const STAFF: &[Role] = &[Role::CareStaff, Role::HealthProvider];

api::operation! {
    /// Who of the staff is with a resident, by their own word.
    pub struct GetCompany;
    spec: Spec::new("chat.get_company", ServiceName::ChatHistory, Method::Get, "/patients/{patient_id}/company")
        .roles(STAFF)
        .audit(AuditClass::Read)
        .access(Access::patient(Action::Read, Category::CarePlan, Purpose::Treatment, PatientSource::Path("patient_id"))),
    path: ByPatient,
    output: Company,
}

api::operation! {
    /// Says that the caller is with a resident, for fifteen minutes from now, or that nobody is any more. Only their own word
    /// counts: that somebody is on shift, or that a tablet stands in the room, is nobody beside the resident.
    pub struct KeepCompany;
    spec: Spec::new("chat.keep_company", ServiceName::ChatHistory, Method::Put, "/patients/{patient_id}/company")
        .roles(STAFF)
        .audit(AuditClass::Write)
        .access(Access::patient(Action::Write, Category::CarePlan, Purpose::Treatment, PatientSource::Path("patient_id"))),
    path: ByPatient,
    body: NewCompany,
    output: Company,
}
