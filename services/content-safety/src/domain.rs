//! The rules: what a text shows, and what a reply must not say. Pure functions over the text; nothing is kept.

pub(crate) mod emotion;

use content_safety_api::{
    BATCH_MAX, BatchedAnalysis, CombinedAnalysis, CrisisFinding, EARLIER_MAX, EmotionReading,
    GuidelineReading, IdentifierAnalysis, IdentifierClass, IdentifierMode, IdentifierSpan, LanguageReading,
    Level, RecommendedAction, Redaction, Replacement, SafetyAnalysis, Span, TEXT_BYTES_MAX, Versions, codes,
};
use identifiers::{Across, Placeholders, Tail, detect_after, generalise, mask, redact};
use kernel::{ErrorCode, Timestamp};
use ngrams::Hashed;
use safety_rules::{History, Screening, screen, screen_hashed};

/// The version of the identifier rules; stands in every analysis.
const IDENTIFIERS_VERSION: &str = "identifier-rules 2026-11-27.1";
/// The version of the reply guidelines.
const GUIDELINES_VERSION: &str = "reply-guidelines 2026-11-28.1";
/// So many bytes are enough to tell a language.
const LANGUAGE_BYTES: usize = 2_048;
/// Fewer letters than this tell nothing.
const LANGUAGE_LETTERS_MIN: usize = 12;

/// How much of the figure of risk one level takes.
const RISK_OF_A_LEVEL: f32 = 0.2;

/// Why a text was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ReadError {
    /// Nothing in it.
    #[error("the text is empty")]
    Empty,
    /// Over the limit.
    #[error("the text is over its limit")]
    TooLong,
    /// More earlier messages than are read.
    #[error("too many earlier messages")]
    TooManyEarlier,
    /// A batch of none, or of too many.
    #[error("a batch holds 1 to 64 texts")]
    BatchSize,
    /// Emotions are not read here.
    #[error("emotions are not read in this installation")]
    EmotionOff,
}

impl api::Fault for ReadError {
    fn code(&self) -> ErrorCode {
        match self {
            Self::Empty => codes::EMPTY_TEXT,
            Self::TooLong => codes::TEXT_TOO_LONG,
            Self::TooManyEarlier => codes::TOO_MANY_EARLIER,
            Self::BatchSize => codes::BATCH_SIZE,
            Self::EmotionOff => codes::EMOTION_OFF,
        }
    }
}

/// A text within its limits.
#[derive(Clone, Copy)]
pub(crate) struct Text<'a>(&'a str);

impl<'a> Text<'a> {
    /// Admits a text: one byte to 64 KiB. What it holds does not matter: HTML, emoji and any script are text.
    pub(crate) fn admit(text: &'a str) -> Result<Self, ReadError> {
        match text.len() {
            0 => Err(ReadError::Empty),
            bytes if bytes > TEXT_BYTES_MAX => Err(ReadError::TooLong),
            _ => Ok(Self(text)),
        }
    }
}

/// Admits what a speaker said before: at most sixteen texts, each within the limit, oldest first.
pub(crate) fn admit_earlier<'a>(
    earlier: impl ExactSizeIterator<Item = &'a str>,
) -> Result<Vec<&'a str>, ReadError> {
    if earlier.len() > EARLIER_MAX {
        return Err(ReadError::TooManyEarlier);
    }
    earlier.map(|text| if text.len() > TEXT_BYTES_MAX { Err(ReadError::TooLong) } else { Ok(text) }).collect()
}

/// What earlier messages of the speaker say about the next one.
pub(crate) fn history(earlier: &[&str]) -> History {
    earlier.iter().fold(History::default(), |history, text| screen(text, &history).history)
}

/// The ends of earlier messages, over which an identifier may be spread.
pub(crate) fn tail(earlier: &[&str]) -> Tail {
    let mut tail = Tail::default();
    earlier.iter().for_each(|text| tail.push(text));
    tail
}

/// Reads danger and identifiers.
pub(crate) fn analyze(text: Text<'_>, history: &History, tail: &Tail) -> SafetyAnalysis {
    safety(text, heard(screen(text.0, history)), tail)
}

/// Whether a batch is one.
pub(crate) const fn admit_batch(texts: usize) -> Result<(), ReadError> {
    if texts == 0 || texts > BATCH_MAX { Err(ReadError::BatchSize) } else { Ok(()) }
}

/// One text of a batch: what it shows, or the code that says why it was not read.
pub(crate) fn batched<'a>(text: &str, earlier: impl ExactSizeIterator<Item = &'a str>) -> BatchedAnalysis {
    let read = Text::admit(text).and_then(|text| {
        let earlier = admit_earlier(earlier)?;
        Ok(analyze(text, &history(&earlier), &tail(&earlier)))
    });
    match read {
        Ok(analysis) => BatchedAnalysis { analysis: Some(analysis), code: None },
        Err(why) => BatchedAnalysis { analysis: None, code: Some(api::Fault::code(&why).name().to_owned()) },
    }
}

fn safety(text: Text<'_>, screening: Screening, tail: &Tail) -> SafetyAnalysis {
    let Across { here: identifiers, before: earlier_pieces } = detect_after(tail, text.0);
    let level = screening.level;
    SafetyAnalysis {
        crisis_detected: level > Level::None,
        crisis_level: level,
        phi_detected: !identifiers.is_empty(),
        phi_categories: classes(&identifiers),
        recommended_action: action(level),
        escalation_required: level.needs_human(),
        safety_score: 1.0 - screening.risk,
        risk: screening.risk,
        language: language(text.0, &screening),
        crisis_categories: screening.categories,
        findings: screening.findings,
        identifiers,
        earlier_pieces,
        versions: versions(),
    }
}

/// What the weights hear where no rule found anything, as a finding: a doubt, which is one soft question.
fn heard(mut screening: Screening) -> Screening {
    let Some(hint) = screening.hint.take() else { return screening };
    let category = hint.about.category();
    screening.level = screening.level.max(Level::Low);
    screening.categories.push(category);
    screening.findings.push(CrisisFinding {
        code: hint.about.code().into(),
        category,
        level: Level::Low,
        base: Level::Low,
        span: Span::default(),
        modifiers: Vec::new(),
        facet: None,
        confidence: hint.share,
    });
    screening
}

/// Takes in what a later stage found: it may raise the level and never lowers it.
pub(crate) fn raise(analysis: &mut SafetyAnalysis, finding: CrisisFinding) {
    let level = analysis.crisis_level.max(finding.level);
    if level > analysis.crisis_level {
        // Where the level's own range begins, and a little for how sure it is.
        let floor = RISK_OF_A_LEVEL * f32::from(level as u8) + 0.04 * finding.confidence;
        analysis.risk = analysis.risk.max(floor);
        analysis.safety_score = 1.0 - analysis.risk;
    }
    analysis.crisis_level = level;
    analysis.crisis_detected = level > Level::None;
    analysis.recommended_action = action(level);
    analysis.escalation_required = level.needs_human();
    if !analysis.crisis_categories.contains(&finding.category) {
        // Gravest first: what raised the level leads.
        let place = if finding.level == level { 0 } else { analysis.crisis_categories.len() };
        analysis.crisis_categories.insert(place, finding.category);
    }
    analysis.findings.push(finding);
    analysis.findings.sort_by_key(|finding| std::cmp::Reverse(finding.level));
}

/// Finds identifiers, and replaces them when asked to.
pub(crate) fn detect_identifiers(
    text: Text<'_>,
    tail: &Tail,
    replacing: &Replacing<'_>,
) -> IdentifierAnalysis {
    let Across { here: identifiers, before: earlier_pieces } = detect_after(tail, text.0);
    IdentifierAnalysis {
        phi_detected: !identifiers.is_empty(),
        phi_categories: classes(&identifiers),
        redaction: redaction(text.0, &identifiers, replacing),
        identifiers,
        earlier_pieces,
        versions: versions(),
    }
}

/// What becomes of identifiers.
pub(crate) struct Replacing<'a> {
    /// What is asked for.
    pub(crate) mode: IdentifierMode,
    /// The replacements of earlier messages.
    pub(crate) known: &'a [Replacement],
    /// The calendar year now: an older one may tell of an age over 89.
    pub(crate) this_year: i16,
}

impl<'a> Replacing<'a> {
    /// What is asked for now.
    pub(crate) fn at(now: Timestamp, mode: IdentifierMode, known: &'a [Replacement]) -> Self {
        // RFC 3339 begins with the year; were there none, every year would count as one that tells of a high age.
        let this_year = now.to_string().get(..4).and_then(|year| year.parse().ok()).unwrap_or(i16::MAX);
        Self { mode, known, this_year }
    }
}

/// Reads emotions.
pub(crate) fn read_emotion(text: Text<'_>, history: &History) -> EmotionReading {
    let hashed = Hashed::new(text.0);
    let language = language(text.0, &screen_hashed(&hashed, history));
    EmotionReading { emotion: emotion::analyse(text.0, &hashed, &language), language, versions: versions() }
}

/// Reads everything at once: danger and emotion from one folding and hashing of the text.
pub(crate) fn analyze_combined(
    text: Text<'_>,
    (history, tail): (&History, &Tail),
    replacing: &Replacing<'_>,
    with_emotion: bool,
) -> CombinedAnalysis {
    let hashed = Hashed::new(text.0);
    let safety = safety(text, heard(screen_hashed(&hashed, history)), tail);
    CombinedAnalysis {
        redaction: redaction(text.0, &safety.identifiers, replacing),
        emotion: with_emotion.then(|| emotion::analyse(text.0, &hashed, &safety.language)),
        safety,
    }
}

/// Checks a reply.
pub(crate) fn check_reply(reply: Text<'_>) -> GuidelineReading {
    let violations = safety_rules::guard(reply.0);
    GuidelineReading { allowed: violations.is_empty(), violations, versions: versions() }
}

/// Builds all rules now, and reads one sentence of each kind: what health asks.
pub(crate) fn self_test() -> Result<(), &'static str> {
    let history = History::default();
    if screen("I want to kill myself.", &history).level < Level::High {
        return Err("the crisis rules miss a plain statement");
    }
    if screen("The soup was good.", &history).level != Level::None {
        return Err("the crisis rules alarm at soup");
    }
    if identifiers::detect("Call 212-555-0147.").len() != 1 {
        return Err("the identifier rules miss a telephone number");
    }
    if !safety_rules::weights_ready() {
        return Err("the crisis weights cannot be read");
    }
    if safety_rules::guard("You should stop taking your medication.").is_empty() {
        return Err("the guidelines miss medical advice");
    }
    if emotions::shipped().is_none() {
        return Err("the emotion weights cannot be read");
    }
    for happy in ["I am so happy today.", "Estoy muy feliz."] {
        let text = Text(happy);
        if read_emotion(text, &history).emotion.valence <= 0.0 {
            return Err("the reading of emotions misses joy");
        }
    }
    Ok(())
}

const fn action(level: Level) -> RecommendedAction {
    match level {
        Level::None => RecommendedAction::None,
        Level::Low => RecommendedAction::SoftQuestion,
        Level::Medium => RecommendedAction::NotifyStaff,
        Level::High => RecommendedAction::UrgentHuman,
        Level::Critical => RecommendedAction::Emergency,
    }
}

fn classes(identifiers: &[IdentifierSpan]) -> Vec<IdentifierClass> {
    let mut classes: Vec<IdentifierClass> = identifiers.iter().map(|found| found.class).collect();
    classes.sort_unstable();
    classes.dedup();
    classes
}

fn redaction(text: &str, identifiers: &[IdentifierSpan], replacing: &Replacing<'_>) -> Option<Redaction> {
    let known = replacing.known.iter().map(|known| (known.class, known.text.expose().to_owned()));
    let put = |text: String| Some(Redaction { text: text.into(), replacements: Vec::new() });
    let mut placeholders = match replacing.mode {
        IdentifierMode::Detect => return None,
        IdentifierMode::Redact => return put(redact(text, identifiers)),
        IdentifierMode::Pseudonymise => Placeholders::of(known),
        IdentifierMode::Generalise => {
            return put(generalise(text, identifiers, replacing.this_year));
        }
    };
    let masked = mask(text, identifiers, &mut placeholders);
    let replacements = placeholders
        .replacements()
        .map(|(placeholder, class, text)| Replacement { placeholder, class, text: text.to_owned().into() })
        .collect();
    Some(Redaction { text: masked.into(), replacements })
}

/// English and Spanish by their function words; others by their letters, to say that they are not read.
pub(crate) fn language(text: &str, screening: &Screening) -> LanguageReading {
    use content_safety_api::Language;
    let (code, spoken, supported) = match screening.language {
        Some(Language::En) => ("eng", Some(Language::En), true),
        Some(Language::Es) => ("spa", Some(Language::Es), true),
        None => match other_language(text) {
            Some(whatlang::Lang::Eng) => ("eng", None, true),
            Some(whatlang::Lang::Spa) => ("spa", None, true),
            Some(other) => (other.code(), None, false),
            None => ("und", None, true),
        },
    };
    LanguageReading { code: code.to_owned(), spoken, supported }
}

fn other_language(text: &str) -> Option<whatlang::Lang> {
    let end =
        text.char_indices().map(|(at, _)| at).take_while(|at| *at <= LANGUAGE_BYTES).last().unwrap_or(0);
    let piece = if text.len() <= LANGUAGE_BYTES { text } else { &text[..end] };
    if piece.chars().filter(|ch| ch.is_alphabetic()).count() < LANGUAGE_LETTERS_MIN {
        return None;
    }
    whatlang::detect(piece).filter(whatlang::Info::is_reliable).map(|info| info.lang())
}

fn versions() -> Versions {
    Versions {
        crisis: safety_rules::versions(),
        identifiers: IDENTIFIERS_VERSION.to_owned(),
        emotion: format!("{}, {}", emotions::WEIGHTS_VERSION, emotion::LEXICON_VERSION),
        guidelines: GUIDELINES_VERSION.to_owned(),
        stages: vec!["rules".to_owned(), "linear".to_owned()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use content_safety_api::Language;

    fn read(text: &str) -> SafetyAnalysis {
        analyze(Text::admit(text).expect("within the limits"), &History::default(), &Tail::default())
    }

    #[test]
    fn an_analysis_says_what_the_spec_asks() {
        let found = read("I want to kill myself. My name is Rosa Alvarez.");
        assert!(found.crisis_detected && found.escalation_required && found.phi_detected);
        assert_eq!(found.crisis_level, Level::High);
        assert_eq!(found.recommended_action, RecommendedAction::UrgentHuman);
        assert_eq!(found.phi_categories, [IdentifierClass::Name]);
        assert!((found.safety_score + found.risk - 1.0).abs() < 1e-6);
        let calm = read("The soup was good.");
        assert!(!calm.crisis_detected && !calm.escalation_required && !calm.phi_detected);
        assert!(calm.safety_score > found.safety_score);
    }

    #[test]
    fn a_human_comes_in_from_medium_up_and_not_only_at_critical() {
        let wanted = [
            (Level::None, false, RecommendedAction::None),
            (Level::Low, false, RecommendedAction::SoftQuestion),
            (Level::Medium, true, RecommendedAction::NotifyStaff),
            (Level::High, true, RecommendedAction::UrgentHuman),
            (Level::Critical, true, RecommendedAction::Emergency),
        ];
        for (level, human, expected) in wanted {
            assert_eq!((level.needs_human(), action(level)), (human, expected));
        }
    }

    #[test]
    fn what_the_weights_alone_hear_is_low_with_its_reason_and_its_one_question() {
        let text = "I'm a house with the furniture gone. I wish they'd knock it down, and me in it.";
        let screening = screen(text, &History::default());
        assert!(
            screening.level == Level::None && screening.hint.is_some(),
            "no rule reads it: {screening:?}"
        );
        let found = read(text);
        assert_eq!(
            (found.crisis_level, found.recommended_action),
            (Level::Low, RecommendedAction::SoftQuestion)
        );
        assert!(found.crisis_detected && !found.escalation_required);
        assert_eq!(found.findings.iter().map(|one| &*one.code).collect::<Vec<_>>(), ["si.heard"]);
        assert!(found.risk > read("The soup was good.").risk);
        assert!(found.risk < read("I wish I was dead.").risk, "what was said outright stands above it");
    }

    #[test]
    fn earlier_messages_count_and_are_limited() {
        let earlier = ["I lost my job and I have nothing left."];
        let history = history(&admit_earlier(earlier.into_iter()).expect("admitted"));
        let text = Text::admit("What is the tallest building downtown?").expect("admitted");
        assert!(analyze(text, &history, &Tail::default()).crisis_level >= Level::Medium);
        assert!(!analyze(text, &History::default(), &Tail::default()).crisis_detected);
        let many = vec!["a"; EARLIER_MAX + 1];
        assert_eq!(admit_earlier(many.into_iter()).err(), Some(ReadError::TooManyEarlier));
        let long = "a".repeat(TEXT_BYTES_MAX + 1);
        assert_eq!(admit_earlier([long.as_str()].into_iter()).err(), Some(ReadError::TooLong));
    }

    fn replaced(text: &str, mode: IdentifierMode, known: &[Replacement]) -> Redaction {
        let replacing = Replacing { mode, known, this_year: 2026 };
        let found = detect_identifiers(Text::admit(text).expect("admitted"), &Tail::default(), &replacing);
        found.redaction.expect("asked for")
    }

    #[test]
    fn pseudonyms_are_consistent_over_a_conversation_and_reversible_by_their_map() {
        let text = "Rosa called. Rosa lives at 12 Elm Street. Call 212-555-0147.";
        let first = replaced(text, IdentifierMode::Pseudonymise, &[]);
        assert_eq!(first.text.expose(), "[NAME_1] called. [NAME_1] lives at [PLACE_1]. Call [PHONE_1].");
        let mut back = first.text.expose().to_owned();
        for replacement in &first.replacements {
            back = back.replace(&replacement.placeholder, replacement.text.expose());
        }
        assert_eq!(back, text);
        assert!(identifiers::detect(first.text.expose()).is_empty(), "nothing is left");
        let second = replaced("Walter knows Rosa.", IdentifierMode::Pseudonymise, &first.replacements);
        assert_eq!(second.text.expose(), "[NAME_2] knows [NAME_1].");
        assert_eq!(second.replacements.len(), 4, "the map grows");
    }

    #[test]
    fn what_was_redacted_or_made_general_is_not_told() {
        let redacted = replaced("Rosa lives at 12 Elm Street.", IdentifierMode::Redact, &[]);
        assert_eq!(redacted.text.expose(), "[NAME_1] lives at [PLACE_1].");
        assert!(redacted.replacements.is_empty());
        let general = replaced("Rosa fell on May 5, 2021.", IdentifierMode::Generalise, &[]);
        assert_eq!(general.text.expose(), "[NAME_1] fell on 2021.");
        assert!(general.replacements.is_empty());
    }

    #[test]
    fn other_languages_are_named_as_not_read() {
        assert_eq!(read("I would like some soup please").language.spoken, Some(Language::En));
        assert_eq!(read("Quiero un poco de sopa por favor").language.spoken, Some(Language::Es));
        let german = read("Ich möchte gerne eine Suppe essen und danach schlafen gehen").language;
        assert_eq!((german.code.as_str(), german.supported), ("deu", false));
        assert_eq!(read("😀😀").language.code, "und");
    }

    #[test]
    fn strange_texts_are_read_and_bad_ones_refused() {
        for text in [
            "😀😀😀",
            "مرحبا كيف حالك اليوم",
            "<p>I am <b>fine</b></p>",
            "\u{0}\u{0}",
            "\u{202E}abc",
            "{\"a\":[1]}",
        ] {
            assert!(!read(text).crisis_detected, "{text:?}");
        }
        assert!(read("<p>I want to kill myself</p>").crisis_detected);
        assert_eq!(Text::admit("").err(), Some(ReadError::Empty));
        assert!(Text::admit(&"a".repeat(TEXT_BYTES_MAX)).is_ok());
        assert_eq!(Text::admit(&"a".repeat(TEXT_BYTES_MAX + 1)).err(), Some(ReadError::TooLong));
    }

    #[test]
    fn the_self_test_reads_one_sentence_of_each_kind() {
        assert_eq!(self_test(), Ok(()));
    }
}
