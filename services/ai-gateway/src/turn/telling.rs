//! Telling: safety first, then that it is kept, then the words, then the honest end. A reader that went away
//! stops nothing.

use ai_gateway_api::TurnEvent;
use api::{Call, Problem, Words};
use chat_history_api::{CloseTurn, ClosedTurn, Ending, OpenedTurn, Route, TurnByIds, TurnClosing};
use kernel::MessageId;
use safety_rules::Screening;
use tokio::sync::mpsc;

use super::outcome::Told;
use super::{Companion, Computed, Decided, Message, resources};
use crate::engine;

impl Companion {
    pub(super) async fn tell_safety(&self, told: &mpsc::Sender<Told>, screening: &Screening) {
        let safety = TurnEvent::Safety {
            level: screening.level,
            category: screening.primary(),
            resources: resources(&self.place, screening),
        };
        tell(told, safety).await;
    }

    /// The message is stored: the reply is said, then stored, whoever still listens.
    pub(super) async fn reply(
        &self,
        message: &Message,
        computed: Computed,
        opened: OpenedTurn,
        told: &mpsc::Sender<Told>,
    ) {
        accepted(told, opened.message_id, true).await;
        if let Some(closed) = opened.closed {
            return tell_again(told, closed).await;
        }
        let decided = computed.decided;
        let crisis = decided.plan.route == engine::Route::Crisis;
        if !crisis && !safety_rules::guard(&decided.reply).is_empty() {
            // What was checked when it was built says something it must not: nothing of it goes out.
            tracing::error!("a reply of the engine did not pass the guard");
            self.metrics.compliance("ai-gateway", "reply_blocked");
            return refuse(told, &Problem::new(api::codes::INTERNAL)).await;
        }
        self.tell_reply(told, &decided).await;
        let path = TurnByIds { conversation_id: message.conversation, turn_id: opened.turn_id };
        let closing = self.closing(&decided, Ending::Complete);
        let context = api::CallContext { deadline: None, ..message.context.clone() };
        let closed = self.chat.call(&context, Call::<CloseTurn>::path_and_body(path, closing)).await;
        match closed {
            Ok(closed) => done(told, &decided, closed.reply_id, Ending::Complete).await,
            // It was said and could not be kept: the store closes the turn as cut, and so does this.
            Err(_) => done(told, &decided, None, Ending::Cut).await,
        }
    }

    pub(super) async fn tell_reply(&self, told: &mpsc::Sender<Told>, decided: &Decided) {
        for piece in pieces(&decided.reply) {
            tell(told, TurnEvent::Delta { text: Words::new(piece) }).await;
        }
    }

    pub(super) fn closing(&self, decided: &Decided, ending: Ending) -> TurnClosing {
        TurnClosing {
            reply_id: self.sources.id(),
            reply: Words::new(&decided.reply),
            language: decided.plan.language,
            route: route(decided.plan.route),
            ending,
            conversation_level: decided.saved.engine().map(|state| state.level.level).unwrap_or_default(),
            citations: citations(&decided.plan),
            notice: notice(&decided.plan),
            engine_state: decided.saved.to_json(),
            record: decided.record.clone(),
        }
    }
}

/// The turn of a message that came again, as it ended then.
async fn tell_again(told: &mpsc::Sender<Told>, closed: ClosedTurn) {
    for piece in pieces(closed.reply.expose()) {
        tell(told, TurnEvent::Delta { text: Words::new(piece) }).await;
    }
    let event = TurnEvent::Done {
        ending: closed.ending,
        code: None,
        reply_id: closed.reply_id,
        route: Some(closed.route),
        notice: closed.notice,
        citations: closed.citations,
    };
    tell(told, event).await;
}

/// Whoever listened may be gone; the turn goes on.
async fn tell(told: &mpsc::Sender<Told>, event: TurnEvent) {
    drop(told.send(Told::Event(event)).await);
}

pub(super) async fn accepted(told: &mpsc::Sender<Told>, message_id: MessageId, stored: bool) {
    tell(told, TurnEvent::Accepted { message_id, stored }).await;
}

pub(super) async fn refuse(told: &mpsc::Sender<Told>, problem: &Problem) {
    drop(told.send(Told::Refused(problem.clone())).await);
}

pub(super) async fn done(
    told: &mpsc::Sender<Told>,
    decided: &Decided,
    reply_id: Option<MessageId>,
    ending: Ending,
) {
    let event = TurnEvent::Done {
        ending,
        code: None,
        reply_id,
        route: Some(route(decided.plan.route)),
        notice: notice(&decided.plan),
        citations: citations(&decided.plan),
    };
    tell(told, event).await;
}

const fn route(route: engine::Route) -> Route {
    match route {
        engine::Route::Crisis => Route::Crisis,
        engine::Route::Guided => Route::Guided,
        engine::Route::Grounded => Route::Grounded,
        engine::Route::Generated => Route::Generated,
    }
}

fn citations(plan: &engine::Plan) -> Vec<String> {
    plan.citations
        .iter()
        .map(|source| format!("{}: {} ({})", source.publisher, source.title, source.as_of))
        .collect()
}

/// The notice that stands in the reply, if one does.
fn notice(plan: &engine::Plan) -> Option<String> {
    plan.pieces.iter().any(|piece| piece.notice).then(|| "ai_disclosure".to_owned())
}

/// A reply in the pieces that it is sent in: word by word, spaces kept.
fn pieces(reply: &str) -> impl Iterator<Item = &str> {
    reply.split_inclusive(' ')
}
