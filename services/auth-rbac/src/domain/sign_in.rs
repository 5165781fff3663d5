//! Signing in: password and code, password and device, or a tablet alone; and what a wrong attempt costs.

use api::{CallContext, Words};
use audit_trail::{EventType, Word};
use auth_rbac_api::{DeviceState, SignIn, Tokens};
use kernel::{DeviceId, Timestamp};

use super::limits::{ACCESS_S, absolute};
use super::lockout::closed;
use super::rotation::{Rotation, secret_name};
use super::secrets::{token_digest, totp_step};
use super::tokens::Holder;
use super::{Domain, Refused, TOTP};
use crate::store::{DeviceRow, Opening, PersonRow, SessionRow};

/// How somebody showed who they are.
pub(super) struct Shown {
    pub(super) amr: &'static str,
    pub(super) opening: Opening,
    pub(super) device: Option<DeviceRow>,
}

impl Shown {
    /// Whether both factors were shown: a device that is enrolled once stands in for one for months.
    const fn is_proof(&self) -> bool {
        self.device.is_none()
    }
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
        let stored = person.as_ref().and_then(|person| person.password.as_deref());
        // Hashed in every case, so that an unknown, a locked and a wrong one take as long.
        let right = self
            .passwords
            .verify(password.expose(), stored)
            .await
            .map_err(|error| Refused::Secret(Box::new(error)))?;
        let Some(person) = person else { return Err(Refused::Credentials) };
        // Nobody guesses a recovery code: whoever has one is not kept out for good by the guesses of others.
        if !(right && self.recovers(&person, given, now).await?) {
            self.refuse_closed(context, &person, now).await?;
        }
        let shown =
            if right && !person.disabled { self.second_factor(&person, given, now).await? } else { None };
        match shown {
            Some(shown) => self.open_session(context, &person, shown, now).await,
            None => Err(self.count_failure(context, &person, now).await),
        }
    }

    /// Whether a recovery code opens an account that wrong attempts stopped.
    pub(super) async fn recovers(
        &self,
        person: &PersonRow,
        given: &SignIn,
        now: Timestamp,
    ) -> Result<bool, Refused> {
        let (Some(Refused::Stopped), Some(code)) = (closed(person, now), &given.code) else {
            return Ok(false);
        };
        let digest = token_digest(&code.expose().trim().to_uppercase());
        Ok(self.store.has_recovery_code(person.person, digest).await?)
    }

    /// The one-time code, a recovery code, or an enrolled device.
    pub(super) async fn second_factor(
        &self,
        person: &PersonRow,
        given: &SignIn,
        now: Timestamp,
    ) -> Result<Option<Shown>, Refused> {
        let password = Opening { password: true, ..Opening::default() };
        if let Some(code) = &given.code {
            let code = code.expose().trim();
            if let Some(sealed) = &person.totp {
                let secret = self.open_text(person, sealed).await?;
                if let Some(step) = totp_step(&secret, code, now, person.totp_step) {
                    let opening = Opening { totp_step: Some(step), ..password };
                    return Ok(Some(Shown { amr: "pwd otp", opening, device: None }));
                }
            }
            let digest = token_digest(&code.to_uppercase());
            let known = self.store.has_recovery_code(person.person, digest.clone()).await?;
            let opening = Opening { recovery: Some(digest), ..password };
            return Ok(known.then_some(Shown { amr: "pwd recovery", opening, device: None }));
        }
        let Some(secret) = &given.device else { return Ok(None) };
        let device = self.device_of_secret(secret).await?;
        let own = device.filter(|(device, _)| device.device.person_id == person.person);
        Ok(own.map(|(device, step)| {
            let opening = Opening { device: Some((device.device.device_id, step)), ..password };
            Shown { amr: "pwd device", opening, device: Some(device) }
        }))
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
        let device = self.device_of_secret(secret).await?.filter(|(device, _)| device.standalone);
        let (device, step) = device.ok_or(Refused::Credentials)?;
        let person = self.store.person(device.device.person_id).await?.ok_or(Refused::Credentials)?;
        if person.disabled {
            return Err(Refused::Credentials);
        }
        let opening = Opening { device: Some((device.device.device_id, step)), ..Opening::default() };
        let shown = Shown { amr: "device", opening, device: Some(device) };
        self.open_session(context, &person, shown, self.sources.now()).await
    }

    /// The active device of a secret, and the secret's step. The secret that was used last is good until the one
    /// after it is used, since the answer that carried that one may be lost. One that was spent means that
    /// somebody copied it: the device is revoked.
    async fn device_of_secret(&self, secret: &Words) -> Result<Option<(DeviceRow, i64)>, Refused> {
        let Some(name) = secret_name(secret.expose()) else { return Ok(None) };
        let id = DeviceId::from(uuid_of(name));
        let Some(row) = self.store.device(id).await? else { return Ok(None) };
        let step = self.device_secrets.step_of(secret.expose(), &row.secret_digest);
        let Some(step) = step.filter(|step| *step <= row.step + 1) else { return Ok(None) };
        if step < row.step {
            let event = self
                .store
                .trail()
                .recorder()
                .event(EventType::SecurityIncident, Word::new("spent_device_secret"), Word::new("device"))
                .user(row.device.person_id)
                .organization(row.organization)
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
        Ok((row.device.state == DeviceState::Active).then_some((row, step)))
    }

    pub(super) async fn open_session(
        &self,
        context: &CallContext,
        person: &PersonRow,
        shown: Shown,
        now: Timestamp,
    ) -> Result<Tokens, Refused> {
        let session: kernel::SessionId = self.sources.id();
        let (refresh, refresh_digest) = Rotation::first(session.as_bytes(), &self.sources);
        let row = SessionRow {
            session,
            person: person.person,
            amr: shown.amr.to_owned(),
            created_at: now,
            last_seen_at: now,
            ends_at: now.plus(absolute(person.role)),
            ended_at: None,
            refresh_digest,
            step: 0,
            proof: shown.is_proof().then(|| (now, shown.amr.to_owned())),
        };
        let next = shown.device.zip(shown.opening.device).map(|(device, (id, step))| {
            Words::new(self.device_secrets.later(id.as_bytes(), &device.secret_digest, step + 1))
        });
        let mut events = vec![self.sign_in_event(context, person).session(session).into()];
        if shown.opening.recovery.is_some() {
            events.push(self.lock_event(context, person, "spend_recovery_code"));
        }
        if shown.opening.password && person.locked_until.is_some() {
            events.push(self.lock_event(context, person, "unlock"));
        }
        match self.store.open_session(&row, shown.opening, &events).await {
            Err(Refused::Closed) => Err(self.closed_meanwhile(context, person.person, now).await),
            opened => opened.and_then(|()| self.tokens(person, &row, refresh, next)),
        }
    }

    /// An access token of a session: it says how and when the person last showed who they are.
    pub(super) fn access_token(&self, person: &PersonRow, session: &SessionRow) -> Result<String, Refused> {
        let with = session.proof.as_ref().map_or(&session.amr, |(_, with)| with);
        let holder = Holder {
            person: person.person,
            organization: person.organization,
            role: person.role,
            scopes: person.scopes.clone(),
            session: session.session,
            amr: with.split(' ').map(str::to_owned).collect(),
            proof: session.proof.as_ref().map(|(at, _)| (*at, at.plus(self.fresh))),
        };
        self.signer.sign(holder, &self.sources).map_err(|error| Refused::Secret(Box::new(error)))
    }

    /// Access and refresh tokens of a session.
    pub(super) fn tokens(
        &self,
        person: &PersonRow,
        session: &SessionRow,
        refresh: String,
        device: Option<Words>,
    ) -> Result<Tokens, Refused> {
        let access = self.access_token(person, session)?;
        Ok(Tokens {
            access_token: Words::new(access),
            refresh_token: Words::new(refresh),
            expires_in: ACCESS_S,
            device,
        })
    }
}

/// Sixteen bytes as an id.
pub(super) fn uuid_of(bytes: [u8; 16]) -> uuid::Uuid {
    uuid::Uuid::from_bytes(bytes)
}
