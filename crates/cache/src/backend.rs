//! What a cache rests on: a trait with exactly two implementations, memory and Redis, judged by one list
//! (`tests/it.rs`).

use std::future::Future;
use std::pin::Pin;

use kernel::Timestamp;

use crate::rate::{Limit, Wait};
use crate::tier::{Bounds, Key};

/// The backend does not answer. There is nothing to do about it but to go on without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Down;

/// An answer that is on its way.
pub(crate) type Asked<'a, T> = Pin<Box<dyn Future<Output = Result<T, Down>> + Send + 'a>>;

pub(crate) trait Backend: Send + Sync + 'static {
    /// Takes one from the bucket of a key, in one atomic step, or tells how long until there is one.
    fn take<'a>(
        &'a self,
        limiter: &'static str,
        key: &'a [u8],
        limit: Limit,
        now: Timestamp,
    ) -> Asked<'a, Result<(), Wait>>;

    /// The bytes that a tier holds for a key.
    fn get<'a>(&'a self, tier: &'static str, key: &'a Key) -> Asked<'a, Option<Vec<u8>>>;

    /// Keeps bytes until they expire, in place of those that expire soonest when the tier is full.
    fn put<'a>(
        &'a self,
        tier: &'static str,
        bounds: Bounds,
        key: &'a Key,
        value: Vec<u8>,
        expires_at: Timestamp,
    ) -> Asked<'a, ()>;

    /// Forgets a key.
    fn forget<'a>(&'a self, tier: &'static str, key: &'a Key) -> Asked<'a, ()>;

    /// Tells whoever listens.
    fn wake<'a>(&'a self, topic: &'static str, word: &'a [u8]) -> Asked<'a, ()>;

    /// Whether what should be shared with other processes is.
    fn shared(&self) -> Result<(), &'static str>;
}
