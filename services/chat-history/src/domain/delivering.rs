//! After the heal: turns that were answered while the store was down. Nothing of them may stand in the way of the
//! next one, so whatever happened to them meanwhile has an end here.

use api::{CallContext, Principal};
use audit_trail::EventBuilder;
use chat_history_api::{Delivery, OpenedTurn, TurnOpening};

use super::sealing::open_state;
use super::turns::Tried;
use super::{Domain, Refused};
use crate::store::{ConversationRow, TurnRow};

impl Domain {
    /// Stores what was answered while the store was down. What was sent with it holds: it was journaled, and its
    /// level and alert are as they were then.
    pub(crate) async fn deliver(
        &self,
        context: &CallContext,
        delivery: Delivery,
        opened: EventBuilder,
        closed: EventBuilder,
    ) -> Result<OpenedTurn, Refused> {
        let by = Principal {
            person: delivery.patient_id,
            role: api::Role::Resident,
            scopes: Vec::new(),
            organization: delivery.organization_id,
            session: delivery.session_id,
            expires: kernel::Timestamp::EPOCH,
            proven_until: None,
        };
        let (id, opening) = (delivery.conversation_id, delivery.opening);
        let before = self.own(&by, id).await?;
        // Nothing was said since: the conversation stands where that answer left it, on its ladder too.
        let stands = before.last_active_at < opening.received_at;
        // The state went on or was never read: the level is raised by what is in it now.
        let opening = TurnOpening { expected_version: None, ..opening };
        // A turn that is being answered now is waited for, not cut: this one was answered long ago.
        let event = (opened, false);
        let key = delivery.idempotency_key;
        let tried = self.try_open(context, &by, id, &key, opening.clone(), event.clone()).await?;
        let tried = match tried {
            // Its key was used for other words, before or after. They are two messages: both are kept.
            Tried::Another => {
                self.try_open(context, &by, id, &opening.turn_id.to_string(), opening, event).await?
            }
            tried => tried,
        };
        let (turn, ended) = match tried {
            Tried::Another => return Err(Refused::KeyReused),
            Tried::Opened(turn) => (*turn, false),
            // It had reached the store when its caller gave up, or was delivered before.
            Tried::Before(row) => (opened_before(&before, &row), row.closed_at.is_some()),
        };
        if let (Some(mut closing), false) = (delivery.closing, ended) {
            let row = self.own(&by, id).await?;
            let state = open_state(&self.vault.key(row.patient).await?, &row)?;
            closing.conversation_level = closing.conversation_level.max(state.level);
            if !stands {
                (closing.engine_state, closing.ladder) = (state.engine, state.ladder);
            }
            match self.close_turn(&by, id, turn.turn_id, closing, closed.into()).await {
                // Cut meanwhile: the message is kept, and that is what counts.
                Ok(_) | Err(Refused::TurnClosed) => {}
                Err(refused) => return Err(refused),
            }
        }
        Ok(turn)
    }
}

/// A turn that is there, for one who delivers what was said in it.
fn opened_before(row: &ConversationRow, turn: &TurnRow) -> OpenedTurn {
    OpenedTurn {
        turn_id: turn.turn,
        message_id: turn.message,
        version: u64::try_from(row.version).unwrap_or(0),
        alert_id: turn.alert,
        closed: None,
    }
}
