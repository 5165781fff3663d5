//! Alerts and notices.

use api::Nothing;
use audit_trail::{ContextKey, EventType, Word};
use chassis::{Answer, Inbound, Reply, event_channel};
use chat_history_api::{
    AcknowledgeAlert, CloseAlert, CountOpenAlerts, EscalateAlert, GiveBackAlert, HandBackAlert, HearClosing,
    ListAlerts, ListNotices, ReadAlert, SeeNotice, TakeOverAlert, WatchAlerts, WriteAsStaff,
};

use super::{STREAM_ROOM, Shared, event};

pub(super) async fn list(state: Shared, inbound: Inbound<ListAlerts>) -> Answer<ListAlerts> {
    let by = inbound.person()?;
    let event = |patient| event(&state, &inbound, EventType::PhiAccess, "list", "alert").concerning(patient);
    let query = &inbound.call.query;
    let page = state.domain.alerts(&inbound.context, by, query, inbound.purpose, event).await?;
    Ok(Reply::Json(page))
}

pub(super) async fn count(state: Shared, inbound: Inbound<CountOpenAlerts>) -> Answer<CountOpenAlerts> {
    let by = inbound.person()?;
    let counts = state.domain.count_alerts(&inbound.context, by, inbound.purpose).await?;
    let event = event(&state, &inbound, EventType::PhiAccess, "count", "alert");
    let event = event.with(ContextKey::COUNT, counts.open);
    state.domain.store.trail().read(event).await.map_err(crate::domain::Refused::from)?;
    Ok(Reply::Json(counts))
}

pub(super) async fn watch(state: Shared, inbound: Inbound<WatchAlerts>) -> Answer<WatchAlerts> {
    let by = inbound.person()?.clone();
    let last = inbound.last_event_id.as_deref().and_then(|place| place.parse().ok());
    let (context, purpose) = (inbound.context.clone(), inbound.purpose);
    let recorder = state.domain.store.trail().recorder().clone();
    if inbound.call.query.counts {
        // One event for the whole feed, before anything is told: what it tells names nobody.
        let event = event(&state, &inbound, EventType::PhiAccess, "count", "alert");
        state.domain.store.trail().read(event).await.map_err(crate::domain::Refused::from)?;
    }
    let counts = inbound.call.query.counts;
    let event = move |patient| {
        let (action, what) = (Word::new("watch"), Word::new("alert"));
        recorder.of(&inbound, EventType::PhiAccess, action, what).concerning(patient)
    };
    let feed = state.domain.watch_alerts(&context, by, (last, counts), purpose, Box::new(event)).await?;
    let (sink, stream) = event_channel(STREAM_ROOM);
    let shared = state.clone();
    state.tasks.run(async move {
        shared.domain.follow_alerts(feed, &sink, &shared.tasks.stopping()).await;
    });
    Ok(stream.into())
}

pub(super) async fn read(state: Shared, inbound: Inbound<ReadAlert>) -> Answer<ReadAlert> {
    let (by, id) = (inbound.person()?, inbound.call.path.alert_id);
    let event = event(&state, &inbound, EventType::PhiAccess, "read", "alert").resource_id(id);
    let language = inbound.call.query.language.unwrap_or_default();
    let why = (inbound.purpose, event);
    Ok(Reply::Json(state.domain.read_alert(&inbound.context, by, id, language, why).await?))
}

pub(super) async fn acknowledge(
    state: Shared,
    inbound: Inbound<AcknowledgeAlert>,
) -> Answer<AcknowledgeAlert> {
    let (by, id) = (inbound.person()?, inbound.call.path.alert_id);
    let event = event(&state, &inbound, EventType::AlertChange, "acknowledge", "alert").resource_id(id);
    let alert = state.domain.acknowledge(&inbound.context, by, id, inbound.purpose, event).await?;
    Ok(Reply::Json(alert))
}

pub(super) async fn give_back(state: Shared, inbound: Inbound<GiveBackAlert>) -> Answer<GiveBackAlert> {
    let (by, id) = (inbound.person()?, inbound.call.path.alert_id);
    let event = event(&state, &inbound, EventType::AlertChange, "give_back", "alert").resource_id(id);
    Ok(Reply::Json(state.domain.give_back(&inbound.context, by, id, inbound.purpose, event).await?))
}

pub(super) async fn take_over(state: Shared, inbound: Inbound<TakeOverAlert>) -> Answer<TakeOverAlert> {
    let (by, id) = (inbound.person()?, inbound.call.path.alert_id);
    let event = event(&state, &inbound, EventType::AlertChange, "take_over", "alert").resource_id(id);
    Ok(Reply::Json(state.domain.take_over(&inbound.context, by, id, inbound.purpose, event).await?))
}

pub(super) async fn hand_back(state: Shared, inbound: Inbound<HandBackAlert>) -> Answer<HandBackAlert> {
    let (by, id) = (inbound.person()?, inbound.call.path.alert_id);
    let event = event(&state, &inbound, EventType::AlertChange, "hand_back", "alert").resource_id(id);
    Ok(Reply::Json(state.domain.hand_back(&inbound.context, by, id, inbound.purpose, event).await?))
}

pub(super) async fn escalate(state: Shared, inbound: Inbound<EscalateAlert>) -> Answer<EscalateAlert> {
    let (by, id) = (inbound.person()?, inbound.call.path.alert_id);
    let event = event(&state, &inbound, EventType::AlertChange, "escalate", "alert").resource_id(id);
    Ok(Reply::Json(state.domain.escalate(&inbound.context, by, id, inbound.purpose, event).await?))
}

pub(super) async fn close(state: Shared, inbound: Inbound<CloseAlert>) -> Answer<CloseAlert> {
    let (by, id) = (inbound.person()?, inbound.call.path.alert_id);
    let event = event(&state, &inbound, EventType::AlertChange, "close", "alert").resource_id(id);
    let closing = inbound.call.body.clone();
    let why = (inbound.purpose, event);
    Ok(Reply::Json(state.domain.close_alert(&inbound.context, by, id, closing, why).await?))
}

pub(super) async fn write(state: Shared, inbound: Inbound<WriteAsStaff>) -> Answer<WriteAsStaff> {
    let (by, id) = (inbound.person()?, inbound.call.path.conversation_id);
    let key = inbound.idempotency_key()?;
    let event = event(&state, &inbound, EventType::Turn, "write", "conversation");
    let (body, why) = (inbound.call.body.clone(), (inbound.purpose, event));
    let message = state.domain.write_as_staff(&inbound.context, by, (id, key), body, why).await?;
    Ok(Reply::Json(message))
}

pub(super) async fn notices(state: Shared, inbound: Inbound<ListNotices>) -> Answer<ListNotices> {
    let by = inbound.person()?;
    let event = |patient| event(&state, &inbound, EventType::PhiAccess, "list", "notice").concerning(patient);
    Ok(Reply::Json(state.domain.notices(&inbound.context, by, inbound.purpose, event).await?))
}

pub(super) async fn see_notice(state: Shared, inbound: Inbound<SeeNotice>) -> Answer<SeeNotice> {
    let (by, id) = (inbound.person()?, inbound.call.path.alert_id);
    let event = event(&state, &inbound, EventType::PhiAccess, "see", "notice").resource_id(id);
    Ok(Reply::Json(state.domain.see_notice(&inbound.context, by, id, inbound.purpose, event).await?))
}

pub(super) async fn hear_closing(state: Shared, inbound: Inbound<HearClosing>) -> Answer<HearClosing> {
    let event = event(&state, &inbound, EventType::PhiChange, "hear", "closing");
    let (by, at) = (inbound.person()?, inbound.call.body.at);
    state.domain.hear_closing(&inbound.context, by, at, event).await?;
    Ok(Reply::Json(Nothing {}))
}
