//! PostgreSQL: a pool of connections to a server, and a schema of a service's own.

use std::sync::Arc;
use std::time::Duration;

use sqlx::postgres::{PgArguments, PgConnectOptions, PgPoolOptions, PgRow};
use sqlx::{
    Arguments as _, AssertSqlSafe, Column as _, ConnectOptions as _, PgExecutor, PgPool, PgTransaction,
    Row as _, TypeInfo as _,
};
use tokio::sync::Mutex;

use crate::WAIT;
use crate::error::{Cause, StoreError};
use crate::row::Row;
use crate::statements::{Answer, Want};
use crate::value::Value;

/// Connections of one service, readers and writers together, unless its address says otherwise: eight services
/// of eight stay below the hundred that a server takes by default.
const CONNECTIONS: u32 = 8;
/// What an address says it with, as other PostgreSQL pools have it.
const POOL_MAX: &str = "pool_max_conns=";
/// How long a connection that nobody needs stays open.
const IDLE_MAX: Duration = Duration::from_secs(300);

/// Connects, and makes the schema that is not there.
pub(crate) async fn open(service: &str, url: &str, schema: &str) -> Result<PgPool, Cause> {
    let (url, connections) = pool_size(url)?;
    let options: PgConnectOptions = url.parse()?;
    let options = options
        .disable_statement_logging()
        .application_name(&format!("therapeutic-ai {service}"))
        .options([("search_path", quote(schema).as_str()), ("statement_timeout", "10s")])
        // A second fence behind the spawned begin: what stands open is ended by the server.
        .options([("idle_in_transaction_session_timeout", "15s"), ("lock_timeout", "5s")]);
    let pool = PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(WAIT)
        .idle_timeout(IDLE_MAX)
        .connect_with(options)
        .await?;
    make_schema(&pool, schema).await?;
    Ok(pool)
}

/// An address without the size of the pool, and that size.
fn pool_size(url: &str) -> Result<(String, u32), Cause> {
    let Some((base, query)) = url.split_once('?') else { return Ok((url.to_owned(), CONNECTIONS)) };
    let (mut connections, mut rest) = (CONNECTIONS, Vec::new());
    for part in query.split('&') {
        match part.strip_prefix(POOL_MAX) {
            Some(text) => {
                let number = text.parse().ok().filter(|number| (2..=500).contains(number));
                connections = number
                    .ok_or_else(|| Cause::here("`pool_max_conns` of PostgreSQL's address is 2 to 500"))?;
            }
            None => rest.push(part),
        }
    }
    let url = if rest.is_empty() { base.to_owned() } else { format!("{base}?{}", rest.join("&")) };
    Ok((url, connections))
}

/// Makes a schema that is not there. Processes that start at once both find it missing, and the server's own
/// `IF NOT EXISTS` does not keep the second from failing: what counts is that it is there afterwards.
async fn make_schema(pool: &PgPool, schema: &str) -> Result<(), Cause> {
    let is_there = async || {
        let find = "SELECT 1 FROM information_schema.schemata WHERE schema_name = $1";
        Ok::<_, Cause>(sqlx::query(find).bind(schema).fetch_optional(pool).await?.is_some())
    };
    if is_there().await? {
        return Ok(());
    }
    let make = format!("CREATE SCHEMA IF NOT EXISTS {}", quote(schema));
    match sqlx::raw_sql(AssertSqlSafe(make)).execute(pool).await {
        Err(error) if !is_there().await? => Err(error.into()),
        Ok(_) | Err(_) => Ok(()),
    }
}

/// A name as PostgreSQL reads it.
fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A transaction that writes.
#[derive(Debug)]
pub(crate) struct PostgresWrite {
    transaction: Mutex<PgTransaction<'static>>,
}

impl PostgresWrite {
    /// Begins on a task of its own: a begin that is dropped half-way leaves its connection in a transaction.
    pub(crate) async fn begin(pool: &PgPool) -> Result<Self, StoreError> {
        let pool = pool.clone();
        #[expect(clippy::disallowed_methods, reason = "the one place, on a task of its own")]
        let transaction = spawn(async move { pool.begin().await }).await?;
        Ok(Self { transaction: Mutex::new(transaction) })
    }

    pub(crate) async fn ask(&self, text: &str, values: Vec<Value>, want: Want) -> Result<Answer, StoreError> {
        ask(&mut **self.transaction.lock().await, text, values, want).await
    }

    pub(crate) async fn batch(&self, text: &str) -> Result<(), StoreError> {
        batch(&mut **self.transaction.lock().await, text).await
    }

    /// Runs to its end, whether anybody waits or not.
    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        spawn(self.transaction.into_inner().commit()).await
    }
}

/// Runs a future to its end even when the one who waits is dropped.
async fn spawn<T: Send + 'static>(
    work: impl Future<Output = Result<T, sqlx::Error>> + Send + 'static,
) -> Result<T, StoreError> {
    match tokio::spawn(work).await {
        Ok(result) => Ok(result?),
        Err(error) => Err(StoreError::unavailable(format!("a database task ended early: {error}"))),
    }
}

/// The one way to run a statement.
pub(crate) async fn ask(
    on: impl PgExecutor<'_>,
    text: &str,
    values: Vec<Value>,
    want: Want,
) -> Result<Answer, StoreError> {
    // Texts are the stores' own; what comes from outside is a value.
    let query = sqlx::query_with(AssertSqlSafe(text), arguments(values)?);
    let rows = match want {
        Want::Count => {
            let changed = query.execute(on).await?.rows_affected();
            return Ok(Answer { changed, rows: Vec::new() });
        }
        Want::First => query.fetch_optional(on).await?.into_iter().collect(),
        Want::All => query.fetch_all(on).await?,
    };
    Ok(Answer { changed: 0, rows: rows_of(&rows)? })
}

/// Several statements without values.
pub(crate) async fn batch(on: impl PgExecutor<'_>, text: &str) -> Result<(), StoreError> {
    sqlx::raw_sql(AssertSqlSafe(text)).execute(on).await?;
    Ok(())
}

fn arguments(values: Vec<Value>) -> Result<PgArguments, StoreError> {
    let mut arguments = PgArguments::default();
    arguments.reserve(values.len(), values.len() * size_of::<Value>());
    for value in values {
        let added = match value {
            Value::Bool(value) => arguments.add(value),
            Value::Int(value) => arguments.add(value),
            Value::BigInt(value) => arguments.add(value),
            Value::Text(value) => arguments.add(value),
            Value::Bytes(value) => arguments.add(value),
            Value::Uuid(value) => arguments.add(value),
        };
        added.map_err(sqlx::Error::Encode)?;
    }
    Ok(arguments)
}

fn rows_of(rows: &[PgRow]) -> Result<Vec<Row>, StoreError> {
    let Some(first) = rows.first() else { return Ok(Vec::new()) };
    let names: Arc<[Box<str>]> = first.columns().iter().map(|column| column.name().into()).collect();
    let read = |row: &PgRow| {
        let values = (0..names.len()).map(|place| value_of(row, place)).collect::<Result<_, _>>()?;
        Ok(Row::new(names.clone(), values))
    };
    rows.iter().map(read).collect()
}

fn value_of(row: &PgRow, place: usize) -> Result<Value, StoreError> {
    let column = row.column(place);
    Ok(match column.type_info().name() {
        "BOOL" => Value::Bool(row.try_get(place)?),
        "INT4" => Value::Int(row.try_get(place)?),
        "INT8" => Value::BigInt(row.try_get(place)?),
        "TEXT" | "VARCHAR" | "NAME" => Value::Text(row.try_get(place)?),
        "BYTEA" => Value::Bytes(row.try_get(place)?),
        "UUID" => Value::Uuid(row.try_get(place)?),
        other => {
            return Err(StoreError::column(column.name(), format_args!("is {other}, which is not read")));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_may_limit_its_connections() {
        let read = |url: &str| pool_size(url).expect("reads");
        assert_eq!(read("postgres://h/d"), ("postgres://h/d".to_owned(), CONNECTIONS));
        let both = "postgres://h/d?sslmode=verify-full&pool_max_conns=3";
        assert_eq!(read(both), ("postgres://h/d?sslmode=verify-full".to_owned(), 3));
        assert_eq!(read("postgres://h/d?pool_max_conns=3"), ("postgres://h/d".to_owned(), 3));
        for wrong in ["0", "1", "501", "many", ""] {
            assert!(pool_size(&format!("postgres://h/d?pool_max_conns={wrong}")).is_err(), "{wrong}");
        }
    }
}
