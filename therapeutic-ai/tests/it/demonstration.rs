//! The demonstration is made in steps, and whoever is cut off goes on: at each step in turn, what the platform
//! answered is not written down.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Mutex;
use std::time::Duration;

use kernel::{ManualClock, Sources, SystemRandom, Timestamp};
use therapeutic_ai::config::Config;
use therapeutic_ai::demo;
use therapeutic_ai::outside::Outside;
use therapeutic_ai::platform::Platform;

/// More than there are steps: it is finished long before.
const ATTEMPTS: usize = 20;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_demonstration_is_finished_though_each_step_is_answered_once_and_not_written_down() {
    let folder = tempfile::tempdir().expect("a folder");
    let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let data_dir = folder.path().join("data");
    let config =
        Config { data_dir: data_dir.clone(), listen: any, internal_listen: any, ..Config::default() };
    // Its own clock: a one-time code is good once in its half minute, and each attempt signs in.
    let clock = ManualClock::at(Timestamp::from_micros(1_700_000_020_000_000));
    let sources = Sources::new(clock.clone(), std::sync::Arc::new(SystemRandom));
    let platform = Platform::start(config, sources.clone()).await.expect("it starts");
    let outside = Outside::new(&format!("http://{}", platform.public.expect("a gateway")));
    let token =
        std::fs::read_to_string(data_dir.join(auth_rbac::SET_UP_FILE)).expect("an empty installation");
    let part: Mutex<Option<Vec<u8>>> = Mutex::default();
    let mut cut = Vec::new();
    let demo = loop {
        assert!(cut.len() < ATTEMPTS, "it is finished some time: {cut:#?}");
        let before = part.lock().expect("a lock").clone();
        let written = Mutex::new(0);
        let keep = |bytes: &[u8]| {
            let mut written = written.lock().expect("a lock");
            *written += 1;
            // That it was begun and one step; the next was taken, and nothing says so.
            if *written > 2 {
                return Err(std::io::Error::other("cut off"));
            }
            *part.lock().expect("a lock") = Some(bytes.to_vec());
            Ok(())
        };
        match demo::make(&outside, Some(token.clone()), before.as_deref(), &sources, &keep).await {
            Ok(demo) => break demo,
            Err(error) => {
                let error = format!("{error:#}");
                assert!(error.ends_with("cut off"), "attempt {}: {error}", cut.len() + 1);
                cut.push(error);
            }
        }
        clock.advance(Duration::from_secs(90));
    };
    assert_eq!((cut.len(), demo.accounts.len()), (8, 6), "{cut:#?}");
    assert!(platform.stop().await);
}
