//! The contract of audit-logging: the event, its canonical form, and the operations on the log.
//!
//! Services append; nobody edits or deletes, since there is no operation for it. People read: a compliance
//! officer the log of the organisation, everybody what they did themselves, a resident who saw their record.
//! Proofs and checkpoints follow RFC 9162 and the C2SP formats, so that a verifier needs nothing of ours.

mod canonical;
mod context;
mod event;
mod operations;

use api::{Category, Described, Purpose, Role, ServiceName};
use kernel::{
    Cursor, ErrorCode, ErrorKind, EventId, Page, PageLimit, PersonId, RequestId, SessionId, Timestamp,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use canonical::{Encoder, PREFIX};
pub use context::{Context, ContextKey, ContextValue, Word};
pub use event::{AuditEvent, ComplianceContext, EventType, Outcome};
pub use operations::{
    Append, GetAccessReport, GetCheckpoint, ListEvents, ListOwnEvents, ProveConsistency, ProveInclusion,
};

/// The stable codes of this service.
pub mod codes {
    use super::{ErrorCode, ErrorKind};

    /// An event names another source than the service that sent it.
    pub const FOREIGN_SOURCE: ErrorCode = ErrorCode::new("audit.foreign_source", ErrorKind::Forbidden);
    /// More events than one batch may hold, or none.
    pub const BATCH_SIZE: ErrorCode = ErrorCode::new("audit.batch_size", ErrorKind::Invalid);
    /// The log cannot be written just now.
    pub const APPEND_UNAVAILABLE: ErrorCode =
        ErrorCode::new("audit.append_unavailable", ErrorKind::Unavailable);
    /// The log does not agree with its signed head: it takes no more events until that is settled.
    pub const NOT_INTACT: ErrorCode = ErrorCode::new("audit.not_intact", ErrorKind::Unavailable);
    /// A proof was asked for a place or size that the log does not have.
    pub const NO_SUCH_SIZE: ErrorCode = ErrorCode::new("audit.no_such_size", ErrorKind::Invalid);

    /// All of them.
    pub const ALL: &[ErrorCode] = &[FOREIGN_SOURCE, BATCH_SIZE, APPEND_UNAVAILABLE, NOT_INTACT, NO_SUCH_SIZE];
}

/// The most events in one batch.
pub const BATCH_EVENTS_MAX: usize = 512;

/// Some events of one service.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AppendEvents {
    /// One to 512 events, kept in this order.
    pub events: Vec<AuditEvent>,
}

/// What became of a batch. It is durable, and a signed head covers it, before this is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Appended {
    /// How many were new.
    pub appended: u32,
    /// How many were there already, word for word.
    pub repeated: u32,
    /// Events that were not kept, since another event has their id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicting: Vec<EventId>,
    /// How many events the log has.
    pub size: u64,
}

/// One event as the log keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AuditRecord {
    /// Its place in the log: 0, 1, 2, … without gaps.
    pub sequence: u64,
    /// The event.
    #[serde(flatten)]
    pub event: AuditEvent,
    /// When the log took it.
    pub recorded_at: Timestamp,
    /// SHA-256 over salt and canonical form, in hexadecimal.
    pub integrity_hash: String,
    /// The salt, in hexadecimal: proves what the record said.
    pub salt: String,
}

/// In which order a list comes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// The latest first.
    #[default]
    Newest,
    /// In the order of the log.
    Oldest,
}

/// Which events. Every field that is given must hold.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EventQuery {
    /// Who did it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<PersonId>,
    /// In which role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// What kind of thing happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_type: Option<EventType>,
    /// What was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<Word>,
    /// To what kind of thing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource: Option<Word>,
    /// To which.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<Uuid>,
    /// Of whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient_id: Option<PersonId>,
    /// Whether health information was seen or changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phi_accessed: Option<bool>,
    /// Of which category.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<Purpose>,
    /// How it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// Why it was decided so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Word>,
    /// Under which policies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy_hash: Option<Word>,
    /// For which rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compliance_context: Option<ComplianceContext>,
    /// In which session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_id: Option<SessionId>,
    /// In which request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<RequestId>,
    /// Which service said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<ServiceName>,
    /// Which service had called it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peer: Option<ServiceName>,
    /// The one event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audit_id: Option<EventId>,
    /// At or after this instant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// Before this instant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Timestamp>,
    /// In which order.
    #[serde(default)]
    pub order: Order,
    /// How many.
    #[serde(default)]
    pub limit: PageLimit,
    /// From where on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

/// Which of one's own actions.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnQuery {
    /// What kind of thing happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_type: Option<EventType>,
    /// At or after this instant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// Before this instant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Timestamp>,
    /// How many.
    #[serde(default)]
    pub limit: PageLimit,
    /// From where on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

/// The signed state of the log.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Checkpoint {
    /// The C2SP checkpoint: origin, size, root hash, and the signature line. Keep it: with it you can later show
    /// that nothing before it was changed.
    pub note: String,
    /// The verifier key of the signature.
    pub verifier_key: String,
    /// How many events it covers.
    pub size: u64,
    /// The root hash in base64.
    pub root: String,
    /// How many events this start of the service found beyond the last signed head, and then signed: what was
    /// being written when the service was last killed.
    pub found_unanchored: u64,
    /// How long events are kept.
    pub retention: Retention,
}

/// How long events are kept: what the C2SP formats ask a log to declare before it prunes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Retention {
    /// Years from an event's instant; 45 CFR 164.316(b)(2)(i) and the look-back of an accounting.
    pub years: u32,
    /// The first event that is still there; the ones before it are proved by their hashes alone.
    pub minimum_index: u64,
}

/// Of which event, against which size.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InclusionQuery {
    /// The event.
    pub audit_id: EventId,
    /// The size of the checkpoint that it is to be proved against; the latest when unsaid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
}

/// That an event is in the log (RFC 9162 §2.1.3).
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct InclusionProof {
    /// The event's place.
    pub index: u64,
    /// The size of the log that this holds for.
    pub size: u64,
    /// The event's hash: the leaf entry is the byte 1 and these 32 bytes.
    pub integrity_hash: String,
    /// The hashes of the path, from the leaf up, in base64.
    pub hashes: Vec<String>,
    /// A self-contained C2SP proof file, when it is against the latest checkpoint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tlog_proof: Option<String>,
}

/// Between which sizes.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsistencyQuery {
    /// The older size, at least 1.
    pub from: u64,
    /// The newer size; the latest when unsaid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<u64>,
}

/// That the older log is the beginning of the newer (RFC 9162 §2.1.4).
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ConsistencyProof {
    /// The older size.
    pub from: u64,
    /// The newer size.
    pub to: u64,
    /// The hashes, in base64.
    pub hashes: Vec<String>,
}

/// A patient, in the path.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PatientPath {
    /// The patient.
    pub id: PersonId,
}

/// Which part of the report.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportQuery {
    /// At or after this instant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// Before this instant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Timestamp>,
    /// How many.
    #[serde(default)]
    pub limit: PageLimit,
    /// From where on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

/// One line of "who saw my record".
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AccessEntry {
    /// The event, to ask for its proof.
    pub audit_id: EventId,
    /// Its place in the log.
    pub sequence: u64,
    /// When.
    pub timestamp: Timestamp,
    /// Who.
    pub user_id: PersonId,
    /// In which role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// What kind of thing happened.
    pub event_type: EventType,
    /// What was done.
    pub action: Word,
    /// With what.
    pub resource: Word,
    /// Of which category.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<Purpose>,
    /// Whether it was done or refused.
    pub outcome: Outcome,
}

/// Who saw a patient's record, the latest first.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AccessReport {
    /// The patient.
    pub patient_id: PersonId,
    /// How many different people saw or changed something in this period.
    pub people: u64,
    /// How many times in this period.
    pub accesses: u64,
    /// How many times it was refused in this period.
    pub denials: u64,
    /// The lines.
    pub entries: Page<AccessEntry>,
}

/// All operations of this service.
pub fn operations() -> Vec<Described> {
    vec![
        Described::of::<Append>(),
        Described::of::<ListEvents>(),
        Described::of::<ListOwnEvents>(),
        Described::of::<GetCheckpoint>(),
        Described::of::<ProveInclusion>(),
        Described::of::<ProveConsistency>(),
        Described::of::<GetAccessReport>(),
    ]
}
