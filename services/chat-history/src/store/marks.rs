//! Marks on analyses: what a person says is added and never changed; the newest of a person and message counts.

use api::Role;
use audit_trail::AuditEvent;
use chat_history_api::Speaker;
use kernel::{ConversationId, MessageId, OrganizationId, PageLimit, PersonId, Timestamp, TypedId};
use store_sql::{Columns, Corrupt, Row, Statements, StoreError};

use super::rows::{MESSAGE, MessageRow, message_of, speaker_name};
use super::{Store, over};
use crate::domain::Refused;

/// A mark, as it is kept.
pub(crate) struct MarkRow {
    /// Its place among all marks; what is about to be kept has none yet.
    pub(crate) place: i64,
    pub(crate) message: MessageId,
    pub(crate) by: PersonId,
    /// As what they marked it.
    pub(crate) role: Role,
    pub(crate) sealed: Vec<u8>,
    pub(crate) at: Timestamp,
}

/// Which marks a data set is made of.
pub(crate) struct Marked {
    pub(crate) organization: OrganizationId,
    /// The first moment, and the first after the last.
    pub(crate) bounds: (Timestamp, Timestamp),
    /// Marks behind this place.
    pub(crate) after: i64,
    pub(crate) limit: PageLimit,
}

const MARK: &str = "place, message_id, person_id, role, sealed, marked_at";

impl Store {
    /// Keeps a mark with its event. Not of a message whose words were taken back by now, and not more often than `most` times
    /// by one person; whether it is kept.
    pub(crate) async fn keep_mark(
        &self,
        row: &MarkRow,
        most: u32,
        event: AuditEvent,
    ) -> Result<bool, Refused> {
        let write = self.database.begin().await?;
        let text =
            "INSERT INTO analysis_marks (message_id, organization_id, person_id, role, sealed, marked_at)
             SELECT m.message_id, c.organization_id, $2, $3, $4, $5
             FROM messages m JOIN conversations c ON c.conversation_id = m.conversation_id
             WHERE m.message_id = $1 AND m.redacted_at IS NULL
               AND (SELECT COUNT(*) FROM analysis_marks k WHERE k.message_id = $1 AND k.person_id = $2) < $6";
        let values = [
            row.message.uuid().into(),
            row.by.uuid().into(),
            row.role.name().into(),
            row.sealed.clone().into(),
            row.at.as_micros().into(),
            i64::from(most).into(),
        ];
        if write.run(text, values).await? == 0 {
            return Ok(false);
        }
        self.trail.append(&write, event).await?;
        self.trail.commit(write).await?;
        Ok(true)
    }

    /// The newest mark of a person on a message, and how many there are.
    pub(crate) async fn mark_of(
        &self,
        message: MessageId,
        by: PersonId,
    ) -> Result<Option<(MarkRow, u32)>, StoreError> {
        let text = format!(
            "SELECT {MARK}, (SELECT COUNT(*) FROM analysis_marks k WHERE k.message_id = $1 AND k.person_id = $2) AS times
             FROM analysis_marks WHERE message_id = $1 AND person_id = $2 ORDER BY place DESC LIMIT 1"
        );
        let values = [message.uuid().into(), by.uuid().into()];
        let Some(row) = self.database.read().find(&text, values).await? else { return Ok(None) };
        let times: i64 = row.col("times")?;
        Ok(Some((mark_of(&row)?, u32::try_from(times).unwrap_or(u32::MAX))))
    }

    /// The newest marks of everybody on a message.
    pub(crate) async fn marks_on(&self, message: MessageId, most: i64) -> Result<Vec<MarkRow>, StoreError> {
        let text = format!(
            "SELECT {MARK} FROM analysis_marks k WHERE message_id = $1 AND NOT EXISTS (SELECT 1 FROM analysis_marks newer
                WHERE newer.message_id = k.message_id AND newer.person_id = k.person_id AND newer.place > k.place)
             ORDER BY place DESC LIMIT $2"
        );
        self.database
            .read()
            .list(&text, [message.uuid().into(), most.into()])
            .await?
            .iter()
            .map(mark_of)
            .collect()
    }

    /// Marks of an organisation that count and were set in a time, in their order; one more than the page. The newest of each
    /// person and message counts, whenever it was set.
    pub(crate) async fn marks(&self, marked: &Marked) -> Result<Vec<MarkRow>, StoreError> {
        let text = format!(
            "SELECT {MARK} FROM analysis_marks k WHERE organization_id = $1 AND marked_at >= $2 AND marked_at < $3
             AND place > $4 AND NOT EXISTS (SELECT 1 FROM analysis_marks newer
                WHERE newer.message_id = k.message_id AND newer.person_id = k.person_id AND newer.place > k.place)
             ORDER BY place LIMIT $5"
        );
        let values = [
            marked.organization.uuid().into(),
            marked.bounds.0.as_micros().into(),
            marked.bounds.1.as_micros().into(),
            marked.after.into(),
            over(marked.limit).into(),
        ];
        self.database.read().list(&text, values).await?.iter().map(mark_of).collect()
    }

    /// What the resident said before a place of a conversation, the newest first, or after it, the oldest first.
    pub(crate) async fn said_beside(
        &self,
        conversation: ConversationId,
        place: i64,
        (before, most): (bool, i64),
    ) -> Result<Vec<MessageRow>, StoreError> {
        let (side, order) = if before { ("<", "DESC") } else { (">", "ASC") };
        let text = format!(
            "SELECT {MESSAGE} FROM messages WHERE conversation_id = $1 AND place {side} $2 AND speaker = $3
             ORDER BY place {order} LIMIT $4"
        );
        let values = [
            conversation.uuid().into(),
            place.into(),
            speaker_name(Speaker::Resident).to_owned().into(),
            most.into(),
        ];
        self.database.read().list(&text, values).await?.iter().map(message_of).collect()
    }
}

fn mark_of(row: &Row) -> Result<MarkRow, StoreError> {
    let name: String = row.col("role")?;
    let role = Role::ALL.iter().copied().find(|role| role.name() == name);
    Ok(MarkRow {
        place: row.col("place")?,
        message: row.id("message_id")?,
        by: row.id("person_id")?,
        role: role.ok_or(Corrupt { table: "analysis_marks", column: "role" })?,
        sealed: row.col("sealed")?,
        at: row.at("marked_at")?,
    })
}
