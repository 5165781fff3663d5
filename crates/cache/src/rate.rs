//! Token buckets by key: a burst, and a steady rate behind it. The law is the generic cell rate algorithm: one
//! instant a key, at which its bucket will be full again. Both backends follow it in whole microseconds.

use std::time::Duration;

use kernel::Timestamp;

use crate::Cache;

/// How much of something a key may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// At once.
    pub burst: u32,
    /// In the long run, a minute.
    pub per_minute: u32,
}

impl Limit {
    /// How long one takes to come back.
    pub(crate) fn each(self) -> Duration {
        Duration::from_micros(60_000_000 / u64::from(self.per_minute.max(1)))
    }

    /// How far ahead of now a bucket may be.
    pub(crate) fn allowed(self) -> Duration {
        self.each() * self.burst.max(1)
    }

    /// One more, for a bucket that is full again at an instant: when it will be full then, or the wait.
    pub(crate) fn take(self, full_at: Timestamp, now: Timestamp) -> Result<Timestamp, Wait> {
        let next = full_at.max(now).plus(self.each());
        let ahead = next.since(now);
        if ahead > self.allowed() { Err(Wait(ahead - self.allowed())) } else { Ok(next) }
    }
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

/// A limiter over keys. Processes that name it alike share its counters when the cache is shared.
///
/// The instant is the caller's. A process whose clock is behind is stricter by as much, and none is looser than
/// the limit as the foremost clock counts it.
#[derive(Clone)]
pub struct RateLimiter {
    name: &'static str,
    limit: Limit,
    cache: Cache,
}

impl RateLimiter {
    /// A limiter; `limit` holds for each key by itself.
    pub const fn new(name: &'static str, limit: Limit, cache: Cache) -> Self {
        Self { name, limit, cache }
    }

    /// Takes one from the key's bucket, or tells how long until there is one. With the backend down the
    /// counters of this process decide: there is always a limit.
    pub async fn take(&self, key: &[u8]) -> Result<(), Wait> {
        let inner = &self.cache.inner;
        let now = inner.sources.now();
        let asked = inner.backend.take(self.name, key, self.limit, now).await;
        inner.or_without(asked, || inner.memory.take_now(self.name, key, self.limit, now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_is_a_burst_and_no_more_however_long_it_was_left_alone() {
        let limit = Limit { burst: 2, per_minute: 60 };
        let now = Timestamp::from_micros(1_000_000_000);
        let mut full_at = Timestamp::EPOCH;
        for _ in 0..2 {
            full_at = limit.take(full_at, now).expect("within the burst");
        }
        assert_eq!(limit.take(full_at, now), Err(Wait(Duration::from_secs(1))));
        assert!(limit.take(full_at, now.plus(Duration::from_secs(1))).is_ok());
    }

    #[test]
    fn a_wait_is_told_in_whole_seconds_and_never_none() {
        assert_eq!(Wait(Duration::from_millis(1)).seconds(), 1);
        assert_eq!(Wait(Duration::from_millis(1_001)).seconds(), 2);
    }
}
