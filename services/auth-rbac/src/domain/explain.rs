//! What would be decided, and why: for one person, or for everybody of an organisation, with the facts as they
//! are and the policies as they are or might be.

use api::{CallContext, Principal, Role, Scope};
use audit_trail::{ContextKey, EventType, Word};
use auth_rbac_api::{ExplainQuery, Explanation, SimulateQuery};
use decision::{Actor, Ask, Decider, PolicySet};
use kernel::{Cursor, Page, PersonId, SessionId, Timestamp};

use super::{Domain, Refused};
use crate::store::PersonRow;

/// The longest policies that are tried.
const POLICIES_BYTES_MAX: usize = 64 * 1024;

impl Domain {
    /// Asked by a resident about their own record, or by a compliance officer.
    pub(crate) async fn explain(
        &self,
        context: &CallContext,
        by: &Principal,
        query: &ExplainQuery,
    ) -> Result<Explanation, Refused> {
        let own = by.role == Role::Resident && by.person == query.patient_id;
        let officer = by.role == Role::Admin && by.scopes.contains(&Scope::Compliance);
        if !own && !officer {
            return Err(Refused::Forbidden);
        }
        self.resident_here(by, query.patient_id).await?;
        let row = self.store.person(query.person_id).await?.ok_or(Refused::NotFound)?;
        if row.organization != by.organization {
            return Err(Refused::NotFound);
        }
        self.note_question(context, by, query.patient_id, "explain").await?;
        let ask = (query.patient_id, query.category, query.action, query.purpose);
        self.explained(&self.decider, context, &row, ask).await
    }

    /// A page of people, and what would be decided for each. Policies that are tried are in force nowhere.
    pub(crate) async fn simulate(
        &self,
        context: &CallContext,
        by: &Principal,
        query: &SimulateQuery,
    ) -> Result<Page<Explanation>, Refused> {
        self.resident_here(by, query.patient_id).await?;
        let decider = match &query.policies {
            Some(text) if text.len() > POLICIES_BYTES_MAX => {
                return Err(Refused::Policies("they are longer than 64 KiB".to_owned()));
            }
            Some(text) => {
                let set = PolicySet::proposed(text).map_err(|fault| Refused::Policies(fault.to_string()))?;
                self.decider.with_policies(set)
            }
            None => self.decider.clone(),
        };
        let after = match &query.cursor {
            Some(cursor) => {
                let place = cursor.place().parse::<PersonId>();
                Some(place.map_err(|_| Refused::Field("cursor", "is not one of ours"))?)
            }
            None => None,
        };
        self.note_question(context, by, query.patient_id, "simulate").await?;
        let rows = self.store.people(by.organization, after, query.limit.get() + 1).await?;
        let page = Page::from_rows(rows, query.limit, |row| Cursor::new(row.person));
        let ask = (query.patient_id, query.category, query.action, query.purpose);
        let mut items = Vec::with_capacity(page.items.len());
        for row in &page.items {
            items.push(self.explained(&decider, context, row, ask).await?);
        }
        Ok(Page { items, next: page.next })
    }

    async fn explained(
        &self,
        decider: &Decider,
        context: &CallContext,
        row: &PersonRow,
        (patient, category, action, purpose): (PersonId, api::Category, api::Action, api::Purpose),
    ) -> Result<Explanation, Refused> {
        // As they would be after signing in; no session of theirs is needed for a question.
        let principal = Principal {
            person: row.person,
            role: row.role,
            scopes: row.scopes.clone(),
            organization: row.organization,
            session: SessionId::from(super::sign_in::uuid_of([0; 16])),
            expires: Timestamp::EPOCH,
            proven_until: None,
        };
        let ask = Ask {
            actor: Actor::Person(&principal),
            patient,
            action,
            category,
            purpose,
            edges: Vec::new(),
            author: None,
            recorded_at: None,
        };
        let decision = decider.decide(context, &ask).await?;
        Ok(Explanation {
            person_id: row.person,
            role: row.role,
            permit: decision.permit && !row.disabled,
            reason: if row.disabled { "account_disabled".to_owned() } else { decision.reason },
            policies: decision.policies,
            policy_hash: decision.policy_hash,
            epoch: decision.epoch,
            fields: decision.projection,
        })
    }

    async fn resident_here(&self, by: &Principal, patient: PersonId) -> Result<(), Refused> {
        let row = self.store.person(patient).await?.ok_or(Refused::NotFound)?;
        let here = row.organization == by.organization && row.role == Role::Resident;
        if here { Ok(()) } else { Err(Refused::NotFound) }
    }

    /// That somebody asked who could see a person's record is itself written down.
    async fn note_question(
        &self,
        context: &CallContext,
        by: &Principal,
        patient: PersonId,
        action: &'static str,
    ) -> Result<(), Refused> {
        let event = self
            .store
            .trail()
            .recorder()
            .event(EventType::Review, Word::new(action), Word::new("permission"))
            .user(by.person)
            .role(by.role)
            .organization(by.organization)
            .session(by.session)
            .request(context.request_id)
            .concerning(patient)
            .with(ContextKey::OPERATION, Word::new(action));
        self.store.trail().read(event).await?;
        Ok(())
    }

    /// For health: a stranger asks for a stranger's record, and is refused by what decides.
    pub(crate) async fn refuses_a_stranger(&self) -> Result<(), &'static str> {
        let stranger = Principal {
            person: self.sources.id(),
            role: Role::HealthProvider,
            scopes: Vec::new(),
            organization: self.sources.id(),
            session: self.sources.id(),
            expires: Timestamp::EPOCH,
            proven_until: None,
        };
        let ask = Ask {
            actor: Actor::Person(&stranger),
            patient: self.sources.id(),
            action: api::Action::Read,
            category: api::Category::ChatTranscripts,
            purpose: api::Purpose::Treatment,
            edges: Vec::new(),
            author: None,
            recorded_at: None,
        };
        let context = CallContext::background(self.sources.id());
        match self.decider.decide(&context, &ask).await {
            Ok(decision) if decision.permit => Err("a stranger was let in"),
            Ok(_) => Ok(()),
            Err(_) => Err("no decision can be made"),
        }
    }
}
