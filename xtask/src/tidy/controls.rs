//! The compliance matrix: each control cites its rule and names code and tests that are there. A control whose
//! safeguard no test switches off says why not, so that a claim and a proof can be told apart.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::files_below;

/// One control.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Control {
    /// The rule that asks for it.
    pub(crate) cite: String,
    /// What is done.
    pub(crate) what: String,
    /// Where.
    pub(crate) code: Vec<String>,
    /// The tests that show it.
    pub(crate) tests: Vec<String>,
    /// The tests that fail, or show the harm, when the safeguard is off.
    #[serde(default)]
    pub(crate) negative: Vec<String>,
    /// What is not met yet, or not shown.
    #[serde(default)]
    pub(crate) gap: Option<String>,
}

/// The matrix, by control.
pub(crate) fn read(root: &Path) -> Result<Vec<(String, Control)>> {
    let text =
        std::fs::read_to_string(root.join("compliance/matrix.toml")).context("compliance/matrix.toml")?;
    let table: toml::Table = text.parse().context("compliance/matrix.toml")?;
    let control = |(id, value): (String, toml::Value)| {
        let control = value.try_into().with_context(|| format!("the control {id}"))?;
        Ok((id, control))
    };
    table.into_iter().map(control).collect()
}

pub(crate) fn check(root: &Path) -> Result<Vec<String>> {
    let controls = read(root)?;
    let functions = tests(root)?;
    let mut wrong = Vec::new();
    for (id, control) in &controls {
        for (field, text) in [("cite", &control.cite), ("what", &control.what)] {
            if text.trim().is_empty() {
                wrong.push(format!("{id}: `{field}` is empty"));
            }
        }
        for path in &control.code {
            if !root.join(path).exists() {
                wrong.push(format!("{id}: {path} is not there"));
            }
        }
        for test in control.tests.iter().chain(&control.negative) {
            if !functions.contains(test) {
                wrong.push(format!("{id}: no test is called {test}"));
            }
        }
        if control.code.is_empty() || control.tests.is_empty() {
            wrong.push(format!("{id}: names no code or no test"));
        }
        if control.negative.is_empty() && control.gap.is_none() {
            wrong.push(format!("{id}: no test switches it off, and no `gap` says so"));
        }
    }
    Ok(wrong)
}

/// The names of all test functions and scenarios.
fn tests(root: &Path) -> Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    for path in files_below(root, ".rs")? {
        let text = std::fs::read_to_string(&path)?;
        let mut test = false;
        for line in text.lines().map(str::trim) {
            // A scenario of the whole platform is listed in the one test that runs them all.
            let listed = line.strip_suffix(',').or_else(|| line.strip_suffix(");"));
            if let Some((_, name)) = listed.and_then(|line| line.rsplit_once("::"))
                && name.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_')
            {
                found.insert(name.to_owned());
            }
            if line.starts_with("#[test]") || line.starts_with("#[tokio::test") || line == "proptest! {" {
                test = true;
            } else if let Some(rest) = line.strip_prefix("async fn ").or_else(|| line.strip_prefix("fn ")) {
                if test {
                    found.extend(rest.split(['(', '<']).next().map(str::to_owned));
                }
                test = false;
            }
        }
    }
    Ok(found)
}

/// The matrix as a page for people who do not read TOML.
pub(crate) fn page(controls: &[(String, Control)]) -> String {
    let mut text = String::from(
        "# Controls\n\nMade from `compliance/matrix.toml` by `cargo xtask openapi`. *Off-tests* fail, or show the harm, when the\n\
         safeguard is switched off; where there is none, the gap says so.\n",
    );
    for (id, control) in controls {
        text.push_str(&format!("\n## {id} — {}\n\n{}\n\n", control.cite, control.what));
        let list =
            |names: &[String]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        text.push_str(&format!("* Code: {}\n* Tests: {}\n", list(&control.code), list(&control.tests)));
        if !control.negative.is_empty() {
            text.push_str(&format!("* Off-tests: {}\n", list(&control.negative)));
        }
        if let Some(gap) = &control.gap {
            text.push_str(&format!("* Gap: {gap}\n"));
        }
    }
    text
}

#[cfg(test)]
mod tests_of_it {
    use super::*;

    fn matrix(folder: &Path, text: &str) -> Vec<String> {
        std::fs::create_dir_all(folder.join("compliance")).expect("makes");
        std::fs::write(folder.join("compliance/matrix.toml"), text).expect("writes");
        check(folder).expect("runs")
    }

    #[test]
    fn a_control_without_its_code_its_test_or_its_negative_is_found() {
        let folder = tempfile::tempdir().expect("a folder");
        let code = "#[test]\nfn it_holds() {}\nfn no_test() {}\n";
        let code = format!("{code}scenarios!(\n    privacy::it_is_private,\n);\n");
        std::fs::write(folder.path().join("a.rs"), code).expect("writes");
        let good = "[A]\ncite = \"45 CFR 1\"\nwhat = \"x\"\ncode = [\"a.rs\"]\ntests = [\"it_holds\", \"it_is_private\"]\nnegative = [\"it_holds\"]\n";
        assert!(matrix(folder.path(), good).is_empty());
        for (from, to) in [
            ("\"a.rs\"", "\"b.rs\""),
            ("\"it_is_private\"", "\"no_test\""),
            ("negative = [\"it_holds\"]\n", ""),
            ("what = \"x\"", "what = \"\""),
            ("[\"it_holds\", \"it_is_private\"]", "[]"),
        ] {
            let wrong = matrix(folder.path(), &good.replace(from, to));
            assert_eq!(wrong.len(), 1, "{from} → {to}: {wrong:?}");
        }
    }
}
