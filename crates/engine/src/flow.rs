//! Flows as a stack: the running one is on top, depth three, and each frame expires. Steps are data; this only
//! walks them.

use content::model::{Answer, Do, Flow, FlowStep, Next, Resume, Tone};

use super::plan::{CheckBackOf, Effect, Route};
use super::state::{FRAME_MINUTES_MAX, FRAME_TURNS_MAX, Open};
use super::turn::Turn;

/// A step leads on without a word at most so often; the build's checks make it less.
const SILENT_STEPS_MAX: usize = 16;

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

    /// Company without a flow.
    pub(super) fn speak_plainly(&mut self) {
        self.perform(&[Do::ReflectContent, Do::ReflectFeeling]);
    }
}
