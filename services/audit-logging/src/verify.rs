//! The offline verifier: a data directory and its public key in, everything that is wrong out.
//!
//! It trusts neither the service nor the store's own checks, and shares with them only the canonical form and
//! the tree. It reads every cell of every row in the log's order, makes each row's commitment and the tree
//! again, and compares with every signed head that is there:
//!
//! | What somebody did | How it shows |
//! |---|---|
//! | changed a cell | [`Finding::AlteredRow`] |
//! | deleted or inserted a row | [`Finding::Gap`], or [`Finding::Forked`] where the rest was renumbered |
//! | reordered rows, or rewrote one with its hash | [`Finding::Forked`] at the next signed head |
//! | cut the tail, or put an old file back | [`Finding::Behind`]: a signed head is ahead of the store |
//! | took the head file away | [`Finding::Heads`] |
//!
//! Events beyond the last head are told as `unanchored`, since a crash leaves such; somebody who puts both an old
//! store and an old head file back is found with a checkpoint that was kept elsewhere ([`Against`]).

mod proofs;
mod rows;
mod walk;

use std::path::{Path, PathBuf};

pub use proofs::{proves_consistency, proves_inclusion};

use store_sql::{Location, StoreError};
use vault::PublicKey;

use crate::checkpoint::{KEY_NAME, Note};
use crate::error::LogError;
use crate::head_file;
use crate::store::Store;

/// The store's file in a data directory.
pub(crate) const STORE_FILE: &str = "audit-logging.sqlite";
/// The schema's name on a server, after the prefix.
pub(crate) const SCHEMA: &str = "audit";
/// Findings that are told one by one.
const FINDINGS_MAX: usize = 100;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Finding {
    /// There is no store, or it cannot be read as one.
    #[error("the store cannot be read: {0}")]
    Store(String),
    /// There is no public key beside the data, or it is none.
    #[error("the public key cannot be read: {0}")]
    PublicKey(String),
    /// The head file is missing, damaged or not signed by the key.
    #[error("{0}")]
    Heads(String),
    /// The kept checkpoint is not one, or another log's.
    #[error("the checkpoint to compare with is not one of this log")]
    Checkpoint,
    /// Rows are missing, or one stands where none can.
    #[error("the log goes from event {expected} to event {found}: rows were removed or inserted")]
    Gap {
        /// The number that should come.
        expected: u64,
        /// The number that came.
        found: i64,
    },
    /// A row is not what was recorded.
    #[error("event {0} was changed")]
    AlteredRow(u64),
    /// A stored tile is not what its rows give.
    #[error("tile {place} of level {level} was changed or is missing")]
    AlteredTile {
        /// Its level.
        level: u8,
        /// Its place on that level.
        place: u64,
    },
    /// The first events are not those that a head was signed over.
    #[error("the first {size} events are not those of the signed head; those up to {good} are")]
    Forked {
        /// The size of the head that does not fit.
        size: u64,
        /// The last size at which a head fits.
        good: u64,
    },
    /// A head that does not fit the store was signed by the log's own key all the same.
    #[error("the key signed two different logs of {0} events")]
    TwoHeads(u64),
    /// The store has fewer events than a signed head.
    #[error(
        "the store has {found} events, and a signed head has {signed}: the tail was cut or an old file put back"
    )]
    Behind {
        /// Events in the store.
        found: u64,
        /// Events of the head.
        signed: u64,
    },
}

/// What a verification found.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Events that were read.
    pub events: u64,
    /// Events that the newest signed head covers.
    pub anchored: u64,
    /// Events beyond it: what was being written when the service was killed. It signs them when it starts.
    pub unanchored: u64,
    /// The verifier key that was trusted, as text. It is worth as much as the place it was taken from: compare it
    /// with one that was kept elsewhere.
    pub key: Option<String>,
    /// The root over all events, base64.
    pub root: String,
    /// Signed heads that were compared.
    pub heads: u64,
    /// Whether the head file ends in an unfinished note, as a crash leaves it.
    pub torn_head: bool,
    /// What is wrong, the first hundred, in the log's order.
    pub findings: Vec<Finding>,
    /// How many things are wrong in all.
    pub findings_total: u64,
}

impl Report {
    /// Whether nothing is wrong.
    pub const fn is_intact(&self) -> bool {
        self.findings_total == 0
    }

    pub(crate) fn add(&mut self, finding: Finding) {
        self.findings_total += 1;
        if self.findings.len() < FINDINGS_MAX {
            self.findings.push(finding);
        }
    }
}

/// What to verify against, where it is not what lies in the data directory.
#[derive(Clone, Debug, Default)]
pub struct Against {
    /// The directory of the head file.
    pub head_directory: Option<PathBuf>,
    /// The verifier key as text.
    pub public_key: Option<String>,
    /// A checkpoint that was kept elsewhere.
    pub checkpoint: Option<String>,
}

/// Verifies the audit log of a data directory with the public key that lies in it.
pub fn verify(data_directory: &Path) -> Report {
    verify_against(data_directory, &Against::default())
}

/// Verifies the audit log of a data directory against more, or other, evidence.
pub fn verify_against(data_directory: &Path, against: &Against) -> Report {
    let mut report = Report::default();
    let key = match public_key(data_directory, against) {
        Ok(key) => {
            report.key = Some(key.to_text());
            Some(key)
        }
        Err(finding) => {
            report.add(finding);
            None
        }
    };
    // The heads before the rows: on a log that is being written, the rows may then only be ahead.
    let heads_at = against.head_directory.as_deref().unwrap_or(data_directory).join(head_file::FILE);
    let mut notes = key.as_ref().map_or_else(Vec::new, |key| heads(&heads_at, key, &mut report));
    if let Some(key) = &key {
        notes.extend(kept(against, key, &mut report));
    }
    rows::walk(&data_directory.join(STORE_FILE), walk::Walk::new(notes, key, report))
}

/// Verifies the audit log that a split installation keeps on a PostgreSQL server. The key and the head file are
/// those of the data directory of the process that appends, or what `against` names.
pub async fn verify_server(
    postgres_url: &str,
    schema_prefix: &str,
    data_directory: &Path,
    against: &Against,
) -> Report {
    let mut report = Report::default();
    let key = match public_key(data_directory, against) {
        Ok(key) => key,
        Err(finding) => {
            report.add(finding);
            return report;
        }
    };
    let location =
        Location::Postgres { url: postgres_url.to_owned(), schema: format!("{schema_prefix}{SCHEMA}") };
    let heads_at = against.head_directory.as_deref().unwrap_or(data_directory).join(head_file::FILE);
    let verified = match Store::open(&location).await {
        Ok(store) => walk_server(&store, &heads_at, &key, against).await.map_err(|error| error.to_string()),
        Err(error) => Err(error.to_string()),
    };
    let mut report = verified.unwrap_or_else(|error| {
        report.add(Finding::Store(error));
        report
    });
    report.key = Some(key.to_text());
    report
}

/// The newest signed head of a log as text, to be kept elsewhere. Whoever holds it finds out later that both the
/// store and its head file were put back.
pub fn newest_checkpoint(data_directory: &Path, against: &Against) -> Result<String, Finding> {
    let key = public_key(data_directory, against)?;
    let heads_at = against.head_directory.as_deref().unwrap_or(data_directory).join(head_file::FILE);
    let heads = head_file::read(&heads_at, &key).map_err(|error| Finding::Heads(error.to_string()))?;
    let newest = heads.notes.into_iter().next_back();
    newest.map(|note| note.text).ok_or_else(|| Finding::Heads("the head file holds no head".to_owned()))
}

/// Verifies a log that is on a server, through the store.
pub(crate) async fn verify_store(store: &Store, path: &Path, key: &PublicKey) -> Result<Report, LogError> {
    walk_server(store, path, key, &Against::default()).await
}

async fn walk_server(
    store: &Store,
    path: &Path,
    key: &PublicKey,
    against: &Against,
) -> Result<Report, LogError> {
    let mut report = Report::default();
    let mut notes = heads(path, key, &mut report);
    notes.extend(kept(against, key, &mut report));
    let mut walk = walk::Walk::new(notes, Some(key.clone()), report);
    match rows::walk_store(store, &mut walk).await {
        Err(LogError::Store(error)) if matches!(*error, StoreError::Corrupt(_)) => {
            walk.report.add(Finding::Store(error.to_string()));
        }
        walked => walked?,
    }
    Ok(walk.finish())
}

fn public_key(data_directory: &Path, against: &Against) -> Result<PublicKey, Finding> {
    let wrong = |what: &str| Finding::PublicKey(what.to_owned());
    if let Some(text) = &against.public_key {
        return PublicKey::from_text(text).ok_or_else(|| wrong("this is not a verifier key"));
    }
    vault::SigningKeys::public_key(data_directory, KEY_NAME)
        .map_err(|error| wrong(&error.to_string()))?
        .ok_or_else(|| wrong("there is none beside the data"))
}

/// The checkpoint that was kept elsewhere, if there is one and it is this log's.
fn kept(against: &Against, key: &PublicKey, report: &mut Report) -> Option<Note> {
    // A file may end in more than one newline.
    let text = format!("{}\n", against.checkpoint.as_ref()?.trim_end());
    let note = Note::parse(&text).filter(|note| note.verify(key));
    if note.is_none() {
        report.add(Finding::Checkpoint);
    }
    note
}

/// The heads of both files; the newer one must be good, the older one is more evidence.
fn heads(path: &Path, key: &PublicKey, report: &mut Report) -> Vec<Note> {
    let mut notes = head_file::read_before(path).unwrap_or_else(|error| {
        report.add(Finding::Heads(format!("the head file before this one: {error}")));
        Vec::new()
    });
    match head_file::read(path, key) {
        Ok(heads) => {
            report.torn_head = heads.torn_bytes > 0;
            report.anchored = heads.notes.last().map_or(0, |note| note.head.size);
            notes.extend(heads.notes);
        }
        Err(error) => report.add(Finding::Heads(error.to_string())),
    }
    notes
}
