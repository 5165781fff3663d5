//! The keys that tokens are signed with, in the order in which they took over from each other.

use audit_trail::AuditEvent;
use kernel::Timestamp;
use store_sql::{Columns, Row, Statements, StoreError};

use super::Store;
use crate::domain::Refused;

/// A key, as it is kept: its private half lies in the key directory under its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KeyRow {
    pub(crate) generation: i64,
    pub(crate) name: String,
    /// Its public half, base64url.
    pub(crate) public: String,
    pub(crate) created_at: Timestamp,
    /// From when on it signs; it is published before.
    pub(crate) active_from: Timestamp,
    /// Until when its tokens hold; unsaid while no other took over.
    pub(crate) ends_at: Option<Timestamp>,
    /// The order of the operator that it answers, if it is one: each is carried out once.
    pub(crate) command: i64,
}

impl Store {
    /// All keys, newest first.
    pub(crate) async fn keys(&self) -> Result<Vec<KeyRow>, StoreError> {
        let text = "SELECT generation, name, public_key, created_at, active_from, ends_at, command
             FROM token_keys ORDER BY generation DESC LIMIT 1000";
        self.database.read().list(text, []).await?.iter().map(key_of).collect()
    }

    /// Keeps the next key, and says until when the earlier ones hold; `false` when another process of this
    /// service was first.
    pub(crate) async fn next_key(
        &self,
        key: &KeyRow,
        earlier_end_at: Timestamp,
        event: AuditEvent,
    ) -> Result<bool, Refused> {
        let write = self.database.begin().await?;
        let inserted = write
            .run(
                "INSERT INTO token_keys (generation, name, public_key, created_at, active_from, command)
                 VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (generation) DO NOTHING",
                [
                    key.generation.into(),
                    key.name.clone().into(),
                    key.public.clone().into(),
                    key.created_at.as_micros().into(),
                    key.active_from.as_micros().into(),
                    key.command.into(),
                ],
            )
            .await?;
        if inserted == 0 {
            return Ok(false);
        }
        let text = "UPDATE token_keys SET ends_at = $2
             WHERE generation < $1 AND (ends_at IS NULL OR ends_at > $2)";
        write.run(text, [key.generation.into(), earlier_end_at.as_micros().into()]).await?;
        self.finish(write, event).await?;
        Ok(true)
    }
}

fn key_of(row: &Row) -> Result<KeyRow, StoreError> {
    Ok(KeyRow {
        generation: row.col("generation")?,
        name: row.col("name")?,
        public: row.col("public_key")?,
        created_at: row.at("created_at")?,
        active_from: row.at("active_from")?,
        ends_at: row.at_or_none("ends_at")?,
        command: row.col("command")?,
    })
}
