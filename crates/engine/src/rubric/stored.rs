//! A transcript as chat-history gives it out (`GET /chat/conversations/{id}/transcript`).

use content::model::Act;
use content_safety_api::{CrisisCategory, Language, Level};
use kernel::{AlertId, ConversationId, MessageId, PersonId, Timestamp, TurnId};
use serde::Deserialize;

use super::super::plan::Route;

/// The most bytes of a transcript's file.
const BYTES_MAX: usize = 16 * 1024 * 1024;

/// A conversation with everything that was said in it. Fields beyond these are tolerated: a newer version may send
/// more. It holds a resident's words, so it cannot be printed.
#[derive(Clone, Deserialize)]
pub struct StoredTranscript {
    /// The conversation.
    pub conversation_id: ConversationId,
    /// Whose health it is about.
    pub patient_id: PersonId,
    /// Its language.
    pub language: Language,
    /// What was said, in order of `place`.
    pub messages: Vec<StoredMessage>,
}

/// One message of it.
#[derive(Clone, Deserialize)]
pub struct StoredMessage {
    /// Its id.
    pub message_id: MessageId,
    /// Its place, from 1.
    pub place: u64,
    /// Its turn.
    pub turn_id: TurnId,
    /// Who said it.
    pub speaker: StoredSpeaker,
    /// The words.
    pub content: String,
    /// Their language.
    pub language: Language,
    /// The level of a resident's message.
    #[serde(default)]
    pub level: Level,
    /// The categories found in it.
    #[serde(default)]
    pub categories: Vec<CrisisCategory>,
    /// How a reply came about.
    #[serde(default)]
    pub route: Option<Route>,
    /// How a reply ended.
    #[serde(default)]
    pub ending: Option<StoredEnding>,
    /// What a reply did.
    #[serde(default, deserialize_with = "acts")]
    pub acts: Vec<Act>,
    /// The policy row.
    #[serde(default)]
    pub rule: Option<String>,
    /// The flow that spoke.
    #[serde(default)]
    pub flow: Option<String>,
    /// The step that spoke.
    #[serde(default)]
    pub step: Option<String>,
    /// The lines that were said.
    #[serde(default)]
    pub line_ids: Vec<String>,
    /// What a reply rests on.
    #[serde(default)]
    pub citations: Vec<String>,
    /// When it was stored.
    pub created_at: Timestamp,
}

/// Acts are written as the wire writes them (`reflect_content`), or as the engine's own records do.
fn acts<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<Act>, D::Error> {
    let names = Vec::<String>::deserialize(deserializer)?;
    let known = |name: &String| {
        let plain: String = name.chars().filter(|letter| *letter != '_').collect();
        Act::ALL.into_iter().find(|act| format!("{act:?}").eq_ignore_ascii_case(&plain))
    };
    // An act of a newer version is none of ours: what it did is then not counted.
    Ok(names.iter().filter_map(known).collect())
}

/// An alert with the note for whoever answers it, as chat-history gives it out. It may hold a resident's words.
#[derive(Clone, Deserialize)]
pub struct StoredAlert {
    /// The alert.
    pub alert: StoredAlertHead,
    /// The note.
    pub note: StoredNote,
}

/// Which alert.
#[derive(Clone, Deserialize)]
pub struct StoredAlertHead {
    /// Its id.
    pub alert_id: AlertId,
}

/// Situation, background, assessment, recommendation.
#[derive(Clone, Default, Deserialize)]
pub struct StoredNote {
    /// What happened.
    #[serde(default)]
    pub situation: Vec<StoredSentence>,
    /// What is known around it.
    #[serde(default)]
    pub background: Vec<StoredSentence>,
    /// What was asked and answered.
    #[serde(default)]
    pub assessment: Vec<StoredSentence>,
    /// What to do, and by when.
    #[serde(default)]
    pub recommendation: Vec<StoredSentence>,
}

/// A sentence of a note, with the messages that it rests on.
#[derive(Clone, Default, Deserialize)]
pub struct StoredSentence {
    /// The sentence.
    pub text: String,
    /// Where it comes from.
    #[serde(default)]
    pub message_ids: Vec<MessageId>,
}

/// What a file may hold.
pub enum Stored {
    /// A conversation.
    Transcript(StoredTranscript),
    /// An alert with its note.
    Alert(StoredAlert),
}

impl Stored {
    /// Reads a transcript, or an alert with its note.
    ///
    /// # Errors
    /// What is wrong with it, without any of its words.
    pub fn parse(text: &str) -> Result<Self, TranscriptError> {
        let transcript = StoredTranscript::parse(text);
        match (&transcript, serde_json::from_str(text)) {
            (Err(TranscriptError::Syntax { .. }), Ok(alert)) => Ok(Self::Alert(alert)),
            _ => transcript.map(Self::Transcript),
        }
    }
}

/// Who said a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StoredSpeaker {
    /// The resident.
    Resident,
    /// The companion.
    Companion,
    /// A member of staff.
    Staff,
}

/// How a reply ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StoredEnding {
    /// All of it was made.
    Complete,
    /// It broke off.
    Cut,
    /// It was refused.
    Blocked,
}

/// Why a transcript cannot be judged. It holds none of its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TranscriptError {
    /// The file is larger than a transcript may be.
    #[error("a transcript has at most {BYTES_MAX} bytes")]
    TooLarge,
    /// It is not one, from this line and column on.
    #[error("neither a transcript nor an alert with its note: line {line}, column {column}")]
    Syntax {
        /// The line, from 1.
        line: usize,
        /// The column.
        column: usize,
    },
}

impl StoredTranscript {
    /// Reads a transcript.
    ///
    /// # Errors
    /// What is wrong with it, without any of its words.
    pub fn parse(text: &str) -> Result<Self, TranscriptError> {
        if text.len() > BYTES_MAX {
            return Err(TranscriptError::TooLarge);
        }
        let mut read: Self = serde_json::from_str(text)
            .map_err(|error| TranscriptError::Syntax { line: error.line(), column: error.column() })?;
        read.messages.sort_by_key(|message| message.place);
        Ok(read)
    }
}
