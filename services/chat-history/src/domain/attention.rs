//! Who has a conversation's alert, for who waits for them: a resident learns it though nobody was listening when it happened.

use std::time::Duration;

use api::{Action, CallContext, Category, Principal};
use audit_trail::EventBuilder;
use chat_history_api::{AlertChange, AlertState, Attention};
use kernel::{ConversationId, Timestamp};

use super::{Domain, Refused};
use crate::store::{AlertRow, ConversationRow};

/// The most alerts that are looked through for the one that ended last.
const LOOKED_AT_MAX: i64 = 50;

/// For so long a resident is told that an alert of theirs was closed.
const CLOSED_FOR: Duration = Duration::from_secs(24 * 3_600);

impl Domain {
    /// That an alert of a resident was closed lately and they were not told, for a conversation in which nothing is open.
    pub(super) async fn closed_untold(&self, row: &ConversationRow) -> Result<Option<Attention>, Refused> {
        let since = self.sources.now().minus(CLOSED_FOR);
        let Some((at, by)) = self.store.closed_untold(row.patient, since).await? else { return Ok(None) };
        if self.store.open_alert(row.conversation).await?.is_some() {
            return Ok(None);
        }
        Ok(Some(Attention { change: AlertChange::Closed, by, at }))
    }

    /// Keeps that the caller was told that their alerts were closed, up to a time.
    pub(crate) async fn hear_closing(
        &self,
        context: &CallContext,
        by: &Principal,
        at: Timestamp,
        event: EventBuilder,
    ) -> Result<(), Refused> {
        let event = self.own_record(context, by, Action::Write, Category::ChatTranscripts, event).await?;
        self.store.closing_told(by.person, at, self.sources.now(), Some(event.into())).await
    }

    /// Who has the conversation's alert now, if somebody does.
    pub(super) async fn has_it(&self, conversation: ConversationId) -> Result<Option<Attention>, Refused> {
        Ok(self.store.open_alert(conversation).await?.as_ref().and_then(standing))
    }

    /// What a reader is told at the beginning: who has it. With an instant up to which they have heard everything, also that it
    /// was given back or closed since; otherwise they would go on believing in what they heard before.
    pub(super) async fn attention_since(
        &self,
        row: &ConversationRow,
        heard: Option<Timestamp>,
    ) -> Result<Option<Attention>, Refused> {
        let open = self.store.open_alert(row.conversation).await?;
        if let Some(told) = open.as_ref().and_then(standing) {
            return Ok(Some(told));
        }
        let Some(heard) = heard else { return Ok(None) };
        if let Some(open) = open {
            let given_back = open.given_back_at.filter(|at| *at >= heard);
            return Ok(given_back.map(|at| Attention { change: AlertChange::GivenBack, by: None, at }));
        }
        let span = (row.started_at, self.sources.now());
        let all = self.store.alerts_since(row.patient, span, LOOKED_AT_MAX).await?;
        let closed = all.into_iter().filter(|one| one.conversation == row.conversation);
        let last = closed.filter_map(|one| Some((one.closed_at?, one.closed_by))).max_by_key(|(at, _)| *at);
        let since = last.filter(|(at, _)| *at >= heard);
        Ok(since.map(|(at, by)| Attention { change: AlertChange::Closed, by, at }))
    }
}

/// Who writes, or who has seen it.
fn standing(row: &AlertRow) -> Option<Attention> {
    let (change, by, at) = match row.state {
        AlertState::TakenOver => (AlertChange::TakenOver, row.taken_over_by, row.taken_over_at),
        AlertState::Acknowledged => (AlertChange::Acknowledged, row.acknowledged_by, row.acknowledged_at),
        AlertState::Open | AlertState::Closed => return None,
    };
    Some(Attention { change, by, at: at.unwrap_or(row.updated_at) })
}
