//! Peers: installed from a list with digests into the build folder, run by the driver that lies beside it.
//! Where packages come from is what pip itself was told.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::{root, say};

/// The peers of what a kind of `eval` measures, as the driver knows them. Of emotions none was found that brings its weights.
pub(super) fn of(kind: &str) -> &'static [&'static str] {
    match kind {
        "phi" => &["presidio", "presidio-rs", "phi-scrub"],
        "scenarios" | "benign" | "crisis" => &["rrt-advocate", "pantheon-guardrails"],
        _ => &[],
    }
}

/// The driver, and what it needs.
const PEERS: &str = "bench/peers";
/// The Pythons that are tried; the model's package needs 3.12.
const PYTHONS: [&str; 4] = ["python3.12", "python3.13", "python3.14", "python3"];
/// Says whether a Python is new enough.
const NEW_ENOUGH: &str = "import sys; sys.exit(sys.version_info < (3, 12))";

/// The Python of an environment in which the peers are installed.
pub(super) fn python(named: Option<&Path>, out: &Path) -> Result<PathBuf> {
    let requirements = root().join(PEERS).join("requirements.txt");
    let wanted = std::fs::read(&requirements).context("the list of peers")?;
    let folder = out.join("python");
    let (python, installed) = (folder.join("bin/python"), folder.join("installed.txt"));
    if std::fs::read(&installed).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    let base = match named {
        Some(python) => python.to_path_buf(),
        None => found().context(
            "no Python of 3.12 or newer is found: name one with `--python`, or leave peers out with `--without-peers`",
        )?,
    };
    say("== installing peers");
    run(Command::new(base).args(["-m", "venv", "--clear"]).arg(&folder))?;
    let mut pip = Command::new(&python);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]);
    run(pip.args(["--only-binary", ":all:", "--requirement"]).arg(requirements))?;
    std::fs::write(installed, wanted)?;
    Ok(python)
}

/// Has a peer read rows; where it wrote what it found.
pub(super) fn tell(python: &Path, peer: &str, kind: &str, files: &[PathBuf], out: &Path) -> Result<PathBuf> {
    say(&format!("== {peer} {kind}"));
    let told = out.join(format!("{kind}.{peer}.jsonl"));
    let mut command = Command::new(python);
    command.arg(root().join(PEERS).join("peers.py")).arg(peer).arg(&told).args(files);
    // One core, also within the libraries.
    run(command.envs([("OMP_NUM_THREADS", "1"), ("OPENBLAS_NUM_THREADS", "1")]))?;
    Ok(told)
}

/// A Python that is new enough: on the path, or one of pyenv's.
fn found() -> Option<PathBuf> {
    PYTHONS.iter().map(PathBuf::from).chain(of_pyenv()).find(|python| is_new_enough(python))
}

fn is_new_enough(python: &Path) -> bool {
    let mut command = Command::new(python);
    command.args(["-c", NEW_ENOUGH]).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

fn of_pyenv() -> Vec<PathBuf> {
    let Ok(output) = Command::new("pyenv").arg("root").output() else { return Vec::new() };
    let versions = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()).join("versions");
    let Ok(entries) = std::fs::read_dir(versions) else { return Vec::new() };
    let mut pythons: Vec<PathBuf> =
        entries.filter_map(|entry| Some(entry.ok()?.path().join("bin/python"))).collect();
    pythons.sort();
    pythons
}

fn run(command: &mut Command) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let status =
        command.stdout(Stdio::null()).status().with_context(|| format!("`{name}` does not start"))?;
    if status.success() { Ok(()) } else { bail!("`{name}` failed") }
}
