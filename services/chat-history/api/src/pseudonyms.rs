//! Names of a conversation taken out of a text and put back later, under the key of whose conversation it is (ADR 0016).

use api::{
    Access, Action, AuditClass, Category, Idempotency, Method, PatientSource, Purpose, Role, ServiceName,
    Spec, Words,
};
use serde::{Deserialize, Serialize};

use crate::codes;
use crate::reading::ByConversation;

/// The longest sealed map, in characters. One of 512 names is a tenth of it.
pub const SEALED_MAP_CHARS_MAX: usize = 256 * 1024;
/// A text and a map, escaped.
const BODY_BYTES_MAX: u32 = 1024 * 1024;

/// Which placeholder stands for whom in one conversation, sealed: base64url of bytes that open with the resident's key
/// alone, and for this conversation alone. Whoever keeps it can read nothing in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct SealedMap(pub String);

/// A text whose identifiers are taken out.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TextToPseudonymise {
    /// The text, 1 byte to 64 KiB.
    pub text: Words,
    /// The map of the last answer for this conversation: what was replaced before keeps its placeholder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known: Option<SealedMap>,
}

/// A text without its identifiers.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Pseudonymised {
    /// The text with placeholders such as `[NAME_1]`. What software overlooked is still in it: it is health information.
    pub text: Words,
    /// The map, that of earlier texts included. It goes along with the next text and is what puts them back.
    pub map: SealedMap,
}

/// A text whose placeholders are put back.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TextToRestore {
    /// The text, 1 byte to 64 KiB. What was pseudonymised has every `[` before a capital doubled; so must what was added.
    pub text: Words,
    /// The map of the last answer.
    pub map: SealedMap,
}

/// A text with its identifiers.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Restored {
    /// The text, to the letter. A placeholder that is not in the map stays as it is.
    pub text: Words,
}

/// Whoever may read the conversation may have its key used.
const READERS: &[Role] = &[Role::Resident, Role::CareStaff, Role::HealthProvider];

const fn spec(name: &'static str, path: &'static str) -> Spec {
    Spec::new(name, ServiceName::ChatHistory, Method::Post, path)
        .roles(READERS)
        .idempotency(Idempotency::Natural)
        .audit(AuditClass::Read)
        .body_bytes_max(BODY_BYTES_MAX)
        .errors(codes::ALL)
        .access(Access::patient(
            Action::Read,
            Category::ChatTranscripts,
            Purpose::Treatment,
            PatientSource::Object,
        ))
}

api::operation! {
    /// Replaces the identifiers of a text by placeholders that stay the same over a conversation, for those who may read it.
    /// Which stands for whom comes sealed under the resident's key; nothing of either is kept here.
    pub struct PseudonymiseText;
    spec: spec("chat.pseudonymise", "/conversations/{conversation_id}/pseudonyms"),
    path: ByConversation,
    body: TextToPseudonymise,
    output: Pseudonymised,
}

api::operation! {
    /// Puts the identifiers back, for those who may read the conversation. A map of another conversation or another resident,
    /// or one that was changed, restores nothing; nor does any once the resident's key is destroyed.
    pub struct RestoreText;
    spec: spec("chat.restore", "/conversations/{conversation_id}/pseudonyms/restore"),
    path: ByConversation,
    body: TextToRestore,
    output: Restored,
}
