//! Consents as a patient makes, reads and ends them.
//!
//! Two steps: what is asked for is said back in words, with a digest of exactly that; only the digest's own
//! terms can then be recorded. A dialog that was cancelled, or whose terms changed meanwhile, records nothing.

use api::{
    Access, Action, AuditClass, Category, Idempotency, Method, PatientSource, Purpose, Role, ServiceName,
    Spec, Words,
};
use kernel::{ConsentId, Cursor, Page, PageLimit, PersonId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{DeclineReason, Period, Provision, Terms};

/// Error codes of this service.
pub mod codes {
    use kernel::{ErrorCode, ErrorKind};

    /// The digest is not that of these terms as they would be read back now.
    pub const NOT_CONFIRMED: ErrorCode = ErrorCode::new("consent.not_confirmed", ErrorKind::Conflict);
    /// The patient has as many consents in force as there may be.
    pub const TOO_MANY: ErrorCode = ErrorCode::new("consent.too_many", ErrorKind::Conflict);
    /// It is no longer in the state in which this can be done to it.
    pub const STATE: ErrorCode = ErrorCode::new("consent.state", ErrorKind::Conflict);
    /// The law does not let the facility refuse or end this restriction (45 CFR 164.522(a)(1)(vi)).
    pub const MUST_KEEP: ErrorCode = ErrorCode::new("consent.must_keep", ErrorKind::Conflict);
    /// A second person must do this.
    pub const SECOND_PERSON: ErrorCode = ErrorCode::new("consent.second_person", ErrorKind::Conflict);
    /// The FHIR resource says something that cannot be kept here without loss.
    pub const NOT_REPRESENTABLE: ErrorCode = ErrorCode::new("consent.not_representable", ErrorKind::Invalid);

    /// All of them.
    pub const ALL: &[ErrorCode] =
        &[NOT_CONFIRMED, TOO_MANY, STATE, MUST_KEEP, SECOND_PERSON, NOT_REPRESENTABLE];
}

/// Who says what holds about a patient: the patient, or a relative who represents them.
const SPEAKERS: &[Role] = &[Role::Resident, Role::FamilyMember];

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct NewConsent {
    /// What is said.
    pub terms: Terms,
    /// From when until when.
    #[serde(default)]
    pub period: Period,
    /// The consent of which this is a new version. A relative's grant replaces the one before by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<ConsentId>,
    /// The patient for whom a representative says it; the caller themselves when nobody is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient_id: Option<PersonId>,
}

impl NewConsent {
    /// Terms of the caller's own, from now until they are taken back.
    pub const fn of(terms: Terms) -> Self {
        Self { terms, period: Period { from: None, until: None }, replaces: None, patient_id: None }
    }
}

/// What was asked for, in words.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ReadBack {
    /// What confirming it takes.
    pub digest: String,
    /// In English.
    pub english: Vec<Words>,
    /// In Spanish.
    pub spanish: Vec<Words>,
    /// What would hold.
    pub provisions: Vec<Provision>,
}

/// What was asked for, with the digest of what was read.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ConfirmedConsent {
    /// What is asked for, as it was at the preview.
    pub consent: NewConsent,
    /// The preview's digest.
    pub digest: String,
}

/// Where a version of a consent is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConsentState {
    /// It waits for the facility to accept it, and holds nothing yet.
    Requested,
    /// It holds, within its period.
    Active,
    /// The facility declined it; it never held.
    Declined,
    /// Its time ran out. A new version renews it.
    Expired,
    /// The facility ended a restriction: it still binds what was recorded until then (45 CFR 164.522(a)(2)(iii)).
    Terminated,
    /// It was taken back.
    Revoked,
}

/// One version of a consent.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Consent {
    /// The consent.
    pub consent_id: ConsentId,
    /// Its version, from 1. The highest one holds.
    pub version: u32,
    /// The patient.
    pub patient_id: PersonId,
    /// Where this version is in its life.
    pub state: ConsentState,
    /// Why the facility declined it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decline_reason: Option<DeclineReason>,
    /// What was said.
    pub terms: Terms,
    /// What holds by it.
    pub provisions: Vec<Provision>,
    /// From when until when.
    pub period: Period,
    /// When this version was recorded.
    pub recorded_at: Timestamp,
    /// Who recorded it.
    pub recorded_by: PersonId,
    /// The digest of what was read before it was recorded.
    pub digest: String,
    /// The epoch that it began.
    pub epoch: u64,
}

/// Which consents are asked for.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ConsentQuery {
    /// All versions, and not only the last of each.
    #[serde(default)]
    pub history: bool,
    /// The patient whom the caller represents; the caller themselves when nobody is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient_id: Option<PersonId>,
    /// Where the page starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Cursor>,
    /// How many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
}

/// A consent by its id.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ByConsent {
    /// The consent.
    pub consent_id: ConsentId,
}

/// A patient by id.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ByPatient {
    /// The patient.
    pub patient_id: PersonId,
}

/// Which consents end soon.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ExpiringQuery {
    /// Within how many days, 1 to 365; 30 when unsaid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u16>,
    /// The patient whom the caller represents; the caller themselves when nobody is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient_id: Option<PersonId>,
    /// Where the page starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Cursor>,
    /// How many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
}

/// How often a patient's consents have changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Epoch {
    /// It only rises. A decision of an earlier epoch is to be made anew.
    pub epoch: u64,
}

api::operation! {
    /// Says back in plain words what recording these terms would mean, and changes nothing.
    pub struct PreviewConsent;
    spec: Spec::new("consent.preview", ServiceName::Consent, Method::Post, "/consents/preview")
        .roles(SPEAKERS)
        .idempotency(Idempotency::Natural)
        .body_bytes_max(16 * 1024)
        .access(Access::none("says back the caller's own words")),
    body: NewConsent,
    output: ReadBack,
}

api::operation! {
    /// Records what was read back. The same digest again is the same consent. Whoever speaks for a patient gives a
    /// fresh proof of who they are first.
    pub struct RecordConsent;
    spec: Spec::new("consent.record", ServiceName::Consent, Method::Post, "/consents")
        .roles(SPEAKERS)
        .success(201)
        .idempotency(Idempotency::Natural)
        .audit(AuditClass::Write)
        .errors(codes::ALL)
        .body_bytes_max(16 * 1024)
        .access(Access::patient(Action::Write, Category::Demographics, Purpose::Patient, PatientSource::Caller)),
    body: ConfirmedConsent,
    output: Consent,
}

api::operation! {
    /// The consents of the caller, or of a patient whom they represent; the latest change first.
    pub struct ListConsents;
    spec: Spec::new("consent.list", ServiceName::Consent, Method::Get, "/consents")
        .roles(SPEAKERS)
        .audit(AuditClass::Read)
        .access(Access::patient(Action::Read, Category::Demographics, Purpose::Patient, PatientSource::Caller)),
    query: ConsentQuery,
    output: Page<Consent>,
}

api::operation! {
    /// Consents in force that end within some days, the first to end first: what is to be renewed.
    pub struct ListExpiring;
    spec: Spec::new("consent.list_expiring", ServiceName::Consent, Method::Get, "/consents/expiring")
        .roles(SPEAKERS)
        .audit(AuditClass::Read)
        .access(Access::patient(Action::Read, Category::Demographics, Purpose::Patient, PatientSource::Caller)),
    query: ExpiringQuery,
    output: Page<Consent>,
}

api::operation! {
    /// Takes a consent back. When this is answered, no decision rests on it any more.
    pub struct RevokeConsent;
    spec: Spec::new("consent.revoke", ServiceName::Consent, Method::Post, "/consents/{consent_id}/revoke")
        .roles(SPEAKERS)
        .idempotency(Idempotency::Natural)
        .audit(AuditClass::Write)
        .errors(codes::ALL)
        .access(Access::patient(Action::Write, Category::Demographics, Purpose::Patient, PatientSource::Object)),
    path: ByConsent,
    output: Consent,
}

api::operation! {
    /// A patient's consent epoch, for services that keep something decided.
    pub struct GetEpoch;
    spec: Spec::new("consent.epoch", ServiceName::Consent, Method::Get, "/patients/{patient_id}/epoch")
        .services(&[
            ServiceName::AiGateway,
            ServiceName::ChatHistory,
            ServiceName::SearchService,
            ServiceName::BackgroundTasks,
        ])
        .peers_only()
        .priority(api::Priority::Conversation)
        .timeout_ms(500)
        .access(Access::none("a number that says nothing but that something changed")),
    path: ByPatient,
    output: Epoch,
}
