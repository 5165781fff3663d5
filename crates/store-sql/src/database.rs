//! Opening a database, reading, and the one way to begin a transaction.

use std::path::PathBuf;
use std::sync::Arc;

use sqlx::PgPool;

use crate::error::{OpenError, StoreError};
use crate::failpoint::{self, Intent};
use crate::migrate::{self, Migration};
use crate::observer;
use crate::postgres::{self, PostgresWrite};
use crate::sqlite::{Sqlite, SqliteWrite};
use crate::statements::{Answer, Ask, Statements, Want};
use crate::value::Value;

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
    reader: Reader,
}

/// Reads outside a transaction.
#[derive(Clone, Debug)]
pub struct Reader {
    service: &'static str,
    store: Store,
}

#[derive(Clone, Debug)]
enum Store {
    Sqlite(Arc<Sqlite>),
    Postgres(PgPool),
}

impl Database {
    /// Opens the database of `service` and brings its schema up to date.
    pub async fn open(
        service: &'static str,
        location: &Location,
        migrations: &[Migration],
    ) -> Result<Self, OpenError> {
        let store = match location {
            Location::Sqlite { path } => Sqlite::open(path).await.map(|file| Store::Sqlite(Arc::new(file))),
            Location::Postgres { url, schema } => {
                postgres::open(service, url, schema).await.map(Store::Postgres)
            }
        };
        let store = store.map_err(|source| OpenError::Connect { service, source })?;
        let database = Self { reader: Reader { service, store } };
        migrate::run(&database, service, migrations).await?;
        Ok(database)
    }

    /// Which engine this is, for a statement that must differ.
    pub const fn engine(&self) -> Engine {
        match self.reader.store {
            Store::Sqlite(_) => Engine::Sqlite,
            Store::Postgres(_) => Engine::Postgres,
        }
    }

    /// The service whose data this is.
    pub const fn service(&self) -> &'static str {
        self.reader.service
    }

    /// Reads committed data.
    pub const fn read(&self) -> &Reader {
        &self.reader
    }

    /// Begins a transaction that writes. Dropped without [`Write::commit`], it never was.
    pub async fn begin(&self) -> Result<Write, StoreError> {
        let service = self.reader.service;
        failpoint::pass(service, Intent::Write).await?;
        let transaction = match &self.reader.store {
            Store::Sqlite(file) => Transaction::Sqlite(file.begin().await?),
            Store::Postgres(pool) => Transaction::Postgres(PostgresWrite::begin(pool).await?),
        };
        Ok(Write { service, transaction })
    }

    /// Whether the store answers, asked with the cheapest statement there is.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.reader.run("SELECT 1", []).await?;
        Ok(())
    }

    /// Closes all connections, those of its clones too; on SQLite the write-ahead log is folded into the file.
    pub async fn close(self) {
        match self.reader.store {
            Store::Sqlite(file) => {
                if let Err(error) = file.close().await {
                    tracing::warn!(%error, "a database did not close cleanly");
                }
            }
            Store::Postgres(pool) => pool.close().await,
        }
    }
}

/// A transaction that writes.
#[derive(Debug)]
pub struct Write {
    service: &'static str,
    transaction: Transaction,
}

#[derive(Debug)]
enum Transaction {
    Sqlite(SqliteWrite),
    Postgres(PostgresWrite),
}

impl Write {
    /// Which engine it runs on, for a statement that must differ.
    pub const fn engine(&self) -> Engine {
        match self.transaction {
            Transaction::Sqlite(_) => Engine::Sqlite,
            Transaction::Postgres(_) => Engine::Postgres,
        }
    }

    /// Makes it durable. When this returns, it is on disk; when the caller goes away meanwhile, it is still
    /// either all there or not at all.
    pub async fn commit(self) -> Result<(), StoreError> {
        failpoint::pass(self.service, Intent::Write).await?;
        match self.transaction {
            Transaction::Sqlite(write) => write.commit().await,
            Transaction::Postgres(write) => Box::pin(write.commit()).await,
        }
    }
}

// The driver of PostgreSQL is boxed: its futures are deep and large, and every future of every store would hold one,
// also where the store is a file. Unboxed, the compiler gives up on the deepest of them.
impl Ask for Reader {
    async fn ask(&self, text: &str, values: Vec<Value>, want: Want) -> Result<Answer, StoreError> {
        failpoint::pass(self.service, Intent::Read).await?;
        observer::tell(self.service, "read");
        match &self.store {
            Store::Sqlite(file) => {
                let_others_run().await;
                file.ask(text, &values, want).await
            }
            Store::Postgres(pool) => Box::pin(postgres::ask(pool, text, values, want)).await,
        }
    }

    async fn ask_batch(&self, text: &str) -> Result<(), StoreError> {
        failpoint::pass(self.service, Intent::Read).await?;
        observer::tell(self.service, "read");
        match &self.store {
            Store::Sqlite(file) => file.batch(text).await,
            Store::Postgres(pool) => Box::pin(postgres::batch(pool, text)).await,
        }
    }
}

impl Ask for Write {
    async fn ask(&self, text: &str, values: Vec<Value>, want: Want) -> Result<Answer, StoreError> {
        failpoint::pass(self.service, Intent::Write).await?;
        observer::tell(self.service, "write");
        match &self.transaction {
            Transaction::Sqlite(write) => {
                let_others_run().await;
                write.ask(text, &values, want)
            }
            Transaction::Postgres(write) => Box::pin(write.ask(text, values, want)).await,
        }
    }

    async fn ask_batch(&self, text: &str) -> Result<(), StoreError> {
        failpoint::pass(self.service, Intent::Write).await?;
        observer::tell(self.service, "write");
        match &self.transaction {
            Transaction::Sqlite(write) => write.batch(text).await,
            Transaction::Postgres(write) => Box::pin(write.batch(text)).await,
        }
    }
}

/// A statement on SQLite waits for nothing. Without this, a task that asks one after the other would keep its
/// thread from all other tasks.
async fn let_others_run() {
    tokio::task::coop::consume_budget().await;
}
