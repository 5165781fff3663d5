//! What becomes of messages: feedback, correction, redaction; and the end of a conversation.

use api::{Action, CallContext, Principal, Purpose, Words};
use audit_trail::EventBuilder;
use chat_history_api::{
    Conversation, ConversationEvent, Feedback, Message, RedactionReason, Speaker, Version, Versions,
};
use kernel::{ConversationId, MessageId};

use super::sealing::{message, open_message, open_state, open_version, seal_message};
use super::{Domain, Refused};
use crate::store::{Change, Changing, ConversationRow, MessageRow};

/// How often words are taken out of sight anew when what is kept of the resident changed meanwhile.
const ATTEMPTS: usize = 4;

impl Domain {
    /// Keeps what the resident thinks of a reply of the companion.
    pub(crate) async fn give_feedback(
        &self,
        by: &Principal,
        at: (ConversationId, MessageId),
        feedback: Feedback,
        event: EventBuilder,
    ) -> Result<Feedback, Refused> {
        let row = self.own(by, at.0).await?;
        let stored = self.message_in(&row, at.1).await?;
        if stored.speaker != Speaker::Companion {
            return Err(Refused::NotFound);
        }
        self.store.keep_feedback(at.1, feedback, event.resource_id(at.1).into()).await?;
        Ok(feedback)
    }

    /// Takes the words of a message of one's own conversation out of sight: with those of the companion's answers to it, which
    /// say them back, and with what was remembered from it.
    pub(crate) async fn redact(
        &self,
        by: &Principal,
        at: (ConversationId, MessageId),
        reason: RedactionReason,
        event: EventBuilder,
    ) -> Result<Message, Refused> {
        let row = self.own(by, at.0).await?;
        let stored = self.message_in(&row, at.1).await?;
        if stored.after.redacted_at.is_some() {
            let key = self.vault.key(row.patient).await?;
            let sealed = open_message(&key, row.patient, &stored)?;
            return Ok(message(&stored, sealed));
        }
        if stored.speaker == Speaker::Resident {
            // First, so that what is cut off here is done by asking again.
            for answer in self.store.answers_of(stored.turn).await? {
                let event = event.clone().resource_id(answer.message);
                self.take_words(by, &row, answer, reason, event).await?;
            }
        }
        for _ in 1..ATTEMPTS {
            match self.take_words(by, &row, stored.clone(), reason, event.clone().resource_id(at.1)).await {
                // What is kept of the resident was changed meanwhile.
                Err(Refused::Version) => {}
                done => return done,
            }
        }
        self.take_words(by, &row, stored, reason, event.resource_id(at.1)).await
    }

    async fn take_words(
        &self,
        by: &Principal,
        row: &ConversationRow,
        mut stored: MessageRow,
        reason: RedactionReason,
        event: EventBuilder,
    ) -> Result<Message, Refused> {
        let key = self.vault.key(row.patient).await?;
        let mut sealed = open_message(&key, row.patient, &stored)?;
        sealed.content = Words::default();
        let at = self.sources.now();
        let after = seal_message(&key, row.patient, stored.message, &sealed)?;
        let change = Change {
            message: stored.message,
            before: stored.sealed,
            after: after.clone(),
            by: by.person,
            at,
            redaction: Some(reason),
            danger: None,
            keep: self.unlearnt(row, &key, stored.turn, "").await?,
        };
        if !matches!(self.store.change_message(&change, &[event.into()]).await?, Changing::Done(_)) {
            // Changed meanwhile, or as often as a message may be.
            return Err(Refused::NotCorrectable);
        }
        (stored.sealed, stored.after.redacted_at) = (after, Some(at));
        let told = message(&stored, sealed);
        self.hub.tell(row.conversation, ConversationEvent::Changed(told.clone()));
        Ok(told)
    }

    /// What the words of a message were. Redacted words are shown to nobody, their own author included.
    pub(crate) async fn versions(
        &self,
        context: &CallContext,
        by: &Principal,
        at: (ConversationId, MessageId),
        (purpose, event): (Purpose, EventBuilder),
    ) -> Result<Versions, Refused> {
        let row = self.store.conversation(at.0).await?.ok_or(Refused::NotFound)?;
        let event = self.require(context, by, &row, Action::Read, purpose, event.resource_id(at.1)).await?;
        let stored = self.message_in(&row, at.1).await?;
        let rows = self.store.versions(at.1).await?;
        self.store.trail().read(event).await?;
        let hidden = stored.after.redacted_at.is_some();
        let key = self.vault.key(row.patient).await?;
        let mut versions = Vec::with_capacity(rows.len());
        for version in rows {
            let content = match hidden {
                true => None,
                false => Some(open_version(&key, row.patient, at.1, &version.sealed)?.content),
            };
            versions.push(Version {
                content,
                changed_by: version.changed_by,
                changed_at: version.changed_at,
                redaction: version.redaction,
            });
        }
        Ok(Versions { versions })
    }

    /// Ends a conversation of one's own, unless its alert is open.
    pub(crate) async fn end(
        &self,
        by: &Principal,
        id: ConversationId,
        event: EventBuilder,
    ) -> Result<Conversation, Refused> {
        self.own(by, id).await?;
        if !self.store.end_conversation(id, self.sources.now(), event.resource_id(id).into()).await? {
            return Err(Refused::AlertOpen);
        }
        let row = self.own(by, id).await?;
        let key = self.vault.key(row.patient).await?;
        Ok(super::reading::conversation(&row, &open_state(&key, &row)?))
    }

    pub(super) async fn message_in(
        &self,
        row: &ConversationRow,
        id: MessageId,
    ) -> Result<MessageRow, Refused> {
        let found = self.store.message(id).await?;
        found.filter(|stored| stored.conversation == row.conversation).ok_or(Refused::NotFound)
    }
}
