//! Restrictions (45 CFR 164.522(a)): the facility answers a request, and may end what it accepted.
//!
//! What was paid for out of pocket is never asked about: the facility must keep it, so it holds from the moment at
//! which it is said, and nobody but the patient ends it (164.522(a)(1)(vi), (a)(2)(iii)).

use api::Principal;
use audit_trail::AuditEvent;
use consent_api::{Consent, ConsentState, RequestsQuery, RestrictionAnswer, TermsKind};
use kernel::{ConsentId, Page};

use super::{Domain, Refused};
use crate::store::Recording;

impl Domain {
    pub(crate) async fn requests(
        &self,
        by: &Principal,
        query: &RequestsQuery,
    ) -> Result<Page<Consent>, Refused> {
        let limit = query.limit.unwrap_or_default();
        Ok(self.store.requests(by.organization, query.after.as_ref(), limit).await?)
    }

    /// Accepts or declines. The same answer again is the consent that it made.
    pub(crate) async fn answer(
        &self,
        by: &Principal,
        id: ConsentId,
        answer: RestrictionAnswer,
        event: impl FnOnce(&Consent) -> AuditEvent,
    ) -> Result<Consent, Refused> {
        let current = self.restriction(by, id).await?;
        let (state, decline_reason) = match answer {
            RestrictionAnswer::Accept => (ConsentState::Active, None),
            RestrictionAnswer::Decline { reason } => (ConsentState::Declined, Some(reason)),
        };
        if (current.state, current.decline_reason) == (state, decline_reason) {
            return Ok(current);
        }
        if current.state != ConsentState::Requested {
            return Err(Refused::State);
        }
        let consent = Consent { state, decline_reason, ..self.next(by, &current) };
        self.change(by, consent, event).await
    }

    /// Ends an accepted restriction without the patient's word: it goes on binding what was recorded until now.
    pub(crate) async fn terminate(
        &self,
        by: &Principal,
        id: ConsentId,
        event: impl FnOnce(&Consent) -> AuditEvent,
    ) -> Result<Consent, Refused> {
        let current = self.restriction(by, id).await?;
        match current.state {
            ConsentState::Terminated => Ok(current),
            ConsentState::Active => {
                let consent = Consent { state: ConsentState::Terminated, ..self.next(by, &current) };
                self.change(by, consent, event).await
            }
            _ => Err(Refused::State),
        }
    }

    /// A restriction of the officer's own organisation; of others there is none.
    async fn restriction(&self, by: &Principal, id: ConsentId) -> Result<Consent, Refused> {
        let found = self.store.current(id).await?;
        let here = found.filter(|(_, organization)| *organization == by.organization);
        let (current, _) = here.ok_or(Refused::NotFound)?;
        match current.terms.kind() {
            TermsKind::Restriction => Ok(self.current(id).await?.ok_or(Refused::NotFound)?),
            TermsKind::PaidOutOfPocket => Err(Refused::MustKeep),
            TermsKind::Family | TermsKind::Permit | TermsKind::Deny => Err(Refused::NotFound),
        }
    }

    fn next(&self, by: &Principal, current: &Consent) -> Consent {
        Consent {
            version: current.version + 1,
            recorded_at: self.sources.now(),
            recorded_by: by.person,
            ..current.clone()
        }
    }

    async fn change(
        &self,
        by: &Principal,
        consent: Consent,
        event: impl FnOnce(&Consent) -> AuditEvent,
    ) -> Result<Consent, Refused> {
        let event = event(&consent);
        let recording = Recording { consent, organization: by.organization, read_in: None };
        // Somebody else was first: it is no longer in the state that was looked at.
        self.store.append(recording, event).await.map_err(|refused| match refused {
            Refused::NotConfirmed => Refused::State,
            other => other,
        })
    }
}
