//! Drafts: what a resident has typed and not sent, kept sealed so that it is there again after a sign-out.

use api::{
    Access, Action, AuditClass, Category, Idempotency, Method, PatientSource, Purpose, Role, ServiceName,
    Spec, Words,
};
use kernel::Timestamp;
use serde::{Deserialize, Serialize};

/// The longest draft, in characters: as much as the field takes.
pub const DRAFT_CHARS_MAX: usize = 20_000;

/// What is typed and not sent.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct NewDraft {
    /// The words, at most 20,000 characters. Without any, what was kept is forgotten.
    pub words: Words,
    /// The idempotency key that the message will be sent with, 1 to 128 visible ASCII characters. Once it was, there is no
    /// draft of it any more.
    pub key: String,
}

/// A draft that is kept.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Draft {
    /// The words.
    pub words: Words,
    /// The idempotency key to send them with.
    pub key: String,
    /// When they were typed.
    pub kept_at: Timestamp,
    /// Until when they are kept.
    pub expires_at: Timestamp,
}

/// The draft, if there is one.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct FoundDraft {
    /// It; absent when nothing is kept, when its time is over, and when it was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draft: Option<Draft>,
}

/// What became of a draft.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct KeptDraft {
    /// Whether it is kept now. A message that was sent with its key leaves none.
    pub kept: bool,
}

api::operation! {
    /// Keeps what the caller has typed and not sent, sealed, for three days. There is one of a person; the next replaces it.
    /// Its event is written when a draft begins, not at every pause of its writer.
    pub struct KeepDraft;
    spec: Spec::new("chat.keep_draft", ServiceName::ChatHistory, Method::Put, "/draft")
        .roles(&[Role::Resident])
        .idempotency(Idempotency::Natural)
        .audit(AuditClass::Write)
        .access(Access::patient(Action::Write, Category::ChatTranscripts, Purpose::Patient, PatientSource::Caller)),
    body: NewDraft,
    output: KeptDraft,
}

api::operation! {
    /// What the caller has typed and not sent.
    pub struct GetDraft;
    spec: Spec::new("chat.get_draft", ServiceName::ChatHistory, Method::Get, "/draft")
        .roles(&[Role::Resident])
        .audit(AuditClass::Read)
        .access(Access::patient(Action::Read, Category::ChatTranscripts, Purpose::Patient, PatientSource::Caller)),
    output: FoundDraft,
}
