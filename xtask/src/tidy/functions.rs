//! Functions: none is so long that it cannot be seen at once.
//!
//! The code is formatted (the gate checks that first), so a function ends at the first line that is a closing
//! brace at its own indentation. That is enough, and needs no parser.

use std::path::Path;

use anyhow::Result;

use super::files_below;

/// Lines of a function, its head and its closing brace included.
const LINES_MAX: usize = 70;

pub(crate) fn check(root: &Path) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for path in files_below(root, ".rs")? {
        let place = path.strip_prefix(root).unwrap_or(&path).display().to_string();
        wrong.extend(judge(&place, &std::fs::read_to_string(&path)?));
    }
    Ok(wrong)
}

fn judge(place: &str, text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let mut wrong = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let Some(name) = name_of(line) else { continue };
        let indentation = &line[..line.len() - line.trim_start().len()];
        let end = lines[start..].iter().position(|line| {
            line.strip_prefix(indentation)
                .is_some_and(|rest| rest == "}" || rest.ends_with(';') && !rest.starts_with(' '))
        });
        let length = end.map_or(lines.len() - start, |end| end + 1);
        if length > LINES_MAX {
            wrong.push(format!("{place}:{}: `{name}` has {length} lines, more than {LINES_MAX}", start + 1));
        }
    }
    wrong
}

/// The name of the function that a line begins, if it does and does not also end there.
fn name_of(line: &str) -> Option<&str> {
    let mut rest = line.trim_start();
    for word in ["pub ", "pub(crate) ", "pub(super) ", "default ", "const ", "async ", "unsafe "] {
        rest = rest.strip_prefix(word).unwrap_or(rest);
    }
    let name = rest.strip_prefix("fn ")?;
    if line.ends_with('}') || line.ends_with(';') {
        return None;
    }
    name.split(['(', '<']).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_that_is_too_long_is_found_and_one_at_the_limit_is_not() {
        let of = |lines: usize| {
            format!(
                "impl A {{\n    pub(crate) async fn long(\n{}    }}\n}}\n",
                "        a;\n".repeat(lines - 2)
            )
        };
        assert!(judge("a.rs", &of(LINES_MAX)).is_empty());
        let found = judge("a.rs", &of(LINES_MAX + 1));
        assert_eq!(found.len(), 1);
        assert!(found[0].contains("`long`"), "{found:?}");
        let short = "fn a() {}\n".to_owned() + &"x\n".repeat(200);
        assert!(judge("a.rs", &short).is_empty());
    }
}
