//! Opening and closing a turn, for the resident whose conversation it is.

use std::time::Duration;

use api::{Call, CallContext, Opaque, Principal};
use audit_trail::{AuditEvent, EventBuilder, EventType, Word};
use aws_lc_rs::digest;
use chat_history_api::{
    ClosedTurn, CompanionChange, ConversationEvent, MESSAGE_BYTES_MAX, NOTICES_MAX, NewAlert,
    NewConversation, OpenedConversation, OpenedTurn, ReplyPlan, SafetyFindings, Speaker, StoredReply,
    TurnClosing, TurnOpening, TurnState,
};
use content_safety_api::{CrisisCategory, Level};
use kernel::{ConversationId, OrganizationId, PersonId, TurnId, UnitId};
use relationship_management_api::{ByPerson, GetCircle};
use vault::PatientKey;

use super::findings::{keep_answers, keep_messages};
use super::sealing::{
    SealedMessage, SealedState, message, open_findings, open_message, open_rise, open_state, seal_findings,
    seal_message, seal_record, seal_state,
};
use super::{Domain, Refused};
use crate::store::{Afterwards, Closing, ConversationRow, MessageRow, Opened, Opening, Raise, TurnRow};

/// A turn that is open for longer was left by a process that ended.
pub(crate) const OPEN_MAX: Duration = Duration::from_secs(60);
/// How often what is kept of a resident is changed anew when it changed meanwhile.
const KEEP_AGAIN: usize = 3;
/// The most answers that are kept of one ladder; it asks fewer.
const ANSWERS_MAX: usize = 24;
/// How long a risk turn waits to learn the resident's unit. The alert goes out without it rather than late.
const UNIT_MAX: Duration = Duration::from_millis(150);

impl Domain {
    pub(crate) async fn begin(
        &self,
        by: &Principal,
        new: NewConversation,
        event: impl FnOnce(ConversationId) -> AuditEvent,
    ) -> Result<OpenedConversation, Refused> {
        check_size(new.greeting.len())?;
        let (conversation, now) = (self.sources.id::<ConversationId>(), self.sources.now());
        let key = self.vault.key(by.person).await?;
        let state = SealedState {
            engine: new.engine_state.clone(),
            level: Level::None,
            language: new.language,
            ladder: Opaque::default(),
        };
        let greeting_id = self.sources.id();
        let sealed = SealedMessage {
            content: new.greeting.clone(),
            language: new.language,
            level: Level::None,
            categories: Vec::new(),
            route: Some(chat_history_api::Route::Guided),
            ending: Some(chat_history_api::Ending::Complete),
            citations: Vec::new(),
            notice: None,
            notices: new.notices.iter().take(NOTICES_MAX).cloned().collect(),
            plan: new.plan.clone(),
            analysis: Opaque::default(),
        };
        let greeting = MessageRow {
            message: greeting_id,
            conversation,
            turn: self.sources.id(),
            place: 1,
            speaker: Speaker::Companion,
            author: None,
            sealed: seal_message(&key, by.person, greeting_id, &sealed)?,
            created_at: now,
            after: Afterwards::default(),
        };
        let row = ConversationRow {
            conversation,
            patient: by.person,
            organization: by.organization,
            version: 0,
            state: seal_state(&key, by.person, conversation, &state)?,
            risen: None,
            message_count: 1,
            started_at: now,
            last_active_at: now,
            ended_at: None,
            acknowledged: false,
            words_changed: false,
            alert_waits: false,
            taken_over: false,
            danger_at: None,
        };
        let events = self.with_notices(event(conversation), by, &greeting, &sealed.notices);
        let whose = (by.person, by.organization);
        let mut attempt = 0;
        loop {
            let keep = self.changed(whose, conversation, &key, &new.changes).await?;
            match self.store.begin(&row, &greeting, keep.as_ref(), &events).await {
                Err(Refused::Version) if attempt < KEEP_AGAIN => attempt += 1,
                kept => break kept?,
            }
        }
        self.timers_set();
        Ok(OpenedConversation { conversation_id: conversation, greeting_id, version: 0 })
    }

    /// The caller's own conversation; anybody else's is not there.
    pub(super) async fn own(&self, by: &Principal, id: ConversationId) -> Result<ConversationRow, Refused> {
        let row = self.store.conversation(id).await?.ok_or(Refused::NotFound)?;
        if row.patient == by.person { Ok(row) } else { Err(Refused::NotFound) }
    }

    pub(crate) async fn state(&self, by: &Principal, id: ConversationId) -> Result<TurnState, Refused> {
        let row = self.own(by, id).await?;
        let key = self.vault.key(row.patient).await?;
        let state = open_state(&key, &row)?;
        Ok(TurnState {
            version: u64::try_from(row.version).unwrap_or(0),
            engine_state: state.engine,
            level: state.level,
            language: state.language,
            acknowledged: row.acknowledged,
            alert_waits: row.alert_waits,
            taken_over: row.taken_over,
            words_changed: row.words_changed,
            risen: open_rise(&key, &row)?.map(|rise| rise.risen),
            known: self.known(by.person, &key).await?,
        })
    }

    pub(crate) async fn open_turn(
        &self,
        context: &CallContext,
        by: &Principal,
        conversation: ConversationId,
        key: &str,
        opening: TurnOpening,
        event: EventBuilder,
    ) -> Result<OpenedTurn, Refused> {
        // A turn that somebody left open must not keep a cry for help out.
        let urgent = opening.level > Level::None || opening.alert.is_some();
        match self.try_open(context, by, conversation, key, opening, (event, urgent)).await? {
            Tried::Opened(opened) => Ok(*opened),
            Tried::Another => Err(Refused::KeyReused),
            Tried::Before(turn) => self.told_again(&self.own(by, conversation).await?, turn).await,
        }
    }

    pub(super) async fn try_open(
        &self,
        context: &CallContext,
        by: &Principal,
        conversation: ConversationId,
        key: &str,
        opening: TurnOpening,
        (event, urgent): (EventBuilder, bool),
    ) -> Result<Tried, Refused> {
        check_size(opening.content.len())?;
        let patient = by.person;
        let patient_key = self.vault.key(patient).await?;
        let digest = digest::digest(&digest::SHA256, opening.content.expose().as_bytes()).as_ref().to_vec();
        let state = self.risen(by, conversation, &opening).await?;
        let (ids, expected_version) = ((opening.turn_id, opening.message_id), opening.expected_version);
        let words_forgotten = opening.words_forgotten && expected_version.is_some();
        let (alert, risen) = (opening.alert.clone(), opening.conversation_level);
        let findings =
            self.findings(&patient_key, (patient, conversation), opening.findings.clone(), true).await?;
        let referral = opening.referral.clone().map(|shown| self.counted(shown));
        let sealed = message_of(opening);
        let now = self.sources.now();
        let mut stored = MessageRow {
            message: ids.1,
            conversation,
            turn: ids.0,
            place: 0,
            speaker: Speaker::Resident,
            author: Some(patient),
            sealed: seal_message(&patient_key, patient, ids.1, &sealed)?,
            created_at: now,
            after: Afterwards::default(),
        };
        let mut events = vec![event.clone().build()];
        let raise = match alert {
            Some(alert) => {
                events.push(self.alert_event(by, &stored, &alert, context));
                Some(self.raise(context, patient, &alert).await)
            }
            None => None,
        };
        let request = Opening {
            turn: ids.0,
            patient,
            key: key.to_owned(),
            content_digest: digest.clone(),
            expected_version,
            words_forgotten,
            message: stored.clone(),
            state,
            raise,
            findings,
            referral,
            urgent,
            stale_before: now.minus(OPEN_MAX),
        };
        Ok(match self.store.open_turn(request, &events).await? {
            Opened::Now { version, alert, place } => {
                stored.place = place;
                self.metrics.compliance("chat-history", counted_as(sealed.level));
                self.tell_opened(&stored, sealed, risen, alert.is_some());
                let (turn_id, message_id, alert_id) = (ids.0, ids.1, alert);
                Tried::Opened(Box::new(OpenedTurn { turn_id, message_id, version, alert_id, closed: None }))
            }
            Opened::Before(turn) if turn.content_digest != digest => Tried::Another,
            Opened::Before(turn) => Tried::Before(turn),
        })
    }

    /// Tells those who watch what became of a conversation with a message.
    fn tell_opened(&self, stored: &MessageRow, sealed: SealedMessage, risen: Option<Level>, alerted: bool) {
        self.hub.tell(stored.conversation, ConversationEvent::Message(message(stored, sealed)));
        if let Some(level) = risen {
            self.hub.tell_level(stored.conversation, level);
        }
        if alerted {
            self.alerts_changed();
        }
    }

    /// The state with the level that the conversation rises to, if it does and the state could be read.
    async fn risen(
        &self,
        by: &Principal,
        conversation: ConversationId,
        opening: &TurnOpening,
    ) -> Result<Option<Vec<u8>>, Refused> {
        let (Some(level), Some(_)) = (opening.conversation_level, opening.expected_version) else {
            return Ok(None);
        };
        let row = self.own(by, conversation).await?;
        let key = self.vault.key(row.patient).await?;
        let mut state = open_state(&key, &row)?;
        state.level = state.level.max(level);
        Ok(Some(seal_state(&key, row.patient, conversation, &state)?))
    }

    pub(super) async fn raise(&self, context: &CallContext, patient: PersonId, alert: &NewAlert) -> Raise {
        let heard = self.waits.until_heard_again(alert.level, alert.person_requested);
        Raise {
            id: self.sources.id(),
            unit: self.unit_of(context, patient).await,
            level: level_number(alert.level),
            categories: categories_text(&alert.categories),
            person_requested: alert.person_requested,
            escalates_at: self.sources.now().plus(self.waits.until_escalation(alert.level, 0)),
            came_since: self.sources.now().minus(heard),
            month: self.month(self.sources.now()),
        }
    }

    /// What the ladder brought to light with this message and before it, sealed. Which message an earlier answer was read
    /// from is kept from then; and the answer itself, unless a correction took it back (`adds` says that this is none).
    pub(super) async fn findings(
        &self,
        key: &PatientKey,
        (patient, conversation): (PersonId, ConversationId),
        findings: Option<SafetyFindings>,
        adds: bool,
    ) -> Result<Option<Vec<u8>>, Refused> {
        let Some(mut findings) = findings else { return Ok(None) };
        let open = self.store.open_alert(conversation).await?;
        if let Some(before) = open.and_then(|row| row.findings) {
            let before = open_findings(key, patient, conversation, &before)?;
            keep_messages(&mut findings, &before);
            if adds {
                keep_answers(&mut findings, &before);
            }
        }
        // Of too many the newest stay.
        let over = findings.answers.len().saturating_sub(ANSWERS_MAX);
        findings.answers.drain(..over);
        findings.not_asked.truncate(ANSWERS_MAX);
        findings.offered.truncate(ANSWERS_MAX);
        Ok(Some(seal_findings(key, patient, conversation, &findings)?))
    }

    /// The turn that a repeated message began, as far as it has come.
    async fn told_again(&self, row: &ConversationRow, turn: TurnRow) -> Result<OpenedTurn, Refused> {
        let closed = match turn.closed_at {
            None => return Err(Refused::TurnOpen),
            Some(_) => self.closed(row, &turn).await?,
        };
        Ok(OpenedTurn {
            turn_id: turn.turn,
            message_id: turn.message,
            version: closed.version,
            alert_id: turn.alert,
            closed: Some(closed),
        })
    }

    async fn closed(&self, row: &ConversationRow, turn: &TurnRow) -> Result<ClosedTurn, Refused> {
        let key = self.vault.key(row.patient).await?;
        let asked = self.store.message(turn.message).await?.ok_or(Refused::NotFound)?;
        let level = open_message(&key, row.patient, &asked)?.level;
        let reply = match turn.reply {
            Some(id) => {
                let stored = self.store.message(id).await?.ok_or(Refused::NotFound)?;
                Some((id, open_message(&key, row.patient, &stored)?))
            }
            None => None,
        };
        let version = u64::try_from(row.version).unwrap_or(0);
        let ending = turn.ending.unwrap_or(chat_history_api::Ending::Cut);
        let base = ClosedTurn {
            turn_id: turn.turn,
            message_id: turn.message,
            reply_id: None,
            reply: api::Words::default(),
            level,
            route: chat_history_api::Route::Guided,
            ending,
            citations: Vec::new(),
            notice: None,
            plan: ReplyPlan::default(),
            version,
        };
        Ok(match reply {
            None => base,
            Some((id, sealed)) => ClosedTurn {
                reply_id: Some(id),
                reply: sealed.content,
                route: sealed.route.unwrap_or(base.route),
                citations: sealed.citations,
                notice: sealed.notice,
                plan: sealed.plan,
                ..base
            },
        })
    }

    pub(crate) async fn close_turn(
        &self,
        by: &Principal,
        conversation: ConversationId,
        turn: TurnId,
        closing: TurnClosing,
        event: AuditEvent,
    ) -> Result<StoredReply, Refused> {
        let patient = by.person;
        // Nothing is said only while a person writes.
        let silent = closing.reply.is_empty() && self.own(by, conversation).await?.taken_over;
        if !silent {
            check_size(closing.reply.len())?;
        }
        let key = self.vault.key(patient).await?;
        let state = SealedState {
            engine: closing.engine_state,
            level: closing.conversation_level,
            language: closing.language,
            ladder: closing.ladder,
        };
        let sealed = SealedMessage {
            content: closing.reply,
            language: closing.language,
            level: Level::None,
            categories: Vec::new(),
            route: Some(closing.route),
            ending: Some(closing.ending),
            citations: closing.citations,
            notice: closing.notice,
            notices: closing.notices.into_iter().take(NOTICES_MAX).collect(),
            plan: closing.plan,
            analysis: Opaque::default(),
        };
        let mut reply = MessageRow {
            message: closing.reply_id,
            conversation,
            turn,
            place: 0,
            speaker: Speaker::Companion,
            author: None,
            sealed: seal_message(&key, patient, closing.reply_id, &sealed)?,
            created_at: self.sources.now(),
            after: Afterwards::default(),
        };
        let mut request = Closing {
            turn,
            conversation,
            patient,
            reply: reply.clone(),
            silent,
            ending: closing.ending,
            state: seal_state(&key, patient, conversation, &state)?,
            record: seal_record(&key, patient, turn, &closing.record)?,
            keep: None,
        };
        let level = closing.conversation_level;
        let whose = (patient, by.organization);
        // What nobody said was shown to nobody.
        let shown = if silent { &[] } else { sealed.notices.as_slice() };
        let events = self.with_notices(event, by, &reply, shown);
        let (version, place) =
            self.close_and_keep(&mut request, whose, &key, (&closing.changes, &events)).await?;
        if !silent {
            reply.place = place;
            self.hub.tell(conversation, ConversationEvent::Message(message(&reply, sealed)));
        }
        self.hub.tell_level(conversation, level);
        Ok(StoredReply { reply_id: closing.reply_id, version })
    }

    /// The second step, with what the turn changes of what is kept of the resident.
    async fn close_and_keep(
        &self,
        request: &mut Closing,
        whose: (PersonId, OrganizationId),
        key: &PatientKey,
        (changes, events): (&[CompanionChange], &[AuditEvent]),
    ) -> Result<(u64, i64), Refused> {
        let mut attempt = 0;
        loop {
            request.keep = self.changed(whose, request.conversation, key, changes).await?;
            match self.store.close_turn(request, events).await {
                // What is kept changed meanwhile: the changes are made to what it is now.
                Err(Refused::Version) if attempt < KEEP_AGAIN => attempt += 1,
                closed => {
                    if request.keep.is_some() {
                        self.timers_set();
                    }
                    return closed;
                }
            }
        }
    }

    pub(super) fn alert_event(
        &self,
        by: &Principal,
        stored: &MessageRow,
        alert: &NewAlert,
        context: &CallContext,
    ) -> AuditEvent {
        let action = if alert.level.needs_human() { "raise" } else { "request_person" };
        self.store
            .trail()
            .recorder()
            .event(EventType::CrisisAlert, Word::new(action), Word::new("alert"))
            .user(by.person)
            .role(by.role)
            .organization(by.organization)
            .session(by.session)
            .request(context.request_id)
            .concerning(by.person)
            .resource_id(stored.message)
            .with(audit_trail::ContextKey::LEVEL, Word::new(alert.level.name()))
            .into()
    }

    /// The resident's unit, if it is told in time.
    async fn unit_of(&self, context: &CallContext, patient: PersonId) -> Option<UnitId> {
        let context = context.clone().as_service();
        let call = Call::<GetCircle>::path(ByPerson { person_id: patient });
        let asked = tokio::time::timeout(UNIT_MAX, self.relations.call(&context, call)).await;
        asked.ok().and_then(Result::ok).and_then(|circle| circle.unit)
    }
}

/// How an attempt to open a turn went.
pub(super) enum Tried {
    /// It is open.
    Opened(Box<OpenedTurn>),
    /// The same message came before: its turn.
    Before(TurnRow),
    /// Another message came with the same key.
    Another,
}

/// A resident's message as it is sealed.
fn message_of(opening: TurnOpening) -> SealedMessage {
    SealedMessage {
        content: opening.content,
        language: opening.language,
        level: opening.level,
        categories: opening.categories,
        route: None,
        ending: None,
        citations: Vec::new(),
        notice: None,
        notices: Vec::new(),
        plan: ReplyPlan::default(),
        analysis: opening.analysis,
    }
}

pub(super) fn check_size(bytes: usize) -> Result<(), Refused> {
    if (1..=MESSAGE_BYTES_MAX).contains(&bytes) { Ok(()) } else { Err(Refused::Size) }
}

/// Levels as an alert keeps them: a higher number is more urgent.
pub(super) const fn level_number(level: Level) -> i32 {
    match level {
        Level::None => 0,
        Level::Low => 1,
        Level::Medium => 2,
        Level::High => 3,
        Level::Critical => 4,
    }
}

/// As messages of a level are counted: how many, and nothing of what they say or whose they are.
const fn counted_as(level: Level) -> &'static str {
    match level {
        Level::None => "message_none",
        Level::Low => "message_low",
        Level::Medium => "message_medium",
        Level::High => "message_high",
        Level::Critical => "message_critical",
    }
}

pub(super) const fn level_of(number: i32) -> Level {
    match number {
        1 => Level::Low,
        2 => Level::Medium,
        3 => Level::High,
        4 => Level::Critical,
        _ => Level::None,
    }
}

fn categories_text(categories: &[CrisisCategory]) -> String {
    categories.iter().map(|category| category.name()).collect::<Vec<_>>().join(" ")
}
