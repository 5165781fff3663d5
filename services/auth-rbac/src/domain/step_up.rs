//! Step-up: who is signed in shows anew who they are, and what needs a fresh proof is open for a while.

use api::{CallContext, Principal, Words};
use audit_trail::{EventType, Word};
use auth_rbac_api::{Proof, ProofGiven, SignIn, StepUpChallenge};

use super::limits::{ACCESS_S, CHALLENGE_S};
use super::passkeys::For;
use super::sign_in::Shown;
use super::{Domain, Refused};
use crate::store::PersonRow;

impl Domain {
    pub(crate) async fn step_up_challenge(&self, by: &Principal) -> Result<StepUpChallenge, Refused> {
        let allow = self.credentials(by.person).await?;
        let challenge = self.new_challenge(For::Proving, by.session.as_bytes()).await?;
        let (rp_id, timeout_ms) = (self.party.id.clone(), CHALLENGE_S * 1_000);
        Ok(StepUpChallenge { challenge, rp_id, timeout_ms, allow })
    }

    /// Takes a proof. What is wrong counts as at the door, so that a stolen token is no place to guess at.
    pub(crate) async fn give_proof(
        &self,
        context: &CallContext,
        by: &Principal,
        given: Proof,
    ) -> Result<ProofGiven, Refused> {
        let now = self.sources.now();
        let (person, shown) = match &given.passkey {
            Some(assertion) => {
                let asked = (For::Proving, &by.session.as_bytes()[..], Some(by.person));
                self.shown_passkey(context, assertion, asked, now).await?
            }
            None => self.shown_password(context, by, given).await?,
        };
        let event = self
            .store
            .trail()
            .recorder()
            .event(EventType::Login, Word::new("step_up"), Word::new("session"))
            .user(by.person)
            .role(by.role)
            .organization(by.organization)
            .session(by.session)
            .request(context.request_id);
        let mut events = vec![event.into()];
        if shown.opening.recovery.is_some() {
            events.push(self.lock_event(context, &person, "spend_recovery_code"));
        }
        let with = shown.amr;
        match self.store.prove(by.session, by.person, shown.opening, (now, with), &events).await {
            Err(Refused::Closed) => return Err(self.closed_meanwhile(context, by.person, now).await),
            proven => proven?,
        }
        let (session, person) = self.store.session(by.session).await?.ok_or(Refused::NotFound)?;
        Ok(ProofGiven {
            access_token: Words::new(self.access_token(&person, &session)?),
            expires_in: ACCESS_S,
            proven_until: now.plus(self.fresh),
        })
    }

    async fn shown_password(
        &self,
        context: &CallContext,
        by: &Principal,
        given: Proof,
    ) -> Result<(PersonRow, Shown), Refused> {
        let now = self.sources.now();
        let person = self.store.person(by.person).await?.ok_or(Refused::NotFound)?;
        let (Some(password), Some(stored)) = (given.password, person.password.clone()) else {
            return Err(Refused::Credentials);
        };
        let right = self.passwords.verify(password.expose(), Some(&stored)).await;
        let right = right.map_err(|error| Refused::Secret(Box::new(error)))?;
        // A device stands in for a factor at the door alone: it proves nothing that was not proven there.
        let given = SignIn { code: given.code, ..SignIn::default() };
        if !(right && self.recovers(&person, &given, now).await?) {
            self.refuse_closed(context, &person, now).await?;
        }
        let shown =
            if right && !person.disabled { self.second_factor(&person, &given, now).await? } else { None };
        match shown {
            Some(shown) => Ok((person, shown)),
            None => Err(self.count_failure(context, &person, now).await),
        }
    }
}
