//! Passwords: what they must be, how they are changed, and how they are set anew with a link.

use api::{CallContext, Principal, Role, Words};
use auth_rbac_api::{NewPassword, PasswordChange, PasswordReset, PasswordSet};
use kernel::PersonId;

use super::limits::RESET;
use super::secrets::{named_token, password_fault, token_digest, token_name};
use super::sign_in::uuid_of;
use super::{Domain, Refused};
use crate::store::{Link, PersonRow};

impl Domain {
    /// Changes the caller's own password. Wrong guesses at the current one count like those at the door, so
    /// that a stolen token is no place to guess at.
    pub(crate) async fn change_password(
        &self,
        context: &CallContext,
        by: &Principal,
        change: &PasswordChange,
    ) -> Result<PasswordSet, Refused> {
        let row = self.store.person(by.person).await?.ok_or(Refused::NotFound)?;
        let stored = row.password.clone().ok_or(Refused::NoPassword)?;
        let now = self.sources.now();
        self.refuse_closed(context, &row, now).await?;
        let right = self.passwords.verify(change.current.expose(), Some(&stored)).await;
        if !right.map_err(|error| Refused::Secret(Box::new(error)))? {
            return Err(self.count_failure(context, &row, now).await);
        }
        self.check_new(&row, &change.password).await?;
        let same = self.passwords.verify(change.password.expose(), Some(&stored)).await;
        if same.map_err(|error| Refused::Secret(Box::new(error)))? {
            return Err(Refused::Password("is the one that it is already"));
        }
        let hash = self.hash(&change.password).await?;
        let event = self.event_by(context, by, "change_password").concerning(by.person);
        let sessions_ended = self.store.change_password(by.person, (stored, hash), now, event.into()).await?;
        Ok(PasswordSet { sessions_ended })
    }

    /// A link for somebody else, by those who may hand one over.
    pub(crate) async fn create_reset(
        &self,
        context: &CallContext,
        by: &Principal,
        person: PersonId,
    ) -> Result<PasswordReset, Refused> {
        let row = self.store.person(person).await?.ok_or(Refused::NotFound)?;
        if row.organization != by.organization {
            return Err(Refused::NotFound);
        }
        let may = match by.role {
            // Their own is changed with the current one: a stolen token must not be enough.
            Role::Admin => person != by.person,
            // A relative belongs to no unit: no carer knows by the house's own word that it is they who ask.
            Role::CareStaff => row.role == Role::Resident,
            _ => false,
        };
        if !may {
            return Err(Refused::Forbidden);
        }
        if !self.answers_for(context, by, person).await? {
            return Err(Refused::NotFound);
        }
        if row.disabled {
            return Err(Refused::Disabled);
        }
        if row.password.is_none() {
            return Err(Refused::NoPassword);
        }
        let token = named_token(person.as_bytes(), &self.sources);
        let expires_at = self.sources.now().plus(RESET);
        let (digest, event) = (token_digest(&token), self.event_by(context, by, "create_password_reset"));
        let event = event.concerning(person).into();
        self.store.keep_link(Link::Password, person, digest, by.person, expires_at, event).await?;
        Ok(PasswordReset { token: Words::new(token), expires_at })
    }

    /// Uses a link. What is wrong with the new password is told before the link is spent.
    pub(crate) async fn reset_password(
        &self,
        context: &CallContext,
        given: &NewPassword,
    ) -> Result<PasswordSet, Refused> {
        let name = token_name(given.token.expose()).ok_or(Refused::ResetLink)?;
        let person = PersonId::from(uuid_of(name));
        let (digest, now) = (token_digest(given.token.expose()), self.sources.now());
        // Before anything is hashed: a made-up link costs nothing.
        if !self.store.link_holds(Link::Password, person, digest.clone(), now).await? {
            return Err(Refused::ResetLink);
        }
        let row = self.store.person(person).await?.ok_or(Refused::ResetLink)?;
        self.check_new(&row, &given.password).await?;
        let hash = self.hash(&given.password).await?;
        let event = self
            .account_event("reset_password")
            .user(row.person)
            .role(row.role)
            .organization(row.organization)
            .request(context.request_id);
        let unlocked = (row.failures > 0).then(|| self.lock_event(context, &row, "unlock"));
        let events: Vec<_> = std::iter::once(event.into()).chain(unlocked).collect();
        let sessions_ended = self.store.reset_password(person, digest, hash, now, &events).await?;
        Ok(PasswordSet { sessions_ended })
    }

    /// What is wrong with a password that an account shall have.
    async fn check_new(&self, row: &PersonRow, password: &Words) -> Result<(), Refused> {
        let profile = self.profile(row).await?;
        let email = profile.email.as_deref().unwrap_or_default();
        self.check_password(&profile.name, email, password)
    }

    /// What is wrong with a password for somebody of this name and address.
    pub(super) fn check_password(&self, name: &str, email: &str, password: &Words) -> Result<(), Refused> {
        let local = email.split('@').next().unwrap_or_default();
        let context = [name, email, local, "therapeutic-ai"];
        password_fault(password.expose(), &context).map_or(Ok(()), |fault| Err(Refused::Password(fault)))
    }

    pub(super) async fn hash(&self, password: &Words) -> Result<String, Refused> {
        let hash = self.passwords.hash(password.expose(), self.sources.bytes()).await;
        hash.map_err(|error| Refused::Secret(Box::new(error)))
    }
}
