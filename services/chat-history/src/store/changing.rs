//! What becomes of messages and conversations. What was there before is kept beside it, in the same atomic step.

use audit_trail::AuditEvent;
use chat_history_api::{Feedback, RedactionReason};
use kernel::{ConversationId, MessageId, PersonId, Timestamp, TypedId};
use store_sql::{Statements, StoreError};

use super::Store;
use super::rows::{VersionRow, version_of};
use crate::domain::Refused;

/// The most versions of a message.
const VERSIONS_MAX: i64 = 50;

/// New words of a message.
pub(crate) struct Change {
    pub(crate) message: MessageId,
    /// As it is sealed now; another one there by now refuses the change.
    pub(crate) before: Vec<u8>,
    pub(crate) after: Vec<u8>,
    pub(crate) by: PersonId,
    pub(crate) at: Timestamp,
    /// Why, when the words are taken out of sight.
    pub(crate) redaction: Option<RedactionReason>,
}

impl Store {
    /// Changes the words of a message; what was there is kept beside it. Whether it was as it was read: where it was not,
    /// nothing is changed. A redacted message is never changed again.
    pub(crate) async fn change_message(&self, change: &Change, event: AuditEvent) -> Result<bool, Refused> {
        let write = self.database.begin().await?;
        let at = change.at.as_micros();
        let mark = if change.redaction.is_some() { "redacted_at" } else { "edited_at" };
        let text = format!(
            "UPDATE messages SET sealed = $2, {mark} = $3 WHERE message_id = $1 AND sealed = $4 AND redacted_at IS NULL
             AND (SELECT COUNT(*) FROM message_versions v WHERE v.message_id = messages.message_id) < $5"
        );
        let values = [
            change.message.uuid().into(),
            change.after.clone().into(),
            at.into(),
            change.before.clone().into(),
            VERSIONS_MAX.into(),
        ];
        if write.run(&text, values).await? == 0 {
            return Ok(false);
        }
        write
            .run(
                "INSERT INTO message_versions (message_id, sealed, changed_by, changed_at, redaction)
                 VALUES ($1, $2, $3, $4, $5)",
                [
                    change.message.uuid().into(),
                    change.before.clone().into(),
                    change.by.uuid().into(),
                    at.into(),
                    change.redaction.map(RedactionReason::name).map(str::to_owned).into(),
                ],
            )
            .await?;
        // A turn that was read before this is computed again, without what the engine noted of the words.
        let noted = "UPDATE conversations SET version = version + 1, words_changed = 1
                     WHERE conversation_id = (SELECT conversation_id FROM messages WHERE message_id = $1)";
        write.run(noted, [change.message.uuid().into()]).await?;
        self.trail.append(&write, event).await?;
        self.trail.commit(write).await?;
        Ok(true)
    }

    /// What the words of a message were before, the oldest first.
    pub(crate) async fn versions(&self, message: MessageId) -> Result<Vec<VersionRow>, StoreError> {
        let text =
            "SELECT sealed, changed_by, changed_at, redaction FROM message_versions WHERE message_id = $1
                    ORDER BY place LIMIT $2";
        let values = [message.uuid().into(), VERSIONS_MAX.into()];
        self.database.read().list(text, values).await?.iter().map(version_of).collect()
    }

    /// Keeps what the resident thinks of a reply; the newest counts.
    pub(crate) async fn keep_feedback(
        &self,
        message: MessageId,
        feedback: Feedback,
        event: AuditEvent,
    ) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        let text = "UPDATE messages SET helpful = $2, feedback_reason = $3 WHERE message_id = $1";
        let reason = feedback.reason.map(|reason| reason.name().to_owned());
        write.run(text, [message.uuid().into(), feedback.helpful.into(), reason.into()]).await?;
        self.trail.append(&write, event).await?;
        Ok(self.trail.commit(write).await?)
    }

    /// Ends a conversation that has no open alert; one that has ended stays as it is. Whether it is ended.
    pub(crate) async fn end_conversation(
        &self,
        id: ConversationId,
        now: Timestamp,
        event: AuditEvent,
    ) -> Result<bool, Refused> {
        let write = self.database.begin().await?;
        let changed = write
            .run(
                "UPDATE conversations SET ended_at = COALESCE(ended_at, $2) WHERE conversation_id = $1
                 AND NOT EXISTS (SELECT 1 FROM alerts WHERE alerts.conversation_id = $1 AND alerts.state <> 'closed')",
                [id.uuid().into(), now.as_micros().into()],
            )
            .await?;
        if changed == 0 {
            return Ok(false);
        }
        self.trail.append(&write, event).await?;
        self.trail.commit(write).await?;
        Ok(true)
    }
}
