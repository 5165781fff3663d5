//! Who may speak for a patient, and who has a say about them by office.
//!
//! A patient speaks for themselves. A representative speaks within a verified document, and only while the
//! relation behind it lives: that two people are connected is relationship-management's to say.

use api::{Call, CallContext, Principal, Role};
use consent_api::{Category, Consent, ConsentState, EdgeKind, Provision, TermsKind};
use kernel::{OrganizationId, PersonId};
use relationship_management_api::{Edges, EdgesQuery, FindEdges};

use super::decision::{covers, stands_in};
use super::{Domain, Refused};

/// Somebody who speaks for a patient.
#[derive(Clone, Debug)]
pub(crate) struct Speaker {
    pub(crate) patient: PersonId,
    pub(crate) person: PersonId,
    pub(crate) organization: OrganizationId,
    /// What a representative may speak about; the patient about everything.
    reach: Option<Vec<Category>>,
}

impl Speaker {
    /// Whether it is not the patient.
    pub(crate) const fn is_proxy(&self) -> bool {
        self.reach.is_some()
    }

    /// Whether all of this is theirs to say. A representative names what they speak about: everything at once,
    /// what is to come included, is the patient's alone.
    pub(crate) fn may_say(&self, provisions: &[Provision]) -> bool {
        let Some(reach) = &self.reach else { return true };
        provisions.iter().all(|provision| {
            let categories = &provision.categories;
            !categories.is_empty() && categories.iter().all(|category| reach.contains(category))
        })
    }

    /// Whether this consent is theirs to end. A representative does not lift what protects the patient.
    pub(crate) fn may_end(&self, consent: &Consent) -> bool {
        let protects = matches!(
            consent.terms.kind(),
            TermsKind::Deny | TermsKind::Restriction | TermsKind::PaidOutOfPocket
        );
        let theirs = consent.recorded_by == self.person && consent.state != ConsentState::Terminated;
        !self.is_proxy() || ((!protects || theirs) && self.may_say(&consent.provisions))
    }
}

impl Domain {
    /// The caller as speaker for themselves or for the patient that they name. `consenting` asks for a document
    /// that lets them give and refuse consents. Everybody else finds nobody there.
    pub(crate) async fn speaker(
        &self,
        context: &CallContext,
        by: &Principal,
        patient: Option<PersonId>,
        consenting: bool,
    ) -> Result<Speaker, Refused> {
        let patient = patient.unwrap_or(by.person);
        let mut speaker = Speaker { patient, person: by.person, organization: by.organization, reach: None };
        if patient == by.person {
            return if by.role == Role::Resident { Ok(speaker) } else { Err(Refused::NotFound) };
        }
        if by.role != Role::FamilyMember {
            return Err(Refused::NotFound);
        }
        let now = self.sources.now();
        let edges = self.edges(context, by, patient).await?.edges;
        let live = edges
            .iter()
            .any(|edge| edge.kind == EdgeKind::Representative && edge.until.is_none_or(|until| now < until));
        let said = self.said(patient).await?;
        let reach: Vec<Category> = Category::ALL
            .iter()
            .copied()
            .filter(|category| {
                stands_in(&said, by.person, now).any(|one| {
                    (one.document.may_consent || !consenting) && covers(&said, one, *category, now)
                })
            })
            .collect();
        if !live || reach.is_empty() {
            return Err(Refused::NotFound);
        }
        speaker.reach = Some(reach);
        Ok(speaker)
    }

    /// Whoever is connected to the patient by one of these edges; everybody else finds nobody there.
    pub(crate) async fn require_edge(
        &self,
        context: &CallContext,
        by: &Principal,
        patient: PersonId,
        kinds: &[EdgeKind],
    ) -> Result<(), Refused> {
        let found = self.edges(context, by, patient).await?;
        let now = self.sources.now();
        let live = found
            .edges
            .iter()
            .any(|edge| kinds.contains(&edge.kind) && edge.until.is_none_or(|until| now < until));
        if live { Ok(()) } else { Err(Refused::NotFound) }
    }

    pub(super) async fn edges(
        &self,
        context: &CallContext,
        by: &Principal,
        patient: PersonId,
    ) -> Result<Edges, Refused> {
        let query = EdgesQuery { actor: by.person, role: by.role, organization: by.organization, patient };
        self.find_edges(context, query).await
    }

    pub(crate) async fn find_edges(
        &self,
        context: &CallContext,
        query: EdgesQuery,
    ) -> Result<Edges, Refused> {
        let context = context.clone().as_service();
        self.relations.call(&context, Call::<FindEdges>::body(query)).await.map_err(Refused::Peer)
    }
}
