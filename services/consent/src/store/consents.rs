//! Consents and their versions.

use audit_trail::AuditEvent;
use consent_api::{Consent, ConsentQuery, ConsentState, Terms};
use kernel::{ConsentId, Cursor, OrganizationId, Page, PageLimit, PersonId, Timestamp, TypedId};
use store_sql::{Columns, Corrupt, Row, Statements, StoreError, Write};

use super::Store;
use super::columns::{epoch, json, json_of, number, text_of, word};
use crate::domain::{ACTIVE_MAX, Refused};

/// A version to add.
pub(crate) struct Recording {
    /// The version; its epoch is the store's to give.
    pub(crate) consent: Consent,
    /// The patient's organisation.
    pub(crate) organization: OrganizationId,
    /// The epoch in which it was read back; what ends a consent needs none.
    pub(crate) read_in: Option<u64>,
}

impl Store {
    /// The last version of a consent, with the patient's organisation, or `None`.
    pub(crate) async fn current(
        &self,
        id: ConsentId,
    ) -> Result<Option<(Consent, OrganizationId)>, StoreError> {
        let text = format!(
            "SELECT {VERSION}, p.organization_id FROM {LAST} JOIN patients p ON p.patient_id = c.patient_id
             WHERE c.consent_id = $1"
        );
        let row = self.database.read().find(&text, [id.uuid().into()]).await?;
        row.map(|row| Ok((consent_of(&row)?, row.id("organization_id")?))).transpose()
    }

    /// A patient's grant to a relative that holds or ran out, and its version: what a new one follows.
    pub(crate) async fn family_grant(
        &self,
        patient: PersonId,
        grantee: PersonId,
    ) -> Result<Option<(ConsentId, u32)>, StoreError> {
        let text = format!(
            "SELECT {VERSION} FROM {LAST} WHERE c.patient_id = $1 AND c.state IN ('active', 'expired')
             AND c.grantee_id = $2 ORDER BY c.state LIMIT 1"
        );
        let row = self.database.read().find(&text, [patient.uuid().into(), grantee.uuid().into()]).await?;
        let consent = row.as_ref().map(consent_of).transpose()?;
        Ok(consent.map(|consent| (consent.consent_id, consent.version)))
    }

    /// The consent that a digest made, while it holds or waits.
    pub(crate) async fn confirmed(
        &self,
        patient: PersonId,
        digest: &str,
    ) -> Result<Option<Consent>, StoreError> {
        let text = format!(
            "SELECT {VERSION} FROM {LAST}
             WHERE c.patient_id = $1 AND c.state IN ('requested', 'active') AND c.digest = $2 LIMIT 1"
        );
        let row = self.database.read().find(&text, [patient.uuid().into(), digest.into()]).await?;
        row.as_ref().map(consent_of).transpose()
    }

    /// Adds a version, raises the epoch and keeps the event, or none of it. When this returns, no decision that
    /// begins rests on the version before.
    pub(crate) async fn append(&self, recording: Recording, event: AuditEvent) -> Result<Consent, Refused> {
        let Recording { mut consent, organization, read_in } = recording;
        let write = self.database.begin().await?;
        consent.epoch = Self::raise(&write, consent.patient_id, organization, read_in).await?;
        if consent.version == 1 {
            begin(&write, &consent).await?;
        } else {
            follow(&write, &consent).await?;
        }
        insert(&write, &consent).await?;
        self.close(write, consent.patient_id, consent.recorded_at, &[event]).await?;
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
        let from = if query.history { "versions v" } else { LAST };
        let text = format!(
            "SELECT {VERSION} FROM {from} WHERE v.patient_id = $1 AND v.epoch < $2
             ORDER BY v.epoch DESC LIMIT $3"
        );
        let values = [patient.uuid().into(), before.into(), over(limit).into()];
        let rows = self.database.read().list(&text, values).await?;
        let consents = rows.iter().map(consent_of).collect::<Result<_, _>>()?;
        Ok(Page::from_rows(consents, limit, |consent: &Consent| Cursor::new(consent.epoch)))
    }

    /// A patient's consents in force that end after `now` and not after `horizon`, the first to end first.
    pub(crate) async fn expiring(
        &self,
        patient: PersonId,
        (now, horizon): (Timestamp, Timestamp),
        after: Option<&Cursor>,
        limit: PageLimit,
    ) -> Result<Page<Consent>, StoreError> {
        let place = after.and_then(|cursor| {
            let (at, id) = cursor.place().split_once('.')?;
            Some((at.parse::<i64>().ok()?, id.parse::<ConsentId>().ok()?.uuid()))
        });
        let (at, id) = place.unwrap_or((now.as_micros(), PersonId::SYSTEM.uuid()));
        let text = format!(
            "SELECT {VERSION} FROM {LAST} WHERE c.patient_id = $1 AND c.state = 'active'
             AND c.until_at > $2 AND c.until_at <= $3
             AND (c.until_at > $4 OR (c.until_at = $4 AND c.consent_id > $5))
             ORDER BY c.until_at, c.consent_id LIMIT $6"
        );
        let values = [
            patient.uuid().into(),
            now.as_micros().into(),
            horizon.as_micros().into(),
            at.into(),
            id.into(),
            over(limit).into(),
        ];
        let rows = self.database.read().list(&text, values).await?;
        let consents = rows.iter().map(consent_of).collect::<Result<_, _>>()?;
        Ok(Page::from_rows(consents, limit, |consent: &Consent| {
            let until = consent.period.until.map_or(0, Timestamp::as_micros);
            Cursor::new(format!("{until}.{}", consent.consent_id))
        }))
    }

    /// Requests of an organisation's patients that wait for an answer, the oldest first.
    pub(crate) async fn requests(
        &self,
        organization: OrganizationId,
        after: Option<&Cursor>,
        limit: PageLimit,
    ) -> Result<Page<Consent>, StoreError> {
        let after = after.and_then(|cursor| cursor.place().parse::<ConsentId>().ok());
        let after = after.map_or_else(|| PersonId::SYSTEM.uuid(), TypedId::uuid);
        let text = format!(
            "SELECT {VERSION} FROM {LAST} JOIN patients p ON p.patient_id = c.patient_id
             WHERE c.state = 'requested' AND c.kind = 'restriction' AND p.organization_id = $1
             AND c.consent_id > $2 ORDER BY c.consent_id LIMIT $3"
        );
        let values = [organization.uuid().into(), after.into(), over(limit).into()];
        let rows = self.database.read().list(&text, values).await?;
        let consents = rows.iter().map(consent_of).collect::<Result<_, _>>()?;
        Ok(Page::from_rows(consents, limit, |consent: &Consent| Cursor::new(consent.consent_id)))
    }
}

/// One row more than the page holds tells that there is more.
fn over(limit: PageLimit) -> i64 {
    i64::try_from(limit.get()).unwrap_or(i64::MAX - 1) + 1
}

/// Begins a consent, unless the patient has as many as there may be.
async fn begin(write: &Write, consent: &Consent) -> Result<(), Refused> {
    let patient = consent.patient_id.uuid();
    let count = "SELECT COUNT(*) AS live FROM consents
                 WHERE patient_id = $1 AND state IN ('requested', 'active', 'terminated')";
    let row = write.find(count, [patient.into()]).await?;
    if row.map(|row| row.col::<i64>("live")).transpose()?.unwrap_or(0) >= ACTIVE_MAX {
        return Err(Refused::TooMany);
    }
    write
        .run(
            "INSERT INTO consents (consent_id, patient_id, kind, grantee_id, state, version, digest, until_at)
             VALUES ($1, $2, $3, $4, $5, 1, $6, $7)",
            [
                consent.consent_id.uuid().into(),
                patient.into(),
                text_of(&consent.terms.kind())?.into(),
                grantee(consent).map(TypedId::uuid).into(),
                text_of(&consent.state)?.into(),
                consent.digest.clone().into(),
                consent.period.until.map(Timestamp::as_micros).into(),
            ],
        )
        .await?;
    Ok(())
}

/// Moves a consent to its next version, unless another came first. What was taken back stays so.
pub(super) async fn follow(write: &Write, consent: &Consent) -> Result<(), Refused> {
    let moved = write
        .run(
            "UPDATE consents SET version = $2, state = $3, digest = $4, grantee_id = $5, until_at = $6
             WHERE consent_id = $1 AND version = $7 AND state NOT IN ('revoked', 'declined')",
            [
                consent.consent_id.uuid().into(),
                i64::from(consent.version).into(),
                text_of(&consent.state)?.into(),
                consent.digest.clone().into(),
                grantee(consent).map(TypedId::uuid).into(),
                consent.period.until.map(Timestamp::as_micros).into(),
                (i64::from(consent.version) - 1).into(),
            ],
        )
        .await?;
    if moved == 0 { Err(Refused::NotConfirmed) } else { Ok(()) }
}

pub(super) async fn insert(write: &Write, consent: &Consent) -> Result<(), StoreError> {
    let reason = consent.decline_reason.as_ref().map(text_of).transpose()?;
    write
        .run(
            "INSERT INTO versions (consent_id, version, patient_id, state, terms, provisions, period, digest,
             epoch, recorded_at, recorded_by, reason)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            [
                consent.consent_id.uuid().into(),
                i64::from(consent.version).into(),
                consent.patient_id.uuid().into(),
                text_of(&consent.state)?.into(),
                json_of(&consent.terms)?.into(),
                json_of(&consent.provisions)?.into(),
                json_of(&consent.period)?.into(),
                consent.digest.clone().into(),
                number(consent.epoch).into(),
                consent.recorded_at.as_micros().into(),
                consent.recorded_by.uuid().into(),
                reason.into(),
            ],
        )
        .await?;
    Ok(())
}

const fn grantee(consent: &Consent) -> Option<PersonId> {
    match &consent.terms {
        Terms::Family { person_id, .. } => Some(*person_id),
        _ => None,
    }
}

pub(super) const VERSION: &str =
    "v.consent_id, v.version, v.patient_id, v.state, v.terms, v.provisions, v.period, v.digest,
    v.epoch, v.recorded_at, v.recorded_by, v.reason";
pub(super) const LAST: &str =
    "consents c JOIN versions v ON v.consent_id = c.consent_id AND v.version = c.version";

pub(super) fn consent_of(row: &Row) -> Result<Consent, StoreError> {
    let corrupt = |column| Corrupt { table: "versions", column };
    let state: ConsentState = word(&row.col::<String>("state")?).ok_or_else(|| corrupt("state"))?;
    let reason = row.col::<Option<String>>("reason")?;
    let reason = reason.map(|text| word(&text).ok_or_else(|| corrupt("reason"))).transpose()?;
    Ok(Consent {
        consent_id: row.id("consent_id")?,
        version: u32::try_from(row.col::<i64>("version")?).map_err(|_| corrupt("version"))?,
        patient_id: row.id("patient_id")?,
        state,
        decline_reason: reason,
        terms: json(row, "terms")?,
        provisions: json(row, "provisions")?,
        period: json(row, "period")?,
        recorded_at: row.at("recorded_at")?,
        recorded_by: row.id("recorded_by")?,
        digest: row.col("digest")?,
        epoch: epoch(row)?,
    })
}
