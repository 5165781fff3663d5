//! `keys`: orders for the running installation that only those may give who hold its key directory.

use std::path::PathBuf;

use clap::Subcommand;
use vault::KeyDirectory;

use super::{CONFIG, Failure, configuration, tell};
use crate::config::Config;

/// Orders for the keys of a running installation.
#[derive(Subcommand)]
pub(crate) enum Keys {
    /// Orders a new key that signs tokens; the old one runs out with its last token
    Rotate(Rotate),
}

/// Orders a new key that signs tokens.
#[derive(clap::Args)]
pub(crate) struct Rotate {
    /// The configuration file (TOML)
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Where stores lie; keys are beside it unless said otherwise
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// Where keys lie
    #[arg(long, value_name = "DIR")]
    key_dir: Option<PathBuf>,
    /// A key was lost: the new one takes over at once, and no earlier token holds any more
    #[arg(long)]
    revoke: bool,
}

/// The key directory that an order is given in: one that is there already, or the order would reach nobody.
pub(super) fn opened(config: &Config, key_dir: Option<PathBuf>) -> Result<KeyDirectory, Failure> {
    let path = key_dir.unwrap_or_else(|| config.key_dir());
    let unusable = |why: String| Failure { line: why, code: CONFIG };
    if !path.is_dir() {
        return Err(unusable(format!("there is no key directory at {}", path.display())));
    }
    KeyDirectory::open(&path).map_err(|error| unusable(error.to_string()))
}

pub(crate) fn run(command: Keys) -> Result<(), Failure> {
    let Keys::Rotate(rotate) = command;
    let config = configuration(rotate.config.as_deref(), rotate.data_dir)?;
    let directory = opened(&config, rotate.key_dir)?;
    let unusable = |why: String| Failure { line: why, code: CONFIG };
    auth_rbac::order_new_key(&directory, rotate.revoke).map_err(|error| unusable(error.to_string()))?;
    tell(if rotate.revoke {
        "ordered: a new key signs within seconds, and tokens of earlier keys hold a minute longer at most"
    } else {
        "ordered: a new key is published within seconds and signs three minutes later; earlier tokens run out by themselves"
    });
    Ok(())
}
