//! Giving an alert back: who took it up and does not have it after all says so, and it stands as it stood before.

use api::{CallContext, Principal, Purpose};
use audit_trail::EventBuilder;
use chat_history_api::{Alert, AlertState};
use kernel::AlertId;

use super::reading::alert;
use super::{Domain, Refused};
use crate::store::Move;

impl Domain {
    /// Opens an alert again that the caller took up. Somebody else's stays as it is.
    pub(crate) async fn give_back(
        &self,
        context: &CallContext,
        by: &Principal,
        id: AlertId,
        purpose: Purpose,
        event: EventBuilder,
    ) -> Result<Alert, Refused> {
        let (row, event) = self.answers_for(context, by, id, purpose, event).await?;
        if row.closed_at.is_some() {
            return Err(Refused::AlertClosed);
        }
        let back = Move::GiveBack { latest: self.next_escalation(&row, 0) };
        let moved = self.moved(&row, by.person, &back, event.into()).await?;
        let now = self.store.alert(id).await?.ok_or(Refused::NotFound)?;
        // A repeat finds it open, and nobody's.
        if moved || (now.state, now.acknowledged_by) == (AlertState::Open, None) {
            return Ok(alert(&now));
        }
        Err(if now.closed_at.is_some() { Refused::AlertClosed } else { Refused::NotHeld })
    }
}
