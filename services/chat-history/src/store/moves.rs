//! How an alert is moved: what each step writes, and the timers that it sets and ends.

use chat_history_api::{AlertChange, AlertOutcome};
use kernel::{AlertId, PersonId, Timestamp, TypedId};
use store_sql::timers::{self, Timer};
use store_sql::{Columns, Statements, StoreError, Value, Write};

use super::alerts::{ESCALATE, HAND_BACK, UNCLOSED};

/// How an alert is moved.
pub(crate) enum Move {
    /// Somebody takes it up. One that is taken up already stays as it is, and keeps who was first. Open again at a time,
    /// unless it is closed by then.
    Acknowledge { until: Timestamp },
    /// Who took it up gives it back: it is open again, with the deadline that it had; at the latest at this time, where
    /// that is not known.
    GiveBack { latest: Timestamp },
    /// Somebody writes in the conversation from now on; given back at a time unless they write.
    TakeOver { until: Timestamp },
    /// The companion writes again. Where nobody gave it back it is open again, and goes to more people at a time; else it is
    /// open again at another unless it is closed by then.
    HandBack { reopen: Option<Timestamp>, until: Timestamp },
    /// Who had it has not closed it in time: it is open again and nobody's, and goes to more people at a time.
    Reopen { escalates_at: Timestamp },
    /// It goes to more people; and again at a time, unless somebody takes it up. By the clock, or because somebody wants it.
    Escalate { next: Timestamp, by_clock: bool },
    /// It is done. One that is closed stays as it is.
    Close { outcome: AlertOutcome, note: Option<Vec<u8>> },
}

impl Move {
    pub(super) const fn change(&self) -> AlertChange {
        match self {
            Self::Acknowledge { .. } => AlertChange::Acknowledged,
            Self::Reopen { .. } => AlertChange::Reopened,
            Self::GiveBack { .. } => AlertChange::GivenBack,
            Self::TakeOver { .. } => AlertChange::TakenOver,
            Self::HandBack { .. } => AlertChange::HandedBack,
            Self::Escalate { .. } => AlertChange::Escalated,
            Self::Close { .. } => AlertChange::Closed,
        }
    }

    pub(super) fn statement(&self, id: AlertId, by: PersonId, now: Timestamp) -> (&'static str, Vec<Value>) {
        let at: Value = now.as_micros().into();
        let (id, by): (Value, Value) = (id.uuid().into(), by.uuid().into());
        match self {
            Self::Acknowledge { .. } => (
                "UPDATE alerts SET state = 'acknowledged', updated_at = $3, deadline = escalates_at, escalates_at = NULL,
                 acknowledged_by = COALESCE(acknowledged_by, $2), acknowledged_at = COALESCE(acknowledged_at, $3)
                 WHERE alert_id = $1 AND state = 'open'",
                vec![id, by, at],
            ),
            Self::GiveBack { latest } => (
                "UPDATE alerts SET state = 'open', updated_at = $3, escalates_at = COALESCE(deadline, $4), deadline = NULL,
                 passes = 0, acknowledged_by = NULL, acknowledged_at = NULL, given_back_at = $3
                 WHERE alert_id = $1 AND state = 'acknowledged' AND acknowledged_by = $2",
                vec![id, by, at, latest.as_micros().into()],
            ),
            Self::TakeOver { .. } => (
                "UPDATE alerts SET state = 'taken_over', updated_at = $3, deadline = COALESCE(escalates_at, deadline), escalates_at = NULL,
                 taken_over_by = $2, taken_over_at = $3,
                 acknowledged_by = COALESCE(acknowledged_by, $2), acknowledged_at = COALESCE(acknowledged_at, $3)
                 WHERE alert_id = $1 AND state IN ('open', 'acknowledged')",
                vec![id, by, at],
            ),
            Self::Reopen { escalates_at } => (
                "UPDATE alerts SET state = 'open', updated_at = $2, escalates_at = $3, deadline = NULL, passes = 0,
                 acknowledged_by = NULL, acknowledged_at = NULL, given_back_at = $2
                 WHERE alert_id = $1 AND state = 'acknowledged'",
                vec![id, at, escalates_at.as_micros().into()],
            ),
            Self::HandBack { reopen, .. } => (
                // Open again it is nobody's: whoever had it is not told of as having it.
                "UPDATE alerts SET state = $3, updated_at = $2, taken_over_by = NULL, taken_over_at = NULL,
                 escalates_at = $4, passes = 0,
                 given_back_at = CASE WHEN $3 = 'open' THEN $2 ELSE given_back_at END,
                 acknowledged_by = CASE WHEN $3 = 'open' THEN NULL ELSE acknowledged_by END,
                 acknowledged_at = CASE WHEN $3 = 'open' THEN NULL ELSE acknowledged_at END
                 WHERE alert_id = $1 AND state = 'taken_over'",
                vec![
                    id,
                    at,
                    if reopen.is_some() { "open" } else { "acknowledged" }.into(),
                    reopen.map(Timestamp::as_micros).into(),
                ],
            ),
            Self::Escalate { next, by_clock } => (
                "UPDATE alerts SET escalation = escalation + 1, passes = passes + $4, updated_at = $2, escalates_at = $3
                 WHERE alert_id = $1 AND state = 'open'",
                vec![id, at, next.as_micros().into(), i32::from(*by_clock).into()],
            ),
            Self::Close { outcome, note } => (
                "UPDATE alerts SET state = 'closed', updated_at = $3, escalates_at = NULL, closed_by = $2, closed_at = $3,
                 outcome = $4, note = $5 WHERE alert_id = $1 AND state <> 'closed'",
                vec![id, by, at, outcome.name().into(), note.clone().into()],
            ),
        }
    }

    pub(super) async fn set_timers(&self, write: &Write, id: AlertId) -> Result<(), StoreError> {
        let id = id.uuid();
        match self {
            Self::Escalate { next, .. } => timers::set(write, &Timer::new(ESCALATE, id, *next)).await,
            Self::TakeOver { until } => {
                timers::cancel(write, ESCALATE, id).await?;
                timers::cancel(write, UNCLOSED, id).await?;
                timers::set(write, &Timer::new(HAND_BACK, id, *until)).await
            }
            Self::Acknowledge { until } => {
                timers::cancel(write, ESCALATE, id).await?;
                timers::set(write, &Timer::new(UNCLOSED, id, *until)).await
            }
            Self::Reopen { escalates_at } => {
                timers::set(write, &Timer::new(ESCALATE, id, *escalates_at)).await
            }
            Self::GiveBack { latest } => {
                timers::cancel(write, UNCLOSED, id).await?;
                let text = "SELECT escalates_at FROM alerts WHERE alert_id = $1";
                let row = write.find(text, [id.into()]).await?;
                let known = row.map(|row| row.at_or_none("escalates_at")).transpose()?.flatten();
                timers::set(write, &Timer::new(ESCALATE, id, known.unwrap_or(*latest))).await
            }
            Self::HandBack { reopen, until } => {
                timers::cancel(write, HAND_BACK, id).await?;
                let next = match reopen {
                    Some(at) => Timer::new(ESCALATE, id, *at),
                    None => Timer::new(UNCLOSED, id, *until),
                };
                timers::set(write, &next).await
            }
            Self::Close { .. } => {
                timers::cancel(write, ESCALATE, id).await?;
                timers::cancel(write, UNCLOSED, id).await?;
                timers::cancel(write, HAND_BACK, id).await.map(drop)
            }
        }
    }
}
