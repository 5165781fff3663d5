//! Fixed lines, found in a reply's text: a stored reply may hold no ids, and what was said is what counts.

use content_safety_api::{CrisisCategory, Language};
use safety_rules::ladder::{self, Line, Part, Question};

/// A fixed line as it was said.
pub(super) type Said = (&'static Line, Language);

/// The fixed lines of a text, in order; the longest that fits at each place.
pub(super) fn lines(text: &str) -> Vec<Said> {
    let mut found: Vec<(usize, usize, Said)> = Vec::new();
    for line in ladder::all_lines() {
        for language in [Language::En, Language::Es] {
            let words = line.text(language);
            let starts = text.match_indices(words).map(|(at, _)| (at, words.len(), (line, language)));
            found.extend(starts);
        }
    }
    found.sort_by_key(|(at, length, _)| (*at, std::cmp::Reverse(*length)));
    let mut end = 0;
    let mut said = Vec::new();
    for (at, length, line) in found {
        if at >= end {
            end = at + length;
            said.push(line);
        }
    }
    said
}

/// The questions among them, each once whatever the language.
pub(super) fn questions(lines: &[Said]) -> Vec<Question> {
    let mut asked = Vec::new();
    for (line, _) in lines {
        if let Part::Question(question) = line.part
            && !asked.contains(&question)
        {
            asked.push(question);
        }
    }
    asked
}

/// Whether a part is among them.
pub(super) fn has(lines: &[Said], part: Part) -> bool {
    lines.iter().any(|(line, _)| line.part == part)
}

/// The kinds of help that they name.
pub(super) fn named(lines: &[Said]) -> u8 {
    lines.iter().fold(0, |named, (line, _)| named | line.names)
}

/// The ladder that they belong to.
pub(super) fn category(lines: &[Said]) -> Option<CrisisCategory> {
    lines.iter().find_map(|(line, _)| line.category)
}

/// Suicide and self-harm share a ladder.
pub(super) const fn is_suicide(category: CrisisCategory) -> bool {
    matches!(category, CrisisCategory::SuicidalIdeation | CrisisCategory::SelfHarm)
}
