//! What is kept of a resident across conversations: how they want to be talked with, what they agreed to have remembered,
//! what was agreed for a time, and what questionnaires brought. It is the resident's own: they see it, set it straight and
//! take it away, by talking or on a page.

use api::{
    Access, Action, AuditClass, Category, Idempotency, Method, Opaque, PatientSource, Purpose, Role,
    ServiceName, Spec, Words,
};
use content_safety_api::{Language, Level};
use kernel::{AlertId, ConversationId, FactId, NoteId, PersonId, Timestamp, TurnId, UnitId};
use serde::{Deserialize, Serialize};

/// The most facts that are kept of one resident.
pub const FACTS_MAX: usize = 200;
/// The most changes of one turn.
pub const CHANGES_MAX: usize = 32;

/// The most that a body can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Moves {
    /// In bed.
    Lying,
    /// In a chair.
    Seated,
    /// On their feet.
    Standing,
}

/// How somebody wants to be talked with, and what fits them. What is not said is taken as the safer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TalkProfile {
    /// The language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// Short replies, one idea at a time.
    #[serde(default)]
    pub simple: bool,
    /// Whether faith may be spoken of.
    #[serde(default)]
    pub faith: bool,
    /// What staff know; only they set it.
    #[serde(default)]
    pub care: CareProfile,
}

/// What staff know that decides what fits: no diagnosis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CareProfile {
    /// The most that the body can do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moves: Option<Moves>,
    /// Whether hearing is good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hears: Option<bool>,
    /// Whether sight is good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sees: Option<bool>,
    /// Whether food or drink is restricted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub diet: Option<bool>,
    /// Whether falls are a danger.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub falls: Option<bool>,
    /// Whether one idea at a time is what fits, whatever the resident set.
    #[serde(default)]
    pub simple: bool,
    /// Whether voices or fears that others do not share are known: cards that lean on imagination are left out.
    #[serde(default)]
    pub psychosis: bool,
}

/// How carefully a fact is handled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sensitivity {
    /// It may be come back to.
    #[default]
    Plain,
    /// It is kept only after a yes, and is never brought up by the companion.
    Sensitive,
}

/// Something to remember: only from the resident's own words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct NewFact {
    /// About whom: empty for the resident.
    pub subject: Words,
    /// What it says: `died`, `kin`, `likes`, …
    pub relation: String,
    /// As it is said to the resident.
    pub value: Words,
    /// The language that the value is in.
    pub language: Language,
    /// The day it was told, in days since 1970-01-01 where the resident is.
    pub day: u32,
    /// How carefully it is handled.
    #[serde(default)]
    pub sensitivity: Sensitivity,
    /// Whether the resident said yes to just this.
    #[serde(default)]
    pub confirmed: bool,
    /// The last day it is used; absent when it has no end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<u32>,
    /// The turn whose message it comes from.
    pub turn_id: TurnId,
    /// The bytes of that message.
    pub span: (u32, u32),
}

/// Something remembered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RememberedFact {
    /// Its id.
    pub fact_id: FactId,
    /// What it says.
    #[serde(flatten)]
    pub fact: NewFact,
    /// When it was kept.
    pub kept_at: Timestamp,
}

/// What something agreed for a time is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DueKind {
    /// The daily question how the day is.
    CheckIn,
    /// One good thing of the day.
    GoodThing,
    /// A slow breath.
    SlowBreath,
    /// The question after a crisis.
    FollowUp,
    /// A questionnaire.
    Instrument,
    /// A reminder that was agreed.
    Reminder,
}

/// Something that is due, or will be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct DueItem {
    /// What.
    pub kind: DueKind,
    /// What a reminder is about; empty for the others.
    #[serde(default)]
    pub what: Words,
    /// From when on.
    pub at: Timestamp,
    /// Whether its time has come.
    #[serde(default)]
    pub now: bool,
}

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

/// What the companion knows when a turn begins.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Known {
    /// How they want to be talked with.
    #[serde(default)]
    pub profile: TalkProfile,
    /// Whether they agreed that something is remembered; absent when they were never asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory: Option<bool>,
    /// What is remembered.
    #[serde(default)]
    pub facts: Vec<RememberedFact>,
    /// What is due now.
    #[serde(default)]
    pub due: Vec<DueItem>,
    /// What was turned down in the last seven days.
    #[serde(default)]
    pub declined: Vec<String>,
    /// The day with long talks, and how many.
    #[serde(default)]
    pub long_talks: (u32, u8),
    /// The questionnaires that they are asked.
    #[serde(default)]
    pub instruments: Vec<AssignedInstrument>,
}

/// What a turn changes of it; stored with the reply in the same atomic step.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(tag = "change", content = "data", rename_all = "snake_case")]
pub enum CompanionChange {
    /// They agreed, or not, that something is remembered.
    MemoryConsent(bool),
    /// Something to remember. Without their consent nothing is.
    Remember(NewFact),
    /// Something was set straight.
    Correct {
        /// The fact.
        fact_id: FactId,
        /// What holds instead.
        fact: NewFact,
    },
    /// They said yes to just this fact.
    Confirm(FactId),
    /// These are forgotten.
    Forget(Vec<FactId>),
    /// Turned down; not asked again for seven days.
    Declined(String),
    /// Asked about once, from a time on.
    Due {
        /// What.
        kind: DueKind,
        /// What a reminder is about.
        #[serde(default)]
        what: Words,
        /// From when on.
        at: Timestamp,
    },
    /// Asked about each day, at this hour where the resident is.
    Daily {
        /// What.
        kind: DueKind,
        /// The hour, 0 to 23.
        hour: u8,
    },
    /// Nothing is asked daily any more.
    DailyEnded,
    /// What was due was taken up.
    DueTaken(DueKind),
    /// A long talk on a day.
    LongTalk(u32),
    /// The day, as the resident called it: `good`, `middling`, `hard`.
    CheckedIn(String),
    /// How it was since a crisis: `better`, `same`, `worse`.
    FollowedUp(String),
    /// Staff should know, without urgency: the rule that said so.
    StaffNote(String),
    /// Their own messages of these turns are a chapter of their story.
    SaveStory {
        /// What it is about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        theme: Option<String>,
        /// The turns, in order.
        turns: Vec<TurnId>,
    },
    /// What a questionnaire has so far.
    InstrumentProgress {
        /// Which.
        instrument: String,
        /// The version of its words.
        version: String,
        /// What was answered.
        replies: Opaque,
    },
    /// A questionnaire is finished.
    Scored(AssessmentResult),
}

/// A chapter of a resident's story, in their own words.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Chapter {
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
    /// Their messages.
    pub words: Vec<Words>,
    /// When it was saved.
    pub saved_at: Timestamp,
}

/// What is remembered of the caller.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Memories {
    /// Whether anything may be; absent when they were never asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed: Option<bool>,
    /// The facts, the oldest first.
    pub facts: Vec<RememberedFact>,
    /// The chapters of their story, the oldest first.
    pub story: Vec<Chapter>,
}

/// Whether something may be remembered.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct MemoryChoice {
    /// Whether it may.
    pub allowed: bool,
    /// Whether what is remembered is forgotten as well.
    #[serde(default)]
    pub forget_all: bool,
}

/// A fact by its id.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ByFact {
    /// The fact.
    pub fact_id: FactId,
}

/// What holds instead of a remembered value.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct NewValue {
    /// The words: at most 120 characters.
    pub value: Words,
}

/// A patient by id.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ByPatient {
    /// The patient.
    pub patient_id: PersonId,
}

/// What is agreed with the companion: what is due now and what comes.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Day {
    /// The earliest first.
    pub items: Vec<DueItem>,
}

/// Which agreed thing is done with.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct DoneWith {
    /// What.
    pub kind: DueKind,
    /// When it was due.
    pub at: Timestamp,
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

/// What happened with one resident.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct HandoverItem {
    /// Who.
    pub patient_id: PersonId,
    /// Where they live.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_id: Option<UnitId>,
    /// Alerts that were raised or are open, by id, the newest first.
    pub alerts: Vec<AlertId>,
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
}

/// Which questionnaire somebody is to be asked, and how often.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Assignment {
    /// The id of an installed pack.
    pub instrument: String,
    /// Every how many days: 14 to 365. Absent: it is not asked any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every_days: Option<u16>,
}

/// Results of questionnaires.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Assessments {
    /// Whose.
    pub patient_id: PersonId,
    /// What they are asked.
    pub assigned: Vec<Assignment>,
    /// The results, the oldest first; at most 200.
    pub results: Vec<AssessmentResult>,
}

const MEMORIES: Access =
    Access::patient(Action::Write, Category::RememberedFacts, Purpose::Patient, PatientSource::Caller);
const TREATERS: &[Role] = &[Role::CareStaff, Role::HealthProvider];

api::operation! {
    /// What is remembered of the caller, with the days on which they told it.
    pub struct ListMemories;
    spec: Spec::new("chat.list_memories", ServiceName::ChatHistory, Method::Get, "/memories")
        .roles(&[Role::Resident])
        .audit(AuditClass::Read)
        .access(Access::patient(Action::Read, Category::RememberedFacts, Purpose::Patient, PatientSource::Caller)),
    output: Memories,
}

api::operation! {
    /// Says whether anything may be remembered from now on.
    pub struct ChooseMemory;
    spec: Spec::new("chat.choose_memory", ServiceName::ChatHistory, Method::Put, "/memories/choice")
        .roles(&[Role::Resident])
        .audit(AuditClass::Write)
        .access(MEMORIES),
    body: MemoryChoice,
    output: Memories,
}

api::operation! {
    /// Sets a remembered value straight.
    pub struct CorrectMemory;
    spec: Spec::new("chat.correct_memory", ServiceName::ChatHistory, Method::Put, "/memories/{fact_id}")
        .roles(&[Role::Resident])
        .audit(AuditClass::Write)
        .access(MEMORIES),
    path: ByFact,
    body: NewValue,
    output: RememberedFact,
}

api::operation! {
    /// Forgets something: from the next turn on it is nowhere.
    pub struct ForgetMemory;
    spec: Spec::new("chat.forget_memory", ServiceName::ChatHistory, Method::Delete, "/memories/{fact_id}")
        .roles(&[Role::Resident])
        .audit(AuditClass::Write)
        .access(MEMORIES),
    path: ByFact,
    output: Memories,
}

api::operation! {
    /// How the caller wants to be talked with.
    pub struct GetProfile;
    spec: Spec::new("chat.get_profile", ServiceName::ChatHistory, Method::Get, "/profile")
        .roles(&[Role::Resident])
        .audit(AuditClass::Read)
        .access(Access::patient(Action::Read, Category::Demographics, Purpose::Patient, PatientSource::Caller)),
    output: TalkProfile,
}

api::operation! {
    /// Sets how the caller wants to be talked with. What staff know stays as it is.
    pub struct SetProfile;
    spec: Spec::new("chat.set_profile", ServiceName::ChatHistory, Method::Put, "/profile")
        .roles(&[Role::Resident])
        .audit(AuditClass::Write)
        .access(Access::patient(Action::Write, Category::Demographics, Purpose::Patient, PatientSource::Caller)),
    body: TalkProfile,
    output: TalkProfile,
}

api::operation! {
    /// What staff know that decides what fits a resident.
    pub struct GetCareProfile;
    spec: Spec::new("chat.get_care_profile", ServiceName::ChatHistory, Method::Get, "/patients/{patient_id}/care-profile")
        .roles(TREATERS)
        .audit(AuditClass::Read)
        .access(Access::patient(Action::Read, Category::CarePlan, Purpose::Treatment, PatientSource::Path("patient_id"))),
    path: ByPatient,
    output: CareProfile,
}

api::operation! {
    /// Sets it: how somebody moves, hears and sees decides which ideas the companion offers.
    pub struct SetCareProfile;
    spec: Spec::new("chat.set_care_profile", ServiceName::ChatHistory, Method::Put, "/patients/{patient_id}/care-profile")
        .roles(TREATERS)
        .audit(AuditClass::Write)
        .access(Access::patient(Action::Write, Category::CarePlan, Purpose::Treatment, PatientSource::Path("patient_id"))),
    path: ByPatient,
    body: CareProfile,
    output: CareProfile,
}

api::operation! {
    /// What the caller agreed on with the companion: what is due, and what comes.
    pub struct GetDay;
    spec: Spec::new("chat.get_day", ServiceName::ChatHistory, Method::Get, "/day")
        .roles(&[Role::Resident])
        .audit(AuditClass::Read)
        .access(Access::patient(Action::Read, Category::RememberedFacts, Purpose::Patient, PatientSource::Caller)),
    output: Day,
}

api::operation! {
    /// Is done with something that was agreed. Of what comes every day, today's.
    pub struct FinishDue;
    spec: Spec::new("chat.finish_due", ServiceName::ChatHistory, Method::Post, "/day/done")
        .roles(&[Role::Resident])
        .idempotency(Idempotency::Natural)
        .audit(AuditClass::Write)
        .access(MEMORIES),
    body: DoneWith,
    output: Day,
}

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
    /// Has a resident asked a questionnaire from time to time, or no more. It is asked only where its pack is installed,
    /// never in danger, and the resident may leave out any of it.
    pub struct AssignInstrument;
    spec: Spec::new("chat.assign_instrument", ServiceName::ChatHistory, Method::Put, "/patients/{patient_id}/instruments")
        .roles(&[Role::HealthProvider])
        .audit(AuditClass::Write)
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
