//! Soft questions: what is asked beside the talk where no rule reads a danger and the weights hear one.
//!
//! Weights hear what no rule has, and are wrong more often. So they lead no conversation: the reply is what it would have
//! been, with one question of ours in the place of its own. A clear no, or talk of something else, and nothing is left of it; a
//! yes is evidence as if it had been said unasked, and the ladder begins at its top.

use content_safety_api::{CrisisCategory, CrisisFinding, Facet, Level, Modifier, Span};
use serde::{Deserialize, Serialize};

use super::questions::{Answer, may_assent, read_answer};
use crate::screen::Screening;

/// Words of an answer that is nothing but one.
const SHORT_WORDS: usize = 4;
/// What stands first in a yes.
const YES: [&str; 20] = [
    "yes",
    "yeah",
    "yep",
    "aye",
    "maybe",
    "perhaps",
    "sometimes",
    "often",
    "always",
    "si",
    "sí",
    "claro",
    "quizá",
    "quizás",
    "quiza",
    "quizas",
    "siempre",
    "supongo",
    "puede",
    "tal",
];
/// Somebody else, about whom one would rather not talk.
const OTHERS: [&str; 10] = ["her", "him", "them", "ella", "él", "el", "ellos", "ellas", "eso", "that"];
/// What a refusal is said with.
const REFUSALS: [&str; 9] =
    ["rather", "not", "don't", "won't", "can't", "no", "prefiero", "preferiría", "preferiria"];
/// Sounds that say nothing either way.
const MURMURS: [&str; 12] =
    ["hm", "hmm", "mm", "mmm", "ah", "oh", "ay", "uf", "ugh", "well", "pues", "bueno"];
/// Good night is no night of which a yes speaks.
const CLOSINGS: [&str; 7] = ["good", "buenas", "buenos", "thanks", "thank", "gracias", "bye"];

/// What a soft question is about. A yes is the danger, whichever it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Soft {
    /// A wish not to live.
    Life,
    /// Harm by somebody.
    Harm,
    /// Food, water, warmth or medicine that is missing.
    Need,
    /// The body, now.
    Body,
}

impl Soft {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::Life, Self::Harm, Self::Need, Self::Body];

    /// What it is asked about, by the kind of danger; `None` where a question by itself would be no help.
    pub const fn about(category: CrisisCategory) -> Option<Self> {
        match category {
            CrisisCategory::SuicidalIdeation | CrisisCategory::SelfHarm => Some(Self::Life),
            CrisisCategory::AbuseNeglect => Some(Self::Harm),
            CrisisCategory::InabilityToCare => Some(Self::Need),
            CrisisCategory::MedicalEmergency => Some(Self::Body),
            CrisisCategory::HarmToOthers | CrisisCategory::Psychosis | CrisisCategory::EatingDisorder => None,
        }
    }

    /// The kind of danger that a yes tells of.
    pub const fn category(self) -> CrisisCategory {
        match self {
            Self::Life => CrisisCategory::SuicidalIdeation,
            Self::Harm => CrisisCategory::AbuseNeglect,
            Self::Need => CrisisCategory::InabilityToCare,
            Self::Body => CrisisCategory::MedicalEmergency,
        }
    }

    /// The code of what the weights hear, in an analysis.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Life => "si.heard",
            Self::Harm => "an.heard",
            Self::Need => "ic.heard",
            Self::Body => "me.heard",
        }
    }

    /// The id of its line.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Life => "any.soft.life",
            Self::Harm => "any.soft.harm",
            Self::Need => "any.soft.need",
            Self::Body => "any.soft.body",
        }
    }

    /// The soft question that a line asks.
    pub fn of_line(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|soft| soft.id() == id)
    }

    /// What a message says to it. The question may have been out of place, so talk that goes on is no answer: a yes is
    /// one that stands first or alone, "I don't know" one that is all that was said.
    pub fn hear(self, text: &str) -> SoftReply {
        let vital = matches!(self, Self::Life | Self::Body);
        let words = words(text);
        let short = words.len() <= SHORT_WORDS;
        let first = words.first().map(String::as_str).unwrap_or_default();
        let danger = match read_answer(text) {
            Some(Answer::No) => return SoftReply::Clear,
            // "Ya" is a yes in one language, and "already" in the other.
            Some(Answer::Yes | Answer::Said) => {
                YES.contains(&first) || short && first != "ya" && !text.contains('?')
            }
            Some(Answer::Unsure) => short,
            // Who will not say whether they would rather not live has not said no; who will not talk of her speaks of her.
            // "I told you already" refuses nothing.
            Some(Answer::Declined) => {
                let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
                vital && has(&REFUSALS) && !has(&OTHERS)
            }
            // A murmur, or a few words with something of a yes in them.
            None | Some(Answer::Unanswered) => {
                let murmur = words.iter().all(|word| MURMURS.contains(&word.as_str()));
                let said =
                    short && may_assent(text) && !words.iter().any(|word| CLOSINGS.contains(&word.as_str()));
                vital && !text.contains('?') && (murmur || said)
            }
        };
        if danger { SoftReply::Danger } else { SoftReply::Elsewhere }
    }

    /// What a yes is evidence of.
    fn finding(self) -> CrisisFinding {
        let (code, level, facet) = match self {
            Self::Life => ("si.soft.yes", Level::Low, Some(Facet::Wish)),
            Self::Harm => ("an.soft.yes", Level::Medium, None),
            Self::Need => ("ic.soft.yes", Level::Medium, None),
            Self::Body => ("me.soft.yes", Level::High, None),
        };
        CrisisFinding {
            code: code.into(),
            category: self.category(),
            level,
            base: level,
            span: Span::default(),
            modifiers: vec![Modifier::Accumulated],
            facet,
            confidence: 0.8,
        }
    }
}

/// What was said to a soft question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SoftReply {
    /// It is so, or may be.
    Danger,
    /// It is not so.
    Clear,
    /// Something else: there was nothing in it.
    Elsewhere,
}

impl Screening {
    /// What the message shows, with a yes to a soft question as evidence.
    #[must_use]
    pub fn with_yes_to(&self, soft: Soft) -> Self {
        let mut with = self.clone();
        let finding = soft.finding();
        with.level = with.level.max(finding.level);
        if !with.has(finding.category) {
            with.categories.push(finding.category);
        }
        with.findings.push(finding);
        with.hint = None;
        with
    }
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|one: char| !one.is_alphanumeric() && one != '\'' && one != '’');
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{LadderAct, LadderTurn, is_fixed_reply, line, step};
    use super::*;
    use crate::{History, Place, screen};

    #[test]
    fn every_soft_question_has_its_line_and_asks() {
        for soft in Soft::ALL {
            let line = line(soft.id()).expect("its line");
            assert!(line.en.ends_with('?') && line.es.ends_with('?'), "{}", line.id);
            assert_eq!(Soft::of_line(line.id), Some(*soft));
            assert_eq!(Soft::about(soft.category()), Some(*soft));
        }
        assert_eq!(Soft::of_line("si.q.wish"), None);
    }

    #[test]
    fn answers_are_taken_as_a_nurse_would_take_them() {
        const NOTHING: (SoftReply, SoftReply) = (SoftReply::Elsewhere, SoftReply::Elsewhere);
        for (text, (life, need)) in [
            ("Yes", (SoftReply::Danger, SoftReply::Danger)),
            ("Sí, a veces", (SoftReply::Danger, SoftReply::Danger)),
            ("Yes, now that you ask, since she went", (SoftReply::Danger, SoftReply::Danger)),
            ("No.", (SoftReply::Clear, SoftReply::Clear)),
            ("No, qué va, hija", (SoftReply::Clear, SoftReply::Clear)),
            ("I don't know", (SoftReply::Danger, SoftReply::Danger)),
            ("I'd rather not say", (SoftReply::Danger, SoftReply::Elsewhere)),
            ("Hm.", (SoftReply::Danger, SoftReply::Elsewhere)),
            ("Some nights.", (SoftReply::Danger, SoftReply::Elsewhere)),
            // Said of other things, in the middle of a talk.
            ("My daughter brought me the good biscuits.", NOTHING),
            ("I don't know a soul here", NOTHING),
            ("On my side, like always", NOTHING),
            ("¿Usted es enfermera?", NOTHING),
            ("¿Queda lejos?", NOTHING),
            ("No quiero hablar de ella", NOTHING),
            ("I have my tea at four", NOTHING),
            ("Buenas noches", NOTHING),
            ("Ya le dije", NOTHING),
        ] {
            assert_eq!((Soft::Life.hear(text), Soft::Need.hear(text)), (life, need), "{text}");
        }
    }

    #[test]
    fn a_yes_begins_the_ladder_at_its_top() {
        for soft in Soft::ALL {
            let screening = screen("Yes.", &History::default()).with_yes_to(*soft);
            assert_eq!(screening.primary(), Some(soft.category()));
            let turn = LadderTurn {
                text: "Yes.",
                screening: &screening,
                act: LadderAct::Tell,
                place: Place::parse("us"),
                language: None,
                key: 3,
                acknowledged: false,
                waiting: false,
                staff_reached: true,
                screener: false,
                answer: None,
            };
            let begun = step(None, &turn);
            assert_eq!(begun.state.category, soft.category());
            assert!(is_fixed_reply(&begun.text()), "{}", begun.text());
            assert_eq!(begun.effects.alert.is_some(), *soft != Soft::Life, "{soft:?}");
            assert!(begun.state.open.is_some(), "{soft:?}: one question comes next");
        }
    }
}
