//! The command line: reads it, starts what it asks for, and turns every failure into one clear line and a
//! documented exit code.

mod accounts;
mod audit;
mod chat;
mod config;
mod content;
mod demo;
mod eval;
mod eval_safety;
mod instruments;
mod journal;
mod keys;
mod marks;
mod notes;
mod replay;
mod replay_turn;
mod report;
mod serve;
mod simulate;
mod train;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::config::{Config, ConfigError};
use crate::demo::Demo;
use crate::outside::Outside;
use crate::platform::StartError;
use api::Problem;
use clap::{Parser, Subcommand};
use kernel::ErrorKind;

/// A fault of the program (EX_SOFTWARE).
const INTERNAL: u8 = 70;
/// A store was written by a newer version (EX_DATAERR).
const NEWER_SCHEMA: u8 = 65;
/// A port is taken or may not be used (EX_UNAVAILABLE).
const PORT: u8 = 69;
/// A gateway or a server does not answer (EX_UNAVAILABLE too).
const UNREACHABLE: u8 = 69;
/// A file that was named is not there or cannot be read (EX_NOINPUT).
const NO_INPUT: u8 = 66;
/// A sign-in, or what it was for, was refused (EX_NOPERM).
const REFUSED: u8 = 77;
/// The data directory is locked or cannot be written (EX_CANTCREAT).
const DATA_DIR: u8 = 73;
/// The configuration cannot be read or does not hold (EX_CONFIG).
const CONFIG: u8 = 78;
/// What was asked to be verified or judged does not hold.
const NOT_INTACT: u8 = 1;

/// Runs the therapeutic-ai platform.
#[derive(Parser)]
#[command(name = "therapeutic-ai", version, after_help = EXIT_CODES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 done; 1 what was verified or judged does not hold; 2 a wrong flag; 65 a store was \
written by a newer version; 66 a file that was named cannot be read; 69 a port is taken, or a gateway or server does \
not answer; 70 a fault of the program; 73 the data directory is locked or cannot be written; 77 a sign-in was refused; \
78 the configuration cannot be read or does not hold.";

#[derive(Subcommand)]
enum Command {
    /// Runs all services, or those that are named
    Serve(serve::Serve),
    /// Lists the services: which are built, where each listens, what it needs
    Services,
    /// Checks, prints or documents the configuration
    #[command(subcommand)]
    Config(config::ConfigCommand),
    /// Works with the audit log
    #[command(subcommand)]
    Audit(audit::Audit),
    /// Makes the demonstration's people in an empty installation that runs already
    Demo(demo::Make),
    /// The way back of an administrator whom nobody in the house can help
    #[command(subcommand)]
    Accounts(accounts::Accounts),
    /// Orders for the keys of a running installation
    #[command(subcommand)]
    Keys(keys::Keys),
    /// The words of questionnaires, which an operator who has the right to use them installs
    #[command(subcommand)]
    Instruments(instruments::Instruments),
    /// What the process journals set aside: names, sizes, times and reasons
    #[command(subcommand)]
    Journal(journal::JournalCommand),
    /// What the companion can say, written out under its digest
    #[command(subcommand)]
    Content(content::Content),
    /// Talks with the companion in the terminal
    Chat(chat::Chat),
    /// Plays recorded conversations through the running gateway
    Replay(replay::Replay),
    /// Computes a stored turn again and compares it byte for byte
    ReplayTurn(replay_turn::ReplayTurn),
    /// What an operator reports for a year
    #[command(subcommand)]
    Report(report::Report),
    /// Marks on what was found in messages, as a data set without identifiers
    #[command(subcommand)]
    Marks(marks::Marks),
    /// Plays a story through the engine: transcript, acts, reasons and the rubric
    Simulate(simulate::Simulate),
    /// Measures what the companion says, by the rubric, and the safety analysis, on labelled rows
    #[command(subcommand)]
    Eval(eval::Eval),
    /// Makes the weights of the safety analysis from labelled rows
    #[command(subcommand)]
    Train(train::Train),
}

/// One clear line, and the exit code.
#[derive(Debug)]
pub(crate) struct Failure {
    line: String,
    code: u8,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.line)
    }
}

/// An error with its causes, in one line.
fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut line = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let text = error.to_string();
        if !line.contains(&text) {
            line.push_str(": ");
            line.push_str(&text);
        }
        cause = error.source();
    }
    line.replace('\n', " ")
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        let problem = error.chain().find_map(|cause| cause.downcast_ref::<Problem>());
        Self { line: format!("{error:#}").replace('\n', " "), code: problem.map_or(INTERNAL, code_of) }
    }
}

/// What a gateway's answer, or its silence, is to a terminal.
fn code_of(problem: &Problem) -> u8 {
    match problem.error_kind() {
        ErrorKind::Unauthenticated | ErrorKind::Forbidden | ErrorKind::Gone | ErrorKind::RateLimited => {
            REFUSED
        }
        ErrorKind::Unavailable => UNREACHABLE,
        _ => INTERNAL,
    }
}

/// The gateway at an address; with an authority, the one that the platform's own certificates are signed by.
fn outside(url: &str, authority: Option<&Path>) -> Result<Outside, Failure> {
    match authority {
        None => Ok(Outside::new(url)),
        Some(file) => Outside::trusting(url, file).map_err(|error| Failure {
            line: format!("{}: {}", file.display(), chain(&error)),
            code: NO_INPUT,
        }),
    }
}

/// The demonstration of a data directory, and where its gateway listens now.
fn demonstration(data_dir: &Path) -> Result<(Demo, String), Failure> {
    let demo =
        Demo::read(data_dir).map_err(|error| Failure { line: format!("{error:#}"), code: NO_INPUT })?;
    let url = demo.gateway(data_dir);
    Ok((demo, url))
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self { line: chain(&error), code: CONFIG }
    }
}

impl From<StartError> for Failure {
    fn from(error: StartError) -> Self {
        let code = match &error {
            StartError::DataDir(_) => DATA_DIR,
            StartError::Listen(_) => PORT,
            StartError::NewerSchema(_) => NEWER_SCHEMA,
            StartError::Keys(_)
            | StartError::Tls { .. }
            | StartError::Cache(_)
            | StartError::Cors(_)
            | StartError::File { .. } => CONFIG,
            StartError::Build { .. } => INTERNAL,
        };
        Self { line: chain(&error), code }
    }
}

/// A line for the person at the terminal. This is the one place that prints.
pub(crate) fn say(line: &str) {
    // A closed terminal is no reason to fail.
    drop(writeln!(std::io::stderr(), "{line}"));
}

/// A line of the result, for a person or a pipe.
pub(crate) fn tell(line: &str) {
    drop(writeln!(std::io::stdout(), "{line}"));
}

/// The whole program: its `main` is this and nothing else.
pub fn main() -> ExitCode {
    crate::panics::install();
    // One cryptographic provider for everything, before anything can ask for one.
    if rustls::crypto::aws_lc_rs::default_provider().install_default().is_err() {
        return ExitCode::from(INTERNAL);
    }
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return wrong_use(&error),
    };
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            say(&format!("therapeutic-ai: {failure}"));
            ExitCode::from(failure.code)
        }
    }
}

/// What was asked for (help, the version) as it is; what is wrong in one line.
fn wrong_use(error: &clap::Error) -> ExitCode {
    use clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
    let code = ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(INTERNAL));
    if !error.use_stderr() || error.kind() == DisplayHelpOnMissingArgumentOrSubcommand {
        drop(error.print());
        return code;
    }
    let text = error.to_string();
    let lines = text.lines().take_while(|line| !line.starts_with("Usage:"));
    let words: Vec<&str> = lines.flat_map(str::split_whitespace).collect();
    let line = words.join(" ");
    say(&format!("therapeutic-ai: {}; `--help` lists what there is", line.trim_start_matches("error: ")));
    code
}

fn run(arguments: Arguments) -> Result<(), Failure> {
    match arguments.command {
        Command::Serve(serve) => block_on(serve::run(serve)),
        Command::Services => {
            services();
            Ok(())
        }
        Command::Config(command) => config::run(command),
        Command::Audit(command) => audit::run(command),
        Command::Demo(make) => block_on(demo::run(make)),
        Command::Accounts(command) => block_on(accounts::run(command)),
        Command::Keys(command) => keys::run(command),
        Command::Instruments(command) => instruments::run(command),
        Command::Journal(command) => journal::run(command),
        Command::Content(command) => content::run(command),
        Command::Chat(chat) => block_on(chat::run(chat)),
        Command::Replay(replay) => block_on(replay::run(replay)),
        Command::ReplayTurn(asked) => block_on(replay_turn::run(asked)),
        Command::Report(report) => block_on(report::run(report)),
        Command::Marks(marks) => block_on(marks::run(marks)),
        Command::Simulate(simulate) => simulate::run(&simulate),
        Command::Eval(eval) => eval::run(eval),
        Command::Train(train) => train::run(train),
    }
}

fn block_on<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.map_err(|error| Failure { line: error.to_string(), code: INTERNAL })?.block_on(work)
}

/// A file that the command line names.
fn read_text(file: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(file)
        .map_err(|error| Failure { line: format!("cannot read {}: {error}", file.display()), code: NO_INPUT })
}

/// The configuration of a command: the file, then the environment, then the flags.
fn configuration(file: Option<&Path>, data_dir: Option<PathBuf>) -> Result<Config, Failure> {
    let mut config = Config::load(file)?;
    if let Some(data_dir) = data_dir {
        config.data_dir = data_dir;
    }
    Ok(config)
}

fn services() {
    use crate::registry::ROWS;
    use api::ServiceName;
    tell(&format!("{:<24} {:>5}  {:<14} {:<10} needs", "service", "port", "prefix", "state"));
    for service in ServiceName::ALL {
        let row = ROWS.iter().find(|row| row.name == *service);
        let state = if row.is_some() { "built" } else { "not built" };
        let needs: Vec<&str> = row.map_or(&[][..], |row| row.needs).iter().map(|need| need.name()).collect();
        let prefix = if service.prefix().is_empty() { "/" } else { service.prefix() };
        tell(&format!(
            "{:<24} {:>5}  {prefix:<14} {state:<10} {}",
            service.name(),
            service.port(),
            needs.join(", ")
        ));
    }
}
