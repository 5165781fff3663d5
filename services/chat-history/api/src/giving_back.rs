//! Giving an alert back that one has taken up.

use api::{
    Access, Action, AuditClass, Category, Method, PatientSource, Priority, Purpose, Role, ServiceName, Spec,
};

use crate::alerts::{Alert, ByAlert};
use crate::codes;

api::operation! {
    /// Gives an alert back that the caller took up, because they pressed by mistake or cannot go after all. It is open
    /// again, nobody has it, and it goes to more people when it would have without them: at once, where that time is over.
    /// The resident was told who has seen it, so they are told this too.
    pub struct GiveBackAlert;
    spec: Spec::new("chat.give_back_alert", ServiceName::ChatHistory, Method::Post, "/alerts/{alert_id}/give-back")
        .roles(&[Role::CareStaff, Role::HealthProvider])
        .priority(Priority::Crisis)
        .audit(AuditClass::Write)
        .errors(codes::ALL)
        .access(Access::patient(Action::Write, Category::CrisisEvents, Purpose::Treatment, PatientSource::Object)),
    path: ByAlert,
    output: Alert,
}
