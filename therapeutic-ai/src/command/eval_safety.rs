//! `eval phi|crisis|emotion|benign|scenarios`: measures the safety analysis on labelled rows. Prints figures, never a row.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use content_safety::measure::{
    Class, Figure, Miss, Prediction, Report, Row, misses, predict, predict_by, report,
};
use identifiers::measure as identified;
use safety_rules::training::Folds;
use serde::Serialize;

use super::train::{crisis_rows, json_rows, labelled};
use super::{DATA_DIR, Failure, NO_INPUT, tell};

/// How many rows are read before time is taken; peers are given as many.
const WARM: usize = 50;

/// How often a row is read whose time is a goal; the least counts, because what others do on the machine is not the reading's. Peers
/// are given as many.
const READINGS: usize = 3;

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
    /// Scores what somebody else told of the rows, one object a line as `--predictions` writes them, by the same rules; one
    /// file for all rows, in their order
    #[arg(long, value_name = "IN.jsonl", conflicts_with_all = ["predictions", "folds", "misses"])]
    given: Option<PathBuf>,
    /// Lists what was read wrongly by class, with the reason, as counts and ids: into the JSON, or below the tables
    #[arg(long)]
    misses: bool,
    /// Emotions and crises: measures each of so many parts of the rows by weights that are made of the others, 2 to 20. The rows
    /// that the shipped weights were made of say nothing about them
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(2..=20))]
    folds: Option<u8>,
    /// With `--folds`, of crises: what the weights are made of, as `train crisis` is told it
    #[arg(long, value_name = "FILE", num_args = 1.., requires = "folds")]
    made_of: Vec<PathBuf>,
    /// With `--folds`, of crises: files of rows that are never trained on
    #[arg(long, value_name = "FILE", requires = "folds")]
    apart: Vec<PathBuf>,
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

/// A file and what was told of its rows.
type Told = (File, Vec<(Row, Prediction)>);

pub(crate) fn run(kind: Kind, asked: &Measured) -> Result<(), Failure> {
    safety_rules::warm_up();
    identifiers::warm_up();
    emotions::shipped();
    let measured = match (&asked.given, asked.folds) {
        (Some(given), _) => scored(kind, &asked.files, given)?,
        (None, Some(folds)) => cross_validated(kind, asked, usize::from(folds))?,
        (None, None) => read(kind, &asked.files, shipped)?,
    };
    if let Some(path) = &asked.predictions {
        write(path, &measured)?;
    }
    let (mut files, mut all): (Vec<File>, Vec<(Row, Prediction)>) = (Vec::new(), Vec::new());
    for (file, told) in measured {
        files.push(file);
        all.extend(told);
    }
    let together = reported(&all);
    let missed = if asked.misses { misses(&pairs(&all)) } else { Vec::new() };
    if asked.json {
        let mut whole = serde_json::json!({ "files": files, "together": together });
        if asked.misses {
            whole["misses"] = serde_json::to_value(&missed).map_err(anyhow::Error::from)?;
        }
        tell(&whole.to_string());
    } else {
        files.iter().for_each(table);
        if files.len() > 1 {
            tell("");
            tell("together");
            figures(&together);
        }
        missed.iter().for_each(miss);
    }
    let missed: Vec<&str> =
        together.figures.iter().filter(|figure| !figure.reached).map(|figure| figure.name).collect();
    if asked.release && !missed.is_empty() {
        let line = format!("figures that miss their goal: {}", missed.join("; "));
        return Err(Failure { line, code: super::NOT_INTACT });
    }
    Ok(())
}

/// Writes what was told of each row, in the order of the rows.
fn write(path: &Path, measured: &[Told]) -> Result<(), Failure> {
    let file = std::fs::File::create(path).map_err(|error| cannot(path, &error))?;
    let mut out = BufWriter::new(file);
    for (_, prediction) in measured.iter().flat_map(|(_, told)| told) {
        serde_json::to_writer(&mut out, prediction).map_err(anyhow::Error::from)?;
        out.write_all(b"\n").map_err(|error| cannot(path, &error))?;
    }
    out.flush().map_err(|error| cannot(path, &error))
}

fn pairs(told: &[(Row, Prediction)]) -> Vec<(&Row, &Prediction)> {
    told.iter().map(|(row, prediction)| (row, prediction)).collect()
}

fn reported(told: &[(Row, Prediction)]) -> Report {
    report(&pairs(told))
}

/// What weights say that did not see a row, in place of the shipped ones, over all files as one.
fn cross_validated(kind: Kind, asked: &Measured, folds: usize) -> Result<Vec<Told>, Failure> {
    let wrong = |line: &str| Err(Failure { line: line.to_owned(), code: NO_INPUT });
    match kind {
        Kind::Emotion => {
            let mut measured = read(kind, &asked.files, shipped)?;
            hear_unseen(&mut measured, folds)?;
            Ok(measured)
        }
        Kind::Crisis if !asked.made_of.is_empty() => {
            let rows = crisis_rows(&asked.made_of, &asked.apart)?;
            let folds = Folds::of(&rows, folds, &ngrams::train::Settings::default());
            read(kind, &asked.files, |row, now| {
                predict_by(row, now, |turn, history| folds.screen(&row.text, turn, history))
            })
        }
        Kind::Crisis => wrong("`eval crisis --folds` needs `--made-of`: what the weights are made of"),
        _ => wrong("`--folds` is for `eval emotion` and `eval crisis`"),
    }
}

fn hear_unseen(measured: &mut [Told], folds: usize) -> Result<(), Failure> {
    let rows: Option<Vec<_>> =
        measured.iter().flat_map(|(_, told)| told).map(|(row, _)| labelled(row)).collect();
    let Some(rows) = rows else {
        let line = "`eval emotion --folds`: every row needs `goemotions` and `ekman`".to_owned();
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

/// What somebody else told of the rows; an error where it is not of these rows in this order.
fn scored(kind: Kind, files: &[PathBuf], given: &Path) -> Result<Vec<Told>, Failure> {
    let mut lines = json_rows(given)?.into_iter().enumerate();
    let mut measured = Vec::new();
    for path in files {
        let (rows, marked) = rows(kind, path)?;
        let mut told = Vec::with_capacity(rows.len());
        for row in rows {
            let (at, line) = lines.next().ok_or_else(|| ill(given, "fewer lines than rows"))?;
            let prediction: Prediction = serde_json::from_value(line)
                .map_err(|error| ill(given, &format!("line {}: {error}", at + 1)))?;
            if prediction.id != row.id {
                return Err(ill(given, &format!("line {} is of another row than `{}`", at + 1, row.id)));
            }
            told.push((row, prediction));
        }
        let found: Vec<identified::Prediction> = told
            .iter()
            .map(|(_, told)| identified::Prediction {
                id: told.id.clone(),
                spans: told.spans.clone(),
                us: told.us,
            })
            .collect();
        let found = (kind == Kind::Phi).then(|| identified::tally(marked.iter().zip(&found)));
        measured.push((file(path, &told, found), told));
    }
    match lines.next() {
        Some(_) => Err(ill(given, "more lines than rows")),
        None => Ok(measured),
    }
}

fn ill(path: &Path, why: &str) -> Failure {
    Failure { line: format!("{}: {why}", path.display()), code: NO_INPUT }
}

/// The figures of one file.
#[cfg(test)]
pub(crate) fn report_of(kind: Kind, path: &Path) -> Result<Report, Failure> {
    Ok(measure(kind, path, &shipped)?.0.report)
}

fn cannot(path: &Path, error: &dyn std::fmt::Display) -> Failure {
    Failure { line: format!("cannot write {}: {error}", path.display()), code: DATA_DIR }
}

/// Reads a row as it ships.
fn shipped(row: &Row, now: &dyn Fn() -> Duration) -> Prediction {
    predict(row, now)
}

/// Reads the rows of files, each by `each`.
fn read(
    kind: Kind,
    files: &[PathBuf],
    each: impl Fn(&Row, &dyn Fn() -> Duration) -> Prediction,
) -> Result<Vec<Told>, Failure> {
    files.iter().map(|path| measure(kind, path, &each)).collect()
}

/// The rows of a file, and the same as identifiers are measured in them.
fn rows(kind: Kind, path: &Path) -> Result<(Vec<Row>, Vec<identified::Row>), Failure> {
    let (mut rows, mut marked) = (Vec::new(), Vec::new());
    for (at, value) in json_rows(path)?.into_iter().enumerate() {
        let wrong = |error: serde_json::Error| Failure {
            line: format!("{}:{}: {error}", path.display(), at + 1),
            code: NO_INPUT,
        };
        if kind == Kind::Phi {
            marked.push(serde_json::from_value(value.clone()).map_err(wrong)?);
        }
        rows.push(serde_json::from_value::<Row>(value).map_err(wrong)?);
    }
    Ok((rows, marked))
}

fn measure(
    kind: Kind,
    path: &Path,
    each: &impl Fn(&Row, &dyn Fn() -> Duration) -> Prediction,
) -> Result<Told, Failure> {
    let (rows, marked) = rows(kind, path)?;
    let start = Instant::now();
    let now = || start.elapsed();
    // What a first reading builds is not what a service pays for a message.
    for row in rows.iter().take(WARM) {
        drop(each(row, &now));
    }
    let mut told = Vec::with_capacity(rows.len());
    for row in rows {
        let mut prediction = each(&row, &now);
        if kind == Kind::Phi {
            (1..READINGS).for_each(|_| faster(&mut prediction, &each(&row, &now)));
        }
        told.push((row, prediction));
    }
    let found = (kind == Kind::Phi).then(|| identified::measure(&marked, now, |_, _| ()));
    Ok((file(path, &told, found), told))
}

/// Takes the times of another reading of the same row where they are less.
fn faster(prediction: &mut Prediction, again: &Prediction) {
    for (us, again) in prediction.turns_us.iter_mut().zip(&again.turns_us) {
        *us = us.min(*again);
    }
    prediction.us = prediction.turns_us.iter().sum();
}

fn file(path: &Path, told: &[(Row, Prediction)], identifiers: Option<identified::Report>) -> File {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    File { file: name, rows: told.len(), report: reported(told), identifiers }
}

fn miss(Miss { task, class, reason, count, of, ids }: &Miss) {
    tell(&format!("  {task}, {class}: {count} of {of}: {reason} [{}]", ids.join(" ")));
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
    if let Some(times) = &file.report.message {
        let (p50, p99) = (times.p50_us.value, times.p99_us.value);
        tell(&format!(
            "  a turn of about 200 bytes: p50 {p50:.1} µs, p99 {p99:.1} µs, {} turns",
            times.turns
        ));
    }
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
    for Figure { name, rows, share, goal, reached, .. } in &report.figures {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn file(folder: &Path, name: &str, text: &str) -> PathBuf {
        let path = folder.join(name);
        std::fs::write(&path, text).expect("writes");
        path
    }

    #[test]
    fn what_somebody_else_told_is_scored_by_the_same_rules_and_only_of_the_same_rows() {
        let folder = tempfile::tempdir().expect("a folder");
        let rows = file(
            folder.path(),
            "rows.jsonl",
            "{\"id\": \"a\", \"text\": \"Ana\", \"gold_complete\": true, \"spans\": [{\"s\": 0, \"e\": 3, \"cls\": \"NAME\"}]}\n\
             {\"id\": \"b\", \"text\": \"on May 1\", \"spans\": [{\"s\": 3, \"e\": 8, \"cls\": \"DATE\"}]}\n",
        );
        let of = |text: &str| {
            scored(Kind::Phi, std::slice::from_ref(&rows), &file(folder.path(), "given.jsonl", text))
        };
        let whole = "{\"id\": \"a\", \"spans\": [{\"s\": 0, \"e\": 3, \"cls\": \"NAME\"}], \"us\": 4}\n";
        let measured = of(&format!("{whole}{{\"id\": \"b\"}}\n")).expect("is scored");
        let report = &measured[0].0.report;
        let figure = |name: &str| report.figures.iter().find(|of| of.name == name).expect(name).share.value;
        assert_eq!((figure("names and dates covered"), figure("covered: names")), (0.5, 1.0));
        assert_eq!(figure("texts without a leak"), 0.5);
        let found = measured[0].0.identifiers.as_ref().expect("identifiers");
        assert_eq!((found.all.texts_without_leak, found.all.right), (1, 1));
        let line = |text: &str| of(text).err().expect("an error").line;
        assert!(line(whole).contains("fewer lines than rows"));
        assert!(line(&format!("{whole}{whole}")).contains("line 2 is of another row than `b`"));
        assert!(
            line(&format!("{whole}{{\"id\": \"b\"}}\n{{\"id\": \"c\"}}\n")).contains("more lines than rows")
        );
    }

    #[test]
    fn folds_read_a_row_by_weights_that_did_not_see_it_and_say_what_they_need() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut text = String::new();
        for at in 0..40 {
            let (level, number, said) = match at % 2 {
                0 => ("none", 0, "we walked along the river and ate bread"),
                _ => ("high", 4, "the brillig slithy mimsy borogoves outgrabe"),
            };
            // A copy of its row is in its part; all others stand in the rest.
            let said = format!("{said} {}", "and so it went on ".repeat(14 + at));
            let line = format!(
                "{{\"id\": \"{at}\", \"text\": \"{said}\", \"level\": \"{level}\", \"cssrs_0_6\": {number}}}\n"
            );
            text.push_str(&line);
        }
        let rows = file(folder.path(), "graded.jsonl", &text);
        let asked = |made_of: Vec<PathBuf>| Measured {
            files: vec![rows.clone()],
            json: true,
            predictions: None,
            release: false,
            given: None,
            misses: false,
            folds: Some(4),
            made_of,
            apart: Vec::new(),
        };
        let wrong = cross_validated(Kind::Crisis, &asked(Vec::new()), 4).err().expect("an error").line;
        assert!(wrong.contains("--made-of"), "{wrong}");
        assert!(cross_validated(Kind::Phi, &asked(vec![rows.clone()]), 4).is_err());
        let folded = cross_validated(Kind::Crisis, &asked(vec![rows.clone()]), 4).expect("folds");
        let as_shipped = read(Kind::Crisis, std::slice::from_ref(&rows), shipped).expect("reads");
        let risks = |told: &[Told]| -> Vec<f32> { told[0].1.iter().map(|(_, told)| told.risk).collect() };
        let mean = |risks: &[f32], of: usize| risks.iter().skip(of).step_by(2).sum::<f32>() / 20.0;
        let (folded, shipped) = (risks(&folded), risks(&as_shipped));
        // The words are nobody's: the shipped weights cannot tell the rows apart, those of the other parts can.
        assert!(mean(&folded, 1) > mean(&folded, 0) + 0.05, "{} {}", mean(&folded, 0), mean(&folded, 1));
        assert!((mean(&shipped, 1) - mean(&shipped, 0)).abs() < 0.03);
    }
}
