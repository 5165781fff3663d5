//! What a turn tells the ladder's state: answers and refusals, what was said unasked, help that came, a complaint.

use content_safety_api::{CrisisCategory, Facet, Level};

use super::clear::{after_echo, is_clear_no, is_unclear, takes_back, unsays, weighed};
use super::hearing::{
    answers_beside, denies, denies_at_large, follows_thoughts, is_in_want, is_plain_no, only_complains,
    says_help_came, wants_no_questions,
};
use super::line::{Question, Stage};
use super::questions::{Answer, read_answer, speaks_elsewhere};
use super::state::{LadderState, REFUSALS_MAX};
use super::told::tells_who_knows;
use super::{LadderAct, LadderTurn};

impl LadderState {
    /// Hears that the help whose lack was the danger has come. Neglect, and no blow: of those who hit, nobody says that they
    /// came at last.
    pub(super) fn hear_help(&mut self, turn: &LadderTurn<'_>) {
        let calm = turn.screening.level == Level::None;
        let lacked = self.category == CrisisCategory::AbuseNeglect && self.level < Level::High;
        // That they came once helps nothing against what is lacking now.
        self.helped &= calm;
        self.helped |= lacked && calm && says_help_came(turn.text);
    }

    /// Hears whether a complaint of a bad day is all there is. It is no longer where more is said, where a second follows, or
    /// where the soft question had anything but a no or plain talk of something else: a short reply that nobody can read
    /// may be a yes.
    pub(super) fn hear_complaint(&mut self, turn: &LadderTurn<'_>, begins: bool) {
        let danger = turn.screening.level > Level::None;
        let doubted = match self.answer(Question::Wish) {
            None => false,
            Some(Answer::No) => begins || is_unclear(Question::Wish, turn.text),
            Some(Answer::Unanswered) => !speaks_elsewhere(turn.text),
            Some(Answer::Yes | Answer::Said | Answer::Unsure | Answer::Declined) => true,
        };
        let doubted = doubted || !begins && unsays(turn.text);
        let stands = if begins { only_complains(turn) } else { self.complaint && !danger };
        self.complaint = stands && !doubted && self.is_suicide();
    }

    /// Reads the answer to the open question; whether it was refused.
    pub(super) fn hear_answer(&mut self, turn: &LadderTurn<'_>) -> bool {
        let plain = turn.answer.or_else(|| read_answer(after_echo(turn.text)));
        let read = match self.open {
            Some(question) if turn.answer.is_none() => weighed(question, plain, turn.text),
            _ => plain,
        };
        let put_aside = matches!(turn.act, LadderAct::Stop | LadderAct::OtherTopic)
            && !self.open.is_some_and(|question| answers_beside(question, turn.act, read));
        if turn.act == LadderAct::Stop && put_aside || wants_no_questions(turn.text) {
            self.refusals = REFUSALS_MAX;
            self.passed = 0;
        }
        let Some(question) = self.open.take() else {
            self.hear_unasked(turn, read);
            return put_aside;
        };
        // Who asks for somebody has not refused the question; it is not put to them again all the same.
        if turn.act == LadderAct::PersonPlease && read.is_none() {
            self.record(question, Answer::Unanswered);
            return false;
        }
        // It counts as yes for who is told; that somebody would rather talk of roses is no sign that it is now, nor is that
        // the doctor knows.
        let knows = turn.answer.is_none()
            && read == Some(Answer::Yes)
            && turn.screening.level == Level::None
            && tells_who_knows(question, turn.text);
        let read = if put_aside || knows { Some(Answer::Unanswered) } else { read };
        // "I am hungry all day" is no yes to having enough, however it begins.
        let wants = question == Question::HasNeeds && is_in_want(turn.text) && read != Some(Answer::Yes);
        let read = if wants { Some(Answer::No) } else { read };
        // Staff came while the question was open: talk of other things is company now, no answer that is owed.
        if read.is_none() && turn.acknowledged && !self.acknowledged {
            return false;
        }
        // What is not answered counts as yes for who is told, and is not asked again.
        let answer = match read.unwrap_or(Answer::Unanswered) {
            // From whom food is kept, and who says neither yes nor no to having enough, somebody looks in on.
            Answer::Unanswered if question == Question::HasNeeds && self.withheld => Answer::Unsure,
            answer => answer,
        };
        self.record(question, answer);
        let unclear = answer == Answer::No && turn.answer.is_none() && is_unclear(question, turn.text);
        self.unclear = self.unclear.saturating_add(u8::from(unclear));
        match answer {
            _ if unclear => {}
            // Who passes over a question does not want it: twice, and none is asked any more. Who answers it with
            // another sign of danger has not passed it over.
            Answer::Unanswered if turn.screening.level > Level::None => {}
            Answer::Declined => self.refusals = self.refusals.saturating_add(1),
            Answer::Unanswered => {
                self.refusals = self.refusals.saturating_add(1);
                self.passed = self.passed.saturating_add(u8::from(!put_aside));
            }
            Answer::No if retracts(turn) && follows_thoughts(question) => self.take_back(),
            // "It is just a turn of phrase" denies the danger, whatever was asked.
            Answer::No
                if denies(question) && self.is_clear(turn.text) || retracts(turn) && self.is_suicide() =>
            {
                self.denials = self.denials.saturating_add(1);
                self.taken_back = self.taken_back.saturating_add(u8::from(retracts(turn)));
            }
            _ => {}
        }
        answer == Answer::Declined || put_aside
    }

    /// "I lied", "he told me to say that": what was denied is denied no more, and a calm that came of it is over.
    pub(super) fn hear_unsaid(&mut self, turn: &LadderTurn<'_>) {
        if unsays(turn.text) {
            (self.denials, self.taken_back) = (0, 0);
            self.answers.retain(|(question, answer)| *answer != Answer::No || !denies(*question));
            if self.stage == Stage::StepDown && !self.acknowledged {
                self.stage = Stage::Stay;
                self.calm_turns = 0;
            }
        }
    }

    /// Nothing was asked: a refusal and a denial are heard all the same, where the message shows no danger.
    fn hear_unasked(&mut self, turn: &LadderTurn<'_>, read: Option<Answer>) {
        let calm = turn.screening.level == Level::None && self.turn > 1;
        match read.filter(|_| calm) {
            Some(Answer::Declined) => self.refusals = self.refusals.saturating_add(1),
            // Of another danger than one's own wish to die, "I don't want him in prison" denies nothing.
            Some(Answer::No)
                if denies_at_large(turn.text)
                    && is_clear_no(turn.text)
                    && (self.is_suicide() || retracts(turn)) =>
            {
                self.denials = self.denials.saturating_add(1);
                self.taken_back = self.taken_back.saturating_add(u8::from(retracts(turn)));
            }
            _ => {}
        }
    }

    /// Whether a no to the open question is a denial, and no other sentence that begins like one: of somebody else's deeds, "I
    /// haven't money for the hairdresser" answers nothing. Who is asked about their own wish to die is believed as they say it.
    fn is_clear(&self, text: &str) -> bool {
        self.is_suicide() || is_plain_no(text)
    }

    /// "No, not that, I only mean that I feel old", to a question that presumes thoughts of suicide: what is denied is
    /// the thought. It is taken back where nothing was said of it; a yes stays, and so does "I don't know". Either way it is a
    /// denial, and the question that was asked has its no.
    fn take_back(&mut self) {
        self.denials = self.denials.saturating_add(1);
        self.taken_back = self.taken_back.saturating_add(1);
        if matches!(self.answer(Question::Thoughts), None | Some(Answer::Unanswered)) {
            self.record(Question::Thoughts, Answer::No);
        }
    }

    fn record(&mut self, question: Question, answer: Answer) {
        self.answers.retain(|(asked, _)| *asked != question);
        self.answers.push((question, answer));
    }

    /// What was said of one's own accord is not asked, and outweighs an earlier no.
    pub(super) fn hear_facets(&mut self, turn: &LadderTurn<'_>) {
        for facet in turn.screening.facets() {
            let (question, implies_thoughts) = match facet {
                Facet::Wish => (Question::Wish, false),
                Facet::Thoughts => (Question::Thoughts, true),
                Facet::Method => (Question::Method, true),
                Facet::Intent => (Question::Intent, true),
                Facet::Plan => (Question::Plan, true),
                Facet::Behaviour => (Question::Behaviour, false),
                Facet::Means => (Question::Means, false),
                Facet::Time => (Question::Time, true),
            };
            let said = [Some(question), implies_thoughts.then_some(Question::Thoughts)];
            for question in said.into_iter().flatten() {
                if self.answer(question).is_none_or(|answer| !answer.counts()) {
                    self.record(question, Answer::Said);
                    self.denials = 0;
                    self.taken_back = 0;
                }
            }
        }
    }
}

/// Whether a no says that something else was meant, in a message that holds no danger of its own.
fn retracts(turn: &LadderTurn<'_>) -> bool {
    turn.screening.level == Level::None && takes_back(turn.text)
}
