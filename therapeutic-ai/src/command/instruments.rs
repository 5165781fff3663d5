//! `instruments`: the words of questionnaires, which an operator who has the right to use them installs.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Subcommand;
use content_safety_api::Language;
use instruments::{Pack, digest_hex, installed_name, is_as_installed};

use super::{CONFIG, DATA_DIR, Failure, NO_INPUT, configuration, tell};

/// The longest pack that is read.
const PACK_BYTES_MAX: u64 = 1024 * 1024;

/// The words of questionnaires.
#[derive(Subcommand)]
pub(crate) enum Instruments {
    /// Installs a pack: its words, the right by which they are used, and the rules that must be the published ones
    Install(Install),
    /// Lists what is installed
    List(List),
}

/// Installs a pack.
#[derive(clap::Args)]
pub(crate) struct Install {
    /// The pack (JSON)
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The SHA-256 of the file, from whoever gave it out: another file is refused
    #[arg(long, value_name = "HEX")]
    sha256: String,
    #[command(flatten)]
    place: Place,
}

/// Lists what is installed.
#[derive(clap::Args)]
pub(crate) struct List {
    #[command(flatten)]
    place: Place,
}

/// Where packs lie.
#[derive(clap::Args)]
struct Place {
    /// The configuration file (TOML)
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Where stores lie; packs are in its `instruments`
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
}

impl Place {
    fn directory(self) -> Result<PathBuf, Failure> {
        let config = configuration(self.config.as_deref(), self.data_dir)?;
        Ok(config.data_dir.join(ai_gateway::INSTRUMENTS_DIRECTORY))
    }
}

pub(crate) fn run(command: Instruments) -> Result<(), Failure> {
    match command {
        Instruments::Install(install) => run_install(install),
        Instruments::List(list) => run_list(list),
    }
}

fn run_install(install: Install) -> Result<(), Failure> {
    let bytes = read(&install.file)?;
    let digest = digest_hex(&bytes);
    if !digest.eq_ignore_ascii_case(install.sha256.trim()) {
        let line =
            format!("{}: its SHA-256 is {digest}, and not the one that was given", install.file.display());
        return Err(Failure { line, code: CONFIG });
    }
    let pack = Pack::read(&bytes).map_err(|faults| {
        let faults: Vec<String> = faults
            .iter()
            .take(5)
            .map(|fault| format!("{} {}", fault.code, fault.place).trim().to_owned())
            .collect();
        Failure { line: format!("{}: {}", install.file.display(), faults.join("; ")), code: CONFIG }
    })?;
    let directory = install.place.directory()?;
    let unwritable =
        |error: std::io::Error| Failure { line: format!("{}: {error}", directory.display()), code: DATA_DIR };
    std::fs::create_dir_all(&directory).map_err(unwritable)?;
    let name = installed_name(&pack, &bytes);
    // Whole or not at all: a process that starts meanwhile sees the one or the other.
    let partial = directory.join(format!("{name}.partial"));
    let written = std::fs::File::create(&partial).and_then(|mut file| {
        file.write_all(&bytes)?;
        file.sync_all()
    });
    written.and_then(|()| std::fs::rename(&partial, directory.join(&name))).map_err(unwritable)?;
    for other in
        installed(&directory).filter(|other| *other != name && other.starts_with(&format!("{}.", pack.id)))
    {
        std::fs::remove_file(directory.join(&other)).map_err(unwritable)?;
    }
    tell(&format!("installed: {} {}, in {}", pack.id, pack.version, languages(&pack)));
    tell(&format!("by right: {}", pack.rights));
    tell("it is asked of whom a provider assigns it to, after the next start");
    Ok(())
}

fn run_list(list: List) -> Result<(), Failure> {
    let directory = list.place.directory()?;
    let mut names: Vec<String> = installed(&directory).collect();
    names.sort();
    if names.is_empty() {
        tell("none is installed");
    }
    for name in names {
        let bytes = read(&directory.join(&name))?;
        let state = match Pack::read(&bytes) {
            _ if !is_as_installed(&name, &bytes) => "not what was installed; it is not used".to_owned(),
            Ok(pack) => {
                format!("{} {}, in {}; by right: {}", pack.id, pack.version, languages(&pack), pack.rights)
            }
            Err(faults) => format!("{} faults; it is not used", faults.len()),
        };
        tell(&format!("{name}: {state}"));
    }
    Ok(())
}

fn installed(directory: &Path) -> impl Iterator<Item = String> {
    let entries = std::fs::read_dir(directory).into_iter().flatten().filter_map(Result::ok);
    entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| Path::new(name).extension().is_some_and(|extension| extension == "json"))
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let unreadable = |why: String| Failure { line: format!("{}: {why}", path.display()), code: NO_INPUT };
    let length = std::fs::metadata(path).map_err(|error| unreadable(error.to_string()))?.len();
    if length > PACK_BYTES_MAX {
        return Err(unreadable(format!("a pack is at most {PACK_BYTES_MAX} bytes")));
    }
    std::fs::read(path).map_err(|error| unreadable(error.to_string()))
}

fn languages(pack: &Pack) -> String {
    let name = |language| if language == Language::Es { "Spanish" } else { "English" };
    let names: Vec<&str> = pack.texts.iter().map(|text| name(text.language)).collect();
    names.join(" and ")
}
