//! Questionnaires: who is asked which, and what they brought over time.

use api::{
    Access, Action, AuditClass, Category, Idempotency, Method, Opaque, PatientSource, Purpose, Role,
    ServiceName, Spec,
};
use content_safety_api::Level;
use kernel::{PersonId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::codes;
use crate::handover::ByPatient;

/// A questionnaire that somebody is to be asked from time to time.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct AssignedInstrument {
    /// Which: the id of an installed pack.
    pub instrument: String,
    /// Every how many days, 14 at least.
    pub every_days: u16,
    /// The day on which it was last finished.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_done: Option<u32>,
    /// The version of the words that it was begun with, while it is not finished.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Since when the resident does not want to be asked it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declined_at: Option<Timestamp>,
    /// What was answered so far; read by the companion alone.
    #[serde(default)]
    pub replies: Opaque,
}

/// A finished questionnaire.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct AssessmentResult {
    /// Which.
    pub instrument: String,
    /// With which version of its words.
    pub version: String,
    /// The day, in days since 1970-01-01 where the resident is.
    pub day: u32,
    /// The score; absent when too much was left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<u16>,
    /// Whether what was left out took the mean of the rest.
    #[serde(default)]
    pub prorated: bool,
    /// How many items were left out.
    #[serde(default)]
    pub unanswered: u8,
    /// The band of the score, by its id in the pack. No diagnosis.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub band: Option<String>,
    /// The level, of a screener for risk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// The answers, item by item, as they were given.
    #[serde(default)]
    pub answers: Opaque,
    /// When it was finished.
    pub at: Timestamp,
}

/// Which questionnaire somebody is to be asked, and how often.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Assignment {
    /// The id of an installed pack.
    pub instrument: String,
    /// Every how many days: 14 to 365. Absent: it is not asked any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every_days: Option<u16>,
    /// Since when the resident does not want to be asked it: told, and not read from whoever assigns. For thirty days it
    /// cannot be assigned anew; after that it can, and is asked until they decline it again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declined_at: Option<Timestamp>,
}

/// A questionnaire by its pack.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ByInstrument {
    /// The id of the pack.
    pub instrument: String,
}

/// Whether a resident wants to be asked a questionnaire that was assigned to them.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct InstrumentChoice {
    /// `true`: it is not asked.
    pub declined: bool,
}

/// Results of questionnaires.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Assessments {
    /// Whose.
    pub patient_id: PersonId,
    /// What they are asked, and what they declined of it: for themselves and those who treat them. Relatives see results alone.
    pub assigned: Vec<Assignment>,
    /// The results, the oldest first; at most 200.
    pub results: Vec<AssessmentResult>,
}

api::operation! {
    /// Has a resident asked a questionnaire from time to time, or no more. It is never asked in danger, and the resident may
    /// leave out any of it or decline it. What they declined is not assigned anew for thirty days, and only they can take that
    /// back before. Whether its words are installed ai-gateway knows, through which it is assigned.
    pub struct AssignInstrument;
    spec: Spec::new("chat.assign_instrument", ServiceName::ChatHistory, Method::Put, "/patients/{patient_id}/instruments")
        .roles(&[Role::HealthProvider])
        .services(&[ServiceName::AiGateway])
        .peers_only()
        .audit(AuditClass::Write)
        .errors(codes::ALL)
        .access(Access::patient(Action::Write, Category::AssessmentScores, Purpose::Treatment, PatientSource::Path("patient_id"))),
    path: ByPatient,
    body: Assignment,
    output: Assignment,
}

api::operation! {
    /// Results of questionnaires over time: one's own, or a patient's.
    pub struct GetAssessments;
    spec: Spec::new("chat.assessments", ServiceName::ChatHistory, Method::Get, "/patients/{patient_id}/assessments")
        .roles(&[Role::Resident, Role::HealthProvider, Role::FamilyMember])
        .audit(AuditClass::Read)
        .access(Access::patient(Action::Read, Category::AssessmentScores, Purpose::Treatment, PatientSource::Path("patient_id"))),
    path: ByPatient,
    output: Assessments,
}

api::operation! {
    /// Says whether the caller wants to be asked a questionnaire that was assigned to them. Declined it is not asked, and
    /// whoever assigned it sees that.
    pub struct ChooseInstrument;
    spec: Spec::new("chat.choose_instrument", ServiceName::ChatHistory, Method::Put, "/instruments/{instrument}/choice")
        .roles(&[Role::Resident])
        .idempotency(Idempotency::Natural)
        .audit(AuditClass::Write)
        .access(Access::patient(Action::Write, Category::AssessmentScores, Purpose::Patient, PatientSource::Caller)),
    path: ByInstrument,
    body: InstrumentChoice,
    output: Assignment,
}
