//! The routes: each handler takes the request apart, names the event, and asks the domain.

mod consents;
mod office;

use std::sync::Arc;

use api::Operation;
use audit_trail::{EventBuilder, EventType, Word};
use chassis::{Answer, Inbound, Reply, Routes, Service};
use consent_api::{
    AnswerRequest, Decide, EndRepresentation, EnterRepresentation, ExportConsent, GetEpoch, GetStanding,
    ImportConsent, ListConsents, ListExpiring, ListMandates, ListRepresentations, ListRequests,
    PreviewConsent, RecordConsent, RevokeConsent, SetStanding, TerminateRestriction, Verdicts,
    VerifyRepresentation, ViewAs, WithholdFromRepresentative,
};

use crate::Consent;
use crate::domain::{Domain, Refused};

/// Questions in one request.
const QUESTIONS_MAX: usize = 100;

type State = Arc<Domain>;

pub(crate) fn routes(domain: State) -> Routes<Domain> {
    Routes::new(Consent::NAME, domain)
        .on::<Decide, _, _>(decide)
        .on::<GetEpoch, _, _>(epoch)
        .on::<PreviewConsent, _, _>(consents::preview)
        .on::<RecordConsent, _, _>(consents::record)
        .on::<ListConsents, _, _>(consents::list)
        .on::<ListExpiring, _, _>(consents::expiring)
        .on::<RevokeConsent, _, _>(consents::revoke)
        .on::<ExportConsent, _, _>(consents::export)
        .on::<ImportConsent, _, _>(consents::import)
        .on::<ViewAs, _, _>(consents::view)
        .on::<ListRequests, _, _>(office::requests)
        .on::<AnswerRequest, _, _>(office::answer)
        .on::<TerminateRestriction, _, _>(office::terminate)
        .on::<EnterRepresentation, _, _>(office::enter)
        .on::<VerifyRepresentation, _, _>(office::verify)
        .on::<WithholdFromRepresentative, _, _>(office::withhold)
        .on::<EndRepresentation, _, _>(office::end)
        .on::<ListRepresentations, _, _>(office::documents)
        .on::<ListMandates, _, _>(office::mandates)
        .on::<SetStanding, _, _>(office::set_standing)
        .on::<GetStanding, _, _>(office::standing)
}

/// The event of a change.
fn change<O: Operation>(
    domain: &Domain,
    inbound: &Inbound<O>,
    action: &'static str,
    what: &'static str,
) -> EventBuilder {
    let recorder = domain.store.trail().recorder();
    recorder.of(inbound, EventType::ConsentChange, Word::new(action), Word::new(what))
}

/// The event of a look.
fn look<O: Operation>(domain: &Domain, inbound: &Inbound<O>, what: &'static str) -> EventBuilder {
    let recorder = domain.store.trail().recorder();
    recorder.of(inbound, EventType::PhiAccess, Word::new("list"), Word::new(what))
}

/// An attempt that was not the caller's to make leaves its event, before the answer goes out.
async fn noted<T>(domain: &Domain, event: EventBuilder, result: Result<T, Refused>) -> Result<T, Refused> {
    if let Err(refused) = &result
        && refused.is_for_the_caller()
    {
        domain.store.trail().read(event.denied(Word::new("not_theirs"))).await?;
    }
    result
}

async fn decide(domain: State, inbound: Inbound<Decide>) -> Answer<Decide> {
    let questions = &inbound.call.body.questions;
    if questions.is_empty() || questions.len() > QUESTIONS_MAX {
        return Err(api::Problem::invalid("questions", "are 1 to 100").into());
    }
    Ok(Reply::Json(Verdicts { verdicts: domain.decide(questions).await? }))
}

async fn epoch(domain: State, inbound: Inbound<GetEpoch>) -> Answer<GetEpoch> {
    Ok(Reply::Json(domain.epoch(inbound.call.path.patient_id).await?))
}
