//! Looking over somebody's messages: searching one's own, how they sounded day by day, how much was talked. The words are
//! opened, read and let go; what comes out is numbers, or an excerpt for the one who said it.

use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

use api::{Action, CallContext, Category, Principal, Purpose, Words};
use audit_trail::EventBuilder;
use chat_history_api::{
    EmotionCount, EmotionDay, EmotionHistory, Found, FoundMessages, Mood, PeriodQuery, Search, Speaker,
    TalkDay, TalkSummary,
};
use content_safety_api::{EmotionAnalysis, EmotionLabel};
use decision::{Actor, Ask, Decision};
use jiff::tz::TimeZone;
use kernel::{ConversationId, PersonId, Timestamp};
use serde::Deserialize;

use super::reading::{decided, reason_of};
use super::sealing::{SealedMessage, open_message};
use super::{Domain, Refused};
use crate::store::{Among, MessageRow};

/// The most messages that one question looks through.
const LOOKED_AT_MAX: usize = 2_000;
/// So many are read at a time.
const STEP: i64 = 200;
/// The most messages that a search gives.
const FOUND_MAX: usize = 50;
/// The length of what is looked for, in characters.
const WORDS_CHARS: std::ops::RangeInclusive<usize> = 2..=200;
/// The length of an excerpt, in characters, and how much of it comes before what was found.
const EXCERPT_CHARS: usize = 200;
const EXCERPT_BEFORE: usize = 60;
/// The days that a question covers.
const DAYS: std::ops::RangeInclusive<u16> = 1..=90;
const DAYS_DEFAULT: u16 = 7;
const DAY: Duration = Duration::from_secs(24 * 3_600);
/// From which average on a day sounded good, and below which low.
const MOOD_GOOD: f32 = 0.15;
const MOOD_LOW: f32 = -0.15;

/// Messages of a period, opened, the newest first.
struct Read {
    messages: Vec<(MessageRow, SealedMessage)>,
    truncated: bool,
}

impl Domain {
    /// Looks through the caller's own conversations.
    pub(crate) async fn search(
        &self,
        context: &CallContext,
        by: &Principal,
        search: &Search,
        event: EventBuilder,
    ) -> Result<FoundMessages, Refused> {
        let wanted = search.words.expose().trim();
        if !WORDS_CHARS.contains(&wanted.chars().count()) {
            return Err(Refused::SearchWords);
        }
        let wanted = Needle::of(wanted);
        let mut among = Among {
            patient: by.person,
            speaker: None,
            from: search.from.unwrap_or(Timestamp::EPOCH),
            until: search.until.unwrap_or_else(|| self.sources.now().plus(DAY)),
            before: None,
            most: STEP,
        };
        if let Some(id) = search.before {
            let stored = self.store.message(id).await?.ok_or(Refused::NotFound)?;
            self.own(by, stored.conversation).await?;
            among.before = Some((stored.created_at, PersonId::from(kernel::TypedId::uuid(id))));
        }
        let decision = self.look(context, by, by.person, Category::ChatTranscripts, Purpose::Patient).await?;
        self.note_look(event, &decision, by.person, Category::ChatTranscripts).await?;
        let Some(key) = self.vault.find_key(by.person).await? else {
            return Ok(FoundMessages { found: Vec::new(), next: None });
        };
        let (mut found, mut looked_at) = (Vec::new(), 0);
        loop {
            let rows = self.store.messages_of(&among).await?;
            for stored in &rows {
                looked_at += 1;
                let sealed = open_message(&key, by.person, stored)?;
                if let Some(excerpt) = wanted.excerpt(sealed.content.expose()) {
                    found.push(Found {
                        conversation_id: stored.conversation,
                        message_id: stored.message,
                        speaker: stored.speaker,
                        excerpt: Words::new(excerpt),
                        created_at: stored.created_at,
                    });
                }
                if found.len() == FOUND_MAX || looked_at == LOOKED_AT_MAX {
                    return Ok(FoundMessages { found, next: Some(stored.message) });
                }
            }
            let last = rows.last().filter(|_| i64::try_from(rows.len()).is_ok_and(|read| read == STEP));
            let Some(last) = last else { return Ok(FoundMessages { found, next: None }) };
            among.before = Some((last.created_at, PersonId::from(kernel::TypedId::uuid(last.message))));
        }
    }

    /// What was heard in somebody's messages, day by day.
    pub(crate) async fn emotions(
        &self,
        context: &CallContext,
        by: &Principal,
        query: &PeriodQuery,
        (purpose, event): (Purpose, EventBuilder),
    ) -> Result<EmotionHistory, Refused> {
        let patient = query.patient_id.unwrap_or(by.person);
        let decision = self.look(context, by, patient, Category::AiInferences, purpose).await?;
        self.note_look(event, &decision, patient, Category::AiInferences).await?;
        let read = self.read_period(patient, query.days).await?;
        let mut days: BTreeMap<String, Vec<EmotionAnalysis>> = BTreeMap::new();
        for (stored, sealed) in &read.messages {
            if let Some(emotion) = emotion(stored, sealed) {
                days.entry(date(stored.created_at, self.zone())).or_default().push(emotion);
            }
        }
        let days = days.into_iter().map(|(date, heard)| emotion_day(date, &heard)).collect();
        Ok(EmotionHistory { patient_id: patient, days, truncated: read.truncated })
    }

    /// How somebody's days with the companion were. How they sounded (as inferences, or as scores of mood) and whether there
    /// was a crisis are categories of their own: who may not know them gets the rest. What the resident called a day is theirs
    /// to tell, and part of the summary.
    pub(crate) async fn summary(
        &self,
        context: &CallContext,
        by: &Principal,
        query: &PeriodQuery,
        (purpose, event): (Purpose, EventBuilder),
    ) -> Result<TalkSummary, Refused> {
        let patient = query.patient_id.unwrap_or(by.person);
        let decision = self.look(context, by, patient, Category::WellbeingSummary, purpose).await?;
        self.note_look(event, &decision, patient, Category::WellbeingSummary).await?;
        let crises = self.look(context, by, patient, Category::CrisisEvents, purpose).await?;
        let crises = crises.permit && crises.projection.is_none();
        let moods = self.may_know_moods(context, by, patient, purpose).await?;
        let read = self.read_period(patient, query.days).await?;
        let mut days: BTreeMap<String, Vec<&(MessageRow, SealedMessage)>> = BTreeMap::new();
        for one in &read.messages {
            days.entry(date(one.0.created_at, self.zone())).or_default().push(one);
        }
        let mut days: Vec<TalkDay> =
            days.into_iter().map(|(date, said)| talk_day(date, &said, (moods, crises))).collect();
        if let Some(key) = self.vault.find_key(patient).await? {
            for (at, called) in self.called(patient, &key).await? {
                // The last word of a day is what it was called.
                if let Some(day) = days.iter_mut().find(|day| day.date == date(at, self.zone())) {
                    day.called = Some(called);
                }
            }
        }
        Ok(TalkSummary { patient_id: patient, days, truncated: read.truncated })
    }

    /// Whether somebody may know what was inferred of a mood: by the inferences, or by the scores of moods.
    async fn may_know_moods(
        &self,
        context: &CallContext,
        by: &Principal,
        patient: PersonId,
        purpose: Purpose,
    ) -> Result<bool, Refused> {
        for category in [Category::AiInferences, Category::AssessmentScores] {
            let decision = self.look(context, by, patient, category, purpose).await?;
            if decision.permit && decision.projection.is_none() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn look(
        &self,
        context: &CallContext,
        by: &Principal,
        patient: PersonId,
        category: Category,
        purpose: Purpose,
    ) -> Result<Decision, Refused> {
        let ask = Ask {
            actor: Actor::Person(by),
            patient,
            action: Action::Read,
            category,
            purpose,
            edges: Vec::new(),
            author: None,
            recorded_at: None,
        };
        Ok(self.decider.decide(context, &ask).await?)
    }

    /// The event of a look; where it is not permitted there is nothing to see.
    async fn note_look(
        &self,
        event: EventBuilder,
        decision: &Decision,
        patient: PersonId,
        category: Category,
    ) -> Result<(), Refused> {
        let event = decided(event, decision);
        if !decision.permit {
            self.store.trail().read(event.concerning(patient).denied(reason_of(decision))).await?;
            return Err(Refused::NotFound);
        }
        Ok(self.store.trail().read(event.phi_of(patient, category)).await?)
    }

    /// The resident's own messages of the last days.
    async fn read_period(&self, patient: PersonId, days: Option<u16>) -> Result<Read, Refused> {
        let days = days.unwrap_or(DAYS_DEFAULT);
        if !DAYS.contains(&days) {
            return Err(Refused::Days);
        }
        let now = self.sources.now();
        let among = Among {
            patient,
            speaker: Some(Speaker::Resident),
            from: now.minus(DAY.saturating_mul(u32::from(days))),
            until: now.plus(DAY),
            before: None,
            most: i64::try_from(LOOKED_AT_MAX).unwrap_or(i64::MAX - 1) + 1,
        };
        let mut rows = self.store.messages_of(&among).await?;
        let truncated = rows.len() > LOOKED_AT_MAX;
        rows.truncate(LOOKED_AT_MAX);
        let Some(key) = self.vault.find_key(patient).await? else {
            return Ok(Read { messages: Vec::new(), truncated: false });
        };
        let mut messages = Vec::with_capacity(rows.len());
        for stored in rows {
            let sealed = open_message(&key, patient, &stored)?;
            messages.push((stored, sealed));
        }
        Ok(Read { messages, truncated })
    }
}

/// What is looked for: folded words.
struct Needle(Vec<String>);

impl Needle {
    fn of(words: &str) -> Self {
        Self(folded(words).0.split_whitespace().map(str::to_owned).collect())
    }

    /// The words around the first of what is looked for, when all of it is there.
    fn excerpt(&self, text: &str) -> Option<String> {
        let (plain, origins) = folded(text);
        if self.0.is_empty() || !self.0.iter().all(|word| plain.contains(word.as_str())) {
            return None;
        }
        let first = self.0.iter().filter_map(|word| plain.find(word.as_str())).min()?;
        // The place among the characters of the text that the folded byte came from.
        let at = origins.get(first).copied().unwrap_or(0);
        let from = at.saturating_sub(EXCERPT_BEFORE);
        let mut excerpt: String = text.chars().skip(from).take(EXCERPT_CHARS).collect();
        if from > 0 {
            excerpt.insert(0, '…');
        }
        Some(excerpt)
    }
}

/// A text in small letters without accents, and for each of its bytes the character that it came from.
fn folded(text: &str) -> (String, Vec<usize>) {
    let (mut plain, mut origins) = (String::with_capacity(text.len()), Vec::with_capacity(text.len()));
    for (place, letter) in text.chars().enumerate() {
        for letter in letter.to_lowercase() {
            let letter = match letter {
                'á' | 'à' | 'â' | 'ä' => 'a',
                'é' | 'è' | 'ê' | 'ë' => 'e',
                'í' | 'ì' | 'î' | 'ï' => 'i',
                'ó' | 'ò' | 'ô' | 'ö' => 'o',
                'ú' | 'ù' | 'û' | 'ü' => 'u',
                'ñ' => 'n',
                other if other.is_whitespace() => ' ',
                other => other,
            };
            plain.push(letter);
            origins.resize(plain.len(), place);
        }
    }
    (plain, origins)
}

/// Of an analysis what is looked at here: an old one is read as well, whatever else it was made of.
#[derive(Deserialize)]
struct Heard {
    emotion: Option<EmotionAnalysis>,
}

/// What was heard in a message. Of words that were taken back nothing counts that was read in them.
fn emotion(stored: &MessageRow, sealed: &SealedMessage) -> Option<EmotionAnalysis> {
    if stored.after.redacted_at.is_some() {
        return None;
    }
    sealed.analysis.read::<Heard>()?.emotion
}

fn emotion_day(date: String, heard: &[EmotionAnalysis]) -> EmotionDay {
    let mut counts: Vec<EmotionCount> = Vec::new();
    for score in heard.iter().flat_map(|one| &one.labels).filter(|score| score.label != EmotionLabel::Neutral)
    {
        match counts.iter_mut().find(|count| count.label == score.label) {
            Some(count) => count.count += 1,
            None => counts.push(EmotionCount { label: score.label, count: 1 }),
        }
    }
    // A stable sort: what was heard first among equals stays first.
    counts.sort_by_key(|count| std::cmp::Reverse(count.count));
    counts.truncate(3);
    EmotionDay {
        date,
        messages: u32::try_from(heard.len()).unwrap_or(u32::MAX),
        valence: average(heard.iter().map(|one| one.valence)),
        arousal: average(heard.iter().map(|one| one.arousal)),
        dominance: average(heard.iter().map(|one| one.dominance)),
        labels: counts,
    }
}

fn talk_day(date: String, said: &[&(MessageRow, SealedMessage)], (moods, crises): (bool, bool)) -> TalkDay {
    let conversations: HashSet<ConversationId> = said.iter().map(|(stored, _)| stored.conversation).collect();
    let lengths = said.iter().map(|(_, sealed)| sealed.content.expose().split_whitespace().count());
    let heard: Vec<f32> =
        said.iter().filter_map(|(stored, sealed)| emotion(stored, sealed)).map(|one| one.valence).collect();
    let mood = (moods && !heard.is_empty()).then(|| match average(heard.iter().copied()) {
        valence if valence >= MOOD_GOOD => Mood::Good,
        valence if valence <= MOOD_LOW => Mood::Low,
        _ => Mood::Mixed,
    });
    let urgent = said.iter().filter(|(_, sealed)| sealed.level.needs_human()).count();
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    TalkDay {
        date,
        conversations: count(conversations.len()),
        messages: count(said.len()),
        words: average(lengths.map(|length| f32::from(u16::try_from(length).unwrap_or(u16::MAX)))),
        mood,
        called: None,
        crisis_messages: crises.then(|| count(urgent)),
    }
}

fn average(values: impl Iterator<Item = f32>) -> f32 {
    let (mut sum, mut number) = (0.0, 0.0);
    for value in values {
        sum += value;
        number += 1.0;
    }
    if number > 0.0 { sum / number } else { 0.0 }
}

/// The day of an instant by the residents' clocks: an evening belongs to the day that they call it.
pub(super) fn date(at: Timestamp, zone: &TimeZone) -> String {
    let instant = jiff::Timestamp::from_microsecond(at.as_micros()).unwrap_or_default();
    instant.to_zoned(zone.clone()).date().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_words_are_looked_for_whatever_their_case_and_accents() {
        let needle = Needle::of("JARDIN rosas");
        let text = format!("{} mi Jardín tiene rosas", "palabra ".repeat(30));
        let excerpt = needle.excerpt(&text).expect("is there");
        assert!(excerpt.starts_with('…') && excerpt.contains("Jardín tiene rosas"), "{excerpt}");
        assert_eq!(needle.excerpt("mi jardín"), None, "all of them");
        assert_eq!(Needle::of("  ").excerpt("anything"), None);
    }

    #[test]
    fn an_excerpt_begins_at_a_character_however_long_its_letters_are() {
        let text = format!("{}İstanbul rose {}", "ñ".repeat(100), "x".repeat(500));
        let excerpt = Needle::of("rose").excerpt(&text).expect("is there");
        assert!(excerpt.contains("rose") && excerpt.chars().count() <= EXCERPT_CHARS + 1, "{excerpt}");
    }

    #[test]
    fn a_day_is_told_by_numbers_and_a_word() {
        let at = Timestamp::from_micros(1_795_746_600_000_000);
        assert_eq!(date(at, &TimeZone::UTC), "2026-11-27");
        let house = TimeZone::get("America/New_York").expect("a zone");
        assert_eq!(date(at, &house), "2026-11-26", "the evening before, in the house");
        assert!(average(std::iter::empty()).abs() < f32::EPSILON);
    }
}
