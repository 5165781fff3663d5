//! Floor 2a: the crisis rules and the fixed lines, pure and without I/O.
//!
//! Whatever looks like a crisis is answered by fixed text within the same call, with every store and
//! model down. So this crate has no clock, no chance, no async, no file and no network: the same input gives the
//! same bytes on every machine, and ai-gateway links it instead of asking a peer.
//!
//! * [`screen`] reads a message: findings with place and reason, a level, what to remember for the next one.
//! * [`ladder::step`] says what a risk turn says: fixed lines by id, resources, effects.
//! * [`resources`](resources()) gives the numbers of a place, and none where none is certain.
//! * [`ConversationLevel`] rises at once and steps down only by rule.
//! * [`guard`](guard()) names what a reply must not say; [`Holdback`] shows of one that is still being written what is
//!   surely let through.
//!
//! Nothing here has been reviewed by a clinician yet ([`ladder::REVIEW`]); rules and lines are authored by the
//! project and measured on public data (see `examples/measure.rs`).

mod compose;
mod contractions;
mod conversation;
mod guard;
mod holdback;
pub mod ladder;
mod language;
mod pattern;
mod resources;
mod rules;
mod screen;
pub mod training;
mod weights;
mod words;

pub use conversation::{ConversationLevel, Evidence, StepDownRule};
pub use guard::guard;
pub use holdback::Holdback;
pub use resources::{ContactKind, Help, Place, Resource, resources, shown};
pub use rules::Sign;
pub use screen::{FINDINGS_MAX, Hint, History, RULES_VERSION, Screening, screen, screen_hashed, warm_up};
pub use weights::weights_ready;

/// Which rules and weights read a message, as every analysis says it.
pub fn versions() -> String {
    format!("{RULES_VERSION}, {}", training::WEIGHTS_VERSION)
}
