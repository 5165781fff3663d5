//! Sessions, and what signing in changes of an account.

use audit_trail::AuditEvent;
use auth_rbac_api::{Session, SignIns, SignedIn};
use kernel::{DeviceId, PasskeyId, PersonId, SessionId, Timestamp, TypedId};
use store_sql::{Columns, Row, Statements, StoreError, Write};

use super::accounts::person_of;
use super::lockout::open_at;
use super::{PersonRow, SessionRow, Store};
use crate::domain::{FAILURES_MAX, Refused};

/// What was shown at the door, and is used up by opening it.
#[derive(Default)]
pub(crate) struct Opening {
    /// A password was among it: it opens nothing while the account is closed to passwords.
    pub(crate) password: bool,
    /// The step of the one-time code.
    pub(crate) totp_step: Option<i64>,
    /// The digest of the recovery code.
    pub(crate) recovery: Option<Vec<u8>>,
    /// The device, and the step of its secret.
    pub(crate) device: Option<(DeviceId, i64)>,
    /// The passkey, and its counter.
    pub(crate) passkey: Option<(PasskeyId, i64)>,
}

impl Store {
    /// Whether a recovery code is one of a person's and not spent, without spending it.
    pub(crate) async fn has_recovery_code(
        &self,
        person: PersonId,
        digest: Vec<u8>,
    ) -> Result<bool, StoreError> {
        let text = "SELECT 1 AS one FROM recovery_codes
             WHERE person_id = $1 AND code_digest = $2 AND used_at IS NULL";
        Ok(self.database.read().find(text, [person.uuid().into(), digest.into()]).await?.is_some())
    }

    /// Opens a session with what was shown, which is used up in the same step: when another request used it
    /// first, or closed the account, nothing is opened.
    pub(crate) async fn open_session(
        &self,
        session: &SessionRow,
        opening: Opening,
        events: &[AuditEvent],
    ) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        let (person, now) = (session.person.uuid(), session.created_at.as_micros());
        pass_door(&write, session.person, session.created_at, &opening).await?;
        use_up(&write, session.person, session.created_at, opening).await?;
        write
            .run(
                "INSERT INTO sessions (session_id, person_id, amr, created_at, last_seen_at, ends_at, refresh_digest,
                 proved_at, proof) VALUES ($1, $2, $3, $4, $4, $5, $6, $7, $8)",
                [
                    session.session.uuid().into(),
                    person.into(),
                    session.amr.clone().into(),
                    now.into(),
                    session.ends_at.as_micros().into(),
                    session.refresh_digest.clone().into(),
                    session.proof.as_ref().map(|(at, _)| at.as_micros()).into(),
                    session.proof.as_ref().map(|(_, with)| with.clone()).into(),
                ],
            )
            .await?;
        self.finish_all(write, events).await
    }

    /// Writes down that the person of a session showed anew who they are; what was shown is used up in the same step.
    pub(crate) async fn prove(
        &self,
        session: SessionId,
        person: PersonId,
        opening: Opening,
        (now, with): (Timestamp, &str),
        events: &[AuditEvent],
    ) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        pass_door(&write, person, now, &opening).await?;
        use_up(&write, person, now, opening).await?;
        let text = "UPDATE sessions SET proved_at = $3, proof = $4
             WHERE session_id = $1 AND person_id = $2 AND ended_at IS NULL";
        let values = [session.uuid().into(), person.uuid().into(), now.as_micros().into(), with.into()];
        if write.run(text, values).await? == 0 {
            return Err(Refused::Credentials);
        }
        self.finish_all(write, events).await
    }

    /// A session with its person, or `None`.
    pub(crate) async fn session(&self, id: SessionId) -> Result<Option<(SessionRow, PersonRow)>, StoreError> {
        let text =
            "SELECT s.session_id, s.person_id, s.amr, s.created_at, s.last_seen_at, s.ends_at, s.ended_at,
             s.refresh_digest, s.step, s.proved_at, s.proof, p.organization_id, p.role, p.scopes, p.profile, p.password, p.totp,
             p.totp_step, p.disabled, p.failures, p.locked_until
             FROM sessions s JOIN people p ON p.person_id = s.person_id WHERE s.session_id = $1";
        let row = self.database.read().find(text, [id.uuid().into()]).await?;
        row.map(|row| Ok((session_of(&row)?, person_of(&row)?))).transpose()
    }

    /// Exchanges the refresh token of a step; `false` when another request spent it first.
    pub(crate) async fn refresh(&self, id: SessionId, step: i64, event: AuditEvent) -> Result<bool, Refused> {
        let write = self.database.begin().await?;
        let exchanged = write
            .run(
                "UPDATE sessions SET step = step + 1
                 WHERE session_id = $1 AND step = $2 AND ended_at IS NULL",
                [id.uuid().into(), step.into()],
            )
            .await?;
        if exchanged == 1 {
            self.finish(write, event).await?;
        }
        Ok(exchanged == 1)
    }

    /// Writes down that a session was used.
    pub(crate) async fn seen(&self, id: SessionId, now: Timestamp) -> Result<(), StoreError> {
        let write = self.database.begin().await?;
        let text = "UPDATE sessions SET last_seen_at = $2 WHERE session_id = $1 AND last_seen_at < $2";
        write.run(text, [id.uuid().into(), now.as_micros().into()]).await?;
        write.commit().await
    }

    /// Ends one session of a person, or all. Tells how many.
    pub(crate) async fn end(
        &self,
        person: PersonId,
        session: Option<SessionId>,
        now: Timestamp,
        event: AuditEvent,
    ) -> Result<u64, Refused> {
        let write = self.database.begin().await?;
        let ended = write
            .run(
                "UPDATE sessions SET ended_at = $2 WHERE person_id = $1 AND ended_at IS NULL
                 AND ($3 OR session_id = $4)",
                [
                    person.uuid().into(),
                    now.as_micros().into(),
                    session.is_none().into(),
                    session.map_or_else(|| PersonId::SYSTEM.uuid(), TypedId::uuid).into(),
                ],
            )
            .await?;
        self.finish(write, event).await?;
        Ok(ended)
    }

    /// When a person signed in lately, newest first, and how often somebody failed since.
    pub(crate) async fn sign_ins(&self, person: PersonId, limit: i64) -> Result<SignIns, StoreError> {
        let read = self.database.read();
        let text = "SELECT amr, created_at, ended_at FROM sessions
             WHERE person_id = $1 ORDER BY created_at DESC, session_id DESC LIMIT $2";
        let rows = read.list(text, [person.uuid().into(), limit.into()]).await?;
        let text = "SELECT failures FROM people WHERE person_id = $1";
        let failures = read.find(text, [person.uuid().into()]).await?;
        let failures = failures.map_or(Ok(0), |row| row.col::<i32>("failures"))?;
        let sign_in = |row: &Row| {
            let with = row.col::<String>("amr")?.split(' ').map(str::to_owned).collect();
            Ok(SignedIn { at: row.at("created_at")?, with, ended_at: row.at_or_none("ended_at")? })
        };
        let sign_ins = rows.iter().map(sign_in).collect::<Result<_, StoreError>>()?;
        Ok(SignIns { sign_ins, failures: u32::try_from(failures).unwrap_or(0) })
    }

    /// The live sessions of a person, newest first: those used after `silent` and not ended.
    pub(crate) async fn sessions(
        &self,
        person: PersonId,
        now: Timestamp,
        silent: Timestamp,
    ) -> Result<Vec<Session>, StoreError> {
        let text = "SELECT session_id, created_at, last_seen_at, ends_at FROM sessions
             WHERE person_id = $1 AND ended_at IS NULL AND ends_at > $2 AND last_seen_at > $3
             ORDER BY session_id DESC LIMIT 100";
        let values = [person.uuid().into(), now.as_micros().into(), silent.as_micros().into()];
        let rows = self.database.read().list(text, values).await?;
        rows.iter()
            .map(|row| {
                Ok(Session {
                    session_id: row.id("session_id")?,
                    created_at: row.at("created_at")?,
                    last_seen_at: row.at("last_seen_at")?,
                    ends_at: row.at("ends_at")?,
                    current: false,
                })
            })
            .collect()
    }
}

/// Whether the account takes what is shown: a password opens nothing while wrong ones closed it. A recovery code or a
/// passkey beside it, which nobody guesses, ends what a hundred guesses of others stopped.
async fn pass_door(
    write: &Write,
    person: PersonId,
    now: Timestamp,
    opening: &Opening,
) -> Result<(), Refused> {
    if opening.password {
        let text = format!(
            "UPDATE people SET failures = 0, locked_until = NULL
             WHERE person_id = $1 AND NOT disabled AND (({}) OR ($3 AND failures >= {FAILURES_MAX}))",
            open_at()
        );
        let unguessed = opening.recovery.is_some() || opening.passkey.is_some();
        let values = [person.uuid().into(), now.as_micros().into(), unguessed.into()];
        if write.run(&text, values).await? == 0 {
            return Err(Refused::Closed);
        }
    } else {
        // What was guessed at the password is neither forgiven nor in a tablet's way.
        let text = "UPDATE people SET role = role WHERE person_id = $1 AND NOT disabled";
        if write.run(text, [person.uuid().into()]).await? == 0 {
            return Err(Refused::Credentials);
        }
    }
    Ok(())
}

async fn use_up(write: &Write, person: PersonId, now: Timestamp, opening: Opening) -> Result<(), Refused> {
    let (person, now) = (person.uuid(), now.as_micros());
    let mut used = 1;
    if let Some(step) = opening.totp_step {
        let text = "UPDATE people SET totp_step = $2 WHERE person_id = $1 AND totp_step < $2";
        used = used.min(write.run(text, [person.into(), step.into()]).await?);
    }
    if let Some(digest) = opening.recovery {
        let text = "UPDATE recovery_codes SET used_at = $3
             WHERE person_id = $1 AND code_digest = $2 AND used_at IS NULL";
        used = used.min(write.run(text, [person.into(), digest.into(), now.into()]).await?);
    }
    if let Some((device, step)) = opening.device {
        // The secret that was used last, or the one after it: using that one spends all before it.
        let text = "UPDATE devices SET step = $2, last_used_at = $3
             WHERE device_id = $1 AND state = 'active' AND (step = $2 OR step = $2 - 1)";
        used = used.min(write.run(text, [device.uuid().into(), step.into(), now.into()]).await?);
    }
    if let Some((passkey, count)) = opening.passkey {
        // A counter that was seen before is that of a copy; authenticators without one say nought for ever.
        let text = "UPDATE passkeys SET sign_count = $3, last_used_at = $4
             WHERE passkey_id = $1 AND person_id = $2 AND NOT suspect
             AND (sign_count < $3 OR (sign_count = 0 AND $3 = 0))";
        let values = [passkey.uuid().into(), person.into(), count.into(), now.into()];
        used = used.min(write.run(text, values).await?);
    }
    if used == 0 { Err(Refused::Credentials) } else { Ok(()) }
}

fn session_of(row: &Row) -> Result<SessionRow, StoreError> {
    Ok(SessionRow {
        session: row.id("session_id")?,
        person: row.id("person_id")?,
        amr: row.col("amr")?,
        created_at: row.at("created_at")?,
        last_seen_at: row.at("last_seen_at")?,
        ends_at: row.at("ends_at")?,
        ended_at: row.at_or_none("ended_at")?,
        refresh_digest: row.col("refresh_digest")?,
        step: row.col("step")?,
        proof: row.at_or_none("proved_at")?.zip(row.col("proof")?),
    })
}
