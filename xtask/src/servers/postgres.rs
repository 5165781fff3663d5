//! PostgreSQL: a cluster of its own, started and stopped by its own `pg_ctl`.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use super::{as_user, folder, free_port, install, is_root, on_path, remove, run};
use crate::say;

/// The user that Debian's package makes; it owns nothing here but the temporary directory.
const USER: &str = "postgres";

pub(super) struct Postgres {
    binaries: PathBuf,
    folder: PathBuf,
    port: u16,
}

impl Postgres {
    pub(super) fn start() -> Result<Self> {
        let binaries = match find() {
            Some(binaries) => binaries,
            None => {
                install("postgresql")?;
                find().context("PostgreSQL was installed and its `initdb` is still not found")?
            }
        };
        let folder = folder("postgres")?;
        let port = free_port()?;
        let server = Self { binaries, folder, port };
        if is_root()? {
            run(Command::new("chown").arg(USER).arg(&server.folder))?;
        }
        let data = server.folder.join("data");
        server.program(
            "initdb",
            &["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-D"],
            &data,
            &[],
        )?;
        let options = format!(
            "-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={} -c max_connections=400",
            server.folder.display()
        );
        let log = server.folder.join("log");
        let log = log.to_string_lossy();
        server.program("pg_ctl", &["-w", "-l", &log, "-o", &options, "-D"], &data, &["start"])?;
        say(&format!("== PostgreSQL listens on 127.0.0.1:{port}"));
        Ok(server)
    }

    pub(super) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// Runs a program of PostgreSQL; it refuses to run as root, so then as its own user.
    fn program(&self, program: &str, arguments: &[&str], data: &Path, last: &[&str]) -> Result<()> {
        let mut command = as_user(USER, self.binaries.join(program))?;
        command.args(arguments).arg(data).args(last).current_dir(&self.folder);
        run(command.stdout(Stdio::null()))
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let data = self.folder.join("data");
        if let Err(error) = self.program("pg_ctl", &["-m", "immediate", "-D"], &data, &["stop"]) {
            say(&format!("PostgreSQL did not stop: {error:#}"));
        }
        remove(&self.folder);
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
    versions.pop().or_else(|| on_path("pg_ctl")?.parent().map(Path::to_path_buf))
}
