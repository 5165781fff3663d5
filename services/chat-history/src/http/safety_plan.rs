//! Safety plans.

use api::Nothing;
use audit_trail::EventType;
use chassis::{Answer, Inbound, Reply};
use chat_history_api::{ForgetSafetyPlan, GetSafetyPlan, ListPlanVersions, SetSafetyPlan};

use super::{Shared, event};

pub(super) async fn get(state: Shared, inbound: Inbound<GetSafetyPlan>) -> Answer<GetSafetyPlan> {
    let event = event(&state, &inbound, EventType::PhiAccess, "read", "safety_plan");
    let (by, patient) = (inbound.person()?, inbound.call.path.patient_id);
    let (language, why) = (inbound.call.query.language, (inbound.purpose, event));
    Ok(Reply::Json(state.domain.safety_plan(&inbound.context, by, patient, language, why).await?))
}

pub(super) async fn set(state: Shared, inbound: Inbound<SetSafetyPlan>) -> Answer<SetSafetyPlan> {
    let event = event(&state, &inbound, EventType::PhiChange, "set", "safety_plan");
    let (by, patient) = (inbound.person()?, inbound.call.path.patient_id);
    let (new, why) = (inbound.call.body.clone(), (inbound.purpose, event));
    Ok(Reply::Json(state.domain.set_safety_plan(&inbound.context, by, patient, new, why).await?))
}

pub(super) async fn versions(state: Shared, inbound: Inbound<ListPlanVersions>) -> Answer<ListPlanVersions> {
    let event = event(&state, &inbound, EventType::PhiAccess, "list_versions", "safety_plan");
    let (by, patient) = (inbound.person()?, inbound.call.path.patient_id);
    let (query, why) = (&inbound.call.query, (inbound.purpose, event));
    Ok(Reply::Json(state.domain.plan_versions(&inbound.context, by, patient, query, why).await?))
}

pub(super) async fn forget(state: Shared, inbound: Inbound<ForgetSafetyPlan>) -> Answer<ForgetSafetyPlan> {
    let event = event(&state, &inbound, EventType::PhiChange, "forget", "safety_plan");
    state.domain.forget_safety_plan(&inbound.context, inbound.person()?, event).await?;
    Ok(Reply::Json(Nothing {}))
}
