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
        let Some(soft) = self.soft_due() else { return };
        // What is told is still met; what was offered or asked waits.
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

    /// Notes that dying was spoken of, and by a rule explained away.
    pub(super) fn note_spoken_of(&mut self) {
        let screening = &self.input.screening;
        let explained = |finding: &CrisisFinding| finding.category == Soft::Life.category();
        if screening.level == Level::None && screening.findings.iter().any(explained) {
            self.state.note_line(spoken_of());
        }
    }

    /// What is to be asked about now, if anything.
    fn soft_due(&self) -> Option<Soft> {
        let soft = self.input.screening.hint?.about;
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
        (!busy && !asked && !settled && self.state.soft.iter().all(rests)).then_some(soft)
    }
}
