//! Names: of the residents whom somebody answers for, and of people whose ids somebody came across.

use api::{
    Access, Action, AuditClass, Category, Idempotency, Method, PatientSource, Purpose, Role, ServiceName,
    Spec, Words,
};
use kernel::{Cursor, Page, PageLimit, PersonId, UnitId};
use serde::{Deserialize, Serialize};

/// The most people who are named at once.
pub const NAMED_MAX: usize = 100;

/// Which of the caller's residents are asked for.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ChargesQuery {
    /// Where the page starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Cursor>,
    /// How many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
}

/// A resident whom the caller answers for.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct NamedCharge {
    /// Who.
    pub person_id: PersonId,
    /// Their name, as far as the caller may see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Words>,
    /// The unit they live on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_id: Option<UnitId>,
    /// Whether the caller is who answers first now.
    pub on_duty: bool,
}

/// People to be named.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct NamesQuery {
    /// Who: at most [`NAMED_MAX`].
    pub people: Vec<PersonId>,
}

/// A person's name.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Named {
    /// Who.
    pub person_id: PersonId,
    /// Name.
    pub name: Words,
    /// In which role.
    pub role: Role,
    /// Of a resident, for staff: the room they live in, where one is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<Words>,
}

/// The people who may be named. Who is missing may not be, or is nobody here: the two look the same.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Names {
    /// In no order.
    pub people: Vec<Named>,
}

api::operation! {
    /// The residents whom the caller answers for now, in the order of their ids, with their names where the caller may
    /// see them: those who live on the units of staff, those whom a provider treats, those to whom a relative is related.
    pub struct ListMyCharges;
    spec: Spec::new("auth.list_my_charges", ServiceName::AuthRbac, Method::Get, "/residents/mine")
        .roles(&[Role::CareStaff, Role::HealthProvider, Role::FamilyMember])
        .audit(AuditClass::Read).timeout_ms(10_000)
        .access(Access::patient(Action::Read, Category::Demographics, Purpose::Treatment, PatientSource::EachItem)),
    query: ChargesQuery,
    output: Page<NamedCharge>,
}

api::operation! {
    /// The names of people of the caller's organisation: of those who work there for everybody, so that a resident can
    /// read who saw their record; of a resident for whoever may see who they are; of a relative for the resident and the administrator.
    pub struct NamePeople;
    spec: Spec::new("auth.name_people", ServiceName::AuthRbac, Method::Post, "/people/names")
        .roles(Role::PEOPLE)
        .idempotency(Idempotency::Natural).audit(AuditClass::Read).timeout_ms(10_000)
        .access(Access::patient(Action::Read, Category::Demographics, Purpose::Treatment, PatientSource::EachItem)),
    body: NamesQuery,
    output: Names,
}
