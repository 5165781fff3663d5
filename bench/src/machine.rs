//! What the machine says of a process, and what its disk can do at best.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

/// `sysconf(_SC_CLK_TCK)`, which is 100 on every Linux that Rust runs on.
const TICKS_PER_SECOND: u64 = 100;
/// Appends of the probe: enough for a median, short enough to stand between two phases.
const PROBES: usize = 200;
/// The size of an audit event.
const PROBE_BYTES: usize = 570;

/// The CPU time that a process has used, user and system, of all its threads.
pub(crate) fn cpu(pid: u32) -> Result<Duration> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).context("the server is gone")?;
    // The name in parentheses may hold anything; the fields are counted after it.
    let after = stat.rsplit_once(')').context("not a stat line")?.1;
    let fields: Vec<&str> = after.split_whitespace().collect();
    let ticks = |place: usize| fields.get(place).and_then(|text| text.parse::<u64>().ok()).unwrap_or(0);
    Ok(Duration::from_millis((ticks(11) + ticks(12)) * 1_000 / TICKS_PER_SECOND))
}

/// Resident memory in MiB.
pub(crate) fn resident_mib(pid: u32) -> Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).context("the server is gone")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no resident size")?;
    let kib: f64 = line.trim().trim_end_matches("kB").trim().parse().context("not a size")?;
    Ok(kib / 1_024.0)
}

/// What one durable append of an event's size costs on the disk of a folder, alone: the limit of every design.
pub(crate) fn durable_append(folder: &Path) -> Result<Vec<Duration>> {
    let mut file = std::fs::File::create(folder.join("probe"))?;
    let event = [b'.'; PROBE_BYTES];
    let mut took = Vec::with_capacity(PROBES);
    for _ in 0..PROBES {
        let started = Instant::now();
        file.write_all(&event)?;
        file.sync_data()?;
        took.push(started.elapsed());
    }
    Ok(took)
}

/// A folder of this run, removed with everything in it.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Result<Self> {
        let path = std::env::temp_dir().join(format!("therapeutic-ai-bench-{}", std::process::id()));
        std::fs::create_dir(&path).with_context(|| format!("cannot make {}", path.display()))?;
        Ok(Self(path))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}
