//! In which room a resident lives.

use api::{Principal, Role, Words};
use audit_trail::AuditEvent;
use kernel::PersonId;
use relationship_management_api::{ROOM_CHARS_MAX, ROOMS_MAX, RoomChange, Rooms, RoomsQuery};

use super::{Domain, Refused};

impl Domain {
    /// An admin says it of anybody of the organisation, care staff of those who live on units of theirs.
    pub(crate) async fn set_room(
        &self,
        by: &Principal,
        person: PersonId,
        change: RoomChange,
        event: AuditEvent,
    ) -> Result<RoomChange, Refused> {
        let room = change.room.map(|room| room.expose().trim().to_owned());
        let sound = |room: &String| {
            !room.is_empty() && room.chars().count() <= ROOM_CHARS_MAX && !room.chars().any(char::is_control)
        };
        if room.as_ref().is_some_and(|room| !sound(room)) {
            return Err(Refused::Room);
        }
        let member = self.store.member(person).await?.ok_or(Refused::NotFound)?;
        if member.organization_id != by.organization || member.role != Role::Resident {
            return Err(Refused::NotFound);
        }
        let now = self.sources.now();
        let among = if by.role == Role::CareStaff {
            let own = self.store.units_of(by.person, now).await?;
            Some(own.into_iter().map(|own| own.unit_id).collect::<Vec<_>>())
        } else {
            None
        };
        self.store.set_room(person, room.as_deref(), among.as_deref(), now, event).await?;
        Ok(RoomChange { room: room.map(Words::new) })
    }

    pub(crate) async fn rooms(&self, query: &RoomsQuery) -> Result<Rooms, Refused> {
        if query.people.len() > ROOMS_MAX {
            return Err(Refused::TooMany);
        }
        Ok(Rooms { rooms: self.store.rooms(&query.people, self.sources.now()).await? })
    }
}
