//! Where conversations stand whose last answer is in the journal and not yet in the store. Without it the next
//! message, if it comes before the delivery, would be answered as if nobody had asked whether they want to die.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chat_history_api::TurnState;
use kernel::{ConversationId, Timestamp};

use super::saved::Saved;

/// Conversations that are remembered; beyond that a ladder begins at its top again, which is safer than silence.
const CONVERSATIONS_MAX: usize = 4096;
/// After so long the delivery has long been, or the conversation begins anew.
const REMEMBERED: Duration = Duration::from_secs(24 * 3600);

/// Those conversations, in this process.
#[derive(Default)]
pub(crate) struct Undelivered(Mutex<HashMap<ConversationId, Standing>>);

struct Standing {
    /// The store's version when it was answered, if it could be read.
    version: Option<u64>,
    saved: Saved,
    at: Timestamp,
}

impl Undelivered {
    pub(super) fn remember(
        &self,
        conversation: ConversationId,
        version: Option<u64>,
        saved: &Saved,
        at: Timestamp,
    ) {
        let mut standing = self.lock();
        standing.retain(|_, one| at.since(one.at) < REMEMBERED);
        if standing.len() < CONVERSATIONS_MAX || standing.contains_key(&conversation) {
            standing.insert(conversation, Standing { version, saved: saved.clone(), at });
        }
    }

    /// Where a conversation stands by the journal, unless the store knows better by now: its version moved on, with
    /// the delivery or otherwise.
    pub(super) fn of(&self, conversation: ConversationId, stored: Option<&TurnState>) -> Option<Saved> {
        let mut standing = self.lock();
        let found = standing.get(&conversation)?;
        match (stored.map(|state| state.version), found.version) {
            (Some(now), Some(then)) if now != then => {
                standing.remove(&conversation);
                None
            }
            _ => Some(found.saved.clone()),
        }
    }

    pub(crate) fn forget(&self, conversation: ConversationId) {
        self.lock().remove(&conversation);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<ConversationId, Standing>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
