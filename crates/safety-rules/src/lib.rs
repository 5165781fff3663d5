//! Floor 2a: the crisis rules and the fixed lines, pure and without I/O.

mod compose;
mod fold;
mod language;
mod pattern;
mod rules;
mod screen;
mod words;

pub use rules::Sign;
pub use screen::{FINDINGS_MAX, History, RULES_VERSION, Screening, screen, warm_up};
