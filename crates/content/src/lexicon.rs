//! A language's lexicon made ready for matching: word sets, and patterns found by their first word.

use std::collections::{BTreeMap, HashMap, HashSet};

use foldhash::fast::FixedState;

use crate::library::ContentError;
use crate::model::{ClauseForms, ClauseKind, Feeling, Gender, Lexicon, Noun, TimeWord, UserAct};
use crate::pattern::{Match, Pattern, Spans};
use crate::text::{Token, Word, folded, hash};

/// Tables of our own words: nobody outside picks the keys.
type Table<K, V> = HashMap<K, V, FixedState>;

/// Patterns with what each stands for, found by their first word so that a message costs no more than the
/// patterns that can start in it.
#[derive(Debug)]
pub struct Patterns<T> {
    items: Vec<(Pattern, T)>,
    /// By the hash of the first word.
    by_first: Table<u64, Vec<usize>>,
    any_first: Vec<usize>,
}

impl<T> Patterns<T> {
    /// Patterns from their text.
    pub(crate) fn new<'a>(items: impl IntoIterator<Item = (&'a str, T)>) -> Result<Self, ContentError> {
        let mut out = Self { items: Vec::new(), by_first: Table::default(), any_first: Vec::new() };
        for (text, value) in items {
            let pattern = Pattern::parse(text).map_err(ContentError::Pattern)?;
            let at = out.items.len();
            match pattern.first_words() {
                Some(words) => {
                    for word in words {
                        out.by_first.entry(hash(word)).or_default().push(at);
                    }
                }
                None => out.any_first.push(at),
            }
            out.items.push((pattern, value));
        }
        Ok(out)
    }

    /// Every match, by where it starts.
    pub fn find<'s>(&'s self, tokens: &[Token], spans: &dyn Spans) -> Vec<(Match, &'s T)> {
        let mut found = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            let known = self.by_first.get(&token.hash).map_or(&[][..], Vec::as_slice);
            for &index in known.iter().chain(&self.any_first) {
                let (pattern, value) = &self.items[index];
                if let Some(matched) = pattern.match_at(tokens, at, spans) {
                    found.push((matched, value));
                }
            }
        }
        found
    }

    /// What the first pattern stands for that matches exactly these tokens.
    pub fn whole(&self, tokens: &[Token], from: usize, to: usize) -> Option<&T> {
        let first = tokens.get(from)?;
        let known = self.by_first.get(&first.hash).map_or(&[][..], Vec::as_slice);
        let mut candidates: Vec<usize> = known.iter().chain(&self.any_first).copied().collect();
        candidates.sort_unstable();
        candidates
            .into_iter()
            .map(|index| &self.items[index])
            .find(|(pattern, _)| pattern.is_whole(tokens, from, to))
            .map(|(_, value)| value)
    }
}

/// Words and what each stands for, some of them several tokens long.
#[derive(Debug)]
struct Listed<T> {
    whole: Table<String, T>,
    /// By the hash of the first token: the others of it, the longest first.
    by_first: Table<u64, Vec<Vec<Word>>>,
}

impl<T> Listed<T> {
    fn new(listed: impl IntoIterator<Item = (String, T)>) -> Self {
        let whole: Table<String, T> = listed.into_iter().collect();
        let mut by_first: Table<u64, Vec<Vec<Word>>> = Table::default();
        for words in whole.keys() {
            let words: Vec<Word> = words.split(' ').map(Word::new).collect();
            let first = words.first().map_or(0, |word| hash(word.text()));
            by_first.entry(first).or_default().push(words);
        }
        for listed in by_first.values_mut() {
            listed.sort_by_key(|words| std::cmp::Reverse(words.len()));
        }
        Self { whole, by_first }
    }

    /// The end of the longest entry that starts at this token.
    fn end_at(&self, tokens: &[Token], at: usize) -> Option<usize> {
        let listed = self.by_first.get(&tokens.get(at)?.hash)?;
        let is_at = |words: &&Vec<Word>| {
            let here = tokens.get(at..at + words.len());
            here.is_some_and(|here| words.iter().zip(here).all(|(word, token)| word.is(token)))
        };
        listed.iter().find(is_at).map(|words| at + words.len())
    }
}

/// A set of words, some of them several tokens long.
#[derive(Debug)]
pub struct Words(Listed<()>);

impl Words {
    fn new<'a>(words: impl IntoIterator<Item = &'a String>) -> Self {
        Self(Listed::new(words.into_iter().map(|word| (word.clone(), ()))))
    }

    /// The end of the longest word of the set that starts at this token.
    pub fn end_at(&self, tokens: &[Token], at: usize) -> Option<usize> {
        self.0.end_at(tokens, at)
    }

    /// Whether one token is a word of the set.
    pub fn has(&self, word: &str) -> bool {
        self.0.whole.contains_key(word)
    }
}

/// A form of a noun that names a concrete thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThingForm {
    /// Its class.
    pub class: String,
    /// As it is written.
    pub text: String,
    /// In Spanish.
    pub gender: Option<Gender>,
    /// Whether it is the form of many.
    pub many: bool,
    /// Whether it cannot be counted.
    pub mass: bool,
    /// Whether it counts only behind an article, an owner or a preposition.
    pub bound: bool,
}

/// The concrete things of one language, by their folded forms.
#[derive(Debug)]
pub struct ThingWords(Listed<ThingForm>);

impl ThingWords {
    fn new(nouns: &BTreeMap<String, Vec<Noun>>) -> Self {
        let mut forms = HashMap::new();
        for (class, nouns) in nouns {
            for noun in nouns {
                for (text, many) in [(&noun.one, false), (&noun.many, true)] {
                    let Some(text) = text else { continue };
                    let form = ThingForm {
                        class: class.clone(),
                        text: text.clone(),
                        gender: noun.gender,
                        many,
                        mass: noun.many.is_none(),
                        bound: noun.bound,
                    };
                    forms.insert(folded(text), form);
                }
            }
        }
        Self(Listed::new(forms))
    }

    /// The longest form that starts at this token, and its end.
    pub fn at(&self, tokens: &[Token], at: usize) -> Option<(usize, &ThingForm)> {
        let to = self.0.end_at(tokens, at)?;
        let form = match &tokens[at..to] {
            [one] => self.0.whole.get(&one.text),
            several => {
                let words: Vec<&str> = several.iter().map(|token| token.text.as_str()).collect();
                self.0.whole.get(&words.join(" "))
            }
        };
        form.map(|form| (to, form))
    }

    /// A form by its folded words.
    pub fn form(&self, words: &str) -> Option<&ThingForm> {
        self.0.whole.get(words)
    }
}

/// The constructions of the clause in one language.
#[derive(Debug)]
pub struct ClauseWords {
    /// The patterns, each with the place of its construction in the list.
    pub patterns: Patterns<usize>,
    not: Vec<HashSet<String>>,
}

impl ClauseWords {
    fn new(kinds: &[ClauseKind], forms: &BTreeMap<String, ClauseForms>) -> Result<Self, ContentError> {
        let of = |kind: &ClauseKind| forms.get(&kind.id);
        let patterns = kinds.iter().enumerate().flat_map(|(at, kind)| {
            of(kind)
                .into_iter()
                .flat_map(move |forms| forms.patterns.iter().map(move |text| (text.as_str(), at)))
        });
        let not = kinds.iter().map(|kind| of(kind).into_iter().flat_map(|forms| forms.not.clone()).collect());
        Ok(Self { patterns: Patterns::new(patterns)?, not: not.collect() })
    }

    /// Whether a word makes something else of a construction.
    pub fn is_barred(&self, kind: usize, word: &str) -> bool {
        self.not.get(kind).is_some_and(|words| words.contains(word))
    }
}

/// One language, ready for matching.
#[derive(Debug)]
#[expect(
    missing_docs,
    reason = "each is the list of `model::Lexicon` of the same name, or `model::Things` and `model::Clauses`"
)]
pub struct Compiled {
    pub acts_whole: Patterns<UserAct>,
    pub acts_within: Patterns<UserAct>,
    pub topics: Patterns<String>,
    pub frames: Patterns<String>,
    pub feelings: Patterns<Feeling>,
    pub spellings: BTreeMap<String, String>,
    pub negations: Words,
    pub others: Words,
    pub selves: Words,
    pub owners: BTreeMap<String, String>,
    pub adjectives: Words,
    pub people: Words,
    pub things: Words,
    pub concrete: ThingWords,
    pub clauses: ClauseWords,
    pub body: Words,
    pub activities_plain: Words,
    pub activities_noun: Words,
    pub jobs: Words,
    pub whens: BTreeMap<String, String>,
    pub times: BTreeMap<TimeWord, String>,
    pub own_idea: String,
    pub names: Words,
    pub common: Words,
    pub fillers: Words,
    /// The order in which acts win, first is strongest.
    pub act_order: Vec<UserAct>,
}

impl Compiled {
    pub(crate) fn new(
        lexicon: &Lexicon,
        nouns: &BTreeMap<String, Vec<Noun>>,
        kinds: &[ClauseKind],
        forms: &BTreeMap<String, ClauseForms>,
    ) -> Result<Self, ContentError> {
        let acts = &lexicon.acts;
        Ok(Self {
            acts_whole: Patterns::new(
                acts.iter().flat_map(|act| act.whole.iter().map(|text| (text.as_str(), act.act))),
            )?,
            acts_within: Patterns::new(
                acts.iter().flat_map(|act| act.within.iter().map(|text| (text.as_str(), act.act))),
            )?,
            topics: Patterns::new(keyed(&lexicon.topics))?,
            frames: Patterns::new(keyed(&lexicon.frames))?,
            feelings: Patterns::new(
                lexicon
                    .feelings
                    .iter()
                    .flat_map(|(feeling, texts)| texts.iter().map(|text| (text.as_str(), *feeling))),
            )?,
            spellings: lexicon.spellings.clone(),
            negations: Words::new(&lexicon.negations),
            others: Words::new(&lexicon.others),
            selves: Words::new(&lexicon.selves),
            owners: lexicon.owners.clone(),
            adjectives: Words::new(&lexicon.adjectives),
            people: Words::new(&lexicon.people),
            things: Words::new(&lexicon.things),
            concrete: ThingWords::new(nouns),
            clauses: ClauseWords::new(kinds, forms)?,
            body: Words::new(&lexicon.body),
            activities_plain: Words::new(lexicon.activities.iter().map(|(plain, _)| plain)),
            activities_noun: Words::new(lexicon.activities.iter().map(|(_, noun)| noun)),
            jobs: Words::new(&lexicon.jobs),
            whens: lexicon.whens.clone(),
            times: lexicon.times.clone(),
            own_idea: lexicon.own_idea.clone(),
            names: Words::new(&lexicon.names),
            common: Words::new(&lexicon.common),
            fillers: Words::new(&lexicon.fillers),
            act_order: acts.iter().map(|act| act.act).collect(),
        })
    }
}

fn keyed(lists: &BTreeMap<String, Vec<String>>) -> impl Iterator<Item = (&str, String)> {
    lists.iter().flat_map(|(id, texts)| texts.iter().map(|text| (text.as_str(), id.clone())))
}
