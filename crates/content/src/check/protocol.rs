//! The safety protocol: every part that the law asks for, both languages alike, and plain enough for whoever is worried.

use super::super::measure::{grade_en, inflesz_es};
use super::super::model::{ProtocolPart, ProtocolText};
use super::super::text::word_count;
use super::{Context, Faults, day_number};

/// The hardest English of a paragraph. It names kinds of danger by their names, which are long words.
const GRADE_MAX: f64 = 9.0;
/// The hardest Spanish of a paragraph: "normal" on the INFLESZ scale starts at 55.
const INFLESZ_MIN: f64 = 55.0;
/// The fewest and the most words of the page.
const WORDS: std::ops::RangeInclusive<usize> = 250..=900;
/// The most words of a paragraph.
const PARAGRAPH_WORDS_MAX: usize = 90;
/// The most words of a title or a heading.
const HEADING_WORDS_MAX: usize = 8;
/// What the page must say in so many words: that it may not suit some minors.
const MINORS: [&str; 2] = ["may not suit some minors", "puede no ser bueno para algunos menores"];

pub(super) fn check(context: &Context<'_>, faults: &mut Faults<'_>) {
    let protocol = &context.source.protocol;
    words("protocol en", "en", &protocol.text.en, faults);
    words("protocol es", "es", &protocol.text.es, faults);
    let shape = |text: &ProtocolText| -> Vec<(ProtocolPart, usize)> {
        text.sections.iter().map(|section| (section.part, section.paragraphs.len())).collect()
    };
    if shape(&protocol.text.en) != shape(&protocol.text.es) {
        faults.add("protocol", "not the same sections and paragraphs in each language");
    }
    for (text, must) in [&protocol.text.en, &protocol.text.es].into_iter().zip(MINORS) {
        if !text.texts().any(|part| part.contains(must)) {
            faults.add("protocol", format!("it has to say: {must}"));
        }
    }
    let dates = std::iter::once(protocol.as_of.as_str()).chain(protocol.reviewed.as_deref());
    if protocol.version == 0 || dates.into_iter().any(|date| day_number(date).is_none()) {
        faults.add("protocol", "a version from 1, and dates that are YYYY-MM-DD");
    }
    if protocol.reviewer.is_some() != protocol.reviewed.is_some() {
        faults.add("protocol", "a review has a reviewer and a date, or neither");
    }
}

fn words(item: &str, language: &str, text: &ProtocolText, faults: &mut Faults<'_>) {
    let mut parts: Vec<ProtocolPart> = text.sections.iter().map(|section| section.part).collect();
    parts.sort_unstable();
    if parts != ProtocolPart::ALL {
        faults.add(item, format!("every part once, of {:?}", ProtocolPart::ALL));
    }
    let all: usize = text.texts().map(word_count).sum();
    if !WORDS.contains(&all) {
        faults.add(item, format!("{all} words, wanted {WORDS:?}"));
    }
    for heading in text.sections.iter().map(|section| &section.heading).chain([&text.title]) {
        if !(1..=HEADING_WORDS_MAX).contains(&word_count(heading)) {
            faults.add(item, format!("a heading has 1 to {HEADING_WORDS_MAX} words: {heading}"));
        }
    }
    for section in &text.sections {
        if section.paragraphs.is_empty() {
            faults.add(item, format!("a section without a paragraph: {}", section.heading));
        }
        section.paragraphs.iter().for_each(|paragraph| readable(item, language, paragraph, faults));
    }
    readable(item, language, &text.summary, faults);
}

fn readable(item: &str, language: &str, paragraph: &str, faults: &mut Faults<'_>) {
    let words = word_count(paragraph);
    if !(1..=PARAGRAPH_WORDS_MAX).contains(&words) {
        faults.add(item, format!("{words} words in a paragraph, at most {PARAGRAPH_WORDS_MAX}: {paragraph}"));
    }
    if paragraph.trim() != paragraph
        || paragraph.contains(['\n', '\t', '{', '<', '&'])
        || paragraph.contains("  ")
    {
        faults.add(item, format!("no breaks, marks, placeholders or double spaces: {paragraph}"));
    }
    let (measured, hard) = if language == "en" {
        let grade = grade_en(paragraph);
        (grade, grade > GRADE_MAX)
    } else {
        let ease = inflesz_es(paragraph);
        (ease, ease < INFLESZ_MIN)
    };
    if hard {
        faults.add(item, format!("too hard to read ({measured:.1}): {paragraph}"));
    }
}
