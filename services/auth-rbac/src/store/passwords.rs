//! Passwords, and the links with which they are set anew.

use audit_trail::AuditEvent;
use kernel::{PersonId, Timestamp, TypedId};
use store_sql::{Statements, StoreError, Write};

use super::Store;
use crate::domain::Refused;

impl Store {
    /// Sets a password in place of the one that was checked, and ends all sessions in the same step; tells how
    /// many. When another request changed it first, nothing is set.
    pub(crate) async fn change_password(
        &self,
        person: PersonId,
        (before, after): (String, String),
        now: Timestamp,
        event: AuditEvent,
    ) -> Result<u64, Refused> {
        let write = self.database.begin().await?;
        let text = "UPDATE people SET password = $3 WHERE person_id = $1 AND password = $2";
        let changed = write.run(text, [person.uuid().into(), before.into(), after.into()]).await?;
        if changed == 0 {
            return Err(Refused::Credentials);
        }
        let ended = end_all(&write, person, now).await?;
        self.finish(write, event).await?;
        Ok(ended)
    }

    /// Keeps the link of a person, in place of an earlier one.
    pub(crate) async fn keep_reset(
        &self,
        person: PersonId,
        token_digest: Vec<u8>,
        by: PersonId,
        expires_at: Timestamp,
        event: AuditEvent,
    ) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        write.run("DELETE FROM password_resets WHERE person_id = $1", [person.uuid().into()]).await?;
        write
            .run(
                "INSERT INTO password_resets (person_id, token_digest, created_by, expires_at)
                 VALUES ($1, $2, $3, $4)",
                [person.uuid().into(), token_digest.into(), by.uuid().into(), expires_at.as_micros().into()],
            )
            .await?;
        self.finish(write, event).await
    }

    /// Whether a link holds, without using it.
    pub(crate) async fn reset_holds(
        &self,
        person: PersonId,
        token_digest: Vec<u8>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let text = "SELECT 1 AS one FROM password_resets
             WHERE person_id = $1 AND token_digest = $2 AND expires_at > $3";
        let values = [person.uuid().into(), token_digest.into(), now.as_micros().into()];
        Ok(self.database.read().find(text, values).await?.is_some())
    }

    /// Uses a link, once: sets the password, forgives wrong attempts and ends all sessions in one step.
    pub(crate) async fn reset_password(
        &self,
        person: PersonId,
        token_digest: Vec<u8>,
        password: String,
        now: Timestamp,
        event: AuditEvent,
    ) -> Result<u64, Refused> {
        let write = self.database.begin().await?;
        let text =
            "DELETE FROM password_resets WHERE person_id = $1 AND token_digest = $2 AND expires_at > $3";
        let values = [person.uuid().into(), token_digest.into(), now.as_micros().into()];
        if write.run(text, values).await? == 0 {
            return Err(Refused::ResetLink);
        }
        let text = "UPDATE people SET password = $2, failures = 0, locked_until = NULL
             WHERE person_id = $1 AND NOT disabled AND password IS NOT NULL";
        if write.run(text, [person.uuid().into(), password.into()]).await? == 0 {
            return Err(Refused::ResetLink);
        }
        let ended = end_all(&write, person, now).await?;
        self.finish(write, event).await?;
        Ok(ended)
    }
}

async fn end_all(write: &Write, person: PersonId, now: Timestamp) -> Result<u64, StoreError> {
    let text = "UPDATE sessions SET ended_at = $2 WHERE person_id = $1 AND ended_at IS NULL";
    write.run(text, [person.uuid().into(), now.as_micros().into()]).await
}
