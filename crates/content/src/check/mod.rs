//! What types cannot say about the content, checked before anything is built with it: the build fails with the
//! file and the item. Each rule here has a planted violation in `tests`.

mod articles;
mod cards;
mod choices;
mod clauses;
mod flows;
mod lexicon;
mod lines;
mod policy;
mod protocol;
mod things;

use std::collections::BTreeMap;

use super::dates::day_number;
use super::load::{Fault, Origins};
use super::model::{ByLang, Pool, Source};
use super::pattern::Pattern;

/// Everything that is wrong with the content; empty when it can be built.
pub(crate) fn check(source: &Source, origins: &Origins) -> Vec<Fault> {
    let mut faults = Faults { found: Vec::new(), origins };
    let pools = pools_by_id(source, &mut faults);
    let lints = ByLang {
        en: lines::Lints::new("en", &source.lint.en, &mut faults),
        es: lines::Lints::new("es", &source.lint.es, &mut faults),
    };
    let context = Context { source, pools, lints };
    lines::check(&context, &mut faults);
    cards::check(&context, &mut faults);
    articles::check(&context, &mut faults);
    choices::check(&context, &mut faults);
    flows::check(&context, &mut faults);
    policy::check(&context, &mut faults);
    protocol::check(&context, &mut faults);
    lexicon::check(&context, &mut faults);
    things::check(&context, &mut faults);
    clauses::check(&context, &mut faults);
    faults.found
}

/// What every check looks at.
struct Context<'a> {
    source: &'a Source,
    pools: BTreeMap<&'a str, &'a Pool>,
    lints: ByLang<lines::Lints>,
}

impl Context<'_> {
    fn has_topic(&self, id: &str) -> bool {
        self.source.topics.iter().any(|topic| topic.id == id)
    }

    fn has_frame(&self, id: &str) -> bool {
        self.source.frames.iter().any(|frame| frame.id == id)
    }
}

struct Faults<'a> {
    found: Vec<Fault>,
    origins: &'a Origins,
}

impl Faults<'_> {
    fn add(&mut self, item: &str, what: impl Into<String>) {
        let file = self.file_of(item);
        self.found.push(Fault { file, item: item.to_owned(), what: what.into() });
    }

    /// The file of an item, or of the item that it is a part of.
    fn file_of(&self, item: &str) -> String {
        let mut name = item;
        loop {
            if let Some(file) = self.origins.get(name) {
                return file.clone();
            }
            match name.rfind([' ', '/']) {
                Some(end) => name = &name[..end],
                None => return String::new(),
            }
        }
    }

    /// Says so when two of these ids are the same.
    fn unique<'i>(&mut self, kind: &str, ids: impl IntoIterator<Item = &'i str>) {
        let mut seen = std::collections::BTreeSet::new();
        for id in ids {
            if !seen.insert(id) {
                self.add(&format!("{kind} {id}"), "the id is there twice");
            }
            let plain = |letter: char| {
                letter.is_ascii_lowercase() || letter.is_ascii_digit() || "._-".contains(letter)
            };
            if id.is_empty() || !id.chars().all(plain) {
                self.add(&format!("{kind} {id}"), "an id is small letters, digits, `.`, `_` and `-`");
            }
        }
    }

    /// Reads a pattern, saying so when it cannot be read.
    fn pattern(&mut self, item: &str, text: &str) -> Option<Pattern> {
        match Pattern::parse(text) {
            Ok(pattern) => Some(pattern),
            Err(what) => {
                self.add(item, what);
                None
            }
        }
    }
}

fn pools_by_id<'a>(source: &'a Source, faults: &mut Faults<'_>) -> BTreeMap<&'a str, &'a Pool> {
    faults.unique("pool", source.pools.iter().map(|pool| pool.id.as_str()));
    source.pools.iter().map(|pool| (pool.id.as_str(), pool)).collect()
}

#[cfg(test)]
mod tests;
