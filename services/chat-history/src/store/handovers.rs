//! Who took over a unit, and when.

use audit_trail::AuditEvent;
use chat_history_api::HandoverTaken;
use kernel::{OrganizationId, Timestamp, TypedId, UnitId};
use store_sql::{Columns, Statements, StoreError, Value};

use super::Store;
use crate::domain::Refused;

/// Units of one statement; nobody works on so many.
const UNITS_MAX: usize = 200;

impl Store {
    /// Keeps that somebody took over a unit. Where the same person did so after an instant already, that stays, and nothing is
    /// added.
    pub(crate) async fn take_handover(
        &self,
        taken: &HandoverTaken,
        organization: OrganizationId,
        again_after: Timestamp,
        event: AuditEvent,
    ) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        let added = write
            .run(
                "INSERT INTO handovers (unit_id, organization_id, taken_by, taken_at) SELECT $1, $2, $3, $4
                 WHERE NOT EXISTS (SELECT 1 FROM handovers WHERE unit_id = $1 AND taken_by = $3 AND taken_at > $5)",
                [
                    taken.unit_id.uuid().into(),
                    organization.uuid().into(),
                    taken.taken_by.uuid().into(),
                    taken.taken_at.as_micros().into(),
                    again_after.as_micros().into(),
                ],
            )
            .await?;
        if added > 0 {
            self.trail.append(&write, event).await?;
        }
        Ok(self.trail.commit(write).await?)
    }

    /// Who last took over each of these units of an organisation.
    pub(crate) async fn last_handovers(
        &self,
        organization: OrganizationId,
        units: &[UnitId],
    ) -> Result<Vec<HandoverTaken>, StoreError> {
        let units = units.get(..UNITS_MAX).unwrap_or(units);
        if units.is_empty() {
            return Ok(Vec::new());
        }
        let places: Vec<String> = (2..units.len() + 2).map(|number| format!("${number}")).collect();
        let text = format!(
            "SELECT unit_id, taken_by, taken_at FROM handovers h WHERE organization_id = $1 AND unit_id IN ({})
             AND taken_at = (SELECT MAX(l.taken_at) FROM handovers l WHERE l.unit_id = h.unit_id) ORDER BY unit_id",
            places.join(", ")
        );
        let mut values: Vec<Value> = vec![organization.uuid().into()];
        values.extend(units.iter().map(|unit| Value::from(unit.uuid())));
        let rows = self.database.read().list(&text, values).await?;
        rows.iter()
            .map(|row| {
                Ok(HandoverTaken {
                    unit_id: row.id("unit_id")?,
                    taken_by: row.id("taken_by")?,
                    taken_at: row.at("taken_at")?,
                })
            })
            .collect()
    }
}
