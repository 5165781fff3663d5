//! The keystore's tables, for both engines. The table of the migration runner is `vault_migrations`.

use store_sql::{Migration, Step};

pub(crate) const MIGRATIONS: &[Migration] =
    &[Migration { version: 1, name: "data keys and the canary", steps: first }];

fn first() -> Vec<Step> {
    // A destroyed key's bytes are empty: the row stays as the tombstone that keeps a new key from being made.
    let data_keys = |id: &str, bytes: &str, number: &str| {
        format!(
            "CREATE TABLE \"data_keys\" ( \"patient_id\" {id} NOT NULL PRIMARY KEY, \"key_id\" {bytes} NOT NULL, \
             \"wrapping_key\" text NOT NULL, \"wrapped\" {bytes} NOT NULL, \"created_at\" {number} NOT NULL, \
             \"destroyed_at\" {number} )"
        )
    };
    let canary = |bytes: &str| {
        format!("CREATE TABLE \"canary\" ( \"name\" text NOT NULL PRIMARY KEY, \"sealed\" {bytes} NOT NULL )")
    };
    vec![
        Step {
            sqlite: data_keys("uuid_text", "blob(1)", "integer"),
            postgres: data_keys("uuid", "bytea", "bigint"),
        },
        Step { sqlite: canary("blob(1)"), postgres: canary("bytea") },
    ]
}

#[cfg(test)]
mod tests {
    use store_sql::Engine;

    use super::MIGRATIONS;

    /// Installations keep these numbers: one that changes keeps this program from starting there.
    #[test]
    fn what_was_released_is_unchanged() {
        let digests = |engine| MIGRATIONS.iter().take(1).map(|one| one.digest(engine)).collect::<Vec<_>>();
        assert_eq!(digests(Engine::Sqlite), [8_322_461_573_470_035_693]);
        assert_eq!(digests(Engine::Postgres), [5_194_852_449_412_365_283]);
    }
}
