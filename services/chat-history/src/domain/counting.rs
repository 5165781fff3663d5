//! How many alerts are open: each is decided as in the list, and nothing is told but numbers.

use api::{Action, Call, CallContext, Category, Principal, Purpose};
use chat_history_api::{AlertCounts, AlertState, COUNTED_MAX};
use decision::{Actor, Ask};
use kernel::{PageLimit, PersonId};
use relationship_management_api::{Charges, MyCharges};

use super::feed::concerns;
use super::{Domain, Refused};
use crate::store::{AlertRow, Urgency};

/// The alerts of one statement.
const PAGE: PageLimit = PageLimit::of(150);

impl Domain {
    /// Counts the open alerts of the residents whom the caller answers for.
    pub(crate) async fn count_alerts(
        &self,
        context: &CallContext,
        by: &Principal,
        purpose: Purpose,
    ) -> Result<AlertCounts, Refused> {
        let charges = self.relations.call(context, Call::<MyCharges>::default()).await;
        self.count_open(context, by, purpose, &charges.map_err(Refused::Peer)?).await
    }

    /// The same for charges that are known.
    pub(super) async fn count_open(
        &self,
        context: &CallContext,
        by: &Principal,
        purpose: Purpose,
        charges: &Charges,
    ) -> Result<AlertCounts, Refused> {
        let people: Vec<PersonId> = charges.charges.iter().map(|charge| charge.person_id).collect();
        let (mut rows, mut after, mut more) = (Vec::new(), None, true);
        while more && rows.len() < COUNTED_MAX {
            let mut found = self.store.open_alerts(&people, after, PAGE).await?;
            more = found.len() > PAGE.get();
            found.truncate(PAGE.get());
            after = found.last().map(Urgency::of);
            rows.extend(found);
        }
        let permitted = self.may_see(context, by, purpose, &rows).await?;
        let seen: Vec<&AlertRow> =
            rows.iter().zip(permitted).filter_map(|(row, permit)| permit.then_some(row)).collect();
        let waiting: Vec<&AlertRow> =
            seen.iter().copied().filter(|row| row.state == AlertState::Open).collect();
        let asked = waiting.iter().filter(|row| concerns(charges, row));
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Ok(AlertCounts {
            open: number(seen.len()),
            waiting: number(waiting.len()),
            ringing: asked.map(|row| row.alert).collect(),
            more,
        })
    }

    /// Which of these alerts somebody may see.
    async fn may_see(
        &self,
        context: &CallContext,
        by: &Principal,
        purpose: Purpose,
        rows: &[AlertRow],
    ) -> Result<Vec<bool>, Refused> {
        let ask = |row: &AlertRow| Ask {
            actor: Actor::Person(by),
            patient: row.patient,
            action: Action::Read,
            category: Category::CrisisEvents,
            purpose,
            edges: Vec::new(),
            author: None,
            recorded_at: Some(row.raised_at),
        };
        let asks: Vec<Ask<'_>> = rows.iter().map(ask).collect();
        let mut permitted = Vec::with_capacity(asks.len());
        for some in asks.chunks(decision::ASKS_MAX) {
            let decisions = self.decider.decide_all(context, some).await?;
            permitted.extend(decisions.iter().map(|decision| decision.permit));
        }
        Ok(permitted)
    }
}
