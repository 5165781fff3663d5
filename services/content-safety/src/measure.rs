//! Measures the analysis on labelled texts: what `therapeutic-ai eval` prints. Time is an argument; nothing here reads a
//! clock, and no row is ever printed.
//!
//! A row is an object with `text`, or with `user_turns`, or with `turns` above 1 and one turn a line of `text`; what it is
//! labelled with decides which figures it enters (see [`Row`]). A row of several turns is read turn by turn, each with
//! what was said before, as a conversation is.

mod figures;
mod report;

use std::time::Duration;

use content_safety_api::{
    BasicEmotion, CrisisCategory, EmotionAnalysis, EmotionLabel, EmotionStage, IdentifierSpan,
    LanguageReading, Level,
};
use emotions::Heard;
use ngrams::Hashed;
use safety_rules::{History, Screening, screen_hashed};
use serde::{Deserialize, Serialize};

use crate::domain::emotion;

pub use figures::{Share, auc, bootstrap, macro_f1, percentile, quadratic_kappa, recall_at_specificity};
pub use report::{Class, Figure, Group, Report, report};

/// A labelled text. Fields that a file does not have are empty; others are ignored.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Row {
    /// Its name in the file.
    pub id: String,
    /// What was written.
    pub text: String,
    /// What one person said, turn by turn.
    pub user_turns: Vec<String>,
    /// How many turns the lines of `text` are.
    pub turns: Option<u32>,
    /// Of a scenario: its category, `none` for calm ones.
    pub category: Option<String>,
    /// Of a conversation: the speaker's risk, `none`, `low`, `high` or `imminent`.
    pub risk: Option<String>,
    /// Of a calm text: `benign` or `presumed_benign`.
    pub label: Option<String>,
    /// Of a mixed row: where it comes from.
    pub slice: Option<String>,
    /// Of a mixed row: 1 where the danger is at least medium.
    pub acute: Option<u8>,
    /// Of a graded post: its level.
    pub level: Option<String>,
    /// Labels of emotion.
    pub goemotions: Option<Vec<EmotionLabel>>,
    /// Basic emotions.
    pub ekman: Option<Vec<BasicEmotion>>,
    /// Where the text comes from.
    pub source: String,
}

/// What is told of a row.
#[derive(Clone, Debug, Serialize)]
pub struct Prediction {
    /// The row.
    pub id: String,
    /// The highest level of its turns.
    pub level: Level,
    /// 0 to 1. Of several turns: a third the highest, two thirds the mean, so that a talk full of danger stands above one with a
    /// single dark sentence.
    pub risk: f32,
    /// What kinds of danger, over all turns.
    pub categories: Vec<CrisisCategory>,
    /// ISO 639-3, or `und`.
    pub language: String,
    /// Identifiers in `text`, in code points.
    pub spans: Vec<PredictedSpan>,
    /// Labels of emotion that are heard.
    pub goemotions: Vec<EmotionLabel>,
    /// Basic emotions that are heard.
    pub ekman: Vec<BasicEmotion>,
    /// What read the emotions.
    #[serde(skip)]
    pub stage: EmotionStage,
    /// How long the whole analysis took, in microseconds, all turns together.
    pub us: f64,
    /// How long each turn took.
    #[serde(skip)]
    pub turns_us: Vec<f64>,
}

/// One identifier.
#[derive(Clone, Debug, Serialize)]
pub struct PredictedSpan {
    /// Its first code point.
    pub s: u32,
    /// The code point after its last.
    pub e: u32,
    /// The class as the files name it.
    pub cls: &'static str,
}

impl Row {
    /// The turns, in order.
    pub fn said(&self) -> Vec<&str> {
        if !self.user_turns.is_empty() {
            return self.user_turns.iter().map(String::as_str).collect();
        }
        if self.turns.is_some_and(|turns| turns > 1) {
            return self.text.lines().collect();
        }
        vec![&self.text]
    }
}

impl Prediction {
    /// Takes what is heard of the row by weights that did not see it in place of what the shipped ones say, where they were asked.
    pub fn hear(&mut self, unseen: Heard) {
        if self.stage == EmotionStage::Linear {
            (self.goemotions, self.ekman) = emotion::named(unseen);
        }
    }
}

/// The whole analysis of one message.
#[derive(Clone, Debug)]
pub struct Whole {
    /// Danger.
    pub screening: Screening,
    /// Identifiers.
    pub identifiers: Vec<IdentifierSpan>,
    /// The language.
    pub language: LanguageReading,
    /// Emotions.
    pub emotion: EmotionAnalysis,
}

/// Reads everything of a message, as the operation does that reads all at once.
pub fn whole(said: &str, history: &History) -> Whole {
    let hashed = Hashed::new(said);
    let screening = screen_hashed(&hashed, history);
    let identifiers = identifiers::detect(said);
    let language = crate::domain::language(said, &screening);
    let emotion = emotion::analyse(said, &hashed, &language);
    Whole { screening, identifiers, language, emotion }
}

/// Reads a row. `now` says how much time has passed since any fixed moment.
pub fn predict(row: &Row, now: impl Fn() -> Duration) -> Prediction {
    let mut history = History::default();
    let mut categories: Vec<CrisisCategory> = Vec::new();
    let (mut level, mut risks, mut turns_us, mut language) =
        (Level::None, Vec::new(), Vec::new(), String::new());
    for said in row.said() {
        let start = now();
        let read = whole(said, &history);
        turns_us.push(now().saturating_sub(start).as_secs_f64() * 1e6);
        let Whole { screening, language: spoken, .. } = read;
        level = level.max(screening.level);
        risks.push(screening.risk);
        for category in screening.categories {
            if !categories.contains(&category) {
                categories.push(category);
            }
        }
        if language.is_empty() || language == "und" {
            language = spoken.code;
        }
        history = screening.history;
    }
    let together = if row.text.is_empty() { row.user_turns.join("\n") } else { row.text.clone() };
    let Whole { identifiers, emotion: heard, .. } = whole(&together, &History::default());
    let spans = identifiers.into_iter().map(|found| PredictedSpan {
        s: found.span.start,
        e: found.span.end,
        cls: identifiers::measure::gold_name(found.class),
    });
    Prediction {
        id: row.id.clone(),
        level,
        risk: talk_risk(&risks),
        categories,
        language,
        spans: spans.collect(),
        goemotions: heard.labels.iter().map(|heard| heard.label).collect(),
        ekman: heard.basic.iter().map(|heard| heard.label).collect(),
        stage: heard.stage,
        us: turns_us.iter().sum(),
        turns_us,
    }
}

#[expect(clippy::cast_precision_loss, reason = "a count of turns")]
fn talk_risk(risks: &[f32]) -> f32 {
    let highest = risks.iter().copied().fold(0.0, f32::max);
    let mean = risks.iter().sum::<f32>() / risks.len().max(1) as f32;
    (highest + 2.0 * mean) / 3.0
}
