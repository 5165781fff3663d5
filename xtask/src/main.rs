//! The project's own tasks. `cargo xtask test` is what the README and the gate call.

mod browser;
mod generate;
mod goals;
mod new_service;
mod servers;
mod test;
mod tidy;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "xtask", about = "The project's own tasks")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Everything that must pass: format, lints, tidy, generated documents, all tests on real servers
    Test {
        /// Only tests, without format, lints and tidy
        #[arg(long)]
        only_tests: bool,
    },
    /// Checks what the compiler does not: floors, sizes, headers, error pages
    Tidy,
    /// The console in a real browser: every page of every role, in five modes at four widths, in both shapes
    Browser {
        /// The program under test; unsaid: it is built
        #[arg(long, value_name = "FILE")]
        program: Option<PathBuf>,
        /// As the gate runs it: three modes all in one, two of them at two widths; split, every page in one mode at one width
        #[arg(long)]
        quick: bool,
        /// Only these parts, comma between: talk, odd, walk, staff, offline, idle, feed, passkeys, pictures, print, down
        #[arg(long, value_name = "PARTS")]
        only: Option<String>,
        /// Only this shape: all-in-one or split
        #[arg(long, value_name = "SHAPE")]
        shape: Option<String>,
    },
    /// The goals of content safety: our figures on labelled rows beside the peers', counted by `therapeutic-ai eval`
    Goals {
        /// The folder of labelled rows: `phi.jsonl`, `crisis_graded.jsonl`, `crisis_binary.jsonl`, `crisis_scenarios.jsonl`,
        /// `conversations.jsonl`, `benign_hard.jsonl`, `emotion.jsonl`, and `emotion_train.jsonl` where it was trained on
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// Our figures alone; what peers reached elsewhere is told as published
        #[arg(long)]
        without_peers: bool,
        /// No row of DIR was trained on: the shipped weights read all
        #[arg(long)]
        unseen: bool,
        /// Into how many parts rows are cut that were trained on; each is read by weights made of the others
        #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u8).range(2..=20))]
        folds: u8,
        /// Prints one line of JSON instead of a table
        #[arg(long)]
        json: bool,
        /// Lists what was read wrongly, by class and with the reason: counts and ids
        #[arg(long, value_name = "OUT.md")]
        misses: Option<PathBuf>,
        /// The program that measures; unsaid: it is built
        #[arg(long, value_name = "FILE")]
        program: Option<PathBuf>,
        /// A Python of 3.12 or newer for the peers; unsaid: it is looked for
        #[arg(long, value_name = "FILE")]
        python: Option<PathBuf>,
    },
    /// Writes the OpenAPI documents
    Openapi,
    /// Writes the configuration's reference
    ConfigDocs,
    /// Makes a service in the shape of consent, registered and with tests
    NewService {
        /// Its name, one of the closed set: `billing`, `search-service`, …
        name: String,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let result = match arguments.task {
        Task::Test { only_tests } => test::run(only_tests),
        Task::Tidy => tidy::run(&root()),
        Task::Browser { program, quick, only, shape } => {
            browser::run(&browser::Looked { program, quick, only, shape }, None)
        }
        Task::Goals { folder, without_peers, unseen, folds, json, misses, program, python } => {
            goals::run(&goals::Asked { folder, program, python, without_peers, unseen, folds, json, misses })
        }
        Task::Openapi => generate::openapi(&root()),
        Task::ConfigDocs => generate::config_docs(&root()),
        Task::NewService { name } => new_service::run(&root(), &name),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("xtask: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

/// The repository's root.
#[expect(clippy::disallowed_methods, reason = "Cargo tells a task by the environment where its package lies")]
fn root() -> PathBuf {
    // Cargo says where the package lies when it starts it; where it lay when it was built can be another checkout that shares
    // the folder of what was built.
    let package = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    package.parent().map_or_else(PathBuf::new, Path::to_path_buf)
}

/// A line for the person at the terminal.
#[expect(clippy::print_stderr, reason = "a task talks to the terminal")]
fn say(line: &str) {
    eprintln!("{line}");
}

/// Runs cargo in the root and fails with it.
fn cargo(arguments: &[&str], environment: &[(&str, &str)]) -> Result<()> {
    cargo_in(&root(), arguments, environment)
}

/// Runs cargo in a workspace and fails with it.
fn cargo_in(root: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Result<()> {
    say(&format!("== cargo {}", arguments.join(" ")));
    let mut command = Command::new(env!("CARGO"));
    command.args(arguments).current_dir(root);
    for (name, value) in environment {
        command.env(name, value);
    }
    let status = command.status().context("cargo does not start")?;
    if !status.success() {
        bail!("`cargo {}` failed", arguments.join(" "));
    }
    Ok(())
}
