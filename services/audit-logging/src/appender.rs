//! The one writer of the log: many appends, one transaction, one signed head, then all acknowledgements.
//!
//! Order (DESIGN §6): commit → head appended to the head file and synced → acknowledge. What waits while that
//! happens is the next group, so the two syncs are shared by as many as come. The writer is a task and not a
//! lock: a caller that goes away changes nothing about its event.
//!
//! After any failure whose outcome is not known, the writer forgets what it believed and opens the log anew
//! from the store and the head file before it takes another event.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use audit_logging_api::{Appended, AuditEvent, AuditRecord, EventType, Word};
use audit_trail::Recorder;
use kernel::EventId;
use tokio::sync::{Mutex, mpsc, oneshot};
use tokio_util::sync::CancellationToken;

use crate::error::LogError;
use crate::log::{Log, OpenLog};
use crate::store::{NewRow, Salts, Scratch, is_the_same};
use crate::tiles::{Edge, FullTile};

/// Batches that wait.
const JOBS_WAITING_MAX: usize = 1024;
/// Events of one transaction.
const GROUP_EVENTS_MAX: usize = 4096;
/// Ids that are remembered, so that a batch sent again soon costs no failed transaction.
const RECENT_MAX: usize = 65_536;

pub(crate) type Reply = Result<Appended, LogError>;

/// Hands batches to the writer.
#[derive(Clone)]
pub(crate) struct Appender {
    jobs: mpsc::Sender<Job>,
}

/// The writer's end.
#[derive(Clone)]
pub(crate) struct Queue(Arc<Mutex<mpsc::Receiver<Job>>>);

struct Job {
    events: Vec<AuditEvent>,
    done: oneshot::Sender<Reply>,
}

impl Appender {
    pub(crate) fn new() -> (Self, Queue) {
        let (jobs, receiver) = mpsc::channel(JOBS_WAITING_MAX);
        (Self { jobs }, Queue(Arc::new(Mutex::new(receiver))))
    }

    /// Keeps a batch. Returns once it is durable and a signed head covers it.
    pub(crate) async fn append(&self, events: Vec<AuditEvent>) -> Reply {
        let (done, reply) = oneshot::channel();
        self.jobs.send(Job { events, done }).await.map_err(|_| LogError::Closed)?;
        reply.await.unwrap_or(Err(LogError::Closed))
    }
}

/// Runs the writer until the process drains and nothing waits any more; `last` is then the log's last event.
pub(crate) async fn run(log: &Log, queue: &Queue, last: Option<&Recorder>, stop: &CancellationToken) {
    let mut receiver = queue.0.lock().await;
    let mut writer = Writer { log, recent: Recent::default(), scratch: Scratch::default() };
    let mut jobs = Vec::new();
    loop {
        let taken = tokio::select! {
            biased;
            taken = receiver.recv_many(&mut jobs, JOBS_WAITING_MAX) => taken,
            () = stop.cancelled() => 0,
        };
        if taken == 0 {
            if let Some(recorder) = last {
                writer.append_stop(recorder).await;
            }
            return;
        }
        while !jobs.is_empty() {
            let group = next_group(&mut jobs);
            writer.append(group).await;
        }
    }
}

/// Takes as many jobs as fit into one transaction, at least one.
fn next_group(jobs: &mut Vec<Job>) -> Vec<Job> {
    let mut events = 0;
    let fitting = jobs.iter().take_while(|job| {
        events += job.events.len();
        events <= GROUP_EVENTS_MAX
    });
    let count = fitting.count().max(1);
    jobs.drain(..count).collect()
}

struct Writer<'a> {
    log: &'a Log,
    recent: Recent,
    scratch: Scratch,
}

impl Writer<'_> {
    /// The audit system's own end (45 CFR 164.312(b)): written by the writer, since nothing can come after it.
    async fn append_stop(&mut self, recorder: &Recorder) {
        let event = recorder.event(EventType::ServiceStop, Word::new("stop"), Word::new("audit-logging"));
        if let Err(error) = self.try_append(&[vec![event.build()]]).await {
            tracing::error!(error = %error, "the stop of the audit log is not recorded");
        }
    }

    async fn append(&mut self, jobs: Vec<Job>) {
        let (batches, waiting): (Vec<_>, Vec<_>) = jobs.into_iter().map(|job| (job.events, job.done)).unzip();
        match self.try_append(&batches).await {
            Ok(replies) => {
                for (done, reply) in waiting.into_iter().zip(replies) {
                    // A caller that went away needs no answer; its events stand.
                    let _ = done.send(Ok(reply));
                }
            }
            Err(error) => {
                tracing::error!(error = %error, "audit events were not acknowledged");
                for done in waiting {
                    let _ = done.send(Err(error.clone()));
                }
            }
        }
    }

    async fn try_append(&mut self, batches: &[Vec<AuditEvent>]) -> Result<Vec<Appended>, LogError> {
        // Taken out for the time of the work: whatever fails, the log is opened anew next time.
        let mut open = self.log.take().await?;
        let mut known = self.known(batches).await?;
        let mut plan = self.plan(&open, batches, &known);
        if let Err(error) = self.log.store().append(&plan.rows, &plan.full).await {
            if !error.is_duplicate() {
                return Err(error.into());
            }
            // Sent before, longer ago than is remembered; or the place is taken by another writer.
            known = self.find(batches).await?;
            if known.is_empty() {
                return Err(LogError::SecondWriter);
            }
            plan = self.plan(&open, batches, &known);
            self.log.store().append(&plan.rows, &plan.full).await?;
        }
        open.edge = plan.edge;
        let open = self.log.anchor(open).await?;
        self.recent.remember(plan.rows.iter().map(|row| row.event.audit_id));
        self.log.park(open);
        Ok(plan.replies)
    }

    /// The records of ids that were seen a short while ago, if any was.
    async fn known(&self, batches: &[Vec<AuditEvent>]) -> Result<HashMap<EventId, AuditRecord>, LogError> {
        if batches.iter().flatten().any(|event| self.recent.has(event.audit_id)) {
            self.find(batches).await
        } else {
            Ok(HashMap::new())
        }
    }

    async fn find(&self, batches: &[Vec<AuditEvent>]) -> Result<HashMap<EventId, AuditRecord>, LogError> {
        let ids: Vec<EventId> = batches.iter().flatten().map(|event| event.audit_id).collect();
        let records = self.log.store().find(&ids).await?;
        Ok(records.into_iter().map(|record| (record.event.audit_id, record)).collect())
    }

    fn plan(
        &mut self,
        open: &OpenLog,
        batches: &[Vec<AuditEvent>],
        known: &HashMap<EventId, AuditRecord>,
    ) -> Plan {
        let sources = self.log.sources();
        let (now, mut salts) = (sources.now(), Salts::default());
        let events = batches.iter().map(Vec::len).sum();
        let mut plan = Plan::new(open.edge.clone(), events);
        let mut places: HashMap<EventId, usize> = HashMap::with_capacity(events);
        for batch in batches {
            let mut reply = Appended { appended: 0, repeated: 0, conflicting: Vec::new(), size: 0 };
            for event in batch {
                let same = match (known.get(&event.audit_id), places.get(&event.audit_id)) {
                    (Some(record), _) => Some(is_the_same(event, record)),
                    (None, Some(place)) => Some(plan.rows[*place].event == *event),
                    (None, None) => None,
                };
                match same {
                    Some(true) => reply.repeated += 1,
                    Some(false) => reply.conflicting.push(event.audit_id),
                    None => {
                        places.insert(event.audit_id, plan.rows.len());
                        let (sequence, salt) = (plan.edge.size(), salts.next(sources));
                        plan.push(NewRow::new(sequence, now, event.clone(), salt, &mut self.scratch));
                        reply.appended += 1;
                    }
                }
            }
            plan.replies.push(reply);
        }
        let size = plan.edge.size();
        plan.replies.iter_mut().for_each(|reply| reply.size = size);
        plan
    }
}

/// What a group comes to, before it is kept.
struct Plan {
    rows: Vec<NewRow>,
    full: Vec<FullTile>,
    edge: Edge,
    replies: Vec<Appended>,
}

impl Plan {
    fn new(edge: Edge, events: usize) -> Self {
        Self { rows: Vec::with_capacity(events), full: Vec::new(), edge, replies: Vec::new() }
    }

    fn push(&mut self, row: NewRow) {
        self.edge.push(crate::merkle::leaf_of(&row.integrity_hash), &mut self.full);
        self.rows.push(row);
    }
}

/// The ids of the last events.
#[derive(Default)]
struct Recent {
    ids: HashSet<EventId>,
    order: VecDeque<EventId>,
}

impl Recent {
    fn has(&self, id: EventId) -> bool {
        self.ids.contains(&id)
    }

    fn remember(&mut self, ids: impl Iterator<Item = EventId>) {
        for id in ids {
            if self.ids.insert(id) {
                self.order.push_back(id);
            }
        }
        while self.order.len() > RECENT_MAX {
            if let Some(oldest) = self.order.pop_front() {
                self.ids.remove(&oldest);
            }
        }
    }
}
