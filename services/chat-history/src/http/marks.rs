//! What was found in messages, marks on it, and the marks as a data set.

use audit_trail::EventType;
use chassis::{Answer, Inbound, Reply};
use chat_history_api::{ExportMarks, MarkAnalysis, ReadAnalysis};

use super::{Shared, event};

pub(super) async fn read(state: Shared, inbound: Inbound<ReadAnalysis>) -> Answer<ReadAnalysis> {
    let event = event(&state, &inbound, EventType::PhiAccess, "read", "analysis");
    let (by, path) = (inbound.person()?, &inbound.call.path);
    let (at, why) = ((path.conversation_id, path.message_id), (inbound.purpose, event));
    Ok(Reply::Json(state.domain.analysis(&inbound.context, by, at, why).await?))
}

pub(super) async fn mark(state: Shared, inbound: Inbound<MarkAnalysis>) -> Answer<MarkAnalysis> {
    let event = event(&state, &inbound, EventType::PhiChange, "mark", "analysis");
    let (by, path) = (inbound.person()?, &inbound.call.path);
    let (at, why) = ((path.conversation_id, path.message_id), (inbound.purpose, event));
    let mark = inbound.call.body.clone();
    Ok(Reply::Json(state.domain.mark(&inbound.context, by, at, mark, why).await?))
}

pub(super) async fn export(state: Shared, inbound: Inbound<ExportMarks>) -> Answer<ExportMarks> {
    let named = || event(&state, &inbound, EventType::DataExport, "export", "marks");
    let (by, query) = (inbound.person()?, &inbound.call.query);
    Ok(Reply::Json(state.domain.export_marks(&inbound.context, by, query, inbound.purpose, named).await?))
}
