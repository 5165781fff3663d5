//! The outbox: a table in each service's own store, so that a change and its event are one atomic step.
//!
//! Rows leave when audit-logging has acknowledged them. A row that audit-logging refuses for good (a fault of a
//! program, or a newer word than it knows) stays, marked, and is tried again at the next start: nothing that was
//! recorded is thrown away, and nothing behind it waits.

use audit_logging_api::AuditEvent;
use kernel::Timestamp;
use store_sql::sea_orm::{ConnectionTrait, DatabaseBackend, QueryResult, Statement, Value};
use store_sql::{Database, Step, StoreError, Together};

/// The most rows of one statement: two values a row, far below both engines' limits.
const INSERT_ROWS_MAX: usize = 512;

/// The outbox table, for a service's own migration list.
pub fn outbox_table() -> Vec<Step> {
    let table = |place: &str| {
        format!(
            "CREATE TABLE audit_outbox (place {place}, event TEXT NOT NULL, recorded_at BIGINT NOT NULL, \
             refused BIGINT NOT NULL DEFAULT 0)"
        )
    };
    vec![Step::Sql {
        sqlite: table("INTEGER PRIMARY KEY"),
        postgres: table("BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"),
    }]
}

/// A row that waits.
#[derive(Debug)]
pub(crate) struct Waiting {
    pub(crate) place: i64,
    /// `None` when the text is not an event: it can only have been changed by hand.
    pub(crate) event: Option<AuditEvent>,
}

/// How much waits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Backlog {
    /// Events that wait to be delivered.
    pub waiting: u64,
    /// Events that audit-logging refused for good.
    pub refused: u64,
    /// When the oldest that waits was recorded.
    pub oldest: Option<Timestamp>,
}

/// Inserts events within a transaction.
pub(crate) async fn insert(on: &impl ConnectionTrait, events: &[AuditEvent]) -> Result<(), StoreError> {
    // On SQLite the places have no numbers: looking up a numbered one takes as long as there are places before it.
    let numbered = on.get_database_backend() != DatabaseBackend::Sqlite;
    for chunk in events.chunks(INSERT_ROWS_MAX) {
        let mut sql = String::with_capacity(80 + chunk.len() * 12);
        sql.push_str("INSERT INTO audit_outbox (event, recorded_at) VALUES ");
        let mut values: Vec<Value> = Vec::with_capacity(chunk.len() * 2);
        for (row, event) in chunk.iter().enumerate() {
            let comma = if row == 0 { "" } else { ", " };
            if numbered {
                sql.push_str(&format!("{comma}(${}, ${})", row * 2 + 1, row * 2 + 2));
            } else {
                sql.push_str(comma);
                sql.push_str("(?, ?)");
            }
            values.push(serde_json::to_string(event).expect("an event is JSON").into());
            values.push(event.timestamp.as_micros().into());
        }
        on.execute_raw(Statement::from_sql_and_values(on.get_database_backend(), sql, values)).await?;
    }
    Ok(())
}

/// Events to insert together with other statements; few, so that the places may have numbers.
pub(crate) fn and_insert(together: Together, events: &[AuditEvent]) -> Together {
    let mut together = together;
    for event in events {
        let text = serde_json::to_string(event).expect("an event is JSON");
        let values = [text.into(), event.timestamp.as_micros().into()];
        together = together.and("INSERT INTO audit_outbox (event, recorded_at) VALUES ($1, $2)", values);
    }
    together
}

/// The oldest rows that wait.
pub(crate) async fn oldest(database: &Database, limit: usize) -> Result<Vec<Waiting>, StoreError> {
    let select = statement(
        database,
        "SELECT place, event FROM audit_outbox WHERE refused = 0 ORDER BY place LIMIT $1",
        [i64::try_from(limit).unwrap_or(i64::MAX).into()],
    );
    let rows = database.read().query_all_raw(select).await?;
    let read = |row: &QueryResult| {
        let event: String = row.try_get("", "event")?;
        Ok(Waiting { place: row.try_get("", "place")?, event: serde_json::from_str(&event).ok() })
    };
    rows.iter().map(read).collect()
}

/// Removes rows that were delivered.
pub(crate) async fn remove(database: &Database, places: &[i64]) -> Result<(), StoreError> {
    write_in(database, "DELETE FROM audit_outbox WHERE place IN ", places).await
}

/// Marks rows that were refused for good.
pub(crate) async fn mark_refused(database: &Database, places: &[i64]) -> Result<(), StoreError> {
    write_in(database, "UPDATE audit_outbox SET refused = 1 WHERE place IN ", places).await
}

/// Gives refused rows another try.
pub(crate) async fn unmark_refused(database: &Database) -> Result<(), StoreError> {
    let write = database.begin().await?;
    write.execute_unprepared("UPDATE audit_outbox SET refused = 0 WHERE refused = 1").await?;
    write.commit().await
}

/// How much waits.
pub(crate) async fn backlog(database: &Database) -> Result<Backlog, StoreError> {
    // On PostgreSQL a sum of BIGINT is NUMERIC; the casts keep one type on both engines.
    let select = statement(
        database,
        "SELECT CAST(COUNT(*) AS BIGINT) AS total, CAST(COALESCE(SUM(refused), 0) AS BIGINT) AS refused, \
         MIN(CASE WHEN refused = 0 THEN recorded_at END) AS oldest FROM audit_outbox",
        [],
    );
    let Some(row) = database.read().query_one_raw(select).await? else { return Ok(Backlog::default()) };
    let (total, refused): (i64, i64) = (row.try_get("", "total")?, row.try_get("", "refused")?);
    let oldest: Option<i64> = row.try_get("", "oldest")?;
    Ok(Backlog {
        waiting: u64::try_from(total - refused).unwrap_or(0),
        refused: u64::try_from(refused).unwrap_or(0),
        oldest: oldest.map(Timestamp::from_micros),
    })
}

async fn write_in(database: &Database, start: &str, places: &[i64]) -> Result<(), StoreError> {
    if places.is_empty() {
        return Ok(());
    }
    // Numbers of our own making: no value of anybody else's stands in this text.
    let list: Vec<String> = places.iter().map(i64::to_string).collect();
    let write = database.begin().await?;
    write.execute_unprepared(&format!("{start}({})", list.join(","))).await?;
    write.commit().await
}

fn statement<const N: usize>(database: &Database, sql: &str, values: [Value; N]) -> Statement {
    let backend: DatabaseBackend = database.read().get_database_backend();
    Statement::from_sql_and_values(backend, sql, values)
}
