//! Telling: safety first, then that it is kept, then the words, then the honest end. A reader that went away
//! stops nothing.

use ai_gateway_api::TurnEvent;
use api::{Call, Problem, Words};
use chat_history_api::{CloseTurn, ClosedTurn, Ending, OpenedTurn, Route, TurnByIds, TurnClosing};
use kernel::MessageId;
use safety_rules::Screening;

use super::outcome::{Telling, Told};
use super::{Companion, Computed, Decided, Message, resources};
use crate::engine;

impl Companion {
    pub(super) fn tell_safety(&self, told: &Telling, screening: &Screening) {
        let safety = TurnEvent::Safety {
            level: screening.level,
            category: screening.primary(),
            resources: resources(&self.place, screening),
        };
        tell(told, safety);
    }

    /// The message is stored: the reply is said, then stored, whoever still listens.
    pub(super) async fn reply(
        &self,
        message: &Message,
        computed: Computed,
        opened: OpenedTurn,
        told: &Telling,
    ) {
        accepted(told, opened.message_id, true);
        if let Some(closed) = opened.closed {
            return tell_again(told, closed);
        }
        let decided = computed.decided;
        let crisis = decided.plan.route == engine::Route::Crisis;
        if !crisis && !safety_rules::guard(&decided.reply).is_empty() {
            // What was checked when it was built says something it must not: nothing of it goes out.
            tracing::error!("a reply of the engine did not pass the guard");
            self.metrics.compliance("ai-gateway", "reply_blocked");
            return refuse(told, &Problem::new(api::codes::INTERNAL));
        }
        self.tell_reply(told, &decided);
        let path = TurnByIds { conversation_id: message.conversation, turn_id: opened.turn_id };
        let closing = self.closing(&decided, Ending::Complete);
        let context = api::CallContext { deadline: None, ..message.context.clone() };
        let closed = self.chat.call(&context, Call::<CloseTurn>::path_and_body(path, closing)).await;
        match closed {
            Ok(stored) => done(told, &decided, Some(stored.reply_id), Ending::Complete),
            // It was said and could not be kept: the store closes the turn as cut, and so does this.
            Err(_) => done(told, &decided, None, Ending::Cut),
        }
    }

    pub(super) fn tell_reply(&self, told: &Telling, decided: &Decided) {
        for piece in pieces(&decided.reply) {
            tell(told, TurnEvent::Delta { text: Words::new(piece) });
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
fn tell_again(told: &Telling, closed: ClosedTurn) {
    for piece in pieces(closed.reply.expose()) {
        tell(told, TurnEvent::Delta { text: Words::new(piece) });
    }
    let event = TurnEvent::Done {
        ending: closed.ending,
        code: None,
        reply_id: closed.reply_id,
        route: Some(closed.route),
        notice: closed.notice,
        citations: closed.citations,
    };
    tell(told, event);
}

/// Whoever listened may be gone; the turn goes on.
fn tell(told: &Telling, event: TurnEvent) {
    drop(told.send(Told::Event(event)));
}

pub(super) fn accepted(told: &Telling, message_id: MessageId, stored: bool) {
    tell(told, TurnEvent::Accepted { message_id, stored });
}

pub(super) fn refuse(told: &Telling, problem: &Problem) {
    drop(told.send(Told::Refused(problem.clone())));
}

pub(super) fn done(told: &Telling, decided: &Decided, reply_id: Option<MessageId>, ending: Ending) {
    let event = TurnEvent::Done {
        ending,
        code: None,
        reply_id,
        route: Some(route(decided.plan.route)),
        notice: notice(&decided.plan),
        citations: citations(&decided.plan),
    };
    tell(told, event);
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

/// A reply in the pieces that it is sent in: sentence by sentence, nothing lost between them. It is whole before
/// its first piece goes out, so smaller pieces would bring no word sooner.
fn pieces(reply: &str) -> impl Iterator<Item = &str> {
    let mut rest = reply;
    std::iter::from_fn(move || {
        let end =
            rest.match_indices(' ').map(|(at, _)| at).find(|&at| rest[..at].ends_with(['.', '?', '!', '…']));
        let (piece, after) = rest.split_at(end.map_or(rest.len(), |at| at + 1));
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pieces_are_sentences_and_make_up_the_reply() {
        let reply = "I hear you. Shall we talk?  ¿Sí? Yes";
        let told: Vec<&str> = pieces(reply).collect();
        assert_eq!(told, ["I hear you. ", "Shall we talk? ", " ¿Sí? ", "Yes"]);
        assert_eq!(told.concat(), reply);
        assert_eq!(pieces("").count(), 0);
    }
}
