//! What staff do about an alert. Each is decided as a write to the resident's crisis events; what one may not do looks
//! like an alert that is not there.

use api::{Action, CallContext, Category, Principal, Purpose};
use audit_trail::{ContextKey, EventBuilder, Word};
use chat_history_api::{Alert, AlertClosing};
use decision::{Actor, Ask};
use kernel::AlertId;

use super::reading::{alert, decided};
use super::sealing::seal_note;
use super::{Domain, Refused};
use crate::store::AlertRow;

/// The longest note, in characters.
const NOTE_CHARS_MAX: usize = 2_000;

impl Domain {
    /// Takes an alert up.
    pub(crate) async fn acknowledge(
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
        self.store.acknowledge(id, by.person, self.sources.now(), event.into()).await?;
        Ok(alert(&self.store.alert(id).await?.ok_or(Refused::NotFound)?))
    }

    /// Closes an alert. The same end again changes nothing; another one is refused.
    pub(crate) async fn close_alert(
        &self,
        context: &CallContext,
        by: &Principal,
        id: AlertId,
        closing: AlertClosing,
        (purpose, event): (Purpose, EventBuilder),
    ) -> Result<Alert, Refused> {
        if closing.note.expose().chars().count() > NOTE_CHARS_MAX {
            return Err(Refused::Note);
        }
        let (row, event) = self.answers_for(context, by, id, purpose, event).await?;
        let event = event.with(ContextKey::OUTCOME, Word::new(closing.outcome.name()));
        let note = match closing.note.is_empty() {
            true => None,
            false => {
                let key = self.vault.key(row.patient).await?;
                Some(seal_note(&key, row.patient, id, &closing.note)?)
            }
        };
        let end = (closing.outcome, note);
        let closed = self.store.close_alert(id, by.person, self.sources.now(), end, event.into()).await?;
        let now = self.store.alert(id).await?.ok_or(Refused::NotFound)?;
        if !closed && (now.closed_by, now.outcome) != (Some(by.person), Some(closing.outcome)) {
            return Err(Refused::AlertClosed);
        }
        Ok(alert(&now))
    }

    /// The alert, if its resident is one whom the caller answers for.
    async fn answers_for(
        &self,
        context: &CallContext,
        by: &Principal,
        id: AlertId,
        purpose: Purpose,
        event: EventBuilder,
    ) -> Result<(AlertRow, EventBuilder), Refused> {
        let row = self.store.alert(id).await?.ok_or(Refused::NotFound)?;
        let ask = Ask {
            actor: Actor::Person(by),
            patient: row.patient,
            action: Action::Write,
            category: Category::CrisisEvents,
            purpose,
            edges: Vec::new(),
            author: None,
            recorded_at: Some(row.raised_at),
        };
        let decision = self.decider.decide(context, &ask).await?;
        let event = decided(event, &decision);
        if decision.permit {
            return Ok((row, event.phi_of(ask.patient, Category::CrisisEvents)));
        }
        let reason = Word::parse(&decision.reason).unwrap_or(Word::new("denied"));
        self.store.trail().read(event.concerning(row.patient).denied(reason)).await?;
        Err(Refused::NotFound)
    }
}
