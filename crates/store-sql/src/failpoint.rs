//! Where a test makes stores fail as real ones do: gone, full or silent.
//!
//! Off by default, and not to be switched on by accident: there is no flag, no setting and no variable that the
//! shipped program reads. Only code that calls [`install`] has failpoints; `clippy.toml` bans that call, and the
//! one place that expects it is the end-to-end tests' own program. A cargo feature would not do as well: features
//! of a workspace are united, so that building everything at once would put them into the shipped binary.

use std::sync::OnceLock;
use std::time::Duration;

use crate::error::{SQLITE_FULL, StoreError};

/// How often a silent store is asked whether it speaks again.
const LOOK_EVERY: Duration = Duration::from_millis(20);
/// How long a silent store is waited for. PostgreSQL ends a statement after the same time by itself.
const SILENT_MAX: Duration = Duration::from_secs(10);

/// How a store fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// It does not answer: every statement ends at once.
    Unavailable,
    /// There is no room: every statement that writes ends with the engine's own code for it.
    Full,
    /// It takes a statement and says nothing.
    Slow,
}

type Ask = Box<dyn Fn(&'static str) -> Option<Failure> + Send + Sync>;

static ASK: OnceLock<Ask> = OnceLock::new();

/// From now on every statement of this process first asks whether the store of its service fails. Whether this
/// was the first call; a second one changes nothing.
pub fn install(ask: impl Fn(&'static str) -> Option<Failure> + Send + Sync + 'static) -> bool {
    ASK.set(Box::new(ask)).is_ok()
}

/// What a statement is about to do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Intent {
    Read,
    Write,
}

/// The failpoint: where statements and transactions begin.
pub(crate) async fn pass(service: &'static str, intent: Intent) -> Result<(), StoreError> {
    let Some(ask) = ASK.get() else { return Ok(()) };
    let mut waited = Duration::ZERO;
    loop {
        match ask(service) {
            None => return Ok(()),
            // What is full can still be read.
            Some(Failure::Full) if intent == Intent::Read => return Ok(()),
            Some(Failure::Full) => return Err(full()),
            Some(Failure::Slow) if waited < SILENT_MAX => {}
            Some(Failure::Slow | Failure::Unavailable) => return Err(gone()),
        }
        tokio::time::sleep(LOOK_EVERY).await;
        waited += LOOK_EVERY;
    }
}

fn gone() -> StoreError {
    StoreError::unavailable("the store is made to fail")
}

/// SQLite's own answer when the disk is full.
fn full() -> StoreError {
    let code = rusqlite::ffi::Error::new(SQLITE_FULL);
    rusqlite::Error::SqliteFailure(code, Some("the store is made to be full".to_owned())).into()
}
