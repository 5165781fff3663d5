//! What is kept of a resident across conversations, notes for their carers, and results of questionnaires.

use audit_trail::AuditEvent;
use kernel::{ConversationId, NoteId, OrganizationId, PersonId, Timestamp, TurnId, TypedId};
use store_sql::timers::{self, Timer};
use store_sql::{Columns, Row, Statements, StoreError, Value, Write};

use super::Store;
use super::rows::{MESSAGE, MessageRow, message_of};
use crate::domain::Refused;

/// The timer of a resident whose document has something due.
pub(crate) const COMPANION: &str = "companion";
/// Patients of one statement.
const PATIENTS_MAX: usize = 500;

/// The document of a resident, sealed.
pub(crate) struct DocumentRow {
    pub(crate) organization: OrganizationId,
    pub(crate) version: i64,
    pub(crate) sealed: Vec<u8>,
}

/// A note, as it is kept.
pub(crate) struct NoteRow {
    pub(crate) note: NoteId,
    pub(crate) patient: PersonId,
    /// `None` when the companion left it.
    pub(crate) author: Option<PersonId>,
    pub(crate) conversation: Option<ConversationId>,
    pub(crate) sealed: Vec<u8>,
    pub(crate) at: Timestamp,
}

/// What is written of a resident's keepings in one step.
pub(crate) struct Keep {
    pub(crate) patient: PersonId,
    pub(crate) organization: OrganizationId,
    pub(crate) sealed: Vec<u8>,
    /// The version that it was made from; `None` when there was none.
    pub(crate) before: Option<i64>,
    /// When its clock has something to do next.
    pub(crate) rings_at: Option<Timestamp>,
    pub(crate) notes: Vec<NoteRow>,
    /// Results of questionnaires, by id.
    pub(crate) results: Vec<(uuid::Uuid, Vec<u8>)>,
    pub(crate) at: Timestamp,
}

impl Store {
    /// The document of a resident, or `None`.
    pub(crate) async fn document(&self, patient: PersonId) -> Result<Option<DocumentRow>, StoreError> {
        let text = "SELECT organization_id, version, sealed FROM companions WHERE patient_id = $1";
        let row = self.database.read().find(text, [patient.uuid().into()]).await?;
        row.map(|row| {
            Ok(DocumentRow {
                organization: row.id("organization_id")?,
                version: row.col("version")?,
                sealed: row.col("sealed")?,
            })
        })
        .transpose()
    }

    /// Keeps what a person changed of it; [`Refused::Version`] when it changed meanwhile.
    pub(crate) async fn keep(&self, keep: &Keep, event: AuditEvent) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        keep_companion(&write, keep).await?;
        self.trail.append(&write, event).await?;
        Ok(self.trail.commit(write).await?)
    }

    /// Keeps what the clock changed of it, and ends the clock's claim; whether the claim still held.
    pub(crate) async fn keep_rung(&self, keep: &Keep, claim: &timers::Claim) -> Result<bool, Refused> {
        let write = self.database.begin().await?;
        if !timers::finish(&write, claim).await? {
            return Ok(false);
        }
        keep_companion(&write, keep).await?;
        write.commit().await?;
        Ok(true)
    }

    /// Keeps a note; the same note of its author under the same key is there already then.
    pub(crate) async fn add_note(
        &self,
        note: &NoteRow,
        organization: OrganizationId,
        event: AuditEvent,
    ) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        insert_note(&write, note, organization).await?;
        self.trail.append(&write, event).await?;
        Ok(self.trail.commit(write).await?)
    }

    /// Notes about some patients since an instant, the newest first.
    pub(crate) async fn notes(
        &self,
        patients: &[PersonId],
        since: Timestamp,
        most: i64,
    ) -> Result<Vec<NoteRow>, StoreError> {
        let mut found = Vec::new();
        for some in patients.chunks(PATIENTS_MAX) {
            let places: Vec<String> = (3..some.len() + 3).map(|number| format!("${number}")).collect();
            let text = format!(
                "SELECT note_id, patient_id, author_id, conversation_id, sealed, at FROM staff_notes
                 WHERE at >= $1 AND patient_id IN ({}) ORDER BY at DESC, note_id LIMIT $2",
                places.join(", ")
            );
            let mut values: Vec<Value> = vec![since.as_micros().into(), most.into()];
            values.extend(some.iter().map(|patient| Value::from(patient.uuid())));
            for row in &self.database.read().list(&text, values).await? {
                found.push(note_of(row)?);
            }
        }
        Ok(found)
    }

    /// Alerts of some patients that are open, or were raised since an instant: whose, and which, the newest first.
    pub(crate) async fn alerts_to_hand_over(
        &self,
        patients: &[PersonId],
        since: Timestamp,
        most: i64,
    ) -> Result<Vec<super::AlertRow>, StoreError> {
        let mut found = Vec::new();
        for some in patients.chunks(PATIENTS_MAX) {
            let places: Vec<String> = (3..some.len() + 3).map(|number| format!("${number}")).collect();
            let text = format!(
                "SELECT {} FROM alerts WHERE (raised_at >= $1 OR state <> 'closed') AND patient_id IN ({})
                 ORDER BY raised_at DESC, alert_id LIMIT $2",
                super::rows::ALERT,
                places.join(", ")
            );
            let mut values: Vec<Value> = vec![since.as_micros().into(), most.into()];
            values.extend(some.iter().map(|patient| Value::from(patient.uuid())));
            for row in &self.database.read().list(&text, values).await? {
                found.push(super::rows::alert_of(row)?);
            }
        }
        Ok(found)
    }

    /// Results of questionnaires of a patient, the oldest first.
    pub(crate) async fn results(
        &self,
        patient: PersonId,
        most: i64,
    ) -> Result<Vec<(uuid::Uuid, Vec<u8>)>, StoreError> {
        let text = "SELECT assessment_id, sealed FROM assessments WHERE patient_id = $1 ORDER BY at, assessment_id LIMIT $2";
        let rows = self.database.read().list(text, [patient.uuid().into(), most.into()]).await?;
        rows.iter().map(|row| Ok((row.col("assessment_id")?, row.col("sealed")?))).collect()
    }

    /// What the companion answered in a turn and whose words are not out of sight.
    pub(crate) async fn answers_of(&self, turn: TurnId) -> Result<Vec<MessageRow>, StoreError> {
        let text = format!(
            "SELECT {MESSAGE} FROM messages WHERE turn_id = $1 AND speaker = 'companion' AND redacted_at IS NULL"
        );
        self.database.read().list(&text, [turn.uuid().into()]).await?.iter().map(message_of).collect()
    }

    /// A resident's message of a turn of theirs, or `None`.
    pub(crate) async fn message_of_turn(
        &self,
        patient: PersonId,
        turn: TurnId,
    ) -> Result<Option<MessageRow>, StoreError> {
        let columns: Vec<String> = MESSAGE.split(',').map(|column| format!("m.{}", column.trim())).collect();
        let text = format!(
            "SELECT {} FROM turns t JOIN messages m ON m.message_id = t.message_id
             JOIN conversations c ON c.conversation_id = t.conversation_id WHERE t.turn_id = $1 AND c.patient_id = $2",
            columns.join(", ")
        );
        let values = [turn.uuid().into(), patient.uuid().into()];
        self.database.read().find(&text, values).await?.as_ref().map(message_of).transpose()
    }

    /// The conversation in which a resident was last active, or `None`.
    pub(crate) async fn last_conversation(
        &self,
        patient: PersonId,
    ) -> Result<Option<ConversationId>, StoreError> {
        let text = "SELECT conversation_id FROM conversations WHERE patient_id = $1 ORDER BY last_active_at DESC LIMIT 1";
        let row = self.database.read().find(text, [patient.uuid().into()]).await?;
        row.map(|row| row.id("conversation_id")).transpose()
    }
}

/// Writes a resident's keepings; [`Refused::Version`] when they changed meanwhile.
pub(super) async fn keep_companion(write: &Write, keep: &Keep) -> Result<(), Refused> {
    let changed = write
        .run(
            "INSERT INTO companions (patient_id, organization_id, version, sealed) VALUES ($1, $2, 1, $3)
             ON CONFLICT (patient_id) DO UPDATE SET sealed = excluded.sealed, version = companions.version + 1
             WHERE companions.version = $4",
            [
                keep.patient.uuid().into(),
                keep.organization.uuid().into(),
                keep.sealed.clone().into(),
                keep.before.unwrap_or(0).into(),
            ],
        )
        .await?;
    if changed == 0 {
        return Err(Refused::Version);
    }
    match keep.rings_at {
        Some(at) => timers::set(write, &Timer::new(COMPANION, keep.patient.uuid(), at)).await?,
        None => drop(timers::cancel(write, COMPANION, keep.patient.uuid()).await?),
    }
    for note in &keep.notes {
        insert_note(write, note, keep.organization).await?;
    }
    for (id, sealed) in &keep.results {
        let text = "INSERT INTO assessments (assessment_id, patient_id, sealed, at) VALUES ($1, $2, $3, $4)";
        let values =
            [(*id).into(), keep.patient.uuid().into(), sealed.clone().into(), keep.at.as_micros().into()];
        write.run(text, values).await?;
    }
    Ok(())
}

async fn insert_note(write: &Write, note: &NoteRow, organization: OrganizationId) -> Result<(), StoreError> {
    write
        .run(
            "INSERT INTO staff_notes (note_id, patient_id, organization_id, author_id, conversation_id, sealed, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            [
                note.note.uuid().into(),
                note.patient.uuid().into(),
                organization.uuid().into(),
                note.author.map(TypedId::uuid).into(),
                note.conversation.map(TypedId::uuid).into(),
                note.sealed.clone().into(),
                note.at.as_micros().into(),
            ],
        )
        .await?;
    Ok(())
}

fn note_of(row: &Row) -> Result<NoteRow, StoreError> {
    Ok(NoteRow {
        note: row.id("note_id")?,
        patient: row.id("patient_id")?,
        author: row.id_or_none("author_id")?,
        conversation: row.id_or_none("conversation_id")?,
        sealed: row.col("sealed")?,
        at: row.at("at")?,
    })
}
