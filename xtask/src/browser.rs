//! `xtask browser`: the console in a real browser, before a real platform.
//!
//! Chromium and Node are found or installed, as other servers of tests are; the test's own packages come with their
//! lock file, and nothing of them is in the program.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::servers::{install, on_path};
use crate::{cargo, root, say};

/// Where the tests lie.
const TESTS: &str = "e2e/browser";
/// Where pictures of all pages go.
const SHOTS: &str = "build/browser";

/// Runs the browser tests with a program, or with one that is built for them. `quick`: two modes instead of five.
pub(crate) fn run(program: Option<PathBuf>, quick: bool) -> Result<()> {
    provide("chromium", "chromium")?;
    provide("node", "nodejs")?;
    provide("npm", "npm")?;
    let program = match program {
        Some(program) => program,
        None => built()?,
    };
    if !program.is_file() {
        bail!("{} is not there", program.display());
    }
    let tests = root().join(TESTS);
    // Exactly what the lock file names, and nothing of it runs while it is installed.
    npm(&tests, &["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"])?;
    say("== browser");
    let mut command = Command::new("node");
    command.current_dir(&tests).args(["src/main.js", "--program"]).arg(&program);
    command.arg("--shots").arg(root().join(SHOTS));
    if quick {
        command.arg("--quick");
    }
    let status = command.status().context("`node` does not start")?;
    if status.success() { Ok(()) } else { bail!("the console does not hold in the browser") }
}

fn provide(program: &str, package: &str) -> Result<()> {
    if on_path(program).is_none() {
        install(package)?;
    }
    on_path(program)
        .map(|_| ())
        .with_context(|| format!("{package} was installed and `{program}` is not found"))
}

/// The program as this workspace has it, not optimised.
fn built() -> Result<PathBuf> {
    cargo(&["build", "--quiet", "-p", "therapeutic-ai"], &[])?;
    program_of("debug")
}

/// The program as a release build of this workspace left it.
pub(crate) fn released() -> Result<PathBuf> {
    program_of("release")
}

fn program_of(profile: &str) -> Result<PathBuf> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps"])
        .current_dir(root())
        .output()
        .context("cargo does not start")?;
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).context("cargo's metadata")?;
    let target = metadata["target_directory"].as_str().context("cargo names its target directory")?;
    Ok(Path::new(target).join(profile).join("therapeutic-ai"))
}

fn npm(folder: &Path, arguments: &[&str]) -> Result<()> {
    let status = Command::new("npm").args(arguments).current_dir(folder).status();
    let status = status.context("`npm` does not start")?;
    if status.success() { Ok(()) } else { bail!("`npm {}` failed", arguments.join(" ")) }
}
