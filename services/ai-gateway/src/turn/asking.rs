//! What the engine is asked with, and what its answer means for people.

use api::Words;
use chat_history_api::NewAlert;
use content_safety_api::{Level, Span};
use kernel::{ConversationId, Timestamp, TurnId};
use safety_rules::{Place, Screening};

use crate::engine::{Consent, Effect, Input, Profile, TimeFacts};

const DAY_MICROS: i64 = 86_400_000_000;
const HOUR_MICROS: i64 = 3_600_000_000;

/// The input of a turn, as far as it is known without asking anybody.
pub(crate) fn input(
    place: &str,
    turn: TurnId,
    conversation: ConversationId,
    text: Words,
    screening: Screening,
    now: Timestamp,
) -> Input {
    let text = text.into_exposed();
    let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    Input {
        turn,
        conversation,
        screening,
        emotions: Vec::new(),
        // Until the analysis says which words are identifiers, all of them may be: nothing is said back.
        identifiers: if length == 0 { Vec::new() } else { vec![Span::new(0, length)] },
        text,
        profile: Profile::default(),
        time: TimeFacts {
            now,
            day: u32::try_from(now.as_micros().div_euclid(DAY_MICROS)).unwrap_or(0),
            hour: u8::try_from(now.as_micros().rem_euclid(DAY_MICROS) / HOUR_MICROS).unwrap_or(12),
            minutes_since_notice: None,
            days_since_last_use: None,
            session_minutes: 0,
        },
        consent: Consent::default(),
        facts: Vec::new(),
        due: None,
        place: place.to_owned(),
        acknowledged: false,
    }
}

/// The alert that a turn raises: from `medium` up by the message itself, or by an answer on the ladder.
pub(crate) fn alert(screening: &Screening, effects: &[Effect]) -> Option<NewAlert> {
    let by_answer = effects.iter().filter_map(|effect| match effect {
        Effect::Alert(level) => Some(*level),
        _ => None,
    });
    let level = by_answer.chain([screening.level]).max()?;
    level.needs_human().then(|| NewAlert { level, categories: screening.categories.clone() })
}

/// Help that is there now, in the language of the message.
pub(crate) fn resources(place: &str, screening: &Screening) -> Vec<ai_gateway_api::Resource> {
    let Some(category) = screening.primary().filter(|_| screening.level > Level::None) else {
        return Vec::new();
    };
    let language = screening.language.unwrap_or_default();
    safety_rules::resources(Place::parse(place), category, screening.level, language)
        .into_iter()
        .map(|resource| ai_gateway_api::Resource {
            id: resource.id.to_owned(),
            name: resource.name.to_owned(),
            kind: resource.kind.name().to_owned(),
            contact: resource.contact.map(str::to_owned),
        })
        .collect()
}
