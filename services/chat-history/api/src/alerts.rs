//! Alerts: one event a turn that needs a person, one alert an episode, open until staff close it.

use api::{
    Access, Action, AuditClass, Category, Method, PatientSource, Priority, Purpose, Role, ServiceName, Spec,
};
use content_safety_api::{CrisisCategory, Level};
use kernel::{AlertId, ConversationId, Cursor, MessageId, Page, PageLimit, PersonId, Timestamp, UnitId};
use serde::{Deserialize, Serialize};

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
