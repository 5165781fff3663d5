//! Why an event could not be kept. Whoever gets one of these lets no health information out.

use kernel::{ErrorCode, ErrorKind};
use store_sql::StoreError;

/// The outbox cannot be written.
const OUTBOX_UNAVAILABLE: ErrorCode = ErrorCode::new("audit.outbox_unavailable", ErrorKind::Unavailable);
/// More events wait for the audit log than may wait.
const BACKLOG_FULL: ErrorCode = ErrorCode::new("audit.backlog_full", ErrorKind::Unavailable);
/// The process journal cannot be written.
const JOURNAL_UNAVAILABLE: ErrorCode = ErrorCode::new("audit.journal_unavailable", ErrorKind::Unavailable);
/// The process journal has no room.
const JOURNAL_FULL: ErrorCode = ErrorCode::new("audit.journal_full", ErrorKind::StorageFull);

/// Every code of this crate, for the check that each has a page.
pub const CODES: &[ErrorCode] = &[OUTBOX_UNAVAILABLE, BACKLOG_FULL, JOURNAL_UNAVAILABLE, JOURNAL_FULL];

/// Why an event was not kept.
#[derive(Debug, thiserror::Error)]
pub enum TrailError {
    /// The outbox cannot be written.
    #[error("the audit outbox cannot be written")]
    Outbox(#[source] std::sync::Arc<StoreError>),
    /// The task that writes it ended.
    #[error("the audit outbox is closed")]
    Closed,
    /// More events wait than may.
    #[error("{0} audit events wait to be delivered, more than may")]
    BacklogFull(u64),
}

impl TrailError {
    /// The stable code.
    pub const fn code(&self) -> ErrorCode {
        match self {
            Self::Outbox(_) | Self::Closed => OUTBOX_UNAVAILABLE,
            Self::BacklogFull(_) => BACKLOG_FULL,
        }
    }
}

impl From<StoreError> for TrailError {
    fn from(error: StoreError) -> Self {
        Self::Outbox(std::sync::Arc::new(error))
    }
}

impl api::Fault for TrailError {
    fn code(&self) -> ErrorCode {
        self.code()
    }
}

/// Why a frame was not kept, or the journal not opened.
#[derive(Clone, Debug, thiserror::Error)]
pub enum JournalError {
    /// The file cannot be read or written.
    #[error("the process journal cannot be written")]
    Io(#[source] std::sync::Arc<std::io::Error>),
    /// Its lock is held: another process uses this file.
    #[error("another process uses this journal")]
    InUse,
    /// The task that writes it ended.
    #[error("the process journal is closed")]
    Closed,
    /// There is no room.
    #[error("the process journal is full")]
    Full,
}

impl JournalError {
    /// The stable code.
    pub const fn code(&self) -> ErrorCode {
        match self {
            Self::Io(_) | Self::InUse | Self::Closed => JOURNAL_UNAVAILABLE,
            Self::Full => JOURNAL_FULL,
        }
    }
}

impl From<std::io::Error> for JournalError {
    fn from(error: std::io::Error) -> Self {
        Self::Io(std::sync::Arc::new(error))
    }
}

impl api::Fault for JournalError {
    fn code(&self) -> ErrorCode {
        self.code()
    }
}
