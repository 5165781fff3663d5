//! The fixed lines, by ladder. Short, plain, one question at most, no words of any instrument. They are reviewed
//! as a whole: `REVIEW` says by whom.

pub(crate) mod abuse;
pub(crate) mod body;
pub(crate) mod common;
pub(crate) mod mind;
pub(crate) mod others;
pub(crate) mod referral;
pub(crate) mod suicide;

use super::line::Line;

/// Who has reviewed the lines. No clinician has yet: an operator must have them reviewed before use with people.
pub const REVIEW: &str = "authored by the project; not yet reviewed by a clinician";

/// All lines that are compiled in.
pub(crate) fn all() -> impl Iterator<Item = &'static Line> {
    [
        suicide::LINES,
        suicide::SELF_HARM,
        body::LINES,
        body::INABILITY,
        body::EATING,
        abuse::LINES,
        others::LINES,
        mind::LINES,
        common::LINES,
    ]
    .into_iter()
    .chain(referral::PLACES.iter().copied())
    .flatten()
}
