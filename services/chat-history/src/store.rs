//! What is kept of conversations. One method is one atomic step, its events included. The store moves sealed
//! bytes; what is in them is the domain's.

use audit_trail::{AuditEvent, Trail};
use chat_history_api::{AlertState, Ending, Speaker};
use kernel::{
    AlertId, ConversationId, MessageId, OrganizationId, PageLimit, PersonId, Timestamp, TurnId, TypedId,
    UnitId,
};
use store_sql::{Columns, Corrupt, Database, Row, Statements, StoreError, Value, Write};

use crate::domain::Refused;

#[derive(Clone)]
pub(crate) struct Store {
    database: Database,
    trail: Trail,
}

/// A conversation, as it is kept.
#[derive(Clone)]
pub(crate) struct ConversationRow {
    pub(crate) conversation: ConversationId,
    pub(crate) patient: PersonId,
    pub(crate) organization: OrganizationId,
    pub(crate) version: i64,
    pub(crate) state: Vec<u8>,
    pub(crate) message_count: i64,
    pub(crate) started_at: Timestamp,
    pub(crate) last_active_at: Timestamp,
    pub(crate) ended_at: Option<Timestamp>,
}

/// A message, as it is kept.
#[derive(Clone)]
pub(crate) struct MessageRow {
    pub(crate) message: MessageId,
    pub(crate) conversation: ConversationId,
    pub(crate) turn: TurnId,
    pub(crate) speaker: Speaker,
    pub(crate) author: Option<PersonId>,
    pub(crate) sealed: Vec<u8>,
    pub(crate) created_at: Timestamp,
}

/// A turn, as it is kept.
#[derive(Clone)]
pub(crate) struct TurnRow {
    pub(crate) turn: TurnId,
    pub(crate) conversation: ConversationId,
    pub(crate) message: MessageId,
    pub(crate) content_digest: Vec<u8>,
    pub(crate) alert: Option<AlertId>,
    pub(crate) closed_at: Option<Timestamp>,
    pub(crate) reply: Option<MessageId>,
    pub(crate) ending: Option<Ending>,
}

/// A risk turn's alert to raise.
pub(crate) struct Raise {
    pub(crate) id: AlertId,
    pub(crate) unit: Option<UnitId>,
    pub(crate) level: i32,
    pub(crate) categories: String,
}

/// An alert, as it is kept.
pub(crate) struct AlertRow {
    pub(crate) alert: AlertId,
    pub(crate) patient: PersonId,
    pub(crate) conversation: ConversationId,
    pub(crate) message: MessageId,
    pub(crate) unit: Option<UnitId>,
    pub(crate) level: i32,
    pub(crate) categories: String,
    pub(crate) state: AlertState,
    pub(crate) raised_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) event_count: i64,
}

/// A turn to open.
pub(crate) struct Opening {
    pub(crate) turn: TurnId,
    /// Whose conversation it must be.
    pub(crate) patient: PersonId,
    pub(crate) key: String,
    pub(crate) content_digest: Vec<u8>,
    pub(crate) expected_version: Option<u64>,
    pub(crate) message: MessageRow,
    /// The state with the conversation's risen level; absent when it did not rise or could not be read.
    pub(crate) state: Option<Vec<u8>>,
    pub(crate) raise: Option<Raise>,
    /// A turn that was opened before this is given up and cut.
    pub(crate) stale_before: Timestamp,
}

/// A turn to close.
pub(crate) struct Closing {
    pub(crate) turn: TurnId,
    pub(crate) conversation: ConversationId,
    /// Whose conversation it must be.
    pub(crate) patient: PersonId,
    pub(crate) reply: MessageRow,
    pub(crate) ending: Ending,
    pub(crate) state: Vec<u8>,
    pub(crate) record: Vec<u8>,
}

/// How the opening of a turn went.
pub(crate) enum Opened {
    /// It is open.
    Now { version: u64, alert: Option<AlertId> },
    /// The key was used before: this is that turn.
    Before(TurnRow),
}

impl Store {
    pub(crate) const fn new(database: Database, trail: Trail) -> Self {
        Self { database, trail }
    }

    pub(crate) const fn trail(&self) -> &Trail {
        &self.trail
    }

    /// Keeps a conversation with its greeting.
    pub(crate) async fn begin(
        &self,
        row: &ConversationRow,
        greeting: &MessageRow,
        event: AuditEvent,
    ) -> Result<(), Refused> {
        let write = self.database.begin().await?;
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
        insert_message(&write, greeting).await?;
        self.trail.append(&write, event).await?;
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

    /// Stores a message in one atomic step: the sealed message, the alert, the events, and the open turn.
    ///
    /// Invariant: one turn of a conversation is open at a time. A repeat of a key changes nothing.
    pub(crate) async fn open_turn(&self, opening: Opening, events: &[AuditEvent]) -> Result<Opened, Refused> {
        let write = self.database.begin().await?;
        let conversation = opening.message.conversation;
        let now = opening.message.created_at;
        // The version row is the lock of the conversation.
        let row = write
            .find(
                "UPDATE conversations SET version = version + 1, state = COALESCE($2, state), last_active_at = $3,
                 message_count = message_count + 1 WHERE conversation_id = $1 AND patient_id = $4
                 RETURNING version, organization_id, ended_at",
                [
                    conversation.uuid().into(),
                    opening.state.into(),
                    now.as_micros().into(),
                    opening.patient.uuid().into(),
                ],
            )
            .await?
            .ok_or(Refused::NotFound)?;
        let (mut open, mut stale) = (false, false);
        for row in turns_in_the_way(&write, conversation, &opening.key).await? {
            if row.col::<String>("idempotency_key")? == opening.key {
                return Ok(Opened::Before(turn_of(&row)?));
            }
            let left = row.at("opened_at")? <= opening.stale_before;
            (open, stale) = (open || !left, stale || left);
        }
        let version = u64::try_from(row.col::<i64>("version")?).unwrap_or(0);
        if row.at_or_none("ended_at")?.is_some() {
            return Err(Refused::Ended);
        }
        if open {
            return Err(Refused::TurnOpen);
        }
        if stale {
            cut_stale(&write, Some(conversation), opening.stale_before, now).await?;
        }
        if opening.expected_version.is_some_and(|expected| expected + 1 != version) {
            return Err(Refused::Version);
        }
        let alert = match opening.raise {
            Some(raise) => {
                let place = (opening.patient, row.id("organization_id")?);
                Some(raise_alert(&write, &raise, &opening.message, opening.turn, place).await?)
            }
            None => None,
        };
        insert_message(&write, &opening.message).await?;
        write
            .run(
                "INSERT INTO turns (turn_id, conversation_id, message_id, idempotency_key, content_digest, alert_id,
                 opened_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                [
                    opening.turn.uuid().into(),
                    conversation.uuid().into(),
                    opening.message.message.uuid().into(),
                    opening.key.into(),
                    opening.content_digest.into(),
                    alert.map(TypedId::uuid).into(),
                    now.as_micros().into(),
                ],
            )
            .await?;
        // No backlog may stop what carries a risk to life.
        self.trail.append_with(&write, events, alert.is_some()).await?;
        self.trail.commit(write).await?;
        Ok(Opened::Now { version, alert })
    }

    /// Stores a reply in one atomic step. The same reply again changes nothing.
    pub(crate) async fn close_turn(&self, closing: Closing, event: AuditEvent) -> Result<u64, Refused> {
        let write = self.database.begin().await?;
        let conversation = closing.conversation.uuid();
        let now = closing.reply.created_at;
        // The version row is the lock of the conversation, and says whose it is.
        let row = write
            .find(
                "UPDATE conversations SET version = version + 1, state = $2, last_active_at = $3,
                 message_count = message_count + 1 WHERE conversation_id = $1 AND patient_id = $4 RETURNING version",
                [
                    conversation.into(),
                    closing.state.into(),
                    now.as_micros().into(),
                    closing.patient.uuid().into(),
                ],
            )
            .await?
            .ok_or(Refused::NotFound)?;
        let version = u64::try_from(row.col::<i64>("version")?).unwrap_or(0);
        let closed = write
            .run(
                "UPDATE turns SET closed_at = $3, reply_id = $4, ending = $5, record = $6
                 WHERE turn_id = $1 AND conversation_id = $2 AND closed_at IS NULL",
                [
                    closing.turn.uuid().into(),
                    conversation.into(),
                    now.as_micros().into(),
                    closing.reply.message.uuid().into(),
                    ending_name(closing.ending).into(),
                    closing.record.into(),
                ],
            )
            .await?;
        if closed == 0 {
            let row = find_turn(&write, closing.turn).await?.ok_or(Refused::NotFound)?;
            if row.conversation != closing.conversation || row.reply != Some(closing.reply.message) {
                return Err(Refused::TurnClosed);
            }
            // The same reply again: nothing of this step stays, the raised version neither.
            return Ok(version.saturating_sub(1));
        }
        // A reply that was said is kept, whatever waits for the log.
        insert_message(&write, &closing.reply).await?;
        self.trail.append_with(&write, &[event], true).await?;
        self.trail.commit(write).await?;
        Ok(version)
    }

    /// Closes as cut what a crash left open. Tells how many.
    pub(crate) async fn cut_all_open(&self, now: Timestamp) -> Result<u64, Refused> {
        let write = self.database.begin().await?;
        let cut = cut_stale(&write, None, now, now).await?;
        write.commit().await?;
        Ok(cut)
    }

    /// A message by its id, or `None`.
    pub(crate) async fn message(&self, id: MessageId) -> Result<Option<MessageRow>, StoreError> {
        let text = format!("SELECT {MESSAGE} FROM messages WHERE message_id = $1");
        self.database.read().find(&text, [id.uuid().into()]).await?.as_ref().map(message_of).transpose()
    }

    /// Messages of a conversation between two places, oldest first; without `after`, the newest ones.
    pub(crate) async fn messages(
        &self,
        conversation: ConversationId,
        after: Option<MessageId>,
        before: Option<MessageId>,
        limit: PageLimit,
    ) -> Result<Vec<MessageRow>, StoreError> {
        let nobody = PersonId::SYSTEM.uuid();
        let order = if after.is_some() { "ASC" } else { "DESC" };
        let text = format!(
            "SELECT {MESSAGE} FROM messages WHERE conversation_id = $1 AND ($2 OR message_id > $3)
             AND ($4 OR message_id < $5) ORDER BY message_id {order} LIMIT $6"
        );
        let values = [
            conversation.uuid().into(),
            after.is_none().into(),
            after.map_or(nobody, TypedId::uuid).into(),
            before.is_none().into(),
            before.map_or(nobody, TypedId::uuid).into(),
            over(limit).into(),
        ];
        self.database.read().list(&text, values).await?.iter().map(message_of).collect()
    }

    /// The open alert of a conversation, or `None`.
    pub(crate) async fn open_alert(
        &self,
        conversation: ConversationId,
    ) -> Result<Option<AlertRow>, StoreError> {
        let text = format!("SELECT {ALERT} FROM alerts WHERE conversation_id = $1 AND state <> 'closed'");
        self.database
            .read()
            .find(&text, [conversation.uuid().into()])
            .await?
            .as_ref()
            .map(alert_of)
            .transpose()
    }

    /// Open alerts of an organisation, the most urgent first and the oldest of those, from a place on.
    pub(crate) async fn open_alerts(
        &self,
        organization: OrganizationId,
        after: Option<(i32, AlertId)>,
        limit: i64,
    ) -> Result<Vec<AlertRow>, StoreError> {
        let (level, id) = after.map_or((i32::MAX, PersonId::SYSTEM.uuid()), |(level, id)| (level, id.uuid()));
        let text = format!(
            "SELECT {ALERT} FROM alerts WHERE organization_id = $1 AND state <> 'closed'
             AND (level < $2 OR (level = $2 AND alert_id > $3)) ORDER BY level DESC, alert_id LIMIT $4"
        );
        let values = [organization.uuid().into(), level.into(), id.into(), limit.into()];
        self.database.read().list(&text, values).await?.iter().map(alert_of).collect()
    }
}

/// One alert an episode: an open one rises, or a new one is raised; each risk turn is one event of it.
async fn raise_alert(
    write: &Write,
    raise: &Raise,
    message: &MessageRow,
    turn: TurnId,
    (patient, organization): (PersonId, OrganizationId),
) -> Result<AlertId, Refused> {
    let now = message.created_at.as_micros();
    let row = write
        .find(
            "INSERT INTO alerts (alert_id, patient_id, organization_id, conversation_id, message_id, unit_id, level,
             categories, state, raised_at, updated_at, event_count)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'open', $9, $9, 1)
             ON CONFLICT (conversation_id) WHERE state <> 'closed' DO UPDATE SET
               message_id = excluded.message_id, updated_at = excluded.updated_at,
               event_count = alerts.event_count + 1,
               categories = CASE WHEN excluded.level >= alerts.level THEN excluded.categories
                                 ELSE alerts.categories END,
               level = CASE WHEN excluded.level > alerts.level THEN excluded.level ELSE alerts.level END
             RETURNING alert_id",
            [
                raise.id.uuid().into(),
                patient.uuid().into(),
                organization.uuid().into(),
                message.conversation.uuid().into(),
                message.message.uuid().into(),
                raise.unit.map(TypedId::uuid).into(),
                raise.level.into(),
                raise.categories.clone().into(),
                now.into(),
            ],
        )
        .await?
        .ok_or(Refused::NotFound)?;
    let alert: AlertId = row.id("alert_id")?;
    write
        .run(
            "INSERT INTO alert_events (turn_id, alert_id, level, at) VALUES ($1, $2, $3, $4)",
            [turn.uuid().into(), alert.uuid().into(), raise.level.into(), now.into()],
        )
        .await?;
    Ok(alert)
}

async fn cut_stale(
    write: &Write,
    conversation: Option<ConversationId>,
    before: Timestamp,
    now: Timestamp,
) -> Result<u64, StoreError> {
    let place: Value = conversation.map_or_else(|| PersonId::SYSTEM.uuid(), TypedId::uuid).into();
    write
        .run(
            "UPDATE turns SET closed_at = $1, ending = 'cut' WHERE closed_at IS NULL AND opened_at <= $2
             AND ($3 OR conversation_id = $4)",
            [now.as_micros().into(), before.as_micros().into(), conversation.is_none().into(), place],
        )
        .await
}

async fn insert_message(write: &Write, row: &MessageRow) -> Result<(), StoreError> {
    write
        .run(
            "INSERT INTO messages (message_id, conversation_id, turn_id, speaker, author_id, sealed, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            [
                row.message.uuid().into(),
                row.conversation.uuid().into(),
                row.turn.uuid().into(),
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

async fn find_turn(on: &impl Statements, id: TurnId) -> Result<Option<TurnRow>, StoreError> {
    let text = format!("SELECT {TURN} FROM turns WHERE turn_id = $1");
    on.find(&text, [id.uuid().into()]).await?.as_ref().map(turn_of).transpose()
}

const CONVERSATION: &str =
    "conversation_id, patient_id, organization_id, version, state, message_count, started_at,
     last_active_at, ended_at";
const MESSAGE: &str = "message_id, conversation_id, turn_id, speaker, author_id, sealed, created_at";
const TURN: &str =
    "turn_id, conversation_id, message_id, content_digest, alert_id, closed_at, reply_id, ending";
const ALERT: &str =
    "alert_id, patient_id, conversation_id, message_id, unit_id, level, categories, state, raised_at,
     updated_at, event_count";

/// One row more than the page holds tells that there is more.
fn over(limit: PageLimit) -> i64 {
    i64::try_from(limit.get()).unwrap_or(i64::MAX - 1) + 1
}

fn conversation_of(row: &Row) -> Result<ConversationRow, StoreError> {
    Ok(ConversationRow {
        conversation: row.id("conversation_id")?,
        patient: row.id("patient_id")?,
        organization: row.id("organization_id")?,
        version: row.col("version")?,
        state: row.col("state")?,
        message_count: row.col("message_count")?,
        started_at: row.at("started_at")?,
        last_active_at: row.at("last_active_at")?,
        ended_at: row.at_or_none("ended_at")?,
    })
}

fn message_of(row: &Row) -> Result<MessageRow, StoreError> {
    let speaker = match row.col::<String>("speaker")?.as_str() {
        "resident" => Speaker::Resident,
        "companion" => Speaker::Companion,
        "staff" => Speaker::Staff,
        _ => return Err(Corrupt { table: "messages", column: "speaker" }.into()),
    };
    Ok(MessageRow {
        message: row.id("message_id")?,
        conversation: row.id("conversation_id")?,
        turn: row.id("turn_id")?,
        speaker,
        author: row.id_or_none("author_id")?,
        sealed: row.col("sealed")?,
        created_at: row.at("created_at")?,
    })
}

const fn speaker_name(speaker: Speaker) -> &'static str {
    match speaker {
        Speaker::Resident => "resident",
        Speaker::Companion => "companion",
        Speaker::Staff => "staff",
    }
}

fn turn_of(row: &Row) -> Result<TurnRow, StoreError> {
    let ending = match row.col::<Option<String>>("ending")?.as_deref() {
        None => None,
        Some("complete") => Some(Ending::Complete),
        Some("cut") => Some(Ending::Cut),
        Some("blocked") => Some(Ending::Blocked),
        Some(_) => return Err(Corrupt { table: "turns", column: "ending" }.into()),
    };
    Ok(TurnRow {
        turn: row.id("turn_id")?,
        conversation: row.id("conversation_id")?,
        message: row.id("message_id")?,
        content_digest: row.col("content_digest")?,
        alert: row.id_or_none("alert_id")?,
        closed_at: row.at_or_none("closed_at")?,
        reply: row.id_or_none("reply_id")?,
        ending,
    })
}

const fn ending_name(ending: Ending) -> &'static str {
    match ending {
        Ending::Complete => "complete",
        Ending::Cut => "cut",
        Ending::Blocked => "blocked",
    }
}

fn alert_of(row: &Row) -> Result<AlertRow, StoreError> {
    let state = match row.col::<String>("state")?.as_str() {
        "open" => AlertState::Open,
        "acknowledged" => AlertState::Acknowledged,
        "taken_over" => AlertState::TakenOver,
        "closed" => AlertState::Closed,
        _ => return Err(Corrupt { table: "alerts", column: "state" }.into()),
    };
    Ok(AlertRow {
        alert: row.id("alert_id")?,
        patient: row.id("patient_id")?,
        conversation: row.id("conversation_id")?,
        message: row.id("message_id")?,
        unit: row.id_or_none("unit_id")?,
        level: row.col("level")?,
        categories: row.col("categories")?,
        state,
        raised_at: row.at("raised_at")?,
        updated_at: row.at("updated_at")?,
        event_count: row.col("event_count")?,
    })
}
