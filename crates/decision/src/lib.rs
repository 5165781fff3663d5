//! Floor 2a: decisions about patients' information, evaluated in process by every service that holds some.
//!
//! A [`Decider`] gathers the facts — the live edges from relationship-management, the verdict from consent —
//! and evaluates the Cedar policies in `policies/` with both as context. Deny is the default; when a fact
//! cannot be had the answer is an error, which the one who enforces treats as a denial.
//!
//! It keeps no cache: each decision asks for the facts anew, so a revocation holds from its commit on. That is
//! the epoch lease of DESIGN §6 with a length of zero.
//!
//! Beside `consent-api` it knows `relationship-management-api`: the facts' own contracts, and nothing more.

mod decider;
mod policies;

pub use decider::{ASKS_MAX, Actor, Ask, Decider, Decision, DecisionError};
pub use policies::{Facts, Outcome, PolicySet, Who};
