//! The documents of representatives and the standing of patients: added to, never changed.

use audit_trail::AuditEvent;
use consent_api::{Representation, RepresentationState, Standing};
use kernel::{OrganizationId, PersonId, RepresentationId, Timestamp, TypedId};
use store_sql::{Columns, Statements, StoreError};

use super::Store;
use super::columns::{json, json_of, number, text_of};
use crate::domain::{DOCUMENTS_MAX, Refused};

/// Patients for whom one person is asked about: more than a professional guardian has in one house.
const REPRESENTED_MAX: u64 = 100;

impl Store {
    /// The last version of a document, with the patient's organisation, or `None`.
    pub(crate) async fn representation(
        &self,
        id: RepresentationId,
    ) -> Result<Option<(Representation, OrganizationId)>, StoreError> {
        let text = "SELECT r.body, p.organization_id FROM representations r
                    JOIN patients p ON p.patient_id = r.patient_id
                    WHERE r.representation_id = $1 ORDER BY r.version DESC LIMIT 1";
        let row = self.database.read().find(text, [id.uuid().into()]).await?;
        row.map(|row| Ok((json(&row, "body")?, row.id("organization_id")?))).transpose()
    }

    /// The last version of every document about a patient, the latest change first.
    pub(crate) async fn representations(&self, patient: PersonId) -> Result<Vec<Representation>, StoreError> {
        let text = "SELECT r.body FROM representations r WHERE r.patient_id = $1 AND r.version =
                      (SELECT MAX(version) FROM representations WHERE representation_id = r.representation_id)
                    ORDER BY r.epoch DESC LIMIT 200";
        let rows = self.database.read().list(text, [patient.uuid().into()]).await?;
        rows.iter().map(|row| json(row, "body")).collect()
    }

    /// The patients of an organisation about whom there is a verified document that names a person, as of its last version,
    /// in the order of their ids. Refused when there are more than [`REPRESENTED_MAX`]: a list that is cut short would hide
    /// somebody.
    pub(crate) async fn represented_by(
        &self,
        person: PersonId,
        organization: OrganizationId,
    ) -> Result<Vec<PersonId>, Refused> {
        let text = "SELECT DISTINCT r.patient_id FROM representations r JOIN patients p ON p.patient_id = r.patient_id
                    WHERE r.person_id = $1 AND p.organization_id = $2 AND r.state IN ('verified', 'end_asked')
                    AND r.version = (SELECT MAX(version) FROM representations
                      WHERE representation_id = r.representation_id)
                    ORDER BY r.patient_id LIMIT $3";
        let values = [person.uuid().into(), organization.uuid().into(), number(REPRESENTED_MAX + 1).into()];
        let rows = self.database.read().list(text, values).await?;
        if rows.len() as u64 > REPRESENTED_MAX {
            return Err(Refused::TooMany);
        }
        Ok(rows.iter().map(|row| row.id("patient_id")).collect::<Result<_, StoreError>>()?)
    }

    /// Adds a version of a document, raises the epoch and keeps the event, or none of it. Refused when another
    /// version came first, or when the patient has as many live documents as there may be.
    pub(crate) async fn put_representation(
        &self,
        mut one: Representation,
        organization: OrganizationId,
        event: AuditEvent,
    ) -> Result<Representation, Refused> {
        let patient = one.document.patient_id;
        let write = self.database.begin().await?;
        one.epoch = Self::raise(&write, patient, organization, None).await?;
        let count = "SELECT COUNT(DISTINCT representation_id) AS live FROM representations WHERE patient_id = $1
                     AND representation_id NOT IN
                       (SELECT representation_id FROM representations WHERE patient_id = $1 AND state = 'ended')";
        let live = write.find(count, [patient.uuid().into()]).await?;
        let live = live.map(|row| row.col::<i64>("live")).transpose()?.unwrap_or(0);
        if one.version == 1 && live >= DOCUMENTS_MAX {
            return Err(Refused::TooMany);
        }
        let last =
            "SELECT COALESCE(MAX(version), 0) AS last FROM representations WHERE representation_id = $1";
        let last = write.find(last, [one.representation_id.uuid().into()]).await?;
        let last = last.map(|row| row.col::<i64>("last")).transpose()?.unwrap_or(0);
        if last + 1 != i64::from(one.version) {
            return Err(Refused::State);
        }
        write
            .run(
                "INSERT INTO representations (representation_id, version, patient_id, person_id, state, body, epoch)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)",
                [
                    one.representation_id.uuid().into(),
                    i64::from(one.version).into(),
                    patient.uuid().into(),
                    one.document.person_id.uuid().into(),
                    text_of::<RepresentationState>(&one.state)?.into(),
                    json_of(&one)?.into(),
                    number(one.epoch).into(),
                ],
            )
            .await?;
        self.close(write, patient, one.recorded_at, &[event]).await?;
        Ok(one)
    }

    /// Adds a version of a patient's standing, raises the epoch and keeps the event, or none of it.
    pub(crate) async fn put_standing(
        &self,
        (patient, organization): (PersonId, OrganizationId),
        standing: &Standing,
        (by, now): (PersonId, Timestamp),
        event: AuditEvent,
    ) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        let epoch = Self::raise(&write, patient, organization, None).await?;
        write
            .run(
                "INSERT INTO standings (patient_id, epoch, body, recorded_at, recorded_by)
                 VALUES ($1, $2, $3, $4, $5)",
                [
                    patient.uuid().into(),
                    number(epoch).into(),
                    json_of(standing)?.into(),
                    now.as_micros().into(),
                    by.uuid().into(),
                ],
            )
            .await?;
        self.close(write, patient, now, &[event]).await
    }
}
