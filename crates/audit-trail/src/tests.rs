//! The trail as a service uses it, against an audit log that answers, is away, or refuses.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use api::{Body, Client, Problem, ServiceName, Transport, TransportError, codes};
use audit_logging_api::{AppendEvents, Appended, AuditEvent, EventType, Word};
use chassis::Tasks;
use http_body_util::BodyExt;
use kernel::{EventId, ManualClock, SeededRandom, Sources, Timestamp};
use store_sql::{Database, Location, Migration, Statements};

use crate::outbox::outbox_table;
use crate::{Trail, TrailError, TrailLimits};

const MIGRATIONS: &[Migration] = &[Migration { version: 1, name: "outbox", steps: outbox_table }];

/// How the log behaves.
#[derive(Clone, Copy, PartialEq)]
#[repr(u8)]
enum Mood {
    Well,
    Away,
    RefusesBatchesWithPoison,
}

/// A stand-in that keeps what it is sent, once an id.
#[derive(Default)]
struct Log {
    mood: AtomicU8,
    kept: Mutex<Vec<AuditEvent>>,
    calls: AtomicU8,
}

impl Log {
    fn set(&self, mood: Mood) {
        self.mood.store(mood as u8, Ordering::SeqCst);
    }

    fn kept(&self) -> Vec<EventId> {
        self.kept.lock().expect("no holder panics").iter().map(|event| event.audit_id).collect()
    }

    fn append(&self, batch: AppendEvents) -> Result<Appended, Problem> {
        self.calls.fetch_add(1, Ordering::SeqCst);
        let mood = self.mood.load(Ordering::SeqCst);
        if mood == Mood::Away as u8 {
            return Err(Problem::new(codes::UNAVAILABLE));
        }
        let poisoned = batch.events.iter().any(|event| event.action == Word::new("poison"));
        if mood == Mood::RefusesBatchesWithPoison as u8 && poisoned {
            return Err(Problem::new(codes::INVALID));
        }
        let mut kept = self.kept.lock().expect("no holder panics");
        let before = kept.len();
        for event in batch.events {
            if !kept.iter().any(|known| known.audit_id == event.audit_id) {
                kept.push(event);
            }
        }
        let appended = u32::try_from(kept.len() - before).expect("few");
        Ok(Appended { appended, repeated: 0, conflicting: Vec::new(), size: kept.len() as u64 })
    }
}

struct LogTransport(Arc<Log>);

impl Transport for LogTransport {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> Pin<Box<dyn Future<Output = Result<http::Response<Body>, TransportError>> + Send + '_>> {
        Box::pin(async move {
            let bytes = request.into_body().collect().await.expect("a body").to_bytes();
            let (status, bytes) = match self.0.append(serde_json::from_slice(&bytes).expect("a batch")) {
                Ok(appended) => (200, serde_json::to_vec(&appended)),
                Err(problem) => (problem.status, serde_json::to_vec(&problem)),
            };
            let response = http::Response::builder().status(status);
            Ok(response.body(api::full(bytes.expect("JSON"))).expect("a response"))
        })
    }
}

struct House {
    root: tempfile::TempDir,
    log: Arc<Log>,
    clock: Arc<ManualClock>,
    sources: Sources,
    server: Option<(String, String)>,
}

struct Open {
    trail: Trail,
    database: Database,
    tasks: Tasks,
}

impl House {
    fn new() -> Self {
        let clock = ManualClock::at(Timestamp::from_micros(1_700_000_000_000_000));
        let sources = Sources::new(clock.clone(), SeededRandom::new(7));
        let root = tempfile::tempdir().expect("a directory");
        Self { root, log: Arc::default(), clock, sources, server: None }
    }

    /// On every engine that can be had. One that cannot is told loudly, and fails where it must be there.
    #[expect(clippy::disallowed_methods, reason = "a test reads where its server is")]
    fn on_every_engine(name: &str) -> Vec<Self> {
        let mut houses = vec![Self::new()];
        if let Ok(url) = std::env::var("TEST_POSTGRES_URL") {
            let schema = format!("trail_{name}_{}", std::process::id());
            houses.push(Self { server: Some((url, schema)), ..Self::new() });
        } else {
            assert!(
                std::env::var("CI").is_err(),
                "CI must set TEST_POSTGRES_URL: PostgreSQL was not exercised"
            );
            let loud = b"PostgreSQL was NOT exercised: set TEST_POSTGRES_URL\n";
            std::io::Write::write_all(&mut std::io::stderr(), loud).expect("writes");
        }
        houses
    }

    async fn open(&self, limits: TrailLimits) -> Open {
        let location = match &self.server {
            None => Location::Sqlite { path: self.root.path().join("consent.sqlite") },
            Some((url, schema)) => Location::Postgres { url: url.clone(), schema: schema.clone() },
        };
        let database = Database::open("consent", &location, MIGRATIONS).await.expect("opens");
        self.over(database, &self.log, limits).await
    }

    /// A trail over a database that another may use too.
    async fn over(&self, database: Database, log: &Arc<Log>, limits: TrailLimits) -> Open {
        let tasks = Tasks::default();
        let log = Client::new(ServiceName::AuditLogging, Arc::new(LogTransport(log.clone())));
        let sources = self.sources.clone();
        let trail = Trail::start(ServiceName::Consent, database.clone(), log, sources, limits, &tasks)
            .await
            .expect("starts");
        Open { trail, database, tasks }
    }
}

impl Open {
    fn event(&self, action: Word) -> AuditEvent {
        self.trail.recorder().event(EventType::ConsentChange, action, Word::new("consent")).build()
    }

    async fn drained(&self) {
        until(|| async { self.trail.backlog().await.expect("counts").waiting == 0 }).await;
    }
}

async fn until<F: Future<Output = bool>>(condition: impl Fn() -> F) {
    let deadline = tokio::time::Instant::now() + Duration::from_secs(20);
    while !condition().await {
        assert!(tokio::time::Instant::now() < deadline, "the condition never came true");
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn the_event_of_a_write_is_there_exactly_when_the_write_is() {
    for house in House::on_every_engine("t0") {
        let open = house.open(TrailLimits::default()).await;
        let (kept, lost) = (open.event(Word::new("grant")), open.event(Word::new("grant")));
        let write = open.database.begin().await.expect("begins");
        open.trail.append(&write, lost.clone()).await.expect("appends");
        drop(write);
        let write = open.database.begin().await.expect("begins");
        open.trail.append(&write, kept.clone()).await.expect("appends");
        // A plain commit, as a service might that forgot the trail's own: the relay still finds it.
        write.commit().await.expect("commits");
        until(|| async { house.log.kept() == [kept.audit_id] }).await;
        open.drained().await;
        assert_eq!(house.log.kept(), [kept.audit_id], "the dropped write left no event");
    }
}

#[tokio::test]
async fn reads_at_once_share_a_commit_and_are_durable_when_they_return() {
    for house in House::on_every_engine("t1") {
        house.log.set(Mood::Away);
        let open = house.open(TrailLimits::default()).await;
        let reads = (0..200).map(|_| {
            let (trail, event) = (open.trail.clone(), open.event(Word::new("read")));
            tokio::spawn(async move { trail.read(event).await })
        });
        for read in reads.collect::<Vec<_>>() {
            read.await.expect("ends").expect("is durable");
        }
        assert_eq!(open.trail.backlog().await.expect("counts").waiting, 200);
    }
}

#[tokio::test]
async fn nothing_is_lost_while_the_log_is_away_and_nothing_is_doubled_after() {
    for house in House::on_every_engine("t2") {
        house.log.set(Mood::Away);
        let open = house.open(TrailLimits::default()).await;
        let mut sent = Vec::new();
        for _ in 0..20 {
            let event = open.event(Word::new("read"));
            sent.push(event.audit_id);
            open.trail.read(event).await.expect("is durable");
        }
        until(|| async { house.log.calls.load(Ordering::SeqCst) > 0 }).await;
        // The process ends with events waiting, and comes back.
        open.tasks.drain(Duration::from_secs(5)).await;
        open.database.close().await;
        house.log.set(Mood::Well);
        let open = house.open(TrailLimits::default()).await;
        open.drained().await;
        assert_eq!(house.log.kept(), sent);
    }
}

#[tokio::test]
async fn an_event_that_is_refused_for_good_stops_no_other_and_is_kept() {
    for house in House::on_every_engine("t3") {
        house.log.set(Mood::Away);
        let open = house.open(TrailLimits::default()).await;
        let write = open.database.begin().await.expect("begins");
        let events = ["one", "poison", "two"].map(|word| open.event(Word::parse(word).expect("a word")));
        open.trail.append_all(&write, &events).await.expect("appends");
        open.trail.commit(write).await.expect("commits");
        house.log.set(Mood::RefusesBatchesWithPoison);
        open.drained().await;
        assert_eq!(house.log.kept(), [events[0].audit_id, events[2].audit_id]);
        assert_eq!(open.trail.backlog().await.expect("counts").refused, 1);
        assert_eq!(open.trail.flowing().await, Err("audit-logging refused events"));
        // The log learns the word; the next start tries again.
        open.tasks.drain(Duration::from_secs(5)).await;
        house.log.set(Mood::Well);
        let open = house.open(TrailLimits::default()).await;
        until(|| async { house.log.kept().len() == 3 }).await;
        open.drained().await;
        assert_eq!(open.trail.flowing().await, Ok(()));
    }
}

#[tokio::test]
async fn a_full_backlog_refuses_reads_then_writes_but_never_a_crisis() {
    let house = House::new();
    house.log.set(Mood::Away);
    let open = house.open(TrailLimits { backlog_max: 3, ..TrailLimits::default() }).await;
    for _ in 0..3 {
        open.trail.read(open.event(Word::new("read"))).await.expect("is durable");
    }
    let refused = open.trail.read(open.event(Word::new("read"))).await;
    assert!(matches!(refused, Err(TrailError::BacklogFull(3))), "{refused:?}");
    for _ in 0..3 {
        let write = open.database.begin().await.expect("begins");
        open.trail.append(&write, open.event(Word::new("grant"))).await.expect("appends");
        open.trail.commit(write).await.expect("commits");
    }
    let write = open.database.begin().await.expect("begins");
    assert!(open.trail.append(&write, open.event(Word::new("grant"))).await.is_err());
    let turn = [open.event(Word::new("open_turn"))];
    let refused = open.trail.append_with(&write, &turn, false).await;
    assert!(matches!(refused, Err(TrailError::BacklogFull(6))), "{refused:?}");
    open.trail.append_with(&write, &turn, true).await.expect("appends");
    open.trail.commit(write).await.expect("commits");
    assert_eq!(open.trail.backlog().await.expect("counts").waiting, 7);
    house.log.set(Mood::Well);
    open.drained().await;
    // The row is gone a moment before the count is.
    until(|| async { open.trail.read(open.event(Word::new("read"))).await.is_ok() }).await;
}

#[tokio::test]
async fn what_another_instance_carried_and_what_was_rolled_back_is_not_counted_for_ever() {
    for house in House::on_every_engine("t4") {
        let limits = TrailLimits { backlog_max: 3, ..TrailLimits::default() };
        let away = Arc::new(Log::default());
        away.set(Mood::Away);
        let carries = house.open(limits).await;
        // Its own relay never comes through: all that it hands in is carried by the other.
        let hands_in = house.over(carries.database.clone(), &away, limits).await;
        for round in 0..3 {
            for _ in 0..2 {
                let read = hands_in.trail.read(hands_in.event(Word::new("read"))).await;
                read.unwrap_or_else(|error| panic!("round {round}: {error}"));
            }
            let write = hands_in.database.begin().await.expect("begins");
            hands_in.trail.append(&write, hands_in.event(Word::new("grant"))).await.expect("appends");
            drop(write);
            carries.trail.read(carries.event(Word::new("read"))).await.expect("is durable");
            until(|| async { hands_in.trail.inner.waiting.load(Ordering::Relaxed) == 0 }).await;
        }
        assert_eq!(house.log.kept().len(), 9);
    }
}

#[tokio::test]
async fn health_says_so_when_events_do_not_reach_the_log() {
    let house = House::new();
    house.log.set(Mood::Away);
    let open = house.open(TrailLimits::default()).await;
    assert_eq!(open.trail.flowing().await, Ok(()));
    open.trail.read(open.event(Word::new("read"))).await.expect("is durable");
    assert_eq!(open.trail.flowing().await, Ok(()), "it has only just happened");
    house.clock.advance(Duration::from_secs(61));
    assert_eq!(open.trail.flowing().await, Err("audit events wait too long"));
}

#[tokio::test]
async fn without_its_outbox_no_read_returns() {
    let house = House::new();
    house.log.set(Mood::Away);
    let open = house.open(TrailLimits::default()).await;
    let write = open.database.begin().await.expect("begins");
    write.batch("DROP TABLE audit_outbox").await.expect("drops");
    write.commit().await.expect("commits");
    let refused = open.trail.read(open.event(Word::new("read"))).await;
    assert!(matches!(refused, Err(TrailError::Outbox(_))), "{refused:?}");
}
