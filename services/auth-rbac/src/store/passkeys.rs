//! Passkeys, and the challenges that are out.

use audit_trail::AuditEvent;
use kernel::{PasskeyId, PersonId, SessionId, Timestamp, TypedId};
use store_sql::{Columns, Row, Statements, StoreError, Write};

use super::Store;
use crate::domain::Refused;

/// Challenges that ended and go when a new one comes.
const GONE_AT_ONCE: i64 = 100;

/// A passkey, as it is kept. Its name, its credential's id and its key are sealed.
pub(crate) struct PasskeyRow {
    pub(crate) passkey: PasskeyId,
    pub(crate) person: PersonId,
    pub(crate) sealed: Vec<u8>,
    pub(crate) count: i64,
    pub(crate) suspect: bool,
    pub(crate) created_at: Timestamp,
    pub(crate) last_used_at: Option<Timestamp>,
}

const PASSKEY: &str = "passkey_id, person_id, sealed, sign_count, suspect, created_at, last_used_at";

impl Store {
    /// Keeps a challenge until it is answered; `false` when `max` are out already for the same purpose, so that strangers
    /// who ask to sign in are in nobody's way who is signed in. It replaces the last one that is bound to the same.
    pub(crate) async fn keep_challenge(
        &self,
        digest: Vec<u8>,
        (purpose, bound_to): (&'static str, Vec<u8>),
        (now, expires_at): (Timestamp, Timestamp),
        max: i64,
    ) -> Result<bool, StoreError> {
        let write = self.database.begin().await?;
        let text = "DELETE FROM passkey_challenges WHERE challenge_digest IN (
             SELECT challenge_digest FROM passkey_challenges WHERE expires_at <= $1 LIMIT $2)";
        write.run(text, [now.as_micros().into(), GONE_AT_ONCE.into()]).await?;
        let text = "DELETE FROM passkey_challenges WHERE purpose = $1 AND bound_to = $2";
        write.run(text, [purpose.into(), bound_to.clone().into()]).await?;
        let text = "INSERT INTO passkey_challenges (challenge_digest, purpose, bound_to, expires_at)
             SELECT $1, $2, $3, $4
             WHERE (SELECT COUNT(*) FROM passkey_challenges WHERE purpose = $2) < $5";
        let values =
            [digest.into(), purpose.into(), bound_to.into(), expires_at.as_micros().into(), max.into()];
        let kept = write.run(text, values).await?;
        write.commit().await?;
        Ok(kept == 1)
    }

    /// Takes a challenge that is out, once; `false` when there is none for that.
    pub(crate) async fn take_challenge(
        &self,
        digest: Vec<u8>,
        purpose: &'static str,
        bound_to: Vec<u8>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let write = self.database.begin().await?;
        let text = "DELETE FROM passkey_challenges
             WHERE challenge_digest = $1 AND purpose = $2 AND bound_to = $3 AND expires_at > $4";
        let values = [digest.into(), purpose.into(), bound_to.into(), now.as_micros().into()];
        let taken = write.run(text, values).await?;
        write.commit().await?;
        Ok(taken == 1)
    }

    /// Keeps a passkey that was made in a session that stands, unless the person has `max` already or the credential is
    /// known.
    pub(crate) async fn add_passkey(
        &self,
        row: &PasskeyRow,
        (session, credential_digest): (SessionId, Vec<u8>),
        max: i64,
        event: AuditEvent,
    ) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        let person = row.person.uuid();
        write.run("UPDATE people SET role = role WHERE person_id = $1", [person.into()]).await?;
        let text = "SELECT 1 AS one FROM sessions WHERE session_id = $1 AND ended_at IS NULL";
        if write.find(text, [session.uuid().into()]).await?.is_none() {
            return Err(Refused::Challenge);
        }
        let text = "SELECT COUNT(*) AS n FROM passkeys WHERE person_id = $1";
        let count = write.find(text, [person.into()]).await?.map_or(Ok(0), |row| row.col::<i64>("n"))?;
        if count >= max {
            return Err(Refused::TooManyPasskeys);
        }
        let text =
            "INSERT INTO passkeys (passkey_id, person_id, credential_digest, sealed, sign_count, created_at)
             VALUES ($1, $2, $3, $4, $5, $6)";
        let values = [
            row.passkey.uuid().into(),
            person.into(),
            credential_digest.into(),
            row.sealed.clone().into(),
            row.count.into(),
            row.created_at.as_micros().into(),
        ];
        match write.run(text, values).await {
            Err(error) if error.is_duplicate() => return Err(Refused::KnownPasskey),
            other => other?,
        };
        self.finish(write, event).await
    }

    /// The passkeys of a person, newest first.
    pub(crate) async fn passkeys(&self, person: PersonId) -> Result<Vec<PasskeyRow>, StoreError> {
        let text = format!(
            "SELECT {PASSKEY} FROM passkeys WHERE person_id = $1 ORDER BY created_at DESC, passkey_id DESC"
        );
        self.database.read().list(&text, [person.uuid().into()]).await?.iter().map(passkey_of).collect()
    }

    /// The passkey of a credential, or `None`.
    pub(crate) async fn passkey_of_credential(
        &self,
        digest: Vec<u8>,
    ) -> Result<Option<PasskeyRow>, StoreError> {
        let text = format!("SELECT {PASSKEY} FROM passkeys WHERE credential_digest = $1");
        self.database.read().find(&text, [digest.into()]).await?.as_ref().map(passkey_of).transpose()
    }

    /// Replaces what is sealed of a passkey.
    pub(crate) async fn reseal_passkey(
        &self,
        passkey: PasskeyId,
        person: PersonId,
        sealed: Vec<u8>,
        event: AuditEvent,
    ) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        let text = "UPDATE passkeys SET sealed = $3 WHERE passkey_id = $1 AND person_id = $2";
        let values = [passkey.uuid().into(), person.uuid().into(), sealed.into()];
        if write.run(text, values).await? == 0 {
            return Err(Refused::NotFound);
        }
        self.finish(write, event).await
    }

    /// Notes that a passkey may have been copied, and ends in the same step all sessions that a passkey of theirs
    /// opened or proved: which of them is the copy's is not known.
    pub(crate) async fn suspect_passkey(
        &self,
        (passkey, person): (PasskeyId, PersonId),
        now: Timestamp,
        event: AuditEvent,
    ) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        let text = "UPDATE passkeys SET suspect = TRUE WHERE passkey_id = $1";
        write.run(text, [passkey.uuid().into()]).await?;
        end_of_passkeys(&write, person, None, now).await?;
        self.finish(write, event).await
    }

    /// Removes a passkey, and ends in the same step all other sessions that a passkey of theirs opened or
    /// proved. The only way in that somebody has stays: who has no password, or a password without
    /// an authenticator beside it, keeps a passkey that opens.
    pub(crate) async fn remove_passkey(
        &self,
        passkey: PasskeyId,
        (person, session): (PersonId, SessionId),
        now: Timestamp,
        event: AuditEvent,
    ) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        let id = person.uuid();
        // Two removals of one person wait for each other.
        write.run("UPDATE people SET role = role WHERE person_id = $1", [id.into()]).await?;
        let text = "DELETE FROM passkeys WHERE passkey_id = $1 AND person_id = $2";
        if write.run(text, [passkey.uuid().into(), id.into()]).await? == 0 {
            return Err(Refused::NotFound);
        }
        let text = "SELECT 1 AS one FROM people p WHERE p.person_id = $1
             AND ((p.password IS NOT NULL AND p.totp IS NOT NULL)
             OR EXISTS (SELECT 1 FROM passkeys k WHERE k.person_id = $1 AND NOT k.suspect)
             OR EXISTS (SELECT 1 FROM devices d WHERE d.person_id = $1 AND d.standalone AND d.state = 'active'))";
        if write.find(text, [id.into()]).await?.is_none() {
            return Err(Refused::LastWay);
        }
        end_of_passkeys(&write, person, Some(session), now).await?;
        self.finish(write, event).await
    }
}

/// Ends the sessions of a person that a passkey opened, or that were proven with one, but for `kept`.
async fn end_of_passkeys(
    write: &Write,
    person: PersonId,
    kept: Option<SessionId>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let text = "UPDATE sessions SET ended_at = $2 WHERE person_id = $1 AND ended_at IS NULL
         AND (amr = 'passkey' OR proof = 'passkey') AND ($3 OR session_id <> $4)";
    let other = kept.map_or_else(|| PersonId::SYSTEM.uuid(), TypedId::uuid);
    let values = [person.uuid().into(), now.as_micros().into(), kept.is_none().into(), other.into()];
    write.run(text, values).await.map(|_| ())
}

fn passkey_of(row: &Row) -> Result<PasskeyRow, StoreError> {
    Ok(PasskeyRow {
        passkey: row.id("passkey_id")?,
        person: row.id("person_id")?,
        sealed: row.col("sealed")?,
        count: row.col("sign_count")?,
        suspect: row.col("suspect")?,
        created_at: row.at("created_at")?,
        last_used_at: row.at_or_none("last_used_at")?,
    })
}
