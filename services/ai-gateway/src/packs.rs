//! The questionnaires whose words an operator installed. A file that is not what was installed is not used.

use std::path::Path;

use ai_gateway_api::{InstalledInstrument, InstrumentBand, InstrumentTitle, codes};
use api::Problem;
use chat_history_api::Assignment;
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

/// A pack as it is told to who may assign it: not its items.
pub(crate) fn installed(pack: &Pack) -> InstalledInstrument {
    InstalledInstrument {
        instrument: pack.id.clone(),
        version: pack.version.clone(),
        items: u16::try_from(pack.items.len()).unwrap_or(u16::MAX),
        min_days: pack.min_days,
        titles: pack
            .texts
            .iter()
            .map(|text| InstrumentTitle { language: text.language, title: text.title.clone() })
            .collect(),
        bands: pack
            .bands
            .iter()
            .map(|band| InstrumentBand { id: band.id.clone(), from: band.from })
            .collect(),
        score_max: pack.score_max(),
    }
}

/// Whether it could ever be asked as it is assigned. That something is asked no more is always right.
///
/// # Errors
/// Its words are not installed, or it would be asked more often than its pack allows.
pub(crate) fn may_assign(packs: &[Pack], assignment: &Assignment) -> Result<(), Problem> {
    let Some(every_days) = assignment.every_days else { return Ok(()) };
    let Some(pack) = packs.iter().find(|pack| pack.id == assignment.instrument) else {
        let problem = Problem::new(codes::UNKNOWN_INSTRUMENT);
        return Err(problem.field("instrument", "is not the id of an installed pack"));
    };
    if every_days < pack.min_days {
        let text = format!("is at least {} for this questionnaire", pack.min_days);
        return Err(Problem::invalid("every_days", text));
    }
    Ok(())
}
