//! Floor 2a: SQLite and PostgreSQL through one layer.
//!
//! A relational service has one concrete store over a [`Database`]; the same code and the same migrations run
//! on both engines. What this crate gives, and nothing more: opening with migrations, reading, one way to
//! begin a transaction, and errors that a service can act on.
//!
//! ```ignore
//! let write = self.database.begin().await?;      // see below
//! write.run("INSERT INTO notes (id, owner) VALUES ($1, $2)", [id.into(), owner.into()]).await?;
//! trail.append(&write, event).await?;            // the event, in the same atomic step
//! write.commit().await?;
//! ```
//!
//! * **One way to begin.** On PostgreSQL a future that is dropped inside `BEGIN` leaves the driver's pooled
//!   connection in an open transaction, and later writes of other requests fall into it. [`Database::begin`]
//!   runs it to the end on a task of its own; `clippy.toml` bans every other way. A commit is run to its end on
//!   both engines.
//! * **SQLite has no thread of its own**: statements run where they are asked for, and only what waits for the
//!   disk is handed to a blocking thread. One connection writes (WAL, `synchronous=FULL`, immediate
//!   transactions), a few read beside it. ADR 0009 says what is gained and what is given up.
//! * **Nothing is converted in silence**: a [`Value`] has a kind, a NULL too, and a column is read as what it is.
//! * **Instants are integers**: microseconds since 1970 ([`kernel::Timestamp::as_micros`]) in a `BIGINT`. Text
//!   instants of SQLite do not sort when some have decimals and some have not, and PostgreSQL keeps no more.
//! * SQLite has no `FOR UPDATE SKIP LOCKED`: a claim is one `UPDATE … RETURNING` on both engines ([`timers`]).

mod database;
mod error;
pub mod failpoint;
mod migrate;
mod observer;
mod postgres;
mod row;
mod sqlite;
mod statements;
pub mod timers;
mod value;

pub use database::{Database, Engine, Location, Reader, Write};
pub use error::{Cause, Corrupt, OpenError, StoreError};
pub use migrate::{Migration, Step};
pub use observer::observe;
pub use row::{Column, Columns, Row};
pub use statements::Statements;
pub use value::Value;

/// How long a statement waits for a lock, and whoever writes for a connection.
const WAIT: std::time::Duration = std::time::Duration::from_secs(5);
