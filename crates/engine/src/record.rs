//! The record of a turn: enough to compute it again and compare the bytes.

use content::{Digest, Library};
use serde::{Deserialize, Serialize};

use super::input::Input;
use super::plan::{Effect, Plan};
use super::state::State;

/// What is kept of a turn. The input is kept by its digest alone: the message itself is sealed elsewhere.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct TurnRecord {
    /// Of the whole input.
    pub input: Digest,
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
    /// Another input.
    #[error("the input is not the recorded one")]
    Input,
    /// Another content.
    #[error("the content is not the recorded one")]
    Content,
    /// Another outcome: the engine changed.
    #[error("the replay decided otherwise")]
    Outcome,
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
        if bytes(&again) == bytes(self) { Ok(()) } else { Err(ReplayError::Outcome) }
    }
}

/// The digest of a value's bytes.
fn digest(value: &impl Serialize) -> Digest {
    Digest::of(&bytes(value))
}

/// The bytes of a value: JSON of plain data, fields in the order of declaration.
pub(crate) fn bytes(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("plain data serialises")
}
