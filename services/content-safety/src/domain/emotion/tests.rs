//! What is heard in plain sentences, by which stage, and that any text is read.

use std::collections::BTreeSet;

use safety_rules::{History, screen_hashed};

use super::*;

/// Reads a text as the service does.
fn read(text: &str) -> EmotionAnalysis {
    let hashed = Hashed::new(text);
    let language = crate::domain::language(text, &screen_hashed(&hashed, &History::default()));
    analyse(text, &hashed, &language)
}

fn hears(text: &str, label: EmotionLabel) -> bool {
    read(text).labels.iter().any(|scored| scored.label == label)
}

#[test]
fn plain_feelings_are_heard_in_both_languages() {
    for (text, label, stage) in [
        ("I am so happy today!", EmotionLabel::Joy, EmotionStage::Linear),
        ("I was so sad when I had to leave my garden.", EmotionLabel::Sadness, EmotionStage::Linear),
        ("Thank you so much for the tea.", EmotionLabel::Gratitude, EmotionStage::Linear),
        ("I am scared of the dark.", EmotionLabel::Fear, EmotionStage::Linear),
        ("I'm worried about the test.", EmotionLabel::Nervousness, EmotionStage::Linear),
        ("That makes me so angry.", EmotionLabel::Anger, EmotionStage::Linear),
        ("The chair is by the window.", EmotionLabel::Neutral, EmotionStage::Linear),
        ("Estoy muy triste.", EmotionLabel::Sadness, EmotionStage::Lexicon),
        ("Tengo miedo de la noche.", EmotionLabel::Fear, EmotionStage::Lexicon),
        ("Le agradezco mucho la visita.", EmotionLabel::Gratitude, EmotionStage::Lexicon),
        ("La silla está junto a la ventana.", EmotionLabel::Neutral, EmotionStage::Lexicon),
    ] {
        let found = read(text);
        assert!(hears(text, label), "{text}: {:?}", found.labels);
        assert_eq!(found.stage, stage, "{text}");
    }
}

#[test]
fn a_text_in_no_known_language_is_read_by_who_knows_its_words() {
    for (text, stage) in [
        ("thanks!", EmotionStage::Linear),
        ("gracias", EmotionStage::Lexicon),
        ("sola", EmotionStage::Lexicon),
        ("Ich habe große Angst vor der Nacht und bin allein", EmotionStage::Lexicon),
        ("asdf qwrtz", EmotionStage::Lexicon),
    ] {
        assert_eq!(read(text).stage, stage, "{text}");
    }
    assert!(hears("thanks!", EmotionLabel::Gratitude) && hears("gracias", EmotionLabel::Gratitude));
    assert!(hears("asdf qwrtz", EmotionLabel::Neutral));
}

#[test]
fn a_denied_feeling_in_spanish_is_not_that_feeling() {
    assert!(hears("No estoy feliz con la comida.", EmotionLabel::Sadness));
    assert!(!hears("No tengo miedo de la noche.", EmotionLabel::Fear));
    assert!(read("Estoy feliz con la comida.").valence > 0.5);
    assert!(read("No estoy feliz con la comida.").valence < 0.0);
}

#[test]
fn pleasant_and_unpleasant_stand_apart() {
    let (good, bad) =
        (read("I love this, it is wonderful!"), read("I hate this, it is disgusting and awful."));
    assert!(good.valence > 0.4 && bad.valence < -0.2, "{} {}", good.valence, bad.valence);
    let (loud, quiet) = (read("I am so excited, wow!"), read("I was so sad and disappointed."));
    assert!(loud.arousal > quiet.arousal, "{} {}", loud.arousal, quiet.arousal);
}

#[test]
fn figures_stay_in_their_bounds_for_any_text() {
    let long = "love ".repeat(5_000);
    let megabyte = "I was so happy to see them, and sad when they left. ".repeat(20_165);
    assert!(megabyte.len() > 1_048_000);
    for text in ["", " ", "!!!", "😀", "👵🏽💔💔", "\u{0}\u{202E}", "hate hate love :) ?", &long, &megabyte]
    {
        let found = read(text);
        assert!(!found.labels.is_empty() && !found.basic.is_empty());
        assert!(found.labels.iter().all(|scored| (0.0..=1.0).contains(&scored.score)));
        assert!(found.labels.is_sorted_by(|a, b| a.score >= b.score), "{:?}", found.labels);
        for figure in [found.valence, found.arousal, found.dominance] {
            assert!((-1.0..=1.0).contains(&figure), "{figure}");
        }
    }
}

#[test]
fn the_lexicon_covers_every_label_but_neutral() {
    let covered: BTreeSet<EmotionLabel> = lexicon::WORDS.iter().map(|(of, ..)| *of).collect();
    assert_eq!(covered.len(), EmotionLabel::ALL.len() - 1);
    assert!(!covered.contains(&EmotionLabel::Neutral));
}
