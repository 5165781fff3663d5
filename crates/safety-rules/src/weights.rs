//! What the trained weights hear: a second reader beside the rules, for what no list of turns of speech can hold. It moves the
//! figure of a message's risk. Where no rule found anything and it is sure, it is a reason for one soft question beside the
//! talk ([`crate::ladder::soft`], ADR 14); where it is as sure that the danger is grave, it is a finding (ADR 19).

use std::sync::LazyLock;

use content_safety_api::{CrisisCategory, CrisisFinding, Level, Modifier, Span};
use ngrams::{Hashed, Model, probability};

use crate::ladder::Soft;
use crate::screen::Hint;
use crate::training::{HEADS, KINDS, LEVELS, WRITTEN, category};

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
/// Among the heads of levels: at least medium, high, critical.
const MEDIUM: usize = 0;
const HIGH: usize = 1;
const CRITICAL: usize = 2;
/// The head of rows in which somebody fears for somebody else.
const THIRD: &str = "third_party_concern";
/// How likely a danger is, times how likely it is a high one: from here a person is told.
const GRAVE: f32 = 0.75;
/// The same of a few words.
const GRAVE_FEW: f32 = 0.9;
/// The same, times how likely it is one of which a person is to be told.
const TOLD: f32 = 0.95;
/// How likely the likeliest kind is; below, nobody could be told of what.
const KIND: f32 = 0.4;
/// How likely a danger is, times how likely it is a critical one: from here at once.
const GRAVEST: f32 = 0.5;

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

/// A grave danger that no rule need have read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Grave {
    category: CrisisCategory,
    level: Level,
    share: f32,
    /// It is somebody else who is in danger.
    third: bool,
}

impl Grave {
    /// The finding, over the sentence: within it weights know no place.
    pub(crate) fn finding(self, span: Span) -> CrisisFinding {
        CrisisFinding {
            code: code(self.category).into(),
            category: self.category,
            level: self.level,
            base: self.level,
            span,
            modifiers: if self.third { vec![Modifier::ThirdPerson] } else { Vec::new() },
            facet: None,
            confidence: self.share,
        }
    }
}

/// The code of what is heard as grave, in an analysis.
const fn code(category: CrisisCategory) -> &'static str {
    match category {
        CrisisCategory::SuicidalIdeation => "si.grave",
        CrisisCategory::SelfHarm => "sh.grave",
        CrisisCategory::HarmToOthers => "ho.grave",
        CrisisCategory::Psychosis => "ps.grave",
        CrisisCategory::EatingDisorder => "ed.grave",
        CrisisCategory::AbuseNeglect => "an.grave",
        CrisisCategory::InabilityToCare => "ic.grave",
        CrisisCategory::MedicalEmergency => "me.grave",
    }
}

/// The weights that were compiled in.
pub(crate) fn shipped() -> Option<&'static Model> {
    MODEL.as_ref()
}

/// Listens to a text.
pub(crate) fn hear(model: &Model, text: &Hashed) -> Heard {
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

/// Whether a sentence by itself tells of a grave danger. Sentence by sentence, so that what is told beside it, calm or another
/// danger, never hides it.
pub(crate) fn hear_grave(model: &Model, sentence: &Hashed) -> Option<Grave> {
    let words = sentence.text().words().len();
    if !(WORDS_MIN..WRITTEN_WORDS).contains(&words) {
        return None;
    }
    let known = model.know(sentence);
    let share = probability(known.first_score());
    // Of what kind it is, and how grave, is asked only where it may be.
    if share < GRAVE { None } else { grave(share, &known.scores(), words) }
}

/// The likeliest kind of danger, as a question; of somebody else's danger none is asked.
fn about(scores: &[f32]) -> Option<Soft> {
    let kind = KINDS.max_by(|a, b| scores[*a].total_cmp(&scores[*b]))?;
    category(HEADS[kind]).and_then(Soft::about)
}

/// The likeliest kind of danger that has a ladder, where it is likely grave.
fn grave(share: f32, scores: &[f32], words: usize) -> Option<Grave> {
    let at_least = |level: usize| share * probability(scores[LEVELS.start + level]);
    let bar = if words <= FEW { GRAVE_FEW } else { GRAVE };
    if at_least(HIGH) < bar && at_least(MEDIUM) < TOLD {
        return None;
    }
    let level = if at_least(CRITICAL) >= GRAVEST { Level::High } else { Level::Medium };
    let kinds = KINDS.filter_map(|kind| Some((category(HEADS[kind])?, scores[kind])));
    let (category, sure) = kinds.max_by(|(_, a), (_, b)| a.total_cmp(b))?;
    if probability(sure) < KIND {
        return None;
    }
    let third = KINDS.filter(|kind| HEADS[*kind] == THIRD).any(|kind| scores[kind] > sure);
    Some(Grave { category, level, share, third })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screen::screen_by;
    use crate::{History, screen};

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
            let heard = hear(shipped().expect("weights"), &Hashed::new(text));
            assert!(heard.share == 0.0 && heard.hint.is_none(), "{text}");
        }
    }

    #[test]
    fn a_long_text_is_read_by_what_its_writing_is_like() {
        let calm = "We went to the market and bought bread and cheese for the week. ".repeat(8);
        let dark =
            "I cannot do this any more and I want it to end, every night I plan how I would kill myself. "
                .repeat(8);
        let (calm, dark) = (
            hear(shipped().expect("weights"), &Hashed::new(&calm)).share,
            hear(shipped().expect("weights"), &Hashed::new(&dark)).share,
        );
        assert!(calm < 0.3 && dark > 2.0 * calm, "{calm} {dark}");
    }

    /// Scores of all heads, with so much of some of them.
    fn scores(set: &[(&str, f32)]) -> Vec<f32> {
        HEADS
            .iter()
            .map(|head| set.iter().find(|(name, _)| name == head).map_or(-6.0, |(_, score)| *score))
            .collect()
    }

    #[test]
    fn what_is_surely_and_likely_high_is_grave_and_what_is_low_is_not() {
        let kind = ("abuse_neglect", 2.0);
        assert_eq!(grave(0.99, &scores(&[kind]), 9), None, "a danger of which nobody need be told");
        assert!(
            grave(0.99, &scores(&[kind, ("medium", 4.0)]), 9).is_some(),
            "one of which somebody should be"
        );
        assert_eq!(grave(0.9, &scores(&[kind, ("medium", 4.0)]), 9), None, "not sure enough of it");
        assert_eq!(grave(0.99, &scores(&[("psychosis", -1.0), ("high", 9.0)]), 9), None, "of which kind?");
        assert_eq!(grave(0.7, &scores(&[kind, ("high", 9.0)]), 9), None, "not sure that it is one");
        let heard = grave(0.95, &scores(&[kind, ("high", 2.0)]), 9).expect("grave");
        assert_eq!(
            (heard.category, heard.level, heard.third),
            (CrisisCategory::AbuseNeglect, Level::Medium, false)
        );
        let heard = grave(0.95, &scores(&[kind, ("high", 2.0), ("critical", 1.0)]), 9).expect("grave");
        assert_eq!(heard.level, Level::High);
        assert_eq!(grave(0.95, &scores(&[kind, ("high", 2.0)]), 3), None, "a few words are like many things");
        let heard = grave(0.95, &scores(&[kind, ("high", 2.0), (THIRD, 3.0)]), 9).expect("grave");
        assert!(heard.third && heard.category == CrisisCategory::AbuseNeglect);
    }

    #[test]
    fn a_grave_danger_is_a_finding_where_no_rule_read_or_explained_the_words() {
        let with = |text: &str| {
            screen_by(&Hashed::new(text), &History::default(), Heard { share: 0.5, hint: None }, |_| {
                Some(Grave {
                    category: CrisisCategory::SelfHarm,
                    level: Level::High,
                    share: 0.97,
                    third: false,
                })
            })
        };
        let found = with("El reloj dio las ocho, y ya.");
        assert_eq!((found.level, found.primary()), (Level::High, Some(CrisisCategory::SelfHarm)));
        assert_eq!(found.findings[0].code, "sh.grave");
        assert_eq!(
            found.findings[0].span,
            Span { start: 0, end: 27 },
            "the sentence: within it weights know no place"
        );
        assert!(found.risk >= 0.6 && found.history.level == Level::High && found.hint.is_none());
        for silent in [
            // A rule saw it, and explained it away; a rule read it; it is long gone; it is a film.
            "The doctor asked me if I want to die and I said no",
            "I have been saving my pills for when I am ready.",
            "It went so in 1962.",
            "In the film it went so.",
        ] {
            let read = with(silent);
            assert!(
                read.findings.iter().all(|found| found.code != "sh.grave"),
                "{silent}: {:?}",
                read.findings
            );
        }
        // What stands beside it takes nothing away.
        let beside = with("I have been saving my pills for when I am ready. El reloj dio las ocho, y ya.");
        assert!(beside.findings.iter().any(|found| found.code == "sh.grave"));
    }
}
