//! What becomes of messages and conversations. What was there before is kept beside it, in the same atomic step.

use audit_trail::AuditEvent;
use chat_history_api::{Feedback, RedactionReason};
use kernel::{ConversationId, MessageId, OrganizationId, PersonId, Timestamp, TypedId};
use store_sql::{Columns, Statements, StoreError, Write};

use super::Store;
use super::alerts::{Raise, keep_findings, raise};
use super::companion::{Keep, keep_companion};
use super::counts::{Counted, count_referral};
use super::rows::{MessageRow, VersionRow, version_of};
use super::turns::{cut_stale, insert_message};
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
    /// What the new words show of danger.
    pub(crate) danger: Option<Danger>,
    /// What is kept of the resident, without what was learnt from the words that are gone.
    pub(crate) keep: Option<Keep>,
}

/// A danger in the new words of a message.
pub(crate) struct Danger {
    /// The alert that it raises, if it needs a person.
    pub(crate) raise: Option<Raise>,
    /// What the ladder brought to light with it, sealed, for the open alert.
    pub(crate) findings: Option<Vec<u8>>,
    /// The message, as of the time of the change.
    pub(crate) of: MessageRow,
    pub(crate) patient: PersonId,
    pub(crate) organization: OrganizationId,
    /// The conversation's version that was read, and what the next turn takes up, sealed.
    pub(crate) risen: (i64, Vec<u8>),
    /// What the companion says about it.
    pub(crate) answer: Option<MessageRow>,
    /// The help that is named with it, to be counted.
    pub(crate) referral: Option<Counted>,
}

/// How a change of a message went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Changing {
    /// It is changed. With a danger, how many messages the conversation has now: the place of the answer, if there is one.
    Done(i64),
    /// It was changed meanwhile, or is changed as often as it may be. Nothing of this is there.
    Otherwise,
    /// The conversation went on meanwhile: what was read is not what this rises from. Nothing of this is there.
    WentOn,
}

impl Store {
    /// Changes the words of a message; what was there is kept beside it. Where it was not as it was read, nothing is
    /// changed. A redacted message is never changed again. A danger in the new words raises its alert, is left for the next
    /// turn and is answered in the same step; it opens a conversation again that has ended, and cuts a turn that is open, whose
    /// answer would be to calmer words.
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
        if let Some(keep) = &change.keep {
            keep_companion(&write, keep).await?;
        }
        let mut place = 0;
        if let Some(danger) = &change.danger {
            let Some(last) = keep_danger(&write, danger).await? else { return Ok(Changing::WentOn) };
            place = last;
        }
        // No backlog may stop what carries a risk to life.
        self.trail.append_with(&write, events, change.danger.is_some()).await?;
        self.trail.commit(write).await?;
        Ok(Changing::Done(place))
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

/// What a danger does beside changing the words. How many messages the conversation has with it, unless it went on since it
/// was read.
async fn keep_danger(write: &Write, danger: &Danger) -> Result<Option<i64>, Refused> {
    let (version, risen) = &danger.risen;
    let (conversation, now) = (danger.of.conversation, danger.of.created_at);
    let text = "UPDATE conversations SET risen = $2, ended_at = NULL, last_active_at = $4, message_count = message_count + $5
                WHERE conversation_id = $1 AND version = $3 RETURNING message_count";
    let values = [
        conversation.uuid().into(),
        risen.clone().into(),
        (version + 1).into(),
        now.as_micros().into(),
        i64::from(danger.answer.is_some()).into(),
    ];
    let Some(row) = write.find(text, values).await? else { return Ok(None) };
    let last: i64 = row.col("message_count")?;
    cut_stale(write, Some(conversation), now, now).await?;
    if let Some(new) = &danger.raise {
        raise(write, new, &danger.of, danger.of.turn, (danger.patient, danger.organization)).await?;
    }
    keep_findings(write, conversation, danger.findings.clone()).await?;
    if let Some(referral) = &danger.referral {
        count_referral(write, danger.organization, referral).await?;
    }
    if let Some(answer) = &danger.answer {
        insert_message(write, answer, last).await?;
    }
    Ok(Some(last))
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
