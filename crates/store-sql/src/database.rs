//! Opening a database, reading, and the one way to begin a transaction.

use std::path::{Path, PathBuf};
use std::time::Duration;

use sea_orm::{
    ConnectOptions, ConnectionTrait, DatabaseBackend, DatabaseConnection, DatabaseTransaction, DbErr,
    ExecResult, QueryResult, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};

use crate::error::{OpenError, StoreError};
use crate::failpoint::{self, Intent};
use crate::migrate::{self, Migration};

/// Reader connections of one service on SQLite.
const SQLITE_READERS: u32 = 4;
/// Connections of one service on PostgreSQL, readers and writers together, unless its address says otherwise:
/// eight services of eight stay below the hundred that a server takes by default.
const POSTGRES_CONNECTIONS: u32 = 8;
/// What an address says it with, as other PostgreSQL pools have it.
const POOL_MAX: &str = "pool_max_conns=";
/// How long a statement waits for a lock or a connection.
const WAIT: Duration = Duration::from_secs(5);

/// Which engine a database runs on. Only store files and migrations ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Embedded, one file.
    Sqlite,
    /// A server.
    Postgres,
}

/// Where a service's data is.
#[derive(Clone)]
pub enum Location {
    /// A file; made if it is not there.
    Sqlite {
        /// The file.
        path: PathBuf,
    },
    /// A schema of a PostgreSQL database; made if it is not there and the role may.
    Postgres {
        /// `postgres://user:password@host/database?sslmode=verify-full`; `&pool_max_conns=8` limits the
        /// connections of each service in each process.
        url: String,
        /// The schema.
        schema: String,
    },
}

impl std::fmt::Debug for Location {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite { path } => write!(f, "sqlite:{}", path.display()),
            // The address holds a password.
            Self::Postgres { schema, .. } => write!(f, "postgres (schema {schema})"),
        }
    }
}

/// One service's database.
#[derive(Clone, Debug)]
pub struct Database {
    service: &'static str,
    engine: Engine,
    writer: DatabaseConnection,
    reader: Reader,
}

/// Reads outside a transaction.
#[derive(Clone, Debug)]
pub struct Reader {
    service: &'static str,
    pool: DatabaseConnection,
}

impl Database {
    /// Opens the database of `service` and brings its schema up to date.
    pub async fn open(
        service: &'static str,
        location: &Location,
        migrations: &[Migration],
    ) -> Result<Self, OpenError> {
        let database = match location {
            Location::Sqlite { path } => Self::open_sqlite(service, path).await,
            Location::Postgres { url, schema } => Self::open_postgres(service, url, schema).await,
        }
        .map_err(|source| OpenError::Connect { service, source })?;
        migrate::run(&database, service, migrations).await?;
        Ok(database)
    }

    async fn open_sqlite(service: &'static str, path: &Path) -> Result<Self, DbErr> {
        use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
        let url = format!("sqlite://{}", path.display());
        let options = |connections: u32, read_only: bool| {
            let path = path.to_owned();
            let mut options = ConnectOptions::new(url.clone());
            options
                .max_connections(connections)
                .min_connections(1)
                .acquire_timeout(WAIT)
                .idle_timeout(None)
                .max_lifetime(None)
                .sqlx_logging(false)
                .test_before_acquire(false)
                .map_sqlx_sqlite_opts(move |options| {
                    options
                        .filename(&path)
                        .create_if_missing(!read_only)
                        .journal_mode(SqliteJournalMode::Wal)
                        .synchronous(SqliteSynchronous::Full)
                        .foreign_keys(true)
                        .busy_timeout(WAIT)
                        .statement_cache_capacity(128)
                        .pragma("trusted_schema", "OFF")
                        .pragma("cell_size_check", "ON")
                        .pragma("query_only", if read_only { "ON" } else { "OFF" })
                });
            options
        };
        let writer = sea_orm::Database::connect(options(1, false)).await?;
        let pool = sea_orm::Database::connect(options(SQLITE_READERS, true)).await?;
        Ok(Self { service, engine: Engine::Sqlite, writer, reader: Reader { service, pool } })
    }

    async fn open_postgres(service: &'static str, url: &str, schema: &str) -> Result<Self, DbErr> {
        let (url, connections) = pool_size(url)?;
        let mut options = ConnectOptions::new(url);
        options
            .max_connections(connections)
            .acquire_timeout(WAIT)
            .idle_timeout(Some(Duration::from_secs(300)))
            .sqlx_logging(false)
            .set_schema_search_path(quote(schema))
            .set_application_name(format!("therapeutic-ai {service}"))
            .statement_timeout(Duration::from_secs(10))
            .map_sqlx_postgres_opts(|options| {
                // A second fence behind the spawned begin: what stands open is ended by the server.
                options.options([("idle_in_transaction_session_timeout", "15s"), ("lock_timeout", "5s")])
            });
        let connection = sea_orm::Database::connect(options).await?;
        make_schema(&connection, schema).await?;
        let reader = Reader { service, pool: connection.clone() };
        Ok(Self { service, engine: Engine::Postgres, writer: connection, reader })
    }

    /// Which engine this is, for a statement that must differ.
    pub const fn engine(&self) -> Engine {
        self.engine
    }

    /// The service whose data this is.
    pub const fn service(&self) -> &'static str {
        self.service
    }

    /// Reads committed data.
    pub const fn read(&self) -> &Reader {
        &self.reader
    }

    /// Begins a transaction that writes. Dropped without [`Write::commit`], it never was.
    pub async fn begin(&self) -> Result<Write, StoreError> {
        failpoint::pass(self.service, Intent::Write).await?;
        let writer = self.writer.clone();
        let begin = spawn(async move {
            let options = TransactionOptions {
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                ..TransactionOptions::default()
            };
            #[expect(clippy::disallowed_methods, reason = "the one place, on a task of its own")]
            writer.begin_with_options(options).await
        });
        Ok(Write { service: self.service, transaction: begin.await? })
    }

    /// Whether the store answers, asked with the cheapest statement there is.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.reader.execute_unprepared("SELECT 1").await?;
        Ok(())
    }

    /// Closes all connections; on SQLite the write-ahead log is folded into the file.
    pub async fn close(self) {
        let Self { writer, reader, engine, .. } = self;
        let mut closing = vec![reader.pool.close().await];
        if engine == Engine::Sqlite {
            closing.push(writer.close().await);
        }
        for result in closing {
            if let Err(error) = result {
                tracing::warn!(error = %error, "a database did not close cleanly");
            }
        }
    }
}

/// An address without the size of the pool, and that size.
fn pool_size(url: &str) -> Result<(String, u32), DbErr> {
    let Some((base, query)) = url.split_once('?') else { return Ok((url.to_owned(), POSTGRES_CONNECTIONS)) };
    let (mut connections, mut rest) = (POSTGRES_CONNECTIONS, Vec::new());
    for part in query.split('&') {
        match part.strip_prefix(POOL_MAX) {
            Some(text) => {
                let number = text.parse().ok().filter(|number| (2..=500).contains(number));
                connections = number.ok_or_else(|| {
                    DbErr::Custom("`pool_max_conns` of PostgreSQL's address is 2 to 500".into())
                })?;
            }
            None => rest.push(part),
        }
    }
    let url = if rest.is_empty() { base.to_owned() } else { format!("{base}?{}", rest.join("&")) };
    Ok((url, connections))
}

/// Makes a schema that is not there. Processes that start at once both find it missing, and the server's own
/// `IF NOT EXISTS` does not keep the second from failing: what counts is that it is there afterwards.
async fn make_schema(connection: &DatabaseConnection, schema: &str) -> Result<(), DbErr> {
    let is_there = async || {
        let find = "SELECT 1 FROM information_schema.schemata WHERE schema_name = $1";
        let find = Statement::from_sql_and_values(DatabaseBackend::Postgres, find, [schema.into()]);
        Ok::<_, DbErr>(connection.query_one_raw(find).await?.is_some())
    };
    if is_there().await? {
        return Ok(());
    }
    let made = connection.execute_unprepared(&format!("CREATE SCHEMA IF NOT EXISTS {}", quote(schema))).await;
    match made {
        Err(error) if !is_there().await? => Err(error),
        Ok(_) | Err(_) => Ok(()),
    }
}

/// Runs a future to its end even when the one who waits is dropped.
async fn spawn<T: Send + 'static>(
    work: impl Future<Output = Result<T, DbErr>> + Send + 'static,
) -> Result<T, DbErr> {
    match tokio::spawn(work).await {
        Ok(result) => result,
        Err(error) => Err(DbErr::Custom(format!("a database task ended early: {error}"))),
    }
}

/// A name as PostgreSQL reads it.
fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A transaction that writes.
#[derive(Debug)]
pub struct Write {
    service: &'static str,
    transaction: DatabaseTransaction,
}

impl Write {
    /// Which engine it runs on.
    pub(crate) fn engine(&self) -> Engine {
        match ConnectionTrait::get_database_backend(&self.transaction) {
            DatabaseBackend::Sqlite => Engine::Sqlite,
            _ => Engine::Postgres,
        }
    }

    /// Makes it durable. When this returns, it is on disk; when the caller goes away meanwhile, it is still
    /// either all there or not at all.
    pub async fn commit(self) -> Result<(), StoreError> {
        failpoint::pass(self.service, Intent::Write).await?;
        spawn(self.transaction.commit()).await?;
        Ok(())
    }
}

#[sea_orm::prelude::async_trait::async_trait]
impl ConnectionTrait for Reader {
    fn get_database_backend(&self) -> DatabaseBackend {
        ConnectionTrait::get_database_backend(&self.pool)
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        failpoint::pass(self.service, Intent::Read).await?;
        self.pool.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        failpoint::pass(self.service, Intent::Read).await?;
        self.pool.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        failpoint::pass(self.service, Intent::Read).await?;
        self.pool.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        failpoint::pass(self.service, Intent::Read).await?;
        self.pool.query_all_raw(statement).await
    }
}

#[sea_orm::prelude::async_trait::async_trait]
impl ConnectionTrait for Write {
    fn get_database_backend(&self) -> DatabaseBackend {
        ConnectionTrait::get_database_backend(&self.transaction)
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        failpoint::pass(self.service, Intent::Write).await?;
        self.transaction.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        failpoint::pass(self.service, Intent::Write).await?;
        self.transaction.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        failpoint::pass(self.service, Intent::Write).await?;
        self.transaction.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        failpoint::pass(self.service, Intent::Write).await?;
        self.transaction.query_all_raw(statement).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_may_limit_its_connections() {
        let read = |url: &str| pool_size(url).expect("reads");
        assert_eq!(read("postgres://h/d"), ("postgres://h/d".to_owned(), POSTGRES_CONNECTIONS));
        let both = "postgres://h/d?sslmode=verify-full&pool_max_conns=3";
        assert_eq!(read(both), ("postgres://h/d?sslmode=verify-full".to_owned(), 3));
        assert_eq!(read("postgres://h/d?pool_max_conns=3"), ("postgres://h/d".to_owned(), 3));
        for wrong in ["0", "1", "501", "many", ""] {
            assert!(pool_size(&format!("postgres://h/d?pool_max_conns={wrong}")).is_err(), "{wrong}");
        }
    }
}
