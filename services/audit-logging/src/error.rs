//! What can go wrong in the log, in terms that a caller can act on.

use std::sync::Arc;

use audit_logging_api::codes;
use kernel::ErrorCode;
use store_sql::StoreError;

/// Why an event was not kept or a question not answered.
#[derive(Clone, Debug, thiserror::Error)]
pub(crate) enum LogError {
    /// The store does not answer.
    #[error("the audit store does not answer")]
    Store(#[source] Arc<StoreError>),
    /// The head file cannot be written.
    #[error("the head file cannot be written: {0}")]
    HeadFile(String),
    /// Another process appends to the same log.
    #[error("another process appends to this log")]
    SecondWriter,
    /// The task that appends ended.
    #[error("the log is closed")]
    Closed,
    /// The log does not agree with its signed head.
    #[error("the audit log is not intact: {0}")]
    NotIntact(String),
    /// An event names another source than the service that sent it.
    #[error("an event names another source than its sender")]
    ForeignSource,
    /// A batch of no events, or of too many.
    #[error("a batch of {0} events")]
    BatchSize(usize),
    /// A place or size that the log does not have.
    #[error("the log has no such size")]
    NoSuchSize,
    /// No such event, or not one that the caller may know of.
    #[error("no such event")]
    NotFound,
    /// A cursor that this service did not make.
    #[error("the cursor is not one of this list")]
    Cursor,
}

impl api::Fault for LogError {
    fn code(&self) -> ErrorCode {
        match self {
            Self::Store(_) | Self::HeadFile(_) | Self::SecondWriter | Self::Closed => {
                codes::APPEND_UNAVAILABLE
            }
            Self::NotIntact(_) => codes::NOT_INTACT,
            Self::ForeignSource => codes::FOREIGN_SOURCE,
            Self::BatchSize(_) => codes::BATCH_SIZE,
            Self::NoSuchSize => codes::NO_SUCH_SIZE,
            Self::NotFound => api::codes::NOT_FOUND,
            Self::Cursor => api::codes::INVALID,
        }
    }
}

impl From<StoreError> for LogError {
    fn from(error: StoreError) -> Self {
        Self::Store(Arc::new(error))
    }
}
