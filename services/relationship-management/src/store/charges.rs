//! Whom somebody answers for.

use api::Role;
use kernel::{OrganizationId, PersonId, Timestamp, TypedId};
use relationship_management_api::{CHARGES_MAX, Charge};
use store_sql::{Columns, Row, Statements, StoreError};

use super::{KINDS, Store, kind_name};
use crate::domain::{is_family, is_treating};

impl Store {
    /// The residents of the units that a member of the care staff is on now, and those who live on no unit; one
    /// more than there may be tells that there are too many.
    pub(crate) async fn charges_of_staff(
        &self,
        staff: PersonId,
        organization: OrganizationId,
        now: Timestamp,
    ) -> Result<Vec<Charge>, StoreError> {
        let home = "SELECT home.unit_id FROM assignments home WHERE home.person_id = m.person_id
                    AND (home.until IS NULL OR home.until > $3)";
        // A shift counts while whoever has it works on that unit.
        let running =
            "FROM shifts s JOIN assignments w ON w.person_id = s.person_id AND w.unit_id = s.unit_id
                       WHERE s.unit_id = homes.unit_id AND s.starts_at <= $3 AND s.ends_at > $3
                       AND (w.until IS NULL OR w.until > $3)";
        let text = format!(
            "SELECT homes.person_id, homes.unit_id,
                (homes.unit_id IS NULL OR EXISTS (SELECT 1 {running} AND s.person_id = $2)
                 OR NOT EXISTS (SELECT 1 {running})) AS on_duty
             FROM (SELECT m.person_id, ({home} ORDER BY home.assigned_at DESC LIMIT 1) AS unit_id
                   FROM members m WHERE m.organization_id = $1 AND m.role = $4) homes
             WHERE homes.unit_id IS NULL OR homes.unit_id IN (
                SELECT own.unit_id FROM assignments own WHERE own.person_id = $2
                AND (own.until IS NULL OR own.until > $3))
             ORDER BY homes.person_id LIMIT $5"
        );
        let values = [
            organization.uuid().into(),
            staff.uuid().into(),
            now.as_micros().into(),
            Role::Resident.name().into(),
            over_all().into(),
        ];
        self.database.read().list(&text, values).await?.iter().map(charge).collect()
    }

    /// The patients to whom somebody has a live relation: those whom a provider treats, or a relative's. One more than
    /// there may be tells that there are too many.
    pub(crate) async fn charges_by_relation(
        &self,
        person: PersonId,
        role: Role,
        organization: OrganizationId,
        now: Timestamp,
    ) -> Result<Vec<Charge>, StoreError> {
        let counts = if role == Role::FamilyMember { is_family } else { is_treating };
        let kinds: Vec<String> = KINDS
            .iter()
            .filter(|kind| counts(**kind))
            .map(|kind| format!("'{}'", kind_name(*kind)))
            .collect();
        let text = format!(
            "SELECT DISTINCT r.patient_id AS person_id, (SELECT home.unit_id FROM assignments home
                WHERE home.person_id = r.patient_id AND (home.until IS NULL OR home.until > $2)
                ORDER BY home.assigned_at DESC LIMIT 1) AS unit_id, TRUE AS on_duty
             FROM relations r JOIN members m ON m.person_id = r.patient_id
             WHERE r.person_id = $1 AND r.state = 'active' AND (r.expires_at IS NULL OR r.expires_at > $2)
             AND m.organization_id = $3 AND r.kind IN ({}) ORDER BY person_id LIMIT $4",
            kinds.join(", ")
        );
        let values =
            [person.uuid().into(), now.as_micros().into(), organization.uuid().into(), over_all().into()];
        self.database.read().list(&text, values).await?.iter().map(charge).collect()
    }
}

fn charge(row: &Row) -> Result<Charge, StoreError> {
    Ok(Charge {
        person_id: row.id("person_id")?,
        unit_id: row.id_or_none("unit_id")?,
        on_duty: row.col("on_duty")?,
    })
}

fn over_all() -> i64 {
    i64::try_from(CHARGES_MAX).unwrap_or(i64::MAX - 1) + 1
}
