//! What a service with a store holds: events of writes in the write's own step, events of reads by group commit.
//!
//! No health information goes out before its event is durable: [`Trail::read`] returns after the commit, and the
//! events of all reads that wait at that moment share it. How much may wait for audit-logging is bounded; beyond
//! that reads are refused, and writes at twice that, so that what is written can still be recorded longest.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use api::{Client, ServiceName};
use audit_logging_api::AuditEvent;
use chassis::{Compliance, Tasks};
use kernel::Sources;
use store_sql::{Database, StoreError, Write};
use tokio::sync::{Mutex, Notify, mpsc, oneshot};

use crate::error::TrailError;
use crate::outbox::{self, Backlog};
use crate::recorder::Recorder;
use crate::relay;

/// Reads that wait for their commit.
const READS_WAITING_MAX: usize = 4096;
/// Events of one group commit.
const GROUP_MAX: usize = 512;

/// How much may wait.
#[derive(Clone, Copy, Debug)]
pub struct TrailLimits {
    /// Events that may wait for audit-logging before reads are refused; writes are refused at twice that.
    pub backlog_max: u64,
    /// How old the oldest waiting event may be before health says that events do not reach the log.
    pub age_max: Duration,
}

impl Default for TrailLimits {
    fn default() -> Self {
        Self { backlog_max: 100_000, age_max: Duration::from_secs(60) }
    }
}

/// A service's trail. Clones are the same trail.
#[derive(Clone)]
pub struct Trail {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) database: Database,
    pub(crate) log: Client,
    pub(crate) sources: Sources,
    pub(crate) limits: TrailLimits,
    pub(crate) recorder: Recorder,
    /// Rows in the outbox, as far as this process knows; the relay sets it right when it finds nothing.
    pub(crate) waiting: AtomicU64,
    /// Rises with every event that is handed in; the relay compares it with what it has seen.
    pub(crate) appended: AtomicU64,
    pub(crate) wake: Notify,
    reads: mpsc::Sender<Read>,
}

struct Read {
    event: AuditEvent,
    done: oneshot::Sender<Result<(), TrailError>>,
}

impl Trail {
    /// Starts the trail of `source` over its own database, whose migrations include
    /// [`outbox_table`](crate::outbox_table). `log` is a client of audit-logging.
    pub async fn start(
        source: ServiceName,
        database: Database,
        log: Client,
        sources: Sources,
        limits: TrailLimits,
        tasks: &Tasks,
    ) -> Result<Self, TrailError> {
        outbox::unmark_refused(&database).await?;
        let waiting = outbox::backlog(&database).await?.waiting;
        let (reads, receiver) = mpsc::channel(READS_WAITING_MAX);
        let recorder = Recorder::new(source, sources.clone());
        let inner = Arc::new(Inner {
            database,
            log,
            sources,
            limits,
            recorder,
            waiting: AtomicU64::new(waiting),
            appended: AtomicU64::new(0),
            wake: Notify::new(),
            reads,
        });
        // Behind a lock, so that the task finds its receiver again when it is restarted.
        let receiver = Arc::new(Mutex::new(receiver));
        let (committing, relaying) = (inner.clone(), inner.clone());
        tasks.supervise("audit-reads", move |stop| {
            let (inner, receiver) = (committing.clone(), receiver.clone());
            async move { commit_reads(inner, receiver, stop).await }
        });
        tasks.supervise("audit-relay", move |stop| {
            let inner = relaying.clone();
            async move { relay::run(&inner, &stop).await }
        });
        Ok(Self { inner })
    }

    /// Begins events of this service.
    pub fn recorder(&self) -> &Recorder {
        &self.inner.recorder
    }

    /// Keeps an event in the same atomic step as the write that it speaks of.
    pub async fn append(&self, write: &Write, event: impl Into<AuditEvent>) -> Result<(), TrailError> {
        self.append_all(write, &[event.into()]).await
    }

    /// Keeps several events in the same atomic step as the write that they speak of.
    pub async fn append_all(&self, write: &Write, events: &[AuditEvent]) -> Result<(), TrailError> {
        self.append_with(write, events, false).await
    }

    /// Keeps the events of a write. What carries a risk to life (`crisis`) no backlog stops; everything else is
    /// refused at the limit of writes.
    pub async fn append_with(
        &self,
        write: &Write,
        events: &[AuditEvent],
        crisis: bool,
    ) -> Result<(), TrailError> {
        if !crisis {
            self.inner.refuse_over(self.inner.limits.backlog_max.saturating_mul(2))?;
        }
        outbox::insert(write, events).await?;
        self.inner.handed_in(events.len());
        Ok(())
    }

    /// Commits a write that events were appended to, and wakes the relay. A plain commit is as good, only that
    /// the relay then notices a little later.
    pub async fn commit(&self, write: Write) -> Result<(), StoreError> {
        write.commit().await?;
        self.inner.wake.notify_one();
        Ok(())
    }

    /// Keeps the event of a read. Returns once it is durable; until then no answer may go out.
    pub async fn read(&self, event: impl Into<AuditEvent>) -> Result<(), TrailError> {
        self.inner.refuse_over(self.inner.limits.backlog_max)?;
        let (done, answer) = oneshot::channel();
        let read = Read { event: event.into(), done };
        self.inner.reads.send(read).await.map_err(|_| TrailError::Closed)?;
        answer.await.unwrap_or(Err(TrailError::Closed))
    }

    /// Keeps the events of several reads that are answered together; they share one commit.
    pub async fn read_all(&self, events: Vec<AuditEvent>) -> Result<(), TrailError> {
        self.inner.refuse_over(self.inner.limits.backlog_max)?;
        let mut answers = Vec::with_capacity(events.len());
        for event in events {
            let (done, answer) = oneshot::channel();
            self.inner.reads.send(Read { event, done }).await.map_err(|_| TrailError::Closed)?;
            answers.push(answer);
        }
        for answer in answers {
            answer.await.unwrap_or(Err(TrailError::Closed))?;
        }
        Ok(())
    }

    /// How much waits, counted in the outbox itself.
    pub async fn backlog(&self) -> Result<Backlog, TrailError> {
        Ok(outbox::backlog(&self.inner.database).await?)
    }

    /// What health measures of it: that events reach the log, and that the log stands by itself.
    pub fn compliance(&self) -> Compliance {
        let (flowing, intact) = (self.clone(), self.clone());
        Compliance::default()
            .audit_enabled(move || {
                let trail = flowing.clone();
                async move { trail.flowing().await }
            })
            .audit_trail_intact(move || {
                let trail = intact.clone();
                async move { trail.intact().await }
            })
    }

    /// For health's `hipaa_audit_enabled`: events reach the log. Nothing was refused, nothing waits too long.
    pub(crate) async fn flowing(&self) -> Result<(), &'static str> {
        let backlog = self.backlog().await.map_err(|_| "the audit outbox does not answer")?;
        let now = self.inner.sources.now();
        if backlog.refused > 0 {
            Err("audit-logging refused events")
        } else if backlog.waiting >= self.inner.limits.backlog_max {
            Err("too many audit events wait")
        } else if backlog.oldest.is_some_and(|oldest| now.since(oldest) > self.inner.limits.age_max) {
            Err("audit events wait too long")
        } else {
            Ok(())
        }
    }

    /// For health's `audit_trail_intact`: audit-logging, asked now, stands by its log.
    async fn intact(&self) -> Result<(), &'static str> {
        let context = api::CallContext::background(self.inner.sources.id());
        let call = api::Call::<audit_logging_api::GetCheckpoint>::default();
        match self.inner.log.call(&context, call).await {
            Ok(_) => Ok(()),
            Err(problem) if problem.is(audit_logging_api::codes::NOT_INTACT) => {
                Err("the audit log does not verify")
            }
            Err(_) => Err("audit-logging does not answer"),
        }
    }
}

impl Inner {
    fn refuse_over(&self, limit: u64) -> Result<(), TrailError> {
        let waiting = self.waiting.load(Ordering::Relaxed);
        if waiting >= limit { Err(TrailError::BacklogFull(waiting)) } else { Ok(()) }
    }

    fn handed_in(&self, events: usize) {
        let events = events as u64;
        self.waiting.fetch_add(events, Ordering::Relaxed);
        self.appended.fetch_add(events, Ordering::Release);
        self.wake.notify_one();
    }

    pub(crate) fn delivered(&self, events: usize) {
        let events = events as u64;
        // Rows that were there before, or that another process wrote, are not in the count: never below zero.
        let less = |waiting: u64| Some(waiting.saturating_sub(events));
        let _ = self.waiting.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less);
    }

    /// The outbox holds `found` rows, and the count said `before` when it was asked; what came since stays counted.
    pub(crate) fn counted(&self, before: u64, found: u64) {
        let right = |waiting: u64| Some(waiting.saturating_sub(before).saturating_add(found));
        let _ = self.waiting.fetch_update(Ordering::Relaxed, Ordering::Relaxed, right);
    }
}

/// Takes what waits, commits it in one transaction, and tells all of them.
async fn commit_reads(
    inner: Arc<Inner>,
    receiver: Arc<Mutex<mpsc::Receiver<Read>>>,
    stop: tokio_util::sync::CancellationToken,
) {
    let mut receiver = receiver.lock().await;
    let mut group = Vec::with_capacity(GROUP_MAX);
    loop {
        let taken = tokio::select! {
            // What is already handed in is still committed when the process drains.
            biased;
            taken = receiver.recv_many(&mut group, GROUP_MAX) => taken,
            () = stop.cancelled() => return,
        };
        if taken == 0 {
            return;
        }
        let (events, waiting): (Vec<_>, Vec<_>) = group.drain(..).map(|read| (read.event, read.done)).unzip();
        let result = commit(&inner.database, &events).await.map_err(Arc::new);
        if result.is_ok() {
            inner.handed_in(events.len());
        }
        for done in waiting {
            let answer = result.clone().map_err(TrailError::Outbox);
            // A reader that went away needs no answer; its event stands.
            let _ = done.send(answer);
        }
    }
}

async fn commit(database: &Database, events: &[AuditEvent]) -> Result<(), StoreError> {
    let write = database.begin().await?;
    outbox::insert(&write, events).await?;
    write.commit().await
}
