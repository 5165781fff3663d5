//! Counts, and the report of a year.

use audit_trail::EventType;
use chassis::{Answer, Inbound, Reply};
use chat_history_api::{CountReferral, GetCompanionReport};

use super::{Shared, event};

pub(super) async fn count(state: Shared, inbound: Inbound<CountReferral>) -> Answer<CountReferral> {
    state.domain.count_refused(inbound.call.body).await?;
    Ok(Reply::Json(api::Nothing {}))
}

pub(super) async fn report(
    state: Shared,
    inbound: Inbound<GetCompanionReport>,
) -> Answer<GetCompanionReport> {
    let event = event(&state, &inbound, EventType::ApiAccess, "read", "companion_report");
    let (by, year) = (inbound.person()?, inbound.call.query.year);
    Ok(Reply::Json(state.domain.companion_report(by, year, event).await?))
}
