//! Whether a turn did what a story wants of it.

use content::model::Act;
use content::text::word_count;
use content_safety_api::Language;
use safety_rules::ladder;

use super::super::plan::{Effect, Route, Urgency, Words};
use super::super::state::State;
use super::{Named, Said, Want};

/// Whether a reply and the state after it hold what is wanted.
pub(super) fn holds(want: &Want, said: &Said, state: &State, language: Language) -> bool {
    match want {
        Want::Acts(_)
        | Want::Act(_)
        | Want::AnyAct(_)
        | Want::NoAct(_)
        | Want::Questions(_)
        | Want::Rule(_)
        | Want::NotRule(_)
        | Want::Route(_)
        | Want::Choices(_)
        | Want::Tool(_)
        | Want::ScreenerItem(_)
        | Want::AsksNothing
        | Want::Cited
        | Want::Card(_)
        | Want::NoCard(_)
        | Want::Reply(_)
        | Want::NoticeFirst
        | Want::NoNotice
        | Want::Flow(_)
        | Want::Step(..) => of_plan(want, said),
        Want::NoFlow => state.stack.is_empty(),
        Want::Stack(flows) => state.stack.iter().map(|frame| &frame.flow).eq(flows),
        Want::Slot(slot, value) => state.slot(slot) == Some(value.of(language).as_str()),
        Want::Ladder(category) => {
            said.plan.route == Route::Crisis
                && state.ladder.as_ref().is_some_and(|ladder| ladder.category == *category)
        }
        Want::NoLadder => {
            said.plan.route != Route::Crisis && state.ladder.as_ref().is_none_or(|ladder| !ladder.is_open())
        }
        Want::MaxWords(count) => word_count(&said.text) <= *count,
        Want::FixedLines => ladder::is_fixed_reply(&said.text),
        Want::Echoes(words) | Want::Recalls(words) => said.text.contains(words.of(language).as_str()),
        Want::Silent(words) => !said.text.contains(words.of(language).as_str()),
        Want::Disclosed(_)
        | Want::Alert
        | Want::NoAlert
        | Want::HandoffNow
        | Want::Effect(_)
        | Want::NoEffect(_)
        | Want::ScreenedAs(_)
        | Want::Forgets(_) => of_effects(want, &said.effects),
    }
}

fn of_plan(want: &Want, said: &Said) -> bool {
    let plan = &said.plan;
    let acts: Vec<Act> = plan.acts().collect();
    let told = |card: &String| {
        plan.pieces.iter().any(|piece| {
            matches!(&piece.words, Words::Card { card: told, .. } if told == card)
                && matches!(piece.act, Act::Offer | Act::Step)
        })
    };
    match want {
        Want::Acts(wanted) => acts == *wanted,
        Want::Act(act) => acts.contains(act),
        Want::AnyAct(wanted) => wanted.iter().any(|act| acts.contains(act)),
        Want::NoAct(act) => !acts.contains(act),
        Want::Questions(count) => plan.questions() == *count,
        Want::Rule(rule) => plan.rule == *rule,
        Want::NotRule(rule) => plan.rule != *rule,
        Want::Route(route) => plan.route == *route,
        Want::Choices(count) => plan.choices.len() == *count,
        Want::Tool(tool) => plan.tool == Some(*tool),
        Want::Cited => !plan.citations.is_empty() && plan.route == Route::Grounded,
        Want::Card(card) => told(card),
        Want::NoCard(card) => !told(card),
        Want::Reply(lang) => plan.language == lang.language(),
        Want::ScreenerItem(number) => asks_item(*number, said),
        Want::AsksNothing => plan.questions() == 0,
        Want::NoticeFirst => plan.pieces.first().is_some_and(|piece| piece.notice),
        Want::NoNotice => plan.pieces.iter().all(|piece| !piece.notice),
        Want::Flow(flow) => plan.flow.as_ref().is_some_and(|(spoke, _)| spoke == flow),
        Want::Step(flow, step) => plan.flow.as_ref() == Some(&(flow.clone(), step.clone())),
        _ => false,
    }
}

/// Whether an item of the screener is asked, in its own words to the letter.
fn asks_item(number: u8, said: &Said) -> bool {
    let Some(pack) = &said.input.screener else { return false };
    said.plan.pieces.iter().any(|piece| match &piece.words {
        Words::Item { instrument, item, hash, .. } => {
            let words = pack.item(usize::from(*item), hash);
            *instrument == pack.id
                && item.checked_add(1) == Some(number)
                && words.is_some_and(|(_, words)| said.text.contains(words))
        }
        _ => false,
    })
}

fn of_effects(want: &Want, effects: &[Effect]) -> bool {
    let alerts = effects.iter().any(|effect| matches!(effect, Effect::Alert(_)));
    let has = |name: &Named| effects.iter().any(|effect| named(effect) == Some(*name));
    match want {
        Want::Disclosed(reason) => effects
            .iter()
            .any(|effect| matches!(effect, Effect::Disclosed { reason: why, .. } if why == reason)),
        Want::Alert => alerts,
        Want::NoAlert => !alerts,
        Want::HandoffNow => effects.contains(&Effect::Handoff(Urgency::Now)),
        Want::Effect(name) => has(name),
        Want::NoEffect(name) => !has(name),
        Want::ScreenedAs(level) => effects
            .iter()
            .any(|effect| matches!(effect, Effect::Scored { score, .. } if score.level == Some(*level))),
        Want::Forgets(ids) => {
            effects.iter().any(|effect| matches!(effect, Effect::Forget(gone) if gone == ids))
        }
        _ => false,
    }
}

/// The name of an effect that a story can want.
pub(super) const fn named(effect: &Effect) -> Option<Named> {
    Some(match effect {
        Effect::PersonRequested => Named::PersonRequested,
        Effect::StaffNote(_) => Named::StaffNote,
        Effect::CheckBack { .. } => Named::CheckBack,
        Effect::CheckBackDone => Named::CheckBackDone,
        Effect::SafetyCheckBack(_) => Named::SafetyCheckBack,
        Effect::Reminder { .. } => Named::Reminder,
        Effect::Daily { .. } => Named::Daily,
        Effect::DailyEnded => Named::DailyEnded,
        Effect::PlanOffered => Named::PlanOffered,
        Effect::Remember(_) => Named::Remember,
        Effect::Forget(_) => Named::Forget,
        Effect::Language(_) => Named::Language,
        Effect::Closed => Named::Closed,
        Effect::Complaint => Named::Complaint,
        Effect::Missed(_) => Named::Missed,
        Effect::Handoff(_) => Named::Handoff,
        _ => return None,
    })
}
