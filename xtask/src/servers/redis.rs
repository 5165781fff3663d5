//! Redis: a child of this process that keeps nothing, ended by its own id.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};

use super::{as_user, folder, free_port, install, is_root, on_path, remove, run};
use crate::say;

/// The user that Debian's package makes.
const USER: &str = "redis";
/// What the server writes when it takes connections.
const READY: &str = "Ready to accept connections";

pub(super) struct Redis {
    child: Child,
    folder: PathBuf,
    port: u16,
}

impl Redis {
    pub(super) fn start() -> Result<Self> {
        let program = match on_path("redis-server") {
            Some(program) => program,
            None => {
                install("redis-server")?;
                on_path("redis-server").context("Redis was installed and is still not found")?
            }
        };
        let folder = folder("redis")?;
        if is_root()? {
            run(Command::new("chown").arg(USER).arg(&folder))?;
        }
        let port = free_port()?;
        let mut command = as_user(USER, program)?;
        command
            .args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"])
            .args(["--maxmemory", "128mb", "--maxmemory-policy", "volatile-ttl", "--dir"])
            .arg(&folder)
            .current_dir(&folder)
            .stdout(Stdio::piped());
        let mut child = command.spawn().context("`redis-server` does not start")?;
        let output = child.stdout.take().context("`redis-server` has no output")?;
        let server = Self { child, folder, port };
        let mut lines = BufReader::new(output).lines();
        if !lines.by_ref().map_while(Result::ok).any(|line| line.contains(READY)) {
            bail!("`redis-server` ended before it was ready");
        }
        // Read on, so that it never waits for a full pipe.
        std::thread::spawn(move || lines.for_each(drop));
        say(&format!("== Redis listens on 127.0.0.1:{port}"));
        Ok(server)
    }

    pub(super) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        if let Err(error) = self.child.kill().and_then(|()| self.child.wait()) {
            say(&format!("Redis did not stop: {error}"));
        }
        remove(&self.folder);
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpStream;

    use super::*;

    #[test]
    fn it_answers_while_it_is_held_and_is_gone_afterwards() {
        if on_path("redis-server").is_none() {
            return;
        }
        let server = Redis::start().expect("starts");
        let (address, folder) = (("127.0.0.1", server.port), server.folder.clone());
        let mut stream = TcpStream::connect(address).expect("listens");
        stream.write_all(b"PING\r\n").expect("writes");
        let mut answer = [0; 7];
        stream.read_exact(&mut answer).expect("answers");
        assert_eq!(&answer, b"+PONG\r\n");
        drop(server);
        assert!(TcpStream::connect(address).is_err(), "it has ended");
        assert!(!folder.exists());
    }
}
