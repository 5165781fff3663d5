//! Questionnaires whose words an operator installed, and having a resident asked one.

use api::{Access, AuditClass, Method, Role, ServiceName, Spec};
use chat_history_api::{Assignment, ByPatient};
use content_safety_api::Language;
use kernel::ErrorCode;
use serde::{Deserialize, Serialize};

use crate::codes;

/// What assigning one may be refused with, beside what any operation may.
const ASSIGN_ERRORS: &[ErrorCode] =
    &[codes::UNKNOWN_INSTRUMENT, chat_history_api::codes::INSTRUMENT_DECLINED];

/// What a questionnaire is called in a language.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct InstrumentTitle {
    /// The language.
    pub language: Language,
    /// The title, as its pack has it.
    pub title: String,
}

/// A band of a questionnaire's scores.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct InstrumentBand {
    /// Its id in the pack: a number or a letter, never a diagnosis.
    pub id: String,
    /// The lowest score in it.
    pub from: u16,
}

/// A questionnaire whose words are installed. Its items are told to nobody but who is asked them.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct InstalledInstrument {
    /// The id of its pack.
    pub instrument: String,
    /// The version of the words.
    pub version: String,
    /// How many items it has.
    pub items: u16,
    /// At least so many days lie between one time and the next.
    pub min_days: u16,
    /// What it is called.
    pub titles: Vec<InstrumentTitle>,
    /// The bands of its scores, ascending.
    #[serde(default)]
    pub bands: Vec<InstrumentBand>,
    /// The highest score that there can be.
    #[serde(default)]
    pub score_max: u16,
}

/// What is installed.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct InstalledInstruments {
    /// By the names of their packs; at most 32.
    pub instruments: Vec<InstalledInstrument>,
}

api::operation! {
    /// The questionnaires that can be assigned here: those whose words an operator installed.
    pub struct ListInstruments;
    spec: Spec::new("ai.list_instruments", ServiceName::AiGateway, Method::Get, "/instruments")
        .roles(&[Role::Resident, Role::FamilyMember, Role::CareStaff, Role::HealthProvider])
        .audit(AuditClass::None)
        .access(Access::none("which questionnaires are installed, and nothing of anybody")),
    output: InstalledInstruments,
}

api::operation! {
    /// Has a resident asked a questionnaire from time to time, or no more. One whose words are not installed is refused,
    /// since it could never be asked; that one is asked no more can be said of any. One that the resident declined less than
    /// thirty days ago is refused: they alone take that back.
    pub struct AssignQuestionnaire;
    spec: Spec::new("ai.assign_questionnaire", ServiceName::AiGateway, Method::Put, "/patients/{patient_id}/instruments")
        .roles(&[Role::HealthProvider])
        .audit(AuditClass::None)
        .errors(ASSIGN_ERRORS)
        .access(Access::none("it is passed on to chat-history, which decides and keeps the event of it")),
    path: ByPatient,
    body: Assignment,
    output: Assignment,
}
