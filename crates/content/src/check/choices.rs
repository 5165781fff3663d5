//! Fixed sets of choices: each can be said and be understood in every language, and each leads somewhere.

use super::super::model::{Answer, Do, FlowStep, Next};
use super::{Context, Faults};

/// The fewest and the most choices of a set.
const OPTIONS: std::ops::RangeInclusive<usize> = 2..=4;

pub(super) fn check(context: &Context<'_>, faults: &mut Faults<'_>) {
    faults.unique("choices", context.source.choices.iter().map(|set| set.id.as_str()));
    for set in &context.source.choices {
        let item = format!("choices {}", set.id);
        faults.unique("choice", set.options.iter().map(|option| option.id.as_str()));
        if !OPTIONS.contains(&set.options.len()) {
            faults.add(&item, "two to four choices");
        }
        for option in &set.options {
            let item = format!("{item} {}", option.id);
            for (label, means) in [(&option.label.en, &option.means.en), (&option.label.es, &option.means.es)]
            {
                if label.trim().is_empty() || label.ends_with('.') || means.is_empty() {
                    faults.add(&item, "has a label without a full stop, and words that mean it");
                }
                for text in means {
                    faults.pattern(&item, text);
                }
            }
            context.lints.en.forbid(&item, &option.label.en, faults);
            context.lints.es.forbid(&item, &option.label.es, faults);
        }
    }
}

/// What a step does with a fixed set.
pub(super) fn of_step(context: &Context<'_>, item: &str, step: &FlowStep, faults: &mut Faults<'_>) {
    let from = step.acts.iter().find_map(|act| match act {
        Do::Choose { from, .. } => Some(from),
        _ => None,
    });
    let Some(from) = from else {
        if !step.picks.is_empty() {
            faults.add(item, "only a fixed set of choices leads on by `picks`");
        }
        return;
    };
    let Some(set) = context.source.choices.iter().find(|set| set.id == *from) else {
        faults.add(item, format!("there are no choices `{from}`"));
        return;
    };
    for option in &set.options {
        if !step.picks.contains_key(&option.id) && !step.on.contains_key(&Answer::Choose) {
            faults.add(item, format!("the choice `{}` leads nowhere", option.id));
        }
    }
    for (id, next) in &step.picks {
        if !set.options.iter().any(|option| option.id == *id) {
            faults.add(item, format!("`{from}` has no choice `{id}`"));
        }
        if *next == Next::End {
            faults.add(item, format!("the choice `{id}` is answered before the flow ends"));
        }
    }
}
