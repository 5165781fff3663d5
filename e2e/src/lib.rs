//! Floor 5: the whole platform under test, all-in-one and split, driven through the gateway as people drive it.
//!
//! A scenario is one function over a [`TestPlatform`]; `tests/it` runs each in both shapes. Either way the program
//! runs as processes of its own: all-in-one is one, split is one a service, each with its own certificate, port and
//! data directory, on PostgreSQL and Redis, over mutual TLS. They log at `debug` and send their traces to the test, so that
//! what they tell is looked at too.

mod canary;
mod failures;
mod people;
mod shape;
mod traces;

pub use canary::{CANARY, Found, Search, forms};
pub use failures::{EVERY_STORE, Failures};
pub use people::{Person, SignedIn, Turn};
pub use shape::{Shape, TestPlatform};
pub use traces::{Span, Traces};
