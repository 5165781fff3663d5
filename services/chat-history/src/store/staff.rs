//! What a member of staff writes in a conversation that they took over.

use audit_trail::AuditEvent;
use kernel::{AlertId, PersonId, Timestamp, TypedId};
use store_sql::timers::{self, Timer};
use store_sql::{Columns, Statements};

use super::alerts::HAND_BACK;
use super::rows::{MessageRow, turn_of};
use super::turns::{find_by_key, insert_message};
use super::{Store, TurnRow};
use crate::domain::Refused;

/// A message of a member of staff.
pub(crate) struct Writing {
    pub(crate) alert: AlertId,
    pub(crate) by: PersonId,
    /// The key of the request, with whose it is.
    pub(crate) key: String,
    pub(crate) content_digest: Vec<u8>,
    pub(crate) message: MessageRow,
    /// When the conversation is given back unless they write again.
    pub(crate) until: Timestamp,
}

/// How it went.
pub(crate) enum Written {
    /// It is kept, at this place.
    Now(i64),
    /// The key was used before.
    Before(TurnRow),
}

impl Store {
    /// Keeps a message of whoever took the conversation over, as a turn that is closed: the conversation goes on, the
    /// time until it is given back begins anew, and the event is kept, or nothing of it.
    pub(crate) async fn write_as_staff(
        &self,
        writing: &Writing,
        event: AuditEvent,
    ) -> Result<Written, Refused> {
        let write = self.database.begin().await?;
        let (message, now) = (&writing.message, writing.message.created_at.as_micros());
        let held = write
            .run(
                "UPDATE alerts SET updated_at = $3 WHERE alert_id = $1 AND state = 'taken_over' AND taken_over_by = $2",
                [writing.alert.uuid().into(), writing.by.uuid().into(), now.into()],
            )
            .await?;
        if held == 0 {
            return Err(Refused::NotTaken);
        }
        if let Some(row) = find_by_key(&write, message.conversation, &writing.key).await? {
            return Ok(Written::Before(turn_of(&row)?));
        }
        let row = write
            .find(
                "UPDATE conversations SET version = version + 1, last_active_at = $2, message_count = message_count + 1
                 WHERE conversation_id = $1 RETURNING message_count",
                [message.conversation.uuid().into(), now.into()],
            )
            .await?
            .ok_or(Refused::NotFound)?;
        let place: i64 = row.col("message_count")?;
        write
            .run(
                "INSERT INTO turns (turn_id, conversation_id, message_id, idempotency_key, content_digest, opened_at,
                 closed_at, ending) VALUES ($1, $2, $3, $4, $5, $6, $6, 'complete')",
                [
                    message.turn.uuid().into(),
                    message.conversation.uuid().into(),
                    message.message.uuid().into(),
                    writing.key.clone().into(),
                    writing.content_digest.clone().into(),
                    now.into(),
                ],
            )
            .await?;
        insert_message(&write, message, place).await?;
        timers::set(&write, &Timer::new(HAND_BACK, writing.alert.uuid(), writing.until)).await?;
        self.trail.append_with(&write, &[event], true).await?;
        self.trail.commit(write).await?;
        Ok(Written::Now(place))
    }
}
