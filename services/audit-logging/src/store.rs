//! The log's rows. Appending is one atomic step; nothing is ever changed; reading sees whole groups alone.
//!
//! Statements are written out: the order of [`COLUMNS`] is the order of the canonical form, and the verifier
//! reads the same columns without this file.

mod query;
mod row;

use audit_logging_api::AuditRecord;
use kernel::{EventId, TypedId};
use store_sql::{Columns, Corrupt, Database, Engine, Location, OpenError, Row, Statements, StoreError};

use crate::merkle::{Hash, leaf_of};
use crate::migrations::MIGRATIONS;
use crate::tiles::{Edge, FullTile, TILE_WIDTH, TileId, Tiles, root_of_complete, width};

pub(crate) use query::{EventFilter, Scope, cursor_is_good};
pub(crate) use row::{NewRow, Salts, Scratch, from_hex, is_the_same, record};

#[cfg(test)]
pub(crate) use row::hex;

/// The columns, first those of the canonical form in its order, then what proves it.
pub(crate) const COLUMNS: [&str; 27] = [
    "sequence",
    "recorded_at",
    "audit_id",
    "user_id",
    "role",
    "event_type",
    "action",
    "resource",
    "resource_id",
    "organization_id",
    "patient_id",
    "phi_accessed",
    "category",
    "purpose",
    "outcome",
    "reason",
    "policy_hash",
    "epoch",
    "compliance_context",
    "additional_context",
    "session_id",
    "request_id",
    "source",
    "peer",
    "\"timestamp\"",
    "salt",
    "integrity_hash",
];
/// Rows of one statement: 27 values each, below SQLite's limit of 32,766.
const INSERT_ROWS_MAX: usize = 256;
const HASH_BYTES: usize = 32;

/// The store of this service.
#[derive(Clone)]
pub(crate) struct Store {
    database: Database,
}

impl Store {
    pub(crate) async fn open(location: &Location) -> Result<Self, OpenError> {
        Ok(Self { database: Database::open("audit-logging", location, MIGRATIONS).await? })
    }

    pub(crate) async fn ping(&self) -> Result<(), StoreError> {
        self.database.ping().await
    }

    #[cfg(test)]
    pub(crate) const fn database(&self) -> &Database {
        &self.database
    }

    #[cfg(test)]
    pub(crate) async fn close(self) {
        self.database.close().await;
    }

    /// How many events there are.
    pub(crate) async fn size(&self) -> Result<u64, StoreError> {
        let row = self.database.read().find("SELECT MAX(sequence) FROM audit_events", []).await?;
        let last: Option<i64> = row.map(|row| row.at_place(0)).transpose()?.flatten();
        Ok(last.and_then(|last| u64::try_from(last + 1).ok()).unwrap_or(0))
    }

    /// Keeps rows and the tiles that they filled, all or nothing. A sequence number or id that is there already
    /// fails the whole step: another writer, or an event that was sent before.
    pub(crate) async fn append(&self, rows: &[NewRow], full: &[FullTile]) -> Result<(), StoreError> {
        let write = self.database.begin().await?;
        let mut rest = rows;
        while !rest.is_empty() {
            // Powers of two: nine statements in all, which stay prepared.
            let count = (1 << rest.len().ilog2()).min(INSERT_ROWS_MAX);
            let (chunk, after) = rest.split_at(count);
            let values = chunk.iter().flat_map(NewRow::values);
            write.run(&insert_text(count, self.database.engine()), values).await?;
            rest = after;
        }
        for tile in full {
            let insert = "INSERT INTO audit_tiles (level, place, hashes) VALUES ($1, $2, $3)";
            let values =
                [i64::from(tile.id.level).into(), place(tile.id)?.into(), tile.hashes.concat().into()];
            write.run(insert, values).await?;
        }
        write.commit().await
    }

    /// The right edge of the tree as the rows and tiles give it.
    pub(crate) async fn edge(&self) -> Result<Edge, StoreError> {
        let size = self.size().await?;
        let mut unfinished = vec![self.leaves(size & !0xFF, size).await?];
        let mut level = 0_u8;
        while size >> (8 * (u32::from(level) + 1)) > 0 {
            let (shift, next) = (8 * (u32::from(level) + 1), 8 * (u32::from(level) + 2));
            let first = size.checked_shr(next).unwrap_or(0) << 8;
            let full = self.full_tiles(level, first, size >> shift).await?;
            unfinished.push(full.iter().map(|hashes| root_of_complete(hashes)).collect());
            level += 1;
        }
        Ok(Edge::from_unfinished(size, unfinished))
    }

    /// The tiles that a plan needs, as they are in a tree of `size`. Unfinished ones at the edge of the present
    /// tree come from `edge`; those of an older size are made of what is below them.
    pub(crate) async fn tiles(&self, ids: &[TileId], edge: &Edge) -> Result<Tiles, StoreError> {
        let mut tiles = Tiles::new();
        for id in ids {
            let hashes = match edge.unfinished(*id) {
                Some(hashes) => hashes.to_vec(),
                None if width(*id, edge.size()) == TILE_WIDTH => {
                    self.full_tiles(id.level, id.place, id.place + 1).await?.remove(0)
                }
                None => continue,
            };
            tiles.insert(*id, hashes);
        }
        Ok(tiles)
    }

    /// The events that have one of these ids.
    pub(crate) async fn find(&self, ids: &[EventId]) -> Result<Vec<AuditRecord>, StoreError> {
        let mut found = Vec::new();
        for chunk in ids.chunks(INSERT_ROWS_MAX) {
            let places: Vec<String> = (1..=chunk.len()).map(|at| format!("${at}")).collect();
            let text = format!(
                "SELECT {} FROM audit_events WHERE audit_id IN ({})",
                COLUMNS.join(", "),
                places.join(", ")
            );
            let values = chunk.iter().map(|id| id.uuid().into());
            let rows = self.database.read().list(&text, values).await?;
            for row in &rows {
                found.push(record(row)?);
            }
        }
        Ok(found)
    }

    /// A run of events in the log's order.
    pub(crate) async fn run(&self, start: u64, limit: u32) -> Result<Vec<AuditRecord>, StoreError> {
        let text = format!(
            "SELECT {} FROM audit_events WHERE sequence >= $1 ORDER BY sequence LIMIT $2",
            COLUMNS.join(", ")
        );
        let values = [signed(start).into(), i64::from(limit).into()];
        let rows = self.database.read().list(&text, values).await?;
        rows.iter().map(record).collect()
    }

    /// Full tiles `first..end` of a level, in order; all of them or an error.
    pub(crate) async fn full_tiles(
        &self,
        level: u8,
        first: u64,
        end: u64,
    ) -> Result<Vec<Vec<Hash>>, StoreError> {
        let text = "SELECT place, hashes FROM audit_tiles WHERE level = $1 AND place >= $2 AND place < $3 ORDER BY place";
        let values = [i64::from(level).into(), signed(first).into(), signed(end).into()];
        let rows = self.database.read().list(text, values).await?;
        let corrupt = || Corrupt { table: "audit_tiles", column: "hashes" };
        if rows.len() as u64 != end - first {
            return Err(corrupt().into());
        }
        let read = |row: &Row| {
            let bytes: Vec<u8> = row.at_place(1)?;
            tile_hashes(&bytes).ok_or_else(|| corrupt().into())
        };
        rows.iter().map(read).collect()
    }

    /// The leaf hashes of the rows `start..end`, all of them or an error.
    async fn leaves(&self, start: u64, end: u64) -> Result<Vec<Hash>, StoreError> {
        let text = "SELECT integrity_hash FROM audit_events WHERE sequence >= $1 AND sequence < $2 ORDER BY sequence";
        let rows = self.database.read().list(text, [signed(start).into(), signed(end).into()]).await?;
        let corrupt = || Corrupt { table: "audit_events", column: "integrity_hash" };
        if rows.len() as u64 != end - start {
            return Err(corrupt().into());
        }
        let read = |row: &Row| {
            let bytes: Vec<u8> = row.at_place(0)?;
            Ok(leaf_of(&bytes.try_into().map_err(|_| corrupt())?))
        };
        rows.iter().map(read).collect()
    }
}

/// A full tile's bytes as hashes.
pub(crate) fn tile_hashes(bytes: &[u8]) -> Option<Vec<Hash>> {
    let (hashes, rest) = bytes.as_chunks::<HASH_BYTES>();
    (rest.is_empty() && hashes.len() == TILE_WIDTH).then(|| hashes.to_vec())
}

fn place(id: TileId) -> Result<i64, StoreError> {
    i64::try_from(id.place).map_err(|_| Corrupt { table: "audit_tiles", column: "place" }.into())
}

/// As the engines keep it. A log of 2^63 events is not one.
fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// On SQLite the places have no numbers: looking up a numbered one takes as long as there are places before it,
/// which made a batch of 256 rows fifty times slower.
fn insert_text(rows: usize, engine: Engine) -> String {
    use std::fmt::Write as _;
    let mut text = format!("INSERT INTO audit_events ({}) VALUES ", COLUMNS.join(", "));
    for row in 0..rows {
        text.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..COLUMNS.len() {
            let comma = if column == 0 { "" } else { ", " };
            match engine {
                Engine::Sqlite => write!(text, "{comma}?"),
                Engine::Postgres => write!(text, "{comma}${}", row * COLUMNS.len() + column + 1),
            }
            .expect("a string takes any text");
        }
        text.push(')');
    }
    text
}
