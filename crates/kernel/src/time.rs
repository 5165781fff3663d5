//! Instants to the microsecond, and the sources of time and chance.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use uuid::{Builder, Uuid};

use crate::chance::{Random, SystemRandom};
use crate::ids::TypedId;

/// An instant in UTC, in whole microseconds since 1970: what PostgreSQL keeps, so that both engines return
/// what was stored. On the wire it is RFC 3339 with six decimals, which sorts as text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The start of 1970 in UTC.
    pub const EPOCH: Self = Self(0);

    /// From microseconds since 1970.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since 1970.
    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// Whole seconds since 1970, rounded down: what a JWT's `exp` holds.
    pub const fn as_seconds(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }

    /// This instant plus a duration, held at the largest instant on overflow.
    #[must_use]
    pub fn plus(self, by: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(by.as_micros()).unwrap_or(i64::MAX)))
    }

    /// This instant less a duration, held at the smallest instant on overflow.
    #[must_use]
    pub fn minus(self, by: Duration) -> Self {
        Self(self.0.saturating_sub(i64::try_from(by.as_micros()).unwrap_or(i64::MAX)))
    }

    /// How long after `earlier` this is; zero when it is not after.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_micros(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_microsecond(self.0) {
            Ok(instant) => write!(f, "{instant:.6}"),
            Err(_) => write!(f, "(out of range: {} µs)", self.0),
        }
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::str::FromStr for Timestamp {
    type Err = jiff::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse::<jiff::Timestamp>().map(|instant| Self(instant.as_microsecond()))
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(|_| de::Error::custom("expected an RFC 3339 instant"))
    }
}

impl schemars::JsonSchema for Timestamp {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Timestamp".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "format": "date-time"})
    }
}

/// Tells the time of day. Durations are measured by the runtime's monotonic clock, never by this.
pub trait Clock: Send + Sync {
    /// Now, truncated to the microsecond.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the wall clock")]
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    }
}

/// A clock that a test sets and advances.
#[derive(Debug)]
pub struct ManualClock(AtomicI64);

impl ManualClock {
    /// A clock standing at `start`.
    pub fn at(start: Timestamp) -> Arc<Self> {
        Arc::new(Self(AtomicI64::new(start.as_micros())))
    }

    /// Moves the clock forward.
    pub fn advance(&self, by: Duration) {
        self.0.fetch_add(i64::try_from(by.as_micros()).unwrap_or(i64::MAX), Ordering::SeqCst);
    }

    /// Sets the clock, backward too: clocks do step.
    pub fn set(&self, to: Timestamp) {
        self.0.store(to.as_micros(), Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}

/// Time and chance, handed to whatever needs either.
#[derive(Clone)]
pub struct Sources {
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
}

impl Sources {
    /// Sources over a given clock and random source.
    pub fn new(clock: Arc<dyn Clock>, random: Arc<dyn Random>) -> Self {
        Self { clock, random }
    }

    /// The machine's own.
    pub fn system() -> Self {
        Self::new(Arc::new(SystemClock), Arc::new(SystemRandom))
    }

    /// Now.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// `N` random bytes, fit for keys.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.random.fill(&mut bytes);
        bytes
    }

    /// A new id: UUIDv7 of now.
    pub fn id<I: TypedId>(&self) -> I {
        I::from(self.uuid())
    }

    fn uuid(&self) -> Uuid {
        let micros = u64::try_from(self.now().as_micros()).unwrap_or(0);
        let mut bytes = self.bytes::<10>();
        // RFC 9562 §6.2, method 3: the twelve bits after the milliseconds are their fraction, so that ids made
        // one after another sort so, to the microsecond.
        let fraction = u16::try_from((micros % 1_000) * 4_096 / 1_000).unwrap_or(0);
        bytes[..2].copy_from_slice(&fraction.to_be_bytes());
        Builder::from_unix_timestamp_millis(micros / 1_000, &bytes).into_uuid()
    }
}

impl fmt::Debug for Sources {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sources")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{MessageId, SeededRandom};

    #[test]
    fn instants_are_rfc_3339_and_sort_as_text() {
        let whole = Timestamp::from_micros(1_700_000_000_000_000);
        let later = whole.plus(Duration::from_micros(1));
        assert_eq!(whole.to_string(), "2023-11-14T22:13:20.000000Z");
        assert!(whole.to_string() < later.to_string());
        assert_eq!(later.to_string().parse::<Timestamp>().expect("parses"), later);
        assert!("yesterday".parse::<Timestamp>().is_err());
    }

    #[test]
    fn ids_carry_the_clock_and_repeat_with_the_seed() {
        let at = Timestamp::from_micros(1_700_000_000_123_456);
        let make = || Sources::new(ManualClock::at(at), SeededRandom::new(7)).id::<MessageId>();
        assert_eq!(make(), make());
        assert_eq!(make().uuid().get_version_num(), 7);
        assert_eq!(make().uuid().get_timestamp().expect("v7").to_unix().0, 1_700_000_000);
        let clock = ManualClock::at(at);
        let sources = Sources::new(clock.clone(), SeededRandom::new(7));
        let mut last = sources.id::<MessageId>();
        for _ in 0..2_500 {
            clock.advance(Duration::from_micros(1));
            let next = sources.id::<MessageId>();
            assert!(last < next, "ids sort to the microsecond");
            last = next;
        }
    }
}
