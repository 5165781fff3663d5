//! A circuit breaker per peer: after repeated failures the peer is left alone for a while.

use std::sync::Mutex;
use std::time::Duration;

use tokio::time::Instant;

/// Failures in a row that open the breaker.
const FAILURES_MAX: u32 = 5;
/// How long it stays open at first.
const OPEN_MIN: Duration = Duration::from_secs(5);
/// How long it stays open at most, doubling.
const OPEN_MAX: Duration = Duration::from_secs(60);

/// What a breaker lets through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BreakerState {
    /// Everything.
    Closed,
    /// Nothing.
    Open,
    /// One probe.
    HalfOpen,
}

#[derive(Debug)]
struct Inner {
    failures: u32,
    open_for: Duration,
    opened_at: Option<Instant>,
    probing: bool,
}

/// A circuit breaker. Time is an argument.
#[derive(Debug)]
pub struct Breaker(Mutex<Inner>);

impl Default for Breaker {
    fn default() -> Self {
        Self(Mutex::new(Inner { failures: 0, open_for: OPEN_MIN, opened_at: None, probing: false }))
    }
}

impl Breaker {
    fn with<T>(&self, act: impl FnOnce(&mut Inner) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    /// Whether a call may go out now. A `true` must be followed by [`Breaker::succeeded`],
    /// [`Breaker::failed`] or [`Breaker::abandoned`].
    pub fn admit(&self, now: Instant) -> bool {
        self.with(|inner| match inner.opened_at {
            None => true,
            Some(at) if now.saturating_duration_since(at) >= inner.open_for && !inner.probing => {
                inner.probing = true;
                true
            }
            Some(_) => false,
        })
    }

    /// The call came through.
    pub fn succeeded(&self) {
        self.with(|inner| {
            *inner = Inner { failures: 0, open_for: OPEN_MIN, opened_at: None, probing: false };
        });
    }

    /// The call failed.
    pub fn failed(&self, now: Instant) {
        self.with(|inner| {
            inner.failures = inner.failures.saturating_add(1);
            if inner.probing {
                inner.probing = false;
                inner.open_for = (inner.open_for * 2).min(OPEN_MAX);
                inner.opened_at = Some(now);
            } else if inner.failures >= FAILURES_MAX && inner.opened_at.is_none() {
                inner.opened_at = Some(now);
            }
        });
    }

    /// The caller went away before the call ended: neither a success nor a failure.
    pub fn abandoned(&self) {
        self.with(|inner| inner.probing = false);
    }

    /// What it lets through now.
    pub fn state(&self, now: Instant) -> BreakerState {
        self.with(|inner| match inner.opened_at {
            None => BreakerState::Closed,
            Some(at) if now.saturating_duration_since(at) >= inner.open_for => BreakerState::HalfOpen,
            Some(_) => BreakerState::Open,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_failures_open_it_and_one_good_probe_closes_it() {
        let (breaker, start) = (Breaker::default(), Instant::now());
        for _ in 0..5 {
            assert!(breaker.admit(start));
            breaker.failed(start);
        }
        assert!(!breaker.admit(start));
        assert_eq!(breaker.state(start), BreakerState::Open);
        let later = start + OPEN_MIN;
        assert_eq!(breaker.state(later), BreakerState::HalfOpen);
        assert!(breaker.admit(later));
        assert!(!breaker.admit(later), "one probe at a time");
        breaker.succeeded();
        assert_eq!(breaker.state(later), BreakerState::Closed);
        assert!(breaker.admit(later));
    }

    #[test]
    fn a_failed_probe_doubles_the_pause_up_to_a_minute() {
        let (breaker, mut now) = (Breaker::default(), Instant::now());
        (0..5).for_each(|_| breaker.failed(now));
        for pause in [5, 10, 20, 40, 60, 60] {
            now += Duration::from_secs(pause - 1);
            assert!(!breaker.admit(now), "still open after {} s", pause - 1);
            now += Duration::from_secs(1);
            assert!(breaker.admit(now), "half open after {pause} s");
            breaker.failed(now);
        }
    }
}
