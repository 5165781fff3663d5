//! `accounts`: the way back of an administrator whom nobody in the house can help.

use std::path::PathBuf;
use std::time::Duration;

use auth_rbac::Recovery;
use clap::Subcommand;

use super::{CONFIG, Failure, REFUSED, UNREACHABLE, configuration, keys, tell};

/// How long a running service is waited for: it looks once a second.
const WAITED: Duration = Duration::from_secs(20);
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// Accounts of a running installation.
#[derive(Subcommand)]
pub(crate) enum Accounts {
    /// Gives an administrator who lost everything a new password and a new second factor
    Recover(Recover),
}

/// Gives an administrator who lost everything a new password and a new second factor.
#[derive(clap::Args)]
pub(crate) struct Recover {
    /// The e-mail address of the administrator
    #[arg(value_name = "ADDRESS")]
    email: String,
    /// The configuration file (TOML)
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Where stores lie; keys are beside it unless said otherwise
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// Where keys lie
    #[arg(long, value_name = "DIR")]
    key_dir: Option<PathBuf>,
}

pub(crate) async fn run(command: Accounts) -> Result<(), Failure> {
    let Accounts::Recover(asked) = command;
    let config = configuration(asked.config.as_deref(), asked.data_dir)?;
    let directory = keys::opened(&config, asked.key_dir)?;
    let unwritable = |error: std::io::Error| Failure {
        line: format!("{}: {error}", directory.path().display()),
        code: CONFIG,
    };
    auth_rbac::order_recovery(&directory, &asked.email).map_err(unwritable)?;
    let (begun, mut look) = (tokio::time::Instant::now(), tokio::time::interval(LOOK_EVERY));
    loop {
        look.tick().await;
        if let Some(answer) = auth_rbac::take_recovery(&directory).map_err(unwritable)? {
            return told(answer, config.console.origin.as_deref());
        }
        if begun.elapsed() >= WAITED {
            auth_rbac::withdraw_recovery(&directory).map_err(unwritable)?;
            let line = "no auth-rbac that runs over this key directory took the order up; it is withdrawn"
                .to_owned();
            return Err(Failure { line, code: UNREACHABLE });
        }
    }
}

fn told(answer: Recovery, origin: Option<&str>) -> Result<(), Failure> {
    match answer {
        Recovery::Nobody => {
            let line = "no administrator whose account may be used has this address".to_owned();
            Err(Failure { line, code: REFUSED })
        }
        Recovery::Links { password, second_factor, expires_at } => {
            let origin = origin.unwrap_or_default();
            tell("First a new password, then with it a new app; each is good once:");
            tell(&format!("  {origin}/password/new?code={password}"));
            tell(&format!("  {origin}/second-factor/new?code={second_factor}"));
            tell(&format!("not after {expires_at}; the order stands in the audit log"));
            Ok(())
        }
    }
}
