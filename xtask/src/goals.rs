//! `xtask goals`: the goals of content safety as a table, our figures beside the peers', from labelled rows that the operator
//! names. Every figure, ours and the peers', is counted by `therapeutic-ai eval`: here files are named, peers are run, and what
//! comes back is set in a table.
//!
//! The shipped weights of crises and emotions are made of some of the rows. Figures of those come from folds: each part is read
//! by weights that were made of the others. Where no row was trained on (`--unseen`), the shipped weights read all.

mod misses;
mod peers;
mod table;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::{browser, cargo, root, say};

pub(crate) use misses::Miss;
use table::Rows;

/// Where predictions and peers go; git ignores it.
const FOLDER: &str = "build/goals";
/// The card of the crisis weights: it says what they are made of.
const CARD: &str = "crates/safety-rules/weights/crisis.md";

/// What is asked for.
pub(crate) struct Asked {
    /// The folder of labelled rows.
    pub(crate) folder: PathBuf,
    /// The program; unsaid: it is built.
    pub(crate) program: Option<PathBuf>,
    /// A Python of 3.12 or newer for the peers; unsaid: it is looked for.
    pub(crate) python: Option<PathBuf>,
    /// Our figures alone.
    pub(crate) without_peers: bool,
    /// No row of the folder was trained on.
    pub(crate) unseen: bool,
    /// Into how many parts rows are cut that were trained on.
    pub(crate) folds: u8,
    /// JSON instead of a table.
    pub(crate) json: bool,
    /// Where the misses are written.
    pub(crate) misses: Option<PathBuf>,
}

/// What `eval … --json` prints, as far as it is read here.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Measured {
    pub(crate) together: Report,
    #[serde(default)]
    pub(crate) misses: Vec<Miss>,
}

/// The figures of all files of one call.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Report {
    pub(crate) figures: Vec<Figure>,
    pub(crate) message: Option<Times>,
}

/// One figure.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Figure {
    pub(crate) name: String,
    pub(crate) rows: usize,
    pub(crate) share: Share,
    pub(crate) goal: f64,
    pub(crate) most: bool,
    pub(crate) reached: bool,
}

/// A value with its interval of 95 %.
#[derive(Clone, Copy, Debug, serde::Serialize, Deserialize)]
pub(crate) struct Share {
    pub(crate) value: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

/// How long messages of about 200 bytes took, in microseconds.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(crate) struct Times {
    pub(crate) turns: usize,
    pub(crate) p50_us: Share,
    pub(crate) p99_us: Share,
}

/// What one kind of `eval` measured.
pub(crate) struct Run {
    /// The kind.
    pub(crate) kind: &'static str,
    /// What the rows are to the weights.
    pub(crate) rows: Rows,
    pub(crate) ours: Measured,
    /// By the peers' names.
    pub(crate) peers: Vec<(&'static str, Measured)>,
}

pub(crate) fn run(asked: &Asked) -> Result<()> {
    let runs = runs(asked)?;
    let program = program(asked.program.as_deref())?;
    let out = root().join(FOLDER);
    std::fs::create_dir_all(&out)?;
    let python = if asked.without_peers { None } else { Some(peers::python(asked.python.as_deref(), &out)?) };
    let mut all = Vec::new();
    for (kind, rows, files) in runs {
        say(&format!("== eval {kind}"));
        let eval = || {
            let mut command = Command::new(&program);
            command.args(["eval", kind]).args(&files).arg("--json");
            command
        };
        let mut command = eval();
        command.args(["--misses", "--predictions"]).arg(out.join(format!("{kind}.jsonl")));
        if rows == Rows::Folds {
            command.args(folds(asked, kind)?);
        }
        let mut run = Run { kind, rows, ours: measured(&mut command)?, peers: Vec::new() };
        let Some(python) = &python else {
            all.push(run);
            continue;
        };
        for peer in peers::of(kind) {
            let told = peers::tell(python, peer, kind, &files, &out)?;
            run.peers.push((peer, measured(eval().arg("--given").arg(told))?));
        }
        all.push(run);
    }
    if let Some(path) = &asked.misses {
        std::fs::write(path, misses::written(&all)).with_context(|| path.display().to_string())?;
    }
    let lines = table::lines(&all);
    print(&if asked.json { table::json(&lines)? } else { table::text(&lines, &all) });
    Ok(())
}

/// What is measured: the command's kind, what the rows are to the weights, and the files.
fn runs(asked: &Asked) -> Result<Vec<(&'static str, Rows, Vec<PathBuf>)>> {
    let files =
        |names: &[&str]| names.iter().map(|name| file(&asked.folder, name)).collect::<Result<Vec<_>>>();
    let trained = if asked.unseen { Rows::Unseen } else { Rows::Folds };
    let emotion: &[&str] =
        if asked.unseen { &["emotion.jsonl"] } else { &["emotion.jsonl", "emotion_train.jsonl"] };
    Ok(vec![
        ("phi", Rows::Rules, files(&["phi.jsonl"])?),
        ("scenarios", Rows::Unseen, files(&["crisis_scenarios.jsonl", "conversations.jsonl"])?),
        ("benign", Rows::Unseen, files(&["benign_hard.jsonl"])?),
        ("crisis", trained, files(&["crisis_graded.jsonl", "crisis_binary.jsonl"])?),
        ("emotion", trained, files(emotion)?),
    ])
}

/// The arguments that have weights made for each part; of crises as their card says it.
fn folds(asked: &Asked, kind: &str) -> Result<Vec<PathBuf>> {
    let mut arguments = vec!["--folds".into(), asked.folds.to_string().into()];
    if kind == "crisis" {
        let card = std::fs::read_to_string(root().join(CARD)).context(CARD)?;
        let (made_of, apart) = rows_of(&card).with_context(|| format!("{CARD} names no command"))?;
        arguments.push("--made-of".into());
        for name in made_of {
            arguments.extend(named(&asked.folder, name)?);
        }
        arguments.push("--apart".into());
        arguments.extend(named(&asked.folder, apart)?);
    }
    Ok(arguments)
}

/// Of the command by which a card says that weights are made: the rows, and those that are kept apart.
fn rows_of(card: &str) -> Option<(Vec<&str>, &str)> {
    let (_, command) = card.split_once("`therapeutic-ai train crisis --out ")?;
    let (command, _) = command.split_once('`')?;
    let mut words = command.split_whitespace().skip(1).peekable();
    words.next_if_eq(&"--apart")?;
    let apart = words.next()?;
    Some((words.collect(), apart))
}

/// The files of a name on a card, in the order in which a shell names them: the project's own have a folder, the operator's
/// lie in his.
fn named(folder: &Path, name: &str) -> Result<Vec<PathBuf>> {
    if !name.contains('/') {
        return Ok(vec![file(folder, name)?]);
    }
    let pattern = root().join(name);
    let files = glob::glob(&pattern.to_string_lossy())?.collect::<Result<Vec<_>, _>>()?;
    if files.is_empty() { bail!("no file is named `{name}`, which {CARD} names") } else { Ok(files) }
}

fn file(folder: &Path, name: &str) -> Result<PathBuf> {
    let path = folder.join(name);
    // Read from another folder than this one's.
    std::path::absolute(&path).ok().filter(|path| path.is_file()).with_context(|| {
        format!("{} is not there; `--unseen` needs no `emotion_train.jsonl`", path.display())
    })
}

fn program(named: Option<&Path>) -> Result<PathBuf> {
    let program = match named {
        Some(program) => program.to_path_buf(),
        None => {
            cargo(&["build", "--release", "--quiet", "-p", "therapeutic-ai"], &[])?;
            browser::released()?
        }
    };
    if program.is_file() { Ok(program) } else { bail!("{} is not there", program.display()) }
}

fn measured(command: &mut Command) -> Result<Measured> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output =
        command.stderr(Stdio::inherit()).output().with_context(|| format!("`{name}` does not start"))?;
    if !output.status.success() {
        bail!("`{name}` failed");
    }
    serde_json::from_slice(&output.stdout).with_context(|| format!("what `{name}` prints"))
}

#[expect(clippy::print_stdout, reason = "the table is what the task is for")]
fn print(text: &str) {
    println!("{text}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_were_trained_on_are_cut_into_folds_and_unseen_ones_are_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let names =
            ["phi", "crisis_scenarios", "conversations", "benign_hard", "crisis_graded", "crisis_binary"];
        for name in names.into_iter().chain(["emotion"]) {
            std::fs::write(folder.path().join(format!("{name}.jsonl")), "").expect("writes");
        }
        let asked = |unseen| Asked {
            folder: folder.path().to_path_buf(),
            program: None,
            python: None,
            without_peers: true,
            unseen,
            folds: 5,
            json: false,
            misses: None,
        };
        let rows = |unseen| runs(&asked(unseen)).map(|runs| runs.iter().map(|run| run.1).collect::<Vec<_>>());
        assert!(rows(false).is_err(), "the weights are made of a file that is not there");
        std::fs::write(folder.path().join("emotion_train.jsonl"), "").expect("writes");
        let trained = rows(false).expect("runs");
        assert_eq!(trained, [Rows::Rules, Rows::Unseen, Rows::Unseen, Rows::Folds, Rows::Folds]);
        assert!(rows(true).expect("runs").iter().all(|rows| *rows != Rows::Folds));
        let arguments = folds(&asked(false), "crisis").expect("arguments");
        let at = |name: &str| arguments.iter().position(|argument| argument.ends_with(name)).expect(name);
        assert!(at("--made-of") < at("crisis_graded.jsonl") && at("--apart") < at("benign_hard.jsonl"));
        assert!(at("emotion_train.jsonl") < at("--apart"), "what is kept apart is not trained on");
        assert_eq!(folds(&asked(false), "emotion").expect("arguments").len(), 2);
    }

    #[test]
    fn the_card_of_the_crisis_weights_names_all_rows_that_are_trained_on_and_none_that_are_not() {
        let card = std::fs::read_to_string(root().join(CARD)).expect("the card");
        let (made_of, apart) = rows_of(&card).expect("its command");
        assert_eq!(apart, "benign_hard.jsonl");
        let own: Vec<PathBuf> = made_of
            .iter()
            .filter(|name| name.contains('/'))
            .flat_map(|name| named(Path::new(""), name).expect(name))
            .collect();
        let folder = |name: &str| {
            let entries = std::fs::read_dir(root().join(name)).expect(name);
            entries.map(|entry| entry.expect(name).path()).collect::<Vec<_>>()
        };
        for path in folder("crates/safety-rules/cases/authored") {
            assert!(own.contains(&path), "{} is not on the card", path.display());
        }
        let tests_alone =
            |path: &Path| path.file_stem().is_some_and(|stem| stem.to_string_lossy().ends_with("_c"));
        let rows = folder("crates/social-actions/cases");
        assert_eq!(rows.iter().filter(|path| tests_alone(path)).count(), 2);
        for path in rows.iter().filter(|path| path.extension().is_some_and(|ending| ending == "tsv")) {
            assert_eq!(own.contains(path), !tests_alone(path), "{}", path.display());
        }
        assert!(named(Path::new(""), "crates/safety-rules/cases/*.none").is_err());
        assert_eq!(rows_of("made by hand"), None);
    }
}
