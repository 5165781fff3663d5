//! In which room a resident lives: a word beside where they are assigned to.

use api::Words;
use audit_trail::AuditEvent;
use kernel::{PersonId, Timestamp, TypedId, UnitId};
use relationship_management_api::RoomOf;
use store_sql::{Columns, Row, Statements, StoreError, Value};

use super::Store;
use crate::domain::Refused;

impl Store {
    /// Keeps the room of a resident who lives on a unit; with `among`, on one of these.
    pub(crate) async fn set_room(
        &self,
        person: PersonId,
        room: Option<&str>,
        among: Option<&[UnitId]>,
        now: Timestamp,
        event: AuditEvent,
    ) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        let person: Value = person.uuid().into();
        // The person's row is the lock: nobody is moved between the look and the step.
        write.run("UPDATE members SET role = role WHERE person_id = $1", [person.clone()]).await?;
        let lives = "SELECT unit_id FROM assignments WHERE person_id = $1 AND (until IS NULL OR until > $2)";
        let home = write.find(lives, [person.clone(), now.as_micros().into()]).await?;
        let home: UnitId = home.ok_or(Refused::NotFound)?.id("unit_id")?;
        if among.is_some_and(|among| !among.contains(&home)) {
            return Err(Refused::Forbidden);
        }
        let text = "UPDATE assignments SET room = $3 WHERE person_id = $1 AND unit_id = $2";
        write.run(text, [person, home.uuid().into(), room.map(str::to_owned).into()]).await?;
        self.trail.append(&write, event).await?;
        self.trail.commit(write).await?;
        Ok(())
    }

    /// The rooms of those among some people who have one now.
    pub(crate) async fn rooms(&self, people: &[PersonId], now: Timestamp) -> Result<Vec<RoomOf>, StoreError> {
        if people.is_empty() {
            return Ok(Vec::new());
        }
        let places: Vec<String> = (2..people.len() + 2).map(|place| format!("${place}")).collect();
        let text = format!(
            "SELECT person_id, room FROM assignments WHERE room IS NOT NULL AND role = 'resident'
             AND (until IS NULL OR until > $1) AND person_id IN ({})",
            places.join(", ")
        );
        let mut values: Vec<Value> = vec![now.as_micros().into()];
        values.extend(people.iter().map(|person| Value::from(person.uuid())));
        let room = |row: &Row| {
            let name: String = row.col("room")?;
            Ok(RoomOf { person_id: row.id("person_id")?, room: Words::new(name) })
        };
        self.database.read().list(&text, values).await?.iter().map(room).collect()
    }
}
