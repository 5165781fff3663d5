//! What wrong attempts at a password cost: a lock that grows, and an end after a hundred of them in a row.
//!
//! The count is the password's own. A tablet signs in with a secret that nobody guesses: it is not locked out by
//! what others guess, and does not forgive it.

use api::CallContext;
use audit_trail::{AuditEvent, EventType, Word};
use kernel::{PersonId, Timestamp};

use super::limits::{FAILURES_MAX, locked_until};
use super::{Domain, Refused};
use crate::store::PersonRow;

/// Why an account takes no password at a moment, if it takes none.
pub(super) fn closed(row: &PersonRow, now: Timestamp) -> Option<Refused> {
    if row.failures >= FAILURES_MAX {
        return Some(Refused::Stopped);
    }
    let until = row.locked_until.filter(|until| *until > now)?;
    Some(Refused::Locked(u32::try_from(until.since(now).as_secs() + 1).unwrap_or(u32::MAX)))
}

impl Domain {
    /// Turns away whoever comes with a password while the account takes none.
    pub(super) async fn refuse_closed(
        &self,
        context: &CallContext,
        row: &PersonRow,
        now: Timestamp,
    ) -> Result<(), Refused> {
        let Some(refused) = closed(row, now) else { return Ok(()) };
        let reason = if matches!(refused, Refused::Stopped) { "stopped" } else { "locked" };
        let event = self.sign_in_event(context, row).denied(Word::new(reason));
        self.store.trail().read(event).await?;
        Err(refused)
    }

    /// What is said when another attempt of the same moment closed the account: the same to a right password as
    /// to a wrong one.
    pub(super) async fn closed_meanwhile(
        &self,
        context: &CallContext,
        person: PersonId,
        now: Timestamp,
    ) -> Refused {
        let looked = async {
            let row = self.store.person(person).await?.ok_or(Refused::Credentials)?;
            self.refuse_closed(context, &row, now).await
        };
        looked.await.err().unwrap_or(Refused::Credentials)
    }

    /// Counts a wrong attempt, and gives what is said to whoever made it.
    pub(super) async fn count_failure(
        &self,
        context: &CallContext,
        person: &PersonRow,
        now: Timestamp,
    ) -> Refused {
        let events = |locked: bool| {
            let word = if locked { "credentials_and_locked" } else { "credentials" };
            let failed = self.sign_in_event(context, person).failed(Word::new(word)).into();
            let lock = locked.then(|| self.lock_event(context, person, "lock"));
            std::iter::once(failed).chain(lock).collect()
        };
        match self.store.failed(person.person, now, |failures| locked_until(failures, now), events).await {
            Ok(true) => Refused::Credentials,
            Ok(false) => self.closed_meanwhile(context, person.person, now).await,
            Err(error) => error,
        }
    }

    /// That an account is locked, or takes passwords again.
    pub(super) fn lock_event(
        &self,
        context: &CallContext,
        person: &PersonRow,
        action: &'static str,
    ) -> AuditEvent {
        self.account_event(action)
            .user(person.person)
            .role(person.role)
            .organization(person.organization)
            .concerning(person.person)
            .request(context.request_id)
            .into()
    }

    pub(super) fn sign_in_event(
        &self,
        context: &CallContext,
        person: &PersonRow,
    ) -> audit_trail::EventBuilder {
        self.store
            .trail()
            .recorder()
            .event(EventType::Login, Word::new("sign_in"), Word::new("session"))
            .user(person.person)
            .role(person.role)
            .organization(person.organization)
            .request(context.request_id)
    }
}
