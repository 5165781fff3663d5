//! Durable timers: what has to happen at a time, kept in the store of the service that set it, in the same atomic
//! step as the reason for it.
//!
//! A timer is one row, named by its kind and what it is about; setting it again moves it. Whoever fires it claims it
//! with one `UPDATE … RETURNING` and holds it for a lease. The claim carries a fence: only the holder of the newest
//! claim may finish it, so that a process that slept through its lease, or a timer that was moved meanwhile, does
//! nothing twice. Finishing is part of the write that the timer was for: either both are there or neither.
//!
//! ```ignore
//! timers::set(&write, &Timer::new("escalate", alert.uuid(), due)).await?;      // with the alert
//! for claim in timers::claim(&database, now, LEASE, 16).await? {
//!     let write = database.begin().await?;
//!     if timers::finish(&write, &claim).await? { /* what it was for */ write.commit().await?; }
//! }
//! ```

use std::sync::Arc;
use std::time::Duration;

use kernel::{Sources, Timestamp};
use tokio::sync::Notify;
use uuid::Uuid;

use crate::{Columns, Database, Row, Statements, Step, StoreError, Value, Write};

/// How long nobody looks at most, when nothing is said to be due: another process may have set a timer.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// How long is waited after a failure of the store.
const AFTER_FAILURE: Duration = Duration::from_secs(1);
/// The first pause after a timer's work failed; it doubles.
const RETRY: Duration = Duration::from_secs(2);
/// The longest pause after a timer's work failed.
const RETRY_MAX: Duration = Duration::from_secs(3_600);
/// The most bytes of what a timer carries.
pub const PAYLOAD_BYTES_MAX: usize = 4 * 1024;

/// The table, for the migrations of a service that sets timers.
pub fn timers_table() -> Vec<Step> {
    let table = |uuid: &str, bytes: &str| {
        format!(
            "CREATE TABLE timers (
                kind TEXT NOT NULL, subject {uuid} NOT NULL, due_at BIGINT NOT NULL, payload {bytes} NOT NULL,
                leased_until BIGINT NOT NULL, fence BIGINT NOT NULL, attempts BIGINT NOT NULL,
                PRIMARY KEY (kind, subject));
             CREATE INDEX timers_by_time ON timers (due_at);"
        )
    };
    vec![Step { sqlite: table("BLOB", "BLOB"), postgres: table("UUID", "BYTEA") }]
}

/// Something that has to happen at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timer {
    /// What has to happen; the service knows its own kinds.
    pub kind: String,
    /// What it is about. There is one timer of a kind and subject.
    pub subject: Uuid,
    /// From when on.
    pub due_at: Timestamp,
    /// What the work needs to know; at most [`PAYLOAD_BYTES_MAX`]. Health information is sealed by who sets it.
    pub payload: Vec<u8>,
}

impl Timer {
    /// A timer that carries nothing.
    pub fn new(kind: &str, subject: Uuid, due_at: Timestamp) -> Self {
        Self { kind: kind.to_owned(), subject, due_at, payload: Vec::new() }
    }
}

/// A timer that was claimed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The timer.
    pub timer: Timer,
    /// Which claim this is: an older one finishes nothing.
    pub fence: i64,
    /// How often it was claimed since it was set, this time included.
    pub attempts: i64,
}

/// Sets a timer, or moves the one that is there; a claim of before is void then.
///
/// # Errors
/// The payload is too long, or the store failed.
pub async fn set(write: &Write, timer: &Timer) -> Result<(), StoreError> {
    if timer.payload.len() > PAYLOAD_BYTES_MAX {
        return Err(StoreError::column("payload", "is over its limit"));
    }
    write
        .run(
            "INSERT INTO timers (kind, subject, due_at, payload, leased_until, fence, attempts)
             VALUES ($1, $2, $3, $4, 0, 0, 0)
             ON CONFLICT (kind, subject) DO UPDATE SET due_at = excluded.due_at, payload = excluded.payload,
                leased_until = 0, fence = timers.fence + 1, attempts = 0",
            [
                timer.kind.as_str().into(),
                timer.subject.into(),
                timer.due_at.as_micros().into(),
                timer.payload.clone().into(),
            ],
        )
        .await?;
    Ok(())
}

/// Takes a timer away; whether it was there.
///
/// # Errors
/// The store failed.
pub async fn cancel(write: &Write, kind: &str, subject: Uuid) -> Result<bool, StoreError> {
    let text = "DELETE FROM timers WHERE kind = $1 AND subject = $2";
    Ok(write.run(text, [kind.into(), subject.into()]).await? > 0)
}

/// When a timer is due, if there is one.
///
/// # Errors
/// The store failed.
pub async fn due_at(
    on: &impl Statements,
    kind: &str,
    subject: Uuid,
) -> Result<Option<Timestamp>, StoreError> {
    let text = "SELECT due_at FROM timers WHERE kind = $1 AND subject = $2";
    on.find(text, [kind.into(), subject.into()]).await?.map(|row| row.at("due_at")).transpose()
}

/// Claims what is due, the longest due first, for a lease: nobody else gets it before the lease has run out.
///
/// # Errors
/// The store failed.
pub async fn claim(
    database: &Database,
    now: Timestamp,
    lease: Duration,
    limit: usize,
) -> Result<Vec<Claim>, StoreError> {
    let write = database.begin().await?;
    let rows = write
        .list(
            "UPDATE timers SET leased_until = $2, fence = fence + 1, attempts = attempts + 1
             WHERE due_at <= $1 AND leased_until <= $1 AND (kind, subject) IN (
                SELECT kind, subject FROM timers WHERE due_at <= $1 AND leased_until <= $1
                ORDER BY due_at, kind, subject LIMIT $3)
             RETURNING kind, subject, due_at, payload, fence, attempts",
            [
                now.as_micros().into(),
                now.plus(lease).as_micros().into(),
                i64::try_from(limit).unwrap_or(i64::MAX).into(),
            ],
        )
        .await?;
    let mut claims = rows.iter().map(claim_of).collect::<Result<Vec<_>, _>>()?;
    write.commit().await?;
    claims.sort_by_key(|claim| claim.timer.due_at);
    Ok(claims)
}

/// Ends a timer as done, in the write of what it was for. `false` when the claim is void: then nothing may be done.
///
/// # Errors
/// The store failed.
pub async fn finish(write: &Write, claim: &Claim) -> Result<bool, StoreError> {
    let text = "DELETE FROM timers WHERE kind = $1 AND subject = $2 AND fence = $3";
    Ok(write.run(text, named(claim)).await? == 1)
}

/// Gives a claim back, to be claimed again from a time on. `false` when the claim is void.
///
/// # Errors
/// The store failed.
pub async fn put_off(write: &Write, claim: &Claim, until: Timestamp) -> Result<bool, StoreError> {
    let text = "UPDATE timers SET leased_until = $4 WHERE kind = $1 AND subject = $2 AND fence = $3";
    let [kind, subject, fence] = named(claim);
    Ok(write.run(text, [kind, subject, fence, until.as_micros().into()]).await? == 1)
}

/// When something is due next, leases counted.
async fn next(database: &Database) -> Result<Option<Timestamp>, StoreError> {
    let text = "SELECT MIN(CASE WHEN leased_until > due_at THEN leased_until ELSE due_at END) AS next_at FROM timers";
    database.read().find(text, []).await?.map_or(Ok(None), |row| row.at_or_none("next_at"))
}

fn named(claim: &Claim) -> [Value; 3] {
    [claim.timer.kind.as_str().into(), claim.timer.subject.into(), claim.fence.into()]
}

fn claim_of(row: &Row) -> Result<Claim, StoreError> {
    Ok(Claim {
        timer: Timer {
            kind: row.col("kind")?,
            subject: row.col("subject")?,
            due_at: row.at("due_at")?,
            payload: row.col("payload")?,
        },
        fence: row.col("fence")?,
        attempts: row.col("attempts")?,
    })
}

/// How long a claim that failed so often waits.
fn pause(attempts: i64) -> Duration {
    let doublings = u32::try_from(attempts.clamp(1, 12) - 1).unwrap_or(0);
    RETRY.saturating_mul(1 << doublings).min(RETRY_MAX)
}

/// Wakes who fires timers in this process: something was set that may be due sooner.
#[derive(Clone, Debug, Default)]
pub struct Alarm(Arc<Notify>);

impl Alarm {
    /// Says that a timer was set. Called after the commit.
    pub fn ring(&self) {
        self.0.notify_one();
    }
}

/// Fires timers for as long as it is polled: claims what is due, does the work, and looks again when the next is due,
/// when the alarm rings, and at least every five seconds. Work that fails is tried again later, ever more seldom, and never
/// given up; the error is logged by its kind alone.
///
/// The work ends its claim itself ([`finish`] in its own write).
pub async fn fire<F, E>(
    database: &Database,
    sources: &Sources,
    alarm: &Alarm,
    lease: Duration,
    work: impl Fn(Claim) -> F,
) where
    F: Future<Output = Result<(), E>>,
    E: std::error::Error,
{
    const AT_ONCE: usize = 16;
    loop {
        let claims = match claim(database, sources.now(), lease, AT_ONCE).await {
            Ok(claims) => claims,
            Err(error) => {
                tracing::warn!(error = %error, "timers could not be looked at");
                tokio::time::sleep(AFTER_FAILURE).await;
                continue;
            }
        };
        for claim in &claims {
            if let Err(error) = work(claim.clone()).await {
                tracing::warn!(kind = claim.timer.kind, attempts = claim.attempts, error = %error, "a timer failed");
                let until = sources.now().plus(pause(claim.attempts));
                if let Err(error) = give_back(database, claim, until).await {
                    // It comes back when its lease has run out.
                    tracing::warn!(error = %error, "a timer could not be put off");
                }
            }
        }
        if !claims.is_empty() {
            continue;
        }
        let until_next = match next(database).await {
            Ok(Some(at)) => at.since(sources.now()).min(LOOK_EVERY),
            Ok(None) | Err(_) => LOOK_EVERY,
        };
        // What is due this moment was claimed by somebody else: their lease says when it comes back.
        let until_next = until_next.max(Duration::from_millis(10));
        // An elapsed wait and a ring mean the same.
        drop(tokio::time::timeout(until_next, alarm.0.notified()).await);
    }
}

async fn give_back(database: &Database, claim: &Claim, until: Timestamp) -> Result<(), StoreError> {
    let write = database.begin().await?;
    put_off(&write, claim, until).await?;
    write.commit().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fails_is_tried_ever_more_seldom_and_never_given_up() {
        assert_eq!(pause(1), Duration::from_secs(2));
        assert_eq!(pause(4), Duration::from_secs(16));
        assert_eq!(pause(12), RETRY_MAX);
        assert_eq!(pause(i64::MAX), RETRY_MAX);
    }
}
