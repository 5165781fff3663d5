//! A turn's record: what a reply was computed from, so that it can be computed again.

use api::{
    Access, Action, AuditClass, Category, Method, Opaque, PatientSource, Purpose, ServiceName, Spec, Words,
};
use kernel::{ConversationId, MessageId, TurnId};
use serde::{Deserialize, Serialize};

use crate::transcripts::READERS;
use crate::turns::{Ending, TurnByIds};

/// A turn as it was kept: the message, the reply, and the engine's record between them.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct KeptTurn {
    /// The conversation.
    pub conversation_id: ConversationId,
    /// The turn.
    pub turn_id: TurnId,
    /// The resident's message.
    pub message_id: MessageId,
    /// Its words.
    pub message: Words,
    /// The reply's words; absent while the turn is open and when it was cut without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply: Option<Words>,
    /// How it ended; absent while it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ending: Option<Ending>,
    /// The engine's record. Absent where the turn left none, and wherever something up to this turn was redacted: the
    /// engine's state could still hold a span of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<Opaque>,
}

api::operation! {
    /// A turn with the record that it can be computed again from: for those who may read its words.
    pub struct GetTurnRecord;
    spec: Spec::new(
        "chat.turn_record", ServiceName::ChatHistory, Method::Get,
        "/conversations/{conversation_id}/turns/{turn_id}/record",
    )
        .roles(READERS)
        .audit(AuditClass::Read)
        .access(Access::patient(Action::Read, Category::ChatTranscripts, Purpose::Treatment, PatientSource::Object)),
    path: TurnByIds,
    output: KeptTurn,
}
