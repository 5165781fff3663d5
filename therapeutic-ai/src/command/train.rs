//! `train`: makes the weights that ship, from labelled rows. The same rows give the same file.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use clap::Subcommand;
use content_safety::measure::Row as MeasuredRow;
use content_safety_api::Level;
use ngrams::Model;
use ngrams::train::{Row, Settings, prepare};
use safety_rules::training::{self, Kind, Labelled};
use serde_json::Value;

use super::content::Speech;
use super::{Failure, NO_INPUT, read_text, tell};

/// Trains weights.
#[derive(Subcommand)]
pub(crate) enum Train {
    /// The weights of the crisis rules, from authored rows (`.tsv`: level, category, sentence; or those of `train actions`,
    /// calm but for those that somebody should ask about), cases that must be left alone (`.txt`), graded posts, texts that are presumed calm and comments with labels of emotion (`.jsonl`)
    Crisis(Crisis),
    /// The weights of emotions and their limits, from comments with labels (`.jsonl`: `text`, `goemotions`, `ekman`)
    Emotion(Emotion),
    /// The weights of social actions in one language, from authored rows (`.tsv`: action, further actions or `-`, sentence)
    Actions(Actions),
}

/// What to train the social actions of a language on.
#[derive(clap::Args)]
pub(crate) struct Actions {
    /// The rows
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Their language: `en` or `es`
    #[arg(long)]
    language: Speech,
    /// Where the weights are written
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// What to train the emotions on.
#[derive(clap::Args)]
pub(crate) struct Emotion {
    /// The rows
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// The folder where `emotion.ngrams` and `emotion.limits.tsv` are written
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

/// What to train on.
#[derive(clap::Args)]
pub(crate) struct Crisis {
    /// The rows
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Where the weights are written
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Files of rows that are measured on: what stands in them is not trained on
    #[arg(long, value_name = "FILE")]
    apart: Vec<PathBuf>,
    /// What a miss costs beside large weights
    #[arg(long, default_value_t = Settings::default().cost)]
    cost: f64,
}

pub(crate) fn run(command: Train) -> Result<(), Failure> {
    match command {
        Train::Crisis(asked) => crisis(&asked),
        Train::Emotion(asked) => emotion(&asked),
        Train::Actions(asked) => actions(&asked),
    }
}

fn actions(asked: &Actions) -> Result<(), Failure> {
    let names = &content::library().lexicon(asked.language.into()).names;
    let mut rows = Vec::new();
    for file in &asked.files {
        for (at, line) in read_text(file)?.lines().enumerate() {
            let read = social_actions::training::line(line);
            let mut row = read.map_err(|error| wrong(file, at, &error.to_string()))?;
            // As the engine reads them.
            row.text =
                social_actions::without_names(&row.text, |word| names.has(&content::text::folded(word)));
            rows.push(row);
        }
    }
    let model = social_actions::training::train(&rows, &social_actions::training::settings());
    written(&model, &asked.out, rows.len())
}

fn emotion(asked: &Emotion) -> Result<(), Failure> {
    let mut rows = Vec::new();
    for file in &asked.files {
        rows.extend(emotion_rows(file)?);
    }
    let trained = emotions::training::train(&rows, &emotions::training::settings());
    written(&trained.model, &asked.out.join("emotion.ngrams"), rows.len())?;
    let (limits, path) = (trained.limits.write(), asked.out.join("emotion.limits.tsv"));
    put(&path, limits.as_bytes())?;
    tell(&format!("{} limits, sha256 {}", emotions::HEADS.len(), instruments::digest_hex(limits.as_bytes())));
    Ok(())
}

/// The rows of a file that have labels of emotion; a row without them is an error.
fn emotion_rows(file: &Path) -> Result<Vec<emotions::training::Labelled>, Failure> {
    let read = |(at, row): (usize, Value)| {
        let row: MeasuredRow =
            serde_json::from_value(row).map_err(|error| wrong(file, at, &error.to_string()))?;
        labelled(&row).ok_or_else(|| wrong(file, at, "there is no `goemotions` and `ekman`"))
    };
    json_rows(file)?.into_iter().enumerate().map(read).collect()
}

/// What of a row emotions are trained on; `None` where it has no labels.
pub(super) fn labelled(row: &MeasuredRow) -> Option<emotions::training::Labelled> {
    let (labels, basic) = (row.goemotions.clone()?, row.ekman.clone()?);
    Some(emotions::training::Labelled { text: row.text.clone(), labels, basic })
}

fn crisis(asked: &Crisis) -> Result<(), Failure> {
    let labelled = crisis_rows(&asked.files, &asked.apart)?;
    let rows: Vec<Row<'_>> = labelled.iter().map(Labelled::row).collect();
    let settings = Settings { cost: asked.cost, ..Settings::default() };
    let model = prepare(&rows, settings.rows_min).train(&rows, &training::HEADS, &settings, |_| true);
    written(&model, &asked.out, rows.len())
}

/// What crisis weights are made of, in the order of the files, without what stands in the files that are kept apart.
pub(super) fn crisis_rows(files: &[PathBuf], apart: &[PathBuf]) -> Result<Vec<Labelled>, Failure> {
    let mut measured = HashSet::new();
    for file in apart {
        for row in json_rows(file)? {
            measured.extend(row["text"].as_str().map(str::to_lowercase));
        }
    }
    let mut labelled = Vec::new();
    for file in files {
        labelled.extend(rows_of(file)?);
    }
    labelled.retain(|row: &Labelled| !measured.contains(&row.text.to_lowercase()));
    let mut calm = 0;
    labelled.retain(|row| {
        calm += usize::from(row.kind == Kind::Calm);
        row.kind != Kind::Calm || calm % training::CALM_STEP == 1
    });
    Ok(labelled)
}

fn written(model: &Model, out: &Path, rows: usize) -> Result<(), Failure> {
    let bytes = model.write();
    put(out, &bytes)?;
    let digest = instruments::digest_hex(&bytes);
    tell(&format!("{rows} rows, {} n-grams, {} bytes, sha256 {digest}", model.rows(), bytes.len()));
    Ok(())
}

fn put(out: &Path, bytes: &[u8]) -> Result<(), Failure> {
    std::fs::write(out, bytes)
        .map_err(|error| Failure { line: format!("cannot write {}: {error}", out.display()), code: NO_INPUT })
}

fn wrong(file: &Path, line: usize, why: &str) -> Failure {
    Failure { line: format!("{}:{}: {why}", file.display(), line + 1), code: NO_INPUT }
}

/// The rows of a file, each of the kind that its fields say.
fn rows_of(file: &Path) -> Result<Vec<Labelled>, Failure> {
    let wrong = |line: usize, why: &str| wrong(file, line, why);
    if file.extension().is_some_and(|extension| extension == "tsv") {
        let text = read_text(file)?;
        let lines = text.lines().enumerate();
        return lines
            .filter_map(|(at, line)| {
                authored(line).map_err(|error| wrong(at, &error.to_string())).transpose()
            })
            .collect();
    }
    if file.extension().is_some_and(|extension| extension == "txt") {
        return Ok(read_text(file)?.lines().filter_map(training::case).collect());
    }
    let mut rows = Vec::new();
    for (at, row) in json_rows(file)?.into_iter().enumerate() {
        let Some(text) = row["text"].as_str() else { return Err(wrong(at, "there is no `text`")) };
        let (kind, level) = if row["cssrs_0_6"].is_number() {
            let level = row["level"].as_str().and_then(training::level_named);
            (Kind::Graded, level.ok_or_else(|| wrong(at, "there is no `level`"))?)
        } else if row["goemotions"].is_array() {
            (Kind::Calm, Level::None)
        } else if row["slice"].is_string() {
            if row["slice"] == "graded" || row["y"] != 0 {
                continue;
            }
            (Kind::Presumed, Level::None)
        } else {
            return Err(wrong(at, "neither graded, nor presumed calm, nor with labels of emotion"));
        };
        rows.push(Labelled { text: text.to_owned(), kind, level, category: "none".to_owned() });
    }
    Ok(rows)
}

/// An authored row. One that says what a sentence does among people is calm, unless somebody should ask about it: then it is
/// none, for nobody has graded it.
fn authored(line: &str) -> Result<Option<Labelled>, training::RowError> {
    match social_actions::training::line(line) {
        Ok(said) if said.ask => Ok(None),
        Ok(said) => {
            let (text, level, category) = (said.text, Level::None, "none".to_owned());
            Ok(Some(Labelled { text, kind: Kind::Authored, level, category }))
        }
        Err(_) => training::authored(line).map(Some),
    }
}

/// The lines of a file, each an object.
pub(super) fn json_rows(file: &Path) -> Result<Vec<Value>, Failure> {
    read_text(file)?
        .lines()
        .enumerate()
        .map(|(at, line)| {
            serde_json::from_str(line).map_err(|error| Failure {
                line: format!("{}:{}: {error}", file.display(), at + 1),
                code: NO_INPUT,
            })
        })
        .collect()
}
