//! `demo`: the demonstration's people, made through the gateway of an installation whose services run apart.

use std::path::PathBuf;

use anyhow::Context;
use kernel::Sources;

use crate::data_dir::{read_if_there, with_ending, write_private};
use crate::demo;

use super::{Failure, NO_INPUT, outside, serve, tell};

/// Makes the demonstration's people in an empty installation that runs already.
#[derive(clap::Args)]
pub(super) struct Make {
    /// The gateway
    #[arg(long, value_name = "URL")]
    url: String,
    /// The file with the one-time token of the set-up: `setup-token` in auth-rbac's data directory
    #[arg(long, value_name = "FILE")]
    setup_token: PathBuf,
    /// The authority that signed the gateway's certificate (PEM), where it is the platform's own
    #[arg(long, value_name = "FILE")]
    authority: Option<PathBuf>,
    /// Where to write how everybody signs in; a file that is there is left alone
    #[arg(long, value_name = "FILE", default_value = demo::FILE)]
    output: PathBuf,
}

pub(super) async fn run(make: Make) -> Result<(), Failure> {
    let path = make.output.display();
    if make.output.exists() {
        return Err(Failure { line: format!("{path} is there already, and is left alone"), code: NO_INPUT });
    }
    let outside = outside(&make.url, make.authority.as_deref())?;
    // What an earlier call made before it was cut off; the token is spent then.
    let part_file = with_ending(&make.output, "part");
    let part = read_if_there(&part_file);
    let part = part.map_err(|error| Failure { line: format!("{error:#}"), code: NO_INPUT })?;
    let token = match (std::fs::read_to_string(&make.setup_token), &part) {
        (Ok(token), _) => Some(token),
        (Err(_), Some(_)) => None,
        (Err(error), None) => {
            let line = format!(
                "{} cannot be read ({error}): the installation is set up already, or this is not where auth-rbac runs",
                make.setup_token.display()
            );
            return Err(Failure { line, code: NO_INPUT });
        }
    };
    let keep = |bytes: &[u8]| write_private(&part_file, bytes);
    let made = demo::make(&outside, token, part.as_deref(), &Sources::system(), &keep).await?;
    let bytes = serde_json::to_vec_pretty(&made).map_err(anyhow::Error::from)?;
    write_private(&make.output, &bytes).with_context(|| format!("cannot write {path}"))?;
    std::fs::remove_file(&part_file)
        .with_context(|| format!("{} holds the same secrets and cannot be removed", part_file.display()))?;
    serve::list(&made);
    tell(&format!("  secrets of the one-time codes: {path}"));
    Ok(())
}
