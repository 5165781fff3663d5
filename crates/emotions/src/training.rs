//! What the emotion weights are made of, and how they are measured: comments with labels of emotion (GoEmotions, Demszky et
//! al. 2020, CC BY 4.0). No chance in it: the same rows in the same order give the same bytes.

use content_safety_api::{BasicEmotion, EmotionLabel};
use ngrams::train::{Row, Settings, part_of, prepare};
use ngrams::{Hashed, Model};

use crate::limits::Limits;
use crate::reader::{HEADS, Heard, LABELS, Scores, heard, scores};

/// Into how many parts rows are cut for limits: each part is scored by weights that were made without it.
pub const FOLDS: usize = 5;

/// A text and what people heard in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Labelled {
    /// What was written.
    pub text: String,
    /// Its labels.
    pub labels: Vec<EmotionLabel>,
    /// Its basic emotions.
    pub basic: Vec<BasicEmotion>,
}

/// Weights with their limits.
#[derive(Clone, Debug)]
pub struct Trained {
    /// The weights.
    pub model: Model,
    /// The limits.
    pub limits: Limits,
    /// What is heard of each row by weights that did not see it, with limits that it had no part in.
    pub unseen: Vec<Heard>,
    /// The scores behind that, in the order of [`HEADS`].
    pub scores: Vec<Scores>,
}

/// How it is done; cost, steps and contrast were chosen by cross-validation on the development data.
pub fn settings() -> Settings {
    Settings { cost: 1.0, steps: 40, contrast: true, ..Settings::default() }
}

/// Makes weights of all rows, and limits by cross-validation.
pub fn train(rows: &[Labelled], settings: &Settings) -> Trained {
    let unseen = Unseen::of(rows, FOLDS, settings);
    let trained: Vec<Row<'_>> = rows.iter().map(Labelled::row).collect();
    let model = prepare(&trained, settings.rows_min).train(&trained, &HEADS, settings, |_| true);
    Trained { model, limits: unseen.limits(|_| true), unseen: unseen.heard(), scores: unseen.scores }
}

/// What is heard of each row by weights that did not see it: the rows are cut into `folds` parts by their text, so that copies
/// stay together. Limits come from the other parts as well.
pub fn cross_validated(rows: &[Labelled], folds: usize, settings: &Settings) -> Vec<Heard> {
    Unseen::of(rows, folds, settings).heard()
}

impl Labelled {
    fn has(&self) -> [bool; HEADS.len()] {
        std::array::from_fn(|head| match head.checked_sub(LABELS) {
            Some(basic) => self.basic.contains(&BasicEmotion::ALL[basic]),
            None => self.labels.contains(&EmotionLabel::ALL[head]),
        })
    }

    fn row(&self) -> Row<'_> {
        Row { text: &self.text, weight: 1.0, labels: self.has().into_iter().map(Some).collect() }
    }
}

/// The scores of rows by weights that did not see them.
struct Unseen {
    folds: usize,
    parts: Vec<usize>,
    labels: Vec<[bool; HEADS.len()]>,
    scores: Vec<Scores>,
}

impl Unseen {
    fn of(rows: &[Labelled], folds: usize, settings: &Settings) -> Self {
        let parts: Vec<usize> = rows.iter().map(|row| part_of(&row.text, folds)).collect();
        let mut unseen = vec![[0.0; HEADS.len()]; rows.len()];
        for part in 0..folds {
            let others = rows.iter().zip(&parts).filter(|(_, of)| **of != part);
            // The n-grams too are chosen without the part.
            let others: Vec<Row<'_>> = others.map(|(row, _)| row.row()).collect();
            let model = prepare(&others, settings.rows_min).train(&others, &HEADS, settings, |_| true);
            for ((row, of), slot) in rows.iter().zip(&parts).zip(&mut unseen) {
                if *of == part {
                    *slot = scores(&model, &Hashed::new(&row.text));
                }
            }
        }
        Self { folds, parts, labels: rows.iter().map(Labelled::has).collect(), scores: unseen }
    }

    /// The limits by the rows of the parts that `takes` takes.
    fn limits(&self, takes: impl Fn(usize) -> bool) -> Limits {
        let rows = self.parts.iter().zip(self.scores.iter().zip(&self.labels));
        let taken: Vec<_> = rows.filter(|(part, _)| takes(**part)).map(|(_, scored)| scored).collect();
        Limits::of(&taken)
    }

    fn heard(&self) -> Vec<Heard> {
        let limits: Vec<Limits> = (0..self.folds).map(|part| self.limits(|of| of != part)).collect();
        self.parts.iter().zip(&self.scores).map(|(part, scores)| heard(scores, &limits[*part])).collect()
    }
}
