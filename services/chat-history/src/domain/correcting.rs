//! Correcting one's own words. The crisis rules read what a resident puts in their place before anything else: a danger in
//! a correction reaches staff, and brings the help lines, as one in a message does.

use std::time::Duration;

use api::{Action, CallContext, Principal, Purpose};
use audit_trail::EventBuilder;
use chat_history_api::{ConversationEvent, CorrectedMessage, Correction, HelpLine, NewAlert, Speaker};
use content_safety_api::Level;
use kernel::{ConversationId, MessageId};
use safety_rules::{History, Screening, resources, screen};
use vault::PatientKey;

use super::sealing::{SealedMessage, message, open_message, open_state, seal_message, seal_state};
use super::turns::check_size;
use super::{Domain, Refused};
use crate::store::{Change, Changing, ConversationRow, Danger, MessageRow};

/// How long the words of a message may be corrected. One with a danger in it is taken however late.
const CORRECTABLE: Duration = Duration::from_secs(15 * 60);
/// How often a correction is tried that the conversation overtakes.
const TRIES: usize = 5;

/// One correction: who, under which decision, and what was found in it.
struct Correcting<'a> {
    context: &'a CallContext,
    by: &'a Principal,
    correction: &'a Correction,
    found: &'a Screening,
    event: EventBuilder,
}

impl Domain {
    /// Corrects the words of a message by whoever wrote it. What was found in it stays with it.
    pub(crate) async fn correct(
        &self,
        context: &CallContext,
        by: &Principal,
        at: (ConversationId, MessageId),
        correction: Correction,
        (purpose, event): (Purpose, EventBuilder),
    ) -> Result<CorrectedMessage, Refused> {
        check_size(correction.content.len())?;
        let first = self.store.conversation(at.0).await?.ok_or(Refused::NotFound)?;
        // The words of a member of staff are no resident's.
        let read = if first.patient == by.person { correction.content.expose() } else { "" };
        let found = screen(read, &History::default());
        let event =
            self.require(context, by, &first, Action::Write, purpose, event.resource_id(at.1)).await?;
        let correcting = Correcting { context, by, correction: &correction, found: &found, event };
        for _ in 0..TRIES {
            let row = self.store.conversation(at.0).await?.ok_or(Refused::NotFound)?;
            let stored = self.message_in(&row, at.1).await?;
            match self.try_correct(&correcting, &row, stored).await? {
                Ok(corrected) => return Ok(corrected),
                Err(Changing::WentOn) => {}
                // Changed meanwhile: a danger is put into what is there now.
                Err(_) if found.level.needs_human() => {}
                Err(_) => return Err(Refused::NotCorrectable),
            }
        }
        Err(Refused::NotCorrectable)
    }

    async fn try_correct(
        &self,
        correcting: &Correcting<'_>,
        row: &ConversationRow,
        mut stored: MessageRow,
    ) -> Result<Result<CorrectedMessage, Changing>, Refused> {
        let (by, found, now) = (correcting.by, correcting.found, self.sources.now());
        let own = stored.author == Some(by.person) && stored.speaker != Speaker::Companion;
        let late = now.since(stored.created_at) > CORRECTABLE && !found.level.needs_human();
        if !own || stored.after.redacted_at.is_some() || late {
            return Err(Refused::NotCorrectable);
        }
        let key = self.vault.key(row.patient).await?;
        let mut sealed = open_message(&key, row.patient, &stored)?;
        sealed.content = correcting.correction.content.clone();
        rise(&mut sealed, found);
        let after = seal_message(&key, row.patient, stored.message, &sealed)?;
        let mut events = vec![correcting.event.clone().into()];
        let (danger, level) = self.danger(correcting, row, &stored, &key).await?.unzip();
        if danger.is_some() {
            events.push(self.alert_event(by, &stored, &alert_of(found), correcting.context));
        }
        let change = Change {
            message: stored.message,
            before: stored.sealed,
            after: after.clone(),
            by: by.person,
            at: now,
            redaction: None,
            danger,
        };
        match self.store.change_message(&change, &events).await? {
            Changing::Done => {}
            other => return Ok(Err(other)),
        }
        (stored.sealed, stored.after.edited_at) = (after, Some(now));
        let told = message(&stored, sealed);
        self.hub.tell(row.conversation, ConversationEvent::Changed(told.clone()));
        if let Some(level) = level {
            self.hub.tell_level(row.conversation, level);
            self.alerts_changed();
        }
        let resources = self.help_for(found);
        Ok(Ok(CorrectedMessage { message: told, found: found.level, alerted: level.is_some(), resources }))
    }

    /// What a danger in the new words does beside changing them, and the level that the conversation has with it.
    async fn danger(
        &self,
        correcting: &Correcting<'_>,
        row: &ConversationRow,
        stored: &MessageRow,
        key: &PatientKey,
    ) -> Result<Option<(Danger, Level)>, Refused> {
        let found = correcting.found;
        if !found.level.needs_human() {
            return Ok(None);
        }
        let raise = self.raise(correcting.context, row.patient, &alert_of(found)).await;
        let mut state = open_state(key, row)?;
        let level = state.level.max(found.level);
        state.level = level;
        let state = (row.version, seal_state(key, row.patient, row.conversation, &state)?);
        let of = MessageRow { created_at: self.sources.now(), ..stored.clone() };
        let danger = Danger { raise, of, patient: row.patient, organization: row.organization, state };
        Ok(Some((danger, level)))
    }

    /// Help that is there now, in the language of the words.
    fn help_for(&self, found: &Screening) -> Vec<HelpLine> {
        let Some(category) = found.primary().filter(|_| found.level > Level::None) else { return Vec::new() };
        resources(self.place, category, found.level, found.language.unwrap_or_default())
            .into_iter()
            .map(|line| HelpLine {
                id: line.id.to_owned(),
                name: line.name.to_owned(),
                kind: line.kind.name().to_owned(),
                contact: line.contact.map(str::to_owned),
            })
            .collect()
    }
}

/// What is found in the new words comes to what was found before; nothing of that goes.
fn rise(sealed: &mut SealedMessage, found: &Screening) {
    let before = std::mem::take(&mut sealed.categories);
    let (first, then) =
        if found.level > sealed.level { (&found.categories, &before) } else { (&before, &found.categories) };
    for category in first.iter().chain(then) {
        if !sealed.categories.contains(category) {
            sealed.categories.push(*category);
        }
    }
    sealed.level = sealed.level.max(found.level);
}

fn alert_of(found: &Screening) -> NewAlert {
    NewAlert { level: found.level, categories: found.categories.clone(), person_requested: false }
}
