//! The log as a whole: store, head file and key, opened so that they agree, and what readers see of it.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, RwLock};

use kernel::Sources;
use vault::{KeyDirectory, PublicKey, SigningKey};

use crate::checkpoint::{self, Head};
use crate::error::LogError;
use crate::head_file::{self, HeadFile, HeadFileError};
use crate::merkle::Hash;
use crate::store::Store;
use crate::tiles::{Edge, Plan};

/// The file in the key directory that says that this log was begun: from then on a missing head file is never
/// the beginning.
const BEGUN: &str = "audit-log.begun";

/// The parts of the log.
pub(crate) struct Log {
    store: Store,
    heads: PathBuf,
    key: Arc<SigningKey>,
    keys: KeyDirectory,
    origin: String,
    sources: Sources,
    view: RwLock<View>,
    /// A write of the head file failed: what is on disk is not known, so it is not written again.
    head_file_failed: AtomicBool,
    parked: Mutex<Option<OpenLog>>,
}

/// The log as the writer holds it.
pub(crate) struct OpenLog {
    pub(crate) edge: Edge,
    anchored: u64,
    file: HeadFile,
}

/// The log as readers see it: the last state that a signed head covers.
#[derive(Clone, Default)]
pub(crate) struct View {
    /// The right edge, its root and size.
    pub(crate) edge: Arc<Edge>,
    /// The signed note of that state; empty before the log was opened.
    pub(crate) note: Arc<str>,
    /// Events that a start found beyond the last head, and anchored.
    pub(crate) found_unanchored: u64,
    /// Why the log is not intact, when it is not.
    pub(crate) fault: Option<String>,
}

impl Log {
    pub(crate) fn new(
        store: Store,
        heads: PathBuf,
        key: SigningKey,
        keys: KeyDirectory,
        sources: Sources,
    ) -> Self {
        let origin = checkpoint::origin(key.public_key());
        Self {
            store,
            heads,
            key: Arc::new(key),
            keys,
            origin,
            sources,
            view: RwLock::default(),
            head_file_failed: AtomicBool::new(false),
            parked: Mutex::default(),
        }
    }

    pub(crate) const fn store(&self) -> &Store {
        &self.store
    }

    pub(crate) const fn sources(&self) -> &Sources {
        &self.sources
    }

    pub(crate) fn public_key(&self) -> &PublicKey {
        self.key.public_key()
    }

    /// Where the head file lies.
    pub(crate) fn heads(&self) -> &Path {
        &self.heads
    }

    /// Opens the log for the writer to find. When that fails the service starts all the same, and refuses.
    pub(crate) async fn open_first(&self) {
        match self.open().await {
            Ok(open) => self.park(open),
            Err(error) => tracing::error!(error = %error, "the audit log is not open"),
        }
    }

    /// Keeps the opened log between two groups.
    pub(crate) fn park(&self, open: OpenLog) {
        *self.parked.lock().expect("no holder panics") = Some(open);
    }

    /// Takes the opened log for a group's time, opening it anew when it was not put back.
    pub(crate) async fn take(&self) -> Result<OpenLog, LogError> {
        let parked = self.parked.lock().expect("no holder panics").take();
        match parked {
            Some(open) => Ok(open),
            None => self.open().await,
        }
    }

    /// Makes the next write of the head file fail, as a broken disk's would.
    #[cfg(test)]
    pub(crate) async fn break_head_file(&self) {
        let mut open = self.take().await.expect("is open");
        open.file = HeadFile::broken(&self.heads);
        self.park(open);
    }

    /// What readers see; an error when the log is not intact or was never opened.
    pub(crate) fn view(&self) -> Result<View, LogError> {
        let view = self.view.read().expect("no holder panics").clone();
        match view.fault {
            Some(fault) => Err(LogError::NotIntact(fault)),
            None if view.note.is_empty() => Err(LogError::Closed),
            None => Ok(view),
        }
    }

    /// Says that the log is not intact, from now until it is opened anew.
    pub(crate) fn fault(&self, what: &str) {
        self.view.write().expect("no holder panics").fault = Some(what.to_owned());
    }

    /// Opens store and head file and makes sure that they agree: a store behind its head, or with another root
    /// at the head's size, is not opened. A store ahead of its head is anchored.
    async fn open(&self) -> Result<OpenLog, LogError> {
        let opened = self.open_and_compare().await;
        if let Err(LogError::NotIntact(what)) = &opened {
            tracing::error!(what, "the audit log is not intact and takes no events");
            self.fault(what);
        }
        opened
    }

    async fn open_and_compare(&self) -> Result<OpenLog, LogError> {
        let edge = self.store.edge().await.map_err(|error| match error {
            store_sql::StoreError::Corrupt(corrupt) => LogError::NotIntact(corrupt.to_string()),
            other => other.into(),
        })?;
        let heads = match head_file::read(&self.heads, self.key.public_key()) {
            Ok(heads) => heads,
            Err(HeadFileError::Missing)
                if edge.size() == 0 && !self.keys.has_marker(BEGUN).map_err(marker)? =>
            {
                return self.begin(edge).await;
            }
            Err(HeadFileError::Io(error)) => return Err(LogError::HeadFile(error.to_string())),
            Err(error) => return Err(LogError::NotIntact(error.to_string())),
        };
        let last = heads.notes.last().map(|note| note.head);
        let last = last.ok_or_else(|| LogError::NotIntact("the head file holds no head".to_owned()))?;
        self.compare(&edge, &last).await?;
        let file = if self.head_file_failed.load(Ordering::Relaxed) {
            let (path, note) = (self.heads.clone(), self.sign(&edge));
            let file = blocking(move || HeadFile::replace(&path, &note)).await?;
            self.head_file_failed.store(false, Ordering::Relaxed);
            file
        } else {
            HeadFile::open(&self.heads, &heads).map_err(|error| LogError::HeadFile(error.to_string()))?
        };
        let open = OpenLog { anchored: last.size, edge, file };
        let found_unanchored = open.edge.size() - last.size;
        if found_unanchored > 0 {
            tracing::warn!(events = found_unanchored, "events beyond the last signed head are anchored now");
        }
        let note = heads.notes.last().map(|note| note.text.as_str()).unwrap_or_default();
        self.publish(&open.edge, note, Some(found_unanchored));
        self.anchor(open).await
    }

    /// The first head of a log that was never begun.
    async fn begin(&self, edge: Edge) -> Result<OpenLog, LogError> {
        let (path, note) = (self.heads.clone(), self.sign(&edge));
        let first = note.clone();
        let file = blocking(move || HeadFile::create(&path, &first)).await?;
        self.keys.set_marker(BEGUN).map_err(marker)?;
        self.publish(&edge, &note, Some(0));
        Ok(OpenLog { anchored: edge.size(), edge, file })
    }

    async fn compare(&self, edge: &Edge, last: &Head) -> Result<(), LogError> {
        if last.size > edge.size() {
            let what = format!("the store has {} events, and a signed head has {}", edge.size(), last.size);
            return Err(LogError::NotIntact(what));
        }
        let root = self.root_at(edge, last.size).await?;
        if root != Some(last.root) {
            let what = format!("the store's first {} events are not those of the signed head", last.size);
            return Err(LogError::NotIntact(what));
        }
        Ok(())
    }

    /// The root of the first `size` events.
    async fn root_at(&self, edge: &Edge, size: u64) -> Result<Option<Hash>, LogError> {
        if size == edge.size() {
            return Ok(Some(edge.root()));
        }
        let plan = Plan::root(size);
        let tiles = self.store.tiles(&plan.tiles(), edge).await?;
        Ok(plan.hashes(&tiles).and_then(|hashes| hashes.first().copied()))
    }

    /// Signs the present state, appends it to the head file and syncs that, then lets readers see it. When that
    /// fails the file is given up: the next open puts a new one in its place.
    pub(crate) async fn anchor(&self, mut open: OpenLog) -> Result<OpenLog, LogError> {
        if open.anchored == open.edge.size() {
            return Ok(open);
        }
        let note = self.sign(&open.edge);
        let (mut file, line) = (open.file, note.clone());
        let appended = blocking(move || file.append(&line).map(|()| file)).await;
        self.head_file_failed.store(appended.is_err(), Ordering::Relaxed);
        open.file = appended?;
        open.anchored = open.edge.size();
        self.publish(&open.edge, &note, None);
        Ok(open)
    }

    fn sign(&self, edge: &Edge) -> String {
        checkpoint::sign(&self.key, &self.origin, &Head { size: edge.size(), root: edge.root() })
    }

    fn publish(&self, edge: &Edge, note: &str, found_unanchored: Option<u64>) {
        let mut view = self.view.write().expect("no holder panics");
        let found_unanchored = found_unanchored.unwrap_or(view.found_unanchored);
        *view = View { edge: Arc::new(edge.clone()), note: note.into(), found_unanchored, fault: None };
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, HeadFileError> + Send + 'static,
) -> Result<T, LogError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result.map_err(|error| LogError::HeadFile(error.to_string())),
        Err(_) => Err(LogError::HeadFile("the thread that writes it ended".to_owned())),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err takes")]
fn marker(error: vault::VaultError) -> LogError {
    LogError::HeadFile(error.to_string())
}
