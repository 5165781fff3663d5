//! Reads `/content` into a [`Source`]: one pass over the files, in the order of their names, so that the same
//! tree always gives the same bytes and the same digest.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use super::model::{Act, ByLang, Catalogue, Clauses, Feeling, Lexicon, Lint, Pool, Source, Things};

/// What is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The file, relative to the root; empty when it is known only by its id.
    pub(crate) file: String,
    /// The item, such as `card quiet_sunday`.
    pub(crate) item: String,
    /// What is wrong with it.
    pub(crate) what: String,
}

/// Which file an item came from, by `kind id`.
pub(crate) type Origins = BTreeMap<String, String>;

/// Everything under the root, read but not yet checked.
///
/// # Errors
/// The files that could not be read, each with the reason.
pub(crate) fn load(root: &Path) -> Result<(Source, Origins), Vec<Fault>> {
    let mut loader = Loader { root, faults: Vec::new(), origins: Origins::new() };
    let source = loader.source();
    match source {
        Some(source) if loader.faults.is_empty() => Ok((source, loader.origins)),
        _ => Err(loader.faults),
    }
}

struct Loader<'a> {
    root: &'a Path,
    faults: Vec<Fault>,
    origins: Origins,
}

impl Loader<'_> {
    fn source(&mut self) -> Option<Source> {
        let mut cards: Vec<super::model::Card> = Vec::new();
        for path in self.files("cards") {
            if let Some(more) = self.read::<Vec<super::model::Card>>(&path) {
                self.note(&path, more.iter().map(|card| format!("card {}", card.id)));
                cards.extend(more);
            }
        }
        let mut flows: Vec<super::model::Flow> = Vec::new();
        for path in self.files("flows") {
            if let Some(flow) = self.read::<super::model::Flow>(&path) {
                self.note(&path, [format!("flow {}", flow.id)]);
                flows.push(flow);
            }
        }
        let mut articles: Vec<super::model::Article> = Vec::new();
        for path in self.files("articles") {
            if let Some(article) = self.read::<super::model::Article>(&path) {
                self.note(&path, [format!("article {}", article.id)]);
                articles.push(article);
            }
        }
        let lines = ByLang { en: self.catalogue("en"), es: self.catalogue("es") };
        let topics: Option<Vec<super::model::Topic>> = self.read_named("topics.ron");
        let frames: Option<Vec<super::model::Frame>> = self.read_named("frames.ron");
        let pools: Option<Vec<Pool>> = self.read_named("pools.ron");
        let choices: Option<Vec<super::model::ChoiceSet>> = self.read_named("choices.ron");
        let policy: Option<Vec<super::model::Row>> = self.read_named("policy.ron");
        let jurisdictions = self.read_named("jurisdictions.ron");
        let protocol: Option<super::model::Protocol> = self.read_named("protocol.ron");
        self.origins.insert("protocol".to_owned(), "protocol.ron".to_owned());
        let lexicon_en: Option<Lexicon> = self.read_named("lexicon/en.ron");
        let lexicon_es: Option<Lexicon> = self.read_named("lexicon/es.ron");
        let things = self.things();
        let clauses = self.clauses();
        let lint_en: Option<Lint> = self.read_named("lint/en.ron");
        let lint_es: Option<Lint> = self.read_named("lint/es.ron");
        let mut policy = policy?;
        policy.sort_by_key(|row| std::cmp::Reverse(row.priority));
        let mut source = Source {
            cards,
            pools: pools?,
            lines,
            flows,
            choices: choices?,
            policy,
            topics: topics?,
            frames: frames?,
            lexicon: ByLang { en: lexicon_en?, es: lexicon_es? },
            things: things?,
            clauses: clauses?,
            lint: ByLang { en: lint_en?, es: lint_es? },
            jurisdictions: jurisdictions?,
            articles,
            protocol: protocol?,
        };
        let implied = implied_pools(&source);
        source.pools.extend(implied);
        Some(source)
    }

    /// The concrete things: the classes, and the nouns of each language.
    fn things(&mut self) -> Option<Things> {
        let classes = self.read_named("things/classes.ron");
        let (en, es) = (self.read_named("things/en.ron"), self.read_named("things/es.ron"));
        Some(Things { classes: classes?, nouns: ByLang { en: en?, es: es? } })
    }

    /// The constructions of the clause, and how each is told in each language.
    fn clauses(&mut self) -> Option<Clauses> {
        let kinds = self.read_named("clauses/kinds.ron");
        let (en, es) = (self.read_named("clauses/en.ron"), self.read_named("clauses/es.ron"));
        Some(Clauses { kinds: kinds?, forms: ByLang { en: en?, es: es? } })
    }

    /// All pools of one language; a pool lives in one file.
    fn catalogue(&mut self, language: &str) -> Catalogue {
        let mut all = Catalogue::new();
        for path in self.files(&format!("lines/{language}")) {
            let Some(part) = self.read::<Catalogue>(&path) else { continue };
            self.note(&path, part.keys().map(|pool| format!("lines {language} {pool}")));
            for (pool, lines) in part {
                if all.insert(pool.clone(), lines).is_some() {
                    self.fault(&path, &format!("lines {language} {pool}"), "the pool is in two files");
                }
            }
        }
        all
    }

    fn files(&mut self, directory: &str) -> Vec<PathBuf> {
        let path = self.root.join(directory);
        let entries = match fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(error) => {
                self.fault(&path, directory, &error.to_string());
                return Vec::new();
            }
        };
        let mut files: Vec<PathBuf> = entries
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .filter(|path| path.extension().is_some_and(|extension| extension == "ron"))
            .collect();
        files.sort();
        files
    }

    fn read_named<T: DeserializeOwned>(&mut self, name: &str) -> Option<T> {
        let path = self.root.join(name);
        self.read(&path)
    }

    fn read<T: DeserializeOwned>(&mut self, path: &Path) -> Option<T> {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) => {
                self.fault(path, "file", &error.to_string());
                return None;
            }
        };
        let options =
            ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
        match options.from_str(&text) {
            Ok(value) => Some(value),
            Err(error) => {
                self.fault(path, "syntax", &error.to_string());
                None
            }
        }
    }

    fn note(&mut self, path: &Path, items: impl IntoIterator<Item = String>) {
        let file = self.relative(path);
        for item in items {
            self.origins.insert(item, file.clone());
        }
    }

    fn fault(&mut self, path: &Path, item: &str, what: &str) {
        let file = self.relative(path);
        self.faults.push(Fault { file, item: item.to_owned(), what: what.to_owned() });
    }

    fn relative(&self, path: &Path) -> String {
        path.strip_prefix(self.root).unwrap_or(path).display().to_string()
    }
}

/// The pools that feelings, topics and frames need, so that nobody can declare one and forget its lines.
fn implied_pools(source: &Source) -> Vec<Pool> {
    let pool =
        |id: String, act, min, asks, slots| Pool { id, act, min, asks, slots, sentences: 1, notice: false };
    let mut pools = Vec::new();
    for feeling in Feeling::ALL {
        pools.push(pool(feeling.pool().to_owned(), Act::ReflectFeeling, 12, false, Vec::new()));
    }
    for topic in &source.topics {
        pools.push(pool(format!("topic.{}", topic.id), Act::ReflectContent, 3, false, Vec::new()));
        pools.push(pool(format!("ask.{}", topic.id), Act::AskOpen, 2, true, Vec::new()));
    }
    for class in &source.things.classes {
        let thing = vec!["thing".to_owned()];
        pools.push(pool(format!("thing.{}", class.id), Act::ReflectContent, 8, false, thing));
        pools.push(pool(format!("ask.thing.{}", class.id), Act::AskOpen, 6, true, Vec::new()));
    }
    for kind in &source.clauses.kinds {
        let said = vec!["said".to_owned()];
        pools.push(pool(format!("clause.{}", kind.id), Act::ReflectContent, 8, false, said));
        if kind.asks {
            pools.push(pool(format!("ask.clause.{}", kind.id), Act::AskOpen, 2, true, Vec::new()));
        }
    }
    for frame in &source.frames {
        let slots = frame.slots.iter().map(|capture| capture.slot().to_owned()).collect();
        pools.push(pool(format!("frame.{}", frame.id), Act::ReflectContent, 6, false, slots));
    }
    pools
}
