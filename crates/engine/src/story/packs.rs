//! The questionnaires of stories: invented words in the shapes that an operator's packs have.

use content::model::ByLang;
use content_safety_api::Language;
use instruments::{Band, Bars, ItemRule, ItemText, Pack, PackText, Rule, ScaleLabel, Skip, Tier, item_hash};

use super::super::input::Instrument;

/// The words of a pack in one language.
fn text(language: Language, title: &str, items: &[ByLang<String>], scale: &[ByLang<String>]) -> PackText {
    PackText {
        language,
        title: title.to_owned(),
        items: items
            .iter()
            .map(|item| ItemText { text: item.of(language).clone(), hash: item_hash(item.of(language)) })
            .collect(),
        scale: (0u8..)
            .zip(scale)
            .map(|(value, label)| ScaleLabel { value, label: label.of(language).clone() })
            .collect(),
    }
}

/// A screener as an operator installs it, with a story's words.
pub(super) fn screener(items: &[ByLang<String>], yes: &ByLang<String>, no: &ByLang<String>) -> Pack {
    let scale = [no.clone(), yes.clone()];
    let tiers = [Tier::Low, Tier::Low, Tier::Middle, Tier::High];
    Pack {
        id: "story-screener".to_owned(),
        version: "1".to_owned(),
        rights: "Invented for a story.".to_owned(),
        texts: [Language::En, Language::Es].map(|language| text(language, "screener", items, &scale)).into(),
        items: vec![ItemRule { least: 0, most: 1, reversed: false }; items.len()],
        rule: Rule::Screener,
        bands: (0u16..).zip(tiers).map(|(from, tier)| Band { id: from.to_string(), from, tier }).collect(),
        skips: vec![Skip { item: 2, value: 0, to: 6 }, Skip { item: 6, value: 0, to: 8 }],
        gates: Vec::new(),
        min_days: 1,
        bars: Bars { grief_days: 7, simple_needs_staff: false },
    }
}

/// A questionnaire that somebody who treats the resident assigned, with a story's words. The answers are summed.
pub(super) fn questions(items: &[ByLang<String>], scale: &[ByLang<String>]) -> Instrument {
    let most = u8::try_from(scale.len().saturating_sub(1)).unwrap_or(u8::MAX);
    let pack = Pack {
        id: "story-questions".to_owned(),
        version: "1".to_owned(),
        rights: "Invented for a story.".to_owned(),
        texts: [Language::En, Language::Es].map(|language| text(language, "questions", items, scale)).into(),
        items: vec![ItemRule { least: 0, most, reversed: false }; items.len()],
        rule: Rule::Sum { unanswered_max: 1 },
        bands: vec![
            Band { id: "1".to_owned(), from: 0, tier: Tier::Low },
            Band { id: "2".to_owned(), from: u16::from(most), tier: Tier::Middle },
        ],
        skips: Vec::new(),
        gates: Vec::new(),
        min_days: 14,
        bars: Bars { grief_days: 7, simple_needs_staff: true },
    };
    Instrument { pack, replies: Vec::new(), last_done: None, staff_near: false }
}
