//! What is kept of the engine between turns, beside its own state: what earlier messages said to the rules, and
//! when the notice was last given.

use std::time::Duration;

use api::Opaque;
use chat_history_api::{Risen, TurnState};
use content_safety_api::{CrisisCategory, Language, Level};
use identifiers::Tail;
use kernel::Timestamp;
use safety_rules::ladder::{LadderState, Stage};
use safety_rules::{Evidence, History, StepDownRule};
use serde::{Deserialize, Serialize};

use engine::{Effect, State};

use super::findings::{self, Answered};

/// The layout of what is kept.
const VERSION: u8 = 1;
/// A session is long from so many minutes on.
pub(super) const LONG_MINUTES: u16 = 45;
/// A pause of so long ends a session.
const PAUSE: Duration = Duration::from_secs(30 * 60);

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Saved {
    version: u8,
    engine: Option<State>,
    history: History,
    noticed_at: Option<Timestamp>,
    /// When the session began: a pause of half an hour ends one.
    began_at: Option<Timestamp>,
    /// When something was last said.
    #[serde(default)]
    last_at: Option<Timestamp>,
    /// Whether this session was counted as long.
    #[serde(default)]
    counted_long: bool,
    /// The ends of what the resident said last: an identifier may go on in the next message.
    #[serde(default, skip_serializing_if = "Tail::is_empty")]
    tail: Tail,
    /// Which message each answer of the ladder was read from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    answered: Vec<Answered>,
}

impl Saved {
    /// After the greeting.
    pub(crate) fn begun(engine: State, effects: &[Effect], now: Timestamp) -> Self {
        let noticed_at = disclosed(effects).then_some(now);
        Self {
            version: VERSION,
            engine: Some(engine),
            history: History::default(),
            noticed_at,
            began_at: Some(now),
            last_at: Some(now),
            counted_long: false,
            tail: Tail::default(),
            answered: Vec::new(),
        }
    }

    /// As it was kept. What cannot be read is as if it were not there: the conversation goes on afresh, and a
    /// crisis starts at the top of its ladder.
    pub(crate) fn of(state: &TurnState) -> Self {
        let read: Option<Self> = state.engine_state.read();
        read.filter(|saved| saved.version == VERSION).unwrap_or(Self {
            version: VERSION,
            engine: None,
            history: History::default(),
            noticed_at: None,
            began_at: None,
            last_at: None,
            counted_long: false,
            tail: Tail::default(),
            answered: Vec::new(),
        })
    }

    /// Without the resident's words, some of which were taken back.
    pub(super) fn forget_words(&mut self) {
        self.tail = Tail::default();
        if let Some(engine) = &mut self.engine {
            engine.forget_words();
        }
    }

    /// With a level that the conversation rose to since the engine saw it: by words that were corrected, or by a turn that
    /// was cut. From there it steps down by rule alone, as from any other.
    pub(super) fn rise(&mut self, level: Level, now: Timestamp) {
        if let Some(engine) = self.engine.as_mut().filter(|engine| engine.level.level < level) {
            engine.level = engine.level.after(level, now, Evidence::default(), &StepDownRule::default());
        }
    }

    /// As if words of danger that were put into a message had just been said: what was answered to them is where the ladder
    /// stands, and the rules know of them. A turn since then that did not know of them went on from elsewhere: its question is
    /// the one that waits, and nothing of either is lost.
    pub(super) fn take_up(&mut self, risen: &Risen, language: Language) {
        if let Some(known) = risen.history.read::<History>() {
            self.history = self.history.joined(&known);
        }
        if let Some(ladder) = risen.ladder.read::<LadderState>() {
            let engine = self.engine.get_or_insert_with(|| State::begin(language, risen.at));
            let since = self.last_at.is_some_and(|last| last >= risen.at);
            let before = engine.ladder.take();
            let had = |question| before.as_ref().is_some_and(|ladder| ladder.answer(question).is_some());
            // An answer that the correction took back is none; one that an earlier ladder had stands.
            if !since {
                self.answered
                    .retain(|noted| !had(noted.question()) || ladder.answer(noted.question()).is_some());
            }
            let ladder = match before {
                Some(newer) if since => joined(newer, &ladder),
                _ => ladder,
            };
            // What a correction answered is not of the next message; chat-history knows of which.
            findings::note(&mut self.answered, &ladder, None);
            engine.ladder = Some(ladder);
        }
    }

    /// Where the crisis ladder stands, sealed.
    pub(super) fn ladder(&self) -> Opaque {
        Opaque::of(&self.own_ladder())
    }

    /// Where the crisis ladder stands.
    pub(super) fn own_ladder(&self) -> Option<&LadderState> {
        self.engine.as_ref().and_then(|engine| engine.ladder.as_ref())
    }

    /// After a turn.
    pub(crate) fn next(
        before: Option<&Self>,
        engine: State,
        history: History,
        effects: &[Effect],
        now: Timestamp,
    ) -> Self {
        let before_noticed = before.and_then(|saved| saved.noticed_at);
        let goes_on = before.filter(|saved| saved.goes_on(now));
        let began_at = goes_on.and_then(|saved| saved.began_at).or(Some(now));
        let counted_long = goes_on.is_some_and(|saved| saved.counted_long)
            || began_at.is_some_and(|began| minutes(now.since(began)) >= LONG_MINUTES);
        let noticed_at = if disclosed(effects) { Some(now) } else { before_noticed };
        Self {
            version: VERSION,
            engine: Some(engine),
            history,
            noticed_at,
            began_at,
            last_at: Some(now),
            counted_long,
            tail: Tail::default(),
            answered: Vec::new(),
        }
    }

    /// With the end of what was said in the turn.
    #[must_use]
    pub(super) fn said(mut self, before: Option<&Self>, words: &str) -> Self {
        self.tail = before.map(|saved| saved.tail.clone()).unwrap_or_default();
        self.tail.push(words);
        self
    }

    /// With the messages that the ladder's answers were read from.
    #[must_use]
    pub(super) fn answering(mut self, answered: Vec<Answered>) -> Self {
        self.answered = answered;
        self
    }

    /// Which message each answer of the ladder was read from, as of the last turn.
    pub(super) fn answered(&self) -> &[Answered] {
        &self.answered
    }

    /// The ends of what was said before.
    pub(super) const fn tail(&self) -> &Tail {
        &self.tail
    }

    pub(crate) fn to_json(&self) -> Opaque {
        Opaque::of(self)
    }

    pub(crate) const fn engine(&self) -> Option<&State> {
        self.engine.as_ref()
    }

    pub(crate) fn history(&self) -> History {
        self.history.clone()
    }

    /// When the notice was last given.
    pub(super) const fn noticed_at(&self) -> Option<Timestamp> {
        self.noticed_at
    }

    /// The reply that held the notice does not go out: it was last given when it was before.
    pub(super) const fn without_notice(&mut self, before: Option<Timestamp>) {
        self.noticed_at = before;
    }

    pub(crate) fn minutes_since_notice(&self, now: Timestamp) -> Option<u32> {
        self.noticed_at.map(|at| u32::try_from(now.since(at).as_secs() / 60).unwrap_or(u32::MAX))
    }

    /// How long the session that goes on now has lasted.
    pub(crate) fn session_minutes(&self, now: Timestamp) -> u16 {
        let began = self.began_at.filter(|_| self.goes_on(now)).unwrap_or(now);
        minutes(now.since(began))
    }

    /// Days since something was last said in this conversation.
    pub(crate) fn days_since_last_use(&self, now: Timestamp) -> Option<u16> {
        self.last_at.map(|at| super::days(now.since(at)))
    }

    /// Whether the session that goes on now was counted as long.
    pub(crate) fn counted_long(&self, now: Timestamp) -> bool {
        self.counted_long && self.goes_on(now)
    }

    fn goes_on(&self, now: Timestamp) -> bool {
        self.last_at.is_some_and(|at| now.since(at) < PAUSE)
    }
}

/// The newer of two ladders of one conversation, with what the other knows beside it; the graver holds.
fn joined(newer: LadderState, other: &LadderState) -> LadderState {
    let mut joined = newer;
    for (question, answer) in &other.answers {
        if joined.answer(*question).is_none() {
            joined.answers.push((*question, *answer));
        }
    }
    if other.level > joined.level && joined.stage == Stage::StepDown {
        (joined.stage, joined.calm_turns) = (Stage::Stay, 0);
    }
    if other.category == joined.category {
        joined.kind_level = joined.kind_level.map(|level| level.max(other.own_level()));
    } else if matches!(other.category, CrisisCategory::SuicidalIdeation | CrisisCategory::SelfHarm) {
        // It is asked about after the danger that leads.
        joined.hint_level = joined.hint_level.max(other.own_level());
    }
    joined.level = joined.level.max(other.level);
    joined.alerted = joined.alerted.max(other.alerted);
    joined
}

fn minutes(lasting: Duration) -> u16 {
    u16::try_from(lasting.as_secs() / 60).unwrap_or(u16::MAX)
}

fn disclosed(effects: &[Effect]) -> bool {
    effects.iter().any(|effect| matches!(effect, Effect::Disclosed { .. }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_that_rose_elsewhere_is_the_engines_too_and_never_lowers_it() {
        let state = State::begin(content_safety_api::Language::En, Timestamp::EPOCH);
        let now = Timestamp::EPOCH.plus(Duration::from_secs(3_600));
        let mut saved = Saved::begun(state, &[], Timestamp::EPOCH);
        let level = |saved: &Saved| saved.engine().expect("is there").level;
        saved.rise(Level::High, now);
        assert_eq!((level(&saved).level, level(&saved).last_risk), (Level::High, now));
        saved.rise(Level::Low, now);
        assert_eq!(level(&saved).level, Level::High);
    }

    #[test]
    fn the_ends_of_what_was_said_go_along_and_are_forgotten_with_words_that_were_taken_back() {
        let state = State::begin(content_safety_api::Language::En, Timestamp::EPOCH);
        let begun = Saved::begun(state.clone(), &[], Timestamp::EPOCH);
        let next = |before: &Saved, words: &str| {
            let next = Saved::next(Some(before), state.clone(), History::default(), &[], Timestamp::EPOCH);
            next.said(Some(before), words)
        };
        let first = next(&next(&begun, "My telephone number is 212"), "555");
        let found = |saved: &Saved| identifiers::detect_after(saved.tail(), "0147").here.len();
        assert_eq!((found(&begun), found(&first)), (0, 1));
        let kept: Saved = first.to_json().read().expect("reads back");
        assert_eq!(found(&kept), 1, "sealed with the state of the conversation");
        let mut taken_back = first;
        taken_back.forget_words();
        assert_eq!(found(&taken_back), 0);
        assert!(!taken_back.to_json().expose().contains("212"));
    }

    #[test]
    fn a_pause_ends_a_session_and_a_long_one_counts_once() {
        let state = State::begin(content_safety_api::Language::En, Timestamp::EPOCH);
        let at = |minute: u64| Timestamp::EPOCH.plus(Duration::from_secs((1_000 + minute) * 60));
        let mut saved = Saved::begun(state.clone(), &[], at(0));
        for minute in [20, 40] {
            saved = Saved::next(Some(&saved), state.clone(), History::default(), &[], at(minute));
            assert!(!saved.counted_long(at(minute)));
        }
        assert_eq!(saved.session_minutes(at(60)), 60);
        saved = Saved::next(Some(&saved), state.clone(), History::default(), &[], at(60));
        assert!(saved.counted_long(at(61)), "once");
        assert_eq!(
            (saved.session_minutes(at(90)), saved.counted_long(at(90))),
            (0, false),
            "another session"
        );
        assert_eq!(saved.days_since_last_use(at(60 + 8 * 24 * 60)), Some(8));
    }
}
