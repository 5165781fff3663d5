//! Live updates: a conversation's events to those who may read it, for as long as they may.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use api::{Action, Call, CallContext, Category, Principal, Purpose};
use audit_trail::EventBuilder;
use auth_rbac_api::{SessionQuery, SessionStatus};
use chassis::EventSink;
use chat_history_api::ConversationEvent;
use kernel::{ConversationId, MessageId, PageLimit};
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;

use super::sealing::{message, open_message};
use super::{Domain, Refused};
use crate::store::ConversationRow;

/// Events that a slow reader may be behind before they are read from the store instead.
const BEHIND_MAX: usize = 64;
/// How often the right to read is asked again. A revocation ends the stream within a second.
const ASK_AGAIN: Duration = Duration::from_millis(400);

/// Who listens to which conversation, in this process.
#[derive(Clone, Default)]
pub(crate) struct Hub(Arc<Mutex<HashMap<ConversationId, broadcast::Sender<Arc<ConversationEvent>>>>>);

impl Hub {
    /// Tells everybody who listens.
    pub(crate) fn tell(&self, conversation: ConversationId, event: ConversationEvent) {
        let mut channels = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let gone = channels.get(&conversation).is_some_and(|channel| channel.send(Arc::new(event)).is_err());
        if gone {
            channels.remove(&conversation);
        }
    }

    fn listen(&self, conversation: ConversationId) -> broadcast::Receiver<Arc<ConversationEvent>> {
        let mut channels = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        channels.entry(conversation).or_insert_with(|| broadcast::channel(BEHIND_MAX).0).subscribe()
    }
}

/// A stream that was allowed to begin.
pub(crate) struct Watch {
    row: ConversationRow,
    by: Arc<Principal>,
    context: CallContext,
    purpose: Purpose,
    last: Option<MessageId>,
    events: broadcast::Receiver<Arc<ConversationEvent>>,
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
        // Listened to before anything is read, so that nothing falls between.
        let events = self.hub.listen(id);
        let event = self.require(context, &by, &row, Action::Read, purpose, event.resource_id(id)).await?;
        self.store.trail().read(event).await?;
        // The request's deadline is its first byte's; what is asked later has its own.
        let context = CallContext { deadline: None, ..context.clone() };
        Ok(Watch { row, by, context, purpose, last, events })
    }

    /// Sends events until the reader goes away, loses the right, or the process drains.
    pub(crate) async fn follow(
        &self,
        mut watch: Watch,
        sink: &EventSink<ConversationEvent>,
        stop: &CancellationToken,
    ) {
        let reason = self.send_events(&mut watch, sink, stop).await.unwrap_or("unavailable");
        // A reader that went away needs no farewell.
        drop(sink.send(&ConversationEvent::End { reason: reason.to_owned() }).await);
    }

    async fn send_events(
        &self,
        watch: &mut Watch,
        sink: &EventSink<ConversationEvent>,
        stop: &CancellationToken,
    ) -> Result<&'static str, Refused> {
        if watch.last.is_some() && !self.send_missed(watch, sink).await? {
            return Ok("gone");
        }
        let mut ask_again = tokio::time::interval(ASK_AGAIN);
        ask_again.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = stop.cancelled() => return Ok("draining"),
                () = sink.closed() => return Ok("gone"),
                _tick = ask_again.tick() => {
                    if let Some(reason) = self.ended(watch).await? {
                        return Ok(reason);
                    }
                }
                event = watch.events.recv() => match event {
                    Ok(event) => {
                        if !self.send_one(watch, sink, &event).await? {
                            return Ok("gone");
                        }
                    }
                    Err(broadcast::error::RecvError::Lagged(_)) => {
                        if !self.send_missed(watch, sink).await? {
                            return Ok("gone");
                        }
                    }
                    Err(broadcast::error::RecvError::Closed) => return Ok("draining"),
                },
            }
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

    async fn send_one(
        &self,
        watch: &mut Watch,
        sink: &EventSink<ConversationEvent>,
        event: &ConversationEvent,
    ) -> Result<bool, Refused> {
        let id = match event {
            ConversationEvent::Message(message) => {
                if watch.last.is_some_and(|last| message.message_id <= last) {
                    return Ok(true);
                }
                if self.ended(watch).await?.is_some() {
                    return Ok(true);
                }
                watch.last = Some(message.message_id);
                Some(message.message_id.to_string())
            }
            ConversationEvent::Level { .. } | ConversationEvent::End { .. } => None,
        };
        Ok(sink.send_with_id(event, id.as_deref()).await.is_ok())
    }

    /// What the reader missed, from the store.
    async fn send_missed(
        &self,
        watch: &mut Watch,
        sink: &EventSink<ConversationEvent>,
    ) -> Result<bool, Refused> {
        let key = self.vault.key(watch.row.patient).await?;
        loop {
            let limit = PageLimit::default();
            let rows = self.store.messages(watch.row.conversation, watch.last, None, limit).await?;
            let more = rows.len() > limit.get();
            for stored in rows.iter().take(limit.get()) {
                let sealed = open_message(&key, watch.row.patient, stored)?;
                let event = ConversationEvent::Message(message(stored, sealed));
                if !self.send_one(watch, sink, &event).await? {
                    return Ok(false);
                }
                watch.last = Some(stored.message);
            }
            if !more {
                return Ok(true);
            }
        }
    }
}
