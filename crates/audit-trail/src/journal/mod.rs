//! The process journal: where an event or a crisis message goes when no store can take it.
//!
//! One append-only file per process, of a size that is laid out in advance, so that a full disk does not close
//! it. What is in it is sealed to a public key that was loaded at start: writing needs no keystore, and a copy of
//! the file tells nothing. Records that come together are sealed as one frame and share one sync. When the sinks
//! answer again, each kind of record is delivered to its own, at least once; then its place is used anew.
//!
//! A quarter of the file is kept for crises: other records are refused before they could fill it.

mod aside;
mod deliver;
mod file;
mod format;
mod task;
#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use audit_logging_api::AuditEvent;
use chassis::Tasks;
use kernel::Sources;
use tokio::sync::{Mutex, Notify, mpsc, oneshot, watch};
use vault::{BoxPrivateKey, BoxPublicKey};

use crate::error::JournalError;
use file::JournalFile;

pub use aside::{AsideReason, SetAside, set_aside};
pub use deliver::{AuditSink, Delivered, Sink};

/// The largest record: a message of 64 KiB of control characters is six times as long as JSON, and its analysis
/// and its reply come with it.
pub const RECORD_BYTES_MAX: usize = 1024 * 1024;
/// Commands that wait for the writer.
const COMMANDS_WAITING_MAX: usize = 4096;

/// What a record is, which says to which sink it goes. What is in it is the sink's matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FrameKind {
    /// An audit event, as JSON.
    Audit,
    /// A message that carried a risk, with what was answered.
    Crisis,
}

impl FrameKind {
    const ALL: [Self; 2] = [Self::Audit, Self::Crisis];

    const fn number(self) -> u8 {
        match self {
            Self::Audit => 1,
            Self::Crisis => 2,
        }
    }

    const fn place(self) -> usize {
        self.number() as usize - 1
    }

    fn of(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.number() == number)
    }

    /// How much of the file it may fill.
    const fn share(self, bytes_max: u64) -> u64 {
        match self {
            Self::Audit => bytes_max / 4 * 3,
            Self::Crisis => bytes_max,
        }
    }
}

/// Where a journal lies, how large it may be, and who can open it.
#[derive(Clone, Debug)]
pub struct JournalConfig {
    /// The file; no other process may use it.
    pub path: PathBuf,
    /// Its size.
    pub bytes_max: u64,
    /// To whom it is sealed.
    pub public_key: BoxPublicKey,
}

impl JournalConfig {
    /// The size unless something else is said.
    pub const BYTES_MAX: u64 = 64 * 1024 * 1024;

    /// A journal of the usual size.
    pub const fn new(path: PathBuf, public_key: BoxPublicKey) -> Self {
        Self { path, bytes_max: Self::BYTES_MAX, public_key }
    }
}

/// How much of a journal waits to be delivered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JournalBacklog {
    /// Bytes of frames that wait.
    pub bytes: u64,
    /// The size of the file.
    pub bytes_max: u64,
    /// Records that a sink refused for good or that did not open; they are kept in files beside the journal.
    pub refused: u64,
}

/// A process's journal. Clones are the same journal.
#[derive(Clone)]
pub struct Journal {
    commands: mpsc::Sender<Command>,
    backlog: watch::Receiver<JournalBacklog>,
    arrived: Arc<Notify>,
}

enum Command {
    Append {
        kind: FrameKind,
        record: Vec<u8>,
        done: oneshot::Sender<Result<(), JournalError>>,
    },
    Read {
        kind: FrameKind,
        done: oneshot::Sender<Result<Option<Frames>, JournalError>>,
    },
    Delivered {
        kind: FrameKind,
        until: Place,
        refused: Vec<Refused>,
        again: Option<Vec<u8>>,
        done: oneshot::Sender<Result<(), JournalError>>,
    },
}

/// Sealed frames of one kind, in order.
struct Frames {
    sealed: Vec<Vec<u8>>,
    /// Where the next frame of any kind begins.
    until: Place,
    /// Whether frames of any kind stand behind that.
    more: bool,
}

/// A place in the file as it is laid out now; after it was rebuilt or emptied, it means nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    layout: u64,
    at: u64,
    /// Bytes of the frames of that kind that were read.
    bytes: u64,
}

/// What is kept beside the journal, since nobody takes it.
struct Refused {
    sealed: Vec<u8>,
}

impl Journal {
    /// Opens or makes the journal, finds its end, and starts its writer.
    pub async fn open(config: JournalConfig, tasks: &Tasks) -> Result<Self, JournalError> {
        let opening = config.clone();
        let file = tokio::task::spawn_blocking(move || JournalFile::open(&opening))
            .await
            .map_err(|_| JournalError::Closed)??;
        let (commands, receiver) = mpsc::channel(COMMANDS_WAITING_MAX);
        let (tell, backlog) = watch::channel(file.backlog());
        let arrived = Arc::new(Notify::new());
        let shared = Arc::new(task::Shared {
            file: Mutex::new(Some(file)),
            config,
            tell,
            arrived: arrived.clone(),
            unfinished: AtomicBool::new(true),
        });
        let receiver = Arc::new(Mutex::new(receiver));
        tasks.supervise("journal", move |stop| {
            let (shared, receiver) = (shared.clone(), receiver.clone());
            async move { task::run(&shared, &receiver, &stop).await }
        });
        Ok(Self { commands, backlog, arrived })
    }

    /// Keeps a record. It is durable on return.
    pub async fn append(&self, kind: FrameKind, record: Vec<u8>) -> Result<(), JournalError> {
        if record.len() > RECORD_BYTES_MAX {
            return Err(JournalError::Full);
        }
        let (done, answer) = oneshot::channel();
        self.send(Command::Append { kind, record, done }).await?;
        answer.await.unwrap_or(Err(JournalError::Closed))
    }

    /// Keeps an audit event, for a service that has no store. It is durable on return.
    pub async fn record(&self, event: impl Into<AuditEvent>) -> Result<(), JournalError> {
        let event: AuditEvent = event.into();
        let record = serde_json::to_vec(&event).expect("an event is JSON");
        self.append(FrameKind::Audit, record).await
    }

    /// Delivers records of a kind to their sink from now on, those of an earlier run first.
    pub fn deliver(
        &self,
        kind: FrameKind,
        key: Arc<BoxPrivateKey>,
        sink: Arc<dyn Sink>,
        sources: Sources,
        tasks: &Tasks,
    ) {
        let journal = self.clone();
        tasks.supervise("journal-delivery", move |stop| {
            let (journal, key, sink, sources) = (journal.clone(), key.clone(), sink.clone(), sources.clone());
            async move { deliver::run(&journal, kind, &key, sink.as_ref(), &sources, &stop).await }
        });
    }

    /// How much waits.
    pub fn backlog(&self) -> JournalBacklog {
        *self.backlog.borrow()
    }

    /// For health's `hipaa_audit_enabled` of a service that has no store: what it wrote down gets out.
    pub fn flowing(&self) -> Result<(), &'static str> {
        let backlog = self.backlog();
        if backlog.refused > 0 {
            Err("records of the journal were refused")
        } else if backlog.bytes > backlog.bytes_max / 2 {
            Err("the journal is more than half full")
        } else {
            Ok(())
        }
    }

    async fn read(&self, kind: FrameKind) -> Result<Option<Frames>, JournalError> {
        let (done, answer) = oneshot::channel();
        self.send(Command::Read { kind, done }).await?;
        answer.await.unwrap_or(Err(JournalError::Closed))
    }

    async fn delivered(
        &self,
        kind: FrameKind,
        until: Place,
        refused: Vec<Refused>,
        again: Option<Vec<u8>>,
    ) -> Result<(), JournalError> {
        let (done, answer) = oneshot::channel();
        self.send(Command::Delivered { kind, until, refused, again, done }).await?;
        answer.await.unwrap_or(Err(JournalError::Closed))
    }

    async fn send(&self, command: Command) -> Result<(), JournalError> {
        self.commands.send(command).await.map_err(|_| JournalError::Closed)
    }
}

/// How long to wait before a sink is asked again, at first and at most.
const PAUSE: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(10));
