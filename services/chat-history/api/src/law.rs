//! What the law on companions asks to be kept: that it was said that this is an AI, and how often help was named.

use api::{Access, AuditClass, Idempotency, Method, Minor, Priority, Role, Scope, ServiceName, Spec};
use kernel::{OrganizationId, Timestamp, TurnId};
use serde::{Deserialize, Serialize};

/// Why the notice was given that this is an AI.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoticeReason {
    /// A session began.
    Start,
    /// The time since the last one is over.
    Interval,
    /// Days without use.
    Idle,
    /// It was asked.
    Asked,
}

impl NoticeReason {
    /// The word on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Interval => "interval",
            Self::Idle => "idle",
            Self::Asked => "asked",
        }
    }
}

/// A notice that this is an AI, as it was shown: kept with the message that it stood in, and as an event of the audit log in
/// the same step. No words of anybody's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ShownNotice {
    /// Why.
    pub reason: NoticeReason,
    /// The line, as `pool/number`.
    pub line: String,
    /// The SHA-256 of its words as they were shown, in hexadecimal.
    pub text: String,
    /// The digest of the content that the line is of.
    pub content: String,
    /// The profile of the law by which it was due.
    pub jurisdiction: String,
    /// When it was shown.
    pub at: Timestamp,
}

/// What kind of help was named.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ReferralKind {
    /// A line for people in a crisis: the referral that the law counts.
    CrisisLine,
    /// A line for something else: poison, violence, abuse.
    HelpLine,
    /// The emergency number.
    EmergencyNumber,
}

impl ReferralKind {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::CrisisLine, Self::HelpLine, Self::EmergencyNumber];

    /// The word on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::CrisisLine => "crisis_line",
            Self::HelpLine => "help_line",
            Self::EmergencyNumber => "emergency_number",
        }
    }
}

/// How somebody was talking.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// In writing; there is no other yet.
    #[default]
    Written,
}

impl Channel {
    /// The word on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Written => "written",
        }
    }
}

/// Help that was named with a message, for the counts: no person stands in it.
///
/// **What counts once.** A message of a resident that was answered counts at most once for each kind of help, however often the
/// number stood in the answer, in its buttons or in its words. It is counted in the step that stores the message, so a message
/// that comes again under its key counts no second time, nor does one that was written to the journal and delivered later, nor
/// words that were corrected to the same again. A message that was refused, and whose help lines went out before the refusal,
/// counts by its own id; sent again later it is shown again, and counts again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Referral {
    /// What was named; each kind once.
    pub kinds: Vec<ReferralKind>,
    /// The state, as the installation is configured: `us-ca`.
    pub place: String,
    /// The profile of the law that holds there.
    pub jurisdiction: String,
    /// How they talked.
    pub channel: Channel,
    /// Whether to a minor.
    pub minor: Minor,
    /// The digest of the published protocol.
    pub protocol: String,
    /// The version of the rules that found the danger.
    pub detection: String,
    /// When it was shown: the month that it counts for.
    pub at: Timestamp,
}

/// Help that was named before a message was refused, so that no turn of it is stored.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RefusedReferral {
    /// The message's turn, made by the caller: it counts once.
    pub turn_id: TurnId,
    /// Of which organisation the resident is.
    pub organization_id: OrganizationId,
    /// What was named.
    pub referral: Referral,
}

api::operation! {
    /// Counts help that was named before a message was refused. The same turn twice counts once.
    pub struct CountReferral;
    spec: Spec::new("chat.count_referral", ServiceName::ChatHistory, Method::Post, "/referrals")
        .services(&[ServiceName::AiGateway])
        .peers_only()
        .idempotency(Idempotency::Natural)
        .priority(Priority::Background)
        .audit(AuditClass::None)
        .access(Access::none("a count without a person")),
    body: RefusedReferral,
    output: api::Nothing,
}

/// Which year.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct YearQuery {
    /// The calendar year, by the clocks of the residents; 2000 to 2199.
    pub year: u16,
}

/// What an operator reports for a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CompanionReport {
    /// The year.
    pub year: u16,
    /// What is reported: California Business and Professions Code 22603, these three and nothing else.
    pub statutory: StatutoryReport,
    /// For the operator alone. Nothing of it is published without a policy for small numbers.
    pub internal: InternalReport,
}

/// The three things that are reported each year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct StatutoryReport {
    /// How often a message was answered with the referral to a crisis line, in that year.
    pub referral_notices: u64,
    /// The protocol by which danger is detected, removed and answered.
    pub detection_protocol: Vec<String>,
    /// The protocol that keeps the companion from answering danger otherwise.
    pub response_protocol: Vec<String>,
}

/// The finer counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct InternalReport {
    /// Always `internal`: not for publication.
    pub marked: String,
    /// The digest of the protocol whose words stand in the report.
    pub protocol: String,
    /// Referrals by month, state, channel, minor and version.
    pub referrals: Vec<ReferralCount>,
    /// Alerts that were raised, by month.
    pub handoffs: Vec<HandoffCount>,
    /// How long it took until a person had an alert.
    pub time_to_human: TimeToHuman,
}

/// How often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ReferralCount {
    /// The month, `YYYY-MM`.
    pub month: String,
    /// What was named.
    pub kind: ReferralKind,
    /// The state, as the installation was configured.
    pub place: String,
    /// The profile of the law.
    pub jurisdiction: String,
    /// How they talked.
    pub channel: Channel,
    /// Whether to a minor.
    pub minor: Minor,
    /// The digest of the protocol as it was published.
    pub protocol: String,
    /// The version of the rules.
    pub detection: String,
    /// How often.
    pub count: u64,
}

/// How many alerts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct HandoffCount {
    /// The month, `YYYY-MM`.
    pub month: String,
    /// How many were raised.
    pub count: u64,
}

/// How long it took until a person had an alert: of alerts that are still kept, from raised to taken up by whoever has or had
/// them last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TimeToHuman {
    /// Of how many alerts.
    pub of: u64,
    /// How many alerts of the year nobody took up.
    pub never: u64,
    /// The median, in seconds; absent where nobody took up any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub median_seconds: Option<u64>,
}

api::operation! {
    /// What an operator reports for a year about referrals to crisis lines, with finer counts that are marked internal.
    /// Counts alone, and no identifier of anybody.
    pub struct GetCompanionReport;
    spec: Spec::new("chat.companion_report", ServiceName::ChatHistory, Method::Get, "/reports/companion")
        .roles(&[Role::Admin])
        .scopes(&[Scope::Compliance])
        .priority(Priority::Analytics)
        .audit(AuditClass::Security)
        .access(Access::none("counts of an organisation; no person stands in them")),
    query: YearQuery,
    output: CompanionReport,
}
