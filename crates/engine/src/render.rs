//! Plans as text. Nothing is decided here: the same plan and content give the same words.

use content::{Library, LineRef};
use content_safety_api::Language;
use safety_rules::ladder;

use super::input::Packs;
use super::plan::{CardPart, Fill, Piece, Plan, Words};

/// The reply's text.
pub fn render(plan: &Plan, library: &Library) -> String {
    render_with(plan, library, Packs::default())
}

/// The reply's text, where it may hold an item of a questionnaire: its words are the pack's.
pub fn render_with(plan: &Plan, library: &Library, packs: Packs<'_>) -> String {
    let mut text = String::new();
    let mut before: Option<Language> = None;
    for piece in &plan.pieces {
        let Some(words) = words(piece, plan.language, library, packs) else { continue };
        let language = match &piece.words {
            Words::Fixed { language, .. } => *language,
            Words::Item { instrument, version, item, hash } => {
                packs.item(instrument, version, *item, hash).map_or(plan.language, |(language, _)| language)
            }
            Words::Line(_) | Words::Card { .. } => plan.language,
        };
        if before.is_some_and(|before| before != language) {
            text.push_str("\n\n");
        } else if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&words);
        before = Some(language);
    }
    text
}

/// One piece's words; `None` when this content does not have them.
pub(super) fn words(
    piece: &Piece,
    language: Language,
    library: &Library,
    packs: Packs<'_>,
) -> Option<String> {
    match &piece.words {
        Words::Line(line) => library.line(line, language).map(|text| fill_in(text, &piece.fills, language)),
        Words::Fixed { id, language } => ladder::line(id).map(|line| line.text(*language).to_owned()),
        Words::Card { card, part } => card_words(card, *part, language, library),
        Words::Item { instrument, version, item, hash } => {
            packs.item(instrument, version, *item, hash).map(|(_, text)| text.to_owned())
        }
    }
}

fn card_words(card: &str, part: CardPart, language: Language, library: &Library) -> Option<String> {
    let words = library.card(card)?.words(language);
    let text = match part {
        CardPart::Permission => &words.permission,
        CardPart::Opening => &words.opening,
        CardPart::Step(step) => words.steps.get(usize::from(step))?,
        CardPart::Close => &words.close,
        CardPart::FollowUp => &words.follow_up,
    };
    Some(text.clone())
}

/// A line with its placeholders filled, its first letter large, and Spanish articles drawn together.
pub(super) fn fill_in(line: &str, fills: &[Fill], language: Language) -> String {
    let mut text = line.to_owned();
    for fill in fills {
        text = text.replace(&format!("{{{}}}", fill.slot), &fill.text);
    }
    if !fills.is_empty() && language == Language::Es {
        text = text.replace(" de el ", " del ").replace(" a el ", " al ");
        for (apart, drawn) in [("De el ", "Del "), ("A el ", "Al ")] {
            text = text.strip_prefix(apart).map(|rest| format!("{drawn}{rest}")).unwrap_or(text);
        }
    }
    let opens_with_fill = line.starts_with('{');
    if opens_with_fill { large_first(&text) } else { text }
}

fn large_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A line of the catalogues by its reference, for notices.
pub(super) fn line(pool: &str, number: u16) -> LineRef {
    LineRef { pool: pool.to_owned(), number }
}
