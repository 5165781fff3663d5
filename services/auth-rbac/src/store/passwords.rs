//! Passwords: changed, and set anew with a link.

use audit_trail::AuditEvent;
use kernel::{PersonId, Timestamp, TypedId};
use store_sql::Statements;

use super::links::{end_all, spend};
use super::{Link, Store};
use crate::domain::Refused;

impl Store {
    /// Sets a password in place of the one that was checked, and ends all sessions in the same step; tells how
    /// many. When another request changed it first, nothing is set. Passkeys that were added since the last sign-in
    /// with password and second factor go with it: whoever took that session over may have added them.
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
        let text = "DELETE FROM passkeys WHERE person_id = $1 AND created_at >= COALESCE((
             SELECT MAX(created_at) FROM sessions WHERE person_id = $1 AND amr LIKE 'pwd %'), 0)";
        write.run(text, [person.uuid().into()]).await?;
        let ended = end_all(&write, person, now).await?;
        self.finish(write, event).await?;
        Ok(ended)
    }

    /// Uses a link, once: sets the password, forgives wrong attempts, removes all passkeys and ends all sessions in
    /// one step. Who needs a link may have lost the account to somebody, who would keep a passkey of their own.
    pub(crate) async fn reset_password(
        &self,
        person: PersonId,
        token_digest: Vec<u8>,
        password: String,
        now: Timestamp,
        events: &[AuditEvent],
    ) -> Result<u64, Refused> {
        let write = self.database.begin().await?;
        spend(&write, Link::Password, person, token_digest, now).await?;
        let text = "UPDATE people SET password = $2, failures = 0, locked_until = NULL
             WHERE person_id = $1 AND NOT disabled AND password IS NOT NULL";
        if write.run(text, [person.uuid().into(), password.into()]).await? == 0 {
            return Err(Refused::ResetLink);
        }
        write.run("DELETE FROM passkeys WHERE person_id = $1", [person.uuid().into()]).await?;
        let ended = end_all(&write, person, now).await?;
        self.finish_all(write, events).await?;
        Ok(ended)
    }
}
