//! The policy: rows of data, the first that holds fires. This file knows what each guard looks at and what each
//! move does; which row comes when is in `/content/policy.ron`.

use content::model::{Act, Answer, Do, Fx, Guard, Move, Resume, Tone, UserAct};
use content_safety_api::Language;
use social_actions::SocialAction;

use super::action::SURE;
use super::plan::{Effect, NoticeReason, Piece, Words};
use super::state::{Open, hash, noted};
use super::turn::Turn;

/// A complaint is recent for so many turns.
const COMPLAINT_TURNS: u32 = 6;
/// A session is long from so many minutes on.
const LONG_SESSION_MINUTES: u16 = 45;
/// With so many long ones before it today, a session has a break suggested at once.
const LONG_SESSIONS: u8 = 3;
/// So many turns after something was told that people would help with, people are suggested.
const LONELY_TURNS: u32 = 6;
/// After so many messages that told of it, people are suggested as soon as no story and no question is open.
const LONELY_TOLD: u8 = 3;

/// Where it is noted that a person was asked for.
fn person_asked() -> u32 {
    hash(&[b"person asked"])
}

impl Turn<'_> {
    /// Calls a person, and keeps that it was done.
    pub(super) fn request_person(&mut self) {
        self.effects.push(Effect::PersonRequested);
        self.note_person_asked();
    }

    /// Keeps that a person was called: by the resident, or because of a danger.
    pub(super) fn note_person_asked(&mut self) {
        self.state.note_line(person_asked());
    }

    /// Lets the first row that holds decide.
    pub(super) fn decide(&mut self) {
        // Whether to go on is asked once; who talks of something else does not want to.
        if matches!(self.state.open, Some(Open::Resume)) && self.answer().is_none() {
            self.leave();
        }
        let library = self.library;
        for row in library.policy() {
            if row.when.iter().all(|guard| self.holds(*guard)) {
                self.rule.clone_from(&row.id);
                self.reasons.push(format!("row {}", row.id));
                if row.when.contains(&Guard::LongSession) {
                    self.state.break_told = true;
                }
                return self.run(&row.then);
            }
        }
    }

    fn holds(&self, guard: Guard) -> bool {
        match guard {
            Guard::Risk => self.is_risk(),
            Guard::Is(act) => self.is(act),
            Guard::Answers => self.answer().is_some(),
            Guard::Starts => self.startable().is_some(),
            Guard::InFlow => !self.state.stack.is_empty(),
            // "Next" comes back to a card at any time; a mere yes only right after its words.
            Guard::CardOpen => {
                let just = self.state.window.last().is_some_and(|done| done.acts.contains(&Act::Step));
                self.state.card.is_some() && (just || self.is(UserAct::GoOn))
            }
            Guard::CardFits => self.card_asked().is_some(),
            Guard::CheckBackDue => {
                let hard = self.reading.tells() && self.reading.tone(self.library) == Tone::Hard;
                self.is_due() && !hard
            }
            Guard::Wished => self.is_wish(),
            Guard::Conflicting => self.is_conflicting(),
            Guard::Keepable => self.is_keepable(),
            Guard::HumanWanted => self.wants_people(),
            Guard::AskedHow => {
                let start =
                    |piece: &Piece| matches!(&piece.words, Words::Line(line) if line.pool == "ask.start");
                // "Quite so", "claro pues": an assent says nothing of how somebody is.
                self.action(SURE) != Some(SocialAction::Assent) && self.state.last.iter().any(start)
            }
            Guard::Understood => self.reading.understood,
            Guard::TimeShifted => self.time_shifted().is_some(),
            Guard::Missed(count) => self.state.misses >= count,
            Guard::PersonAsked => noted(&self.state.seen, person_asked()).is_some(),
            Guard::Complained => self
                .state
                .complained
                .is_some_and(|turn| self.state.turn.saturating_sub(turn) <= COMPLAINT_TURNS),
            Guard::LongSession => {
                let time = &self.input.time;
                let long = time.session_minutes >= LONG_SESSION_MINUTES;
                let again = time.long_sessions_today >= LONG_SESSIONS;
                (long || again) && !self.state.break_told && self.reading.tone(self.library) != Tone::Hard
            }
            Guard::SessionStart => self.state.turn <= 1,
            Guard::AsksBack => self.asks_back(),
            Guard::Sore => self.is_sore(),
            Guard::OfCompanion => self.asks_of_companion(),
            Guard::OfItsLife => self.asks_of_its_life(),
            Guard::Joking => self.joked_just(),
            Guard::Does(action) => self.surely_does(action),
        }
    }

    /// Whether the last reply joined in a joke.
    fn joked_just(&self) -> bool {
        let joke = |piece: &Piece| matches!(&piece.words, Words::Line(line) if matches!(line.pool.as_str(), "does.joke" | "joke" | "joked"));
        self.state.last.iter().any(joke)
    }

    /// Whether the message is this act. An act that stands light beside something told is not what the message is.
    fn is(&self, act: UserAct) -> bool {
        let told = self.reading.acts.iter().position(|found| *found == UserAct::Tell);
        let at = self.reading.acts.iter().position(|found| *found == act);
        match (at, told) {
            (Some(at), Some(told)) => at < told,
            (Some(_), None) => true,
            (None, _) => false,
        }
    }

    fn run(&mut self, then: &Move) {
        match then {
            Move::Ladder => self.climb(),
            Move::Answer => self.take_answer(),
            Move::Flow => match self.startable() {
                Some((flow, at)) => self.start(flow, at),
                None => self.go_on(),
            },
            Move::GiveCard => self.give_card(),
            Move::GoOnCard => self.tell_rest(),
            Move::Repeat => self.repeat(),
            Move::TellMemory => self.tell_memory(),
            Move::Forget => self.forget(),
            Move::CheckBack => self.check_back(),
            Move::AskConflict => self.ask_conflict(),
            Move::AskKeep => self.ask_keep(),
            Move::Say { say, fx } => {
                // What is left is left before anything is said, so that the reply is about what comes next.
                fx.iter().for_each(|fx| self.before(*fx));
                self.say(say);
                fx.iter().for_each(|fx| self.after(*fx));
            }
        }
    }

    fn take_answer(&mut self) {
        let (Some(answer), Some(open)) = (self.answer(), self.state.open.clone()) else {
            return self.speak_plainly();
        };
        match (open, answer) {
            (Open::Step { .. }, answer) => self.answer_step(answer),
            (Open::Conflict, answer) => self.settle_conflict(answer),
            (Open::Keep, answer) => self.settle_keep(answer),
            (Open::Resume, Answer::Yes) => {
                self.state.open = None;
                let step = self.state.top().map(|frame| frame.step.clone());
                self.enter(&step.unwrap_or_default());
            }
            (Open::Resume, answer) => {
                self.leave();
                self.acknowledge(answer);
            }
            (Open::Person, Answer::Yes) => {
                self.state.open = None;
                self.request_person();
                self.perform(&[Do::Line("person".to_owned()), Do::Line("person.bell".to_owned())]);
            }
            (Open::Person, _) => {
                self.state.open = None;
                self.perform(&[Do::Line("other_topic".to_owned())]);
            }
            (Open::CheckBack, answer) => {
                self.state.open = None;
                match answer {
                    Answer::Yes => {
                        self.perform(&[Do::Line("check_back.good".to_owned()), Do::ReflectFeeling]);
                    }
                    Answer::No => self.perform(&[Do::Line("check_back.no".to_owned())]),
                    answer => self.acknowledge(answer),
                }
            }
        }
    }

    fn before(&mut self, fx: Fx) {
        match fx {
            Fx::LeaveFlow => {
                self.leave();
                self.state.card = None;
            }
            Fx::LeaveAll => {
                while !self.state.stack.is_empty() {
                    self.leave();
                }
                self.state.card = None;
                self.state.open = None;
            }
            Fx::NewTopic => self.state.topic = None,
            Fx::English => self.switch(Language::En),
            Fx::Spanish => self.switch(Language::Es),
            _ => {}
        }
    }

    fn after(&mut self, fx: Fx) {
        match fx {
            Fx::PauseOffers(turns) => self.state.offers_from = self.state.turn + u32::from(turns) + 1,
            Fx::RequestPerson => self.request_person(),
            Fx::Miss => {
                self.state.misses = self.state.misses.saturating_add(1);
                self.effects.push(Effect::Missed(self.state.misses));
                if self.state.misses >= 3 {
                    self.state.misses = 0;
                    self.state.open = Some(Open::Person);
                }
            }
            Fx::Disclosed => {
                let line = self.pieces.iter().find_map(|piece| match &piece.words {
                    Words::Line(line) if line.pool == "ai" => Some(line.clone()),
                    _ => None,
                });
                let reason = NoticeReason::Asked;
                self.effects.extend(line.map(|line| Effect::Disclosed { reason, line }));
            }
            Fx::Complaint => {
                self.state.complained = Some(self.state.turn);
                self.effects.push(Effect::Complaint);
            }
            Fx::Close => self.effects.push(Effect::Closed),
            Fx::HumanSuggested => self.state.human = Some(self.state.turn),
            Fx::PersonOffered => self.state.open = Some(Open::Person),
            Fx::StaffNote => self.effects.push(Effect::StaffNote(self.rule.clone())),
            Fx::LeaveFlow | Fx::LeaveAll | Fx::NewTopic | Fx::English | Fx::Spanish => {}
        }
    }

    /// Whether something lonely was told some turns ago and nobody was suggested since.
    fn wants_people(&self) -> bool {
        let waited =
            self.state.lonely.is_some_and(|turn| self.state.turn.saturating_sub(turn) >= LONELY_TURNS);
        let often = self.state.lonely_told >= LONELY_TOLD;
        let free = self.top_flow().is_none_or(|top| top.resume == Resume::Drop) && self.state.open.is_none();
        let human = |id: &String| self.library.topic(id).is_some_and(|topic| topic.human);
        // Who is telling a story is not sent to somebody else with it.
        let story = self.tells_a_story() || self.reading.thing.is_some();
        let told = self.does_tell_a_story();
        let lonely = often && !story && !self.is_in_grief() || self.reading.topics.iter().any(human);
        // A death that is just told is met first.
        let mourned = self.reading.statement().is_some_and(|hit| hit.id == "died")
            || self
                .reading
                .topics
                .iter()
                .any(|id| matches!(id.as_str(), "loss" | "anniversary" | "pet_loss"));
        waited
            && lonely
            && !told
            && !mourned
            && self.reading.tone(self.library) != Tone::Good
            && free
            && self.state.human.is_none()
            && self.reading.bare().is_none()
            && self.reading.understood
    }

    /// The conversation goes on in this language.
    pub(super) fn switch(&mut self, language: Language) {
        if self.state.language != language {
            self.state.language = language;
            self.effects.push(Effect::Language(language));
        }
        self.state.other_language = 0;
    }

    /// Says the point of the last reply again: its question, else a card's step, else its last sentence.
    fn repeat(&mut self) {
        let asked = self.state.last.iter().find(|piece| piece.asks);
        let step =
            self.state.last.iter().find(|piece| matches!(piece.words, Words::Card { .. }) && !piece.asks);
        match asked.or(step).or(self.state.last.last()).cloned() {
            Some(piece) => self.push(piece),
            None => self.say(&[Do::Line("help".to_owned())]),
        }
        if self.pieces.iter().all(|piece| piece.notice) {
            self.say(&[Do::Line("help".to_owned())]);
        }
    }
}
