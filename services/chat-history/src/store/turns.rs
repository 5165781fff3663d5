//! A turn in two atomic steps, and what becomes of turns that nobody closes.

use audit_trail::AuditEvent;
use chat_history_api::Ending;
use kernel::{AlertId, ConversationId, PersonId, Timestamp, TurnId, TypedId};
use store_sql::{Columns, Row, Statements, StoreError, Write};

use super::Store;
use super::alerts::{Raise, keep_findings, raise};
use super::companion::{Keep, keep_companion};
use super::counts::{Counted, count_referral};
use super::rows::{MESSAGE, MessageRow, TURN, TurnRow, ending_name, message_of, speaker_name, turn_of};
use crate::domain::Refused;

/// The most open turns of a conversation that are looked at; there is one.
const OPEN_MAX: i64 = 4;

/// A turn to open.
pub(crate) struct Opening {
    pub(crate) turn: TurnId,
    /// Whose conversation it must be.
    pub(crate) patient: PersonId,
    pub(crate) key: String,
    pub(crate) content_digest: Vec<u8>,
    pub(crate) expected_version: Option<u64>,
    /// Whether the turn was computed without the words that were taken back until then.
    pub(crate) words_forgotten: bool,
    pub(crate) message: MessageRow,
    /// The state with the conversation's risen level; absent when it did not rise or could not be read.
    pub(crate) state: Option<Vec<u8>>,
    pub(crate) raise: Option<Raise>,
    /// What the ladder brought to light so far, sealed, for the open alert.
    pub(crate) findings: Option<Vec<u8>>,
    /// The help that was named with it, to be counted.
    pub(crate) referral: Option<Counted>,
    /// Whether a turn that is open is cut for it: nothing may stand between a cry for help and the store.
    pub(crate) urgent: bool,
    /// A turn that was opened before this is given up and cut for any message.
    pub(crate) stale_before: Timestamp,
}

/// A turn to close.
pub(crate) struct Closing {
    pub(crate) turn: TurnId,
    pub(crate) conversation: ConversationId,
    /// Whose conversation it must be.
    pub(crate) patient: PersonId,
    /// The reply, or where there is none: a person writes.
    pub(crate) reply: MessageRow,
    /// Whether the companion says nothing.
    pub(crate) silent: bool,
    pub(crate) ending: Ending,
    pub(crate) state: Vec<u8>,
    pub(crate) record: Vec<u8>,
    /// What it changes of what is kept of the resident.
    pub(crate) keep: Option<Keep>,
}

/// How the opening of a turn went.
pub(crate) enum Opened {
    /// It is open.
    Now {
        /// The conversation's version after it.
        version: u64,
        /// The alert that it raised.
        alert: Option<AlertId>,
        /// The message's place.
        place: i64,
    },
    /// The key was used before: this is that turn.
    Before(TurnRow),
}

impl Store {
    /// Stores a message in one atomic step: the sealed message, the alert, the events, and the open turn.
    ///
    /// Invariant: one turn of a conversation is open at a time. A repeat of a key changes nothing.
    pub(crate) async fn open_turn(
        &self,
        mut opening: Opening,
        events: &[AuditEvent],
    ) -> Result<Opened, Refused> {
        let write = self.database.begin().await?;
        let (conversation, now) = (opening.message.conversation, opening.message.created_at);
        // The version row is the lock of the conversation.
        let row = write
            .find(
                "UPDATE conversations SET version = version + 1, state = COALESCE($2, state), last_active_at = $3,
                 message_count = message_count + 1, 
                 words_changed = CASE WHEN words_changed = 0 THEN 0 WHEN $5 THEN 2 ELSE 1 END WHERE conversation_id = $1 AND patient_id = $4
                 RETURNING version, organization_id, ended_at, message_count",
                [
                    conversation.uuid().into(),
                    opening.state.take().into(),
                    now.as_micros().into(),
                    opening.patient.uuid().into(),
                    opening.words_forgotten.into(),
                ],
            )
            .await?
            .ok_or(Refused::NotFound)?;
        let (mut open, mut given_up) = (false, false);
        for row in turns_in_the_way(&write, conversation, &opening.key).await? {
            if row.col::<String>("idempotency_key")? == opening.key {
                return Ok(Opened::Before(turn_of(&row)?));
            }
            let cut = opening.urgent || row.at("opened_at")? <= opening.stale_before;
            (open, given_up) = (open || !cut, given_up || cut);
        }
        let version = u64::try_from(row.col::<i64>("version")?).unwrap_or(0);
        if row.at_or_none("ended_at")?.is_some() {
            reopen(&write, conversation, opening.urgent).await?;
        }
        if open {
            return Err(Refused::TurnOpen);
        }
        if given_up {
            let before = if opening.urgent { now } else { opening.stale_before };
            cut_stale(&write, Some(conversation), before, now).await?;
        }
        if opening.expected_version.is_some_and(|expected| expected + 1 != version) {
            return Err(Refused::Version);
        }
        let alert = match opening.raise {
            Some(ref new) => {
                let place = (opening.patient, row.id("organization_id")?);
                Some(raise(&write, new, &opening.message, opening.turn, place).await?)
            }
            None => None,
        };
        let place: i64 = row.col("message_count")?;
        insert_message(&write, &opening.message, place).await?;
        insert_turn(&write, &opening, alert).await?;
        keep_findings(&write, conversation, opening.findings).await?;
        if let Some(referral) = &opening.referral {
            count_referral(&write, row.id("organization_id")?, referral).await?;
        }
        // No backlog may stop what carries a risk to life.
        self.trail.append_with(&write, events, alert.is_some()).await?;
        self.trail.commit(write).await?;
        Ok(Opened::Now { version, alert, place })
    }

    /// Stores a reply in one atomic step, and tells the version and the reply's place. The same reply again
    /// changes nothing.
    pub(crate) async fn close_turn(
        &self,
        closing: &Closing,
        events: &[AuditEvent],
    ) -> Result<(u64, i64), Refused> {
        let write = self.database.begin().await?;
        let conversation = closing.conversation.uuid();
        let now = closing.reply.created_at;
        // The version row is the lock of the conversation, and says whose it is.
        let row = write
            .find(
                "UPDATE conversations SET version = version + 1, state = $2, last_active_at = $3,
                 message_count = message_count + $5,
                 risen = CASE WHEN words_changed = 2 THEN NULL ELSE risen END,
                 words_changed = CASE WHEN words_changed = 2 THEN 0 ELSE words_changed END
                 WHERE conversation_id = $1 AND patient_id = $4 RETURNING version, message_count",
                [
                    conversation.into(),
                    closing.state.clone().into(),
                    now.as_micros().into(),
                    closing.patient.uuid().into(),
                    i64::from(!closing.silent).into(),
                ],
            )
            .await?
            .ok_or(Refused::NotFound)?;
        let version = u64::try_from(row.col::<i64>("version")?).unwrap_or(0);
        let place: i64 = row.col("message_count")?;
        let closed = write
            .run(
                "UPDATE turns SET closed_at = $3, reply_id = $4, ending = $5, record = $6
                 WHERE turn_id = $1 AND conversation_id = $2 AND closed_at IS NULL",
                [
                    closing.turn.uuid().into(),
                    conversation.into(),
                    now.as_micros().into(),
                    (!closing.silent).then(|| closing.reply.message.uuid()).into(),
                    ending_name(closing.ending).into(),
                    closing.record.clone().into(),
                ],
            )
            .await?;
        if closed == 0 {
            let row = find_turn(&write, closing.turn).await?.ok_or(Refused::NotFound)?;
            let reply = (!closing.silent).then_some(closing.reply.message);
            if row.conversation != closing.conversation || row.reply != reply {
                return Err(Refused::TurnClosed);
            }
            // The same reply again: nothing of this step stays, the raised version neither.
            return Ok((version.saturating_sub(1), place.saturating_sub(1)));
        }
        if !closing.silent {
            insert_message(&write, &closing.reply, place).await?;
        }
        if let Some(keep) = &closing.keep {
            keep_companion(&write, keep).await?;
        }
        // A reply that was said is kept, whatever waits for the log.
        self.trail.append_with(&write, events, true).await?;
        self.trail.commit(write).await?;
        Ok((version, place))
    }

    /// The messages of a conversation that are being answered, in order.
    pub(crate) async fn open_messages(
        &self,
        conversation: ConversationId,
    ) -> Result<Vec<MessageRow>, StoreError> {
        let columns: Vec<String> = MESSAGE.split(',').map(|column| format!("m.{}", column.trim())).collect();
        let text = format!(
            "SELECT {} FROM turns t JOIN messages m ON m.message_id = t.message_id
             WHERE t.conversation_id = $1 AND t.closed_at IS NULL ORDER BY m.place LIMIT $2",
            columns.join(", ")
        );
        let values = [conversation.uuid().into(), OPEN_MAX.into()];
        self.database.read().list(&text, values).await?.iter().map(message_of).collect()
    }

    /// Closes as cut what was opened before an instant and nobody closed: a crash left it, or who opened it is
    /// gone. Tells how many.
    pub(crate) async fn cut_open(&self, before: Timestamp, now: Timestamp) -> Result<u64, StoreError> {
        let open = "SELECT 1 AS is_there FROM turns WHERE closed_at IS NULL AND opened_at <= $1 LIMIT 1";
        // Looked at first: a store that has nothing to cut is not written to.
        if self.database.read().find(open, [before.as_micros().into()]).await?.is_none() {
            return Ok(0);
        }
        let write = self.database.begin().await?;
        let cut = cut_stale(&write, None, before, now).await?;
        write.commit().await?;
        Ok(cut)
    }
}

/// The open turn of a message.
async fn insert_turn(write: &Write, opening: &Opening, alert: Option<AlertId>) -> Result<(), StoreError> {
    let values = [
        opening.turn.uuid().into(),
        opening.message.conversation.uuid().into(),
        opening.message.message.uuid().into(),
        opening.key.clone().into(),
        opening.content_digest.clone().into(),
        alert.map(TypedId::uuid).into(),
        opening.message.created_at.as_micros().into(),
    ];
    let text =
        "INSERT INTO turns (turn_id, conversation_id, message_id, idempotency_key, content_digest, alert_id,
                opened_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    write.run(text, values).await?;
    Ok(())
}

/// A danger opens a conversation again that has ended; anything else finds it ended.
async fn reopen(write: &Write, conversation: ConversationId, urgent: bool) -> Result<(), Refused> {
    if !urgent {
        return Err(Refused::Ended);
    }
    let text = "UPDATE conversations SET ended_at = NULL WHERE conversation_id = $1";
    write.run(text, [conversation.uuid().into()]).await?;
    Ok(())
}

pub(super) async fn cut_stale(
    write: &Write,
    conversation: Option<ConversationId>,
    before: Timestamp,
    now: Timestamp,
) -> Result<u64, StoreError> {
    let place = conversation.map_or_else(|| PersonId::SYSTEM.uuid(), TypedId::uuid);
    write
        .run(
            "UPDATE turns SET closed_at = $1, ending = 'cut' WHERE closed_at IS NULL AND opened_at <= $2
             AND ($3 OR conversation_id = $4)",
            [now.as_micros().into(), before.as_micros().into(), conversation.is_none().into(), place.into()],
        )
        .await
}

pub(super) async fn insert_message(write: &Write, row: &MessageRow, place: i64) -> Result<(), StoreError> {
    write
        .run(
            "INSERT INTO messages (message_id, conversation_id, turn_id, place, speaker, author_id, sealed,
             created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            [
                row.message.uuid().into(),
                row.conversation.uuid().into(),
                row.turn.uuid().into(),
                place.into(),
                speaker_name(row.speaker).into(),
                row.author.map(TypedId::uuid).into(),
                row.sealed.clone().into(),
                row.created_at.as_micros().into(),
            ],
        )
        .await?;
    Ok(())
}

/// The turn of a key, and whatever turn is open. Two look-ups in one statement, each by its own index, so that
/// a long conversation costs no more than a short one.
async fn turns_in_the_way(
    write: &Write,
    conversation: ConversationId,
    key: &str,
) -> Result<Vec<Row>, StoreError> {
    let text = format!(
        "SELECT {TURN}, idempotency_key, opened_at FROM turns WHERE conversation_id = $1 AND idempotency_key = $2
         UNION ALL
         SELECT {TURN}, idempotency_key, opened_at FROM turns
         WHERE conversation_id = $1 AND idempotency_key <> $2 AND closed_at IS NULL"
    );
    write.list(&text, [conversation.uuid().into(), key.into()]).await
}

/// The turn of a key.
pub(super) async fn find_by_key(
    write: &Write,
    conversation: ConversationId,
    key: &str,
) -> Result<Option<Row>, StoreError> {
    let text = format!("SELECT {TURN} FROM turns WHERE conversation_id = $1 AND idempotency_key = $2");
    write.find(&text, [conversation.uuid().into(), key.into()]).await
}

async fn find_turn(on: &impl Statements, id: TurnId) -> Result<Option<TurnRow>, StoreError> {
    let text = format!("SELECT {TURN} FROM turns WHERE turn_id = $1");
    on.find(&text, [id.uuid().into()]).await?.as_ref().map(turn_of).transpose()
}
