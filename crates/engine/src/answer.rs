//! Answers to the open question: yes, no, unsure, rather not, one of the choices, or something else that was told.

use content::model::{Act, Answer, Do, UserAct};
use content::text::folded;

use super::state::{Choice, Open};
use super::turn::Turn;

/// After a no, no offer for so many turns.
const OFFER_PAUSE_TURNS: u32 = 3;
/// An answer to a choice has at most so many words.
const CHOICE_WORDS_MAX: usize = 6;

impl Turn<'_> {
    /// What this message answers to the open question, if it does.
    pub(super) fn answer(&self) -> Option<Answer> {
        let simple = match self.reading.acts.iter().find(|act| is_answer(**act)) {
            Some(UserAct::Yes) => Some(Answer::Yes),
            Some(UserAct::GoOn) => Some(Answer::Yes),
            Some(UserAct::No) => Some(Answer::No),
            Some(UserAct::Unsure) => Some(Answer::Unsure),
            Some(UserAct::Decline) => Some(Answer::Decline),
            _ => None,
        };
        match self.state.open.as_ref()? {
            Open::Step { choices } => {
                if self.chosen(choices).is_some() {
                    return Some(Answer::Choose);
                }
                let step = self.top_step()?;
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
            Open::Resume | Open::Person => simple,
            Open::CheckBack => simple.or((self.reading.act() == UserAct::Tell).then_some(Answer::Other)),
        }
    }

    /// Which of the choices this message names: by a word of its label, by its place, or by its number.
    fn chosen<'c>(&self, choices: &'c [Choice]) -> Option<&'c Choice> {
        if choices.is_empty() || self.reading.does(UserAct::No) {
            return None;
        }
        let said = &self.reading.folded;
        let place =
            |words: &[&str]| said.len() <= 5 && said.iter().any(|word| words.contains(&word.as_str()));
        if place(&["first", "1", "one", "primero", "primera", "former", "uno"]) {
            return choices.first();
        }
        if place(&["second", "2", "two", "segundo", "segunda", "latter", "dos", "last", "ultimo", "ultima"]) {
            return choices.get(1);
        }
        // The label itself, then a word of it.
        let message = said.join(" ");
        let named: Vec<&Choice> =
            choices.iter().filter(|choice| message.contains(&folded(&choice.label))).collect();
        if let [only] = named.as_slice() {
            return Some(only);
        }
        let common = &self.library.lexicon(self.language()).common;
        let score = |choice: &Choice| {
            let label = folded(&choice.label);
            label
                .split(|letter: char| !letter.is_alphanumeric())
                .filter(|word| {
                    word.len() > 2 && !common.has(word) && said.iter().any(|said| alike(said, word))
                })
                .count()
        };
        let scores: Vec<usize> = choices.iter().map(score).collect();
        let best = scores.iter().copied().max().unwrap_or(0);
        let winners = scores.iter().filter(|score| **score == best).count();
        if best == 0 || winners > 1 {
            return None;
        }
        scores.iter().position(|score| *score == best).map(|at| &choices[at])
    }

    /// Takes the answer to the open question of the running step.
    pub(super) fn answer_step(&mut self, answer: Answer) {
        let Some(step) = self.top_step() else { return self.speak_plainly() };
        let choices = match &self.state.open {
            Some(Open::Step { choices }) => choices.clone(),
            _ => Vec::new(),
        };
        if let Some(frame) = self.state.stack.last_mut() {
            frame.heard = frame.heard.saturating_add(1);
        }
        if let (Answer::Choose, Some(slot)) = (answer, &step.fill)
            && let Some(choice) = self.chosen(&choices).cloned()
        {
            self.state.set_slot(&format!("plan.{slot}"), &choice.label, (0, 0));
        }
        let permission = step.acts.iter().any(|act| self.asks_permission(act));
        if permission && matches!(answer, Answer::No | Answer::Unsure | Answer::Decline) {
            self.state.offers_from = self.state.turn + OFFER_PAUSE_TURNS + 1;
        }
        self.reasons.push(format!("answer {answer:?}"));
        self.state.open = None;
        if answer != Answer::Yes
            && let Some(frame) = self.state.stack.last_mut()
        {
            // What was not wanted is not what comes next.
            frame.card = None;
        }
        // A no that also tells of something heavier: that comes first.
        if self.reading.does(UserAct::Tell)
            && let Some((flow, at)) = self.startable()
        {
            let at = at.to_owned();
            return self.start(flow, &at);
        }
        match step.on.get(&answer) {
            Some(next) => self.follow(next, answer),
            None => self.speak_plainly(),
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
            Answer::Choose | Answer::Other => vec![Do::ReflectContent, Do::ReflectFeeling],
        };
        self.perform(&acts);
    }
}

/// Acts that answer a question.
const fn is_answer(act: UserAct) -> bool {
    matches!(act, UserAct::Yes | UserAct::No | UserAct::Unsure | UserAct::Decline | UserAct::GoOn)
}

/// Whether a word of the message means a word of a label: the same, or the same beginning ("walk", "walking").
fn alike(said: &str, word: &str) -> bool {
    let stem = |text: &str| text.chars().take(5).collect::<String>();
    said == word || (said.len() >= 4 && word.len() >= 4 && stem(said) == stem(word))
}
