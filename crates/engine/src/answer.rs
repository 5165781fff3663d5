//! Answers to the open question: yes, no, unsure, rather not, one of the choices, or something else that was told.

use content::model::{Act, Answer, Do, FlowStep, Next, Resume, Take, UserAct};

use super::plan::Effect;
use super::state::Open;
use super::turn::Turn;

/// After a no, no offer for so many turns.
const OFFER_PAUSE_TURNS: u32 = 3;
/// An answer to a choice has at most so many words.
const CHOICE_WORDS_MAX: usize = 6;

impl<'a> Turn<'a> {
    /// What this message answers to the open question, if it does.
    pub(super) fn answer(&self) -> Option<Answer> {
        let simple = match self.reading.acts.iter().find(|act| is_answer(**act)) {
            Some(UserAct::Yes) => Some(Answer::Yes),
            Some(UserAct::GoOn) => Some(Answer::Yes),
            Some(UserAct::No) => Some(Answer::No),
            // "That is all" ends a story; in a talk that just flows on it is a goodbye.
            Some(UserAct::Enough) => {
                let loose = self.top_flow().is_none_or(|flow| flow.resume == Resume::Drop);
                (!loose).then_some(Answer::No)
            }
            Some(UserAct::Unsure) => Some(Answer::Unsure),
            Some(UserAct::Decline) => Some(Answer::Decline),
            _ => None,
        };
        match self.state.open.as_ref()? {
            Open::Step { choices, .. } => {
                if self.chosen_now().is_some() {
                    return Some(Answer::Choose);
                }
                let step = self.top_step()?;
                if step.take.is_some_and(|take| self.taken(take).is_some()) {
                    return Some(Answer::Given);
                }
                // A few words that name none of the choices: the choice is put once more.
                let aside = self.reading.statement().is_some() || !self.reading.feelings.is_empty();
                let again = !choices.is_empty()
                    && self.reading.act() == UserAct::Tell
                    && self.reading.words <= CHOICE_WORDS_MAX
                    && !aside;
                if again {
                    return Some(Answer::Yes).filter(|answer| step.on.contains_key(answer));
                }
                let told =
                    (self.reading.act() == UserAct::Tell && self.reading.understood).then_some(Answer::Other);
                simple.or(told).filter(|answer| step.on.contains_key(answer))
            }
            Open::Conflict => self.conflict_answer().or(simple),
            Open::Resume | Open::Person | Open::Keep => simple,
            Open::CheckBack => simple.or((self.reading.act() == UserAct::Tell).then_some(Answer::Other)),
        }
    }

    /// Takes the answer to the open question of the running step.
    pub(super) fn answer_step(&mut self, answer: Answer) {
        let Some(step) = self.top_step() else { return self.speak_plainly() };
        if let Some(frame) = self.state.stack.last_mut() {
            frame.heard = frame.heard.saturating_add(1);
        }
        self.reasons.push(format!("answer {answer:?}"));
        if answer == Answer::Choose {
            return self.answer_choice(step);
        }
        if answer == Answer::Given
            && let (Some(take), Some(slot)) = (step.take, &step.fill)
            && let Some(taken) = self.taken(take)
        {
            self.state.set_slot(&format!("plan.{slot}"), &taken.value, taken.span);
        }
        let permission = step.acts.iter().any(|act| self.asks_permission(act));
        if permission && matches!(answer, Answer::No | Answer::Unsure | Answer::Decline) {
            self.turned_down();
        }
        self.state.open = None;
        if answer != Answer::Yes
            && let Some(frame) = self.state.stack.last_mut()
        {
            // What was not wanted is not what comes next.
            frame.card = None;
        }
        // A no that also tells of something heavier: that comes first. A name that was asked for tells nothing more.
        let named = answer == Answer::Given && matches!(step.take, Some(Take::Name | Take::Person));
        if !named
            && self.reading.does(UserAct::Tell)
            && let Some((flow, at)) = self.startable()
        {
            if let Some(next) = step.on.get(&answer) {
                self.note_quietly(next);
            }
            let at = at.to_owned();
            return self.start(flow, &at);
        }
        match step.on.get(&answer) {
            Some(next) => self.follow(next, answer),
            None => self.speak_plainly(),
        }
    }

    /// A choice leads on; what was told beside it comes first.
    fn answer_choice(&mut self, step: &'a FlowStep) {
        let value = self.chosen_now().map(|choice| choice.value);
        let item = self.is_item_open();
        let Some(next) = self.take_choice(step) else { return self.speak_plainly() };
        if item {
            return self.answer_item(&value.unwrap_or_default(), &next);
        }
        self.state.open = None;
        if self.told_beside_choice()
            && let Some((flow, at)) = self.startable()
        {
            self.note_quietly(&next);
            let at = at.to_owned();
            return self.start(flow, &at);
        }
        self.follow(&next, Answer::Choose);
    }

    /// What the next step notes is noted, although something else is said: how a day was called, and a yes to being remembered.
    fn note_quietly(&mut self, next: &Next) {
        let Next::Go(id) = next else { return };
        let acts = self.top_flow().and_then(|flow| flow.steps.iter().find(|step| step.id == *id));
        for act in acts.map_or(&[][..], |step| step.acts.as_slice()) {
            match act {
                Do::CheckedIn => self.check_in(),
                Do::FollowedUp => self.follow_up(),
                Do::AgreeMemory(agreed) => self.agree_memory(*agreed),
                _ => {}
            }
        }
    }

    /// An offer was turned down: none for a while, and not this one for a week.
    fn turned_down(&mut self) {
        self.state.offers_from = self.state.turn + OFFER_PAUSE_TURNS + 1;
        if let Some(frame) = self.state.top() {
            let what = frame.topic.clone().unwrap_or_else(|| frame.flow.clone());
            self.effects.push(Effect::Declined(what));
        }
    }

    fn asks_permission(&self, act: &Do) -> bool {
        match act {
            Do::AskPermission => true,
            Do::Line(pool) => self.library.pool(pool).is_some_and(|pool| pool.act == Act::AskPermission),
            _ => false,
        }
    }

    /// A word to an answer that leads nowhere else.
    pub(super) fn acknowledge(&mut self, answer: Answer) {
        let acts: Vec<Do> = match answer {
            Answer::Yes => vec![Do::Line("yes.loose".to_owned()), Do::Line("presence".to_owned())],
            Answer::No => vec![Do::Line("no.loose".to_owned())],
            Answer::Unsure => vec![Do::Line("unsure".to_owned()), Do::Line("presence".to_owned())],
            Answer::Decline => vec![Do::Line("declined".to_owned())],
            Answer::Stop => vec![Do::Line("stop".to_owned()), Do::Line("other_topic".to_owned())],
            Answer::Choose | Answer::Given | Answer::Other => vec![Do::ReflectContent, Do::ReflectFeeling],
        };
        self.perform(&acts);
    }
}

/// Acts that answer a question.
const fn is_answer(act: UserAct) -> bool {
    matches!(
        act,
        UserAct::Yes | UserAct::No | UserAct::Enough | UserAct::Unsure | UserAct::Decline | UserAct::GoOn
    )
}
