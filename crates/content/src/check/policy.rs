//! Policy rows and profiles of the law: no tie, no row that can never fire, always one that does.

use std::collections::{BTreeMap, BTreeSet};

use super::super::model::{Guard, Move, Row};
use super::flows::{act_pool, asks};
use super::{Context, Faults, day_number};

pub(super) fn check(context: &Context<'_>, faults: &mut Faults<'_>) {
    let rows = &context.source.policy;
    faults.unique("policy", rows.iter().map(|row| row.id.as_str()));
    let mut priorities = BTreeMap::new();
    for row in rows {
        let item = format!("policy {}", row.id);
        if let Some(other) = priorities.insert(row.priority, &row.id) {
            faults.add(&item, format!("a tie with `{other}`"));
        }
        says(context, &item, row, faults);
    }
    for (at, row) in rows.iter().enumerate() {
        if let Some(above) = rows[..at].iter().find(|above| guards(above).is_subset(&guards(row))) {
            faults.add(&format!("policy {}", row.id), format!("never fires: `{}` always does", above.id));
        }
    }
    if !rows.iter().any(|row| row.when.is_empty()) {
        faults.add("policy", "no row fires for everything else");
    }
    if rows.first().is_none_or(|row| row.then != Move::Ladder) {
        faults.add("policy", "the first row is the crisis ladder");
    }
    jurisdictions(context, faults);
}

fn guards(row: &Row) -> BTreeSet<Guard> {
    row.when.iter().copied().collect()
}

fn says(context: &Context<'_>, item: &str, row: &Row, faults: &mut Faults<'_>) {
    let Move::Say { say, .. } = &row.then else { return };
    if say.is_empty() {
        faults.add(item, "says nothing");
    }
    if say.iter().filter(|act| asks(context, act)).count() > 1 {
        faults.add(item, "asks more than one question");
    }
    for act in say {
        act_pool(context, item, act, faults);
        if act.belongs_to_a_flow() {
            faults.add(item, "this belongs to a flow");
        }
    }
}

fn jurisdictions(context: &Context<'_>, faults: &mut Faults<'_>) {
    let profiles = &context.source.jurisdictions;
    faults.unique("jurisdiction", profiles.iter().map(|profile| profile.id.as_str()));
    let Some(default) = profiles.iter().find(|profile| profile.id == "default") else {
        faults.add("jurisdiction default", "is missing");
        return;
    };
    for profile in profiles {
        let item = format!("jurisdiction {}", profile.id);
        if day_number(&profile.as_of).is_none() || day_number(&profile.in_force).is_none() {
            faults.add(&item, "dates are YYYY-MM-DD");
        }
        if profile.notice_every_minutes == 0
            || profile.notice_every_minutes_minor > profile.notice_every_minutes
        {
            faults.add(&item, "a minor is told at least as often as anybody else");
        }
        // The default satisfies all, so that an unknown place is never told less than the law there wants.
        let looser = default.notice_every_minutes > profile.notice_every_minutes
            || default.notice_every_minutes_minor > profile.notice_every_minutes_minor
            || default.notice_after_idle_days > profile.notice_after_idle_days
            || (profile.notice_at_start && !default.notice_at_start)
            || (profile.notice_when_asked && !default.notice_when_asked)
            || (profile.protocol_page_required && !default.protocol_page_required);
        if looser {
            faults.add(&item, "the default profile is looser than this one");
        }
    }
}
