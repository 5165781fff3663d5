//! Articles: both languages alike, short enough to be read at a kitchen table, with sources and dates.

use super::super::measure::{grade_en, inflesz_es};
use super::super::model::{Article, ArticleText, Audience, Citation};
use super::super::text::word_count;
use super::lines::Lints;
use super::{Context, Faults, day_number};

/// The hardest English of a paragraph: what most adults read with ease when they are tired.
const GRADE_MAX: f64 = 8.0;
/// The hardest Spanish of a paragraph: "normal" on the INFLESZ scale starts at 55.
const INFLESZ_MIN: f64 = 55.0;
/// The fewest and the most words of an article.
const WORDS: std::ops::RangeInclusive<usize> = 200..=900;
/// The most words of a paragraph.
const PARAGRAPH_WORDS_MAX: usize = 90;
/// The most words of a title or a heading.
const HEADING_WORDS_MAX: usize = 12;
/// How many sections an article has.
const SECTIONS: std::ops::RangeInclusive<usize> = 3..=8;

pub(super) fn check(context: &Context<'_>, faults: &mut Faults<'_>) {
    let articles = &context.source.articles;
    faults.unique("article", articles.iter().map(|article| article.id.as_str()));
    for article in articles {
        let item = format!("article {}", article.id);
        if article.audience != Audience::Family {
            faults.add(&item, "an article is for families");
        }
        words(&item, "en", &article.text.en, &context.lints.en, faults);
        words(&item, "es", &article.text.es, &context.lints.es, faults);
        let shape = |text: &ArticleText| -> Vec<usize> {
            text.sections.iter().map(|section| section.paragraphs.len()).collect()
        };
        if shape(&article.text.en) != shape(&article.text.es) {
            faults.add(&item, "not the same sections and paragraphs in each language");
        }
        dates(&item, article, faults);
    }
}

fn words(item: &str, language: &str, text: &ArticleText, lints: &Lints, faults: &mut Faults<'_>) {
    let item = format!("{item} {language}");
    if !SECTIONS.contains(&text.sections.len()) {
        faults.add(&item, format!("{} sections, wanted {SECTIONS:?}", text.sections.len()));
    }
    let all: usize = text.texts().map(word_count).sum();
    if !WORDS.contains(&all) {
        faults.add(&item, format!("{all} words, wanted {WORDS:?}"));
    }
    for heading in text.sections.iter().map(|section| &section.heading).chain([&text.title]) {
        if !(1..=HEADING_WORDS_MAX).contains(&word_count(heading)) {
            faults.add(&item, format!("a heading has 1 to {HEADING_WORDS_MAX} words: {heading}"));
        }
    }
    for section in &text.sections {
        if section.paragraphs.is_empty() {
            faults.add(&item, format!("a section without a paragraph: {}", section.heading));
        }
        section.paragraphs.iter().for_each(|paragraph| readable(&item, language, paragraph, faults));
    }
    readable(&item, language, &text.summary, faults);
    text.texts().for_each(|part| lints.forbid(&item, part, faults));
}

fn readable(item: &str, language: &str, paragraph: &str, faults: &mut Faults<'_>) {
    let words = word_count(paragraph);
    if !(1..=PARAGRAPH_WORDS_MAX).contains(&words) {
        faults.add(item, format!("{words} words in a paragraph, at most {PARAGRAPH_WORDS_MAX}: {paragraph}"));
    }
    if paragraph.trim() != paragraph || paragraph.contains(['\n', '\t', '{']) || paragraph.contains("  ") {
        faults.add(item, format!("no breaks, placeholders or double spaces: {paragraph}"));
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

fn dates(item: &str, article: &Article, faults: &mut Faults<'_>) {
    if article.sources.is_empty() {
        faults.add(item, "no source");
    }
    let expires = day_number(&article.expires);
    for Citation { publisher, title, as_of } in &article.sources {
        if publisher.trim().is_empty() || title.trim().is_empty() {
            faults.add(item, "a source has a publisher and a title");
        }
        match (day_number(as_of), expires) {
            (Some(as_of), Some(expires)) if expires <= as_of => {
                faults.add(item, "expires before its as-of date");
            }
            (Some(_), Some(_)) => {}
            _ => faults.add(item, "dates are YYYY-MM-DD"),
        }
    }
    if article.reviewer.is_some() != article.reviewed.is_some() {
        faults.add(item, "a review has a reviewer and a date, or neither");
    }
    if article.reviewed.as_deref().is_some_and(|date| day_number(date).is_none()) {
        faults.add(item, "dates are YYYY-MM-DD");
    }
}
