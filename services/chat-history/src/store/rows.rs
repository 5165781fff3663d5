//! The rows as they are kept, and how they are read. A value that no row of ours can hold is an error that names
//! its place.

use chat_history_api::{
    AlertChange, AlertOutcome, AlertState, Ending, Feedback, FeedbackReason, RedactionReason, Speaker,
};
use kernel::{AlertId, ConversationId, MessageId, OrganizationId, PersonId, Timestamp, TurnId, UnitId};
use store_sql::{Columns, Corrupt, Row, StoreError};

/// A conversation, as it is kept.
#[derive(Clone)]
pub(crate) struct ConversationRow {
    pub(crate) conversation: ConversationId,
    pub(crate) patient: PersonId,
    pub(crate) organization: OrganizationId,
    pub(crate) version: i64,
    pub(crate) state: Vec<u8>,
    /// A danger in corrected words that the engine has not taken note of, sealed.
    pub(crate) risen: Option<Vec<u8>>,
    pub(crate) message_count: i64,
    pub(crate) started_at: Timestamp,
    pub(crate) last_active_at: Timestamp,
    pub(crate) ended_at: Option<Timestamp>,
    /// Whether somebody has taken up its open alert.
    pub(crate) acknowledged: bool,
    /// Whether words were taken back or corrected since the engine last took note of them.
    pub(crate) words_changed: bool,
    pub(crate) alert_waits: bool,
    /// Whether a person writes in it.
    pub(crate) taken_over: bool,
    /// When something was last said that needs a person, while the alert is not closed.
    pub(crate) danger_at: Option<Timestamp>,
}

/// A message, as it is kept.
#[derive(Clone)]
pub(crate) struct MessageRow {
    pub(crate) message: MessageId,
    pub(crate) conversation: ConversationId,
    pub(crate) turn: TurnId,
    /// Its place in the conversation, from 1; what is about to be stored has none yet.
    pub(crate) place: i64,
    pub(crate) speaker: Speaker,
    pub(crate) author: Option<PersonId>,
    pub(crate) sealed: Vec<u8>,
    pub(crate) created_at: Timestamp,
    pub(crate) after: Afterwards,
}

/// What became of a message after it was stored.
#[derive(Clone, Default)]
pub(crate) struct Afterwards {
    pub(crate) edited_at: Option<Timestamp>,
    pub(crate) redacted_at: Option<Timestamp>,
    pub(crate) feedback: Option<Feedback>,
}

/// What the words of a message were before a change, as it is kept.
pub(crate) struct VersionRow {
    pub(crate) sealed: Vec<u8>,
    pub(crate) changed_by: PersonId,
    pub(crate) changed_at: Timestamp,
    pub(crate) redaction: Option<RedactionReason>,
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

/// An alert, as it is kept.
#[derive(Clone)]
pub(crate) struct AlertRow {
    pub(crate) alert: AlertId,
    pub(crate) patient: PersonId,
    pub(crate) organization: OrganizationId,
    pub(crate) conversation: ConversationId,
    pub(crate) message: MessageId,
    pub(crate) unit: Option<UnitId>,
    pub(crate) level: i32,
    pub(crate) categories: String,
    pub(crate) person_requested: bool,
    pub(crate) state: AlertState,
    pub(crate) raised_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) event_count: i64,
    pub(crate) acknowledged_by: Option<PersonId>,
    pub(crate) acknowledged_at: Option<Timestamp>,
    pub(crate) taken_over_by: Option<PersonId>,
    pub(crate) taken_over_at: Option<Timestamp>,
    pub(crate) escalation: i32,
    /// How often the clock passed it on since it last rose or was open again.
    pub(crate) passes: i32,
    pub(crate) escalates_at: Option<Timestamp>,
    /// When somebody who had taken it up gave it back, the last time.
    pub(crate) given_back_at: Option<Timestamp>,
    pub(crate) closed_by: Option<PersonId>,
    pub(crate) closed_at: Option<Timestamp>,
    pub(crate) outcome: Option<AlertOutcome>,
    /// What was done about it, sealed.
    pub(crate) note: Option<Vec<u8>>,
    /// What the ladder brought to light, sealed.
    pub(crate) findings: Option<Vec<u8>>,
}

pub(super) const CONVERSATION: &str =
    "conversation_id, patient_id, organization_id, version, state, risen, words_changed, message_count, started_at,
     last_active_at, ended_at, EXISTS (SELECT 1 FROM alerts WHERE alerts.conversation_id = conversations.conversation_id
     AND alerts.state IN ('acknowledged', 'taken_over')) AS acknowledged,
     EXISTS (SELECT 1 FROM alerts WHERE alerts.conversation_id = conversations.conversation_id
     AND alerts.state = 'open') AS alert_waits,
     EXISTS (SELECT 1 FROM alerts WHERE alerts.conversation_id = conversations.conversation_id
     AND alerts.state = 'taken_over') AS taken_over,
     (SELECT MAX(e.at) FROM alerts a JOIN alert_events e ON e.alert_id = a.alert_id
      WHERE a.conversation_id = conversations.conversation_id AND a.state <> 'closed' AND e.level >= 2) AS danger_at";
pub(super) const MESSAGE: &str =
    "message_id, conversation_id, turn_id, place, speaker, author_id, sealed, created_at, edited_at, redacted_at,
     helpful, feedback_reason";
pub(super) const TURN: &str =
    "turn_id, conversation_id, message_id, content_digest, alert_id, closed_at, reply_id, ending";
pub(super) const ALERT: &str =
    "alert_id, patient_id, organization_id, conversation_id, message_id, unit_id, level, categories, person_requested, state,
     raised_at, updated_at, event_count, acknowledged_by, acknowledged_at, taken_over_by, taken_over_at, escalation, passes,
     escalates_at, given_back_at, closed_by, closed_at, outcome, note, findings";

pub(super) fn conversation_of(row: &Row) -> Result<ConversationRow, StoreError> {
    Ok(ConversationRow {
        conversation: row.id("conversation_id")?,
        patient: row.id("patient_id")?,
        organization: row.id("organization_id")?,
        version: row.col("version")?,
        state: row.col("state")?,
        risen: row.col("risen")?,
        message_count: row.col("message_count")?,
        started_at: row.at("started_at")?,
        last_active_at: row.at("last_active_at")?,
        ended_at: row.at_or_none("ended_at")?,
        acknowledged: row.col("acknowledged")?,
        words_changed: row.col::<i32>("words_changed")? > 0,
        alert_waits: row.col("alert_waits")?,
        taken_over: row.col("taken_over")?,
        danger_at: row.at_or_none("danger_at")?,
    })
}

pub(super) fn message_of(row: &Row) -> Result<MessageRow, StoreError> {
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
        place: row.col("place")?,
        speaker,
        author: row.id_or_none("author_id")?,
        sealed: row.col("sealed")?,
        created_at: row.at("created_at")?,
        after: Afterwards {
            edited_at: row.at_or_none("edited_at")?,
            redacted_at: row.at_or_none("redacted_at")?,
            feedback: feedback_of(row)?,
        },
    })
}

fn feedback_of(row: &Row) -> Result<Option<Feedback>, StoreError> {
    let Some(helpful) = row.col::<Option<bool>>("helpful")? else { return Ok(None) };
    let reason = match row.col::<Option<String>>("feedback_reason")? {
        None => None,
        Some(name) => {
            let known = FeedbackReason::ALL.iter().copied().find(|reason| reason.name() == name);
            Some(known.ok_or(Corrupt { table: "messages", column: "feedback_reason" })?)
        }
    };
    Ok(Some(Feedback { helpful, reason }))
}

pub(super) fn version_of(row: &Row) -> Result<VersionRow, StoreError> {
    let redaction = match row.col::<Option<String>>("redaction")? {
        None => None,
        Some(name) => {
            let known = RedactionReason::ALL.iter().copied().find(|reason| reason.name() == name);
            Some(known.ok_or(Corrupt { table: "message_versions", column: "redaction" })?)
        }
    };
    Ok(VersionRow {
        sealed: row.col("sealed")?,
        changed_by: row.id("changed_by")?,
        changed_at: row.at("changed_at")?,
        redaction,
    })
}

pub(super) const fn speaker_name(speaker: Speaker) -> &'static str {
    match speaker {
        Speaker::Resident => "resident",
        Speaker::Companion => "companion",
        Speaker::Staff => "staff",
    }
}

pub(super) fn turn_of(row: &Row) -> Result<TurnRow, StoreError> {
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

pub(super) const fn ending_name(ending: Ending) -> &'static str {
    match ending {
        Ending::Complete => "complete",
        Ending::Cut => "cut",
        Ending::Blocked => "blocked",
    }
}

pub(super) fn alert_of(row: &Row) -> Result<AlertRow, StoreError> {
    let state = match row.col::<String>("state")?.as_str() {
        "open" => AlertState::Open,
        "acknowledged" => AlertState::Acknowledged,
        "taken_over" => AlertState::TakenOver,
        "closed" => AlertState::Closed,
        _ => return Err(Corrupt { table: "alerts", column: "state" }.into()),
    };
    let outcome = match row.col::<Option<String>>("outcome")? {
        None => None,
        Some(name) => {
            let known = AlertOutcome::ALL.iter().copied().find(|outcome| outcome.name() == name);
            Some(known.ok_or(Corrupt { table: "alerts", column: "outcome" })?)
        }
    };
    Ok(AlertRow {
        alert: row.id("alert_id")?,
        patient: row.id("patient_id")?,
        organization: row.id("organization_id")?,
        conversation: row.id("conversation_id")?,
        message: row.id("message_id")?,
        unit: row.id_or_none("unit_id")?,
        level: row.col("level")?,
        categories: row.col("categories")?,
        person_requested: row.col("person_requested")?,
        state,
        raised_at: row.at("raised_at")?,
        updated_at: row.at("updated_at")?,
        event_count: row.col("event_count")?,
        acknowledged_by: row.id_or_none("acknowledged_by")?,
        acknowledged_at: row.at_or_none("acknowledged_at")?,
        taken_over_by: row.id_or_none("taken_over_by")?,
        taken_over_at: row.at_or_none("taken_over_at")?,
        escalation: row.col("escalation")?,
        passes: row.col("passes")?,
        escalates_at: row.at_or_none("escalates_at")?,
        given_back_at: row.at_or_none("given_back_at")?,
        closed_by: row.id_or_none("closed_by")?,
        closed_at: row.at_or_none("closed_at")?,
        outcome,
        note: row.col("note")?,
        findings: row.col("findings")?,
    })
}

const CHANGES: [(AlertChange, &str); 9] = [
    (AlertChange::Raised, "raised"),
    (AlertChange::Risen, "risen"),
    (AlertChange::Acknowledged, "acknowledged"),
    (AlertChange::TakenOver, "taken_over"),
    (AlertChange::HandedBack, "handed_back"),
    (AlertChange::GivenBack, "given_back"),
    (AlertChange::Reopened, "reopened"),
    (AlertChange::Escalated, "escalated"),
    (AlertChange::Closed, "closed"),
];

/// As it is kept. What stands when a feed begins is no change and is never kept.
pub(super) fn change_name(change: AlertChange) -> &'static str {
    CHANGES.iter().find(|(known, _)| *known == change).map_or("risen", |(_, name)| name)
}

pub(super) fn change_of(name: &str) -> Result<AlertChange, StoreError> {
    let known = CHANGES.iter().find(|(_, known)| *known == name);
    Ok(known.map(|(change, _)| *change).ok_or(Corrupt { table: "alert_changes", column: "kind" })?)
}
