//! The second stage: a sentence encoder, where an installation has one. What a message is like in meaning, by reviewed
//! prototypes and a small head, may raise its level and never lowers it.
//!
//! The seam is [`Encoder`]: whoever builds the service hands one in, or none. It is asked after the first stage has decided, for
//! a bounded time, so that with the encoder down or slow the analysis is the first stage's, and says so (`stages` without
//! `encoder`). Nothing here is on the path of the crisis answer, which ai-gateway makes by itself.

use std::fmt::Debug;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use async_trait::async_trait;
use chassis::{CheckResult, Tasks};
use content_safety_api::{CrisisCategory, CrisisFinding, Level, SafetyAnalysis, Span};

use crate::domain;

/// What stands in `stages` where the second stage was heard.
const STAGE: &str = "encoder";
/// How long a message waits for the encoder.
const WAIT_MAX: Duration = Duration::from_millis(150);
/// How long loading may take before it is given up, and tried again with the next message.
const LOAD_MAX: Duration = Duration::from_secs(60);
/// Longer texts are not encoded: an encoder reads a few hundred words.
const BYTES_MAX: usize = 4_096;
/// The sentences that meanings are compared with.
const PROTOTYPES: &str = include_str!("../data/prototypes.tsv");

/// Turns texts into vectors of meaning.
#[async_trait]
pub trait Encoder: Debug + Send + Sync {
    /// Its name and version; stands in every analysis that it was heard in.
    fn version(&self) -> &str;

    /// What was learned for this encoder: vectors of another mean nothing to it.
    fn calibration(&self) -> Calibration;

    /// One vector a text, in their order, each of the same length; they need not be of length one.
    ///
    /// # Errors
    /// [`EncoderError`] where it does not answer.
    async fn encode(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, EncoderError>;
}

/// What belongs to one encoder.
#[derive(Clone, Debug, Default)]
pub struct Calibration {
    /// From this cosine on a message is like a prototype. At 1 or more no message is.
    pub like: f32,
    /// The small head.
    pub head: Option<Head>,
}

/// Whether there is danger at all, as a logistic regression on a vector of length one.
#[derive(Clone, Debug)]
pub struct Head {
    /// One weight for each place of a vector.
    pub weights: Vec<f32>,
    /// What is added.
    pub bias: f32,
    /// From this share on a message gets one soft question.
    pub from: f32,
}

/// Why an encoder said nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EncoderError {
    /// It did not answer, or not in time.
    #[error("the encoder did not answer")]
    Unavailable,
    /// Vectors of a wrong count or length, or numbers that are none.
    #[error("the encoder answered with vectors that cannot be used")]
    Vectors,
    /// The list of prototypes is damaged.
    #[error(
        "line {0} of the prototypes is a level, a category, a reviewer and a sentence with tabs between them"
    )]
    Prototypes(usize),
}

/// A sentence whose meaning is known.
#[derive(Clone, Debug)]
struct Prototype {
    /// Of a calm sentence none: a message that is nearer to it is like it.
    danger: Danger,
    vector: Vec<f32>,
}

/// The second stage of a service that may have to wait for its encoder.
#[derive(Debug)]
pub(crate) struct Second {
    encoder: Arc<dyn Encoder>,
    stage: OnceLock<SecondStage>,
    /// Whether somebody loads it now.
    loading: AtomicBool,
    tasks: Tasks,
    /// Whether the last message went without it.
    unheard: AtomicBool,
}

impl Second {
    pub(crate) fn new(encoder: Arc<dyn Encoder>, tasks: Tasks) -> Self {
        let (loading, unheard) = (AtomicBool::new(false), AtomicBool::new(false));
        Self { encoder, stage: OnceLock::new(), loading, tasks, unheard }
    }

    /// Begins to load the stage beside everything else, unless that is going on. The service works without it meanwhile.
    pub(crate) fn begin(self: &Arc<Self>) {
        if !self.loading.swap(true, Relaxed) {
            let loading = self.clone();
            self.tasks.run(async move {
                if let Ok(Ok(stage)) =
                    tokio::time::timeout(LOAD_MAX, SecondStage::load(loading.encoder.clone())).await
                {
                    // Nobody else loads meanwhile.
                    drop(loading.stage.set(stage));
                }
                loading.loading.store(false, Relaxed);
            });
        }
    }

    /// Lets the encoder be heard in an analysis. Where it cannot be, the first stage's analysis stands; where it is not loaded
    /// yet, the message is what tries it again.
    pub(crate) async fn hear(self: &Arc<Self>, text: &str, analysis: &mut SafetyAnalysis) {
        let heard = match self.stage.get() {
            Some(stage) => stage.hear(text, analysis).await,
            None => {
                self.begin();
                Err(EncoderError::Unavailable)
            }
        };
        self.unheard.store(heard.is_err(), Relaxed);
    }

    /// What health asks.
    pub(crate) fn check(&self) -> CheckResult {
        match self.stage.get() {
            None => Err("the encoder is not loaded"),
            Some(_) if self.unheard.load(Relaxed) => Err("the encoder was not heard in the last message"),
            Some(_) => Ok(()),
        }
    }
}

/// An encoder with the prototypes in its own vectors.
#[derive(Clone, Debug)]
struct SecondStage {
    encoder: Arc<dyn Encoder>,
    calibration: Calibration,
    prototypes: Vec<Prototype>,
}

impl SecondStage {
    /// Encodes the prototypes.
    async fn load(encoder: Arc<dyn Encoder>) -> Result<Self, EncoderError> {
        let known: Vec<(Danger, &str)> = prototypes().collect::<Result<_, _>>()?;
        let texts: Vec<&str> = known.iter().map(|(_, text)| *text).collect();
        let vectors = encoder.encode(&texts).await?;
        let width = vectors.first().map_or(0, Vec::len);
        let calibration = encoder.calibration();
        let fits = calibration.head.as_ref().is_none_or(|head| head.weights.len() == width);
        if vectors.len() != known.len() || !fits {
            return Err(EncoderError::Vectors);
        }
        let prototypes = known
            .into_iter()
            .zip(vectors)
            .map(|((danger, _), vector)| Ok(Prototype { danger, vector: unit(vector, width)? }))
            .collect::<Result<_, _>>()?;
        Ok(Self { encoder, calibration, prototypes })
    }

    /// Lets the encoder be heard in an analysis, which says so; where it cannot be, nothing of it is changed.
    async fn hear(&self, text: &str, analysis: &mut SafetyAnalysis) -> Result<(), EncoderError> {
        // A long text has more than one meaning, and the first stage has read it to its end.
        if text.len() > BYTES_MAX {
            return Ok(());
        }
        let asked = tokio::time::timeout(WAIT_MAX, self.encoder.encode(std::slice::from_ref(&text))).await;
        let mut vectors = asked.map_err(|_| EncoderError::Unavailable)??;
        let (Some(vector), true) = (vectors.pop(), vectors.is_empty()) else {
            return Err(EncoderError::Vectors);
        };
        let width = self.prototypes.first().map_or(0, |prototype| prototype.vector.len());
        let vector = unit(vector, width)?;
        if let Some(finding) = self.like(&vector).or_else(|| self.heard(&vector)) {
            domain::raise(analysis, finding);
        }
        analysis.versions.stages.push(format!("{STAGE} {}", self.encoder.version()));
        Ok(())
    }

    /// What a message is most like, where that is a danger and near enough.
    fn like(&self, vector: &[f32]) -> Option<CrisisFinding> {
        let near = |prototype: &Prototype| dot(&prototype.vector, vector);
        let nearest = self.prototypes.iter().max_by(|a, b| near(a).total_cmp(&near(b)))?;
        let cosine = near(nearest);
        let (level, category) = nearest.danger.filter(|_| cosine >= self.calibration.like)?;
        Some(finding("encoder.like", category, level, cosine))
    }

    /// What the head hears: a doubt.
    fn heard(&self, vector: &[f32]) -> Option<CrisisFinding> {
        let head = self.calibration.head.as_ref()?;
        let share = ngrams::probability(dot(&head.weights, vector) + head.bias);
        // Of what kind, the nearest danger says.
        let near = |prototype: &&Prototype| dot(&prototype.vector, vector);
        let dangers = self.prototypes.iter().filter(|prototype| prototype.danger.is_some());
        let (_, category) = dangers.max_by(|a, b| near(a).total_cmp(&near(b)))?.danger?;
        (share >= head.from).then(|| finding("encoder.heard", category, Level::Low, share))
    }
}

fn finding(code: &'static str, category: CrisisCategory, level: Level, confidence: f32) -> CrisisFinding {
    CrisisFinding {
        code: code.into(),
        category,
        level,
        base: level,
        // It is the message as a whole.
        span: Span::default(),
        modifiers: Vec::new(),
        facet: None,
        confidence: confidence.clamp(0.0, 1.0),
    }
}

/// How grave a prototype is, and of what kind; of a calm one none.
type Danger = Option<(Level, CrisisCategory)>;

/// The lines of the list: whose danger, and the sentence.
fn prototypes() -> impl Iterator<Item = Result<(Danger, &'static str), EncoderError>> {
    PROTOTYPES.lines().enumerate().filter(|(_, line)| !line.starts_with('#')).map(|(at, line)| {
        let damaged = || EncoderError::Prototypes(at + 1);
        let mut fields = line.split('\t');
        let (Some(level), Some(category), Some(_reviewer), Some(text), None) =
            (fields.next(), fields.next(), fields.next(), fields.next(), fields.next())
        else {
            return Err(damaged());
        };
        let level = Level::ALL.iter().copied().find(|known| known.name() == level).ok_or_else(damaged)?;
        if level == Level::None {
            return if category == "none" { Ok((None, text)) } else { Err(damaged()) };
        }
        let category = CrisisCategory::ALL.iter().copied().find(|known| known.name() == category);
        Ok((Some((level, category.ok_or_else(damaged)?)), text))
    })
}

/// A vector brought to length one.
fn unit(mut vector: Vec<f32>, width: usize) -> Result<Vec<f32>, EncoderError> {
    let length = dot(&vector, &vector).sqrt();
    if vector.is_empty() || vector.len() != width || !length.is_finite() || length < f32::MIN_POSITIVE {
        return Err(EncoderError::Vectors);
    }
    vector.iter_mut().for_each(|part| *part /= length);
    Ok(vector)
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests;
