//! `audit`: verifies the audit log with the public key alone.

use std::path::PathBuf;

use clap::Subcommand;

use super::{Failure, NOT_INTACT, configuration, tell};

/// Works with the audit log.
#[derive(Subcommand)]
pub(crate) enum Audit {
    /// Verifies the log of a data directory against its signed heads
    Verify {
        /// The data directory
        #[arg(long, value_name = "DIR")]
        data_dir: Option<PathBuf>,
    },
}

pub(crate) fn run(command: Audit) -> Result<(), Failure> {
    let Audit::Verify { data_dir } = command;
    let config = configuration(None, data_dir)?;
    let report = audit_logging::verify(&config.data_dir);
    tell(&format!("events       {}", report.events));
    tell(&format!("anchored     {}", report.anchored));
    tell(&format!("unanchored   {}", report.unanchored));
    tell(&format!("signed heads {}", report.heads));
    tell(&format!("root         {}", report.root));
    for finding in &report.findings {
        tell(&format!("FAULT        {finding}"));
    }
    if report.is_intact() {
        tell("the log is intact");
        return Ok(());
    }
    let line = format!("the log is not intact: {} findings", report.findings_total);
    Err(Failure { line, code: NOT_INTACT })
}
