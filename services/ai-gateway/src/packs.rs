//! The questionnaires whose words an operator installed. A file that is not what was installed is not used.

use std::path::Path;

use instruments::{Pack, is_as_installed};

/// The most packs of an installation.
const PACKS_MAX: usize = 32;

/// Reads the packs of a directory, in the order of their names. One that cannot be used is named and left out: a
/// conversation does not need it.
pub(crate) fn load(directory: &Path) -> Vec<Pack> {
    let Ok(entries) = std::fs::read_dir(directory) else { return Vec::new() };
    let mut paths: Vec<_> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    let mut packs: Vec<Pack> = Vec::new();
    for path in paths.into_iter().take(PACKS_MAX) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Ok(bytes) = std::fs::read(&path) else {
            tracing::error!(file = name, "a questionnaire cannot be read");
            continue;
        };
        if !is_as_installed(&name, &bytes) {
            tracing::error!(file = name, "a questionnaire is not what was installed");
            continue;
        }
        match Pack::read(&bytes) {
            Ok(pack) if packs.iter().any(|other| other.id == pack.id) => {
                tracing::error!(file = name, "a questionnaire is installed twice; the first is used");
            }
            Ok(pack) => packs.push(pack),
            Err(faults) => {
                let first = faults.first().map_or("", |fault| fault.code);
                tracing::error!(file = name, first, "a questionnaire has faults");
            }
        }
    }
    packs
}
