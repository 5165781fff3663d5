//! What is destroyed when its time is over, and what may not be.

use audit_trail::AuditEvent;
use chat_history_api::{Hold, HoldReason};
use kernel::{ConversationId, OrganizationId, PersonId, Timestamp, TypedId};
use store_sql::{Columns, Corrupt, Row, Statements, StoreError};

use super::Store;
use crate::domain::Refused;

/// The most holds of a list.
const HOLDS_MAX: i64 = 500;

/// What is kept of one conversation, in the order in which it can be taken away.
const OF_A_CONVERSATION: [&str; 9] = [
    "DELETE FROM analysis_marks WHERE message_id IN (SELECT message_id FROM messages WHERE conversation_id = $1)",
    "DELETE FROM message_versions WHERE message_id IN (SELECT message_id FROM messages WHERE conversation_id = $1)",
    "DELETE FROM messages WHERE conversation_id = $1",
    "DELETE FROM notices_seen WHERE alert_id IN (SELECT alert_id FROM alerts WHERE conversation_id = $1)",
    "DELETE FROM alert_changes WHERE alert_id IN (SELECT alert_id FROM alerts WHERE conversation_id = $1)",
    "DELETE FROM alert_events WHERE alert_id IN (SELECT alert_id FROM alerts WHERE conversation_id = $1)",
    "DELETE FROM alerts WHERE conversation_id = $1",
    "DELETE FROM turns WHERE conversation_id = $1",
    "DELETE FROM conversations WHERE conversation_id = $1",
];

/// Whether a conversation may be destroyed: its time is over, its alert is not open, and no hold is on it.
const MAY_GO: &str = "last_active_at < $2
     AND NOT EXISTS (SELECT 1 FROM alerts a WHERE a.conversation_id = conversations.conversation_id
                     AND a.state <> 'closed')
     AND NOT EXISTS (SELECT 1 FROM legal_holds h WHERE h.patient_id = conversations.patient_id)";

impl Store {
    /// Conversations whose time is over: which, whose, and of which organisation.
    pub(crate) async fn over_time(
        &self,
        before: Timestamp,
        most: i64,
    ) -> Result<Vec<(ConversationId, PersonId, OrganizationId)>, StoreError> {
        let text = format!(
            "SELECT conversation_id, patient_id, organization_id FROM conversations WHERE {MAY_GO}
             ORDER BY last_active_at LIMIT $1"
        );
        let rows = self.database.read().list(&text, [most.into(), before.as_micros().into()]).await?;
        rows.iter()
            .map(|row| Ok((row.id("conversation_id")?, row.id("patient_id")?, row.id("organization_id")?)))
            .collect()
    }

    /// Destroys a conversation whose time is over, with its event, unless something is in the way by now. Whether it did.
    pub(crate) async fn destroy(
        &self,
        id: ConversationId,
        before: Timestamp,
        event: AuditEvent,
    ) -> Result<bool, Refused> {
        let write = self.database.begin().await?;
        // The conversation's row is the lock; it is asked again under it whether it may go.
        let text =
            format!("UPDATE conversations SET version = version + 1 WHERE conversation_id = $1 AND {MAY_GO}");
        if write.run(&text, [id.uuid().into(), before.as_micros().into()]).await? == 0 {
            return Ok(false);
        }
        for text in OF_A_CONVERSATION {
            write.run(text, [id.uuid().into()]).await?;
        }
        self.trail.append(&write, event).await?;
        self.trail.commit(write).await?;
        Ok(true)
    }

    /// Places a hold; one that is there stays as it is.
    pub(crate) async fn place_hold(
        &self,
        hold: &Hold,
        organization: OrganizationId,
        event: AuditEvent,
    ) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        let placed = write
            .run(
                "INSERT INTO legal_holds (patient_id, organization_id, reason, placed_by, placed_at)
                 VALUES ($1, $2, $3, $4, $5) ON CONFLICT (patient_id) DO NOTHING",
                [
                    hold.patient_id.uuid().into(),
                    organization.uuid().into(),
                    hold.reason.name().into(),
                    hold.placed_by.uuid().into(),
                    hold.placed_at.as_micros().into(),
                ],
            )
            .await?;
        if placed > 0 {
            self.trail.append(&write, event).await?;
        }
        Ok(self.trail.commit(write).await?)
    }

    /// Lifts a hold of an organisation; whether there was one.
    pub(crate) async fn lift_hold(
        &self,
        patient: PersonId,
        organization: OrganizationId,
        event: AuditEvent,
    ) -> Result<bool, Refused> {
        let write = self.database.begin().await?;
        let text = "DELETE FROM legal_holds WHERE patient_id = $1 AND organization_id = $2";
        if write.run(text, [patient.uuid().into(), organization.uuid().into()]).await? == 0 {
            return Ok(false);
        }
        self.trail.append(&write, event).await?;
        self.trail.commit(write).await?;
        Ok(true)
    }

    /// The holds of an organisation, or the one of a patient of it.
    pub(crate) async fn holds(
        &self,
        organization: OrganizationId,
        patient: Option<PersonId>,
    ) -> Result<Vec<Hold>, StoreError> {
        let text =
            "SELECT patient_id, reason, placed_by, placed_at FROM legal_holds WHERE organization_id = $1
                    AND ($2 OR patient_id = $3) ORDER BY placed_at, patient_id LIMIT $4";
        let values = [
            organization.uuid().into(),
            patient.is_none().into(),
            patient.unwrap_or(PersonId::SYSTEM).uuid().into(),
            HOLDS_MAX.into(),
        ];
        self.database.read().list(text, values).await?.iter().map(hold_of).collect()
    }
}

fn hold_of(row: &Row) -> Result<Hold, StoreError> {
    let name: String = row.col("reason")?;
    let reason = HoldReason::ALL.iter().copied().find(|reason| reason.name() == name);
    Ok(Hold {
        patient_id: row.id("patient_id")?,
        reason: reason.ok_or(Corrupt { table: "legal_holds", column: "reason" })?,
        placed_by: row.id("placed_by")?,
        placed_at: row.at("placed_at")?,
    })
}
