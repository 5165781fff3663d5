//! The routes: beginning a conversation, and sending a message for a stream or for one answer.

use std::sync::Arc;

use ai_gateway_api::{
    AssignQuestionnaire, BeginConversation, InstalledInstruments, ListInstruments, SendMessage,
};
use api::Call;
use chassis::{Answer, EventStream, Inbound, Reply, Routes, Service};
use chat_history_api::AssignInstrument;
use tokio::sync::mpsc;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::UnboundedReceiverStream;

use crate::turn::{Companion, Message, Told, collect};
use crate::{AiGateway, packs};

pub(crate) fn routes(companion: Arc<Companion>) -> Routes<Companion> {
    Routes::new(AiGateway::NAME, companion)
        .on::<BeginConversation, _, _>(begin)
        .on::<SendMessage, _, _>(send)
        .on::<ListInstruments, _, _>(instruments)
        .on::<AssignQuestionnaire, _, _>(assign)
}

async fn instruments(companion: Arc<Companion>, _: Inbound<ListInstruments>) -> Answer<ListInstruments> {
    Ok(Reply::Json(InstalledInstruments {
        instruments: companion.packs.iter().map(packs::installed).collect(),
    }))
}

async fn assign(
    companion: Arc<Companion>,
    inbound: Inbound<AssignQuestionnaire>,
) -> Answer<AssignQuestionnaire> {
    packs::may_assign(&companion.packs, &inbound.call.body)?;
    let call = Call::<AssignInstrument>::path_and_body(inbound.call.path, inbound.call.body);
    Ok(Reply::Json(companion.chat.call(&inbound.context, call).await?))
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
