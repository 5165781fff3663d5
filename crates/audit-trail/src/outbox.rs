//! The outbox: a table in each service's own store, so that a change and its event are one atomic step.
//!
//! Rows leave when audit-logging has acknowledged them. A row that audit-logging refuses for good (a fault of a
//! program, or a newer word than it knows) stays, marked, and is tried again at the next start: nothing that was
//! recorded is thrown away, and nothing behind it waits.

use audit_logging_api::AuditEvent;
use kernel::Timestamp;
use store_sql::{Columns, Database, Engine, Row, Statements, Step, StoreError, Value, Write};

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
    vec![Step {
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
pub(crate) async fn insert(on: &Write, events: &[AuditEvent]) -> Result<(), StoreError> {
    // On SQLite the places have no numbers: looking up a numbered one takes as long as there are places before it.
    let numbered = on.engine() == Engine::Postgres;
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
        on.run(&sql, values).await?;
    }
    Ok(())
}

/// The oldest rows that wait.
pub(crate) async fn oldest(database: &Database, limit: usize) -> Result<Vec<Waiting>, StoreError> {
    let text = "SELECT place, event FROM audit_outbox WHERE refused = 0 ORDER BY place LIMIT $1";
    let rows = database.read().list(text, [i64::try_from(limit).unwrap_or(i64::MAX).into()]).await?;
    let read = |row: &Row| {
        let event: String = row.col("event")?;
        Ok(Waiting { place: row.col("place")?, event: serde_json::from_str(&event).ok() })
    };
    rows.iter().map(read).collect()
}

/// Removes rows that were delivered.
pub(crate) async fn remove(database: &Database, places: &[i64]) -> Result<(), StoreError> {
    write_to(database, "DELETE FROM audit_outbox", places).await
}

/// Marks rows that were refused for good.
pub(crate) async fn mark_refused(database: &Database, places: &[i64]) -> Result<(), StoreError> {
    write_to(database, "UPDATE audit_outbox SET refused = 1", places).await
}

/// Gives refused rows another try.
pub(crate) async fn unmark_refused(database: &Database) -> Result<(), StoreError> {
    let write = database.begin().await?;
    write.run("UPDATE audit_outbox SET refused = 0 WHERE refused = 1", []).await?;
    write.commit().await
}

/// How much waits.
pub(crate) async fn backlog(database: &Database) -> Result<Backlog, StoreError> {
    // On PostgreSQL a sum of BIGINT is NUMERIC; the casts keep one type on both engines.
    let text = "SELECT CAST(COUNT(*) AS BIGINT) AS total, CAST(COALESCE(SUM(refused), 0) AS BIGINT) AS refused, \
         MIN(CASE WHEN refused = 0 THEN recorded_at END) AS oldest FROM audit_outbox";
    let Some(row) = database.read().find(text, []).await? else { return Ok(Backlog::default()) };
    let (total, refused): (i64, i64) = (row.col("total")?, row.col("refused")?);
    Ok(Backlog {
        waiting: u64::try_from(total - refused).unwrap_or(0),
        refused: u64::try_from(refused).unwrap_or(0),
        oldest: row.at_or_none("oldest")?,
    })
}

/// One text however many rows there are, so that it stays prepared: their places are one value.
async fn write_to(database: &Database, change: &str, places: &[i64]) -> Result<(), StoreError> {
    if places.is_empty() {
        return Ok(());
    }
    let those = match database.engine() {
        Engine::Sqlite => "SELECT value FROM json_each($1)",
        Engine::Postgres => {
            "SELECT CAST(one AS BIGINT) FROM json_array_elements_text(CAST($1 AS JSON)) AS one"
        }
    };
    let list = serde_json::to_string(places).expect("numbers are JSON");
    let write = database.begin().await?;
    write.run(&format!("{change} WHERE place IN ({those})"), [list.into()]).await?;
    write.commit().await
}
