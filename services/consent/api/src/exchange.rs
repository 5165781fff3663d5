//! Consents as FHIR R4 resources, and what somebody could do with them now.
//!
//! An imported consent is read back like any other: a resource alone records nothing.

use api::{
    Access, Action, AuditClass, Category, Idempotency, Method, PatientSource, Purpose, Role, ServiceName,
    Spec,
};
use kernel::PersonId;
use serde::{Deserialize, Serialize};

use crate::codes;
use crate::consents::{ByConsent, NewConsent, ReadBack};

/// A FHIR R4 `Consent`, as JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct FhirConsent(pub serde_json::Value);

/// What an imported resource says, and how it is read back.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Imported {
    /// What would be recorded; confirm it with the digest below.
    pub consent: NewConsent,
    /// In words.
    pub read_back: ReadBack,
    /// Parts of the resource that say nothing about what holds, and were left aside.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_aside: Vec<String>,
}

/// Whose view is asked for.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ViewQuery {
    /// The person who would look.
    pub person_id: PersonId,
}

/// What somebody could do with one category now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Sight {
    /// What about.
    pub category: Category,
    /// To do what.
    pub action: Action,
    /// If not all of it: which fields.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub projection: Option<Vec<String>>,
    /// Why: the reason's stable code.
    pub reason: String,
}

/// Everything that somebody could do now. What is not here is refused.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct View {
    /// One line an action.
    pub sights: Vec<Sight>,
}

api::operation! {
    /// A consent as a FHIR R4 resource.
    pub struct ExportConsent;
    spec: Spec::new("consent.export", ServiceName::Consent, Method::Get, "/consents/{consent_id}/fhir")
        .roles(&[Role::Resident, Role::FamilyMember])
        .fresh_proof()
        .audit(AuditClass::Read)
        .access(Access::patient(Action::Export, Category::Demographics, Purpose::Patient, PatientSource::Object)),
    path: ByConsent,
    output: FhirConsent,
}

api::operation! {
    /// Reads a FHIR R4 `Consent` and says it back. What cannot be kept without loss is refused by name.
    pub struct ImportConsent;
    spec: Spec::new("consent.import", ServiceName::Consent, Method::Post, "/consents/fhir")
        .roles(&[Role::Resident, Role::FamilyMember])
        .idempotency(Idempotency::Natural)
        .errors(codes::ALL)
        .body_bytes_max(64 * 1024)
        .access(Access::none("says back the caller's own words")),
    body: FhirConsent,
    output: Imported,
}

api::operation! {
    /// What a relative could see and do now, as the decision would be: for the patient to look before and after.
    pub struct ViewAs;
    spec: Spec::new("consent.view", ServiceName::Consent, Method::Get, "/view")
        .roles(&[Role::Resident])
        .audit(AuditClass::Read)
        .access(Access::patient(Action::Read, Category::Demographics, Purpose::Patient, PatientSource::Caller)),
    query: ViewQuery,
    output: View,
}
