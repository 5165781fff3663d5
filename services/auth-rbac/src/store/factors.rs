//! Second factors of who is signed in: started, taken, removed; and recovery codes anew.

use audit_trail::AuditEvent;
use kernel::{PersonId, SessionId, Timestamp, TypedId};
use store_sql::{Columns, Statements, StoreError, Write};

use super::Store;
use super::links::keep_recovery_codes;
use crate::domain::Refused;

/// A passkey that opens, and that a change of the password leaves.
const LASTING: &str = "SELECT 1 FROM passkeys k WHERE k.person_id = $1 AND NOT k.suspect AND k.created_at <
     COALESCE((SELECT MAX(s.created_at) FROM sessions s WHERE s.person_id = $1 AND s.amr LIKE 'pwd %'), 0)";

impl Store {
    /// How many recovery codes are not used, and whether a passkey stands in for the authenticator.
    pub(crate) async fn beside_factor(&self, person: PersonId) -> Result<(i64, bool), StoreError> {
        let text = format!(
            "SELECT (SELECT COUNT(*) FROM recovery_codes WHERE person_id = $1 AND used_at IS NULL) AS codes,
             EXISTS ({LASTING}) AS stands_in"
        );
        let row = self.database.read().find(&text, [person.uuid().into()]).await?;
        row.map_or(Ok((0, false)), |row| Ok((row.col("codes")?, row.col("stands_in")?)))
    }

    /// Keeps a sealed secret until a code of it is shown, in place of an earlier one.
    pub(crate) async fn start_factor(
        &self,
        person: PersonId,
        sealed: Vec<u8>,
        expires_at: Timestamp,
        event: AuditEvent,
    ) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        let text = "INSERT INTO started_factors (person_id, sealed, expires_at) VALUES ($1, $2, $3)
             ON CONFLICT (person_id) DO UPDATE SET sealed = excluded.sealed, expires_at = excluded.expires_at";
        write.run(text, [person.uuid().into(), sealed.into(), expires_at.as_micros().into()]).await?;
        self.finish(write, event).await
    }

    /// The sealed secret that was started and still counts, or `None`.
    pub(crate) async fn started_factor(
        &self,
        person: PersonId,
        now: Timestamp,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let text = "SELECT sealed FROM started_factors WHERE person_id = $1 AND expires_at > $2";
        let row = self.database.read().find(text, [person.uuid().into(), now.as_micros().into()]).await?;
        row.map(|row| row.col("sealed")).transpose()
    }

    /// Takes the secret that was started, with the step of the code that was shown, and ends all other sessions in the same
    /// step; tells how many. Refused when it is not the one that was started any more.
    pub(crate) async fn take_factor(
        &self,
        (person, session): (PersonId, SessionId),
        (sealed, step): (Vec<u8>, i64),
        now: Timestamp,
        event: AuditEvent,
    ) -> Result<u64, Refused> {
        let write = self.database.begin().await?;
        let id = person.uuid();
        let text = "DELETE FROM started_factors WHERE person_id = $1 AND sealed = $2 AND expires_at > $3";
        if write.run(text, [id.into(), sealed.clone().into(), now.as_micros().into()]).await? == 0 {
            return Err(Refused::FactorNotStarted);
        }
        let text = "UPDATE people SET totp = $2, totp_step = $3
             WHERE person_id = $1 AND NOT disabled AND password IS NOT NULL";
        if write.run(text, [id.into(), sealed.into(), step.into()]).await? == 0 {
            return Err(Refused::NoPassword);
        }
        let ended = end_others(&write, person, session, now).await?;
        self.finish(write, event).await?;
        Ok(ended)
    }

    /// Removes the authenticator, and ends all other sessions in the same step; tells how many. Refused where nothing else
    /// that lasts shows who they are.
    pub(crate) async fn remove_factor(
        &self,
        (person, session): (PersonId, SessionId),
        now: Timestamp,
        event: AuditEvent,
    ) -> Result<u64, Refused> {
        let write = self.database.begin().await?;
        // Waits for whoever removes a passkey at the same moment.
        write.run("UPDATE people SET role = role WHERE person_id = $1", [person.uuid().into()]).await?;
        let text = format!("UPDATE people SET totp = NULL WHERE person_id = $1 AND EXISTS ({LASTING})");
        if write.run(&text, [person.uuid().into()]).await? == 0 {
            return Err(Refused::LastWay);
        }
        let ended = end_others(&write, person, session, now).await?;
        self.finish(write, event).await?;
        Ok(ended)
    }

    /// Replaces all recovery codes.
    pub(crate) async fn renew_recovery_codes(
        &self,
        person: PersonId,
        digests: Vec<Vec<u8>>,
        event: AuditEvent,
    ) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        // Two of one moment wait for each other: the codes of one of them count, and not of both.
        write.run("UPDATE people SET role = role WHERE person_id = $1", [person.uuid().into()]).await?;
        write.run("DELETE FROM recovery_codes WHERE person_id = $1", [person.uuid().into()]).await?;
        keep_recovery_codes(&write, person, digests).await?;
        self.finish(write, event).await
    }
}

/// Ends the sessions of a person but for the one that asked; tells how many.
async fn end_others(
    write: &Write,
    person: PersonId,
    kept: SessionId,
    now: Timestamp,
) -> Result<u64, StoreError> {
    let text = "UPDATE sessions SET ended_at = $2
         WHERE person_id = $1 AND ended_at IS NULL AND session_id <> $3";
    write.run(text, [person.uuid().into(), now.as_micros().into(), kept.uuid().into()]).await
}
