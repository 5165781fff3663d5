//! Questionnaires: what one is, how it is scored, and when it may be asked.
//!
//! The words of an instrument belong to its authors and are **not** in this repository. An operator who has the
//! right to use one installs a *pack*: a JSON file with the exact words, a hash of each item, the rights note, and
//! the rules. For the instruments that we know by name ([`KNOWN`]) the rules of a pack must be the published ones,
//! or it is refused ([`Pack::read`]); what we ship of them is their shape and the place where it was published.
//!
//! Everything here is a pure function: no clock, no store. The engine asks the items; the service keeps the answers.

mod known;
mod pack;
mod schedule;
mod score;

pub use known::{KNOWN, Known, known};
pub use pack::{
    Band, Bars, Fault, Gate, ItemRule, ItemText, Pack, PackText, ScaleLabel, Skip, Tier, digest_hex,
    installed_name, is_as_installed, item_hash,
};
pub use schedule::{NotNow, Situation, may_ask};
pub use score::{Reply, Rule, Score, ScoreError, next_item, opens_gate, score};

#[cfg(test)]
mod tests;
