//! Documents that are made from the code and checked in: what is served cannot differ from what is written.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::tidy::{controls, floors};

/// Writes one OpenAPI document a service and the merged one, and all generated pages.
pub(crate) fn openapi(root: &Path) -> Result<()> {
    all(root, &root.join("openapi"), &root.join("docs"))
}

/// Writes the configuration's reference.
pub(crate) fn config_docs(root: &Path) -> Result<()> {
    openapi(root)
}

/// Fails when a document is not what the code says.
pub(crate) fn check(root: &Path) -> Result<()> {
    let fresh = std::env::temp_dir().join(format!("therapeutic-ai-documents-{}", std::process::id()));
    let (openapi, docs) = (fresh.join("openapi"), fresh.join("docs"));
    let result = all(root, &openapi, &docs).and_then(|()| {
        compare(&openapi, &root.join("openapi"))?;
        compare(&docs, &root.join("docs"))
    });
    std::fs::remove_dir_all(&fresh)?;
    result
}

/// Every fresh file must be as it is checked in.
fn compare(fresh: &Path, kept: &Path) -> Result<()> {
    for entry in std::fs::read_dir(fresh)? {
        let path = entry?.path();
        let name = path.file_name().context("a file has a name")?;
        let there = std::fs::read(kept.join(name)).unwrap_or_default();
        if std::fs::read(&path)? != there {
            bail!("{} is not what the code says: run `cargo xtask openapi`", kept.join(name).display());
        }
    }
    Ok(())
}

fn all(root: &Path, openapi: &Path, docs: &Path) -> Result<()> {
    example(root, openapi, docs)?;
    std::fs::write(docs.join("controls.md"), controls::page(&controls::read(root)?))?;
    std::fs::write(docs.join("services.md"), graph(&floors::edges(root)?))?;
    Ok(())
}

/// Who calls whom: a service depends on the contracts of those that it calls, and on nothing else of theirs.
fn graph(edges: &[floors::Edge]) -> String {
    let mut calls: Vec<(&str, &str)> = edges
        .iter()
        .filter(|edge| !edge.dev && floors::is_service(&edge.from))
        .filter_map(|edge| Some((edge.from.as_str(), edge.to.strip_suffix("-api")?)))
        .filter(|(from, to)| from != to)
        .collect();
    calls.sort_unstable();
    calls.dedup();
    let mut text = String::from(
        "# Who calls whom\n\nMade from the manifests by `cargo xtask openapi`: an arrow is a service that depends on \
         another's contract.\n\n```mermaid\ngraph LR\n",
    );
    for (from, to) in calls {
        text.push_str(&format!("  {from} --> {to}\n"));
    }
    text.push_str("```\n");
    text
}

fn example(root: &Path, openapi: &Path, docs: &Path) -> Result<()> {
    std::fs::create_dir_all(openapi)?;
    std::fs::create_dir_all(docs)?;
    let status = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--package", "therapeutic-ai", "--example", "documents", "--"])
        .args([openapi, docs])
        .current_dir(root)
        .status()
        .context("cargo does not start")?;
    if status.success() { Ok(()) } else { bail!("the documents could not be made") }
}
