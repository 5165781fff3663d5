//! Waiting on a condition, never on a length of time: what happens sooner is seen sooner, and what never happens
//! fails with its name.

use std::time::{Duration, Instant};

/// How long a condition is waited for before the test fails. Generous: it says "never", not "slowly".
pub const PATIENCE: Duration = Duration::from_secs(60);
const LOOK_EVERY: Duration = Duration::from_millis(10);

/// Looks until there is something, and gives it.
///
/// # Panics
/// When there is nothing within [`PATIENCE`].
pub async fn eventually<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let started = Instant::now();
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(started.elapsed() < PATIENCE, "this did not come about: {what}");
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// The same where there is no runtime.
///
/// # Panics
/// When the condition does not hold within [`PATIENCE`].
#[expect(clippy::disallowed_methods, reason = "the pause between two looks at a condition")]
pub fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    let started = Instant::now();
    while !holds() {
        assert!(started.elapsed() < PATIENCE, "this did not come about: {what}");
        std::thread::sleep(LOOK_EVERY);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_comes_about_is_given() {
        let mut looks = 0;
        let found = eventually("a third look", async || {
            looks += 1;
            (looks == 3).then_some("it")
        });
        assert_eq!((found.await, looks), ("it", 3));
        let mut looks = 0;
        wait_until("a second look", || {
            looks += 1;
            looks == 2
        });
    }
}
