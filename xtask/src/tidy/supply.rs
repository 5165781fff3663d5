//! What others wrote: no crate that `deny.toml` bans, no licence that it does not allow, nothing from anywhere but the
//! registry. The graph is what cargo would build; the lock file also names crates that nothing switches on.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

/// The part of `deny.toml` that is read here.
#[derive(Deserialize)]
struct Rules {
    licenses: Licenses,
    bans: Bans,
}

#[derive(Deserialize)]
struct Licenses {
    allow: Vec<String>,
}

#[derive(Deserialize)]
struct Bans {
    deny: Vec<Ban>,
}

#[derive(Deserialize)]
struct Ban {
    #[serde(rename = "crate")]
    name: String,
    reason: String,
}

pub(crate) fn check(root: &Path) -> Result<Vec<String>> {
    let text = std::fs::read_to_string(root.join("deny.toml")).context("deny.toml")?;
    let rules: Rules = toml::from_str(&text).context("deny.toml")?;
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--workspace", "--locked", "--target", "all", "--edges", "normal,build,dev"])
        .args(["--prefix", "none", "--format", "{p}|{l}"])
        .current_dir(root)
        .output()
        .context("cargo does not start")?;
    if !output.status.success() {
        bail!("cargo tree: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(wrong(&rules, &String::from_utf8_lossy(&output.stdout)))
}

/// What is wrong with a graph, a line a crate: `NAME vVERSION (SOURCE)|LICENCE`. The registry's have no source.
fn wrong(rules: &Rules, graph: &str) -> Vec<String> {
    let lines: BTreeSet<&str> = graph.lines().filter(|line| !line.is_empty()).collect();
    let mut wrong = Vec::new();
    for line in lines {
        let (package, rest) = line.split_once('|').unwrap_or((line, ""));
        let package = package.trim_end_matches(" (*)").trim_end_matches(" (proc-macro)");
        let name = package.split(' ').next().unwrap_or_default();
        // Ours: a path.
        if package.contains(" (/") {
            continue;
        }
        if package.contains(" (") {
            wrong.push(format!("{package}: comes from elsewhere than the registry"));
        }
        if let Some(ban) = rules.bans.deny.iter().find(|ban| ban.name == name) {
            wrong.push(format!("{name}: is banned ({})", ban.reason));
        }
        let licence = rest.trim_end_matches(" (*)");
        if !is_allowed(licence, &rules.licenses.allow) {
            wrong.push(format!("{name}: the licence `{licence}` is not one that deny.toml allows"));
        }
    }
    wrong
}

/// Whether an SPDX expression is met by allowed licences alone. The old `/` is an OR.
fn is_allowed(expression: &str, allowed: &[String]) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut words = spaced.split_whitespace().peekable();
    let met = any(&mut words, allowed);
    met && words.next().is_none()
}

type Words<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

fn any(words: &mut Words<'_>, allowed: &[String]) -> bool {
    let mut met = all(words, allowed);
    while words.next_if_eq(&"OR").is_some() {
        met |= all(words, allowed);
    }
    met
}

fn all(words: &mut Words<'_>, allowed: &[String]) -> bool {
    let mut met = one(words, allowed);
    while words.next_if_eq(&"AND").is_some() {
        met &= one(words, allowed);
    }
    met
}

fn one(words: &mut Words<'_>, allowed: &[String]) -> bool {
    if words.next_if_eq(&"(").is_some() {
        let met = any(words, allowed);
        return words.next_if_eq(&")").is_some() && met;
    }
    let mut name = words.next().unwrap_or_default().to_owned();
    if words.next_if_eq(&"WITH").is_some() {
        name = format!("{name} WITH {}", words.next().unwrap_or_default());
    }
    allowed.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: &str =
        "[licenses]\nallow = [\"MIT\", \"ISC\"]\n[bans]\ndeny = [{ crate = \"ring\", reason = \"one\" }]";

    #[test]
    fn a_banned_crate_another_source_and_another_licence_are_found() {
        let rules: Rules = toml::from_str(RULES).expect("rules");
        let good = "a v1.0.0|MIT OR GPL-3.0\na v1.0.0|MIT OR GPL-3.0 (*)\nours v0.1.0 (/srv/ours)|\n\
                    m v1.0.0 (proc-macro)|ISC/MIT\n";
        assert_eq!(wrong(&rules, good), Vec::<String>::new());
        for (bad, word) in [
            ("ring v0.17.14|ISC", "banned"),
            ("a v1.0.0 (https://example.org/a#1)|MIT", "elsewhere"),
            ("a v1.0.0|GPL-3.0", "GPL-3.0"),
            ("a v1.0.0|", "licence"),
        ] {
            let found = wrong(&rules, bad);
            assert!(found.len() == 1 && found[0].contains(word), "{found:?}");
        }
    }

    #[test]
    fn an_expression_is_met_as_it_is_bracketed() {
        let allowed = ["MIT", "ISC", "Apache-2.0 WITH LLVM-exception"].map(str::to_owned);
        for (expression, met) in [
            ("ISC AND (MIT OR GPL-3.0)", true),
            ("ISC AND GPL-3.0", false),
            ("(GPL-3.0 AND MIT) OR ISC", true),
            ("GPL-3.0 OR MIT AND GPL-2.0", false),
            ("Apache-2.0 WITH LLVM-exception", true),
            ("Apache-2.0", false),
            ("MIT)", false),
            ("(MIT", false),
            ("", false),
        ] {
            assert_eq!(is_allowed(expression, &allowed), met, "{expression}");
        }
    }

    #[test]
    fn the_rules_of_this_repository_ban_every_other_cryptography() {
        let text = include_str!("../../../deny.toml");
        let rules: Rules = toml::from_str(text).expect("rules");
        let names: Vec<&str> = rules.bans.deny.iter().map(|ban| ban.name.as_str()).collect();
        for name in ["ring", "openssl-sys", "native-tls"] {
            assert!(names.contains(&name), "{name}");
        }
    }
}
