//! What is kept: each patient's epoch, their consents, the documents of their representatives, their standing, and
//! every version of each. One method is one atomic step, its event included.

mod columns;
mod consents;
mod people;
mod settling;

#[cfg(test)]
mod conformance;

use audit_trail::{AuditEvent, Trail};
use kernel::{OrganizationId, PersonId, Timestamp, TypedId};
use store_sql::{Columns, Corrupt, Database, Statements, StoreError, Write};

use crate::domain::{Refused, Said, Statement};
use columns::{epoch, json, word};
pub(crate) use consents::Recording;

/// Clones share the database.
#[derive(Clone)]
pub(crate) struct Store {
    database: Database,
    trail: Trail,
}

impl Store {
    pub(crate) const fn new(database: Database, trail: Trail) -> Self {
        Self { database, trail }
    }

    pub(crate) const fn trail(&self) -> &Trail {
        &self.trail
    }

    /// Everything that bears on a decision about a patient, with the epoch that it belongs to: one statement, so
    /// that all of it is of one moment.
    pub(crate) async fn said(&self, patient: PersonId) -> Result<Said, StoreError> {
        said(self.database.read(), patient).await
    }

    /// Raises a patient's epoch, whose row is the lock of everything about them: changes of one patient come one
    /// after the other. Refused when anything changed since `read_in`: then what was read may not be what would
    /// hold.
    async fn raise(
        write: &Write,
        patient: PersonId,
        organization: OrganizationId,
        read_in: Option<u64>,
    ) -> Result<u64, Refused> {
        let row = write
            .find(
                "INSERT INTO patients (patient_id, organization_id, epoch) VALUES ($1, $2, 1)
                 ON CONFLICT (patient_id) DO UPDATE SET epoch = patients.epoch + 1 RETURNING epoch",
                [patient.uuid().into(), organization.uuid().into()],
            )
            .await?
            .ok_or(Corrupt { table: "patients", column: "epoch" })
            .map_err(StoreError::from)?;
        let epoch = epoch(&row)?;
        if read_in.is_some_and(|read| read + 1 != epoch) { Err(Refused::NotConfirmed) } else { Ok(epoch) }
    }

    /// Notes when something about the patient next changes by itself, keeps the event, and commits.
    async fn close(
        &self,
        write: Write,
        patient: PersonId,
        now: Timestamp,
        events: &[AuditEvent],
    ) -> Result<(), Refused> {
        let next = said(&write, patient).await?.next_change(now).map(Timestamp::as_micros);
        let text = "UPDATE patients SET changes_at = $2 WHERE patient_id = $1";
        write.run(text, [patient.uuid().into(), next.into()]).await?;
        self.trail.append_all(&write, events).await?;
        self.trail.commit(write).await?;
        Ok(())
    }
}

/// The parts of what bears on a decision, each row saying which part it is.
const SAID: &str =
    "SELECT 'patient' AS part, organization_id, epoch, changes_at, NULL AS kind, NULL AS body FROM patients
       WHERE patient_id = $1
     UNION ALL
     SELECT 'consent', NULL, NULL, CASE WHEN c.state = 'terminated' THEN v.recorded_at END, c.kind, v.provisions
       FROM consents c JOIN versions v ON v.consent_id = c.consent_id AND v.version = c.version
       WHERE c.patient_id = $1 AND c.state IN ('active', 'terminated')
     UNION ALL
     SELECT 'document', NULL, NULL, NULL, NULL, r.body FROM representations r
       WHERE r.patient_id = $1 AND r.state IN ('verified', 'end_asked') AND r.version =
         (SELECT MAX(version) FROM representations WHERE representation_id = r.representation_id)
     UNION ALL
     SELECT 'standing', NULL, NULL, NULL, NULL, s.body FROM standings s WHERE s.patient_id = $1 AND s.epoch =
         (SELECT MAX(epoch) FROM standings WHERE patient_id = $1)";

async fn said(from: &impl Statements, patient: PersonId) -> Result<Said, StoreError> {
    let mut said = Said::default();
    for row in &from.list(SAID, [patient.uuid().into()]).await? {
        match row.col::<String>("part")?.as_str() {
            "patient" => {
                said.organization = Some(row.id("organization_id")?);
                said.epoch = epoch(row)?;
                said.changes_at = row.at_or_none("changes_at")?;
            }
            "consent" => {
                let kind = word(&row.col::<String>("kind")?);
                let kind = kind.ok_or(Corrupt { table: "consents", column: "kind" })?;
                let binds_before = row.at_or_none("changes_at")?;
                said.statements.push(Statement { kind, provisions: json(row, "body")?, binds_before });
            }
            "document" => said.documents.push(json(row, "body")?),
            _ => said.standing = json(row, "body")?,
        }
    }
    Ok(said)
}
