//! Emergencies: one lives per patient at most, and none outlives its end.

use audit_trail::AuditEvent;
use kernel::{EmergencyId, PersonId, Timestamp, TypedId};
use relationship_management_api::{Emergency, Place};
use store_sql::{Columns, Corrupt, Row, Statements, StoreError};

use super::Store;
use crate::domain::Refused;

impl Store {
    /// Keeps an emergency; the one before of this patient ends in the same step.
    pub(crate) async fn declare(&self, emergency: &Emergency, event: AuditEvent) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        let (patient, now) = (emergency.patient_id.uuid(), emergency.declared_at.as_micros());
        // The patient's row is the lock: two who declare at once leave one.
        write.run("UPDATE members SET role = role WHERE person_id = $1", [patient.into()]).await?;
        let text = "UPDATE emergencies SET ends_at = $2 WHERE patient_id = $1 AND ends_at > $2";
        write.run(text, [patient.into(), now.into()]).await?;
        write
            .run(
                "INSERT INTO emergencies (emergency_id, patient_id, unit_id, place, contact_id, declared_by,
                 declared_at, ends_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                [
                    emergency.emergency_id.uuid().into(),
                    patient.into(),
                    emergency.unit_id.map(TypedId::uuid).into(),
                    emergency.place.name().into(),
                    emergency.contact_id.uuid().into(),
                    emergency.declared_by.uuid().into(),
                    now.into(),
                    emergency.ends_at.as_micros().into(),
                ],
            )
            .await?;
        self.trail.append(&write, event).await?;
        self.trail.commit(write).await?;
        Ok(())
    }

    /// Ends an emergency now, unless it has ended.
    pub(crate) async fn end_emergency(
        &self,
        id: EmergencyId,
        now: Timestamp,
        event: AuditEvent,
    ) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        let text = "UPDATE emergencies SET ends_at = $2 WHERE emergency_id = $1 AND ends_at > $2";
        if write.run(text, [id.uuid().into(), now.as_micros().into()]).await? > 0 {
            self.trail.append(&write, event).await?;
        }
        self.trail.commit(write).await?;
        Ok(())
    }

    /// An emergency, or `None`.
    pub(crate) async fn emergency(&self, id: EmergencyId) -> Result<Option<Emergency>, StoreError> {
        let text = format!("SELECT {EMERGENCY} FROM emergencies WHERE emergency_id = $1");
        let row = self.database.read().find(&text, [id.uuid().into()]).await?;
        row.as_ref().map(emergency_of).transpose()
    }

    /// The emergency of a patient that lasts at a moment, or `None`.
    pub(crate) async fn emergency_of(
        &self,
        patient: PersonId,
        now: Timestamp,
    ) -> Result<Option<Emergency>, StoreError> {
        let text = format!(
            "SELECT {EMERGENCY} FROM emergencies WHERE patient_id = $1 AND declared_at <= $2 AND ends_at > $2
             ORDER BY declared_at DESC LIMIT 1"
        );
        let row = self.database.read().find(&text, [patient.uuid().into(), now.as_micros().into()]).await?;
        row.as_ref().map(emergency_of).transpose()
    }
}

const EMERGENCY: &str =
    "emergency_id, patient_id, unit_id, place, contact_id, declared_by, declared_at, ends_at";

fn emergency_of(row: &Row) -> Result<Emergency, StoreError> {
    let place = row.col::<String>("place")?;
    let found = Place::ALL.iter().copied().find(|one| one.name() == place);
    Ok(Emergency {
        emergency_id: row.id("emergency_id")?,
        patient_id: row.id("patient_id")?,
        unit_id: row.id_or_none("unit_id")?,
        place: found.ok_or(Corrupt { table: "emergencies", column: "place" })?,
        contact_id: row.id("contact_id")?,
        declared_by: row.id("declared_by")?,
        declared_at: row.at("declared_at")?,
        ends_at: row.at("ends_at")?,
    })
}
