//! Where a test makes stores fail as real ones do: gone, full or silent.
//!
//! Off by default, and not to be switched on by accident: there is no flag, no setting and no variable that the
//! shipped program reads. Only code that calls [`install`] has failpoints; `clippy.toml` bans that call, and the
//! one place that expects it is the end-to-end tests' own program. A cargo feature would not do as well: features
//! of a workspace are united, so that building everything at once would put them into the shipped binary.

use std::borrow::Cow;
use std::sync::OnceLock;
use std::time::Duration;

use sea_orm::sqlx;
use sea_orm::{DbErr, RuntimeErr};

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
pub(crate) async fn pass(service: &'static str, intent: Intent) -> Result<(), DbErr> {
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

fn gone() -> DbErr {
    DbErr::Conn(RuntimeErr::Internal("the store is made to fail".to_owned()))
}

fn full() -> DbErr {
    let error = sqlx::Error::Database(Box::new(NoRoom));
    DbErr::Exec(RuntimeErr::SqlxError(error.into()))
}

/// SQLite's answer when the disk is full.
#[derive(Debug, thiserror::Error)]
#[error("the store is made to be full")]
struct NoRoom;

impl sqlx::error::DatabaseError for NoRoom {
    fn message(&self) -> &'static str {
        "the store is made to be full"
    }

    fn code(&self) -> Option<Cow<'_, str>> {
        Some("13".into())
    }

    fn as_error(&self) -> &(dyn std::error::Error + Send + Sync + 'static) {
        self
    }

    fn as_error_mut(&mut self) -> &mut (dyn std::error::Error + Send + Sync + 'static) {
        self
    }

    fn into_error(self: Box<Self>) -> Box<dyn std::error::Error + Send + Sync + 'static> {
        self
    }

    fn kind(&self) -> sqlx::error::ErrorKind {
        sqlx::error::ErrorKind::Other
    }
}
