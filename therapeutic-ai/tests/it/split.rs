//! Services that run apart, as the reference of the configuration says: its example is what is run here.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::Command;

use api::ServiceName;
use testkit::{Certificates, OwnStores, Process, answer_of, eventually, free_port};
use therapeutic_ai::config::Config;
use therapeutic_ai::demo::Demo;
use therapeutic_ai::registry::installed;

use crate::process::{PROGRAM, fails, run};
use crate::stopping::watch;

/// What a process writes down once it serves.
#[derive(serde::Deserialize)]
struct Addresses {
    public: Option<SocketAddr>,
    internal: SocketAddr,
}

const REFERENCE: &str = include_str!("../../../docs/configuration.md");

/// The second example of the reference, as it stands there.
fn example() -> Config {
    let apart = REFERENCE.split("## Services that run apart").nth(1).expect("the reference has this part");
    let block = apart.split("```toml").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    toml::from_str(block).expect("the example is a configuration")
}

#[test]
fn the_example_of_the_reference_names_every_service() {
    let config = example();
    config.check().expect("it holds");
    let named: Vec<ServiceName> = config.peers.keys().copied().collect();
    let mut all = installed();
    all.sort();
    assert_eq!(named, all);
}

#[tokio::test]
async fn the_example_of_the_reference_runs_with_every_service_a_process_of_its_own() {
    let Some(url) = testkit::postgres_url() else { return };
    let stores = OwnStores::distributed(&url);
    let folder = stores.data_dir();
    let file = folder.join("platform.toml");
    std::fs::write(&file, toml::to_string(&here(&stores, &url)).expect("TOML")).expect("writes");
    let started: Vec<(ServiceName, Process)> =
        installed().into_iter().map(|name| (name, start(&file, &stores, name))).collect();
    let mut processes = Vec::new();
    let mut public = None;
    for (name, mut process) in started {
        let runtime = folder.join(name.name()).join("runtime.json");
        let addresses: Addresses = eventually(&format!("{name} serves"), async || {
            assert!(!process.has_ended(), "{name} ended: {}", process.said());
            serde_json::from_slice(&std::fs::read(&runtime).ok()?).ok()
        })
        .await;
        eventually(&format!("{name} is ready"), async || {
            let health = answer_of(addresses.internal, &format!("/{name}/health")).await?;
            (!health.contains("\"unhealthy\"")).then_some(())
        })
        .await;
        public = public.or(addresses.public);
        processes.push((name, process));
    }
    let url = format!("http://{}", public.expect("the gateway's address"));
    let (token, credentials) = (folder.join("auth-rbac/setup-token"), folder.join("demo.json"));
    let text = |path: &Path| path.to_str().expect("UTF-8").to_owned();
    let demo = ["demo", "--url", &url, "--setup-token", &text(&token), "--output", &text(&credentials)];
    let made = run(&demo);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let (code, line) = fails(&demo);
    assert_eq!((code, line.lines().count()), (66, 1), "it is made once: {line}");
    let conversations = folder.join("conversations.jsonl");
    std::fs::write(
        &conversations,
        "{\"user_turns\":[\"It rains\",\"I want to kill myself, I have saved up my pills\"]}\n",
    )
    .expect("writes");
    let replayed = run(&[
        "replay",
        "--json",
        "--residents",
        "1",
        "--url",
        &url,
        "--credentials",
        &text(&credentials),
        &text(&conversations),
    ]);
    let summary: serde_json::Value = serde_json::from_slice(&replayed.stdout).expect("one line of JSON");
    let count = |name: &str| summary[name].as_u64().expect("a count");
    let counts = ["turns", "errors", "risk_turns", "risk_turns_with_fixed_script", "alert_events"].map(count);
    assert_eq!(counts, [2, 0, 1, 1, 1], "{summary}");
    // The gateway is told first, while what it passes on is still alive: nobody but itself can end that.
    let demo: Demo = serde_json::from_slice(&std::fs::read(&credentials).expect("reads")).expect("JSON");
    let _watched = watch(&url, &demo).await;
    processes.sort_by_key(|(name, _)| *name == ServiceName::ApiGateway);
    while let Some((name, process)) = processes.pop() {
        assert_eq!(process.terminate(), Some(0), "{name} drains");
    }
}

/// The example, with this test's own places in it.
fn here(stores: &OwnStores, url: &str) -> Config {
    let mut config = example();
    let folder = stores.data_dir();
    let Certificates { authority, directory } = Certificates::make(&folder, installed());
    let tls = config.tls.as_mut().expect("the example has certificates");
    (tls.authority, tls.directory) = (authority, directory);
    let url_file = folder.join("postgres-url");
    std::fs::write(&url_file, url).expect("writes");
    config.stores.postgres_url_file = Some(url_file);
    config.stores.schema_prefix = stores.prefix().map(str::to_owned);
    for (name, addresses) in &mut config.peers {
        let port = free_port();
        *addresses = vec![SocketAddr::from((Ipv4Addr::LOCALHOST, port))];
        config.ports.insert(*name, port);
    }
    config
}

fn start(file: &Path, stores: &OwnStores, name: ServiceName) -> Process {
    let data_dir = stores.data_dir().join(name.name());
    let mut command = Command::new(PROGRAM);
    command
        .args(["serve", "--services", name.name(), "--config"])
        .arg(file)
        .arg("--data-dir")
        .arg(&data_dir)
        .arg("--key-dir")
        .arg(stores.key_dir())
        .args(["--listen", "127.0.0.1:0", "--internal-listen", "127.0.0.1:0"]);
    Process::start(&mut command, &data_dir.with_extension("said"))
}
