//! The server under measurement: the real binary, in a session of its own, so that a scheduler that groups by
//! session does not starve it behind the load.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

const START_MAX: Duration = Duration::from_secs(60);
const LOOK_EVERY: Duration = Duration::from_millis(2);

pub(crate) struct Server {
    child: Child,
    /// Where the gateway listens.
    pub(crate) url: String,
    /// From the start of the process until it said that it is ready.
    pub(crate) ready_after: Duration,
}

/// The binary beside this one, unless another is named.
pub(crate) fn binary(named: Option<&Path>) -> Result<PathBuf> {
    let path = match named {
        Some(path) => path.to_owned(),
        None => std::env::current_exe()?.with_file_name("therapeutic-ai"),
    };
    if !path.exists() {
        bail!("{} is not there: `cargo build --release` makes it", path.display());
    }
    Ok(path)
}

impl Server {
    pub(crate) async fn start(binary: &Path, data_dir: &Path) -> Result<Self> {
        let runtime = data_dir.join("runtime.json");
        drop(std::fs::remove_file(&runtime));
        let started = Instant::now();
        let child = Command::new("setsid")
            .arg(binary)
            .args(["serve", "--demo", "--listen", "127.0.0.1:0", "--internal-listen", "127.0.0.1:0"])
            .arg("--data-dir")
            .arg(data_dir)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .context("the server cannot be started")?;
        let mut server = Self { child, url: String::new(), ready_after: Duration::ZERO };
        server.wait_for(&runtime, started).await?;
        server.ready_after = started.elapsed();
        let text: serde_json::Value = serde_json::from_slice(&std::fs::read(&runtime)?)?;
        let address = text.get("public").and_then(serde_json::Value::as_str).context("no public address")?;
        server.url = format!("http://{address}");
        server.wait_for(&data_dir.join("demo.json"), started).await?;
        Ok(server)
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    async fn wait_for(&mut self, file: &Path, started: Instant) -> Result<()> {
        while !file.exists() {
            if let Some(status) = self.child.try_wait()? {
                bail!("the server ended early: {status}");
            }
            if started.elapsed() > START_MAX {
                bail!("the server was not ready in time");
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
        Ok(())
    }

    /// SIGTERM, and its end.
    pub(crate) fn stop(mut self) -> Result<()> {
        let id = self.child.id().to_string();
        Command::new("kill").args(["-TERM", &id]).status().context("cannot signal the server")?;
        let status = self.child.wait()?;
        if !status.success() {
            bail!("the server did not end well: {status}");
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
