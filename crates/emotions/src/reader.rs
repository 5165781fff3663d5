//! Applies the weights: scores of a text, and what of them is heard.

use content_safety_api::{BasicEmotion, BasicScore, EmotionLabel, EmotionScore};
use ngrams::{Hashed, Model, WeightsError, probability};

use crate::limits::{Limits, LimitsError};

/// How many labels there are; the basic emotions stand behind them.
pub(crate) const LABELS: usize = EmotionLabel::ALL.len();
const BASICS: usize = BasicEmotion::ALL.len();
/// How much of the strongest rival's log-odds is taken from a score; chosen by cross-validation.
const RIVAL: f32 = 0.25;

/// The questions that the weights answer, in the order of their scores: the 28 labels, then the basic seven.
pub const HEADS: [&str; LABELS + BASICS] = [
    "admiration",
    "amusement",
    "anger",
    "annoyance",
    "approval",
    "caring",
    "confusion",
    "curiosity",
    "desire",
    "disappointment",
    "disapproval",
    "disgust",
    "embarrassment",
    "excitement",
    "fear",
    "gratitude",
    "grief",
    "joy",
    "love",
    "nervousness",
    "optimism",
    "pride",
    "realization",
    "relief",
    "remorse",
    "sadness",
    "surprise",
    "neutral",
    "basic_anger",
    "basic_disgust",
    "basic_fear",
    "basic_joy",
    "basic_sadness",
    "basic_surprise",
    "basic_neutral",
];

/// A score for each of [`HEADS`], in log-odds.
pub type Scores = [f32; HEADS.len()];

/// Why weights cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReaderError {
    /// The weights themselves.
    #[error(transparent)]
    Weights(#[from] WeightsError),
    /// The limits beside them.
    #[error(transparent)]
    Limits(#[from] LimitsError),
    /// Weights of other questions.
    #[error("the weights are of other heads")]
    Heads,
}

/// What a text sounds like.
#[derive(Clone, Debug, PartialEq)]
pub struct Heard {
    /// The labels from their limits on, strongest first. Empty where none is heard.
    pub labels: Vec<EmotionScore>,
    /// The basic emotions from their limits on, strongest first. Read by weights of their own and not folded from the labels.
    pub basic: Vec<BasicScore>,
}

/// Weights and limits.
#[derive(Clone, Debug)]
pub struct Reader {
    pub(crate) model: Model,
    pub(crate) limits: Limits,
}

impl Reader {
    /// Reads a file of weights and its limits.
    ///
    /// # Errors
    /// [`ReaderError`] where one of them is damaged or of other heads.
    pub fn read(weights: &[u8], limits: &str) -> Result<Self, ReaderError> {
        let model = Model::read(weights)?;
        // A file of other heads would be read as what it is not.
        if !model.heads().eq(HEADS) {
            return Err(ReaderError::Heads);
        }
        Ok(Self { model, limits: Limits::read(limits)? })
    }

    /// What is heard in a text.
    pub fn hear(&self, text: &Hashed) -> Heard {
        heard(&scores(&self.model, text), &self.limits)
    }

    /// Whether the weights know most words of a text: more than half. Of a text in a language that nobody could tell.
    pub fn knows(&self, text: &Hashed) -> bool {
        2 * self.model.known_words(text.text()) > text.text().words().len()
    }

    /// How many n-grams have weights.
    pub fn rows(&self) -> usize {
        self.model.rows()
    }
}

/// The scores of a text. Of a basic emotion two readers are heard, and their log-odds meet in the middle: its own head, and
/// whether any of its labels is meant, each by itself.
pub(crate) fn scores(model: &Model, text: &Hashed) -> Scores {
    let said = model.scores(text);
    let mut scores: Scores = std::array::from_fn(|head| said.get(head).copied().unwrap_or(f32::MIN));
    let mut none = [0.0_f32; BASICS];
    for (label, score) in EmotionLabel::ALL.iter().zip(scores) {
        none[label.basic() as usize] += never(score);
    }
    for (score, none) in scores[LABELS..].iter_mut().zip(none) {
        // ln(any / none), where -ln(none) is given; without an end where nothing at all is said.
        let any = libm::logf(libm::expm1f(none.clamp(1e-20, 40.0)));
        *score = f32::midpoint(*score, any);
    }
    scores
}

/// How little it says against a label that its score is this: -ln(1 - p).
fn never(score: f32) -> f32 {
    libm::log1pf(libm::expf(-score.abs())) + score.max(0.0)
}

/// What is compared with a limit: a score, less for a strong rival among its kind. People who label name one emotion mostly.
pub(crate) fn standing(scores: &Scores, head: usize) -> f32 {
    let kind = if head < LABELS { 0..LABELS } else { LABELS..HEADS.len() };
    let rival = kind.filter(|other| *other != head).map(|other| scores[other]).fold(f32::MIN, f32::max);
    scores[head] - RIVAL * rival
}

/// What of scores is heard.
pub(crate) fn heard(scores: &Scores, limits: &Limits) -> Heard {
    let over = |head: usize| (standing(scores, head) >= limits.get(head)).then(|| probability(scores[head]));
    let mut labels: Vec<EmotionScore> = EmotionLabel::ALL
        .iter()
        .enumerate()
        .filter_map(|(head, label)| Some(EmotionScore { label: *label, score: over(head)? }))
        .collect();
    let mut basic: Vec<BasicScore> = BasicEmotion::ALL
        .iter()
        .enumerate()
        .filter_map(|(at, label)| Some(BasicScore { label: *label, score: over(LABELS + at)? }))
        .collect();
    labels.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.label.cmp(&b.label)));
    basic.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.label.cmp(&b.label)));
    Heard { labels, basic }
}
