//! The audit of refusals at the edge: what was refused leaves an event, also when nobody stands behind it.
//!
//! A flood of refusals must not become a flood of events: those of one person, status and route within a second
//! are one event with a count, and those of nobody within five seconds are one a status and route. What does not
//! fit is counted under its status alone; nothing is dropped. Addresses are not written down.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use api::{Authentication, Principal, ServiceName};
use audit_trail::{AuditEvent, ContextKey, EventType, Journal, Recorder, Word};
use chassis::{Metrics, Outcome, OutcomeSink, Tasks};
use kernel::{PersonId, RequestId};
use tokio_util::sync::CancellationToken;

/// How often what was summed is written down.
const TICK: Duration = Duration::from_secs(1);
/// In how many ticks nobody's refusals are summed.
const ANONYMOUS_TICKS: u32 = 5;
/// How long the journal may take to end.
const DRAIN_MAX: Duration = Duration::from_secs(5);
/// Different sums at once; beyond this routes are no longer told apart.
const SUMS_MAX: usize = 1_000;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Sum {
    person: Option<PersonId>,
    status: u16,
    endpoint: Arc<str>,
}

struct Counted {
    principal: Option<Arc<Principal>>,
    first: RequestId,
    count: u32,
}

/// Counts refusals, and writes them into the process journal.
pub(crate) struct Refusals {
    sums: Mutex<HashMap<Sum, Counted>>,
    recorder: Recorder,
    journal: Journal,
    /// The journal's own tasks: they end after the last sums are written down.
    journal_tasks: Tasks,
    metrics: Arc<Metrics>,
}

impl OutcomeSink for Refusals {
    fn refused(&self, outcome: Outcome) {
        self.metrics.compliance(ServiceName::ApiGateway.name(), refusal(outcome.status));
        let principal = match &outcome.authentication {
            Authentication::Verified(principal) | Authentication::Expired(principal) => {
                Some(principal.clone())
            }
            Authentication::Absent | Authentication::Invalid => None,
        };
        let endpoint = format!("{}:{}", outcome.method, outcome.endpoint);
        let person = principal.as_ref().map(|principal| principal.person);
        let mut sum = Sum { person, status: outcome.status, endpoint: endpoint.into() };
        let mut sums = self.sums();
        if sums.len() >= SUMS_MAX && !sums.contains_key(&sum) {
            sum = Sum { person: None, status: outcome.status, endpoint: "many".into() };
        }
        let principal = principal.filter(|_| sum.person.is_some());
        let counted = sums.entry(sum).or_insert(Counted { principal, first: outcome.request, count: 0 });
        counted.count = counted.count.saturating_add(1);
    }
}

impl Refusals {
    pub(crate) fn new(
        recorder: Recorder,
        journal: Journal,
        journal_tasks: Tasks,
        metrics: Arc<Metrics>,
    ) -> Self {
        Self { sums: Mutex::default(), recorder, journal, journal_tasks, metrics }
    }

    fn sums(&self) -> MutexGuard<'_, HashMap<Sum, Counted>> {
        self.sums.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes down what was summed, until the process drains and once more then.
    pub(crate) async fn run(&self, stop: &CancellationToken) {
        let mut ticks = 0;
        loop {
            let stopping = tokio::select! {
                () = stop.cancelled() => true,
                () = tokio::time::sleep(TICK) => false,
            };
            ticks += 1;
            let anonymous = stopping || ticks % ANONYMOUS_TICKS == 0;
            self.write_down(anonymous).await;
            if stopping {
                if !self.journal_tasks.drain(DRAIN_MAX).await {
                    tracing::warn!("the journal of refusals did not end in time");
                }
                return;
            }
        }
    }

    async fn write_down(&self, anonymous: bool) {
        let due: Vec<(Sum, Counted)> =
            self.sums().extract_if(|sum, _| anonymous || sum.person.is_some()).collect();
        for (sum, counted) in due {
            if let Err(error) = self.journal.record(self.event(&sum, &counted)).await {
                // The journal is full or gone: the count goes back and is told with the next ones.
                tracing::error!(error = %error, "refusals could not be written down yet");
                self.metrics.compliance(ServiceName::ApiGateway.name(), "refusals_not_written_down");
                let mut sums = self.sums();
                let held = sums.entry(sum).or_insert(Counted { count: 0, ..counted });
                held.count = held.count.saturating_add(counted.count);
            }
        }
    }

    fn event(&self, sum: &Sum, counted: &Counted) -> AuditEvent {
        let mut event = self
            .recorder
            .event(EventType::ApiAccess, Word::new("refuse"), Word::new("request"))
            .denied(Word::new(refusal(sum.status)))
            .request(counted.first)
            .with(ContextKey::STATUS, u32::from(sum.status))
            .with(ContextKey::COUNT, counted.count)
            .with(ContextKey::OPERATION, word(&sum.endpoint));
        if let Some(principal) = &counted.principal {
            event = event
                .user(principal.person)
                .role(principal.role)
                .organization(principal.organization)
                .session(principal.session);
        }
        event.into()
    }
}

const fn refusal(status: u16) -> &'static str {
    match status {
        401 => "unauthenticated",
        403 => "forbidden",
        404 => "not_found",
        429 => "rate_limited",
        _ => "refused",
    }
}

/// A route's template as a word: `GET:/chat/alerts/{id}` is `get:.chat.alerts.id`.
fn word(endpoint: &str) -> Word {
    let text: String = endpoint
        .chars()
        .filter(|character| !matches!(character, '{' | '}'))
        .map(|character| if character == '/' { '.' } else { character.to_ascii_lowercase() })
        .take(Word::BYTES_MAX)
        .collect();
    Word::parse(&text).unwrap_or(const { Word::new("other") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_is_a_word() {
        assert_eq!(word("GET:/chat/alerts/{id}").as_str(), "get:.chat.alerts.id");
        assert_eq!(word("OTHER:unmatched").as_str(), "other:unmatched");
        assert_eq!(word(&format!("GET:/{}", "x".repeat(90))).as_str().len(), Word::BYTES_MAX);
        assert_eq!(word("GET:/a b").as_str(), "other");
    }
}
