//! What a store can answer when it cannot answer: kinds that a caller can act on, causes kept for the log.

use std::fmt::{self, Display};

use api::codes;
use kernel::ErrorCode;

/// SQLite's codes: https://sqlite.org/rescode.html.
const SQLITE_BUSY: i32 = 5;
const SQLITE_LOCKED: i32 = 6;
pub(crate) const SQLITE_FULL: i32 = 13;
const SQLITE_CONSTRAINT_FOREIGNKEY: i32 = 787;
const SQLITE_CONSTRAINT_PRIMARYKEY: i32 = 1555;
const SQLITE_CONSTRAINT_UNIQUE: i32 = 2067;
const SQLITE_CONSTRAINT_ROWID: i32 = 2579;

/// What the engine or its driver said. Shown the same way whoever asks: the whole of a PostgreSQL error holds
/// values of the row in question.
pub struct Cause(Said);

enum Said {
    Sqlite(rusqlite::Error),
    Postgres(sqlx::Error),
    Here(String),
}

impl Cause {
    pub(crate) fn here(text: impl Into<String>) -> Self {
        Self(Said::Here(text.into()))
    }
}

impl Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Said::Sqlite(error) => error.fmt(f),
            Said::Postgres(error) => error.fmt(f),
            Said::Here(text) => text.fmt(f),
        }
    }
}

impl fmt::Debug for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cause({self})")
    }
}

impl std::error::Error for Cause {}

impl From<rusqlite::Error> for Cause {
    fn from(error: rusqlite::Error) -> Self {
        Self(Said::Sqlite(error))
    }
}

impl From<sqlx::Error> for Cause {
    fn from(error: sqlx::Error) -> Self {
        Self(Said::Postgres(error))
    }
}

impl From<Cause> for StoreError {
    fn from(cause: Cause) -> Self {
        Self::Unavailable(cause)
    }
}

/// Why a statement did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A row with this key is there already.
    #[error("the row is there already")]
    Duplicate(#[source] Cause),
    /// The row points to one that is not there, or is pointed to.
    #[error("a reference does not hold")]
    Reference(#[source] Cause),
    /// Another transaction was in the way; the whole step may be tried again.
    #[error("another transaction was in the way")]
    Contended(#[source] Cause),
    /// There is no room.
    #[error("the store is full")]
    Full(#[source] Cause),
    /// The store does not answer.
    #[error("the store is not available")]
    Unavailable(#[source] Cause),
    /// A column is not what the program reads it as.
    #[error("a column is not what it is read as")]
    Column(#[source] Cause),
    /// A row holds what no row of ours can hold.
    #[error(transparent)]
    Corrupt(#[from] Corrupt),
}

/// A stored value that cannot be: it names its place, never its content.
#[derive(Debug, thiserror::Error)]
#[error("the column {table}.{column} holds what it cannot hold")]
pub struct Corrupt {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
}

impl StoreError {
    /// The code on the wire.
    pub const fn code(&self) -> ErrorCode {
        match self {
            Self::Full(_) => codes::STORAGE_FULL,
            Self::Contended(_) | Self::Unavailable(_) => codes::STORE_UNAVAILABLE,
            Self::Duplicate(_) | Self::Reference(_) | Self::Column(_) | Self::Corrupt(_) => codes::INTERNAL,
        }
    }

    /// Whether a row with this key was there already.
    pub const fn is_duplicate(&self) -> bool {
        matches!(self, Self::Duplicate(_))
    }

    pub(crate) fn unavailable(text: impl Into<String>) -> Self {
        Cause::here(text).into()
    }

    pub(crate) fn column(name: impl Display, what: impl Display) -> Self {
        Self::Column(Cause::here(format!("the column {name} {what}")))
    }
}

impl api::Fault for StoreError {
    fn code(&self) -> ErrorCode {
        self.code()
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let code = match &error {
            rusqlite::Error::SqliteFailure(error, _) | rusqlite::Error::SqlInputError { error, .. } => {
                error.extended_code
            }
            _ => 0,
        };
        // The lowest byte is what happened, the rest where.
        match (code, code & 0xFF) {
            (SQLITE_CONSTRAINT_UNIQUE | SQLITE_CONSTRAINT_PRIMARYKEY | SQLITE_CONSTRAINT_ROWID, _) => {
                Self::Duplicate(error.into())
            }
            (SQLITE_CONSTRAINT_FOREIGNKEY, _) => Self::Reference(error.into()),
            (_, SQLITE_FULL) => Self::Full(error.into()),
            (_, SQLITE_BUSY | SQLITE_LOCKED) => Self::Contended(error.into()),
            _ => Self::Unavailable(error.into()),
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match error.as_database_error().and_then(sqlx::error::DatabaseError::code).as_deref() {
            // unique_violation.
            Some("23505") => Self::Duplicate(error.into()),
            // foreign_key_violation.
            Some("23503") => Self::Reference(error.into()),
            // disk_full, out_of_memory.
            Some("53100" | "53200") => Self::Full(error.into()),
            // serialization_failure, deadlock_detected, lock_not_available.
            Some("40001" | "40P01" | "55P03") => Self::Contended(error.into()),
            _ => Self::Unavailable(error.into()),
        }
    }
}

/// Why a database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// It does not answer, or the file cannot be opened.
    #[error("cannot open the database of {service}")]
    Connect {
        /// Whose it is.
        service: &'static str,
        /// Why.
        #[source]
        source: Cause,
    },
    /// It was written by a newer version of this program.
    #[error(
        "the database of {service} has schema version {found}, and this program knows {known}: start the newer program"
    )]
    NewerSchema {
        /// Whose it is.
        service: &'static str,
        /// The version found.
        found: u32,
        /// The newest version that is known here.
        known: u32,
    },
    /// A migration that was applied long ago has another text now.
    #[error("migration {version} of {service} is not the one that was applied")]
    ChangedMigration {
        /// Whose it is.
        service: &'static str,
        /// Which.
        version: u32,
    },
    /// A migration failed; nothing of it was kept.
    #[error("migration {version} of {service} failed")]
    Migration {
        /// Whose it is.
        service: &'static str,
        /// Which.
        version: u32,
        /// Why.
        #[source]
        source: StoreError,
    },
}
