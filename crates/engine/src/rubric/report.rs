//! Counts, and the rows that come of them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::items::Item;
use super::{Conversation, Part, Reply};

/// The most findings that one row tells.
const FINDINGS_MAX: usize = 20;

/// The pools of words that only say that somebody listens.
const BARE: [&str; 3] = ["presence/", "presence.short/", "answer.short/"];

/// What came of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Every part reaches its threshold.
    Pass,
    /// A part misses its threshold.
    Fail,
    /// What was measured passes, and something was not measured.
    PartlyMeasured,
    /// Nothing of it could be computed from the input.
    NotMeasured,
}

impl Verdict {
    /// In words.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::PartlyMeasured => "partly measured",
            Self::NotMeasured => "not measured",
        }
    }
}

/// One check that did not hold. It holds no words of a resident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The story or the conversation.
    pub conversation: String,
    /// The number of the message.
    pub turn: usize,
    /// The part.
    pub part: &'static str,
    /// What was found.
    pub what: String,
}

/// A part of a row.
#[derive(Clone, Debug, Serialize)]
pub struct PartRow {
    /// Its name; empty when the item has no parts.
    pub name: &'static str,
    /// How often it was checked.
    pub checked: u32,
    /// How often it did not hold.
    pub failed: u32,
    /// The share that held, in thousandths; `None` when nothing was checked.
    pub rate: Option<u32>,
    /// The least share, in thousandths.
    pub threshold: u32,
    /// What came of it.
    pub verdict: Verdict,
}

/// An item's row.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// The item.
    pub item: Item,
    /// What it asks for.
    pub what: &'static str,
    /// Whether a miss stops everything.
    pub blocks: bool,
    /// How often it was checked, over its parts.
    pub checked: u32,
    /// How often it did not hold.
    pub failed: u32,
    /// What came of it.
    pub verdict: Verdict,
    /// Its parts.
    pub parts: Vec<PartRow>,
    /// The first checks that did not hold.
    pub findings: Vec<Finding>,
}

/// What came of all items.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// How many conversations were judged.
    pub conversations: usize,
    /// How many replies they hold.
    pub replies: usize,
    /// How many of these are a word of listening alone, with nothing of what was said: no item of the rubric, but a talk
    /// that is full of them keeps company and does no more.
    pub bare: usize,
    /// One row an item.
    pub rows: Vec<Row>,
}

impl Report {
    /// The row of an item.
    pub fn row(&self, item: Item) -> Option<&Row> {
        self.rows.iter().find(|row| row.item == item)
    }

    /// The items that miss their threshold and stop everything.
    pub fn blocking(&self) -> impl Iterator<Item = &Row> {
        self.missed().filter(|row| row.blocks)
    }

    /// The items that miss their threshold.
    pub fn missed(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| row.verdict == Verdict::Fail)
    }
}

#[derive(Default)]
struct Tally {
    checked: u32,
    failed: u32,
    findings: Vec<Finding>,
}

/// The counts of all items.
#[derive(Default)]
pub(super) struct Tallies {
    parts: BTreeMap<(Item, &'static str), Tally>,
}

impl Tallies {
    /// Counts one check.
    pub(super) fn count(
        &mut self,
        item: Item,
        part: &'static str,
        conversation: &str,
        turn: usize,
        holds: bool,
        why: impl FnOnce() -> String,
    ) {
        debug_assert!(item.parts().iter().any(|known| known.name == part), "{item:?} has no part `{part}`");
        let tally = self.parts.entry((item, part)).or_default();
        tally.checked = tally.checked.saturating_add(1);
        if holds {
            return;
        }
        tally.failed = tally.failed.saturating_add(1);
        if tally.findings.len() < FINDINGS_MAX {
            tally.findings.push(Finding { conversation: conversation.to_owned(), turn, part, what: why() });
        }
    }

    /// The rows.
    pub(super) fn report(mut self, conversations: &[Conversation]) -> Report {
        let rows = Item::ALL.into_iter().map(|item| self.row(item)).collect();
        let replies = |conversation: &Conversation| {
            conversation.exchanges.iter().filter(|exchange| exchange.reply.is_some()).count()
        };
        let bare = |conversation: &Conversation| {
            conversation
                .exchanges
                .iter()
                .filter_map(|exchange| exchange.reply.as_ref())
                .filter(|reply| is_bare(reply))
                .count()
        };
        Report {
            conversations: conversations.len(),
            replies: conversations.iter().map(replies).sum(),
            bare: conversations.iter().map(bare).sum(),
            rows,
        }
    }

    fn row(&mut self, item: Item) -> Row {
        let mut findings = Vec::new();
        let mut parts = Vec::new();
        for part in item.parts() {
            let tally = self.parts.remove(&(item, part.name)).unwrap_or_default();
            parts.push(part_row(*part, &tally));
            findings.extend(tally.findings);
        }
        findings.truncate(FINDINGS_MAX);
        let any = |verdict: Verdict| parts.iter().any(|part| part.verdict == verdict);
        let all = |verdict: Verdict| parts.iter().all(|part| part.verdict == verdict);
        let verdict = if any(Verdict::Fail) {
            Verdict::Fail
        } else if all(Verdict::NotMeasured) {
            Verdict::NotMeasured
        } else if all(Verdict::Pass) {
            Verdict::Pass
        } else {
            Verdict::PartlyMeasured
        };
        Row {
            item,
            what: item.what(),
            blocks: item.blocks(),
            checked: parts.iter().map(|part| part.checked).sum(),
            failed: parts.iter().map(|part| part.failed).sum(),
            verdict,
            parts,
            findings,
        }
    }
}

/// Whether a reply is a word of listening alone.
fn is_bare(reply: &Reply) -> bool {
    let listens = |line: &String| BARE.iter().any(|pool| line.starts_with(pool));
    !reply.lines.is_empty() && reply.lines.iter().all(listens)
}

fn part_row(part: Part, tally: &Tally) -> PartRow {
    let held = u64::from(tally.checked - tally.failed);
    let share = (held * 1_000).checked_div(u64::from(tally.checked));
    let rate = share.and_then(|share| u32::try_from(share).ok());
    // Compared as a product: a rounded share could pass by its rounding.
    let reaches = held * 1_000 >= u64::from(tally.checked) * u64::from(part.least);
    let verdict = match rate {
        None => Verdict::NotMeasured,
        Some(_) if reaches => Verdict::Pass,
        Some(_) => Verdict::Fail,
    };
    PartRow {
        name: part.name,
        checked: tally.checked,
        failed: tally.failed,
        rate,
        threshold: part.least,
        verdict,
    }
}
