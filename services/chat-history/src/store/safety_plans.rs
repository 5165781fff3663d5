//! Safety plans: a row a version. The newest row is the plan; one without words says that it was taken away.

use api::Role;
use audit_trail::AuditEvent;
use chat_history_api::{PLAN_VERSIONS_MAX, PlanChange};
use kernel::{OrganizationId, PageLimit, PersonId, TypedId};
use store_sql::{Columns, Corrupt, Row, Statements, StoreError};

use super::{Store, over};
use crate::domain::Refused;

/// A version of a plan, as it is kept.
pub(crate) struct PlanRow {
    pub(crate) patient: PersonId,
    pub(crate) organization: OrganizationId,
    pub(crate) version: i64,
    /// `None` where the plan was taken away.
    pub(crate) sealed: Option<Vec<u8>>,
    pub(crate) change: PlanChange,
}

const PLAN: &str = "patient_id, version, organization_id, sealed, changed_by, changed_as, changed_at";

impl Store {
    /// The newest version of a patient's plan, taken away or not; `None` where there never was one.
    pub(crate) async fn safety_plan(&self, patient: PersonId) -> Result<Option<PlanRow>, StoreError> {
        let text =
            format!("SELECT {PLAN} FROM safety_plans WHERE patient_id = $1 ORDER BY version DESC LIMIT 1");
        self.database.read().find(&text, [patient.uuid().into()]).await?.as_ref().map(plan_of).transpose()
    }

    /// Whether a patient keeps a plan now.
    pub(crate) async fn keeps_safety_plan(&self, patient: PersonId) -> Result<bool, StoreError> {
        let text = "SELECT 1 AS is_there FROM safety_plans p WHERE p.patient_id = $1 AND p.sealed IS NOT NULL
             AND p.version = (SELECT MAX(l.version) FROM safety_plans l WHERE l.patient_id = $1)";
        Ok(self.database.read().find(text, [patient.uuid().into()]).await?.is_some())
    }

    /// Versions of a patient's plan that have words, the newest first, before a version or from the newest on; one row more
    /// than the page.
    pub(crate) async fn plan_versions(
        &self,
        patient: PersonId,
        before: Option<i64>,
        limit: PageLimit,
    ) -> Result<Vec<PlanRow>, StoreError> {
        let text = format!(
            "SELECT {PLAN} FROM safety_plans WHERE patient_id = $1 AND sealed IS NOT NULL AND version < $2
             ORDER BY version DESC LIMIT $3"
        );
        let values = [patient.uuid().into(), before.unwrap_or(i64::MAX).into(), over(limit).into()];
        self.database.read().list(&text, values).await?.iter().map(plan_of).collect()
    }

    /// Keeps the next version, with its event, and lets go of the oldest beyond [`PLAN_VERSIONS_MAX`].
    /// [`Refused::PlanChanged`] when the newest is another than the one before it.
    pub(crate) async fn keep_plan(&self, row: &PlanRow, event: AuditEvent) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        insert_plan(&write, row).await?;
        let oldest = row.version - i64::from(PLAN_VERSIONS_MAX);
        let text = "DELETE FROM safety_plans WHERE patient_id = $1 AND version <= $2";
        write.run(text, [row.patient.uuid().into(), oldest.into()]).await?;
        self.trail.append(&write, event).await?;
        Ok(self.trail.commit(write).await?)
    }

    /// Takes a plan away with all its versions, with its event; `row` is the version without words that stays in their place.
    /// [`Refused::PlanChanged`] when the newest is another than the one before it: then nothing is taken away.
    pub(crate) async fn forget_plan(&self, row: &PlanRow, event: AuditEvent) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        insert_plan(&write, row).await?;
        let text = "DELETE FROM safety_plans WHERE patient_id = $1 AND version < $2";
        write.run(text, [row.patient.uuid().into(), row.version.into()]).await?;
        self.trail.append(&write, event).await?;
        Ok(self.trail.commit(write).await?)
    }
}

async fn insert_plan(write: &store_sql::Write, row: &PlanRow) -> Result<(), Refused> {
    let text =
        "INSERT INTO safety_plans (patient_id, version, organization_id, sealed, changed_by, changed_as,
           changed_at)
         SELECT $1, $2, $3, $4, $5, $6, $7
         WHERE $8 = (SELECT COALESCE(MAX(version), 0) FROM safety_plans WHERE patient_id = $1)
         ON CONFLICT (patient_id, version) DO NOTHING";
    let values = [
        row.patient.uuid().into(),
        row.version.into(),
        row.organization.uuid().into(),
        row.sealed.clone().into(),
        row.change.by.uuid().into(),
        row.change.role.name().into(),
        row.change.at.as_micros().into(),
        (row.version - 1).into(),
    ];
    if write.run(text, values).await? == 0 { Err(Refused::PlanChanged) } else { Ok(()) }
}

fn plan_of(row: &Row) -> Result<PlanRow, StoreError> {
    let name: String = row.col("changed_as")?;
    let role = Role::ALL.iter().copied().find(|role| role.name() == name);
    Ok(PlanRow {
        patient: row.id("patient_id")?,
        organization: row.id("organization_id")?,
        version: row.col("version")?,
        sealed: row.col("sealed")?,
        change: PlanChange {
            by: row.id("changed_by")?,
            role: role.ok_or(Corrupt { table: "safety_plans", column: "changed_as" })?,
            at: row.at("changed_at")?,
        },
    })
}
