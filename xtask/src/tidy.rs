//! `xtask tidy`: what the compiler does not check. Each check is a function over a root, so that its test can
//! plant a violation in a folder of its own.

mod codes;
pub(crate) mod controls;
mod files;
pub(crate) mod floors;
mod functions;
mod manifests;
mod modules;
mod supply;

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::say;

/// Runs every check and tells everything that is wrong.
pub(crate) fn run(root: &Path) -> Result<()> {
    say("== tidy");
    let mut wrong = Vec::new();
    wrong.extend(floors::check(&floors::edges(root)?));
    wrong.extend(manifests::check(root)?);
    wrong.extend(files::check(root)?);
    wrong.extend(functions::check(root)?);
    wrong.extend(modules::check(root)?);
    wrong.extend(codes::check(root)?);
    wrong.extend(controls::check(root)?);
    wrong.extend(supply::check(root)?);
    for line in &wrong {
        say(&format!("tidy: {line}"));
    }
    if wrong.is_empty() { Ok(()) } else { bail!("tidy found {} things", wrong.len()) }
}

/// Every file below a folder with this ending, in order; build outputs and hidden folders left out.
fn files_below(folder: &Path, ending: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(next) = waiting.pop() {
        let Ok(entries) = std::fs::read_dir(&next) else { continue };
        for entry in entries {
            let path = entry?.path();
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            if path.is_dir() {
                if !name.starts_with('.') && name != "target" && name != "build" {
                    waiting.push(path);
                }
            } else if name.ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}
