//! Restrictions that the facility is asked for (45 CFR 164.522(a)): who answers them, and how one ends.
//!
//! The officer sees whom and what a request names, and no clinical text. A reason is one of a closed list: free
//! text about a patient has no place here.

use api::{
    Access, Action, AuditClass, Category, Idempotency, Method, PatientSource, Purpose, Role, Scope,
    ServiceName, Spec,
};
use kernel::{Cursor, Page, PageLimit};
use serde::{Deserialize, Serialize};

use crate::codes;
use crate::consents::{ByConsent, Consent};

/// A page of requests.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RequestsQuery {
    /// Where the page starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Cursor>,
    /// How many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
}

/// Why a request is declined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeclineReason {
    /// Care could not be given under it.
    NeededForCare,
    /// The law requires what it would forbid.
    RequiredByLaw,
    /// The facility has no means to keep it.
    CannotBeKept,
}

/// The facility's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum RestrictionAnswer {
    /// It holds from now on, in every service.
    Accept,
    /// It does not hold.
    Decline {
        /// Why.
        reason: DeclineReason,
    },
}

const OFFICERS: &[Role] = &[Role::Admin];
const OFFICER_SCOPES: &[Scope] = &[Scope::Compliance];

api::operation! {
    /// Requests for restrictions of the officer's organisation that wait for an answer, the oldest first.
    pub struct ListRequests;
    spec: Spec::new("consent.list_requests", ServiceName::Consent, Method::Get, "/restrictions")
        .roles(OFFICERS)
        .scopes(OFFICER_SCOPES)
        .audit(AuditClass::Read)
        .access(Access::patient(Action::Read, Category::Demographics, Purpose::Operations, PatientSource::EachItem)),
    query: RequestsQuery,
    output: Page<Consent>,
}

api::operation! {
    /// Accepts or declines a request. What was accepted binds every service from its commit on.
    pub struct AnswerRequest;
    spec: Spec::new("consent.answer_request", ServiceName::Consent, Method::Post, "/restrictions/{consent_id}/answer")
        .roles(OFFICERS)
        .scopes(OFFICER_SCOPES)
        .idempotency(Idempotency::Natural)
        .audit(AuditClass::Write)
        .errors(codes::ALL)
        .access(Access::patient(Action::Write, Category::Demographics, Purpose::Operations, PatientSource::Object)),
    path: ByConsent,
    body: RestrictionAnswer,
    output: Consent,
}

api::operation! {
    /// Ends an accepted restriction without the patient. It still binds what was recorded until now; the patient
    /// ends it wholly by taking it back.
    pub struct TerminateRestriction;
    spec: Spec::new("consent.terminate", ServiceName::Consent, Method::Post, "/restrictions/{consent_id}/terminate")
        .roles(OFFICERS)
        .scopes(OFFICER_SCOPES)
        .idempotency(Idempotency::Natural)
        .audit(AuditClass::Write)
        .errors(codes::ALL)
        .access(Access::patient(Action::Write, Category::Demographics, Purpose::Operations, PatientSource::Object)),
    path: ByConsent,
    output: Consent,
}
