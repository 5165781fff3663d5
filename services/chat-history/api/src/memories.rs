//! What is remembered of a resident, with their consent: facts from their own words, chapters of their story, and what
//! earlier conversations were about.

use api::{
    Access, Action, AuditClass, Category, Method, PatientSource, Purpose, Role, ServiceName, Spec, Words,
};
use content_safety_api::Language;
use kernel::{ConversationId, FactId, Timestamp, TurnId};
use serde::{Deserialize, Serialize};

use crate::reading::ByConversation;

/// The most facts that are kept of one resident.
pub const FACTS_MAX: usize = 200;

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
    /// What conversations were about, the oldest first.
    #[serde(default)]
    pub talks: Vec<RememberedTalk>,
}

/// The most conversations that are remembered as talked in.
pub const TALKS_MAX: usize = 60;

/// Something a conversation was about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TalkTopic {
    /// The topic, by its id in the content.
    pub topic: String,
    /// Its name, in the language of the conversation then.
    pub name: Words,
}

/// What an earlier conversation was about, kept until a day. It holds names of topics and what was agreed, and nothing of
/// what weighs on somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RememberedTalk {
    /// The conversation.
    pub conversation_id: ConversationId,
    /// The day, in days since 1970-01-01 where the resident is.
    pub day: u32,
    /// The topics, in the order they came up.
    pub topics: Vec<TalkTopic>,
    /// What was agreed there for a time, in the words of then.
    #[serde(default)]
    pub agreed: Vec<Words>,
    /// When something of it was last kept.
    pub kept_at: Timestamp,
    /// When it is destroyed.
    pub expires_at: Timestamp,
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

pub(crate) const MEMORIES: Access =
    Access::patient(Action::Write, Category::RememberedFacts, Purpose::Patient, PatientSource::Caller);

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
    /// Forgets what a conversation was about; the conversation itself stays.
    pub struct ForgetTalk;
    spec: Spec::new("chat.forget_talk", ServiceName::ChatHistory, Method::Delete, "/memories/talks/{conversation_id}")
        .roles(&[Role::Resident])
        .audit(AuditClass::Write)
        .access(MEMORIES),
    path: ByConversation,
    output: Memories,
}
