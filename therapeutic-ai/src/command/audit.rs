//! `audit`: verifies the audit log with a public key alone, and gives out the signed heads that are worth keeping.

use std::path::{Path, PathBuf};

use audit_logging::{Against, Finding, Report};
use clap::Subcommand;

use super::{Failure, NOT_INTACT, UNREACHABLE, block_on, configuration, read_text, tell};
use crate::config::{Config, StoresMode};
use crate::platform::postgres_url;

/// Works with the audit log.
#[derive(Subcommand)]
pub(crate) enum Audit {
    /// Verifies the log against its signed heads; on SQLite or PostgreSQL, as the configuration says
    Verify(Verify),
    /// Prints the newest signed head, to be kept where nobody who can change the log can change it
    Checkpoint(Place),
}

/// Which log.
#[derive(clap::Args)]
pub(crate) struct Place {
    /// The configuration file (TOML)
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The data directory of audit-logging: its public key and, unless the configuration says otherwise, its heads
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// The log's public key as it was kept elsewhere, instead of the one that lies beside the data
    #[arg(long, value_name = "FILE")]
    public_key: Option<PathBuf>,
}

/// What to verify, and against what.
#[derive(clap::Args)]
pub(crate) struct Verify {
    #[command(flatten)]
    place: Place,
    /// A checkpoint that was kept: the log must go on from it
    #[arg(long, value_name = "FILE")]
    checkpoint: Option<PathBuf>,
}

impl Place {
    fn read(self) -> Result<(Config, Against), Failure> {
        let config = configuration(self.config.as_deref(), self.data_dir)?;
        let public_key = self.public_key.as_deref().map(read_text).transpose()?;
        let head_directory = config.audit_logging.head_directory.clone();
        Ok((config, Against { head_directory, public_key, checkpoint: None }))
    }
}

pub(crate) fn run(command: Audit) -> Result<(), Failure> {
    match command {
        Audit::Verify(verify) => {
            let from = verify.place.public_key.clone();
            let (config, mut against) = verify.place.read()?;
            against.checkpoint = verify.checkpoint.as_deref().map(read_text).transpose()?;
            let report = report(&config, &against)?;
            told(&report, from.as_deref(), &config.data_dir);
            judged(&report, config.stores.mode)
        }
        Audit::Checkpoint(place) => {
            let (config, against) = place.read()?;
            let head = audit_logging::newest_checkpoint(&config.data_dir, &against);
            let head = head.map_err(|finding| Failure { line: finding.to_string(), code: NOT_INTACT })?;
            tell(head.trim_end());
            Ok(())
        }
    }
}

fn report(config: &Config, against: &Against) -> Result<Report, Failure> {
    let Some(url) = postgres_url(&config.stores)? else {
        return Ok(audit_logging::verify_against(&config.data_dir, against));
    };
    let prefix = config.stores.schema_prefix();
    block_on(async { Ok(audit_logging::verify_server(&url, prefix, &config.data_dir, against).await) })
}

fn told(report: &Report, key_file: Option<&Path>, data_dir: &Path) {
    if let Some(key) = &report.key {
        tell(&format!("key          {key}"));
        tell(&match key_file {
            Some(file) => format!("             (from {})", file.display()),
            None => format!(
                "             (from {}, beside the data: compare it with one that was kept elsewhere)",
                data_dir.display()
            ),
        });
    }
    tell(&format!("events       {}", report.events));
    tell(&format!("anchored     {}", report.anchored));
    tell(&format!("unanchored   {}", report.unanchored));
    tell(&format!("signed heads {}", report.heads));
    tell(&format!("root         {}", report.root));
    for finding in &report.findings {
        tell(&format!("FAULT        {finding}"));
    }
}

fn judged(report: &Report, mode: StoresMode) -> Result<(), Failure> {
    if report.is_intact() {
        tell("the log is intact");
        return Ok(());
    }
    // A file that is gone was taken away; a server that does not answer says nothing of its log.
    if mode == StoresMode::Distributed
        && report.events == 0
        && let [Finding::Store(why)] = report.findings.as_slice()
    {
        let line = format!("the log was not verified, the store cannot be read: {why}");
        return Err(Failure { line, code: UNREACHABLE });
    }
    let line = format!("the log is not intact: {} findings", report.findings_total);
    Err(Failure { line, code: NOT_INTACT })
}
