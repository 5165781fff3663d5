//! Suicide: a wish to be dead, thoughts, method, intent, plan, behaviour, means; and the indirect words of older
//! people. Levels follow COMPLIANCE §5.1: low is a wish or thoughts, medium a method or older behaviour, high
//! intent, a plan or recent behaviour, critical an attempt in progress, means in hand or a stated time.

mod complaints;
mod despair;
mod intent;
mod means;
mod wish;

use content_safety_api::{CrisisCategory, Level};

use super::Rule;

/// What the code of an everyday complaint begins with: a doubt, which one soft question settles.
pub(crate) const DOUBT: &str = "si.doubt.";

const fn si(code: &'static str, level: Level, patterns: &'static [&'static str]) -> Rule {
    Rule::finding(code, CrisisCategory::SuicidalIdeation, level, patterns)
}

/// The rules.
pub(crate) fn rules() -> impl Iterator<Item = &'static Rule> {
    [wish::RULES, intent::RULES, means::RULES, despair::RULES, complaints::RULES].into_iter().flatten()
}
