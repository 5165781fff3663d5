//! A second factor anew, for whoever lost theirs: with a link from an admin and the password.

use api::{CallContext, Principal, Role, Words};
use auth_rbac_api::{Enrolled, FactorLink, NewFactor};
use kernel::PersonId;

use super::limits::RESET;
use super::secrets::{named_token, token_digest, token_name};
use super::sign_in::uuid_of;
use super::{Domain, Refused};
use crate::store::Link;

impl Domain {
    /// A link for somebody else of the admin's organisation.
    pub(crate) async fn create_factor_link(
        &self,
        context: &CallContext,
        by: &Principal,
        person: PersonId,
    ) -> Result<FactorLink, Refused> {
        let row = self.store.person(person).await?.ok_or(Refused::NotFound)?;
        if row.organization != by.organization {
            return Err(Refused::NotFound);
        }
        // Not for themselves: a stolen token must not be enough to make the account one's own.
        if by.role != Role::Admin || person == by.person {
            return Err(Refused::Forbidden);
        }
        if row.password.is_none() || row.disabled {
            return Err(Refused::NoPassword);
        }
        let token = named_token(person.as_bytes(), &self.sources);
        let (digest, expires_at) = (token_digest(&token), self.sources.now().plus(RESET));
        let event = self.event_by(context, by, "create_factor_link").concerning(person);
        self.store.keep_link(Link::Factor, person, digest, by.person, expires_at, event.into()).await?;
        Ok(FactorLink { token: Words::new(token), expires_at })
    }

    /// Uses a link with the password beside it: a link alone opens nothing. A wrong password is a wrong attempt
    /// as at the door, and leaves the link as it is.
    pub(crate) async fn renew_factor(
        &self,
        context: &CallContext,
        given: &NewFactor,
    ) -> Result<Enrolled, Refused> {
        let name = token_name(given.token.expose()).ok_or(Refused::ResetLink)?;
        let person = PersonId::from(uuid_of(name));
        let (digest, now) = (token_digest(given.token.expose()), self.sources.now());
        // Before anything is hashed: a made-up link costs nothing.
        if !self.store.link_holds(Link::Factor, person, digest.clone(), now).await? {
            return Err(Refused::ResetLink);
        }
        let row = self.store.person(person).await?.ok_or(Refused::ResetLink)?;
        self.refuse_closed(context, &row, now).await?;
        let right = self.passwords.verify(given.password.expose(), row.password.as_deref()).await;
        if !right.map_err(|error| Refused::Secret(Box::new(error)))? {
            return Err(self.count_failure(context, &row, now).await);
        }
        let profile = self.profile(&row).await?;
        let email = profile.email.ok_or(Refused::NoPassword)?;
        let (factor, enrolled) = self.new_factor(person, row.organization, &email).await?;
        let event = self
            .account_event("renew_factor")
            .user(row.person)
            .role(row.role)
            .organization(row.organization)
            .concerning(row.person)
            .request(context.request_id);
        self.store.renew_factor(person, digest, factor, now, event.into()).await?;
        Ok(enrolled)
    }
}
