//! `eval`: measures conversations by the rubric (stories of the project, or transcripts that were stored), and the safety
//! analysis on labelled rows.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use content::Library;
use content_safety_api::Language;
use engine::rubric::{Conversation, Report, Stored, Verdict, evaluate};
use engine::story::{Played, Story, play};

use super::eval_safety::{self, Kind, Measured};
use super::{Failure, NO_INPUT, NOT_INTACT, notes, read_text, simulate, tell};

/// The most files that are judged at once.
const FILES_MAX: usize = 10_000;
/// How deep a folder is looked into.
const DEPTH_MAX: usize = 4;

/// Measures what the companion says.
#[derive(Subcommand)]
pub(crate) enum Eval {
    /// Judges conversations by the rubric; exit 1 when an item that blocks misses its threshold
    Conversation(Judge),
    /// Measures what identifiers are found in labelled rows
    Phi(Measured),
    /// Measures levels and risk on graded posts, mixed rows and conversations
    Crisis(Measured),
    /// Measures labels of emotion
    Emotion(Measured),
    /// Measures alarms on calm rows of dangerous words
    Benign(Measured),
    /// Measures levels on scenarios
    Scenarios(Measured),
}

/// Which conversations.
#[derive(clap::Args)]
pub(crate) struct Judge {
    /// Stories (`.ron`), stored transcripts or alerts with their notes (`.json`), or folders of them
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Prints one line of JSON instead of a table
    #[arg(long)]
    json: bool,
    /// The goal of a release: exit 1 when any item misses its threshold
    #[arg(long)]
    release: bool,
}

/// A language as it is written.
pub(super) const fn code(language: Language) -> &'static str {
    match language {
        Language::En => "en",
        Language::Es => "es",
    }
}

pub(crate) fn run(command: Eval) -> Result<(), Failure> {
    let judge = match command {
        Eval::Conversation(judge) => judge,
        Eval::Phi(rows) => return eval_safety::run(Kind::Phi, &rows),
        Eval::Crisis(rows) => return eval_safety::run(Kind::Crisis, &rows),
        Eval::Emotion(rows) => return eval_safety::run(Kind::Emotion, &rows),
        Eval::Benign(rows) => return eval_safety::run(Kind::Benign, &rows),
        Eval::Scenarios(rows) => return eval_safety::run(Kind::Scenarios, &rows),
    };
    let library = content::library();
    let mut conversations = Vec::new();
    for file in files(&judge.files)? {
        if file.extension().is_some_and(|extension| extension == "json") {
            conversations.push(match stored(&file)? {
                Stored::Transcript(transcript) => Conversation::of_transcript(&transcript, library),
                Stored::Alert(alert) => Conversation::of_alert(&alert),
            });
            continue;
        }
        let story = simulate::read(&file)?;
        for lang in &story.lang {
            conversations.push(played(&story, lang.language(), library)?);
        }
    }
    let report = evaluate(&conversations, library);
    if judge.json {
        tell(&serde_json::to_string(&report).map_err(anyhow::Error::from)?);
    } else {
        table(&report);
    }
    judged(&report, judge.release)
}

/// A story as it was played, with the notes for staff that it leads to.
pub(super) fn played(story: &Story, language: Language, library: &Library) -> Result<Conversation, Failure> {
    with_notes(story, play(story, language, library), library)
}

/// A played story with its notes.
pub(super) fn with_notes(story: &Story, played: Played, library: &Library) -> Result<Conversation, Failure> {
    let told = notes::of(&played);
    let numbers: Vec<usize> = played.turns.iter().map(|turn| turn.number).collect();
    let mut conversation = Conversation::of_story(story, played, library);
    notes::add(&mut conversation, told, &numbers)?;
    Ok(conversation)
}

fn judged(report: &Report, release: bool) -> Result<(), Failure> {
    let missed: Vec<String> =
        report.missed().filter(|row| release || row.blocks).map(|row| format!("{:?}", row.item)).collect();
    if missed.is_empty() {
        return Ok(());
    }
    Err(Failure { line: format!("items that miss their threshold: {}", missed.join(", ")), code: NOT_INTACT })
}

fn stored(file: &Path) -> Result<Stored, Failure> {
    Stored::parse(&read_text(file)?)
        .map_err(|error| Failure { line: format!("{}: {error}", file.display()), code: NO_INPUT })
}

/// The files that are meant, in the order of their names; a folder stands for what is in it.
fn files(given: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    for path in given {
        collect(path, DEPTH_MAX, path.is_file(), &mut found)?;
    }
    if found.is_empty() {
        let line = "there is no story (.ron) and no transcript (.json) to judge".to_owned();
        return Err(Failure { line, code: NO_INPUT });
    }
    Ok(found)
}

fn collect(path: &Path, depth: usize, named: bool, found: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let wrong = |error: &dyn std::fmt::Display| Failure {
        line: format!("cannot read {}: {error}", path.display()),
        code: NO_INPUT,
    };
    if path.is_dir() {
        let entries = std::fs::read_dir(path).map_err(|error| wrong(&error))?;
        let mut inside: Vec<PathBuf> = entries
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<_, _>>()
            .map_err(|error| wrong(&error))?;
        inside.sort();
        if depth == 0 {
            return Err(wrong(&"folders lie too deep"));
        }
        return inside.iter().try_for_each(|path| collect(path, depth - 1, false, found));
    }
    let known = path.extension().is_some_and(|extension| extension == "ron" || extension == "json");
    if !known && !named && path.exists() {
        return Ok(());
    }
    if found.len() >= FILES_MAX {
        return Err(wrong(&format!("more than {FILES_MAX} files")));
    }
    found.push(path.to_owned());
    Ok(())
}

/// The rows, as a table, with what was found.
pub(super) fn table(report: &Report) {
    tell("");
    let (replies, bare) = (report.replies, report.bare);
    tell(&format!(
        "{} conversations, {replies} replies, {bare} a word of listening alone",
        report.conversations
    ));
    tell(&format!(
        "{:<5}{:<17}{:>8}{:>8}{:>9}{:>9}  result",
        "item", "part", "checked", "failed", "rate", "least"
    ));
    for row in &report.rows {
        for (at, part) in row.parts.iter().enumerate() {
            let item = if at == 0 { format!("{:?}", row.item) } else { String::new() };
            let rate = part.rate.map_or_else(|| "-".to_owned(), share);
            let least = share(part.threshold);
            let blocks = if part.verdict == Verdict::Fail && row.blocks { ", blocks" } else { "" };
            tell(&format!(
                "{item:<5}{:<17}{:>8}{:>8}{rate:>9}{least:>9}  {}{blocks}",
                part.name,
                part.checked,
                part.failed,
                part.verdict.name()
            ));
        }
    }
    for row in report.missed() {
        tell(&format!("{:?}: {}", row.item, row.what));
        let failed =
            |name: &str| row.parts.iter().any(|part| part.name == name && part.verdict == Verdict::Fail);
        for finding in row.findings.iter().filter(|finding| failed(finding.part)) {
            let part = if finding.part.is_empty() { String::new() } else { format!("{}: ", finding.part) };
            tell(&format!("  {}, message {}: {part}{}", finding.conversation, finding.turn, finding.what));
        }
    }
}

/// Thousandths as per cent.
fn share(thousandths: u32) -> String {
    format!("{}.{} %", thousandths / 10, thousandths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_stands_for_its_stories_and_transcripts() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path();
        std::fs::create_dir(path.join("below")).expect("a folder");
        for name in ["b.ron", "a.json", "notes.txt", "below/c.ron"] {
            std::fs::write(path.join(name), "").expect("writes");
        }
        let found = files(&[path.to_owned()]).expect("files");
        let names: Vec<_> = found.iter().filter_map(|file| file.strip_prefix(path).ok()).collect();
        assert_eq!(names, [Path::new("a.json"), Path::new("b.ron"), Path::new("below/c.ron")]);
        let empty = tempfile::tempdir().expect("a folder");
        assert!(files(&[empty.path().to_owned()]).is_err(), "nothing judged is no success");
    }

    #[test]
    fn shares_are_written_as_per_cent() {
        assert_eq!((share(1_000), share(957), share(5)), ("100.0 %".into(), "95.7 %".into(), "0.5 %".into()));
    }
}
