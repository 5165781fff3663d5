//! What the trained weights hear: a second reader beside the rules, for what no list of turns of speech can hold. It moves the
//! figure of a message's risk, and where no rule found anything and it is sure, it is a reason for one soft question beside
//! the talk ([`crate::ladder::soft`]). It raises no level by itself (ADR 14).

use std::sync::LazyLock;

use ngrams::{Hashed, Model, probability};

use crate::ladder::Soft;
use crate::screen::Hint;
use crate::training::{HEADS, KINDS, WRITTEN, category};

/// The file that `therapeutic-ai train crisis` writes; `weights/crisis.md` is its card.
const FILE: &[u8] = include_bytes!("../weights/crisis.ngrams");

/// Fewer words say too little: "yes", "the knife", "not today".
const WORDS_MIN: usize = 3;
/// From here a text is written rather than said, and the heads of posts read it.
const WRITTEN_WORDS: usize = 60;

/// From here one soft question is asked.
const ASK: f32 = 0.8;
/// The same of a few words, which are like many things: "it is on the wall".
const ASK_FEW: f32 = 0.96;
/// Up to here words are few.
const FEW: usize = 5;

static MODEL: LazyLock<Option<Model>> = LazyLock::new(|| {
    let model = Model::read(FILE).ok()?;
    // A file of other heads would be read as what it is not.
    model.heads().eq(HEADS).then_some(model)
});

/// Whether the weights that were compiled in can be used: what health asks.
pub fn weights_ready() -> bool {
    MODEL.is_some()
}

/// What the weights hear.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Heard {
    /// How much a text is like what people say in danger, 0 to 1; for the order of messages, no probability of a clinic. Of a
    /// long text what its writing is like.
    pub(crate) share: f32,
    /// What to ask about, where that is sure enough.
    pub(crate) hint: Option<Hint>,
}

/// Listens to a text.
pub(crate) fn hear(text: &Hashed) -> Heard {
    MODEL.as_ref().map_or_else(Heard::default, |model| hear_by(model, text))
}

/// Listens to a text by weights of the same heads that need not be those that ship.
pub(crate) fn hear_by(model: &Model, text: &Hashed) -> Heard {
    let words = text.text().words().len();
    if words < WORDS_MIN {
        return Heard::default();
    }
    let known = model.know(text);
    if words >= WRITTEN_WORDS {
        let scores = known.scores();
        let share = scores[WRITTEN].iter().map(|score| probability(*score)).sum::<f32>() / 3.0;
        return Heard { share, hint: None };
    }
    let share = probability(known.first_score());
    let ask = if words <= FEW { ASK_FEW } else { ASK };
    // Of what kind it is, is asked only where it is asked after.
    let about = if share >= ask { about(&known.scores()) } else { None };
    Heard { share, hint: about.map(|about| Hint { about, share }) }
}

/// The likeliest kind of danger, as a question; of somebody else's danger none is asked.
fn about(scores: &[f32]) -> Option<Soft> {
    let kind = KINDS.max_by(|a, b| scores[*a].total_cmp(&scores[*b]))?;
    category(HEADS[kind]).and_then(Soft::about)
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
            let heard = hear(&Hashed::new(text));
            assert!(heard.share == 0.0 && heard.hint.is_none(), "{text}");
        }
    }

    #[test]
    fn a_long_text_is_read_by_what_its_writing_is_like() {
        let calm = "We went to the market and bought bread and cheese for the week. ".repeat(8);
        let dark =
            "I cannot do this any more and I want it to end, every night I plan how I would kill myself. "
                .repeat(8);
        let (calm, dark) = (hear(&Hashed::new(&calm)).share, hear(&Hashed::new(&dark)).share);
        assert!(calm < 0.3 && dark > 2.0 * calm, "{calm} {dark}");
    }
}
