//! Whom somebody answers for.

use api::Role;
use kernel::{OrganizationId, PersonId, Timestamp, TypedId};
use relationship_management_api::CHARGES_MAX;
use store_sql::{Columns, Statements, StoreError};

use super::{KINDS, Store, kind_name};
use crate::domain::is_treating;

impl Store {
    /// The residents of the units that a member of the care staff is on now, and those who live on no unit; one
    /// more than there may be tells that there are too many.
    pub(crate) async fn charges_of_staff(
        &self,
        staff: PersonId,
        organization: OrganizationId,
        now: Timestamp,
    ) -> Result<Vec<PersonId>, StoreError> {
        let lives = "FROM assignments home WHERE home.person_id = m.person_id
                     AND (home.until IS NULL OR home.until > $3)";
        let text = format!(
            "SELECT m.person_id FROM members m WHERE m.organization_id = $1 AND m.role = $4 AND (
                NOT EXISTS (SELECT 1 {lives}) OR EXISTS (SELECT 1 {lives} AND home.unit_id IN (
                    SELECT own.unit_id FROM assignments own WHERE own.person_id = $2
                    AND (own.until IS NULL OR own.until > $3))))
             ORDER BY m.person_id LIMIT $5"
        );
        let values = [
            organization.uuid().into(),
            staff.uuid().into(),
            now.as_micros().into(),
            Role::Resident.name().into(),
            over_all().into(),
        ];
        self.database.read().list(&text, values).await?.iter().map(|row| row.id("person_id")).collect()
    }

    /// The patients whom a provider treats now; one more than there may be tells that there are too many.
    pub(crate) async fn charges_of_provider(
        &self,
        provider: PersonId,
        organization: OrganizationId,
        now: Timestamp,
    ) -> Result<Vec<PersonId>, StoreError> {
        let treating: Vec<String> = KINDS
            .iter()
            .filter(|kind| is_treating(**kind))
            .map(|kind| format!("'{}'", kind_name(*kind)))
            .collect();
        let text = format!(
            "SELECT DISTINCT r.patient_id FROM relations r JOIN members m ON m.person_id = r.patient_id
             WHERE r.person_id = $1 AND r.state = 'active' AND (r.expires_at IS NULL OR r.expires_at > $2)
             AND m.organization_id = $3 AND r.kind IN ({}) ORDER BY r.patient_id LIMIT $4",
            treating.join(", ")
        );
        let values =
            [provider.uuid().into(), now.as_micros().into(), organization.uuid().into(), over_all().into()];
        self.database.read().list(&text, values).await?.iter().map(|row| row.id("patient_id")).collect()
    }
}

fn over_all() -> i64 {
    i64::try_from(CHARGES_MAX).unwrap_or(i64::MAX - 1) + 1
}
