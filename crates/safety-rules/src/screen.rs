//! Reads one message for danger: findings with their place and reason, a level, and what the next message needs
//! to know. A pure function of the message and its history; the rules are compiled once per process.
//!
//! Invariant: what changes a finding's reading stands in the same sentence (a short sentence that only states a
//! time may follow), so words added as sentences of their own never lower what was read before them.

use std::sync::LazyLock;

use content_safety_api::{CrisisCategory, CrisisFinding, Facet, Language, Level, Modifier, Span};
use serde::{Deserialize, Serialize};

use crate::compose;
use crate::language;
use crate::pattern::{Engine, Hit};
use crate::rules::{self, CLASSES, Cue, Finding, Kind, Rule, Sign};
use crate::words::{Sentence, Words};

/// How many findings a screening lists. The level counts all of them.
pub const FINDINGS_MAX: usize = 24;
/// For how many messages a sign is remembered.
const SIGN_MESSAGES: u8 = 8;

/// The version of the rules; stored with every analysis.
pub const RULES_VERSION: &str = "crisis-rules 2026-11-27.14";

/// What earlier messages of the conversation say about the next one. Small, and safe to lose: without it each
/// message is read alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    /// Signs of earlier messages, with how many messages ago they were last seen.
    #[serde(default)]
    pub signs: Vec<(Sign, u8)>,
    /// The highest level of the last messages, with how many messages ago.
    #[serde(default)]
    pub level: Level,
    /// How many messages ago that was.
    #[serde(default)]
    pub level_age: u8,
}

impl History {
    /// Whether a sign was seen in the last message.
    pub(crate) fn just(&self, sign: Sign) -> bool {
        self.signs.iter().any(|(seen, age)| *seen == sign && *age <= 1)
    }

    pub(crate) fn has(&self, sign: Sign) -> bool {
        self.signs.iter().any(|(seen, _)| *seen == sign)
    }

    /// The history after a message with these signs and this level.
    fn after(&self, signs: &[Sign], level: Level) -> Self {
        let mut next: Vec<(Sign, u8)> = self
            .signs
            .iter()
            .map(|(sign, age)| (*sign, age.saturating_add(1)))
            .filter(|(sign, age)| *age <= SIGN_MESSAGES && !signs.contains(sign))
            .collect();
        next.extend(signs.iter().map(|sign| (*sign, 1)));
        next.sort_unstable();
        let age = self.level_age.saturating_add(1);
        let (level, level_age) =
            if level >= self.level || age > SIGN_MESSAGES { (level, 1) } else { (self.level, age) };
        Self { signs: next, level, level_age }
    }
}

/// What a message shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Screening {
    /// The highest level of the findings.
    pub level: Level,
    /// The evidence, gravest first; at most [`FINDINGS_MAX`].
    pub findings: Vec<CrisisFinding>,
    /// The categories with a level above none, gravest first.
    pub categories: Vec<CrisisCategory>,
    /// 0 to 1, comparable across messages; rises with the level and, within it, with the evidence.
    pub risk: f32,
    /// The language of the message; `None` when too little was said to tell.
    pub language: Option<Language>,
    /// What the next message needs to know.
    pub history: History,
}

impl Screening {
    /// The category to answer first: an emergency of the body before all others, then the gravest.
    pub fn primary(&self) -> Option<CrisisCategory> {
        let emergency = self.findings.iter().any(|finding| {
            finding.category == CrisisCategory::MedicalEmergency && finding.level == Level::Critical
        });
        if emergency {
            return Some(CrisisCategory::MedicalEmergency);
        }
        let first = self.categories.first().copied();
        // Who is told by voices to hurt somebody is asked about the voices: the harm is theirs before it is a plan.
        let commanded = self.findings.iter().any(|finding| {
            finding.code == "ps.command" && finding.level >= self.level_of(CrisisCategory::HarmToOthers)
        });
        if first == Some(CrisisCategory::HarmToOthers) && commanded {
            return Some(CrisisCategory::Psychosis);
        }
        first
    }

    /// Whether a category was found at a level above none.
    pub fn has(&self, category: CrisisCategory) -> bool {
        self.categories.contains(&category)
    }

    /// The level of one category.
    pub fn level_of(&self, category: CrisisCategory) -> Level {
        let levels = self.findings.iter().filter(|finding| finding.category == category);
        levels.map(|finding| finding.level).max().unwrap_or_default()
    }

    /// The screening questions that the message already answers with yes, about the speaker.
    pub fn facets(&self) -> impl Iterator<Item = Facet> {
        self.findings
            .iter()
            .filter(|finding| finding.level > Level::None)
            .filter(|finding| !finding.modifiers.contains(&Modifier::ThirdPerson))
            .filter_map(|finding| finding.facet)
    }
}

/// Screens a message.
///
/// ```
/// use content_safety_api::Level;
/// use safety_rules::{History, screen};
///
/// let calm = screen("My feet are killing me today.", &History::default());
/// assert_eq!(calm.level, Level::None);
/// let risk = screen("I have been saving my pills for when I am ready.", &calm.history);
/// assert!(risk.level >= Level::Medium);
/// ```
pub fn screen(text: &str, history: &History) -> Screening {
    let rules = &*RULES;
    let words = rules.engine.vocabulary.read(text);
    let hits = rules.engine.hits(&words);
    let reading = Reading::new(rules, &words, &hits, history);
    let (mut findings, mut signs) = reading.findings();
    let denied = reading.cues.iter().any(|cue| cue.cue == Cue::NoPlan);
    compose::compose(&mut findings, &mut signs, history, denied);
    let language = language::of(&rules.engine.vocabulary, &rules.function_words, &words);
    conclude(findings, &signs, history, language)
}

/// Builds the rules now instead of with the first message. About a hundredth of a second.
pub fn warm_up() {
    LazyLock::force(&RULES);
}

fn conclude(
    mut findings: Vec<CrisisFinding>,
    signs: &[Sign],
    history: &History,
    language: Option<Language>,
) -> Screening {
    findings.sort_by(|a, b| {
        b.level.cmp(&a.level).then(b.base.cmp(&a.base)).then(a.span.cmp(&b.span)).then(a.code.cmp(&b.code))
    });
    let level = findings.first().map(|finding| finding.level).unwrap_or_default();
    let mut graded: Vec<(Level, CrisisCategory)> = Vec::new();
    for finding in findings.iter().filter(|finding| finding.level > Level::None) {
        if !graded.iter().any(|(_, category)| *category == finding.category) {
            graded.push((finding.level, finding.category));
        }
    }
    // Gravest first; of equals, suicide and self-harm first.
    graded.sort_by_key(|(level, category)| (std::cmp::Reverse(*level), *category));
    let categories = graded.into_iter().map(|(_, category)| category).collect();
    let risk = compose::risk(level, &findings, signs);
    findings.truncate(FINDINGS_MAX);
    let history = history.after(signs, level);
    Screening { level, findings, categories, risk, language, history }
}

/// Everything that is built once.
pub(crate) struct Rules {
    pub(crate) engine: Engine,
    table: Vec<&'static Rule>,
    flags: Vec<u8>,
    function_words: language::FunctionWords,
}

pub(crate) static RULES: LazyLock<Rules> = LazyLock::new(|| {
    let table: Vec<&'static Rule> = rules::all().collect();
    let mut engine = Engine::compile(table.iter().map(|rule| rule.patterns), CLASSES);
    let function_words = language::FunctionWords::add_to(&mut engine);
    let mut flags = vec![0; engine.vocabulary.size()];
    for (name, flag) in [
        ("neg", NEGATES),
        ("self", SELF),
        ("other", OTHER),
        ("person", OTHER),
        ("break", BREAKS),
        ("cognition", COGNITION),
    ] {
        for word in CLASSES.iter().filter(|(class, _)| *class == name).flat_map(|(_, words)| words.split(' '))
        {
            if let Some(id) = engine.vocabulary.id(word.trim()) {
                flags[id as usize] |= flag;
            }
        }
    }
    for (word, flag) in [("i", SUBJECT), ("el", ARTICLE)] {
        if let Some(id) = engine.vocabulary.id(word) {
            flags[id as usize] |= flag;
        }
    }
    Rules { engine, table, flags, function_words }
});

const NEGATES: u8 = 1;
const SELF: u8 = 2;
const OTHER: u8 = 4;
const BREAKS: u8 = 8;
const COGNITION: u8 = 16;
const SUBJECT: u8 = 32;
const ARTICLE: u8 = 64;

/// How far back a negation reaches.
const NEGATION_WORDS: usize = 7;
/// How far back a subject is looked for.
const SUBJECT_WORDS: usize = 14;
/// The most findings of one rule at one level that are kept.
const SAME_MAX: usize = 3;

struct CueHit {
    cue: Cue,
    start: usize,
    end: usize,
}

/// One message, its matches and the cues among them.
struct Reading<'a> {
    rules: &'a Rules,
    words: &'a Words,
    hits: &'a [Hit],
    /// Sorted by place.
    cues: Vec<CueHit>,
    /// By sentence: where its cues begin in `cues`.
    sentence_cues: Vec<usize>,
    /// Nothing was feared in the last messages.
    calm_before: bool,
    /// A game is told of here, or was in the last messages.
    game: bool,
    /// A partner is named here, or was in the last messages.
    partner: bool,
}

impl<'a> Reading<'a> {
    fn new(rules: &'a Rules, words: &'a Words, hits: &'a [Hit], history: &History) -> Self {
        let mut cues: Vec<CueHit> = hits
            .iter()
            .filter_map(|hit| match rules.table[hit.rule as usize].kind {
                Kind::Cue(cue) => Some(CueHit { cue, start: hit.start as usize, end: hit.end as usize }),
                _ => None,
            })
            .collect();
        cues.sort_by_key(|cue| cue.start);
        let mut sentence_cues = Vec::with_capacity(words.sentences.len() + 1);
        let mut at = 0;
        for sentence in &words.sentences {
            while cues.get(at).is_some_and(|cue| cue.start < sentence.start) {
                at += 1;
            }
            sentence_cues.push(at);
        }
        sentence_cues.push(cues.len());
        let calm_before = history.level == Level::None;
        let told = |sign: Sign| {
            let is_it =
                |hit: &Hit| matches!(rules.table[hit.rule as usize].kind, Kind::Sign(found) if found == sign);
            history.has(sign) || hits.iter().any(is_it)
        };
        let (game, partner) = (told(Sign::Game), told(Sign::Partner));
        Self { rules, words, hits, cues, sentence_cues, calm_before, game, partner }
    }

    fn findings(&self) -> (Vec<CrisisFinding>, Vec<Sign>) {
        let (mut findings, mut places, mut signs) = (Vec::new(), Vec::new(), Vec::new());
        let mut same = (u16::MAX, Level::None, 0);
        for hit in self.hits {
            let rule = self.rules.table[hit.rule as usize];
            match rule.kind {
                Kind::Cue(_) => {}
                Kind::Sign(sign) => {
                    // A game is one whoever plays it, and a death is somebody else's.
                    if !signs.contains(&sign)
                        && (matches!(sign, Sign::Game | Sign::Death | Sign::Envy | Sign::Partner)
                            || self.counts(*hit))
                    {
                        signs.push(sign);
                    }
                }
                Kind::Finding(graded) => {
                    let finding = self.finding(rule, &graded, *hit);
                    same = if same.0 == hit.rule && same.1 == finding.level {
                        (same.0, same.1, same.2 + 1)
                    } else {
                        (hit.rule, finding.level, 1)
                    };
                    if same.2 <= SAME_MAX {
                        places.push((*hit, graded.yields));
                        findings.push(finding);
                    }
                }
            }
        }
        yield_to_longer(&mut findings, &places);
        for (finding, (hit, _)) in findings.iter().zip(&places) {
            let Kind::Finding(graded) = self.rules.table[hit.rule as usize].kind else { continue };
            let own = !finding.modifiers.contains(&Modifier::ThirdPerson);
            if let Some(sign) = graded.sign
                && finding.level > Level::None
                && own
                && !signs.contains(&sign)
            {
                signs.push(sign);
            }
        }
        findings.retain(|finding| finding.base > Level::None);
        (findings, signs)
    }

    /// Whether a sign stands: not denied, not a turn of speech, not in a story.
    fn counts(&self, hit: Hit) -> bool {
        let sentence = self.words.sentence_of(hit.start as usize);
        !self.covered(Cue::Idiom, hit)
            && !self.in_sentence(Cue::Fiction, sentence)
            && !self.said_of_another(hit, sentence, true)
            && !self.denied_before(hit, sentence)
    }

    fn finding(&self, rule: &Rule, graded: &Finding, hit: Hit) -> CrisisFinding {
        let mut modifiers = self.modifiers(graded, hit);
        let level = level_after(graded, &modifiers);
        let (first, last) = (self.words.tokens[hit.start as usize], self.words.tokens[hit.end as usize - 1]);
        modifiers.sort_unstable();
        CrisisFinding {
            code: rule.code.into(),
            category: graded.category,
            level,
            base: graded.level,
            span: Span::new(first.start, last.end.max(first.start)),
            confidence: confidence(&modifiers),
            modifiers,
            facet: graded.facet,
        }
    }

    fn modifiers(&self, graded: &Finding, hit: Hit) -> Vec<Modifier> {
        let sentence = self.words.sentence_of(hit.start as usize);
        let mut found = Vec::new();
        let mut note = |modifier, yes: bool| {
            if yes {
                found.push(modifier);
            }
        };
        let own_wish = matches!(graded.category, CrisisCategory::SuicidalIdeation | CrisisCategory::SelfHarm);
        let by_others = own_wish && self.covered(Cue::ByOthers, hit);
        let away = graded.absence && self.is_elsewhere(sentence);
        let beaten =
            graded.category == CrisisCategory::AbuseNeglect && self.game && self.covered(Cue::Lost, hit);
        // A partner who lets nobody go out alone controls them, named here or in the last messages.
        let cared =
            graded.category == CrisisCategory::AbuseNeglect && !self.partner && self.covered(Cue::Cared, hit);
        note(Modifier::Idiom, self.covered(Cue::Idiom, hit) || by_others || away || beaten || cared);
        // Only where nothing follows: "I said no. I lied."
        let last = sentence.end == self.words.tokens.len();
        note(Modifier::Negated, last && self.covered(Cue::AskedAndDenied, hit));
        if graded.firm {
            return found;
        }
        let has = |cue| self.in_sentence(cue, sentence);
        let quoted = self.words.tokens[hit.start as usize..hit.end as usize].iter().all(|token| token.quoted);
        let inside = graded.category != CrisisCategory::HarmToOthers;
        let other = self.said_of_another(hit, sentence, inside);
        note(Modifier::Negated, !graded.polar && self.negated(hit, sentence));
        note(Modifier::ThirdPerson, !graded.own && other || quoted && self.reported(hit, sentence));
        note(Modifier::Quoted, quoted && (has(Cue::Report) || has(Cue::Fiction)));
        note(Modifier::Fiction, has(Cue::Dream) || has(Cue::Fiction) && (!self.first_person(hit) || quoted));
        note(Modifier::Hypothetical, !graded.own && has(Cue::Hypothetical) && !self.first_person(hit));
        note(Modifier::Question, sentence.question);
        let now = self.timed(sentence);
        let recent = has(Cue::Recent);
        let past = has(Cue::Past) || graded.dated && self.dated(sentence);
        // Choking is done with in minutes: of last week it is told.
        let over = graded.dated && has(Cue::Over);
        note(Modifier::Past, (past && !recent || over) && !now && !has(Cue::Still));
        note(Modifier::Resolved, self.resolved(sentence) && !now);
        note(Modifier::Recent, recent);
        // A blow of this morning is told of, not under way: for a person who harms, "now" has to be now.
        let done = graded.category == CrisisCategory::AbuseNeglect && !self.timed_ahead(sentence);
        note(Modifier::Imminent, now && !done);
        found
    }

    /// A time is stated in the sentence, or in a short one right after it.
    fn timed(&self, sentence: Sentence) -> bool {
        if self.in_sentence(Cue::Now, sentence) {
            return true;
        }
        let Some(token) = self.words.tokens.get(sentence.end) else { return false };
        let next = self.words.sentences[token.sentence as usize];
        next.end - next.start <= 4 && self.in_sentence(Cue::Now, next)
    }

    /// A year stands by itself right after it and ends the message: "He fell. 1971." What could be a time of day or the
    /// number of a room is no year.
    fn dated(&self, sentence: Sentence) -> bool {
        self.words.years.contains(&sentence.end) && sentence.end + 1 == self.words.tokens.len()
    }

    /// A time is stated that is not only one already gone (`this morning`, `last night`).
    fn timed_ahead(&self, sentence: Sentence) -> bool {
        if !self.in_sentence(Cue::Now, sentence) {
            return self.timed(sentence);
        }
        let cues = self.cues_of(sentence);
        let gone = |now: &CueHit| {
            cues.iter().any(|cue| cue.cue == Cue::Recent && cue.start < now.end && now.start < cue.end)
        };
        cues.iter().any(|cue| cue.cue == Cue::Now && !gone(cue))
    }

    /// Says in the sentence, or in the next one, where the speaker will be instead, and nothing was feared before:
    /// an absence is then a visit, no farewell.
    fn is_elsewhere(&self, sentence: Sentence) -> bool {
        let index = self.words.tokens[sentence.start].sentence as usize;
        self.calm_before
            && self.words.sentences[index..]
                .iter()
                .take(2)
                .any(|near| self.in_sentence(Cue::Elsewhere, *near))
    }

    /// Told as over, in the sentence or the next two.
    fn resolved(&self, sentence: Sentence) -> bool {
        let index = self.words.tokens[sentence.start].sentence as usize;
        self.words.sentences[index..].iter().take(3).any(|near| self.in_sentence(Cue::Resolved, *near))
    }

    fn cues_of(&self, sentence: Sentence) -> &[CueHit] {
        let index = self.words.tokens[sentence.start].sentence as usize;
        &self.cues[self.sentence_cues[index]..self.sentence_cues[index + 1]]
    }

    fn in_sentence(&self, cue: Cue, sentence: Sentence) -> bool {
        self.cues_of(sentence).iter().any(|hit| hit.cue == cue)
    }

    /// Whether a cue of this kind shares words with a match.
    fn covered(&self, cue: Cue, hit: Hit) -> bool {
        let (start, end) = (hit.start as usize, hit.end as usize);
        let sentence = self.words.sentence_of(start);
        self.cues_of(sentence).iter().any(|near| near.cue == cue && near.start < end && start < near.end)
    }

    fn flag(&self, token: usize, flag: u8) -> bool {
        self.rules.flags[self.words.tokens[token].word as usize] & flag != 0
    }

    /// A negation in the clause before the match, or inside it. Before a subject of its own (`… not eat and I
    /// want to die`) only a verb of thought carries it over (`I do not think I want to die`).
    fn negated(&self, hit: Hit, sentence: Sentence) -> bool {
        (hit.start as usize..hit.end as usize).any(|token| self.denies(token, sentence))
            || self.denied_before(hit, sentence)
    }

    /// Whether a word is a negation that denies something.
    fn denies(&self, token: usize, sentence: Sentence) -> bool {
        let no_denial = |cue: &CueHit| cue.cue == Cue::NotADenial && cue.start <= token && token < cue.end;
        self.flag(token, NEGATES) && !self.cues_of(sentence).iter().any(no_denial)
    }

    fn denied_before(&self, hit: Hit, sentence: Sentence) -> bool {
        let start = hit.start as usize;
        let mut subject = self.flag(start, SUBJECT);
        let mut thought = false;
        for token in (start.saturating_sub(NEGATION_WORDS).max(sentence.start)..start).rev() {
            if self.words.tokens[token + 1].clause || self.flag(token, BREAKS) {
                return false;
            }
            if self.denies(token, sentence) {
                return !subject || thought;
            }
            thought |= subject && self.flag(token, COGNITION);
            subject |= self.flag(token, SUBJECT);
        }
        false
    }

    /// Whether the nearest person named in or before the match is somebody else. Persons inside a wish to hurt
    /// are its targets and say nothing about whose wish it is.
    fn said_of_another(&self, hit: Hit, sentence: Sentence, inside: bool) -> bool {
        let start = hit.start as usize;
        let end = if inside { hit.end as usize } else { start };
        for token in
            (start..end).chain((start.saturating_sub(SUBJECT_WORDS).max(sentence.start)..start).rev())
        {
            // "Pensar en el suicidio": inside the match, before its noun, that is an article and nobody.
            let article = self.flag(token, ARTICLE) && (start + 1..end.saturating_sub(1)).contains(&token);
            if self.flag(token, OTHER) && !article {
                return true;
            }
            if self.flag(token, SELF) {
                // "my son wants to die": the word that follows says whose it is.
                let next = token + 1;
                if next < sentence.end && next < end.max(next + 1) && self.flag(next, OTHER) {
                    return true;
                }
                return false;
            }
        }
        false
    }

    fn first_person(&self, hit: Hit) -> bool {
        (hit.start as usize..hit.end as usize).any(|token| self.flag(token, SELF))
    }

    /// Quoted words that somebody else is said to have spoken.
    fn reported(&self, hit: Hit, sentence: Sentence) -> bool {
        let report = self.cues_of(sentence).iter().find(|cue| cue.cue == Cue::Report);
        report.is_some_and(|cue| cue.start < hit.start as usize && self.flag(cue.start, OTHER))
    }
}

/// Drops findings that give way to a longer one of their category that covers them.
fn yield_to_longer(findings: &mut [CrisisFinding], places: &[(Hit, bool)]) {
    for at in 0..findings.len() {
        if !places[at].1 {
            continue;
        }
        let (start, end) = (places[at].0.start, places[at].0.end);
        let covered = places.iter().enumerate().any(|(other, (hit, yields))| {
            other != at
                && !yields
                && findings[other].category == findings[at].category
                && hit.start <= start
                && end <= hit.end
        });
        if covered {
            findings[at].level = Level::None;
            findings[at].base = Level::None;
        }
    }
}

/// The level of a finding once the words around it are read.
fn level_after(graded: &Finding, modifiers: &[Modifier]) -> Level {
    let has = |modifier| modifiers.contains(&modifier);
    if has(Modifier::Idiom) || has(Modifier::Negated) {
        return Level::None;
    }
    if has(Modifier::Fiction) {
        return Level::None;
    }
    let third = has(Modifier::ThirdPerson);
    if has(Modifier::Hypothetical) {
        return if graded.level >= Level::High { Level::Low } else { Level::None };
    }
    if has(Modifier::Past) {
        if third {
            return Level::None;
        }
        return if has(Modifier::Resolved) { graded.past.lower() } else { graded.past };
    }
    if has(Modifier::Resolved)
        && !has(Modifier::Imminent)
        && graded.category != CrisisCategory::MedicalEmergency
    {
        return graded.past;
    }
    if graded.timely && has(Modifier::Imminent) && graded.level >= Level::Medium && !third {
        return Level::Critical;
    }
    if third { graded.level.min(graded.third) } else { graded.level }
}

/// A rule's own figure for how sure the reading is.
fn confidence(modifiers: &[Modifier]) -> f32 {
    let doubts = modifiers.iter().filter(|modifier| {
        matches!(
            modifier,
            Modifier::Question
                | Modifier::ThirdPerson
                | Modifier::Quoted
                | Modifier::Past
                | Modifier::Resolved
        )
    });
    match doubts.count() {
        0 => 0.9,
        1 => 0.75,
        _ => 0.6,
    }
}

#[cfg(test)]
mod tests;
