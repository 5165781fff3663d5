//! The routes: beginning a conversation, and sending a message for a stream or for one answer.

use std::sync::Arc;

use ai_gateway_api::{BeginConversation, SendMessage};
use chassis::{Answer, Inbound, Reply, Routes, Service, event_channel};
use tokio::sync::mpsc;

use crate::AiGateway;
use crate::turn::{Companion, Message, Told, collect};

/// Things told that wait for a slow reader.
const ROOM: usize = 32;

pub(crate) fn routes(companion: Arc<Companion>) -> Routes<Companion> {
    Routes::new(AiGateway::NAME, companion).on::<BeginConversation, _, _>(begin).on::<SendMessage, _, _>(send)
}

async fn begin(companion: Arc<Companion>, inbound: Inbound<BeginConversation>) -> Answer<BeginConversation> {
    let by = inbound.person()?;
    Ok(Reply::Json(companion.begin(&inbound.context, by, inbound.call.body.language).await?))
}

async fn send(companion: Arc<Companion>, inbound: Inbound<SendMessage>) -> Answer<SendMessage> {
    let message = Message {
        conversation: inbound.call.path.id,
        content: inbound.call.body.content,
        caller: inbound.caller,
        context: inbound.context,
        edge_refusal: inbound.edge_refusal,
        received: companion.now(),
    };
    let (told, hears) = mpsc::channel(ROOM);
    // A task of its own: whoever asked may go away, and what was accepted is still answered and kept.
    companion.tasks.run(companion.clone().answer(message, told));
    if inbound.wants_events {
        return Ok(stream(&companion, hears).into());
    }
    Ok(Reply::Json(collect(hears).await?))
}

/// What is told, as events. When the reader goes away the rest is taken and dropped, so that the turn goes on.
fn stream(
    companion: &Companion,
    mut hears: mpsc::Receiver<Told>,
) -> chassis::EventStream<ai_gateway_api::TurnEvent> {
    let (sink, stream) = event_channel(ROOM);
    companion.tasks.run(async move {
        let mut listening = true;
        while let Some(told) = hears.recv().await {
            listening = listening && sink.send(&told.event()).await.is_ok();
        }
    });
    stream
}
