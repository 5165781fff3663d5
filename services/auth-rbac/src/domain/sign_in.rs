//! Signing in: password and code, password and device, or a tablet alone; and what a wrong attempt costs.

use api::{CallContext, Words};
use audit_trail::{EventType, Word};
use auth_rbac_api::{DeviceState, SignIn, Tokens};
use kernel::{DeviceId, Timestamp};

use super::limits::{ACCESS_S, absolute, locked_until};
use super::secrets::{named_token, token_digest, token_name, totp_step};
use super::tokens::Holder;
use super::{Domain, Refused, TOTP};
use crate::store::{DeviceRow, PersonRow, SessionRow};

/// How somebody showed who they are.
struct Shown {
    amr: &'static str,
    totp_step: Option<i64>,
    device: Option<DeviceRow>,
}

impl Domain {
    pub(crate) async fn sign_in(&self, context: &CallContext, given: SignIn) -> Result<Tokens, Refused> {
        match (&given.email, &given.password) {
            (Some(email), Some(password)) => {
                let digest = self.emails.digest(email.expose());
                let person = self.store.person_of_email(digest).await?;
                self.with_password(context, person, password, &given).await
            }
            (None, None) => self.with_device_alone(context, given.device.as_ref()).await,
            _ => Err(Refused::Credentials),
        }
    }

    async fn with_password(
        &self,
        context: &CallContext,
        person: Option<PersonRow>,
        password: &Words,
        given: &SignIn,
    ) -> Result<Tokens, Refused> {
        let now = self.sources.now();
        let locked = person.as_ref().and_then(|person| person.locked_until).filter(|until| *until > now);
        let stored = person.as_ref().and_then(|person| person.password.as_deref());
        // Hashed in every case, so that an unknown, a locked and a wrong one take as long.
        let right = self
            .passwords
            .verify(password.expose(), stored)
            .await
            .map_err(|error| Refused::Secret(Box::new(error)))?;
        let Some(person) = person else { return Err(Refused::Credentials) };
        if let Some(until) = locked {
            self.note_refusal(context, &person, "locked").await?;
            return Err(Refused::Locked(u32::try_from(until.since(now).as_secs() + 1).unwrap_or(u32::MAX)));
        }
        let shown =
            if right && !person.disabled { self.second_factor(&person, given, now).await? } else { None };
        match shown {
            Some(shown) => self.open_session(context, &person, shown, now).await,
            None => {
                self.count_failure(context, &person, now).await?;
                Err(Refused::Credentials)
            }
        }
    }

    /// The one-time code, a recovery code, or an enrolled device.
    async fn second_factor(
        &self,
        person: &PersonRow,
        given: &SignIn,
        now: Timestamp,
    ) -> Result<Option<Shown>, Refused> {
        if let Some(code) = &given.code {
            let code = code.expose().trim();
            if let Some(sealed) = &person.totp {
                let secret = self.open_text(person, sealed).await?;
                if let Some(step) = totp_step(&secret, code, now, person.totp_step) {
                    return Ok(Some(Shown { amr: "pwd otp", totp_step: Some(step), device: None }));
                }
            }
            let digest = token_digest(&code.to_uppercase());
            if self.store.spend_recovery_code(person.person, digest, now).await? {
                return Ok(Some(Shown { amr: "pwd recovery", totp_step: None, device: None }));
            }
            return Ok(None);
        }
        let Some(secret) = &given.device else { return Ok(None) };
        let device = self.device_of_secret(secret).await?;
        let own = device.filter(|device| device.device.person_id == person.person);
        Ok(own.map(|device| Shown { amr: "pwd device", totp_step: None, device: Some(device) }))
    }

    async fn open_text(&self, person: &PersonRow, sealed: &[u8]) -> Result<String, Refused> {
        let bytes = self.open(person.person, TOTP, sealed).await?.into_exposed();
        String::from_utf8(bytes).map_err(|error| Refused::Secret(Box::new(error)))
    }

    /// A tablet that staff handed over signs in by itself.
    async fn with_device_alone(
        &self,
        context: &CallContext,
        secret: Option<&Words>,
    ) -> Result<Tokens, Refused> {
        let secret = secret.ok_or(Refused::Credentials)?;
        let device = self.device_of_secret(secret).await?.filter(|device| device.standalone);
        let device = device.ok_or(Refused::Credentials)?;
        let person = self.store.person(device.device.person_id).await?.ok_or(Refused::Credentials)?;
        if person.disabled {
            return Err(Refused::Credentials);
        }
        let shown = Shown { amr: "device", totp_step: None, device: Some(device) };
        self.open_session(context, &person, shown, self.sources.now()).await
    }

    /// The active device of a secret. A secret that was spent means that somebody copied it: the device is
    /// revoked.
    async fn device_of_secret(&self, secret: &Words) -> Result<Option<DeviceRow>, Refused> {
        let Some(name) = token_name(secret.expose()) else { return Ok(None) };
        let id = DeviceId::from(uuid_of(name));
        let Some(row) = self.store.device(id).await? else { return Ok(None) };
        let digest = token_digest(secret.expose());
        if row.spent_digest.as_ref() == Some(&digest) {
            let event = self
                .store
                .trail()
                .recorder()
                .event(EventType::SecurityIncident, Word::new("spent_device_secret"), Word::new("device"))
                .user(row.device.person_id)
                .resource_id(id);
            self.store
                .move_device(
                    id,
                    &[DeviceState::Active, DeviceState::Pending],
                    DeviceState::Revoked,
                    event.into(),
                )
                .await?;
            return Ok(None);
        }
        Ok((row.secret_digest == digest && row.device.state == DeviceState::Active).then_some(row))
    }

    async fn open_session(
        &self,
        context: &CallContext,
        person: &PersonRow,
        shown: Shown,
        now: Timestamp,
    ) -> Result<Tokens, Refused> {
        let session: kernel::SessionId = self.sources.id();
        let refresh = named_token(session.as_bytes(), &self.sources);
        let row = SessionRow {
            session,
            person: person.person,
            amr: shown.amr.to_owned(),
            created_at: now,
            last_seen_at: now,
            ends_at: now.plus(absolute(person.role)),
            ended_at: None,
            refresh_digest: token_digest(&refresh),
            spent_digest: None,
        };
        let device = shown.device.map(|device| {
            let id = device.device.device_id;
            (id, device.secret_digest, named_token(id.as_bytes(), &self.sources))
        });
        let rotate = device.as_ref().map(|(id, old, new)| (*id, old.clone(), token_digest(new)));
        let event = self
            .store
            .trail()
            .recorder()
            .event(EventType::Login, Word::new("sign_in"), Word::new("session"))
            .user(person.person)
            .role(person.role)
            .organization(person.organization)
            .session(session)
            .request(context.request_id);
        self.store.open_session(&row, shown.totp_step, rotate, event.into()).await?;
        self.tokens(person, &row, refresh, device.map(|(_, _, new)| Words::new(new)))
    }

    /// Access and refresh tokens of a session.
    pub(super) fn tokens(
        &self,
        person: &PersonRow,
        session: &SessionRow,
        refresh: String,
        device: Option<Words>,
    ) -> Result<Tokens, Refused> {
        let holder = Holder {
            person: person.person,
            organization: person.organization,
            role: person.role,
            scopes: person.scopes.clone(),
            session: session.session,
            amr: session.amr.split(' ').map(str::to_owned).collect(),
        };
        let access =
            self.signer.sign(holder, &self.sources).map_err(|error| Refused::Secret(Box::new(error)))?;
        Ok(Tokens {
            access_token: Words::new(access),
            refresh_token: Words::new(refresh),
            expires_in: ACCESS_S,
            device,
        })
    }

    pub(super) async fn count_failure(
        &self,
        context: &CallContext,
        person: &PersonRow,
        now: Timestamp,
    ) -> Result<(), Refused> {
        let event = self
            .store
            .trail()
            .recorder()
            .event(EventType::Login, Word::new("sign_in"), Word::new("session"))
            .user(person.person)
            .role(person.role)
            .organization(person.organization)
            .request(context.request_id);
        let told = |locked: bool| {
            event.failed(Word::new(if locked { "credentials_and_locked" } else { "credentials" })).into()
        };
        self.store.failed(person.person, |failures| locked_until(failures, now), told).await
    }

    pub(super) async fn note_refusal(
        &self,
        context: &CallContext,
        person: &PersonRow,
        reason: &'static str,
    ) -> Result<(), Refused> {
        let event = self
            .store
            .trail()
            .recorder()
            .event(EventType::Login, Word::new("sign_in"), Word::new("session"))
            .user(person.person)
            .role(person.role)
            .organization(person.organization)
            .request(context.request_id)
            .denied(Word::new(reason));
        self.store.trail().read(event).await?;
        Ok(())
    }
}

/// Sixteen bytes as an id.
pub(super) fn uuid_of(bytes: [u8; 16]) -> uuid::Uuid {
    uuid::Uuid::from_bytes(bytes)
}
