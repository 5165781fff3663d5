//! Alerts: one event a turn that needs a person, one alert an episode, open until staff close it.

use api::{
    Access, Action, AuditClass, Category, Event, Idempotency, Method, PatientSource, Priority, Purpose, Role,
    ServiceName, Spec, StreamKind, Words,
};
use content_safety_api::{CrisisCategory, Language, Level};
use kernel::{AlertId, ConversationId, Cursor, MessageId, Page, PageLimit, PersonId, Timestamp, UnitId};
use serde::{Deserialize, Serialize};

use crate::codes;
use crate::counting::AlertCounts;
use crate::reading::{ByConversation, Message};

/// The alert that a turn raises: a danger in it, or that the resident wants a person. When the episode has one
/// that is open, that one rises instead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct NewAlert {
    /// How urgent.
    pub level: Level,
    /// What kind, the most urgent first; none when nothing but a person is wanted.
    pub categories: Vec<CrisisCategory>,
    /// Whether the resident asked for a person.
    #[serde(default)]
    pub person_requested: bool,
}

/// Where an alert is. Only staff close it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AlertState {
    /// Nobody has taken it up.
    Open,
    /// Somebody has seen it.
    Acknowledged,
    /// A human writes in the conversation.
    TakenOver,
    /// Done, with an outcome.
    Closed,
}

/// An alert, without the words that raised it.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Alert {
    /// Its id.
    pub alert_id: AlertId,
    /// The resident.
    pub patient_id: PersonId,
    /// The conversation.
    pub conversation_id: ConversationId,
    /// The message that raised it or raised it last.
    pub message_id: MessageId,
    /// The resident's unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_id: Option<UnitId>,
    /// How urgent.
    pub level: Level,
    /// What kind; none when nothing but a person is wanted.
    pub categories: Vec<CrisisCategory>,
    /// Whether the resident asked for a person.
    #[serde(default)]
    pub person_requested: bool,
    /// Where it is.
    pub state: AlertState,
    /// When it was raised.
    pub raised_at: Timestamp,
    /// When it last rose.
    pub updated_at: Timestamp,
    /// How many turns it has.
    pub event_count: u64,
    /// Who took it up first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledged_by: Option<PersonId>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledged_at: Option<Timestamp>,
    /// Who writes in the conversation instead of the companion.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_over_by: Option<PersonId>,
    /// Since when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_over_at: Option<Timestamp>,
    /// How often it was passed on because nobody had taken it up: from 1 on everybody who works with the resident is told,
    /// on shift or not; from 2 on all care staff of the organisation learn that an alert of that unit is unanswered, and
    /// not whose.
    #[serde(default)]
    pub escalation: u32,
    /// When it is passed on next, unless somebody takes it up; absent once somebody has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub escalates_at: Option<Timestamp>,
    /// Who closed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_by: Option<PersonId>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Timestamp>,
    /// With which outcome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<AlertOutcome>,
}

/// How an alert ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AlertOutcome {
    /// Somebody was with the resident, and they are safe.
    Safe,
    /// Somebody was with the resident, and care was given.
    CareGiven,
    /// Emergency services took over.
    EmergencyServices,
    /// A provider took over.
    HandedOver,
    /// Nobody was in danger, and nothing was asked for.
    FalseAlarm,
}

impl AlertOutcome {
    /// All of them.
    pub const ALL: &[Self] =
        &[Self::Safe, Self::CareGiven, Self::EmergencyServices, Self::HandedOver, Self::FalseAlarm];

    /// As it is kept and counted.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::CareGiven => "care_given",
            Self::EmergencyServices => "emergency_services",
            Self::HandedOver => "handed_over",
            Self::FalseAlarm => "false_alarm",
        }
    }
}

/// An alert by its id.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ByAlert {
    /// The alert.
    pub alert_id: AlertId,
}

/// The end of an alert.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct AlertClosing {
    /// How it ended.
    pub outcome: AlertOutcome,
    /// What was done, in the words of who did it: at most 2,000 characters, sealed.
    #[serde(default)]
    pub note: Words,
}

/// A page of alerts by their deadlines, the earliest first; those that somebody has come last.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct AlertQuery {
    /// Where it starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Cursor>,
    /// How many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
}

api::operation! {
    /// Open alerts of the residents whom the caller answers for: staff of the unit, assigned providers, and for a
    /// resident who lives on no unit yet all care staff of the organisation.
    pub struct ListAlerts;
    spec: Spec::new("chat.list_alerts", ServiceName::ChatHistory, Method::Get, "/alerts")
        .roles(&[Role::CareStaff, Role::HealthProvider])
        .priority(Priority::Crisis)
        .audit(AuditClass::Read)
        .access(Access::patient(Action::Read, Category::CrisisEvents, Purpose::Treatment, PatientSource::EachItem)),
    query: AlertQuery,
    output: Page<Alert>,
}

/// What the questions of a crisis ladder have brought to light so far. No words of the resident.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct SafetyFindings {
    /// The questions that were asked or answered unasked, in the order in which they came up; at most 24.
    pub answers: Vec<SafetyAnswer>,
    /// The open question, if one waits for its answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting_for: Option<String>,
    /// Questions of this ladder that were not asked.
    #[serde(default)]
    pub not_asked: Vec<String>,
    /// Which help was named: `lifeline`, `staff`, `trusted`, `professional`, `emergency`.
    #[serde(default)]
    pub offered: Vec<String>,
}

/// An answer to a safety question. The questions are of our own wording, at the levels of the C-SSRS; they are not that
/// instrument.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct SafetyAnswer {
    /// Which question: `wish`, `thoughts`, `method`, `intent`, `plan`, …
    pub question: String,
    /// What was answered.
    pub answer: SafetyReply,
    /// The message that it was read from; chat-history fills it in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_id: Option<MessageId>,
}

/// How a safety question was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SafetyReply {
    /// Yes.
    Yes,
    /// No.
    No,
    /// They would rather not say.
    Declined,
    /// Neither; it counts as yes.
    Unsure,
    /// It was said unasked.
    Said,
}

/// A sentence of a note, with the messages that it rests on. One without messages rests on the alert itself.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct NoteSentence {
    /// The sentence.
    pub text: Words,
    /// Where it comes from.
    pub message_ids: Vec<MessageId>,
}

/// Situation, background, assessment and recommendation, at most 180 words: what somebody needs who comes to it now. It
/// is put together by rules from what is stored, and says nothing that is not.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct SbarNote {
    /// The language of the note. The resident's words stay in theirs.
    pub language: Language,
    /// What happened, with the resident's words as far as the reader may see them.
    pub situation: Vec<NoteSentence>,
    /// What is known around it.
    pub background: Vec<NoteSentence>,
    /// What was asked and answered, and what was not.
    pub assessment: Vec<NoteSentence>,
    /// What to do, and by when.
    pub recommendation: Vec<NoteSentence>,
}

/// An alert with its note.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct AlertDetail {
    /// The alert.
    pub alert: Alert,
    /// The note for whoever answers it.
    pub note: SbarNote,
    /// What was done about it, in the words of who closed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closing_note: Option<Words>,
}

/// Which language the note is wanted in.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct NoteQuery {
    /// English when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
}

/// What became of an alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AlertChange {
    /// It stood when the feed began.
    Standing,
    /// It was raised.
    Raised,
    /// There was another turn of it, or it rose.
    Risen,
    /// Somebody took it up.
    Acknowledged,
    /// Somebody writes in the conversation.
    TakenOver,
    /// The companion writes again.
    HandedBack,
    /// Who had taken it up gave it back: it is open again, as it was before.
    GivenBack,
    /// Who had taken it up did not close it in time: it is open again.
    Reopened,
    /// Nobody had taken it up: it went to more people.
    Escalated,
    /// It was closed.
    Closed,
}

/// What happens to alerts, live.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(tag = "event", content = "data", rename_all = "snake_case")]
pub enum AlertEvent {
    /// An alert as it is now, and what became of it last.
    Alert {
        /// What.
        change: AlertChange,
        /// Whether the caller is asked to come: they answer first for the resident now, or it was passed on, or somebody had it in
        /// hand already. What stands is told of others too; nobody is called to it by a tone.
        asked: bool,
        /// The alert.
        alert: Box<Alert>,
    },
    /// How many are open now; in place of alerts, where that was asked for.
    Counts(AlertCounts),
    /// An alert of another unit that nobody has taken up for so long that somebody from elsewhere should go and look. Nothing
    /// about the resident.
    Unanswered {
        /// Where; absent when the resident lives on no unit.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unit_id: Option<UnitId>,
        /// How urgent.
        level: Level,
        /// Since when.
        since: Timestamp,
    },
    /// The session has ended by silence while its owner is on shift: from here on the feed tells places alone, and nothing
    /// about anybody, until the shift ends.
    Narrowed {
        /// When the shift ends, and the feed with it.
        until: Timestamp,
    },
    /// An alert of somebody whom the owner of a narrowed feed answers for: where and how urgent.
    Place {
        /// Tells one from another, and opens nothing.
        alert_id: AlertId,
        /// Where; absent when the resident lives on no unit.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unit_id: Option<UnitId>,
        /// How urgent.
        level: Level,
        /// Whether somebody has it.
        state: AlertState,
        /// Since when.
        since: Timestamp,
        /// When it goes to more people; absent once somebody has taken it up.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        escalates_at: Option<Timestamp>,
    },
    /// Every fifteen seconds, and once everything that stood was told: a feed that is silent for longer is broken, and
    /// whoever shows it says so.
    Heartbeat {
        /// The platform's time, for the clocks of deadlines.
        at: Timestamp,
        /// Whether the caller is on a shift now. Who is on none hears only of residents whose unit nobody is on shift for,
        /// and of what was passed on.
        on_shift: bool,
    },
    /// The stream ends and says why: `signed_out`, `shift_over`, `unavailable`, `draining`.
    End {
        /// Why.
        reason: String,
    },
}

impl Event for AlertEvent {
    fn is_ending(&self) -> bool {
        matches!(self, Self::End { .. })
    }
}

/// What a member of staff writes in a conversation that they took over.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct StaffMessage {
    /// The words: at most 4,000 characters.
    pub content: Words,
    /// Their language.
    #[serde(default)]
    pub language: Language,
}

/// A crisis of a relative, as far as consent tells of it: no words, no reasons.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Notice {
    /// The alert.
    pub alert_id: AlertId,
    /// The resident.
    pub patient_id: PersonId,
    /// How urgent it was; absent where the resident lets this relative know no more than that there was something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// Where it is now.
    pub state: AlertState,
    /// When it was raised.
    pub raised_at: Timestamp,
    /// When somebody of the staff took it up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledged_at: Option<Timestamp>,
    /// When it was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Timestamp>,
    /// When the caller said that they have seen it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_at: Option<Timestamp>,
}

/// Notices of thirty days.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Notices {
    /// The newest first; at most 100.
    pub notices: Vec<Notice>,
}

/// What a feed of alerts tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct WatchQuery {
    /// How many are open, whenever that changes, and nothing about anybody: for a page that is about something else. Such a
    /// feed is one event of the log, and has no place to go on from.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub counts: bool,
}

api::operation! {
    /// What happens to the alerts of the residents whom the caller answers for now, live: first what changed since
    /// `Last-Event-ID`, closings too, and what stands; then each change. A feed that broke loses nothing. Where the session
    /// ends by silence during its owner's shift, the feed goes on with places alone until the shift ends; once broken, such a
    /// feed asks for a new sign-in.
    pub struct WatchAlerts;
    spec: Spec::new("chat.watch_alerts", ServiceName::ChatHistory, Method::Get, "/alerts/events")
        .roles(RESPONDERS)
        .stream(StreamKind::Events)
        .priority(Priority::Crisis)
        .audit(AuditClass::Read)
        .access(Access::patient(Action::Read, Category::CrisisEvents, Purpose::Treatment, PatientSource::EachItem)),
    query: WatchQuery,
    event: AlertEvent,
}

api::operation! {
    /// One alert, with the note for whoever answers it.
    pub struct ReadAlert;
    spec: Spec::new("chat.read_alert", ServiceName::ChatHistory, Method::Get, "/alerts/{alert_id}")
        .roles(RESPONDERS)
        .priority(Priority::Crisis)
        .audit(AuditClass::Read)
        .access(Access::patient(Action::Read, Category::CrisisEvents, Purpose::Treatment, PatientSource::Object)),
    path: ByAlert,
    query: NoteQuery,
    output: AlertDetail,
}

api::operation! {
    /// Takes the conversation over: from now on a person writes, the companion is silent, and the resident sees who it is.
    /// Help lines are shown on every message as before. Who writes nothing for ten minutes gives it back.
    pub struct TakeOverAlert;
    spec: Spec::new("chat.take_over_alert", ServiceName::ChatHistory, Method::Post, "/alerts/{alert_id}/take-over")
        .roles(RESPONDERS)
        .priority(Priority::Crisis)
        .audit(AuditClass::Write)
        .errors(codes::ALL)
        .access(RESPOND),
    path: ByAlert,
    output: Alert,
}

api::operation! {
    /// Gives the conversation back to the companion. The alert stays taken up.
    pub struct HandBackAlert;
    spec: Spec::new("chat.hand_back_alert", ServiceName::ChatHistory, Method::Post, "/alerts/{alert_id}/hand-back")
        .roles(RESPONDERS)
        .priority(Priority::Crisis)
        .audit(AuditClass::Write)
        .errors(codes::ALL)
        .access(RESPOND),
    path: ByAlert,
    output: Alert,
}

api::operation! {
    /// Passes an alert on to more people at once, without waiting for its time.
    pub struct EscalateAlert;
    spec: Spec::new("chat.escalate_alert", ServiceName::ChatHistory, Method::Post, "/alerts/{alert_id}/escalate")
        .roles(RESPONDERS)
        .priority(Priority::Crisis)
        .audit(AuditClass::Write)
        .errors(codes::ALL)
        .access(RESPOND),
    path: ByAlert,
    output: Alert,
}

api::operation! {
    /// Writes in a conversation that the caller took over.
    pub struct WriteAsStaff;
    spec: Spec::new(
        "chat.write_as_staff", ServiceName::ChatHistory, Method::Post, "/conversations/{conversation_id}/staff-messages",
    )
        .roles(RESPONDERS)
        .success(201)
        .idempotency(Idempotency::KeyRequired)
        .priority(Priority::Crisis)
        .audit(AuditClass::Write)
        .errors(codes::ALL)
        .access(RESPOND),
    path: ByConversation,
    body: StaffMessage,
    output: Message,
}

api::operation! {
    /// Crises of the caller's relatives in the last thirty days, as far as each of them lets this relative know.
    pub struct ListNotices;
    spec: Spec::new("chat.list_notices", ServiceName::ChatHistory, Method::Get, "/notices")
        .roles(&[Role::FamilyMember])
        .audit(AuditClass::Read)
        .access(Access::patient(Action::Notify, Category::CrisisEvents, Purpose::Family, PatientSource::EachItem)),
    output: Notices,
}

api::operation! {
    /// Says that the caller has seen a notice.
    pub struct SeeNotice;
    spec: Spec::new("chat.see_notice", ServiceName::ChatHistory, Method::Post, "/notices/{alert_id}/seen")
        .roles(&[Role::FamilyMember])
        .audit(AuditClass::Write)
        .access(Access::patient(Action::Notify, Category::CrisisEvents, Purpose::Family, PatientSource::Object)),
    path: ByAlert,
    output: Notice,
}

const RESPONDERS: &[Role] = &[Role::CareStaff, Role::HealthProvider];
const RESPOND: Access =
    Access::patient(Action::Write, Category::CrisisEvents, Purpose::Treatment, PatientSource::Object);

api::operation! {
    /// Takes an alert up: somebody is on their way. The first who does is named; a repeat changes nothing. A higher
    /// level of the same episode opens it again.
    pub struct AcknowledgeAlert;
    spec: Spec::new(
        "chat.acknowledge_alert", ServiceName::ChatHistory, Method::Post, "/alerts/{alert_id}/acknowledge",
    )
        .roles(RESPONDERS)
        .priority(Priority::Crisis)
        .audit(AuditClass::Write)
        .errors(codes::ALL)
        .access(RESPOND),
    path: ByAlert,
    output: Alert,
}

api::operation! {
    /// Closes an alert with its outcome. The responder's right to read the conversation ends with it; a new danger
    /// is a new alert.
    pub struct CloseAlert;
    spec: Spec::new("chat.close_alert", ServiceName::ChatHistory, Method::Post, "/alerts/{alert_id}/close")
        .roles(RESPONDERS)
        .priority(Priority::Crisis)
        .audit(AuditClass::Write)
        .errors(codes::ALL)
        .access(RESPOND),
    path: ByAlert,
    body: AlertClosing,
    output: Alert,
}
