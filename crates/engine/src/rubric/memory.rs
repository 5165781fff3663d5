//! Memory, M1 to M4.

use content::model::{Act, Relation, UserAct};

use super::super::input::Input;
use super::super::memory::same_person;
use super::super::plan::{Effect, Fill, Piece, Words};
use super::Bench;
use super::exchange::{Exchange, Reply};
use super::items::Item;

/// Lines that speak of somebody as living.
const LIVING: [&str; 7] = [
    "frame.visit",
    "frame.no_visit",
    "frame.far",
    "frame.worried_about",
    "frame.proud_of",
    "frame.ill",
    "frame.expects",
];
/// How many facts one reply lists.
const LISTED_MAX: usize = 10;

/// Judges the memory of a conversation.
pub(super) fn judge(bench: &mut Bench<'_>) {
    let conversation = bench.conversation;
    let mut dead: Vec<String> = Vec::new();
    let mut forgotten: Vec<String> = Vec::new();
    for exchange in &conversation.exchanges {
        if let Some(recalled) = exchange.recalled {
            bench
                .check(Item::M1, "needed", exchange.number, recalled, || "a told fact is missing".to_owned());
        }
        died(exchange, &mut dead);
        if let Some(reply) = &exchange.reply {
            spoken_of_as_living(bench, exchange, reply, &dead);
            forgets(bench, exchange, reply, &mut forgotten);
        }
        recalls(bench, exchange);
    }
}

/// Notes who died, by the message and by what is known.
fn died(exchange: &Exchange, dead: &mut Vec<String>) {
    let told = exchange.reading.frames.iter().filter(|hit| hit.id == "died");
    dead.extend(told.filter_map(|hit| hit.fills.first()).map(|fill| fill.text.clone()));
    if let Some(said) = &exchange.inside {
        let known = said.input.facts.iter().filter(|fact| fact.relation == Relation::Died);
        dead.extend(known.map(|fact| fact.value.clone()));
    }
}

/// What a reply fills in about people: by its plan, else by the people that its message names.
fn people(exchange: &Exchange, reply: &Reply) -> Vec<String> {
    let person = |fill: &Fill| (fill.slot == "person").then(|| fill.text.clone());
    if let Some(said) = &exchange.inside {
        let living = |piece: &&Piece| match &piece.words {
            Words::Line(line) => LIVING.contains(&line.pool.as_str()),
            _ => false,
        };
        return said
            .plan
            .pieces
            .iter()
            .filter(living)
            .flat_map(|piece| &piece.fills)
            .filter_map(person)
            .collect();
    }
    if !LIVING.iter().any(|pool| reply.says(pool)) {
        return Vec::new();
    }
    let hits = exchange.reading.frames.iter().flat_map(|hit| &hit.fills).filter_map(person);
    hits.filter(|person| reply.text.contains(person.as_str())).collect()
}

fn spoken_of_as_living(bench: &mut Bench<'_>, exchange: &Exchange, reply: &Reply, dead: &[String]) {
    if dead.is_empty() {
        return;
    }
    let living = people(exchange, reply);
    let wrong = living.iter().any(|person| dead.iter().any(|gone| same_person(gone, person)));
    bench.check(Item::M4, "dead", exchange.number, !wrong, || {
        "somebody who died is spoken of as living".to_owned()
    });
}

/// What a reply says that it recalls: the values of its lines.
fn recalled(exchange: &Exchange) -> Option<(Vec<&Fill>, &Input)> {
    let said = exchange.inside.as_ref()?;
    let here = |piece: &Piece| matches!(&piece.words, Words::Line(line) if line.pool.starts_with("here."));
    let pieces = said.plan.pieces.iter().filter(|piece| piece.act == Act::Recall && !here(piece));
    let values = pieces.flat_map(|piece| &piece.fills).filter(|fill| fill.slot == "value");
    Some((values.collect(), &said.input))
}

/// What a reply says of this conversation was told in it, or kept with consent.
fn recalled_here(bench: &mut Bench<'_>, exchange: &Exchange) {
    let Some(said) = exchange.inside.as_ref() else { return };
    for piece in &said.plan.pieces {
        let Words::Line(line) = &piece.words else { continue };
        for value in piece.fills.iter().filter(|_| line.pool.starts_with("here.")) {
            // The resident's own work, where no trade was named, is held as a slot.
            let work =
                said.state.slots.iter().any(|slot| slot.name == "own.work" && slot.value == value.text);
            let told = work || said.state.told.iter().any(|told| told.value == value.text);
            let kept =
                said.input.consent.memory && said.input.facts.iter().any(|fact| fact.value == value.text);
            bench.check(Item::M1, "contradicted", exchange.number, told || kept, || {
                "not what was told".to_owned()
            });
        }
    }
}

fn recalls(bench: &mut Bench<'_>, exchange: &Exchange) {
    recalled_here(bench, exchange);
    let Some((values, input)) = recalled(exchange) else { return };
    for value in &values {
        let fact = input.facts.iter().find(|fact| fact.value == value.text);
        bench.check(Item::M1, "contradicted", exchange.number, fact.is_some(), || {
            "not what was told".to_owned()
        });
        let told = fact.is_some_and(|fact| !fact.id.is_empty());
        bench.check(Item::M4, "told", exchange.number, told, || "no message told it".to_owned());
        bench.check(Item::M3, "consent", exchange.number, input.consent.memory, || {
            "recalled without consent".to_owned()
        });
    }
    talks_told(bench, exchange, input);
    if exchange.does(UserAct::AskMemory)
        && exchange.reply.as_ref().is_some_and(|reply| reply.rule == "memory")
    {
        let due = if input.consent.memory { input.facts.len().min(LISTED_MAX) } else { 0 };
        bench.check(Item::M3, "listed", exchange.number, values.len() == due, || {
            format!("{} of {due} listed", values.len())
        });
    }
    if let Some(said) = exchange.inside.as_ref().filter(|_| !input.consent.memory) {
        // What was told before a yes is kept with it.
        let agreed = said.effects.contains(&Effect::MemoryConsent(true));
        let kept = !agreed
            && said
                .effects
                .iter()
                .any(|effect| matches!(effect, Effect::Remember(_) | Effect::Talked { .. }));
        bench.check(Item::M3, "consent", exchange.number, !kept, || "kept without consent".to_owned());
    }
}

/// That something was talked about is told only where it was kept, with consent.
fn talks_told(bench: &mut Bench<'_>, exchange: &Exchange, input: &Input) {
    let Some(said) = exchange.inside.as_ref() else { return };
    let told = |fill: &Fill| fill.slot == "topics";
    if said.plan.pieces.iter().flat_map(|piece| &piece.fills).any(told) {
        let kept = input.consent.memory && !input.talks.is_empty();
        bench.check(Item::M3, "consent", exchange.number, kept, || "a talk that was not kept".to_owned());
    }
}

/// What was forgotten is not said again, unless the resident tells it again.
fn forgets(bench: &mut Bench<'_>, exchange: &Exchange, reply: &Reply, forgotten: &mut Vec<String>) {
    let message = exchange.message.as_deref().unwrap_or_default();
    forgotten.retain(|value| !message.contains(last_word(value)));
    if !forgotten.is_empty() {
        let said = forgotten.iter().any(|value| reply.text.contains(value.as_str()));
        bench.check(Item::M3, "forgotten", exchange.number, !said, || {
            "said after it was forgotten".to_owned()
        });
    }
    let Some(said) = &exchange.inside else { return };
    for effect in &said.effects {
        if let Effect::Forget(ids) = effect {
            let gone = said.input.facts.iter().filter(|fact| ids.contains(&fact.id));
            forgotten.extend(gone.map(|fact| fact.value.clone()));
        }
    }
}

fn last_word(value: &str) -> &str {
    value.rsplit(' ').next().unwrap_or(value)
}
