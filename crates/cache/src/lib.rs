//! Floor 2a: what may be lost — rate counters, cache tiers and wake-ups — in this process's memory or in Redis.
//!
//! Losing all of it changes latency and fairness, never an answer and never a right. Several processes share
//! what lies in Redis. When Redis does not answer, limits go on with this process's own counters (stricter for
//! nobody, looser by the number of processes, never absent), tiers miss, wake-ups reach this process alone; and
//! [`Cache::shared`] says so, for health and metrics. No call waits for Redis longer than a tenth of a second,
//! and after a failure none waits at all for a second: nothing here may hold up a conversation.
//!
//! **What may lie here.** Keys are digests. Values are of types that say what they are ([`Cacheable`]): numbers,
//! flags, ids, machine words; health information only as [`Sealed`] bytes of the vault. `kernel::Phi` cannot be
//! serialised, so it cannot be put here by accident. An address in a rate counter is digested so that it is not
//! read in passing, not so that it could not be found by trying all: Redis is protected like every other store.

mod backend;
mod memory;
mod rate;
mod redis;
mod tier;
mod wake;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use kernel::Sources;

use crate::backend::{Backend, Down};
use crate::memory::Memory;
use crate::redis::Redis;
use crate::tier::Looks;
use crate::wake::Hub;

pub use rate::{Limit, RateLimiter, Wait};
pub use redis::{RedisConfig, RedisFault};
pub use tier::{Bounds, Cacheable, Key, Scope, Sealed, Tier, VALUE_BYTES_MAX};
pub use wake::{Listener, WORD_BYTES_MAX, Wake};

/// A process's cache. Clones are the same cache.
#[derive(Clone)]
pub struct Cache {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) backend: Arc<dyn Backend>,
    /// Takes over what must not stop while the backend does not answer.
    pub(crate) memory: Arc<Memory>,
    pub(crate) hub: Hub,
    pub(crate) sources: Sources,
    without: AtomicU64,
    /// By the names of the tiers, which are few and the program's own.
    looks: Mutex<BTreeMap<&'static str, Arc<Looks>>>,
}

impl Cache {
    /// In this process's memory.
    pub fn memory(sources: Sources) -> Self {
        let hub = Hub::default();
        let memory = Arc::new(Memory::new(hub.clone()));
        Self::of(memory.clone(), memory, hub, sources)
    }

    /// In Redis. It need not answer yet: until it does, this is a cache in memory that says so.
    pub async fn redis(config: &RedisConfig, sources: Sources) -> Result<Self, RedisFault> {
        let hub = Hub::default();
        let memory = Arc::new(Memory::new(hub.clone()));
        let redis = Arc::new(Redis::open(config, hub.clone()).await?);
        Ok(Self::of(redis, memory, hub, sources))
    }

    fn of(backend: Arc<dyn Backend>, memory: Arc<Memory>, hub: Hub, sources: Sources) -> Self {
        let (without, looks) = (AtomicU64::new(0), Mutex::default());
        Self { inner: Arc::new(Inner { backend, memory, hub, sources, without, looks }) }
    }

    /// For health: whether what should be shared is shared. A cache in memory shares nothing and is well.
    pub fn shared(&self) -> Result<(), &'static str> {
        self.inner.backend.shared()
    }

    /// How often this process went on without the backend since it started.
    pub fn went_without(&self) -> u64 {
        self.inner.without.load(Ordering::Relaxed)
    }

    /// The share of look-ups of each tier that found something since this process started, for metrics. A tier
    /// that nobody has looked into has none.
    pub fn hit_rates(&self) -> Vec<(&'static str, f64)> {
        let looks = self.inner.looks.lock().unwrap_or_else(PoisonError::into_inner);
        looks.iter().filter_map(|(name, looks)| Some((*name, looks.share()?))).collect()
    }

    /// Tells whoever listens to a topic, here and in other processes. It may be lost, so a listener also looks
    /// for itself from time to time. `word` is an id or a machine word, at most [`WORD_BYTES_MAX`] bytes; a
    /// longer one is not told.
    pub async fn wake(&self, topic: &'static str, word: &[u8]) {
        if word.len() > WORD_BYTES_MAX {
            tracing::error!(
                topic,
                bytes = word.len(),
                "a wake-up carries a word, not a text: it is not told"
            );
            return;
        }
        if self.inner.backend.wake(topic, word).await.is_err() {
            self.inner.went_without();
            self.inner.hub.tell(topic, word);
        }
    }

    /// Listens to a topic from now on.
    pub fn listen(&self, topic: &'static str) -> Listener {
        self.inner.hub.listen(topic)
    }
}

impl Inner {
    pub(crate) fn looks(&self, tier: &'static str) -> Arc<Looks> {
        self.looks.lock().unwrap_or_else(PoisonError::into_inner).entry(tier).or_default().clone()
    }

    pub(crate) fn went_without(&self) {
        self.without.fetch_add(1, Ordering::Relaxed);
    }

    /// What the backend said, or `otherwise` when it does not answer.
    pub(crate) fn or_without<T>(&self, asked: Result<T, Down>, otherwise: impl FnOnce() -> T) -> T {
        asked.unwrap_or_else(|Down| {
            self.went_without();
            otherwise()
        })
    }
}
