//! Floor 2a: SQLite and PostgreSQL through one layer.
//!
//! A relational service has one concrete store over a [`Database`]; the same code and the same migrations run
//! on both engines. What this crate gives, and nothing more: opening with migrations, reading, one way to
//! begin a transaction, and errors that a service can act on.
//!
//! ```ignore
//! let write = self.database.begin().await?;      // always spawned, see below
//! insert.exec(&write).await?;
//! outbox.append(&write, &event).await?;          // the event, in the same atomic step
//! write.commit().await?;
//! ```
//!
//! * **Begin is spawned.** A future that is dropped inside `BEGIN` leaves the driver's pooled connection in an
//!   open transaction, and later writes of other requests fall into it. [`Database::begin`] runs it to the
//!   end on a task of its own; `clippy.toml` bans every other way. A commit is run to its end as well.
//! * **One writer on SQLite**: a pool of one connection for writes (WAL, `synchronous=FULL`, immediate
//!   transactions) and a pool of readers beside it.
//! * **Instants are integers**: microseconds since 1970 ([`kernel::Timestamp::as_micros`]) in a `BIGINT`. Text
//!   instants of SQLite do not sort when some have decimals and some have not, and PostgreSQL keeps no more.
//! * SQLite drops `FOR UPDATE SKIP LOCKED`: a claim is one `UPDATE … RETURNING` on both engines.

mod database;
mod error;
pub mod failpoint;
mod migrate;
mod statements;
mod together;

pub use database::{Database, Engine, Location, Reader, Write};
pub use error::{Corrupt, OpenError, StoreError};
pub use migrate::{Migration, Step, index};
pub use statements::{Columns, Row, Statements};
pub use together::Together;

/// The query builder and entities of the layer below, for store files alone.
pub use sea_orm;
