//! How an account comes about: set-up, registration, and what every new account needs.

use api::{Call, CallContext, Principal, Role, Words};
use auth_rbac_api::{
    Device, DeviceState, Enrolled, Organization, PersonState, Registration, SetUpDone, Setting,
};
use kernel::{OrganizationId, PersonId};
use relationship_management_api::{EnterMember, Member};

use super::rotation::Rotation;
use super::secrets::{new_totp, normal_email, token_digest, totp_uri};
use super::{Domain, PROFILE, Profile, Refused, SetUpToken, TOTP};
use crate::store::{DeviceRow, NewPerson};

const NAME_CHARS_MAX: usize = 120;
const EMAIL_CHARS_MAX: usize = 254;
const RECOVERY_CODES: usize = 8;

/// A person with credentials who is about to have an account.
pub(super) struct Candidate<'a> {
    pub(super) name: &'a Words,
    pub(super) email: &'a Words,
    pub(super) password: &'a Words,
}

impl Domain {
    /// The one-time secret for the set-up of an empty installation; `None` when it is set up. Every process over
    /// the same store and keys has the same one, also after a restart; another store has another.
    pub(crate) async fn set_up_token(&self, file: std::path::PathBuf) -> Result<Option<String>, Refused> {
        if !self.store.is_empty().await? {
            return Ok(None);
        }
        let keys = self.store.keys().await?;
        let first = keys.last().ok_or_else(|| Refused::Secret("no signing key".into()))?;
        let token = self.set_up_key.token(&first.public);
        let held = SetUpToken { digest: token_digest(&token), file };
        *self.set_up.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(held);
        Ok(Some(token))
    }

    pub(super) fn awaits_set_up(&self) -> bool {
        self.set_up.lock().unwrap_or_else(std::sync::PoisonError::into_inner).is_some()
    }

    /// Forgets the token, and removes its file.
    pub(super) fn set_up_is_over(&self) {
        let held = self.set_up.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
        if let Some(Err(error)) = held.map(|held| crate::remove(&held.file)) {
            tracing::warn!(error = %error, "the file of the set-up token is spent and could not be removed");
        }
    }

    /// The admin is a member before the organisation stands, or nothing stands and the token is as good as before.
    pub(crate) async fn set_up(&self, context: &CallContext, setting: Setting) -> Result<SetUpDone, Refused> {
        if !self.store.is_empty().await? {
            return Err(Refused::SetUpAlready);
        }
        let given = token_digest(setting.token.expose());
        let held = self.set_up.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
        held.filter(|held| held.digest == given).ok_or(Refused::SetUpToken)?;
        let name = setting.organization.trim();
        let printable = !name.chars().any(char::is_control);
        if name.is_empty() || name.chars().count() > NAME_CHARS_MAX || !printable {
            return Err(Refused::Field("organization", "is 1 to 120 characters"));
        }
        let organization = Organization {
            organization_id: self.sources.id(),
            name: name.to_owned(),
            join_code: self.join_code(),
            administrators: 1,
        };
        let candidate = Candidate { name: &setting.name, email: &setting.email, password: &setting.password };
        let id = organization.organization_id;
        let (person, enrolled) = self.prepare(id, Role::Admin, &[], &candidate).await?;
        let event = self.account_event("set_up").user(person.person).role(Role::Admin).organization(id);
        self.enter(context, &person).await?;
        self.store
            .set_up(&organization, person, self.sources.now(), event.request(context.request_id).into())
            .await?;
        self.set_up_is_over();
        Ok(SetUpDone { organization, admin: enrolled })
    }

    /// A resident registers. They are a member before the account stands, or nothing stands.
    pub(crate) async fn register(
        &self,
        context: &CallContext,
        new: Registration,
    ) -> Result<Enrolled, Refused> {
        let code = new.join_code.trim().to_uppercase();
        // A code of ours has letters and digits; a store need not be asked for anything else.
        let plain = code.chars().all(|one| one.is_ascii_alphanumeric() || one == '-');
        let code = Some(code).filter(|_| plain).ok_or(Refused::JoinCode)?;
        let organization = self.store.organization_of_code(&code).await?.ok_or(Refused::JoinCode)?;
        let candidate = Candidate { name: &new.name, email: &new.email, password: &new.password };
        let (person, enrolled) =
            self.prepare(organization.organization_id, Role::Resident, &[], &candidate).await?;
        let event = self
            .account_event("register")
            .user(person.person)
            .role(Role::Resident)
            .organization(organization.organization_id)
            .request(context.request_id);
        self.enter(context, &person).await?;
        self.store.add_person(person, self.sources.now(), event.into()).await?;
        Ok(enrolled)
    }

    pub(crate) async fn set_state(
        &self,
        context: &CallContext,
        by: &Principal,
        person: PersonId,
        state: PersonState,
    ) -> Result<(), Refused> {
        let row = self.store.person(person).await?.ok_or(Refused::NotFound)?;
        if row.organization != by.organization {
            return Err(Refused::NotFound);
        }
        let may = match by.role {
            Role::Admin => person != by.person,
            _ => row.role == Role::Resident,
        };
        if !may {
            return Err(Refused::Forbidden);
        }
        if !self.answers_for(context, by, person).await? {
            return Err(Refused::NotFound);
        }
        let disabled = state == PersonState::Disabled;
        let event =
            self.event_by(context, by, if disabled { "disable" } else { "enable" }).concerning(person);
        self.store.set_disabled(person, disabled, self.sources.now(), event.into()).await
    }

    /// Takes passwords again after too many wrong ones. Not for themselves: a stolen token is no place to guess.
    pub(crate) async fn unlock(
        &self,
        context: &CallContext,
        by: &Principal,
        person: PersonId,
    ) -> Result<(), Refused> {
        let row = self.store.person(person).await?.ok_or(Refused::NotFound)?;
        if row.organization != by.organization {
            return Err(Refused::NotFound);
        }
        if person == by.person {
            return Err(Refused::Forbidden);
        }
        let event = self.event_by(context, by, "unlock").concerning(person);
        self.store.unlock(person, event.into()).await
    }

    /// Another join code; the one before registers nobody any more.
    pub(crate) async fn renew_join_code(
        &self,
        context: &CallContext,
        by: &Principal,
    ) -> Result<Organization, Refused> {
        let code = self.join_code();
        let event = self.event_by(context, by, "renew_join_code").resource_id(by.organization);
        self.store.renew_join_code(by.organization, &code, event.into()).await?;
        self.organization(by).await
    }

    pub(crate) async fn organization(&self, by: &Principal) -> Result<Organization, Refused> {
        self.store.organization(by.organization).await?.ok_or(Refused::NotFound)
    }

    /// Checks a candidate and makes everything that the account needs.
    pub(super) async fn prepare(
        &self,
        organization: OrganizationId,
        role: Role,
        scopes: &[api::Scope],
        candidate: &Candidate<'_>,
    ) -> Result<(NewPerson, Enrolled), Refused> {
        let name = self.name(candidate.name)?;
        let email = normal_email(candidate.email.expose());
        let parts: Vec<&str> = email.split('@').collect();
        if parts.len() != 2
            || parts.iter().any(|part| part.is_empty())
            || email.chars().count() > EMAIL_CHARS_MAX
            || email.chars().any(char::is_whitespace)
        {
            return Err(Refused::Field("email", "is not an e-mail address"));
        }
        self.check_password(&name, &email, candidate.password)?;
        let digest = self.emails.digest(&email);
        // Told before a peer is; the store has the last word.
        if self.store.knows_email(digest.clone()).await? {
            return Err(Refused::EmailTaken);
        }
        let password = self.hash(candidate.password).await?;
        let person = self.sources.id();
        let ((totp, recovery_digests), enrolled) = self.new_factor(person, organization, &email).await?;
        let row = NewPerson {
            person,
            organization,
            role,
            scopes: scopes.to_vec(),
            email_digest: Some(digest),
            profile: self.seal_profile(person, &Profile { name, email: Some(email) }).await?,
            password: Some(password),
            totp: Some(totp),
            recovery_digests,
        };
        Ok((row, enrolled))
    }

    /// A second factor: what is kept of it, and what its owner is shown once.
    pub(super) async fn new_factor(
        &self,
        person: PersonId,
        organization: OrganizationId,
        email: &str,
    ) -> Result<((Vec<u8>, Vec<Vec<u8>>), Enrolled), Refused> {
        let secret = new_totp(&self.sources);
        let (recovery, digests) = self.new_recovery_codes();
        let uri =
            totp_uri(&secret, email).ok_or_else(|| Refused::Secret("no authenticator address".into()))?;
        let sealed = self.seal(person, TOTP, secret.as_bytes()).await?;
        let enrolled = Enrolled {
            person_id: person,
            organization_id: organization,
            totp_secret: Words::new(secret),
            totp_uri: Words::new(uri),
            recovery_codes: recovery.into_iter().map(Words::new).collect(),
        };
        Ok(((sealed, digests), enrolled))
    }

    pub(super) async fn seal_profile(&self, person: PersonId, profile: &Profile) -> Result<Vec<u8>, Refused> {
        let bytes = serde_json::to_vec(profile).map_err(|error| Refused::Secret(Box::new(error)))?;
        self.seal(person, PROFILE, &bytes).await
    }

    pub(super) fn name(&self, name: &Words) -> Result<String, Refused> {
        let name = name.expose().trim();
        let printable = !name.chars().any(char::is_control);
        if name.is_empty() || name.chars().count() > NAME_CHARS_MAX || !printable {
            return Err(Refused::Field("name", "is 1 to 120 characters"));
        }
        Ok(name.to_owned())
    }

    pub(super) fn new_device(
        &self,
        person: PersonId,
        organization: OrganizationId,
        name: String,
        state: DeviceState,
        standalone: bool,
    ) -> (DeviceRow, String) {
        let device_id: kernel::DeviceId = self.sources.id();
        let (secret, secret_digest) = Rotation::first(device_id.as_bytes(), &self.sources);
        let created_at = self.sources.now();
        let device = Device { device_id, person_id: person, name, state, created_at, last_used_at: None };
        (DeviceRow { device, organization, standalone, secret_digest, step: 0 }, secret)
    }

    /// Makes a person a member of their organisation. The same again changes nothing; of one whose account never
    /// came to stand nothing is left but an id.
    pub(super) async fn enter(&self, context: &CallContext, person: &NewPerson) -> Result<(), Refused> {
        let (person_id, role, organization_id) = (person.person, person.role, person.organization);
        let path = relationship_management_api::ByPerson { person_id };
        let member = Member { person_id, role, organization_id };
        let call = Call::<EnterMember>::path_and_body(path, member);
        self.relations.call(&context.clone().as_service(), call).await.map_err(Refused::Peer)?;
        Ok(())
    }

    /// Ten characters without look-alikes, in two groups.
    fn join_code(&self) -> String {
        let code = self.letters::<10>();
        format!("{}-{}", &code[..5], &code[5..])
    }

    /// Recovery codes, and what is kept of them.
    pub(super) fn new_recovery_codes(&self) -> (Vec<String>, Vec<Vec<u8>>) {
        let codes: Vec<String> = (0..RECOVERY_CODES).map(|_| self.recovery_code()).collect();
        let digests = codes.iter().map(|code| token_digest(code)).collect();
        (codes, digests)
    }

    fn recovery_code(&self) -> String {
        let code = self.letters::<16>();
        format!("{}-{}", &code[..8], &code[8..])
    }

    fn letters<const N: usize>(&self) -> String {
        const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
        self.sources.bytes::<N>().iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect()
    }
}

pub(super) fn device_name(name: &str) -> Result<String, Refused> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 80 || name.chars().any(char::is_control) {
        return Err(Refused::Field("name", "of a device is 1 to 80 characters"));
    }
    Ok(name.to_owned())
}
