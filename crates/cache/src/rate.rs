//! Token buckets by key, in memory: a burst, and a steady rate behind it.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use kernel::{Sources, Timestamp};

/// Keys that are remembered; the least used are forgotten first, which only makes them fresh again.
const KEYS_MAX: u64 = 100_000;

/// How much of something a key may do.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// At once.
    pub burst: u32,
    /// In the long run, a minute.
    pub per_minute: u32,
}

/// How long a key has to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait(pub Duration);

impl Wait {
    /// Whole seconds for `Retry-After`, at least one.
    pub fn seconds(self) -> u32 {
        u32::try_from(self.0.as_millis().div_ceil(1_000)).unwrap_or(u32::MAX).max(1)
    }
}

/// A limiter over keys. It is the generic cell rate algorithm: one instant a key.
#[derive(Clone)]
pub struct RateLimiter {
    limit: Limit,
    sources: Sources,
    /// For each key: when its bucket will be full again.
    full_at: moka::sync::Cache<Box<[u8]>, Arc<Mutex<Timestamp>>>,
}

impl RateLimiter {
    /// A limiter; `limit` holds for each key by itself.
    pub fn new(limit: Limit, sources: Sources) -> Self {
        let full_at = moka::sync::Cache::builder()
            .max_capacity(KEYS_MAX)
            .time_to_idle(Duration::from_secs(600))
            .build();
        Self { limit, sources, full_at }
    }

    /// Takes one from the key's bucket, or tells how long until there is one.
    pub fn take(&self, key: &[u8]) -> Result<(), Wait> {
        let now = self.sources.now();
        let cell = self.full_at.get_with(Box::from(key), || Arc::new(Mutex::new(now)));
        let mut full_at = cell.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let each = Duration::from_secs(60) / self.limit.per_minute.max(1);
        let next = (*full_at).max(now).plus(each);
        let ahead = next.since(now);
        let allowed = each * self.limit.burst.max(1);
        if ahead > allowed {
            return Err(Wait(ahead - allowed));
        }
        *full_at = next;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use kernel::{ManualClock, SeededRandom};

    use super::*;

    #[test]
    fn a_burst_passes_then_the_steady_rate_and_keys_do_not_share() {
        let clock = ManualClock::at(Timestamp::from_micros(1_000_000_000));
        let sources = Sources::new(clock.clone(), SeededRandom::new(0));
        let limiter = RateLimiter::new(Limit { burst: 3, per_minute: 60 }, sources);
        for _ in 0..3 {
            limiter.take(b"ada").expect("within the burst");
        }
        assert_eq!(limiter.take(b"ada").expect_err("over it").seconds(), 1);
        limiter.take(b"ben").expect("another key");
        clock.advance(Duration::from_secs(1));
        limiter.take(b"ada").expect("one a second");
        limiter.take(b"ada").expect_err("and no more");
        clock.advance(Duration::from_secs(600));
        for _ in 0..3 {
            limiter.take(b"ada").expect("a full bucket is a burst and no more");
        }
        limiter.take(b"ada").expect_err("not saved up for ten minutes");
    }
}
