//! The risky parts, kept as tests: one operation through both transports, streamed and cancelled, and who is
//! let in.

mod admission;
mod renewal;
mod silence;
mod slow;
mod streaming;
#[expect(unreachable_pub, reason = "contracts are public by their macro")]
mod support;
