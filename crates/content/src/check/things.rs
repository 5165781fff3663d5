//! Concrete things: every class has nouns in both languages, and no form stands for two things.

use std::collections::{BTreeMap, BTreeSet};

use super::super::model::Noun;
use super::super::text::folded;
use super::{Context, Faults};

/// The fewest nouns of a class.
const NOUNS_MIN: usize = 8;

pub(super) fn check(context: &Context<'_>, faults: &mut Faults<'_>) {
    let things = &context.source.things;
    faults.unique("thing", things.classes.iter().map(|class| class.id.as_str()));
    let classes: BTreeSet<&str> = things.classes.iter().map(|class| class.id.as_str()).collect();
    for (language, nouns) in [("en", &things.nouns.en), ("es", &things.nouns.es)] {
        for class in &classes {
            let count = nouns.get(*class).map_or(0, Vec::len);
            if count < NOUNS_MIN {
                faults.add(
                    &format!("things {language} {class}"),
                    format!("{count} nouns, at least {NOUNS_MIN}"),
                );
            }
        }
        for class in nouns.keys().filter(|class| !classes.contains(class.as_str())) {
            faults.add(&format!("things {language} {class}"), "the class does not exist");
        }
        let lint = if language == "en" { &context.source.lint.en } else { &context.source.lint.es };
        forms(language, nouns, &lint.means, faults);
    }
}

fn forms(language: &str, nouns: &BTreeMap<String, Vec<Noun>>, means: &[String], faults: &mut Faults<'_>) {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for (class, nouns) in nouns {
        let item = format!("things {language} {class}");
        for noun in nouns {
            let mut own: Vec<&String> = noun.one.iter().chain(&noun.many).collect();
            if own.is_empty() {
                faults.add(&item, "a noun has a form");
            }
            if noun.gender.is_some() != (language == "es") {
                faults.add(&item, format!("{own:?}: a gender is for Spanish, and for each noun of it"));
            }
            own.dedup();
            for form in own {
                let plain = folded(form);
                if plain.trim() != plain
                    || plain.contains(|letter: char| !letter.is_alphanumeric() && letter != ' ')
                {
                    faults.add(&item, format!("a form is words alone: {form}"));
                }
                // The word that says what it is stands last in English and first in Spanish.
                let mut words = plain.split(' ');
                let head = if language == "en" { words.next_back() } else { words.next() };
                if let Some(word) = means.iter().find(|word| head == Some(folded(word).as_str())) {
                    faults.add(&item, format!("`{form}` may be a means or a place of death: {word}"));
                }
                if let Some(other) = seen.insert(plain, class) {
                    faults.add(&item, format!("`{form}` is in `{other}` too"));
                }
            }
        }
    }
}
