//! Background work: named, supervised, restarted when it panics, ended on drain.

use std::future::Future;
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// The longest pause before a task that panicked starts again.
const RESTART_MAX: Duration = Duration::from_secs(30);

/// The tasks of a process. Clones are the same set.
#[derive(Clone, Debug, Default)]
pub struct Tasks {
    tracker: TaskTracker,
    stopping: CancellationToken,
    stop: CancellationToken,
}

impl Tasks {
    /// Runs a task until it returns or the process drains. It is given a token that is cancelled on drain;
    /// when it panics it is started again after a growing pause.
    pub fn supervise<F, R>(&self, name: &'static str, start: F)
    where
        F: Fn(CancellationToken) -> R + Send + 'static,
        R: Future<Output = ()> + Send + 'static,
    {
        let stop = self.stop.clone();
        self.tracker.spawn(async move {
            let mut pause = Duration::from_millis(100);
            while !stop.is_cancelled() {
                let run = tokio::spawn(start(stop.clone()));
                let Err(error) = run.await else { return };
                if error.is_cancelled() {
                    return;
                }
                // Where it was, the binary's hook has told, without the panic's own message.
                tracing::error!(task = name, "a background task panicked and starts again");
                tokio::select! {
                    () = stop.cancelled() => return,
                    () = tokio::time::sleep(pause) => {}
                }
                pause = (pause * 2).min(RESTART_MAX);
            }
        });
    }

    /// Runs one piece of work to its end; a drain waits for it.
    pub fn run(&self, work: impl Future<Output = ()> + Send + 'static) {
        self.tracker.spawn(work);
    }

    /// Cancelled as soon as the process is told to stop: what would go on for ever (a live stream) ends then.
    /// What was begun still needs the supervised tasks, which are told later, by [`Tasks::drain`].
    pub fn stopping(&self) -> CancellationToken {
        self.stopping.clone()
    }

    /// Ends what has no end of its own. Listeners wait for their connections, so it comes before they do.
    pub fn wind_down(&self) {
        self.stopping.cancel();
    }

    /// Tells every task to end and waits, at most `patience`. Whether all ended in time.
    pub async fn drain(&self, patience: Duration) -> bool {
        self.wind_down();
        self.stop.cancel();
        self.tracker.close();
        tokio::time::timeout(patience, self.tracker.wait()).await.is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_never_ends_is_told_first_and_what_others_need_last() {
        let tasks = Tasks::default();
        let (live, begun) = (tasks.stopping(), CancellationToken::new());
        let (told, needed) = (begun.clone(), CancellationToken::new());
        let ended = needed.clone();
        tasks.supervise("needed", move |stop| {
            let (told, ended) = (told.clone(), ended.clone());
            async move {
                told.cancel();
                stop.cancelled().await;
                ended.cancel();
            }
        });
        begun.cancelled().await;
        tasks.wind_down();
        assert!(live.is_cancelled() && !needed.is_cancelled());
        assert!(tasks.drain(Duration::from_secs(20)).await && needed.is_cancelled());
    }
}
