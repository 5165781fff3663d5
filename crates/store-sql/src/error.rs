//! What a store can answer when it cannot answer: kinds that a caller can act on, causes kept for the log.

use api::codes;
use kernel::ErrorCode;
use sea_orm::{DbErr, RuntimeErr, SqlErr};

/// Why a statement did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A row with this key is there already.
    #[error("the row is there already")]
    Duplicate(#[source] DbErr),
    /// The row points to one that is not there, or is pointed to.
    #[error("a reference does not hold")]
    Reference(#[source] DbErr),
    /// Another transaction was in the way; the whole step may be tried again.
    #[error("another transaction was in the way")]
    Contended(#[source] DbErr),
    /// There is no room.
    #[error("the store is full")]
    Full(#[source] DbErr),
    /// The store does not answer.
    #[error("the store is not available")]
    Unavailable(#[source] DbErr),
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
            Self::Duplicate(_) | Self::Reference(_) | Self::Corrupt(_) => codes::INTERNAL,
        }
    }

    /// Whether a row with this key was there already.
    pub const fn is_duplicate(&self) -> bool {
        matches!(self, Self::Duplicate(_))
    }
}

impl api::Fault for StoreError {
    fn code(&self) -> ErrorCode {
        self.code()
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(_)) => return Self::Duplicate(error),
            Some(SqlErr::ForeignKeyConstraintViolation(_)) => return Self::Reference(error),
            _ => {}
        }
        match database_code(&error).as_deref() {
            // SQLite: SQLITE_FULL. PostgreSQL: disk_full, out_of_memory.
            Some("13" | "53100" | "53200") => Self::Full(error),
            // PostgreSQL: serialization_failure, deadlock_detected, lock_not_available. SQLite: busy, locked.
            Some("40001" | "40P01" | "55P03" | "5" | "6" | "261" | "517") => Self::Contended(error),
            _ => Self::Unavailable(error),
        }
    }
}

/// The engine's own code of an error.
fn database_code(error: &DbErr) -> Option<String> {
    let (DbErr::Conn(RuntimeErr::SqlxError(source))
    | DbErr::Exec(RuntimeErr::SqlxError(source))
    | DbErr::Query(RuntimeErr::SqlxError(source))) = error
    else {
        return None;
    };
    match source.as_ref() {
        sea_orm::sqlx::Error::Database(database) => database.code().map(std::borrow::Cow::into_owned),
        _ => None,
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
        source: DbErr,
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
