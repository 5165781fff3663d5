//! Reading: who may, what they get, and the event that goes before it.

use api::{Action, CallContext, Category, Minor, Principal, Purpose, Role};
use audit_trail::{EventBuilder, Word};
use chat_history_api::{Alert, AlertQuery, Conversation, Message, MessagesQuery, Paging};
use consent_api::{Edge, EdgeKind};
use content_safety_api::CrisisCategory;
use decision::{Actor, Ask, Decision};
use kernel::{ConversationId, Cursor, MessageId, Page, PageLimit, PersonId};
use relationship_management_api::{ByPerson, GetCircle, MyCharges, MyUnits};

use super::sealing::{SealedState, message, open_message, open_state};
use super::turns::level_of;
use super::{Domain, Refused};
use crate::store::{AlertRow, ConversationRow, Urgency};

impl Domain {
    /// Whether a person may do something with a conversation's words. A denial looks like nothing there, and
    /// leaves its event.
    pub(super) async fn require(
        &self,
        context: &CallContext,
        by: &Principal,
        row: &ConversationRow,
        action: Action,
        purpose: Purpose,
        event: EventBuilder,
    ) -> Result<EventBuilder, Refused> {
        self.require_of(context, by, row, action, purpose, event).await.map(|(event, _)| event)
    }

    /// The same, with whether the resident is a minor: known to themselves alone.
    pub(super) async fn require_of(
        &self,
        context: &CallContext,
        by: &Principal,
        row: &ConversationRow,
        action: Action,
        purpose: Purpose,
        event: EventBuilder,
    ) -> Result<(EventBuilder, Minor), Refused> {
        let decision = self.decide(context, by, row, action, Category::ChatTranscripts, purpose).await?;
        let event = decided(event, &decision);
        if decision.permit {
            return Ok((event.phi_of(row.patient, Category::ChatTranscripts), decision.minor));
        }
        let reason = Word::parse(&decision.reason).unwrap_or(Word::new("denied"));
        self.store.trail().read(event.concerning(row.patient).denied(reason)).await?;
        Err(Refused::NotFound)
    }

    pub(super) async fn decide(
        &self,
        context: &CallContext,
        by: &Principal,
        row: &ConversationRow,
        action: Action,
        category: Category,
        purpose: Purpose,
    ) -> Result<Decision, Refused> {
        let edges = self.alert_edges(context, by, row).await?;
        let ask = Ask {
            actor: Actor::Person(by),
            patient: row.patient,
            action,
            category,
            purpose,
            edges,
            author: None,
            // From its beginning on: an ended restriction binds what was recorded before its end.
            recorded_at: Some(row.started_at),
        };
        Ok(self.decider.decide(context, &ask).await?)
    }

    /// Staff of the unit who answer an open alert read that conversation while it is open.
    async fn alert_edges(
        &self,
        context: &CallContext,
        by: &Principal,
        row: &ConversationRow,
    ) -> Result<Vec<Edge>, Refused> {
        if by.role != Role::CareStaff {
            return Ok(Vec::new());
        }
        if self.store.open_alert(row.conversation).await?.is_none() {
            return Ok(Vec::new());
        }
        // Where the resident lives now, not where they lived when it was raised: an alert may have been raised
        // without its unit, and a resident may have moved.
        let service = context.clone().as_service();
        let circle = api::Call::<GetCircle>::path(ByPerson { person_id: row.patient });
        let circle = self.relations.call(&service, circle);
        let units = self.relations.call(context, api::Call::<MyUnits>::default());
        let (circle, units) = tokio::try_join!(circle, units).map_err(Refused::Peer)?;
        let here = circle.unit.is_none_or(|home| units.items.iter().any(|unit| unit.unit_id == home));
        Ok(if here { vec![Edge::of(EdgeKind::OpenAlert)] } else { Vec::new() })
    }

    pub(crate) async fn conversations(
        &self,
        context: &CallContext,
        by: &Principal,
        paging: &Paging,
        purpose: Purpose,
        event: EventBuilder,
    ) -> Result<Page<Conversation>, Refused> {
        let patient = paging.patient_id.unwrap_or(by.person);
        let ask = Ask {
            actor: Actor::Person(by),
            patient,
            // Who has no box of their own for the list may list what they may read.
            action: if patient == by.person { Action::Read } else { Action::List },
            category: Category::ChatTranscripts,
            purpose,
            edges: Vec::new(),
            author: None,
            recorded_at: None,
        };
        let mut decision = self.decider.decide(context, &ask).await?;
        if !decision.permit {
            decision = self.decider.decide(context, &Ask { action: Action::Read, ..ask }).await?;
        }
        let event = decided(event, &decision).concerning(patient);
        if !decision.permit {
            let reason = Word::parse(&decision.reason).unwrap_or(Word::new("denied"));
            self.store.trail().read(event.denied(reason)).await?;
            return Err(Refused::NotFound);
        }
        let limit = paging.limit.unwrap_or_default();
        let before: Option<ConversationId> =
            paging.after.as_ref().and_then(|cursor| cursor.place().parse().ok());
        let rows = self.store.conversations(patient, before, limit).await?;
        self.store.trail().read(event.phi_of(patient, Category::ChatTranscripts)).await?;
        let key = self.vault.find_key(patient).await?;
        let mut list = Vec::with_capacity(rows.len());
        for row in &rows {
            let Some(key) = &key else { break };
            let state = open_state(key, row)?;
            // Who has it is told to who waits for them.
            let has = (row.acknowledged || row.taken_over) && patient == by.person;
            let mut attention = if has { self.has_it(row.conversation).await? } else { None };
            // The newest alone: what is over is told once, and not beside every talk.
            if attention.is_none() && list.is_empty() && before.is_none() && patient == by.person {
                attention = self.closed_untold(row).await?;
            }
            list.push(Conversation { attention, ..conversation(row, &state) });
        }
        Ok(Page::from_rows(list, limit, |conversation| Cursor::new(conversation.conversation_id)))
    }

    pub(crate) async fn messages(
        &self,
        context: &CallContext,
        by: &Principal,
        id: ConversationId,
        query: &MessagesQuery,
        purpose: Purpose,
        event: EventBuilder,
    ) -> Result<Page<Message>, Refused> {
        let row = self.store.conversation(id).await?.ok_or(Refused::NotFound)?;
        let event = self.require(context, by, &row, Action::Read, purpose, event.resource_id(id)).await?;
        let limit: PageLimit = query.limit.unwrap_or_default();
        let (after, before) = (self.place(id, query.after).await?, self.place(id, query.before).await?);
        let rows = self.store.messages(id, after, before, limit).await?;
        self.store.trail().read(event).await?;
        let key = self.vault.key(row.patient).await?;
        let mut list = Vec::with_capacity(rows.len());
        for stored in &rows {
            list.push(message(stored, open_message(&key, row.patient, stored)?));
        }
        let mut page = Page::from_rows(list, limit, |message| Cursor::new(message.message_id));
        if query.after.is_none() {
            // Read from the newest back; told in the order in which it was said.
            page.items.reverse();
        }
        Ok(page)
    }

    /// Where a message stands that somebody names. One that is not there has no place to go on from.
    pub(super) async fn place(
        &self,
        conversation: ConversationId,
        id: Option<MessageId>,
    ) -> Result<Option<i64>, Refused> {
        match id {
            None => Ok(None),
            Some(id) => self.store.place(conversation, id).await?.map(Some).ok_or(Refused::NotFound),
        }
    }

    /// Open alerts of the residents whom the caller answers for. Each is decided by itself, all at one moment; the
    /// page goes on after the last that was looked at, so that no refusal hides what comes behind it.
    pub(crate) async fn alerts(
        &self,
        context: &CallContext,
        by: &Principal,
        query: &AlertQuery,
        purpose: Purpose,
        event: impl Fn(PersonId) -> EventBuilder,
    ) -> Result<Page<Alert>, Refused> {
        let limit: PageLimit = query.limit.unwrap_or_default();
        let after = query.after.as_ref().and_then(|cursor| cursor.place().parse().ok());
        let charges = self.relations.call(context, api::Call::<MyCharges>::default()).await;
        let charges = charges.map_err(Refused::Peer)?;
        let people: Vec<PersonId> = charges.charges.iter().map(|charge| charge.person_id).collect();
        let rows = self.store.open_alerts(&people, after, limit).await?;
        let looked_at = Page::from_rows(rows, limit, |row| Cursor::new(Urgency::of(row)));
        let asks: Vec<Ask<'_>> = looked_at
            .items
            .iter()
            .map(|row| Ask {
                actor: Actor::Person(by),
                patient: row.patient,
                action: Action::Read,
                category: Category::CrisisEvents,
                purpose,
                edges: Vec::new(),
                author: None,
                recorded_at: Some(row.raised_at),
            })
            .collect();
        let mut decisions = Vec::with_capacity(asks.len());
        for some in asks.chunks(decision::ASKS_MAX) {
            decisions.extend(self.decider.decide_all(context, some).await?);
        }
        let (mut items, mut events) = (Vec::new(), Vec::new());
        for (row, decision) in looked_at.items.iter().zip(&decisions).filter(|(_, decision)| decision.permit)
        {
            let event = decided(event(row.patient), decision);
            events.push(event.phi_of(row.patient, Category::CrisisEvents).into());
            items.push(alert(row));
        }
        self.store.trail().read_all(events).await?;
        Ok(Page { items, next: looked_at.next })
    }
}

/// A conversation as it goes out, without its words.
pub(super) fn conversation(row: &ConversationRow, state: &SealedState) -> Conversation {
    Conversation {
        conversation_id: row.conversation,
        user_id: row.patient,
        patient_id: row.patient,
        conversation_type: "companion".to_owned(),
        language: state.language,
        level: state.level,
        danger_at: row.danger_at,
        attention: None,
        started_at: row.started_at,
        last_active_at: row.last_active_at,
        ended_at: row.ended_at,
        message_count: u64::try_from(row.message_count).unwrap_or(0),
    }
}

/// Why somebody was refused, as a word for the event.
pub(super) fn reason_of(decision: &Decision) -> Word {
    Word::parse(&decision.reason).unwrap_or(Word::new("denied"))
}

pub(super) fn decided(event: EventBuilder, decision: &Decision) -> EventBuilder {
    let reason = Word::parse(&decision.reason).unwrap_or(Word::new("unsaid"));
    event.decided(reason, Word::parse(&decision.policy_hash), u32::try_from(decision.epoch).ok())
}

pub(super) fn alert(row: &AlertRow) -> Alert {
    let categories = row
        .categories
        .split(' ')
        .filter_map(|name| CrisisCategory::ALL.iter().copied().find(|c| c.name() == name));
    Alert {
        categories: categories.collect(),
        person_requested: row.person_requested,
        alert_id: row.alert,
        patient_id: row.patient,
        conversation_id: row.conversation,
        message_id: row.message,
        unit_id: row.unit,
        level: level_of(row.level),
        state: row.state,
        raised_at: row.raised_at,
        updated_at: row.updated_at,
        event_count: u64::try_from(row.event_count).unwrap_or(0),
        acknowledged_by: row.acknowledged_by,
        acknowledged_at: row.acknowledged_at,
        taken_over_by: row.taken_over_by,
        taken_over_at: row.taken_over_at,
        escalation: u32::try_from(row.escalation).unwrap_or(0),
        escalates_at: row.escalates_at,
        closed_by: row.closed_by,
        closed_at: row.closed_at,
        outcome: row.outcome,
    }
}
