//! Floor 5: the whole platform under test, all-in-one and split, driven through the gateway as people drive it.
//!
//! A scenario is one function over a [`TestPlatform`]; `tests/it` runs each in both shapes. Split, every service
//! is a platform of its own with its own certificate, port and data directory, on PostgreSQL, over mutual TLS.

mod people;
mod shape;

pub use people::{Person, Turn};
pub use shape::{TestPlatform, postgres_url};
