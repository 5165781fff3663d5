//! The routes: each handler takes the request apart, names the event, and asks the domain.

use std::sync::Arc;

use api::Operation;
use audit_trail::{AuditEvent, EventBuilder, EventType, Word};
use chassis::{Answer, Inbound, Reply, Routes, Service};
use consent_api::{Decide, GetEpoch, ListConsents, PreviewConsent, RecordConsent, RevokeConsent, Verdicts};

use crate::Consent;
use crate::domain::Domain;

/// Questions in one request.
const QUESTIONS_MAX: usize = 100;

type State = Arc<Domain>;

pub(crate) fn routes(domain: State) -> Routes<Domain> {
    Routes::new(Consent::NAME, domain)
        .on::<Decide, _, _>(decide)
        .on::<PreviewConsent, _, _>(preview)
        .on::<RecordConsent, _, _>(record)
        .on::<ListConsents, _, _>(list)
        .on::<RevokeConsent, _, _>(revoke)
        .on::<GetEpoch, _, _>(epoch)
}

fn event<O: Operation>(domain: &Domain, inbound: &Inbound<O>, action: &'static str) -> EventBuilder {
    let recorder = domain.store.trail().recorder();
    recorder.of(inbound, EventType::ConsentChange, Word::new(action), Word::new("consent"))
}

async fn decide(domain: State, inbound: Inbound<Decide>) -> Answer<Decide> {
    let questions = &inbound.call.body.questions;
    if questions.is_empty() || questions.len() > QUESTIONS_MAX {
        return Err(api::Problem::invalid("questions", "are 1 to 100").into());
    }
    Ok(Reply::Json(Verdicts { verdicts: domain.decide(questions).await? }))
}

async fn preview(domain: State, inbound: Inbound<PreviewConsent>) -> Answer<PreviewConsent> {
    let by = inbound.person()?;
    Ok(Reply::Json(domain.preview(&inbound.context, by, &inbound.call.body).await?))
}

async fn record(domain: State, inbound: Inbound<RecordConsent>) -> Answer<RecordConsent> {
    let by = inbound.person()?.clone();
    let event = event(&domain, &inbound, "record").concerning(by.person);
    let named = |id| -> AuditEvent { event.resource_id(id).into() };
    Ok(Reply::Json(domain.record(&inbound.context, &by, inbound.call.body, named).await?))
}

async fn list(domain: State, inbound: Inbound<ListConsents>) -> Answer<ListConsents> {
    let by = inbound.person()?;
    let page = domain.list(by, &inbound.call.query).await?;
    let recorder = domain.store.trail().recorder();
    let event = recorder.of(&inbound, EventType::PhiAccess, Word::new("list"), Word::new("consent"));
    domain.store.trail().read(event.concerning(by.person)).await?;
    Ok(Reply::Json(page))
}

async fn revoke(domain: State, inbound: Inbound<RevokeConsent>) -> Answer<RevokeConsent> {
    let by = inbound.person()?;
    let id = inbound.call.path.consent_id;
    let event = event(&domain, &inbound, "revoke").resource_id(id).concerning(by.person);
    Ok(Reply::Json(domain.revoke(by, id, event.into()).await?))
}

async fn epoch(domain: State, inbound: Inbound<GetEpoch>) -> Answer<GetEpoch> {
    Ok(Reply::Json(domain.epoch(inbound.call.path.patient_id).await?))
}
