//! Who took over a unit, and when.

use audit_trail::AuditEvent;
use chat_history_api::HandoverTaken;
use kernel::{OrganizationId, Timestamp, TypedId, UnitId};
use store_sql::{Columns, Row, Statements, StoreError, Value};

use super::Store;
use crate::domain::Refused;

/// Units of one statement; nobody works on so many.
const UNITS_MAX: usize = 200;

impl Store {
    /// Keeps that somebody took over a unit, and tells who has it then. Where somebody did so after an instant already, that
    /// stays, and nothing is added: of two who come at once one changes the unit's row, and the other finds it changed.
    pub(crate) async fn take_handover(
        &self,
        taken: &HandoverTaken,
        organization: OrganizationId,
        again_after: Timestamp,
        event: AuditEvent,
    ) -> Result<HandoverTaken, Refused> {
        let write = self.database.begin().await?;
        let mut values: Vec<Value> = vec![
            taken.unit_id.uuid().into(),
            organization.uuid().into(),
            taken.taken_by.uuid().into(),
            taken.taken_at.as_micros().into(),
        ];
        let kept =
            "INSERT INTO handovers (unit_id, organization_id, taken_by, taken_at) VALUES ($1, $2, $3, $4)";
        let has = "INSERT INTO handovers_last (unit_id, organization_id, taken_by, taken_at) VALUES ($1, $2, $3, $4)
                   ON CONFLICT (unit_id) DO UPDATE SET taken_by = excluded.taken_by, taken_at = excluded.taken_at
                   WHERE handovers_last.taken_at <= $5 AND handovers_last.organization_id = $2";
        let history = values.clone();
        values.push(again_after.as_micros().into());
        if write.run(has, values).await? > 0 {
            write.run(kept, history).await?;
            self.trail.append(&write, event).await?;
            self.trail.commit(write).await?;
            return Ok(*taken);
        }
        let text = "SELECT unit_id, taken_by, taken_at FROM handovers_last
                    WHERE unit_id = $1 AND organization_id = $2";
        let row = write
            .find(text, [taken.unit_id.uuid().into(), organization.uuid().into()])
            .await?
            .ok_or(Refused::NotFound)?;
        Ok(handover_of(&row)?)
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
            "SELECT unit_id, taken_by, taken_at FROM handovers_last WHERE organization_id = $1 AND unit_id IN ({})
             ORDER BY unit_id",
            places.join(", ")
        );
        let mut values: Vec<Value> = vec![organization.uuid().into()];
        values.extend(units.iter().map(|unit| Value::from(unit.uuid())));
        let rows = self.database.read().list(&text, values).await?;
        rows.iter().map(handover_of).collect()
    }
}

fn handover_of(row: &Row) -> Result<HandoverTaken, StoreError> {
    Ok(HandoverTaken {
        unit_id: row.id("unit_id")?,
        taken_by: row.id("taken_by")?,
        taken_at: row.at("taken_at")?,
    })
}
