//! Emergencies: declared by staff who care for the patient, told as far as consent lets, ended by a word or by time.

use std::time::Duration;

use api::{Action, CallContext, Category, Principal, Purpose, Role};
use audit_trail::AuditEvent;
use consent_api::EdgeKind;
use decision::{Actor, Ask, Decision};
use kernel::{EmergencyId, PersonId};
use relationship_management_api::{
    Contact, EMERGENCY_MINUTES, EMERGENCY_MINUTES_UNSAID, EdgesQuery, Emergency, EmergencyNotice,
    NewEmergency, StandingEmergency,
};

use super::{Domain, Refused};

impl Domain {
    pub(crate) async fn declare(
        &self,
        by: &Principal,
        new: NewEmergency,
        event: impl FnOnce(EmergencyId) -> AuditEvent,
    ) -> Result<Emergency, Refused> {
        let minutes = new.minutes.unwrap_or(EMERGENCY_MINUTES_UNSAID);
        if !EMERGENCY_MINUTES.contains(&minutes) {
            return Err(Refused::Minutes);
        }
        let unit_id = self.require_carer(by, new.patient_id).await?;
        let contact_id = new.contact_id.unwrap_or(by.person);
        let contact = self.store.member(contact_id).await?.ok_or(Refused::NotFound)?;
        let staff = matches!(contact.role, Role::CareStaff | Role::HealthProvider);
        if !staff || contact.organization_id != by.organization {
            return Err(Refused::NotFound);
        }
        let now = self.sources.now();
        let emergency = Emergency {
            emergency_id: self.sources.id(),
            patient_id: new.patient_id,
            place: new.place,
            contact_id,
            unit_id,
            declared_by: by.person,
            declared_at: now,
            ends_at: now.plus(Duration::from_mins(u64::from(minutes))),
        };
        self.store.declare(&emergency, event(emergency.emergency_id)).await?;
        Ok(emergency)
    }

    /// Ends an emergency. One that has ended stays as it is.
    pub(crate) async fn end_emergency(
        &self,
        by: &Principal,
        id: EmergencyId,
        event: impl FnOnce(PersonId) -> AuditEvent,
    ) -> Result<Emergency, Refused> {
        let emergency = self.store.emergency(id).await?.ok_or(Refused::NotFound)?;
        self.require_carer(by, emergency.patient_id).await?;
        self.store.end_emergency(id, self.sources.now(), event(emergency.patient_id)).await?;
        self.store.emergency(id).await?.ok_or(Refused::NotFound)
    }

    /// The emergency of a patient that lasts now, whole, for who may end it: consent says what others are told, and
    /// whoever may declare one has to see what stands.
    pub(crate) async fn standing(
        &self,
        by: &Principal,
        patient: PersonId,
    ) -> Result<StandingEmergency, Refused> {
        let unit_id = self.require_carer(by, patient).await?;
        let emergency = self.store.emergency_of(patient, self.sources.now()).await?;
        Ok(StandingEmergency { emergency, unit_id })
    }

    /// What the caller may know of a patient's emergency, with the decision; `None` is nothing, whatever the
    /// reason.
    pub(crate) async fn notice(
        &self,
        context: &CallContext,
        by: &Principal,
        patient: PersonId,
    ) -> Result<(Option<EmergencyNotice>, Decision), Refused> {
        // A relative is told what was given to them. Who stands in the patient's shoes reads what is the patient's own, where
        // consent finds that they do.
        let (action, purpose) = match (by.role, context.purpose) {
            (Role::FamilyMember, Some(Purpose::Patient)) => (Action::Read, Purpose::Patient),
            (Role::FamilyMember, _) => (Action::Notify, Purpose::Family),
            (_, purpose) => (Action::Notify, purpose.unwrap_or(Purpose::Treatment)),
        };
        let ask = Ask {
            actor: Actor::Person(by),
            patient,
            action,
            category: Category::CrisisEvents,
            purpose,
            edges: Vec::new(),
            author: None,
            recorded_at: None,
        };
        let found = self.edges(&query(by, patient)).await?;
        let decision = self.decider.decide_over(context, &ask, found).await?;
        let emergency = self.store.emergency_of(patient, self.sources.now()).await?;
        let Some(emergency) = emergency.filter(|_| decision.permit) else { return Ok((None, decision)) };
        let gives = |field: &str| {
            decision.projection.as_ref().is_none_or(|fields| fields.iter().any(|one| one == field))
        };
        let unit = match emergency.unit_id {
            Some(unit) => self.store.unit(unit).await?,
            None => None,
        };
        let notice = EmergencyNotice {
            declared_at: gives("time").then_some(emergency.declared_at),
            place: gives("location").then_some(emergency.place),
            contact: gives("contact").then_some(Contact { person_id: emergency.contact_id, unit }),
        };
        Ok((Some(notice), decision))
    }

    /// Staff of the patient's unit, or who treat them; the patient's unit. Of others there is no such patient.
    async fn require_carer(
        &self,
        by: &Principal,
        patient: PersonId,
    ) -> Result<Option<kernel::UnitId>, Refused> {
        let found = self.edges(&query(by, patient)).await?;
        let cares = found.edges.iter().any(|edge| matches!(edge.kind, EdgeKind::Unit | EdgeKind::Treating));
        if cares { Ok(found.unit) } else { Err(Refused::NotFound) }
    }
}

fn query(by: &Principal, patient: PersonId) -> EdgesQuery {
    EdgesQuery { actor: by.person, role: by.role, organization: by.organization, patient }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use api::ServiceName;
    use audit_trail::{EventType, Trail, TrailLimits, Word};
    use chassis::{Directory, Stores, Tasks};
    use consent_api::Circumstance;
    use decision::{Decider, PolicySet};
    use kernel::{ManualClock, OrganizationId, Sources, SystemRandom, Timestamp};
    use relationship_management_api::{Assignment, Member, Place};
    use store_sql::{Database, Location};
    use testkit::{OwnStores, on_every_engine};

    use super::*;
    use crate::migrations;
    use crate::store::Store;

    const START: Timestamp = Timestamp::from_micros(1_800_000_000_000_000);

    struct House {
        _stores: OwnStores,
        _tasks: Tasks,
        clock: Arc<ManualClock>,
        domain: Domain,
        organization: OrganizationId,
    }

    impl House {
        async fn open(stores: OwnStores) -> Self {
            let location = match stores.stores() {
                Stores::Embedded { data_dir } => Location::Sqlite { path: data_dir.join("relations.sqlite") },
                Stores::Distributed { postgres_url, schema_prefix } => {
                    Location::Postgres { url: postgres_url, schema: format!("{schema_prefix}relations") }
                }
            };
            let database = Database::open("relations", &location, migrations::ALL).await.expect("opens");
            let clock = ManualClock::at(START);
            let sources = Sources::new(clock.clone(), Arc::new(SystemRandom));
            let (name, tasks) = (ServiceName::RelationshipManagement, Tasks::default());
            let peers = Directory::default().peers_of(name, None);
            let log = peers.client(ServiceName::AuditLogging);
            let limits = TrailLimits::default();
            let trail = Trail::start(name, database.clone(), log, sources.clone(), limits, &tasks).await;
            let store = Store::new(database, trail.expect("starts"));
            let policies = PolicySet::shipped().expect("hold");
            let decider = Decider::new(peers.client(name), peers.client(ServiceName::Consent), policies);
            let organization = sources.id();
            let domain = Domain::new(store, decider, sources);
            Self { _stores: stores, _tasks: tasks, clock, domain, organization }
        }

        fn event(&self) -> AuditEvent {
            let recorder = self.domain.store.trail().recorder();
            recorder.event(EventType::AlertChange, Word::new("test"), Word::new("emergency")).build()
        }

        async fn enters(&self, role: Role) -> Principal {
            let person = self.domain.sources.id();
            let member = Member { person_id: person, role, organization_id: self.organization };
            self.domain.enter(member, self.event()).await.expect("enters");
            let (session, scopes) = (self.domain.sources.id(), Vec::new());
            let (organization, expires) = (self.organization, START.plus(Duration::from_hours(48)));
            Principal { person, role, scopes, organization, session, expires, proven_until: None }
        }

        async fn declared(&self, by: &Principal, patient: PersonId) -> bool {
            let found = self.domain.edges(&query(by, patient)).await.expect("edges");
            found.circumstances.contains(&Circumstance::EmergencyDeclared)
        }
    }

    #[tokio::test]
    async fn an_emergency_is_declared_by_who_cares_and_ends_by_itself() {
        for stores in on_every_engine() {
            let house = House::open(stores).await;
            let (rose, nora) = (house.enters(Role::Resident).await, house.enters(Role::CareStaff).await);
            let (mara, other) = (house.enters(Role::FamilyMember).await, house.enters(Role::CareStaff).await);
            let unit = house.domain.open_unit(house.organization, "Garden", house.event()).await;
            let unit_id = unit.expect("opens").unit_id;
            for one in [&rose, &nora] {
                let assignment = Assignment { person_id: one.person, role: one.role, unit_id, until: None };
                let write = house.domain.store.assign(&assignment, None, START, house.event());
                write.await.expect("assigns");
            }
            let new = |minutes| NewEmergency {
                patient_id: rose.person,
                place: Place::OnTheUnit,
                contact_id: None,
                minutes,
            };
            let declare = |by, minutes| house.domain.declare(by, new(minutes), |_| house.event());
            assert!(matches!(declare(&other, None).await, Err(Refused::NotFound)), "no edge");
            assert!(matches!(declare(&nora, Some(4)).await, Err(Refused::Minutes)));
            assert!(matches!(declare(&nora, Some(1441)).await, Err(Refused::Minutes)));
            assert!(!house.declared(&mara, rose.person).await);
            let stands = |by| house.domain.standing(by, rose.person);
            let none = stands(&nora).await.expect("nora may ask");
            assert_eq!((none.emergency, none.unit_id), (None, Some(unit_id)));
            let first = declare(&nora, Some(10)).await.expect("declares");
            assert_eq!(stands(&nora).await.expect("tells").emergency, Some(first.clone()));
            for stranger in [&other, &mara, &rose] {
                assert!(matches!(stands(stranger).await, Err(Refused::NotFound)), "{:?}", stranger.role);
            }
            assert_eq!(first.unit_id, Some(unit_id));
            assert!(house.declared(&mara, rose.person).await);
            assert!(!house.declared(&mara, nora.person).await, "of nobody else");
            house.clock.advance(Duration::from_mins(9));
            let again = declare(&nora, Some(10)).await.expect("declares anew");
            house.clock.advance(Duration::from_mins(9));
            assert!(house.declared(&mara, rose.person).await, "it began anew");
            house.clock.advance(Duration::from_mins(1));
            assert!(!house.declared(&mara, rose.person).await, "it ended by itself");
            assert_eq!(stands(&nora).await.expect("tells").emergency, None);
            let late = house.domain.end_emergency(&nora, again.emergency_id, |_| house.event()).await;
            assert_eq!(late.expect("stays as it is").ends_at, again.ends_at);
        }
    }
}
