//! Questionnaires for tests: invented words in common shapes.

use content_safety_api::Language;
use instruments::{Band, Bars, Gate, ItemRule, ItemText, Pack, PackText, Rule, ScaleLabel, Tier, item_hash};

use super::super::input::Instrument;

/// Six invented statements with a scale of four; the last opens the risk gate.
pub(super) fn instrument(id: &str) -> Instrument {
    let text = |language, title: &str, items: [&str; 6], scale: [&str; 4]| PackText {
        language,
        title: title.to_owned(),
        items: items.map(|text| ItemText { text: text.to_owned(), hash: item_hash(text) }).into(),
        scale: (0u8..4)
            .zip(scale)
            .map(|(value, label)| ScaleLabel { value, label: label.to_owned() })
            .collect(),
    };
    let pack = Pack {
        id: id.to_owned(),
        version: "1".to_owned(),
        rights: "Invented for this test.".to_owned(),
        texts: vec![
            text(
                Language::En,
                "the six feathers",
                [
                    "The feather was blue on most days.",
                    "A feather was heavier than it looked.",
                    "Feathers were found in the hall.",
                    "The wind took the feather.",
                    "One feather was as good as another.",
                    "The last feather was a dark one.",
                ],
                ["no day", "a few days", "more than a few days", "each day"],
            ),
            text(
                Language::Es,
                "las seis plumas",
                [
                    "La pluma era azul casi todos los días.",
                    "Una pluma pesaba más de lo que parecía.",
                    "Había plumas en el pasillo.",
                    "El viento se llevó la pluma.",
                    "Una pluma valía como otra.",
                    "La última pluma era oscura.",
                ],
                ["ningún día", "unos días", "bastantes días", "cada día"],
            ),
        ],
        items: vec![ItemRule { least: 0, most: 3, reversed: false }; 6],
        rule: Rule::Sum { unanswered_max: 1 },
        bands: vec![
            Band { id: "1".to_owned(), from: 0, tier: Tier::Low },
            Band { id: "2".to_owned(), from: 6, tier: Tier::Middle },
            Band { id: "3".to_owned(), from: 12, tier: Tier::High },
        ],
        skips: Vec::new(),
        gates: vec![Gate { item: 6, from: 1 }],
        min_days: 14,
        bars: Bars { grief_days: 7, simple_needs_staff: true },
    };
    assert_eq!(pack.faults(), []);
    Instrument { pack, replies: Vec::new(), last_done: None, staff_near: false }
}
