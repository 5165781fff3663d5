//! What becomes of messages and conversations. What was there before is kept beside it, in the same atomic step.

use audit_trail::AuditEvent;
use chat_history_api::{Feedback, RedactionReason};
use kernel::{ConversationId, MessageId, OrganizationId, PersonId, Timestamp, TypedId};
use store_sql::{Statements, StoreError, Write};

use super::Store;
use super::alerts::{Raise, raise};
use super::rows::{MessageRow, VersionRow, version_of};
use crate::domain::Refused;

/// The most versions of a message.
const VERSIONS_MAX: i64 = 50;
/// The most with those that a danger made: the limit before stands in no cry for help's way.
const URGENT_VERSIONS_MAX: i64 = 200;

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
    /// What the new words show that needs a person.
    pub(crate) danger: Option<Danger>,
}

/// A danger in the new words of a message.
pub(crate) struct Danger {
    pub(crate) raise: Raise,
    /// The message, as of the time of the change.
    pub(crate) of: MessageRow,
    pub(crate) patient: PersonId,
    pub(crate) organization: OrganizationId,
    /// The conversation's version that its state was read with, and the state with the risen level.
    pub(crate) state: (i64, Vec<u8>),
}

/// How a change of a message went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Changing {
    /// It is changed.
    Done,
    /// It was changed meanwhile, or is changed as often as it may be. Nothing of this is there.
    Otherwise,
    /// The conversation went on meanwhile: its level cannot be raised from what was read. Nothing of this is there.
    WentOn,
}

impl Store {
    /// Changes the words of a message; what was there is kept beside it. Where it was not as it was read, nothing is
    /// changed. A redacted message is never changed again. A danger in the new words raises its alert and the
    /// conversation's level in the same step, and opens a conversation again that has ended.
    pub(crate) async fn change_message(
        &self,
        change: &Change,
        events: &[AuditEvent],
    ) -> Result<Changing, Refused> {
        let write = self.database.begin().await?;
        if !put_words(&write, change).await? {
            return Ok(Changing::Otherwise);
        }
        // A turn that was read before this is computed again, without what the engine noted of the words.
        let noted = "UPDATE conversations SET version = version + 1, words_changed = 1
                     WHERE conversation_id = (SELECT conversation_id FROM messages WHERE message_id = $1)";
        write.run(noted, [change.message.uuid().into()]).await?;
        if let Some(danger) = &change.danger {
            let (version, state) = &danger.state;
            let risen = "UPDATE conversations SET state = $2, ended_at = NULL, last_active_at = $4
                         WHERE conversation_id = $1 AND version = $3";
            let now = danger.of.created_at.as_micros().into();
            let values =
                [danger.of.conversation.uuid().into(), state.clone().into(), (version + 1).into(), now];
            if write.run(risen, values).await? == 0 {
                return Ok(Changing::WentOn);
            }
            let whose = (danger.patient, danger.organization);
            raise(&write, &danger.raise, &danger.of, danger.of.turn, whose).await?;
        }
        // No backlog may stop what carries a risk to life.
        self.trail.append_with(&write, events, change.danger.is_some()).await?;
        self.trail.commit(write).await?;
        Ok(Changing::Done)
    }

    /// What the words of a message were before, the oldest first.
    pub(crate) async fn versions(&self, message: MessageId) -> Result<Vec<VersionRow>, StoreError> {
        let text =
            "SELECT sealed, changed_by, changed_at, redaction FROM message_versions WHERE message_id = $1
                    ORDER BY place LIMIT $2";
        let values = [message.uuid().into(), URGENT_VERSIONS_MAX.into()];
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

/// The new words of a message, and what was there beside them. Whether it was as it was read.
async fn put_words(write: &Write, change: &Change) -> Result<bool, StoreError> {
    let at = change.at.as_micros();
    let mark = if change.redaction.is_some() { "redacted_at" } else { "edited_at" };
    let text = format!(
        "UPDATE messages SET sealed = $2, {mark} = $3 WHERE message_id = $1 AND sealed = $4 AND redacted_at IS NULL
         AND (SELECT COUNT(*) FROM message_versions v WHERE v.message_id = messages.message_id) < $5"
    );
    let most = if change.danger.is_some() { URGENT_VERSIONS_MAX } else { VERSIONS_MAX };
    let values = [
        change.message.uuid().into(),
        change.after.clone().into(),
        at.into(),
        change.before.clone().into(),
        most.into(),
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
    Ok(true)
}
