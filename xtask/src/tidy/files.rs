//! Source files: each says what it is, none is too long, rules speak to no framework, and nothing names the
//! machine it was written on.

use std::path::Path;

use anyhow::Result;

use super::files_below;

/// Lines of code and comment, tests left out, above which a file must be cut.
const LINES_MAX: usize = 800;

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
    let domain = place.components().any(|part| part.as_os_str() == "domain")
        || place.file_name().is_some_and(|name| name == "domain.rs");
    if domain && place.starts_with("services") && (text.contains("use axum") || text.contains("sea_orm::{")) {
        wrong.push(format!("{name}: rules speak to a framework or a driver"));
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
        assert_eq!(
            judge(Path::new("a.rs"), &format!("//! A.\n// {}: later\n", ["TO", "DO"].concat())).len(),
            1
        );
    }
}
