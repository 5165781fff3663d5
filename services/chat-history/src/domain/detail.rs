//! One alert, with its note.

use std::time::Duration;

use api::{Action, CallContext, Category, Principal, Purpose};
use audit_trail::EventBuilder;
use chat_history_api::{AlertDetail, AlertState, SafetyFindings};
use content_safety_api::Language;
use decision::{Actor, Ask};
use kernel::AlertId;

use super::reading::alert;
use super::sealing::{SealedMessage, open_findings, open_message, open_note, open_state, open_version};
use super::{Domain, Refused, sbar};
use crate::store::{AlertRow, MessageRow};

/// How far back other alerts are counted.
const BACK: Duration = Duration::from_secs(30 * 24 * 3_600);
/// The most alerts that are counted.
const COUNTED_MAX: i64 = 50;
/// The most messages of an episode that are looked through for what to quote.
const MESSAGES_MAX: i64 = 50;

impl Domain {
    /// An alert with the note for whoever answers it. The resident's words are in it where an excerpt of them may be read.
    pub(crate) async fn read_alert(
        &self,
        context: &CallContext,
        by: &Principal,
        id: AlertId,
        language: Language,
        (purpose, event): (Purpose, EventBuilder),
    ) -> Result<AlertDetail, Refused> {
        let what = (Action::Read, purpose);
        let (row, event) = self.alert_for(context, by, id, what, event).await?;
        let excerpt = Ask {
            actor: Actor::Person(by),
            patient: row.patient,
            action: Action::Notify,
            category: Category::ChatTranscripts,
            purpose,
            edges: Vec::new(),
            author: None,
            recorded_at: Some(row.raised_at),
        };
        let excerpt = self.decider.decide(context, &excerpt).await?;
        // One event for the whole answer, under what is most private in it.
        let event = match excerpt.permit {
            true => event.phi_of(row.patient, Category::ChatTranscripts),
            false => event,
        };
        self.store.trail().read(event).await?;
        let key = self.vault.key(row.patient).await?;
        let facts = self.facts(&row, &key, excerpt.permit).await?;
        let closing_note = match &row.note {
            Some(note) => Some(open_note(&key, row.patient, row.alert, note)?),
            None => None,
        };
        Ok(AlertDetail { note: sbar::note(&facts, language), closing_note, alert: alert(&row) })
    }

    async fn facts(
        &self,
        row: &AlertRow,
        key: &vault::PatientKey,
        quoted: bool,
    ) -> Result<sbar::Facts, Refused> {
        let conversation = self.store.conversation(row.conversation).await?.ok_or(Refused::NotFound)?;
        let state = open_state(key, &conversation)?;
        let findings = match &row.findings {
            Some(sealed) => open_findings(key, row.patient, row.conversation, sealed)?,
            None => SafetyFindings::default(),
        };
        let mut said = Vec::new();
        let messages = self.store.alert_messages(row.alert, MESSAGES_MAX).await?;
        let first = messages.iter().min_by_key(|stored| stored.place);
        let first = first.map_or(row.message, |stored| stored.message);
        if quoted {
            for stored in messages {
                let opened = self.as_answered(row, key, &stored).await?;
                said.push((opened.level, stored.place, (stored.message, opened.content)));
            }
            // The most urgent first, and of those the latest.
            said.sort_by_key(|(level, place, _)| std::cmp::Reverse((*level, *place)));
            // The same words again say nothing new.
            let mut words = std::collections::HashSet::new();
            said.retain(|(_, _, (_, content))| words.insert(content.expose().to_owned()));
        }
        let recent = self
            .store
            .alerts_since(row.patient, (row.raised_at.minus(BACK), row.raised_at), COUNTED_MAX)
            .await?;
        // What came after it is none of what was before it.
        let others =
            recent.iter().filter(|other| (other.raised_at, other.alert) < (row.raised_at, row.alert));
        let public = alert(row);
        Ok(sbar::Facts {
            level: public.level,
            categories: public.categories,
            person_requested: row.person_requested,
            message: row.message,
            quotes: said.into_iter().map(|(_, _, quote)| quote).collect(),
            speaks: state.language,
            turns: public.event_count,
            first,
            before: others.clone().count(),
            raised_before: others
                .filter(|other| other.conversation == row.conversation)
                .map(|other| other.message)
                .collect(),
            findings,
            taken: row.state != AlertState::Open,
        })
    }

    /// A message as whoever answered the alert read it: words that were put in its place after the alert was closed are no
    /// part of that. What was taken back is shown to nobody.
    async fn as_answered(
        &self,
        row: &AlertRow,
        key: &vault::PatientKey,
        stored: &MessageRow,
    ) -> Result<SealedMessage, Refused> {
        let changed_after = |closed| stored.after.edited_at.is_some_and(|edited| edited > closed);
        let closed = row.closed_at.filter(|closed| changed_after(*closed));
        if let (Some(closed), None) = (closed, stored.after.redacted_at) {
            let versions = self.store.versions(stored.message).await?;
            if let Some(version) = versions.iter().find(|version| version.changed_at > closed) {
                return open_version(key, row.patient, stored.message, &version.sealed);
            }
        }
        open_message(key, row.patient, stored)
    }
}
