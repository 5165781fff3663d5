//! What relatives learn of a crisis: as much as the resident lets each of them know, and never a word of what was said.

use std::time::Duration;

use api::{Action, Call, CallContext, Category, Principal, Purpose};
use audit_trail::{EventBuilder, Word};
use chat_history_api::{Notice, Notices};
use decision::{Actor, Ask, Decision};
use kernel::{AlertId, PersonId};
use relationship_management_api::MyCharges;

use super::reading::decided;
use super::turns::level_of;
use super::{Domain, Refused};
use crate::store::AlertRow;

/// How far back notices go.
const BACK: Duration = Duration::from_secs(30 * 24 * 3_600);
/// The most notices of one resident.
const OF_ONE_MAX: i64 = 50;
/// The most notices of a list.
const NOTICES_MAX: usize = 100;

impl Domain {
    /// The crises of thirty days of the caller's relatives. Each is decided by itself.
    pub(crate) async fn notices(
        &self,
        context: &CallContext,
        by: &Principal,
        purpose: Purpose,
        event: impl Fn(PersonId) -> EventBuilder,
    ) -> Result<Notices, Refused> {
        let related =
            self.relations.call(context, Call::<MyCharges>::default()).await.map_err(Refused::Peer)?;
        let now = self.sources.now();
        let since = (now.minus(BACK), now);
        let mut rows = Vec::new();
        for charge in &related.charges {
            rows.extend(self.store.alerts_since(charge.person_id, since, OF_ONE_MAX).await?);
        }
        // Only what was urgent enough for a person is a crisis; a wish for company is the resident's own.
        rows.retain(|row| level_of(row.level).needs_human());
        rows.sort_by_key(|row| std::cmp::Reverse(row.raised_at));
        rows.truncate(NOTICES_MAX);
        let asks: Vec<Ask<'_>> = rows.iter().map(|row| asked(by, row, purpose)).collect();
        let mut decisions = Vec::with_capacity(asks.len());
        for some in asks.chunks(decision::ASKS_MAX) {
            decisions.extend(self.decider.decide_all(context, some).await?);
        }
        let (mut notices, mut events) = (Vec::new(), Vec::new());
        for (row, decision) in rows.iter().zip(&decisions).filter(|(_, decision)| tells(decision)) {
            let event = decided(event(row.patient), decision);
            events.push(event.phi_of(row.patient, Category::CrisisEvents).into());
            notices.push(self.notice(by, row, decision).await?);
        }
        self.store.trail().read_all(events).await?;
        Ok(Notices { notices })
    }

    /// Keeps that a relative has seen a notice.
    pub(crate) async fn see_notice(
        &self,
        context: &CallContext,
        by: &Principal,
        id: AlertId,
        purpose: Purpose,
        event: EventBuilder,
    ) -> Result<Notice, Refused> {
        let row = self.store.alert(id).await?.ok_or(Refused::NotFound)?;
        let decision = self.decider.decide(context, &asked(by, &row, purpose)).await?;
        let event = decided(event, &decision);
        if !tells(&decision) {
            // Permitted and still not told: not by what was given to them.
            let permitted = decision.permit.then(|| Word::new("only_in_emergency"));
            let reason = permitted.unwrap_or_else(|| super::reading::reason_of(&decision));
            self.store.trail().read(event.concerning(row.patient).denied(reason)).await?;
            return Err(Refused::NotFound);
        }
        let event = event.phi_of(row.patient, Category::CrisisEvents);
        self.store.see_notice(id, by.person, self.sources.now(), event.into()).await?;
        self.notice(by, &row, &decision).await
    }

    async fn notice(&self, by: &Principal, row: &AlertRow, decision: &Decision) -> Result<Notice, Refused> {
        Ok(Notice {
            alert_id: row.alert,
            patient_id: row.patient,
            level: decision.projection.is_none().then(|| level_of(row.level)),
            state: row.state,
            raised_at: row.raised_at,
            acknowledged_at: row.acknowledged_at,
            closed_at: row.closed_at,
            seen_at: self.store.notice_seen(row.alert, by.person).await?,
        })
    }
}

/// Whether a decision lets a notice be told, which says when something was. What was given for a declared emergency tells of
/// that emergency, where and whom to ask: it opens no crisis of the weeks before.
fn tells(decision: &Decision) -> bool {
    let when = |fields: &Vec<String>| fields.iter().any(|field| field == "time");
    decision.permit && decision.projection.as_ref().is_none_or(when)
}

fn asked<'a>(by: &'a Principal, row: &AlertRow, purpose: Purpose) -> Ask<'a> {
    Ask {
        actor: Actor::Person(by),
        patient: row.patient,
        action: Action::Notify,
        category: Category::CrisisEvents,
        purpose,
        edges: Vec::new(),
        author: None,
        recorded_at: Some(row.raised_at),
    }
}
