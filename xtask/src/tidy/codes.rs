//! Error codes: each has a page, and each page a code.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Result;

use super::files_below;

pub(crate) fn check(root: &Path) -> Result<Vec<String>> {
    let mut codes = BTreeSet::new();
    for path in files_below(root, ".rs")? {
        if path.starts_with(root.join("xtask")) || path.starts_with(root.join("crates/kernel")) {
            continue;
        }
        let text = std::fs::read_to_string(&path)?;
        // A code is written `ErrorCode::new("service.what", …)`, on one line or two.
        for part in text.split("ErrorCode::new(").skip(1) {
            let name = part.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next());
            codes.extend(name.map(str::to_owned));
        }
    }
    let pages: BTreeSet<String> = files_below(&root.join("docs/errors"), ".md")?
        .iter()
        .filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned()))
        .filter(|name| name != "README")
        .collect();
    let missing = codes.difference(&pages).map(|code| format!("the code {code} has no page in docs/errors"));
    let orphans = pages.difference(&codes).map(|page| format!("docs/errors/{page}.md is of no code"));
    Ok(missing.chain(orphans).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_without_a_page_and_a_page_without_a_code_are_found() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        std::fs::create_dir_all(root.join("docs/errors")).expect("makes");
        let code = ["pub const A: ErrorCode = ErrorCode::", "new(\"a.b\", kind);"].concat();
        std::fs::write(root.join("a.rs"), code).expect("writes");
        std::fs::write(root.join("docs/errors/c.d.md"), "gone").expect("writes");
        assert_eq!(check(root).expect("runs").len(), 2);
        std::fs::rename(root.join("docs/errors/c.d.md"), root.join("docs/errors/a.b.md")).expect("moves");
        assert!(check(root).expect("runs").is_empty());
    }
}
