//! A process of a test's own: what it says is kept in a file, and it is ended and reaped by its id however the
//! test ends, a panic included.

use std::fs::OpenOptions;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A running process; dropped, it is killed and reaped.
#[derive(Debug)]
pub struct Process {
    child: Child,
    said: PathBuf,
}

impl Process {
    /// Starts a command. What it says on both its streams is appended to `said`.
    ///
    /// # Panics
    /// When it cannot be started.
    pub fn start(command: &mut Command, said: &Path) -> Self {
        let open =
            || OpenOptions::new().create(true).append(true).open(said).expect("a file for what is said");
        let child = command
            .stdin(Stdio::null())
            .stdout(Stdio::from(open()))
            .stderr(Stdio::from(open()))
            .spawn()
            .expect("the program starts");
        Self { child, said: said.to_owned() }
    }

    /// Its id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// What it has said so far, and what those said that were started with the same file before it.
    pub fn said(&self) -> String {
        String::from_utf8_lossy(&std::fs::read(&self.said).unwrap_or_default()).into_owned()
    }

    /// Whether it has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        self.child.try_wait().is_ok_and(|status| status.is_some())
    }

    /// SIGKILL: no time for anything.
    pub fn kill(mut self) {
        self.end();
    }

    /// SIGTERM, and the exit code that it ends with.
    ///
    /// # Panics
    /// When it cannot be signalled.
    pub fn terminate(mut self) -> Option<i32> {
        let id = self.child.id().to_string();
        let signalled = Command::new("kill").args(["-TERM", &id]).status().expect("`kill` runs");
        assert!(signalled.success(), "the process is there to be told");
        self.child.wait().ok()?.code()
    }

    fn end(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.end();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wait_until;

    fn shell(script: &str, folder: &Path) -> Process {
        Process::start(Command::new("sh").args(["-c", script]), &folder.join("said"))
    }

    #[test]
    fn a_process_is_told_to_end_and_what_it_said_is_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let process = shell("trap 'exit 7' TERM; echo ready; while :; do sleep 0.01; done", folder.path());
        wait_until("it says that it is ready", || process.said() == "ready\n");
        assert_eq!(process.terminate(), Some(7));
    }

    #[test]
    fn a_panic_leaves_no_process_behind() {
        let folder = tempfile::tempdir().expect("a folder");
        let process = shell("while :; do sleep 1; done", folder.path());
        let entry = PathBuf::from(format!("/proc/{}", process.id()));
        assert!(entry.exists());
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(move || {
            let _held = process;
            panic!("the test fails");
        }));
        assert!(panicked.is_err());
        assert!(!entry.exists(), "killed and reaped");
    }
}
