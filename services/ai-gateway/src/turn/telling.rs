//! Telling: safety first, then that it is kept, then the words, then the honest end. A reader that went away
//! stops nothing.

use ai_gateway_api::TurnEvent;
use api::{Problem, Words};
use chat_history_api::{ClosedTurn, Ending, Route};
use kernel::MessageId;
use safety_rules::Screening;

use super::asking::resources;
use super::outcome::{Telling, Told};
use super::{Companion, Decided};

impl Companion {
    pub(super) fn tell_safety(&self, told: &Telling, screening: &Screening) {
        let safety = TurnEvent::Safety {
            level: screening.level,
            category: screening.primary(),
            resources: resources(&self.here.place, screening),
        };
        tell(told, safety);
    }
}

/// The reply, sentence by sentence.
pub(super) fn reply(told: &Telling, reply: &str) {
    for piece in pieces(reply) {
        tell(told, TurnEvent::Delta { text: Words::new(piece) });
    }
}

/// The turn of a message that came again, as it ended then.
pub(super) fn again(told: &Telling, closed: ClosedTurn) {
    reply(told, closed.reply.expose());
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

pub(super) fn done(
    told: &Telling,
    decided: &Decided,
    reply_id: Option<MessageId>,
    (ending, code): (Ending, Option<String>),
) {
    let event = TurnEvent::Done {
        ending,
        code,
        reply_id,
        route: Some(route(decided.plan.route)),
        notice: notice(&decided.plan),
        citations: citations(&decided.plan),
    };
    tell(told, event);
}

pub(super) const fn route(route: engine::Route) -> Route {
    match route {
        engine::Route::Crisis => Route::Crisis,
        engine::Route::Guided => Route::Guided,
        engine::Route::Grounded => Route::Grounded,
        engine::Route::Generated => Route::Generated,
    }
}

pub(super) fn citations(plan: &engine::Plan) -> Vec<String> {
    plan.citations
        .iter()
        .map(|source| format!("{}: {} ({})", source.publisher, source.title, source.as_of))
        .collect()
}

/// The notice that stands in the reply, if one does.
pub(super) fn notice(plan: &engine::Plan) -> Option<String> {
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
