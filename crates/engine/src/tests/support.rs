//! A conversation under test: builds inputs as the service will, keeps the state, checks every reply.

use content::library;
use content_safety_api::Language;
use kernel::Timestamp;
use safety_rules::{History, screen};

use super::super::input::Fact;
use super::super::record::bytes;
use super::super::rubric::{Breach, judge};
use super::super::state::STATE_BYTES_MAX;
use super::super::{
    Consent, Effect, Input, NewFact, Plan, Profile, Sensitivity, State, TimeFacts, TurnRecord, open,
    render_with, turn,
};
use content::model::Relation;

/// The day of the tests: 22 November 2026.
pub(super) const TODAY: u32 = 20_779;
/// An afternoon in seconds since 1970.
const START_SECONDS: i64 = TODAY as i64 * 86_400 + 14 * 3_600;

/// A resident and the companion.
pub(super) struct Talk {
    pub(super) state: Option<State>,
    pub(super) history: History,
    pub(super) template: Input,
    pub(super) turns: u32,
    pub(super) records: Vec<(TurnRecord, Input)>,
    pub(super) replies: Vec<String>,
    pub(super) exhausted: usize,
}

/// One turn's outcome.
pub(super) struct Said {
    pub(super) plan: Plan,
    pub(super) effects: Vec<Effect>,
    pub(super) text: String,
    pub(super) breaches: Vec<Breach>,
    pub(super) input: Input,
}

impl Talk {
    pub(super) fn new(language: Language, seed: u64) -> Self {
        let template = Input {
            turn: id(1),
            conversation: id(seed),
            text: String::new(),
            screening: screen("", &History::default()),
            emotions: Vec::new(),
            identifiers: Vec::new(),
            profile: Profile { language: Some(language), ..Profile::default() },
            time: TimeFacts {
                now: Timestamp::from_micros(START_SECONDS * 1_000_000),
                day: TODAY,
                hour: 14,
                minutes_since_notice: Some(0),
                days_since_last_use: Some(1),
                session_minutes: 0,
                long_sessions_today: 0,
            },
            consent: Consent { memory: true, asked: true },
            facts: Vec::<Fact>::new(),
            due: None,
            instrument: None,
            declined: Vec::new(),
            place: "us-ca".to_owned(),
            acknowledged: false,
            staff_reached: true,
        };
        Self {
            state: None,
            history: History::default(),
            template,
            turns: 0,
            records: Vec::new(),
            replies: Vec::new(),
            exhausted: 0,
        }
    }

    /// The opening of the conversation.
    pub(super) fn open(&mut self) -> Said {
        let input = self.template.clone();
        let (state, plan, effects) = open(&input, library());
        self.state = Some(state);
        self.done(input, plan, effects)
    }

    /// One message.
    pub(super) fn say(&mut self, text: &str) -> Said {
        self.turns += 1;
        let mut input = self.template.clone();
        input.turn = id(u64::from(self.turns) + 100);
        input.text = text.to_owned();
        input.screening = screen(text, &self.history);
        self.history = input.screening.history.clone();
        let micros = (START_SECONDS + i64::from(self.turns) * 60) * 1_000_000;
        input.time.now = Timestamp::from_micros(micros);
        let outcome = turn(self.state.as_ref(), &input, library());
        let record = TurnRecord::of(self.state.as_ref(), &input, library(), &outcome);
        self.records.push((record, input.clone()));
        let (state, plan, effects) = outcome;
        let size = bytes(&state).len();
        assert!(size <= STATE_BYTES_MAX, "the state has {size} bytes");
        self.state = Some(state);
        self.done(input, plan, effects)
    }

    fn done(&mut self, input: Input, plan: Plan, effects: Vec<Effect>) -> Said {
        let pack = input.instrument.as_ref().map(|instrument| &instrument.pack);
        self.keep(&effects);
        let text = render_with(&plan, library(), pack);
        let breaches = judge(&plan, &input.text, library());
        self.exhausted += effects.iter().filter(|effect| matches!(effect, Effect::PoolExhausted(_))).count();
        self.replies.push(text.clone());
        Said { plan, effects, text, breaches, input }
    }

    /// Does with what is to be kept what a store does.
    fn keep(&mut self, effects: &[Effect]) {
        let kept = |id: String, new: &NewFact| Fact {
            id,
            subject: new.subject.clone(),
            relation: new.relation,
            value: new.value.clone(),
            language: new.language,
            day: new.day,
            sensitivity: new.sensitivity,
            confirmed: new.confirmed,
            expires: new.expires,
            turn: Some(new.turn),
            span: new.span,
        };
        for effect in effects {
            match effect {
                Effect::Remember(new) => {
                    let id = format!("k{}", self.template.facts.len() + 100);
                    self.template.facts.push(kept(id, new));
                }
                Effect::Correct { id, fact } => {
                    self.template.facts.retain(|old| old.id != *id);
                    self.template.facts.push(kept(id.clone(), fact));
                }
                Effect::Forget(ids) => self.template.facts.retain(|fact| !ids.contains(&fact.id)),
                Effect::MemoryConsent(agreed) => {
                    self.template.consent.memory = *agreed;
                    self.template.consent.asked = true;
                }
                _ => {}
            }
        }
    }

    pub(super) fn state(&self) -> &State {
        self.state.as_ref().expect("a turn was taken")
    }
}

impl Said {
    pub(super) fn reasons(&self) -> String {
        self.plan.reasons.join(", ")
    }
}

/// A kept fact, told ten days ago.
pub(super) fn fact(id: &str, relation: Relation, value: &str, language: Language) -> Fact {
    Fact {
        id: id.to_owned(),
        subject: String::new(),
        relation,
        value: value.to_owned(),
        language,
        day: TODAY - 10,
        sensitivity: Sensitivity::Plain,
        confirmed: false,
        expires: None,
        turn: None,
        span: (0, 0),
    }
}

/// A version 7 id that is the same in every run.
pub(super) fn id<T: std::str::FromStr>(number: u64) -> T
where
    T::Err: std::fmt::Debug,
{
    format!("01900000-0000-7000-8000-{number:012x}").parse().expect("a UUID")
}
