//! Tests only: conditions with a deadline, processes that are always ended, certificates of a run's own, databases
//! of a test's own on each engine, and a house in which one service stands among fake peers. Knows no service.
//!
//! It is a crate so that a trap found in one place (a process left behind, a schema that stays, a test that sleeps)
//! is mended for all tests.

mod certificates;
mod conditions;
mod house;
mod ports;
mod process;
mod stores;

pub use certificates::Certificates;
pub use conditions::{PATIENCE, eventually, wait_until};
pub use house::House;
pub use ports::{answer_of, free_port};
pub use process::Process;
pub use stores::{OwnStores, on_every_engine, postgres_url, redis_url};
