//! The operations of content-safety. Stateless: a text comes with the request, is read in memory, and is kept
//! nowhere, so none of them touches a patient's record.

use api::{Access, Described, Idempotency, Method, Priority, Role, ServiceName, Spec, Words};
use kernel::{ErrorCode, ErrorKind};
use serde::{Deserialize, Serialize};

use crate::{
    CrisisCategory, CrisisFinding, EarlierPiece, EmotionAnalysis, IdentifierClass, IdentifierMode,
    IdentifierSpan, Language, Level, Violation,
};

/// Error codes of this service.
pub mod codes {
    use super::{ErrorCode, ErrorKind};

    /// There is nothing in the text.
    pub const EMPTY_TEXT: ErrorCode = ErrorCode::new("safety.empty_text", ErrorKind::Invalid);
    /// A text is over 64 KiB.
    pub const TEXT_TOO_LONG: ErrorCode = ErrorCode::new("safety.text_too_long", ErrorKind::TooLarge);
    /// More earlier messages than are read.
    pub const TOO_MANY_EARLIER: ErrorCode = ErrorCode::new("safety.too_many_earlier", ErrorKind::Invalid);
    /// This installation does not read emotions (a jurisdiction may forbid it).
    pub const EMOTION_OFF: ErrorCode = ErrorCode::new("safety.emotion_off", ErrorKind::Forbidden);
    /// A batch holds no text, or more than are read at once.
    pub const BATCH_SIZE: ErrorCode = ErrorCode::new("safety.batch_size", ErrorKind::Invalid);

    /// All of them.
    pub const ALL: &[ErrorCode] = &[EMPTY_TEXT, TEXT_TOO_LONG, TOO_MANY_EARLIER, EMOTION_OFF, BATCH_SIZE];
}

/// The longest text that is read, in bytes of UTF-8.
pub const TEXT_BYTES_MAX: usize = 64 * 1024;
/// How many earlier messages of the same speaker are read with it.
pub const EARLIER_MAX: usize = 16;
/// How many texts one batch holds.
pub const BATCH_MAX: usize = 64;
/// The largest body: one text and its earlier messages, escaped.
const BODY_BYTES_MAX: u32 = 1024 * 1024;

/// A text to read.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TextToRead {
    /// The text, 1 byte to 64 KiB.
    pub text: Words,
    /// What the same speaker said before in the conversation, oldest first: danger shows over messages, and a number may
    /// be spread over the last of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Words>,
}

/// A text whose identifiers are looked for.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TextWithIdentifiers {
    /// The text, 1 byte to 64 KiB.
    pub text: Words,
    /// What the same speaker said before, oldest first: what is spread over its ends and this text is found in this text,
    /// and said of them. At most 16.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Words>,
    /// Only say where they are, or replace them as well.
    #[serde(default)]
    pub mode: IdentifierMode,
    /// For `pseudonymise`: the replacements of the last answer in this conversation, in their order. The
    /// first 512 are taken up.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub known: Vec<Replacement>,
}

/// A text and what shall be read in it at once.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TextToReadWhole {
    /// The text, 1 byte to 64 KiB.
    pub text: Words,
    /// What the same speaker said before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Words>,
    /// Whether identifiers are replaced as well.
    #[serde(default)]
    pub mode: IdentifierMode,
    /// For `pseudonymise`: the replacements of the last answer in this conversation, in their order. The
    /// first 512 are taken up.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub known: Vec<Replacement>,
}

/// Texts that have nothing to do with one another.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TextsToRead {
    /// The texts, 1 to 64, each with what was said before it.
    pub texts: Vec<TextToRead>,
}

/// What became of one text of a batch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct BatchedAnalysis {
    /// What it shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub analysis: Option<SafetyAnalysis>,
    /// Why it was not read: the code that it would have been refused with by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// What the texts of a batch show.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct BatchReading {
    /// One for each text, in their order.
    pub results: Vec<BatchedAnalysis>,
}

/// A reply to check before it is shown.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ReplyToCheck {
    /// The reply, 1 byte to 64 KiB.
    pub reply: Words,
}

/// What a person should do about an analysis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RecommendedAction {
    /// Nothing.
    None,
    /// The referral and one soft question.
    SoftQuestion,
    /// A human looks in within the shift.
    NotifyStaff,
    /// A human comes now.
    UrgentHuman,
    /// The emergency number, and a human now.
    Emergency,
}

/// In which language a text is, as far as it shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct LanguageReading {
    /// An ISO 639-3 code, or `und` when too little was said.
    pub code: String,
    /// The language to answer in, when it is one that is spoken here and sure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spoken: Option<Language>,
    /// Whether crisis and emotion are read in it. Identifiers are looked for in any.
    pub supported: bool,
}

/// Which rules and weights made an analysis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Versions {
    /// The crisis rules and the weights beside them.
    pub crisis: String,
    /// The identifier rules.
    pub identifiers: String,
    /// The emotion weights and the lexicon beside them.
    pub emotion: String,
    /// The reply guidelines.
    pub guidelines: String,
    /// The stages that ran: `rules`, `linear`, and where an encoder was heard `encoder` with its version.
    pub stages: Vec<String>,
}

/// What a text shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct SafetyAnalysis {
    /// Whether the level is above none.
    pub crisis_detected: bool,
    /// The level of the message.
    pub crisis_level: Level,
    /// The categories above none, gravest first.
    pub crisis_categories: Vec<CrisisCategory>,
    /// Whether an identifier was found.
    pub phi_detected: bool,
    /// The classes of identifiers that were found.
    pub phi_categories: Vec<IdentifierClass>,
    /// What a person should do.
    pub recommended_action: RecommendedAction,
    /// Whether a human is brought in: from medium up.
    pub escalation_required: bool,
    /// 1 is safe, 0 is not.
    pub safety_score: f32,
    /// 0 to 1; rises with danger and is comparable across messages.
    pub risk: f32,
    /// The evidence, gravest first: where, why, and what changed its weight.
    pub findings: Vec<CrisisFinding>,
    /// The identifiers, in the text's order.
    pub identifiers: Vec<IdentifierSpan>,
    /// Pieces of them in the earlier messages that came along.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier_pieces: Vec<EarlierPiece>,
    /// The language.
    pub language: LanguageReading,
    /// Which rules made it.
    pub versions: Versions,
}

/// A placeholder and what it stands for.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Replacement {
    /// `[NAME_1]`.
    pub placeholder: String,
    /// The class.
    pub class: IdentifierClass,
    /// What was replaced, at its first sight.
    pub text: Words,
}

/// A text without its identifiers.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Redaction {
    /// The text with placeholders. Safe Harbor attempted: treat it as health information until a person looked.
    pub text: Words,
    /// For `pseudonymise`: what each placeholder stands for, those of earlier messages included; with it the caller
    /// puts them back. Empty in the other modes.
    pub replacements: Vec<Replacement>,
}

/// The identifiers of a text.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct IdentifierAnalysis {
    /// Whether there is one.
    pub phi_detected: bool,
    /// Their classes.
    pub phi_categories: Vec<IdentifierClass>,
    /// Where, in the text's order.
    pub identifiers: Vec<IdentifierSpan>,
    /// Pieces of them in the earlier messages that came along.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier_pieces: Vec<EarlierPiece>,
    /// The text without them, when that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redaction: Option<Redaction>,
    /// Which rules made it.
    pub versions: Versions,
}

/// What a text sounds like.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct EmotionReading {
    /// The emotions.
    pub emotion: EmotionAnalysis,
    /// The language.
    pub language: LanguageReading,
    /// Which rules made it.
    pub versions: Versions,
}

/// Everything at once.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CombinedAnalysis {
    /// Crisis and identifiers.
    #[serde(flatten)]
    pub safety: SafetyAnalysis,
    /// Emotion; absent where this installation does not read emotions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emotion: Option<EmotionAnalysis>,
    /// The text without identifiers, when that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redaction: Option<Redaction>,
}

/// Whether a reply may be shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct GuidelineReading {
    /// Whether no rule was broken.
    pub allowed: bool,
    /// Where it breaks which guideline.
    pub violations: Vec<Violation>,
    /// Which rules made it.
    pub versions: Versions,
}

const CALLERS: &[ServiceName] = &[ServiceName::AiGateway, ServiceName::ChatHistory];
const STAFF: &[Role] = &[Role::CareStaff, Role::HealthProvider];
const ACCESS: Access = Access::none("the text comes with the request, is read in memory and is kept nowhere");

const fn spec(name: &'static str, path: &'static str) -> Spec {
    Spec::new(name, ServiceName::ContentSafety, Method::Post, path)
        .roles(STAFF)
        .services(CALLERS)
        .priority(Priority::Crisis)
        .idempotency(Idempotency::Natural)
        .body_bytes_max(BODY_BYTES_MAX)
        .errors(codes::ALL)
        .access(ACCESS)
}

api::operation! {
    /// Reads a text for danger and identifiers.
    pub struct Analyze;
    spec: spec("safety.analyze", "/analyze"),
    body: TextToRead,
    output: SafetyAnalysis,
}

api::operation! {
    /// Finds the identifiers of a text, and replaces them when asked to.
    pub struct DetectIdentifiers;
    spec: spec("safety.detect_identifiers", "/phi/detect"),
    body: TextWithIdentifiers,
    output: IdentifierAnalysis,
}

api::operation! {
    /// Reads what a text sounds like. A reading of words, never a diagnosis.
    pub struct AnalyzeEmotion;
    spec: spec("safety.analyze_emotion", "/emotion/analyze"),
    body: TextToRead,
    output: EmotionReading,
}

api::operation! {
    /// Reads danger, identifiers and emotion at once.
    pub struct AnalyzeCombined;
    spec: spec("safety.analyze_combined", "/analyze/combined"),
    body: TextToReadWhole,
    output: CombinedAnalysis,
}

api::operation! {
    /// Reads up to 64 texts, each as `safety.analyze` would. One that cannot be read spoils none of the others. Nobody in
    /// danger waits for it: under load it is the first to be refused.
    pub struct AnalyzeBatch;
    spec: spec("safety.analyze_batch", "/analyze/batch").priority(Priority::Analytics),
    body: TextsToRead,
    output: BatchReading,
}

api::operation! {
    /// Checks a reply against the guidelines before it is shown.
    pub struct CheckReply;
    spec: spec("safety.check_reply", "/guidelines"),
    body: ReplyToCheck,
    output: GuidelineReading,
}

/// All operations of content-safety.
pub fn operations() -> Vec<Described> {
    vec![
        Described::of::<Analyze>(),
        Described::of::<DetectIdentifiers>(),
        Described::of::<AnalyzeEmotion>(),
        Described::of::<AnalyzeCombined>(),
        Described::of::<AnalyzeBatch>(),
        Described::of::<CheckReply>(),
    ]
}
