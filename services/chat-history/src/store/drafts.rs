//! Drafts: one of a person, with the key that its message will be sent with. A turn of that key is the message, so a draft
//! that was sent is none, whatever comes late.

use audit_trail::AuditEvent;
use kernel::{OrganizationId, PersonId, Timestamp, TypedId};
use store_sql::{Columns, Statements, StoreError};

use super::Store;
use crate::domain::Refused;

/// A draft, as it is kept.
pub(crate) struct DraftRow {
    pub(crate) patient: PersonId,
    pub(crate) organization: OrganizationId,
    pub(crate) key: String,
    pub(crate) sealed: Vec<u8>,
    pub(crate) at: Timestamp,
    pub(crate) expires_at: Timestamp,
}

/// A turn of this person with this key is there.
const WAS_SENT: &str = "SELECT 1 FROM turns t JOIN conversations c ON c.conversation_id = t.conversation_id";

impl Store {
    /// Keeps a draft in place of the one before, with its event when it is another one; whether it did. What was sent with
    /// its key is no draft.
    pub(crate) async fn keep_draft(&self, row: &DraftRow, event: AuditEvent) -> Result<bool, Refused> {
        let write = self.database.begin().await?;
        let before = write
            .find("SELECT draft_key FROM drafts WHERE patient_id = $1", [row.patient.uuid().into()])
            .await?
            .map(|found| found.col::<String>("draft_key"))
            .transpose()?;
        let text = format!(
            "INSERT INTO drafts (patient_id, organization_id, draft_key, sealed, at, expires_at)
             SELECT $1, $2, $3, $4, $5, $6
             WHERE NOT EXISTS ({WAS_SENT} WHERE c.patient_id = $1 AND t.idempotency_key = $3)
             ON CONFLICT (patient_id) DO UPDATE SET organization_id = excluded.organization_id,
               draft_key = excluded.draft_key, sealed = excluded.sealed, at = excluded.at,
               expires_at = excluded.expires_at"
        );
        let values = [
            row.patient.uuid().into(),
            row.organization.uuid().into(),
            row.key.clone().into(),
            row.sealed.clone().into(),
            row.at.as_micros().into(),
            row.expires_at.as_micros().into(),
        ];
        if write.run(&text, values).await? == 0 {
            return Ok(false);
        }
        if before.as_ref() != Some(&row.key) {
            self.trail.append(&write, event).await?;
        }
        self.trail.commit(write).await?;
        Ok(true)
    }

    /// Forgets a person's draft, with its event if there was one.
    pub(crate) async fn forget_draft(&self, patient: PersonId, event: AuditEvent) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        if write.run("DELETE FROM drafts WHERE patient_id = $1", [patient.uuid().into()]).await? == 0 {
            return Ok(());
        }
        self.trail.append(&write, event).await?;
        Ok(self.trail.commit(write).await?)
    }

    /// A person's draft that was not sent and whose time is not over, or `None`.
    pub(crate) async fn draft(
        &self,
        patient: PersonId,
        now: Timestamp,
    ) -> Result<Option<DraftRow>, StoreError> {
        let text = format!(
            "SELECT organization_id, draft_key, sealed, at, expires_at FROM drafts
             WHERE patient_id = $1 AND expires_at > $2
             AND NOT EXISTS ({WAS_SENT} WHERE c.patient_id = $1 AND t.idempotency_key = drafts.draft_key)"
        );
        let row = self.database.read().find(&text, [patient.uuid().into(), now.as_micros().into()]).await?;
        row.map(|row| {
            Ok(DraftRow {
                patient,
                organization: row.id("organization_id")?,
                key: row.col("draft_key")?,
                sealed: row.col("sealed")?,
                at: row.at("at")?,
                expires_at: row.at("expires_at")?,
            })
        })
        .transpose()
    }

    /// Takes away drafts that were sent and those whose time is over.
    pub(crate) async fn forget_drafts(&self, now: Timestamp) -> Result<(), StoreError> {
        let gone = format!(
            "expires_at <= $1 OR EXISTS ({WAS_SENT} WHERE c.patient_id = drafts.patient_id
             AND t.idempotency_key = drafts.draft_key)"
        );
        let any = format!("SELECT 1 AS is_there FROM drafts WHERE {gone} LIMIT 1");
        if self.database.read().find(&any, [now.as_micros().into()]).await?.is_some() {
            let write = self.database.begin().await?;
            write.run(&format!("DELETE FROM drafts WHERE {gone}"), [now.as_micros().into()]).await?;
            write.commit().await?;
        }
        Ok(())
    }
}
