//! Floor 0: the values that every other crate speaks in. No I/O, no async, no service's words.
//!
//! Time and chance are arguments: nothing below the binary reads the wall clock or the system's random
//! source except through [`Sources`], so every test can hold both still.

mod chance;
mod error;
mod ids;
mod money;
mod paging;
mod phi;
mod time;

pub use chance::{Random, SeededRandom, SystemRandom};
pub use error::{ErrorCode, ErrorKind};
pub use ids::*;
pub use money::Money;
pub use paging::{Cursor, Page, PageLimit};
pub use phi::Phi;
pub use time::{Clock, ManualClock, Sources, SystemClock, Timestamp};
