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

use crate::{Period, Provision, Terms};

/// Error codes of this service.
pub mod codes {
    use kernel::{ErrorCode, ErrorKind};

    /// The digest is not that of these terms as they would be read back now.
    pub const NOT_CONFIRMED: ErrorCode = ErrorCode::new("consent.not_confirmed", ErrorKind::Conflict);
    /// The patient has as many consents in force as there may be.
    pub const TOO_MANY: ErrorCode = ErrorCode::new("consent.too_many", ErrorKind::Conflict);

    /// All of them.
    pub const ALL: &[ErrorCode] = &[NOT_CONFIRMED, TOO_MANY];
}

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
        .roles(&[Role::Resident])
        .idempotency(Idempotency::Natural)
        .body_bytes_max(16 * 1024)
        .access(Access::none("says back the caller's own words")),
    body: NewConsent,
    output: ReadBack,
}

api::operation! {
    /// Records what was read back. The same digest again is the same consent.
    pub struct RecordConsent;
    spec: Spec::new("consent.record", ServiceName::Consent, Method::Post, "/consents")
        .roles(&[Role::Resident])
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
    /// The caller's own consents, newest first.
    pub struct ListConsents;
    spec: Spec::new("consent.list", ServiceName::Consent, Method::Get, "/consents")
        .roles(&[Role::Resident])
        .audit(AuditClass::Read)
        .access(Access::patient(Action::Read, Category::Demographics, Purpose::Patient, PatientSource::Caller)),
    query: ConsentQuery,
    output: Page<Consent>,
}

api::operation! {
    /// Takes a consent back. When this is answered, no decision rests on it any more.
    pub struct RevokeConsent;
    spec: Spec::new("consent.revoke", ServiceName::Consent, Method::Post, "/consents/{consent_id}/revoke")
        .roles(&[Role::Resident])
        .idempotency(Idempotency::Natural)
        .audit(AuditClass::Write)
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
