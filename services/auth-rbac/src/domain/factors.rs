//! Second factors: anew for whoever lost theirs, with a link that somebody hands over and the password; and changed by whoever is signed in
//! and has just shown who they are.

use api::{CallContext, Principal, Role, Words};
use auth_rbac_api::{
    Enrolled, FactorChanged, FactorLink, NewFactor, OwnFactor, RecoveryCodes, StartedFactor,
};
use kernel::PersonId;

use super::limits::{RESET, STARTED};
use super::secrets::{named_token, new_totp, token_digest, token_name, totp_step, totp_uri};
use super::sign_in::uuid_of;
use super::{Domain, Refused, TOTP};
use crate::store::Link;

impl Domain {
    /// A link for somebody else of the caller's organisation, from who may hand one over.
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
        let may = match by.role {
            Role::Admin => person != by.person,
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

    /// What the caller has.
    pub(crate) async fn own_factor(&self, by: &Principal) -> Result<OwnFactor, Refused> {
        let row = self.store.person(by.person).await?.ok_or(Refused::NotFound)?;
        let (codes, stands_in) = self.store.beside_factor(by.person).await?;
        let authenticator = row.totp.is_some();
        Ok(OwnFactor {
            password: row.password.is_some(),
            authenticator,
            recovery_codes: u32::try_from(codes).unwrap_or(u32::MAX),
            removable: authenticator && stands_in,
        })
    }

    /// A secret for an authenticator of the caller. What they have stays until a code of the new one was shown, so that nobody
    /// is locked out by a picture that was not scanned.
    pub(crate) async fn start_factor(
        &self,
        context: &CallContext,
        by: &Principal,
    ) -> Result<StartedFactor, Refused> {
        let row = self.store.person(by.person).await?.ok_or(Refused::NotFound)?;
        let email = self.profile(&row).await?.email.filter(|_| row.password.is_some());
        let email = email.ok_or(Refused::NoPassword)?;
        let secret = new_totp(&self.sources);
        let uri =
            totp_uri(&secret, &email).ok_or_else(|| Refused::Secret("no authenticator address".into()))?;
        let sealed = self.seal(by.person, TOTP, secret.as_bytes()).await?;
        let expires_at = self.sources.now().plus(STARTED);
        let event = self.event_by(context, by, "start_factor").concerning(by.person);
        self.store.start_factor(by.person, sealed, expires_at, event.into()).await?;
        Ok(StartedFactor { totp_secret: Words::new(secret), totp_uri: Words::new(uri), expires_at })
    }

    /// Takes the secret that was started. The code counts as used.
    pub(crate) async fn confirm_factor(
        &self,
        context: &CallContext,
        by: &Principal,
        code: &Words,
    ) -> Result<FactorChanged, Refused> {
        let now = self.sources.now();
        let sealed = self.store.started_factor(by.person, now).await?.ok_or(Refused::FactorNotStarted)?;
        let secret = self.open(by.person, TOTP, &sealed).await?;
        let secret =
            std::str::from_utf8(secret.expose()).map_err(|error| Refused::Secret(Box::new(error)))?;
        let step = totp_step(secret, code.expose().trim(), now, 0).ok_or(Refused::FactorCode)?;
        let event = self.event_by(context, by, "confirm_factor").concerning(by.person);
        let own = (by.person, by.session);
        let sessions_ended = self.store.take_factor(own, (sealed, step), now, event.into()).await?;
        Ok(FactorChanged { sessions_ended })
    }

    /// Removes the authenticator, where a passkey stands for both factors.
    pub(crate) async fn remove_factor(
        &self,
        context: &CallContext,
        by: &Principal,
    ) -> Result<FactorChanged, Refused> {
        let event = self.event_by(context, by, "remove_factor").concerning(by.person);
        let own = (by.person, by.session);
        let sessions_ended = self.store.remove_factor(own, self.sources.now(), event.into()).await?;
        Ok(FactorChanged { sessions_ended })
    }

    /// Other recovery codes, in place of all that there are.
    pub(crate) async fn renew_recovery_codes(
        &self,
        context: &CallContext,
        by: &Principal,
    ) -> Result<RecoveryCodes, Refused> {
        let row = self.store.person(by.person).await?.ok_or(Refused::NotFound)?;
        if row.password.is_none() {
            return Err(Refused::NoPassword);
        }
        let (codes, digests) = self.new_recovery_codes();
        let event = self.event_by(context, by, "renew_recovery_codes").concerning(by.person);
        self.store.renew_recovery_codes(by.person, digests, event.into()).await?;
        Ok(RecoveryCodes { codes: codes.into_iter().map(Words::new).collect() })
    }
}
