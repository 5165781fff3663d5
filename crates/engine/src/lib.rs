//! The guided engine: what the companion says, as a pure function of what was said and what is known.
//!
//! `turn(state, input, content) -> (state', plan, effects)` has no clock, no chance and no store: the same bytes
//! in give the same bytes out, on every machine and years later (`record`). It needs no model and no network, so it
//! is also what speaks when everything else is down. What it may say is data that was checked when the binary was
//! built (`content`); in a crisis it is the fixed lines of `safety-rules`, with the items of a screener that the
//! operator installed in the place of our own questions (`screener`), and nothing else.
//!
//! Order, first that fires: risk, control acts, the answer to the open question, what is asked of the companion,
//! flows and cards, small answers, and a ladder for what was not understood. A legal notice that is due comes
//! before the reply of any row but the first.
//!
//! What is told without weight is met by what its sentence does (`clause`), else by the concrete thing that it names
//! (`thing`), else by its clause turned to the listener (`told`), before any line of company; what is hard is met by its own
//! lines alone. Of a long message its own words come first. What somebody does to who tells it is never said back (`wronged`).
//!
//! Grief is let go of when two messages in a row have left it (`parting`). After a danger the same holds only once the last
//! sign of it, and the last question, lie some turns back (`risk`); and then nothing is asked or offered.
//!
//! What has to happen beside the words goes out as effects that carry all a store or a timer needs (facts, agreed
//! times, chapters, questionnaires); what is due, kept or turned down comes back in with the next input.
//!
//! What it does not do: it never guesses what was told (a wrong mirror costs more than ten bland ones), never offers unasked,
//! never gives a number that is not in its content, and never speaks of the dead as living.

mod action;
mod acts;
mod agreed;
mod answer;
mod bitter;
mod cards;
mod choices;
mod choose;
mod clause;
mod clause_words;
mod clock;
mod compose;
mod contractions;
mod echo;
mod facts;
mod flow;
mod framing;
mod hear;
mod input;
mod instrument;
mod leading;
mod manner;
mod meant;
mod memory;
mod mirror;
mod mourning;
mod needs;
mod notice;
mod others;
mod parting;
mod plan;
mod policy;
mod reading;
mod recall;
mod record;
mod render;
mod risk;
mod role;
mod role_es;
pub mod rubric;
mod screener;
mod softly;
mod spanish;
mod spanish_verbs;
mod spans;
mod starting;
mod state;
pub mod story;
mod taking;
mod talked;
mod thing;
mod thing_met;
mod told;
mod told_es;
mod topics;
mod turn;
mod word_names;
mod wronged;

#[cfg(test)]
mod tests;

use content::Library;
use content::model::{Act, Do, Start};

pub use input::{Consent, Due, Fact, Input, Instrument, Packs, Profile, Sensitivity, TimeFacts};
pub use plan::{
    CardPart, CheckBackOf, Effect, Fill, LocalTime, Mood, NewFact, NoticeReason, Piece, Plan, Route, Since,
    Urgency, Words,
};
pub use record::{Difference, ReplayError, TurnRecord};
pub use render::{render, render_with};
pub use screener::may_screen;
pub use state::{Choice, Done, Frame, Open, Progress, Slot, State};
pub use talked::Talked;

use safety_rules::ladder::SoftReply;
use turn::Turn;

/// So many short answers in a row may be without a known word.
const UNKNOWN_ANSWERS_MAX: u8 = 2;
/// An answer of at most so many words needs no known word.
const SHORT_ANSWER_WORDS: usize = 3;

/// Opens a conversation: greeting, the notice that this is an AI, then what is due or at most one recall, and one
/// question. Somebody's first conversation begins with the welcome.
pub fn open(input: &Input, library: &Library) -> (State, Plan, Vec<Effect>) {
    let language = input.profile.language.unwrap_or_default();
    let state = State::begin(language, input.time.now);
    let reading = reading::read(input, language, library);
    let mut turn = Turn::new(library, input, reading, state);
    turn.rule = "open".to_owned();
    turn.update_level();
    let known = input.time.days_since_last_use.is_some();
    turn.greet(known);
    turn.put_notice();
    turn.begin(known);
    turn.finish()
}

/// One turn: what was said, what is said, and what has to be done. A state that cannot be read is `None`; the
/// conversation then goes on afresh, and a crisis starts at the top of its ladder.
pub fn turn(state: Option<&State>, input: &Input, library: &Library) -> (State, Plan, Vec<Effect>) {
    let first = input.profile.language.or(input.screening.language).unwrap_or_default();
    let mut state = state.cloned().unwrap_or_else(|| State::begin(first, input.time.now));
    state.turn = state.turn.saturating_add(1);
    let soft = softly::answered(&state, &input.text);
    let with_yes = match soft {
        Some((asked, SoftReply::Danger)) => Some(softly::with_yes(input, asked)),
        _ => None,
    };
    let input = with_yes.as_ref().unwrap_or(input);
    let led = state.ladder.is_none().then(|| leading::lead(input, state.language, library)).flatten();
    let (lead, input) = led.as_ref().map_or((None, input), |(lead, rest)| (Some(*lead), rest));
    let reading = reading::read(input, state.language, library);
    let mut turn = Turn::new(library, input, reading, state);
    turn.update_level();
    turn.follow_language();
    turn.expire_frames();
    turn.learn();
    turn.greet_at_night();
    turn.sober();
    turn.learn_thing();
    turn.note_sore();
    turn.take_short_answer();
    turn.follow_loss();
    turn.let_grief_go();
    if turn.reading.understood {
        turn.state.misses = 0;
    }
    if !turn.is_risk() {
        turn.put_notice();
    }
    if let Some(lead) = lead {
        turn.follow_lead(lead);
    }
    if !turn.answer_clear(soft) {
        turn.decide();
    }
    turn.ask_softly();
    turn.note_spoken_of();
    if turn.pieces.is_empty() {
        // No row may leave the resident without a word.
        turn.perform(&[Do::Line("presence".to_owned())]);
    }
    turn.touch_topic();
    turn.note_topics();
    turn.finish()
}

impl<'a> Turn<'a> {
    /// The greeting, by name where one was given.
    fn greet(&mut self, known: bool) {
        let name = self.known_name().filter(|_| known && self.may_keep());
        let named =
            name.is_some_and(|name| self.line("greet.name", &[Fill { slot: "name".to_owned(), text: name }]));
        if !named {
            self.line(if known { "greet.again" } else { "greet.first" }, &[]);
        }
    }

    /// What a conversation begins with.
    fn begin(&mut self, known: bool) {
        if self.is_due() {
            return self.check_back();
        }
        if !known {
            self.line("notice.welcome", &[]);
            if let Some((flow, first)) = self.first_flow() {
                return self.start(flow, first);
            }
        } else {
            self.recall();
        }
        self.line("ask.start", &[]);
    }

    /// The flow of somebody's first conversation.
    fn first_flow(&self) -> Option<(&'a content::model::Flow, &'a str)> {
        let flow = self.library.flows().iter().find(|flow| flow.starts.contains(&Start::First))?;
        Some((flow, flow.steps.first()?.id.as_str()))
    }
}

impl Turn<'_> {
    /// The language follows the resident: at once at the start, else after two messages in a row.
    fn follow_language(&mut self) {
        let shown = self.reading.language;
        if shown == self.state.language {
            self.state.other_language = 0;
            return;
        }
        self.state.other_language = self.state.other_language.saturating_add(1);
        let sure = self.input.screening.language == Some(shown);
        let unset = self.input.profile.language.is_none() && self.state.turn <= 1;
        if self.state.other_language >= 2 || (sure && unset) {
            self.switch(shown);
        }
    }

    /// A word or two after an open question, or within a flow, is an answer, known to the lexicon or not; but not
    /// again and again.
    fn take_short_answer(&mut self) {
        if self.reading.understood {
            self.state.unknown_answers = 0;
            return;
        }
        let asked = !self.state.stack.is_empty()
            || self
                .state
                .last
                .iter()
                .any(|piece| piece.asks && piece.act == Act::AskOpen || piece.act == Act::ReflectContent);
        let sensible = self.reading.folded.iter().all(|word| {
            word.chars().any(|letter| matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')) || word == "."
        });
        let short = (1..=SHORT_ANSWER_WORDS).contains(&self.reading.words);
        if asked && sensible && short && self.state.unknown_answers < UNKNOWN_ANSWERS_MAX {
            self.state.unknown_answers += 1;
            self.reading.understood = true;
        }
    }

    /// Another death, told while one is mourned: from here on it is the loss that the flow is about.
    fn follow_loss(&mut self) {
        let Some(hit) = self.reading.statement() else { return };
        let begins = Start::Frame(hit.id.clone());
        let topic = self.frame_topic().map(str::to_owned);
        if self.top_flow().is_some_and(|flow| flow.starts.contains(&begins))
            && let Some(frame) = self.state.stack.last_mut()
        {
            frame.topic = topic.or_else(|| frame.topic.take());
        }
    }

    /// Keeps the topic for the next messages.
    fn touch_topic(&mut self) {
        let human = |id: &String| self.library.topic(id).is_some_and(|topic| topic.human);
        let lonely = self.reading.feelings.contains(&content::model::Feeling::Lonely);
        if lonely || self.reading.topics.iter().any(human) {
            self.state.lonely.get_or_insert(self.state.turn);
            self.state.lonely_told = self.state.lonely_told.saturating_add(1);
        }
        // "This evening", in answer to when, is no talk of evenings.
        if self.reasons.iter().any(|reason| reason == "answer Choose") {
            return;
        }
        // "The cardigan does not turn up" has its topic from what it states.
        let stated = self.frame_topic();
        if let Some(topic) = self.reading.topics.first().map(String::as_str).or(stated) {
            self.state.topic = Some((topic.to_owned(), self.state.turn));
        }
    }
}
