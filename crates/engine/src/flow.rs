//! Flows as a stack: the running one is on top, depth three, and each frame expires. Steps are data; this only
//! walks them.

use content::model::{
    Answer, Bar, Do, DueKind, Flow, FlowStep, Need, Next, Relation, Resume, Start, Take, Tone, UserAct,
};
use content_safety_api::CrisisCategory;

use super::plan::{CheckBackOf, Effect, Route};
use super::risk::at_least;
use super::state::{DEPTH_MAX, FRAME_MINUTES_MAX, FRAME_TURNS_MAX, Frame, Open};
use super::turn::Turn;

/// A step leads on without a word at most so often; the build's checks make it less.
const SILENT_STEPS_MAX: usize = 16;
/// The night, for what is told at night, begins and ends at these hours.
const NIGHT_FROM: u8 = 20;
const NIGHT_TO: u8 = 5;
/// A flow that ended does not start again by itself within so many turns.
const RESTART_TURNS: u32 = 12;
/// The same for what is told in so many words: "My wife died."
const STATED_TURNS: u32 = 3;
/// Human contact is suggested at most once in so many turns.
const HUMAN_TURNS: u32 = 8;

impl<'a> Turn<'a> {
    /// Takes away frames that are too old.
    pub(super) fn expire_frames(&mut self) {
        let (turn, now) = (self.state.turn, self.input.time.now);
        let library = self.library;
        self.state.stack.retain(|frame| {
            let minutes = now.since(frame.entered_at).as_secs() / 60;
            let young = i64::try_from(minutes).is_ok_and(|minutes| minutes <= FRAME_MINUTES_MAX);
            let known = library.flow(&frame.flow).is_some_and(|flow| flow.version == frame.version);
            known && young && turn.saturating_sub(frame.active) <= FRAME_TURNS_MAX
        });
        if self.state.stack.is_empty() && matches!(self.state.open, Some(Open::Step { .. } | Open::Resume)) {
            self.state.open = None;
        }
    }

    pub(super) fn top_flow(&self) -> Option<&'a Flow> {
        self.library.flow(&self.state.top()?.flow)
    }

    pub(super) fn top_step(&self) -> Option<&'a FlowStep> {
        let id = &self.state.top()?.step;
        self.top_flow()?.steps.iter().find(|step| step.id == *id)
    }

    /// The flow that this message starts, and at which step.
    pub(super) fn startable(&self) -> Option<(&'a Flow, &'a str)> {
        let mut flows: Vec<&Flow> = self.library.flows().iter().collect();
        flows.sort_by_key(|flow| std::cmp::Reverse(flow.priority));
        flows.into_iter().find_map(|flow| {
            let at = self.start_of(flow)?;
            (!self.is_barred(&flow.bars) && self.may_start(flow)).then_some((flow, at))
        })
    }

    /// The step at which this message would start a flow.
    fn start_of(&self, flow: &'a Flow) -> Option<&'a str> {
        let first = flow.steps.first()?.id.as_str();
        let reading = &self.reading;
        if self.wishes(flow) {
            return Some(first);
        }
        if reading.does(UserAct::AskAdvice) {
            return flow.starts.iter().find_map(|start| match start {
                Start::Ask { at } => Some(at.as_str()),
                _ => None,
            });
        }
        let tells = reading.does(UserAct::Tell) && reading.understood;
        let tone = reading.tone(self.library);
        let starts = flow.starts.iter().any(|start| match start {
            Start::Topic(topic) => reading.topics.first() == Some(topic) && tone != Tone::Good,
            Start::Frame(frame) => reading.statement().is_some_and(|hit| hit.id == *frame),
            Start::Hard => tells && tone == Tone::Hard,
            Start::Told => tells && tone != Tone::Hard,
            Start::Night(topic) => {
                let night = self.input.time.hour >= NIGHT_FROM || self.input.time.hour < NIGHT_TO;
                night && reading.topics.first() == Some(topic) && tone != Tone::Good
            }
            Start::Ask { .. } | Start::Wish(_) | Start::Due(_) | Start::First => false,
        });
        (starts && (reading.tells() || tells)).then_some(first)
    }

    /// Whether this message asks for just this flow.
    fn wishes(&self, flow: &Flow) -> bool {
        flow.starts.iter().any(|start| matches!(start, Start::Wish(act) if self.reading.does(*act)))
    }

    /// Whether this message asks for something that a flow does.
    pub(super) fn is_wish(&self) -> bool {
        self.library.flows().iter().any(|flow| self.wishes(flow))
    }

    /// The flow of something that is due, when nothing bars it.
    pub(super) fn flow_due(&self, kind: DueKind) -> Option<&'a Flow> {
        // What was turned down this week is not come back to; the question after a crisis is.
        let declined = |flow: &Flow| kind != DueKind::FollowUp && self.input.declined.contains(&flow.id);
        self.library.flows().iter().find(|flow| {
            flow.starts.contains(&Start::Due(kind)) && !self.is_barred(&flow.bars) && !declined(flow)
        })
    }

    /// Whether a flow may start on top of the running one.
    fn may_start(&self, flow: &Flow) -> bool {
        let running = self.state.stack.iter().any(|frame| frame.flow == flow.id);
        if self.wishes(flow) {
            return !running;
        }
        let general = flow.starts.iter().any(|start| matches!(start, Start::Hard | Start::Told));
        let rested = self.state.ended.iter().find(|(ended, _)| *ended == flow.id).is_none_or(|(_, turn)| {
            // What is told in so many words is met again sooner than what is only touched.
            let stated = self.reading.statement().is_some_and(|hit| {
                flow.starts.iter().any(|start| matches!(start, Start::Frame(frame) if *frame == hit.id))
            });
            let rest = if stated { STATED_TURNS } else { RESTART_TURNS };
            self.state.turn.saturating_sub(*turn) > rest
        });
        if !general && !rested && !self.reading.does(UserAct::AskAdvice) {
            return false;
        }
        let Some(top) = self.top_flow() else { return true };
        if top.id == flow.id || self.state.stack.iter().any(|frame| frame.flow == flow.id) {
            return self.reading.does(UserAct::AskAdvice) && top.id == flow.id;
        }
        // A general flow gives way to any other; it comes back by itself when it is needed.
        (top.interruptible && flow.priority > top.priority) || top.resume == Resume::Drop
    }

    /// Starts a flow at a step.
    pub(super) fn start(&mut self, flow: &'a Flow, at: &str) {
        self.reasons.push(format!("start {}", flow.id));
        let asked = self.wishes(flow);
        if self.top_flow().is_some_and(|top| top.resume == Resume::Drop || top.id == flow.id) {
            self.state.stack.pop();
        }
        self.state.card = None;
        self.state.open = None;
        // What was touched before is what a flow is about only when an idea is asked for.
        let now = self.reading.topics.first().map(String::as_str).or_else(|| self.frame_topic());
        let carried = || self.topic().filter(|_| self.reading.does(UserAct::AskAdvice));
        let topic = now.or_else(carried).map(str::to_owned);
        self.state.stack.push(Frame {
            flow: flow.id.clone(),
            version: flow.version,
            step: String::new(),
            visits: Vec::new(),
            entered: self.state.turn,
            entered_at: self.input.time.now,
            active: self.state.turn,
            heard: 1,
            topic,
            card: None,
            asked,
            told: Vec::new(),
        });
        if self.state.stack.len() > DEPTH_MAX {
            self.state.stack.remove(0);
        }
        if asked && self.give_at_once(flow, at) {
            return;
        }
        self.enter(at);
    }

    /// A wish may hold what the first step would ask for: "I want to call my daughter".
    fn give_at_once(&mut self, flow: &'a Flow, at: &str) -> bool {
        let Some(step) = flow.steps.iter().find(|step| step.id == at) else { return false };
        let (Some(take), Some(slot)) = (step.take, &step.fill) else { return false };
        let taken = match take {
            Take::Words if !self.reading.tells() => None,
            // The wish is not the problem; what is told in it is.
            Take::Words => self.whole_message(),
            take => self.taken(take),
        };
        let (Some(taken), Some(next)) = (taken, step.on.get(&Answer::Given)) else { return false };
        self.state.set_slot(&format!("plan.{slot}"), &taken.value, taken.span);
        self.follow(next, Answer::Given);
        true
    }

    /// The running flow goes on with what was told.
    pub(super) fn go_on(&mut self) {
        let turn = self.state.turn;
        let Some(frame) = self.state.stack.last_mut() else { return self.speak_plainly() };
        let left = turn.saturating_sub(frame.active);
        frame.heard = frame.heard.saturating_add(1);
        frame.active = turn;
        let Some((flow, step)) = self.top_flow().zip(self.top_step()) else { return self.speak_plainly() };
        let waits = !step.on.is_empty();
        if let Resume::AskFirst { max_turns } = flow.resume
            && waits
            && !step.on.contains_key(&Answer::Other)
            && left > 1
        {
            if left > u32::from(max_turns) {
                self.leave();
                return self.speak_plainly();
            }
            return self.ask_to_resume();
        }
        match (&step.next, step.on.get(&Answer::Other)) {
            (Some(next), _) | (None, Some(next)) => self.follow(next, Answer::Other),
            (None, None) if matches!(self.state.open, Some(Open::Step { .. })) => {
                // Something else was told instead of an answer: that first, the question again with the next turn.
                self.state.open = None;
                self.perform(&[Do::ReflectContent, Do::ReflectFeeling]);
            }
            (None, None) => {
                let id = step.id.clone();
                self.enter(&id);
            }
        }
    }

    /// After something else: that is answered first. Something hard is not followed by a plan at all.
    fn ask_to_resume(&mut self) {
        if self.reading.tells() && self.reading.tone(self.library) == Tone::Hard {
            self.leave();
            return match self.startable() {
                Some((flow, at)) => self.start(flow, at),
                None => self.speak_plainly(),
            };
        }
        self.perform(&[Do::ReflectContent, Do::Line("resume".to_owned())]);
        self.state.open = Some(Open::Resume);
    }

    /// Goes where a step leads.
    pub(super) fn follow(&mut self, next: &Next, answer: Answer) {
        match next {
            Next::Go(step) => self.enter(step),
            Next::Into { flow, at } => {
                self.leave();
                match self.library.flow(flow).filter(|flow| !self.is_barred(&flow.bars)) {
                    Some(flow) => self.start(flow, at),
                    None => self.acknowledge(answer),
                }
            }
            Next::End => {
                self.leave();
                self.acknowledge(answer);
            }
        }
    }

    /// Enters a step, or whatever step it silently leads to.
    pub(super) fn enter(&mut self, step: &str) {
        let mut id = step.to_owned();
        for _ in 0..SILENT_STEPS_MAX {
            let Some(flow) = self.top_flow() else { return self.speak_plainly() };
            let Some(step) = flow.steps.iter().find(|step| step.id == id) else {
                return self.speak_plainly();
            };
            let aside = if step.needs.iter().all(|need| self.has(need)) {
                self.is_used_up(step).then_some(step.over.as_ref()).flatten()
            } else {
                step.otherwise.as_ref()
            };
            match aside {
                Some(Next::Go(other)) => id.clone_from(other),
                Some(Next::End | Next::Into { .. }) => {
                    self.leave();
                    return self.speak_plainly();
                }
                None => return self.take(flow, step),
            }
        }
        self.leave();
        self.speak_plainly();
    }

    fn is_used_up(&self, step: &FlowStep) -> bool {
        let visits = self.state.top().and_then(|frame| frame.visits.iter().find(|(id, _)| *id == step.id));
        step.limit > 0 && visits.is_some_and(|(_, count)| *count >= step.limit)
    }

    /// Says what a step says.
    fn take(&mut self, flow: &'a Flow, step: &'a FlowStep) {
        self.reasons.push(format!("step {}.{}", flow.id, step.id));
        self.flow = Some((flow.id.clone(), step.id.clone()));
        self.state.open = None;
        let turn = self.state.turn;
        if let Some(frame) = self.state.stack.last_mut() {
            frame.step.clone_from(&step.id);
            frame.active = turn;
            match frame.visits.iter_mut().find(|(id, _)| *id == step.id) {
                Some((_, count)) => *count = count.saturating_add(1),
                None => frame.visits.push((step.id.clone(), 1)),
            }
        }
        self.perform(&step.acts);
        if self.route == Route::Crisis {
            // The ladder leads from here on; the flow waits below it, or is over.
            if step.next == Some(Next::End) && self.state.top().is_some_and(|top| top.flow == flow.id) {
                self.state.stack.pop();
            }
            return;
        }
        let asked = self.pieces.iter().any(|piece| piece.asks && !piece.notice);
        if (asked || step.next.is_some()) && !step.on.is_empty() && self.state.open.is_none() {
            self.state.open = Some(Open::Step { choices: Vec::new(), from: None });
        }
        if let Some(hours) = step.check_back_hours
            && let Some(activity) = self.plan_name()
        {
            self.effects.push(Effect::CheckBack { hours, what: CheckBackOf::Plan(activity) });
        }
        match &step.next {
            Some(Next::End) => self.leave(),
            // Asked and scored in one: what was the last item has no next.
            None if self.runs_items(&flow.id) && !asked => self.leave(),
            _ => {}
        }
    }

    /// Ends the running flow.
    pub(super) fn leave(&mut self) {
        if let Some(frame) = self.state.stack.pop() {
            if self.runs_items(&frame.flow) {
                self.pause_instrument();
            }
            self.reasons.push(format!("end {}", frame.flow));
            self.state.end_flow(&frame.flow);
        }
        self.state.open = None;
    }

    fn has(&self, need: &Need) -> bool {
        match need {
            Need::Card => self.card_for_now().is_some(),
            Need::MayOffer => self.may_offer(),
            Need::Heard(turns) => self.state.top().is_some_and(|frame| frame.heard >= *turns),
            Need::Activities => self.activities().len() >= 2,
            Need::HumanDue => {
                let rested =
                    self.state.human.is_none_or(|turn| self.state.turn.saturating_sub(turn) >= HUMAN_TURNS);
                rested && self.reading.tone(self.library) == Tone::Hard
            }
            Need::OnTopic => self.is_on_topic(),
            Need::Asked => self.state.top().is_some_and(|frame| frame.asked),
            Need::MemoryUnasked => {
                let consent = self.input.consent;
                !consent.memory && !consent.asked && self.state.agreed.is_none()
            }
            Need::Nameless => {
                let known = self.input.facts.iter().any(|fact| fact.relation == Relation::Name);
                !known && self.state.slot("name.name").is_none()
            }
            Need::Sees => self.input.profile.sees != Some(false),
            Need::Hears => self.input.profile.hears != Some(false),
            Need::Slot(slot) => self.state.slot(&format!("plan.{slot}")).is_some(),
            Need::Told(count) => {
                let told = self.state.top().map_or(0, |frame| frame.told.len());
                told >= usize::from(*count)
            }
            Need::InstrumentOpen => self.instrument_is_open(),
            Need::ItemLeft => self.item_is_left(),
            Need::ItemsAnswered => !self.replies().is_empty(),
        }
    }

    /// Whether nothing hard was told that the running flow is not about: pain is no moment for a plan.
    fn is_on_topic(&self) -> bool {
        let starts = self.top_flow().map_or(&[][..], |flow| flow.starts.as_slice());
        let about = |topic: &str| starts.contains(&Start::Topic(topic.to_owned()));
        let hard = |topic: &str| self.library.topic(topic).is_some_and(|topic| topic.tone == Tone::Hard);
        let carried = self.frame_topic();
        let mut told = self
            .reading
            .topics
            .iter()
            .map(String::as_str)
            .chain(carried)
            .filter(|topic| hard(topic))
            .peekable();
        told.peek().is_none() || told.any(about)
    }

    fn may_offer(&self) -> bool {
        let running = self.state.top().and_then(|frame| frame.topic.as_deref());
        let card = self.card_for_now().map(|card| card.topic.as_str());
        let asked =
            |topic: &str| self.state.asked.iter().chain(&self.input.declined).any(|asked| asked == topic);
        // Who mourns is not offered something cheerful.
        let light = self.card_for_now().and_then(|card| self.library.topic(&card.topic));
        if self.mourns() && light.is_some_and(|topic| topic.tone != Tone::Hard) {
            return false;
        }
        // A no is not followed by the next offer.
        self.state.turn >= self.state.offers_from
            && !self.gave_no()
            && !running.or_else(|| self.topic()).is_some_and(asked)
            && !card.is_some_and(asked)
            && self.level() < content_safety_api::Level::Medium
    }

    /// Whether any of these bars holds.
    pub(super) fn is_barred(&self, bars: &[Bar]) -> bool {
        let profile = &self.input.profile;
        let asked = self.reading.does(UserAct::AskAdvice) && !self.is_risk();
        let mourns = |days: u16| {
            profile.grief_days.is_some_and(|since| since <= days) || self.state.slot("died.person").is_some()
        };
        bars.iter().any(|bar| match bar {
            // What is asked for may be had once the danger is past; what is offered waits for the level.
            Bar::Level(level) if asked => at_least(self.input.screening.level, *level),
            Bar::Level(level) => at_least(self.level(), *level),
            Bar::GriefDays(days) => mourns(*days),
            Bar::Psychosis => profile.psychosis || self.input.screening.has(CrisisCategory::Psychosis),
            Bar::Falls => profile.falls.unwrap_or(true),
            Bar::Diet => profile.diet.unwrap_or(true),
            Bar::Jurisdiction(id) => self.library.jurisdiction(&self.input.place).id == *id,
        })
    }

    /// Company without a flow.
    pub(super) fn speak_plainly(&mut self) {
        self.perform(&[Do::ReflectContent, Do::ReflectFeeling]);
    }
}
