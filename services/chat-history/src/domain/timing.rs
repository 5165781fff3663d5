//! What happens by itself at its time: an alert that nobody took up goes to more people, one that somebody has and nobody
//! closes is open again, and a conversation that somebody took over and does not write in goes back to the companion.

use kernel::{AlertId, PersonId};
use store_sql::timers::{self, Claim};

use super::{Domain, Refused};
use crate::store::{COMPANION, ESCALATE, HAND_BACK, Move, UNCLOSED};

impl Domain {
    /// Does what a timer was set for. What is void by now, or was done by somebody, is nothing any more.
    pub(crate) async fn fire(&self, claim: Claim) -> Result<(), Refused> {
        if claim.timer.kind == COMPANION {
            if !self.ring(&claim).await? {
                let write = self.store.database().begin().await?;
                timers::finish(&write, &claim).await?;
                write.commit().await?;
            }
            return Ok(());
        }
        let alert: AlertId = claim.timer.subject.into();
        let to_do = match claim.timer.kind.as_str() {
            ESCALATE => Some("escalate"),
            HAND_BACK => Some("hand_back"),
            UNCLOSED => Some("reopen"),
            _ => None,
        };
        let row = self.store.alert(alert).await?;
        if let (Some(action), Some(row)) = (to_do, row) {
            let to = match action {
                "escalate" => self.escalation(&row, true),
                "reopen" => Move::Reopen { escalates_at: self.next_escalation(&row, 0) },
                _ => Move::HandBack {
                    reopen: Some(self.next_escalation(&row, 0)),
                    until: self.unclosed_until(),
                },
            };
            let event = self.own_event(&row, action);
            let by = (PersonId::SYSTEM, self.sources.now());
            if self.store.move_alert(alert, by, &to, Some(&claim), event).await? {
                self.tell_moved(&row, PersonId::SYSTEM, &to);
                tracing::warn!(action, level = row.level, "nobody saw to an alert in time");
                return Ok(());
            }
        }
        let write = self.store.database().begin().await?;
        timers::finish(&write, &claim).await?;
        Ok(write.commit().await?)
    }
}
