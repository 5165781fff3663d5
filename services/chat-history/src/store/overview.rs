//! Looking over a patient's messages across conversations.

use chat_history_api::Speaker;
use kernel::{PersonId, Timestamp, TypedId};
use store_sql::{Statements, StoreError};

use super::Store;
use super::rows::{MESSAGE, MessageRow, message_of, speaker_name};

/// Which messages of a patient are looked at.
pub(crate) struct Among {
    pub(crate) patient: PersonId,
    /// Of whom; everybody when absent.
    pub(crate) speaker: Option<Speaker>,
    pub(crate) from: Timestamp,
    pub(crate) until: Timestamp,
    /// Older than this place in time and id.
    pub(crate) before: Option<(Timestamp, PersonId)>,
    pub(crate) most: i64,
}

impl Store {
    /// A patient's messages of a time, across conversations, the newest first.
    pub(crate) async fn messages_of(&self, among: &Among) -> Result<Vec<MessageRow>, StoreError> {
        let columns: Vec<String> = MESSAGE.split(',').map(|column| format!("m.{}", column.trim())).collect();
        let text = format!(
            "SELECT {} FROM messages m JOIN conversations c ON c.conversation_id = m.conversation_id
             WHERE c.patient_id = $1 AND m.created_at >= $2 AND m.created_at < $3 AND ($4 OR m.speaker = $5)
             AND ($6 OR m.created_at < $7 OR (m.created_at = $7 AND m.message_id < $8))
             ORDER BY m.created_at DESC, m.message_id DESC LIMIT $9",
            columns.join(", ")
        );
        let (at, id) = among.before.unwrap_or((Timestamp::EPOCH, PersonId::SYSTEM));
        let values = [
            among.patient.uuid().into(),
            among.from.as_micros().into(),
            among.until.as_micros().into(),
            among.speaker.is_none().into(),
            speaker_name(among.speaker.unwrap_or(Speaker::Resident)).into(),
            among.before.is_none().into(),
            at.as_micros().into(),
            id.uuid().into(),
            among.most.into(),
        ];
        self.database.read().list(&text, values).await?.iter().map(message_of).collect()
    }
}
