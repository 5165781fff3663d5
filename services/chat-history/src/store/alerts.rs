//! Alerts: raised with the turn, looked up for those who answer for the resident.

use audit_trail::AuditEvent;
use chat_history_api::AlertChange;
use kernel::{
    AlertId, ConversationId, OrganizationId, PageLimit, PersonId, Timestamp, TurnId, TypedId, UnitId,
};
use store_sql::timers::{self, Claim, Timer};
use store_sql::{Columns, Statements, StoreError, Value, Write};

use super::counts::count_handoff;
use super::moves::Move;
use super::rows::{ALERT, AlertRow, MESSAGE, MessageRow, alert_of, change_name, change_of, message_of};
use super::{Store, Urgency, over};
use crate::domain::Refused;

/// Patients of one statement.
const PATIENTS_MAX: usize = 500;
/// The deadline of an alert as a list orders it: what waits for nobody comes last.
const DEADLINE: &str = "COALESCE(escalates_at, 9223372036854775807)";

/// An alert to raise.
pub(crate) struct Raise {
    pub(crate) id: AlertId,
    pub(crate) unit: Option<UnitId>,
    pub(crate) level: i32,
    pub(crate) categories: String,
    pub(crate) person_requested: bool,
    /// When it goes to more people unless somebody takes it up.
    pub(crate) escalates_at: Timestamp,
    /// Who took the open one up before this has had their time to come: it is open again.
    pub(crate) came_since: Timestamp,
    /// The month that a new one counts for, `YYYY-MM`.
    pub(crate) month: String,
}

/// The timer of an alert that nobody has taken up.
pub(crate) const ESCALATE: &str = "escalate";
/// The timer of a conversation that somebody took over and does not write in.
pub(crate) const HAND_BACK: &str = "hand_back";
/// The timer of an alert that somebody has and nobody closes.
pub(crate) const UNCLOSED: &str = "unclosed";
/// The most changes that are read at once.
const CHANGES_MAX: i64 = 200;

/// What became of an alert, and what it is now.
pub(crate) struct Changed {
    pub(crate) place: i64,
    pub(crate) change: AlertChange,
    pub(crate) alert: AlertRow,
}

impl Store {
    /// What became of alerts of an organisation after a place, in order; at most two hundred.
    pub(crate) async fn alert_changes(
        &self,
        organization: OrganizationId,
        after: i64,
    ) -> Result<Vec<Changed>, StoreError> {
        let columns: Vec<String> = ALERT.split(',').map(|column| format!("a.{}", column.trim())).collect();
        let text = format!(
            "SELECT c.place, c.kind, {} FROM alert_changes c JOIN alerts a ON a.alert_id = c.alert_id
             WHERE c.place > $1 AND a.organization_id = $2 ORDER BY c.place LIMIT $3",
            columns.join(", ")
        );
        let values = [after.into(), organization.uuid().into(), CHANGES_MAX.into()];
        let rows = self.database.read().list(&text, values).await?;
        rows.iter()
            .map(|row| {
                let change = change_of(&row.col::<String>("kind")?)?;
                Ok(Changed { place: row.col("place")?, change, alert: alert_of(row)? })
            })
            .collect()
    }

    /// The place of the newest change, zero when there is none.
    pub(crate) async fn last_change(&self) -> Result<i64, StoreError> {
        let text = "SELECT COALESCE(MAX(place), 0) AS place FROM alert_changes";
        self.database.read().find(text, []).await?.map_or(Ok(0), |row| row.col("place"))
    }

    /// Forgets changes from before an instant: whoever was away for so long is told what stands.
    pub(crate) async fn forget_changes(&self, before: Timestamp) -> Result<(), StoreError> {
        let old = "SELECT 1 AS is_there FROM alert_changes WHERE at < $1 LIMIT 1";
        if self.database.read().find(old, [before.as_micros().into()]).await?.is_some() {
            let write = self.database.begin().await?;
            write.run("DELETE FROM alert_changes WHERE at < $1", [before.as_micros().into()]).await?;
            write.commit().await?;
        }
        Ok(())
    }

    /// Alerts of a patient that were raised after one instant and until another, the newest first.
    pub(crate) async fn alerts_since(
        &self,
        patient: PersonId,
        (after, until): (Timestamp, Timestamp),
        most: i64,
    ) -> Result<Vec<AlertRow>, StoreError> {
        let text = format!(
            "SELECT {ALERT} FROM alerts WHERE patient_id = $1 AND raised_at > $2 AND raised_at <= $3
             ORDER BY raised_at DESC LIMIT $4"
        );
        let values = [patient.uuid().into(), after.as_micros().into(), until.as_micros().into(), most.into()];
        self.database.read().list(&text, values).await?.iter().map(alert_of).collect()
    }

    /// The messages of an alert's turns, the earliest first.
    pub(crate) async fn alert_messages(
        &self,
        alert: AlertId,
        most: i64,
    ) -> Result<Vec<MessageRow>, StoreError> {
        let columns: Vec<String> = MESSAGE.split(',').map(|column| format!("m.{}", column.trim())).collect();
        let text = format!(
            "SELECT {} FROM alert_events e JOIN turns t ON t.turn_id = e.turn_id
             JOIN messages m ON m.message_id = t.message_id WHERE e.alert_id = $1 ORDER BY m.place LIMIT $2",
            columns.join(", ")
        );
        let values = [alert.uuid().into(), most.into()];
        self.database.read().list(&text, values).await?.iter().map(message_of).collect()
    }

    /// When a relative said that they have seen the notice of an alert.
    pub(crate) async fn notice_seen(
        &self,
        alert: AlertId,
        person: PersonId,
    ) -> Result<Option<Timestamp>, StoreError> {
        let text = "SELECT at FROM notices_seen WHERE alert_id = $1 AND person_id = $2";
        let row = self.database.read().find(text, [alert.uuid().into(), person.uuid().into()]).await?;
        row.map(|row| row.at("at")).transpose()
    }

    /// Keeps that a relative has seen a notice; the first time stays.
    pub(crate) async fn see_notice(
        &self,
        alert: AlertId,
        person: PersonId,
        now: Timestamp,
        event: AuditEvent,
    ) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        let text = "INSERT INTO notices_seen (alert_id, person_id, at) VALUES ($1, $2, $3)
                    ON CONFLICT (alert_id, person_id) DO NOTHING";
        let values = [alert.uuid().into(), person.uuid().into(), now.as_micros().into()];
        if write.run(text, values).await? > 0 {
            self.trail.append(&write, event).await?;
        }
        Ok(self.trail.commit(write).await?)
    }

    /// When the newest alert of a resident was closed that they were not told of, and by whom; none that was closed before an
    /// instant.
    pub(crate) async fn closed_untold(
        &self,
        patient: PersonId,
        since: Timestamp,
    ) -> Result<Option<(Timestamp, Option<PersonId>)>, StoreError> {
        let text = "SELECT closed_at, closed_by FROM alerts WHERE patient_id = $1 AND state = 'closed' AND closed_at >= $2
             AND closing_told_at IS NULL ORDER BY closed_at DESC LIMIT 1";
        let row = self.database.read().find(text, [patient.uuid().into(), since.as_micros().into()]).await?;
        row.map(|row| Ok((row.at("closed_at")?, row.id_or_none("closed_by")?))).transpose()
    }

    /// Keeps that a resident was told of alerts that were closed up to an instant; the first time stays.
    pub(crate) async fn closing_told(
        &self,
        patient: PersonId,
        at: Timestamp,
        now: Timestamp,
        event: Option<AuditEvent>,
    ) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        let text = "UPDATE alerts SET closing_told_at = $3
             WHERE patient_id = $1 AND state = 'closed' AND closed_at <= $2 AND closing_told_at IS NULL";
        let values = [patient.uuid().into(), at.as_micros().into(), now.as_micros().into()];
        if write.run(text, values).await? > 0
            && let Some(event) = event
        {
            self.trail.append(&write, event).await?;
        }
        Ok(self.trail.commit(write).await?)
    }

    /// The open alert of a conversation, or `None`.
    pub(crate) async fn open_alert(
        &self,
        conversation: ConversationId,
    ) -> Result<Option<AlertRow>, StoreError> {
        let text = format!("SELECT {ALERT} FROM alerts WHERE conversation_id = $1 AND state <> 'closed'");
        let row = self.database.read().find(&text, [conversation.uuid().into()]).await?;
        row.as_ref().map(alert_of).transpose()
    }

    /// An alert, or `None`.
    pub(crate) async fn alert(&self, id: AlertId) -> Result<Option<AlertRow>, StoreError> {
        let text = format!("SELECT {ALERT} FROM alerts WHERE alert_id = $1");
        let row = self.database.read().find(&text, [id.uuid().into()]).await?;
        row.as_ref().map(alert_of).transpose()
    }

    /// Moves an alert, notes the change for those who watch, and keeps its event. Told is whether it was this call that
    /// did; where it was not, nothing of it is there. What a timer does ends the timer in the same step, and is nothing when
    /// that was moved meanwhile.
    pub(crate) async fn move_alert(
        &self,
        id: AlertId,
        (by, now): (PersonId, Timestamp),
        to: &Move,
        due: Option<&Claim>,
        event: AuditEvent,
    ) -> Result<bool, Refused> {
        let write = self.database.begin().await?;
        if let Some(due) = due
            && !timers::finish(&write, due).await?
        {
            return Ok(false);
        }
        let (text, values) = to.statement(id, by, now);
        if write.run(text, values).await? == 0 {
            return Ok(false);
        }
        to.set_timers(&write, id).await?;
        note_change(&write, id, to.change(), now).await?;
        self.trail.append_with(&write, &[event], true).await?;
        self.trail.commit(write).await?;
        Ok(true)
    }

    /// Open alerts of these patients by their deadlines, from a place on; one row more than the page.
    pub(crate) async fn open_alerts(
        &self,
        patients: &[PersonId],
        after: Option<Urgency>,
        limit: PageLimit,
    ) -> Result<Vec<AlertRow>, StoreError> {
        let (deadline, level, id) = after.map_or((i64::MIN, i32::MAX, PersonId::SYSTEM.uuid()), |after| {
            (after.deadline, after.level.0, after.alert.uuid())
        });
        let mut found = Vec::new();
        for some in patients.chunks(PATIENTS_MAX) {
            let places: Vec<String> = (5..some.len() + 5).map(|number| format!("${number}")).collect();
            let text = format!(
                "SELECT {ALERT} FROM alerts WHERE state <> 'closed'
                 AND ({DEADLINE} > $1 OR ({DEADLINE} = $1 AND (level < $2 OR (level = $2 AND alert_id > $3))))
                 AND patient_id IN ({}) ORDER BY {DEADLINE}, level DESC, alert_id LIMIT $4",
                places.join(", ")
            );
            let mut values: Vec<Value> = vec![deadline.into(), level.into(), id.into(), over(limit).into()];
            values.extend(some.iter().map(|patient| Value::from(patient.uuid())));
            for row in &self.database.read().list(&text, values).await? {
                found.push(alert_of(row)?);
            }
        }
        found.sort_by_key(Urgency::of);
        found.truncate(limit.get() + 1);
        Ok(found)
    }
}

/// Notes what became of an alert, for those who watch and for those who come back.
async fn note_change(
    write: &Write,
    alert: AlertId,
    change: AlertChange,
    now: Timestamp,
) -> Result<(), StoreError> {
    let text = "INSERT INTO alert_changes (alert_id, kind, at) VALUES ($1, $2, $3)";
    write.run(text, [alert.uuid().into(), change_name(change).into(), now.as_micros().into()]).await?;
    Ok(())
}

/// Keeps what the ladder brought to light with the open alert of a conversation, if it has one.
pub(super) async fn keep_findings(
    write: &Write,
    conversation: ConversationId,
    findings: Option<Vec<u8>>,
) -> Result<(), StoreError> {
    if let Some(findings) = findings {
        let text = "UPDATE alerts SET findings = $2 WHERE conversation_id = $1 AND state <> 'closed'";
        write.run(text, [conversation.uuid().into(), findings.into()]).await?;
    }
    Ok(())
}

/// Whether the open alert is nobody's again: it rises and no person is writing, or who took it up has had their time.
macro_rules! reopens {
    () => {
        "(alerts.state <> 'taken_over' AND excluded.level > alerts.level
          OR alerts.state = 'acknowledged' AND alerts.acknowledged_at <= $12)"
    };
}

/// A new alert, or one more event of the open one.
const RAISE: &str = concat!(
    "INSERT INTO alerts (alert_id, patient_id, organization_id, conversation_id, message_id, unit_id, level,
             categories, person_requested, state, raised_at, updated_at, event_count, escalates_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'open', $10, $10, 1, $11)
             ON CONFLICT (conversation_id) WHERE state <> 'closed' DO UPDATE SET
               message_id = excluded.message_id, updated_at = excluded.updated_at,
               event_count = alerts.event_count + 1,
               unit_id = COALESCE(excluded.unit_id, alerts.unit_id),
               state = CASE WHEN ",
    reopens!(),
    " THEN 'open' ELSE alerts.state END,
               escalates_at = CASE WHEN ",
    reopens!(),
    " THEN excluded.escalates_at ELSE alerts.escalates_at END,
               passes = CASE WHEN excluded.level > alerts.level OR ",
    reopens!(),
    " THEN 0 ELSE alerts.passes END,
               given_back_at = CASE WHEN alerts.state = 'acknowledged' AND ",
    reopens!(),
    " THEN excluded.updated_at ELSE alerts.given_back_at END,
               acknowledged_by = CASE WHEN ",
    reopens!(),
    " THEN NULL ELSE alerts.acknowledged_by END,
               acknowledged_at = CASE WHEN ",
    reopens!(),
    " THEN NULL ELSE alerts.acknowledged_at END,
               person_requested = (alerts.person_requested OR excluded.person_requested),
               categories = CASE WHEN excluded.level >= alerts.level AND excluded.categories <> ''
                                 THEN excluded.categories ELSE alerts.categories END,
               level = CASE WHEN excluded.level > alerts.level THEN excluded.level ELSE alerts.level END
             RETURNING alert_id, event_count, escalates_at"
);

/// One alert an episode: an open one rises (and must be taken up again, by whoever comes then, unless a person is writing), or a
/// new one is raised; each turn is one event of it. Danger that is said again, or a person who is asked for again, after whoever
/// took it up has had as long as anybody has to come, opens it again at the same level too: a cry of the next morning is heard.
pub(super) async fn raise(
    write: &Write,
    new: &Raise,
    message: &MessageRow,
    turn: TurnId,
    (patient, organization): (PersonId, OrganizationId),
) -> Result<AlertId, Refused> {
    let now = message.created_at.as_micros();
    let before = write
        .find(
            "SELECT level FROM alerts WHERE conversation_id = $1 AND state = 'taken_over'",
            [message.conversation.uuid().into()],
        )
        .await?
        .map(|row| row.col::<i32>("level"))
        .transpose()?;
    let row = write
        .find(
            RAISE,
            [
                new.id.uuid().into(),
                patient.uuid().into(),
                organization.uuid().into(),
                message.conversation.uuid().into(),
                message.message.uuid().into(),
                new.unit.map(TypedId::uuid).into(),
                new.level.into(),
                new.categories.clone().into(),
                new.person_requested.into(),
                now.into(),
                new.escalates_at.as_micros().into(),
                new.came_since.as_micros().into(),
            ],
        )
        .await?
        .ok_or(Refused::NotFound)?;
    let alert: AlertId = row.id("alert_id")?;
    if row.at_or_none("escalates_at")? == Some(new.escalates_at) {
        timers::cancel(write, UNCLOSED, alert.uuid()).await?;
        timers::set(write, &Timer::new(ESCALATE, alert.uuid(), new.escalates_at)).await?;
    }
    if before.is_some_and(|before| new.level > before) {
        // It grew worse under somebody's hands: they have as long to write as anybody has to come.
        timers::set(write, &Timer::new(HAND_BACK, alert.uuid(), new.escalates_at)).await?;
    }
    let first = row.col::<i64>("event_count")? == 1;
    if first {
        count_handoff(write, organization, &new.month).await?;
    }
    let change = if first { AlertChange::Raised } else { AlertChange::Risen };
    note_change(write, alert, change, message.created_at).await?;
    note_event(write, alert, turn, new.level, now).await?;
    Ok(alert)
}

/// One event of an alert. A message whose words are corrected is one event of it still, with the highest level, and of the
/// instant in which it was corrected, so that a danger in it is a later one than was answered. What it was to an alert that is
/// closed by now stays as it was.
async fn note_event(
    write: &Write,
    alert: AlertId,
    turn: TurnId,
    level: i32,
    now: i64,
) -> Result<(), StoreError> {
    let (turn, alert): (Value, Value) = (turn.uuid().into(), alert.uuid().into());
    let known = "UPDATE alert_events SET at = $4, level = CASE WHEN $3 > level THEN $3 ELSE level END
                 WHERE turn_id = $1 AND alert_id = $2";
    let values = [turn.clone(), alert.clone(), level.into(), now.into()];
    if write.run(known, values.clone()).await? > 0 {
        // It was counted as one more, and is the same.
        let counted = "UPDATE alerts SET event_count = event_count - 1 WHERE alert_id = $1";
        write.run(counted, [alert]).await?;
        return Ok(());
    }
    let new = "INSERT INTO alert_events (turn_id, alert_id, level, at) VALUES ($1, $2, $3, $4)";
    write.run(new, values).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use api::ServiceName;
    use audit_trail::{EventType, Trail, TrailLimits, Word};
    use kernel::Sources;
    use store_sql::{Database, Location};
    use testkit::{House, OwnStores};

    use super::*;

    /// Somebody wrote between the clock's claim and its step: the claim is void, and they keep the conversation.
    #[tokio::test]
    async fn a_claim_that_was_moved_meanwhile_gives_no_conversation_back() {
        let house = House::new(OwnStores::embedded(), Sources::system());
        let chassis = house.chassis(ServiceName::ChatHistory);
        let location = Location::Sqlite { path: house.stores.data_dir().join("alerts.sqlite") };
        let database =
            Database::open("chat-history", &location, crate::migrations::ALL).await.expect("opens");
        let log = chassis.peers.client(ServiceName::AuditLogging);
        let (sources, limits) = (house.sources.clone(), TrailLimits::default());
        let name = ServiceName::ChatHistory;
        let trail =
            Trail::start(name, database.clone(), log, sources, limits, &house.tasks).await.expect("starts");
        let store = Store::new(database.clone(), trail);
        let (alert, some, now): (AlertId, PersonId, _) =
            (house.sources.id(), house.sources.id(), house.sources.now());
        let write = database.begin().await.expect("begins");
        let text =
            "INSERT INTO alerts (alert_id, patient_id, organization_id, conversation_id, message_id, level,
                    categories, state, raised_at, updated_at, event_count)
                    VALUES ($1, $2, $2, $2, $2, 3, '', 'taken_over', $3, $3, 1)";
        let values = [alert.uuid().into(), some.uuid().into(), now.as_micros().into()];
        write.run(text, values).await.expect("inserts");
        timers::set(&write, &Timer::new(HAND_BACK, alert.uuid(), now)).await.expect("sets");
        write.commit().await.expect("commits");
        let lease = Duration::from_secs(30);
        let claim = timers::claim(&database, now, lease, 1).await.expect("claims").remove(0);
        let write = database.begin().await.expect("begins");
        timers::set(&write, &Timer::new(HAND_BACK, alert.uuid(), now.plus(lease))).await.expect("moves it");
        write.commit().await.expect("commits");
        let back = Move::HandBack { reopen: Some(now), until: now };
        let event = || {
            let (kind, word) = (EventType::AlertChange, Word::new("hand_back"));
            store.trail.recorder().event(kind, word, Word::new("alert")).into()
        };
        let by = (PersonId::SYSTEM, now);
        assert!(!store.move_alert(alert, by, &back, Some(&claim), event()).await.expect("answers"));
        let kept = store.alert(alert).await.expect("reads").expect("is there");
        assert_eq!(kept.state, chat_history_api::AlertState::TakenOver);
        // The claim that holds does.
        let claim = timers::claim(&database, now.plus(lease), lease, 1).await.expect("claims").remove(0);
        assert!(store.move_alert(alert, by, &back, Some(&claim), event()).await.expect("answers"));
    }
}
