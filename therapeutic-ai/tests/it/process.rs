//! Starting the real binary on ports that the system chooses, and waiting on what it says.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use testkit::{Process, wait_until};
use therapeutic_ai::demo;

/// The binary.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_therapeutic-ai");

/// Runs a command to its end.
pub(crate) fn run(arguments: &[&str]) -> Output {
    Command::new(PROGRAM).args(arguments).stdin(Stdio::null()).output().expect("the binary runs")
}

/// The exit code and the one line of a command that fails.
pub(crate) fn fails(arguments: &[&str]) -> (i32, String) {
    let output = run(arguments);
    let text = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    (output.status.code().expect("it exits"), text)
}

/// A server that is ended when this is dropped.
pub(crate) struct Server {
    process: Process,
}

impl Server {
    /// Starts `serve` on a data directory and waits until it is ready.
    pub(crate) fn start(data_dir: &Path) -> Self {
        Self::start_with(data_dir, &[])
    }

    /// The same with `--demo`, and waits until its people are there.
    pub(crate) fn start_demo(data_dir: &Path) -> Self {
        let mut server = Self::start_with(data_dir, &["--demo"]);
        // An account after the other: one of them may wait half a minute for the next one-time code.
        while !data_dir.join(demo::FILE).exists() {
            let before = Self::made(data_dir);
            wait_until("the next account of the demonstration is made", || {
                assert!(!server.process.has_ended(), "it ended before: {}", server.process.said());
                data_dir.join(demo::FILE).exists() || Self::made(data_dir) > before
            });
        }
        server
    }

    /// How many accounts of a demonstration that is being made are written down.
    pub(crate) fn made(data_dir: &Path) -> usize {
        let part = std::fs::read(data_dir.join(demo::PART)).unwrap_or_default();
        let part: serde_json::Value = serde_json::from_slice(&part).unwrap_or_default();
        part["accounts"].as_array().map_or(0, Vec::len)
    }

    /// The same with flags of the test's own.
    pub(crate) fn start_with(data_dir: &Path, flags: &[&str]) -> Self {
        let ports = ["--listen", "127.0.0.1:0", "--internal-listen", "127.0.0.1:0"];
        Self::start_with_ports(data_dir, flags, ports)
    }

    /// The same on these ports.
    pub(crate) fn start_with_ports(data_dir: &Path, flags: &[&str], ports: [&str; 4]) -> Self {
        let runtime = data_dir.join("runtime.json");
        drop(std::fs::remove_file(&runtime));
        let mut command = Command::new(PROGRAM);
        command.arg("serve").args(flags).args(ports).arg("--data-dir").arg(data_dir);
        let said = data_dir.with_extension("said");
        let mut server = Self { process: Process::start(&mut command, &said) };
        wait_until("the server is ready", || {
            assert!(!server.process.has_ended(), "it ended before: {}", server.process.said());
            runtime.exists()
        });
        server
    }

    /// Where the gateway listens.
    pub(crate) fn url(data_dir: &Path) -> String {
        let bytes = std::fs::read(data_dir.join("runtime.json")).expect("reads");
        let runtime: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
        format!("http://{}", runtime["public"].as_str().expect("an address"))
    }

    /// SIGKILL: no time for anything.
    pub(crate) fn kill(self) {
        self.process.kill();
    }

    /// SIGTERM, and the exit code.
    pub(crate) fn terminate(self) -> Option<i32> {
        self.process.terminate()
    }
}
