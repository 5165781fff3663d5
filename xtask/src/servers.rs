//! Real servers for tests: found or installed, started on loopback in a temporary directory by an unprivileged
//! user, stopped when the tests end.

use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::say;

/// The user that Debian's package makes; it owns nothing here but the temporary directory.
const USER: &str = "postgres";

/// Servers that run until this is dropped.
pub(crate) struct Servers {
    binaries: PathBuf,
    folder: PathBuf,
    port: u16,
}

impl Servers {
    /// Finds PostgreSQL, or installs it, and starts it.
    pub(crate) fn start() -> Result<Self> {
        let binaries = match find() {
            Some(binaries) => binaries,
            None => {
                install("postgresql")?;
                find().context("PostgreSQL was installed and its `initdb` is still not found")?
            }
        };
        let folder = std::env::temp_dir().join(format!("therapeutic-ai-postgres-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        let port = free_port()?;
        let servers = Self { binaries, folder, port };
        if is_root()? {
            run(Command::new("chown").arg(USER).arg(&servers.folder))?;
        }
        let data = servers.folder.join("data");
        servers.as_user(
            "initdb",
            &["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-D"],
            &data,
            &[],
        )?;
        let options = format!(
            "-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={} -c max_connections=400",
            servers.folder.display()
        );
        let log = servers.folder.join("log");
        let log = log.to_string_lossy();
        servers.as_user("pg_ctl", &["-w", "-l", &log, "-o", &options, "-D"], &data, &["start"])?;
        say(&format!("== PostgreSQL listens on 127.0.0.1:{port}"));
        Ok(servers)
    }

    /// The address for tests.
    pub(crate) fn postgres_url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// Runs a program of PostgreSQL; it refuses to run as root, so then as its own user.
    fn as_user(&self, program: &str, arguments: &[&str], data: &Path, last: &[&str]) -> Result<()> {
        let program = self.binaries.join(program);
        let mut command = if is_root()? {
            let mut command = Command::new("setpriv");
            command.args(["--reuid", USER, "--regid", USER, "--init-groups"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        command.args(arguments).arg(data).args(last).current_dir(&self.folder);
        run(command.stdout(Stdio::null()))
    }
}

impl Drop for Servers {
    fn drop(&mut self) {
        let data = self.folder.join("data");
        if let Err(error) = self.as_user("pg_ctl", &["-m", "immediate", "-D"], &data, &["stop"]) {
            say(&format!("PostgreSQL did not stop: {error:#}"));
        }
        if let Err(error) = std::fs::remove_dir_all(&self.folder) {
            say(&format!("{} stays behind: {error}", self.folder.display()));
        }
    }
}

/// Where `initdb` is: Debian keeps it by version, others on the path.
fn find() -> Option<PathBuf> {
    let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok().map(|entry| entry.path().join("bin")))
        .filter(|path| path.join("initdb").exists())
        .collect();
    versions.sort();
    let on_path = std::env::split_paths(&path_variable()).find(|path| path.join("pg_ctl").exists());
    versions.pop().or(on_path)
}

#[expect(clippy::disallowed_methods, reason = "a task looks for programs on the path")]
fn path_variable() -> std::ffi::OsString {
    std::env::var_os("PATH").unwrap_or_default()
}

fn install(package: &str) -> Result<()> {
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
