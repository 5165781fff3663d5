//! The contract of consent: who may see what about whom, why, and until when.
//!
//! The vocabulary of decisions (`Category`, `Action`, `Purpose`) stands in `api`, where every operation's
//! binding names it; it is re-exported here, as the words of this service.

mod decide;

pub use api::{Action, Category, Purpose};
pub use decide::{Decide, Edge, EdgeKind, Obligation, Question, Questions, Reason, Verdict, Verdicts};

use api::Described;

/// All operations of consent.
pub fn operations() -> Vec<Described> {
    vec![Described::of::<Decide>()]
}
