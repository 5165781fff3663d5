//! What ends or begins by itself: the epoch rises for it as for any other change, and what ran out says so.

use audit_trail::AuditEvent;
use consent_api::{Consent, ConsentState};
use kernel::{ConsentId, OrganizationId, PersonId, Timestamp, TypedId};
use store_sql::{Columns, Statements, StoreError};

use super::Store;
use super::columns::epoch;
use super::consents::{LAST, VERSION, consent_of, follow, insert};
use crate::domain::Refused;

impl Store {
    /// Raises the epoch of a patient of whom something began or ended by itself until `now`, and adds the version
    /// that says so to each consent that ran out. Does nothing when nothing did, or when another did it.
    pub(crate) async fn settle(
        &self,
        patient: PersonId,
        now: Timestamp,
        event: impl Fn(ConsentId, OrganizationId) -> AuditEvent,
    ) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        let text = "UPDATE patients SET epoch = epoch + 1 WHERE patient_id = $1 AND changes_at <= $2
                    RETURNING epoch, organization_id";
        let Some(row) = write.find(text, [patient.uuid().into(), now.as_micros().into()]).await? else {
            return Ok(());
        };
        let (mut epoch, organization) = (epoch(&row)?, row.id("organization_id")?);
        let text = format!(
            "SELECT {VERSION} FROM {LAST} WHERE c.patient_id = $1 AND c.state = 'active' AND c.until_at <= $2
             ORDER BY c.until_at, c.consent_id"
        );
        let rows = write.list(&text, [patient.uuid().into(), now.as_micros().into()]).await?;
        let mut events = Vec::with_capacity(rows.len());
        for (at, row) in rows.iter().enumerate() {
            let current = consent_of(row)?;
            // Each version begins an epoch of its own; the first has the one that was raised above.
            epoch += u64::from(at > 0);
            let consent = Consent {
                version: current.version + 1,
                state: ConsentState::Expired,
                provisions: Vec::new(),
                recorded_at: now,
                recorded_by: PersonId::SYSTEM,
                epoch,
                ..current
            };
            follow(&write, &consent).await?;
            insert(&write, &consent).await?;
            events.push(event(consent.consent_id, organization));
        }
        let text = "UPDATE patients SET epoch = $2 WHERE patient_id = $1";
        write.run(text, [patient.uuid().into(), super::columns::number(epoch).into()]).await?;
        self.close(write, patient, now, &events).await
    }

    /// Patients of whom something began or ended by itself until `now`, the longest ago first.
    pub(crate) async fn unsettled(&self, now: Timestamp, limit: i64) -> Result<Vec<PersonId>, StoreError> {
        let text = "SELECT patient_id FROM patients WHERE changes_at <= $1 ORDER BY changes_at LIMIT $2";
        let rows = self.database.read().list(text, [now.as_micros().into(), limit.into()]).await?;
        rows.iter().map(|row| row.id("patient_id")).collect()
    }
}
