//! What was answered or declined is not asked again, M2.
//!
//! A question is known by its line and what fills it, by the step and slot that it is put for, and by what it asks leave
//! for; in a stored transcript by the same ids. The words count as well: two lines that read alike are one question.

use std::collections::{BTreeMap, BTreeSet};

use content::LineRef;
use content::model::{Act, UserAct};
use content::text::{folded, sentences};

use super::super::plan::Words;
use super::Bench;
use super::exchange::{Exchange, Reply};
use super::items::Item;

/// What was declined is not asked again for so many days.
const DECLINED_DAYS: i64 = 7;
/// Rows that say something again because it was wanted, or that open a conversation.
const AGAIN: [&str; 2] = ["repeat", "open"];

/// Judges what a conversation asks.
pub(super) fn judge(bench: &mut Bench<'_>) {
    asked_once(bench);
    answered(bench);
    declined(bench);
}

/// The questions of a reply, each by all that it is known by.
fn keys(bench: &Bench<'_>, exchange: &Exchange, reply: &Reply) -> BTreeSet<String> {
    let question = sentences(&reply.text).into_iter().find(|one| one.contains('?'));
    let mut keys: BTreeSet<String> = question.map(folded).into_iter().collect();
    match &exchange.inside {
        Some(said) => {
            for piece in said.plan.pieces.iter().filter(|piece| piece.asks && !piece.notice) {
                if let Words::Line(line) = &piece.words {
                    let fills = piece.fills.iter().map(|fill| fill.text.as_str());
                    keys.insert(fills.fold(line.to_string(), |key, fill| format!("{key} {fill}")));
                }
            }
        }
        None => {
            // What filled a stored line is not known: only one without a slot is the same question each time.
            let same = |line: &&String| {
                LineRef::try_from((*line).clone())
                    .ok()
                    .and_then(|line| bench.library.pool(&line.pool))
                    .is_some_and(|pool| pool.asks && pool.slots.is_empty())
            };
            keys.extend(reply.lines.iter().filter(same).cloned());
        }
    }
    keys
}

/// A question is put once in a conversation, unless the resident wants it said again.
fn asked_once(bench: &mut Bench<'_>) {
    let mut asked: BTreeMap<String, usize> = BTreeMap::new();
    let conversation = bench.conversation;
    for (exchange, reply) in conversation.talk() {
        if reply.questions == 0 || AGAIN.contains(&reply.rule.as_str()) {
            continue;
        }
        let keys = keys(bench, exchange, reply);
        let before = keys.iter().find_map(|key| asked.get(key).copied());
        asked.extend(keys.into_iter().map(|key| (key, exchange.number)));
        // A step whose choice is put again after something else is the same open question, not a new one.
        let resumed = reply.did(Act::AskChoice);
        bench.check(Item::M2, "question", exchange.number, before.is_none() || resumed, || {
            format!("the question of message {} again", before.unwrap_or_default())
        });
    }
}

/// Whether the resident begins something anew, or asks for something.
fn begins_anew(exchange: &Exchange) -> bool {
    const WANTS: [UserAct; 12] = [
        UserAct::AskAdvice,
        UserAct::AskNice,
        UserAct::GoOn,
        UserAct::Repeat,
        UserAct::WishCalm,
        UserAct::WishStory,
        UserAct::WishCall,
        UserAct::WishSolve,
        UserAct::WishSleep,
        UserAct::WishDaily,
        UserAct::WishQuestions,
        UserAct::AskHow,
    ];
    exchange.message.is_none() || WANTS.iter().any(|act| exchange.does(*act))
}

/// The step of a flow that asks for a slot.
type Asked = (String, String);

fn slot_step(bench: &Bench<'_>, reply: &Reply) -> Option<(Asked, String)> {
    let (flow, step) = (reply.flow.as_ref()?, reply.step.as_ref()?);
    let known = bench.library.flow(flow)?.steps.iter().find(|known| known.id == *step)?;
    let slot = known.fill.clone().filter(|_| reply.questions > 0)?;
    Some(((flow.clone(), step.clone()), slot))
}

/// A step that asks for a slot does not ask again once the flow went on with an answer.
fn answered(bench: &mut Bench<'_>) {
    let mut filled: BTreeMap<Asked, usize> = BTreeMap::new();
    let mut open: Option<(Asked, String)> = None;
    let conversation = bench.conversation;
    for exchange in &conversation.exchanges {
        let Some(reply) = &exchange.reply else { continue };
        if begins_anew(exchange) {
            filled.clear();
        }
        let now = slot_step(bench, reply);
        if let Some((asked, slot)) = open.take() {
            let went_on =
                reply.flow.as_deref() == Some(asked.0.as_str()) && reply.step.as_ref() != Some(&asked.1);
            let holds = exchange
                .inside
                .as_ref()
                .is_none_or(|said| said.state.slot(&format!("plan.{slot}")).is_some());
            if went_on && holds {
                filled.insert(asked, exchange.number);
            }
        }
        if let Some((asked, _)) = now.as_ref().filter(|_| !AGAIN.contains(&reply.rule.as_str())) {
            let before = filled.get(asked);
            bench.check(Item::M2, "answered", exchange.number, before.is_none(), || {
                format!("{}.{} was answered by message {}", asked.0, asked.1, before.unwrap_or(&0))
            });
        }
        open = now;
    }
}

/// What a reply asks leave for, or asks about: a card, a pool that asks leave in a flow, a topic.
fn leaves(bench: &Bench<'_>, reply: &Reply) -> BTreeSet<String> {
    let flow = reply.flow.as_deref().unwrap_or("-");
    let of = |line: &String| {
        if let Some(card) = line.strip_prefix("card.").and_then(|line| line.strip_suffix(".permission")) {
            return Some(format!("card {card}"));
        }
        let (pool, _) = line.rsplit_once('/')?;
        let known = bench.library.pool(pool).filter(|pool| pool.asks)?;
        let topic = pool.strip_prefix("ask.").filter(|topic| bench.library.topic(topic).is_some());
        match (known.act, topic) {
            (_, Some(topic)) => Some(format!("topic {topic}")),
            // What is filled in makes it another question: the words of a card, of a plan, of a fact.
            (Act::AskPermission, None) if known.slots.is_empty() => Some(format!("{pool} in {flow}")),
            _ => None,
        }
    };
    reply.lines.iter().filter_map(of).collect()
}

/// What was turned down is not asked for again for a week, unless the resident comes back to it.
fn declined(bench: &mut Bench<'_>) {
    let mut down: BTreeMap<String, &Exchange> = BTreeMap::new();
    let mut asked: BTreeSet<String> = BTreeSet::new();
    let conversation = bench.conversation;
    for exchange in &conversation.exchanges {
        let Some(reply) = &exchange.reply else { continue };
        let act = exchange.reading.act();
        for key in std::mem::take(&mut asked) {
            // A no to an open question answers it; who would rather not say declines it.
            let refused = act == UserAct::Decline || act == UserAct::No && !key.starts_with("topic ");
            if refused {
                down.insert(key, exchange);
            }
        }
        if begins_anew(exchange) && exchange.message.is_some() {
            down.clear();
        }
        asked = leaves(bench, reply);
        for key in
            asked.iter().filter(|_| !AGAIN.contains(&reply.rule.as_str()) || exchange.message.is_none())
        {
            let rests = down.get(key).is_none_or(|before| exchange.days_since(before) >= DECLINED_DAYS);
            bench.check(Item::M2, "declined", exchange.number, rests, || format!("{key} was turned down"));
        }
    }
}
