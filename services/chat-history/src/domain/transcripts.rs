//! A conversation as a whole, with how each reply came about.

use api::{Action, CallContext, Principal, Purpose};
use audit_trail::EventBuilder;
use chat_history_api::{Transcript, TranscriptMessage, TranscriptQuery};
use kernel::{ConversationId, PageLimit};

use super::sealing::{message, open_message, open_state};
use super::{Domain, Refused};

/// The most messages at once.
const MESSAGES_MAX: usize = 500;

impl Domain {
    /// A page of a transcript, to read or to take away.
    pub(crate) async fn transcript(
        &self,
        context: &CallContext,
        by: &Principal,
        id: ConversationId,
        query: &TranscriptQuery,
        (action, purpose, event): (Action, Purpose, EventBuilder),
    ) -> Result<Transcript, Refused> {
        let row = self.store.conversation(id).await?.ok_or(Refused::NotFound)?;
        let event = self.require(context, by, &row, action, purpose, event.resource_id(id)).await?;
        let mut after = self.place(id, query.after).await?.unwrap_or(0);
        let limit = PageLimit::default();
        let (mut rows, mut more) = (Vec::new(), true);
        while more && rows.len() < MESSAGES_MAX {
            let mut page = self.store.messages(id, Some(after), None, limit).await?;
            more = page.len() > limit.get();
            page.truncate(limit.get().min(MESSAGES_MAX - rows.len()));
            after = page.last().map_or(after, |last| last.place);
            rows.extend(page);
        }
        self.store.trail().read(event).await?;
        let key = self.vault.key(row.patient).await?;
        let mut messages = Vec::with_capacity(rows.len());
        for stored in &rows {
            let mut sealed = open_message(&key, row.patient, stored)?;
            let plan = std::mem::take(&mut sealed.plan);
            messages.push(TranscriptMessage { message: message(stored, sealed), plan });
        }
        let whole = after >= row.message_count;
        Ok(Transcript {
            conversation_id: id,
            patient_id: row.patient,
            language: open_state(&key, &row)?.language,
            started_at: row.started_at,
            ended_at: row.ended_at,
            next: rows.last().filter(|_| !whole).map(|last| last.message),
            messages,
        })
    }
}
