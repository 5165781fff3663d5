//! Whom somebody answers for: what lists of alerts and of residents start from.

use api::{Access, Method, Priority, Role, ServiceName, Spec};
use kernel::PersonId;
use serde::{Deserialize, Serialize};

/// The most people that one person answers for. More than that is no answer but an error: a list that is cut
/// short would hide somebody.
pub const CHARGES_MAX: usize = 5_000;

/// The residents whom somebody answers for.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Charges {
    /// Who they are, by id.
    pub people: Vec<PersonId>,
}

api::operation! {
    /// The residents whom the caller answers for now: for care staff those who live on their units and those who
    /// live on no unit yet, for a health provider those whom they treat.
    pub struct MyCharges;
    spec: Spec::new("relations.my_charges", ServiceName::RelationshipManagement, Method::Get, "/charges")
        .roles(&[Role::CareStaff, Role::HealthProvider])
        .services(&[ServiceName::ChatHistory])
        .peers_only()
        .priority(Priority::Conversation)
        .access(Access::none("ids alone, to services alone")),
    output: Charges,
}
