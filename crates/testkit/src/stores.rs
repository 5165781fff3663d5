//! Stores of a test's own, on each engine. Where PostgreSQL must be there and is not, the test fails: a backend
//! that was not exercised is never a pass.

use std::path::PathBuf;

use chassis::Stores;
use kernel::{RequestId, Sources};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, postgres::PgConnectOptions};
use tempfile::TempDir;

/// How often a schema that is in use is tried again to be dropped.
const ATTEMPTS: usize = 5;

/// Where PostgreSQL is, if this run has one.
///
/// # Panics
/// In CI, when there is none.
#[expect(clippy::disallowed_methods, reason = "a test reads where its server is")]
pub fn postgres_url() -> Option<String> {
    let url = std::env::var("TEST_POSTGRES_URL").ok();
    assert!(
        url.is_some() || std::env::var("CI").is_err(),
        "TEST_POSTGRES_URL is not set: PostgreSQL was not exercised"
    );
    url
}

/// Where Redis is, if this run has one.
///
/// # Panics
/// In CI, when there is none.
#[expect(clippy::disallowed_methods, reason = "a test reads where its server is")]
pub fn redis_url() -> Option<String> {
    let url = std::env::var("TEST_REDIS_URL").ok();
    assert!(
        url.is_some() || std::env::var("CI").is_err(),
        "TEST_REDIS_URL is not set: Redis was not exercised"
    );
    url
}

/// Stores that nobody else has; their folder and their schemas go with them.
#[derive(Debug)]
pub struct OwnStores {
    folder: TempDir,
    server: Option<Server>,
}

#[derive(Debug)]
struct Server {
    url: String,
    prefix: String,
}

/// Stores on SQLite, and on PostgreSQL where there is one.
pub fn on_every_engine() -> Vec<OwnStores> {
    let mut stores = vec![OwnStores::embedded()];
    stores.extend(postgres_url().map(|url| OwnStores::distributed(&url)));
    stores
}

impl OwnStores {
    /// Files in a temporary directory.
    ///
    /// # Panics
    /// When there is no room for a directory.
    pub fn embedded() -> Self {
        let folder = tempfile::tempdir().expect("a temporary directory");
        std::fs::create_dir(folder.path().join("data")).expect("a directory in it");
        Self { folder, server: None }
    }

    /// Schemas of a PostgreSQL whose names begin with a prefix of their own.
    pub fn distributed(url: &str) -> Self {
        let id = Sources::system().id::<RequestId>().to_string().replace('-', "");
        let mut stores = Self::embedded();
        stores.server = Some(Server { url: url.to_owned(), prefix: format!("test_{id}_") });
        stores
    }

    /// The data directory.
    pub fn data_dir(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// A directory for keys, outside the data directory.
    pub fn key_dir(&self) -> PathBuf {
        self.folder.path().join("keys")
    }

    /// The prefix of the schemas, on PostgreSQL.
    pub fn prefix(&self) -> Option<&str> {
        self.server.as_ref().map(|server| server.prefix.as_str())
    }

    /// As a service is told of them.
    pub fn stores(&self) -> Stores {
        match &self.server {
            None => Stores::Embedded { data_dir: self.data_dir() },
            Some(Server { url, prefix }) => {
                Stores::Distributed { postgres_url: url.clone(), schema_prefix: prefix.clone() }
            }
        }
    }
}

impl Drop for OwnStores {
    fn drop(&mut self) {
        let Some(Server { url, prefix }) = self.server.take() else { return };
        // A thread of its own: the test's runtime may be ending, and this must be done either way.
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.map(|runtime| runtime.block_on(drop_schemas(&url, &prefix)))
        });
        // What could not be dropped stays, under a name that nobody will use again.
        drop(dropping.join());
    }
}

async fn drop_schemas(url: &str, prefix: &str) -> Result<(), sqlx::Error> {
    let options: PgConnectOptions = url.parse()?;
    let mut server = options.disable_statement_logging().options([("lock_timeout", "5s")]).connect().await?;
    let select =
        "SELECT schema_name::text FROM information_schema.schemata WHERE starts_with(schema_name, $1)";
    for name in sqlx::query_scalar::<_, String>(select).bind(prefix).fetch_all(&mut server).await? {
        let drop = format!("DROP SCHEMA \"{name}\" CASCADE");
        let mut attempts = 1;
        // A task of the test that is still writing can be in the way for a moment.
        while let Err(error) = sqlx::raw_sql(AssertSqlSafe(drop.as_str())).execute(&mut server).await {
            if attempts == ATTEMPTS {
                return Err(error);
            }
            attempts += 1;
        }
    }
    server.close().await
}
