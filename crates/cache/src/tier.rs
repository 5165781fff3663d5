//! Cache tiers: values by key with an end and a bound. Nothing here is right for long: whoever reads a value
//! could have made it, and the key says for whom it was made.

use std::marker::PhantomData;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use aws_lc_rs::digest::{Context, SHA256};
use kernel::{OrganizationId, PersonId, Timestamp};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::Cache;

/// The largest value that is kept; a larger one is made anew each time.
pub const VALUE_BYTES_MAX: usize = 64 * 1024;

/// For whom a value was made. A key without any of this cannot be made: what one person was shown is never
/// shown to another, and a new policy or a changed consent finds nothing that was made before it.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// Of which organisation.
    pub tenant: OrganizationId,
    /// For whom.
    pub subject: PersonId,
    /// Under which policies.
    pub policy_version: &'a str,
    /// At which consent epoch of the patient.
    pub consent_epoch: u64,
}

/// A key: a digest of a scope and of what is asked. The question cannot be read from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key([u8; 32]);

impl Key {
    /// The key of a question in a scope.
    pub fn of(scope: &Scope<'_>, question: &[u8]) -> Self {
        let mut digest = Context::new(&SHA256);
        let epoch = scope.consent_epoch.to_be_bytes();
        let fields: [&[u8]; 5] = [
            scope.tenant.as_bytes(),
            scope.subject.as_bytes(),
            scope.policy_version.as_bytes(),
            &epoch,
            question,
        ];
        for field in fields {
            // Each with its length, so that no two lists of fields are one text.
            digest.update(&(field.len() as u64).to_be_bytes());
            digest.update(field);
        }
        let mut key = [0; 32];
        key.copy_from_slice(digest.finish().as_ref());
        Self(key)
    }

    pub(crate) const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// How long a tier keeps a value, and how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// How long.
    pub keep: Duration,
    /// How many; one more takes the place of the one that would expire soonest.
    pub entries_max: usize,
}

/// A value that may lie in a cache. Whoever implements it says that it holds no health information in plain:
/// numbers, flags, ids and machine words, or [`Sealed`] bytes.
pub trait Cacheable: Serialize + DeserializeOwned + Send + Sync + 'static {}

/// Bytes that the vault sealed: the one form in which health information may lie here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed(pub Vec<u8>);

impl Cacheable for Sealed {}

/// How often a tier was looked into in this process.
#[derive(Debug, Default)]
pub(crate) struct Looks {
    all: AtomicU64,
    found: AtomicU64,
}

impl Looks {
    fn count(&self, found: bool) {
        self.all.fetch_add(1, Ordering::Relaxed);
        self.found.fetch_add(u64::from(found), Ordering::Relaxed);
    }

    /// The share that found something; `None` before the first look.
    pub(crate) fn share(&self) -> Option<f64> {
        let all = self.all.load(Ordering::Relaxed);
        (all > 0).then(|| self.found.load(Ordering::Relaxed) as f64 / all as f64)
    }
}

/// A named tier of one type of value. Processes that name it alike share it when the cache is shared.
pub struct Tier<V> {
    name: &'static str,
    bounds: Bounds,
    cache: Cache,
    looks: Arc<Looks>,
    value: PhantomData<fn() -> V>,
}

impl<V: Cacheable> Tier<V> {
    /// A tier. The name changes with the shape of its values, so that two versions do not read each other's.
    pub fn new(name: &'static str, bounds: Bounds, cache: Cache) -> Self {
        let looks = cache.inner.looks(name);
        Self { name, bounds, cache, looks, value: PhantomData }
    }

    /// What was kept, if it has not expired.
    pub async fn get(&self, key: &Key) -> Option<V> {
        let inner = &self.cache.inner;
        let asked = inner.backend.get(self.name, key).await;
        let value = inner.or_without(asked, || None).and_then(|bytes| self.read(&bytes));
        self.looks.count(value.is_some());
        value
    }

    /// Keeps a value. One that is too large is not kept, and nobody is the worse for it.
    pub async fn put(&self, key: &Key, value: &V) {
        let inner = &self.cache.inner;
        let expires_at = inner.sources.now().plus(self.bounds.keep);
        let mut bytes = expires_at.as_micros().to_be_bytes().to_vec();
        if serde_json::to_writer(&mut bytes, value).is_err() || bytes.len() > VALUE_BYTES_MAX {
            return;
        }
        let asked = inner.backend.put(self.name, self.bounds, key, bytes, expires_at).await;
        inner.or_without(asked, || ());
    }

    /// Forgets a value, if the backend answers. What must not be shown any more has another key by then: no
    /// right rests on this.
    pub async fn forget(&self, key: &Key) {
        let inner = &self.cache.inner;
        let asked = inner.backend.forget(self.name, key).await;
        inner.or_without(asked, || ());
    }

    /// The instant is in the value, so that both backends end it at the same one.
    fn read(&self, bytes: &[u8]) -> Option<V> {
        let (expires_at, value) = bytes.split_first_chunk::<8>()?;
        let expires_at = Timestamp::from_micros(i64::from_be_bytes(*expires_at));
        if expires_at <= self.cache.inner.sources.now() {
            return None;
        }
        serde_json::from_slice(value).ok()
    }
}
