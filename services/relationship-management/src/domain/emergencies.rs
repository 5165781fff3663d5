//! Emergencies: declared by staff who care for the patient, told as far as consent lets, ended by a word or by time.

use std::time::Duration;

use api::{Action, CallContext, Category, Principal, Purpose, Role};
use audit_trail::AuditEvent;
use consent_api::EdgeKind;
use decision::{Actor, Ask, Decision};
use kernel::{EmergencyId, PersonId};
use relationship_management_api::{Contact, EdgesQuery, Emergency, EmergencyNotice, NewEmergency};

use super::{Domain, Refused};

/// How long an emergency may last before it is declared again, in minutes.
const MINUTES: std::ops::RangeInclusive<u16> = 5..=1440;
const MINUTES_UNSAID: u16 = 240;

impl Domain {
    pub(crate) async fn declare(
        &self,
        by: &Principal,
        new: NewEmergency,
        event: impl FnOnce(EmergencyId) -> AuditEvent,
    ) -> Result<Emergency, Refused> {
        let minutes = new.minutes.unwrap_or(MINUTES_UNSAID);
        if !MINUTES.contains(&minutes) {
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

    /// What the caller may know of a patient's emergency, with the decision; `None` is nothing, whatever the
    /// reason.
    pub(crate) async fn notice(
        &self,
        context: &CallContext,
        by: &Principal,
        patient: PersonId,
    ) -> Result<(Option<EmergencyNotice>, Decision), Refused> {
        let ask = Ask {
            actor: Actor::Person(by),
            patient,
            action: Action::Notify,
            category: Category::CrisisEvents,
            purpose: match by.role {
                Role::FamilyMember => Purpose::Family,
                _ => context.purpose.unwrap_or(Purpose::Treatment),
            },
            edges: Vec::new(),
            author: None,
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
