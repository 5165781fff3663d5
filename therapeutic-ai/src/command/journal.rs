//! `journal`: what the process journals set aside, without a word of what it says.

use std::path::PathBuf;

use audit_trail::{AsideReason, SetAside, set_aside};
use clap::Subcommand;

use super::{DATA_DIR, Failure, NO_INPUT, configuration, tell};

/// How the files of journals end.
const ENDING: &str = ".journal";

/// The journals of processes without a store.
#[derive(Subcommand)]
pub(crate) enum JournalCommand {
    /// Lists records that were set aside: how many, how large, why, and when the last was set aside; never what they hold
    Aside(Aside),
}

/// Lists what was set aside.
#[derive(clap::Args)]
pub(crate) struct Aside {
    /// The configuration file (TOML)
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Where journals lie
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
}

pub(crate) fn run(command: JournalCommand) -> Result<(), Failure> {
    let JournalCommand::Aside(aside) = command;
    let directory = configuration(aside.config.as_deref(), aside.data_dir)?.data_dir;
    let unreadable = |code: u8| {
        let directory = directory.display().to_string();
        move |error: std::io::Error| Failure { line: format!("{directory}: {error}"), code }
    };
    let entries = std::fs::read_dir(&directory).map_err(unreadable(DATA_DIR))?;
    let mut journals: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    journals.retain(|path| path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(ENDING)));
    journals.sort();
    let mut found = Vec::new();
    for journal in &journals {
        found.extend(set_aside(journal).map_err(unreadable(NO_INPUT))?);
    }
    for line in found.iter().flat_map(lines) {
        tell(&line);
    }
    if found.is_empty() {
        tell(&format!("nothing is set aside by {} journals in {}", journals.len(), directory.display()));
    }
    Ok(())
}

/// One file, and its records.
fn lines(one: &SetAside) -> Vec<String> {
    let name = one.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let (count, bytes, at) = (one.count, one.bytes, one.changed_at);
    let first = match one.reason {
        AsideReason::Refused => {
            format!(
                "{name}: {count} records, {bytes} bytes, the last of {at}: refused for good, or they did not open"
            )
        }
        AsideReason::Damaged => {
            format!(
                "{name}: {bytes} bytes, of {at}: the journal was damaged in the middle; it is kept as it was"
            )
        }
    };
    let records =
        one.records.iter().zip(1..).map(|(bytes, number)| format!("  record {number}: {bytes} bytes"));
    let rest = usize::try_from(count).unwrap_or(usize::MAX).saturating_sub(one.records.len());
    let more = (rest > 0 && one.reason == AsideReason::Refused).then(|| format!("  and {rest} more"));
    [first].into_iter().chain(records).chain(more).collect()
}

#[cfg(test)]
mod tests {
    use kernel::Timestamp;

    use super::*;

    #[test]
    fn a_file_is_told_by_name_size_time_and_reason() {
        let one = SetAside {
            path: PathBuf::from("/data/ai-gateway.journal.refused"),
            reason: AsideReason::Refused,
            changed_at: Timestamp::EPOCH,
            bytes: 900,
            records: vec![812],
            count: 2,
        };
        let told = lines(&one);
        assert!(
            told[0].starts_with("ai-gateway.journal.refused: 2 records, 900 bytes, the last of 1970-01-01T")
        );
        assert_eq!(told[1..], ["  record 1: 812 bytes", "  and 1 more"]);
    }
}
