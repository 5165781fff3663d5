//! Applies weights: how likely each action is.

use ngrams::{Hashed, Model, WeightsError, probability};
use serde::{Deserialize, Serialize};

use crate::SocialAction;

/// What is less likely than this is not told.
const SHARE_MIN: f32 = 0.05;
/// The weights ask for each action by itself. Where all of them together say less than this, little of the message is known,
/// and no share is made larger for it.
const SUM_MIN: f32 = 0.3;

/// Why weights cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReaderError {
    /// The file itself.
    #[error(transparent)]
    Weights(#[from] WeightsError),
    /// Weights of other questions.
    #[error("the weights are of other heads")]
    Heads,
}

/// How likely an action is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// The action.
    pub action: SocialAction,
    /// 0 to 1: how much of what the weights hear is this. Of messages of writers whom the weights never saw, from .4
    /// on nine of ten are right, about .3 six of ten.
    pub share: f32,
}

/// The weights of a language.
#[derive(Clone, Debug)]
pub struct Reader(Model);

impl Reader {
    /// Reads a file of weights.
    ///
    /// # Errors
    /// [`ReaderError`] where it is damaged or of other heads.
    pub fn read(weights: &[u8]) -> Result<Self, ReaderError> {
        let model = Model::read(weights)?;
        // A file of other heads would be read as what it is not.
        if !model.heads().eq(SocialAction::ALL.map(SocialAction::name)) {
            return Err(ReaderError::Heads);
        }
        Ok(Self(model))
    }

    /// What a message may do, the likeliest first; empty where nothing is likely.
    pub fn read_message(&self, text: &str) -> Vec<Share> {
        shares(&self.0, text)
    }

    /// How many n-grams have weights.
    pub fn rows(&self) -> usize {
        self.0.rows()
    }
}

pub(crate) fn shares(model: &Model, text: &str) -> Vec<Share> {
    let text = Hashed::new(text);
    if text.text().words().is_empty() {
        return Vec::new();
    }
    let scores = model.scores(&text);
    let heard: Vec<f32> = scores.into_iter().map(probability).collect();
    let sum = heard.iter().sum::<f32>().max(SUM_MIN);
    let mut shares: Vec<Share> = SocialAction::ALL
        .into_iter()
        .zip(heard)
        .map(|(action, heard)| Share { action, share: heard / sum })
        .filter(|share| share.share >= SHARE_MIN)
        .collect();
    shares.sort_by(|one, other| other.share.total_cmp(&one.share).then(one.action.cmp(&other.action)));
    shares
}
