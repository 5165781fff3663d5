//! Turns with their records.

use kernel::{ConversationId, TurnId, TypedId};
use store_sql::{Columns, Statements, StoreError};

use super::rows::{TURN, turn_of};
use super::{Store, TurnRow};

impl Store {
    /// A turn of a conversation with its sealed record, if it left one; `None` when it is not one of its.
    pub(crate) async fn record(
        &self,
        conversation: ConversationId,
        turn: TurnId,
    ) -> Result<Option<(TurnRow, Option<Vec<u8>>)>, StoreError> {
        let text = format!("SELECT {TURN}, record FROM turns WHERE turn_id = $1 AND conversation_id = $2");
        let row =
            self.database().read().find(&text, [turn.uuid().into(), conversation.uuid().into()]).await?;
        row.map(|row| Ok((turn_of(&row)?, row.col("record")?))).transpose()
    }

    /// Whether anything of a conversation up to a place was redacted.
    pub(crate) async fn is_redacted(
        &self,
        conversation: ConversationId,
        place: i64,
    ) -> Result<bool, StoreError> {
        let text = "SELECT message_id FROM messages WHERE conversation_id = $1 AND place <= $2
                    AND redacted_at IS NOT NULL LIMIT 1";
        let values = [conversation.uuid().into(), place.into()];
        Ok(self.database().read().find(text, values).await?.is_some())
    }
}
