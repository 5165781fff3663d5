//! The keystore's tables, for both engines. The table of the migration runner is `vault_migrations`.

use store_sql::sea_orm::sea_query::{Alias, ColumnDef, Table};
use store_sql::{Migration, Step};

pub(crate) const MIGRATIONS: &[Migration] =
    &[Migration { version: 1, name: "data keys and the canary", steps: first }];

fn first() -> Vec<Step> {
    let column = |name: &str| ColumnDef::new(Alias::new(name));
    let data_keys = Table::create()
        .table(Alias::new("data_keys"))
        .col(column("patient_id").uuid().not_null().primary_key())
        .col(column("key_id").binary().not_null())
        .col(column("wrapping_key").text().not_null())
        // Empty once destroyed: the row stays as the tombstone that keeps a new key from being made.
        .col(column("wrapped").binary().not_null())
        .col(column("created_at").big_integer().not_null())
        .col(column("destroyed_at").big_integer())
        .to_owned();
    let canary = Table::create()
        .table(Alias::new("canary"))
        .col(column("name").text().not_null().primary_key())
        .col(column("sealed").binary().not_null())
        .to_owned();
    vec![Step::table(&data_keys), Step::table(&canary)]
}
