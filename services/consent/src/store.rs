//! What is kept: each patient's epoch, their consents, and every version of each. One method is one atomic
//! step, its event included.

use audit_trail::{AuditEvent, Trail};
use consent_api::{Consent, ConsentQuery, ConsentState, Terms, TermsKind};
use kernel::{ConsentId, Cursor, OrganizationId, Page, PersonId, TypedId};
use serde::Serialize;
use serde::de::DeserializeOwned;
use store_sql::{Columns, Corrupt, Database, Row, Statements, StoreError, Write};

use crate::domain::{ACTIVE_MAX, Refused, Said, Statement};

#[derive(Clone)]
pub(crate) struct Store {
    database: Database,
    trail: Trail,
}

/// A version to add.
pub(crate) struct Recording {
    /// The version; its epoch is the store's to give.
    pub(crate) consent: Consent,
    /// The patient's organisation.
    pub(crate) organization: OrganizationId,
    /// The epoch in which it was read back; a revocation needs none.
    pub(crate) read_in: Option<u64>,
}

impl Store {
    pub(crate) const fn new(database: Database, trail: Trail) -> Self {
        Self { database, trail }
    }

    pub(crate) const fn trail(&self) -> &Trail {
        &self.trail
    }

    /// What a patient has said that is in force, with the epoch that it belongs to: one statement, so that both
    /// are of one moment.
    pub(crate) async fn said(&self, patient: PersonId) -> Result<Said, StoreError> {
        let rows = self
            .database
            .read()
            .list(
                "SELECT p.organization_id, p.epoch, c.kind, v.provisions FROM patients p
                 LEFT JOIN consents c ON c.patient_id = p.patient_id AND c.state = 'active'
                 LEFT JOIN versions v ON v.consent_id = c.consent_id AND v.version = c.version
                 WHERE p.patient_id = $1",
                [patient.uuid().into()],
            )
            .await?;
        let mut said = Said::default();
        for row in &rows {
            said.organization = Some(row.id("organization_id")?);
            said.epoch = epoch(row)?;
            let Some(kind) = row.col::<Option<String>>("kind")? else { continue };
            let kind: TermsKind = word(&kind).ok_or(Corrupt { table: "consents", column: "kind" })?;
            said.statements.push(Statement {
                kind,
                provisions: json(row, "provisions")?,
                binds_before: None,
            });
        }
        Ok(said)
    }

    /// The last version of a consent, or `None`.
    pub(crate) async fn current(&self, id: ConsentId) -> Result<Option<Consent>, StoreError> {
        let text = format!("SELECT {VERSION} FROM {LAST} WHERE c.consent_id = $1");
        self.database.read().find(&text, [id.uuid().into()]).await?.as_ref().map(consent_of).transpose()
    }

    /// A patient's grant to a relative that holds, and its version.
    pub(crate) async fn family_grant(
        &self,
        patient: PersonId,
        grantee: PersonId,
    ) -> Result<Option<(ConsentId, u32)>, StoreError> {
        let text = format!(
            "SELECT {VERSION} FROM {LAST} WHERE c.patient_id = $1 AND c.state = 'active' AND c.grantee_id = $2
             LIMIT 1"
        );
        let row = self.database.read().find(&text, [patient.uuid().into(), grantee.uuid().into()]).await?;
        let consent = row.as_ref().map(consent_of).transpose()?;
        Ok(consent.map(|consent| (consent.consent_id, consent.version)))
    }

    /// The consent that a digest made, while it holds.
    pub(crate) async fn confirmed(
        &self,
        patient: PersonId,
        digest: &str,
    ) -> Result<Option<Consent>, StoreError> {
        let text = format!(
            "SELECT {VERSION} FROM {LAST}
             WHERE c.patient_id = $1 AND c.state <> 'revoked' AND c.digest = $2 LIMIT 1"
        );
        let row = self.database.read().find(&text, [patient.uuid().into(), digest.into()]).await?;
        row.as_ref().map(consent_of).transpose()
    }

    /// Adds a version, raises the epoch and keeps the event, or none of it. Refused when anything changed since
    /// it was read back: then what was read may not be what would hold.
    pub(crate) async fn append(&self, recording: Recording, event: AuditEvent) -> Result<Consent, Refused> {
        let Recording { mut consent, organization, read_in } = recording;
        let (id, patient) = (consent.consent_id.uuid(), consent.patient_id.uuid());
        let write = self.database.begin().await?;
        // The patient's row is the lock: changes of one patient come one after the other.
        let row = write
            .find(
                "INSERT INTO patients (patient_id, organization_id, epoch) VALUES ($1, $2, 1)
                 ON CONFLICT (patient_id) DO UPDATE SET epoch = patients.epoch + 1 RETURNING epoch",
                [patient.into(), organization.uuid().into()],
            )
            .await?
            .ok_or(Corrupt { table: "patients", column: "epoch" })
            .map_err(StoreError::from)?;
        consent.epoch = epoch(&row)?;
        if read_in.is_some_and(|read| read + 1 != consent.epoch) {
            return Err(Refused::NotConfirmed);
        }
        if consent.version == 1 {
            begin(&write, &consent).await?;
        } else {
            follow(&write, &consent).await?;
        }
        write
            .run(
                "INSERT INTO versions (consent_id, version, patient_id, state, terms, provisions, period, digest,
                 epoch, recorded_at, recorded_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                [
                    id.into(),
                    i64::from(consent.version).into(),
                    patient.into(),
                    text_of(&consent.state)?.into(),
                    json_of(&consent.terms)?.into(),
                    json_of(&consent.provisions)?.into(),
                    json_of(&consent.period)?.into(),
                    consent.digest.clone().into(),
                    i64::try_from(consent.epoch).unwrap_or(i64::MAX).into(),
                    consent.recorded_at.as_micros().into(),
                    consent.recorded_by.uuid().into(),
                ],
            )
            .await?;
        self.trail.append(&write, event).await?;
        self.trail.commit(write).await?;
        Ok(consent)
    }

    /// A patient's consents, the latest change first: the last version of each, or all versions.
    pub(crate) async fn consents(
        &self,
        patient: PersonId,
        query: &ConsentQuery,
    ) -> Result<Page<Consent>, StoreError> {
        let limit = query.limit.unwrap_or_default();
        let before = query.after.as_ref().and_then(|cursor| cursor.place().parse().ok()).unwrap_or(i64::MAX);
        let over = i64::try_from(limit.get()).unwrap_or(i64::MAX - 1) + 1;
        let from = if query.history { "versions v" } else { LAST };
        let text = format!(
            "SELECT {VERSION} FROM {from} WHERE v.patient_id = $1 AND v.epoch < $2
             ORDER BY v.epoch DESC LIMIT $3"
        );
        let rows =
            self.database.read().list(&text, [patient.uuid().into(), before.into(), over.into()]).await?;
        let consents = rows.iter().map(consent_of).collect::<Result<_, _>>()?;
        Ok(Page::from_rows(consents, limit, |consent: &Consent| Cursor::new(consent.epoch)))
    }
}

/// Begins a consent, unless the patient has as many as there may be.
async fn begin(write: &Write, consent: &Consent) -> Result<(), Refused> {
    let patient = consent.patient_id.uuid();
    let count = "SELECT COUNT(*) AS live FROM consents WHERE patient_id = $1 AND state <> 'revoked'";
    let row = write.find(count, [patient.into()]).await?;
    if row.map(|row| row.col::<i64>("live")).transpose()?.unwrap_or(0) >= ACTIVE_MAX {
        return Err(Refused::TooMany);
    }
    write
        .run(
            "INSERT INTO consents (consent_id, patient_id, kind, grantee_id, state, version, digest)
             VALUES ($1, $2, $3, $4, $5, 1, $6)",
            [
                consent.consent_id.uuid().into(),
                patient.into(),
                text_of(&consent.terms.kind())?.into(),
                grantee(consent).map(TypedId::uuid).into(),
                text_of(&consent.state)?.into(),
                consent.digest.clone().into(),
            ],
        )
        .await?;
    Ok(())
}

/// Moves a consent to its next version, unless another came first.
async fn follow(write: &Write, consent: &Consent) -> Result<(), Refused> {
    let moved = write
        .run(
            "UPDATE consents SET version = $2, state = $3, digest = $4, grantee_id = $5
             WHERE consent_id = $1 AND version = $6 AND state <> 'revoked'",
            [
                consent.consent_id.uuid().into(),
                i64::from(consent.version).into(),
                text_of(&consent.state)?.into(),
                consent.digest.clone().into(),
                grantee(consent).map(TypedId::uuid).into(),
                (i64::from(consent.version) - 1).into(),
            ],
        )
        .await?;
    if moved == 0 { Err(Refused::NotConfirmed) } else { Ok(()) }
}

const fn grantee(consent: &Consent) -> Option<PersonId> {
    match &consent.terms {
        Terms::Family { person_id, .. } => Some(*person_id),
        _ => None,
    }
}

const VERSION: &str =
    "v.consent_id, v.version, v.patient_id, v.state, v.terms, v.provisions, v.period, v.digest,
    v.epoch, v.recorded_at, v.recorded_by";
const LAST: &str = "consents c JOIN versions v ON v.consent_id = c.consent_id AND v.version = c.version";

fn consent_of(row: &Row) -> Result<Consent, StoreError> {
    let state: ConsentState =
        word(&row.col::<String>("state")?).ok_or(Corrupt { table: "versions", column: "state" })?;
    Ok(Consent {
        consent_id: row.id("consent_id")?,
        version: u32::try_from(row.col::<i64>("version")?)
            .map_err(|_| Corrupt { table: "versions", column: "version" })?,
        patient_id: row.id("patient_id")?,
        state,
        terms: json(row, "terms")?,
        provisions: json(row, "provisions")?,
        period: json(row, "period")?,
        recorded_at: row.at("recorded_at")?,
        recorded_by: row.id("recorded_by")?,
        digest: row.col("digest")?,
        epoch: epoch(row)?,
    })
}

fn epoch(row: &Row) -> Result<u64, StoreError> {
    u64::try_from(row.col::<i64>("epoch")?).map_err(|_| Corrupt { table: "patients", column: "epoch" }.into())
}

/// A column that a newer program may have written: what cannot be read decides nothing.
fn json<T: DeserializeOwned>(row: &Row, column: &'static str) -> Result<T, StoreError> {
    serde_json::from_str(&row.col::<String>(column)?)
        .map_err(|_| Corrupt { table: "versions", column }.into())
}

fn json_of<T: Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_| Corrupt { table: "versions", column: "provisions" }.into())
}

/// The word of a plain enum on the wire, which is also its word here.
fn text_of<T: Serialize>(value: &T) -> Result<String, StoreError> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => Ok(text),
        _ => Err(Corrupt { table: "versions", column: "state" }.into()),
    }
}

fn word<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(text.to_owned())).ok()
}
