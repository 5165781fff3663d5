//! A conversation that is played: builds inputs as the service does, keeps the state, checks every reply.

use content::Library;
use content::model::{DueKind, Relation};
use content_safety_api::{EmotionScore, Language};
use kernel::Timestamp;
use safety_rules::{History, Place, Resource, screen, shown};

use super::super::input::{Due, Fact};
use super::super::plan::NewFact;
use super::super::record::bytes;
use super::super::rubric::{Breach, judge};
use super::super::state::STATE_BYTES_MAX;
use super::super::talked::Talked;
use super::super::{
    Consent, Effect, Input, Plan, Profile, Route, Sensitivity, State, TimeFacts, TurnRecord, open,
    render_with, turn,
};
use super::{Setup, packs};

/// The day on which stories begin: 22 November 2026.
pub(crate) const TODAY: u32 = 20_779;
/// What was turned down is not asked for again for so many days.
const DECLINED_DAYS: u32 = 7;
/// The hour at which they begin.
const START_HOUR: u8 = 14;
const MINUTE_MICROS: i64 = 60 * 1_000_000;

/// A resident and the companion.
pub struct Talk<'l> {
    library: &'l Library,
    pub(crate) state: Option<State>,
    pub(crate) history: History,
    pub(crate) template: Input,
    pub(crate) turns: u32,
    pub(crate) records: Vec<(TurnRecord, Input)>,
    pub(crate) replies: Vec<String>,
    pub(crate) exhausted: usize,
    /// Minutes that passed beside one a turn.
    passed: i64,
    /// What this conversation was about, as far as it is kept.
    topics: Vec<String>,
    /// What was turned down, with the day.
    declined: Vec<(String, u32)>,
}

/// One turn's outcome.
#[derive(Clone)]
pub struct Said {
    /// What was decided.
    pub plan: Plan,
    /// What has to be done.
    pub effects: Vec<Effect>,
    /// The reply.
    pub text: String,
    /// What the reply does that it must not.
    pub breaches: Vec<Breach>,
    /// What it was computed from.
    pub input: Input,
    /// The state after it.
    pub state: State,
    /// The help that is shown beside it.
    pub resources: Vec<Resource>,
}

impl Said {
    /// Why, in one line.
    pub fn reasons(&self) -> String {
        self.plan.reasons.join(", ")
    }
}

impl<'l> Talk<'l> {
    /// A resident who was here yesterday. The seed stands for the conversation's id.
    pub fn with(library: &'l Library, language: Language, seed: u64) -> Self {
        let template = Input {
            turn: id(1),
            conversation: id(seed),
            text: String::new(),
            screening: screen("", &History::default()),
            emotions: Vec::new(),
            actions: Vec::new(),
            gist: None,
            action_weights: String::new(),
            identifiers: Vec::new(),
            profile: Profile { language: Some(language), ..Profile::default() },
            time: TimeFacts {
                now: Timestamp::from_micros(0),
                day: TODAY,
                hour: START_HOUR,
                minute: Some(0),
                minutes_since_notice: Some(0),
                days_since_last_use: Some(1),
                session_minutes: 0,
                long_sessions_today: 0,
            },
            consent: Consent { memory: true, asked: true },
            facts: Vec::<Fact>::new(),
            talks: Vec::new(),
            due: None,
            instrument: None,
            screener: None,
            declined: Vec::new(),
            daily_said: false,
            plan_kept: false,
            plan_offered: false,
            place: "us-ca".to_owned(),
            acknowledged: false,
            alert_waits: false,
            staff_reached: true,
        };
        let mut talk = Self {
            library,
            state: None,
            history: History::default(),
            template,
            turns: 0,
            records: Vec::new(),
            replies: Vec::new(),
            exhausted: 0,
            passed: 0,
            topics: Vec::new(),
            declined: Vec::new(),
        };
        talk.template.time.now = talk.now();
        talk
    }

    fn now(&self) -> Timestamp {
        let start = (i64::from(TODAY) * 24 + i64::from(START_HOUR)) * 60;
        Timestamp::from_micros((start + i64::from(self.turns) + self.passed) * MINUTE_MICROS)
    }

    /// The opening of the conversation.
    pub fn open(&mut self) -> Said {
        let input = self.template.clone();
        let (state, plan, effects) = open(&input, self.library);
        self.state = Some(state.clone());
        self.done(input, plan, effects, state)
    }

    /// One message.
    pub fn say(&mut self, text: &str) -> Said {
        self.turns += 1;
        let mut input = self.template.clone();
        input.turn = id(u64::from(self.turns) + 100);
        input.text = text.to_owned();
        input.screening = screen(text, &self.history);
        self.history = input.screening.history.clone();
        input.time.now = self.now();
        input.read_actions(self.state.as_ref(), self.library);
        let outcome = turn(self.state.as_ref(), &input, self.library);
        let record = TurnRecord::of(self.state.as_ref(), &input, self.library, &outcome);
        self.records.push((record, input.clone()));
        let (state, plan, effects) = outcome;
        debug_assert!(bytes(&state).len() <= STATE_BYTES_MAX, "the state is larger than it may be");
        self.state = Some(state.clone());
        self.done(input, plan, effects, state)
    }

    fn done(&mut self, input: Input, plan: Plan, effects: Vec<Effect>, state: State) -> Said {
        let text = render_with(&plan, self.library, input.packs());
        let breaches = judge(&plan, &input.text, self.library);
        self.exhausted += effects.iter().filter(|effect| matches!(effect, Effect::PoolExhausted(_))).count();
        self.replies.push(text.clone());
        effects.iter().for_each(|effect| self.keep(effect, &input));
        let ladder = state.ladder.as_ref().filter(|ladder| ladder.is_open() || plan.route == Route::Crisis);
        let resources = shown(Place::parse(&input.place), &input.screening, ladder);
        Said { plan, effects, text, breaches, input, state, resources }
    }

    /// Facts as the platform keeps them: told by a message, and gone on a word.
    fn keep(&mut self, effect: &Effect, input: &Input) {
        match effect {
            Effect::Remember(new) => {
                let id = format!("{}.{}", input.turn, self.template.facts.len());
                self.template.facts.push(kept(id, new));
            }
            Effect::Correct { id, fact } => {
                self.template.facts.retain(|old| old.id != *id);
                self.template.facts.push(kept(id.clone(), fact));
            }
            Effect::MemoryConsent(agreed) => {
                self.template.consent.memory = *agreed;
                self.template.consent.asked = true;
            }
            Effect::Confirm(id) => {
                let kept = self.template.facts.iter_mut().find(|fact| fact.id == *id);
                kept.into_iter().for_each(|fact| fact.confirmed = true);
            }
            Effect::Forget(ids) => self.template.facts.retain(|fact| !ids.contains(&fact.id)),
            Effect::Talked { topic, .. } => self.topics.push(topic.clone()),
            Effect::ForgetTopics(gone) => {
                self.topics.retain(|topic| !gone.contains(topic));
                for talk in &mut self.template.talks {
                    talk.topics.retain(|topic| !gone.contains(topic));
                }
                self.template.talks.retain(|talk| !talk.topics.is_empty());
            }
            Effect::CheckBackDone | Effect::DueTaken(_) => self.template.due = None,
            Effect::Daily { .. } | Effect::DailyEnded => self.template.daily_said = true,
            Effect::PlanOffered => self.template.plan_offered = true,
            Effect::Declined(what) => self.declined.push((what.clone(), input.time.day)),
            _ => {}
        }
    }

    /// Sets one thing; the companion's opening words when it is one that opens a conversation.
    pub fn set(&mut self, setup: &Setup, language: Language) -> Option<Said> {
        let input = &mut self.template;
        match setup {
            Setup::Consent(memory) => input.consent.memory = *memory,
            Setup::Acknowledged => input.acknowledged = true,
            Setup::StaffUnreached => input.staff_reached = false,
            Setup::Place(place) => input.place.clone_from(place),
            Setup::Hour(hour) => input.time.hour = *hour,
            Setup::Due(activity) => input.due = Some(Due::Plan { activity: activity.of(language).clone() }),
            Setup::DueCard(card) => input.due = Some(Due::Card { card: card.clone() }),
            Setup::DueFlow(kind) => input.due = Some(due(*kind)),
            Setup::Questions { items, scale } => input.instrument = Some(packs::questions(items, scale)),
            Setup::FirstUse => {
                input.consent = Consent::default();
                input.time.days_since_last_use = None;
                input.time.minutes_since_notice = None;
                let said = self.open();
                self.template.time.minutes_since_notice = Some(0);
                return Some(said);
            }
            Setup::Fact { id, relation, value } => {
                input.facts.push(fact(id, *relation, value.of(language), language));
            }
            Setup::Feels(label, score) => {
                input.emotions = vec![EmotionScore { label: *label, score: *score }];
            }
            Setup::Screener { items, yes, no } => input.screener = Some(packs::screener(items, yes, no)),
            Setup::LoseState => self.state = None,
            Setup::Opening => return Some(self.open()),
            Setup::NextDay(days) => return Some(self.next_day(*days)),
            Setup::SessionMinutes(_)
            | Setup::LongSessions(_)
            | Setup::SinceNotice(_)
            | Setup::Idle(_)
            | Setup::Later(_) => {
                self.set_time(setup);
            }
            _ => set_profile(&mut input.profile, setup),
        }
        None
    }

    fn set_time(&mut self, setup: &Setup) {
        let time = &mut self.template.time;
        match setup {
            Setup::SessionMinutes(minutes) => time.session_minutes = *minutes,
            Setup::LongSessions(count) => time.long_sessions_today = *count,
            Setup::SinceNotice(minutes) => time.minutes_since_notice = *minutes,
            Setup::Idle(days) => time.days_since_last_use = Some(*days),
            Setup::Later(minutes) => {
                self.passed += i64::from(*minutes);
                time.session_minutes = time.session_minutes.saturating_add(*minutes);
                time.minutes_since_notice =
                    time.minutes_since_notice.map(|since| since.saturating_add(u32::from(*minutes)));
                time.hour = u8::try_from((u16::from(time.hour) + *minutes / 60) % 24).unwrap_or(START_HOUR);
            }
            _ => {}
        }
    }

    /// Another conversation, some days later: the state is new, what was kept is there.
    fn next_day(&mut self, days: u16) -> Said {
        self.passed += i64::from(days) * 24 * 60;
        self.state = None;
        self.history = History::default();
        let topics = std::mem::take(&mut self.topics);
        let input = &mut self.template;
        if !topics.is_empty() {
            input.talks.push(Talked { day: input.time.day, topics });
        }
        input.conversation = id(u64::from(self.turns) + 10_000);
        input.acknowledged = false;
        input.time.day += u32::from(days);
        let kept = |day: u32| input.time.day.saturating_sub(day) < DECLINED_DAYS;
        self.declined.retain(|(_, day)| kept(*day));
        input.declined = self.declined.iter().map(|(what, _)| what.clone()).collect();
        input.time.days_since_last_use = Some(days);
        input.time.minutes_since_notice = None;
        input.time.session_minutes = 0;
        self.template.time.now = self.now();
        let said = self.open();
        self.template.time.minutes_since_notice = Some(0);
        self.template.time.days_since_last_use = Some(0);
        said
    }

    #[cfg(test)]
    pub(crate) fn state(&self) -> &State {
        self.state.as_ref().expect("a turn was taken")
    }
}

fn set_profile(profile: &mut Profile, setup: &Setup) {
    match setup {
        Setup::Simple => profile.simple = true,
        Setup::Mobility(mobility) => profile.mobility = Some(*mobility),
        Setup::Hears(hears) => profile.hears = Some(*hears),
        Setup::Sees(sees) => profile.sees = Some(*sees),
        Setup::Diet(diet) => profile.diet = Some(*diet),
        Setup::Falls(falls) => profile.falls = Some(*falls),
        Setup::Psychosis => profile.psychosis = true,
        Setup::GriefDays(days) => profile.grief_days = Some(*days),
        Setup::Faith => profile.faith = true,
        Setup::Minor => profile.minor = true,
        _ => {}
    }
}

/// What is due and has a flow of its own.
const fn due(kind: DueKind) -> Due {
    match kind {
        DueKind::CheckIn => Due::CheckIn,
        DueKind::FollowUp => Due::FollowUp,
        DueKind::Instrument => Due::Instrument,
        DueKind::Ritual(ritual) => Due::Ritual(ritual),
    }
}

/// A fact as the platform keeps it.
fn kept(id: String, new: &NewFact) -> Fact {
    Fact {
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
    }
}

/// A kept fact, told ten days before the stories begin.
pub(crate) fn fact(id: &str, relation: Relation, value: &str, language: Language) -> Fact {
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
pub(crate) fn id<T: std::str::FromStr>(number: u64) -> T
where
    T::Err: std::fmt::Debug,
{
    format!("01900000-0000-7000-8000-{number:012x}").parse().expect("a UUID")
}
