//! Reading conversations: lists, pages of messages, and what happens live.

use api::{
    Access, Action, AuditClass, Category, Event, Method, PatientSource, Priority, Purpose, Role, ServiceName,
    Spec, StreamKind, Words,
};
use content_safety_api::{CrisisCategory, Language, Level};
use kernel::{ConversationId, Cursor, MessageId, Page, PageLimit, PersonId, Timestamp, TurnId};
use serde::{Deserialize, Serialize};

use crate::alerts::AlertChange;
use crate::changing::Feedback;
use crate::day::DueItem;
use crate::law::ShownNotice;
use crate::turns::{Ending, Route};

/// A conversation by its id.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ByConversation {
    /// The conversation.
    pub conversation_id: ConversationId,
}

/// A page of a list, newest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Paging {
    /// Whose; the caller's own when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient_id: Option<PersonId>,
    /// Where it starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Cursor>,
    /// How many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
}

/// A page of messages, oldest first. Without a cursor: the newest page.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct MessagesQuery {
    /// Messages after this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<MessageId>,
    /// Messages before this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<MessageId>,
    /// How many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
}

/// A conversation without its words.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Conversation {
    /// Its id.
    pub conversation_id: ConversationId,
    /// Who talks.
    pub user_id: PersonId,
    /// Whose health it is about.
    pub patient_id: PersonId,
    /// The spec's type: `companion`.
    pub conversation_type: String,
    /// Its language.
    pub language: Language,
    /// Its level.
    pub level: Level,
    /// When something was last said in it that needs a person, for as long as its alert is not closed: whoever has answered
    /// one danger has not answered a later one of the same level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub danger_at: Option<Timestamp>,
    /// Who has the conversation's alert now: that somebody has seen it, or writes here. On the newest conversation, where nothing
    /// is open in it: that an alert of theirs was closed within the last day, until it was told. To the resident alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attention: Option<Attention>,
    /// When it began.
    pub started_at: Timestamp,
    /// When something was last said.
    pub last_active_at: Timestamp,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
    /// How many messages it has.
    pub message_count: u64,
}

/// What became of a conversation's alert: somebody has seen it, writes here now, gave it back, or closed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Attention {
    /// What.
    pub change: AlertChange,
    /// Who.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonId>,
    /// When.
    pub at: Timestamp,
}

/// Who said it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Speaker {
    /// The resident.
    Resident,
    /// The companion.
    Companion,
    /// A member of staff, named by `author_id`.
    Staff,
}

/// A message.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Message {
    /// Its id.
    pub message_id: MessageId,
    /// Its place in the conversation, from 1. This is the order: what was said while the store was down is
    /// delivered later, under the id that it had then.
    pub place: u64,
    /// Its turn.
    pub turn_id: TurnId,
    /// Who said it.
    pub speaker: Speaker,
    /// Who exactly, for a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author_id: Option<PersonId>,
    /// The words.
    pub content: Words,
    /// Their language.
    pub language: Language,
    /// The level of a resident's message.
    pub level: Level,
    /// The categories found in it.
    pub categories: Vec<CrisisCategory>,
    /// How a reply came about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub route: Option<Route>,
    /// How a reply ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ending: Option<Ending>,
    /// What a reply rests on.
    #[serde(default)]
    pub citations: Vec<String>,
    /// When it was stored.
    pub created_at: Timestamp,
    /// When its words were last corrected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<Timestamp>,
    /// When its words were taken out of sight; they are empty then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redacted_at: Option<Timestamp>,
    /// What the resident thinks of a reply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feedback: Option<Feedback>,
    /// The notices that this is an AI which stand in a reply.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<ShownNotice>,
}

/// What happens in a conversation, live.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(tag = "event", content = "data", rename_all = "snake_case")]
pub enum ConversationEvent {
    /// Something was said.
    Message(Message),
    /// The words of a message were corrected, or taken out of sight.
    Changed(Message),
    /// The level rose or stepped down.
    Level {
        /// The level now.
        level: Level,
    },
    /// A danger in words that were corrected, however low, in this conversation or in another of the same resident. It is
    /// told to the resident alone, wherever they are, and once.
    Danger {
        /// In which conversation.
        conversation_id: ConversationId,
        /// How grave it is.
        level: Level,
        /// When it was said.
        at: Timestamp,
        /// What the companion says about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        answer: Option<Words>,
    },
    /// What became of the conversation's alert, to the resident and to staff. The resident is told at the beginning, too, who
    /// has it by now, and when they come back what ended meanwhile.
    Attention(Attention),
    /// Something that was agreed is due now.
    Due(DueItem),
    /// The stream ends and says why: `revoked`, `signed_out`, `unavailable` (the right to read could not be
    /// asked again), `draining`.
    End {
        /// Why.
        reason: String,
    },
}

impl Event for ConversationEvent {
    fn is_ending(&self) -> bool {
        matches!(self, Self::End { .. })
    }
}

const READERS: &[Role] = &[Role::Resident, Role::FamilyMember, Role::CareStaff, Role::HealthProvider];
const READ: Access =
    Access::patient(Action::Read, Category::ChatTranscripts, Purpose::Treatment, PatientSource::Object);

api::operation! {
    /// Conversations of a resident, newest first: one's own, or another's as far as that is allowed.
    pub struct ListConversations;
    spec: Spec::new("chat.list_conversations", ServiceName::ChatHistory, Method::Get, "/conversations")
        .roles(READERS)
        .services(&[ServiceName::AiGateway])
        .audit(AuditClass::Read)
        .access(Access::patient(Action::List, Category::ChatTranscripts, Purpose::Treatment, PatientSource::Object)),
    query: Paging,
    output: Page<Conversation>,
}

api::operation! {
    /// Messages of a conversation.
    pub struct ListMessages;
    spec: Spec::new(
        "chat.list_messages", ServiceName::ChatHistory, Method::Get, "/conversations/{conversation_id}/messages",
    )
        .roles(READERS)
        .audit(AuditClass::Read)
        .access(READ),
    path: ByConversation,
    query: MessagesQuery,
    output: Page<Message>,
}

api::operation! {
    /// What happens in a conversation, as it happens, for those who may read it.
    ///
    /// Resumable with `Last-Event-ID` (a message's id). It ends within a second when the right to read ends, also
    /// for a reader that does not read. A person has at most 16 of them at once.
    pub struct WatchConversation;
    spec: Spec::new(
        "chat.watch", ServiceName::ChatHistory, Method::Get, "/conversations/{conversation_id}/events",
    )
        .roles(READERS)
        .stream(StreamKind::Events)
        .priority(Priority::Conversation)
        .audit(AuditClass::Read)
        .access(READ),
    path: ByConversation,
    event: ConversationEvent,
}
