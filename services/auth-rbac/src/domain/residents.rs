//! Residents whom staff look after from outside: admitted with a tablet, given another one, found without a unit.

use api::{Action, Call, CallContext, Category, Principal, Problem, Purpose, Role, Words};
use audit_trail::{EventType, Word};
use auth_rbac_api::{Admitted, DeviceState, NewResident, ResidentsQuery, UnplacedResident};
use consent_api::{Edge, EdgeKind};
use decision::{Actor, Ask, Decision};
use kernel::{ErrorKind, Page, PersonId};
use relationship_management_api::{Assign, Assignment, EdgesQuery, FindEdges, ListUnplaced, UnplacedQuery};

use super::accounts::device_name;
use super::{Domain, Profile, Refused};
use crate::store::{NewPerson, PersonRow};

impl Domain {
    /// A resident whom staff admit, with a tablet that is theirs to use at once. They have their place before
    /// the account stands: who may not place them there admits nobody.
    pub(crate) async fn admit(
        &self,
        context: &CallContext,
        by: &Principal,
        new: NewResident,
    ) -> Result<Admitted, Refused> {
        let name = self.name(&new.name)?;
        let device_name = device_name(&new.device_name)?;
        let person = self.sources.id();
        let profile = Profile { name, email: None };
        let row = NewPerson {
            person,
            organization: by.organization,
            role: Role::Resident,
            scopes: Vec::new(),
            email_digest: None,
            profile: self.seal_profile(person, &profile).await?,
            password: None,
            totp: None,
            recovery_digests: Vec::new(),
        };
        let (device, secret) =
            self.new_device(person, by.organization, device_name, DeviceState::Active, true);
        let event = self.event_by(context, by, "admit").concerning(person);
        self.enter(context, &row).await?;
        let assignment =
            Assignment { person_id: person, role: Role::Resident, unit_id: new.unit_id, until: None };
        // As the one who admits: they may only place residents where they work.
        self.relations.call(context, Call::<Assign>::body(assignment)).await.map_err(not_there)?;
        self.store.add_person_with_device(row, &device, self.sources.now(), event.into()).await?;
        Ok(Admitted { person_id: person, device_id: device.device.device_id, device: Words::new(secret) })
    }

    /// Another tablet for a resident who signs in with one alone: from staff of their unit, or from an admin.
    pub(crate) async fn new_tablet(
        &self,
        context: &CallContext,
        by: &Principal,
        person: PersonId,
        name: &str,
    ) -> Result<Admitted, Refused> {
        let name = device_name(name)?;
        let row = self.store.person(person).await?.ok_or(Refused::NotFound)?;
        let here = row.organization == by.organization && row.role == Role::Resident;
        if !here || !self.answers_for(context, by, person).await? {
            return Err(Refused::NotFound);
        }
        if row.password.is_some() {
            return Err(Refused::HasPassword);
        }
        let (device, secret) = self.new_device(person, by.organization, name, DeviceState::Active, true);
        let id = device.device.device_id;
        let event = self.event_by(context, by, "new_tablet").concerning(person).resource_id(id);
        if !self.store.replace_tablet(&device, self.sources.now(), event.into()).await? {
            return Err(Refused::Disabled);
        }
        Ok(Admitted { person_id: person, device_id: id, device: Words::new(secret) })
    }

    pub(super) async fn looks_after(
        &self,
        context: &CallContext,
        by: &Principal,
        patient: PersonId,
    ) -> Result<bool, Refused> {
        self.stands_to(context, by, patient, false).await
    }

    /// Whether the account of a resident is the caller's to see to: that of who lives on no unit is no carer's, since every carer of
    /// the house looks after them. Whoever takes them to a unit of theirs is recorded first.
    pub(super) async fn answers_for(
        &self,
        context: &CallContext,
        by: &Principal,
        patient: PersonId,
    ) -> Result<bool, Refused> {
        self.stands_to(context, by, patient, true).await
    }

    async fn stands_to(
        &self,
        context: &CallContext,
        by: &Principal,
        patient: PersonId,
        on_a_unit: bool,
    ) -> Result<bool, Refused> {
        if by.role == Role::Admin {
            return Ok(true);
        }
        let query = EdgesQuery { actor: by.person, role: by.role, organization: by.organization, patient };
        let call = Call::<FindEdges>::body(query);
        let found = self.relations.call(&context.clone().as_service(), call).await.map_err(Refused::Peer)?;
        let placed = !on_a_unit || found.unit.is_some();
        Ok(placed && found.edges.iter().any(|edge| edge.kind == EdgeKind::Unit))
    }

    /// Residents of the caller's organisation who live on no unit, by first name, so that they can be placed.
    pub(crate) async fn unplaced(
        &self,
        context: &CallContext,
        by: &Principal,
        query: ResidentsQuery,
    ) -> Result<Page<UnplacedResident>, Refused> {
        let query = UnplacedQuery { organization: by.organization, after: query.after, limit: query.limit };
        let call = Call::<ListUnplaced>::body(query);
        let page = self.relations.call(&context.clone().as_service(), call).await.map_err(Refused::Peer)?;
        let mut items = Vec::with_capacity(page.items.len());
        for member in page.items {
            // A member whose account never came to stand has no name either.
            let Some(row) = self.store.person(member.person_id).await? else { continue };
            if row.organization != by.organization || row.role != Role::Resident || row.disabled {
                continue;
            }
            let decision = self.may_see_name(context, by, row.person).await?;
            let shown = decision.permit && names(&decision);
            self.note_name(context, by, &row, &decision, shown).await?;
            if shown {
                let name = self.profile(&row).await?.name;
                let first = name.split_whitespace().next().unwrap_or_default().to_owned();
                items.push(UnplacedResident { person_id: row.person, first_name: Words::new(first) });
            }
        }
        Ok(Page { items, next: page.next })
    }

    /// Who lives on no unit is every carer's of the house to place: for this question they stand to them as to
    /// a resident of their unit. Consent and policies decide as always.
    async fn may_see_name(
        &self,
        context: &CallContext,
        by: &Principal,
        patient: PersonId,
    ) -> Result<Decision, Refused> {
        let (purpose, edges) = match by.role {
            Role::CareStaff => (Purpose::Treatment, vec![Edge::of(EdgeKind::Unit)]),
            _ => (Purpose::Operations, Vec::new()),
        };
        let ask = Ask {
            actor: Actor::Person(by),
            patient,
            action: Action::Read,
            category: Category::Demographics,
            purpose,
            edges,
            author: None,
            recorded_at: None,
        };
        Ok(self.decider.decide(context, &ask).await?)
    }

    pub(super) async fn note_name(
        &self,
        context: &CallContext,
        by: &Principal,
        row: &PersonRow,
        decision: &Decision,
        shown: bool,
    ) -> Result<(), Refused> {
        let word = |text: &str| Word::parse(text).unwrap_or(Word::new("unsaid"));
        let recorder = self.store.trail().recorder();
        let event = recorder
            .event(EventType::PhiAccess, Word::new("list"), Word::new("resident"))
            .user(by.person)
            .role(by.role)
            .organization(by.organization)
            .session(by.session)
            .request(context.request_id)
            .decided(
                word(&decision.reason),
                Word::parse(&decision.policy_hash),
                u32::try_from(decision.epoch).ok(),
            );
        let event = if shown {
            event.phi_of(row.person, Category::Demographics)
        } else {
            event.concerning(row.person).denied(word(&decision.reason))
        };
        self.store.trail().read(event).await?;
        Ok(())
    }
}

/// Why somebody was not placed: what the caller may not do is told them as that.
fn not_there(problem: Problem) -> Refused {
    match ErrorKind::from_status(problem.status) {
        ErrorKind::Forbidden => Refused::Forbidden,
        ErrorKind::NotFound => Refused::NotFound,
        _ => Refused::Peer(problem),
    }
}

/// Whether a permit shows a first name.
pub(super) fn names(decision: &Decision) -> bool {
    let shown = |fields: &Vec<String>| fields.iter().any(|field| field == "name" || field == "first_name");
    decision.projection.as_ref().is_none_or(shown)
}
