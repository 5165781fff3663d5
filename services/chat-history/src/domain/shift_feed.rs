//! The feed of a shift after its owner's session has ended by silence: where and how urgent, nothing about anybody, until
//! the shift ends. A screen on the wall of a unit goes on calling though nobody has touched it for a while.

use std::collections::HashSet;

use api::Call;
use auth_rbac_api::Liveness;
use chassis::EventSink;
use chat_history_api::{AlertEvent, AlertState};
use kernel::{PageLimit, PersonId, Timestamp, UnitId};
use relationship_management_api::{ByPerson, Charges, ShiftCharges};
use tokio_util::sync::CancellationToken;

use super::feed::{ASK_AGAIN, Feed, HEARTBEAT, WHOM_AGAIN, every, is_unanswered, latest, unanswered};
use super::turns::level_of;
use super::{Domain, Refused};
use crate::store::{AlertRow, Urgency};

/// So often in a row the session may be unknown, while whoever is asked restarts.
const UNHEARD_MAX: u8 = 4;

/// Whom a shift is about. Nothing can be asked in its owner's name any more, so this service asks in its own.
struct Post {
    until: Timestamp,
    people: HashSet<PersonId>,
    units: HashSet<UnitId>,
}

impl Post {
    /// The post of whoever is on shift.
    fn of(charges: &Charges) -> Option<Self> {
        let until = charges.shift_ends_at?;
        let own = || charges.charges.iter().filter(|charge| charge.on_duty);
        Some(Self {
            until,
            people: own().map(|charge| charge.person_id).collect(),
            units: own().filter_map(|charge| charge.unit_id).collect(),
        })
    }

    /// Somebody who moved onto the unit since counts too.
    fn concerns(&self, row: &AlertRow) -> bool {
        self.people.contains(&row.patient) || row.unit.is_some_and(|unit| self.units.contains(&unit))
    }
}

impl Domain {
    /// Goes on with places until the shift ends, the owner signs out or is disabled, or the process drains.
    pub(super) async fn send_places(
        &self,
        feed: &mut Feed,
        sink: &EventSink<AlertEvent>,
        stop: &CancellationToken,
    ) -> Result<&'static str, Refused> {
        let Some(mut post) = Post::of(&feed.charges).filter(|post| self.sources.now() < post.until) else {
            return Ok("signed_out");
        };
        let narrowed = AlertEvent::Narrowed { until: post.until };
        // The heartbeat says that all that stood was told: what comes from here on is new.
        if sink.send(&narrowed).await.is_err()
            || !self.send_standing_places(post.people.iter().copied().collect(), sink).await?
            || !self.beat(feed, sink).await
        {
            return Ok("gone");
        }
        let (mut ask, mut whom, mut beat) = (every(ASK_AGAIN), every(WHOM_AGAIN), every(HEARTBEAT));
        let mut unheard = 0;
        loop {
            let goes_on = tokio::select! {
                () = stop.cancelled() => return Ok("draining"),
                () = sink.closed() => return Ok("gone"),
                changed = feed.changes.changed() => match changed {
                    Ok(()) => self.send_changed_places(feed, &post, sink).await?,
                    Err(_) => return Ok("draining"),
                },
                _tick = ask.tick() => match self.session(feed).await {
                    _ if self.sources.now() >= post.until => return Ok("shift_over"),
                    Ok(Liveness { live: false, silent: true }) => {
                        unheard = 0;
                        true
                    }
                    // Ended by somebody, or used again: whoever is back opens a feed of their own.
                    Ok(Liveness { .. }) => return Ok("signed_out"),
                    // Nobody can open this feed again before they sign in: one restart elsewhere does not end the night's screens.
                    Err(_) if unheard < UNHEARD_MAX => {
                        unheard += 1;
                        true
                    }
                    Err(refused) => return Err(refused),
                },
                _tick = whom.tick() => match self.on_shift(feed).await {
                    Ok(charges) => match Post::of(&charges) {
                        Some(now) => {
                            let come = now.people.difference(&post.people).copied().collect();
                            (post, feed.charges) = (now, charges);
                            self.send_standing_places(come, sink).await?
                        }
                        None => return Ok("shift_over"),
                    },
                    // Nobody's any more: the owner left the house.
                    Err(Refused::Peer(problem)) if problem.is(api::codes::NOT_FOUND) => return Ok("shift_over"),
                    // As it stood: nobody is missed because one service restarts. Its planned end holds in any case.
                    Err(_) => true,
                },
                _tick = beat.tick() => self.beat(feed, sink).await,
            };
            if !goes_on {
                return Ok("gone");
            }
        }
    }

    /// Whom the owner answers for now; nobody, once the shift was ended or they were taken off the unit.
    async fn on_shift(&self, feed: &Feed) -> Result<Charges, Refused> {
        let path = ByPerson { person_id: feed.by.person };
        let context = feed.context.clone().as_service();
        self.relations.call(&context, Call::<ShiftCharges>::path(path)).await.map_err(Refused::Peer)
    }

    /// What stands, of these people.
    async fn send_standing_places(
        &self,
        people: Vec<PersonId>,
        sink: &EventSink<AlertEvent>,
    ) -> Result<bool, Refused> {
        let mut after = None;
        loop {
            let limit = PageLimit::default();
            let rows = self.store.open_alerts(&people, after, limit).await?;
            let more = rows.len() > limit.get();
            for row in rows.iter().take(limit.get()) {
                after = Some(Urgency::of(row));
                if sink.send(&place(row)).await.is_err() {
                    return Ok(false);
                }
            }
            if !more {
                return Ok(true);
            }
        }
    }

    async fn send_changed_places(
        &self,
        feed: &mut Feed,
        post: &Post,
        sink: &EventSink<AlertEvent>,
    ) -> Result<bool, Refused> {
        loop {
            let changes = self.store.alert_changes(feed.by.organization, feed.last).await?;
            let Some(newest) = changes.last().map(|changed| changed.place) else { return Ok(true) };
            for changed in &latest(changes) {
                let event = match &changed.alert {
                    row if post.concerns(row) => place(row),
                    // Another unit's, and nobody there: whoever passes this screen can go and look.
                    row if is_unanswered(feed, changed) => unanswered(row),
                    _ => continue,
                };
                if sink.send(&event).await.is_err() {
                    return Ok(false);
                }
            }
            feed.last = newest;
        }
    }
}

fn place(row: &AlertRow) -> AlertEvent {
    AlertEvent::Place {
        alert_id: row.alert,
        unit_id: row.unit,
        level: level_of(row.level),
        state: row.state,
        since: row.raised_at,
        escalates_at: row.escalates_at.filter(|_| row.state == AlertState::Open),
    }
}
