//! Alerts: one event a turn that needs a person, one alert an episode, open until staff close it.

use api::Words;
use api::{
    Access, Action, AuditClass, Category, Method, PatientSource, Priority, Purpose, Role, ServiceName, Spec,
};
use content_safety_api::{CrisisCategory, Level};
use kernel::{AlertId, ConversationId, Cursor, MessageId, Page, PageLimit, PersonId, Timestamp, UnitId};
use serde::{Deserialize, Serialize};

use crate::codes;

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

/// A page of alerts, the most urgent first.
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
