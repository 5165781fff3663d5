//! Starting the real binary on ports that the system chooses, and waiting on what it says.

use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

const BINARY: &str = env!("CARGO_BIN_EXE_therapeutic-ai");
const SOON: Duration = Duration::from_secs(60);

/// Runs a command to its end.
pub(crate) fn run(arguments: &[&str]) -> Output {
    Command::new(BINARY).args(arguments).stdin(Stdio::null()).output().expect("the binary runs")
}

/// The exit code and the one line of a command that fails.
pub(crate) fn fails(arguments: &[&str]) -> (i32, String) {
    let output = run(arguments);
    let text = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    (output.status.code().expect("it exits"), text)
}

/// A server that is ended when this is dropped.
pub(crate) struct Server {
    child: Child,
    /// How long it took from the start until it was ready.
    pub(crate) ready_after: Duration,
}

impl Server {
    /// Starts `serve --demo` on a data directory and waits until it is ready.
    pub(crate) fn start(data_dir: &Path) -> Self {
        let runtime = data_dir.join("runtime.json");
        drop(std::fs::remove_file(&runtime));
        let started = Instant::now();
        let child = Command::new(BINARY)
            .args([
                "serve",
                "--demo",
                "--listen",
                "127.0.0.1:0",
                "--internal-listen",
                "127.0.0.1:0",
                "--data-dir",
            ])
            .arg(data_dir)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .expect("starts");
        let mut server = Self { child, ready_after: Duration::ZERO };
        wait_for(|| runtime.exists() || server.child.try_wait().expect("asks").is_some());
        assert!(runtime.exists(), "the server ended before it was ready");
        server.ready_after = started.elapsed();
        wait_for(|| data_dir.join("demo.json").exists());
        server
    }

    /// Where the gateway listens.
    pub(crate) fn url(data_dir: &Path) -> String {
        let bytes = std::fs::read(data_dir.join("runtime.json")).expect("reads");
        let runtime: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
        format!("http://{}", runtime["public"].as_str().expect("an address"))
    }

    /// SIGKILL: no time for anything.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("kills");
        self.child.wait().expect("ends");
    }

    /// SIGTERM, and the exit code.
    pub(crate) fn terminate(mut self) -> Option<i32> {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().expect("signals").success());
        self.child.wait().expect("ends").code()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Waits on a condition, with a deadline.
pub(crate) fn wait_for(mut condition: impl FnMut() -> bool) {
    let started = Instant::now();
    while !condition() {
        assert!(started.elapsed() < SOON, "the condition did not come about");
        pause();
    }
}

/// A short pause between two looks at a condition.
#[expect(clippy::disallowed_methods, reason = "another process is waited for")]
pub(crate) fn pause() {
    std::thread::sleep(Duration::from_millis(20));
}
