//! The live feed of alerts: what stands, then every change, to whoever answers for the resident now. A feed that breaks
//! is taken up where it ended, from the store; nothing is only in a channel.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use api::{Action, Call, CallContext, Category, Principal, Purpose, Role};
use audit_trail::EventBuilder;
use auth_rbac_api::{Liveness, SessionQuery, SessionStatus};
use chassis::EventSink;
use chat_history_api::{AlertChange, AlertEvent};
use decision::{Actor, Ask};
use kernel::{PageLimit, PersonId, Timestamp};
use relationship_management_api::{Charge, Charges, MyCharges};
use tokio::sync::watch;
use tokio::time::{Interval, MissedTickBehavior};
use tokio_util::sync::CancellationToken;

use super::reading::{alert, decided};
use super::turns::level_of;
use super::watching::Counted;
use super::{Domain, Refused};
use crate::store::{AlertRow, Changed, Urgency};

/// How often the session is asked for again.
pub(super) const ASK_AGAIN: Duration = Duration::from_millis(400);
/// How often it is asked anew whom the caller answers for: a shift begins, a resident moves.
pub(super) const WHOM_AGAIN: Duration = Duration::from_secs(2);
/// How often the feed says that it is there.
pub(super) const HEARTBEAT: Duration = Duration::from_secs(15);
/// How long a reader that has lost the right is waited for to be told so.
const FAREWELL_MAX: Duration = Duration::from_millis(100);

/// From which time of being passed on staff of other units learn of an unanswered alert.
const ELSEWHERE_FROM: i32 = 2;

/// What makes the event of a read, for one resident.
type Event = Box<dyn Fn(PersonId) -> EventBuilder + Send + Sync>;

/// A feed that was allowed to begin.
pub(crate) struct Feed {
    pub(super) by: Arc<Principal>,
    pub(super) context: CallContext,
    purpose: Purpose,
    event: Event,
    /// The change up to which the reader has everything.
    pub(super) last: i64,
    pub(super) charges: Charges,
    pub(super) changes: watch::Receiver<u64>,
    /// It tells how many are open, and nothing else of any.
    counts: bool,
    _counted: Counted,
}

impl Domain {
    /// Begins a feed, after the change with this place or with the newest.
    pub(crate) async fn watch_alerts(
        &self,
        context: &CallContext,
        by: Arc<Principal>,
        (last, counts): (Option<i64>, bool),
        purpose: Purpose,
        event: Event,
    ) -> Result<Feed, Refused> {
        let counted = self.hub.count(by.person).ok_or(Refused::TooManyStreams)?;
        // Listened to before anything is read, so that nothing falls between.
        let changes = self.alert_changes.subscribe();
        let newest = self.store.last_change().await?;
        // A place that is not ours is of another store: what stands is told all the same.
        let known = last.filter(|last| (0..=newest).contains(last));
        let context = CallContext { deadline: None, ..context.clone() };
        let charges = self.charges(&context).await?;
        Ok(Feed {
            by,
            context,
            purpose,
            event,
            last: known.unwrap_or(newest),
            charges,
            changes,
            counts,
            _counted: counted,
        })
    }

    /// Sends what happens until the reader goes away, is signed out, or the process drains.
    pub(crate) async fn follow_alerts(
        &self,
        mut feed: Feed,
        sink: &EventSink<AlertEvent>,
        stop: &CancellationToken,
    ) {
        let reason = self.send_alerts(&mut feed, sink, stop).await.unwrap_or("unavailable");
        // A reader that went away or does not read needs no farewell.
        let farewell = AlertEvent::End { reason: reason.to_owned() };
        drop(tokio::time::timeout(FAREWELL_MAX, sink.send(&farewell)).await);
    }

    async fn send_alerts(
        &self,
        feed: &mut Feed,
        sink: &EventSink<AlertEvent>,
        stop: &CancellationToken,
    ) -> Result<&'static str, Refused> {
        // What changed first: a row that is closed by now is taken off. Then all that stands, whoever answers for whom by now.
        let caught_up = self.send_changes(feed, sink).await? && {
            let people: Vec<PersonId> = feed.charges.charges.iter().map(|one| one.person_id).collect();
            self.send_standing(feed, &people, sink).await?
        };
        if !caught_up || !self.beat(feed, sink).await {
            return Ok("gone");
        }
        let (mut ask, mut whom, mut beat) = (every(ASK_AGAIN), every(WHOM_AGAIN), every(HEARTBEAT));
        loop {
            let goes_on = tokio::select! {
                () = stop.cancelled() => return Ok("draining"),
                () = sink.closed() => return Ok("gone"),
                changed = feed.changes.changed() => match changed {
                    Ok(()) => self.send_changes(feed, sink).await?,
                    Err(_) => return Ok("draining"),
                },
                _tick = ask.tick() => match self.session(feed).await? {
                    Liveness { live: true, .. } => true,
                    Liveness { silent: true, .. } => return self.send_places(feed, sink, stop).await,
                    Liveness { .. } => return Ok("signed_out"),
                },
                _tick = whom.tick() => {
                    let before = std::mem::replace(&mut feed.charges, self.charges(&feed.context).await?);
                    // Whom the caller answers for since now: their alerts stand already. What was raised this moment is
                    // told as raised first.
                    before == feed.charges
                        || (self.send_changes(feed, sink).await?
                            && self.send_new_charges(feed, &before, sink).await?)
                }
                _tick = beat.tick() => self.beat(feed, sink).await,
            };
            if !goes_on {
                return Ok("gone");
            }
        }
    }

    async fn charges(&self, context: &CallContext) -> Result<Charges, Refused> {
        self.relations.call(context, Call::<MyCharges>::default()).await.map_err(Refused::Peer)
    }

    pub(super) async fn session(&self, feed: &Feed) -> Result<Liveness, Refused> {
        let query = SessionQuery { session_id: feed.by.session, activity: false };
        let context = feed.context.clone().as_service();
        let status = self.auth.call(&context, Call::<SessionStatus>::body(query)).await;
        status.map_err(Refused::Peer)
    }

    pub(super) async fn beat(&self, feed: &Feed, sink: &EventSink<AlertEvent>) -> bool {
        let event = AlertEvent::Heartbeat { at: self.sources.now(), on_shift: feed.charges.on_shift };
        sink.send(&event).await.is_ok()
    }

    /// What stands, for these people whom the caller answers for: nothing is hidden from who looks for it.
    async fn send_standing(
        &self,
        feed: &Feed,
        people: &[PersonId],
        sink: &EventSink<AlertEvent>,
    ) -> Result<bool, Refused> {
        if feed.counts {
            return self.send_counts(feed, sink).await;
        }
        let mut after = None;
        loop {
            let limit = PageLimit::default();
            let mut rows = self.store.open_alerts(people, after, limit).await?;
            let more = rows.len() > limit.get();
            rows.truncate(limit.get());
            after = rows.last().map(Urgency::of);
            let standing = rows.into_iter().map(|row| (AlertChange::Standing, None, row)).collect();
            if !self.send(feed, standing, sink).await? {
                return Ok(false);
            }
            if !more {
                return Ok(true);
            }
        }
    }

    /// The alerts that stand for residents whom the caller did not answer for before.
    async fn send_new_charges(
        &self,
        feed: &Feed,
        before: &Charges,
        sink: &EventSink<AlertEvent>,
    ) -> Result<bool, Refused> {
        let new = feed.charges.charges.iter().filter(|charge| {
            let was = before.charges.iter().find(|was| was.person_id == charge.person_id);
            was.is_none_or(|was| !was.on_duty && charge.on_duty)
        });
        let new: Vec<PersonId> = new.map(|charge| charge.person_id).collect();
        self.send_standing(feed, &new, sink).await
    }

    /// What changed since the reader last heard, each alert once, as it is now.
    async fn send_changes(&self, feed: &mut Feed, sink: &EventSink<AlertEvent>) -> Result<bool, Refused> {
        loop {
            let changes = self.store.alert_changes(feed.by.organization, feed.last).await?;
            let Some(newest) = changes.last().map(|changed| changed.place) else { return Ok(true) };
            let known =
                |row: &AlertRow| feed.charges.charges.iter().any(|charge| charge.person_id == row.patient);
            if !changes.iter().all(|changed| known(&changed.alert)) {
                // Somebody who was admitted or moved since: a danger does not wait until that is looked at again.
                feed.charges = self.charges(&feed.context).await?;
            }
            let (due, elsewhere): (Vec<_>, Vec<_>) =
                latest(changes).into_iter().partition(|changed| is_due(feed, &changed.alert));
            for changed in elsewhere.iter().filter(|changed| is_unanswered(feed, changed)) {
                if sink.send(&unanswered(&changed.alert)).await.is_err() {
                    return Ok(false);
                }
            }
            let due: Vec<_> =
                due.into_iter().map(|changed| (changed.change, Some(changed.place), changed.alert)).collect();
            let told = match (feed.counts, due.is_empty()) {
                (true, true) => true,
                (true, false) => self.send_counts(feed, sink).await?,
                (false, _) => self.send(feed, due, sink).await?,
            };
            if !told {
                return Ok(false);
            }
            feed.last = newest;
        }
    }

    /// Decides each, keeps the events of what is permitted, and sends it.
    async fn send(
        &self,
        feed: &Feed,
        alerts: Vec<(AlertChange, Option<i64>, AlertRow)>,
        sink: &EventSink<AlertEvent>,
    ) -> Result<bool, Refused> {
        let asks: Vec<Ask<'_>> = alerts
            .iter()
            .map(|(_, _, row)| Ask {
                actor: Actor::Person(&feed.by),
                patient: row.patient,
                action: Action::Read,
                category: Category::CrisisEvents,
                purpose: feed.purpose,
                edges: Vec::new(),
                author: None,
                recorded_at: Some(row.raised_at),
            })
            .collect();
        let mut decisions = Vec::with_capacity(asks.len());
        for some in asks.chunks(decision::ASKS_MAX) {
            decisions.extend(self.decider.decide_all(&feed.context, some).await?);
        }
        let (mut events, mut permitted) = (Vec::new(), Vec::new());
        for ((change, place, row), decision) in alerts.iter().zip(&decisions) {
            if decision.permit {
                let event = decided((feed.event)(row.patient), decision);
                events.push(event.phi_of(row.patient, Category::CrisisEvents).into());
                let asked = concerns(&feed.charges, row);
                let told = AlertEvent::Alert { change: *change, asked, alert: Box::new(alert(row)) };
                permitted.push((told, place.map(|place| place.to_string())));
            }
        }
        self.store.trail().read_all(events).await?;
        for (event, id) in &permitted {
            if sink.send_with_id(event, id.as_deref()).await.is_err() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// How many are open now.
    async fn send_counts(&self, feed: &Feed, sink: &EventSink<AlertEvent>) -> Result<bool, Refused> {
        let counts = self.count_open(&feed.context, &feed.by, feed.purpose, &feed.charges).await?;
        Ok(sink.send(&AlertEvent::Counts(counts)).await.is_ok())
    }

    /// Forgets changes that nobody comes back for.
    pub(crate) async fn forget_changes(&self, before: Timestamp) -> Result<(), Refused> {
        Ok(self.store.forget_changes(before).await?)
    }

    /// Something happened to an alert: those who watch look, and so does the clock of timers.
    pub(super) fn alerts_changed(&self) {
        self.alert_changes.send_modify(|changes| *changes = changes.wrapping_add(1));
        self.timers_set();
    }

    /// A timer was set that may be due sooner.
    pub(super) fn timers_set(&self) {
        self.alarm.ring();
    }
}

/// Whether the caller is told of an alert without asking: who answers first from the beginning, and everybody who answers
/// for the resident once it was passed on, or once somebody had it in hand, also when they gave it back (so that no row of
/// a list is left behind).
pub(super) fn concerns(charges: &Charges, row: &AlertRow) -> bool {
    let charge = charges.charges.iter().find(|charge| charge.person_id == row.patient);
    let was_held = row.acknowledged_at.is_some() || row.given_back_at.is_some();
    charge.is_some_and(|charge| charge.on_duty || row.escalation > 0 || was_held)
}

/// Whether a feed tells of a change: a count is of everybody whom the caller answers for, asked to come or not.
fn is_due(feed: &Feed, row: &AlertRow) -> bool {
    let charge = |one: &Charge| one.person_id == row.patient;
    concerns(&feed.charges, row) || (feed.counts && feed.charges.charges.iter().any(charge))
}

/// That somebody somewhere waits, without saying who.
pub(super) const fn unanswered(row: &AlertRow) -> AlertEvent {
    AlertEvent::Unanswered { unit_id: row.unit, level: level_of(row.level), since: row.raised_at }
}

/// Whether staff of other units should go and look: passed on twice, and still nobody.
pub(super) fn is_unanswered(feed: &Feed, changed: &Changed) -> bool {
    feed.by.role == Role::CareStaff
        && changed.change == AlertChange::Escalated
        && changed.alert.escalation >= ELSEWHERE_FROM
        && changed.alert.acknowledged_at.is_none()
        && !feed.charges.charges.iter().any(|charge| charge.person_id == changed.alert.patient)
}

/// The last change of each alert, in order.
pub(super) fn latest(changes: Vec<Changed>) -> Vec<Changed> {
    let mut last = HashMap::new();
    for changed in &changes {
        last.insert(changed.alert.alert, changed.place);
    }
    changes.into_iter().filter(|changed| last.get(&changed.alert.alert) == Some(&changed.place)).collect()
}

pub(super) fn every(period: Duration) -> Interval {
    let mut interval = tokio::time::interval_at(tokio::time::Instant::now() + period, period);
    interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
    interval
}
