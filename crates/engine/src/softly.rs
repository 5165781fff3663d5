//! Soft questions: beside the talk, where the weights hear a danger that no rule reads ([`safety_rules::ladder::soft`]).
//! The reply is what it would have been, with our one question in the place of its own.

use content::model::Act;
use content_safety_api::{CrisisFinding, Level};
use safety_rules::ladder::{Soft, SoftReply};

use super::clause_words::is_one_of;
use super::input::Input;
use super::plan::{Piece, Route, Words};
use super::state::{State, hash, noted};
use super::turn::Turn;

/// The same is asked again after so many turns at the earliest: who said no has said it.
const SAME_TURNS: u32 = 40;
/// Between two of different kinds.
const OTHER_TURNS: u32 = 8;
/// From here what is heard is asked about at once. What is heard less surely is met first with how they are, and asked about
/// when something of the kind comes again, or a hard feeling answers.
const SURE: f32 = 0.9;
/// A goodbye is like many another: from here it is asked what it means.
const SURE_OF_A_GOODBYE: f32 = 0.97;
/// How many turns the first of two stands.
const FIRST_STANDS: u32 = 12;
/// What answers a plain no, in turn.
const CLEAR: [&str; 3] = ["any.clear.1", "any.clear.2", "any.clear.3"];
/// A no of so many words is all that was said.
const PLAIN_WORDS: usize = 4;
/// A no of so many words, in which nothing else is told, is all that was said.
const DENIAL_WORDS: usize = 14;
/// What may stand before it.
const BEFORE_NO: &str = "oh ah huy uy ay bueno pues hombre mujer good heavens lord goodness well por dios";
/// A no.
const NOES: &str = "no nope nah never not nothing quia";

/// Where it is noted that dying was spoken of without danger.
fn spoken_of() -> u32 {
    hash(&[b"spoken of"])
}

/// Where it is noted that a first thing of a kind was heard.
fn first_heard(soft: Soft) -> u32 {
    hash(&[b"first heard", soft.id().as_bytes()])
}

/// The pool that asks how they are, where a first thing of a kind was heard; `None` where the question itself alarms nobody.
const fn asks_first(soft: Soft) -> Option<&'static str> {
    match soft {
        Soft::Life => Some("soft.first.life"),
        Soft::Harm => Some("soft.first.harm"),
        Soft::Need | Soft::Body => None,
    }
}

/// The soft question that the reply before this message asked, and what the message says to it.
pub(super) fn answered(state: &State, text: &str) -> Option<(Soft, SoftReply)> {
    let (soft, turn) = *state.soft.last()?;
    (turn == state.turn).then(|| (soft, soft.hear(text)))
}

/// The input with a yes to a soft question as evidence.
pub(super) fn with_yes(input: &Input, soft: Soft) -> Input {
    Input { screening: input.screening.with_yes_to(soft), ..input.clone() }
}

impl Turn<'_> {
    /// Answers a plain no to a soft question, and nothing beside it; whether it did.
    pub(super) fn answer_clear(&mut self, soft: Option<(Soft, SoftReply)>) -> bool {
        let clear = match soft {
            Some((_, SoftReply::Clear)) => true,
            Some((_, SoftReply::Elsewhere)) => self.begins_with_no(),
            _ => false,
        };
        if !clear || self.is_risk() {
            return false;
        }
        // What is told beside the no is met as it would be, once the no was heard.
        if self.reading.words > PLAIN_WORDS && (self.reading.tells() || self.reading.words > DENIAL_WORDS) {
            self.line("soft.heard", &[]);
            return false;
        }
        self.rule = "soft".to_owned();
        let id = CLEAR[self.state.soft.len() % CLEAR.len()];
        self.push(Piece {
            act: Act::Affirm,
            words: Words::Fixed { id: id.to_owned(), language: self.language() },
            fills: Vec::new(),
            asks: false,
            notice: false,
        });
        true
    }

    /// "Oh no, nothing like that", "¡Qué va, mujer!": a no in the resident's own words.
    fn begins_with_no(&self) -> bool {
        let words: Vec<&str> =
            self.reading.folded.iter().map(String::as_str).filter(|word| *word != ".").collect();
        let first = words.iter().find(|word| !is_one_of(word, BEFORE_NO)).copied().unwrap_or_default();
        let second =
            words.iter().skip_while(|word| is_one_of(word, BEFORE_NO)).nth(1).copied().unwrap_or_default();
        let begins =
            is_one_of(first, NOES) || (first, second) == ("que", "va") || (first, second) == ("para", "nada");
        begins || self.cries_out_first()
    }

    /// "¡Daño! No, por Dios": a no by itself behind a cry. "It hurts. No one comes" has none.
    fn cries_out_first(&self) -> bool {
        let mut sentences =
            self.input.text.split(['.', '!', '?', '¡', '¿']).map(str::trim).filter(|part| !part.is_empty());
        let second = sentences.nth(1).unwrap_or_default().to_lowercase();
        second.strip_prefix("no").is_some_and(|rest| rest.is_empty() || rest.starts_with(','))
    }

    /// Asks a soft question in the place of what this reply would have asked or offered.
    pub(super) fn ask_softly(&mut self) {
        let Some((soft, pool)) = self.soft_due() else { return };
        self.make_room_for_a_question();
        if let Some(pool) = pool {
            self.reasons.push(format!("first of {soft:?}"));
            self.state.note_line(first_heard(soft));
            self.line(pool, &[]);
            return;
        }
        self.push(Piece {
            act: Act::SafetyAsk,
            words: Words::Fixed { id: soft.id().to_owned(), language: self.language() },
            fills: Vec::new(),
            asks: true,
            notice: false,
        });
        self.reasons.push(format!("soft {soft:?}"));
        self.state.soft.retain(|(asked, _)| *asked != soft);
        // The next message is the turn after this one.
        self.state.soft.push((soft, self.state.turn + 1));
    }

    /// What is told is still met; what was offered or asked waits.
    fn make_room_for_a_question(&mut self) {
        let keep: Vec<bool> = self
            .pieces
            .iter()
            .map(|piece| piece.notice || !piece.asks && !matches!(piece.act, Act::Offer | Act::AskPermission))
            .collect();
        let mut kept = keep.iter();
        self.pieces.retain(|_| *kept.next().unwrap_or(&true));
        if self.pieces.is_empty() {
            self.line("presence", &[]);
        }
        self.state.open = None;
        self.choices.clear();
        self.tool = None;
    }

    /// Notes that dying was spoken of, and by a rule explained away.
    pub(super) fn note_spoken_of(&mut self) {
        let screening = &self.input.screening;
        let explained = |finding: &CrisisFinding| finding.category == Soft::Life.category();
        if screening.level == Level::None && screening.findings.iter().any(explained) {
            self.state.note_line(spoken_of());
        }
    }

    /// What is to be asked about now, if anything, and the pool of what is asked before it.
    fn soft_due(&self) -> Option<(Soft, Option<&'static str>)> {
        let hint = self.input.screening.hint;
        let soft = hint.map(|hint| hint.about).or_else(|| self.hard_answer())?;
        // A questionnaire has its own questions, a danger that was asked about not long ago its answers, and where somebody of
        // the staff has taken an alert up, they ask.
        let busy = self.route == Route::Crisis || self.state.instrument.is_some() || self.input.acknowledged;
        let asked = self.state.ladder.is_some() && !self.danger_rests();
        // "The doctor asked me whether I want to die and I said no": it was spoken of, and there was nothing in it.
        let settled = soft == Soft::Life
            && noted(&self.state.seen, spoken_of())
                .is_some_and(|turn| self.state.turn.saturating_sub(turn) <= OTHER_TURNS);
        let rests = |(before, turn): &(Soft, u32)| {
            let turns = if *before == soft { SAME_TURNS } else { OTHER_TURNS };
            self.state.turn.saturating_sub(*turn) >= turns
        };
        if busy || asked || settled || !self.state.soft.iter().all(rests) {
            return None;
        }
        let goodbye = self.rule == "goodbye";
        let bar = if goodbye { SURE_OF_A_GOODBYE } else { SURE };
        let sure = hint.is_some_and(|hint| hint.share >= bar) || self.turns_since_first(soft).is_some();
        let first = asks_first(soft).filter(|_| !sure);
        (first.is_none() || !goodbye).then_some((soft, first))
    }

    /// How many turns ago a first thing of the kind was heard, if that still stands.
    fn turns_since_first(&self, soft: Soft) -> Option<u32> {
        let turn = noted(&self.state.seen, first_heard(soft))?;
        Some(self.state.turn.saturating_sub(turn)).filter(|turns| *turns <= FIRST_STANDS)
    }

    /// A hard feeling that answers how they are, after a first thing was heard: what is asked about then.
    fn hard_answer(&self) -> Option<Soft> {
        let hard = self.reading.feelings.iter().any(|feeling| !feeling.is_good());
        [Soft::Life, Soft::Harm].into_iter().find(|soft| hard && self.turns_since_first(*soft) == Some(1))
    }
}
