//! How many alerts are open, for a page that is about something else: numbers, and nothing about anybody.

use api::{
    Access, Action, AuditClass, Category, Method, PatientSource, Priority, Purpose, Role, ServiceName, Spec,
};
use kernel::AlertId;
use serde::{Deserialize, Serialize};

/// So many alerts are looked at for one count. Of more it is said that there are more.
pub const COUNTED_MAX: usize = 300;

/// The open alerts that the caller may see, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct AlertCounts {
    /// How many are open.
    pub open: u32,
    /// How many of these nobody has taken up.
    pub waiting: u32,
    /// Which of these call the caller: they answer first for the resident, or it was passed on. The ids tell one from another, so
    /// that a new one is heard, and say nothing of whose they are.
    pub ringing: Vec<AlertId>,
    /// There are more than were looked at: the numbers are the least that there are.
    #[serde(default)]
    pub more: bool,
}

api::operation! {
    /// How many alerts are open, as the list would show them, each decided as there. It names nobody, so that it is one event
    /// of the log and not one for each resident.
    pub struct CountOpenAlerts;
    spec: Spec::new("chat.count_open_alerts", ServiceName::ChatHistory, Method::Get, "/alerts/count")
        .roles(&[Role::CareStaff, Role::HealthProvider])
        .priority(Priority::Crisis)
        .audit(AuditClass::Read)
        .access(Access::patient(Action::Read, Category::CrisisEvents, Purpose::Treatment, PatientSource::EachItem)),
    output: AlertCounts,
}
