//! Passkeys: added and removed by their owner, and signed in with. The authenticator verified the person, so one stands
//! for both factors (NIST 800-63B-4 §3.1.6); it is bound to our origin, so nobody is talked out of it.
//!
//! What fails with somebody's passkey counts as a wrong password does, and a locked account is locked to it too. A
//! passkey is not guessed, so it opens what a hundred guesses of others stopped, as a recovery code does.

use api::{CallContext, Principal, Words};
use audit_trail::{AuditEvent, EventType, Word};
use auth_rbac_api::{
    Assertion, NewPasskey, Passkey, PasskeyChallenge, PasskeyOptions, PasskeySignIn, Passkeys, Tokens,
};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::{PasskeyId, PersonId, Timestamp};
use serde::{Deserialize, Serialize};
use vault::RecordPlace;

use super::limits::{CHALLENGE_S, CHALLENGES_MAX, PASSKEYS_MAX};
use super::lockout::closed;
use super::secrets::{new_token, token_digest};
use super::sign_in::Shown;
use super::webauthn::{ALGORITHMS, Ceremony, Fault, Key, bytes};
use super::{Domain, Refused};
use crate::store::{Opening, PasskeyRow, PersonRow};

/// The name that browsers show beside the domain.
const PARTY_NAME: &str = "therapeutic-ai";
const SEALED: &str = "auth.passkey";
/// Characters of a passkey's name.
const NAME_CHARS_MAX: usize = 80;

/// What a challenge is for: an answer to one is none to another.
#[derive(Clone, Copy)]
pub(super) enum For {
    Adding,
    SigningIn,
    Proving,
}

impl For {
    const fn name(self) -> &'static str {
        match self {
            Self::Adding => "add",
            Self::SigningIn => "sign_in",
            Self::Proving => "prove",
        }
    }
}

/// What is sealed of a passkey.
#[derive(Serialize, Deserialize)]
struct Kept {
    name: String,
    credential: String,
    key: Key,
}

impl Domain {
    pub(crate) async fn start_passkey(&self, by: &Principal) -> Result<PasskeyOptions, Refused> {
        let person = self.store.person(by.person).await?.ok_or(Refused::NotFound)?;
        let exclude = self.credentials(by.person).await?;
        if i64::try_from(exclude.len()).unwrap_or(i64::MAX) >= PASSKEYS_MAX {
            return Err(Refused::TooManyPasskeys);
        }
        let profile = self.profile(&person).await?;
        let challenge = self.new_challenge(For::Adding, by.session.as_bytes()).await?;
        Ok(PasskeyOptions {
            challenge,
            rp_id: self.party.id.clone(),
            rp_name: PARTY_NAME.to_owned(),
            user_handle: handle(by.person),
            user_name: Words::new(profile.email.unwrap_or_else(|| profile.name.clone())),
            user_display_name: Words::new(profile.name),
            algorithms: ALGORITHMS.to_vec(),
            exclude,
            timeout_ms: CHALLENGE_S * 1_000,
        })
    }

    pub(crate) async fn add_passkey(
        &self,
        context: &CallContext,
        by: &Principal,
        new: &NewPasskey,
    ) -> Result<Passkey, Refused> {
        let name = passkey_name(&new.name)?;
        let client_data = bytes(&new.client_data)?;
        let challenge = self.party.challenge(&client_data, Ceremony::Create)?;
        self.take_challenge(&challenge, For::Adding, by.session.as_bytes()).await?;
        let made = self.party.made(&bytes(&new.attestation)?)?;
        let passkey: PasskeyId = self.sources.id();
        let credential = URL_SAFE_NO_PAD.encode(&made.credential);
        let digest = (by.session, token_digest(&credential));
        let kept = Kept { name: name.clone(), credential, key: made.key };
        let row = PasskeyRow {
            passkey,
            person: by.person,
            sealed: self.seal_passkey(by.person, passkey, &kept).await?,
            count: made.count.into(),
            suspect: false,
            created_at: self.sources.now(),
            last_used_at: None,
        };
        let event = self.event_by(context, by, "add_passkey").concerning(by.person).resource_id(passkey);
        self.store.add_passkey(&row, digest, PASSKEYS_MAX, event.into()).await?;
        Ok(told(&row, name))
    }

    pub(crate) async fn passkeys(&self, by: &Principal) -> Result<Passkeys, Refused> {
        let mut passkeys = Vec::new();
        for row in self.store.passkeys(by.person).await? {
            let name = self.open_passkey(&row).await?.name;
            passkeys.push(told(&row, name));
        }
        let max = u32::try_from(PASSKEYS_MAX).unwrap_or(u32::MAX);
        Ok(Passkeys { passkeys, max, rp_id: self.party.id.clone() })
    }

    pub(crate) async fn name_passkey(
        &self,
        context: &CallContext,
        by: &Principal,
        passkey: PasskeyId,
        name: &Words,
    ) -> Result<Passkey, Refused> {
        let name = passkey_name(name)?;
        let rows = self.store.passkeys(by.person).await?;
        let row = rows.into_iter().find(|row| row.passkey == passkey).ok_or(Refused::NotFound)?;
        let kept = Kept { name: name.clone(), ..self.open_passkey(&row).await? };
        let sealed = self.seal_passkey(by.person, passkey, &kept).await?;
        let event = self.event_by(context, by, "name_passkey").concerning(by.person).resource_id(passkey);
        self.store.reseal_passkey(passkey, by.person, sealed, event.into()).await?;
        Ok(told(&row, name))
    }

    pub(crate) async fn remove_passkey(
        &self,
        context: &CallContext,
        by: &Principal,
        passkey: PasskeyId,
    ) -> Result<(), Refused> {
        let event = self.event_by(context, by, "remove_passkey").concerning(by.person).resource_id(passkey);
        let now = self.sources.now();
        self.store.remove_passkey(passkey, (by.person, by.session), now, event.into()).await
    }

    pub(crate) async fn passkey_challenge(&self) -> Result<PasskeyChallenge, Refused> {
        let attempt = new_token(&self.sources);
        let challenge = self.new_challenge(For::SigningIn, attempt.as_bytes()).await?;
        Ok(PasskeyChallenge {
            challenge,
            attempt: Words::new(attempt),
            rp_id: self.party.id.clone(),
            timeout_ms: CHALLENGE_S * 1_000,
        })
    }

    pub(crate) async fn sign_in_with_passkey(
        &self,
        context: &CallContext,
        given: &PasskeySignIn,
    ) -> Result<Tokens, Refused> {
        let now = self.sources.now();
        let bound_to = given.attempt.expose().as_bytes();
        let asked = (For::SigningIn, bound_to, None);
        let (person, shown) = self.shown_passkey(context, &given.assertion, asked, now).await?;
        self.open_session(context, &person, shown, now).await
    }

    /// What a passkey showed, and whose it is: of anybody, or of the one who is signed in. Says nothing more than
    /// that it was not right, like a wrong password.
    pub(super) async fn shown_passkey(
        &self,
        context: &CallContext,
        given: &Assertion,
        (purpose, bound_to, owner): (For, &[u8], Option<PersonId>),
        now: Timestamp,
    ) -> Result<(PersonRow, Shown), Refused> {
        let client_data = bytes(&given.client_data).map_err(|_| Refused::Credentials)?;
        let challenge = self.party.challenge(&client_data, Ceremony::Get);
        if let Ok(challenge) = &challenge {
            // Before anything else, so that an answer is tried once.
            let taken = self.take_challenge(challenge, purpose, bound_to).await;
            taken.map_err(|refused| match refused {
                Refused::Challenge => Refused::Credentials,
                other => other,
            })?;
        }
        let row = self.store.passkey_of_credential(token_digest(&given.credential)).await?;
        let row = row.filter(|row| owner.is_none_or(|owner| owner == row.person));
        let row = row.ok_or(Refused::Credentials)?;
        let person = self.store.person(row.person).await?.ok_or(Refused::Credentials)?;
        let key = self.open_passkey(&row).await?.key;
        let checked = challenge.and_then(|_| self.check_assertion(&row, &key, given, &client_data));
        if !(checked.is_ok() && matches!(closed(&person, now), Some(Refused::Stopped))) {
            self.refuse_closed(context, &person, now).await?;
        }
        let count = match checked {
            Ok(count) if !person.disabled && !row.suspect => i64::from(count),
            Ok(_) => return Err(self.count_failure(context, &person, now).await),
            Err(fault) => {
                tracing::info!(fault = %fault, "a passkey was refused");
                return Err(self.count_failure(context, &person, now).await);
            }
        };
        if count <= row.count && (count, row.count) != (0, 0) {
            let event = self.copied_event(context, &person, &row);
            self.store.suspect_passkey((row.passkey, row.person), now, event).await?;
            return Err(Refused::Credentials);
        }
        let opening = Opening { password: true, passkey: Some((row.passkey, count)), ..Opening::default() };
        Ok((person, Shown { amr: "passkey", opening, device: None }))
    }

    fn check_assertion(
        &self,
        row: &PasskeyRow,
        key: &Key,
        given: &Assertion,
        client_data: &[u8],
    ) -> Result<u32, Fault> {
        if given.user_handle.as_ref().is_some_and(|named| *named != handle(row.person)) {
            return Err(Fault::Unreadable);
        }
        let data = bytes(&given.authenticator_data)?;
        self.party.signed(key, &data, client_data, &bytes(&given.signature)?)
    }

    fn copied_event(&self, context: &CallContext, person: &PersonRow, row: &PasskeyRow) -> AuditEvent {
        self.store
            .trail()
            .recorder()
            .event(EventType::SecurityIncident, Word::new("passkey_counter_went_back"), Word::new("account"))
            .user(person.person)
            .role(person.role)
            .organization(person.organization)
            .resource_id(row.passkey)
            .request(context.request_id)
            .into()
    }

    /// A challenge that is good once, for one purpose, to whoever holds what it is bound to.
    pub(super) async fn new_challenge(&self, purpose: For, bound_to: &[u8]) -> Result<String, Refused> {
        let challenge = new_token(&self.sources);
        let now = self.sources.now();
        let until = now.plus(std::time::Duration::from_secs(CHALLENGE_S.into()));
        let bound = (purpose.name(), binding(bound_to));
        let digest = token_digest(&challenge);
        if !self.store.keep_challenge(digest, bound, (now, until), CHALLENGES_MAX).await? {
            return Err(Refused::Challenges);
        }
        Ok(challenge)
    }

    async fn take_challenge(&self, challenge: &str, purpose: For, bound_to: &[u8]) -> Result<(), Refused> {
        let (digest, now) = (token_digest(challenge), self.sources.now());
        let taken = self.store.take_challenge(digest, purpose.name(), binding(bound_to), now).await?;
        if taken { Ok(()) } else { Err(Refused::Challenge) }
    }

    /// The credentials' ids of a person.
    pub(super) async fn credentials(&self, person: PersonId) -> Result<Vec<String>, Refused> {
        let mut ids = Vec::new();
        for row in self.store.passkeys(person).await? {
            ids.push(self.open_passkey(&row).await?.credential);
        }
        Ok(ids)
    }

    async fn seal_passkey(
        &self,
        person: PersonId,
        passkey: PasskeyId,
        kept: &Kept,
    ) -> Result<Vec<u8>, Refused> {
        let place = RecordPlace::new(person, SEALED, passkey, "demographics");
        let bytes = serde_json::to_vec(kept).map_err(|error| Refused::Secret(Box::new(error)))?;
        Ok(self.vault.seal(&place, &bytes).await?.into_bytes())
    }

    async fn open_passkey(&self, row: &PasskeyRow) -> Result<Kept, Refused> {
        let place = RecordPlace::new(row.person, SEALED, row.passkey, "demographics");
        let bytes = self.vault.open(&place, &row.sealed).await?;
        let corrupt = store_sql::Corrupt { table: "passkeys", column: "sealed" };
        serde_json::from_slice(bytes.expose()).map_err(|_| store_sql::StoreError::from(corrupt).into())
    }
}

/// A person's handle at their authenticators: their id, which is random and tells nothing.
fn handle(person: PersonId) -> String {
    URL_SAFE_NO_PAD.encode(person.as_bytes())
}

fn binding(bound_to: &[u8]) -> Vec<u8> {
    token_digest(&URL_SAFE_NO_PAD.encode(bound_to))
}

fn told(row: &PasskeyRow, name: String) -> Passkey {
    Passkey {
        passkey_id: row.passkey,
        name: Words::new(name),
        created_at: row.created_at,
        last_used_at: row.last_used_at,
        suspect: row.suspect,
    }
}

fn passkey_name(name: &Words) -> Result<String, Refused> {
    let name = name.expose().trim();
    if name.is_empty() || name.chars().count() > NAME_CHARS_MAX || name.chars().any(char::is_control) {
        return Err(Refused::Field("name", "of a passkey is 1 to 80 characters"));
    }
    Ok(name.to_owned())
}
