//! Figures for PERFORMANCE.md's goals, on this machine and this build. Ignored, since a figure is no check:
//! `cargo test --release -p audit-logging -- --ignored measure --nocapture --test-threads 1`.

use std::io::Write as _;
use std::time::{Duration, Instant};

use api::ServiceName;
use audit_logging_api::AuditEvent;

use super::{House, event};

fn say(line: &str) {
    writeln!(std::io::stderr(), "{line}").expect("writes");
}

/// Processor seconds of this process, all threads.
fn processor() -> Duration {
    let text = std::fs::read_to_string("/proc/self/stat").expect("reads");
    let after = text.rsplit_once(')').expect("a name in brackets").1;
    let fields: Vec<i64> = after.split_whitespace().filter_map(|field| field.parse().ok()).collect();
    // Fields 14 and 15, counted from 1; two are before the bracket and the third is a letter. 100 ticks a second.
    Duration::from_millis(u64::try_from(fields[10] + fields[11]).expect("not negative") * 10)
}

fn told(what: &str, events: u128, wall: Duration, cpu: Duration) {
    let n = events as f64;
    say(&format!(
        "{what}: {:.0} events/s, {:.2} µs of processor an event",
        n / wall.as_secs_f64(),
        cpu.as_secs_f64() * 1e6 / n
    ));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "prints figures"]
async fn measure_appends_in_batches() {
    for house in House::on_every_engine("measure_batches") {
        let open = house.open().await;
        let batches: Vec<Vec<AuditEvent>> =
            (0..200_u128).map(|batch| (batch * 256 + 1..=batch * 256 + 256).map(event).collect()).collect();
        let (wall, cpu) = (Instant::now(), processor());
        let mut senders = Vec::new();
        // Eight senders, as eight services have a relay each.
        for share in batches.chunks(25) {
            let (ledger, share) = (open.ledger.clone(), share.to_vec());
            senders.push(tokio::spawn(async move {
                for batch in share {
                    ledger.append(ServiceName::ChatHistory, batch).await.expect("appends");
                }
            }));
        }
        for sender in senders {
            sender.await.expect("ends");
        }
        told("batches of 256, eight senders", 200 * 256, wall.elapsed(), processor() - cpu);
        open.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "prints figures"]
async fn measure_single_appends_64_in_flight() {
    for house in House::on_every_engine("measure_singles") {
        let open = house.open().await;
        let (wall, cpu) = (Instant::now(), processor());
        let senders: Vec<_> = (0..64_u128)
            .map(|sender| {
                let ledger = open.ledger.clone();
                tokio::spawn(async move {
                    for n in 0..500 {
                        let events = vec![event(1 + sender * 500 + n)];
                        ledger.append(ServiceName::ChatHistory, events).await.expect("appends");
                    }
                })
            })
            .collect();
        for sender in senders {
            sender.await.expect("ends");
        }
        told("one event each, 64 in flight", 64 * 500, wall.elapsed(), processor() - cpu);
        open.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "prints figures"]
async fn measure_one_client() {
    let house = House::new();
    let open = house.open().await;
    let mut times = Vec::new();
    for n in 1..=2_000_u128 {
        let started = Instant::now();
        open.append(vec![event(n)]).await;
        times.push(started.elapsed());
    }
    times.sort();
    say(&format!("one client: p50 {:?}, p99 {:?}", times[1_000], times[1_980]));
    open.end().await;
    // The disk's own sync, on the same file system.
    let mut file = std::fs::File::create(house.data().join("sync")).expect("creates");
    let mut syncs: Vec<Duration> = (0..2_000)
        .map(|_| {
            file.write_all(&[7; 570]).expect("writes");
            let started = Instant::now();
            file.sync_data().expect("syncs");
            started.elapsed()
        })
        .collect();
    syncs.sort();
    say(&format!("the disk's sync: p50 {:?}, p99 {:?}", syncs[1_000], syncs[1_980]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "prints figures"]
async fn measure_verification() {
    let house = House::new();
    let open = house.open().await;
    let events = 200_000_u128;
    for batch in (1..=events).collect::<Vec<_>>().chunks(512) {
        open.append(batch.iter().map(|n| event(*n)).collect()).await;
    }
    open.end().await;
    let (wall, cpu) = (Instant::now(), processor());
    let report = house.verify();
    assert!(report.is_intact(), "{report:?}");
    told("verification", events, wall.elapsed(), processor() - cpu);
}
