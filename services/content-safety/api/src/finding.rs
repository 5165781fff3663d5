//! What an analysis found in a text: spans in code points, reasons, and what changed a reading's weight.
//!
//! Offsets are Unicode code points, end exclusive, because byte offsets redact the wrong place in any text with
//! an accent or an emoji once a client counts in another unit.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::{CrisisCategory, Level};

/// A stretch of a text in Unicode code points, `start` inclusive, `end` exclusive.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
pub struct Span {
    /// The first code point.
    pub start: u32,
    /// The code point after the last one.
    pub end: u32,
}

impl Span {
    /// A span; an end before the start is held at the start.
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end: if end < start { start } else { end } }
    }

    /// How many code points it covers.
    pub const fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether it covers nothing.
    pub const fn is_empty(self) -> bool {
        self.end == self.start
    }

    /// Whether two spans share a code point.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The covered part of a text; `None` when the span reaches past its end.
    pub fn of(self, text: &str) -> Option<&str> {
        let mut offsets = text.char_indices().map(|(offset, _)| offset).chain([text.len()]);
        let from = offsets.nth(self.start as usize)?;
        if self.is_empty() {
            return text.get(from..from);
        }
        let to = offsets.nth(self.len() - 1)?;
        text.get(from..to)
    }
}

/// What the words around a finding say about it, and what that did to its level.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Modifier {
    /// Denied in its own clause.
    Negated,
    /// Told of the past.
    Past,
    /// Told as over: recovered, long ago, grateful to be here.
    Resolved,
    /// Within about the last three months.
    Recent,
    /// A time is stated, or it is happening now.
    Imminent,
    /// Said of somebody else.
    ThirdPerson,
    /// In quotation marks, or reported as somebody's words.
    Quoted,
    /// A film, book, song, game, dream or piece of news.
    Fiction,
    /// A turn of speech.
    Idiom,
    /// Conditional or general.
    Hypothetical,
    /// Asked, not said.
    Question,
    /// The speaker does not know.
    Uncertain,
    /// Read together with other signs in this message or conversation.
    Accumulated,
}

/// A step of the screening questions that a finding already answers, so that it is not asked again.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Facet {
    /// A wish not to be alive.
    Wish,
    /// Thoughts of ending one's life.
    Thoughts,
    /// A way was thought of.
    Method,
    /// An intention to act.
    Intent,
    /// A plan, a place or a time was worked out.
    Plan,
    /// Something was done or prepared, ever or lately.
    Behaviour,
    /// The means are near.
    Means,
    /// A time is near.
    Time,
}

/// One piece of evidence of a crisis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CrisisFinding {
    /// The stable code of the rule that found it, such as `si.intent.act`.
    pub code: Cow<'static, str>,
    /// What kind of crisis.
    pub category: CrisisCategory,
    /// The level after the modifiers; `none` when they explain it away.
    pub level: Level,
    /// The level of the rule alone.
    pub base: Level,
    /// The words that were read.
    pub span: Span,
    /// What the words around it say.
    pub modifiers: Vec<Modifier>,
    /// What it answers of the screening questions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facet: Option<Facet>,
    /// How sure the reading is, 0 to 1. A rule's figure, not a measured probability.
    pub confidence: f32,
}

/// What a reply must not say.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Guideline {
    /// Advice on treatment: start, stop or change a medicine, ignore care.
    MedicalAdvice,
    /// An amount or a schedule of a medicine.
    Dosing,
    /// Names an illness as the listener's.
    Diagnosis,
    /// Claims to be a person, or to have a body, a family or a past.
    ClaimsHuman,
    /// Claims a licence, a title or to give therapy.
    ClaimsLicensed,
    /// Ties the listener to the companion, or away from people.
    Dependency,
    /// Blames, shames, lectures or argues with a feeling.
    Judgement,
    /// Promises to keep a secret.
    Secrecy,
    /// Agrees that death is the answer, dares, or tells a way to do harm.
    HarmfulEncouragement,
    /// Promises what nobody can promise.
    FalsePromise,
    /// Advice on law or money.
    LegalOrMoney,
}

impl Guideline {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::MedicalAdvice,
        Self::Dosing,
        Self::Diagnosis,
        Self::ClaimsHuman,
        Self::ClaimsLicensed,
        Self::Dependency,
        Self::Judgement,
        Self::Secrecy,
        Self::HarmfulEncouragement,
        Self::FalsePromise,
        Self::LegalOrMoney,
    ];
}

/// A place where a reply breaks a guideline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Violation {
    /// Which one.
    pub guideline: Guideline,
    /// The stable code of the rule that found it.
    pub code: Cow<'static, str>,
    /// The words.
    pub span: Span,
}
