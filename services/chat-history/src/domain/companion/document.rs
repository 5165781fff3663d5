//! What is kept of one resident across conversations, as one sealed document: read with a turn at the cost of one row,
//! changed with it in the same atomic step, and gone with their key.

use std::time::Duration;

use chat_history_api::{
    AssessmentResult, AssignedInstrument, CompanionChange, Company, Daily, DailyKind, DueItem, DueKind,
    FACTS_MAX, HOUR_MAX, Known, NewFact, RememberedFact, RememberedTalk, TalkProfile,
};
use jiff::tz::TimeZone;
use kernel::{FactId, PersonId, Sources, Timestamp, TurnId};
use serde::{Deserialize, Serialize};

use super::talks::{self, Here};

/// The layout.
const VERSION: u8 = 1;
/// What may wait for its time.
const DUE_MAX: usize = 32;
/// Of those, how many plans and cards are asked about; what was agreed on long ago is forgotten first.
const CHECK_BACKS_MAX: usize = 4;
/// What is remembered as turned down, and for how long.
const DECLINED_MAX: usize = 64;
const DECLINED_FOR: Duration = Duration::from_secs(7 * 24 * 3_600);
/// So long a questionnaire that was declined cannot be assigned anew: longer than the shortest time between two of one.
const INSTRUMENT_DECLINED_FOR: Duration = Duration::from_secs(30 * 24 * 3_600);
/// The most declined ones that are remembered after their end.
const ENDED_DECLINED_MAX: usize = 24;
/// The chapters of a story, and the turns of one.
const CHAPTERS_MAX: usize = 50;
const TURNS_MAX: usize = 20;
/// The days whose name is kept.
const MOODS_MAX: usize = 90;
/// The questionnaires that somebody is asked.
pub(super) const INSTRUMENTS_MAX: usize = 6;
/// The length of a value, in characters; a longer one is not kept.
pub(super) const VALUE_CHARS_MAX: usize = 120;
/// The length of a closed word (a relation, a rule), in bytes.
pub(super) const WORD_BYTES_MAX: usize = 64;
/// How long something stays due: after that nobody is asked about it.
const DAILY_FOR: Duration = Duration::from_secs(4 * 3_600);
const DUE_FOR: Duration = Duration::from_secs(48 * 3_600);

/// The document.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Document {
    version: u8,
    #[serde(default)]
    pub(super) profile: TalkProfile,
    #[serde(default)]
    pub(super) memory: Option<bool>,
    #[serde(default)]
    pub(super) facts: Vec<RememberedFact>,
    #[serde(default)]
    pub(super) due: Vec<DueItem>,
    /// What is asked each day, and the hour.
    #[serde(default)]
    pub(super) daily: Option<(DueKind, u8)>,
    /// Whether they ever said what they want asked each day, or that they want nothing.
    #[serde(default)]
    daily_said: bool,
    /// Whether it was ever offered that a safety plan can be kept.
    #[serde(default)]
    plan_offered: bool,
    #[serde(default)]
    declined: Vec<(String, Timestamp)>,
    #[serde(default)]
    long_talks: (u32, u8),
    #[serde(default)]
    pub(super) moods: Vec<(Timestamp, String)>,
    #[serde(default)]
    pub(super) story: Vec<SavedChapter>,
    #[serde(default)]
    pub(super) instruments: Vec<AssignedInstrument>,
    /// What was declined and is no longer assigned: it stays declined for its time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    ended_declined: Vec<(String, Timestamp)>,
    #[serde(default)]
    pub(super) talks: Vec<RememberedTalk>,
    /// Who said that they are with the resident, and until when that counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) company: Option<(PersonId, Timestamp)>,
}

/// A chapter, by the turns whose messages it is.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct SavedChapter {
    pub(super) theme: Option<String>,
    pub(super) turns: Vec<TurnId>,
    pub(super) at: Timestamp,
}

/// What a change is made with.
pub(super) struct Around<'a> {
    pub(super) sources: &'a Sources,
    pub(super) zone: &'a TimeZone,
    pub(super) here: Here,
}

/// What a change leaves elsewhere, in the same step.
#[derive(Default)]
pub(crate) struct Left {
    /// Rules that staff should know of.
    pub(crate) notes: Vec<String>,
    /// Finished questionnaires.
    pub(crate) results: Vec<AssessmentResult>,
}

impl Default for Document {
    fn default() -> Self {
        Self {
            version: VERSION,
            profile: TalkProfile::default(),
            memory: None,
            facts: Vec::new(),
            due: Vec::new(),
            daily: None,
            daily_said: false,
            plan_offered: false,
            declined: Vec::new(),
            long_talks: (0, 0),
            moods: Vec::new(),
            story: Vec::new(),
            instruments: Vec::new(),
            ended_declined: Vec::new(),
            talks: Vec::new(),
            company: None,
        }
    }
}

impl Document {
    /// What the companion knows when a turn begins.
    pub(super) fn known(&self, now: Timestamp, zone: &TimeZone) -> Known {
        let declined = self.declined.iter().filter(|(_, at)| now.since(*at) < DECLINED_FOR);
        Known {
            profile: self.profile.clone(),
            memory: self.memory,
            facts: self.facts.iter().filter(|kept| !is_over(kept, now, zone)).cloned().collect(),
            talks: self.talks.iter().filter(|talk| talk.expires_at > now).cloned().collect(),
            due: self.due.iter().filter(|due| due.at <= now).cloned().collect(),
            declined: declined.map(|(key, _)| key.clone()).collect(),
            long_talks: self.long_talks,
            // What was declined is nothing that the companion could ask.
            instruments: self.instruments.iter().filter(|one| one.declined_at.is_none()).cloned().collect(),
            // Of before it was kept, what is asked says it.
            daily_said: self.daily_said || self.daily.is_some(),
            staff_beside: self.company_at(now).by.is_some(),
            // Kept apart from this document, so that its words are nowhere near what the companion knows.
            safety_plan: false,
            safety_plan_offered: self.plan_offered,
        }
    }

    /// Who is with the resident at a moment, as far as is known: what somebody said long ago says nothing of now.
    pub(super) fn company_at(&self, now: Timestamp) -> Company {
        let company = self.company.filter(|(_, until)| *until > now);
        Company { by: company.map(|(by, _)| by), until: company.map(|(_, until)| until) }
    }

    /// Whether a questionnaire was declined so short a while ago that it cannot be assigned anew.
    pub(super) fn is_declined(&self, instrument: &str, now: Timestamp) -> bool {
        let assigned = self.instruments.iter().find(|one| one.instrument == instrument);
        let ended = self.ended_declined.iter().find(|(one, _)| one == instrument).map(|(_, at)| *at);
        let declined = assigned.map_or(ended, |one| one.declined_at);
        declined.is_some_and(|at| now.since(at) < INSTRUMENT_DECLINED_FOR)
    }

    /// Forgets that one was declined that is no longer assigned. Whether it was.
    pub(super) fn take_up(&mut self, instrument: &str) -> bool {
        let before = self.ended_declined.len();
        self.ended_declined.retain(|(one, _)| one != instrument);
        self.ended_declined.len() < before
    }

    /// Ends a questionnaire. That it was declined is kept for as long as that holds.
    pub(super) fn end_instrument(&mut self, instrument: &str, now: Timestamp) {
        self.ended_declined.retain(|(_, at)| now.since(*at) < INSTRUMENT_DECLINED_FOR);
        let ended = self.instruments.extract_if(.., |one| one.instrument == instrument);
        for one in ended {
            if let Some(at) = one.declined_at {
                push(&mut self.ended_declined, (one.instrument, at), ENDED_DECLINED_MAX);
            }
        }
    }

    /// Makes a change. What is over its limit is not kept; nothing that is kept is pushed out by it but the oldest of what
    /// is only there for a time.
    pub(super) fn apply(&mut self, change: CompanionChange, around: &Around<'_>, left: &mut Left) {
        let Around { sources, zone, here } = *around;
        let now = here.now;
        match change {
            CompanionChange::MemoryConsent(allowed) => self.memory = Some(allowed),
            CompanionChange::Remember(fact) => self.remember(sources.id(), fact, now),
            CompanionChange::Correct { fact_id, fact } => self.replace(fact_id, fact, now),
            CompanionChange::Confirm(fact_id) => {
                if let Some(kept) = self.facts.iter_mut().find(|kept| kept.fact_id == fact_id) {
                    kept.fact.confirmed = true;
                }
            }
            CompanionChange::Forget(ids) => self.facts.retain(|kept| !ids.contains(&kept.fact_id)),
            CompanionChange::Talked { topic, day } => {
                if self.memory == Some(true) {
                    talks::talked(&mut self.talks, topic, day, here);
                }
            }
            CompanionChange::ForgetTopics(topics) => talks::forget(&mut self.talks, &topics),
            CompanionChange::Declined(key) => self.decline(key, now),
            CompanionChange::Due { kind, what, at } => {
                if self.memory == Some(true) && kind == DueKind::Reminder {
                    talks::agreed(&mut self.talks, &what, here);
                }
                self.add_due(DueItem { kind, what, at, now: at <= now });
            }
            CompanionChange::Daily { kind, hour } => {
                self.daily = Some((kind, hour.min(HOUR_MAX)));
                self.daily_said = true;
                self.set_daily(now, zone);
            }
            CompanionChange::DailyEnded => self.end_daily(),
            CompanionChange::PlanOffered => self.plan_offered = true,
            CompanionChange::DueTaken(kind) => self.take(kind, now, zone),
            CompanionChange::LongTalk(day) => {
                let before = if self.long_talks.0 == day { self.long_talks.1 } else { 0 };
                self.long_talks = (day, before.saturating_add(1));
            }
            CompanionChange::CheckedIn(mood) => push(&mut self.moods, (now, clipped(mood)), MOODS_MAX),
            CompanionChange::FollowedUp(since) => {
                if since == "worse" {
                    left.notes.push("follow_up_worse".to_owned());
                }
            }
            CompanionChange::StaffNote(rule) => left.notes.push(clipped(rule)),
            CompanionChange::SaveStory { theme, mut turns } => {
                turns.truncate(TURNS_MAX);
                if self.memory == Some(true) && !turns.is_empty() {
                    let chapter = SavedChapter { theme: theme.map(clipped), turns, at: now };
                    push(&mut self.story, chapter, CHAPTERS_MAX);
                }
            }
            CompanionChange::InstrumentProgress { instrument, version, replies } => {
                if let Some(assigned) = self.assigned(&instrument) {
                    assigned.version = Some(clipped(version));
                    assigned.replies = replies;
                }
            }
            CompanionChange::Scored(result) => {
                if let Some(assigned) = self.assigned(&result.instrument) {
                    assigned.last_done = Some(result.day);
                    assigned.version = None;
                    assigned.replies = api::Opaque::default();
                }
                left.results.push(result);
            }
        }
    }

    fn assigned(&mut self, instrument: &str) -> Option<&mut AssignedInstrument> {
        self.instruments.iter_mut().find(|assigned| assigned.instrument == instrument)
    }

    fn remember(&mut self, fact_id: FactId, fact: NewFact, now: Timestamp) {
        let sound = fact.value.expose().chars().count() <= VALUE_CHARS_MAX
            && fact.subject.expose().chars().count() <= VALUE_CHARS_MAX
            && fact.relation.len() <= WORD_BYTES_MAX;
        // The last wall: without consent nothing crosses, whatever was asked for.
        if self.memory != Some(true) || !sound || self.facts.len() >= FACTS_MAX {
            return;
        }
        let same = |kept: &RememberedFact| {
            (&kept.fact.relation, &kept.fact.subject, &kept.fact.value)
                == (&fact.relation, &fact.subject, &fact.value)
        };
        if !self.facts.iter().any(same) {
            self.facts.push(RememberedFact { fact_id, fact, kept_at: now });
        }
    }

    fn replace(&mut self, fact_id: FactId, fact: NewFact, now: Timestamp) {
        if let Some(kept) = self.facts.iter_mut().find(|kept| kept.fact_id == fact_id) {
            *kept = RememberedFact { fact_id, fact, kept_at: now };
        }
    }

    /// Forgets what was remembered from a message, but for what its words say still. Whether there was anything.
    pub(super) fn unlearn(&mut self, turn: TurnId, words: &str) -> bool {
        let words = words.to_lowercase();
        let says = |value: &str| !value.is_empty() && words.contains(&value.to_lowercase());
        let before = self.facts.len();
        self.facts.retain(|kept| kept.fact.turn_id != turn || says(kept.fact.value.expose()));
        self.facts.len() < before
    }

    fn decline(&mut self, key: String, now: Timestamp) {
        self.declined.retain(|(known, at)| *known != key && now.since(*at) < DECLINED_FOR);
        push(&mut self.declined, (clipped(key), now), DECLINED_MAX);
    }

    fn add_due(&mut self, item: DueItem) {
        if is_check_back(item.kind) {
            // Agreed on anew, it is asked about from then on; once.
            self.due.retain(|due| due.kind != item.kind || due.what != item.what);
            while self.due.iter().filter(|due| is_check_back(due.kind)).count() >= CHECK_BACKS_MAX {
                let Some(oldest) = self.due.iter().position(|due| is_check_back(due.kind)) else { break };
                self.due.remove(oldest);
            }
        }
        // One question after a crisis at a time is one too few: later the same day, and the next.
        let again = |due: &DueItem| due.kind == item.kind && due.at == item.at && due.what == item.what;
        if self.due.len() < DUE_MAX && !self.due.iter().any(again) {
            self.due.push(item);
            self.due.sort_by_key(|due| due.at);
        }
    }

    /// Nothing is asked each day any more, and that was said.
    pub(super) fn end_daily(&mut self) {
        self.daily_said = true;
        if let Some((kind, _)) = self.daily.take() {
            self.due.retain(|due| due.kind != kind);
        }
    }

    /// What is asked each day, as its owner sees it.
    pub(super) fn daily(&self) -> Option<Daily> {
        let (kind, hour) = self.daily?;
        let kind = DailyKind::ALL.iter().copied().find(|one| one.due() == kind)?;
        Some(Daily { kind, hour })
    }

    /// Sets what is asked each day, as its owner says. What was due of it is due no more; the same again changes nothing.
    pub(super) fn choose_daily(&mut self, daily: Daily, now: Timestamp, zone: &TimeZone) {
        let chosen = (daily.kind.due(), daily.hour);
        if self.daily != Some(chosen) {
            self.end_daily();
            self.daily = Some(chosen);
            self.set_daily(now, zone);
        }
    }

    /// Takes up the earliest due of a kind; of what comes each day, the next is set.
    fn take(&mut self, kind: DueKind, now: Timestamp, zone: &TimeZone) {
        if let Some(place) = self.due.iter().position(|due| due.kind == kind && due.at <= now) {
            self.due.remove(place);
        }
        self.set_daily(now, zone);
    }

    /// Sets the next time of what is asked each day.
    fn set_daily(&mut self, now: Timestamp, zone: &TimeZone) {
        let Some((kind, hour)) = self.daily else { return };
        self.due.retain(|due| !is_daily(due.kind) || due.kind == kind && due.at <= now);
        if !self.due.iter().any(|due| due.kind == kind) {
            let at = next_at(now, hour, zone);
            self.due.push(DueItem { kind, what: api::Words::default(), at, now: false });
            self.due.sort_by_key(|due| due.at);
        }
    }

    /// The clock: what has come due is marked and given back, what nobody took up in its time is dropped. How somebody is after
    /// a crisis is not dropped in silence: when the last question about it lapses, staff learn that it was never answered.
    pub(super) fn ring(&mut self, now: Timestamp, zone: &TimeZone, left: &mut Left) -> Vec<DueItem> {
        talks::expire(&mut self.talks, now);
        self.facts.retain(|kept| !is_over(kept, now, zone));
        let lapsed = self.due.extract_if(.., |due| now.since(due.at) >= stays(due.kind));
        let missed = lapsed.filter(|due| due.kind == DueKind::FollowUp).count() > 0;
        if missed && !self.due.iter().any(|due| due.kind == DueKind::FollowUp) {
            left.notes.push("follow_up_missed".to_owned());
        }
        let mut rung = Vec::new();
        for due in self.due.iter_mut().filter(|due| due.at <= now && !due.now) {
            due.now = true;
            rung.push(due.clone());
        }
        self.set_daily(now, zone);
        rung
    }

    /// When the clock has something to do next.
    pub(super) fn next_ring(&self, zone: &TimeZone) -> Option<Timestamp> {
        let waits = self.due.iter().map(|due| if due.now { due.at.plus(stays(due.kind)) } else { due.at });
        let ends = self.facts.iter().filter_map(|kept| end_of(kept.fact.expires?, zone));
        waits.chain(self.talks.iter().map(|talk| talk.expires_at)).chain(ends).min()
    }

    /// Is done with something that was agreed, as its owner says.
    pub(super) fn finish(&mut self, kind: DueKind, at: Timestamp, now: Timestamp, zone: &TimeZone) -> bool {
        let Some(place) = self.due.iter().position(|due| due.kind == kind && due.at == at) else {
            return false;
        };
        let gone = self.due.remove(place);
        if is_daily(gone.kind) && gone.at > now {
            // Tomorrow's, done with today, leaves the day after.
            let after = gone.at;
            if let Some((kind, hour)) = self.daily {
                let next = next_at(after, hour, zone);
                self.due.push(DueItem { kind, what: api::Words::default(), at: next, now: false });
            }
        } else {
            self.set_daily(now, zone);
        }
        true
    }
}

const fn is_daily(kind: DueKind) -> bool {
    matches!(kind, DueKind::CheckIn | DueKind::GoodThing | DueKind::SlowBreath)
}

const fn is_check_back(kind: DueKind) -> bool {
    matches!(kind, DueKind::PlanBack | DueKind::CardBack)
}

const fn stays(kind: DueKind) -> Duration {
    if is_daily(kind) { DAILY_FOR } else { DUE_FOR }
}

/// Whether the last day on which something is remembered is over, where the resident is.
fn is_over(kept: &RememberedFact, now: Timestamp, zone: &TimeZone) -> bool {
    kept.fact.expires.and_then(|last| end_of(last, zone)).is_some_and(|end| now >= end)
}

/// When a day ends where somebody is; a day past the calendar never does.
fn end_of(day: u32, zone: &TimeZone) -> Option<Timestamp> {
    let days = jiff::Span::new().try_days(i64::from(day) + 1).ok()?;
    let next = jiff::civil::Date::constant(1970, 1, 1).checked_add(days).ok()?;
    let begins = next.to_zoned(zone.clone()).ok()?;
    Some(Timestamp::from_micros(begins.timestamp().as_microsecond()))
}

/// The next time that clocks of a zone show an hour, after an instant.
fn next_at(after: Timestamp, hour: u8, zone: &TimeZone) -> Timestamp {
    let instant = jiff::Timestamp::from_microsecond(after.as_micros()).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    let today = instant.to_zoned(zone.clone()).date();
    let hour = i8::try_from(hour).unwrap_or(0);
    for days in 0..=2_i64 {
        let Ok(date) = today.checked_add(jiff::Span::new().days(days)) else { break };
        // An hour that the clocks leave out is the one after it.
        let Ok(zoned) = date.at(hour, 0, 0, 0).to_zoned(zone.clone()) else { break };
        let at = Timestamp::from_micros(zoned.timestamp().as_microsecond());
        if at > after {
            return at;
        }
    }
    after.plus(Duration::from_secs(24 * 3_600))
}

pub(super) fn push<T>(list: &mut Vec<T>, item: T, most: usize) {
    list.push(item);
    if list.len() > most {
        list.remove(0);
    }
}

fn clipped(word: String) -> String {
    if word.len() <= WORD_BYTES_MAX { word } else { word.chars().take(WORD_BYTES_MAX / 4).collect() }
}

#[cfg(test)]
mod tests;
