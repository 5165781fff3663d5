//! Delivery: once a sink answers, what the journal holds for it goes out in order, at least once.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use api::{Call, CallContext, Client, Problem};
use audit_logging_api::{Append, AppendEvents, AuditEvent, BATCH_EVENTS_MAX};
use kernel::{ErrorKind, Phi, Sources};
use tokio_util::sync::CancellationToken;
use vault::BoxPrivateKey;

use super::task::{CONTEXT, join, split};
use super::{FrameKind, Journal, PAUSE, Refused};
use crate::error::JournalError;

/// What became of some records. All that are not named here the sink has.
#[derive(Debug, Default)]
pub struct Delivered {
    /// Those that it will never take: their places among the records that were given.
    pub refused: Vec<usize>,
    /// Those that it cannot take yet. They go behind all others, so that they hold up none.
    pub again: Vec<usize>,
    /// Why, if there are any.
    pub why: Option<Problem>,
}

/// Takes records of one kind. The same record may come twice: a sink knows it by an id inside.
pub trait Sink: Send + Sync + 'static {
    /// Takes records, in order. On an error none counts as taken, and they come again.
    fn deliver<'a>(
        &'a self,
        records: &'a [Phi<Vec<u8>>],
    ) -> Pin<Box<dyn Future<Output = Result<Delivered, Problem>> + Send + 'a>>;
}

pub(super) async fn run(
    journal: &Journal,
    kind: FrameKind,
    key: &BoxPrivateKey,
    sink: &dyn Sink,
    sources: &Sources,
    stop: &CancellationToken,
) {
    let mut pause = PAUSE.0;
    while !stop.is_cancelled() {
        // Before the look, so that what arrives during it is not slept over.
        let arrived = journal.arrived.notified();
        let wait = match carry(journal, kind, key, sink).await {
            Ok(true) => continue,
            Ok(false) => None,
            Err(stuck) => {
                tracing::warn!(kind = ?kind, why = %stuck, "the journal cannot be delivered yet");
                let [byte] = sources.bytes::<1>();
                let wait = pause.mul_f64(0.5 + f64::from(byte) / 512.0);
                pause = (pause * 2).min(PAUSE.1);
                Some(wait)
            }
        };
        if wait.is_none() {
            pause = PAUSE.0;
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = arrived, if wait.is_none() => {}
            () = tokio::time::sleep(wait.unwrap_or(Duration::MAX)), if wait.is_some() => {}
        }
    }
}

#[derive(Debug, thiserror::Error)]
enum Stuck {
    #[error("{0}")]
    Journal(#[from] JournalError),
    #[error("{0}")]
    Sink(Problem),
}

/// Carries the next frames; whether there were any.
async fn carry(
    journal: &Journal,
    kind: FrameKind,
    key: &BoxPrivateKey,
    sink: &dyn Sink,
) -> Result<bool, Stuck> {
    let Some(frames) = journal.read(kind).await? else { return Ok(false) };
    let (mut records, mut refused) = (Vec::new(), Vec::new());
    for sealed in frames.sealed {
        let opened = key.open(CONTEXT, &sealed).ok().and_then(|plain| split(plain.expose()));
        match opened {
            Some(opened) => records.extend(opened.into_iter().map(Phi::new)),
            None => {
                tracing::error!(kind = ?kind, "a frame of the journal does not open and is kept beside it");
                refused.push(Refused { sealed });
            }
        }
    }
    let (mut stuck, mut again) = (None, None);
    if !records.is_empty() {
        let delivered = sink.deliver(&records).await.map_err(Stuck::Sink)?;
        let waits = delivered.again.len();
        stuck = delivered.why.filter(|_| waits == records.len()).map(Stuck::Sink);
        if let Some(stuck) = stuck.take_if(|_| !frames.more) {
            // Nothing stands behind them: they stay where they are.
            return Err(stuck);
        }
        let waiting: Vec<&[u8]> = delivered
            .again
            .iter()
            .filter_map(|place| records.get(*place))
            .map(|one| one.expose().as_slice())
            .collect();
        if !waiting.is_empty() {
            let plain = join(waiting.into_iter());
            again = Some(key.public().seal(CONTEXT, &plain).map_err(|_| JournalError::Closed)?);
        }
        for place in delivered.refused {
            let Some(record) = records.get(place) else { continue };
            tracing::error!(kind = ?kind, "a record of the journal is refused and is kept beside it");
            let plain = join(std::iter::once(record.expose().as_slice()));
            let sealed = key.public().seal(CONTEXT, &plain).map_err(|_| JournalError::Closed)?;
            refused.push(Refused { sealed });
        }
    }
    journal.delivered(kind, frames.until, refused, again).await?;
    // Where all of them wait, those behind are looked at after a pause.
    stuck.map_or(Ok(true), Err)
}

/// Carries audit events to audit-logging.
pub struct AuditSink {
    log: Client,
    sources: Sources,
}

impl AuditSink {
    /// A sink over a client of audit-logging.
    pub const fn new(log: Client, sources: Sources) -> Self {
        Self { log, sources }
    }

    async fn send(&self, events: Vec<AuditEvent>) -> Result<Vec<kernel::EventId>, Problem> {
        let context = CallContext::background(self.sources.id());
        let appended = self.log.call(&context, Call::<Append>::body(AppendEvents { events })).await?;
        Ok(appended.conflicting)
    }

    /// The places that are refused, of events that stand at these places.
    async fn take(&self, batch: &[(usize, AuditEvent)]) -> Result<Vec<usize>, Problem> {
        let events = batch.iter().map(|(_, event)| event.clone()).collect();
        match self.send(events).await {
            Ok(conflicting) => {
                let conflicts = batch.iter().filter(|(_, event)| conflicting.contains(&event.audit_id));
                Ok(conflicts.map(|(place, _)| *place).collect())
            }
            Err(problem) if !is_for_good(&problem) => Err(problem),
            Err(_) => self.take_one_by_one(batch).await,
        }
    }

    /// Finds the events that spoil a batch, so that the others pass.
    async fn take_one_by_one(&self, batch: &[(usize, AuditEvent)]) -> Result<Vec<usize>, Problem> {
        let mut refused = Vec::new();
        for (place, event) in batch {
            match self.send(vec![event.clone()]).await {
                Ok(conflicting) if conflicting.is_empty() => {}
                Ok(_) => refused.push(*place),
                Err(problem) if is_for_good(&problem) => refused.push(*place),
                Err(problem) => return Err(problem),
            }
        }
        Ok(refused)
    }
}

impl Sink for AuditSink {
    fn deliver<'a>(
        &'a self,
        records: &'a [Phi<Vec<u8>>],
    ) -> Pin<Box<dyn Future<Output = Result<Delivered, Problem>> + Send + 'a>> {
        Box::pin(async move {
            let (mut events, mut refused) = (Vec::new(), Vec::new());
            for (place, record) in records.iter().enumerate() {
                match serde_json::from_slice::<AuditEvent>(record.expose()) {
                    Ok(event) => events.push((place, event)),
                    Err(_) => refused.push(place),
                }
            }
            for batch in events.chunks(BATCH_EVENTS_MAX) {
                refused.extend(self.take(batch).await?);
            }
            Ok(Delivered { refused, ..Delivered::default() })
        })
    }
}

/// Whether the same batch would be refused again: then waiting helps nobody.
fn is_for_good(problem: &Problem) -> bool {
    matches!(
        problem.error_kind(),
        ErrorKind::Invalid | ErrorKind::Malformed | ErrorKind::Forbidden | ErrorKind::TooLarge
    )
}
