//! The contract of ai-gateway: a conversation with the companion, one streamed operation a turn.

use api::{
    Access, Action, AuditClass, Category, Described, Event, Idempotency, Method, PatientSource, Priority,
    Purpose, Role, ServiceName, Spec, StreamKind, Words,
};
pub use chat_history_api::{Ending, Route};

mod instruments;

use content_safety_api::{CrisisCategory, Language, Level};
pub use instruments::{
    AssignQuestionnaire, InstalledInstrument, InstalledInstruments, InstrumentBand, InstrumentTitle,
    ListInstruments,
};
use kernel::{ConversationId, ErrorCode, ErrorKind, MessageId};
use serde::{Deserialize, Serialize};

/// Error codes of this service.
pub mod codes {
    use super::{ErrorCode, ErrorKind};

    /// There is nothing in the message.
    pub const EMPTY: ErrorCode = ErrorCode::new("ai.empty_message", ErrorKind::Invalid);
    /// The message is over 64 KiB.
    pub const TOO_LONG: ErrorCode = ErrorCode::new("ai.message_too_long", ErrorKind::TooLarge);
    /// The resident has not agreed to talk with the companion, or has taken it back.
    pub const NOT_AGREED: ErrorCode = ErrorCode::new("ai.not_agreed", ErrorKind::Forbidden);
    /// The words of the questionnaire are not installed: it could never be asked.
    pub const UNKNOWN_INSTRUMENT: ErrorCode = ErrorCode::new("ai.unknown_instrument", ErrorKind::Invalid);

    /// All of them.
    pub const ALL: &[ErrorCode] = &[EMPTY, TOO_LONG, NOT_AGREED, UNKNOWN_INSTRUMENT];
}

/// A conversation to begin.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct NewConversation {
    /// The language to begin in; the profile's when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
}

/// A conversation that has begun.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct BegunConversation {
    /// The conversation.
    pub id: ConversationId,
    /// What the companion says first, the notice that it is an AI included.
    pub greeting: Words,
    /// Buttons that go with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
}

/// A conversation by its id.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ByConversation {
    /// The conversation.
    pub id: ConversationId,
}

/// A message of the resident.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct NewMessage {
    /// The words, at most 64 KiB.
    pub content: Words,
}

/// Help that is there now: a line to call, somebody in the house, an emergency number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Resource {
    /// A stable id.
    pub id: String,
    /// What it is, in the resident's language.
    pub name: String,
    /// How it is reached: `call`, `text`, `chat`, `in_person`.
    pub kind: String,
    /// The number or address, when there is one that is certain for this place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
}

/// The answer to a message, as one piece.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TurnAnswer {
    /// The message, once it is kept; absent when it was refused.
    #[serde(default)]
    pub message_id: Option<MessageId>,
    /// Whether it is in the store. `false` with a `message_id` in a crisis with the store down: then it is in the
    /// journal, and is stored after the heal.
    #[serde(default)]
    pub stored: bool,
    /// The reply, as stored.
    #[serde(default)]
    pub reply_id: Option<MessageId>,
    /// The reply.
    pub reply: Words,
    /// The level of the message.
    pub level: Level,
    /// How the reply came about.
    pub route: Route,
    /// Help that is there now.
    pub resources: Vec<Resource>,
    /// The legal notice that was due.
    pub notice: Option<String>,
    /// What the reply rests on.
    pub citations: Vec<String>,
    /// How it ended.
    pub ending: Ending,
    /// Why it was refused or cut.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// A person of the staff writes in this conversation: the companion says nothing, and their words come live.
    #[serde(default)]
    pub taken_over: bool,
    /// Buttons that go with the reply, as they are shown: tapping one sends its words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
    /// The tool that the reply opens: `breathing_timer`, `call_prompt`, `reminder`, …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tool: Option<String>,
}

/// The answer to a message, as it comes.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(tag = "event", content = "data", rename_all = "snake_case")]
pub enum TurnEvent {
    /// Always first; may come again, and only rises.
    Safety {
        /// The level of the message.
        level: Level,
        /// The most urgent category.
        category: Option<CrisisCategory>,
        /// Help that is there now.
        resources: Vec<Resource>,
    },
    /// The message is kept: from here on a client that goes away loses nothing.
    Accepted {
        /// The message.
        message_id: MessageId,
        /// `false` when the store is down and the message went to the journal.
        stored: bool,
    },
    /// A piece of the reply.
    Delta {
        /// The piece.
        text: Words,
    },
    /// The end, always last.
    Done {
        /// How it ended.
        ending: Ending,
        /// Why, when it was refused or cut.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        code: Option<String>,
        /// The reply, as stored.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reply_id: Option<MessageId>,
        /// How the reply came about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        route: Option<Route>,
        /// The legal notice that was due.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        notice: Option<String>,
        /// What the reply rests on.
        #[serde(default)]
        citations: Vec<String>,
        /// A person of the staff writes in this conversation: the companion says nothing, and their words come live.
        #[serde(default)]
        taken_over: bool,
        /// Buttons that go with the reply, as they are shown: tapping one sends its words.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        choices: Vec<String>,
        /// The tool that the reply opens: `breathing_timer`, `call_prompt`, `reminder`, …
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tool: Option<String>,
    },
}

impl Event for TurnEvent {
    fn is_ending(&self) -> bool {
        matches!(self, Self::Done { .. })
    }
}

api::operation! {
    /// Begins a conversation with the companion.
    pub struct BeginConversation;
    spec: Spec::new("ai.begin", ServiceName::AiGateway, Method::Post, "/conversations")
        .roles(&[Role::Resident])
        .success(201)
        .priority(Priority::Conversation)
        .audit(AuditClass::Write)
        .errors(codes::ALL)
        .access(Access::patient(Action::Write, Category::ChatTranscripts, Purpose::Patient, PatientSource::Caller)),
    body: NewConversation,
    output: BegunConversation,
}

api::operation! {
    /// Sends a message and receives the reply.
    ///
    /// With `Accept: text/event-stream` the reply streams: `safety` first, then `accepted`, `delta`s and `done`.
    /// Otherwise one JSON answer. A message that shows danger is answered with help even when the sign-in has
    /// run out or a part of the platform is down.
    pub struct SendMessage;
    spec: Spec::new("ai.send_message", ServiceName::AiGateway, Method::Post, "/conversations/{id}/messages")
        .roles(&[Role::Resident])
        .deferred_authentication()
        .stream(StreamKind::EventsOrJson)
        .idempotency(Idempotency::KeyAccepted)
        .priority(Priority::Crisis)
        .body_bytes_max(512 * 1024)
        .audit(AuditClass::Write)
        .errors(codes::ALL)
        .access(Access::patient(Action::Write, Category::ChatTranscripts, Purpose::Patient, PatientSource::Object)),
    path: ByConversation,
    body: NewMessage,
    output: TurnAnswer,
    event: TurnEvent,
}

/// All operations of ai-gateway.
pub fn operations() -> Vec<Described> {
    vec![
        Described::of::<BeginConversation>(),
        Described::of::<SendMessage>(),
        Described::of::<ListInstruments>(),
        Described::of::<AssignQuestionnaire>(),
    ]
}
