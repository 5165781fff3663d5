//! Every scenario, in both shapes.

mod consent;
mod conversation;
mod emergency;
mod outage;
mod privacy;

/// Runs a scenario all-in-one and, where there is a PostgreSQL, split.
macro_rules! in_both_shapes {
    ($name:ident, $scenario:path) => {
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            let platform = e2e::TestPlatform::all_in_one().await;
            $scenario(&platform).await;
            drop(platform.stop().await);
            if let Some(url) = e2e::postgres_url() {
                let platform = e2e::TestPlatform::split(&url).await;
                $scenario(&platform).await;
                drop(platform.stop().await);
            }
        }
    };
}
pub(crate) use in_both_shapes;
