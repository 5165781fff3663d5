//! Modules: every source file is part of its crate. A file that no `mod` names is compiled by nobody and rots.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::files_below;

pub(crate) fn check(root: &Path) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for path in files_below(root, ".rs")? {
        let place = path.strip_prefix(root).unwrap_or(&path);
        if is_root(place) || named(&path)? {
            continue;
        }
        wrong.push(format!("{}: no `mod` names it", place.display()));
    }
    Ok(wrong)
}

/// Whether cargo begins a crate with this file.
fn is_root(place: &Path) -> bool {
    let name = place.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let parts: Vec<_> =
        place.components().rev().skip(1).filter_map(|part| part.as_os_str().to_str()).collect();
    let folder = parts.first().copied().unwrap_or_default();
    match name {
        "build.rs" => true,
        "lib.rs" | "main.rs" => folder == "src" || folder == "it" || parts.get(1) == Some(&"tests"),
        _ => matches!(folder, "tests" | "examples" | "bin"),
    }
}

/// Whether the file above it declares it.
fn named(path: &Path) -> Result<bool> {
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
    // `a/mod.rs` is the module `a`; any other file is the module of its own name.
    let (module, above) = if stem == "mod" {
        let module = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        (module, folder.parent().map(Path::to_path_buf).unwrap_or_default())
    } else {
        (stem.to_owned(), folder)
    };
    let beside = ["lib.rs", "main.rs", "mod.rs"].map(|name| above.join(name));
    let parent = PathBuf::from(format!("{}.rs", above.display()));
    for file in beside.iter().chain([&parent]) {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        let names = |line: &str| {
            let line = line.trim();
            let line = line.strip_prefix("pub(crate) ").or_else(|| line.strip_prefix("pub ")).unwrap_or(line);
            line.strip_prefix("mod ").is_some_and(|rest| rest.trim_end_matches([';', '{', ' ']) == module)
        };
        if text.lines().any(names) {
            return Ok(true);
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_no_module_names_is_found() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |place: &str, text: &str| {
            let path = folder.path().join(place);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("makes");
            std::fs::write(path, text).expect("writes");
        };
        write("a/src/lib.rs", "mod domain;\n");
        write("a/src/domain.rs", "pub(crate) mod rules;\n");
        write("a/src/domain/rules.rs", "");
        write("a/tests/it.rs", "");
        assert!(check(folder.path()).expect("runs").is_empty());
        write("a/src/domain/forgotten.rs", "");
        assert_eq!(check(folder.path()).expect("runs"), ["a/src/domain/forgotten.rs: no `mod` names it"]);
    }
}
