//! The cache in this process's memory.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use kernel::Timestamp;

use crate::backend::{Asked, Backend};
use crate::rate::{Limit, Wait};
use crate::tier::{Bounds, Key};
use crate::wake::Hub;

/// Keys that a limiter remembers; the least used are forgotten first, which only makes them fresh again.
const KEYS_MAX: u64 = 100_000;

type Counters = moka::sync::Cache<Box<[u8]>, Arc<Mutex<Timestamp>>>;

pub(crate) struct Memory {
    counters: RwLock<HashMap<&'static str, Counters>>,
    tiers: Mutex<HashMap<&'static str, Entries>>,
    hub: Hub,
}

/// What a tier holds, and in which order it expires: the one that expires soonest makes room.
#[derive(Default)]
struct Entries {
    values: HashMap<Key, (Timestamp, Vec<u8>)>,
    order: BTreeSet<(Timestamp, Key)>,
}

impl Entries {
    fn put(&mut self, key: Key, value: Vec<u8>, expires_at: Timestamp, entries_max: usize) {
        self.forget(&key);
        self.order.insert((expires_at, key));
        self.values.insert(key, (expires_at, value));
        while self.values.len() > entries_max {
            let Some((_, first)) = self.order.pop_first() else { return };
            self.values.remove(&first);
        }
    }

    fn forget(&mut self, key: &Key) {
        if let Some((expires_at, _)) = self.values.remove(key) {
            self.order.remove(&(expires_at, *key));
        }
    }
}

impl Memory {
    pub(crate) fn new(hub: Hub) -> Self {
        Self { counters: RwLock::default(), tiers: Mutex::default(), hub }
    }

    pub(crate) fn take_now(
        &self,
        limiter: &'static str,
        key: &[u8],
        limit: Limit,
        now: Timestamp,
    ) -> Result<(), Wait> {
        let cell = self.counters(limiter).get_with(Box::from(key), || Arc::new(Mutex::new(now)));
        let mut full_at = cell.lock().unwrap_or_else(PoisonError::into_inner);
        *full_at = limit.take(*full_at, now)?;
        Ok(())
    }

    fn counters(&self, limiter: &'static str) -> Counters {
        if let Some(found) = self.counters.read().unwrap_or_else(PoisonError::into_inner).get(limiter) {
            return found.clone();
        }
        let mut all = self.counters.write().unwrap_or_else(PoisonError::into_inner);
        let made = || {
            let idle = Duration::from_secs(600);
            moka::sync::Cache::builder().max_capacity(KEYS_MAX).time_to_idle(idle).build()
        };
        all.entry(limiter).or_insert_with(made).clone()
    }

    fn tiers(&self) -> MutexGuard<'_, HashMap<&'static str, Entries>> {
        self.tiers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Backend for Memory {
    fn take<'a>(
        &'a self,
        limiter: &'static str,
        key: &'a [u8],
        limit: Limit,
        now: Timestamp,
    ) -> Asked<'a, Result<(), Wait>> {
        let taken = self.take_now(limiter, key, limit, now);
        Box::pin(async move { Ok(taken) })
    }

    fn get<'a>(&'a self, tier: &'static str, key: &'a Key) -> Asked<'a, Option<Vec<u8>>> {
        let tiers = self.tiers();
        let found =
            tiers.get(tier).and_then(|entries| entries.values.get(key)).map(|(_, value)| value.clone());
        Box::pin(async move { Ok(found) })
    }

    fn put<'a>(
        &'a self,
        tier: &'static str,
        bounds: Bounds,
        key: &'a Key,
        value: Vec<u8>,
        expires_at: Timestamp,
    ) -> Asked<'a, ()> {
        self.tiers().entry(tier).or_default().put(*key, value, expires_at, bounds.entries_max);
        Box::pin(async { Ok(()) })
    }

    fn forget<'a>(&'a self, tier: &'static str, key: &'a Key) -> Asked<'a, ()> {
        if let Some(entries) = self.tiers().get_mut(tier) {
            entries.forget(key);
        }
        Box::pin(async { Ok(()) })
    }

    fn wake<'a>(&'a self, topic: &'static str, word: &'a [u8]) -> Asked<'a, ()> {
        self.hub.tell(topic, word);
        Box::pin(async { Ok(()) })
    }

    fn shared(&self) -> Result<(), &'static str> {
        Ok(())
    }
}
