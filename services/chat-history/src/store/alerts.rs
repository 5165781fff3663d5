//! Alerts: raised with the turn, looked up for those who answer for the resident.

use audit_trail::AuditEvent;
use chat_history_api::AlertOutcome;
use kernel::{
    AlertId, ConversationId, OrganizationId, PageLimit, PersonId, Timestamp, TurnId, TypedId, UnitId,
};
use store_sql::{Columns, Statements, StoreError, Value, Write};

use super::rows::{ALERT, AlertRow, MessageRow, alert_of};
use super::{Store, over};
use crate::domain::Refused;

/// Patients of one statement.
const PATIENTS_MAX: usize = 500;

/// An alert to raise.
pub(crate) struct Raise {
    pub(crate) id: AlertId,
    pub(crate) unit: Option<UnitId>,
    pub(crate) level: i32,
    pub(crate) categories: String,
    pub(crate) person_requested: bool,
}

impl Store {
    /// The open alert of a conversation, or `None`.
    pub(crate) async fn open_alert(
        &self,
        conversation: ConversationId,
    ) -> Result<Option<AlertRow>, StoreError> {
        let text = format!("SELECT {ALERT} FROM alerts WHERE conversation_id = $1 AND state <> 'closed'");
        let row = self.database.read().find(&text, [conversation.uuid().into()]).await?;
        row.as_ref().map(alert_of).transpose()
    }

    /// An alert, or `None`.
    pub(crate) async fn alert(&self, id: AlertId) -> Result<Option<AlertRow>, StoreError> {
        let text = format!("SELECT {ALERT} FROM alerts WHERE alert_id = $1");
        let row = self.database.read().find(&text, [id.uuid().into()]).await?;
        row.as_ref().map(alert_of).transpose()
    }

    /// Marks an open alert as taken up. One that is taken up already stays as it is, and keeps who was first.
    pub(crate) async fn acknowledge(
        &self,
        id: AlertId,
        by: PersonId,
        now: Timestamp,
        event: AuditEvent,
    ) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        let changed = write
            .run(
                "UPDATE alerts SET state = 'acknowledged', updated_at = $3,
                 acknowledged_by = COALESCE(acknowledged_by, $2), acknowledged_at = COALESCE(acknowledged_at, $3)
                 WHERE alert_id = $1 AND state = 'open'",
                [id.uuid().into(), by.uuid().into(), now.as_micros().into()],
            )
            .await?;
        if changed > 0 {
            self.trail.append_with(&write, &[event], true).await?;
            self.trail.commit(write).await?;
        }
        Ok(())
    }

    /// Closes an alert that is not closed; whether it was this call that did.
    pub(crate) async fn close_alert(
        &self,
        id: AlertId,
        by: PersonId,
        now: Timestamp,
        (outcome, note): (AlertOutcome, Option<Vec<u8>>),
        event: AuditEvent,
    ) -> Result<bool, Refused> {
        let write = self.database.begin().await?;
        let changed = write
            .run(
                "UPDATE alerts SET state = 'closed', updated_at = $3, closed_by = $2, closed_at = $3, outcome = $4,
                 note = $5 WHERE alert_id = $1 AND state <> 'closed'",
                [
                    id.uuid().into(),
                    by.uuid().into(),
                    now.as_micros().into(),
                    outcome.name().into(),
                    note.into(),
                ],
            )
            .await?;
        if changed > 0 {
            self.trail.append_with(&write, &[event], true).await?;
            self.trail.commit(write).await?;
        }
        Ok(changed > 0)
    }

    /// Open alerts of these patients, the most urgent first and the oldest of those, from a place on; one row
    /// more than the page.
    pub(crate) async fn open_alerts(
        &self,
        patients: &[PersonId],
        after: Option<(i32, AlertId)>,
        limit: PageLimit,
    ) -> Result<Vec<AlertRow>, StoreError> {
        let (level, id) = after.map_or((i32::MAX, PersonId::SYSTEM.uuid()), |(level, id)| (level, id.uuid()));
        let mut found = Vec::new();
        for some in patients.chunks(PATIENTS_MAX) {
            let places: Vec<String> = (4..some.len() + 4).map(|number| format!("${number}")).collect();
            let text = format!(
                "SELECT {ALERT} FROM alerts WHERE state <> 'closed' AND (level < $1 OR (level = $1 AND alert_id > $2))
                 AND patient_id IN ({}) ORDER BY level DESC, alert_id LIMIT $3",
                places.join(", ")
            );
            let mut values: Vec<Value> = vec![level.into(), id.into(), over(limit).into()];
            values.extend(some.iter().map(|patient| Value::from(patient.uuid())));
            for row in &self.database.read().list(&text, values).await? {
                found.push(alert_of(row)?);
            }
        }
        found.sort_by_key(|row| (std::cmp::Reverse(row.level), row.alert));
        found.truncate(limit.get() + 1);
        Ok(found)
    }
}

/// One alert an episode: an open one rises, or a new one is raised; each turn is one event of it.
pub(super) async fn raise(
    write: &Write,
    new: &Raise,
    message: &MessageRow,
    turn: TurnId,
    (patient, organization): (PersonId, OrganizationId),
) -> Result<AlertId, Refused> {
    let now = message.created_at.as_micros();
    let row = write
        .find(
            "INSERT INTO alerts (alert_id, patient_id, organization_id, conversation_id, message_id, unit_id, level,
             categories, person_requested, state, raised_at, updated_at, event_count)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'open', $10, $10, 1)
             ON CONFLICT (conversation_id) WHERE state <> 'closed' DO UPDATE SET
               message_id = excluded.message_id, updated_at = excluded.updated_at,
               event_count = alerts.event_count + 1,
               unit_id = COALESCE(excluded.unit_id, alerts.unit_id),
               state = CASE WHEN excluded.level > alerts.level THEN 'open' ELSE alerts.state END,
               person_requested = (alerts.person_requested OR excluded.person_requested),
               categories = CASE WHEN excluded.level >= alerts.level AND excluded.categories <> ''
                                 THEN excluded.categories ELSE alerts.categories END,
               level = CASE WHEN excluded.level > alerts.level THEN excluded.level ELSE alerts.level END
             RETURNING alert_id",
            [
                new.id.uuid().into(),
                patient.uuid().into(),
                organization.uuid().into(),
                message.conversation.uuid().into(),
                message.message.uuid().into(),
                new.unit.map(TypedId::uuid).into(),
                new.level.into(),
                new.categories.clone().into(),
                new.person_requested.into(),
                now.into(),
            ],
        )
        .await?
        .ok_or(Refused::NotFound)?;
    let alert: AlertId = row.id("alert_id")?;
    write
        .run(
            "INSERT INTO alert_events (turn_id, alert_id, level, at) VALUES ($1, $2, $3, $4)",
            [turn.uuid().into(), alert.uuid().into(), new.level.into(), now.into()],
        )
        .await?;
    Ok(alert)
}
