//! Live updates: a conversation's events to those who may read it, for as long as they may.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use api::{Action, Call, CallContext, Category, Principal, Purpose, Role};
use audit_trail::EventBuilder;
use auth_rbac_api::{SessionQuery, SessionStatus};
use chassis::EventSink;
use chat_history_api::{AlertChange, Attention, ConversationEvent};
use content_safety_api::Level;
use kernel::{ConversationId, MessageId, PageLimit, PersonId, Timestamp};
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;

use super::sealing::{message, open_message};
use super::{Domain, Refused};
use crate::store::ConversationRow;

/// Events that a slow reader may be behind before they are read from the store instead.
const BEHIND_MAX: usize = 64;
/// How often the right to read is asked again. A revocation ends the stream within a second.
const ASK_AGAIN: Duration = Duration::from_millis(400);
/// How long a reader that has lost the right, or does not read, is waited for to be told so.
const FAREWELL_MAX: Duration = Duration::from_millis(100);
/// Streams of one person in this process.
const STREAMS_MAX: usize = 16;

/// Who listens to which conversation, in this process.
#[derive(Clone, Default)]
pub(crate) struct Hub(Arc<Mutex<Listening>>);

#[derive(Default)]
struct Listening {
    channels: HashMap<ConversationId, Channel>,
    streams: HashMap<PersonId, usize>,
}

struct Channel {
    sender: broadcast::Sender<Arc<ConversationEvent>>,
    /// Whose conversation it is.
    resident: PersonId,
    /// The level that was last told here.
    level: Option<Level>,
}

impl Hub {
    /// Tells everybody who listens.
    pub(crate) fn tell(&self, conversation: ConversationId, event: ConversationEvent) {
        let mut listening = self.lock();
        let channel = listening.channels.get(&conversation);
        if channel.is_some_and(|channel| channel.sender.send(Arc::new(event)).is_err()) {
            listening.channels.remove(&conversation);
        }
    }

    /// Tells the conversation's level to everybody who listens, unless it is the one that they were told.
    pub(crate) fn tell_level(&self, conversation: ConversationId, level: Level) {
        if let Some(channel) = self.lock().channels.get_mut(&conversation)
            && channel.level.replace(level) != Some(level)
        {
            // Nobody may be listening any more: then nobody needs to know.
            drop(channel.sender.send(Arc::new(ConversationEvent::Level { level })));
        }
    }

    /// Tells everybody who listens to any conversation of a resident.
    pub(crate) fn tell_resident(&self, resident: PersonId, event: ConversationEvent) {
        let event = Arc::new(event);
        for channel in self.lock().channels.values().filter(|channel| channel.resident == resident) {
            // Nobody may be listening any more: then nobody needs to know.
            drop(channel.sender.send(event.clone()));
        }
    }

    fn listen(
        &self,
        conversation: ConversationId,
        resident: PersonId,
    ) -> broadcast::Receiver<Arc<ConversationEvent>> {
        let new = || Channel { sender: broadcast::channel(BEHIND_MAX).0, resident, level: None };
        self.lock().channels.entry(conversation).or_insert_with(new).sender.subscribe()
    }

    /// Counts a stream of a person for as long as the answer lives; `None` when they have too many.
    pub(super) fn count(&self, person: PersonId) -> Option<Counted> {
        let mut listening = self.lock();
        let streams = listening.streams.entry(person).or_default();
        if *streams >= STREAMS_MAX {
            return None;
        }
        *streams += 1;
        Some(Counted { hub: self.clone(), person })
    }

    fn lock(&self) -> MutexGuard<'_, Listening> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A stream that is counted until this is dropped.
pub(super) struct Counted {
    hub: Hub,
    person: PersonId,
}

impl Drop for Counted {
    fn drop(&mut self) {
        let mut listening = self.hub.lock();
        if let Some(streams) = listening.streams.get_mut(&self.person) {
            *streams -= 1;
            if *streams == 0 {
                listening.streams.remove(&self.person);
            }
        }
    }
}

/// A stream that was allowed to begin.
pub(crate) struct Watch {
    row: ConversationRow,
    by: Arc<Principal>,
    context: CallContext,
    purpose: Purpose,
    /// The place up to which the reader has everything that they asked for.
    last: i64,
    /// The instant of the last that they had, where they ask for what they missed since.
    heard: Option<Timestamp>,
    events: broadcast::Receiver<Arc<ConversationEvent>>,
    /// Who was last told to have the alert, and how: what stood when the stream began is told again by the event that made it so.
    attention: Option<(AlertChange, Option<PersonId>)>,
    _counted: Counted,
}

/// How sending went on.
enum Sent {
    /// It is with the reader.
    Yes,
    /// The stream ends, for this reason.
    Ends(&'static str),
}

impl Domain {
    pub(crate) async fn watch(
        &self,
        context: &CallContext,
        by: Arc<Principal>,
        id: ConversationId,
        last: Option<MessageId>,
        purpose: Purpose,
        event: EventBuilder,
    ) -> Result<Watch, Refused> {
        let row = self.store.conversation(id).await?.ok_or(Refused::NotFound)?;
        let counted = self.hub.count(by.person).ok_or(Refused::TooManyStreams)?;
        // Listened to before anything is read, so that nothing falls between.
        let events = self.hub.listen(id, row.patient);
        let event = self.require(context, &by, &row, Action::Read, purpose, event.resource_id(id)).await?;
        self.store.trail().read(event).await?;
        let heard = match last {
            Some(last) => self.store.message(last).await?.map(|message| message.created_at),
            None => None,
        };
        let last = match self.place(id, last).await? {
            Some(place) => place,
            // From now on: what is stored from here is heard, and what was stored before is not told.
            None => self.store.conversation(id).await?.ok_or(Refused::NotFound)?.message_count,
        };
        // The request's deadline is its first byte's; what is asked later has its own.
        let context = CallContext { deadline: None, ..context.clone() };
        Ok(Watch { row, by, context, purpose, last, heard, events, attention: None, _counted: counted })
    }

    /// Sends events until the reader goes away, loses the right, or the process drains.
    pub(crate) async fn follow(
        &self,
        mut watch: Watch,
        sink: &EventSink<ConversationEvent>,
        stop: &CancellationToken,
    ) {
        let reason = self.send_events(&mut watch, sink, stop).await.unwrap_or("unavailable");
        // A reader that went away or does not read needs no farewell.
        let farewell = ConversationEvent::End { reason: reason.to_owned() };
        drop(tokio::time::timeout(FAREWELL_MAX, sink.send(&farewell)).await);
    }

    async fn send_events(
        &self,
        watch: &mut Watch,
        sink: &EventSink<ConversationEvent>,
        stop: &CancellationToken,
    ) -> Result<&'static str, Refused> {
        if watch.heard.is_some()
            && let Sent::Ends(reason) = self.send_missed(watch, sink).await?
        {
            return Ok(reason);
        }
        if let Sent::Ends(reason) = self.send_standing_attention(watch, sink).await? {
            return Ok(reason);
        }
        let mut ask_again = asking_again();
        loop {
            let event = tokio::select! {
                () = stop.cancelled() => return Ok("draining"),
                () = sink.closed() => return Ok("gone"),
                _tick = ask_again.tick() => {
                    if let Some(reason) = self.ended(watch).await? {
                        return Ok(reason);
                    }
                    continue;
                }
                event = watch.events.recv() => event,
            };
            let sent = match event {
                Ok(event) => self.send_one(watch, sink, &event).await?,
                Err(broadcast::error::RecvError::Lagged(_)) => self.send_missed(watch, sink).await?,
                Err(broadcast::error::RecvError::Closed) => return Ok("draining"),
            };
            if let Sent::Ends(reason) = sent {
                return Ok(reason);
            }
        }
    }

    /// Who has the alert by now, to the resident: they may have seen nothing of what was told when it happened.
    async fn send_standing_attention(
        &self,
        watch: &mut Watch,
        sink: &EventSink<ConversationEvent>,
    ) -> Result<Sent, Refused> {
        if watch.by.person != watch.row.patient {
            return Ok(Sent::Yes);
        }
        match self.attention_since(&watch.row, watch.heard).await? {
            Some(attention) => self.send_one(watch, sink, &ConversationEvent::Attention(attention)).await,
            None => Ok(Sent::Yes),
        }
    }

    /// Why the stream may not go on, if it may not: asked before the words of an event go out, too.
    async fn ended(&self, watch: &Watch) -> Result<Option<&'static str>, Refused> {
        let query = SessionQuery { session_id: watch.by.session, activity: false };
        let context = watch.context.clone().as_service();
        let status =
            self.auth.call(&context, Call::<SessionStatus>::body(query)).await.map_err(Refused::Peer)?;
        if !status.live {
            return Ok(Some("signed_out"));
        }
        let (by, row) = (&watch.by, &watch.row);
        let decision = self
            .decide(&watch.context, by, row, Action::Read, Category::ChatTranscripts, watch.purpose)
            .await?;
        Ok((!decision.permit).then_some("revoked"))
    }

    /// Sends one event. While the reader is not reading, its right to read is asked again as before.
    async fn send_one(
        &self,
        watch: &mut Watch,
        sink: &EventSink<ConversationEvent>,
        event: &ConversationEvent,
    ) -> Result<Sent, Refused> {
        let mut id = None;
        // What staff do about an alert is no word of the conversation: a relative who reads it learns of a crisis by its notice.
        if matches!(event, ConversationEvent::Attention(_)) && watch.by.role == Role::FamilyMember {
            return Ok(Sent::Yes);
        }
        if let ConversationEvent::Attention(Attention { change, by, .. }) = event
            && watch.attention.replace((*change, *by)) == Some((*change, *by))
        {
            return Ok(Sent::Yes);
        }
        if matches!(event, ConversationEvent::Danger { .. }) {
            // Of another conversation maybe: nobody else's to know.
            if watch.by.person != watch.row.patient {
                return Ok(Sent::Yes);
            }
            if let Some(reason) = self.ended(watch).await? {
                return Ok(Sent::Ends(reason));
            }
        }
        if let ConversationEvent::Message(message) = event {
            let place = i64::try_from(message.place).unwrap_or(i64::MAX);
            if place <= watch.last {
                return Ok(Sent::Yes);
            }
            if let Some(reason) = self.ended(watch).await? {
                return Ok(Sent::Ends(reason));
            }
            watch.last = place;
            id = Some(message.message_id.to_string());
        }
        let mut sending = std::pin::pin!(sink.send_with_id(event, id.as_deref()));
        let mut ask_again = asking_again();
        ask_again.reset();
        loop {
            tokio::select! {
                sent = &mut sending => {
                    if sent.is_err() {
                        return Ok(Sent::Ends("gone"));
                    }
                    self.was_told(watch, event).await;
                    return Ok(Sent::Yes);
                }
                _tick = ask_again.tick() => {
                    if let Some(reason) = self.ended(watch).await? {
                        return Ok(Sent::Ends(reason));
                    }
                }
            }
        }
    }

    /// Keeps that a resident was told of the end of their alert. Where that fails they are told once more.
    async fn was_told(&self, watch: &Watch, event: &ConversationEvent) {
        if let ConversationEvent::Attention(told) = event
            && told.change == AlertChange::Closed
            && watch.by.person == watch.row.patient
        {
            let now = self.sources.now();
            if let Err(error) = self.store.closing_told(watch.row.patient, told.at, now, None).await {
                tracing::warn!(error = %error, "that a closing was told is not kept");
            }
        }
    }

    /// What the reader missed, from the store.
    async fn send_missed(
        &self,
        watch: &mut Watch,
        sink: &EventSink<ConversationEvent>,
    ) -> Result<Sent, Refused> {
        let key = self.vault.key(watch.row.patient).await?;
        loop {
            let limit = PageLimit::default();
            let rows = self.store.messages(watch.row.conversation, Some(watch.last), None, limit).await?;
            let more = rows.len() > limit.get();
            for stored in rows.iter().take(limit.get()) {
                let sealed = open_message(&key, watch.row.patient, stored)?;
                let event = ConversationEvent::Message(message(stored, sealed));
                if let Sent::Ends(reason) = self.send_one(watch, sink, &event).await? {
                    return Ok(Sent::Ends(reason));
                }
            }
            if !more {
                return Ok(Sent::Yes);
            }
        }
    }
}

fn asking_again() -> tokio::time::Interval {
    let mut interval = tokio::time::interval(ASK_AGAIN);
    interval.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    interval
}
