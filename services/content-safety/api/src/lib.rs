//! The contract of content-safety: levels and categories of risk, spans, and the operations over them.

mod emotion;
mod finding;
mod identifiers;
mod operations;

use serde::{Deserialize, Serialize};

pub use emotion::{BasicEmotion, BasicScore, EmotionAnalysis, EmotionLabel, EmotionScore, EmotionStage};
pub use finding::{CrisisFinding, Facet, Guideline, Modifier, Span, Violation};
pub use identifiers::{EarlierPiece, IdentifierClass, IdentifierMode, IdentifierSpan};
pub use operations::*;

/// The languages that the platform speaks to residents. Closed: a line that exists in one exists in the other.
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
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Spanish, with usted.
    Es,
}

/// How much danger a text shows, from none to danger in progress. Levels only ever rise by evidence:
/// compare them with `max`.
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
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Nothing found.
    #[default]
    None,
    /// A wish to be dead or passive thoughts; a referral and one soft question.
    Low,
    /// Method without intent, or older behaviour; an alert and a human.
    Medium,
    /// Intent, plan, or behaviour in the last three months.
    High,
    /// An attempt in progress, means in hand, a stated time; a medical emergency.
    Critical,
}

/// What kind of crisis a finding belongs to.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum CrisisCategory {
    /// Thoughts of suicide, plans, attempts.
    SuicidalIdeation,
    /// Self-injury without a stated wish to die.
    SelfHarm,
    /// Stroke signs, chest pain, a fall, choking, an overdose.
    MedicalEmergency,
    /// Abuse or neglect by a carer, family or anybody else.
    AbuseNeglect,
    /// A wish or plan to hurt somebody else.
    HarmToOthers,
    /// Commanding voices, fear of persecution, loss of contact with what is real.
    Psychosis,
    /// Restricting, purging, refusing food or drink.
    EatingDisorder,
    /// Not able to eat, drink, wash or stay safe alone.
    InabilityToCare,
}

impl Level {
    /// From none to critical.
    pub const ALL: &'static [Self] = &[Self::None, Self::Low, Self::Medium, Self::High, Self::Critical];

    /// The word on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }

    /// Whether a human is brought in: from medium up.
    pub const fn needs_human(self) -> bool {
        matches!(self, Self::Medium | Self::High | Self::Critical)
    }

    /// The level below, down to none.
    #[must_use]
    pub const fn lower(self) -> Self {
        match self {
            Self::None | Self::Low => Self::None,
            Self::Medium => Self::Low,
            Self::High => Self::Medium,
            Self::Critical => Self::High,
        }
    }
}

impl CrisisCategory {
    /// All eight.
    pub const ALL: &'static [Self] = &[
        Self::SuicidalIdeation,
        Self::SelfHarm,
        Self::MedicalEmergency,
        Self::AbuseNeglect,
        Self::HarmToOthers,
        Self::Psychosis,
        Self::EatingDisorder,
        Self::InabilityToCare,
    ];

    /// The word on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SuicidalIdeation => "suicidal_ideation",
            Self::SelfHarm => "self_harm",
            Self::MedicalEmergency => "medical_emergency",
            Self::AbuseNeglect => "abuse_neglect",
            Self::HarmToOthers => "harm_to_others",
            Self::Psychosis => "psychosis",
            Self::EatingDisorder => "eating_disorder",
            Self::InabilityToCare => "inability_to_care",
        }
    }
}
