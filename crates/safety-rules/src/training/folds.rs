//! Cross-validation: texts that the shipped weights were made of say nothing about them, so that each part of the rows is
//! read by weights that were made of the others.

use ngrams::train::{Row, Settings, prepare};
use ngrams::{Hashed, Model};

use super::{HEADS, Labelled};
use crate::screen::{History, Screening, screen_with};

/// Weights of the other parts of the rows, for each part.
pub struct Folds(Vec<Model>);

impl Folds {
    /// Cuts rows into so many parts, at least two, and trains without each of them; n-grams too are chosen without it. The
    /// same rows give the same weights.
    pub fn of(rows: &[Labelled], parts: usize, settings: &Settings) -> Self {
        let parts = parts.max(2);
        let model = |part: usize| {
            let others = rows.iter().filter(|row| part_of(&row.text, parts) != part);
            let others: Vec<Row<'_>> = others.map(Labelled::row).collect();
            prepare(&others, settings.rows_min).train(&others, &HEADS, settings, |_| true)
        };
        Self((0..parts).map(model).collect())
    }

    /// Screens a turn of a text as [`crate::screen_hashed`] does, by weights that saw neither the text nor a copy of it.
    pub fn screen(&self, whole: &str, turn: &Hashed, history: &History) -> Screening {
        screen_with(&self.0[part_of(whole, self.0.len())], turn, history)
    }
}

/// The part of a text, by its letters and digits alone: copies that differ in spaces, points or capitals stay together. FNV-1a,
/// spread, because the low bits of that hash follow the last letter.
fn part_of(text: &str, parts: usize) -> usize {
    let letters = text.chars().filter(|ch| ch.is_alphanumeric()).flat_map(char::to_lowercase);
    let mut bytes = [0; 4];
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for letter in letters {
        for byte in letter.encode_utf8(&mut bytes).bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    let spread = (hash ^ (hash >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    usize::try_from((spread >> 32) % parts as u64).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use content_safety_api::Level;

    use super::*;
    use crate::training::Kind;

    #[test]
    fn copies_of_a_text_are_in_one_part_and_parts_are_about_alike() {
        assert_eq!(part_of("It is cold, today.", 7), part_of("it is  COLD today", 7));
        let first = (0..4_000).filter(|at| part_of(&format!("sentence {at}"), 4) == 0).count();
        assert!((850..1_150).contains(&first), "{first}");
    }

    /// Each text is of one invented word, said often enough to have a weight: who saw it knows it, who did not hears nothing.
    #[test]
    fn a_text_is_read_by_weights_that_did_not_see_it() {
        let words = ["brillig", "slithy", "mimsy", "borogoves", "outgrabe", "frumious"];
        let row = |text: String, level, category: &str| Labelled {
            text,
            kind: Kind::Authored,
            level,
            category: category.to_owned(),
        };
        // Copies by the letters: one part, and six different rows of training.
        let copies =
            |word: &str| (0..6).map(|at| format!("{word} {word} {word}{}", "!".repeat(at))).collect();
        let mut rows = Vec::new();
        for word in words {
            let copies: Vec<String> = copies(word);
            rows.extend(copies.into_iter().map(|text| row(text, Level::High, "self_harm")));
        }
        for at in 0..60 {
            rows.push(row(format!("the garden is green on day number {at}"), Level::None, "none"));
        }
        let folds = Folds::of(&rows, 3, &Settings::default());
        let known = prepare(&rows.iter().map(Labelled::row).collect::<Vec<_>>(), 5).train(
            &rows.iter().map(Labelled::row).collect::<Vec<_>>(),
            &HEADS,
            &Settings::default(),
            |_| true,
        );
        for word in words {
            let text = format!("{word} {word} {word}");
            let hashed = Hashed::new(&text);
            let unseen = folds.screen(&text, &hashed, &History::default());
            let seen = screen_with(&known, &hashed, &History::default());
            assert!(
                seen.risk > 0.15 && seen.risk > unseen.risk + 0.02,
                "{word}: {} {}",
                seen.risk,
                unseen.risk
            );
        }
    }
}
