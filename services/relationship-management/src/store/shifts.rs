//! Shifts: who is asked first, and until when.

use audit_trail::AuditEvent;
use kernel::{PersonId, ShiftId, Timestamp, TypedId, UnitId};
use relationship_management_api::Shift;
use store_sql::{Columns, Row, Statements, StoreError};

use super::Store;
use crate::domain::Refused;

/// The most shifts of a list.
const SHIFTS_MAX: i64 = 200;

impl Store {
    /// Keeps a shift. One of the same person that runs at that time on that unit gives way to it.
    pub(crate) async fn start_shift(&self, shift: &Shift, event: AuditEvent) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        let (person, unit) = (shift.person_id.uuid(), shift.unit_id.uuid());
        write.run("UPDATE members SET role = role WHERE person_id = $1", [person.into()]).await?;
        let (starts, ends) = (shift.starts_at.as_micros(), shift.ends_at.as_micros());
        let text = "UPDATE shifts SET ends_at = $3 WHERE person_id = $1 AND unit_id = $2 AND starts_at < $4 AND ends_at > $3";
        write.run(text, [person.into(), unit.into(), starts.into(), ends.into()]).await?;
        write
            .run(
                "INSERT INTO shifts (shift_id, person_id, unit_id, starts_at, ends_at) VALUES ($1, $2, $3, $4, $5)",
                [shift.shift_id.uuid().into(), person.into(), unit.into(), starts.into(), ends.into()],
            )
            .await?;
        self.trail.append(&write, event).await?;
        self.trail.commit(write).await?;
        Ok(())
    }

    /// Ends a shift now, unless it has ended. One that has not begun never runs.
    pub(crate) async fn end_shift(
        &self,
        id: ShiftId,
        now: Timestamp,
        event: AuditEvent,
    ) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        let text = "UPDATE shifts SET ends_at = $2 WHERE shift_id = $1 AND ends_at > $2";
        if write.run(text, [id.uuid().into(), now.as_micros().into()]).await? > 0 {
            self.trail.append(&write, event).await?;
        }
        self.trail.commit(write).await?;
        Ok(())
    }

    /// A shift, or `None`.
    pub(crate) async fn shift(&self, id: ShiftId) -> Result<Option<Shift>, StoreError> {
        let text = "SELECT shift_id, person_id, unit_id, starts_at, ends_at FROM shifts WHERE shift_id = $1";
        self.database.read().find(text, [id.uuid().into()]).await?.as_ref().map(shift_of).transpose()
    }

    /// Until when somebody is on a shift that runs now, on a unit that they work on; `None` when they are on none.
    pub(crate) async fn on_shift_until(
        &self,
        person: PersonId,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, StoreError> {
        let text =
            "SELECT MAX(s.ends_at) AS ends_at FROM shifts s JOIN assignments w ON w.person_id = s.person_id
                    AND w.unit_id = s.unit_id WHERE s.person_id = $1 AND s.starts_at <= $2 AND s.ends_at > $2
                    AND (w.until IS NULL OR w.until > $2)";
        let values = [person.uuid().into(), now.as_micros().into()];
        let row = self.database.read().find(text, values).await?;
        Ok(row.map(|row| row.at_or_none("ends_at")).transpose()?.flatten())
    }

    /// Shifts of a unit that end after an instant and begin before another, the earliest first.
    pub(crate) async fn shifts(
        &self,
        unit: UnitId,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<Shift>, StoreError> {
        let text = "SELECT shift_id, person_id, unit_id, starts_at, ends_at FROM shifts WHERE unit_id = $1
                    AND ends_at > $2 AND starts_at < $3 ORDER BY starts_at, shift_id LIMIT $4";
        let values =
            [unit.uuid().into(), from.as_micros().into(), until.as_micros().into(), SHIFTS_MAX.into()];
        self.database.read().list(text, values).await?.iter().map(shift_of).collect()
    }
}

fn shift_of(row: &Row) -> Result<Shift, StoreError> {
    Ok(Shift {
        shift_id: row.id("shift_id")?,
        person_id: row.id("person_id")?,
        unit_id: row.id("unit_id")?,
        starts_at: row.at("starts_at")?,
        ends_at: row.at("ends_at")?,
    })
}
