//! Flows: every target exists, every step is reached, every question can be left, and nothing goes round for
//! ever.

use std::collections::{BTreeMap, BTreeSet};

use super::super::model::{Act, Answer, Do, Flow, FlowStep, Next, Start};
use super::choices;
use super::{Context, Faults};

/// What every question must have an answer for.
const ANSWERS: [Answer; 5] = [Answer::Yes, Answer::No, Answer::Unsure, Answer::Decline, Answer::Stop];

pub(super) fn check(context: &Context<'_>, faults: &mut Faults<'_>) {
    faults.unique("flow", context.source.flows.iter().map(|flow| flow.id.as_str()));
    let mut priorities = BTreeMap::new();
    for flow in &context.source.flows {
        let item = format!("flow {}", flow.id);
        if let Some(other) = priorities.insert(flow.priority, &flow.id) {
            faults.add(&item, format!("the same priority as `{other}`"));
        }
        starts(context, &item, flow, faults);
        steps(context, &item, flow, faults);
        targets(context, &item, flow, faults);
        reachable(context, &item, flow, faults);
        cycles(&item, flow, faults);
    }
}

fn starts(context: &Context<'_>, item: &str, flow: &Flow, faults: &mut Faults<'_>) {
    if flow.starts.is_empty() {
        faults.add(item, "nothing starts it");
    }
    for start in &flow.starts {
        let known = match start {
            Start::Topic(topic) | Start::Night(topic) => context.has_topic(topic),
            Start::Frame(frame) => context.has_frame(frame),
            Start::Ask { at } => flow.steps.iter().any(|step| step.id == *at),
            Start::Hard | Start::Told | Start::Wish(_) | Start::Due(_) | Start::First => true,
        };
        if !known {
            faults.add(item, format!("{start:?} does not exist"));
        }
    }
}

fn steps(context: &Context<'_>, item: &str, flow: &Flow, faults: &mut Faults<'_>) {
    faults.unique("step", flow.steps.iter().map(|step| step.id.as_str()));
    if flow.steps.is_empty() {
        faults.add(item, "has no steps");
    }
    for step in &flow.steps {
        let item = &format!("{item} step {}", step.id);
        if step.acts.is_empty() {
            faults.add(item, "says and does nothing");
        }
        let asking = step.acts.iter().filter(|act| asks(context, act)).count();
        if asking > 1 {
            faults.add(item, format!("asks {asking} questions, at most one"));
        }
        for act in &step.acts {
            act_pool(context, item, act, faults);
        }
        answers(item, step, asking > 0, faults);
        choices::of_step(context, item, step, faults);
        if step.needs.is_empty() == step.otherwise.is_some() {
            faults.add(item, "`needs` and `otherwise` go together");
        }
        if (step.limit > 0) != step.over.is_some() {
            faults.add(item, "`limit` and `over` go together");
        }
    }
}

fn answers(item: &str, step: &FlowStep, asks: bool, faults: &mut Faults<'_>) {
    if asks {
        for answer in ANSWERS {
            if !step.on.contains_key(&answer) {
                faults.add(item, format!("no way on for the answer {answer:?}"));
            }
        }
        if step.next.is_some() {
            faults.add(item, "a question leads on by `on`, not by `next`");
        }
        taken(item, step, faults);
    } else {
        // What merely listens may be told that this was all.
        let refusals = [Answer::No, Answer::Decline, Answer::Stop];
        if step.next.is_none() || step.on.keys().any(|answer| !refusals.contains(answer)) {
            faults.add(item, "without a question it leads on by `next`, and by a refusal at most");
        }
    }
    if !asks && (step.fill.is_some() || step.take.is_some() || !step.picks.is_empty()) {
        faults.add(item, "only an answer fills a slot");
    }
}

/// What an answer fills: a choice by `Choose`, the resident's own words by `Given`.
fn taken(item: &str, step: &FlowStep, faults: &mut Faults<'_>) {
    let chooses = step.acts.iter().any(Do::is_choice);
    if chooses && step.picks.is_empty() && !step.on.contains_key(&Answer::Choose) {
        faults.add(item, "a choice leads on by `Choose`");
    }
    if !chooses && step.on.contains_key(&Answer::Choose) {
        faults.add(item, "only a choice leads on by `Choose`");
    }
    if step.take.is_some() != step.on.contains_key(&Answer::Given) {
        faults.add(item, "what is taken, and only that, leads on by `Given`");
    }
    let scale = step.acts.contains(&Do::AskItem);
    if (chooses && !scale || step.take.is_some()) != step.fill.is_some() {
        faults.add(item, "a choice or what is taken, and only that, fills a slot");
    }
}

/// Whether a thing to do asks something.
pub(super) fn asks(context: &Context<'_>, act: &Do) -> bool {
    match act {
        Do::AskTopic
        | Do::AskPermission
        | Do::AskTheme
        | Do::AskItem
        | Do::ChooseActivity(_)
        | Do::ChooseTime(_)
        | Do::ChooseOwn(_)
        | Do::Choose { .. } => true,
        Do::Line(pool) | Do::Summarise(pool) | Do::InstrumentReason(pool) => {
            context.pools.get(pool.as_str()).is_some_and(|pool| pool.asks)
        }
        _ => false,
    }
}

/// Says so when the pool of a thing to do does not exist or does something else.
pub(super) fn act_pool(context: &Context<'_>, item: &str, act: &Do, faults: &mut Faults<'_>) {
    let (pool, needs): (&String, &[&str]) = match act {
        Do::Line(pool) | Do::Summarise(pool) => (pool, &[]),
        Do::TimeShift(pool) => (pool, &["person"]),
        Do::ChooseActivity(pool) | Do::ChooseTime(pool) => (pool, &["first", "second"]),
        Do::ChooseOwn(pool) | Do::Choose { pool, .. } => (pool, &[]),
        Do::InstrumentReason(pool) => (pool, &["title", "items"]),
        _ => return,
    };
    let Some(found) = context.pools.get(pool.as_str()) else {
        faults.add(item, format!("there is no pool `{pool}`"));
        return;
    };
    for need in needs {
        if !found.slots.iter().any(|slot| slot == need) {
            faults.add(item, format!("the pool `{pool}` takes no `{need}`"));
        }
    }
    if act.is_choice() && !matches!(found.act, Act::AskChoice | Act::AskScale) {
        faults.add(item, format!("the pool `{pool}` offers no choice"));
    }
    if matches!(act, Do::Line(_) | Do::Choose { .. } | Do::ChooseOwn(_)) && !found.slots.is_empty() {
        faults.add(item, format!("nothing fills the placeholders of `{pool}` here"));
    }
}

/// Where a step may lead, and whether it does so without a word of its own.
fn edges(step: &FlowStep) -> impl Iterator<Item = (&Next, bool)> {
    let spoken = step.on.values().chain(step.picks.values()).chain(&step.next).map(|next| (next, false));
    let silent = step.otherwise.iter().chain(&step.over).map(|next| (next, true));
    spoken.chain(silent)
}

fn targets(context: &Context<'_>, item: &str, flow: &Flow, faults: &mut Faults<'_>) {
    let has = |flow: &Flow, id: &str| flow.steps.iter().any(|step| step.id == id);
    for step in &flow.steps {
        let item = format!("{item} step {}", step.id);
        for (next, silent) in edges(step) {
            match next {
                Next::Go(target) if !has(flow, target) => {
                    faults.add(&item, format!("there is no step `{target}`"));
                }
                Next::Into { flow: other, at } => {
                    if !context.source.flows.iter().any(|flow| flow.id == *other && has(flow, at)) {
                        faults.add(&item, format!("there is no step `{at}` in a flow `{other}`"));
                    }
                    if silent {
                        faults.add(&item, "without a word no other flow is gone into");
                    }
                }
                _ => {}
            }
        }
    }
}

fn reachable(context: &Context<'_>, item: &str, flow: &Flow, faults: &mut Faults<'_>) {
    let mut reached = BTreeSet::new();
    let mut open: Vec<&str> = flow.steps.first().map(|step| step.id.as_str()).into_iter().collect();
    let others = context.source.flows.iter().filter(|other| other.id != flow.id);
    open.extend(others.flat_map(|other| &other.steps).flat_map(edges).filter_map(|(next, _)| match next {
        Next::Into { flow: into, at } if *into == flow.id => Some(at.as_str()),
        _ => None,
    }));
    while let Some(id) = open.pop() {
        if !reached.insert(id) {
            continue;
        }
        let step = flow.steps.iter().find(|step| step.id == id);
        for (next, _) in step.into_iter().flat_map(edges) {
            if let Next::Go(target) = next {
                open.push(target);
            }
        }
    }
    for step in &flow.steps {
        if !reached.contains(step.id.as_str()) {
            faults.add(&format!("{item} step {}", step.id), "cannot be reached");
        }
    }
}

/// Without the steps that count, nothing goes round; and nothing goes round without a word.
fn cycles(item: &str, flow: &Flow, faults: &mut Faults<'_>) {
    let uncounted = |id: &str| flow.steps.iter().any(|step| step.id == id && step.limit == 0);
    let talking: BTreeMap<&str, Vec<&str>> = flow
        .steps
        .iter()
        .filter(|step| step.limit == 0)
        .map(|step| {
            let to = edges(step).filter_map(|(next, _)| target(next)).filter(|id| uncounted(id)).collect();
            (step.id.as_str(), to)
        })
        .collect();
    if goes_round(&talking) {
        faults.add(item, "goes round without a step that counts");
    }
    let silent: BTreeMap<&str, Vec<&str>> = flow
        .steps
        .iter()
        .map(|step| {
            let to = edges(step).filter(|(_, silent)| *silent).filter_map(|(next, _)| target(next)).collect();
            (step.id.as_str(), to)
        })
        .collect();
    if goes_round(&silent) {
        faults.add(item, "goes round without a word");
    }
}

fn target(next: &Next) -> Option<&str> {
    match next {
        Next::Go(id) => Some(id),
        Next::Into { .. } | Next::End => None,
    }
}

/// Whether a graph has a cycle: leaves are taken off until none is left.
fn goes_round(graph: &BTreeMap<&str, Vec<&str>>) -> bool {
    let mut left: BTreeSet<&str> = graph.keys().copied().collect();
    loop {
        let leaf = left.iter().copied().find(|id| graph[id].iter().all(|to| !left.contains(to)));
        match leaf {
            Some(leaf) => left.remove(leaf),
            None => return !left.is_empty(),
        };
    }
}
