//! What those who look after a resident do: say what fits, leave notes, hand over, have questionnaires asked.

use std::collections::HashMap;
use std::time::Duration;

use api::{Action, Call, CallContext, Category, Principal, Purpose, Role, Words};
use audit_trail::{ContextKey, EventBuilder, Word};
use chat_history_api::{
    AssessmentResult, Assessments, AssignedInstrument, Assignment, CareProfile, HandedAlert, Handover,
    HandoverItem, HandoverQuery, HandoverTaken, NewNote, Note, NoteBy,
};
use decision::{Actor, Ask, Decision};
use kernel::{AlertId, ConversationId, OrganizationId, PersonId, Timestamp, UnitId};
use relationship_management_api::{ByPerson, GetCircle, MyCharges, MyUnits};
use vault::{PatientKey, RecordPlace};

use super::super::reading::{alert, decided, reason_of};
use super::super::sealing::{open, open_note, seal};
use super::document::{Document, INSTRUMENTS_MAX};
use super::{Domain, NOTE, RESULT, Refused};
use crate::store::NoteRow;

/// The longest note, in characters.
const NOTE_CHARS_MAX: usize = 2_000;
/// The hours of a handover.
const HOURS: std::ops::RangeInclusive<u16> = 1..=72;
const HOURS_DEFAULT: u16 = 12;
/// The most residents, alerts and notes of a handover.
const ITEMS_MAX: usize = 200;
const ROWS_MAX: i64 = 1_000;
/// Within this time a unit is taken over once.
const TAKEN_ONCE: Duration = Duration::from_secs(60);
/// Days from one time of a questionnaire to the next.
const EVERY_DAYS: std::ops::RangeInclusive<u16> = 14..=365;
/// The longest id of a pack.
const INSTRUMENT_BYTES_MAX: usize = 64;
/// The most results of a list.
const RESULTS_MAX: i64 = 200;

impl Domain {
    /// What staff know that decides what fits.
    pub(crate) async fn care_profile(
        &self,
        context: &CallContext,
        by: &Principal,
        patient: PersonId,
        (purpose, event): (Purpose, EventBuilder),
    ) -> Result<CareProfile, Refused> {
        let ask = (Action::Read, Category::CarePlan, purpose);
        let event = self.allowed(context, by, patient, ask, event).await?;
        self.store.trail().read(event).await?;
        let Some(key) = self.vault.find_key(patient).await? else { return Ok(CareProfile::default()) };
        Ok(self.kept(patient, &key).await?.document.profile.care)
    }

    pub(crate) async fn set_care_profile(
        &self,
        context: &CallContext,
        by: &Principal,
        patient: PersonId,
        care: CareProfile,
        (purpose, event): (Purpose, EventBuilder),
    ) -> Result<CareProfile, Refused> {
        let ask = (Action::Write, Category::CarePlan, purpose);
        let event = self.allowed(context, by, patient, ask, event).await?;
        let whose = (patient, self.organization_of(context, patient).await?);
        let change = |document: &mut Document| {
            document.profile.care = care;
            Ok(care)
        };
        self.change_document(whose, event.into(), change).await
    }

    /// Leaves a note for colleagues.
    pub(crate) async fn add_note(
        &self,
        context: &CallContext,
        by: &Principal,
        new: NewNote,
        (purpose, event): (Purpose, EventBuilder),
    ) -> Result<Note, Refused> {
        let text = Words::new(new.text.expose().trim());
        if !(1..=NOTE_CHARS_MAX).contains(&text.expose().chars().count()) {
            return Err(Refused::Note);
        }
        let patient = new.patient_id;
        let ask = (Action::Write, Category::CarePlan, purpose);
        let event = self.allowed(context, by, patient, ask, event).await?;
        let organization = self.organization_of(context, patient).await?;
        let key = self.vault.key(patient).await?;
        let note = self.sources.id();
        let place = RecordPlace::new(patient, NOTE, note, Category::CarePlan.name());
        let row = NoteRow {
            note,
            patient,
            author: Some(by.person),
            conversation: None,
            sealed: seal(&key, &place, &text)?,
            at: self.sources.now(),
        };
        self.store.add_note(&row, organization, event.resource_id(note).into()).await?;
        opened(&key, &row)
    }

    /// What a shift hands over: each resident is decided by itself.
    pub(crate) async fn handover(
        &self,
        context: &CallContext,
        by: &Principal,
        query: &HandoverQuery,
        purpose: Purpose,
        event: impl Fn(PersonId) -> EventBuilder,
    ) -> Result<Handover, Refused> {
        let hours = query.hours.unwrap_or(HOURS_DEFAULT);
        if !HOURS.contains(&hours) {
            return Err(Refused::Hours);
        }
        let since = self.sources.now().minus(Duration::from_secs(u64::from(hours) * 3_600));
        let charges =
            self.relations.call(context, Call::<MyCharges>::default()).await.map_err(Refused::Peer)?;
        let mut items: HashMap<PersonId, HandoverItem> = HashMap::new();
        let (mut ids, mut units) = (Vec::new(), HashMap::new());
        for charge in charges.charges {
            if query.unit_id.is_none_or(|unit| charge.unit_id == Some(unit)) {
                ids.push(charge.person_id);
                units.insert(charge.person_id, charge.unit_id);
            }
        }
        let item = |patient| HandoverItem {
            patient_id: patient,
            unit_id: units.get(&patient).copied().flatten(),
            alerts: Vec::new(),
            notes: Vec::new(),
        };
        let mut closings: HashMap<AlertId, Vec<u8>> = HashMap::new();
        for row in self.store.alerts_to_hand_over(&ids, since, ROWS_MAX).await? {
            let handed = HandedAlert { alert: alert(&row), closing_note: None };
            items.entry(row.patient).or_insert_with(|| item(row.patient)).alerts.push(handed);
            closings.extend(row.note.map(|note| (row.alert, note)));
        }
        let mut notes: HashMap<PersonId, Vec<NoteRow>> = HashMap::new();
        for row in self.store.notes(&ids, since, ROWS_MAX).await? {
            items.entry(row.patient).or_insert_with(|| item(row.patient));
            notes.entry(row.patient).or_default().push(row);
        }
        let mut items: Vec<HandoverItem> = items.into_values().collect();
        items.sort_by_key(|item| (std::cmp::Reverse(item.alerts.len()), item.patient_id));
        items.truncate(ITEMS_MAX);
        let mut permitted = self.permitted(context, by, &items, purpose, event).await?;
        for item in &mut permitted {
            let Some(key) = self.vault.find_key(item.patient_id).await? else { continue };
            for row in notes.remove(&item.patient_id).unwrap_or_default() {
                item.notes.push(opened(&key, &row)?);
            }
            for handed in &mut item.alerts {
                if let Some(sealed) = closings.get(&handed.alert.alert_id) {
                    let note = open_note(&key, item.patient_id, handed.alert.alert_id, sealed)?;
                    handed.closing_note = Some(note);
                }
            }
        }
        let mut homes: Vec<UnitId> = units.into_values().flatten().collect();
        homes.sort();
        homes.dedup();
        let taken = self.store.last_handovers(by.organization, &homes).await?;
        Ok(Handover { since, items: permitted, taken })
    }

    /// Somebody has taken over a unit on which they work.
    pub(crate) async fn take_handover(
        &self,
        context: &CallContext,
        by: &Principal,
        unit_id: UnitId,
        event: EventBuilder,
    ) -> Result<HandoverTaken, Refused> {
        let own = self.relations.call(context, Call::<MyUnits>::default()).await.map_err(Refused::Peer)?;
        if !own.items.iter().any(|unit| unit.unit_id == unit_id) {
            return Err(Refused::NotFound);
        }
        let now = self.sources.now();
        let taken = HandoverTaken { unit_id, taken_by: by.person, taken_at: now };
        let event = event.resource_id(unit_id);
        self.store.take_handover(&taken, by.organization, now.minus(TAKEN_ONCE), event.into()).await
    }

    async fn permitted(
        &self,
        context: &CallContext,
        by: &Principal,
        items: &[HandoverItem],
        purpose: Purpose,
        event: impl Fn(PersonId) -> EventBuilder,
    ) -> Result<Vec<HandoverItem>, Refused> {
        let asks: Vec<Ask<'_>> = items
            .iter()
            .map(|item| asked(by, item.patient_id, (Action::Read, Category::CarePlan, purpose)))
            .collect();
        // That there was a crisis is a category of its own: who may not know of it gets the rest.
        let crises = items
            .iter()
            .map(|item| asked(by, item.patient_id, (Action::Read, Category::CrisisEvents, purpose)));
        let asks: Vec<Ask<'_>> = asks.into_iter().chain(crises).collect();
        let mut decisions: Vec<Decision> = Vec::with_capacity(asks.len());
        for some in asks.chunks(decision::ASKS_MAX) {
            decisions.extend(self.decider.decide_all(context, some).await?);
        }
        let (plans, crises) = decisions.split_at(items.len().min(decisions.len()));
        let (mut permitted, mut events) = (Vec::new(), Vec::new());
        for ((item, plan), crisis) in items.iter().zip(plans).zip(crises).filter(|((_, plan), _)| plan.permit)
        {
            let mut item = item.clone();
            let read = decided(event(item.patient_id), plan);
            events.push(read.phi_of(item.patient_id, Category::CarePlan).into());
            if !crisis.permit {
                item.alerts.clear();
            } else if !item.alerts.is_empty() {
                let read = decided(event(item.patient_id), crisis);
                events.push(read.phi_of(item.patient_id, Category::CrisisEvents).into());
            }
            permitted.push(item);
        }
        self.store.trail().read_all(events).await?;
        Ok(permitted)
    }

    /// Has a resident asked a questionnaire from time to time, or no more.
    pub(crate) async fn assign_instrument(
        &self,
        context: &CallContext,
        by: &Principal,
        patient: PersonId,
        assignment: Assignment,
        (purpose, event): (Purpose, EventBuilder),
    ) -> Result<Assignment, Refused> {
        let name = &assignment.instrument;
        let named = !name.is_empty()
            && name.len() <= INSTRUMENT_BYTES_MAX
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
        if !named || assignment.every_days.is_some_and(|days| !EVERY_DAYS.contains(&days)) {
            return Err(Refused::Assignment);
        }
        let ask = (Action::Write, Category::AssessmentScores, purpose);
        let event = naming(self.allowed(context, by, patient, ask, event).await?, name);
        let whose = (patient, self.organization_of(context, patient).await?);
        let now = self.sources.now();
        let change = |document: &mut Document| assign(document, &assignment, now);
        self.change_document(whose, event.into(), change).await?;
        Ok(Assignment { declined_at: None, ..assignment })
    }

    /// Results of questionnaires over time.
    pub(crate) async fn assessments(
        &self,
        context: &CallContext,
        by: &Principal,
        patient: PersonId,
        (purpose, event): (Purpose, EventBuilder),
    ) -> Result<Assessments, Refused> {
        let ask = (Action::Read, Category::AssessmentScores, purpose);
        let event = self.allowed(context, by, patient, ask, event).await?;
        self.store.trail().read(event).await?;
        let Some(key) = self.vault.find_key(patient).await? else {
            return Ok(Assessments { patient_id: patient, assigned: Vec::new(), results: Vec::new() });
        };
        let document = self.kept(patient, &key).await?.document;
        let mut results: Vec<AssessmentResult> = Vec::new();
        for (id, sealed) in self.store.results(patient, RESULTS_MAX).await? {
            let id = ConversationId::from(id);
            let place = RecordPlace::new(patient, RESULT, id, Category::AssessmentScores.name());
            results.push(open(&key, &place, &sealed)?);
        }
        // What is assigned and what was declined of it is between residents, whoever stands in for them, and those who treat
        // them. A relative is permitted for the purpose of the patient where they stand in, and nowhere else.
        let stands_in = by.role == Role::FamilyMember && purpose == Purpose::Patient;
        let told = by.person == patient || by.role == Role::HealthProvider || stands_in;
        let assigned = document.instruments.iter().filter(|_| told).map(|assigned| Assignment {
            instrument: assigned.instrument.clone(),
            every_days: Some(assigned.every_days),
            declined_at: assigned.declined_at,
        });
        Ok(Assessments { patient_id: patient, assigned: assigned.collect(), results })
    }

    /// Whether somebody may do this with a record of a patient. A denial leaves its event and looks like nothing there.
    pub(in crate::domain) async fn allowed(
        &self,
        context: &CallContext,
        by: &Principal,
        patient: PersonId,
        what: (Action, Category, Purpose),
        event: EventBuilder,
    ) -> Result<EventBuilder, Refused> {
        let decision = self.decider.decide(context, &asked(by, patient, what)).await?;
        let event = decided(event, &decision);
        if decision.permit {
            return Ok(event.phi_of(patient, what.1));
        }
        self.store.trail().read(event.concerning(patient).denied(reason_of(&decision))).await?;
        Err(Refused::NotFound)
    }

    pub(in crate::domain) async fn organization_of(
        &self,
        context: &CallContext,
        patient: PersonId,
    ) -> Result<OrganizationId, Refused> {
        let call = Call::<GetCircle>::path(ByPerson { person_id: patient });
        let circle = self.relations.call(&context.clone().as_service(), call).await.map_err(Refused::Peer)?;
        Ok(circle.organization_id)
    }
}

/// The event with the questionnaire that it is about, as far as its id is one that an event can hold; no answers.
pub(super) fn naming(event: EventBuilder, instrument: &str) -> EventBuilder {
    match Word::parse(&instrument.to_ascii_lowercase()) {
        Some(id) => event.with(ContextKey::INSTRUMENT, id),
        None => event,
    }
}

/// Assigns one, or ends it. What was declined stays declined for its time, ended meanwhile or not.
fn assign(document: &mut Document, assignment: &Assignment, now: Timestamp) -> Result<(), Refused> {
    let Some(every_days) = assignment.every_days else {
        document.end_instrument(&assignment.instrument, now);
        return Ok(());
    };
    if document.is_declined(&assignment.instrument, now) {
        return Err(Refused::InstrumentDeclined);
    }
    let instruments = &mut document.instruments;
    let full = instruments.len() >= INSTRUMENTS_MAX;
    match instruments.iter_mut().find(|assigned| assigned.instrument == assignment.instrument) {
        Some(assigned) => (assigned.every_days, assigned.declined_at) = (every_days, None),
        None if full => return Err(Refused::Assignment),
        None => instruments.push(AssignedInstrument {
            instrument: assignment.instrument.clone(),
            every_days,
            last_done: None,
            version: None,
            declined_at: None,
            replies: api::Opaque::default(),
        }),
    }
    Ok(())
}

fn asked<'a>(
    by: &'a Principal,
    patient: PersonId,
    (action, category, purpose): (Action, Category, Purpose),
) -> Ask<'a> {
    Ask {
        actor: Actor::Person(by),
        patient,
        action,
        category,
        purpose,
        edges: Vec::new(),
        author: None,
        recorded_at: None,
    }
}

fn opened(key: &PatientKey, row: &NoteRow) -> Result<Note, Refused> {
    let place = RecordPlace::new(row.patient, NOTE, row.note, Category::CarePlan.name());
    let (by, text, rule) = match row.author {
        Some(_) => (NoteBy::Staff, open(key, &place, &row.sealed)?, None),
        None => (NoteBy::Companion, Words::default(), Some(open(key, &place, &row.sealed)?)),
    };
    Ok(Note {
        note_id: row.note,
        patient_id: row.patient,
        by,
        author_id: row.author,
        text,
        rule,
        conversation_id: row.conversation,
        at: row.at,
    })
}
