//! Reads one message for danger: findings with their place and reason, a level, and what the next message needs
//! to know. A pure function of the message and its history; the rules are compiled once per process.
//!
//! Invariant: what changes a finding's reading stands in the same sentence (a short sentence that only states a
//! time may follow), so words added as sentences of their own never lower what was read before them.

mod reading;

use std::sync::LazyLock;

use content_safety_api::{CrisisCategory, CrisisFinding, Facet, Language, Level, Modifier, Span};
use ngrams::{Folded, Hashed, Model};
use serde::{Deserialize, Serialize};

use crate::compose;
use crate::ladder::Soft;
use crate::rules::{Cue, Sign};
use crate::weights::{self, Grave, Heard, weights_ready};
use crate::words::pictured;

pub(crate) use reading::RULES;
use reading::Reading;

/// How many findings a screening lists. The level counts all of them.
pub const FINDINGS_MAX: usize = 24;
/// For how many messages a sign is remembered.
const SIGN_MESSAGES: u8 = 8;

/// A message of several sentences that is less like what people say in danger is not listened to one by one: most are not.
const LISTEN: f32 = 0.02;
/// How sure a doubt is that only what every grief has amounts to: less than what is asked about at once.
const GRIEF: f32 = 0.8;

/// What the codes of a later stage's findings begin with: an encoder's (ADR 17).
const LATER: &str = "encoder.";
/// Of these the doubt: nothing that it would name, and a likeness all the same.
const LATER_DOUBT: &str = "encoder.heard";

/// The version of the rules; stored with every analysis.
pub const RULES_VERSION: &str = "crisis-rules 2026-11-29.2";

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

    /// What both know of one talk: every sign as it was seen last, and the higher level.
    #[must_use]
    pub fn joined(&self, other: &Self) -> Self {
        let mut signs = self.signs.clone();
        for (sign, age) in &other.signs {
            match signs.iter_mut().find(|(known, _)| known == sign) {
                Some((_, known)) => *known = (*known).min(*age),
                None => signs.push((*sign, *age)),
            }
        }
        signs.sort_unstable();
        let (level, level_age) = match self.level.cmp(&other.level) {
            std::cmp::Ordering::Greater => (self.level, self.level_age),
            std::cmp::Ordering::Less => (other.level, other.level_age),
            std::cmp::Ordering::Equal => (self.level, self.level_age.min(other.level_age)),
        };
        Self { signs, level, level_age }
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
    /// What the weights hear where no rule found anything: a reason for one soft question, and no level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Hint>,
}

/// A danger that is heard and not read.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hint {
    /// What to ask about.
    pub about: Soft,
    /// How much the text is like what people say in danger, 0 to 1; no probability of a clinic.
    pub share: f32,
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

    /// With what a later stage found in the same message: it raises and never lowers, and is remembered. Its doubt
    /// ([`LATER_DOUBT`]) is a reason for one soft question where nothing else was found, as one of the weights is.
    #[must_use]
    pub fn raised(mut self, findings: &[CrisisFinding]) -> Self {
        let later =
            findings.iter().filter(|found| found.code.starts_with(LATER) && found.level > Level::None);
        let (doubts, found): (Vec<&CrisisFinding>, Vec<&CrisisFinding>) =
            later.partition(|found| found.code == LATER_DOUBT);
        if let Some(level) = found.iter().map(|found| found.level).max() {
            self.raise_to(level);
            self.findings.extend(found.into_iter().cloned());
            self.findings.sort_by_key(|finding| std::cmp::Reverse(finding.level));
            self.findings.truncate(FINDINGS_MAX);
            self.categories = graded(&self.findings);
            // What is found needs no doubt beside it.
            self.hint = None;
        }
        let doubt = doubts.iter().find_map(|doubt| Some((Soft::about(doubt.category)?, doubt.confidence)));
        if let Some((about, share)) = doubt.filter(|_| self.findings.is_empty() && self.hint.is_none()) {
            self.risk = self.risk.max(compose::risk_heard(share));
            self.hint = Some(Hint { about, share });
        }
        self
    }

    fn raise_to(&mut self, level: Level) {
        if level > self.level {
            self.level = level;
            self.risk = self.risk.max(compose::risk(level, &[], &[], 0.0));
        }
        if self.level >= self.history.level {
            (self.history.level, self.history.level_age) = (self.level, 1);
        }
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
    screen_hashed(&Hashed::new(text), history)
}

/// Screens a message that others read too: it is folded and hashed once.
pub fn screen_hashed(text: &Hashed, history: &History) -> Screening {
    match weights::shipped() {
        Some(model) => screen_with(model, text, history),
        None => screen_by(text, history, Heard::default(), |_| None),
    }
}

/// Screens a message by weights of the same heads that need not be those that ship.
pub(crate) fn screen_with(model: &Model, text: &Hashed, history: &History) -> Screening {
    let heard = weights::hear(model, text);
    screen_by(text, history, heard, |sentence| weights::hear_grave(model, sentence))
}

/// Screens a message of which it is known what the weights hear in all of it, and who hears a sentence.
pub(crate) fn screen_by(
    text: &Hashed,
    history: &History,
    mut heard: Heard,
    grave: impl Fn(&Hashed) -> Option<Grave>,
) -> Screening {
    let rules = &*RULES;
    let words = rules.engine.vocabulary.read_folded(text.folded());
    let hits = rules.engine.hits(&words);
    let reading = Reading::new(rules, &words, &hits, history);
    let (mut findings, mut signs) = reading.findings();
    let denied = reading.has_cue(Cue::NoPlan);
    let grieves = compose::compose(&mut findings, &mut signs, history, denied);
    let language = rules.language(&words);
    let plain = !text.folded().iter().any(|letter| pictured(letter.ch).is_some());
    let alone = plain && words.sentences.len() == 1;
    let listens = alone || !plain || heard.share >= LISTEN;
    // Where a rule saw the words of a sentence and graded them, or explained them away, the weights are silent; and of what is
    // told as long gone or as a story they know nothing.
    for sentence in words.sentences.iter().filter(|sentence| listens && !reading.is_read(**sentence)) {
        let span = words.span(*sentence);
        let found = if alone { grave(text) } else { grave(&Hashed::new(&said(text.folded(), span))) };
        findings.extend(found.map(|found| found.finding(span)));
    }
    if grieves && heard.hint.is_none() {
        heard.hint = Some(Hint { about: Soft::Life, share: GRIEF });
    }
    conclude(findings, &signs, heard, history, language)
}

/// The plain letters of a part of a text, with the words for the pictures in it.
fn said(folded: &[Folded], span: Span) -> String {
    let from = folded.partition_point(|letter| letter.at < span.start);
    let to = folded.partition_point(|letter| letter.at < span.end);
    let mut said = String::with_capacity(to - from);
    for letter in &folded[from..to] {
        match pictured(letter.ch) {
            Some(word) => said.extend([" ", word, " "]),
            None => said.push(letter.ch),
        }
    }
    said
}

/// Builds the rules now instead of with the first message. About a hundredth of a second.
pub fn warm_up() {
    LazyLock::force(&RULES);
    weights_ready();
}

fn conclude(
    mut findings: Vec<CrisisFinding>,
    signs: &[Sign],
    heard: Heard,
    history: &History,
    language: Option<Language>,
) -> Screening {
    findings.sort_by(|a, b| {
        b.level.cmp(&a.level).then(b.base.cmp(&a.base)).then(a.span.cmp(&b.span)).then(a.code.cmp(&b.code))
    });
    let level = findings.first().map(|finding| finding.level).unwrap_or_default();
    let categories = graded(&findings);
    // What is found, or was explained away, needs no doubt beside it.
    let hint = heard.hint.filter(|_| findings.is_empty());
    let risk = match &hint {
        Some(hint) => compose::risk_heard(hint.share),
        None => compose::risk(level, &findings, signs, heard.share),
    };
    findings.truncate(FINDINGS_MAX);
    let history = history.after(signs, level);
    Screening { level, findings, categories, risk, language, history, hint }
}

/// The categories of findings that are sorted gravest first: each once, the gravest first; of equals, suicide and self-harm.
fn graded(findings: &[CrisisFinding]) -> Vec<CrisisCategory> {
    let mut graded: Vec<(Level, CrisisCategory)> = Vec::new();
    for finding in findings.iter().filter(|finding| finding.level > Level::None) {
        if !graded.iter().any(|(_, category)| *category == finding.category) {
            graded.push((finding.level, finding.category));
        }
    }
    graded.sort_by_key(|(level, category)| (std::cmp::Reverse(*level), *category));
    graded.into_iter().map(|(_, category)| category).collect()
}

#[cfg(test)]
mod tests;
