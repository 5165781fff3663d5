//! A turn with what its reply was computed from.

use api::{Action, CallContext, Principal, Purpose};
use audit_trail::EventBuilder;
use chat_history_api::{KeptTurn, TurnByIds};

use super::sealing::{open_message, open_record};
use super::{Domain, Refused};

impl Domain {
    /// A turn with its record. Who may read the conversation's words may read it; the event is there before the answer.
    pub(crate) async fn turn_record(
        &self,
        context: &CallContext,
        by: &Principal,
        at: &TurnByIds,
        (purpose, event): (Purpose, EventBuilder),
    ) -> Result<KeptTurn, Refused> {
        let id = at.conversation_id;
        let row = self.store.conversation(id).await?.ok_or(Refused::NotFound)?;
        let event = event.resource_id(at.turn_id);
        let event = self.require(context, by, &row, Action::Read, purpose, event).await?;
        let (turn, record) = self.store.record(id, at.turn_id).await?.ok_or(Refused::NotFound)?;
        let message = self.store.message(turn.message).await?.ok_or(Refused::NotFound)?;
        let reply = match turn.reply {
            Some(reply) => self.store.message(reply).await?,
            None => None,
        };
        let last = reply.as_ref().map_or(message.place, |reply| reply.place.max(message.place));
        let redacted = self.store.is_redacted(id, last).await?;
        self.store.trail().read(event).await?;
        let key = self.vault.key(row.patient).await?;
        let words = open_message(&key, row.patient, &message)?.content;
        let reply = reply.map(|reply| open_message(&key, row.patient, &reply)).transpose()?;
        let record = match record.filter(|_| !redacted) {
            Some(sealed) => Some(open_record(&key, row.patient, turn.turn, &sealed)?),
            None => None,
        };
        Ok(KeptTurn {
            conversation_id: id,
            turn_id: turn.turn,
            message_id: turn.message,
            message: words,
            reply: reply.map(|reply| reply.content),
            ending: turn.ending,
            record,
        })
    }
}
