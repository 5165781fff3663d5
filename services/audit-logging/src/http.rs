//! The routes: each handler takes the request apart, names the event, and asks the domain.

use std::sync::Arc;

use api::Operation;
use audit_logging_api::{
    Append, EventType, GetAccessReport, GetCheckpoint, ListEvents, ListOwnEvents, ProveConsistency,
    ProveInclusion, Word,
};
use audit_trail::EventBuilder;
use chassis::{Answer, Inbound, Reply, Routes, Service};

use crate::AuditLogging;
use crate::domain::Ledger;

type State = Arc<Ledger>;

pub(crate) fn routes(ledger: State) -> Routes<Ledger> {
    Routes::new(AuditLogging::NAME, ledger)
        .on::<Append, _, _>(append)
        .on::<ListEvents, _, _>(list)
        .on::<ListOwnEvents, _, _>(list_own)
        .on::<GetCheckpoint, _, _>(checkpoint)
        .on::<ProveInclusion, _, _>(prove_inclusion)
        .on::<ProveConsistency, _, _>(prove_consistency)
        .on::<GetAccessReport, _, _>(access_report)
}

async fn append(ledger: State, inbound: Inbound<Append>) -> Answer<Append> {
    Ok(Reply::Json(ledger.append(inbound.caller.peer, inbound.call.body.events).await?))
}

async fn list(ledger: State, inbound: Inbound<ListEvents>) -> Answer<ListEvents> {
    let reader = inbound.person()?.clone();
    let access = access(&ledger, &inbound, "list", "audit_event");
    Ok(Reply::Json(ledger.list(&reader, inbound.call.query, access).await?))
}

async fn list_own(ledger: State, inbound: Inbound<ListOwnEvents>) -> Answer<ListOwnEvents> {
    let reader = inbound.person()?.person;
    Ok(Reply::Json(ledger.list_own(reader, inbound.call.query).await?))
}

async fn checkpoint(ledger: State, _: Inbound<GetCheckpoint>) -> Answer<GetCheckpoint> {
    Ok(Reply::Json(ledger.checkpoint()?))
}

async fn prove_inclusion(ledger: State, inbound: Inbound<ProveInclusion>) -> Answer<ProveInclusion> {
    Ok(Reply::Json(ledger.prove_inclusion(&inbound.call.query).await?))
}

async fn prove_consistency(ledger: State, inbound: Inbound<ProveConsistency>) -> Answer<ProveConsistency> {
    Ok(Reply::Json(ledger.prove_consistency(&inbound.call.query).await?))
}

async fn access_report(ledger: State, inbound: Inbound<GetAccessReport>) -> Answer<GetAccessReport> {
    let reader = inbound.person()?.clone();
    let access = access(&ledger, &inbound, "read", "access_report");
    let (patient, query) = (inbound.call.path.id, &inbound.call.query);
    Ok(Reply::Json(ledger.access_report(&reader, patient, query, access).await?))
}

fn access<O: Operation>(
    ledger: &Ledger,
    inbound: &Inbound<O>,
    action: &'static str,
    what: &'static str,
) -> EventBuilder {
    ledger.recorder.of(inbound, EventType::AuditAccess, Word::new(action), Word::new(what))
}
