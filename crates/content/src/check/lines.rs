//! The catalogues: every line in both languages, within length and grade, without a word that must not be said.

use std::collections::{BTreeMap, BTreeSet};

use super::super::measure::{GRADE_MAX, INFLESZ_MIN, grade_en, inflesz_es};
use super::super::model::{Act, Catalogue, Lint, Pool};
use super::super::pattern::{NoSpans, Pattern};
use super::super::text::{sentences, tokens, word_count};
use super::{Context, Faults};

/// The most words of a line; a reply of three must stay below sixty.
const WORDS_MAX: usize = 20;
/// The most words of a legal notice.
const NOTICE_WORDS_MAX: usize = 60;

/// The acts whose words come from elsewhere: cards, the fixed lines of `safety-rules`, or a flow to come.
const ELSEWHERE: [Act; 5] = [Act::SafetyAsk, Act::SafetyPlan, Act::Offer, Act::Step, Act::AskScale];

/// A language's forbidden patterns, read.
pub(super) struct Lints {
    language: &'static str,
    never: Vec<(Pattern, String)>,
}

impl Lints {
    pub(super) fn new(language: &'static str, lint: &Lint, faults: &mut Faults<'_>) -> Self {
        let item = format!("lint {language}");
        let never = lint
            .never
            .iter()
            .filter_map(|(text, reason)| faults.pattern(&item, text).map(|pattern| (pattern, reason.clone())))
            .collect();
        Self { language, never }
    }

    /// Says so when a text is too hard or holds a word that must not be said.
    pub(super) fn judge(&self, item: &str, text: &str, faults: &mut Faults<'_>) {
        self.forbid(item, text, faults);
        if self.language == "en" {
            let grade = grade_en(text);
            if grade > GRADE_MAX {
                faults.add(item, format!("grade {grade:.1}, at most {GRADE_MAX}: {text}"));
            }
        } else {
            let ease = inflesz_es(text);
            if ease < INFLESZ_MIN {
                faults.add(item, format!("INFLESZ {ease:.1}, at least {INFLESZ_MIN}: {text}"));
            }
        }
    }

    /// Says so when a text holds a word that must not be said.
    pub(super) fn forbid(&self, item: &str, text: &str, faults: &mut Faults<'_>) {
        let tokens = tokens(text);
        for (pattern, reason) in &self.never {
            if (0..tokens.len()).any(|at| pattern.match_at(&tokens, at, &NoSpans).is_some()) {
                faults.add(item, format!("{reason}: {text}"));
            }
        }
    }

    /// Says so when the marks of a text are wrong: a question where none belongs, or a mark that is missing.
    pub(super) fn marks(&self, item: &str, text: &str, asks: bool, faults: &mut Faults<'_>) {
        let questions = text.matches('?').count();
        if questions != usize::from(asks) {
            faults.add(item, format!("{questions} questions, wanted {}: {text}", u8::from(asks)));
        }
        if self.language == "es" && text.matches('¿').count() != questions {
            faults.add(item, format!("a question opens with `¿`: {text}"));
        }
        if text.trim() != text || !text.ends_with(['.', '?', '!']) {
            faults.add(item, format!("a line ends with its mark, without space around it: {text}"));
        }
        if text.contains("  ") || text.contains(['"', '\n', '\t']) {
            faults.add(item, format!("no double spaces, quotation marks or breaks: {text}"));
        }
    }
}

pub(super) fn check(context: &Context<'_>, faults: &mut Faults<'_>) {
    for (language, catalogue) in languages(context) {
        for pool in catalogue.keys() {
            if !context.pools.contains_key(pool.as_str()) {
                faults.add(&format!("lines {language} {pool}"), "the pool is not declared");
            }
        }
        one_sentence_once(language, catalogue, context, faults);
    }
    for pool in context.pools.values() {
        sizes(context, pool, faults);
        parity(context, pool, faults);
        for (language, catalogue) in languages(context) {
            for (number, line) in catalogue.get(&pool.id).into_iter().flatten() {
                let item = format!("lines {language} {}", pool.id);
                let lints = if language == "en" { &context.lints.en } else { &context.lints.es };
                one_line(&item, *number, pool, line, lints, faults);
            }
        }
    }
    acts(context, faults);
}

fn languages<'a>(context: &'a Context<'_>) -> [(&'static str, &'a Catalogue); 2] {
    [("en", &context.source.lines.en), ("es", &context.source.lines.es)]
}

fn sizes(context: &Context<'_>, pool: &Pool, faults: &mut Faults<'_>) {
    for (language, catalogue) in languages(context) {
        let count = catalogue.get(&pool.id).map_or(0, BTreeMap::len);
        if count < usize::from(pool.min) {
            let item = format!("lines {language} {}", pool.id);
            faults.add(&item, format!("{count} lines, at least {}", pool.min));
        }
    }
    if pool.act == Act::ReflectFeeling && pool.min < 12 {
        faults.add(&format!("pool {}", pool.id), "a feeling has at least twelve reflections");
    }
}

fn parity(context: &Context<'_>, pool: &Pool, faults: &mut Faults<'_>) {
    let numbers = |catalogue: &Catalogue| -> BTreeMap<u16, BTreeSet<String>> {
        let lines = catalogue.get(&pool.id);
        lines.into_iter().flatten().map(|(number, line)| (*number, slots(line))).collect()
    };
    let (en, es) = (numbers(&context.source.lines.en), numbers(&context.source.lines.es));
    for number in en.keys().chain(es.keys()).collect::<BTreeSet<_>>() {
        let item = format!("lines en {}", pool.id);
        match (en.get(number), es.get(number)) {
            (Some(en), Some(es)) if en != es => {
                faults.add(&item, format!("line {number} has other placeholders in Spanish"));
            }
            (Some(_), Some(_)) => {}
            _ => faults.add(&item, format!("line {number} is missing in one language")),
        }
    }
}

/// The placeholders of a line.
pub(super) fn slots(line: &str) -> BTreeSet<String> {
    line.split('{').skip(1).filter_map(|part| part.split('}').next()).map(str::to_owned).collect()
}

fn one_line(item: &str, number: u16, pool: &Pool, line: &str, lints: &Lints, faults: &mut Faults<'_>) {
    let item = &format!("{item}/{number}");
    lints.marks(item, line, pool.asks, faults);
    let words = word_count(line);
    let most = if pool.notice { NOTICE_WORDS_MAX } else { WORDS_MAX };
    if words > most {
        faults.add(item, format!("{words} words, at most {most}: {line}"));
    }
    let count = sentences(line).len();
    if count > usize::from(pool.sentences) {
        faults.add(item, format!("{count} sentences, at most {}: {line}", pool.sentences));
    }
    for slot in slots(line) {
        if !pool.slots.contains(&slot) {
            faults.add(item, format!("the pool has no `{slot}`: {line}"));
        }
    }
    if pool.notice {
        lints.forbid(item, line, faults);
    } else {
        lints.judge(item, line, faults);
    }
}

/// No two lines of a language hold the same sentence: else a reply could repeat itself with another id.
fn one_sentence_once(language: &str, catalogue: &Catalogue, context: &Context<'_>, faults: &mut Faults<'_>) {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for (pool, lines) in catalogue {
        if context.pools.get(pool.as_str()).is_some_and(|pool| pool.notice) {
            continue;
        }
        for (number, line) in lines {
            for sentence in sentences(line) {
                let here = format!("{pool}/{number}");
                if let Some(there) = seen.insert(sentence.to_lowercase(), here.clone()) {
                    let item = format!("lines {language} {pool}");
                    faults.add(&item, format!("{here} says the same as {there}: {sentence}"));
                }
            }
        }
    }
}

/// Every act has at least eight lines in all.
fn acts(context: &Context<'_>, faults: &mut Faults<'_>) {
    for act in Act::ALL {
        if ELSEWHERE.contains(&act) {
            continue;
        }
        let count: usize = context
            .pools
            .values()
            .filter(|pool| pool.act == act)
            .map(|pool| context.source.lines.en.get(&pool.id).map_or(0, BTreeMap::len))
            .sum();
        if count < 8 {
            faults.add(&format!("act {act:?}"), format!("{count} lines in all, at least 8"));
        }
        if act == Act::Close && count < 20 {
            faults.add("act Close", format!("{count} closers, at least 20"));
        }
    }
}
