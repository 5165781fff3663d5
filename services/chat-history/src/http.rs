//! The routes: each handler names its event and asks the domain.

mod alerts;
mod companion;
mod drafts;
mod law;
mod marks;
mod messages;
mod pseudonyms;
mod retention;
mod safety_plan;

use std::sync::Arc;

use api::Operation;
use audit_trail::{AuditEvent, EventBuilder, EventType, Word};
use chassis::{Answer, Inbound, Reply, Routes, Service, Tasks, event_channel};
use chat_history_api::{
    AcknowledgeAlert, AddNote, AssignInstrument, CallDay, ChooseInstrument, ChooseMemory, CloseAlert,
    CloseTurn, CorrectMemory, CorrectMessage, CountOpenAlerts, CountReferral, DeliverTurn, EndConversation,
    EndDaily, EscalateAlert, ExportConversation, ExportMarks, FinishDue, ForgetDay, ForgetMemory,
    ForgetSafetyPlan, ForgetTalk, GetAssessments, GetCareProfile, GetCompanionReport, GetCompany, GetDay,
    GetDraft, GetEmotionHistory, GetHandover, GetProfile, GetSafetyPlan, GetTalkSummary, GetTranscript,
    GetTurnRecord, GiveBackAlert, GiveFeedback, HandBackAlert, HearClosing, KeepCompany, KeepDraft, LiftHold,
    ListAlerts, ListConversations, ListHolds, ListMemories, ListMessages, ListNotices, ListPlanVersions,
    ListVersions, MarkAnalysis, OpenConversation, OpenTurn, PlaceHold, PseudonymiseText, ReadAlert,
    ReadAnalysis, ReadKnown, ReadState, RedactMessage, RestoreText, SearchOwn, SeeNotice, SetCareProfile,
    SetDaily, SetProfile, SetSafetyPlan, TakeHandover, TakeOverAlert, WatchAlerts, WatchConversation,
    WriteAsStaff,
};

use crate::ChatHistory;
use crate::domain::Domain;

/// Events that wait for a slow reader of a live stream.
const STREAM_ROOM: usize = 16;

pub(crate) struct State {
    pub(crate) domain: Domain,
    pub(crate) tasks: Tasks,
}

type Shared = Arc<State>;

pub(crate) fn routes(state: Shared) -> Routes<State> {
    of_alerts(of_residents(Routes::new(ChatHistory::NAME, state)))
        .on::<GetCompany, _, _>(companion::company)
        .on::<KeepCompany, _, _>(companion::keep_company)
        .on::<HearClosing, _, _>(alerts::hear_closing)
        .on::<CallDay, _, _>(companion::call_day)
        .on::<ForgetDay, _, _>(companion::forget_day)
        .on::<KeepDraft, _, _>(drafts::keep)
        .on::<GetDraft, _, _>(drafts::get)
        .on::<CountReferral, _, _>(law::count)
        .on::<GetCompanionReport, _, _>(law::report)
        .on::<ReadAnalysis, _, _>(marks::read)
        .on::<MarkAnalysis, _, _>(marks::mark)
        .on::<ExportMarks, _, _>(marks::export)
        .on::<PseudonymiseText, _, _>(pseudonyms::pseudonymise)
        .on::<RestoreText, _, _>(pseudonyms::restore)
        .on::<GetSafetyPlan, _, _>(safety_plan::get)
        .on::<SetSafetyPlan, _, _>(safety_plan::set)
        .on::<ListPlanVersions, _, _>(safety_plan::versions)
        .on::<ForgetSafetyPlan, _, _>(safety_plan::forget)
}

/// What residents say, what is kept of it, and what of it is theirs to see and to settle.
fn of_residents(routes: Routes<State>) -> Routes<State> {
    routes
        .on::<OpenConversation, _, _>(begin)
        .on::<ReadState, _, _>(read_state)
        .on::<ReadKnown, _, _>(companion::known)
        .on::<OpenTurn, _, _>(open_turn)
        .on::<CloseTurn, _, _>(close_turn)
        .on::<DeliverTurn, _, _>(deliver)
        .on::<ListConversations, _, _>(conversations)
        .on::<ListMessages, _, _>(list_messages)
        .on::<WatchConversation, _, _>(watch)
        .on::<GetTranscript, _, _>(messages::transcript)
        .on::<GetTurnRecord, _, _>(messages::turn_record)
        .on::<ExportConversation, _, _>(messages::export)
        .on::<GiveFeedback, _, _>(messages::feedback)
        .on::<CorrectMessage, _, _>(messages::correct)
        .on::<RedactMessage, _, _>(messages::redact)
        .on::<ListVersions, _, _>(messages::versions)
        .on::<EndConversation, _, _>(messages::end)
        .on::<SearchOwn, _, _>(messages::search)
        .on::<GetEmotionHistory, _, _>(messages::emotions)
        .on::<GetTalkSummary, _, _>(messages::summary)
        .on::<ListMemories, _, _>(companion::memories)
        .on::<ChooseMemory, _, _>(companion::choose)
        .on::<CorrectMemory, _, _>(companion::correct)
        .on::<ForgetMemory, _, _>(companion::forget)
        .on::<ForgetTalk, _, _>(companion::forget_talk)
        .on::<GetProfile, _, _>(companion::profile)
        .on::<SetProfile, _, _>(companion::set_profile)
        .on::<GetCareProfile, _, _>(companion::care_profile)
        .on::<SetCareProfile, _, _>(companion::set_care_profile)
        .on::<GetDay, _, _>(companion::day)
        .on::<FinishDue, _, _>(companion::finish_due)
        .on::<SetDaily, _, _>(companion::set_daily)
        .on::<EndDaily, _, _>(companion::end_daily)
}

/// What those who look after them do: notes, questionnaires, holds, alerts.
fn of_alerts(routes: Routes<State>) -> Routes<State> {
    routes
        .on::<AddNote, _, _>(companion::add_note)
        .on::<GetHandover, _, _>(companion::handover)
        .on::<TakeHandover, _, _>(companion::take_handover)
        .on::<AssignInstrument, _, _>(companion::assign)
        .on::<ChooseInstrument, _, _>(companion::choose_instrument)
        .on::<GetAssessments, _, _>(companion::assessments)
        .on::<PlaceHold, _, _>(retention::place)
        .on::<LiftHold, _, _>(retention::lift)
        .on::<ListHolds, _, _>(retention::list)
        .on::<ListAlerts, _, _>(alerts::list)
        .on::<WatchAlerts, _, _>(alerts::watch)
        .on::<ReadAlert, _, _>(alerts::read)
        .on::<AcknowledgeAlert, _, _>(alerts::acknowledge)
        .on::<TakeOverAlert, _, _>(alerts::take_over)
        .on::<HandBackAlert, _, _>(alerts::hand_back)
        .on::<EscalateAlert, _, _>(alerts::escalate)
        .on::<CloseAlert, _, _>(alerts::close)
        .on::<WriteAsStaff, _, _>(alerts::write)
        .on::<ListNotices, _, _>(alerts::notices)
        .on::<SeeNotice, _, _>(alerts::see_notice)
        .on::<GiveBackAlert, _, _>(alerts::give_back)
        .on::<CountOpenAlerts, _, _>(alerts::count)
}

fn event<O: Operation>(
    state: &State,
    inbound: &Inbound<O>,
    kind: EventType,
    action: &'static str,
    what: &'static str,
) -> EventBuilder {
    state.domain.store.trail().recorder().of(inbound, kind, Word::new(action), Word::new(what))
}

async fn begin(state: Shared, inbound: Inbound<OpenConversation>) -> Answer<OpenConversation> {
    let by = inbound.person()?;
    let event = event(&state, &inbound, EventType::PhiChange, "begin", "conversation")
        .phi_of(by.person, api::Category::ChatTranscripts);
    let named = |id| -> AuditEvent { event.resource_id(id).into() };
    Ok(Reply::Json(state.domain.begin(by, inbound.call.body.clone(), named).await?))
}

async fn read_state(state: Shared, inbound: Inbound<ReadState>) -> Answer<ReadState> {
    // The turn that follows writes the event of both: the state never leaves the platform.
    Ok(Reply::Json(state.domain.state(inbound.person()?, inbound.call.path.conversation_id).await?))
}

async fn open_turn(state: Shared, inbound: Inbound<OpenTurn>) -> Answer<OpenTurn> {
    let by = inbound.person()?.clone();
    let key = inbound.idempotency_key()?.to_owned();
    let event = event(&state, &inbound, EventType::Turn, "open", "turn")
        .phi_of(by.person, api::Category::ChatTranscripts)
        .resource_id(inbound.call.body.message_id);
    // ai-gateway has no store: what it decided is written down with the turn that it allowed.
    let event = match &inbound.call.body.decision {
        Some(by) => event.decided(
            Word::parse(&by.reason).unwrap_or(Word::new("unsaid")),
            Word::parse(&by.policy_hash),
            u32::try_from(by.epoch).ok(),
        ),
        None => event,
    };
    let id = inbound.call.path.conversation_id;
    let opened = state.domain.open_turn(&inbound.context, &by, id, &key, inbound.call.body, event).await?;
    Ok(Reply::Json(opened))
}

async fn close_turn(state: Shared, inbound: Inbound<CloseTurn>) -> Answer<CloseTurn> {
    let by = inbound.person()?.clone();
    let event = event(&state, &inbound, EventType::Turn, "close", "turn")
        .phi_of(by.person, api::Category::ChatTranscripts)
        .resource_id(inbound.call.body.reply_id);
    let path = inbound.call.path;
    let closed = state
        .domain
        .close_turn(&by, path.conversation_id, path.turn_id, inbound.call.body, event.into())
        .await?;
    Ok(Reply::Json(closed))
}

async fn deliver(state: Shared, inbound: Inbound<DeliverTurn>) -> Answer<DeliverTurn> {
    let body = inbound.call.body.clone();
    let named = |action| {
        event(&state, &inbound, EventType::Turn, action, "turn")
            .user(body.patient_id)
            .role(api::Role::Resident)
            .organization(body.organization_id)
            .session(body.session_id)
            .phi_of(body.patient_id, api::Category::ChatTranscripts)
            .resource_id(body.opening.message_id)
    };
    let (opened, closed) = (named("deliver"), named("close"));
    // On the heap: a delivery opens and closes a turn, twice if need be, and comes once an outage.
    let delivered = Box::pin(state.domain.deliver(&inbound.context, body, opened, closed));
    Ok(Reply::Json(delivered.await?))
}

async fn conversations(state: Shared, inbound: Inbound<ListConversations>) -> Answer<ListConversations> {
    let event = event(&state, &inbound, EventType::PhiAccess, "list", "conversation");
    let (by, query) = (inbound.person()?, &inbound.call.query);
    let page = state.domain.conversations(&inbound.context, by, query, inbound.purpose, event).await?;
    Ok(Reply::Json(page))
}

async fn list_messages(state: Shared, inbound: Inbound<ListMessages>) -> Answer<ListMessages> {
    let event = event(&state, &inbound, EventType::PhiAccess, "read", "conversation");
    let (by, id) = (inbound.person()?, inbound.call.path.conversation_id);
    let query = &inbound.call.query;
    Ok(Reply::Json(state.domain.messages(&inbound.context, by, id, query, inbound.purpose, event).await?))
}

async fn watch(state: Shared, inbound: Inbound<WatchConversation>) -> Answer<WatchConversation> {
    let event = event(&state, &inbound, EventType::PhiAccess, "watch", "conversation");
    let by = inbound.person()?.clone();
    let id = inbound.call.path.conversation_id;
    let last = inbound.last_event_id.as_deref().and_then(|id| id.parse().ok());
    let watch = state.domain.watch(&inbound.context, by, id, last, inbound.purpose, event).await?;
    let (sink, stream) = event_channel(STREAM_ROOM);
    let shared = state.clone();
    state.tasks.run(async move {
        shared.domain.follow(watch, &sink, &shared.tasks.stopping()).await;
    });
    Ok(stream.into())
}
