//! Carries events from the outbox to audit-logging: in order, in batches, at least once.
//!
//! The relay sleeps until something is handed in. Events are handed in before their transaction commits, so it
//! looks again for a while when it finds less than it was told of; a transaction that was rolled back ends that.
//! What waits is counted in memory, and other processes carry rows of the same table: as long as the count says that
//! something waits when the relay found nothing, it is read from the table again.
//!
//! When audit-logging does not answer, it waits longer and longer, with jitter, so that many relays do not come
//! back at one moment.

use std::sync::atomic::Ordering;
use std::time::Duration;

use api::{Call, CallContext, Problem};
use audit_logging_api::{Append, AppendEvents, Appended, AuditEvent, BATCH_EVENTS_MAX};
use kernel::ErrorKind;
use store_sql::StoreError;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::outbox::{self, Waiting};
use crate::trail::Inner;

const PAUSE_MIN: Duration = Duration::from_millis(100);
const PAUSE_MAX: Duration = Duration::from_secs(30);
/// How long to gather events before they are carried: an event's place in the log is not urgent.
const GATHER: Duration = Duration::from_millis(25);
/// How often, and how far apart, to look again for what was handed in and is not there yet.
const LOOKS: [Duration; 5] = [
    Duration::from_millis(10),
    Duration::from_millis(50),
    Duration::from_millis(250),
    Duration::from_secs(1),
    Duration::from_secs(5),
];

/// How often, at most, what waits is counted in the outbox.
const COUNT_EVERY: Duration = Duration::from_secs(1);

/// Why a round stopped.
enum Stuck {
    /// The outbox does not answer.
    Store(StoreError),
    /// Audit-logging does not answer.
    Log(Problem),
}

pub(crate) async fn run(inner: &Inner, stop: &CancellationToken) {
    let mut pause = PAUSE_MIN;
    // Of what was handed in, how many were carried or are known never to come.
    let mut settled = 0_u64;
    let mut looks = 0;
    let mut counted = Instant::now();
    while !stop.is_cancelled() {
        let told = inner.appended.load(Ordering::Acquire);
        let wait = match carry(inner).await {
            Ok(carried) => {
                pause = PAUSE_MIN;
                // Rows of an earlier run or of another process never count for what is still to come.
                settled = settled.saturating_add(carried).min(told);
                looks = if carried > 0 { 0 } else { looks };
                let look = if settled < told { LOOKS.get(looks).copied() } else { None };
                looks = if look.is_some() { looks + 1 } else { 0 };
                settled = if look.is_some() { settled } else { told };
                let count = recount(inner, &mut counted).await;
                Wait::ForEvents(look.into_iter().chain(count).min())
            }
            Err(stuck) => {
                report(&stuck);
                let wait = Wait::ForPeer(jittered(inner, pause));
                pause = (pause * 2).min(PAUSE_MAX);
                wait
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = wait.over(inner) => {}
        }
    }
}

/// What the relay waits for.
#[derive(Clone, Copy)]
enum Wait {
    /// New events, or the time of the next look.
    ForEvents(Option<Duration>),
    /// A peer that does not answer; new events change nothing about that.
    ForPeer(Duration),
}

impl Wait {
    async fn over(self, inner: &Inner) {
        match self {
            Self::ForPeer(pause) => tokio::time::sleep(pause).await,
            Self::ForEvents(look) => {
                let woken = async {
                    inner.wake.notified().await;
                    tokio::time::sleep(GATHER).await;
                };
                tokio::select! {
                    () = woken => {}
                    () = tokio::time::sleep(look.unwrap_or(Duration::MAX)) => {}
                }
            }
        }
    }
}

/// Sets the count right after a round that left nothing. When it is to be counted again, if it still says that
/// something waits: whoever is refused over a wrong count hands nothing in that would wake the relay.
async fn recount(inner: &Inner, counted: &mut Instant) -> Option<Duration> {
    let before = inner.waiting.load(Ordering::Relaxed);
    if before == 0 {
        return None;
    }
    let since = counted.elapsed();
    if since < COUNT_EVERY {
        return Some(COUNT_EVERY.saturating_sub(since));
    }
    *counted = Instant::now();
    match outbox::backlog(&inner.database).await {
        Ok(backlog) => inner.counted(before, backlog.waiting),
        Err(error) => report(&Stuck::Store(error)),
    }
    (inner.waiting.load(Ordering::Relaxed) > 0).then_some(COUNT_EVERY)
}

/// Carries all that waits; how many that was.
async fn carry(inner: &Inner) -> Result<u64, Stuck> {
    let mut carried = 0;
    loop {
        let rows = outbox::oldest(&inner.database, BATCH_EVENTS_MAX).await.map_err(Stuck::Store)?;
        if rows.is_empty() {
            return Ok(carried);
        }
        let all = rows.len() < BATCH_EVENTS_MAX;
        carried += rows.len() as u64;
        deliver(inner, rows).await?;
        if all {
            return Ok(carried);
        }
    }
}

async fn deliver(inner: &Inner, rows: Vec<Waiting>) -> Result<(), Stuck> {
    let (mut places, mut events, mut damaged) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        match row.event {
            Some(event) => {
                places.push(row.place);
                events.push(event);
            }
            None => damaged.push(row.place),
        }
    }
    refuse(inner, &damaged, "is not an event").await?;
    if events.is_empty() {
        return Ok(());
    }
    match send(inner, events.clone()).await {
        Ok(appended) => accept(inner, &places, &events, &appended).await,
        Err(problem) if is_for_good(&problem) => one_by_one(inner, &places, events).await,
        Err(problem) => Err(Stuck::Log(problem)),
    }
}

/// Finds the event that spoils a batch, so that the others pass it.
async fn one_by_one(inner: &Inner, places: &[i64], events: Vec<AuditEvent>) -> Result<(), Stuck> {
    for (at, event) in events.into_iter().enumerate() {
        let place = places[at];
        match send(inner, vec![event.clone()]).await {
            Ok(appended) => accept(inner, &[place], &[event], &appended).await?,
            Err(problem) if is_for_good(&problem) => {
                tracing::error!(event = %event.audit_id, code = %problem.code, "audit-logging refuses an event");
                refuse(inner, &[place], "was refused").await?;
            }
            Err(problem) => return Err(Stuck::Log(problem)),
        }
    }
    Ok(())
}

async fn send(inner: &Inner, events: Vec<AuditEvent>) -> Result<Appended, Problem> {
    let context = CallContext::background(inner.sources.id());
    inner.log.call(&context, Call::<Append>::body(AppendEvents { events })).await
}

async fn accept(
    inner: &Inner,
    places: &[i64],
    events: &[AuditEvent],
    appended: &Appended,
) -> Result<(), Stuck> {
    let (mut delivered, mut conflicting) = (Vec::new(), Vec::new());
    for (place, event) in places.iter().zip(events) {
        let conflicts = appended.conflicting.contains(&event.audit_id);
        if conflicts { &mut conflicting } else { &mut delivered }.push(*place);
    }
    refuse(inner, &conflicting, "has the id of another event").await?;
    outbox::remove(&inner.database, &delivered).await.map_err(Stuck::Store)?;
    inner.delivered(delivered.len());
    Ok(())
}

async fn refuse(inner: &Inner, places: &[i64], why: &'static str) -> Result<(), Stuck> {
    if places.is_empty() {
        return Ok(());
    }
    tracing::error!(rows = places.len(), why, "audit events stay in the outbox, refused");
    outbox::mark_refused(&inner.database, places).await.map_err(Stuck::Store)?;
    inner.delivered(places.len());
    Ok(())
}

/// Whether the same batch would be refused again: then waiting helps nobody.
fn is_for_good(problem: &Problem) -> bool {
    matches!(
        problem.error_kind(),
        ErrorKind::Invalid | ErrorKind::Malformed | ErrorKind::Forbidden | ErrorKind::TooLarge
    )
}

fn jittered(inner: &Inner, pause: Duration) -> Duration {
    // Between half and all of it.
    let [byte] = inner.sources.bytes::<1>();
    pause.mul_f64(0.5 + f64::from(byte) / 512.0)
}

fn report(stuck: &Stuck) {
    match stuck {
        Stuck::Store(error) => tracing::warn!(error = %error, "the audit outbox does not answer the relay"),
        Stuck::Log(problem) => tracing::warn!(code = %problem.code, "audit events cannot be delivered yet"),
    }
}
