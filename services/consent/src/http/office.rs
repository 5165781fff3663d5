//! What the facility answers, enters and verifies.

use audit_trail::{AuditEvent, ContextKey, EventBuilder, Word};
use chassis::{Answer, Inbound, Reply};
use consent_api::{
    AnswerRequest, Consent, DeclineReason, EndRepresentation, EnterRepresentation, GetStanding, ListMandates,
    ListRepresentations, ListRequests, RestrictionAnswer, SetStanding, TerminateRestriction,
    VerifyRepresentation, WithholdFromRepresentative, WithholdingBasis,
};
use kernel::{PersonId, TypedId};

use super::{State, change, look, noted};

pub(super) async fn requests(domain: State, inbound: Inbound<ListRequests>) -> Answer<ListRequests> {
    let by = inbound.person()?;
    let page = domain.requests(by, &inbound.call.query).await?;
    // One event a patient whose request was seen, each durable before the answer.
    let mut patients: Vec<PersonId> = page.items.iter().map(|one| one.patient_id).collect();
    patients.sort_unstable();
    patients.dedup();
    for patient in patients {
        domain.store.trail().read(look(&domain, &inbound, "restriction").concerning(patient)).await?;
    }
    Ok(Reply::Json(page))
}

pub(super) async fn answer(domain: State, inbound: Inbound<AnswerRequest>) -> Answer<AnswerRequest> {
    let by = inbound.person()?;
    let (id, answer) = (inbound.call.path.consent_id, inbound.call.body);
    let action = if answer == RestrictionAnswer::Accept { "accept" } else { "decline" };
    let event = change(&domain, &inbound, action, "restriction").resource_id(id);
    let named = |consent: &Consent| -> AuditEvent {
        let event = event.clone().concerning(consent.patient_id);
        match answer {
            RestrictionAnswer::Accept => event.into(),
            RestrictionAnswer::Decline { reason } => {
                event.with(ContextKey::REASON_CODE, declined(reason)).into()
            }
        }
    };
    let result = domain.answer(by, id, answer, named).await;
    Ok(Reply::Json(noted(&domain, event, result).await?))
}

pub(super) async fn terminate(
    domain: State,
    inbound: Inbound<TerminateRestriction>,
) -> Answer<TerminateRestriction> {
    let by = inbound.person()?;
    let id = inbound.call.path.consent_id;
    let event = change(&domain, &inbound, "terminate", "restriction").resource_id(id);
    let named = |consent: &Consent| -> AuditEvent { event.clone().concerning(consent.patient_id).into() };
    let result = domain.terminate(by, id, named).await;
    Ok(Reply::Json(noted(&domain, event, result).await?))
}

pub(super) async fn enter(
    domain: State,
    inbound: Inbound<EnterRepresentation>,
) -> Answer<EnterRepresentation> {
    let by = inbound.person()?;
    let new = inbound.call.body.clone();
    let event = change(&domain, &inbound, "enter", "representation").concerning(new.patient_id);
    let event = event.with(ContextKey::SUBJECT, new.person_id.uuid());
    let named = |id| -> AuditEvent { event.clone().resource_id(id).into() };
    let result = domain.enter(&inbound.context, by, new, named).await;
    Ok(Reply::Json(noted(&domain, event, result).await?))
}

fn about(event: &EventBuilder) -> impl FnOnce(PersonId) -> AuditEvent {
    let event = event.clone();
    move |patient| event.concerning(patient).into()
}

pub(super) async fn verify(
    domain: State,
    inbound: Inbound<VerifyRepresentation>,
) -> Answer<VerifyRepresentation> {
    let by = inbound.person()?;
    let id = inbound.call.path.representation_id;
    let event = change(&domain, &inbound, "verify", "representation").resource_id(id);
    let result = domain.verify(&inbound.context, by, id, about(&event)).await;
    Ok(Reply::Json(noted(&domain, event, result).await?))
}

pub(super) async fn withhold(
    domain: State,
    inbound: Inbound<WithholdFromRepresentative>,
) -> Answer<WithholdFromRepresentative> {
    let by = inbound.person()?;
    let (id, new) = (inbound.call.path.representation_id, inbound.call.body.clone());
    let event = change(&domain, &inbound, "withhold", "representation").resource_id(id);
    let event = event.with(ContextKey::REASON_CODE, basis(new.basis));
    let result = domain.withhold(&inbound.context, by, id, new, about(&event)).await;
    Ok(Reply::Json(noted(&domain, event, result).await?))
}

pub(super) async fn end(domain: State, inbound: Inbound<EndRepresentation>) -> Answer<EndRepresentation> {
    let by = inbound.person()?;
    let id = inbound.call.path.representation_id;
    let event = change(&domain, &inbound, "end", "representation").resource_id(id);
    let result = domain.end(&inbound.context, by, id, about(&event)).await;
    Ok(Reply::Json(noted(&domain, event, result).await?))
}

pub(super) async fn documents(
    domain: State,
    inbound: Inbound<ListRepresentations>,
) -> Answer<ListRepresentations> {
    let by = inbound.person()?;
    let event = look(&domain, &inbound, "representation");
    let result = domain.documents(&inbound.context, by, inbound.call.query.patient_id).await;
    let (page, patient) = noted(&domain, event.clone(), result).await?;
    domain.store.trail().read(event.concerning(patient)).await?;
    Ok(Reply::Json(page))
}

pub(super) async fn mandates(domain: State, inbound: Inbound<ListMandates>) -> Answer<ListMandates> {
    let by = inbound.person()?;
    let found = domain.mandates(&inbound.context, by).await?;
    // One event a patient, each durable before the answer.
    let mut patients: Vec<PersonId> = found.mandates.iter().map(|one| one.patient_id).collect();
    patients.dedup();
    for patient in patients {
        domain.store.trail().read(look(&domain, &inbound, "representation").concerning(patient)).await?;
    }
    Ok(Reply::Json(found))
}

pub(super) async fn set_standing(domain: State, inbound: Inbound<SetStanding>) -> Answer<SetStanding> {
    let by = inbound.person()?;
    let patient = inbound.call.path.patient_id;
    let event = change(&domain, &inbound, "set", "standing").concerning(patient);
    let result =
        domain.set_standing(&inbound.context, by, patient, &inbound.call.body, event.clone().into()).await;
    Ok(Reply::Json(noted(&domain, event, result).await?))
}

pub(super) async fn standing(domain: State, inbound: Inbound<GetStanding>) -> Answer<GetStanding> {
    let by = inbound.person()?;
    let patient = inbound.call.path.patient_id;
    let event = look(&domain, &inbound, "standing").concerning(patient);
    let result = domain.standing(&inbound.context, by, patient).await;
    let standing = noted(&domain, event.clone(), result).await?;
    domain.store.trail().read(event).await?;
    Ok(Reply::Json(standing))
}

const fn declined(reason: DeclineReason) -> Word {
    match reason {
        DeclineReason::NeededForCare => Word::new("needed_for_care"),
        DeclineReason::RequiredByLaw => Word::new("required_by_law"),
        DeclineReason::CannotBeKept => Word::new("cannot_be_kept"),
    }
}

const fn basis(basis: WithholdingBasis) -> Word {
    match basis {
        WithholdingBasis::Endangerment => Word::new("endangerment"),
        WithholdingBasis::ConsentedAlone => Word::new("consented_alone"),
        WithholdingBasis::Court => Word::new("court"),
        WithholdingBasis::ParentAgreed => Word::new("parent_agreed"),
    }
}
