//! The log from the inside: a house with a data directory, a key directory and, where there is a server, a schema
//! of its own.

mod append;
mod measure;
mod read;
mod tamper;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use api::{Category, Purpose, Role, ServiceName};
use audit_logging_api::{AuditEvent, EventType, Word};
use audit_trail::Recorder;
use chassis::Tasks;
use kernel::{ManualClock, OrganizationId, PersonId, SeededRandom, Sources, Timestamp};
use store_sql::Location;
use vault::{KeyDirectory, SigningKeys};

use crate::appender::{self, Appender};
use crate::domain::Ledger;
use crate::log::Log;
use crate::store::Store;
use crate::{checkpoint, head_file, verify};

pub(crate) struct House {
    pub(crate) root: tempfile::TempDir,
    pub(crate) sources: Sources,
    pub(crate) server: Option<(String, String)>,
}

pub(crate) struct Open {
    pub(crate) ledger: Arc<Ledger>,
    pub(crate) tasks: Tasks,
}

impl House {
    /// On SQLite.
    pub(crate) fn new() -> Self {
        let clock = ManualClock::at(Timestamp::from_micros(1_700_000_000_000_000));
        let sources = Sources::new(clock, SeededRandom::new(11));
        let root = tempfile::tempdir().expect("a directory");
        std::fs::create_dir(root.path().join("data")).expect("a directory");
        Self { root, sources, server: None }
    }

    /// On every engine that can be had. One that cannot is told loudly, and fails where it must be there.
    #[expect(clippy::disallowed_methods, reason = "a test reads where its server is")]
    pub(crate) fn on_every_engine(name: &str) -> Vec<Self> {
        let mut houses = vec![Self::new()];
        match std::env::var("TEST_POSTGRES_URL") {
            Ok(url) => {
                let schema = format!("{name}_{}_audit", std::process::id());
                houses.push(Self { server: Some((url, schema)), ..Self::new() });
            }
            Err(_) => {
                assert!(
                    std::env::var("CI").is_err(),
                    "CI must set TEST_POSTGRES_URL: PostgreSQL was not exercised"
                );
                let loud = "PostgreSQL was NOT exercised: set TEST_POSTGRES_URL";
                std::io::Write::write_all(&mut std::io::stderr(), format!("{loud}\n").as_bytes())
                    .expect("writes");
            }
        }
        houses
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.root.path().join("data")
    }

    pub(crate) fn store_file(&self) -> PathBuf {
        self.data().join(verify::STORE_FILE)
    }

    pub(crate) fn head_file(&self) -> PathBuf {
        self.data().join(head_file::FILE)
    }

    pub(crate) fn keys(&self) -> KeyDirectory {
        KeyDirectory::open(&self.root.path().join("data.keys")).expect("opens")
    }

    pub(crate) fn signing_key(&self) -> vault::SigningKey {
        SigningKeys::new(self.keys(), &self.data()).load_or_create(checkpoint::KEY_NAME).expect("a key")
    }

    pub(crate) fn location(&self) -> Location {
        match &self.server {
            None => Location::Sqlite { path: self.store_file() },
            Some((url, schema)) => Location::Postgres { url: url.clone(), schema: schema.clone() },
        }
    }

    pub(crate) async fn store(&self) -> Store {
        Store::open(&self.location()).await.expect("opens")
    }

    /// A running log, as the service makes it.
    pub(crate) async fn open(&self) -> Open {
        let store = self.store().await;
        let log = Log::new(store, self.head_file(), self.signing_key(), self.keys(), self.sources.clone());
        let log = Arc::new(log);
        log.open_first().await;
        let (appender, queue) = Appender::new();
        let (tasks, writing) = (Tasks::default(), log.clone());
        tasks.supervise("audit-append", move |stop| {
            let (log, queue) = (writing.clone(), queue.clone());
            async move { appender::run(&log, &queue, None, &stop).await }
        });
        let recorder = Recorder::new(ServiceName::AuditLogging, self.sources.clone());
        Open { ledger: Arc::new(Ledger::new(log, appender, recorder)), tasks }
    }

    /// A log that ran, took `events` events in groups of a few, and was ended.
    pub(crate) async fn with_events(events: u128) -> Self {
        let house = Self::new();
        let open = house.open().await;
        let all: Vec<AuditEvent> = (1..=events).map(event).collect();
        for batch in all.chunks(7) {
            open.append(batch.to_vec()).await;
        }
        open.end().await;
        house
    }

    /// Changes the stopped store with a superuser's hands: the triggers are taken away first.
    pub(crate) fn by_hand(&self, sql: &str) {
        let store = rusqlite::Connection::open(self.store_file()).expect("opens");
        let triggers: Vec<String> = {
            let mut select =
                store.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").expect("prepares");
            let names = select.query_map([], |row| row.get(0)).expect("queries");
            names.map(|name| name.expect("a name")).collect()
        };
        for trigger in triggers {
            store.execute_batch(&format!("DROP TRIGGER {trigger}")).expect("drops");
        }
        store.execute_batch("DROP INDEX IF EXISTS audit_events_audit_id").expect("drops");
        store.execute_batch(sql).expect("the change is made");
    }

    pub(crate) fn verify(&self) -> verify::Report {
        verify::verify(&self.data())
    }

    /// A copy of all that lies in the data directory.
    pub(crate) fn copy_to(&self, name: &str) -> PathBuf {
        let to = self.root.path().join(name);
        std::fs::create_dir_all(&to).expect("a directory");
        copy_files(&self.data(), &to);
        to
    }
}

pub(crate) fn copy_files(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).expect("lists") {
        let entry = entry.expect("an entry");
        std::fs::copy(entry.path(), to.join(entry.file_name())).expect("copies");
    }
}

impl Open {
    pub(crate) async fn append(&self, events: Vec<AuditEvent>) -> audit_logging_api::Appended {
        self.ledger.append(ServiceName::ChatHistory, events).await.expect("appends")
    }

    /// Ends it as a drain does.
    pub(crate) async fn end(self) {
        assert!(self.tasks.drain(Duration::from_secs(10)).await, "the writer ends");
        self.ledger.log.store().clone().close().await;
    }
}

pub(crate) const ORGANIZATION: u128 = 0xA;

pub(crate) fn person(n: u128) -> PersonId {
    uuid::Uuid::from_u128(n).into()
}

pub(crate) fn organization(n: u128) -> OrganizationId {
    uuid::Uuid::from_u128(n).into()
}

/// An event that uses every field, another for each number.
pub(crate) fn event(n: u128) -> AuditEvent {
    let sources =
        Sources::new(ManualClock::at(Timestamp::from_micros(1_700_000_000_000_000)), SeededRandom::new(1));
    let mut event = Recorder::new(ServiceName::ChatHistory, sources)
        .event(EventType::PhiAccess, Word::new("read"), Word::new("conversation"))
        .user(person(100 + n % 5))
        .role(Role::CareStaff)
        .organization(organization(ORGANIZATION))
        .phi_of(person(200 + n % 3), Category::ChatTranscripts)
        .purpose(Purpose::Treatment)
        .decided(Word::new("consent.permit"), Some(Word::new("0123abcd")), Some(7))
        .resource_id(person(300 + n))
        .session(uuid::Uuid::from_u128(400 + n).into())
        .request(uuid::Uuid::from_u128(500 + n).into())
        .with(audit_logging_api::ContextKey::COUNT, 3_u32)
        .build();
    event.audit_id = uuid::Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + n).into();
    event.peer = Some(ServiceName::ApiGateway);
    event.timestamp = Timestamp::from_micros(1_700_000_000_000_000 + i64::try_from(n).expect("small"));
    event
}
