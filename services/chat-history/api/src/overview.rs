//! Looking over conversations: searching one's own, how somebody has been, how much was talked.

use api::{
    Access, Action, AuditClass, Category, Method, PatientSource, Purpose, Role, ServiceName, Spec, Words,
};
use content_safety_api::EmotionLabel;
use kernel::{ConversationId, MessageId, PersonId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::reading::Speaker;

/// What is looked for in one's own conversations.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Search {
    /// The words: all of them must be in a message, in any order, whatever their case and accents. 2 to 200 characters.
    pub words: Words,
    /// From when on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Where the last search left off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<MessageId>,
}

/// A message that was found.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Found {
    /// The conversation.
    pub conversation_id: ConversationId,
    /// The message.
    pub message_id: MessageId,
    /// Who said it.
    pub speaker: Speaker,
    /// The words around the first of what was looked for; at most 200 characters.
    pub excerpt: Words,
    /// When.
    pub created_at: Timestamp,
}

/// What was found, the newest first.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct FoundMessages {
    /// The messages; at most 50.
    pub found: Vec<Found>,
    /// Where to go on, when not all was looked through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<MessageId>,
}

/// Whose, and of which days.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PeriodQuery {
    /// Whose; the caller's own when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient_id: Option<PersonId>,
    /// How many days back from now, 1 to 90; 7 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u16>,
}

/// What was heard in the messages of a day. A reading of words, not of a person; never a diagnosis.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct EmotionDay {
    /// The day by the residents' clocks, as `2026-11-26`.
    pub date: String,
    /// How many messages were read.
    pub messages: u32,
    /// Unpleasant to pleasant, −1 to 1, on average.
    pub valence: f32,
    /// Calm to stirred, −1 to 1, on average.
    pub arousal: f32,
    /// Helpless to in control, −1 to 1, on average.
    pub dominance: f32,
    /// The labels that were heard most, with how often; at most three, `neutral` left out.
    pub labels: Vec<EmotionCount>,
}

/// How often a label was heard.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct EmotionCount {
    /// The label.
    pub label: EmotionLabel,
    /// How often.
    pub count: u32,
}

/// How somebody has been.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct EmotionHistory {
    /// Whose.
    pub patient_id: PersonId,
    /// The days on which anything was read, the earliest first.
    pub days: Vec<EmotionDay>,
    /// Whether the period holds more messages than were read.
    pub truncated: bool,
}

/// How much was talked on a day.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TalkDay {
    /// The day by the residents' clocks, as `2026-11-26`.
    pub date: String,
    /// Conversations with a message on that day.
    pub conversations: u32,
    /// The resident's messages.
    pub messages: u32,
    /// Words in each of them, on average.
    pub words: f32,
    /// How the day sounded, where that may be known and was read: `low`, `mixed`, `good`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mood: Option<Mood>,
    /// How the resident called the day, where they did: `good`, `middling`, `hard`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub called: Option<String>,
    /// Messages that were graded `medium` or higher, where that may be known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crisis_messages: Option<u32>,
}

/// How a day sounded, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mood {
    /// More unpleasant than pleasant.
    Low,
    /// Some of both.
    Mixed,
    /// More pleasant than unpleasant.
    Good,
}

/// How somebody's days with the companion were: numbers and a word, no words of theirs.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TalkSummary {
    /// Whose.
    pub patient_id: PersonId,
    /// The days on which they talked, the earliest first.
    pub days: Vec<TalkDay>,
    /// Whether the period holds more messages than were read.
    pub truncated: bool,
}

const READERS: &[Role] = &[Role::Resident, Role::FamilyMember, Role::CareStaff, Role::HealthProvider];

api::operation! {
    /// Searches one's own conversations. The words are sealed, so they are opened and looked through, the newest first, as
    /// many as a search may; nothing of what is looked for is kept.
    pub struct SearchOwn;
    spec: Spec::new("chat.search", ServiceName::ChatHistory, Method::Post, "/search")
        .roles(&[Role::Resident])
        .audit(AuditClass::Read)
        .access(Access::patient(Action::Read, Category::ChatTranscripts, Purpose::Patient, PatientSource::Caller)),
    body: Search,
    output: FoundMessages,
}

api::operation! {
    /// What was heard in somebody's messages, day by day. Not there where the installation does not read emotions.
    pub struct GetEmotionHistory;
    spec: Spec::new("chat.emotion_history", ServiceName::ChatHistory, Method::Get, "/emotions")
        .roles(READERS)
        .audit(AuditClass::Read)
        .access(Access::patient(Action::Read, Category::AiInferences, Purpose::Treatment, PatientSource::Object)),
    query: PeriodQuery,
    output: EmotionHistory,
}

api::operation! {
    /// How somebody's days with the companion were: how much was talked, how it sounded, whether there was a crisis. What a
    /// family sees of a week.
    pub struct GetTalkSummary;
    spec: Spec::new("chat.talk_summary", ServiceName::ChatHistory, Method::Get, "/summary")
        .roles(READERS)
        .audit(AuditClass::Read)
        .access(Access::patient(Action::Read, Category::WellbeingSummary, Purpose::Treatment, PatientSource::Object)),
    query: PeriodQuery,
    output: TalkSummary,
}
