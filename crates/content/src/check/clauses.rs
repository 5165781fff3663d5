//! Constructions of the clause: each is told in both languages, and has lines with the resident's words and without.

use std::collections::BTreeSet;

use super::super::model::ClausePart;
use super::super::text::folded;
use super::lines::slots;
use super::{Context, Faults};

/// The fewest lines that take the resident's words where they may be said, and the fewest without.
const HALF_MIN: usize = 4;

pub(super) fn check(context: &Context<'_>, faults: &mut Faults<'_>) {
    let clauses = &context.source.clauses;
    faults.unique("clause", clauses.kinds.iter().map(|kind| kind.id.as_str()));
    let known: BTreeSet<&str> = clauses.kinds.iter().map(|kind| kind.id.as_str()).collect();
    for (language, forms) in [("en", &clauses.forms.en), ("es", &clauses.forms.es)] {
        for id in &known {
            if forms.get(*id).is_none_or(|forms| forms.patterns.is_empty()) {
                faults.add(&format!("clauses {language} {id}"), "it has no pattern");
            }
        }
        for (id, forms) in forms {
            let item = format!("clauses {language} {id}");
            if !known.contains(id.as_str()) {
                faults.add(&item, "the construction does not exist");
            }
            for text in &forms.patterns {
                if faults.pattern(&item, text).is_some_and(|pattern| !pattern.captures().is_empty()) {
                    faults.add(&item, format!("a construction captures nothing: {text}"));
                }
            }
            for word in forms.not.iter().filter(|word| folded(word) != **word || word.contains(' ')) {
                faults.add(&item, format!("`{word}` is not one folded word"));
            }
        }
    }
    for kind in &clauses.kinds {
        let item = format!("lines en clause.{}", kind.id);
        let lines = context.source.lines.en.get(&format!("clause.{}", kind.id));
        let filled = lines.into_iter().flatten().filter(|(_, line)| !slots(line).is_empty()).count();
        let all = lines.map_or(0, std::collections::BTreeMap::len);
        let halves = filled >= HALF_MIN && all - filled >= HALF_MIN;
        if kind.said == ClausePart::Nothing && filled > 0 {
            faults.add(&item, "nothing of it is said back, and a line takes words");
        } else if kind.said != ClausePart::Nothing && !halves {
            faults.add(&item, format!("at least {HALF_MIN} lines with words and {HALF_MIN} without"));
        }
    }
}
