//! Floor 2a: what may be lost — rate counters now, cache tiers and wake-ups with the services that need them.
//!
//! Losing all of it changes latency and fairness, never an answer and never a right.

mod rate;

pub use rate::{Limit, RateLimiter, Wait};
