//! Measures the analysis on labelled texts: what `therapeutic-ai eval` prints. Time is an argument; nothing here reads a
//! clock, and no row is ever printed.
//!
//! A row is an object with `text`, or with `user_turns`, or with `turns` above 1 and one turn a line of `text`; what it is
//! labelled with decides which figures it enters (see [`Row`]). A row of several turns is read turn by turn, each with
//! what was said before, as a conversation is.

mod evidence;
mod figures;
mod identified;
mod misses;
mod report;

use std::time::Duration;

use content_safety_api::{
    BasicEmotion, CrisisCategory, EmotionAnalysis, EmotionLabel, EmotionStage, IdentifierSpan,
    LanguageReading, Level,
};
use emotions::Heard;
use identifiers::measure::Gold;
use ngrams::Hashed;
use safety_rules::{History, Screening, screen_hashed};
use serde::{Deserialize, Serialize};

use crate::domain::emotion;

pub use evidence::Evidence;
pub use figures::{
    Share, auc, bootstrap, limit_at_specificity, macro_f1, percentile, quadratic_kappa, recall_at_specificity,
};
pub use identifiers::measure::PredictedSpan;
pub use misses::{Miss, misses};
pub use report::{Class, Figure, Group, Report, Times, report};

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
    /// What is an identifier in `text`; `None` where nobody looked.
    pub spans: Option<Vec<Gold>>,
    /// Whether whatever is an identifier was marked.
    pub gold_complete: bool,
    /// Where the text comes from.
    pub source: String,
}

/// What is told of a row. Fields that somebody else's file does not have are empty.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
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
    /// What read the emotions; `None` where nobody says.
    #[serde(skip)]
    pub stage: Option<EmotionStage>,
    /// What the level rests on, where it is known.
    #[serde(skip)]
    pub evidence: Option<Evidence>,
    /// How long the whole analysis took, in microseconds, all turns together.
    pub us: f64,
    /// How long each turn took.
    #[serde(skip)]
    pub turns_us: Vec<f64>,
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
        if self.stage == Some(EmotionStage::Linear) {
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
    whole_by(said, history, screen_hashed)
}

fn whole_by(said: &str, history: &History, screen: impl Fn(&Hashed, &History) -> Screening) -> Whole {
    let hashed = Hashed::new(said);
    let screening = screen(&hashed, history);
    let identifiers = identifiers::detect(said);
    let language = crate::domain::language(said, &screening);
    let emotion = emotion::analyse(said, &hashed, &language);
    Whole { screening, identifiers, language, emotion }
}

/// Reads a row. `now` says how much time has passed since any fixed moment.
pub fn predict(row: &Row, now: impl Fn() -> Duration) -> Prediction {
    predict_by(row, now, screen_hashed)
}

/// Reads a row with somebody else's reading of danger, turn by turn.
pub fn predict_by(
    row: &Row,
    now: impl Fn() -> Duration,
    screen: impl Fn(&Hashed, &History) -> Screening,
) -> Prediction {
    let mut history = History::default();
    let (mut told, mut risks) = (Prediction { id: row.id.clone(), ..Default::default() }, Vec::new());
    let mut evidence = Evidence::default();
    for said in row.said() {
        let start = now();
        let read = whole_by(said, &history, &screen);
        told.turns_us.push(now().saturating_sub(start).as_secs_f64() * 1e6);
        let Whole { screening, language, .. } = read;
        evidence.add(&screening);
        told.level = told.level.max(screening.level);
        risks.push(screening.risk);
        for category in screening.categories {
            if !told.categories.contains(&category) {
                told.categories.push(category);
            }
        }
        if told.language.is_empty() || told.language == "und" {
            told.language = language.code;
        }
        history = screening.history;
    }
    told.risk = talk_risk(&risks);
    told.us = told.turns_us.iter().sum();
    told.evidence = Some(evidence);
    read_whole(row, &mut told);
    told
}

/// Adds what is read of all turns as one text: identifiers and emotions.
fn read_whole(row: &Row, told: &mut Prediction) {
    let text = if row.text.is_empty() { row.user_turns.join("\n") } else { row.text.clone() };
    let Whole { identifiers, emotion: heard, .. } = whole(&text, &History::default());
    told.spans = identifiers.into_iter().map(PredictedSpan::from).collect();
    told.goemotions = heard.labels.iter().map(|heard| heard.label).collect();
    told.ekman = heard.basic.iter().map(|heard| heard.label).collect();
    told.stage = Some(heard.stage);
}

#[expect(clippy::cast_precision_loss, reason = "a count of turns")]
fn talk_risk(risks: &[f32]) -> f32 {
    let highest = risks.iter().copied().fold(0.0, f32::max);
    let mean = risks.iter().sum::<f32>() / risks.len().max(1) as f32;
    (highest + 2.0 * mean) / 3.0
}
