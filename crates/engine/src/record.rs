//! The record of a turn: enough to compute it again and compare the bytes.

use content::{Digest, Library};
use serde::{Deserialize, Serialize};

use super::input::Input;
use super::plan::{Effect, Plan};
use super::state::State;

/// What is kept of a turn. Of the input all but the message's words: they are sealed beside it, and a redaction there
/// is one here.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct TurnRecord {
    /// Of the whole input, the words among it.
    pub input: Digest,
    /// The input without the words; absent in records of before it was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<Input>,
    /// Of the content that the words came from.
    pub content: Digest,
    /// The state before; `None` when there was none that could be read.
    pub before: Option<State>,
    /// What was decided.
    pub plan: Plan,
    /// What had to be done.
    pub effects: Vec<Effect>,
    /// Of the state after.
    pub after: Digest,
}

/// Why a turn could not be shown to be the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReplayError {
    /// The record is of before the input was kept.
    #[error("the record does not hold its input")]
    NotKept,
    /// Another input.
    #[error("the input is not the recorded one")]
    Input,
    /// Another content.
    #[error("the content is not the recorded one")]
    Content,
    /// Another outcome: the engine changed.
    #[error("the replay decided otherwise: {0}")]
    Outcome(Difference),
}

/// What differs first between a record and its replay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Difference {
    /// The policy row.
    #[error("the rule")]
    Rule,
    /// The route or the language.
    #[error("the route or the language")]
    Route,
    /// The flow or its step.
    #[error("the flow")]
    Flow,
    /// A sentence, by its place from 1.
    #[error("sentence {0}")]
    Sentence(usize),
    /// Buttons, tool or sources.
    #[error("what goes with the reply")]
    Beside,
    /// The reasons.
    #[error("the reasons")]
    Reasons,
    /// An effect, by its place from 1.
    #[error("effect {0}")]
    Effect(usize),
    /// The state after it.
    #[error("the state after it")]
    State,
    /// Something else of the record.
    #[error("the record")]
    Record,
}

impl TurnRecord {
    /// The record of a turn that was just computed.
    pub fn of(
        before: Option<&State>,
        input: &Input,
        library: &Library,
        outcome: &(State, Plan, Vec<Effect>),
    ) -> Self {
        let (after, plan, effects) = outcome;
        Self {
            input: digest(input),
            kept: Some(Input { text: String::new(), ..input.clone() }),
            content: library.digest(),
            before: before.cloned(),
            plan: plan.clone(),
            effects: effects.clone(),
            after: digest(after),
        }
    }

    /// Computes the turn again and compares it.
    ///
    /// # Errors
    /// What differs first.
    pub fn replay(&self, input: &Input, library: &Library) -> Result<(), ReplayError> {
        if digest(input) != self.input {
            return Err(ReplayError::Input);
        }
        if library.digest() != self.content {
            return Err(ReplayError::Content);
        }
        let outcome = super::turn(self.before.as_ref(), input, library);
        let again = Self::of(self.before.as_ref(), input, library, &outcome);
        // What an older record does not keep is no difference.
        let again = Self { kept: self.kept.as_ref().and(again.kept), ..again };
        if bytes(&again) == bytes(self) { Ok(()) } else { Err(ReplayError::Outcome(self.difference(&again))) }
    }

    /// Computes the turn again from what it keeps and the words of its message, and compares it.
    ///
    /// # Errors
    /// What differs first; words that are not the recorded ones are another input.
    pub fn recompute(&self, text: &str, library: &Library) -> Result<(), ReplayError> {
        let kept = self.kept.as_ref().ok_or(ReplayError::NotKept)?;
        self.replay(&Input { text: text.to_owned(), ..kept.clone() }, library)
    }

    /// The words of the recorded reply, where this content holds them.
    pub fn reply(&self, library: &Library) -> String {
        let packs = self.kept.as_ref().map(Input::packs).unwrap_or_default();
        super::render::render_with(&self.plan, library, packs)
    }

    fn difference(&self, again: &Self) -> Difference {
        let (one, two) = (&self.plan, &again.plan);
        let first = |equal: &[bool]| equal.iter().position(|equal| !equal).map(|at| at + 1);
        let sentences: Vec<bool> = pairs(&one.pieces, &two.pieces);
        let effects: Vec<bool> = pairs(&self.effects, &again.effects);
        if one.rule != two.rule {
            Difference::Rule
        } else if one.route != two.route || one.language != two.language {
            Difference::Route
        } else if one.flow != two.flow {
            Difference::Flow
        } else if let Some(at) = first(&sentences) {
            Difference::Sentence(at)
        } else if one.choices != two.choices || one.tool != two.tool || one.citations != two.citations {
            Difference::Beside
        } else if one.reasons != two.reasons {
            Difference::Reasons
        } else if let Some(at) = first(&effects) {
            Difference::Effect(at)
        } else if self.after != again.after {
            Difference::State
        } else {
            Difference::Record
        }
    }
}

/// Whether each place of two lists holds the same; a place that one of them lacks does not.
fn pairs<T: PartialEq>(one: &[T], two: &[T]) -> Vec<bool> {
    (0..one.len().max(two.len())).map(|at| one.get(at) == two.get(at)).collect()
}

/// The digest of a value's bytes.
fn digest(value: &impl Serialize) -> Digest {
    Digest::of(&bytes(value))
}

/// The bytes of a value: JSON of plain data, fields in the order of declaration.
pub(crate) fn bytes(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("plain data serialises")
}
