//! What becomes of messages and conversations, and looking over them.

use audit_trail::EventType;
use chassis::{Answer, Inbound, Reply};
use chat_history_api::{
    CorrectMessage, EndConversation, ExportConversation, GetEmotionHistory, GetTalkSummary, GetTranscript,
    GetTurnRecord, GiveFeedback, ListVersions, RedactMessage, SearchOwn,
};

use super::{Shared, event};

pub(super) async fn transcript(state: Shared, inbound: Inbound<GetTranscript>) -> Answer<GetTranscript> {
    let event = event(&state, &inbound, EventType::PhiAccess, "read", "conversation");
    let (by, id) = (inbound.person()?, inbound.call.path.conversation_id);
    let (query, why) = (&inbound.call.query, (api::Action::Read, inbound.purpose, event));
    Ok(Reply::Json(state.domain.transcript(&inbound.context, by, id, query, why).await?))
}

pub(super) async fn turn_record(state: Shared, inbound: Inbound<GetTurnRecord>) -> Answer<GetTurnRecord> {
    let event = event(&state, &inbound, EventType::PhiAccess, "read_record", "turn");
    let (by, at) = (inbound.person()?, &inbound.call.path);
    Ok(Reply::Json(state.domain.turn_record(&inbound.context, by, at, (inbound.purpose, event)).await?))
}

pub(super) async fn export(
    state: Shared,
    inbound: Inbound<ExportConversation>,
) -> Answer<ExportConversation> {
    let event = event(&state, &inbound, EventType::DataExport, "export", "conversation");
    let (by, id) = (inbound.person()?, inbound.call.path.conversation_id);
    let (query, why) = (&inbound.call.query, (api::Action::Export, inbound.purpose, event));
    Ok(Reply::Json(state.domain.transcript(&inbound.context, by, id, query, why).await?))
}

pub(super) async fn feedback(state: Shared, inbound: Inbound<GiveFeedback>) -> Answer<GiveFeedback> {
    let by = inbound.person()?;
    let event = event(&state, &inbound, EventType::PhiChange, "give_feedback", "message")
        .phi_of(by.person, api::Category::ChatTranscripts);
    let path = &inbound.call.path;
    let at = (path.conversation_id, path.message_id);
    Ok(Reply::Json(state.domain.give_feedback(by, at, inbound.call.body, event).await?))
}

pub(super) async fn correct(state: Shared, inbound: Inbound<CorrectMessage>) -> Answer<CorrectMessage> {
    let by = inbound.person()?;
    let event = event(&state, &inbound, EventType::PhiChange, "correct", "message");
    let path = &inbound.call.path;
    let at = (path.conversation_id, path.message_id);
    let (body, why) = (inbound.call.body.clone(), (inbound.purpose, event));
    Ok(Reply::Json(state.domain.correct(&inbound.context, by, at, body, why).await?))
}

pub(super) async fn redact(state: Shared, inbound: Inbound<RedactMessage>) -> Answer<RedactMessage> {
    let by = inbound.person()?;
    let event = event(&state, &inbound, EventType::PhiChange, "redact", "message")
        .phi_of(by.person, api::Category::ChatTranscripts);
    let path = &inbound.call.path;
    let at = (path.conversation_id, path.message_id);
    Ok(Reply::Json(state.domain.redact(by, at, inbound.call.body.reason, event).await?))
}

pub(super) async fn versions(state: Shared, inbound: Inbound<ListVersions>) -> Answer<ListVersions> {
    let event = event(&state, &inbound, EventType::PhiAccess, "list_versions", "message");
    let (by, path) = (inbound.person()?, &inbound.call.path);
    let (at, why) = ((path.conversation_id, path.message_id), (inbound.purpose, event));
    Ok(Reply::Json(state.domain.versions(&inbound.context, by, at, why).await?))
}

pub(super) async fn end(state: Shared, inbound: Inbound<EndConversation>) -> Answer<EndConversation> {
    let by = inbound.person()?;
    let event = event(&state, &inbound, EventType::PhiChange, "end", "conversation")
        .phi_of(by.person, api::Category::ChatTranscripts);
    Ok(Reply::Json(state.domain.end(by, inbound.call.path.conversation_id, event).await?))
}

pub(super) async fn search(state: Shared, inbound: Inbound<SearchOwn>) -> Answer<SearchOwn> {
    let event = event(&state, &inbound, EventType::PhiAccess, "search", "conversation");
    Ok(Reply::Json(
        state.domain.search(&inbound.context, inbound.person()?, &inbound.call.body, event).await?,
    ))
}

pub(super) async fn emotions(
    state: Shared,
    inbound: Inbound<GetEmotionHistory>,
) -> Answer<GetEmotionHistory> {
    let event = event(&state, &inbound, EventType::PhiAccess, "read", "emotions");
    let (query, why) = (&inbound.call.query, (inbound.purpose, event));
    Ok(Reply::Json(state.domain.emotions(&inbound.context, inbound.person()?, query, why).await?))
}

pub(super) async fn summary(state: Shared, inbound: Inbound<GetTalkSummary>) -> Answer<GetTalkSummary> {
    let event = event(&state, &inbound, EventType::PhiAccess, "read", "summary");
    let (query, why) = (&inbound.call.query, (inbound.purpose, event));
    Ok(Reply::Json(state.domain.summary(&inbound.context, inbound.person()?, query, why).await?))
}
