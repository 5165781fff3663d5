//! `audit verify` and `audit checkpoint`, as a person uses them: on a log of SQLite and on one of PostgreSQL, whole
//! and tampered with by somebody who may do anything to the store.

use std::path::{Path, PathBuf};

use rusqlite::Connection;
use store_sql::{Database, Location, Statements};
use testkit::OwnStores;
use therapeutic_ai::config::{Config, StoresConfig, StoresMode};

use crate::process::{Server, fails, run};

const STORE: &str = "audit-logging.sqlite";
const HEADS: &str = "audit-logging.heads";
const PUBLIC_KEY: &str = "audit-log.pub";

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// A log of a demonstration that was started twice: as it was yesterday, and as it is.
struct Logs {
    folder: tempfile::TempDir,
}

impl Logs {
    fn new() -> Self {
        let logs = Self { folder: tempfile::tempdir().expect("a folder") };
        let data_dir = logs.folder.path().join("data");
        assert_eq!(Server::start_demo(&data_dir).terminate(), Some(0));
        copy(&data_dir, &logs.yesterday());
        let server = Server::start_demo(&data_dir);
        // A sign-in leaves its event.
        let conversations = logs.folder.path().join("one.jsonl");
        std::fs::write(&conversations, "{\"user_turns\":[\"It rains\"]}\n").expect("writes");
        let replayed =
            run(&["replay", "--residents", "1", "--data-dir", text(&data_dir), text(&conversations)]);
        assert!(replayed.status.success(), "{}", String::from_utf8_lossy(&replayed.stderr));
        assert_eq!(server.terminate(), Some(0));
        logs
    }

    fn yesterday(&self) -> PathBuf {
        self.folder.path().join("yesterday")
    }

    /// A copy of the log as it is.
    fn today(&self, name: &str) -> PathBuf {
        let copied = self.folder.path().join(name);
        copy(&self.folder.path().join("data"), &copied);
        copied
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("makes");
    for file in [STORE, "audit-logging.sqlite-wal", HEADS, PUBLIC_KEY] {
        let (from, to) = (from.join(file), to.join(file));
        if from.exists() {
            std::fs::copy(&from, &to).expect("copies");
        } else {
            drop(std::fs::remove_file(&to));
        }
    }
}

/// What a superuser does: nothing of the store's own stands in the way.
fn by_hand(data_dir: &Path, sql: &str) {
    let store = Connection::open(data_dir.join(STORE)).expect("opens");
    let mut select =
        store.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").expect("prepares");
    let names = select.query_map([], |row| row.get::<_, String>(0)).expect("queries");
    let triggers: Vec<String> = names.map(|name| name.expect("a name")).collect();
    drop(select);
    for trigger in triggers {
        store.execute_batch(&format!("DROP TRIGGER {trigger}")).expect("drops");
    }
    store.execute_batch(sql).expect("the change is made");
}

/// What is said of a log that is not intact.
fn faults(flags: &[&str]) -> String {
    let output = run(&[&["audit", "verify"], flags].concat());
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(1), "{flags:?}: {said}");
    assert!(said.contains("FAULT"), "{flags:?}: {said}");
    said
}

#[test]
fn every_tampering_with_a_log_of_sqlite_is_found_and_the_key_is_named() {
    let logs = Logs::new();
    let whole = logs.today("whole");
    let output = run(&["audit", "verify", "--data-dir", text(&whole)]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let key = std::fs::read_to_string(whole.join(PUBLIC_KEY)).expect("reads");
    assert!(output.status.success() && said.contains("the log is intact"), "{said}");
    assert!(said.contains(key.trim()) && said.contains("beside the data"), "which key was trusted: {said}");

    let kept = logs.folder.path().join("kept");
    let head = run(&["audit", "checkpoint", "--data-dir", text(&whole)]);
    assert!(head.status.success());
    std::fs::write(&kept, &head.stdout).expect("writes");
    let elsewhere = logs.folder.path().join("elsewhere.pub");
    std::fs::write(&elsewhere, &key).expect("writes");
    let with = ["--public-key", text(&elsewhere), "--checkpoint", text(&kept)];
    let output = run(&[&["audit", "verify", "--data-dir", text(&whole)], &with[..]].concat());
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && said.contains(text(&elsewhere)), "{said}");

    for (name, sql) in [
        ("edited", "UPDATE audit_events SET action = 'none' WHERE sequence = 3"),
        ("deleted", "DELETE FROM audit_events WHERE sequence = 3"),
        ("cut", "DELETE FROM audit_events WHERE sequence >= (SELECT MAX(sequence) - 1 FROM audit_events)"),
    ] {
        let tampered = logs.today(name);
        by_hand(&tampered, sql);
        faults(&["--data-dir", text(&tampered)]);
    }
    let put_back = logs.today("put-back");
    std::fs::copy(logs.yesterday().join(STORE), put_back.join(STORE)).expect("copies");
    drop(std::fs::remove_file(put_back.join("audit-logging.sqlite-wal")));
    faults(&["--data-dir", text(&put_back)]);
    // Yesterday's heads too: the directory agrees with itself, and what was kept elsewhere does not.
    let yesterday = logs.yesterday();
    assert!(run(&["audit", "verify", "--data-dir", text(&yesterday)]).status.success());
    let said = faults(&["--data-dir", text(&yesterday), "--checkpoint", text(&kept)]);
    assert!(said.contains("put back"), "{said}");
}

#[test]
fn a_key_or_a_checkpoint_that_is_not_of_this_log_or_not_there_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let data_dir = folder.path().join("data");
    assert_eq!(Server::start(&data_dir).terminate(), Some(0));
    let verify = |flag: &str, file: &Path| {
        fails(&["audit", "verify", "--data-dir", text(&data_dir), flag, text(file)])
    };
    let nowhere = folder.path().join("nowhere");
    for flag in ["--public-key", "--checkpoint"] {
        let (code, line) = verify(flag, &nowhere);
        assert_eq!((code, line.lines().count()), (66, 1), "{line}");
    }
    let other = folder.path().join("other");
    std::fs::write(&other, "no note").expect("writes");
    assert_eq!(verify("--checkpoint", &other).0, 1);
    assert_eq!(verify("--public-key", &other).0, 1);
    let (code, line) = fails(&["audit", "checkpoint", "--data-dir", text(&nowhere)]);
    assert_eq!((code, line.lines().count()), (1, 1), "{line}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_of_postgresql_is_verified_and_a_changed_cell_is_found() {
    let Some(url) = testkit::postgres_url() else { return };
    let stores = OwnStores::distributed(&url);
    let (data_dir, url_file) = (stores.data_dir(), stores.data_dir().join("postgres-url"));
    std::fs::write(&url_file, &url).expect("writes");
    let prefix = stores.prefix().expect("on a server").to_owned();
    let store = |url_file: PathBuf| StoresConfig {
        mode: StoresMode::Distributed,
        postgres_url_file: Some(url_file),
        schema_prefix: Some(prefix.clone()),
    };
    let file = data_dir.join("platform.toml");
    let write = |stores| {
        let config = Config { stores, ..Config::default() };
        std::fs::write(&file, toml::to_string(&config).expect("TOML")).expect("writes");
    };
    write(store(url_file.clone()));
    let flags = ["--config", text(&file), "--data-dir", text(&data_dir)];
    let server = Server::start_with(&data_dir, &["--demo", "--config", text(&file)]);
    testkit::wait_until("the demonstration is made", || data_dir.join("demo.json").exists());
    assert_eq!(server.terminate(), Some(0));
    let output = run(&[&["audit", "verify"], &flags[..]].concat());
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && said.contains("the log is intact"), "{said}");
    let events = said.lines().find_map(|line| line.strip_prefix("events")).expect("a count").trim();
    assert!(events.parse::<u64>().expect("a number") > 3, "{said}");
    let head = run(&[&["audit", "checkpoint"], &flags[..]].concat());
    assert!(head.status.success() && head.stdout.starts_with(b"therapeutic-ai/audit-log/"));

    let schema = format!("{prefix}audit");
    let server = Database::open("tamper", &Location::Postgres { url, schema }, &[]).await.expect("opens");
    let superuser = server.begin().await.expect("begins");
    for sql in [
        "SET LOCAL session_replication_role = replica",
        "GRANT UPDATE ON audit_events TO CURRENT_USER",
        "UPDATE audit_events SET reason = 'none' WHERE sequence = 2",
    ] {
        superuser.run(sql, []).await.expect("may do anything");
    }
    superuser.commit().await.expect("commits");
    server.close().await;
    assert!(faults(&flags).contains("event 2 was changed"));

    let gone = data_dir.join("gone-url");
    std::fs::write(&gone, "postgres://nobody@127.0.0.1:1/none").expect("writes");
    write(store(gone));
    let (code, line) = fails(&[&["audit", "verify"], &flags[..]].concat());
    assert_eq!((code, line.lines().count()), (69, 1), "a server that does not answer says nothing: {line}");
}
