//! What staff do about an alert. Each is decided as a write to the resident's crisis events; what one may not do looks
//! like an alert that is not there.

use api::{Action, CallContext, Category, Principal, Purpose};
use audit_trail::{AuditEvent, ContextKey, EventBuilder, EventType, Word};
use aws_lc_rs::digest;
use chat_history_api::{
    Alert, AlertChange, AlertClosing, AlertState, Attention, ConversationEvent, Ending, Message, ReplyPlan,
    Speaker, StaffMessage,
};
use content_safety_api::Level;
use decision::{Actor, Ask};
use kernel::{AlertId, ConversationId, PersonId, Timestamp};

use super::reading::{alert, decided};
use super::sealing::{SealedMessage, message, open_message, seal_message, seal_note};
use super::{Domain, Refused};
use crate::store::{Afterwards, AlertRow, MessageRow, Move, Writing, Written};

/// The longest note, in characters.
const NOTE_CHARS_MAX: usize = 2_000;
/// The longest message of a member of staff, in characters.
const MESSAGE_CHARS_MAX: usize = 4_000;

impl Domain {
    /// Takes an alert up.
    pub(crate) async fn acknowledge(
        &self,
        context: &CallContext,
        by: &Principal,
        id: AlertId,
        purpose: Purpose,
        event: EventBuilder,
    ) -> Result<Alert, Refused> {
        let (row, event) = self.answers_for_open(context, by, id, purpose, event).await?;
        self.moved(&row, by.person, &Move::Acknowledge { until: self.unclosed_until() }, event.into())
            .await?;
        self.as_it_is(id).await
    }

    /// Takes the conversation of an alert over. Who has it already goes on; another is told that somebody has.
    pub(crate) async fn take_over(
        &self,
        context: &CallContext,
        by: &Principal,
        id: AlertId,
        purpose: Purpose,
        event: EventBuilder,
    ) -> Result<Alert, Refused> {
        let (row, event) = self.answers_for_open(context, by, id, purpose, event).await?;
        let until = self.sources.now().plus(self.waits.until_hand_back());
        self.moved(&row, by.person, &Move::TakeOver { until }, event.into()).await?;
        let now = self.store.alert(id).await?.ok_or(Refused::NotFound)?;
        if (now.state, now.taken_over_by) == (AlertState::TakenOver, Some(by.person)) {
            return Ok(alert(&now));
        }
        Err(if now.closed_at.is_some() { Refused::AlertClosed } else { Refused::AlertTaken })
    }

    /// Gives the conversation back to the companion. Whoever answers for the resident may: a colleague who left must not
    /// leave the resident without an answer.
    pub(crate) async fn hand_back(
        &self,
        context: &CallContext,
        by: &Principal,
        id: AlertId,
        purpose: Purpose,
        event: EventBuilder,
    ) -> Result<Alert, Refused> {
        let (row, event) = self.answers_for_open(context, by, id, purpose, event).await?;
        let back = Move::HandBack { reopen: None, until: self.unclosed_until() };
        self.moved(&row, by.person, &back, event.into()).await?;
        self.as_it_is(id).await
    }

    /// Passes an alert on at once.
    pub(crate) async fn escalate(
        &self,
        context: &CallContext,
        by: &Principal,
        id: AlertId,
        purpose: Purpose,
        event: EventBuilder,
    ) -> Result<Alert, Refused> {
        let (row, event) = self.answers_for_open(context, by, id, purpose, event).await?;
        self.moved(&row, by.person, &self.escalation(&row, false), event.into()).await?;
        self.as_it_is(id).await
    }

    /// Closes an alert. The same end again changes nothing; another one is refused.
    pub(crate) async fn close_alert(
        &self,
        context: &CallContext,
        by: &Principal,
        id: AlertId,
        closing: AlertClosing,
        (purpose, event): (Purpose, EventBuilder),
    ) -> Result<Alert, Refused> {
        if closing.note.expose().chars().count() > NOTE_CHARS_MAX {
            return Err(Refused::Note);
        }
        let (row, event) = self.answers_for(context, by, id, purpose, event).await?;
        let event = event.with(ContextKey::OUTCOME, Word::new(closing.outcome.name()));
        let note = match closing.note.is_empty() {
            true => None,
            false => {
                let key = self.vault.key(row.patient).await?;
                Some(seal_note(&key, row.patient, id, &closing.note)?)
            }
        };
        let end = Move::Close { outcome: closing.outcome, note };
        let closed = self.moved(&row, by.person, &end, event.into()).await?;
        let now = self.store.alert(id).await?.ok_or(Refused::NotFound)?;
        if !closed && (now.closed_by, now.outcome) != (Some(by.person), Some(closing.outcome)) {
            return Err(Refused::AlertClosed);
        }
        Ok(alert(&now))
    }

    /// Writes in a conversation that the caller took over. The same message again is told as it was kept.
    pub(crate) async fn write_as_staff(
        &self,
        context: &CallContext,
        by: &Principal,
        (conversation, key): (ConversationId, &str),
        body: StaffMessage,
        (purpose, event): (Purpose, EventBuilder),
    ) -> Result<Message, Refused> {
        let length = body.content.expose().trim().chars().count();
        if !(1..=MESSAGE_CHARS_MAX).contains(&length) {
            return Err(Refused::Size);
        }
        let open = self.store.open_alert(conversation).await?.ok_or(Refused::NotFound)?;
        let (row, event) = self.answers_for(context, by, open.alert, purpose, event).await?;
        let now = self.sources.now();
        let patient_key = self.vault.key(row.patient).await?;
        let id = self.sources.id();
        let digest = digest::digest(&digest::SHA256, body.content.expose().as_bytes()).as_ref().to_vec();
        let sealed = SealedMessage {
            content: body.content,
            language: body.language,
            level: Level::None,
            categories: Vec::new(),
            route: None,
            ending: Some(Ending::Complete),
            citations: Vec::new(),
            notice: None,
            notices: Vec::new(),
            plan: ReplyPlan::default(),
            analysis: api::Opaque::default(),
        };
        let mut stored = MessageRow {
            message: id,
            conversation,
            turn: self.sources.id(),
            place: 0,
            speaker: Speaker::Staff,
            author: Some(by.person),
            sealed: seal_message(&patient_key, row.patient, id, &sealed)?,
            created_at: now,
            after: Afterwards::default(),
        };
        let writing = Writing {
            alert: row.alert,
            by: by.person,
            // Apart from the resident's own keys.
            key: format!("staff {} {key}", by.person),
            content_digest: digest.clone(),
            message: stored.clone(),
            until: now.plus(self.waits.until_hand_back()),
        };
        match self.store.write_as_staff(&writing, event.resource_id(id).into()).await? {
            Written::Now(place) => {
                stored.place = place;
                let told = message(&stored, sealed);
                self.hub.tell(conversation, ConversationEvent::Message(told.clone()));
                self.timers_set();
                Ok(told)
            }
            Written::Before(turn) if turn.content_digest != digest => Err(Refused::KeyReused),
            Written::Before(turn) => {
                let kept = self.store.message(turn.message).await?.ok_or(Refused::NotFound)?;
                let opened = open_message(&patient_key, row.patient, &kept)?;
                Ok(message(&kept, opened))
            }
        }
    }

    async fn as_it_is(&self, id: AlertId) -> Result<Alert, Refused> {
        Ok(alert(&self.store.alert(id).await?.ok_or(Refused::NotFound)?))
    }

    /// What passing an alert on is, now. Only the clock's own passes make it rarer.
    pub(super) fn escalation(&self, row: &AlertRow, by_clock: bool) -> Move {
        let passes = u32::try_from(row.passes).unwrap_or(0).saturating_add(u32::from(by_clock));
        Move::Escalate { next: self.next_escalation(row, passes), by_clock }
    }

    /// When an alert that was passed on so often is passed on next.
    pub(super) fn next_escalation(&self, row: &AlertRow, times: u32) -> Timestamp {
        let wait = self.waits.until_escalation(super::turns::level_of(row.level), times);
        self.sources.now().plus(wait)
    }

    /// When an alert that somebody takes up now is open again unless it is closed.
    pub(super) fn unclosed_until(&self) -> Timestamp {
        self.sources.now().plus(self.waits.until_unclosed())
    }

    /// Moves an alert and tells everybody whom it concerns: those who watch alerts, and the resident.
    pub(super) async fn moved(
        &self,
        row: &AlertRow,
        by: PersonId,
        to: &Move,
        event: AuditEvent,
    ) -> Result<bool, Refused> {
        let at = self.sources.now();
        let moved = self.store.move_alert(row.alert, (by, at), to, None, event).await?;
        if moved {
            self.tell_moved(row, by, to);
        }
        Ok(moved)
    }

    /// Tells everybody whom it concerns that an alert was moved: those who watch alerts, and the resident.
    pub(super) fn tell_moved(&self, row: &AlertRow, by: PersonId, to: &Move) {
        self.alerts_changed();
        let change = match to {
            Move::Acknowledge { .. } => AlertChange::Acknowledged,
            Move::GiveBack { .. } => AlertChange::GivenBack,
            Move::TakeOver { .. } => AlertChange::TakenOver,
            Move::HandBack { .. } => AlertChange::HandedBack,
            Move::Close { .. } => AlertChange::Closed,
            // That nobody came yet is not told to somebody who waits.
            Move::Escalate { .. } | Move::Reopen { .. } => return,
        };
        let (by, at) = ((by != PersonId::SYSTEM).then_some(by), self.sources.now());
        self.hub.tell(row.conversation, ConversationEvent::Attention(Attention { change, by, at }));
    }

    /// The event of something that the platform did about an alert by itself.
    pub(super) fn own_event(&self, row: &AlertRow, action: &'static str) -> AuditEvent {
        let recorder = self.store.trail().recorder();
        recorder
            .event(EventType::AlertChange, Word::new(action), Word::new("alert"))
            .organization(row.organization)
            .concerning(row.patient)
            .resource_id(row.alert)
            .into()
    }

    /// The same, of an alert that is not closed.
    async fn answers_for_open(
        &self,
        context: &CallContext,
        by: &Principal,
        id: AlertId,
        purpose: Purpose,
        event: EventBuilder,
    ) -> Result<(AlertRow, EventBuilder), Refused> {
        let (row, event) = self.answers_for(context, by, id, purpose, event).await?;
        if row.closed_at.is_some() { Err(Refused::AlertClosed) } else { Ok((row, event)) }
    }

    /// The alert, if its resident is one whom the caller answers for.
    pub(super) async fn answers_for(
        &self,
        context: &CallContext,
        by: &Principal,
        id: AlertId,
        purpose: Purpose,
        event: EventBuilder,
    ) -> Result<(AlertRow, EventBuilder), Refused> {
        self.alert_for(context, by, id, (Action::Write, purpose), event).await
    }

    /// The alert, if the caller may do this with the resident's crisis events.
    pub(super) async fn alert_for(
        &self,
        context: &CallContext,
        by: &Principal,
        id: AlertId,
        (action, purpose): (Action, Purpose),
        event: EventBuilder,
    ) -> Result<(AlertRow, EventBuilder), Refused> {
        let row = self.store.alert(id).await?.ok_or(Refused::NotFound)?;
        let ask = Ask {
            actor: Actor::Person(by),
            patient: row.patient,
            action,
            category: Category::CrisisEvents,
            purpose,
            edges: Vec::new(),
            author: None,
            recorded_at: Some(row.raised_at),
        };
        let decision = self.decider.decide(context, &ask).await?;
        let event = decided(event, &decision);
        if decision.permit {
            return Ok((row, event.phi_of(ask.patient, Category::CrisisEvents)));
        }
        let reason = Word::parse(&decision.reason).unwrap_or(Word::new("denied"));
        self.store.trail().read(event.concerning(row.patient).denied(reason)).await?;
        Err(Refused::NotFound)
    }
}
