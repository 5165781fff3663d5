//! SQLite: one connection that writes, a few that read, and no thread of their own.
//!
//! A statement is answered from memory in microseconds, less than it costs to hand it to another thread and
//! back, so it runs where it is asked for. Only what waits for the disk is handed to a blocking thread: opening,
//! committing, closing, and several statements at once ([`batch`](crate::Statements::batch)). Nobody ever waits
//! for a lock inside SQLite on the way: what is locked is asked again a little later.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::Duration;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, OpenFlags, ToSql};
use tokio::sync::OwnedMutexGuard;

use crate::WAIT;
use crate::error::{Cause, StoreError};
use crate::row::Row;
use crate::statements::{Answer, Want};
use crate::value::Value;

/// Connections that read. No more can be in use at once than there are threads that run tasks.
const READERS: usize = 4;
/// Prepared statements that each connection keeps.
const STATEMENTS: usize = 128;
/// How often a lock that another process holds is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(5);

/// One file.
#[derive(Debug)]
pub(crate) struct Sqlite {
    path: PathBuf,
    writer: Arc<tokio::sync::Mutex<Option<Connection>>>,
    readers: [Mutex<Option<Connection>>; READERS],
    next: AtomicUsize,
}

impl Sqlite {
    /// Opens a file, or makes it.
    pub(crate) async fn open(path: &Path) -> Result<Self, Cause> {
        let path = path.to_owned();
        blocking(move || {
            let writer = connect(&path, Access::Write)?;
            let mut readers = [const { Mutex::new(None) }; READERS];
            for reader in &mut readers {
                *reader.get_mut().unwrap_or_else(PoisonError::into_inner) =
                    Some(connect(&path, Access::Read)?);
            }
            let writer = Arc::new(tokio::sync::Mutex::new(Some(writer)));
            Ok(Self { path, writer, readers, next: AtomicUsize::new(0) })
        })
        .await
    }

    /// Reads outside a transaction, here and now, however many rows there are: each statement says how many at
    /// most, and a page of them takes less than a millisecond. What is not in memory waits for the disk.
    pub(crate) async fn ask(&self, text: &str, values: &[Value], want: Want) -> Result<Answer, StoreError> {
        patiently(|| ask(self.reader().as_ref().ok_or_else(closed)?, text, values, want)).await
    }

    /// A connection that reads: one that nobody uses just now, or else the next one's turn. Whoever holds it
    /// waits for nothing, so that this waits for the length of a statement.
    fn reader(&self) -> MutexGuard<'_, Option<Connection>> {
        let first = self.next.fetch_add(1, Ordering::Relaxed);
        for place in 0..READERS {
            match self.readers[(first + place) % READERS].try_lock() {
                Ok(reader) => return reader,
                Err(TryLockError::Poisoned(reader)) => return reader.into_inner(),
                Err(TryLockError::WouldBlock) => {}
            }
        }
        self.readers[first % READERS].lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Statements of upkeep, which may wait for locks: on a connection of their own, in nobody's way.
    pub(crate) async fn batch(&self, text: &str) -> Result<(), StoreError> {
        let (path, text) = (self.path.clone(), text.to_owned());
        blocking(move || {
            let connection = connect(&path, Access::Read)?;
            connection.busy_timeout(WAIT)?;
            Ok(connection.execute_batch(&text)?)
        })
        .await
    }

    /// Begins to write, when this process and all others have ended doing so.
    pub(crate) async fn begin(&self) -> Result<SqliteWrite, StoreError> {
        let writer = tokio::time::timeout(WAIT, self.writer.clone().lock_owned()).await;
        let writer = writer.map_err(|_| StoreError::unavailable("the writer is in use"))?;
        let write = SqliteWrite { transaction: Mutex::new(Some(Transaction { writer })) };
        patiently(|| write.begin()).await?;
        Ok(write)
    }

    /// Closes all connections, the writer last: it folds the write-ahead log into the file.
    pub(crate) async fn close(&self) -> Result<(), StoreError> {
        let writer = tokio::time::timeout(WAIT, self.writer.clone().lock_owned()).await;
        let mut writer = writer.map_err(|_| StoreError::unavailable("somebody still writes"))?;
        let readers = self.readers.each_ref().map(|reader| {
            let mut reader = reader.lock().unwrap_or_else(PoisonError::into_inner);
            reader.take()
        });
        blocking(move || {
            for connection in readers.into_iter().chain([writer.take()]).flatten() {
                connection.close().map_err(|(_, error)| error)?;
            }
            Ok(())
        })
        .await
    }
}

/// A transaction that writes.
#[derive(Debug)]
pub(crate) struct SqliteWrite {
    /// Away while its statements run on a blocking thread. When the one who waits for that goes away, it never
    /// comes back, and nothing of it is kept.
    transaction: Mutex<Option<Transaction>>,
}

impl SqliteWrite {
    fn begin(&self) -> Result<(), StoreError> {
        let slot = self.slot();
        let connection = slot.as_ref().and_then(|taken| taken.writer.as_ref()).ok_or_else(closed)?;
        if !connection.is_autocommit() {
            // The last one could not be rolled back.
            ask(connection, "ROLLBACK", &[], Want::Count)?;
        }
        ask(connection, "BEGIN IMMEDIATE", &[], Want::Count).map(|_| ())
    }

    pub(crate) fn ask(&self, text: &str, values: &[Value], want: Want) -> Result<Answer, StoreError> {
        ask(self.slot().as_ref().ok_or_else(over)?.connection()?, text, values, want)
    }

    pub(crate) async fn batch(&self, text: &str) -> Result<(), StoreError> {
        let transaction = self.slot().take().ok_or_else(over)?;
        let text = text.to_owned();
        let (transaction, result) = blocking::<_, StoreError>(move || {
            let result = transaction.connection().and_then(|on| Ok(on.execute_batch(&text)?));
            Ok((transaction, result))
        })
        .await?;
        *self.slot() = Some(transaction);
        result
    }

    /// Runs to its end on a blocking thread, whether anybody waits or not.
    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        let transaction = self.slot().take().ok_or_else(over)?;
        // Where it fails, the transaction is dropped, and with it what it wrote.
        blocking(move || ask(transaction.connection()?, "COMMIT", &[], Want::Count).map(|_| ())).await
    }

    fn slot(&self) -> MutexGuard<'_, Option<Transaction>> {
        self.transaction.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The writer, taken. Whatever was not committed is rolled back when it is given back.
#[derive(Debug)]
struct Transaction {
    writer: OwnedMutexGuard<Option<Connection>>,
}

impl Transaction {
    /// The connection, while the transaction stands. Some failures end it (a full disk does): a statement after
    /// that would be kept by itself, at once.
    fn connection(&self) -> Result<&Connection, StoreError> {
        self.writer.as_ref().filter(|connection| !connection.is_autocommit()).ok_or_else(over)
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        let Ok(connection) = self.connection() else { return };
        if let Err(error) = ask(connection, "ROLLBACK", &[], Want::Count) {
            tracing::error!(%error, "a transaction was not rolled back; the next one tries it again");
        }
    }
}

fn closed() -> StoreError {
    StoreError::unavailable("the database is closed")
}

fn over() -> StoreError {
    StoreError::unavailable("the transaction is over")
}

/// What a connection is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Access {
    Read,
    Write,
}

fn connect(path: &Path, access: Access) -> Result<Connection, Cause> {
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    flags.set(OpenFlags::SQLITE_OPEN_CREATE, access == Access::Write);
    let connection = Connection::open_with_flags(path, flags)?;
    // Here, on a blocking thread, another process that opens the same file may be waited for.
    connection.busy_timeout(WAIT)?;
    connection.execute_batch(
        "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;
         PRAGMA synchronous = FULL;",
    )?;
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if mode != "wal" {
        return Err(Cause::here(format!("the file cannot have a write-ahead log: its journal is {mode}")));
    }
    if access == Access::Read {
        connection.execute_batch("PRAGMA query_only = ON")?;
    }
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.busy_timeout(Duration::ZERO)?;
    Ok(connection)
}

/// Asks again for as long as a lock of another process is in the way.
async fn patiently<T>(mut attempt: impl FnMut() -> Result<T, StoreError>) -> Result<T, StoreError> {
    let mut waited = Duration::ZERO;
    loop {
        match attempt() {
            Err(StoreError::Contended(_)) if waited < WAIT => {}
            answer => return answer,
        }
        tokio::time::sleep(LOOK_EVERY).await;
        waited += LOOK_EVERY;
    }
}

/// Runs what waits for the disk on a thread that may, to its end.
async fn blocking<T: Send + 'static, E: From<Cause> + Send + 'static>(
    work: impl FnOnce() -> Result<T, E> + Send + 'static,
) -> Result<T, E> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => Err(Cause::here(format!("a database task ended early: {error}")).into()),
    }
}

/// The one way to run a statement.
fn ask(on: &Connection, text: &str, values: &[Value], want: Want) -> Result<Answer, StoreError> {
    let mut statement = on.prepare_cached(text)?;
    bind(&mut statement, values)?;
    let (columns, reads) = (statement.column_count(), statement.readonly());
    let mut answer = Answer::default();
    let mut names = None;
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next()? {
        if want == Want::Count || want == Want::First && !answer.rows.is_empty() {
            // What writes is run to its end.
            if reads {
                break;
            }
            continue;
        }
        let names =
            names.get_or_insert_with(|| row.as_ref().column_names().into_iter().map(Into::into).collect());
        let values =
            (0..columns).map(|place| value_of(row.get_ref(place)?, row.as_ref().column_name(place)?));
        let values = values.collect::<Result<_, StoreError>>()?;
        answer.rows.push(Row::new(Arc::clone(names), values));
    }
    drop(rows);
    if !reads {
        answer.changed = on.changes();
    }
    Ok(answer)
}

/// Each value goes where its number stands. Where places have no numbers, they are counted.
fn bind(statement: &mut CachedStatement<'_>, values: &[Value]) -> Result<(), StoreError> {
    if statement.parameter_count() != values.len() {
        return Err(StoreError::unavailable("a statement has more or fewer places than values"));
    }
    for place in 1..=values.len() {
        let number = match statement.parameter_name(place) {
            Some(name) => name.get(1..).and_then(|number| number.parse().ok()),
            None => Some(place),
        };
        let value = number.and_then(|number: usize| values.get(number.checked_sub(1)?));
        let value = value.ok_or_else(|| StoreError::unavailable("a statement's place has no value"))?;
        statement.raw_bind_parameter(place, value)?;
    }
    Ok(())
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let value = match self {
            Self::Bool(value) => value.map(|value| ValueRef::Integer(value.into())),
            Self::Int(value) => value.map(|value| ValueRef::Integer(value.into())),
            Self::BigInt(value) => value.map(ValueRef::Integer),
            Self::Text(value) => value.as_ref().map(|value| ValueRef::Text(value.as_bytes())),
            Self::Bytes(value) => value.as_ref().map(|value| ValueRef::Blob(value)),
            Self::Uuid(value) => value.as_ref().map(|value| ValueRef::Blob(value.as_bytes())),
        };
        Ok(ToSqlOutput::Borrowed(value.unwrap_or(ValueRef::Null)))
    }
}

fn value_of(value: ValueRef<'_>, column: &str) -> Result<Value, StoreError> {
    Ok(match value {
        ValueRef::Null => Value::Text(None),
        ValueRef::Integer(number) => number.into(),
        ValueRef::Text(text) => match std::str::from_utf8(text) {
            Ok(text) => text.into(),
            Err(_) => return Err(StoreError::column(column, "holds text that is none")),
        },
        ValueRef::Blob(bytes) => bytes.to_vec().into(),
        ValueRef::Real(_) => return Err(StoreError::column(column, "holds a number that is not whole")),
    })
}
