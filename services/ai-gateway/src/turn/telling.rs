//! Telling: safety first, then that it is kept, then the words, then the honest end. A reader that went away
//! stops nothing.

use ai_gateway_api::TurnEvent;
use api::{Problem, Words};
use chat_history_api::{ClosedTurn, Ending, ReplyPlan, Route};
use kernel::MessageId;
use safety_rules::Screening;
use safety_rules::ladder::LadderState;
use serde::Serialize;

use super::asking::resources;
use super::outcome::{Telling, Told};
use super::shown::{self, Named};
use super::{Companion, Decided};

impl Companion {
    /// Tells what was found and the help for it, and says which help that was. `ladder` is the one that leads the
    /// conversation, where that is known.
    pub(super) fn tell_safety(
        &self,
        told: &Telling,
        screening: &Screening,
        ladder: Option<&LadderState>,
    ) -> Named {
        let resources = resources(&self.here.place, screening, ladder);
        let named = shown::named(&resources);
        let category = screening.primary().or(ladder.map(|ladder| ladder.category));
        tell(told, TurnEvent::Safety { level: screening.level, category, resources });
        named
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
        route: closed.reply_id.is_some().then_some(closed.route),
        notice: closed.notice,
        citations: closed.citations,
        taken_over: closed.reply_id.is_none() && closed.ending == Ending::Complete,
        choices: closed.plan.choices,
        tool: closed.plan.tool,
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
    let event = if decided.silent {
        TurnEvent::Done {
            ending,
            code,
            reply_id: None,
            route: None,
            notice: None,
            citations: Vec::new(),
            taken_over: true,
            choices: Vec::new(),
            tool: None,
        }
    } else {
        TurnEvent::Done {
            ending,
            code,
            reply_id,
            route: Some(route(decided.plan.route)),
            notice: notice(decided),
            citations: citations(&decided.plan),
            taken_over: false,
            choices: decided.plan.choices.clone(),
            tool: decided.plan.tool.as_ref().map(word),
        }
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

/// How a reply came about, without its words.
pub(super) fn summary(plan: &engine::Plan) -> ReplyPlan {
    ReplyPlan {
        acts: plan.acts().map(|act| word(&act)).collect(),
        rule: plan.rule.clone(),
        flow: plan.flow.as_ref().map(|(flow, _)| flow.clone()),
        step: plan.flow.as_ref().map(|(_, step)| step.clone()),
        line_ids: plan.pieces.iter().map(line_id).collect(),
        choices: plan.choices.clone(),
        tool: plan.tool.as_ref().map(word),
    }
}

fn line_id(piece: &engine::Piece) -> String {
    match &piece.words {
        engine::Words::Line(line) => line.to_string(),
        engine::Words::Fixed { id, .. } => id.clone(),
        engine::Words::Item { instrument, version, item, .. } => {
            format!("item.{instrument}.{version}.{item}")
        }
        engine::Words::Card { card, part } => match part {
            engine::CardPart::Step(number) => format!("card.{card}.step.{number}"),
            part => format!("card.{card}.{}", word(part)),
        },
    }
}

/// A closed word as it is on the wire, in small letters.
pub(super) fn word(of: &impl Serialize) -> String {
    let Ok(serde_json::Value::String(name)) = serde_json::to_value(of) else { return String::new() };
    let mut word = String::with_capacity(name.len() + 4);
    for (place, letter) in name.chars().enumerate() {
        if letter.is_ascii_uppercase() && place > 0 {
            word.push('_');
        }
        word.push(letter.to_ascii_lowercase());
    }
    word
}

/// The notice that stands in the reply, if one does. A reply that was not let out holds none.
pub(super) fn notice(decided: &Decided) -> Option<String> {
    let due = decided.plan.pieces.iter().any(|piece| piece.notice);
    (due && !decided.notices.is_empty()).then(|| "ai_disclosure".to_owned())
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
