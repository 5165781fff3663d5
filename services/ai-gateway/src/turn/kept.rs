//! What is kept of the resident across conversations, between chat-history's words and the engine's.

use api::{Opaque, Words};
use chat_history_api::{
    AssessmentResult, AssignedInstrument, CompanionChange, DueItem, DueKind as KeptDue, Known, Moves,
    NewFact as KeptFact, RememberedFact, RememberedTalk, Sensitivity as KeptSensitivity, TalkTopic,
};
use content::model::{Mobility, Ritual};
use engine::{CheckBackOf, Due, Effect, Fact, Input, Instrument, NewFact, Sensitivity, Talked};
use instruments::Pack;
use kernel::{FactId, Timestamp};
use serde::de::DeserializeOwned;

use super::asking::Here;
use super::saved::LONG_MINUTES;
use super::telling::word;

/// Gives the engine what is known, as far as it may know it.
pub(super) fn inform(input: &mut Input, known: &Known, may_remember: bool, packs: &[Pack]) {
    let profile = &known.profile;
    input.profile.language = input.profile.language.or(profile.language);
    input.profile.simple = profile.simple || profile.care.simple;
    input.profile.faith = profile.faith;
    input.profile.mobility = profile.care.moves.map(mobility);
    input.profile.hears = profile.care.hears;
    input.profile.sees = profile.care.sees;
    input.profile.diet = profile.care.diet;
    input.profile.falls = profile.care.falls;
    input.profile.psychosis = profile.care.psychosis;
    input.consent.asked = known.memory.is_some();
    input.consent.memory = may_remember && known.memory == Some(true);
    input.declined.clone_from(&known.declined);
    let (day, long) = known.long_talks;
    input.time.long_sessions_today = if day == input.time.day { long } else { 0 };
    if input.consent.memory {
        input.facts = known.facts.iter().filter_map(fact).collect();
        let earlier = known.talks.iter().filter(|talk| talk.conversation_id != input.conversation);
        input.talks = earlier.map(talked).collect();
        input.profile.grief_days = grief_days(&input.facts, input.time.day);
    }
    input.daily_said = known.daily_said;
    (input.plan_kept, input.plan_offered) = (known.safety_plan, known.safety_plan_offered);
    input.instrument =
        known.instruments.iter().find_map(|assigned| instrument(assigned, packs, input.time.day));
    input.due = due(known, input.instrument.as_ref());
}

/// What is due now and was not asked about: first how it is after a crisis, then how it went with what was agreed on, then
/// what comes each day, then a questionnaire.
fn due(known: &Known, instrument: Option<&Instrument>) -> Option<Due> {
    let is_due = |kind| known.due.iter().any(|item| item.kind == kind);
    if is_due(KeptDue::FollowUp) {
        return Some(Due::FollowUp);
    }
    if let Some(back) = known.due.iter().find_map(check_back) {
        return Some(back);
    }
    if is_due(KeptDue::CheckIn) {
        return Some(Due::CheckIn);
    }
    let rituals = [(KeptDue::GoodThing, Ritual::GoodThing), (KeptDue::SlowBreath, Ritual::SlowBreath)];
    if let Some((_, ritual)) = rituals.into_iter().find(|(kind, _)| is_due(*kind)) {
        return Some(Due::Ritual(ritual));
    }
    instrument.map(|_| Due::Instrument)
}

/// What was agreed to be asked about once.
fn check_back(item: &DueItem) -> Option<Due> {
    let what = item.what.expose().to_owned();
    match item.kind {
        KeptDue::PlanBack => Some(Due::Plan { activity: what }),
        KeptDue::CardBack => Some(Due::Card { card: what }),
        _ => None,
    }
}

/// A questionnaire whose words are installed, and that was begun or whose day has come.
fn instrument(assigned: &AssignedInstrument, packs: &[Pack], day: u32) -> Option<Instrument> {
    let pack = packs.iter().find(|pack| pack.id == assigned.instrument)?;
    let rested =
        assigned.last_done.is_none_or(|last| day.saturating_sub(last) >= u32::from(assigned.every_days));
    // Answers to other words are no answers to these.
    let begun = assigned.version.as_deref() == Some(pack.version.as_str());
    if !rested && !begun {
        return None;
    }
    let replies = if begun { assigned.replies.read().unwrap_or_default() } else { Vec::new() };
    Some(Instrument { pack: pack.clone(), replies, last_done: assigned.last_done, staff_near: false })
}

/// Days since the latest death that is known of, by when it was told.
fn grief_days(facts: &[Fact], day: u32) -> Option<u16> {
    let deaths = facts.iter().filter(|fact| fact.relation == content::model::Relation::Died);
    let since = deaths.map(|fact| day.saturating_sub(fact.day)).min()?;
    Some(u16::try_from(since).unwrap_or(u16::MAX))
}

const fn mobility(moves: Moves) -> Mobility {
    match moves {
        Moves::Lying => Mobility::Lying,
        Moves::Seated => Mobility::Seated,
        Moves::Standing => Mobility::Standing,
    }
}

/// A fact as the engine has it; one whose relation this program does not know is left out.
fn fact(kept: &RememberedFact) -> Option<Fact> {
    Some(Fact {
        id: kept.fact_id.to_string(),
        subject: kept.fact.subject.expose().to_owned(),
        relation: closed(&kept.fact.relation)?,
        value: kept.fact.value.expose().to_owned(),
        language: kept.fact.language,
        day: kept.fact.day,
        sensitivity: match kept.fact.sensitivity {
            KeptSensitivity::Plain => Sensitivity::Plain,
            KeptSensitivity::Sensitive => Sensitivity::Sensitive,
        },
        confirmed: kept.fact.confirmed,
        expires: kept.fact.expires,
        turn: Some(kept.fact.turn_id),
        span: kept.fact.span,
    })
}

fn talked(talk: &RememberedTalk) -> Talked {
    Talked { day: talk.day, topics: talk.topics.iter().map(|kept| kept.topic.clone()).collect() }
}

fn new_fact(fact: &NewFact) -> KeptFact {
    KeptFact {
        subject: Words::new(&fact.subject),
        relation: word(&fact.relation),
        value: Words::new(&fact.value),
        language: fact.language,
        day: fact.day,
        sensitivity: match fact.sensitivity {
            Sensitivity::Plain => KeptSensitivity::Plain,
            Sensitivity::Sensitive => KeptSensitivity::Sensitive,
        },
        confirmed: fact.confirmed,
        expires: fact.expires,
        turn_id: fact.turn,
        span: fact.span,
    }
}

/// A closed word of the engine from its form on the wire: `good_thing` is `GoodThing`.
fn closed<T: DeserializeOwned>(word: &str) -> Option<T> {
    let mut name = String::with_capacity(word.len());
    for part in word.split('_') {
        let mut letters = part.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        name.extend(letters);
    }
    serde_json::from_value(serde_json::Value::String(name)).ok()
}

/// What the engine ordered, as what is kept. What has its place elsewhere (an alert, a notice) is not in it.
pub(super) fn changes(effects: &[Effect], here: &Here, input: &Input) -> Vec<CompanionChange> {
    let now = input.time.now;
    effects
        .iter()
        .filter_map(|effect| change(effect, here, (now, input.time.day), input.due.as_ref()))
        .collect()
}

/// That it is asked about later how it went.
fn agreed_back(hours: u16, what: &CheckBackOf, now: Timestamp) -> CompanionChange {
    let (kind, what) = match what {
        CheckBackOf::Plan(activity) => (KeptDue::PlanBack, activity),
        CheckBackOf::Card(card) => (KeptDue::CardBack, card),
    };
    let at = now.plus(std::time::Duration::from_secs(u64::from(hours) * 3_600));
    CompanionChange::Due { kind, what: Words::new(what), at }
}

/// That it is asked, after a crisis, how it is.
fn follow_up(minutes: u32, now: Timestamp) -> CompanionChange {
    let at = now.plus(std::time::Duration::from_secs(u64::from(minutes) * 60));
    CompanionChange::Due { kind: KeptDue::FollowUp, what: Words::default(), at }
}

/// That it was asked about, so that it is not asked again.
const fn asked_back(due: &Due) -> Option<CompanionChange> {
    match due {
        Due::Plan { .. } => Some(CompanionChange::DueTaken(KeptDue::PlanBack)),
        Due::Card { .. } => Some(CompanionChange::DueTaken(KeptDue::CardBack)),
        _ => None,
    }
}

fn change(
    effect: &Effect,
    here: &Here,
    (now, day): (Timestamp, u32),
    due: Option<&Due>,
) -> Option<CompanionChange> {
    Some(match effect {
        Effect::MemoryConsent(allowed) => CompanionChange::MemoryConsent(*allowed),
        Effect::Remember(fact) => CompanionChange::Remember(new_fact(fact)),
        Effect::Correct { id, fact } => {
            CompanionChange::Correct { fact_id: id.parse::<FactId>().ok()?, fact: new_fact(fact) }
        }
        Effect::Confirm(id) => CompanionChange::Confirm(id.parse::<FactId>().ok()?),
        Effect::Forget(ids) => {
            CompanionChange::Forget(ids.iter().filter_map(|id| id.parse::<FactId>().ok()).collect())
        }
        Effect::Talked { topic, name } => {
            CompanionChange::Talked { topic: TalkTopic { topic: topic.clone(), name: Words::new(name) }, day }
        }
        Effect::ForgetTopics(topics) => CompanionChange::ForgetTopics(topics.clone()),
        Effect::Declined(key) => CompanionChange::Declined(key.clone()),
        Effect::Reminder { what, at, .. } => CompanionChange::Due {
            kind: KeptDue::Reminder,
            what: Words::new(what),
            at: here.at(now, at.days, at.hour),
        },
        Effect::CheckBack { hours, what } => agreed_back(*hours, what, now),
        Effect::CheckBackDone => asked_back(due?)?,
        Effect::SafetyCheckBack(minutes) => follow_up(*minutes, now),
        Effect::Daily { ritual, hour } => CompanionChange::Daily { kind: ritual_kind(*ritual), hour: *hour },
        Effect::DailyEnded => CompanionChange::DailyEnded,
        Effect::PlanOffered => CompanionChange::PlanOffered,
        Effect::DueTaken(kind) => CompanionChange::DueTaken(due_kind(*kind)?),
        Effect::CheckedIn(mood) => CompanionChange::CheckedIn(word(mood)),
        Effect::FollowedUp(since) => CompanionChange::FollowedUp(word(since)),
        Effect::StaffNote(rule) => CompanionChange::StaffNote(rule.clone()),
        Effect::SaveStory { theme, turns } => {
            CompanionChange::SaveStory { theme: theme.clone(), turns: turns.clone() }
        }
        Effect::InstrumentProgress { instrument, version, replies } => CompanionChange::InstrumentProgress {
            instrument: instrument.clone(),
            version: version.clone(),
            replies: Opaque::of(replies),
        },
        Effect::Scored { instrument, version, answers, score } => CompanionChange::Scored(AssessmentResult {
            instrument: instrument.clone(),
            version: version.clone(),
            day,
            score: score.value,
            prorated: score.prorated,
            unanswered: score.unanswered,
            band: score.band.clone(),
            level: score.level,
            answers: Opaque::of(answers),
            at: now,
        }),
        Effect::Disclosed { .. }
        | Effect::Alert(_)
        | Effect::Handoff(_)
        | Effect::PersonRequested
        | Effect::InstrumentPaused { .. }
        | Effect::Language(_)
        | Effect::Closed
        | Effect::Complaint
        | Effect::Missed(_)
        | Effect::PoolExhausted(_) => return None,
    })
}

/// Whether a session has become long with this turn, so that it counts once.
pub(super) fn became_long(input: &Input, counted: bool) -> Option<CompanionChange> {
    (input.time.session_minutes >= LONG_MINUTES && !counted)
        .then_some(CompanionChange::LongTalk(input.time.day))
}

const fn ritual_kind(ritual: Ritual) -> KeptDue {
    match ritual {
        Ritual::CheckIn => KeptDue::CheckIn,
        Ritual::GoodThing => KeptDue::GoodThing,
        Ritual::SlowBreath => KeptDue::SlowBreath,
    }
}

/// What was taken up. A questionnaire is due by its days, and nothing waits for it.
const fn due_kind(kind: content::model::DueKind) -> Option<KeptDue> {
    match kind {
        content::model::DueKind::CheckIn => Some(KeptDue::CheckIn),
        content::model::DueKind::FollowUp => Some(KeptDue::FollowUp),
        content::model::DueKind::Ritual(ritual) => Some(ritual_kind(ritual)),
        content::model::DueKind::Instrument => None,
    }
}

#[cfg(test)]
mod tests {
    use content::model::Relation;

    use super::*;

    #[test]
    fn closed_words_come_back_as_they_went() {
        for relation in [Relation::Died, Relation::Likes, Relation::Quarrelled] {
            assert_eq!(closed::<Relation>(&word(&relation)), Some(relation));
        }
        assert_eq!(closed::<Relation>("nothing_known"), None);
    }

    #[test]
    fn grief_is_as_old_as_the_latest_death_that_was_told() {
        let fact = |relation, day| Fact {
            id: String::new(),
            subject: "Tom".to_owned(),
            relation,
            value: "your husband Tom".to_owned(),
            language: content_safety_api::Language::En,
            day,
            sensitivity: Sensitivity::Plain,
            confirmed: false,
            expires: None,
            turn: None,
            span: (0, 0),
        };
        assert_eq!(grief_days(&[fact(Relation::Likes, 99)], 100), None);
        assert_eq!(grief_days(&[fact(Relation::Died, 10), fact(Relation::Died, 97)], 100), Some(3));
    }
}
