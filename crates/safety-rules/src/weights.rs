//! What the trained weights hear: a second reader beside the rules, for what no list of turns of speech can hold. It moves the
//! figure of a message's risk and no level.
//!
//! Why no level: at a confidence at which it hears four in ten of indirect sentences, it also asks "would you rather not live?"
//! of who says "I cannot tell the others" in grief, and the questions of the ladder after that take the talk away. What raises a
//! level needs lines of its own first, and fewer of these (ADR 14).

use std::sync::LazyLock;

use ngrams::{Hashed, Model, probability};

use crate::training::{DANGER, HEADS, WRITTEN};

/// The file that `therapeutic-ai train crisis` writes; `weights/crisis.md` is its card.
const FILE: &[u8] = include_bytes!("../weights/crisis.ngrams");

/// Fewer words say too little: "yes", "the knife", "not today".
const WORDS_MIN: usize = 3;
/// From here a text is written rather than said, and the heads of posts read it.
const WRITTEN_WORDS: usize = 60;

static MODEL: LazyLock<Option<Model>> = LazyLock::new(|| {
    let model = Model::read(FILE).ok()?;
    // A file of other heads would be read as what it is not.
    model.heads().eq(HEADS).then_some(model)
});

/// Whether the weights that were compiled in can be used: what health asks.
pub fn weights_ready() -> bool {
    MODEL.is_some()
}

/// How much a text is like what people say in danger, 0 to 1; for the order of messages, no probability of a clinic. Of a long text
/// what its writing is like.
pub(crate) fn hear(text: &Hashed) -> f32 {
    let Some(model) = &*MODEL else { return 0.0 };
    let words = text.text().words().len();
    if words < WORDS_MIN {
        return 0.0;
    }
    if words >= WRITTEN_WORDS {
        let scores = model.scores(&model.vector(text));
        return scores[WRITTEN].iter().map(|score| probability(*score)).sum::<f32>() / 3.0;
    }
    probability(model.score(&model.vector(text), DANGER))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{History, screen};
    use content_safety_api::Level;

    #[test]
    fn the_weights_that_ship_can_be_used() {
        assert!(weights_ready());
    }

    #[test]
    fn what_no_rule_reads_is_heard_in_the_risk_and_moves_no_level() {
        let indirect =
            screen("I have put my affairs straight and there is nothing to keep me now", &History::default());
        let calm = screen("el nieto vino y jugamos al dominó toda la tarde", &History::default());
        assert_eq!((indirect.level, calm.level), (Level::None, Level::None));
        assert!(indirect.risk > 0.1 && calm.risk < 0.02, "{} {}", indirect.risk, calm.risk);
        let said = screen("I wish I was dead.", &History::default());
        assert!(said.risk > indirect.risk, "a level stands above all that is heard below it");
    }

    #[test]
    fn bare_answers_say_nothing() {
        for text in ["kill", "the end", ""] {
            assert_eq!(hear(&Hashed::new(text)), 0.0, "{text}");
        }
    }

    #[test]
    fn a_long_text_is_read_by_what_its_writing_is_like() {
        let calm = "We went to the market and bought bread and cheese for the week. ".repeat(8);
        let dark =
            "I cannot do this any more and I want it to end, every night I plan how I would kill myself. "
                .repeat(8);
        let (calm, dark) = (hear(&Hashed::new(&calm)), hear(&Hashed::new(&dark)));
        assert!(calm < 0.3 && dark > 2.0 * calm, "{calm} {dark}");
    }
}
