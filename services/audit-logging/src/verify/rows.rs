//! Reads the rows of a SQLite store, cell by cell, as they are on disk.
//!
//! With a reader of its own: the services' driver hands each row through a channel and several copies, which
//! costs more than all the hashing. Cells are taken with the type they have; a text where an id belongs is an
//! altered row, never a conversion.

use std::path::Path;

use audit_logging_api::{AuditRecord, Encoder};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, Row, Statement};

use crate::error::LogError;
use crate::merkle::Hash;
use crate::store::{COLUMNS, Store, from_hex};
use crate::tiles::FullTile;
use crate::verify::walk::Walk;
use crate::verify::{Finding, Report};

/// What a column of the canonical form holds, in the order of [`COLUMNS`] from the third on.
#[derive(Clone, Copy)]
enum Cell {
    Id,
    Text,
    Number,
    Flag,
}

const CELLS: [Cell; 23] = {
    use Cell::{Flag, Id, Number, Text};
    [
        Id, Id, Text, Text, Text, Text, Id, Id, Id, Flag, Text, Text, Text, Text, Text, Number, Text, Text,
        Id, Id, Text, Text, Number,
    ]
};
const FIRST_CELL: usize = 2;
const SALT: usize = 25;
const HASH: usize = 26;

/// Walks over all rows of the store.
pub(crate) fn walk(path: &Path, mut walk: Walk) -> Report {
    if let Err(error) = open(path).and_then(|store| read(&store, &mut walk)) {
        walk.report.add(Finding::Store(error.to_string()));
    }
    walk.finish()
}

fn open(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let store = Connection::open_with_flags(path, flags)?;
    // One state of the store for the whole walk, also while the service appends.
    store.execute_batch("PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; BEGIN")?;
    match store.query_row("SELECT 1 FROM sqlite_schema LIMIT 1", [], |_| Ok(())) {
        Ok(()) | Err(rusqlite::Error::QueryReturnedNoRows) => Ok(store),
        // A directory that cannot be written has no place for the file that coordinates readers and a writer.
        Err(_) => Connection::open_with_flags(
            format!("file:{}?immutable=1", path.display()),
            flags | OpenFlags::SQLITE_OPEN_URI,
        ),
    }
}

fn read(store: &Connection, walk: &mut Walk) -> rusqlite::Result<()> {
    let text = format!("SELECT {} FROM audit_events ORDER BY sequence", COLUMNS.join(", "));
    let mut select = store.prepare(&text)?;
    let mut tiles = store.prepare("SELECT hashes FROM audit_tiles WHERE level = ?1 AND place = ?2")?;
    let mut rows = select.query([])?;
    let mut canonical = Vec::with_capacity(1024);
    while let Some(row) = rows.next()? {
        take(row, walk, &mut canonical)?;
        for tile in std::mem::take(&mut walk.full) {
            walk.tiles += 1;
            if !is_stored(&mut tiles, &tile)? {
                walk.altered_tile(&tile);
            }
        }
    }
    let stored: i64 = store.query_row("SELECT COUNT(*) FROM audit_tiles", [], |row| row.get(0))?;
    if u64::try_from(stored).is_ok_and(|stored| stored > walk.tiles) {
        let what = format!("{stored} tiles, where the rows give {}", walk.tiles);
        walk.report.add(Finding::Store(what));
    }
    Ok(())
}

fn take(row: &Row<'_>, walk: &mut Walk, canonical: &mut Vec<u8>) -> rusqlite::Result<()> {
    let ValueRef::Integer(sequence) = row.get_ref(0)? else {
        walk.row(-1, None, &[], None);
        return Ok(());
    };
    let whole = encode(row, sequence, canonical)?;
    let salt = blob(row.get_ref(SALT)?).unwrap_or_default();
    let hash: Option<&Hash> = blob(row.get_ref(HASH)?).and_then(|bytes| bytes.try_into().ok());
    walk.row(sequence, whole.then_some(canonical.as_slice()), salt, hash);
    Ok(())
}

/// The canonical form of a row's cells. `false` when a cell has a type that no recorded one has. It holds
/// the row's own number: a row that was moved is not what was recorded.
fn encode(row: &Row<'_>, sequence: i64, canonical: &mut Vec<u8>) -> rusqlite::Result<bool> {
    let ValueRef::Integer(recorded_at) = row.get_ref(1)? else { return Ok(false) };
    let Ok(sequence) = u64::try_from(sequence) else { return Ok(false) };
    let mut form = Encoder::start(canonical, sequence, recorded_at);
    for (place, cell) in CELLS.iter().enumerate() {
        let value = row.get_ref(FIRST_CELL + place)?;
        match (cell, value) {
            (Cell::Id, ValueRef::Blob(bytes)) => match <&[u8; 16]>::try_from(bytes) {
                Ok(id) => form.id(Some(id)),
                Err(_) => return Ok(false),
            },
            (Cell::Text, ValueRef::Text(text)) => form.text(Some(text)),
            (Cell::Number, ValueRef::Integer(number)) => form.number(Some(number)),
            (Cell::Flag, ValueRef::Integer(flag @ (0 | 1))) => form.flag(flag == 1),
            // Absence has one form for every kind.
            (Cell::Id | Cell::Text | Cell::Number, ValueRef::Null) => form.id(None),
            _ => return Ok(false),
        };
    }
    Ok(true)
}

fn blob(value: ValueRef<'_>) -> Option<&[u8]> {
    match value {
        ValueRef::Blob(bytes) => Some(bytes),
        _ => None,
    }
}

fn is_stored(select: &mut Statement<'_>, tile: &FullTile) -> rusqlite::Result<bool> {
    let place = i64::try_from(tile.id.place).unwrap_or(-1);
    let mut rows = select.query((i64::from(tile.id.level), place))?;
    let Some(row) = rows.next()? else { return Ok(false) };
    Ok(blob(row.get_ref(0)?).is_some_and(|bytes| bytes == tile.hashes.as_flattened()))
}

/// Rows of a server that are read at once.
const PAGE: u32 = 1000;

/// Walks over all rows of a store that is on a server.
pub(crate) async fn walk_store(store: &Store, walk: &mut Walk) -> Result<(), LogError> {
    let (mut next, mut canonical) = (0, Vec::with_capacity(1024));
    loop {
        let records = store.run(next, PAGE).await?;
        let Some(last) = records.last() else { break };
        next = last.sequence + 1;
        for record in &records {
            take_record(record, walk, &mut canonical);
            for tile in std::mem::take(&mut walk.full) {
                walk.tiles += 1;
                let stored = store.full_tiles(tile.id.level, tile.id.place, tile.id.place + 1).await;
                if !stored.is_ok_and(|stored| stored.first() == Some(&tile.hashes)) {
                    walk.altered_tile(&tile);
                }
            }
        }
    }
    Ok(())
}

fn take_record(record: &AuditRecord, walk: &mut Walk, canonical: &mut Vec<u8>) {
    record.event.encode(record.sequence, record.recorded_at, &record.event.context_text(), canonical);
    let salt = from_hex::<16>(&record.salt).unwrap_or_default();
    let hash = from_hex::<32>(&record.integrity_hash);
    walk.row(i64::try_from(record.sequence).unwrap_or(-1), Some(canonical), &salt, hash.as_ref());
}
