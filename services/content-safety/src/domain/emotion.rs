//! What a text sounds like. English is read by trained weights (`emotions`), and the analysis says `linear`. Spanish, and a
//! text in no known language of which the weights know too few words, is read by an authored lexicon with negation: it says
//! `lexicon`.

mod lexicon;

use std::collections::HashMap;
use std::sync::LazyLock;

use content_safety_api::{
    BasicEmotion, BasicScore, EmotionAnalysis, EmotionLabel, EmotionScore, EmotionStage, Language,
    LanguageReading,
};
use emotions::{Heard, Reader};
use foldhash::fast::FixedState;
use identifiers::fold_word;
use ngrams::Hashed;

/// The version of the lexicon; stands in every analysis.
pub(crate) const LEXICON_VERSION: &str = "emotion-lexicon 2026-11-28.1";

/// The longest phrase of the lexicon, in words.
const PHRASE_WORDS_MAX: usize = 4;
/// How far back a negation reaches.
const NEGATION_WORDS: usize = 3;
/// How strong `neutral` is where nothing else is heard.
const SILENT: f32 = 0.5;
/// Below this a label of the lexicon is not heard.
const HEARD: f32 = 0.3;

/// What the lexicon knows about a word or phrase.
#[derive(Default)]
struct Entry {
    labels: Vec<(EmotionLabel, f32)>,
    negates: bool,
    strengthens: bool,
    /// A phrase of the lexicon may begin with this word.
    begins: bool,
}

/// A text is looked up in it and puts nothing there.
static LEXICON: LazyLock<HashMap<String, Entry, FixedState>> = LazyLock::new(|| {
    let mut entries: HashMap<String, Entry, FixedState> = HashMap::default();
    for (label, weight, words) in lexicon::WORDS {
        for word in words.split_whitespace() {
            let phrase = word.replace('_', " ");
            let first = phrase.split(' ').next().unwrap_or_default().to_owned();
            if first != phrase {
                entries.entry(first).or_default().begins = true;
            }
            entries.entry(phrase).or_default().labels.push((*label, *weight));
        }
    }
    for word in lexicon::NEGATIONS.split_whitespace() {
        entries.entry(word.to_owned()).or_default().negates = true;
    }
    for word in lexicon::STRONGER.split_whitespace() {
        entries.entry(word.to_owned()).or_default().strengthens = true;
    }
    entries
});

/// Reads the emotions of a text.
pub(crate) fn analyse(text: &str, hashed: &Hashed, language: &LanguageReading) -> EmotionAnalysis {
    let exclaimed = text.contains('!');
    let Some(reader) = emotions::shipped().filter(|reader| reads(reader, hashed, language)) else {
        return lexical(text, exclaimed);
    };
    let (labels, basic) = spoken(reader.hear(hashed));
    concluded(labels, basic, exclaimed, EmotionStage::Linear)
}

/// What the weights hear, where they hear nothing `neutral`.
fn spoken(heard: Heard) -> (Vec<EmotionScore>, Vec<BasicScore>) {
    let mut labels = heard.labels;
    if labels.is_empty() {
        labels.push(EmotionScore { label: EmotionLabel::Neutral, score: SILENT });
    }
    let basic = if heard.basic.is_empty() { folded(&labels) } else { heard.basic };
    (labels, basic)
}

/// The names in what weights hear, as an analysis has them.
pub(crate) fn named(heard: Heard) -> (Vec<EmotionLabel>, Vec<BasicEmotion>) {
    let (labels, basic) = spoken(heard);
    (labels.iter().map(|heard| heard.label).collect(), basic.iter().map(|heard| heard.label).collect())
}

/// Whether the weights read a text: English, or words that are mostly theirs where nobody can tell the language.
fn reads(reader: &Reader, hashed: &Hashed, language: &LanguageReading) -> bool {
    match language.spoken {
        Some(Language::En) => true,
        Some(Language::Es) => false,
        None => matches!(language.code.as_str(), "eng" | "und") && reader.knows(hashed),
    }
}

/// What the lexicon hears.
fn lexical(text: &str, exclaimed: bool) -> EmotionAnalysis {
    let words = words(text);
    let mut sums = [0.0_f32; EmotionLabel::ALL.len()];
    let mut at = 0;
    while at < words.len() {
        let (length, entry) = longest(&words, at);
        if let Some(entry) = entry {
            let negated = denied_before(&words, at);
            let strength = if at > 0 && is(&words[at - 1], |entry| entry.strengthens) { 1.3 } else { 1.0 };
            for (label, weight) in &entry.labels {
                // A phrase that holds its own negation is taken as it is.
                let label = if negated && length == 1 { lexicon::denied(*label) } else { Some(*label) };
                if let Some(label) = label {
                    sums[label as usize] += weight * strength;
                }
            }
        }
        at += length;
    }
    conclude(&sums, exclaimed)
}

/// The words of a text, folded, with question marks kept as words.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::with_capacity(text.len() / 5 + 1);
    for piece in text.split(|ch: char| !(ch.is_alphanumeric() || matches!(ch, '\'' | '’' | ':' | ')' | '?')))
    {
        let bare = piece.trim_matches(|ch: char| matches!(ch, '\'' | '’' | ':' | '?' | ')'));
        if !bare.is_empty() {
            words.push(fold_word(bare));
        }
        if piece.ends_with('?') {
            words.push("?".to_owned());
        }
        if piece.contains(":)") {
            words.push(":)".to_owned());
        }
    }
    words
}

/// The longest phrase of the lexicon at a word, and how many words it takes (at least one).
fn longest(words: &[String], at: usize) -> (usize, Option<&'static Entry>) {
    let single = LEXICON.get(&words[at]);
    if single.is_some_and(|entry| entry.begins) {
        for length in (2..=PHRASE_WORDS_MAX.min(words.len() - at)).rev() {
            if let Some(entry) = LEXICON.get(&words[at..at + length].join(" ")) {
                return (length, Some(entry));
            }
        }
    }
    (1, single)
}

fn is(word: &str, ask: impl Fn(&Entry) -> bool) -> bool {
    LEXICON.get(word).is_some_and(ask)
}

fn denied_before(words: &[String], at: usize) -> bool {
    words[at.saturating_sub(NEGATION_WORDS)..at].iter().any(|word| is(word, |entry| entry.negates))
}

fn conclude(sums: &[f32], exclaimed: bool) -> EmotionAnalysis {
    let mut labels: Vec<EmotionScore> = EmotionLabel::ALL
        .iter()
        .zip(sums)
        // One clear word is 0.5; more never reach 1.
        .map(|(label, sum)| EmotionScore { label: *label, score: sum / (sum + 1.0) })
        .filter(|scored| scored.score >= HEARD)
        .collect();
    labels.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.label.cmp(&b.label)));
    if labels.is_empty() {
        labels.push(EmotionScore { label: EmotionLabel::Neutral, score: SILENT });
    }
    let basic = folded(&labels);
    concluded(labels, basic, exclaimed, EmotionStage::Lexicon)
}

/// The basic emotions of some labels, each as strong as its strongest label.
fn folded(labels: &[EmotionScore]) -> Vec<BasicScore> {
    let mut basic: Vec<BasicScore> = Vec::new();
    for kind in BasicEmotion::ALL {
        let of_kind = labels.iter().filter(|scored| scored.label.basic() == *kind).map(|scored| scored.score);
        if let Some(score) = of_kind.max_by(f32::total_cmp) {
            basic.push(BasicScore { label: *kind, score });
        }
    }
    basic.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.label.cmp(&b.label)));
    basic
}

/// The analysis, with the mean place of its labels on three dimensions, each weighing as much as it is heard.
fn concluded(
    labels: Vec<EmotionScore>,
    basic: Vec<BasicScore>,
    exclaimed: bool,
    stage: EmotionStage,
) -> EmotionAnalysis {
    let total: f32 = labels.iter().map(|scored| scored.score).sum();
    let mean = |axis: usize| {
        labels.iter().map(|scored| scored.score * lexicon::dimensions(scored.label)[axis]).sum::<f32>()
            / total
    };
    let arousal = mean(1) + if exclaimed { 0.1 } else { 0.0 };
    EmotionAnalysis {
        valence: mean(0),
        arousal: arousal.clamp(-1.0, 1.0),
        dominance: mean(2),
        labels,
        basic,
        stage,
    }
}

#[cfg(test)]
mod tests;
