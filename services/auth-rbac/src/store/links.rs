//! Links that are handed over once: to set a password anew, or a second factor. A person has one of each at most.

use audit_trail::AuditEvent;
use kernel::{PersonId, Timestamp, TypedId};
use store_sql::{Statements, StoreError, Write};

use super::Store;
use crate::domain::Refused;

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Link {
    Password,
    Factor,
}

impl Link {
    pub(super) const ALL: [Self; 2] = [Self::Password, Self::Factor];

    pub(super) const fn table(self) -> &'static str {
        match self {
            Self::Password => "password_resets",
            Self::Factor => "factor_renewals",
        }
    }
}

impl Store {
    /// Keeps the link of a person, in place of an earlier one.
    pub(crate) async fn keep_link(
        &self,
        link: Link,
        person: PersonId,
        token_digest: Vec<u8>,
        by: PersonId,
        expires_at: Timestamp,
        event: AuditEvent,
    ) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        let table = link.table();
        let text = format!("DELETE FROM {table} WHERE person_id = $1");
        write.run(&text, [person.uuid().into()]).await?;
        let text = format!(
            "INSERT INTO {table} (person_id, token_digest, created_by, expires_at) VALUES ($1, $2, $3, $4)"
        );
        let values =
            [person.uuid().into(), token_digest.into(), by.uuid().into(), expires_at.as_micros().into()];
        write.run(&text, values).await?;
        self.finish(write, event).await
    }

    /// Whether a link holds, without using it.
    pub(crate) async fn link_holds(
        &self,
        link: Link,
        person: PersonId,
        token_digest: Vec<u8>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let text = format!(
            "SELECT 1 AS one FROM {} WHERE person_id = $1 AND token_digest = $2 AND expires_at > $3",
            link.table()
        );
        let values = [person.uuid().into(), token_digest.into(), now.as_micros().into()];
        Ok(self.database.read().find(&text, values).await?.is_some())
    }

    /// Sets a second factor anew with a link, once: the one before, its recovery codes, the devices that stand in
    /// for it and all sessions end in the same step. Tells how many sessions.
    pub(crate) async fn renew_factor(
        &self,
        person: PersonId,
        token_digest: Vec<u8>,
        (totp, recovery): (Vec<u8>, Vec<Vec<u8>>),
        now: Timestamp,
        event: AuditEvent,
    ) -> Result<u64, Refused> {
        let write = self.database.begin().await?;
        spend(&write, Link::Factor, person, token_digest, now).await?;
        let id = person.uuid();
        let text = "UPDATE people SET totp = $2, totp_step = 0
             WHERE person_id = $1 AND NOT disabled AND password IS NOT NULL";
        if write.run(text, [id.into(), totp.into()]).await? == 0 {
            return Err(Refused::ResetLink);
        }
        write.run("DELETE FROM recovery_codes WHERE person_id = $1", [id.into()]).await?;
        keep_recovery_codes(&write, person, recovery).await?;
        let text = "UPDATE devices SET state = 'revoked' WHERE person_id = $1 AND NOT standalone";
        write.run(text, [id.into()]).await?;
        write.run("DELETE FROM passkeys WHERE person_id = $1", [id.into()]).await?;
        let ended = end_all(&write, person, now).await?;
        self.finish(write, event).await?;
        Ok(ended)
    }
}

/// Uses a link, once.
pub(super) async fn spend(
    write: &Write,
    link: Link,
    person: PersonId,
    token_digest: Vec<u8>,
    now: Timestamp,
) -> Result<(), Refused> {
    let text = format!(
        "DELETE FROM {} WHERE person_id = $1 AND token_digest = $2 AND expires_at > $3",
        link.table()
    );
    let values = [person.uuid().into(), token_digest.into(), now.as_micros().into()];
    if write.run(&text, values).await? == 0 { Err(Refused::ResetLink) } else { Ok(()) }
}

pub(super) async fn keep_recovery_codes(
    write: &Write,
    person: PersonId,
    digests: Vec<Vec<u8>>,
) -> Result<(), StoreError> {
    for digest in digests {
        let text = "INSERT INTO recovery_codes (person_id, code_digest) VALUES ($1, $2)";
        write.run(text, [person.uuid().into(), digest.into()]).await?;
    }
    Ok(())
}

/// Ends all sessions of a person; tells how many.
pub(super) async fn end_all(write: &Write, person: PersonId, now: Timestamp) -> Result<u64, StoreError> {
    let text = "UPDATE sessions SET ended_at = $2 WHERE person_id = $1 AND ended_at IS NULL";
    write.run(text, [person.uuid().into(), now.as_micros().into()]).await
}
