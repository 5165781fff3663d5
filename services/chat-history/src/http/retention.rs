//! Holds.

use audit_trail::EventType;
use chassis::{Answer, Inbound, Reply};
use chat_history_api::{LiftHold, ListHolds, PlaceHold};

use super::{Shared, event};

pub(super) async fn place(state: Shared, inbound: Inbound<PlaceHold>) -> Answer<PlaceHold> {
    let event = event(&state, &inbound, EventType::SystemConfig, "place", "hold");
    let (by, patient, reason) = (inbound.person()?, inbound.call.path.patient_id, inbound.call.body.reason);
    Ok(Reply::Json(state.domain.place_hold(&inbound.context, by, patient, reason, event).await?))
}

pub(super) async fn lift(state: Shared, inbound: Inbound<LiftHold>) -> Answer<LiftHold> {
    let event = event(&state, &inbound, EventType::SystemConfig, "lift", "hold");
    state.domain.lift_hold(inbound.person()?, inbound.call.path.patient_id, event).await?;
    Ok(Reply::Json(api::Nothing {}))
}

pub(super) async fn list(state: Shared, inbound: Inbound<ListHolds>) -> Answer<ListHolds> {
    Ok(Reply::Json(state.domain.holds(inbound.person()?).await?))
}
