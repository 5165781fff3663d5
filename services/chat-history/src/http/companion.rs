//! What is kept of residents: their memories, how they want to be talked with, what is agreed; notes and questionnaires.

use api::Nothing;
use audit_trail::EventType;
use chassis::{Answer, Inbound, Reply};
use chat_history_api::{
    AddNote, AssignInstrument, CallDay, ChooseInstrument, ChooseMemory, CorrectMemory, EndDaily, FinishDue,
    ForgetDay, ForgetMemory, ForgetTalk, GetAssessments, GetCareProfile, GetCompany, GetDay, GetHandover,
    GetProfile, KeepCompany, ListMemories, ReadKnown, SetCareProfile, SetDaily, SetProfile, TakeHandover,
};

use super::{Shared, event};

pub(super) async fn known(state: Shared, inbound: Inbound<ReadKnown>) -> Answer<ReadKnown> {
    // The conversation that begins writes the event of both: it never leaves the platform.
    Ok(Reply::Json(state.domain.known_of(inbound.person()?).await?))
}

pub(super) async fn memories(state: Shared, inbound: Inbound<ListMemories>) -> Answer<ListMemories> {
    let event = event(&state, &inbound, EventType::PhiAccess, "list", "memory");
    Ok(Reply::Json(state.domain.memories(&inbound.context, inbound.person()?, event).await?))
}

pub(super) async fn choose(state: Shared, inbound: Inbound<ChooseMemory>) -> Answer<ChooseMemory> {
    let event = event(&state, &inbound, EventType::PhiChange, "choose", "memory");
    let (by, choice) = (inbound.person()?, inbound.call.body);
    Ok(Reply::Json(state.domain.choose_memory(&inbound.context, by, choice, event).await?))
}

pub(super) async fn correct(state: Shared, inbound: Inbound<CorrectMemory>) -> Answer<CorrectMemory> {
    let (by, id) = (inbound.person()?, inbound.call.path.fact_id);
    let event = event(&state, &inbound, EventType::PhiChange, "correct", "memory").resource_id(id);
    let value = inbound.call.body.value.clone();
    Ok(Reply::Json(state.domain.correct_memory(&inbound.context, by, id, value, event).await?))
}

pub(super) async fn forget(state: Shared, inbound: Inbound<ForgetMemory>) -> Answer<ForgetMemory> {
    let (by, id) = (inbound.person()?, inbound.call.path.fact_id);
    let event = event(&state, &inbound, EventType::PhiChange, "forget", "memory").resource_id(id);
    Ok(Reply::Json(state.domain.forget_memory(&inbound.context, by, id, event).await?))
}

pub(super) async fn forget_talk(state: Shared, inbound: Inbound<ForgetTalk>) -> Answer<ForgetTalk> {
    let (by, id) = (inbound.person()?, inbound.call.path.conversation_id);
    let event = event(&state, &inbound, EventType::PhiChange, "forget", "memory").resource_id(id);
    Ok(Reply::Json(state.domain.forget_talk(&inbound.context, by, id, event).await?))
}

pub(super) async fn profile(state: Shared, inbound: Inbound<GetProfile>) -> Answer<GetProfile> {
    let event = event(&state, &inbound, EventType::PhiAccess, "read", "profile");
    Ok(Reply::Json(state.domain.profile(&inbound.context, inbound.person()?, event).await?))
}

pub(super) async fn set_profile(state: Shared, inbound: Inbound<SetProfile>) -> Answer<SetProfile> {
    let event = event(&state, &inbound, EventType::PhiChange, "set", "profile");
    let (by, profile) = (inbound.person()?, inbound.call.body.clone());
    Ok(Reply::Json(state.domain.set_profile(&inbound.context, by, profile, event).await?))
}

pub(super) async fn care_profile(state: Shared, inbound: Inbound<GetCareProfile>) -> Answer<GetCareProfile> {
    let event = event(&state, &inbound, EventType::PhiAccess, "read", "profile");
    let (by, patient) = (inbound.person()?, inbound.call.path.patient_id);
    let why = (inbound.purpose, event);
    Ok(Reply::Json(state.domain.care_profile(&inbound.context, by, patient, why).await?))
}

pub(super) async fn set_care_profile(
    state: Shared,
    inbound: Inbound<SetCareProfile>,
) -> Answer<SetCareProfile> {
    let event = event(&state, &inbound, EventType::PhiChange, "set", "profile");
    let (by, patient) = (inbound.person()?, inbound.call.path.patient_id);
    let (care, why) = (inbound.call.body, (inbound.purpose, event));
    Ok(Reply::Json(state.domain.set_care_profile(&inbound.context, by, patient, care, why).await?))
}

pub(super) async fn day(state: Shared, inbound: Inbound<GetDay>) -> Answer<GetDay> {
    let event = event(&state, &inbound, EventType::PhiAccess, "read", "day");
    Ok(Reply::Json(state.domain.day(&inbound.context, inbound.person()?, event).await?))
}

pub(super) async fn finish_due(state: Shared, inbound: Inbound<FinishDue>) -> Answer<FinishDue> {
    let event = event(&state, &inbound, EventType::PhiChange, "finish", "day");
    let (by, done) = (inbound.person()?, &inbound.call.body);
    Ok(Reply::Json(state.domain.finish_due(&inbound.context, by, done, event).await?))
}

pub(super) async fn set_daily(state: Shared, inbound: Inbound<SetDaily>) -> Answer<SetDaily> {
    let event = event(&state, &inbound, EventType::PhiChange, "set", "daily");
    let (by, daily) = (inbound.person()?, inbound.call.body);
    Ok(Reply::Json(state.domain.choose_daily(&inbound.context, by, Some(daily), event).await?))
}

pub(super) async fn end_daily(state: Shared, inbound: Inbound<EndDaily>) -> Answer<EndDaily> {
    let event = event(&state, &inbound, EventType::PhiChange, "end", "daily");
    Ok(Reply::Json(state.domain.choose_daily(&inbound.context, inbound.person()?, None, event).await?))
}

pub(super) async fn add_note(state: Shared, inbound: Inbound<AddNote>) -> Answer<AddNote> {
    let event = event(&state, &inbound, EventType::PhiChange, "add", "note");
    let (note, why) = (inbound.call.body.clone(), (inbound.purpose, event));
    Ok(Reply::Json(state.domain.add_note(&inbound.context, inbound.person()?, note, why).await?))
}

pub(super) async fn handover(state: Shared, inbound: Inbound<GetHandover>) -> Answer<GetHandover> {
    let (by, query) = (inbound.person()?, &inbound.call.query);
    let event =
        |patient| event(&state, &inbound, EventType::PhiAccess, "list", "handover").concerning(patient);
    let domain = &state.domain;
    Ok(Reply::Json(domain.handover(&inbound.context, by, query, inbound.purpose, event).await?))
}

pub(super) async fn take_handover(state: Shared, inbound: Inbound<TakeHandover>) -> Answer<TakeHandover> {
    let event = event(&state, &inbound, EventType::SystemConfig, "take", "handover");
    let (by, unit) = (inbound.person()?, inbound.call.body.unit_id);
    Ok(Reply::Json(state.domain.take_handover(&inbound.context, by, unit, event).await?))
}

pub(super) async fn assign(state: Shared, inbound: Inbound<AssignInstrument>) -> Answer<AssignInstrument> {
    let event = event(&state, &inbound, EventType::PhiChange, "assign", "instrument");
    let (by, patient) = (inbound.person()?, inbound.call.path.patient_id);
    let (body, why) = (inbound.call.body.clone(), (inbound.purpose, event));
    Ok(Reply::Json(state.domain.assign_instrument(&inbound.context, by, patient, body, why).await?))
}

pub(super) async fn choose_instrument(
    state: Shared,
    inbound: Inbound<ChooseInstrument>,
) -> Answer<ChooseInstrument> {
    let event = event(&state, &inbound, EventType::PhiChange, "choose", "instrument");
    let (by, call) = (inbound.person()?, &inbound.call);
    let (instrument, declined) = (call.path.instrument.as_str(), call.body.declined);
    let domain = &state.domain;
    Ok(Reply::Json(domain.choose_instrument(&inbound.context, by, instrument, declined, event).await?))
}

pub(super) async fn assessments(state: Shared, inbound: Inbound<GetAssessments>) -> Answer<GetAssessments> {
    let event = event(&state, &inbound, EventType::PhiAccess, "read", "assessments");
    let (by, patient) = (inbound.person()?, inbound.call.path.patient_id);
    let why = (inbound.purpose, event);
    Ok(Reply::Json(state.domain.assessments(&inbound.context, by, patient, why).await?))
}

pub(super) async fn company(state: Shared, inbound: Inbound<GetCompany>) -> Answer<GetCompany> {
    let event = event(&state, &inbound, EventType::PhiAccess, "read", "company");
    let (by, patient) = (inbound.person()?, inbound.call.path.patient_id);
    Ok(Reply::Json(state.domain.company(&inbound.context, by, patient, (inbound.purpose, event)).await?))
}

pub(super) async fn keep_company(state: Shared, inbound: Inbound<KeepCompany>) -> Answer<KeepCompany> {
    let event = event(&state, &inbound, EventType::PhiChange, "keep", "company");
    let (by, patient) = (inbound.person()?, inbound.call.path.patient_id);
    let (present, why) = (inbound.call.body.present, (inbound.purpose, event));
    Ok(Reply::Json(state.domain.keep_company(&inbound.context, by, patient, present, why).await?))
}

pub(super) async fn call_day(state: Shared, inbound: Inbound<CallDay>) -> Answer<CallDay> {
    let event = event(&state, &inbound, EventType::PhiChange, "call", "day");
    let (by, date, new) = (inbound.person()?, &inbound.call.path.date, inbound.call.body);
    state.domain.call_day(&inbound.context, by, (date, Some(new.called)), event).await?;
    Ok(Reply::Json(new))
}

pub(super) async fn forget_day(state: Shared, inbound: Inbound<ForgetDay>) -> Answer<ForgetDay> {
    let event = event(&state, &inbound, EventType::PhiChange, "forget", "day");
    let (by, date) = (inbound.person()?, &inbound.call.path.date);
    state.domain.call_day(&inbound.context, by, (date, None), event).await?;
    Ok(Reply::Json(Nothing {}))
}
