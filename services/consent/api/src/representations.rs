//! Personal representatives (45 CFR 164.502(g)): the documents that let one person stand in another's shoes, and
//! the patient's standing in law.
//!
//! relationship-management owns that two people are connected; the document is owned here. Both are needed.

use api::{
    Access, Action, AuditClass, Category, Idempotency, Method, PatientSource, Purpose, Role, ServiceName,
    Spec,
};
use kernel::{Page, PersonId, RepresentationId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::codes;
use crate::consents::ByPatient;
use crate::terms::Period;

/// What makes somebody a representative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RepresentationKind {
    /// A power of attorney for health care. It ends with the patient's life.
    PowerOfAttorney,
    /// A guardian whom a court appointed. It ends with the patient's life.
    Guardian,
    /// The parent of a minor. It ends by itself at majority.
    Parent,
    /// The executor of an estate. It begins with the patient's death.
    Executor,
}

/// Where a document is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RepresentationState {
    /// Entered; it opens nothing until a second person has verified it.
    Entered,
    /// Verified: it holds within its scope and dates.
    Verified,
    /// One person asked for its end; it holds until a second one confirms.
    EndAsked,
    /// It has ended.
    Ended,
}

/// Why something is kept from a representative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WithholdingBasis {
    /// Abuse, neglect or endangerment (45 CFR 164.502(g)(5)): everything is kept from them.
    Endangerment,
    /// The minor lawfully consented to the care alone (502(g)(3)(i)(A)).
    ConsentedAlone,
    /// A court or another person allowed by law gave the consent (502(g)(3)(i)(B)).
    Court,
    /// The parent agreed that it stays between the minor and the provider (502(g)(3)(i)(C)).
    ParentAgreed,
}

/// What is kept from a representative.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Withholding {
    /// Why.
    pub basis: WithholdingBasis,
    /// What; everything when nothing is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<Category>,
    /// Which licensed professional decided it.
    pub decided_by: PersonId,
    /// When.
    pub decided_at: Timestamp,
}

/// A document to enter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct NewRepresentation {
    /// The patient.
    pub patient_id: PersonId,
    /// The representative; somebody with a live guardian's relation.
    pub person_id: PersonId,
    /// What makes them one.
    pub kind: RepresentationKind,
    /// The SHA-256 digest, in hex, of the facility's copy of the document: names it and says nothing of it.
    pub document_digest: String,
    /// About what; at least one category.
    pub scope: Vec<Category>,
    /// Whether they may give, refuse and take back consents for the patient.
    #[serde(default)]
    pub may_consent: bool,
    /// From when until when the document itself holds.
    #[serde(default)]
    pub period: Period,
}

/// A document, as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Representation {
    /// Its id.
    pub representation_id: RepresentationId,
    /// Its version, from 1. Every change is a new one; the highest holds.
    pub version: u32,
    /// Where it is in its life.
    pub state: RepresentationState,
    /// What was entered.
    #[serde(flatten)]
    pub document: NewRepresentation,
    /// Who entered it.
    pub entered_by: PersonId,
    /// Who verified it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified_by: Option<PersonId>,
    /// Who asked for its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_asked_by: Option<PersonId>,
    /// What is kept from the representative.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withheld: Vec<Withholding>,
    /// When this version was recorded.
    pub recorded_at: Timestamp,
    /// Who recorded it.
    pub recorded_by: PersonId,
    /// The epoch that it began.
    pub epoch: u64,
}

/// A document by its id.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ByRepresentation {
    /// The document.
    pub representation_id: RepresentationId,
}

/// What a licensed professional keeps from a representative.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct NewWithholding {
    /// Why.
    pub basis: WithholdingBasis,
    /// What; everything when nothing is named. Endangerment names nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<Category>,
}

/// Whose documents are asked for.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RepresentationsQuery {
    /// The patient; the caller's own when nobody is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient_id: Option<PersonId>,
}

/// What a document lets the caller do for a patient now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Mandate {
    /// The patient.
    pub patient_id: PersonId,
    /// What makes the caller their representative.
    pub kind: RepresentationKind,
    /// What it reaches now: what was written into it, less what is not theirs to see. Each is decided when it is asked for:
    /// what the patient refuses stays refused.
    pub scope: Vec<Category>,
    /// Whether they may give, refuse and take back consents for the patient.
    pub may_consent: bool,
    /// When it ends by itself, as far as that is known now: by its own date, by that of the relation, or when a minor comes
    /// of age. `None` is until it is ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

/// For whom the caller may act now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Mandates {
    /// One a document that holds; a patient may stand there twice.
    pub mandates: Vec<Mandate>,
}

/// A day of the calendar, as `2008-02-29`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(pub jiff::civil::Date);

impl schemars::JsonSchema for Day {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Day".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "format": "date"})
    }
}

/// What of a patient's life decides who may speak for them. What is derived from it is kept, and the dates of
/// birth are not.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct NewStanding {
    /// The day of birth. Without it nobody is treated as the parent of a minor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub born_on: Option<Day>,
    /// The day of death.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub died_on: Option<Day>,
    /// Where the patient lives, as an IANA time zone: `America/Chicago`.
    pub time_zone: String,
    /// The state whose law decides, as `us-ca`. One that is not known is the most protective.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}

/// From when on a parent does not see something by default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PrivateFrom {
    /// What.
    pub category: Category,
    /// From when.
    pub from: Timestamp,
}

/// A patient's standing in law, as decisions use it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Standing {
    /// Until when the patient is a minor; absent when that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minor_until: Option<Timestamp>,
    /// The adolescent's private zone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub private: Vec<PrivateFrom>,
    /// When the patient died.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub died_at: Option<Timestamp>,
    /// Until when the information stays protected after death: fifty years (45 CFR 164.502(f)).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub protected_until: Option<Timestamp>,
    /// Which law was read: the state and where it stands, or `default`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub law: Option<String>,
}

const OFFICE: &[Role] = &[Role::Admin];

api::operation! {
    /// Enters a representative's document. It opens nothing until a second person has verified it.
    pub struct EnterRepresentation;
    spec: Spec::new("consent.enter_representation", ServiceName::Consent, Method::Post, "/representations")
        .roles(&[Role::Admin, Role::CareStaff])
        .success(201)
        .fresh_proof()
        .audit(AuditClass::Write)
        .errors(codes::ALL)
        .body_bytes_max(16 * 1024)
        .access(Access::patient(Action::Write, Category::Demographics, Purpose::Operations, PatientSource::Body("patient_id"))),
    body: NewRepresentation,
    output: Representation,
}

api::operation! {
    /// Verifies a document that somebody else entered.
    pub struct VerifyRepresentation;
    spec: Spec::new("consent.verify_representation", ServiceName::Consent, Method::Post, "/representations/{representation_id}/verify")
        .roles(OFFICE)
        .idempotency(Idempotency::Natural)
        .fresh_proof()
        .audit(AuditClass::Write)
        .errors(codes::ALL)
        .access(Access::patient(Action::Write, Category::Demographics, Purpose::Operations, PatientSource::Object)),
    path: ByRepresentation,
    output: Representation,
}

api::operation! {
    /// Keeps something from a representative: a treating professional's decision (45 CFR 164.502(g)(3), (5)).
    pub struct WithholdFromRepresentative;
    spec: Spec::new("consent.withhold", ServiceName::Consent, Method::Post, "/representations/{representation_id}/withhold")
        .roles(&[Role::HealthProvider])
        .fresh_proof()
        .audit(AuditClass::Write)
        .errors(codes::ALL)
        .access(Access::patient(Action::Write, Category::Demographics, Purpose::Treatment, PatientSource::Object)),
    path: ByRepresentation,
    body: NewWithholding,
    output: Representation,
}

api::operation! {
    /// Ends a document. The first person asks, a second one confirms; until then it holds.
    pub struct EndRepresentation;
    spec: Spec::new("consent.end_representation", ServiceName::Consent, Method::Post, "/representations/{representation_id}/end")
        .roles(OFFICE)
        .fresh_proof()
        .audit(AuditClass::Write)
        .errors(codes::ALL)
        .access(Access::patient(Action::Write, Category::Demographics, Purpose::Operations, PatientSource::Object)),
    path: ByRepresentation,
    output: Representation,
}

api::operation! {
    /// The documents about a patient: their own to the patient, all to the office, to a relative those that name
    /// them.
    pub struct ListRepresentations;
    spec: Spec::new("consent.list_representations", ServiceName::Consent, Method::Get, "/representations")
        .roles(&[Role::Resident, Role::FamilyMember, Role::Admin])
        .audit(AuditClass::Read)
        .access(Access::patient(Action::Read, Category::Demographics, Purpose::Patient, PatientSource::Caller)),
    query: RepresentationsQuery,
    output: Page<Representation>,
}

api::operation! {
    /// For whom the caller may act now, by documents that hold and a guardian's relation that lives: what decisions for
    /// the patient's own purpose rest on. Of a document that opens nothing, nothing is said, and not why.
    pub struct ListMandates;
    spec: Spec::new("consent.list_mandates", ServiceName::Consent, Method::Get, "/representations/mine")
        .roles(&[Role::FamilyMember])
        .audit(AuditClass::Read)
        .errors(codes::ALL)
        .access(Access::patient(Action::Read, Category::Demographics, Purpose::Patient, PatientSource::EachItem)),
    output: Mandates,
}

api::operation! {
    /// Says what of a patient's life decides who may speak for them.
    pub struct SetStanding;
    spec: Spec::new("consent.set_standing", ServiceName::Consent, Method::Put, "/patients/{patient_id}/standing")
        .roles(OFFICE)
        .fresh_proof()
        .audit(AuditClass::Write)
        .errors(codes::ALL)
        .access(Access::patient(Action::Write, Category::Demographics, Purpose::Operations, PatientSource::Path("patient_id"))),
    path: ByPatient,
    body: NewStanding,
    output: Standing,
}

api::operation! {
    /// A patient's standing in law.
    pub struct GetStanding;
    spec: Spec::new("consent.get_standing", ServiceName::Consent, Method::Get, "/patients/{patient_id}/standing")
        .roles(OFFICE)
        .audit(AuditClass::Read)
        .access(Access::patient(Action::Read, Category::Demographics, Purpose::Operations, PatientSource::Path("patient_id"))),
    path: ByPatient,
    output: Standing,
}
