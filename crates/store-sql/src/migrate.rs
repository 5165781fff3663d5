//! The migration runner: numbered steps, applied once, each in one transaction, never changed afterwards.

use crate::database::{Database, Engine, Write};
use crate::error::{OpenError, StoreError};
use crate::row::{Columns, Row};
use crate::statements::Statements;

/// One numbered change of a service's schema.
pub struct Migration {
    /// 1, 2, 3, … without gaps.
    pub version: u32,
    /// What it does, in a few words.
    pub name: &'static str,
    /// Its steps.
    pub steps: fn() -> Vec<Step>,
}

/// Some statements of a migration, one text an engine; an empty text does nothing there.
pub struct Step {
    /// For SQLite.
    pub sqlite: String,
    /// For PostgreSQL.
    pub postgres: String,
}

impl Step {
    /// The same statements on both engines.
    pub fn sql(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { sqlite: text.clone(), postgres: text }
    }

    fn text(&self, engine: Engine) -> &str {
        match engine {
            Engine::Sqlite => &self.sqlite,
            Engine::Postgres => &self.postgres,
        }
    }
}

impl Migration {
    /// FNV-1a over its statements: tells an edited migration, not an attacker. It is kept with what was applied.
    pub fn digest(&self, engine: Engine) -> i64 {
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for step in (self.steps)() {
            for byte in step.text(engine).bytes() {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
            }
        }
        hash.cast_signed()
    }
}

/// Applies what is missing. On PostgreSQL an advisory lock lets one process of many do it.
pub(crate) async fn run(
    database: &Database,
    service: &'static str,
    migrations: &[Migration],
) -> Result<(), OpenError> {
    let failed = |version: u32| move |source: StoreError| OpenError::Migration { service, version, source };
    let table = table_name(service);
    let applied = prepare(database, &table).await.map_err(failed(0))?;
    let known = migrations.last().map_or(0, |migration| migration.version);
    let found = applied.iter().map(|(version, _)| *version).max().unwrap_or(0);
    if found > known {
        return Err(OpenError::NewerSchema { service, found, known });
    }
    for (place, migration) in (1_u32..).zip(migrations) {
        debug_assert_eq!(place, migration.version, "migrations are numbered without gaps");
        let digest = migration.digest(database.engine());
        match applied.iter().find(|(version, _)| *version == migration.version) {
            Some((_, then)) if *then == digest => {}
            Some(_) => return Err(OpenError::ChangedMigration { service, version: migration.version }),
            None => apply(database, &table, migration, digest).await.map_err(failed(migration.version))?,
        }
    }
    Ok(())
}

/// `consent_migrations`.
fn table_name(service: &str) -> String {
    format!("{}_migrations", service.replace('-', "_"))
}

async fn prepare(database: &Database, table: &str) -> Result<Vec<(u32, i64)>, StoreError> {
    let write = database.begin().await?;
    lock(database, &write, table).await?;
    let create = format!(
        "CREATE TABLE IF NOT EXISTS {table} (version INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, \
         digest BIGINT NOT NULL)"
    );
    write.run(&create, []).await?;
    let rows = write.list(&format!("SELECT version, digest FROM {table}"), []).await?;
    write.commit().await?;
    let read = |row: &Row| {
        let version: i32 = row.col("version")?;
        Ok((u32::try_from(version).unwrap_or(u32::MAX), row.col("digest")?))
    };
    rows.iter().map(read).collect()
}

async fn apply(
    database: &Database,
    table: &str,
    migration: &Migration,
    digest: i64,
) -> Result<(), StoreError> {
    let write = database.begin().await?;
    lock(database, &write, table).await?;
    let version = i32::try_from(migration.version).unwrap_or(i32::MAX);
    // Another process may have applied it while this one waited for the lock.
    let done = format!("SELECT version FROM {table} WHERE version = $1");
    if write.find(&done, [version.into()]).await?.is_some() {
        return Ok(());
    }
    for step in (migration.steps)() {
        let text = step.text(write.engine());
        if !text.is_empty() {
            write.batch(text).await?;
        }
    }
    let insert = format!("INSERT INTO {table} (version, name, digest) VALUES ($1, $2, $3)");
    write.run(&insert, [version.into(), migration.name.into(), digest.into()]).await?;
    write.commit().await
}

/// Held until the transaction ends. SQLite has one writer anyway.
async fn lock(database: &Database, write: &Write, table: &str) -> Result<(), StoreError> {
    if database.engine() == Engine::Postgres {
        let lock = "SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '.' || $1, 0))";
        write.run(lock, [table.into()]).await?;
    }
    Ok(())
}
