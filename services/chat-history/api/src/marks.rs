//! What an analysis found in a message, the mark of a person that it was right or wrong, and the marks as a data set
//! without identifiers. No mark has words: everything that it says is chosen from closed lists, or a place in the text.

use api::{
    Access, Action, AuditClass, Category, Idempotency, Method, PatientSource, Priority, Purpose, Role, Scope,
    ServiceName, Spec, Words,
};
use content_safety_api::{
    CrisisCategory, CrisisFinding, IdentifierClass, IdentifierSpan, Language, Level, Span,
};
use kernel::{Cursor, MessageId, PageLimit, Timestamp};
use serde::{Deserialize, Serialize};

use crate::changing::ByMessage;
use crate::codes;

/// The most places that one mark names as wrongly found, and as missed.
pub const MARKED_SPANS_MAX: usize = 64;
/// How often one person may mark one message anew.
pub const MARKS_MAX: u32 = 50;
/// The longest time that one export looks at, in days.
pub const EXPORT_DAYS_MAX: u16 = 366;
/// What a data set may be asked for; each needs a consent of the resident for that very purpose.
pub const EXPORT_PURPOSES: &[Purpose] = &[Purpose::QualityReview, Purpose::Research, Purpose::ModelTraining];

/// Which rules and weights made an analysis. A part that was not recorded is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct AnalysisVersions {
    /// The crisis rules and the weights beside them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crisis: Option<String>,
    /// The identifier rules.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identifiers: Option<String>,
}

/// What was found in a resident's message, as it was read when it was said or last corrected.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct MessageAnalysis {
    /// The message.
    pub message_id: MessageId,
    /// The level of its words.
    pub level: Level,
    /// The categories above none, gravest first.
    pub categories: Vec<CrisisCategory>,
    /// The evidence: where, why, and what changed its weight.
    pub findings: Vec<CrisisFinding>,
    /// The identifiers, in the text's order.
    pub identifiers: Vec<IdentifierSpan>,
    /// Which rules and weights made it.
    pub versions: AnalysisVersions,
    /// How the caller marked it, the last time; marks of others are not told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<KeptMark>,
}

/// Why an analysis is wrong.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum MarkReason {
    /// It was not meant like that.
    NotMeant,
    /// A turn of speech or a joke was taken at its word.
    FigureOfSpeech,
    /// It was about somebody else.
    AboutAnother,
    /// It was about a time that is over.
    LongAgo,
    /// It was quoted, or of a film, a book or the news.
    Quoted,
    /// A danger was not heard, or not how grave it is.
    Missed,
    /// A place was taken for an identifier, or an identifier was overlooked.
    Identifiers,
}

impl MarkReason {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::NotMeant,
        Self::FigureOfSpeech,
        Self::AboutAnother,
        Self::LongAgo,
        Self::Quoted,
        Self::Missed,
        Self::Identifiers,
    ];

    /// As it is kept.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotMeant => "not_meant",
            Self::FigureOfSpeech => "figure_of_speech",
            Self::AboutAnother => "about_another",
            Self::LongAgo => "long_ago",
            Self::Quoted => "quoted",
            Self::Missed => "missed",
            Self::Identifiers => "identifiers",
        }
    }
}

/// An identifier that was overlooked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct MissedIdentifier {
    /// Where, in code points of the message.
    pub span: Span,
    /// What it is.
    pub class: IdentifierClass,
}

/// Whether an analysis was right, and if not, what it should have been. The newest of a person counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnalysisMark {
    /// Right as a whole. With it nothing else is said.
    pub right: bool,
    /// Why not; at least one when it was not right, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<MarkReason>,
    /// What the level should have been; absent when that is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// What the categories should have been, each once; none of them with the level `none`. Absent when that is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub categories: Option<Vec<CrisisCategory>>,
    /// Places that were taken for identifiers and are none, as the analysis names them; at most 64.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_identifiers: Vec<Span>,
    /// Identifiers that were overlooked; at most 64, inside the text, not empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missed_identifiers: Vec<MissedIdentifier>,
}

/// A mark as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct KeptMark {
    /// What it says.
    pub mark: AnalysisMark,
    /// When it was last set.
    pub marked_at: Timestamp,
    /// How often this person marked this message; what they said before is kept.
    pub times: u32,
    /// Which rules and weights had made the analysis that is marked.
    pub versions: AnalysisVersions,
}

/// Which marks are exported.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MarksQuery {
    /// The first day, by the residents' clocks, as `2026-11-26`.
    pub from: String,
    /// The last day, itself included; at most 366 days with the first.
    pub to: String,
    /// Where it goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Cursor>,
    /// How many marks are looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
}

/// What a mark says of one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlaceVerdict {
    /// It was found, and nothing was said against it.
    Found,
    /// It was found, and is no identifier.
    Wrong,
    /// It was overlooked.
    Missed,
}

/// An identifier of an exported row, by its place in the exported text: what stands there is general by then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct MarkedPlace {
    /// Where, in code points of the exported text.
    pub span: Span,
    /// What it is, or was taken for.
    pub class: IdentifierClass,
    /// What the mark says of it.
    pub verdict: PlaceVerdict,
}

/// What the analysis had said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PredictedAnalysis {
    /// The level.
    pub level: Level,
    /// The categories, gravest first.
    pub categories: Vec<CrisisCategory>,
    /// The evidence, by places in the exported text. Evidence that rests on earlier messages is marked `accumulated`.
    pub findings: Vec<CrisisFinding>,
}

/// One marked analysis as a row of a data set: `id`, `text`, `level` and `source` are what `therapeutic-ai eval crisis`
/// reads. Nothing in it names a person, a conversation, a message or a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct MarkedRow {
    /// A random name of the row; the same mark exported again has another.
    pub id: String,
    /// The words, made general. Safe Harbor attempted: health information until a person has looked at samples.
    pub text: Words,
    /// Always `marks`.
    pub source: String,
    /// The language.
    pub language: Language,
    /// The level that it should have: as it was found, or as the mark says. Absent when the mark does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// The same of the categories.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub categories: Option<Vec<CrisisCategory>>,
    /// Whether it was marked right.
    pub right: bool,
    /// Why not.
    #[serde(default)]
    pub reasons: Vec<MarkReason>,
    /// As what it was marked: by the resident, a carer or a provider.
    pub marked_by: Role,
    /// What had been said.
    pub predicted: PredictedAnalysis,
    /// The identifiers.
    pub identifiers: Vec<MarkedPlace>,
    /// Which rules and weights had said it.
    pub versions: AnalysisVersions,
}

/// How many marks are not in an export, and why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct LeftOut {
    /// The resident does not allow this use.
    pub not_allowed: u32,
    /// An identifier could remain in the text.
    pub identifiers: u32,
    /// The words were taken back.
    pub taken_back: u32,
    /// The words were corrected after they were marked.
    pub corrected: u32,
}

impl std::ops::AddAssign for LeftOut {
    fn add_assign(&mut self, more: Self) {
        self.not_allowed += more.not_allowed;
        self.identifiers += more.identifiers;
        self.taken_back += more.taken_back;
        self.corrected += more.corrected;
    }
}

/// A page of a data set. A page may have no rows and still not be the last.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct MarkedRows {
    /// The rows, in no order that says anything.
    pub rows: Vec<MarkedRow>,
    /// What of this page is not in it.
    pub left_out: LeftOut,
    /// Where the next page begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Cursor>,
}

const READ: Access =
    Access::patient(Action::Read, Category::ChatTranscripts, Purpose::Treatment, PatientSource::Object);
/// Whoever may read the message judges what was read in it. A relative reads, and judges nothing.
const JUDGES: &[Role] = &[Role::Resident, Role::CareStaff, Role::HealthProvider];

api::operation! {
    /// What was found in a resident's message, for those who may read it: level, evidence with its reasons, identifiers and
    /// the versions, with the caller's own mark. Of a message that was taken back nothing is told.
    pub struct ReadAnalysis;
    spec: Spec::new(
        "chat.read_analysis", ServiceName::ChatHistory, Method::Get,
        "/conversations/{conversation_id}/messages/{message_id}/analysis",
    )
        .roles(JUDGES)
        .audit(AuditClass::Read)
        .access(READ),
    path: ByMessage,
    output: MessageAnalysis,
}

api::operation! {
    /// Marks the analysis of a resident's message right or wrong, by those who may read it. The same mark again changes
    /// nothing; another one counts from then on, and what was said before is kept. It changes no level, alert or reply.
    pub struct MarkAnalysis;
    spec: Spec::new(
        "chat.mark_analysis", ServiceName::ChatHistory, Method::Put,
        "/conversations/{conversation_id}/messages/{message_id}/mark",
    )
        .roles(JUDGES)
        .idempotency(Idempotency::Natural)
        .audit(AuditClass::Write)
        .errors(codes::ALL)
        .access(READ),
    path: ByMessage,
    body: AnalysisMark,
    output: KeptMark,
}

api::operation! {
    /// The marks of some days as a data set without identifiers, page by page. The purpose is one of `QUALITY-REVIEW`
    /// (unsaid), `HRESCH` and `MODEL-TRAINING`; of a resident who has not allowed the export of their conversations for that
    /// very purpose nothing is in it. Rows in which an identifier could remain are left out and counted. What a program made
    /// general is health information until a person has looked at samples of it.
    pub struct ExportMarks;
    spec: Spec::new("chat.export_marks", ServiceName::ChatHistory, Method::Get, "/marks")
        .roles(&[Role::Admin])
        .scopes(&[Scope::Compliance])
        .priority(Priority::Analytics)
        .fresh_proof()
        .audit(AuditClass::Read)
        .access(Access::patient(
            Action::Export, Category::ChatTranscripts, Purpose::QualityReview, PatientSource::EachItem,
        )),
    query: MarksQuery,
    output: MarkedRows,
}
