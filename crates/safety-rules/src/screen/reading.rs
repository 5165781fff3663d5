//! One message, its matches and the cues among them: what the words around a match make of it.

use std::sync::LazyLock;

use content_safety_api::{CrisisCategory, CrisisFinding, Language, Level, Modifier, Span};

use super::History;
use crate::language;
use crate::pattern::{Engine, Hit};
use crate::rules::{self, CLASSES, Cue, Finding, Kind, Rule, Sign};
use crate::words::{Sentence, Words};

/// Everything that is built once.
pub(crate) struct Rules {
    pub(crate) engine: Engine,
    table: Vec<&'static Rule>,
    flags: Vec<u8>,
    function_words: language::FunctionWords,
}

impl Rules {
    /// The language that the small words of a message are of.
    pub(super) fn language(&self, words: &Words) -> Option<Language> {
        language::of(&self.function_words, words)
    }
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
pub(super) struct Reading<'a> {
    rules: &'a Rules,
    words: &'a Words,
    hits: &'a [Hit],
    /// Sorted by place.
    cues: Vec<CueHit>,
    /// By sentence: where its cues begin in `cues`.
    sentence_cues: Vec<usize>,
    /// Nothing was feared in the last messages.
    calm_before: bool,
    /// The lines of the message in which a game is told of; of the last messages, every line of this one.
    games: Vec<u32>,
    game_before: bool,
    /// A partner is named here, or was in the last messages.
    partner: bool,
}

impl<'a> Reading<'a> {
    pub(super) fn new(rules: &'a Rules, words: &'a Words, hits: &'a [Hit], history: &History) -> Self {
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
        let of_game = |hit: &&Hit| matches!(rules.table[hit.rule as usize].kind, Kind::Sign(Sign::Game));
        let games =
            hits.iter().filter(of_game).map(|hit| words.sentence_of(hit.start as usize).line).collect();
        let (game_before, partner) = (history.has(Sign::Game), told(Sign::Partner));
        Self { rules, words, hits, cues, sentence_cues, calm_before, games, game_before, partner }
    }

    /// Whether there is a cue of this kind anywhere in the message.
    pub(super) fn has_cue(&self, cue: Cue) -> bool {
        self.cues.iter().any(|hit| hit.cue == cue)
    }

    /// Whether a sentence was read by a rule, whatever it made of it, is told as long gone or as a story: nothing that weights
    /// should add to.
    pub(super) fn is_read(&self, sentence: Sentence) -> bool {
        let has = |cue| self.in_sentence(cue, sentence);
        let gone =
            has(Cue::Past) && !has(Cue::Now) && !has(Cue::Recent) || self.words.years.contains(&sentence.end);
        let graded = |hit: &Hit| {
            let within = (sentence.start..sentence.end).contains(&(hit.start as usize));
            within && matches!(self.rules.table[hit.rule as usize].kind, Kind::Finding(_))
        };
        gone || has(Cue::Fiction) || has(Cue::Dream) || self.hits.iter().any(graded)
    }

    pub(super) fn findings(&self) -> (Vec<CrisisFinding>, Vec<Sign>) {
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
        // On a line of its own nothing that stands before it explains a blow away.
        let game = self.game_before || self.games.contains(&sentence.line);
        let beaten = graded.category == CrisisCategory::AbuseNeglect && game && self.covered(Cue::Lost, hit);
        // A partner who lets nobody go out alone controls them, named here or in the last messages.
        let cared =
            graded.category == CrisisCategory::AbuseNeglect && !self.partner && self.covered(Cue::Cared, hit);
        // "I do not know if I fell" supposes nothing.
        let supposed = graded.category == CrisisCategory::MedicalEmergency
            && self.covered(Cue::Supposed, hit)
            && !self.in_sentence(Cue::NotADenial, sentence)
            && !self.in_sentence(Cue::Recent, sentence);
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
        let unowned = !graded.own && has(Cue::Hypothetical) && !self.first_person(hit);
        note(Modifier::Hypothetical, unowned || supposed);
        note(Modifier::Question, sentence.question);
        let now = self.timed(sentence);
        let recent = has(Cue::Recent);
        let past = has(Cue::Past) || graded.dated && self.dated(sentence);
        let past = past && !recent && !now;
        let standing = graded.category == CrisisCategory::MedicalEmergency
            && self.covered(Cue::Standing, hit)
            && !recent
            && !now
            && !has(Cue::Worse);
        note(Modifier::Past, standing || (past || graded.ends && self.is_over(sentence)) && !has(Cue::Still));
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

    /// Told as over, with its time: "la semana pasada", "hace un rato, ya pasó"; and nothing beside it is of now.
    fn is_over(&self, sentence: Sentence) -> bool {
        let cues = self.cues_of(sentence);
        let over = |now: &CueHit| {
            cues.iter().any(|cue| cue.cue == Cue::Over && cue.start < now.end && now.start < cue.end)
        };
        self.in_sentence(Cue::Over, sentence) && cues.iter().all(|cue| cue.cue != Cue::Now || over(cue))
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
    if has(Modifier::Hypothetical) && graded.category == CrisisCategory::MedicalEmergency {
        return Level::None;
    }
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
