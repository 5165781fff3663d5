//! Names of a conversation taken out of a text, and put back.

use audit_trail::EventType;
use chassis::{Answer, Inbound, Reply};
use chat_history_api::{PseudonymiseText, RestoreText};

use super::{Shared, event};

pub(super) async fn pseudonymise(
    state: Shared,
    inbound: Inbound<PseudonymiseText>,
) -> Answer<PseudonymiseText> {
    let event = event(&state, &inbound, EventType::PhiAccess, "pseudonymise", "conversation");
    let (by, id) = (inbound.person()?, inbound.call.path.conversation_id);
    let (body, why) = (&inbound.call.body, (inbound.purpose, event));
    Ok(Reply::Json(state.domain.pseudonymise(&inbound.context, by, id, body, why).await?))
}

pub(super) async fn restore(state: Shared, inbound: Inbound<RestoreText>) -> Answer<RestoreText> {
    let event = event(&state, &inbound, EventType::PhiAccess, "restore", "conversation");
    let (by, id) = (inbound.person()?, inbound.call.path.conversation_id);
    let (body, why) = (&inbound.call.body, (inbound.purpose, event));
    Ok(Reply::Json(state.domain.restore(&inbound.context, by, id, body, why).await?))
}
