//! `demo`: the demonstration's people, made through the gateway of an installation whose services run apart.

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;

use anyhow::Context;
use kernel::Sources;

use crate::demo;

use super::{Failure, serve, tell};

/// Makes the demonstration's people in an empty installation that runs already.
#[derive(clap::Args)]
pub(super) struct Make {
    /// The gateway
    #[arg(long, value_name = "URL")]
    url: String,
    /// The file with the one-time token of the set-up: `setup-token` in auth-rbac's data directory
    #[arg(long, value_name = "FILE")]
    setup_token: PathBuf,
    /// Where to write how everybody signs in; a file that is there is left alone
    #[arg(long, value_name = "FILE", default_value = demo::FILE)]
    output: PathBuf,
}

pub(super) async fn run(make: Make) -> Result<(), Failure> {
    let token = std::fs::read_to_string(&make.setup_token).with_context(|| {
        format!(
            "{} cannot be read: the installation is set up already, or this is not where auth-rbac runs",
            make.setup_token.display()
        )
    })?;
    // Before anything is made: whoever cannot write down how people sign in has locked them out.
    let path = make.output.display();
    let file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&make.output);
    let mut file = file.with_context(|| format!("cannot write {path}"))?;
    let made = match demo::make(&make.url, token, &Sources::system()).await {
        Ok(made) => made,
        Err(error) => {
            // So that the command can be given again.
            drop(std::fs::remove_file(&make.output));
            return Err(error.into());
        }
    };
    let bytes = serde_json::to_vec_pretty(&made).map_err(anyhow::Error::from)?;
    file.write_all(&bytes).and_then(|()| file.sync_all()).with_context(|| format!("cannot write {path}"))?;
    serve::list(&made);
    tell(&format!("  secrets of the one-time codes: {path}"));
    Ok(())
}
