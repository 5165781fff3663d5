//! The one rule of direction: a crate depends only on lower floors, and a service on another's contract alone.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

/// A dependency of a crate of ours on another.
pub(crate) struct Edge {
    pub(crate) from: String,
    pub(crate) to: String,
    /// A dependency of tests alone.
    pub(crate) dev: bool,
}

/// The floor of a crate, as DESIGN §3 has it. `decision` stands above the contracts whose facts it asks for.
fn floor(name: &str) -> Option<u8> {
    Some(match name {
        "kernel" => 0,
        "api" | "ngrams" => 10,
        name if name.ends_with("-api") => 15,
        "safety-rules" | "emotions" | "social-actions" | "identifiers" | "decision" | "chassis"
        | "store-sql" | "cache" => 20,
        "content" | "instruments" | "vault" | "testkit" => 25,
        "audit-trail" | "engine" => 26,
        "api-gateway"
        | "auth-rbac"
        | "chat-history"
        | "search-service"
        | "billing"
        | "audit-logging"
        | "content-safety"
        | "consent"
        | "emergency-access"
        | "background-tasks"
        | "relationship-management"
        | "user-subscription"
        | "ai-gateway"
        | "embedding"
        | "generation"
        | "bge-host"
        | "qwen-host"
        | "console" => 30,
        "therapeutic-ai" => 40,
        "e2e" | "bench" => 50,
        "xtask" => 60,
        _ => return None,
    })
}

/// Whether a crate is one of the seventeen services.
pub(crate) fn is_service(name: &str) -> bool {
    floor(name) == Some(30) && name != "console"
}

/// What is wrong with some edges.
pub(crate) fn check(edges: &[Edge]) -> Vec<String> {
    edges.iter().filter_map(wrong).collect()
}

fn wrong(edge: &Edge) -> Option<String> {
    let (Some(from), Some(to)) = (floor(&edge.from), floor(&edge.to)) else {
        return Some(format!("{} → {}: a crate without a floor", edge.from, edge.to));
    };
    let contract_of_contract = edge.from.ends_with("-api") && edge.to.ends_with("-api");
    let test_support = edge.dev && edge.to == "testkit";
    if to < from || contract_of_contract || test_support {
        return None;
    }
    Some(format!("{} → {}: a crate depends only on lower floors", edge.from, edge.to))
}

/// The edges of the workspace, as cargo knows them.
pub(crate) fn edges(root: &Path) -> Result<Vec<Edge>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps"])
        .current_dir(root)
        .output()
        .context("cargo does not start")?;
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).context("cargo's metadata")?;
    let mut edges = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            if dependency["path"].is_string() {
                edges.push(Edge {
                    from: package["name"].as_str().unwrap_or_default().to_owned(),
                    to: dependency["name"].as_str().unwrap_or_default().to_owned(),
                    dev: dependency["kind"] == "dev",
                });
            }
        }
    }
    Ok(edges)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(from: &str, to: &str) -> Edge {
        Edge { from: from.to_owned(), to: to.to_owned(), dev: false }
    }

    #[test]
    fn a_service_may_not_use_another_only_its_contract() {
        assert!(check(&[edge("chat-history", "consent-api")]).is_empty());
        assert_eq!(check(&[edge("chat-history", "consent")]).len(), 1);
        assert_eq!(check(&[edge("kernel", "api")]).len(), 1);
        assert_eq!(check(&[edge("chassis", "store-sql")]).len(), 1);
        assert_eq!(check(&[edge("chat-history", "unheard-of")]).len(), 1);
        assert_eq!(check(&[edge("chassis", "testkit")]).len(), 1);
    }
}
