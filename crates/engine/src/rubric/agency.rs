//! Agency, A1 to A4.

use std::collections::BTreeMap;

use content::model::{Act, UserAct};
use content_safety_api::Level;
use safety_rules::ladder::{Part, names};

use super::super::plan::{CheckBackOf, Effect, Route};
use super::Bench;
use super::exchange::{Exchange, Reply};
use super::fixed;
use super::items::Item;
use super::safety::asked_in;

/// After a no, nothing is offered for so many turns.
const NO_TURNS: usize = 3;
/// Nothing is offered in so many first hard turns.
const EARLY_TURNS: usize = 2;
/// The most steps of a card.
const STEPS_MAX: usize = 3;
/// The most minutes of a card.
const MINUTES_MAX: u8 = 10;

/// Judges the agency that a conversation leaves.
pub(super) fn judge(bench: &mut Bench<'_>) {
    let conversation = bench.conversation;
    for (exchange, reply) in conversation.talk() {
        bench.check(Item::A1, "one", exchange.number, reply.questions <= 1, || {
            format!("{} questions", reply.questions)
        });
        bench.check(Item::A1, "none", exchange.number, reply.questions == 0, || "it asks".to_owned());
    }
    offers(bench);
    after_no(bench);
    actions(bench);
    let mut before = None;
    for (exchange, reply) in conversation.answered() {
        controls(bench, exchange, reply, before);
        before = Some(reply);
    }
}

fn wants(exchange: &Exchange) -> bool {
    [UserAct::AskAdvice, UserAct::GoOn, UserAct::AskNice].iter().any(|act| exchange.does(*act))
}

/// Advice follows a request, or a yes to being asked; nothing is offered in the first hard turns.
fn offers(bench: &mut Bench<'_>) {
    let conversation = bench.conversation;
    let mut asked = false;
    let mut hard = 0;
    for (exchange, reply) in conversation.answered() {
        hard += usize::from(exchange.is_hard(bench.library));
        if reply.did(Act::Offer) {
            let agreed = asked && (exchange.does(UserAct::Yes) || exchange.does(UserAct::Choose));
            bench.check(Item::A2, "asked for", exchange.number, wants(exchange) || agreed, || {
                "a card that nobody asked for".to_owned()
            });
        }
        if exchange.is_hard(bench.library) && hard <= EARLY_TURNS {
            let offers = reply.did(Act::AskPermission) && reply.rule != "answer" || reply.did(Act::Offer);
            bench.check(Item::A2, "early", exchange.number, !offers || wants(exchange), || {
                "offered in the first hard turns".to_owned()
            });
        }
        asked = reply.did(Act::AskPermission);
    }
}

fn after_no(bench: &mut Bench<'_>) {
    let conversation = bench.conversation;
    let mut asked = false;
    let mut left = 0;
    for (exchange, reply) in conversation.answered() {
        if asked && exchange.reading.act() == UserAct::No {
            left = NO_TURNS;
        }
        if left > 0 {
            left -= 1;
            let offers = reply.did(Act::AskPermission) || reply.did(Act::Offer);
            bench.check(Item::A2, "after no", exchange.number, !offers || wants(exchange), || {
                "offered after a no".to_owned()
            });
        }
        asked = reply.did(Act::AskPermission);
    }
}

/// A card is one small action, asked about once.
fn actions(bench: &mut Bench<'_>) {
    let mut asked: BTreeMap<String, usize> = BTreeMap::new();
    let conversation = bench.conversation;
    for (exchange, reply) in conversation.answered() {
        let told: Vec<&str> = reply
            .lines
            .iter()
            .filter_map(|line| line.strip_prefix("card.")?.strip_suffix(".opening"))
            .collect();
        for id in &told {
            let small = bench.library.card(id).is_some_and(|card| {
                card.minutes <= MINUTES_MAX && card.words(reply.language).steps.len() <= STEPS_MAX
            });
            bench
                .check(Item::A3, "small", exchange.number, small && told.len() == 1, || format!("card {id}"));
        }
        let Some(said) = &exchange.inside else {
            // What a stored reply set for later is not known; what it asks is.
            let followed = reply.lines.iter().filter(|line| {
                line.starts_with("check_back/") || line.starts_with("card.") && line.ends_with(".follow_up")
            });
            for line in followed {
                let pool = line.rsplit_once('/').map_or(line.as_str(), |(pool, _)| pool);
                let times = asked.entry(pool.to_owned()).or_default();
                *times += 1;
                let once = *times == 1;
                bench.check(Item::A3, "once", exchange.number, once, || "asked about again".to_owned());
            }
            continue;
        };
        for effect in &said.effects {
            if let Effect::CheckBack { what, .. } = effect {
                let what = match what {
                    CheckBackOf::Card(card) => card.clone(),
                    CheckBackOf::Plan(activity) => format!("plan {activity}"),
                };
                let times = asked.entry(what).or_default();
                *times += 1;
                let times = *times;
                // A card that was wanted again after its week is asked about again.
                bench.check(Item::A3, "once", exchange.number, times == 1 || wants(exchange), || {
                    format!("asked about {times} times")
                });
            }
        }
    }
}

/// The ladder stays, and does what is asked: no more questions, none in this reply, the same one again, a person. A
/// message that shows danger itself is answered as that first.
fn works_in_danger(rule: &str, exchange: &Exchange, reply: &Reply, before: Option<&Reply>) -> bool {
    let asked = asked_in(reply);
    let leads = fixed::named(&reply.fixed) & names::STAFF != 0 || fixed::has(&reply.fixed, Part::Notify);
    let called = exchange
        .inside
        .as_ref()
        .is_none_or(|said| said.effects.iter().any(|effect| matches!(effect, Effect::Handoff(_))));
    match rule {
        _ if exchange.level > Level::None => true,
        "person" => leads && called,
        "repeat" => before.is_none_or(|before| asked_in(before) == asked),
        _ => asked.is_empty(),
    }
}

fn controls(bench: &mut Bench<'_>, exchange: &Exchange, reply: &Reply, before: Option<&Reply>) {
    let rule = match exchange.reading.act() {
        UserAct::Stop => "stop",
        UserAct::OtherTopic => "other_topic",
        UserAct::Repeat => "repeat",
        UserAct::PersonPlease => "person",
        _ => return,
    };
    let works = if reply.route == Route::Crisis {
        works_in_danger(rule, exchange, reply, before)
    } else {
        reply.rule == rule
    };
    bench.check(Item::A4, "", exchange.number, works, || format!("{rule} was answered by {}", reply.rule));
}
