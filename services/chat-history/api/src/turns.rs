//! Opening and closing a turn: the two atomic steps of DESIGN §1, called by ai-gateway alone.

use api::{
    Access, Action, AuditClass, Category, Idempotency, Method, Opaque, PatientSource, Priority, Purpose,
    Role, ServiceName, Spec, Words,
};
use content_safety_api::{CrisisCategory, Language, Level};
use kernel::{AlertId, ConversationId, MessageId, OrganizationId, PersonId, SessionId, Timestamp, TurnId};
use serde::{Deserialize, Serialize};

use crate::alerts::{NewAlert, SafetyFindings};
use crate::codes;
use crate::companion::{CompanionChange, Known};
use crate::law::{Referral, ShownNotice};
use crate::reading::ByConversation;
use crate::transcripts::ReplyPlan;

/// Which way a reply came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// A compiled-in line of a crisis ladder.
    Crisis,
    /// The guided engine.
    Guided,
    /// A card with its source.
    Grounded,
    /// A language model.
    Generated,
}

/// How a turn ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// All of the reply was made.
    Complete,
    /// It broke off.
    Cut,
    /// It was refused.
    Blocked,
}

/// A conversation to begin.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct NewConversation {
    /// The language it begins in.
    pub language: Language,
    /// What the companion says first.
    pub greeting: Words,
    /// The engine's state after the greeting.
    pub engine_state: Opaque,
    /// How the greeting came about.
    #[serde(default)]
    pub plan: ReplyPlan,
    /// What the greeting changes of what is kept of the resident.
    #[serde(default)]
    pub changes: Vec<CompanionChange>,
    /// The notices that this is an AI which stand in the greeting.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<ShownNotice>,
}

/// A conversation that has begun.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct OpenedConversation {
    /// The conversation.
    pub conversation_id: ConversationId,
    /// The greeting, as a message.
    pub greeting_id: MessageId,
    /// Its version, which the next turn expects.
    pub version: u64,
}

/// What a turn starts from.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TurnState {
    /// The version that `open_turn` must expect.
    pub version: u64,
    /// The engine's state, as it was last closed.
    pub engine_state: Opaque,
    /// The level of the conversation.
    pub level: Level,
    /// The language it is in.
    pub language: Language,
    /// Whether somebody has taken up the conversation's open alert.
    #[serde(default)]
    pub acknowledged: bool,
    /// Whether an alert of the conversation stands that nobody has.
    #[serde(default)]
    pub alert_waits: bool,
    /// Whether a person writes in the conversation: the companion is silent then.
    #[serde(default)]
    pub taken_over: bool,
    /// Whether the resident took words back or corrected them since the engine last took note of any.
    #[serde(default)]
    pub words_changed: bool,
    /// A danger in corrected words that the engine has not taken note of: the turn goes on as if it had just been said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risen: Option<Risen>,
    /// What is kept of the resident across conversations.
    #[serde(default)]
    pub known: Known,
}

/// What a danger in corrected words left behind. The turn that takes it up says so by `words_forgotten`, and closing it
/// ends this.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Risen {
    /// Where the ladder stands after what was said about it; `null` where nothing was, because a person writes or because
    /// what was found needs no ladder.
    #[serde(default)]
    pub ladder: Opaque,
    /// What the crisis rules know of the talk with it.
    #[serde(default)]
    pub history: Opaque,
    /// When it was said.
    pub at: Timestamp,
}

/// A resident's message to store, with what was found in it.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TurnOpening {
    /// The turn's id, made by the caller.
    pub turn_id: TurnId,
    /// The message's id, made by the caller.
    pub message_id: MessageId,
    /// The version that the caller read; absent when it could not be read (a crisis goes on without).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
    /// Whether the engine forgot the resident's words for this turn, because some were taken back or corrected.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub words_forgotten: bool,
    /// The message.
    pub content: Words,
    /// Its language.
    pub language: Language,
    /// Its own level.
    pub level: Level,
    /// The level that the conversation rises to with it; absent when it does not rise above what was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversation_level: Option<Level>,
    /// The categories found, the most urgent first.
    pub categories: Vec<CrisisCategory>,
    /// The analysis, kept sealed with the message.
    pub analysis: Opaque,
    /// When it came in.
    pub received_at: Timestamp,
    /// The alert that it raises, if it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alert: Option<NewAlert>,
    /// Where the questions of the ladder stand with this message, while one leads the conversation: kept with its open
    /// alert, for who answers it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub findings: Option<SafetyFindings>,
    /// What allowed it; absent when nobody was there to decide (a danger with the whole platform down).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<TurnDecision>,
    /// The help that was named with it, counted in the same step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub referral: Option<Referral>,
}

/// The decision that a turn was allowed by, for its event.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TurnDecision {
    /// The deciding reason, as a stable word.
    pub reason: String,
    /// The digest of the policy set.
    pub policy_hash: String,
    /// The resident's consent epoch.
    pub epoch: u64,
}

/// A stored message whose reply is awaited, or the turn as it ended when the same message came again.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct OpenedTurn {
    /// The turn: the earlier one's id for a repeat.
    pub turn_id: TurnId,
    /// The message.
    pub message_id: MessageId,
    /// The version that `close_turn` must expect.
    pub version: u64,
    /// The episode's alert, new or already open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alert_id: Option<AlertId>,
    /// For a repeat of a closed turn: how it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<ClosedTurn>,
}

/// A turn by its ids.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TurnByIds {
    /// The conversation.
    pub conversation_id: ConversationId,
    /// The turn.
    pub turn_id: TurnId,
}

/// A reply to store.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TurnClosing {
    /// The reply's id, made by the caller.
    pub reply_id: MessageId,
    /// The reply; empty while a person writes in the conversation, and only then.
    pub reply: Words,
    /// Its language.
    pub language: Language,
    /// How it came about.
    pub route: Route,
    /// How it ended.
    pub ending: Ending,
    /// The level of the conversation.
    pub conversation_level: Level,
    /// What the reply rests on: sources of cards.
    #[serde(default)]
    pub citations: Vec<String>,
    /// The legal notice that went with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<String>,
    /// The engine's state after the turn.
    pub engine_state: Opaque,
    /// Where the crisis ladder stands in it, for a correction that needs it; `null` without one.
    #[serde(default)]
    pub ladder: Opaque,
    /// How it came about, without its words.
    #[serde(default)]
    pub plan: ReplyPlan,
    /// What it changes of what is kept of the resident; at most [`CHANGES_MAX`](crate::CHANGES_MAX).
    #[serde(default)]
    pub changes: Vec<CompanionChange>,
    /// The notices that this is an AI which stand in the reply; at most [`NOTICES_MAX`](crate::NOTICES_MAX).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<ShownNotice>,
    /// The turn record: what a replay needs. Sealed.
    pub record: Opaque,
}

/// A reply that is stored.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct StoredReply {
    /// The reply.
    pub reply_id: MessageId,
    /// The conversation's version after it.
    pub version: u64,
}

/// A turn as it ended.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ClosedTurn {
    /// The turn.
    pub turn_id: TurnId,
    /// The resident's message.
    pub message_id: MessageId,
    /// The reply; none when the turn was cut before there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_id: Option<MessageId>,
    /// Its text.
    pub reply: Words,
    /// The level of the message.
    pub level: Level,
    /// How it came about.
    pub route: Route,
    /// How it ended.
    pub ending: Ending,
    /// What it rests on.
    #[serde(default)]
    pub citations: Vec<String>,
    /// The legal notice that went with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<String>,
    /// How it came about.
    #[serde(default)]
    pub plan: ReplyPlan,
    /// The conversation's version after it.
    pub version: u64,
}

/// A turn that was answered while the store was down, to be stored after the heal.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Delivery {
    /// Whose conversation it is.
    pub patient_id: PersonId,
    /// Of which organisation.
    pub organization_id: OrganizationId,
    /// In which session it was sent.
    pub session_id: SessionId,
    /// The conversation.
    pub conversation_id: ConversationId,
    /// The idempotency key of the message.
    pub idempotency_key: String,
    /// The message.
    pub opening: TurnOpening,
    /// What was answered, if that was known when it was written down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closing: Option<TurnClosing>,
}

const TURN: Access =
    Access::patient(Action::Write, Category::ChatTranscripts, Purpose::Patient, PatientSource::Caller);

api::operation! {
    /// Begins a conversation of the signed-in resident.
    pub struct OpenConversation;
    spec: Spec::new("chat.open_conversation", ServiceName::ChatHistory, Method::Post, "/conversations")
        .roles(&[Role::Resident])
        .services(&[ServiceName::AiGateway])
        .peers_only()
        .success(201)
        .priority(Priority::Conversation)
        .audit(AuditClass::Write)
        .access(TURN),
    body: NewConversation,
    output: OpenedConversation,
}

api::operation! {
    /// What the next turn starts from.
    pub struct ReadState;
    spec: Spec::new("chat.read_state", ServiceName::ChatHistory, Method::Get, "/conversations/{conversation_id}/state")
        .roles(&[Role::Resident])
        .services(&[ServiceName::AiGateway])
        .peers_only()
        .priority(Priority::Crisis)
        .audit(AuditClass::Read)
        .access(TURN),
    path: ByConversation,
    output: TurnState,
}

api::operation! {
    /// What is kept of the caller across conversations, for a conversation that begins.
    pub struct ReadKnown;
    spec: Spec::new("chat.read_known", ServiceName::ChatHistory, Method::Get, "/known")
        .roles(&[Role::Resident])
        .services(&[ServiceName::AiGateway])
        .peers_only()
        .priority(Priority::Conversation)
        .audit(AuditClass::Read)
        .access(TURN),
    output: Known,
}

api::operation! {
    /// Stores a resident's message in one atomic step: the sealed message, its level, the alert, the events,
    /// and a mark that the reply is awaited.
    ///
    /// The same `Idempotency-Key` tells the same turn again. Another message while a turn is open is refused.
    pub struct OpenTurn;
    spec: Spec::new("chat.open_turn", ServiceName::ChatHistory, Method::Post, "/conversations/{conversation_id}/turns")
        .roles(&[Role::Resident])
        .services(&[ServiceName::AiGateway])
        .peers_only()
        .success(201)
        .idempotency(Idempotency::KeyRequired)
        .priority(Priority::Crisis)
        .audit(AuditClass::Write)
        .errors(codes::ALL)
        .access(TURN),
    path: ByConversation,
    body: TurnOpening,
    output: OpenedTurn,
}

api::operation! {
    /// Stores the reply, the engine's state, the turn record and the events in one atomic step.
    pub struct CloseTurn;
    spec: Spec::new(
        "chat.close_turn", ServiceName::ChatHistory, Method::Post,
        "/conversations/{conversation_id}/turns/{turn_id}/close",
    )
        .roles(&[Role::Resident])
        .services(&[ServiceName::AiGateway])
        .peers_only()
        .idempotency(Idempotency::Natural)
        .priority(Priority::Crisis)
        .audit(AuditClass::Write)
        .errors(codes::ALL)
        .access(TURN),
    path: TurnByIds,
    body: TurnClosing,
    output: StoredReply,
}

api::operation! {
    /// Stores a turn that was answered from the fixed lines while the store was down. The same delivery twice is
    /// stored once.
    pub struct DeliverTurn;
    spec: Spec::new("chat.deliver_turn", ServiceName::ChatHistory, Method::Post, "/deliveries")
        .services(&[ServiceName::AiGateway])
        .peers_only()
        .idempotency(Idempotency::Natural)
        .priority(Priority::Crisis)
        .audit(AuditClass::Write)
        .errors(codes::ALL)
        .access(Access::patient(
            Action::Write,
            Category::ChatTranscripts,
            Purpose::Treatment,
            PatientSource::Body("patient_id"),
        )),
    body: Delivery,
    output: OpenedTurn,
}
