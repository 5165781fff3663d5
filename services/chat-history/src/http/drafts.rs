//! What was typed and not sent.

use audit_trail::EventType;
use chassis::{Answer, Inbound, Reply};
use chat_history_api::{GetDraft, KeepDraft};

use super::{Shared, event};

pub(super) async fn keep(state: Shared, inbound: Inbound<KeepDraft>) -> Answer<KeepDraft> {
    let event = event(&state, &inbound, EventType::PhiChange, "keep", "draft");
    let (by, draft) = (inbound.person()?, inbound.call.body.clone());
    Ok(Reply::Json(state.domain.keep_draft(&inbound.context, by, draft, event).await?))
}

pub(super) async fn get(state: Shared, inbound: Inbound<GetDraft>) -> Answer<GetDraft> {
    let event = event(&state, &inbound, EventType::PhiAccess, "read", "draft");
    Ok(Reply::Json(state.domain.draft(&inbound.context, inbound.person()?, event).await?))
}
