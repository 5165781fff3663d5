//! Columns that hold the contract's own words. What cannot be read decides nothing: it is an error, and an error
//! is a denial.

use serde::Serialize;
use serde::de::DeserializeOwned;
use store_sql::{Columns, Corrupt, Row, StoreError};

pub(super) fn epoch(row: &Row) -> Result<u64, StoreError> {
    u64::try_from(row.col::<i64>("epoch")?).map_err(|_| Corrupt { table: "patients", column: "epoch" }.into())
}

/// A column that a newer program may have written.
pub(super) fn json<T: DeserializeOwned>(row: &Row, column: &'static str) -> Result<T, StoreError> {
    serde_json::from_str(&row.col::<String>(column)?)
        .map_err(|_| Corrupt { table: "versions", column }.into())
}

pub(super) fn json_of<T: Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_| Corrupt { table: "versions", column: "provisions" }.into())
}

/// The word of a plain enum on the wire, which is also its word here.
pub(super) fn text_of<T: Serialize>(value: &T) -> Result<String, StoreError> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => Ok(text),
        _ => Err(Corrupt { table: "versions", column: "state" }.into()),
    }
}

pub(super) fn word<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(text.to_owned())).ok()
}

pub(super) fn number(epoch: u64) -> i64 {
    i64::try_from(epoch).unwrap_or(i64::MAX)
}
