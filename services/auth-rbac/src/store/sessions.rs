//! Sessions, and what signing in changes of an account.

use audit_trail::AuditEvent;
use auth_rbac_api::{Session, SignIns, SignedIn};
use kernel::{DeviceId, PersonId, SessionId, Timestamp, TypedId};
use store_sql::{Columns, Row, Statements, StoreError};

use super::accounts::person_of;
use super::{PersonRow, SessionRow, Store};
use crate::domain::Refused;

impl Store {
    /// Counts a wrong attempt, and locks the account from the given number on.
    pub(crate) async fn failed(
        &self,
        person: PersonId,
        lock: impl Fn(i32) -> Option<Timestamp>,
        event: impl FnOnce(bool) -> AuditEvent,
    ) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        let row = write
            .find(
                "UPDATE people SET failures = failures + 1 WHERE person_id = $1 RETURNING failures",
                [person.uuid().into()],
            )
            .await?;
        let failures = row.map_or(Ok(0), |row| row.col::<i32>("failures"))?;
        let until = lock(failures);
        if let Some(until) = until {
            write
                .run(
                    "UPDATE people SET locked_until = $2 WHERE person_id = $1",
                    [person.uuid().into(), until.as_micros().into()],
                )
                .await?;
        }
        self.finish(write, event(until.is_some())).await
    }

    /// Spends a recovery code; `false` when it is not one or was spent.
    pub(crate) async fn spend_recovery_code(
        &self,
        person: PersonId,
        digest: Vec<u8>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let write = self.database.begin().await?;
        let spent = write
            .run(
                "UPDATE recovery_codes SET used_at = $3
                 WHERE person_id = $1 AND code_digest = $2 AND used_at IS NULL",
                [person.uuid().into(), digest.into(), now.as_micros().into()],
            )
            .await?;
        write.commit().await?;
        Ok(spent == 1)
    }

    /// Opens a session and clears the count of wrong attempts. `totp_step` is the step that was used, if one
    /// was: when another request used it first, nothing is opened.
    pub(crate) async fn open_session(
        &self,
        session: &SessionRow,
        totp_step: Option<i64>,
        rotate: Option<(DeviceId, Vec<u8>, Vec<u8>)>,
        event: AuditEvent,
    ) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        if let Some(step) = totp_step {
            let used = write
                .run(
                    "UPDATE people SET totp_step = $2 WHERE person_id = $1 AND totp_step < $2",
                    [session.person.uuid().into(), step.into()],
                )
                .await?;
            if used == 0 {
                return Err(Refused::Credentials);
            }
        }
        if let Some((device, old, new)) = rotate {
            let rotated = write
                .run(
                    "UPDATE devices SET secret_digest = $3, spent_digest = $2, last_used_at = $4
                     WHERE device_id = $1 AND secret_digest = $2 AND state = 'active'",
                    [device.uuid().into(), old.into(), new.into(), session.created_at.as_micros().into()],
                )
                .await?;
            if rotated == 0 {
                return Err(Refused::Credentials);
            }
        }
        write
            .run(
                "UPDATE people SET failures = 0, locked_until = NULL WHERE person_id = $1",
                [session.person.uuid().into()],
            )
            .await?;
        write
            .run(
                "INSERT INTO sessions (session_id, person_id, amr, created_at, last_seen_at, ends_at, refresh_digest)
                 VALUES ($1, $2, $3, $4, $4, $5, $6)",
                [
                    session.session.uuid().into(),
                    session.person.uuid().into(),
                    session.amr.clone().into(),
                    session.created_at.as_micros().into(),
                    session.ends_at.as_micros().into(),
                    session.refresh_digest.clone().into(),
                ],
            )
            .await?;
        self.finish(write, event).await
    }

    /// A session with its person, or `None`.
    pub(crate) async fn session(&self, id: SessionId) -> Result<Option<(SessionRow, PersonRow)>, StoreError> {
        let text = "SELECT s.session_id, s.person_id, s.amr, s.created_at, s.last_seen_at, s.ends_at, s.ended_at,
             s.refresh_digest, s.spent_digest, p.organization_id, p.role, p.scopes, p.profile, p.password, p.totp,
             p.totp_step, p.disabled, p.locked_until
             FROM sessions s JOIN people p ON p.person_id = s.person_id WHERE s.session_id = $1";
        let row = self.database.read().find(text, [id.uuid().into()]).await?;
        row.map(|row| Ok((session_of(&row)?, person_of(&row)?))).transpose()
    }

    /// Exchanges a refresh token; `false` when another request spent it first.
    pub(crate) async fn refresh(
        &self,
        id: SessionId,
        old: Vec<u8>,
        new: Vec<u8>,
        event: AuditEvent,
    ) -> Result<bool, Refused> {
        let write = self.database.begin().await?;
        let exchanged = write
            .run(
                "UPDATE sessions SET refresh_digest = $3, spent_digest = $2
                 WHERE session_id = $1 AND refresh_digest = $2 AND ended_at IS NULL",
                [id.uuid().into(), old.into(), new.into()],
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

    /// The live sessions of a person, newest first.
    pub(crate) async fn sessions(
        &self,
        person: PersonId,
        now: Timestamp,
    ) -> Result<Vec<Session>, StoreError> {
        let text = "SELECT session_id, created_at, last_seen_at, ends_at FROM sessions
             WHERE person_id = $1 AND ended_at IS NULL AND ends_at > $2 ORDER BY session_id DESC LIMIT 100";
        let rows = self.database.read().list(text, [person.uuid().into(), now.as_micros().into()]).await?;
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
        spent_digest: row.col("spent_digest")?,
    })
}
