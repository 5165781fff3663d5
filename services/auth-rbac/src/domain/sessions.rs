//! Staying signed in: refresh with reuse detection, idle and absolute ends, and ending it.

use api::{CallContext, Principal, Words};
use audit_trail::{EventType, Word};
use auth_rbac_api::{Liveness, Me, Session, SessionQuery, SignIns, Tokens};
use kernel::{SessionId, Timestamp};

use super::limits::{SEEN_EVERY, SIGN_INS_SHOWN, idle};
use super::rotation::secret_name;
use super::sign_in::uuid_of;
use super::{Domain, Refused};
use crate::store::{PersonRow, SessionRow};

/// Whether a session may be used.
fn live(session: &SessionRow, person: &PersonRow, now: Timestamp) -> bool {
    stands(session, person, now) && now < session.last_seen_at.plus(idle(person.role))
}

/// Whether nothing but silence may have ended it.
fn stands(session: &SessionRow, person: &PersonRow, now: Timestamp) -> bool {
    session.ended_at.is_none() && !person.disabled && now < session.ends_at
}

impl Domain {
    /// Spends a refresh token. It is not activity: a page that refreshes by itself does not keep a session.
    pub(crate) async fn refresh(&self, context: &CallContext, token: &Words) -> Result<Tokens, Refused> {
        let name = secret_name(token.expose()).ok_or(Refused::Refresh)?;
        let id = SessionId::from(uuid_of(name));
        let (session, person) = self.store.session(id).await?.ok_or(Refused::Refresh)?;
        // What was never given out is no token of ours, and ends nobody's session.
        let step = self.refreshes.step_of(token.expose(), &session.refresh_digest);
        let step = step.filter(|step| *step <= session.step).ok_or(Refused::Refresh)?;
        if step < session.step {
            self.end_stolen(context, &session, &person).await?;
            return Err(Refused::Refresh);
        }
        if !live(&session, &person, self.sources.now()) {
            return Err(Refused::Refresh);
        }
        let event = self
            .store
            .trail()
            .recorder()
            .event(EventType::Login, Word::new("refresh"), Word::new("session"))
            .user(person.person)
            .role(person.role)
            .organization(person.organization)
            .session(id)
            .request(context.request_id);
        if !self.store.refresh(id, step, event.into()).await? {
            // Two requests with one token: one of them is not the owner's.
            self.end_stolen(context, &session, &person).await?;
            return Err(Refused::Refresh);
        }
        let next = self.refreshes.later(id.as_bytes(), &session.refresh_digest, step + 1);
        self.tokens(&person, &session, next, None)
    }

    /// A refresh token came twice: the session ends for everybody who holds a token of it (RFC 9700 §4.14).
    async fn end_stolen(
        &self,
        context: &CallContext,
        session: &SessionRow,
        person: &PersonRow,
    ) -> Result<(), Refused> {
        let event = self
            .store
            .trail()
            .recorder()
            .event(EventType::SecurityIncident, Word::new("spent_refresh_token"), Word::new("session"))
            .user(person.person)
            .role(person.role)
            .organization(person.organization)
            .session(session.session)
            .request(context.request_id);
        self.store.end(person.person, Some(session.session), self.sources.now(), event.into()).await?;
        Ok(())
    }

    /// Whether a session is live; with activity, it was used just now.
    pub(crate) async fn session_live(&self, query: &SessionQuery) -> Result<Liveness, Refused> {
        let Some((session, person)) = self.store.session(query.session_id).await? else {
            return Ok(Liveness::default());
        };
        let now = self.sources.now();
        if !live(&session, &person, now) {
            return Ok(Liveness { live: false, silent: stands(&session, &person, now) });
        }
        if query.activity && now.since(session.last_seen_at) >= SEEN_EVERY {
            // That it was used could not be written down: it is live all the same, and ends the sooner.
            if let Err(error) = self.store.seen(session.session, now).await {
                tracing::warn!(error = %error, "the use of a session was not noted");
            }
        }
        Ok(Liveness { live: true, silent: false })
    }

    pub(crate) async fn sign_out(
        &self,
        context: &CallContext,
        by: &Principal,
        everywhere: bool,
    ) -> Result<(), Refused> {
        let which = (!everywhere).then_some(by.session);
        self.end(context, by, which, if everywhere { "sign_out_everywhere" } else { "sign_out" }).await?;
        Ok(())
    }

    pub(crate) async fn end_session(
        &self,
        context: &CallContext,
        by: &Principal,
        session: SessionId,
    ) -> Result<(), Refused> {
        if self.end(context, by, Some(session), "end_session").await? == 0 {
            return Err(Refused::NotFound);
        }
        Ok(())
    }

    async fn end(
        &self,
        context: &CallContext,
        by: &Principal,
        session: Option<SessionId>,
        action: &'static str,
    ) -> Result<u64, Refused> {
        let event = self
            .store
            .trail()
            .recorder()
            .event(EventType::Logout, Word::new(action), Word::new("session"))
            .user(by.person)
            .role(by.role)
            .organization(by.organization)
            .session(by.session)
            .request(context.request_id);
        self.store.end(by.person, session, self.sources.now(), event.into()).await
    }

    pub(crate) async fn sessions(&self, by: &Principal) -> Result<Vec<Session>, Refused> {
        let now = self.sources.now();
        let mut sessions = self.store.sessions(by.person, now, now.minus(idle(by.role))).await?;
        for session in &mut sessions {
            session.current = session.session_id == by.session;
        }
        Ok(sessions)
    }

    pub(crate) async fn sign_ins(&self, by: &Principal) -> Result<SignIns, Refused> {
        Ok(self.store.sign_ins(by.person, SIGN_INS_SHOWN).await?)
    }

    pub(crate) async fn me(&self, by: &Principal) -> Result<Me, Refused> {
        let row = self.store.person(by.person).await?.ok_or(Refused::NotFound)?;
        let profile = self.profile(&row).await?;
        Ok(Me {
            person_id: row.person,
            name: Words::new(profile.name),
            role: row.role,
            scopes: row.scopes,
            organization_id: row.organization,
            session_id: by.session,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use api::Role;
    use kernel::Sources;

    use super::super::limits::absolute;
    use super::*;

    #[test]
    fn a_session_ends_by_silence_by_age_by_a_word_and_with_its_account() {
        let (sources, start) = (Sources::system(), Timestamp::from_micros(1_000_000_000_000_000));
        let second = Duration::from_secs(1);
        for role in [Role::Admin, Role::CareStaff, Role::HealthProvider, Role::FamilyMember, Role::Resident] {
            let person = PersonRow {
                person: sources.id(),
                organization: sources.id(),
                role,
                scopes: Vec::new(),
                profile: Vec::new(),
                password: None,
                totp: None,
                totp_step: 0,
                disabled: false,
                failures: 0,
                locked_until: None,
            };
            let session = SessionRow {
                session: sources.id(),
                person: person.person,
                amr: "pwd otp".to_owned(),
                created_at: start,
                last_seen_at: start,
                ends_at: start.plus(absolute(role)),
                ended_at: None,
                refresh_digest: Vec::new(),
                step: 0,
                proof: None,
            };
            let silent = start.plus(idle(role));
            assert!(live(&session, &person, silent.minus(second)), "{role:?}");
            assert!(!live(&session, &person, silent.plus(second)), "{role:?}: by silence");
            assert!(stands(&session, &person, silent.plus(second)), "{role:?}: by silence alone");
            let busy = SessionRow { last_seen_at: session.ends_at.minus(second), ..session.clone() };
            assert!(live(&busy, &person, session.ends_at.minus(second)), "{role:?}");
            assert!(!live(&busy, &person, session.ends_at), "{role:?}: by age");
            assert!(!stands(&busy, &person, session.ends_at), "{role:?}: by age, and not by silence");
            let ended = SessionRow { ended_at: Some(start), ..session.clone() };
            assert!(!live(&ended, &person, start), "{role:?}: by a word");
            assert!(!stands(&ended, &person, silent.plus(second)), "{role:?}: by a word, and not by silence");
            let disabled = PersonRow { disabled: true, ..person.clone() };
            assert!(!live(&session, &disabled, start), "{role:?}: with its account");
            assert!(!stands(&session, &disabled, silent.plus(second)), "{role:?}: with its account alone");
        }
    }
}
