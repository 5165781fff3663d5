//! Emotions: the 28 labels of GoEmotions, their folding to seven (Ekman's six and neutral), and three dimensions.

use serde::{Deserialize, Serialize};

macro_rules! labels {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $wire:literal,)+ }) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
        )]
        #[expect(missing_docs, reason = "the labels are the words of a published taxonomy")]
        pub enum $name {
            $(#[serde(rename = $wire)] $variant,)+
        }

        impl $name {
            /// All labels, in the taxonomy's order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word on the wire.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $wire,)+ }
            }
        }
    };
}

labels! {
    /// A label of GoEmotions (Demszky et al. 2020).
    EmotionLabel {
        Admiration = "admiration",
        Amusement = "amusement",
        Anger = "anger",
        Annoyance = "annoyance",
        Approval = "approval",
        Caring = "caring",
        Confusion = "confusion",
        Curiosity = "curiosity",
        Desire = "desire",
        Disappointment = "disappointment",
        Disapproval = "disapproval",
        Disgust = "disgust",
        Embarrassment = "embarrassment",
        Excitement = "excitement",
        Fear = "fear",
        Gratitude = "gratitude",
        Grief = "grief",
        Joy = "joy",
        Love = "love",
        Nervousness = "nervousness",
        Optimism = "optimism",
        Pride = "pride",
        Realization = "realization",
        Relief = "relief",
        Remorse = "remorse",
        Sadness = "sadness",
        Surprise = "surprise",
        Neutral = "neutral",
    }
}

labels! {
    /// One of Ekman's six, or neutral.
    BasicEmotion {
        Anger = "anger",
        Disgust = "disgust",
        Fear = "fear",
        Joy = "joy",
        Sadness = "sadness",
        Surprise = "surprise",
        Neutral = "neutral",
    }
}

impl EmotionLabel {
    /// The published folding of the 28 labels to seven.
    pub const fn basic(self) -> BasicEmotion {
        match self {
            Self::Anger | Self::Annoyance | Self::Disapproval => BasicEmotion::Anger,
            Self::Disgust => BasicEmotion::Disgust,
            Self::Fear | Self::Nervousness => BasicEmotion::Fear,
            Self::Admiration
            | Self::Amusement
            | Self::Approval
            | Self::Caring
            | Self::Desire
            | Self::Excitement
            | Self::Gratitude
            | Self::Joy
            | Self::Love
            | Self::Optimism
            | Self::Pride
            | Self::Relief => BasicEmotion::Joy,
            Self::Disappointment | Self::Embarrassment | Self::Grief | Self::Remorse | Self::Sadness => {
                BasicEmotion::Sadness
            }
            Self::Confusion | Self::Curiosity | Self::Realization | Self::Surprise => BasicEmotion::Surprise,
            Self::Neutral => BasicEmotion::Neutral,
        }
    }
}

/// A label and how strongly it is heard.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct EmotionScore {
    /// The label.
    pub label: EmotionLabel,
    /// 0 to 1.
    pub score: f32,
}

/// A basic emotion and how strongly it is heard.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct BasicScore {
    /// The emotion.
    pub label: BasicEmotion,
    /// 0 to 1.
    pub score: f32,
}

/// What a text sounds like. A reading of words, not of a person: it is never a diagnosis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct EmotionAnalysis {
    /// Labels that are heard, strongest first. Weights may hear `neutral` beside others; it stands alone when nothing is heard.
    pub labels: Vec<EmotionScore>,
    /// Those of the seven that are heard, strongest first. Weights read them by themselves, the lexicon folds its labels.
    pub basic: Vec<BasicScore>,
    /// Unpleasant to pleasant, −1 to 1.
    pub valence: f32,
    /// Calm to stirred, −1 to 1.
    pub arousal: f32,
    /// Helpless to in control, −1 to 1.
    pub dominance: f32,
    /// What made the reading: `linear` for English, `lexicon` for Spanish and what the weights do not know, later `encoder`.
    pub stage: EmotionStage,
}

/// What made a reading of emotion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EmotionStage {
    /// An authored list of Spanish words with negation. No trained weights.
    Lexicon,
    /// A linear model's weights.
    Linear,
    /// A sentence encoder.
    Encoder,
}
