//! `marks`: what people said about analyses, as a data set without identifiers that `eval crisis` reads. Who asks shows that
//! they may by their token.

use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use api::{Call, CallContext, Purpose, ServiceName};
use chat_history_api::{ExportMarks, LeftOut, MarkedRows, MarksQuery};
use clap::{Subcommand, ValueEnum};
use kernel::{Cursor, PageLimit, Sources};

use super::report::{Officer, officer};
use super::{DATA_DIR, Failure, say, tell};

/// So many marks are asked for at once.
const PAGE: PageLimit = PageLimit::of(100);
/// So many pages at most: a million marks.
const PAGES_MAX: usize = 10_000;

/// Marks on what was found in messages.
#[derive(Subcommand)]
pub(crate) enum Marks {
    /// Writes marked analyses as JSON lines without identifiers, of residents who allow that very use
    Export(Export),
}

/// What the data set is for: each needs a consent for itself.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum For {
    /// Review of quality
    QualityReview,
    /// Research
    Research,
    /// Training of models
    ModelTraining,
}

impl For {
    const fn purpose(self) -> Purpose {
        match self {
            Self::QualityReview => Purpose::QualityReview,
            Self::Research => Purpose::Research,
            Self::ModelTraining => Purpose::ModelTraining,
        }
    }
}

/// The export.
#[derive(clap::Args)]
pub(crate) struct Export {
    /// The first day, by the residents' clocks, as 2026-11-26
    #[arg(long, value_name = "DAY", value_parser = day)]
    from: String,
    /// The last day, itself included; at most 366 days in all
    #[arg(long, value_name = "DAY", value_parser = day)]
    to: String,
    /// What it is for
    #[arg(long = "for", value_name = "USE", value_enum, default_value = "quality-review")]
    purpose: For,
    /// The file to write, which must not be there; standard output without it
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    officer: Officer,
}

/// A day, as it is asked for.
fn day(given: &str) -> Result<String, String> {
    let day: Result<jiff::civil::Date, _> = given.parse();
    day.map(|day| day.to_string()).map_err(|_| "is no day as 2026-11-26".to_owned())
}

pub(crate) async fn run(marks: Marks) -> Result<(), Failure> {
    let Marks::Export(asked) = marks;
    let sources = Sources::system();
    let (context, outside) = officer(&asked.officer, &sources).await?;
    let context = context.purpose(asked.purpose.purpose());
    let client = outside.client(ServiceName::ChatHistory);
    let mut out = asked.out.as_deref().map(created).transpose()?;
    let done = write(&client, &context, &asked, out.as_mut()).await;
    if let (Err(_), Some(path)) = (&done, &asked.out) {
        // Half a data set says something else than the whole.
        drop(std::fs::remove_file(path));
    }
    let (written, left_out) = done?;
    say(&summary(written, left_out));
    Ok(())
}

async fn write(
    client: &api::Client,
    context: &CallContext,
    asked: &Export,
    mut out: Option<&mut BufWriter<File>>,
) -> Result<(usize, LeftOut), Failure> {
    let failed = |error: std::io::Error| cannot(asked.out.as_deref().unwrap_or(Path::new("-")), &error);
    let (mut after, mut written, mut left_out) = (None, 0_usize, LeftOut::default());
    for _ in 0..PAGES_MAX {
        let found = page(client, context, asked, after.take()).await?;
        for row in &found.rows {
            let line = serde_json::to_string(row).map_err(anyhow::Error::from)?;
            match &mut out {
                Some(out) => writeln!(out, "{line}").map_err(failed)?,
                None => tell(&line),
            }
        }
        written += found.rows.len();
        left_out += found.left_out;
        after = found.next;
        if after.is_none() {
            if let Some(out) = out {
                out.flush().and_then(|()| out.get_ref().sync_all()).map_err(failed)?;
            }
            return Ok((written, left_out));
        }
    }
    Err(Failure { line: "there are more marks than one export writes".to_owned(), code: DATA_DIR })
}

async fn page(
    client: &api::Client,
    context: &CallContext,
    asked: &Export,
    after: Option<Cursor>,
) -> Result<MarkedRows, Failure> {
    let query = MarksQuery { from: asked.from.clone(), to: asked.to.clone(), after, limit: Some(PAGE) };
    Ok(client.call(context, Call::<ExportMarks>::query(query)).await.map_err(anyhow::Error::from)?)
}

/// A file that nobody else reads: what a program made general is health information until a person has looked.
fn created(path: &Path) -> Result<BufWriter<File>, Failure> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(BufWriter::new).map_err(|error| cannot(path, &error))
}

fn cannot(path: &Path, error: &dyn std::fmt::Display) -> Failure {
    Failure { line: format!("cannot write {}: {error}", path.display()), code: DATA_DIR }
}

fn summary(written: usize, left_out: LeftOut) -> String {
    let LeftOut { not_allowed, identifiers, taken_back, corrected } = left_out;
    format!(
        "{written} rows. Left out: {not_allowed} whose resident does not allow this use, {identifiers} in which an \
         identifier could remain, {taken_back} taken back, {corrected} corrected since. The rows were made general by a \
         program: they are health information until a person has looked at samples."
    )
}

#[cfg(test)]
mod tests {
    use api::{Role, Words};
    use chat_history_api::{AnalysisVersions, MarkedRow, PredictedAnalysis};
    use content_safety_api::{Language, Level};

    use super::super::eval_safety;
    use super::*;

    fn row(id: &str, text: &str, level: Option<Level>) -> MarkedRow {
        MarkedRow {
            id: id.to_owned(),
            text: Words::new(text),
            source: "marks".to_owned(),
            language: Language::En,
            level,
            categories: None,
            right: false,
            reasons: Vec::new(),
            marked_by: Role::CareStaff,
            predicted: PredictedAnalysis { level: Level::None, categories: Vec::new(), findings: Vec::new() },
            identifiers: Vec::new(),
            versions: AnalysisVersions::default(),
        }
    }

    #[test]
    fn an_export_is_read_by_the_command_that_measures_and_its_levels_are_the_gold() {
        let rows = [
            row("a", "I want to kill myself tonight.", Some(Level::High)),
            row("b", "The soup was good today.", Some(Level::None)),
            row("c", "The bread was good too.", Some(Level::None)),
            row("d", "Nobody says what this should have been.", None),
        ];
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("marks.jsonl");
        let mut out = created(&path).expect("makes it");
        for row in &rows {
            writeln!(out, "{}", serde_json::to_string(row).expect("JSON")).expect("writes");
        }
        out.flush().expect("writes");
        drop(out);
        assert!(created(&path).is_err(), "what is there is not written over");
        let report = eval_safety::report_of(eval_safety::Kind::Crisis, &path).expect("is read");
        let severity =
            report.figures.iter().find(|one| one.name.starts_with("severity")).expect("is measured");
        assert_eq!((severity.rows, severity.share.value >= 0.999), (3, true), "{severity:?}");
        let high = &report.groups["graded high"];
        assert_eq!((high.levels.iter().sum::<usize>(), report.groups["graded none"].levels[0]), (1, 2));
    }

    #[test]
    fn a_day_is_one_before_anybody_is_asked() {
        assert_eq!(day("2026-11-26").as_deref(), Ok("2026-11-26"));
        for wrong in ["26.11.2026", "2026-02-30", "today", ""] {
            assert!(day(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_is_left_out_is_said() {
        let line = summary(3, LeftOut { not_allowed: 4, identifiers: 5, taken_back: 6, corrected: 7 });
        for part in ["3 rows", "4 whose", "5 in", "6 taken", "7 corrected", "until a person has looked"] {
            assert!(line.contains(part), "{line}");
        }
    }
}
