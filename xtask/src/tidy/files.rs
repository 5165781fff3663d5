//! Source files: each says what it is, none is too long, rules speak to no framework, and nothing names the
//! machine it was written on.

use std::path::Path;

use anyhow::Result;

use super::files_below;

/// Lines of code and comment, tests left out, above which a file must be cut.
const LINES_MAX: usize = 800;

/// What a store file alone may speak to, and most leave to `store_sql`.
const DRIVERS: [&str; 2] = ["rusqlite", "sqlx"];

pub(crate) fn check(root: &Path) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for path in files_below(root, ".rs")? {
        let place = path.strip_prefix(root).unwrap_or(&path).to_path_buf();
        let text = std::fs::read_to_string(&path)?;
        wrong.extend(judge(&place, &text));
    }
    Ok(wrong)
}

fn judge(place: &Path, text: &str) -> Vec<String> {
    let name = place.display();
    let mut wrong = Vec::new();
    if !text.starts_with("//!") {
        wrong.push(format!("{name}: does not begin with what it is (`//!`)"));
    }
    let code = text.lines().take_while(|line| line.trim() != "#[cfg(test)]").count();
    if code > LINES_MAX {
        wrong.push(format!("{name}: {code} lines, more than {LINES_MAX}"));
    }
    let speaks = |crates: &[&str]| crates.iter().any(|name| names(text, name));
    let part = |name: &str| place.components().any(|part| part.as_os_str() == name);
    let rules = part("domain") || part("domain.rs");
    let routes = part("http") || part("http.rs");
    if place.starts_with("services") && (rules && speaks(&["axum"]) || (rules || routes) && speaks(&DRIVERS))
    {
        wrong.push(format!("{name}: speaks to a framework or a driver"));
    }
    let marks = ["TO", "FIX", "XX"].map(|start| {
        format!(
            "{start}{}",
            if start == "TO" {
                "DO"
            } else if start == "FIX" {
                "ME"
            } else {
                "X"
            }
        )
    });
    if marks.iter().any(|mark| text.contains(&format!("{mark}:")) || text.contains(&format!("{mark} "))) {
        wrong.push(format!("{name}: an open mark; make it an issue"));
    }
    for machine in ["/root/", "/home/"] {
        if text.contains(machine) && !place.starts_with("xtask") {
            wrong.push(format!("{name}: names a path of one machine"));
        }
    }
    wrong
}

/// Whether a line of code names a crate, however it is written: `use`, a path in place, `extern crate`.
fn names(text: &str, name: &str) -> bool {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let word = |c: char| c.is_alphanumeric() || c == '_';
    code.flat_map(|line| line.split(|c| !word(c))).any(|found| found == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_violation_is_found() {
        let good = "//! A file.\n\nfn main() {}\n";
        assert!(judge(Path::new("a.rs"), good).is_empty());
        assert_eq!(judge(Path::new("a.rs"), "fn main() {}\n").len(), 1);
        let long = format!("//! Long.\n{}", "\n".repeat(LINES_MAX));
        assert_eq!(judge(Path::new("a.rs"), &long).len(), 1);
        let framework = "//! Rules.\nuse axum::Router;\n";
        assert_eq!(judge(Path::new("services/x/src/domain.rs"), framework).len(), 1);
        assert_eq!(judge(Path::new("services/x/src/http.rs"), framework).len(), 0, "routes are its own");
        for driver in [
            "use rusqlite::Connection;",
            "use sqlx::{PgPool, Row};",
            "fn f(pool: &sqlx::PgPool) {}",
            "use ::sqlx as s;",
        ] {
            let text = format!("//! Rules, not of sqlx.\n// Nor of rusqlite.\n{driver}\n");
            for place in ["domain.rs", "domain/grants.rs", "http.rs", "http/grants.rs"] {
                let place = Path::new("services/x/src").join(place);
                assert_eq!(judge(&place, &text).len(), 1, "{driver} in {}", place.display());
            }
            assert!(judge(Path::new("services/x/src/store.rs"), &text).is_empty());
        }
        assert_eq!(
            judge(Path::new("a.rs"), &format!("//! A.\n// {}: later\n", ["TO", "DO"].concat())).len(),
            1
        );
    }
}
