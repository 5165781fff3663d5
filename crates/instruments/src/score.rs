//! From answers to a result: sums with turned items, percentages, prorating as published, and the screener's level.

use content_safety_api::Level;
use safety_rules::ladder::ScreenAnswers;
use serde::{Deserialize, Serialize};

use super::pack::{Pack, Tier};

/// How answers become a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// The sum. Up to so many unanswered items take the mean of the others, rounded to a whole score; with more
    /// there is none.
    Sum {
        /// The most unanswered items.
        unanswered_max: u8,
    },
    /// The sum as a percentage of the greatest; every item must be answered.
    Percent,
    /// The six questions and the recency of a suicide risk screener: a level from 0 to 3, with what is unanswered
    /// taken as yes.
    Screener,
}

/// What came back to an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// This value.
    Answered(u8),
    /// It was left out by the resident.
    Declined,
    /// An earlier answer jumped over it.
    Skipped,
}

/// A result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// The score; `None` when too many items were left out.
    pub value: Option<u16>,
    /// Whether left-out items took the mean of the others.
    pub prorated: bool,
    /// How many items were left out.
    pub unanswered: u8,
    /// The band, by id.
    pub band: Option<String>,
    /// How heavy that band is.
    pub tier: Option<Tier>,
    /// The level, where the instrument is a risk screener.
    pub level: Option<Level>,
}

/// Why there is no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScoreError {
    /// Items are left that were not asked.
    #[error("not every item was asked")]
    Incomplete,
    /// A value that the item does not have.
    #[error("an answer is outside the scale")]
    Value,
}

/// The item that comes next, counted from zero; `None` when all were asked. Items that an answer jumps over are to
/// be noted as [`Reply::Skipped`] by the caller: the second part says how many.
pub fn next_item(pack: &Pack, replies: &[Reply]) -> Option<(usize, usize)> {
    let at = replies.len();
    if at >= pack.items.len() {
        return None;
    }
    let last = replies.iter().rposition(|reply| *reply != Reply::Skipped);
    let jump = last.and_then(|item| {
        let Reply::Answered(value) = replies[item] else { return None };
        pack.skips.iter().find(|skip| usize::from(skip.item) == item + 1 && skip.value == value)
    });
    let to = jump.map_or(at, |skip| usize::from(skip.to) - 1).max(at);
    (to < pack.items.len()).then(|| (to, to - at))
}

/// Whether an answer opens the risk gate at once.
pub fn opens_gate(pack: &Pack, item: usize, value: u8) -> bool {
    pack.gates.iter().any(|gate| usize::from(gate.item) == item + 1 && value >= gate.from)
}

/// The result of a whole run.
///
/// # Errors
/// Items that were not asked, or a value outside the scale.
pub fn score(pack: &Pack, replies: &[Reply]) -> Result<Score, ScoreError> {
    let mut replies = replies.to_vec();
    if replies.len() < pack.items.len() {
        if next_item(pack, &replies).is_some() {
            return Err(ScoreError::Incomplete);
        }
        replies.resize(pack.items.len(), Reply::Skipped);
    }
    for (item, reply) in pack.items.iter().zip(&replies) {
        if matches!(reply, Reply::Answered(value) if !(item.least..=item.most).contains(value)) {
            return Err(ScoreError::Value);
        }
    }
    let unanswered = replies.iter().filter(|reply| **reply == Reply::Declined).count();
    let unanswered = u8::try_from(unanswered).unwrap_or(u8::MAX);
    let level = (pack.rule == Rule::Screener).then(|| screener(&replies));
    let value = match pack.rule {
        Rule::Sum { unanswered_max } if unanswered <= unanswered_max => sum(pack, &replies),
        Rule::Percent if unanswered == 0 => {
            let most: u32 = pack.items.iter().map(|item| u32::from(item.most)).sum();
            sum(pack, &replies).and_then(|sum| u16::try_from(u32::from(sum) * 100 / most.max(1)).ok())
        }
        Rule::Screener => level.map(rank),
        Rule::Sum { .. } | Rule::Percent => None,
    };
    let band = value.and_then(|value| pack.bands.iter().rev().find(|band| band.from <= value));
    Ok(Score {
        value,
        prorated: unanswered > 0 && value.is_some() && pack.rule != Rule::Screener,
        unanswered,
        band: band.map(|band| band.id.clone()),
        tier: band.map(|band| band.tier),
        level,
    })
}

/// The sum, with left-out items at the mean of the others; a half is rounded up.
fn sum(pack: &Pack, replies: &[Reply]) -> Option<u16> {
    let mut total: u32 = 0;
    let mut count: u32 = 0;
    for (item, reply) in pack.items.iter().zip(replies) {
        if let Reply::Answered(value) = reply {
            let value = if item.reversed { item.least + item.most - value } else { *value };
            total += u32::from(value);
            count += 1;
        }
    }
    let all = u32::try_from(pack.items.len()).ok()?;
    if count == 0 {
        return None;
    }
    u16::try_from((2 * total * all + count) / (2 * count)).ok()
}

fn screener(replies: &[Reply]) -> Level {
    // A jumped-over item was answered by what came before it; a left-out one counts as yes.
    let answer = |item: usize| match replies.get(item) {
        Some(Reply::Answered(value)) => Some(*value > 0),
        Some(Reply::Skipped) => Some(false),
        Some(Reply::Declined) | None => None,
    };
    ScreenAnswers {
        wish: answer(0),
        thoughts: answer(1),
        method: answer(2),
        intent: answer(3),
        plan: answer(4),
        behaviour: answer(5),
        recent: answer(6),
    }
    .level()
}

const fn rank(level: Level) -> u16 {
    match level {
        Level::None => 0,
        Level::Low => 1,
        Level::Medium => 2,
        Level::High | Level::Critical => 3,
    }
}
