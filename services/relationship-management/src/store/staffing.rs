//! On which units staff work.

use std::collections::BTreeMap;

use audit_trail::AuditEvent;
use kernel::{OrganizationId, PersonId, Timestamp, TypedId, UnitId};
use relationship_management_api::{ByAssignment, WorksOn};
use store_sql::{Columns, Statements, StoreError, Value};

use super::Store;
use crate::domain::Refused;

impl Store {
    /// The units of those among some people who are staff of an organisation, none for those who are assigned nowhere.
    pub(crate) async fn works_on(
        &self,
        organization: OrganizationId,
        people: &[PersonId],
        now: Timestamp,
    ) -> Result<Vec<WorksOn>, StoreError> {
        if people.is_empty() {
            return Ok(Vec::new());
        }
        let places: Vec<String> = (3..people.len() + 3).map(|place| format!("${place}")).collect();
        let text = format!(
            "SELECT m.person_id, a.unit_id FROM members m LEFT JOIN assignments a ON a.person_id = m.person_id
             AND (a.until IS NULL OR a.until > $2)
             WHERE m.organization_id = $1 AND m.role IN ('care_staff', 'health_provider') AND m.person_id IN ({})",
            places.join(", ")
        );
        let mut values: Vec<Value> = vec![organization.uuid().into(), now.as_micros().into()];
        values.extend(people.iter().map(|person| Value::from(person.uuid())));
        let mut found: BTreeMap<PersonId, Vec<UnitId>> = BTreeMap::new();
        for row in self.database.read().list(&text, values).await? {
            found.entry(row.id("person_id")?).or_default().extend(row.id_or_none::<UnitId>("unit_id")?);
        }
        Ok(found.into_iter().map(|(person_id, units)| WorksOn { person_id, units }).collect())
    }

    /// Ends an assignment and the shifts that hang on it.
    pub(crate) async fn unassign(
        &self,
        of: &ByAssignment,
        now: Timestamp,
        event: AuditEvent,
    ) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        let (person, unit): (Value, Value) = (of.person_id.uuid().into(), of.unit_id.uuid().into());
        let text = "DELETE FROM assignments WHERE person_id = $1 AND unit_id = $2";
        if write.run(text, [person.clone(), unit.clone()]).await? == 0 {
            return Err(Refused::NotFound);
        }
        let begun = "UPDATE shifts SET ends_at = $3 WHERE person_id = $1 AND unit_id = $2 AND starts_at < $3 AND ends_at > $3";
        write.run(begun, [person.clone(), unit.clone(), now.as_micros().into()]).await?;
        let planned = "DELETE FROM shifts WHERE person_id = $1 AND unit_id = $2 AND starts_at >= $3";
        write.run(planned, [person, unit, now.as_micros().into()]).await?;
        self.trail.append(&write, event).await?;
        self.trail.commit(write).await?;
        Ok(())
    }
}
