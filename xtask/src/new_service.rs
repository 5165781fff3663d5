//! `xtask new-service NAME`: a service in the shape of consent — contract, wiring, rules, store with its list of
//! promises, migrations, tests through all layers, an error page — and the lines that register it.
//!
//! Everything is worked out before anything is written: a place that is not as expected leaves nothing half-made.

mod files;
mod registration;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::{cargo_in, say};

/// How a service is called in all the places that name it.
#[derive(Debug, PartialEq, Eq)]
struct Names {
    /// `emergency-access`: the crate, the command line, certificates.
    name: String,
    /// `emergency_access`: the crate in code, the schema.
    snake: String,
    /// `EmergencyAccess`: the type.
    type_name: String,
    /// `emergency`: what its operations' and codes' names begin with.
    dotted: String,
}

/// Makes a service in a workspace.
pub(crate) fn run(root: &Path, name: &str) -> Result<()> {
    let names = names(root, name)?;
    let mut texts = files::all(&names);
    texts.extend(registration::all(root, &names)?);
    for (path, text) in &texts {
        let path = root.join(path);
        let folder = path.parent().context("a file lies in a folder")?;
        std::fs::create_dir_all(folder)?;
        std::fs::write(&path, text).with_context(|| path.display().to_string())?;
    }
    let api = format!("{name}-api");
    cargo_in(root, &["fmt", "--package", name, "--package", &api], &[])?;
    say(&format!(
        "services/{name} is there. Next: `cargo test -p {name}`, its own words in place of entries,"
    ));
    say("`cargo xtask openapi` for the documents, and a sentence about it in ARCHITECTURE.md.");
    Ok(())
}

/// A service of the closed set that is not built yet.
fn names(root: &Path, name: &str) -> Result<Names> {
    let known = known(root)?;
    let Some((type_name, _)) = known.iter().find(|(_, known)| known == name) else {
        let all: Vec<&str> = known.iter().map(|(_, name)| name.as_str()).collect();
        bail!("`{name}` is not a service; the services are: {}", all.join(", "));
    };
    if root.join("services").join(name).exists() {
        bail!("services/{name} is there already");
    }
    let dotted = name.split('-').next().unwrap_or(name).to_owned();
    Ok(Names { name: name.to_owned(), snake: name.replace('-', "_"), type_name: type_name.clone(), dotted })
}

/// The closed set of services, type and name, as the `api` crate has it.
fn known(root: &Path) -> Result<Vec<(String, String)>> {
    let path = root.join("crates/api/src/service.rs");
    let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let table = text.split("services! {").nth(1).and_then(|rest| rest.split("\n}").next());
    let table = table.with_context(|| format!("{} has no table of services", path.display()))?;
    let row = |line: &str| {
        let mut words = line.split_whitespace();
        Some((words.next()?.to_owned(), words.next()?.trim_matches('"').to_owned()))
    };
    Ok(table.lines().filter_map(row).collect())
}

/// A file to write, by its place in the workspace.
type Text = (PathBuf, String);
