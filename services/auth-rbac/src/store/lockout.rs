//! Wrong attempts at an account's password or code: counted, and stopped, in one step each.

use audit_trail::AuditEvent;
use kernel::{PersonId, Timestamp, TypedId};
use store_sql::{Columns, Statements};

use super::Store;
use crate::domain::{FAILURES_MAX, Refused};

/// Whether an account takes passwords at a moment (`$2`): asked inside the steps that depend on it.
pub(super) fn open_at() -> String {
    format!("failures < {FAILURES_MAX} AND (locked_until IS NULL OR locked_until <= $2)")
}

impl Store {
    /// Counts a wrong attempt and locks the account as `lock` says; `false` when another attempt of the same
    /// moment closed it before, and nothing was counted.
    pub(crate) async fn failed(
        &self,
        person: PersonId,
        now: Timestamp,
        lock: impl Fn(i32) -> Option<Timestamp>,
        events: impl FnOnce(bool) -> Vec<AuditEvent>,
    ) -> Result<bool, Refused> {
        let write = self.database.begin().await?;
        let text = format!(
            "UPDATE people SET failures = failures + 1 WHERE person_id = $1 AND {} RETURNING failures",
            open_at()
        );
        let row = write.find(&text, [person.uuid().into(), now.as_micros().into()]).await?;
        let Some(row) = row else { return Ok(false) };
        let until = lock(row.col::<i32>("failures")?);
        if let Some(until) = until {
            let text = "UPDATE people SET locked_until = $2 WHERE person_id = $1";
            write.run(text, [person.uuid().into(), until.as_micros().into()]).await?;
        }
        self.finish_all(write, &events(until.is_some())).await?;
        Ok(true)
    }

    /// Forgives all wrong attempts.
    pub(crate) async fn unlock(&self, person: PersonId, event: AuditEvent) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        let text = "UPDATE people SET failures = 0, locked_until = NULL WHERE person_id = $1";
        write.run(text, [person.uuid().into()]).await?;
        self.finish(write, event).await
    }
}
