//! `xtask browser`: the console in a real browser, before a real platform, all in one and split.
//!
//! Chromium and Node are found or installed, as other servers of tests are; the test's own packages come with their
//! lock file, and nothing of them is in the program. The split platform is started by the end-to-end tests' own
//! program for it, on the servers that all tests share.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::servers::{Servers, install, on_path};
use crate::{cargo, root, say};

/// Where the tests lie.
const TESTS: &str = "e2e/browser";
/// Where pictures of all pages go.
const SHOTS: &str = "build/browser";
/// The program under test, the one that starts it split, and the one with stores that can be made to fail.
const PROGRAMS: [&str; 3] = ["therapeutic-ai", "stage", "platform-under-test"];

/// What is looked at.
#[derive(Default)]
pub(crate) struct Looked {
    /// The program under test; unsaid: it is built.
    pub(crate) program: Option<PathBuf>,
    /// The short form, which the gate runs.
    pub(crate) quick: bool,
    /// Only these parts, by name, comma between.
    pub(crate) only: Option<String>,
    /// Only this shape.
    pub(crate) shape: Option<String>,
}

/// Runs the browser tests on servers that run, or on some of its own.
pub(crate) fn run(looked: &Looked, servers: Option<&Servers>) -> Result<()> {
    provide("chromium", "chromium")?;
    provide("node", "nodejs")?;
    provide("npm", "npm")?;
    // Where the tests have just run, the programs are there, and are as new as the tests.
    if servers.is_none() {
        cargo(&["build", "--quiet", "-p", "therapeutic-ai", "-p", "e2e", "--bins"], &[])?;
    }
    let folder = program_folder("debug")?;
    let [built, stage, failing] = PROGRAMS.map(|name| folder.join(name));
    let program = looked.program.clone().unwrap_or(built);
    if !program.is_file() {
        bail!("{} is not there", program.display());
    }
    let own = if servers.is_none() { Some(Servers::start()?) } else { None };
    let tests = root().join(TESTS);
    // Exactly what the lock file names, and nothing of it runs while it is installed.
    npm(&tests, &["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"])?;
    say("== browser");
    let mut command = Command::new("node");
    command.current_dir(&tests).args(["src/main.js", "--program"]).arg(&program);
    command.arg("--stage").arg(stage).arg("--failing").arg(failing);
    command.arg("--shots").arg(root().join(SHOTS));
    for (name, value) in [("--only", &looked.only), ("--shape", &looked.shape)] {
        if let Some(value) = value {
            command.args([name, value]);
        }
    }
    if looked.quick {
        command.arg("--quick");
    }
    if let Some(servers) = servers.or(own.as_ref()) {
        command.envs(servers.environment());
    }
    let status = command.status().context("`node` does not start")?;
    if status.success() { Ok(()) } else { bail!("the console does not hold in the browser") }
}

/// The program as a release build of this workspace left it.
pub(crate) fn released() -> Result<PathBuf> {
    Ok(program_folder("release")?.join(PROGRAMS[0]))
}

fn provide(program: &str, package: &str) -> Result<()> {
    if on_path(program).is_none() {
        install(package)?;
    }
    on_path(program)
        .map(|_| ())
        .with_context(|| format!("{package} was installed and `{program}` is not found"))
}

fn program_folder(profile: &str) -> Result<PathBuf> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps"])
        .current_dir(root())
        .output()
        .context("cargo does not start")?;
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).context("cargo's metadata")?;
    let target = metadata["target_directory"].as_str().context("cargo names its target directory")?;
    Ok(Path::new(target).join(profile))
}

fn npm(folder: &Path, arguments: &[&str]) -> Result<()> {
    let status = Command::new("npm").args(arguments).current_dir(folder).status();
    let status = status.context("`npm` does not start")?;
    if status.success() { Ok(()) } else { bail!("`npm {}` failed", arguments.join(" ")) }
}
