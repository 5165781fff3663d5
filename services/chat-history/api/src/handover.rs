//! Notes that staff and the companion leave for colleagues, and what a shift hands over.

use api::{
    Access, Action, AuditClass, Category, Idempotency, Method, PatientSource, Purpose, Role, ServiceName,
    Spec, Words,
};
use kernel::{ConversationId, NoteId, PersonId, Timestamp, UnitId};
use serde::{Deserialize, Serialize};

use crate::Alert;

/// A patient by id.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ByPatient {
    /// The patient.
    pub patient_id: PersonId,
}

/// Who writes a note for colleagues.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoteBy {
    /// A member of staff, named by `author_id`.
    Staff,
    /// The companion: `rule` says what it noticed.
    Companion,
}

/// A note that staff leave for each other, or that the companion leaves for them.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Note {
    /// Its id.
    pub note_id: NoteId,
    /// About whom.
    pub patient_id: PersonId,
    /// Whose.
    pub by: NoteBy,
    /// Who wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author_id: Option<PersonId>,
    /// What a member of staff wrote.
    #[serde(default)]
    pub text: Words,
    /// What the companion noticed: the rule that said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// The conversation that it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversation_id: Option<ConversationId>,
    /// When.
    pub at: Timestamp,
}

/// A note to leave.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct NewNote {
    /// About whom.
    pub patient_id: PersonId,
    /// The words: at most 2,000 characters.
    pub text: Words,
}

/// What a shift hands over.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct HandoverQuery {
    /// How many hours back, 1 to 72; 12 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<u16>,
    /// Of one unit alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_id: Option<UnitId>,
}

/// An alert as it is handed over.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct HandedAlert {
    /// The alert, open or closed.
    pub alert: Alert,
    /// What was done about it, in the words of who closed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closing_note: Option<Words>,
}

/// What happened with one resident.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct HandoverItem {
    /// Who.
    pub patient_id: PersonId,
    /// Where they live.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_id: Option<UnitId>,
    /// Alerts that were raised or are open, the newest first.
    pub alerts: Vec<HandedAlert>,
    /// Notes, the newest first.
    pub notes: Vec<Note>,
}

/// What a shift hands over: the residents of the caller of whom there is something to say.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Handover {
    /// From when on.
    pub since: Timestamp,
    /// Those with the most alerts first; at most 200.
    pub items: Vec<HandoverItem>,
    /// Who last took over each unit of these residents: what is later is new since then.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taken: Vec<HandoverTaken>,
}

/// A handover that is finished: somebody has taken over a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct HandoverTaken {
    /// The unit.
    pub unit_id: UnitId,
    /// Who took over.
    pub taken_by: PersonId,
    /// When.
    pub taken_at: Timestamp,
}

/// Which unit somebody takes over.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct NewHandover {
    /// The unit, on which they work.
    pub unit_id: UnitId,
}

pub(crate) const TREATERS: &[Role] = &[Role::CareStaff, Role::HealthProvider];

api::operation! {
    /// Leaves a note for colleagues about a resident.
    pub struct AddNote;
    spec: Spec::new("chat.add_note", ServiceName::ChatHistory, Method::Post, "/notes")
        .roles(TREATERS)
        .success(201)
        .idempotency(Idempotency::KeyAccepted)
        .audit(AuditClass::Write)
        .access(Access::patient(Action::Write, Category::CarePlan, Purpose::Treatment, PatientSource::Body("patient_id"))),
    body: NewNote,
    output: Note,
}

api::operation! {
    /// What a shift hands over: alerts and notes of the last hours, resident by resident.
    pub struct GetHandover;
    spec: Spec::new("chat.handover", ServiceName::ChatHistory, Method::Get, "/handover")
        .roles(TREATERS)
        .audit(AuditClass::Read)
        .access(Access::patient(Action::Read, Category::CarePlan, Purpose::Treatment, PatientSource::EachItem)),
    query: HandoverQuery,
    output: Handover,
}

api::operation! {
    /// Finishes a handover: the caller has taken over a unit on which they work. Notes that are left later are new. Within a
    /// minute a unit is taken over once: whoever comes second is told who has it, the first one's own second press included.
    pub struct TakeHandover;
    spec: Spec::new("chat.take_handover", ServiceName::ChatHistory, Method::Post, "/handover/taken")
        .roles(&[Role::CareStaff])
        .success(201)
        .audit(AuditClass::Write)
        .access(Access::none("who took over a unit and when, and nothing of anybody who lives there")),
    body: NewHandover,
    output: HandoverTaken,
}
