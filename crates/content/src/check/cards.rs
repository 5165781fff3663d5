//! Cards: few and short steps, both languages alike, a source with a date, and honest review fields.

use super::super::model::{Card, CardLines};
use super::super::text::{sentences, word_count};
use super::lines::Lints;
use super::{Context, Faults, day_number};

/// The most words of a card's sentence.
const WORDS_MAX: usize = 20;
/// The most minutes that a card may take.
const MINUTES_MAX: u8 = 10;

pub(super) fn check(context: &Context<'_>, faults: &mut Faults<'_>) {
    faults.unique("card", context.source.cards.iter().map(|card| card.id.as_str()));
    for card in &context.source.cards {
        let item = format!("card {}", card.id);
        if !context.has_topic(&card.topic) {
            faults.add(&item, format!("there is no topic `{}`", card.topic));
        }
        words(&item, &card.lines.en, &context.lints.en, faults);
        words(&item, &card.lines.es, &context.lints.es, faults);
        if card.lines.en.steps.len() != card.lines.es.steps.len() {
            faults.add(&item, "not as many steps in each language");
        }
        if card.minutes == 0 || card.minutes > MINUTES_MAX {
            faults.add(&item, format!("takes 1 to {MINUTES_MAX} minutes"));
        }
        dates(&item, card, faults);
    }
}

fn words(item: &str, lines: &CardLines, lints: &Lints, faults: &mut Faults<'_>) {
    if lines.steps.is_empty() || lines.steps.len() > 3 {
        faults.add(item, "one to three steps");
    }
    let named = [("permission", &lines.permission, true), ("opening", &lines.opening, false)];
    let last = [("close", &lines.close, false), ("follow_up", &lines.follow_up, true)];
    let steps = lines.steps.iter().map(|step| ("step", step, false));
    for (name, line, asks) in named.into_iter().chain(steps).chain(last) {
        let part = format!("{item} {name}");
        lints.marks(&part, line, asks, faults);
        lints.judge(&part, line, faults);
        if sentences(line).len() != 1 {
            faults.add(&part, format!("is one sentence: {line}"));
        }
        if word_count(line) > WORDS_MAX {
            faults.add(&part, format!("more than {WORDS_MAX} words: {line}"));
        }
        if line.contains('{') {
            faults.add(&part, format!("a card has no placeholders: {line}"));
        }
    }
    let words = word_count(&lines.name);
    if !(1..=9).contains(&words) || lines.name.ends_with('.') {
        faults.add(item, format!("a name is one to nine words without a full stop: {}", lines.name));
    }
    lints.forbid(item, &lines.name, faults);
}

fn dates(item: &str, card: &Card, faults: &mut Faults<'_>) {
    let as_of = day_number(&card.source.as_of);
    let expires = day_number(&card.expires);
    match (as_of, expires) {
        (Some(as_of), Some(expires)) if expires <= as_of => faults.add(item, "expires before its as-of date"),
        (Some(_), Some(_)) => {}
        _ => faults.add(item, "dates are YYYY-MM-DD"),
    }
    if card.source.publisher.trim().is_empty() || card.source.title.trim().is_empty() {
        faults.add(item, "a source has a publisher and a title");
    }
    if card.reviewer.is_some() != card.reviewed.is_some() {
        faults.add(item, "a review has a reviewer and a date, or neither");
    }
    if card.reviewed.as_deref().is_some_and(|date| day_number(date).is_none()) {
        faults.add(item, "dates are YYYY-MM-DD");
    }
}
