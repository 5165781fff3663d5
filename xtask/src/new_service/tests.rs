//! A service is made in a copy of the workspace, compiled with the rest, and its own tests pass.
//!
//! The copy lies at one place in the target directory and its files keep their times, so that cargo takes what third parties'
//! crates were built to, and of the copy what an earlier run built. Its packages have a version of their own: with the same one
//! cargo took a crate of the copy for that of the workspace, and looked at the copy's files for what had changed since.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::{Names, known, names, run};
use crate::root;

#[test]
fn names_are_of_the_closed_set_and_of_services_that_are_not_built() {
    let wrong = names(&root(), "consnet").expect_err("no such service");
    assert!(wrong.to_string().contains("emergency-access"), "{wrong}");
    let built = names(&root(), "consent").expect_err("it is built");
    assert!(built.to_string().contains("already"), "{built}");
    let folder = tempfile::tempdir().expect("a folder");
    let api = folder.path().join("crates/api/src");
    std::fs::create_dir_all(&api).expect("makes");
    std::fs::copy(root().join("crates/api/src/service.rs"), api.join("service.rs")).expect("copies");
    let expected = Names {
        name: "emergency-access".to_owned(),
        snake: "emergency_access".to_owned(),
        type_name: "EmergencyAccess".to_owned(),
        dotted: "emergency".to_owned(),
    };
    assert_eq!(names(folder.path(), "emergency-access").expect("a name"), expected);
    assert_eq!(known(&root()).expect("the table").len(), 17);
}

#[test]
fn a_place_that_is_not_as_expected_leaves_nothing_half_made() {
    let folder = tempfile::tempdir().expect("a folder");
    let api = folder.path().join("crates/api/src");
    std::fs::create_dir_all(&api).expect("makes");
    std::fs::copy(root().join("crates/api/src/service.rs"), api.join("service.rs")).expect("copies");
    assert!(run(folder.path(), "billing").is_err(), "there is no manifest to register it in");
    assert!(!folder.path().join("services").exists());
}

#[test]
fn a_new_service_compiles_with_the_rest_and_passes_its_own_tests() {
    let here = root();
    let built = |name: &str| here.join("services").join(name).exists();
    let all = known(&here).expect("the table of services");
    let Some((_, name)) = all.iter().find(|(_, name)| !built(name)) else {
        // All seventeen are built: the command has nothing left to make, and can go.
        return;
    };
    let target = target_directory(&here).expect("cargo tells");
    let copy = target.join("new-service").join("workspace");
    copy_workspace(&here, &copy).expect("copies");
    name_apart(&copy).expect("has another version");
    run(&copy, name).expect("makes the service");
    // What the compiler has to say goes to the other stream, in words.
    let form = ["--message-format", "json-render-diagnostics"];
    let build = ["test", "--lib", "--test", "it", "--no-run"];
    let api = format!("{name}-api");
    let packages = ["--package", name.as_str(), "--package", &api];
    let (built, said) = passes(&copy, &target, &[&build[..], &form, &packages, BESIDE].concat());
    assert!(!said.contains(&format!("--> services/{name}/")), "no warnings: {said}");
    let mut ran = String::new();
    for program in programs(&built, &copy.join("services").join(name)) {
        ran += &finishes(Command::new(program).current_dir(&copy)).0;
    }
    for test in [
        "the_store_keeps_its_promises_on_every_engine",
        "every_operation_of_the_contract_is_answered_and_no_other",
        "an_entry_is_made_once_listed_and_ended",
        "there_are_no_more_live_entries_than_the_limit",
        "what_is_not_yours_looks_like_what_is_not_there",
    ] {
        assert!(ran.contains(&format!("{test} ... ok")), "{test} ran and passed: {ran}");
    }
    passes(&copy, &target, &[&["fmt", "--check"], &packages[..]].concat());
}

/// What is asked for beside the service: the binary, because the registration must compile, and a crate whose
/// build asks for features that the whole workspace has. With both, third parties' crates have the features that
/// they have in `cargo xtask test`, and are not built again; without, only time is lost.
const BESIDE: &[&str] = &["--package", "therapeutic-ai", "--package", "content"];

/// The test programs of the package in a folder, among everything that was built.
fn programs(messages: &str, package: &Path) -> Vec<PathBuf> {
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let program = |message: serde_json::Value| {
        let manifest = Path::new(message["manifest_path"].as_str()?).to_owned();
        let test = message["profile"]["test"] == true && manifest == package.join("Cargo.toml");
        test.then(|| message["executable"].as_str().map(PathBuf::from)).flatten()
    };
    messages.filter_map(program).collect()
}

/// Runs cargo in the copy and tells what it said on both streams.
fn passes(copy: &Path, target: &Path, arguments: &[&str]) -> (String, String) {
    let mut command = Command::new(env!("CARGO"));
    command.args(arguments).current_dir(copy);
    finishes(command.env("CARGO_TARGET_DIR", target).env("CARGO_NET_OFFLINE", "true"))
}

fn finishes(command: &mut Command) -> (String, String) {
    let output = command.output().expect("it starts");
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (out, err) = (said(&output.stdout), said(&output.stderr));
    // Messages for programs are no help to a reader.
    let told: Vec<&str> = out.lines().filter(|line| !line.starts_with('{')).chain(err.lines()).collect();
    assert!(output.status.success(), "{command:?}: {}", told.join("\n"));
    (out, err)
}

fn target_directory(root: &Path) -> Result<PathBuf> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(root)
        .output()
        .context("cargo does not start")?;
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    Ok(metadata["target_directory"].as_str().context("there is a target directory")?.into())
}

/// Brings the copy to what the workspace is: files that differ are written with their times, others stay.
fn copy_workspace(from: &Path, to: &Path) -> Result<()> {
    let mut kept = BTreeSet::new();
    for name in [
        "Cargo.toml",
        "Cargo.lock",
        "clippy.toml",
        "rustfmt.toml",
        "crates",
        "services",
        "console",
        "therapeutic-ai",
        "e2e",
        "bench",
        "xtask",
        "content",
        "docs",
        "compliance",
    ] {
        bring(&from.join(name), &to.join(name), &mut kept)?;
    }
    forget(to, &kept)
}

/// Gives the packages of the copy a version that no other has.
fn name_apart(copy: &Path) -> Result<()> {
    let path = copy.join("Cargo.toml");
    let manifest = std::fs::read_to_string(&path)?;
    let (before, after) =
        manifest.split_once("[workspace.package]\nversion = \"").context("it has a version")?;
    let (version, rest) = after.split_once('"').context("which ends")?;
    let apart = format!("{before}[workspace.package]\nversion = \"{version}-copy\"{rest}");
    Ok(std::fs::write(&path, apart)?)
}

fn bring(from: &Path, to: &Path, kept: &mut BTreeSet<PathBuf>) -> Result<()> {
    if from.is_dir() {
        for entry in std::fs::read_dir(from)? {
            let name = entry?.file_name();
            if name != "target" && name != "node_modules" && !name.to_string_lossy().starts_with('.') {
                bring(&from.join(&name), &to.join(&name), kept)?;
            }
        }
    } else if from.is_file() {
        let modified = std::fs::metadata(from)?.modified()?;
        let same = std::fs::metadata(to).and_then(|there| there.modified()).is_ok_and(|at| at == modified);
        if !same || std::fs::read(from)? != std::fs::read(to)? {
            std::fs::create_dir_all(to.parent().context("a file lies in a folder")?)?;
            std::fs::copy(from, to)?;
            std::fs::File::options().write(true).open(to)?.set_modified(modified)?;
        }
        kept.insert(to.to_path_buf());
    }
    Ok(())
}

/// Removes what an earlier run made or the workspace no longer has.
fn forget(folder: &Path, kept: &BTreeSet<PathBuf>) -> Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            forget(&path, kept)?;
            if std::fs::read_dir(&path)?.next().is_none() {
                std::fs::remove_dir(&path)?;
            }
        } else if !kept.contains(&path) {
            std::fs::remove_file(&path)?;
        }
    }
    Ok(())
}
