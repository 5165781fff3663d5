//! The rules: who may enter which relation, which states follow which, and what makes an edge.

mod emergencies;
mod rooms;
mod shifts;
mod staffing;

use api::{Caller, Fault, Principal, Role};
use audit_trail::{AuditEvent, TrailError};
use consent_api::{Circumstance, Edge, EdgeKind};
use decision::Decider;
use kernel::{ErrorCode, OrganizationId, Page, PageLimit, PersonId, RelationId, Sources, Timestamp};
use relationship_management_api::{
    Assignment, CHARGES_MAX, Charges, Circle, Edges, EdgesQuery, Member, NewRelation, Paging, ROOM_CHARS_MAX,
    Relation, RelationKind, RelationState, Unit, UnplacedQuery, codes,
};
use store_sql::StoreError;

use crate::store::Store;

/// Live relations that a patient may have (FEATURES, relationship-management).
const LIVE_MAX: i64 = 20;
/// The longest name of a unit.
const NAME_CHARS_MAX: usize = 80;

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refused {
    #[error("there is no such person, unit or relation for this caller")]
    NotFound,
    #[error("the caller may not do this")]
    Forbidden,
    #[error("the name of a unit is 1 to {NAME_CHARS_MAX} characters")]
    Name,
    #[error("a date in the past")]
    Past,
    #[error("nobody is related to themselves")]
    Oneself,
    #[error("an emergency is declared for 5 to 1440 minutes")]
    Minutes,
    #[error("the two people have this relation already")]
    Duplicate,
    #[error("the patient has {LIVE_MAX} live relations")]
    TooMany,
    #[error("the shift is too long, over before it begins, or on a unit the person does not work on")]
    Shift,
    #[error("a room is 1 to {ROOM_CHARS_MAX} characters in one line")]
    Room,
    #[error("the relation cannot go to that state")]
    Transition,
    #[error(transparent)]
    Decision(#[from] decision::DecisionError),
    #[error("the store failed")]
    Store(#[from] StoreError),
    #[error("the event could not be kept")]
    Trail(#[from] TrailError),
}

impl Fault for Refused {
    fn code(&self) -> ErrorCode {
        match self {
            Self::NotFound => api::codes::NOT_FOUND,
            Self::Forbidden => api::codes::FORBIDDEN,
            Self::Name | Self::Past | Self::Oneself | Self::Minutes => api::codes::INVALID,
            Self::Duplicate => codes::DUPLICATE,
            Self::TooMany => codes::TOO_MANY,
            Self::Shift => codes::SHIFT,
            Self::Room => codes::ROOM,
            Self::Transition => codes::TRANSITION,
            Self::Decision(error) => error.code(),
            Self::Store(error) => error.code(),
            Self::Trail(error) => Fault::code(error),
        }
    }

    fn problem(&self) -> api::Problem {
        match self {
            Self::Name => api::Problem::invalid("name", "is 1 to 80 characters"),
            Self::Past => api::Problem::invalid("expires_at", "lies in the past"),
            Self::Minutes => api::Problem::invalid("minutes", "is 5 to 1440"),
            Self::Oneself => api::Problem::invalid("person_id", "is the patient"),
            other => other.code().into(),
        }
    }
}

pub(crate) struct Domain {
    pub(crate) store: Store,
    decider: Decider,
    sources: Sources,
}

impl Domain {
    pub(crate) const fn new(store: Store, decider: Decider, sources: Sources) -> Self {
        Self { store, decider, sources }
    }

    pub(crate) async fn enter(&self, member: Member, event: AuditEvent) -> Result<Member, Refused> {
        self.store.enter(&member, self.sources.now(), event).await?;
        let kept = self.store.member(member.person_id).await?.ok_or(Refused::NotFound)?;
        // A person never changes organisation: that would carry their edges with them.
        if kept.organization_id == member.organization_id { Ok(kept) } else { Err(Refused::Forbidden) }
    }

    pub(crate) async fn open_unit(
        &self,
        organization: OrganizationId,
        name: &str,
        event: AuditEvent,
    ) -> Result<Unit, Refused> {
        let name = name.trim();
        if name.is_empty() || name.chars().count() > NAME_CHARS_MAX {
            return Err(Refused::Name);
        }
        let unit = Unit { unit_id: self.sources.id(), organization_id: organization, name: name.to_owned() };
        self.store.open_unit(&unit, self.sources.now(), event).await
    }

    pub(crate) async fn units(&self, by: &Principal, paging: &Paging) -> Result<Page<Unit>, Refused> {
        let limit = paging.limit.unwrap_or_default();
        Ok(self.store.units(by.organization, paging.after.as_ref(), limit).await?)
    }

    pub(crate) async fn units_of(&self, person: PersonId) -> Result<Page<Unit>, Refused> {
        Ok(Page { items: self.store.units_of(person, self.sources.now()).await?, next: None })
    }

    /// The residents of an organisation who live on no unit now.
    pub(crate) async fn unplaced(&self, query: &UnplacedQuery) -> Result<Page<Member>, Refused> {
        let after = query.after.as_ref().and_then(|cursor| cursor.place().parse().ok());
        let limit = query.limit.unwrap_or_default();
        Ok(self.store.unplaced(query.organization, after, limit, self.sources.now()).await?)
    }

    /// Admins assign anybody of their organisation. Care staff take residents to units that are their own, and
    /// only from one of them or from none: nobody is taken from a unit by those who do not work there.
    pub(crate) async fn assign(
        &self,
        caller: &Caller,
        assignment: Assignment,
        event: AuditEvent,
    ) -> Result<Assignment, Refused> {
        let now = self.sources.now();
        let unit = self.store.unit(assignment.unit_id).await?.ok_or(Refused::NotFound)?;
        let member = self.store.member(assignment.person_id).await?.ok_or(Refused::NotFound)?;
        if member.organization_id != unit.organization_id || member.role != assignment.role {
            return Err(Refused::NotFound);
        }
        if !matches!(assignment.role, Role::Resident | Role::CareStaff | Role::HealthProvider) {
            return Err(Refused::Forbidden);
        }
        let mut among = None;
        if let Some(by) = caller.principal() {
            if by.organization != unit.organization_id {
                return Err(Refused::NotFound);
            }
            if by.role == Role::CareStaff {
                let own = self.store.units_of(by.person, now).await?;
                let own: Vec<_> = own.into_iter().map(|own| own.unit_id).collect();
                if assignment.role != Role::Resident || !own.contains(&unit.unit_id) {
                    return Err(Refused::Forbidden);
                }
                among = Some(own);
            }
        }
        if assignment.until.is_some_and(|until| until <= now) {
            return Err(Refused::Past);
        }
        self.store.assign(&assignment, among.as_deref(), now, event).await?;
        Ok(assignment)
    }

    /// A resident's own word makes a relation live; what others enter waits for it, except a treating relation
    /// that an admin enters, which is the organisation's to make, and a guardian's: that one is a court's or a
    /// law's, and opens nothing without the document that two people verified (consent owns it). An accepted
    /// invitation is the word of whoever invited, and no more than that.
    pub(crate) async fn relate(
        &self,
        caller: &Caller,
        new: NewRelation,
        event: impl FnOnce(RelationId) -> AuditEvent,
    ) -> Result<Relation, Refused> {
        let now = self.sources.now();
        if new.patient_id == new.person_id {
            return Err(Refused::Oneself);
        }
        if new.expires_at.is_some_and(|at| at <= now) {
            return Err(Refused::Past);
        }
        let patient = self.store.member(new.patient_id).await?.ok_or(Refused::NotFound)?;
        let person = self.store.member(new.person_id).await?.ok_or(Refused::NotFound)?;
        if patient.role != Role::Resident
            || patient.organization_id != person.organization_id
            || !fits(new.kind, person.role)
        {
            return Err(Refused::NotFound);
        }
        let by = match (caller.principal(), new.invited_by) {
            (Some(_), Some(_)) => return Err(Refused::Forbidden),
            (Some(by), None) => {
                Some(Member { person_id: by.person, role: by.role, organization_id: by.organization })
            }
            (None, Some(by)) => Some(self.store.member(by).await?.ok_or(Refused::NotFound)?),
            (None, None) => None,
        };
        let state = match by {
            // A service's own word is nobody's.
            None => RelationState::Pending,
            Some(by) if by.person_id == new.patient_id => RelationState::Active,
            Some(by) if by.role == Role::Resident || by.organization_id != patient.organization_id => {
                return Err(Refused::NotFound);
            }
            Some(by)
                if by.role == Role::Admin
                    && matches!(edge_kind(new.kind), EdgeKind::Treating | EdgeKind::Representative) =>
            {
                RelationState::Active
            }
            Some(_) => RelationState::Pending,
        };
        let relation = Relation {
            relation_id: self.sources.id(),
            patient_id: new.patient_id,
            person_id: new.person_id,
            kind: new.kind,
            state,
            created_at: now,
            expires_at: new.expires_at,
        };
        self.store.relate(&relation, LIVE_MAX, event(relation.relation_id)).await?;
        Ok(relation)
    }

    /// The patient moves their relations; an admin may suspend or end one of their organisation.
    pub(crate) async fn change(
        &self,
        by: &Principal,
        id: RelationId,
        to: RelationState,
        event: impl FnOnce(PersonId) -> AuditEvent,
    ) -> Result<Relation, Refused> {
        let found = self.store.relation(id).await?.ok_or(Refused::NotFound)?;
        let mut relation = as_of(found, self.sources.now());
        let patient = self.store.member(relation.patient_id).await?.ok_or(Refused::NotFound)?;
        let own = by.person == relation.patient_id;
        let office = by.role == Role::Admin
            && by.organization == patient.organization_id
            && matches!(to, RelationState::Suspended | RelationState::Revoked);
        if !own && !office {
            return Err(Refused::NotFound);
        }
        if !follows(relation.state, to) {
            return Err(Refused::Transition);
        }
        self.store.change(id, relation.state, to, event(relation.patient_id)).await?;
        relation.state = to;
        Ok(relation)
    }

    pub(crate) async fn mine(&self, by: &Principal, paging: &Paging) -> Result<Page<Relation>, Refused> {
        let after = paging.after.as_ref().and_then(|cursor| cursor.place().parse().ok());
        let limit: PageLimit = paging.limit.unwrap_or_default();
        let mut page = self.store.relations_of(by.person, after, limit).await?;
        let now = self.sources.now();
        page.items = page.items.into_iter().map(|relation| as_of(relation, now)).collect();
        Ok(page)
    }

    /// The live edges between two people. Across organisations there are none.
    pub(crate) async fn edges(&self, query: &EdgesQuery) -> Result<Edges, Refused> {
        let none =
            |organization| Edges { edges: Vec::new(), organization, unit: None, circumstances: Vec::new() };
        let now = self.sources.now();
        let found = self.store.resident(query.patient, now).await?;
        let Some((patient, home, emergency)) = found else { return Ok(none(None)) };
        let organization = Some(patient.organization_id);
        let own = query.actor == query.patient;
        let actor = if own { Some(patient.clone()) } else { self.store.member(query.actor).await? };
        let Some(actor) = actor else { return Ok(none(organization)) };
        let here =
            patient.organization_id == query.organization && actor.organization_id == query.organization;
        if !here || actor.role != query.role {
            return Ok(none(organization));
        }
        let mut edges = Vec::new();
        if own {
            // Nobody is related to themselves: there is nothing more to look for.
            edges.push(Edge::of(EdgeKind::Own));
        }
        if actor.role == Role::Admin {
            edges.push(Edge::of(EdgeKind::Office));
        }
        let relations =
            if own { Vec::new() } else { self.store.live(query.patient, Some(query.actor), now).await? };
        for relation in relations {
            edges.push(Edge {
                relation: Some(relation.relation_id),
                until: relation.expires_at,
                ..Edge::of(edge_kind(relation.kind))
            });
        }
        if matches!(actor.role, Role::CareStaff) {
            let own = self.store.units_of(query.actor, now).await?;
            // Who lives on no unit yet must not be without anybody: until then all care staff stand as the unit's.
            let homeless = home.is_none() && patient.role == Role::Resident;
            if homeless || own.iter().any(|unit| Some(unit.unit_id) == home) {
                edges.push(Edge::of(EdgeKind::Unit));
            }
        }
        let circumstances = emergency.then_some(Circumstance::EmergencyDeclared).into_iter().collect();
        Ok(Edges { edges, organization, unit: home, circumstances })
    }

    /// The residents whom a person answers for now, or is related to.
    pub(crate) async fn charges(&self, by: &Principal) -> Result<Charges, Refused> {
        let now = self.sources.now();
        let (person, organization) = (by.person, by.organization);
        let charges = match by.role {
            Role::CareStaff => self.store.charges_of_staff(person, organization, now).await?,
            Role::HealthProvider | Role::FamilyMember => {
                self.store.charges_by_relation(person, by.role, organization, now).await?
            }
            _ => Vec::new(),
        };
        // A list that is cut short would hide somebody.
        if charges.len() > CHARGES_MAX {
            return Err(Refused::TooMany);
        }
        let shift_ends_at = match by.role {
            Role::CareStaff => self.store.on_shift_until(person, now).await?,
            _ => None,
        };
        Ok(Charges { on_shift: shift_ends_at.is_some(), shift_ends_at, charges })
    }

    /// Whom a person of the care staff answers for while they are on shift.
    pub(crate) async fn shift_charges(&self, person: PersonId) -> Result<Charges, Refused> {
        let member = self.store.member(person).await?.ok_or(Refused::NotFound)?;
        let now = self.sources.now();
        let until = match member.role {
            Role::CareStaff => self.store.on_shift_until(person, now).await?,
            _ => None,
        };
        if until.is_none() {
            return Ok(Charges::default());
        }
        let charges = self.store.charges_of_staff(person, member.organization_id, now).await?;
        // A list that is cut short would hide somebody.
        if charges.len() > CHARGES_MAX {
            return Err(Refused::TooMany);
        }
        Ok(Charges { on_shift: true, shift_ends_at: until, charges })
    }

    pub(crate) async fn circle(&self, patient: PersonId) -> Result<Circle, Refused> {
        let member = self.store.member(patient).await?.ok_or(Refused::NotFound)?;
        let now = self.sources.now();
        let home = self.store.units_of(patient, now).await?.into_iter().next();
        let relations = self.store.live(patient, None, now).await?;
        Ok(Circle { organization_id: member.organization_id, unit: home.map(|unit| unit.unit_id), relations })
    }
}

/// A relation as it is now: no clock of the store moves it when its date comes.
fn as_of(mut relation: Relation, now: Timestamp) -> Relation {
    let over = relation.expires_at.is_some_and(|at| at <= now);
    let live =
        matches!(relation.state, RelationState::Pending | RelationState::Active | RelationState::Suspended);
    if over && live {
        relation.state = RelationState::Expired;
    }
    relation
}

/// Whether a relation is one of treatment.
pub(crate) fn is_treating(kind: RelationKind) -> bool {
    matches!(edge_kind(kind), EdgeKind::Treating)
}

/// Whether a relation is a relative's.
pub(crate) fn is_family(kind: RelationKind) -> bool {
    matches!(edge_kind(kind), EdgeKind::Family | EdgeKind::Representative)
}

/// Which edge a relation makes.
const fn edge_kind(kind: RelationKind) -> EdgeKind {
    match kind {
        RelationKind::PrimaryTherapist
        | RelationKind::SecondaryTherapist
        | RelationKind::Psychiatrist
        | RelationKind::CaseManager => EdgeKind::Treating,
        RelationKind::PrimaryFamily
        | RelationKind::SecondaryFamily
        | RelationKind::EmergencyContact
        | RelationKind::AuthorizedCaregiver => EdgeKind::Family,
        RelationKind::LegalGuardian | RelationKind::MedicalGuardian => EdgeKind::Representative,
    }
}

/// A treating relation needs a provider, the others a relative or friend: nobody becomes family by role, and
/// no relative becomes a therapist by relation.
fn fits(kind: RelationKind, role: Role) -> bool {
    match edge_kind(kind) {
        EdgeKind::Treating => role == Role::HealthProvider,
        _ => role == Role::FamilyMember,
    }
}

/// The legal transitions.
const fn follows(from: RelationState, to: RelationState) -> bool {
    use RelationState::{Active, Declined, Pending, Revoked, Suspended};
    matches!(
        (from, to),
        (Pending, Active | Declined | Revoked)
            | (Active, Suspended | Revoked)
            | (Suspended, Active | Revoked)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_ended_stays_ended() {
        use RelationState::{Active, Declined, Expired, Pending, Revoked, Suspended};
        for from in [Expired, Revoked, Declined] {
            for to in [Pending, Active, Suspended, Expired, Revoked, Declined] {
                assert!(!follows(from, to), "{from:?} to {to:?}");
            }
        }
        assert!(follows(Pending, Active) && follows(Suspended, Active) && !follows(Active, Pending));
    }

    #[test]
    fn a_relative_is_no_therapist_and_a_nurse_no_relative() {
        assert!(fits(RelationKind::PrimaryFamily, Role::FamilyMember));
        assert!(!fits(RelationKind::PrimaryTherapist, Role::FamilyMember));
        assert!(!fits(RelationKind::PrimaryFamily, Role::CareStaff));
        assert!(!fits(RelationKind::LegalGuardian, Role::Resident));
    }
}
