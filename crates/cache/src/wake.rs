//! Wake-ups: a word to whoever listens, that there is something to look at. It may be lost, so it is never the
//! only way to learn of something.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::broadcast;

/// The longest word.
pub const WORD_BYTES_MAX: usize = 256;
/// Words that a slow listener may be behind.
const WORDS_WAITING_MAX: usize = 256;

/// What a listener hears.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wake {
    /// A word.
    Told(Arc<[u8]>),
    /// Words may have been lost: look for yourself.
    Missed,
}

/// The listeners of this process, by topic. Topics are names in the code, so there are few.
#[derive(Clone, Default)]
pub(crate) struct Hub(Arc<Mutex<HashMap<&'static str, broadcast::Sender<Wake>>>>);

impl Hub {
    fn with<T>(&self, act: impl FnOnce(&mut HashMap<&'static str, broadcast::Sender<Wake>>) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn listen(&self, topic: &'static str) -> Listener {
        let make = || broadcast::channel(WORDS_WAITING_MAX).0;
        Listener(self.with(|topics| topics.entry(topic).or_insert_with(make).subscribe()))
    }

    pub(crate) fn tell(&self, topic: &str, word: &[u8]) {
        self.with(|topics| {
            if let Some(sender) = topics.get(topic) {
                // Without a listener there is nobody to tell.
                drop(sender.send(Wake::Told(word.into())));
            }
        });
    }

    /// Everybody may have missed something.
    pub(crate) fn missed(&self) {
        self.with(|topics| {
            for sender in topics.values() {
                drop(sender.send(Wake::Missed));
            }
        });
    }
}

/// One listener.
#[derive(Debug)]
pub struct Listener(broadcast::Receiver<Wake>);

impl Listener {
    /// The next word, or that some may have been missed. Waits as long as it takes.
    pub async fn next(&mut self) -> Wake {
        match self.0.recv().await {
            Ok(wake) => wake,
            Err(broadcast::error::RecvError::Lagged(_)) => Wake::Missed,
            // The process is ending: there is nothing to look at any more.
            Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
        }
    }
}
