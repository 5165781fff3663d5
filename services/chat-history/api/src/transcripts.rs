//! A conversation as a whole: what was said, and how each reply came about.

use api::{Access, Action, AuditClass, Category, Method, PatientSource, Purpose, Role, ServiceName, Spec};
use content_safety_api::Language;
use kernel::{ConversationId, MessageId, PersonId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::reading::{ByConversation, Message};

/// How a reply came about, without its words: what a reader needs to judge it, and a program to count it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ReplyPlan {
    /// What was done, in order: `reflect_content`, `ask_open`, `safety_ask`, …
    pub acts: Vec<String>,
    /// The rule of the policy that fired.
    pub rule: String,
    /// The flow that spoke.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flow: Option<String>,
    /// Its step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
    /// The lines, by their ids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub line_ids: Vec<String>,
    /// Buttons that go with the reply, as they are shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
    /// The tool that it opens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tool: Option<String>,
}

/// A page of a transcript.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TranscriptQuery {
    /// Messages after this one; from the beginning when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<MessageId>,
}

/// A conversation, oldest first: at most five hundred messages at once.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Transcript {
    /// The conversation.
    pub conversation_id: ConversationId,
    /// Whose it is.
    pub patient_id: PersonId,
    /// The language it is in now.
    pub language: Language,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
    /// What was said.
    pub messages: Vec<TranscriptMessage>,
    /// The message to go on after, when there are more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<MessageId>,
}

/// A message of a transcript.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TranscriptMessage {
    /// The message.
    #[serde(flatten)]
    pub message: Message,
    /// How it came about, for a reply of the companion.
    #[serde(flatten)]
    pub plan: ReplyPlan,
}

pub(crate) const READERS: &[Role] =
    &[Role::Resident, Role::FamilyMember, Role::CareStaff, Role::HealthProvider];

api::operation! {
    /// A conversation with how each reply came about: for those who may read its words.
    pub struct GetTranscript;
    spec: Spec::new(
        "chat.transcript", ServiceName::ChatHistory, Method::Get, "/conversations/{conversation_id}/transcript",
    )
        .roles(READERS)
        .audit(AuditClass::Read)
        .access(Access::patient(Action::Read, Category::ChatTranscripts, Purpose::Treatment, PatientSource::Object)),
    path: ByConversation,
    query: TranscriptQuery,
    output: Transcript,
}

api::operation! {
    /// A copy of a conversation to take away: the same, for those who may export it.
    pub struct ExportConversation;
    spec: Spec::new(
        "chat.export", ServiceName::ChatHistory, Method::Get, "/conversations/{conversation_id}/export",
    )
        .roles(READERS)
        .fresh_proof()
        .audit(AuditClass::Read)
        .access(Access::patient(Action::Export, Category::ChatTranscripts, Purpose::Treatment, PatientSource::Object)),
    path: ByConversation,
    query: TranscriptQuery,
    output: Transcript,
}
