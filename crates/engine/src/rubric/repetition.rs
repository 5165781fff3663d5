//! Repetition, R1 and R2.

use std::collections::{BTreeMap, BTreeSet};

use content::model::{Act, UserAct};
use content::text::{folded, sentences, tokens};

use super::super::choose::{opener_hash, sentence_hash};
use super::Bench;
use super::exchange::{Exchange, Reply};
use super::items::Item;

/// A sentence does not come back within so many replies.
const SENTENCE_TURNS: usize = 20;
/// A reply is compared with so many before it.
const ALIKE_REPLIES: usize = 10;
/// The most four-word runs, in per cent, that two replies share.
const ALIKE_PERCENT: usize = 35;
/// The same first three words do not come back within so many replies.
const OPENER_TURNS: usize = 5;
/// The fewest new four-word runs, in per cent, over so many replies.
const NEW_PERCENT: usize = 80;
/// A card comes back after so many days.
const CARD_DAYS: i64 = 7;

/// Ways to say "as I told you".
const AS_SAID: [&str; 8] = [
    "as i said",
    "like i said",
    "as i told",
    "i already",
    "como le dije",
    "como ya dije",
    "ya le dije",
    "ya le conte",
];

/// Rows whose point is to say something again, or to list what is kept.
const EXEMPT: [&str; 3] = ["repeat", "memory", "open"];

/// Judges the repetition of a conversation.
pub(super) fn judge(bench: &mut Bench<'_>) {
    let conversation = bench.conversation;
    let replies: Vec<(&Exchange, &Reply)> =
        conversation.talk().filter(|(_, reply)| !EXEMPT.contains(&reply.rule.as_str())).collect();
    let mut said: BTreeMap<u32, usize> = BTreeMap::new();
    let mut openers: BTreeMap<u32, usize> = BTreeMap::new();
    let grams: Vec<BTreeSet<u32>> = replies.iter().map(|(_, reply)| runs(&reply.text)).collect();
    for (place, (exchange, reply)) in replies.iter().enumerate() {
        let mut again = false;
        for sentence in sentences(&reply.text) {
            let before = said.insert(sentence_hash(sentence), place);
            again |= before.is_some_and(|before| place - before <= SENTENCE_TURNS);
        }
        bench.check(Item::R1, "sentence", exchange.number, !again, || "a sentence came back".to_owned());
        let before = openers.insert(opener_hash(&reply.text), place);
        let soon = before.is_some_and(|before| place - before < OPENER_TURNS);
        bench.check(Item::R1, "opener", exchange.number, !soon, || "the same first three words".to_owned());
        let recent = &grams[place.saturating_sub(ALIKE_REPLIES)..place];
        let alike = recent.iter().any(|other| is_alike(&grams[place], other));
        bench.check(Item::R1, "alike", exchange.number, !alike, || "too much like a reply before".to_owned());
        if place + 1 >= SENTENCE_TURNS {
            let share = share_of_new(&grams[place + 1 - SENTENCE_TURNS..=place]);
            bench.check(Item::R1, "new", exchange.number, share >= NEW_PERCENT, || format!("{share} % new"));
        }
    }
    cards(bench);
    repeated_questions(bench);
}

/// The four-word runs of a text.
fn runs(text: &str) -> BTreeSet<u32> {
    let words: Vec<String> =
        tokens(text).into_iter().filter(|token| !token.is_end()).map(|token| token.text).collect();
    words.windows(4).map(|run| sentence_hash(&run.join(" "))).collect()
}

fn is_alike(one: &BTreeSet<u32>, other: &BTreeSet<u32>) -> bool {
    let common = one.intersection(other).count();
    let all = one.len() + other.len() - common;
    all > 0 && common * 100 > all * ALIKE_PERCENT
}

/// The share of runs that no earlier reply of these holds, in per cent.
fn share_of_new(replies: &[BTreeSet<u32>]) -> usize {
    let all: usize = replies.iter().map(BTreeSet::len).sum();
    let different: BTreeSet<&u32> = replies.iter().flatten().collect();
    (different.len() * 100).checked_div(all).unwrap_or(100)
}

fn cards(bench: &mut Bench<'_>) {
    let mut told: BTreeMap<String, &Exchange> = BTreeMap::new();
    let conversation = bench.conversation;
    for (exchange, reply) in conversation.talk().filter(|(_, reply)| reply.did(Act::Offer)) {
        let opening = reply.lines.iter().find(|line| line.ends_with(".opening"));
        let Some(card) = opening.cloned() else { continue };
        let before = told.insert(card, exchange);
        let soon = before.is_some_and(|before| exchange.days_since(before) < CARD_DAYS);
        let wanted = exchange.does(UserAct::AskAdvice) || exchange.does(UserAct::Repeat);
        bench.check(Item::R1, "card", exchange.number, !soon || wanted, || "a card came back".to_owned());
    }
}

/// The same question of the resident: the same row, other words, and never "as I said".
fn repeated_questions(bench: &mut Bench<'_>) {
    let mut asked: BTreeMap<String, (String, String)> = BTreeMap::new();
    let conversation = bench.conversation;
    for (exchange, reply) in conversation.talk() {
        let message = folded(exchange.message.as_deref().unwrap_or_default());
        let key = message.trim().to_owned();
        if !key.contains('?') || EXEMPT.contains(&reply.rule.as_str()) {
            continue;
        }
        let Some((rule, text)) = asked.insert(key, (reply.rule.clone(), reply.text.clone())) else {
            continue;
        };
        let family = |rule: &str| rule.split('_').next().unwrap_or_default().to_owned();
        let same = family(&rule) == family(&reply.rule);
        let lower = folded(&reply.text);
        let scolds = AS_SAID.iter().any(|words| lower.contains(words));
        bench.check(Item::R2, "", exchange.number, same && text != reply.text && !scolds, || {
            format!("first {rule}, then {}", reply.rule)
        });
    }
}
