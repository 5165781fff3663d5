//! How an account comes about: set-up, registration, invitation, admission by staff.

use api::{Call, CallContext, Principal, Role, Words};
use auth_rbac_api::{
    Accept, Admitted, Device, DeviceState, Enrolled, Invitation, NewInvitation, NewResident, Organization,
    PersonState, Registration, SetUpDone, Setting,
};
use kernel::{OrganizationId, PersonId};
use relationship_management_api::{Assign, Assignment, CreateRelation, EnterMember, Member, NewRelation};

use super::limits::INVITATION;
use super::secrets::{named_token, new_token, new_totp, normal_email, token_digest, totp_uri};
use super::{Domain, PROFILE, Profile, Refused, SetUpToken, TOTP};
use crate::store::{DeviceRow, InvitationRow, NewPerson};

const NAME_CHARS_MAX: usize = 120;
const EMAIL_CHARS_MAX: usize = 254;
const RECOVERY_CODES: usize = 8;

/// A person with credentials who is about to have an account.
struct Candidate<'a> {
    name: &'a Words,
    email: &'a Words,
    password: &'a Words,
}

impl Domain {
    /// A one-time secret for the set-up of an empty installation; `None` when it is set up.
    pub(crate) async fn set_up_token(&self, file: std::path::PathBuf) -> Result<Option<String>, Refused> {
        if !self.store.is_empty().await? {
            return Ok(None);
        }
        let token = new_token(&self.sources);
        let held = SetUpToken { digest: token_digest(&token), file };
        *self.set_up.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(held);
        Ok(Some(token))
    }

    pub(crate) async fn set_up(&self, context: &CallContext, setting: Setting) -> Result<SetUpDone, Refused> {
        let given = token_digest(setting.token.expose());
        let held = self.set_up.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
        let held = held.filter(|held| held.digest == given).ok_or(Refused::SetUpAlready)?;
        let name = setting.organization.trim();
        if name.is_empty() || name.chars().count() > NAME_CHARS_MAX {
            return Err(Refused::Field("organization", "is 1 to 120 characters"));
        }
        let organization = Organization {
            organization_id: self.sources.id(),
            name: name.to_owned(),
            join_code: self.join_code(),
        };
        let candidate = Candidate { name: &setting.name, email: &setting.email, password: &setting.password };
        let id = organization.organization_id;
        let (person, enrolled) = self.prepare(id, Role::Admin, &[], &candidate).await?;
        let event = self.account_event("set_up").user(person.person).role(Role::Admin).organization(id);
        let member = self.member(&person);
        self.store
            .set_up(&organization, person, self.sources.now(), event.request(context.request_id).into())
            .await?;
        *self.set_up.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = None;
        if let Err(error) = crate::remove(&held.file) {
            tracing::warn!(error = %error, "the file of the set-up token is spent and could not be removed");
        }
        self.enter(context, member).await?;
        Ok(SetUpDone { organization, admin: enrolled })
    }

    pub(crate) async fn register(
        &self,
        context: &CallContext,
        new: Registration,
    ) -> Result<Enrolled, Refused> {
        let code = new.join_code.trim().to_uppercase();
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
        let member = self.member(&person);
        self.store.add_person(person, self.sources.now(), event.into()).await?;
        self.enter(context, member).await?;
        Ok(enrolled)
    }

    /// An admin invites into any role; care staff and residents invite family of a resident.
    pub(crate) async fn invite(
        &self,
        context: &CallContext,
        by: &Principal,
        new: NewInvitation,
    ) -> Result<Invitation, Refused> {
        let family = new.role == Role::FamilyMember;
        let patient = match by.role {
            Role::Admin => new.patient_id,
            Role::Resident if family => Some(by.person),
            Role::CareStaff if family => new.patient_id,
            _ => return Err(Refused::Forbidden),
        };
        if matches!(new.role, Role::System | Role::Resident) {
            return Err(Refused::Field("role", "is not one to invite into"));
        }
        if family != (patient.is_some() && new.relation.is_some()) && family {
            return Err(Refused::Field("patient_id", "and relation are needed for family"));
        }
        if let Some(patient) = patient {
            let row = self.store.person(patient).await?.ok_or(Refused::NotFound)?;
            if row.organization != by.organization || row.role != Role::Resident {
                return Err(Refused::NotFound);
            }
        }
        let token = new_token(&self.sources);
        let now = self.sources.now();
        let row = InvitationRow {
            invitation: self.sources.id(),
            organization: by.organization,
            role: new.role,
            scopes: if by.role == Role::Admin { new.scopes } else { Vec::new() },
            patient,
            relation: new.relation,
            unit: new.unit_id,
            expires_at: now.plus(INVITATION),
            accepted: false,
        };
        let event = self
            .account_event("invite")
            .user(by.person)
            .role(by.role)
            .organization(by.organization)
            .resource_id(row.invitation)
            .request(context.request_id);
        self.store.invite(&row, token_digest(&token), by.person, now, event.into()).await?;
        Ok(Invitation { invitation_id: row.invitation, token: Words::new(token), expires_at: row.expires_at })
    }

    pub(crate) async fn accept(&self, context: &CallContext, accept: Accept) -> Result<Enrolled, Refused> {
        let found = self.store.invitation(token_digest(accept.token.expose())).await?;
        let row = found.ok_or(Refused::Invitation)?;
        if row.accepted || row.expires_at <= self.sources.now() {
            return Err(Refused::Invitation);
        }
        let candidate = Candidate { name: &accept.name, email: &accept.email, password: &accept.password };
        let (person, enrolled) = self.prepare(row.organization, row.role, &row.scopes, &candidate).await?;
        let event = self
            .account_event("accept")
            .user(person.person)
            .role(row.role)
            .organization(row.organization)
            .resource_id(row.invitation)
            .request(context.request_id);
        let member = self.member(&person);
        self.store.accept(row.invitation, person, self.sources.now(), event.into()).await?;
        self.enter(context, member.clone()).await?;
        self.connect(context, &member, &row).await?;
        Ok(enrolled)
    }

    /// The relation and the unit that the invitation promised.
    async fn connect(
        &self,
        context: &CallContext,
        member: &Member,
        row: &InvitationRow,
    ) -> Result<(), Refused> {
        let context = context.clone().as_service();
        if let (Some(patient_id), Some(kind)) = (row.patient, row.relation) {
            let relation = NewRelation { patient_id, person_id: member.person_id, kind, expires_at: None };
            let call = Call::<CreateRelation>::body(relation);
            self.relations.call(&context, call).await.map_err(Refused::Peer)?;
        }
        if let Some(unit_id) = row.unit {
            let assignment =
                Assignment { person_id: member.person_id, role: member.role, unit_id, until: None };
            self.relations.call(&context, Call::<Assign>::body(assignment)).await.map_err(Refused::Peer)?;
        }
        Ok(())
    }

    /// A resident whom staff admit, with a tablet that is theirs to use at once.
    pub(crate) async fn admit(
        &self,
        context: &CallContext,
        by: &Principal,
        new: NewResident,
    ) -> Result<Admitted, Refused> {
        let name = self.name(&new.name)?;
        let device_name = device_name(&new.device_name)?;
        let person = self.sources.id();
        let profile = Profile { name, email: None };
        let row = NewPerson {
            person,
            organization: by.organization,
            role: Role::Resident,
            scopes: Vec::new(),
            email_digest: None,
            profile: self.seal_profile(person, &profile).await?,
            password: None,
            totp: None,
            recovery_digests: Vec::new(),
        };
        let (device, secret) =
            self.new_device(person, by.organization, device_name, DeviceState::Active, true);
        let event = self
            .account_event("admit")
            .user(by.person)
            .role(by.role)
            .organization(by.organization)
            .concerning(person)
            .session(by.session)
            .request(context.request_id);
        let member = self.member(&row);
        self.store.add_person_with_device(row, &device, self.sources.now(), event.into()).await?;
        self.enter(context, member).await?;
        let assignment =
            Assignment { person_id: person, role: Role::Resident, unit_id: new.unit_id, until: None };
        // As the one who admits: they may only place residents where they work.
        self.relations.call(context, Call::<Assign>::body(assignment)).await.map_err(Refused::Peer)?;
        Ok(Admitted { person_id: person, device_id: device.device.device_id, device: Words::new(secret) })
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
        if person == by.person {
            return Err(Refused::Forbidden);
        }
        let disabled = state == PersonState::Disabled;
        let event = self
            .account_event(if disabled { "disable" } else { "enable" })
            .user(by.person)
            .role(by.role)
            .organization(by.organization)
            .concerning(person)
            .session(by.session)
            .request(context.request_id);
        self.store.set_disabled(person, disabled, self.sources.now(), event.into()).await
    }

    pub(crate) async fn organization(&self, by: &Principal) -> Result<Organization, Refused> {
        self.store.organization(by.organization).await?.ok_or(Refused::NotFound)
    }

    /// Checks a candidate and makes everything that the account needs.
    async fn prepare(
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
        let password = self.hash(candidate.password).await?;
        let person = self.sources.id();
        let secret = new_totp(&self.sources);
        let recovery: Vec<String> = (0..RECOVERY_CODES).map(|_| self.recovery_code()).collect();
        let uri =
            totp_uri(&secret, &email).ok_or_else(|| Refused::Secret("no authenticator address".into()))?;
        let digest = self.emails.digest(&email);
        let row = NewPerson {
            person,
            organization,
            role,
            scopes: scopes.to_vec(),
            email_digest: Some(digest),
            profile: self.seal_profile(person, &Profile { name, email: Some(email) }).await?,
            password: Some(password),
            totp: Some(self.seal(person, TOTP, secret.as_bytes()).await?),
            recovery_digests: recovery.iter().map(|code| token_digest(code)).collect(),
        };
        let enrolled = Enrolled {
            person_id: person,
            organization_id: organization,
            totp_secret: Words::new(secret),
            totp_uri: Words::new(uri),
            recovery_codes: recovery.into_iter().map(Words::new).collect(),
        };
        Ok((row, enrolled))
    }

    async fn seal_profile(&self, person: PersonId, profile: &Profile) -> Result<Vec<u8>, Refused> {
        let bytes = serde_json::to_vec(profile).map_err(|error| Refused::Secret(Box::new(error)))?;
        self.seal(person, PROFILE, &bytes).await
    }

    fn name(&self, name: &Words) -> Result<String, Refused> {
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
        let secret = named_token(device_id.as_bytes(), &self.sources);
        let created_at = self.sources.now();
        let device = Device { device_id, person_id: person, name, state, created_at, last_used_at: None };
        let digest = token_digest(&secret);
        (DeviceRow { device, organization, standalone, secret_digest: digest, spent_digest: None }, secret)
    }

    const fn member(&self, person: &NewPerson) -> Member {
        Member { person_id: person.person, role: person.role, organization_id: person.organization }
    }

    async fn enter(&self, context: &CallContext, member: Member) -> Result<(), Refused> {
        let path = relationship_management_api::ByPerson { person_id: member.person_id };
        let call = Call::<EnterMember>::path_and_body(path, member);
        self.relations.call(&context.clone().as_service(), call).await.map_err(Refused::Peer)?;
        Ok(())
    }

    /// Ten characters without look-alikes, in two groups.
    fn join_code(&self) -> String {
        let code = self.letters::<10>();
        format!("{}-{}", &code[..5], &code[5..])
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
