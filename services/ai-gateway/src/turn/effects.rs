//! What becomes of what the engine orders: the alert here, what is kept of the resident in `kept`, where every effect is
//! named, so that none is promised in words and carried out by nobody.

use chassis::Metrics;
use chat_history_api::NewAlert;
use content_safety_api::Level;
use safety_rules::Screening;
use safety_rules::ladder::LadderState;

use engine::Effect;

/// The alert that a turn raises: from `medium` up by the message itself or by an answer on the ladder, and whenever
/// a person is wanted.
pub(super) fn alert(
    screening: &Screening,
    ladder: Option<&LadderState>,
    effects: &[Effect],
) -> Option<NewAlert> {
    let (mut level, mut person_requested) = (screening.level, false);
    for effect in effects {
        match effect {
            Effect::Alert(answered) => level = level.max(*answered),
            Effect::PersonRequested | Effect::Handoff(_) => person_requested = true,
            // With the state that is kept between turns (`saved`), with what is kept of the resident (`kept`), or counted.
            _ => {}
        }
    }
    if !level.needs_human() && !person_requested {
        return None;
    }
    // An answer shows no danger in its own words: the kind is what it was an answer about.
    let answered = ladder.filter(|_| screening.categories.is_empty() && level > Level::None);
    let categories = answered.map_or_else(|| screening.categories.clone(), |ladder| vec![ladder.category]);
    Some(NewAlert { level: level.max(Level::Low), categories, person_requested })
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
