//! What starts a flow: a topic, a statement, a wish, the night, what is due.

use content::model::{Answer, DueKind, Flow, Resume, Start, Take, Tone, UserAct};

use super::state::{DEPTH_MAX, Frame};
use super::turn::Turn;

/// The night, for what is told at night, begins and ends at these hours.
const NIGHT_FROM: u8 = 20;
const NIGHT_TO: u8 = 5;
/// A flow that ended does not start again by itself within so many turns.
const RESTART_TURNS: u32 = 12;
/// The same for what is told in so many words: "My wife died."
const STATED_TURNS: u32 = 3;

impl<'a> Turn<'a> {
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
}
