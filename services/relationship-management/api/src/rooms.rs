//! In which room a resident lives: what whoever is called to them needs first.

use api::{
    Access, Action, AuditClass, Category, Method, PatientSource, Purpose, Role, ServiceName, Spec, Words,
};
use kernel::PersonId;
use serde::{Deserialize, Serialize};

use crate::{ByPerson, codes};

/// The most letters of a room, as staff say it: `12`, `3 B, by the window`.
pub const ROOM_CHARS_MAX: usize = 32;
/// The most people whose rooms are asked for at once.
pub const ROOMS_MAX: usize = 100;

/// The room of somebody who lives on a unit.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RoomChange {
    /// What it is called; absent where they have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<Words>,
}

/// Whose rooms are asked for.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RoomsQuery {
    /// At most [`ROOMS_MAX`] people.
    pub people: Vec<PersonId>,
}

/// Somebody's room.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RoomOf {
    /// Who lives there.
    pub person_id: PersonId,
    /// What it is called.
    pub room: Words,
}

/// The rooms of those who have one.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Rooms {
    /// In no order.
    pub rooms: Vec<RoomOf>,
}

api::operation! {
    /// Says in which room of their unit a resident lives, or that they have none. Care staff say so on their own units. Who moves to
    /// another unit has no room there until it is said.
    pub struct SetRoom;
    spec: Spec::new("relations.set_room", ServiceName::RelationshipManagement, Method::Put, "/people/{person_id}/room")
        .roles(&[Role::Admin, Role::CareStaff])
        .audit(AuditClass::Write)
        .errors(&[codes::ROOM])
        .access(Access::patient(Action::Write, Category::Demographics, Purpose::Operations, PatientSource::Path("person_id"))),
    path: ByPerson,
    body: RoomChange,
    output: RoomChange,
}

api::operation! {
    /// In which rooms people live, for the service that decides who learns it: whoever may be told a resident's name.
    pub struct FindRooms;
    spec: Spec::new("relations.find_rooms", ServiceName::RelationshipManagement, Method::Post, "/rooms")
        .services(&[ServiceName::AuthRbac])
        .peers_only()
        .access(Access::none("to the service that decides who sees whom, and notes it")),
    body: RoomsQuery,
    output: Rooms,
}
