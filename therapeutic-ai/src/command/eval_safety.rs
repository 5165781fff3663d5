//! `eval phi|crisis|emotion|benign|scenarios`: measures the safety analysis on labelled rows. Prints figures, never a row.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use content_safety::measure::{Class, Figure, Prediction, Report, Row, predict, report};
use identifiers::measure as identified;
use serde::Serialize;

use super::train::{json_rows, labelled};
use super::{DATA_DIR, Failure, NO_INPUT, tell};

/// What is measured: which goals are looked at. Each kind reads the same rows in the same way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Identifiers.
    Phi,
    /// Graded posts, mixed rows, conversations.
    Crisis,
    /// Labels of emotion.
    Emotion,
    /// Calm rows of dangerous words.
    Benign,
    /// Scenarios.
    Scenarios,
}

/// Which rows.
#[derive(clap::Args)]
pub(crate) struct Measured {
    /// Labelled rows, one object a line
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Prints one line of JSON instead of tables
    #[arg(long)]
    json: bool,
    /// Writes what is told of each row, one object a line, in the order of the rows
    #[arg(long, value_name = "OUT.jsonl")]
    predictions: Option<PathBuf>,
    /// Exit 1 when a figure misses its goal
    #[arg(long)]
    release: bool,
    /// Emotions alone: measures each of so many parts of the rows by weights that are made of the others, 2 to 20. The rows that the
    /// shipped weights were made of say nothing about them
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(2..=20))]
    folds: Option<u8>,
}

/// One file's figures.
#[derive(Serialize)]
struct File {
    file: String,
    rows: usize,
    #[serde(flatten)]
    report: Report,
    #[serde(skip_serializing_if = "Option::is_none")]
    identifiers: Option<identified::Report>,
}

pub(crate) fn run(kind: Kind, asked: &Measured) -> Result<(), Failure> {
    safety_rules::warm_up();
    identifiers::warm_up();
    emotions::shipped();
    let mut out = match &asked.predictions {
        Some(path) => {
            Some(BufWriter::new(std::fs::File::create(path).map_err(|error| cannot(path, &error))?))
        }
        None => None,
    };
    let mut measured = asked.files.iter().map(|path| measure(kind, path)).collect::<Result<Vec<_>, _>>()?;
    if let Some(folds) = asked.folds {
        cross_validate(&mut measured, kind, usize::from(folds))?;
    }
    let (mut files, mut all): (Vec<File>, Vec<(Row, Prediction)>) = (Vec::new(), Vec::new());
    for (file, told) in measured {
        if let (Some(out), Some(path)) = (&mut out, &asked.predictions) {
            for (_, prediction) in &told {
                serde_json::to_writer(&mut *out, prediction).map_err(anyhow::Error::from)?;
                out.write_all(b"\n").map_err(|error| cannot(path, &error))?;
            }
        }
        files.push(file);
        all.extend(told);
    }
    if let (Some(out), Some(path)) = (&mut out, &asked.predictions) {
        out.flush().map_err(|error| cannot(path, &error))?;
    }
    let together = reported(&all);
    if asked.json {
        let whole = serde_json::json!({ "files": files, "together": together });
        tell(&whole.to_string());
    } else {
        files.iter().for_each(table);
        if files.len() > 1 {
            tell("");
            tell("together");
            figures(&together);
        }
    }
    let missed: Vec<&str> =
        together.figures.iter().filter(|figure| !figure.reached).map(|figure| figure.name).collect();
    if asked.release && !missed.is_empty() {
        let line = format!("figures that miss their goal: {}", missed.join("; "));
        return Err(Failure { line, code: super::NOT_INTACT });
    }
    Ok(())
}

fn reported(told: &[(Row, Prediction)]) -> Report {
    let both: Vec<(&Row, &Prediction)> = told.iter().map(|(row, prediction)| (row, prediction)).collect();
    report(&both)
}

/// Puts what weights hear that did not see a row in place of what the shipped ones say of it, over all files as one.
fn cross_validate(
    measured: &mut [(File, Vec<(Row, Prediction)>)],
    kind: Kind,
    folds: usize,
) -> Result<(), Failure> {
    let rows: Option<Vec<_>> =
        measured.iter().flat_map(|(_, told)| told).map(|(row, _)| labelled(row)).collect();
    let Some(rows) = rows.filter(|_| kind == Kind::Emotion) else {
        let line = "`--folds` is for `eval emotion`, and every row needs `goemotions` and `ekman`".to_owned();
        return Err(Failure { line, code: NO_INPUT });
    };
    let settings = emotions::training::settings();
    let mut unseen = emotions::training::cross_validated(&rows, folds, &settings).into_iter();
    for (file, told) in measured {
        for ((_, prediction), heard) in told.iter_mut().zip(unseen.by_ref()) {
            prediction.hear(heard);
        }
        file.report = reported(told);
    }
    Ok(())
}

/// The figures of one file.
#[cfg(test)]
pub(crate) fn report_of(kind: Kind, path: &Path) -> Result<Report, Failure> {
    Ok(measure(kind, path)?.0.report)
}

fn cannot(path: &Path, error: &dyn std::fmt::Display) -> Failure {
    Failure { line: format!("cannot write {}: {error}", path.display()), code: DATA_DIR }
}

fn measure(kind: Kind, path: &Path) -> Result<(File, Vec<(Row, Prediction)>), Failure> {
    let (mut rows, mut identified_rows) = (Vec::new(), Vec::new());
    for (at, value) in json_rows(path)?.into_iter().enumerate() {
        let wrong = |error: serde_json::Error| Failure {
            line: format!("{}:{}: {error}", path.display(), at + 1),
            code: NO_INPUT,
        };
        if kind == Kind::Phi {
            identified_rows.push(serde_json::from_value(value.clone()).map_err(wrong)?);
        }
        rows.push(serde_json::from_value::<Row>(value).map_err(wrong)?);
    }
    let start = Instant::now();
    let mut told = Vec::with_capacity(rows.len());
    for row in rows {
        let prediction = predict(&row, || start.elapsed());
        told.push((row, prediction));
    }
    let found =
        (kind == Kind::Phi).then(|| identified::measure(&identified_rows, || start.elapsed(), |_, _| ()));
    let file = File {
        file: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        rows: told.len(),
        report: reported(&told),
        identifiers: found,
    };
    Ok((file, told))
}

fn table(file: &File) {
    tell("");
    tell(&format!("{}: {} rows", file.file, file.rows));
    if let Some(found) = &file.identifiers {
        identifiers_table(found);
    }
    if !file.report.groups.is_empty() {
        tell(&format!("  {:<36}{:>7}{:>7}{:>7}{:>7}{:>7}", "", "none", "low", "medium", "high", "crit"));
        for (name, group) in &file.report.groups {
            let [none, low, medium, high, critical] = group.levels;
            tell(&format!("  {name:<36}{none:>7}{low:>7}{medium:>7}{high:>7}{critical:>7}"));
        }
    }
    figures(&file.report);
    tell(&format!("  a turn takes: p50 {:.1} µs, p99 {:.1} µs", file.report.p50_us, file.report.p99_us));
}

fn figures(report: &Report) {
    for (what, classes) in [("28 labels", &report.labels), ("Ekman", &report.basic)] {
        if !classes.is_empty() {
            tell(&format!(
                "  {what:<20}{:>7}{:>7}{:>11}{:>8}{:>7}",
                "rows", "told", "precision", "recall", "F1"
            ));
        }
        for Class { name, rows, told, precision, recall, f1 } in classes {
            tell(&format!("    {name:<18}{rows:>7}{told:>7}{precision:>11.3}{recall:>8.3}{f1:>7.3}"));
        }
    }
    for Figure { name, rows, share, goal, reached } in &report.figures {
        let result = if *reached { "reached" } else { "missed" };
        tell(&format!(
            "  {name:<46}{:>7.3} ({:.3} to {:.3})  goal {goal:.2} {result}, {rows} rows",
            share.value, share.low, share.high
        ));
    }
}

fn identifiers_table(found: &identified::Report) {
    let told = |figure: Option<f64>| figure.map_or_else(|| "-".to_owned(), |figure| format!("{figure:.3}"));
    for (name, group) in
        std::iter::once(("all", &found.all)).chain(found.parts.iter().map(|(name, group)| (*name, group)))
    {
        tell(&format!(
            "  {name}: texts without a leak {} of {}; precision where the gold is complete {}",
            told(group.without_leak()),
            group.texts_with_identifiers,
            told(group.precision())
        ));
        for (class, recall) in &group.classes {
            tell(&format!(
                "    {class:<12}{:>6} spans  touched {}  covered {}",
                recall.spans,
                told(recall.touched_share()),
                told(recall.covered_share())
            ));
        }
    }
}
