//! How long conversations are kept, and what may not be destroyed.

use std::time::Duration;

use api::{Call, CallContext, Principal};
use audit_trail::{EventBuilder, EventType, Word};
use chat_history_api::{Hold, HoldReason, Holds};
use kernel::PersonId;
use relationship_management_api::{ByPerson, GetCircle};

use super::{Domain, Refused};

/// Conversations that are destroyed in one go.
const AT_ONCE: i64 = 20;

impl Domain {
    /// Destroys some of what is over its time; tells how many, zero when nothing is or nothing is ever.
    pub(crate) async fn destroy_old(&self) -> Result<u64, Refused> {
        let Some(kept) = self.waits.retention() else { return Ok(0) };
        let before = self.sources.now().minus(kept);
        let mut destroyed = 0;
        for (conversation, patient, organization) in self.store.over_time(before, AT_ONCE).await? {
            let recorder = self.store.trail().recorder();
            let (action, what) = (Word::new("destroy"), Word::new("conversation"));
            let event = recorder
                .event(EventType::DataDeletion, action, what)
                .organization(organization)
                .concerning(patient)
                .resource_id(conversation);
            destroyed += u64::from(self.store.destroy(conversation, before, event.into()).await?);
        }
        Ok(destroyed)
    }

    /// Places a hold on the record of a patient of the caller's organisation.
    pub(crate) async fn place_hold(
        &self,
        context: &CallContext,
        by: &Principal,
        patient: PersonId,
        reason: HoldReason,
        event: EventBuilder,
    ) -> Result<Hold, Refused> {
        let call = Call::<GetCircle>::path(ByPerson { person_id: patient });
        let circle = self.relations.call(&context.clone().as_service(), call).await.map_err(Refused::Peer)?;
        if circle.organization_id != by.organization {
            return Err(Refused::NotFound);
        }
        let hold = Hold { patient_id: patient, reason, placed_by: by.person, placed_at: self.sources.now() };
        let event = event.concerning(patient);
        self.store.place_hold(&hold, by.organization, event.into()).await?;
        let held = self.store.holds(by.organization, Some(patient)).await?;
        held.into_iter().next().ok_or(Refused::NotFound)
    }

    pub(crate) async fn lift_hold(
        &self,
        by: &Principal,
        patient: PersonId,
        event: EventBuilder,
    ) -> Result<(), Refused> {
        let event = event.concerning(patient);
        let lifted = self.store.lift_hold(patient, by.organization, event.into()).await?;
        if lifted { Ok(()) } else { Err(Refused::NotFound) }
    }

    pub(crate) async fn holds(&self, by: &Principal) -> Result<Holds, Refused> {
        let holds = self.store.holds(by.organization, None).await?;
        Ok(Holds { holds, retention_days: self.waits.retention_days })
    }
}

/// A day, for a time that is configured in days.
pub(crate) const DAY: Duration = Duration::from_secs(24 * 3_600);
