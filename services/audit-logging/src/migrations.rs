//! The log's tables, for both engines. No column ever changes: the engine itself refuses it.
//!
//! On SQLite triggers refuse; on PostgreSQL triggers refuse as well, and the role that owns the tables takes the
//! rights to update, delete and truncate from itself and everybody. Whoever undoes that by hand is found out by
//! the signed heads.

use store_sql::{Migration, Step};

pub(crate) const MIGRATIONS: &[Migration] =
    &[Migration { version: 1, name: "the log and its tiles", steps: first }];

/// What a column holds, and whether it always does.
enum Kind {
    Id,
    Text,
    Number,
    Flag,
    Bytes,
}

const REQUIRED: bool = true;
const OPTIONAL: bool = false;

/// The table, column by column, in the order of the canonical form.
const EVENTS: &[(&str, Kind, bool)] = &[
    ("recorded_at", Kind::Number, REQUIRED),
    ("audit_id", Kind::Id, REQUIRED),
    ("user_id", Kind::Id, REQUIRED),
    ("role", Kind::Text, OPTIONAL),
    ("event_type", Kind::Text, REQUIRED),
    ("action", Kind::Text, REQUIRED),
    ("resource", Kind::Text, REQUIRED),
    ("resource_id", Kind::Id, OPTIONAL),
    ("organization_id", Kind::Id, OPTIONAL),
    ("patient_id", Kind::Id, OPTIONAL),
    ("phi_accessed", Kind::Flag, REQUIRED),
    ("category", Kind::Text, OPTIONAL),
    ("purpose", Kind::Text, OPTIONAL),
    ("outcome", Kind::Text, REQUIRED),
    ("reason", Kind::Text, OPTIONAL),
    ("policy_hash", Kind::Text, OPTIONAL),
    ("epoch", Kind::Number, OPTIONAL),
    ("compliance_context", Kind::Text, REQUIRED),
    ("additional_context", Kind::Text, REQUIRED),
    ("session_id", Kind::Id, OPTIONAL),
    ("request_id", Kind::Id, OPTIONAL),
    ("source", Kind::Text, REQUIRED),
    ("peer", Kind::Text, OPTIONAL),
    ("\"timestamp\"", Kind::Number, REQUIRED),
    ("salt", Kind::Bytes, REQUIRED),
    ("integrity_hash", Kind::Bytes, REQUIRED),
];

/// Written out and not built: on SQLite the sequence must be the row's own place (`INTEGER PRIMARY KEY`), so that
/// the log is read in its order without an index, and the table is strict about its types.
fn events() -> Step {
    let columns = |engine: fn(&Kind) -> &'static str| -> String {
        EVENTS
            .iter()
            .map(|(name, kind, required)| {
                let null = if *required { " NOT NULL" } else { "" };
                format!(", {name} {}{null}", engine(kind))
            })
            .collect()
    };
    let sqlite = columns(|kind| match kind {
        Kind::Id | Kind::Bytes => "BLOB",
        Kind::Text => "TEXT",
        Kind::Number | Kind::Flag => "INTEGER",
    });
    let postgres = columns(|kind| match kind {
        Kind::Id => "UUID",
        Kind::Bytes => "BYTEA",
        Kind::Text => "TEXT",
        Kind::Number => "BIGINT",
        Kind::Flag => "BOOLEAN",
    });
    Step {
        sqlite: format!("CREATE TABLE audit_events (sequence INTEGER PRIMARY KEY{sqlite}) STRICT"),
        postgres: format!("CREATE TABLE audit_events (sequence BIGINT PRIMARY KEY{postgres})"),
    }
}

fn tiles() -> Step {
    Step {
        sqlite:
            "CREATE TABLE audit_tiles (level INTEGER NOT NULL, place INTEGER NOT NULL, hashes BLOB NOT NULL, \
                 PRIMARY KEY (level, place)) STRICT"
                .to_owned(),
        postgres:
            "CREATE TABLE audit_tiles (level BIGINT NOT NULL, place BIGINT NOT NULL, hashes BYTEA NOT NULL, \
                   PRIMARY KEY (level, place))"
                .to_owned(),
    }
}

fn first() -> Vec<Step> {
    let mut steps = vec![events(), tiles()];
    // Few, since each costs every append: the id for idempotence, and the two questions that must stay quick
    // when the log is large, who did and to whom. Time needs none: the sequence nearly follows it.
    steps.push(Step::sql("CREATE UNIQUE INDEX audit_events_audit_id ON audit_events (audit_id)"));
    steps.push(Step::sql("CREATE INDEX audit_events_user ON audit_events (user_id, sequence)"));
    steps.push(Step::sql(
        "CREATE INDEX audit_events_patient ON audit_events (patient_id, sequence) WHERE patient_id IS NOT NULL",
    ));
    for table in ["audit_events", "audit_tiles"] {
        for change in ["UPDATE", "DELETE"] {
            steps.push(Step {
                sqlite: format!(
                    "CREATE TRIGGER {table}_no_{lower} BEFORE {change} ON {table} \
                     BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
                    lower = change.to_lowercase()
                ),
                postgres: String::new(),
            });
        }
    }
    steps.push(Step { sqlite: String::new(), postgres: POSTGRES_REFUSAL.to_owned() });
    steps
}

/// Several statements at once.
const POSTGRES_REFUSAL: &str = "
CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$;
CREATE TRIGGER audit_events_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_events
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER audit_tiles_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_tiles
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON audit_events, audit_tiles FROM PUBLIC;
REVOKE UPDATE, DELETE, TRUNCATE ON audit_events, audit_tiles FROM CURRENT_USER;
";

#[cfg(test)]
mod tests {
    use store_sql::Engine;

    use super::MIGRATIONS;

    /// Installations keep these numbers: one that changes keeps this program from starting there.
    #[test]
    fn what_was_released_is_unchanged() {
        let digests = |engine| MIGRATIONS.iter().take(1).map(|one| one.digest(engine)).collect::<Vec<_>>();
        assert_eq!(digests(Engine::Sqlite), [-7_291_266_318_001_629_298]);
        assert_eq!(digests(Engine::Postgres), [-2_333_618_776_417_774_668]);
    }
}
