//! When a connection was last of use. hyper has a timer for the head of a request that has begun; it has none for a
//! client that begins nothing, and keeps an idle HTTP/2 connection for as long as pings are answered.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::held::Held;
use crate::listener::ListenerLimits;

/// How long a connection that is told to end may take over it once nothing is being answered.
const FAREWELL_MAX: Duration = Duration::from_secs(5);

/// What a connection is used for.
#[derive(Clone, Debug)]
pub(crate) struct Activity(Arc<Mutex<Use>>);

#[derive(Debug)]
struct Use {
    in_flight: usize,
    /// When it was opened, last asked something, last answered, or told to end.
    since: Instant,
    asked: bool,
    ending: bool,
}

/// What a timer finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// It is in use, or was: look again then.
    Used(Instant),
    /// It was of no use for too long: it is told to end.
    Idle,
    /// It was told, and does not.
    Stuck,
}

impl Activity {
    pub(crate) fn new(now: Instant) -> Self {
        Self(Arc::new(Mutex::new(Use { in_flight: 0, since: now, asked: false, ending: false })))
    }

    fn with<T>(&self, act: impl FnOnce(&mut Use) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// A request whose head has come; it is in flight until its answer was written or given up.
    pub(crate) fn request(&self, now: Instant) -> InFlight {
        self.with(|used| {
            (used.since, used.asked) = (now, true);
            used.in_flight += 1;
        });
        InFlight(self.clone())
    }

    /// It is told to end: from now on it has the time of a farewell.
    pub(crate) fn ends(&self, now: Instant) {
        self.with(|used| (used.since, used.ending) = (now, true));
    }

    /// Whether it is still of use.
    pub(crate) fn look(&self, now: Instant, limits: &ListenerLimits) -> Found {
        self.with(|used| {
            let most = match (used.ending, used.asked) {
                (true, _) => FAREWELL_MAX,
                (false, true) => limits.idle_max,
                (false, false) => limits.head_max.min(limits.idle_max),
            };
            let until = if used.in_flight > 0 { now + most } else { used.since + most };
            match used.ending {
                _ if until > now => Found::Used(until),
                true => Found::Stuck,
                false => Found::Idle,
            }
        })
    }
}

/// A request in flight.
#[derive(Debug)]
pub(crate) struct InFlight(Activity);

impl InFlight {
    /// An answer with which it ends.
    pub(crate) fn answered<B>(self, response: http::Response<B>) -> http::Response<Held<B, Self>> {
        response.map(|body| Held::new(body, self))
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        let now = Instant::now();
        self.0.with(|used| {
            used.since = now;
            used.in_flight -= 1;
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_counts_from_the_opening_from_the_last_answer_and_from_the_order_to_end() {
        let (start, limits) = (Instant::now(), ListenerLimits::default());
        let activity = Activity::new(start);
        assert_eq!(activity.look(start, &limits), Found::Used(start + limits.head_max));
        assert_eq!(activity.look(start + limits.head_max, &limits), Found::Idle, "nothing was ever asked");
        let asked = activity.request(start);
        let long = start + 10 * limits.idle_max;
        assert_eq!(activity.look(long, &limits), Found::Used(long + limits.idle_max), "it is being answered");
        drop(asked);
        let Found::Used(until) = activity.look(Instant::now(), &limits) else { panic!("just answered") };
        assert_eq!(activity.look(until, &limits), Found::Idle);
        activity.ends(until);
        assert_eq!(activity.look(until, &limits), Found::Used(until + FAREWELL_MAX));
        assert_eq!(activity.look(until + FAREWELL_MAX, &limits), Found::Stuck);
    }
}
