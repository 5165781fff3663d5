//! One list of promises, kept by memory always and by Redis where this run has one; and what happens when Redis
//! goes away. `cargo xtask test` starts a server and fails without it.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use cache::{
    Bounds, Cache, Cacheable, Key, Limit, RateLimiter, RedisConfig, RedisFault, Scope, Sealed, Tier,
    VALUE_BYTES_MAX, WORD_BYTES_MAX, Wake,
};
use kernel::{ManualClock, SeededRandom, Sources, Timestamp};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Where Redis is, if this run has one. Where it must be there and is not, this fails.
#[expect(clippy::disallowed_methods, reason = "a test reads where its server is")]
fn redis_url() -> Option<String> {
    let url = std::env::var("TEST_REDIS_URL").ok();
    assert!(
        url.is_some() || std::env::var("CI").is_err(),
        "TEST_REDIS_URL is not set: the cache was not exercised on Redis"
    );
    url
}

/// Names of this test's own in a server that others use too.
fn config(url: &str) -> RedisConfig {
    let id: kernel::RequestId = Sources::system().id();
    RedisConfig { url: url.to_owned(), authority: None, prefix: format!("test:{id}:") }
}

struct Bench {
    name: &'static str,
    clock: Arc<ManualClock>,
    /// Two processes; in memory they are one and the same.
    here: Cache,
    there: Cache,
}

async fn benches() -> Vec<Bench> {
    let clock = || ManualClock::at(Timestamp::from_micros(1_700_000_000_000_000));
    let sources = |clock: &Arc<ManualClock>| Sources::new(clock.clone(), SeededRandom::new(0));
    let one = clock();
    let memory = Cache::memory(sources(&one));
    let mut benches = vec![Bench { name: "memory", clock: one, here: memory.clone(), there: memory }];
    if let Some(url) = redis_url() {
        let (config, one) = (config(&url), clock());
        let open = async || Cache::redis(&config, sources(&one)).await.expect("a configuration");
        let (here, there) = (open().await, open().await);
        assert_eq!(here.shared(), Ok(()), "Redis answers");
        benches.push(Bench { name: "redis", clock: one, here, there });
    }
    benches
}

const BURST: Limit = Limit { burst: 3, per_minute: 60 };

#[tokio::test]
async fn a_burst_passes_then_the_steady_rate_and_keys_do_not_share() {
    for bench in benches().await {
        let name = bench.name;
        let limiter = RateLimiter::new("burst", BURST, bench.here.clone());
        for _ in 0..3 {
            limiter.take(b"ada").await.expect(name);
        }
        assert_eq!(limiter.take(b"ada").await.expect_err(name).0, Duration::from_secs(1));
        limiter.take(b"ben").await.expect("another key");
        RateLimiter::new("other", BURST, bench.here.clone()).take(b"ada").await.expect("another limiter");
        bench.clock.advance(Duration::from_millis(400));
        assert_eq!(limiter.take(b"ada").await.expect_err(name).0, Duration::from_millis(600));
        bench.clock.advance(Duration::from_millis(600));
        limiter.take(b"ada").await.expect("one a second");
        limiter.take(b"ada").await.expect_err("and no more");
        bench.clock.advance(Duration::from_secs(600));
        for _ in 0..3 {
            limiter.take(b"ada").await.expect("a full bucket is a burst");
        }
        limiter.take(b"ada").await.expect_err("not saved up for ten minutes");
        assert_eq!(bench.here.went_without(), 0, "{name}: the backend itself answered");
    }
}

#[tokio::test]
async fn both_backends_give_the_same_answers_to_the_same_history() {
    let benches = benches().await;
    let limits = [Limit { burst: 1, per_minute: 7 }, Limit { burst: 60, per_minute: 120 }, BURST];
    let chance = Sources::new(ManualClock::at(Timestamp::EPOCH), SeededRandom::new(7));
    let history: Vec<(usize, u8, u16)> = (0..400)
        .map(|_| {
            let [limit, key, high, low] = chance.bytes::<4>();
            (usize::from(limit) % limits.len(), key % 3, u16::from_be_bytes([high % 4, low]))
        })
        .collect();
    let mut answers = Vec::new();
    for bench in &benches {
        let names = ["history-a", "history-b", "history-c"];
        let limiters: Vec<_> = (0..limits.len())
            .map(|place| RateLimiter::new(names[place], limits[place], bench.here.clone()))
            .collect();
        let mut told = Vec::new();
        for (limiter, key, pause_ms) in &history {
            bench.clock.advance(Duration::from_millis(u64::from(*pause_ms)));
            told.push(limiters[*limiter].take(&[*key]).await);
        }
        answers.push(told);
    }
    assert!(answers[0].iter().any(Result::is_err), "the history reaches the limits");
    for (bench, told) in benches.iter().zip(&answers) {
        assert_eq!(told, &answers[0], "{}", bench.name);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn processes_that_share_count_together_and_exactly() {
    for bench in benches().await {
        let limit = Limit { burst: 50, per_minute: 1 };
        let mut tasks = Vec::new();
        for task in 0..8 {
            let cache = if task % 2 == 0 { bench.here.clone() } else { bench.there.clone() };
            let limiter = RateLimiter::new("together", limit, cache);
            tasks.push(tokio::spawn(async move {
                let mut taken = 0;
                for _ in 0..20 {
                    taken += u32::from(limiter.take(b"ada").await.is_ok());
                }
                taken
            }));
        }
        let mut taken = 0;
        for task in tasks {
            taken += task.await.expect("ends");
        }
        assert_eq!(taken, 50, "{}: 160 asked at once", bench.name);
        assert_eq!(bench.here.went_without() + bench.there.went_without(), 0, "{}", bench.name);
    }
}

#[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
struct Count(u64);

impl Cacheable for Count {}

fn key(question: &str) -> Key {
    let sources = Sources::new(ManualClock::at(Timestamp::EPOCH), SeededRandom::new(3));
    let scope = Scope { tenant: sources.id(), subject: sources.id(), policy_version: "p1", consent_epoch: 4 };
    Key::of(&scope, question.as_bytes())
}

#[tokio::test]
async fn a_tier_keeps_a_value_until_it_expires_or_is_forgotten() {
    for bench in benches().await {
        let bounds = Bounds { keep: Duration::from_secs(300), entries_max: 100 };
        let (here, there) = (
            Tier::<Count>::new("counts", bounds, bench.here.clone()),
            Tier::<Count>::new("counts", bounds, bench.there.clone()),
        );
        assert_eq!(here.get(&key("a")).await, None, "{}", bench.name);
        here.put(&key("a"), &Count(1)).await;
        assert_eq!(there.get(&key("a")).await, Some(Count(1)), "{}: shared", bench.name);
        here.put(&key("a"), &Count(2)).await;
        assert_eq!(here.get(&key("a")).await, Some(Count(2)), "{}: the newer one", bench.name);
        let other = Tier::<Count>::new("others", bounds, bench.here.clone());
        assert_eq!(other.get(&key("a")).await, None, "{}: tiers are apart", bench.name);
        bench.clock.advance(Duration::from_millis(299_999));
        assert_eq!(here.get(&key("a")).await, Some(Count(2)), "{}", bench.name);
        bench.clock.advance(Duration::from_millis(1));
        assert_eq!(here.get(&key("a")).await, None, "{}: expired", bench.name);
        here.put(&key("b"), &Count(3)).await;
        there.forget(&key("b")).await;
        assert_eq!(here.get(&key("b")).await, None, "{}: forgotten", bench.name);
        assert_eq!(bench.here.went_without(), 0, "{}", bench.name);
    }
}

#[tokio::test]
async fn the_share_that_was_found_is_told_for_each_tier_that_was_looked_into() {
    let cache = Cache::memory(Sources::new(ManualClock::at(Timestamp::EPOCH), SeededRandom::new(3)));
    let bounds = Bounds { keep: Duration::from_secs(300), entries_max: 5 };
    let tier = |name| Tier::<Count>::new(name, bounds, cache.clone());
    let (first, again, _quiet) = (tier("first"), tier("first"), tier("quiet"));
    assert!(cache.hit_rates().is_empty(), "nobody has looked yet");
    first.get(&key("a")).await;
    first.put(&key("a"), &Count(1)).await;
    for _ in 0..3 {
        again.get(&key("a")).await;
    }
    assert_eq!(cache.hit_rates(), [("first", 0.75)], "by name, whoever looks");
}

#[tokio::test]
async fn a_tier_holds_no_more_than_its_bound_and_what_expires_first_makes_room() {
    for bench in benches().await {
        let bounds = Bounds { keep: Duration::from_secs(300), entries_max: 5 };
        let tier = Tier::<Count>::new("bounded", bounds, bench.here.clone());
        for n in 0..12 {
            bench.clock.advance(Duration::from_secs(1));
            tier.put(&key(&format!("q{n}")), &Count(n)).await;
        }
        let mut held = Vec::new();
        for n in 0..12 {
            held.extend(tier.get(&key(&format!("q{n}"))).await.map(|Count(n)| n));
        }
        assert_eq!(held, [7, 8, 9, 10, 11], "{}", bench.name);
    }
}

#[tokio::test]
async fn a_value_that_is_too_large_is_not_kept_and_sealed_bytes_come_back_as_they_were() {
    for bench in benches().await {
        let bounds = Bounds { keep: Duration::from_secs(300), entries_max: 5 };
        let tier = Tier::<Sealed>::new("sealed", bounds, bench.here.clone());
        let sealed = Sealed((0..=255).collect());
        tier.put(&key("small"), &sealed).await;
        assert_eq!(tier.get(&key("small")).await, Some(sealed), "{}", bench.name);
        tier.put(&key("large"), &Sealed(vec![7; VALUE_BYTES_MAX])).await;
        assert_eq!(tier.get(&key("large")).await, None, "{}", bench.name);
    }
}

#[test]
fn a_key_differs_in_each_part_of_its_scope() {
    let sources = Sources::new(ManualClock::at(Timestamp::EPOCH), SeededRandom::new(3));
    let scope =
        || Scope { tenant: sources.id(), subject: sources.id(), policy_version: "p1", consent_epoch: 4 };
    let (one, other) = (scope(), scope());
    let keys = [
        Key::of(&one, b"question"),
        Key::of(&Scope { tenant: other.tenant, ..one }, b"question"),
        Key::of(&Scope { subject: other.subject, ..one }, b"question"),
        Key::of(&Scope { policy_version: "p2", ..one }, b"question"),
        Key::of(&Scope { consent_epoch: 5, ..one }, b"question"),
        Key::of(&one, b"questions"),
        // The same letters, divided elsewhere.
        Key::of(&Scope { policy_version: "p1q", ..one }, b"uestion"),
    ];
    let different: std::collections::HashSet<_> = keys.iter().collect();
    assert_eq!(different.len(), keys.len());
    assert_eq!(keys[0], Key::of(&one, b"question"));
}

async fn told(listener: &mut cache::Listener) -> Wake {
    tokio::time::timeout(Duration::from_secs(10), listener.next()).await.expect("a word within ten seconds")
}

#[tokio::test]
async fn a_word_reaches_the_listeners_of_its_topic_in_every_process() {
    for bench in benches().await {
        let (mut here, mut there) = (bench.here.listen("alerts"), bench.there.listen("alerts"));
        let mut others = bench.there.listen("tasks");
        bench.here.wake("alerts", b"unit-7").await;
        bench.here.wake("alerts", &[1; WORD_BYTES_MAX + 1]).await;
        bench.here.wake("alerts", b"unit-8").await;
        for listener in [&mut here, &mut there] {
            assert_eq!(told(listener).await, Wake::Told(b"unit-7"[..].into()), "{}", bench.name);
            // A text is not a word: it was not told.
            assert_eq!(told(listener).await, Wake::Told(b"unit-8"[..].into()), "{}", bench.name);
        }
        bench.here.wake("tasks", b"done").await;
        assert_eq!(told(&mut others).await, Wake::Told(b"done"[..].into()), "{}", bench.name);
    }
}

#[tokio::test]
async fn a_listener_that_was_too_slow_is_told_that_it_missed_something() {
    for bench in benches().await {
        let mut listener = bench.here.listen("many");
        for n in 0..1_000_u32 {
            bench.here.wake("many", &n.to_be_bytes()).await;
        }
        let mut missed = false;
        loop {
            match told(&mut listener).await {
                Wake::Missed => missed = true,
                Wake::Told(word) if *word == 999_u32.to_be_bytes() => break,
                Wake::Told(_) => {}
            }
        }
        assert!(missed || bench.name == "redis", "{}: 1,000 words waited", bench.name);
    }
}

/// A way to Redis that can be cut and opened again.
struct Wire {
    address: SocketAddr,
    open: tokio::sync::watch::Sender<bool>,
}

impl Wire {
    async fn to(url: &str) -> Self {
        let behind = url.trim_start_matches("redis://").trim_end_matches('/').to_owned();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("binds");
        let address = listener.local_addr().expect("bound");
        let (open, watched) = tokio::sync::watch::channel(true);
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                let (mut watched, behind) = (watched.clone(), behind.clone());
                tokio::spawn(async move {
                    if !*watched.borrow() {
                        return;
                    }
                    let Ok(far) = TcpStream::connect(behind).await else { return };
                    tokio::select! {
                        () = carry(near, far) => {}
                        _ = watched.wait_for(|open| !open) => {}
                    }
                });
            }
        });
        Self { address, open }
    }
}

async fn carry(near: TcpStream, far: TcpStream) {
    let ((mut from, mut to), (mut back, mut home)) = (near.into_split(), far.into_split());
    let pump = async |from: &mut tokio::net::tcp::OwnedReadHalf, to: &mut tokio::net::tcp::OwnedWriteHalf| {
        let mut buffer = [0; 4096];
        while let Ok(read @ 1..) = from.read(&mut buffer).await {
            if to.write_all(&buffer[..read]).await.is_err() {
                return;
            }
        }
    };
    tokio::select! {
        () = pump(&mut from, &mut home) => {}
        () = pump(&mut back, &mut to) => {}
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_redis_down_there_is_still_a_limit_and_the_cache_says_that_it_is_its_own() {
    let Some(url) = redis_url() else { return };
    let wire = Wire::to(&url).await;
    let clock = ManualClock::at(Timestamp::from_micros(1_700_000_000_000_000));
    let sources = Sources::new(clock.clone(), SeededRandom::new(0));
    let config = config(&format!("redis://{}", wire.address));
    let cache = Cache::redis(&config, sources).await.expect("a configuration");
    assert_eq!(cache.shared(), Ok(()));
    let limiter = RateLimiter::new("down", Limit { burst: 3, per_minute: 1 }, cache.clone());
    let tier =
        Tier::<Count>::new("down", Bounds { keep: Duration::from_secs(300), entries_max: 5 }, cache.clone());
    tier.put(&key("a"), &Count(1)).await;
    let mut listener = cache.listen("down");

    wire.open.send(false).expect("the wire is there");
    for _ in 0..3 {
        limiter.take(b"ada").await.expect("a burst of this process's own");
    }
    limiter.take(b"ada").await.expect_err("it does not fail open");
    assert!(cache.shared().is_err(), "and says so");
    assert!(cache.went_without() >= 4);
    assert_eq!(tier.get(&key("a")).await, None, "a miss, not an error");
    tier.put(&key("b"), &Count(1)).await;
    tier.forget(&key("b")).await;
    cache.wake("down", b"here").await;
    assert_eq!(told(&mut listener).await, Wake::Told(b"here"[..].into()), "this process still hears itself");

    wire.open.send(true).expect("the wire is there");
    let healed = async {
        while cache.shared().is_err() {
            // Only whether it asks again matters here.
            let _wait = limiter.take(b"ben").await;
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), healed).await.expect("it is shared again by itself");
    assert_eq!(tier.get(&key("a")).await, Some(Count(1)), "what was kept is there");
    assert_eq!(told(&mut listener).await, Wake::Missed, "whoever listens looks for himself");
}

#[tokio::test]
async fn a_server_that_takes_and_never_answers_costs_little_and_no_limit() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("binds");
    let address = listener.local_addr().expect("bound");
    let silent = tokio::spawn(async move {
        let mut held = Vec::new();
        while let Ok((stream, _)) = listener.accept().await {
            held.push(stream);
        }
    });
    let config = config(&format!("redis://{address}"));
    let cache = Cache::redis(&config, Sources::system()).await.expect("it starts all the same");
    assert!(cache.shared().is_err());
    let limiter = RateLimiter::new("silent", Limit { burst: 1_000, per_minute: 1 }, cache.clone());
    let mut taken = 0;
    let many = async {
        for _ in 0..2_000 {
            taken += u32::from(limiter.take(b"ada").await.is_ok());
        }
    };
    tokio::time::timeout(Duration::from_secs(60), many).await.expect("2,000 takes do not wait for it each");
    assert_eq!(taken, 1_000);
    silent.abort();
}

#[tokio::test]
async fn plain_text_leaves_no_machine_and_no_address_is_told_in_an_error() {
    let open = async |url: &str| Cache::redis(&config(url), Sources::system()).await.err();
    assert!(matches!(open("redis://:secret@10.1.2.3:6379").await, Some(RedisFault::PlainOffLoopback)));
    assert!(matches!(open("rediss://10.1.2.3:6379/#insecure").await, Some(RedisFault::Address)));
    let fault = open("nonsense://:secret@host").await.expect("refused");
    assert!(!fault.to_string().contains("secret") && !format!("{fault:?}").contains("secret"));
    let mut without = config("rediss://10.1.2.3:6379");
    without.authority = Some("/nowhere/authority.pem".into());
    let fault = Cache::redis(&without, Sources::system()).await.err();
    assert!(matches!(fault, Some(RedisFault::Authority(_))));
}
