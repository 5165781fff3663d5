//! What becomes of what the engine orders. Every effect is named here: one that nobody carries out must not be
//! promised in words.

use chassis::Metrics;
use chat_history_api::NewAlert;
use content_safety_api::Level;
use safety_rules::Screening;

use engine::Effect;

/// The alert that a turn raises: from `medium` up by the message itself or by an answer on the ladder, and whenever
/// a person is wanted.
pub(super) fn alert(screening: &Screening, effects: &[Effect]) -> Option<NewAlert> {
    let (mut level, mut person_requested) = (screening.level, false);
    for effect in effects {
        match effect {
            Effect::Alert(answered) => level = level.max(*answered),
            Effect::PersonRequested | Effect::Handoff(_) => person_requested = true,
            // With the state that is kept between turns.
            Effect::Disclosed { .. }
            | Effect::CheckBack { .. }
            | Effect::CheckBackDone
            | Effect::Language(_) => {}
            // Kept in the turn's record until their parts arrive: timers, remembered facts, stories, questionnaires,
            // notes.
            Effect::SafetyCheckBack(_)
            | Effect::Reminder { .. }
            | Effect::Daily { .. }
            | Effect::DailyEnded
            | Effect::CheckedIn(_)
            | Effect::FollowedUp(_)
            | Effect::DueTaken(_)
            | Effect::MemoryConsent(_)
            | Effect::Remember(_)
            | Effect::Correct { .. }
            | Effect::Confirm(_)
            | Effect::Forget(_)
            | Effect::SaveStory { .. }
            | Effect::InstrumentProgress { .. }
            | Effect::InstrumentPaused { .. }
            | Effect::Scored { .. }
            | Effect::Declined(_)
            | Effect::StaffNote(_) => {}
            // Counted.
            Effect::Closed | Effect::Complaint | Effect::Missed(_) | Effect::PoolExhausted(_) => {}
        }
    }
    if !level.needs_human() && !person_requested {
        return None;
    }
    Some(NewAlert {
        level: level.max(Level::Low),
        categories: screening.categories.clone(),
        person_requested,
    })
}

/// Counts what the people who write the lines want to know; no words of anybody's.
pub(super) fn count(effects: &[Effect], metrics: &Metrics) {
    for effect in effects {
        match effect {
            Effect::Complaint => metrics.compliance("ai-gateway", "complaint"),
            Effect::Missed(_) => metrics.compliance("ai-gateway", "not_understood"),
            Effect::PoolExhausted(_) => metrics.compliance("ai-gateway", "pool_exhausted"),
            _ => {}
        }
    }
}
