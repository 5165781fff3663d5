//! The routes: beginning a conversation, and sending a message for a stream or for one answer.

use std::sync::Arc;

use ai_gateway_api::{BeginConversation, SendMessage};
use chassis::{Answer, EventStream, Inbound, Reply, Routes, Service};
use tokio::sync::mpsc;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::UnboundedReceiverStream;

use crate::AiGateway;
use crate::turn::{Companion, Message, Told, collect};

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
    let (told, hears) = mpsc::unbounded_channel();
    // A task of its own: whoever asked may go away, and what was accepted is still answered and kept.
    companion.tasks.run(companion.clone().answer(message, told));
    if inbound.wants_events {
        return Ok(EventStream::of(UnboundedReceiverStream::new(hears).map(Told::event)).into());
    }
    Ok(Reply::Json(collect(hears).await?))
}
