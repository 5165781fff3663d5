//! What becomes of messages and conversations after they were stored: feedback, correction, redaction, an end. What was
//! said first is kept; nothing is overwritten.

use api::{
    Access, Action, AuditClass, Category, Idempotency, Method, PatientSource, Priority, Purpose, Role,
    ServiceName, Spec, Words,
};
use content_safety_api::Level;
use kernel::{ConversationId, MessageId, PersonId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::codes;
use crate::reading::{ByConversation, Conversation, Message};

/// A message of a conversation.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ByMessage {
    /// The conversation.
    pub conversation_id: ConversationId,
    /// The message.
    pub message_id: MessageId,
}

/// What somebody thinks of a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FeedbackReason {
    /// It was wrong about what was said.
    Misunderstood,
    /// It was said before.
    Repeated,
    /// It was not asked for.
    Unwanted,
    /// It was unkind.
    Unkind,
    /// It was hard to understand.
    Unclear,
    /// It should not have been said at all.
    Unsafe,
}

impl FeedbackReason {
    /// All of them.
    pub const ALL: &[Self] =
        &[Self::Misunderstood, Self::Repeated, Self::Unwanted, Self::Unkind, Self::Unclear, Self::Unsafe];

    /// As it is kept and counted.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Misunderstood => "misunderstood",
            Self::Repeated => "repeated",
            Self::Unwanted => "unwanted",
            Self::Unkind => "unkind",
            Self::Unclear => "unclear",
            Self::Unsafe => "unsafe",
        }
    }
}

/// What the resident thinks of a reply. The newest counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Feedback {
    /// Whether it was good.
    pub helpful: bool,
    /// Why not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<FeedbackReason>,
}

/// Other words for a message of one's own.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Correction {
    /// The words.
    pub content: Words,
}

/// Help that is there now: a line to call, somebody in the house, an emergency number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct HelpLine {
    /// A stable id.
    pub id: String,
    /// What it is, in the language of the words.
    pub name: String,
    /// How it is reached: `call`, `text`, `chat`, `in_person`.
    pub kind: String,
    /// The number or address, when there is one that is certain for this place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
}

/// A message as it was corrected, and what its new words call for. The crisis rules read them as they read a message.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CorrectedMessage {
    /// The message.
    #[serde(flatten)]
    pub message: Message,
    /// What the rules found in the new words of a resident, apart from what was found before.
    #[serde(default)]
    pub found: Level,
    /// Whether an alert for staff was stored in the same step, or one that is open rose.
    #[serde(default)]
    pub alerted: bool,
    /// Help that is there now, for what was found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<HelpLine>,
    /// What the companion says about it, in its fixed lines; stored as a message in the same step. Absent while a person
    /// writes in the conversation, and where nothing was found that is asked about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Box<Message>>,
}

/// Why the words of a message are taken out of sight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RedactionReason {
    /// The resident asked for it.
    AskedFor,
    /// It is about somebody else.
    AboutAnother,
    /// It was said to the wrong person's tablet.
    WrongPerson,
    /// It holds a password, a card number or the like.
    Secret,
}

impl RedactionReason {
    /// All of them.
    pub const ALL: &[Self] = &[Self::AskedFor, Self::AboutAnother, Self::WrongPerson, Self::Secret];

    /// As it is kept.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AskedFor => "asked_for",
            Self::AboutAnother => "about_another",
            Self::WrongPerson => "wrong_person",
            Self::Secret => "secret",
        }
    }
}

/// A redaction.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct NewRedaction {
    /// Why.
    pub reason: RedactionReason,
}

/// What became of the words of a message.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Version {
    /// The words until then; absent after a redaction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<Words>,
    /// Who changed them.
    pub changed_by: PersonId,
    /// When.
    pub changed_at: Timestamp,
    /// Why, for a redaction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redaction: Option<RedactionReason>,
}

/// What the words of a message were before, the oldest first.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Versions {
    /// Each change.
    pub versions: Vec<Version>,
}

const OWN: Access =
    Access::patient(Action::Write, Category::ChatTranscripts, Purpose::Patient, PatientSource::Object);
/// Staff correct what they wrote for the treatment; a resident who states no purpose has their own.
const CORRECTED: Access =
    Access::patient(Action::Write, Category::ChatTranscripts, Purpose::Treatment, PatientSource::Object);
const READERS: &[Role] = &[Role::Resident, Role::FamilyMember, Role::CareStaff, Role::HealthProvider];

api::operation! {
    /// Says what the resident thinks of a reply of the companion.
    pub struct GiveFeedback;
    spec: Spec::new(
        "chat.give_feedback", ServiceName::ChatHistory, Method::Put,
        "/conversations/{conversation_id}/messages/{message_id}/feedback",
    )
        .roles(&[Role::Resident])
        .idempotency(Idempotency::Natural)
        .audit(AuditClass::Write)
        .access(OWN),
    path: ByMessage,
    body: Feedback,
    output: Feedback,
}

api::operation! {
    /// Corrects the words of one's own message within a quarter of an hour: the resident's, or those of a member of staff
    /// who wrote it. What was found in it, its level and its alert stay: a cry for help cannot be corrected away.
    ///
    /// Once it is decided that they may, the crisis rules read the new words of a resident, with the talk around them, before
    /// anything is changed. The same words again change nothing. Whatever the rules find is taken
    /// however late it comes, raises the level, and the answer has the help lines; from `medium` up there is an alert in the
    /// same step. What the companion says about it is a message of the conversation, and its questions go on in the next
    /// turn. A client whose correction is refused or not answered sends the words as a message (`ai.send_message`): that is
    /// answered with everything down.
    pub struct CorrectMessage;
    spec: Spec::new(
        "chat.correct_message", ServiceName::ChatHistory, Method::Post,
        "/conversations/{conversation_id}/messages/{message_id}/correct",
    )
        .roles(&[Role::Resident, Role::CareStaff, Role::HealthProvider])
        .audit(AuditClass::Write)
        .errors(codes::ALL)
        .access(CORRECTED),
    path: ByMessage,
    body: Correction,
    output: CorrectedMessage,
}

api::operation! {
    /// Takes the words of a message out of sight. That it was there, its level and who redacted it stay; the words stay
    /// sealed beside it for as long as the record is kept.
    pub struct RedactMessage;
    spec: Spec::new(
        "chat.redact_message", ServiceName::ChatHistory, Method::Post,
        "/conversations/{conversation_id}/messages/{message_id}/redact",
    )
        .roles(&[Role::Resident])
        .audit(AuditClass::Write)
        .errors(codes::ALL)
        .access(OWN),
    path: ByMessage,
    body: NewRedaction,
    output: Message,
}

api::operation! {
    /// What the words of a message were before. Redacted words are shown to nobody.
    pub struct ListVersions;
    spec: Spec::new(
        "chat.list_versions", ServiceName::ChatHistory, Method::Get,
        "/conversations/{conversation_id}/messages/{message_id}/versions",
    )
        .roles(READERS)
        .audit(AuditClass::Read)
        .access(Access::patient(Action::Read, Category::ChatTranscripts, Purpose::Treatment, PatientSource::Object)),
    path: ByMessage,
    output: Versions,
}

api::operation! {
    /// Ends a conversation of one's own. While its alert is open it stays open: nobody is sent away in danger, and a
    /// danger said in one that has ended opens it again.
    pub struct EndConversation;
    spec: Spec::new(
        "chat.end_conversation", ServiceName::ChatHistory, Method::Post, "/conversations/{conversation_id}/end",
    )
        .roles(&[Role::Resident])
        .idempotency(Idempotency::Natural)
        .priority(Priority::Conversation)
        .audit(AuditClass::Write)
        .errors(codes::ALL)
        .access(OWN),
    path: ByConversation,
    output: Conversation,
}
