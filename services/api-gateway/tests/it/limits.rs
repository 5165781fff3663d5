//! Limits, and what is never limited.

use api::Role;
use api_gateway::Config;
use cache::{Cache, RedisConfig};
use chassis::ListenerLimits;
use kernel::{ManualClock, SeededRandom, Sources, Timestamp};

use crate::support::World;

const NOTE: &str = r#"{"text":"hello"}"#;

fn small() -> Config {
    Config {
        turns_per_minute: 2,
        turns_burst: 1,
        requests_per_minute: 4,
        anonymous_per_minute: 3,
        ..Config::default()
    }
}

#[tokio::test]
async fn a_person_over_the_limit_is_told_when_to_come_back_and_others_are_not_held_up() {
    let world = World::with(small(), ListenerLimits::default()).await;
    let ((_, ada), (_, ben)) = (world.token(Role::CareStaff), world.token(Role::CareStaff));
    for _ in 0..2 {
        assert_eq!(world.ask("GET /chat/note", Some(&ada), "").await.status, 200);
    }
    let over = world.ask("GET /chat/note", Some(&ada), "").await;
    assert_eq!((over.status, over.code().as_str()), (429, "request.rate_limited"));
    assert!(over.head.contains("retry-after: 15"), "{}", over.head);
    assert_eq!(world.ask("GET /chat/note", Some(&ben), "").await.status, 200);
    world.clock.advance(std::time::Duration::from_secs(15));
    assert_eq!(world.ask("GET /chat/note", Some(&ada), "").await.status, 200);
}

#[tokio::test]
async fn an_address_that_guesses_is_slowed_down_and_one_that_is_signed_in_is_not() {
    let world = World::with(small(), ListenerLimits::default()).await;
    let (_, ada) = world.token(Role::CareStaff);
    for _ in 0..3 {
        assert_eq!(world.ask("GET /chat/note", Some("no token"), "").await.status, 401);
    }
    assert_eq!(world.ask("GET /chat/note", Some("no token"), "").await.status, 429);
    assert_eq!(world.ask("GET /chat/note", Some(&ada), "").await.status, 200, "not by address");
    // What is looked for and not found counts too, by address.
    assert_eq!(world.ask("GET /chat/note/missing", Some(&ada), "").await.status, 429);
}

#[tokio::test]
async fn a_turn_is_never_refused_here_and_what_was_found_goes_along() {
    let world = World::with(small(), ListenerLimits::default()).await;
    let (_, ada) = world.token(Role::Resident);
    for _ in 0..5 {
        assert_eq!(world.ask("POST /ai/turn", Some(&ada), NOTE).await.status, 200);
    }
    assert_eq!(world.ask("POST /ai/turn", None, NOTE).await.status, 200);
    world.seen.session_ended.store(true, std::sync::atomic::Ordering::SeqCst);
    let (_, ben) = world.token(Role::Resident);
    assert_eq!(world.ask("POST /ai/turn", Some(&ben), NOTE).await.status, 200);
    let refusals = world.seen.refusals.lock().expect("a lock").clone();
    let refusals: Vec<Option<&str>> = refusals.iter().map(Option::as_deref).collect();
    let limited = Some("request.rate_limited");
    assert_eq!(refusals[..2], [None, limited]);
    assert_eq!(refusals[4..], [limited, Some("auth.unauthenticated"), Some("auth.session_ended")]);
}

#[tokio::test]
async fn a_token_does_not_lift_the_limit_on_what_is_open_to_anybody() {
    let world = World::with(small(), ListenerLimits::default()).await;
    let mut statuses = Vec::new();
    for _ in 0..4 {
        let (_, somebody) = world.token(Role::CareStaff);
        statuses.push(world.ask("POST /chat/note/guess", Some(&somebody), NOTE).await.status);
    }
    assert_eq!(statuses, [200, 200, 200, 429], "by address, whoever it is");
}

#[tokio::test]
async fn a_turn_does_not_wait_for_a_session_that_is_not_told_and_is_not_permitted_either() {
    let world = World::new().await;
    world.seen.session_silent.store(true, std::sync::atomic::Ordering::SeqCst);
    let mut took = Vec::new();
    for _ in 0..5 {
        let (_, ada) = world.token(Role::Resident);
        let asked = std::time::Instant::now();
        assert_eq!(world.ask("POST /ai/turn", Some(&ada), NOTE).await.status, 200);
        took.push(asked.elapsed());
    }
    // The call's own time is half a second. The best of five, so that a busy machine does not count.
    let best = took.into_iter().min().expect("five");
    assert!(best < std::time::Duration::from_millis(450), "{best:?}");
    let refusals = world.seen.refusals.lock().expect("a lock").clone();
    assert_eq!(refusals, vec![Some("service.timed_out".to_owned()); 5]);
}

/// Where Redis is, if this run has one. Where it must be there and is not, this fails.
#[expect(clippy::disallowed_methods, reason = "a test reads where its server is")]
fn redis_url() -> Option<String> {
    let url = std::env::var("TEST_REDIS_URL").ok();
    assert!(url.is_some() || std::env::var("CI").is_err(), "TEST_REDIS_URL is not set");
    url
}

#[tokio::test]
async fn two_gateways_share_their_counters_in_redis() {
    let Some(url) = redis_url() else { return };
    let id: kernel::RequestId = Sources::system().id();
    let redis = RedisConfig { url, authority: None, prefix: format!("test:{id}:") };
    let clock = ManualClock::at(Timestamp::from_micros(1_700_000_000_000_000));
    let mut worlds = Vec::new();
    for _ in 0..2 {
        let sources = Sources::new(clock.clone(), SeededRandom::new(0));
        let cache = Cache::redis(&redis, sources).await.expect("a configuration");
        worlds.push(World::over(small(), ListenerLimits::default(), clock.clone(), cache).await);
    }
    // Three guesses an address, wherever they are made.
    let mut statuses = Vec::new();
    for turn in 0..4 {
        statuses.push(worlds[turn % 2].ask("GET /chat/note", None, "").await.status);
    }
    assert_eq!(statuses, [401, 401, 401, 429]);
}

#[tokio::test]
async fn without_redis_the_gateway_limits_by_itself_says_so_and_stays_ready() {
    let redis = RedisConfig { url: "redis://127.0.0.1:1".into(), authority: None, prefix: "test:".into() };
    let clock = ManualClock::at(Timestamp::from_micros(1_700_000_000_000_000));
    let sources = Sources::new(clock.clone(), SeededRandom::new(0));
    let cache = Cache::redis(&redis, sources).await.expect("a configuration");
    let world = World::over(small(), ListenerLimits::default(), clock, cache).await;
    let mut statuses = Vec::new();
    for _ in 0..4 {
        statuses.push(world.ask("GET /chat/note", None, "").await.status);
    }
    assert_eq!(statuses, [401, 401, 401, 429], "it does not fail open");
    assert_eq!(world.ask("GET /health/ready", None, "").await.status, 200);
    let health = world.own_health().await;
    assert_eq!(health["status"], "degraded");
    assert_eq!(health["dependencies"]["cache"], "Redis does not answer: limits count for each process");
    let counted = r#"compliance_events_total{service="api-gateway",event="second_without_shared_limits"}"#;
    world.until("it is counted", |_| world.metrics.text().contains(counted)).await;
}
