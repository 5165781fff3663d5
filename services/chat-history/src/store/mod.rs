//! What is kept of conversations. One method is one atomic step, its events included. The store moves sealed
//! bytes; what is in them is the domain's.

mod alerts;
mod changing;
mod companion;
mod counts;
mod drafts;
mod handovers;
mod marks;
mod moves;
mod overview;
mod records;
mod retention;
mod rows;
mod safety_plans;
mod staff;
mod turns;
mod urgency;

use audit_trail::{AuditEvent, Trail};
use kernel::{ConversationId, MessageId, PageLimit, PersonId, TypedId};
use store_sql::{Columns, Database, Statements, StoreError};

pub(crate) use alerts::{Changed, ESCALATE, HAND_BACK, Raise, UNCLOSED};
pub(crate) use changing::{Change, Changing, Danger};
pub(crate) use companion::{COMPANION, Keep, NoteRow};
pub(crate) use counts::Counted;
pub(crate) use drafts::DraftRow;
pub(crate) use marks::{MarkRow, Marked};
pub(crate) use moves::Move;
pub(crate) use overview::Among;
pub(crate) use rows::{Afterwards, AlertRow, ConversationRow, MessageRow, TurnRow};
pub(crate) use safety_plans::PlanRow;
pub(crate) use staff::{Writing, Written};
pub(crate) use turns::{Closing, Opened, Opening};
pub(crate) use urgency::Urgency;

use self::rows::{CONVERSATION, MESSAGE, conversation_of, message_of};
use self::turns::insert_message;
use crate::domain::Refused;

#[derive(Clone)]
pub(crate) struct Store {
    database: Database,
    trail: Trail,
}

impl Store {
    pub(crate) const fn new(database: Database, trail: Trail) -> Self {
        Self { database, trail }
    }

    pub(crate) const fn database(&self) -> &Database {
        &self.database
    }

    pub(crate) const fn trail(&self) -> &Trail {
        &self.trail
    }

    /// Keeps a conversation with its greeting.
    pub(crate) async fn begin(
        &self,
        row: &ConversationRow,
        greeting: &MessageRow,
        keep: Option<&Keep>,
        events: &[AuditEvent],
    ) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        if let Some(keep) = keep {
            companion::keep_companion(&write, keep).await?;
        }
        write
            .run(
                "INSERT INTO conversations (conversation_id, patient_id, organization_id, version, state,
                 message_count, started_at, last_active_at) VALUES ($1, $2, $3, $4, $5, 1, $6, $6)",
                [
                    row.conversation.uuid().into(),
                    row.patient.uuid().into(),
                    row.organization.uuid().into(),
                    row.version.into(),
                    row.state.clone().into(),
                    row.started_at.as_micros().into(),
                ],
            )
            .await?;
        insert_message(&write, greeting, 1).await?;
        self.trail.append_with(&write, events, false).await?;
        Ok(self.trail.commit(write).await?)
    }

    /// A conversation, or `None`.
    pub(crate) async fn conversation(
        &self,
        id: ConversationId,
    ) -> Result<Option<ConversationRow>, StoreError> {
        let text = format!("SELECT {CONVERSATION} FROM conversations WHERE conversation_id = $1");
        self.database.read().find(&text, [id.uuid().into()]).await?.as_ref().map(conversation_of).transpose()
    }

    /// A patient's conversations, newest first, one row more than the page.
    pub(crate) async fn conversations(
        &self,
        patient: PersonId,
        before: Option<ConversationId>,
        limit: PageLimit,
    ) -> Result<Vec<ConversationRow>, StoreError> {
        let text = format!(
            "SELECT {CONVERSATION} FROM conversations WHERE patient_id = $1 AND ($2 OR conversation_id < $3)
             ORDER BY conversation_id DESC LIMIT $4"
        );
        let place = before.map_or_else(|| PersonId::SYSTEM.uuid(), TypedId::uuid);
        let values = [patient.uuid().into(), before.is_none().into(), place.into(), over(limit).into()];
        self.database.read().list(&text, values).await?.iter().map(conversation_of).collect()
    }

    /// A message by its id, or `None`.
    pub(crate) async fn message(&self, id: MessageId) -> Result<Option<MessageRow>, StoreError> {
        let text = format!("SELECT {MESSAGE} FROM messages WHERE message_id = $1");
        self.database.read().find(&text, [id.uuid().into()]).await?.as_ref().map(message_of).transpose()
    }

    /// Where a message stands in a conversation, or `None` when it is not one of its.
    pub(crate) async fn place(
        &self,
        conversation: ConversationId,
        id: MessageId,
    ) -> Result<Option<i64>, StoreError> {
        let text = "SELECT place FROM messages WHERE message_id = $1 AND conversation_id = $2";
        let row = self.database.read().find(text, [id.uuid().into(), conversation.uuid().into()]).await?;
        row.map(|row| row.col("place")).transpose()
    }

    /// Messages of a conversation between two places: the oldest first after one, else the newest first.
    pub(crate) async fn messages(
        &self,
        conversation: ConversationId,
        after: Option<i64>,
        before: Option<i64>,
        limit: PageLimit,
    ) -> Result<Vec<MessageRow>, StoreError> {
        let order = if after.is_some() { "ASC" } else { "DESC" };
        let text = format!(
            "SELECT {MESSAGE} FROM messages WHERE conversation_id = $1 AND place > $2 AND place < $3
             ORDER BY place {order} LIMIT $4"
        );
        let values = [
            conversation.uuid().into(),
            after.unwrap_or(0).into(),
            before.unwrap_or(i64::MAX).into(),
            over(limit).into(),
        ];
        self.database.read().list(&text, values).await?.iter().map(message_of).collect()
    }
}

/// One row more than the page holds tells that there is more.
fn over(limit: PageLimit) -> i64 {
    i64::try_from(limit.get()).unwrap_or(i64::MAX - 1) + 1
}
