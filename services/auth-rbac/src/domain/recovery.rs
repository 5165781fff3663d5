//! The way back of an administrator whom nobody in the house can help: ordered by whoever holds the key directory.
//!
//! An order is a file there with an address; what is answered lies beside it, for the operator's eyes alone. Who may touch the
//! keys may do this, and nobody else: it is no operation of the contract.

use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use api::Role;
use kernel::{PersonId, Timestamp};
use serde::{Deserialize, Serialize};
use vault::KeyDirectory;

use super::limits::RESET;
use super::secrets::{named_token, normal_email, token_digest};
use super::{Domain, Refused};
use crate::store::Link;

const ORDER: &str = "recover-administrator";
const ANSWER: &str = "recovery-links";
/// The longest order that is read.
const ORDER_BYTES_MAX: u64 = 1024;

/// What an order was answered with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recovery {
    /// Two links, each good once: the password first, the second factor with it then.
    Links {
        /// For the page of a new password.
        password: String,
        /// For the page of a new second factor.
        second_factor: String,
        /// Until when both hold.
        expires_at: Timestamp,
    },
    /// No administrator whose account may be used has this address.
    Nobody,
}

fn order_path(directory: &KeyDirectory) -> PathBuf {
    directory.path().join(ORDER)
}

fn answer_path(directory: &KeyDirectory) -> PathBuf {
    directory.path().join(ANSWER)
}

fn read(file: &Path) -> std::io::Result<Option<String>> {
    match std::fs::File::open(file) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
        Ok(opened) => {
            let mut text = String::new();
            opened.take(ORDER_BYTES_MAX).read_to_string(&mut text)?;
            Ok(Some(text))
        }
    }
}

/// Orders the way back of the administrator with this address. What was answered before is forgotten.
pub(crate) fn order(directory: &KeyDirectory, email: &str) -> std::io::Result<()> {
    crate::remove(&answer_path(directory))?;
    crate::write_private(&order_path(directory), email)
}

/// Takes the answer of an order, once; `None` while there is none.
pub(crate) fn take_answer(directory: &KeyDirectory) -> std::io::Result<Option<Recovery>> {
    let file = answer_path(directory);
    let Some(text) = read(&file)? else { return Ok(None) };
    crate::remove(&file)?;
    serde_json::from_str(&text).map(Some).map_err(std::io::Error::other)
}

/// Takes an order back that nobody has carried out.
pub(crate) fn withdraw(directory: &KeyDirectory) -> std::io::Result<()> {
    crate::remove(&order_path(directory))
}

impl Domain {
    /// Carries out what was ordered, once: of processes over the same directory the one that takes the file.
    pub(super) async fn recover(&self) -> Result<(), Refused> {
        let failed = |error: std::io::Error| Refused::Secret(Box::new(error));
        let file = order_path(&self.turn.directory);
        let Some(email) = read(&file).map_err(failed)? else { return Ok(()) };
        match std::fs::remove_file(&file) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            taken => taken.map_err(failed)?,
        }
        let answer = self.recovery_of(email.trim()).await?;
        let text = serde_json::to_string(&answer).map_err(|error| Refused::Secret(Box::new(error)))?;
        crate::write_private(&answer_path(&self.turn.directory), &text).map_err(failed)
    }

    async fn recovery_of(&self, email: &str) -> Result<Recovery, Refused> {
        let digest = self.emails.digest(&normal_email(email));
        let row = self.store.person_of_email(digest).await?;
        let row = row.filter(|row| row.role == Role::Admin && !row.disabled && row.password.is_some());
        let Some(row) = row else { return Ok(Recovery::Nobody) };
        let expires_at = self.sources.now().plus(RESET);
        let mut links = Vec::with_capacity(2);
        for link in [Link::Password, Link::Factor] {
            let token = named_token(row.person.as_bytes(), &self.sources);
            let event = self.account_event("recover_administrator").organization(row.organization);
            let event = event.concerning(row.person);
            let digest = token_digest(&token);
            self.store
                .keep_link(link, row.person, digest, PersonId::SYSTEM, expires_at, event.into())
                .await?;
            links.push(token);
        }
        let [password, second_factor] =
            <[String; 2]>::try_from(links).map_err(|_| Refused::Secret("two links".into()))?;
        tracing::warn!("an administrator was given a way back by order of the operator");
        Ok(Recovery::Links { password, second_factor, expires_at })
    }
}
