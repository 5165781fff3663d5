//! Manifests: every crate takes versions, features and lints from the workspace, and every dependency of the
//! workspace says why it is there.

use std::path::Path;

use anyhow::{Context, Result};

use super::files_below;

pub(crate) fn check(root: &Path) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for path in files_below(root, "Cargo.toml")? {
        if path == root.join("Cargo.toml") {
            continue;
        }
        let place = path.strip_prefix(root).unwrap_or(&path).display().to_string();
        let text = std::fs::read_to_string(&path)?;
        let manifest: toml::Table = text.parse().with_context(|| place.clone())?;
        let lints = manifest.get("lints").and_then(|lints| lints.get("workspace"));
        if lints.and_then(toml::Value::as_bool) != Some(true) {
            wrong.push(format!("{place}: takes no lints from the workspace"));
        }
        for section in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let table = manifest.get(section).and_then(toml::Value::as_table);
            for (name, value) in table.into_iter().flatten() {
                let plain = value.get("workspace").and_then(toml::Value::as_bool) == Some(true)
                    && value.as_table().is_some_and(|table| table.len() == 1);
                if !plain {
                    wrong.push(format!("{place}: `{name}` is not `{name}.workspace = true`"));
                }
            }
        }
    }
    Ok(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_of_ones_own_and_missing_lints_are_found() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join("a")).expect("makes");
        let manifest = "[package]\nname = \"a\"\n[dependencies]\nserde = \"1\"\nkernel.workspace = true\n";
        std::fs::write(folder.path().join("a/Cargo.toml"), manifest).expect("writes");
        assert_eq!(check(folder.path()).expect("runs").len(), 2);
    }
}
