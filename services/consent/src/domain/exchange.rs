//! Consents as FHIR R4 resources, in and out, and what somebody could do with them now.

mod reading;
mod wire;
mod writing;

#[cfg(test)]
mod tests;

use api::{CallContext, Principal, Role};
use consent_api::{Action, Category, FhirConsent, Imported, NewConsent, Purpose, Question, Sight, View};
use kernel::{ConsentId, PersonId};
use relationship_management_api::EdgesQuery;

use super::decision::decide;
use super::speaking::Speaker;
use super::{Domain, Refused};

impl Domain {
    /// A consent of the caller's, or of a patient whom they represent, as a resource.
    pub(crate) async fn export(
        &self,
        context: &CallContext,
        by: &Principal,
        id: ConsentId,
    ) -> Result<(FhirConsent, Speaker), Refused> {
        let consent = self.current(id).await?.ok_or(Refused::NotFound)?;
        let speaker = self.speaker(context, by, Some(consent.patient_id), false).await?;
        Ok((FhirConsent(writing::resource(&consent)?), speaker))
    }

    /// What a resource says, said back: recorded it is only by its digest.
    pub(crate) async fn import(
        &self,
        context: &CallContext,
        by: &Principal,
        resource: &FhirConsent,
    ) -> Result<Imported, Refused> {
        let read = reading::consent(&resource.0, self.sources.now())?;
        let patient_id = (read.patient != by.person).then_some(read.patient);
        let consent = NewConsent { terms: read.terms, period: read.period, replaces: None, patient_id };
        let read_back = self.preview(context, by, &consent).await?;
        Ok(Imported { consent, read_back, left_aside: read.left_aside })
    }

    /// What a relative could do now: every action on every category, decided as it would be.
    pub(crate) async fn view(
        &self,
        context: &CallContext,
        by: &Principal,
        person: PersonId,
    ) -> Result<View, Refused> {
        let (role, organization, patient) = (Role::FamilyMember, by.organization, by.person);
        let query = EdgesQuery { actor: person, role, organization, patient };
        let found = self.find_edges(context, query).await?;
        if found.edges.is_empty() {
            return Err(Refused::NotFound);
        }
        let (said, now) = (self.said(patient).await?, self.sources.now());
        let mut sights = Vec::new();
        for &category in Category::ALL {
            for &action in Action::ALL {
                let question = |purpose| Question {
                    actor: Some(person),
                    role,
                    organization,
                    patient,
                    edges: found.edges.clone(),
                    category,
                    action,
                    purpose,
                    author: None,
                    recorded_at: None,
                    unit: None,
                    circumstances: found.circumstances.clone(),
                };
                let verdicts =
                    [Purpose::Family, Purpose::Patient].map(|purpose| decide(&question(purpose), &said, now));
                let Some(permit) = verdicts.into_iter().find(|verdict| verdict.permit) else { continue };
                let reason = permit.reasons.first().map(|reason| reason.code.clone()).unwrap_or_default();
                sights.push(Sight { category, action, projection: permit.projection, reason });
            }
        }
        Ok(View { sights })
    }
}
