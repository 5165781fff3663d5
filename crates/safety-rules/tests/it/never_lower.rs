//! Adding a crisis to a text never lowers its level, and a text never hides a crisis that is added to it.

use content_safety_api::Level;
use proptest::prelude::*;

use super::{authored, expected, level};

/// A message that shows what it shows by itself: authored ones of all levels, calm ones, and anything.
fn texts() -> impl Strategy<Value = String> {
    let rows: Vec<&str> = authored().map(|(.., text)| text).collect();
    let (grave, calm): (Vec<_>, Vec<_>) = (expected(true).collect(), expected(false).collect());
    prop_oneof![
        3 => proptest::sample::select(rows).prop_map(str::to_owned),
        2 => proptest::sample::select(grave).prop_map(str::to_owned),
        2 => proptest::sample::select(calm).prop_map(str::to_owned),
        1 => "\\PC{0,60}",
        1 => "[a-z '\"0-9.,!?\n]{0,80}",
    ]
}

fn crises() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(expected(true).collect::<Vec<_>>())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn a_crisis_that_is_added_never_lowers_the_level(text in texts(), crisis in crises()) {
        let (before, alone) = (level(&text), level(crisis));
        // Behind an end of a sentence: two sentences that are run together are a third.
        for both in [format!("{text}\n{crisis}"), format!("{crisis}\n{text}"), format!("{text}. {crisis}")] {
            let together = level(&both);
            prop_assert!(together >= before, "{before:?} became {together:?}: {both:?}");
        }
        // On a line of its own nothing that stood before it explains it away.
        let after = level(&format!("{text}\n{crisis}"));
        prop_assert!(after >= alone.min(Level::Medium), "{alone:?} became {after:?}: {text:?} {crisis:?}");
    }
}

/// A game explains a defeat beside it and none on a line of its own: a pair that chance finds once in many thousand.
#[test]
fn a_game_explains_no_blow_on_a_line_of_its_own() {
    for game in ["We used to kill time playing cards.", "We play chess on Sundays. He beats me every time."] {
        assert!(level(&format!("{game}\nHe beats me every time.")) >= Level::High, "{game}");
    }
    assert_eq!(level("We play chess on Sundays. He beats me every time."), Level::None);
}
