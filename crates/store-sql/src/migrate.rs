//! The migration runner: numbered steps, applied once, each in one transaction, never changed afterwards.

use sea_orm::sea_query::{
    Alias, ColumnDef, Expr, ExprTrait, Index, IndexCreateStatement, Query, SchemaStatementBuilder, Table,
    TableCreateStatement,
};
use sea_orm::{ConnectionTrait, DatabaseBackend, Statement};

use crate::database::{Database, Engine, Write};
use crate::error::{OpenError, StoreError};

/// One numbered change of a service's schema.
pub struct Migration {
    /// 1, 2, 3, … without gaps.
    pub version: u32,
    /// What it does, in a few words.
    pub name: &'static str,
    /// Its steps. The same for both engines but where a [`Step::Sql`] says otherwise.
    pub steps: fn() -> Vec<Step>,
}

/// One statement of a migration.
pub enum Step {
    /// Makes a table.
    Table(Box<TableCreateStatement>),
    /// Makes an index.
    Index(Box<IndexCreateStatement>),
    /// Raw statements, one text an engine; an empty text does nothing there.
    Sql {
        /// For SQLite.
        sqlite: String,
        /// For PostgreSQL.
        postgres: String,
    },
}

impl Step {
    /// Makes a table.
    pub fn table(statement: &TableCreateStatement) -> Self {
        Self::Table(Box::new(statement.clone()))
    }

    /// The same raw statements on both engines.
    pub fn sql(text: impl Into<String>) -> Self {
        let text = text.into();
        Self::Sql { sqlite: text.clone(), postgres: text }
    }

    fn text(&self, backend: DatabaseBackend) -> String {
        fn render(statement: &impl SchemaStatementBuilder, backend: DatabaseBackend) -> String {
            match backend {
                DatabaseBackend::Sqlite => statement.to_string(sea_orm::sea_query::SqliteQueryBuilder),
                _ => statement.to_string(sea_orm::sea_query::PostgresQueryBuilder),
            }
        }
        match self {
            Self::Table(statement) => render(statement.as_ref(), backend),
            Self::Index(statement) => render(statement.as_ref(), backend),
            Self::Sql { sqlite, postgres } => match backend {
                DatabaseBackend::Sqlite => sqlite.clone(),
                _ => postgres.clone(),
            },
        }
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
        let digest = digest(database, migration);
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
    let create = Table::create()
        .table(Alias::new(table))
        .if_not_exists()
        .col(ColumnDef::new(Alias::new("version")).integer().not_null().primary_key())
        .col(ColumnDef::new(Alias::new("name")).text().not_null())
        .col(ColumnDef::new(Alias::new("digest")).big_integer().not_null())
        .to_owned();
    write.execute(&create).await?;
    let select = Query::select()
        .columns([Alias::new("version"), Alias::new("digest")])
        .from(Alias::new(table))
        .to_owned();
    let rows = write.query_all(&select).await?;
    write.commit().await?;
    rows.iter()
        .map(|row| {
            let version: i32 = row.try_get("", "version")?;
            Ok((u32::try_from(version).unwrap_or(u32::MAX), row.try_get("", "digest")?))
        })
        .collect()
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
    let done = Query::select()
        .column(Alias::new("version"))
        .from(Alias::new(table))
        .and_where(Expr::col(Alias::new("version")).eq(version))
        .to_owned();
    if write.query_one(&done).await?.is_some() {
        return Ok(());
    }
    for step in (migration.steps)() {
        let text = step.text(write.get_database_backend());
        if !text.is_empty() {
            write.execute_unprepared(&text).await?;
        }
    }
    let insert = Query::insert()
        .into_table(Alias::new(table))
        .columns([Alias::new("version"), Alias::new("name"), Alias::new("digest")])
        .values_panic([version.into(), migration.name.into(), digest.into()])
        .to_owned();
    write.execute(&insert).await?;
    write.commit().await
}

/// Held until the transaction ends. SQLite has one writer anyway.
async fn lock(database: &Database, write: &Write, table: &str) -> Result<(), StoreError> {
    if database.engine() == Engine::Postgres {
        let statement = Statement::from_sql_and_values(
            DatabaseBackend::Postgres,
            "SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '.' || $1, 0))",
            [table.into()],
        );
        write.query_one_raw(statement).await?;
    }
    Ok(())
}

/// FNV-1a over the rendered statements: tells an edited migration, not an attacker.
fn digest(database: &Database, migration: &Migration) -> i64 {
    let backend = match database.engine() {
        Engine::Sqlite => DatabaseBackend::Sqlite,
        Engine::Postgres => DatabaseBackend::Postgres,
    };
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for step in (migration.steps)() {
        for byte in step.text(backend).bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    hash.cast_signed()
}

/// An index over some columns.
#[must_use]
pub fn index(name: &str, table: &str, columns: &[&str]) -> Step {
    let mut statement = Index::create();
    statement.name(name).table(Alias::new(table));
    for column in columns {
        statement.col(Alias::new(*column));
    }
    Step::Index(Box::new(statement))
}
