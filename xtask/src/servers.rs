//! Real servers for tests: found or installed, started on loopback in a temporary directory by an unprivileged
//! user, stopped when the tests end.

mod postgres;
mod redis;

use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use self::postgres::Postgres;
use self::redis::Redis;
use crate::say;

/// Servers that run until this is dropped.
pub(crate) struct Servers {
    postgres: Postgres,
    redis: Redis,
}

impl Servers {
    /// Finds the servers, or installs them, and starts them.
    pub(crate) fn start() -> Result<Self> {
        Ok(Self { postgres: Postgres::start()?, redis: Redis::start()? })
    }

    /// The variables that tests read. That they are set says that the servers must be there.
    pub(crate) fn environment(&self) -> [(&'static str, String); 2] {
        [("TEST_POSTGRES_URL", self.postgres.url()), ("TEST_REDIS_URL", self.redis.url())]
    }
}

/// A directory of this run's own.
fn folder(server: &str) -> Result<PathBuf> {
    let folder = std::env::temp_dir().join(format!("therapeutic-ai-{server}-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

fn remove(folder: &PathBuf) {
    if let Err(error) = std::fs::remove_dir_all(folder) {
        say(&format!("{} stays behind: {error}", folder.display()));
    }
}

/// A command as the user whom the package made, when this is root: servers of ours never run as root.
fn as_user(user: &str, program: PathBuf) -> Result<Command> {
    if !is_root()? {
        return Ok(Command::new(program));
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid", user, "--regid", user, "--init-groups"]).arg(program);
    Ok(command)
}

/// A program on the path.
pub(crate) fn on_path(program: &str) -> Option<PathBuf> {
    std::env::split_paths(&path_variable()).map(|path| path.join(program)).find(|path| path.exists())
}

#[expect(clippy::disallowed_methods, reason = "a task looks for programs on the path")]
fn path_variable() -> std::ffi::OsString {
    std::env::var_os("PATH").unwrap_or_default()
}

pub(crate) fn install(package: &str) -> Result<()> {
    if !is_root()? {
        bail!("{package} is not here, and only root may install it: `apt-get install {package}`");
    }
    say(&format!("== installing {package}"));
    run(Command::new("apt-get").args(["-qq", "update"]).stdout(Stdio::null()))?;
    let mut command = Command::new("apt-get");
    command
        .args(["-qq", "install", "--yes", "--no-install-recommends", package])
        .env("DEBIAN_FRONTEND", "noninteractive");
    run(command.stdout(Stdio::null()))
}

fn is_root() -> Result<bool> {
    let output = Command::new("id").arg("-u").output().context("`id` does not start")?;
    Ok(output.stdout.trim_ascii() == b"0")
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

fn run(command: &mut Command) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command.status().with_context(|| format!("`{name}` does not start"))?;
    if status.success() { Ok(()) } else { bail!("`{name}` failed") }
}
