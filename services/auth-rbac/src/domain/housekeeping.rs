//! What is looked after without anybody asking: what invitations promised, what ended long ago, a spent token, an order of the
//! operator.

use std::time::Duration;

use kernel::Timestamp;
use tokio_util::sync::CancellationToken;

use super::limits::KEPT;
use super::{Domain, Refused};

/// How often what waits is looked at.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How often what ended long ago is let go of.
const PURGE_EVERY: Duration = Duration::from_secs(3_600);
/// Steps of one purge: what is more waits for the next.
const PURGE_STEPS: usize = 100;

impl Domain {
    /// Keeps house until the process drains.
    pub(crate) async fn keep_house(&self, stop: &CancellationToken) {
        let mut purged = None;
        while tokio::time::timeout(LOOK_EVERY, stop.cancelled()).await.is_err() {
            if let Err(error) = self.connect_waiting().await {
                tracing::warn!(error = %error, "what an invitation promised is not entered yet");
            }
            if let Err(error) = self.forget_set_up().await {
                tracing::warn!(error = %error, "whether the set-up is over could not be seen");
            }
            if let Err(error) = self.recover().await {
                tracing::warn!(error = %error, "an order to give an administrator a way back was not carried out");
            }
            let now = self.sources.now();
            if purged.is_none_or(|last: Timestamp| now.since(last) >= PURGE_EVERY) {
                match self.purge(now).await {
                    Ok(()) => purged = Some(now),
                    Err(error) => tracing::warn!(error = %error, "what ended long ago is still kept"),
                }
            }
        }
    }

    async fn purge(&self, now: Timestamp) -> Result<(), Refused> {
        for _ in 0..PURGE_STEPS {
            if !self.store.purge(now.minus(KEPT)).await? {
                break;
            }
        }
        Ok(())
    }

    /// Another process may have set the installation up with the token that lies here too.
    async fn forget_set_up(&self) -> Result<(), Refused> {
        if self.awaits_set_up() && !self.store.is_empty().await? {
            self.set_up_is_over();
        }
        Ok(())
    }
}
