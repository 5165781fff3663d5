//! Which stores fail now, and how: a file that the test writes and the program under test reads at every statement,
//! so that what was switched on holds from the next statement on, in every process.

use std::path::{Path, PathBuf};

use store_sql::failpoint::Failure;

/// The switch.
#[derive(Clone, Debug)]
pub struct Failures {
    file: PathBuf,
}

/// Every store, the vault's keystore among them.
pub const EVERY_STORE: &str = "*";

impl Failures {
    /// The variable that tells the program under test where the switch is.
    pub const VARIABLE: &str = "E2E_FAILURES";

    /// The switch in a file; without the file nothing fails.
    pub const fn in_file(file: PathBuf) -> Self {
        Self { file }
    }

    /// Where it is.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// How the store of a service fails, if it does.
    pub fn of(&self, service: &str) -> Option<Failure> {
        let text = std::fs::read_to_string(&self.file).ok()?;
        let (store, how) = text.trim().split_once(' ')?;
        if store != EVERY_STORE && store != service {
            return None;
        }
        Some(match how {
            "full" => Failure::Full,
            "slow" => Failure::Slow,
            _ => Failure::Unavailable,
        })
    }

    /// From now on a store fails.
    ///
    /// # Panics
    /// When the switch cannot be written.
    pub fn fail(&self, store: &str, how: Failure) {
        let how = match how {
            Failure::Unavailable => "unavailable",
            Failure::Full => "full",
            Failure::Slow => "slow",
        };
        // Beside it first: a reader sees the old line or the new one.
        let beside = self.file.with_extension("new");
        std::fs::write(&beside, format!("{store} {how}")).expect("writes the switch");
        std::fs::rename(&beside, &self.file).expect("switches");
    }

    /// From now on nothing fails.
    ///
    /// # Panics
    /// When the switch cannot be removed.
    pub fn heal(&self) {
        std::fs::remove_file(&self.file).expect("something was made to fail");
    }
}
