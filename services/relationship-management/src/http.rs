//! The routes: each handler takes the request apart, names the event, and asks the domain.

use std::sync::Arc;

use api::{Nothing, Operation};
use audit_trail::{AuditEvent, EventType, Word};
use chassis::{Answer, Inbound, Reply, Routes, Service};
use kernel::OrganizationId;
use relationship_management_api::{
    Assign, CreateRelation, CreateUnit, DeclareEmergency, EndEmergency, EndShift, EnterMember, FindEdges,
    FindRooms, FindStaffUnits, GetCircle, GetEmergency, GetStandingEmergency, ListMine, ListShifts,
    ListUnits, ListUnplaced, MoveRelation, MyCharges, MyUnits, SetRoom, ShiftCharges, StartShift, Unassign,
};

use crate::RelationshipManagement;
use crate::domain::{Domain, Refused};

type State = Arc<Domain>;

pub(crate) fn routes(domain: State) -> Routes<Domain> {
    Routes::new(RelationshipManagement::NAME, domain)
        .on::<FindEdges, _, _>(edges)
        .on::<GetCircle, _, _>(circle)
        .on::<EnterMember, _, _>(enter)
        .on::<CreateRelation, _, _>(relate)
        .on::<MoveRelation, _, _>(change)
        .on::<ListMine, _, _>(mine)
        .on::<CreateUnit, _, _>(open_unit)
        .on::<ListUnits, _, _>(units)
        .on::<Assign, _, _>(assign)
        .on::<FindStaffUnits, _, _>(staff_units)
        .on::<Unassign, _, _>(unassign)
        .on::<MyUnits, _, _>(my_units)
        .on::<SetRoom, _, _>(set_room)
        .on::<FindRooms, _, _>(rooms)
        .on::<MyCharges, _, _>(my_charges)
        .on::<ShiftCharges, _, _>(shift_charges)
        .on::<StartShift, _, _>(start_shift)
        .on::<EndShift, _, _>(end_shift)
        .on::<ListShifts, _, _>(shifts)
        .on::<ListUnplaced, _, _>(unplaced)
        .on::<DeclareEmergency, _, _>(declare)
        .on::<EndEmergency, _, _>(end_emergency)
        .on::<GetEmergency, _, _>(emergency)
        .on::<GetStandingEmergency, _, _>(standing)
}

fn event<O: Operation>(
    domain: &Domain,
    inbound: &Inbound<O>,
    action: &'static str,
    what: &'static str,
) -> audit_trail::EventBuilder {
    let recorder = domain.store.trail().recorder();
    recorder.of(inbound, EventType::RelationshipChange, Word::new(action), Word::new(what))
}

async fn edges(domain: State, inbound: Inbound<FindEdges>) -> Answer<FindEdges> {
    Ok(Reply::Json(domain.edges(&inbound.call.body).await?))
}

async fn circle(domain: State, inbound: Inbound<GetCircle>) -> Answer<GetCircle> {
    Ok(Reply::Json(domain.circle(inbound.call.path.person_id).await?))
}

async fn enter(domain: State, inbound: Inbound<EnterMember>) -> Answer<EnterMember> {
    if inbound.call.path.person_id != inbound.call.body.person_id {
        return Err(api::Problem::new(api::codes::MALFORMED).detail("the two ids differ").into());
    }
    let event = event(&domain, &inbound, "enter", "member").concerning(inbound.call.body.person_id);
    Ok(Reply::Json(domain.enter(inbound.call.body, event.into()).await?))
}

async fn relate(domain: State, inbound: Inbound<CreateRelation>) -> Answer<CreateRelation> {
    let event = event(&domain, &inbound, "create", "relation").concerning(inbound.call.body.patient_id);
    let named = |id| -> AuditEvent { event.resource_id(id).into() };
    Ok(Reply::Json(domain.relate(&inbound.caller, inbound.call.body, named).await?))
}

async fn change(domain: State, inbound: Inbound<MoveRelation>) -> Answer<MoveRelation> {
    let by = inbound.person()?;
    let id = inbound.call.path.relation_id;
    let event = event(&domain, &inbound, "move", "relation").resource_id(id);
    let named = |patient| -> AuditEvent { event.concerning(patient).into() };
    Ok(Reply::Json(domain.change(by, id, inbound.call.body.state, named).await?))
}

async fn mine(domain: State, inbound: Inbound<ListMine>) -> Answer<ListMine> {
    let by = inbound.person()?;
    let page = domain.mine(by, &inbound.call.query).await?;
    let recorder = domain.store.trail().recorder();
    let event = recorder.of(&inbound, EventType::PhiAccess, Word::new("list"), Word::new("relation"));
    domain.store.trail().read(event.concerning(by.person)).await?;
    Ok(Reply::Json(page))
}

async fn open_unit(domain: State, inbound: Inbound<CreateUnit>) -> Answer<CreateUnit> {
    let organization: OrganizationId = inbound.person()?.organization;
    let event = event(&domain, &inbound, "create", "unit");
    Ok(Reply::Json(domain.open_unit(organization, &inbound.call.body.name, event.into()).await?))
}

async fn units(domain: State, inbound: Inbound<ListUnits>) -> Answer<ListUnits> {
    Ok(Reply::Json(domain.units(inbound.person()?, &inbound.call.query).await?))
}

async fn assign(domain: State, inbound: Inbound<Assign>) -> Answer<Assign> {
    let event = event(&domain, &inbound, "assign", "unit").concerning(inbound.call.body.person_id);
    Ok(Reply::Json(domain.assign(&inbound.caller, inbound.call.body, event.into()).await?))
}

async fn staff_units(domain: State, inbound: Inbound<FindStaffUnits>) -> Answer<FindStaffUnits> {
    Ok(Reply::Json(domain.staff_units(inbound.person()?, &inbound.call.body).await?))
}

async fn unassign(domain: State, inbound: Inbound<Unassign>) -> Answer<Unassign> {
    let of = &inbound.call.path;
    let event = event(&domain, &inbound, "unassign", "unit").concerning(of.person_id);
    domain.unassign(inbound.person()?, of, event.into()).await?;
    Ok(Reply::Json(Nothing {}))
}

async fn my_units(domain: State, inbound: Inbound<MyUnits>) -> Answer<MyUnits> {
    Ok(Reply::Json(domain.units_of(inbound.person()?.person).await?))
}

async fn set_room(domain: State, inbound: Inbound<SetRoom>) -> Answer<SetRoom> {
    let person = inbound.call.path.person_id;
    let event = event(&domain, &inbound, "set", "room").concerning(person);
    Ok(Reply::Json(
        domain.set_room(inbound.person()?, person, inbound.call.body.clone(), event.into()).await?,
    ))
}

async fn rooms(domain: State, inbound: Inbound<FindRooms>) -> Answer<FindRooms> {
    Ok(Reply::Json(domain.rooms(&inbound.call.body).await?))
}

async fn my_charges(domain: State, inbound: Inbound<MyCharges>) -> Answer<MyCharges> {
    Ok(Reply::Json(domain.charges(inbound.person()?).await?))
}

async fn shift_charges(domain: State, inbound: Inbound<ShiftCharges>) -> Answer<ShiftCharges> {
    Ok(Reply::Json(domain.shift_charges(inbound.call.path.person_id).await?))
}

async fn start_shift(domain: State, inbound: Inbound<StartShift>) -> Answer<StartShift> {
    let event = event(&domain, &inbound, "start", "shift");
    let named = |id| -> AuditEvent { event.resource_id(id).into() };
    Ok(Reply::Json(domain.start_shift(inbound.person()?, inbound.call.body.clone(), named).await?))
}

async fn end_shift(domain: State, inbound: Inbound<EndShift>) -> Answer<EndShift> {
    let id = inbound.call.path.shift_id;
    let event = event(&domain, &inbound, "end", "shift").resource_id(id);
    Ok(Reply::Json(domain.end_shift(inbound.person()?, id, event.into()).await?))
}

async fn shifts(domain: State, inbound: Inbound<ListShifts>) -> Answer<ListShifts> {
    Ok(Reply::Json(domain.shifts(inbound.person()?, inbound.call.path.unit_id).await?))
}

async fn unplaced(domain: State, inbound: Inbound<ListUnplaced>) -> Answer<ListUnplaced> {
    Ok(Reply::Json(domain.unplaced(&inbound.call.body).await?))
}

fn emergency_event<O: Operation>(
    domain: &Domain,
    inbound: &Inbound<O>,
    action: &'static str,
) -> audit_trail::EventBuilder {
    let recorder = domain.store.trail().recorder();
    recorder.of(inbound, EventType::AlertChange, Word::new(action), Word::new("emergency"))
}

async fn declare(domain: State, inbound: Inbound<DeclareEmergency>) -> Answer<DeclareEmergency> {
    let by = inbound.person()?;
    let event = emergency_event(&domain, &inbound, "declare").concerning(inbound.call.body.patient_id);
    let named = |id| -> AuditEvent { event.resource_id(id).into() };
    Ok(Reply::Json(domain.declare(by, inbound.call.body.clone(), named).await?))
}

async fn end_emergency(domain: State, inbound: Inbound<EndEmergency>) -> Answer<EndEmergency> {
    let by = inbound.person()?;
    let id = inbound.call.path.emergency_id;
    let event = emergency_event(&domain, &inbound, "end").resource_id(id);
    let named = |patient| -> AuditEvent { event.concerning(patient).into() };
    Ok(Reply::Json(domain.end_emergency(by, id, named).await?))
}

async fn emergency(domain: State, inbound: Inbound<GetEmergency>) -> Answer<GetEmergency> {
    let by = inbound.person()?;
    let patient = inbound.call.path.person_id;
    let recorder = domain.store.trail().recorder();
    let event = recorder.of(&inbound, EventType::PhiAccess, Word::new("read"), Word::new("emergency"));
    let (notice, decision) = domain.notice(&inbound.context, by, patient).await?;
    let word = |text: &str| Word::parse(text).unwrap_or(Word::new("unsaid"));
    let epoch = u32::try_from(decision.epoch).ok();
    let event = event.decided(word(&decision.reason), Word::parse(&decision.policy_hash), epoch);
    let event = if decision.permit {
        event.phi_of(patient, api::Category::CrisisEvents)
    } else {
        event.concerning(patient).denied(word(&decision.reason))
    };
    domain.store.trail().read(event).await?;
    notice.map(Reply::Json).ok_or_else(|| api::codes::NOT_FOUND.into())
}

async fn standing(domain: State, inbound: Inbound<GetStandingEmergency>) -> Answer<GetStandingEmergency> {
    let by = inbound.person()?;
    let patient = inbound.call.path.person_id;
    let recorder = domain.store.trail().recorder();
    let event = recorder.of(&inbound, EventType::PhiAccess, Word::new("read"), Word::new("emergency"));
    let found = domain.standing(by, patient).await;
    let event = match &found {
        Ok(_) => event.phi_of(patient, api::Category::CrisisEvents),
        Err(Refused::NotFound) => event.concerning(patient).denied(Word::new("no_live_edge")),
        // Nothing was told, and nobody was refused.
        Err(_) => return Ok(Reply::Json(found?)),
    };
    domain.store.trail().read(event).await?;
    Ok(Reply::Json(found?))
}
