//! Representatives' documents (45 CFR 164.502(g)): entered by one person, verified by another, limited by a treating
//! professional, ended by two. And the standing of patients that decides which of them hold.

use api::{CallContext, Principal, Role};
use audit_trail::AuditEvent;
use consent_api::{
    Category, Edge, EdgeKind, Mandate, Mandates, NewRepresentation, NewStanding, NewWithholding,
    Representation, RepresentationKind, RepresentationState, Standing, Withholding, WithholdingBasis,
};
use kernel::{Page, PersonId, RepresentationId, Timestamp};
use relationship_management_api::EdgesQuery;

use super::decision::{covers, stands_in};
use super::{Domain, Refused, law};

/// Who enters a document: somebody of the patient's own house.
const HOUSE: &[EdgeKind] = &[EdgeKind::Office, EdgeKind::Unit];
const OFFICE: &[EdgeKind] = &[EdgeKind::Office];
const TREATING: &[EdgeKind] = &[EdgeKind::Treating];
/// Decisions of withholding that one document carries.
const WITHHELD_MAX: usize = 20;

impl Domain {
    pub(crate) async fn enter(
        &self,
        context: &CallContext,
        by: &Principal,
        new: NewRepresentation,
        event: impl FnOnce(RepresentationId) -> AuditEvent,
    ) -> Result<Representation, Refused> {
        self.require_edge(context, by, new.patient_id, HOUSE).await?;
        let now = self.sources.now();
        let hex = new.document_digest.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if new.document_digest.len() != 64 || !hex {
            return Err(Refused::Terms("document_digest", "is 64 lower-case hex digits"));
        }
        let twice = new.scope.iter().enumerate().any(|(at, one)| new.scope[..at].contains(one));
        if new.scope.is_empty() || twice {
            return Err(Refused::Terms("scope", "names at least one category, and each once"));
        }
        let period = new.period;
        if period.until.is_some_and(|until| until <= now || period.from.is_some_and(|from| until <= from)) {
            return Err(Refused::Terms("period.until", "is not after the beginning and the present"));
        }
        // The relation is relationship-management's to know; without a live one the document is nobody's.
        let query = EdgesQuery {
            actor: new.person_id,
            role: Role::FamilyMember,
            organization: by.organization,
            patient: new.patient_id,
        };
        let edges = self.find_edges(context, query).await?.edges;
        if !edges.iter().any(|edge| edge.kind == EdgeKind::Representative) {
            return Err(Refused::Terms("person_id", "has no live guardian's relation to the patient"));
        }
        let id = self.sources.id();
        let one = Representation {
            representation_id: id,
            version: 1,
            state: RepresentationState::Entered,
            document: new,
            entered_by: by.person,
            verified_by: None,
            end_asked_by: None,
            withheld: Vec::new(),
            recorded_at: now,
            recorded_by: by.person,
            epoch: 0,
        };
        self.store.put_representation(one, by.organization, event(id)).await
    }

    /// Verifies what somebody else entered.
    pub(crate) async fn verify(
        &self,
        context: &CallContext,
        by: &Principal,
        id: RepresentationId,
        event: impl FnOnce(PersonId) -> AuditEvent,
    ) -> Result<Representation, Refused> {
        let mut one = self.document(context, by, id, OFFICE).await?;
        match one.state {
            RepresentationState::Verified if one.verified_by == Some(by.person) => return Ok(one),
            RepresentationState::Entered if one.entered_by == by.person => return Err(Refused::SecondPerson),
            RepresentationState::Entered => {}
            _ => return Err(Refused::State),
        }
        one.state = RepresentationState::Verified;
        one.verified_by = Some(by.person);
        self.next_version(by, one, event).await
    }

    /// Keeps something from a representative, at once and by one professional's word: it only ever narrows.
    pub(crate) async fn withhold(
        &self,
        context: &CallContext,
        by: &Principal,
        id: RepresentationId,
        new: NewWithholding,
        event: impl FnOnce(PersonId) -> AuditEvent,
    ) -> Result<Representation, Refused> {
        let mut one = self.document(context, by, id, TREATING).await?;
        let everything = new.categories.is_empty();
        if (new.basis == WithholdingBasis::Endangerment) != everything {
            return Err(Refused::Terms("categories", "are named unless the basis is endangerment"));
        }
        if new.basis != WithholdingBasis::Endangerment && one.document.kind != RepresentationKind::Parent {
            return Err(Refused::Terms("basis", "is a parent's alone"));
        }
        if new.categories.len() > Category::ALL.len() || one.withheld.len() >= WITHHELD_MAX {
            return Err(Refused::TooMany);
        }
        if one.state == RepresentationState::Ended {
            return Err(Refused::State);
        }
        let (decided_by, decided_at) = (by.person, self.sources.now());
        one.withheld.push(Withholding {
            basis: new.basis,
            categories: new.categories,
            decided_by,
            decided_at,
        });
        self.next_version(by, one, event).await
    }

    /// Ends a document: the first person asks, a second one confirms. One that nobody has verified yet holds
    /// nothing, and one person ends it.
    pub(crate) async fn end(
        &self,
        context: &CallContext,
        by: &Principal,
        id: RepresentationId,
        event: impl FnOnce(PersonId) -> AuditEvent,
    ) -> Result<Representation, Refused> {
        let mut one = self.document(context, by, id, OFFICE).await?;
        one.state = match one.state {
            RepresentationState::Ended => return Ok(one),
            RepresentationState::Entered => RepresentationState::Ended,
            RepresentationState::Verified => {
                one.end_asked_by = Some(by.person);
                RepresentationState::EndAsked
            }
            RepresentationState::EndAsked if one.end_asked_by == Some(by.person) => {
                return Err(Refused::SecondPerson);
            }
            RepresentationState::EndAsked => RepresentationState::Ended,
        };
        self.next_version(by, one, event).await
    }

    /// The documents about a patient that the caller may see, with whose they are.
    pub(crate) async fn documents(
        &self,
        context: &CallContext,
        by: &Principal,
        patient: Option<PersonId>,
    ) -> Result<(Page<Representation>, PersonId), Refused> {
        let patient = patient.unwrap_or(by.person);
        match by.role {
            Role::Admin => self.require_edge(context, by, patient, OFFICE).await?,
            Role::Resident if patient != by.person => return Err(Refused::NotFound),
            _ => {}
        }
        let mut items = self.store.representations(patient).await?;
        if by.role == Role::FamilyMember {
            items.retain(|one| one.document.person_id == by.person);
            if items.is_empty() {
                return Err(Refused::NotFound);
            }
        }
        Ok((Page { items, next: None }, patient))
    }

    /// For whom the caller may act now: what holds by its document, by the relation behind it and by the patient's standing,
    /// exactly as decisions take it.
    pub(crate) async fn mandates(&self, context: &CallContext, by: &Principal) -> Result<Mandates, Refused> {
        let now = self.sources.now();
        let mut found = Mandates::default();
        for patient in self.store.represented_by(by.person, by.organization).await? {
            let edges = self.edges(context, by, patient).await?.edges;
            let live = |edge: &&Edge| {
                edge.kind == EdgeKind::Representative && edge.until.is_none_or(|until| now < until)
            };
            // Of several relations the one that lasts longest carries the document.
            let relation = edges.iter().filter(live).map(|edge| edge.until);
            let Some(relation) = relation.max_by_key(|until| until.map_or(i64::MAX, Timestamp::as_micros))
            else {
                continue;
            };
            let said = self.said(patient).await?;
            for one in stands_in(&said, by.person, now) {
                let all = Category::ALL.iter().copied();
                let scope: Vec<Category> =
                    all.filter(|category| covers(&said, one, *category, now)).collect();
                if scope.is_empty() {
                    continue;
                }
                let of_age =
                    said.standing.minor_until.filter(|_| one.document.kind == RepresentationKind::Parent);
                found.mandates.push(Mandate {
                    patient_id: patient,
                    kind: one.document.kind,
                    scope,
                    may_consent: one.document.may_consent,
                    until: [one.document.period.until, relation, of_age].into_iter().flatten().min(),
                });
            }
        }
        Ok(found)
    }

    pub(crate) async fn set_standing(
        &self,
        context: &CallContext,
        by: &Principal,
        patient: PersonId,
        new: &NewStanding,
        event: AuditEvent,
    ) -> Result<Standing, Refused> {
        self.require_edge(context, by, patient, OFFICE).await?;
        let now = self.sources.now();
        let standing = law::standing(new, now)?;
        self.store.put_standing((patient, by.organization), &standing, (by.person, now), event).await?;
        Ok(standing)
    }

    pub(crate) async fn standing(
        &self,
        context: &CallContext,
        by: &Principal,
        patient: PersonId,
    ) -> Result<Standing, Refused> {
        self.require_edge(context, by, patient, OFFICE).await?;
        Ok(self.said(patient).await?.standing)
    }

    /// A document about a patient to whom the caller has one of these edges; of others there is none.
    async fn document(
        &self,
        context: &CallContext,
        by: &Principal,
        id: RepresentationId,
        kinds: &[EdgeKind],
    ) -> Result<Representation, Refused> {
        let found = self.store.representation(id).await?;
        let here = found.filter(|(_, organization)| *organization == by.organization);
        let (one, _) = here.ok_or(Refused::NotFound)?;
        self.require_edge(context, by, one.document.patient_id, kinds).await?;
        Ok(one)
    }

    async fn next_version(
        &self,
        by: &Principal,
        one: Representation,
        event: impl FnOnce(PersonId) -> AuditEvent,
    ) -> Result<Representation, Refused> {
        let event = event(one.document.patient_id);
        let next = Representation {
            version: one.version + 1,
            recorded_at: self.sources.now(),
            recorded_by: by.person,
            ..one
        };
        self.store.put_representation(next, by.organization, event).await
    }
}
