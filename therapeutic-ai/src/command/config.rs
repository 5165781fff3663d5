//! `config`: checks, prints and documents the configuration.

use std::path::PathBuf;

use crate::config::{Config, reference};
use clap::Subcommand;

use super::{Failure, configuration, tell};

/// Works with the configuration.
#[derive(Subcommand)]
pub(crate) enum ConfigCommand {
    /// Says whether a configuration holds
    Check {
        /// The configuration file
        #[arg(long, value_name = "FILE")]
        config: Option<PathBuf>,
    },
    /// Prints the whole configuration as it would be used
    Print {
        /// The configuration file
        #[arg(long, value_name = "FILE")]
        config: Option<PathBuf>,
    },
    /// Prints every key with its meaning and its default, as a file to start from
    Docs,
}

pub(crate) fn run(command: ConfigCommand) -> Result<(), Failure> {
    match command {
        ConfigCommand::Check { config } => {
            configuration(config.as_deref(), None)?.check_published()?;
            tell("the configuration holds");
            Ok(())
        }
        ConfigCommand::Print { config } => print(&configuration(config.as_deref(), None)?),
        ConfigCommand::Docs => {
            tell(reference::text().trim_end());
            Ok(())
        }
    }
}

fn print(config: &Config) -> Result<(), Failure> {
    let text = toml::to_string_pretty(config).map_err(anyhow::Error::from)?;
    tell(text.trim_end());
    Ok(())
}
