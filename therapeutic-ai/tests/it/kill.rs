//! Killed in the middle, again and again: what was acknowledged is there, with its event, and the log verifies.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use rusqlite::{Connection, OpenFlags};

use crate::process::{Server, pause, run, wait_for};

const KILLS: usize = 4;
/// Lines of the journal at which each kill comes: early, in the middle, late.
const AT: [usize; KILLS] = [1, 7, 19, 40];

#[test]
fn an_acknowledged_message_survives_a_kill_and_the_log_verifies() {
    let folder = tempfile::tempdir().expect("a folder");
    let data_dir = folder.path().join("data");
    let journal = folder.path().join("journal");
    let conversations = folder.path().join("conversations.jsonl");
    write_conversations(&conversations);
    assert_eq!(Server::start(&data_dir).terminate(), Some(0));
    for at in AT {
        // The nurse signs in with a one-time code each time: a step of its own for each.
        wait_for_next_step();
        let server = Server::start(&data_dir);
        let before = lines(&journal);
        let mut replay = Command::new(env!("CARGO_BIN_EXE_therapeutic-ai"))
            .args(["replay", "--residents", "4", "--json", "--url", &Server::url(&data_dir), "--journal"])
            .arg(&journal)
            .arg("--credentials")
            .arg(data_dir.join("demo.json"))
            .arg(&conversations)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("starts");
        wait_for(|| lines(&journal) >= before + at || replay.try_wait().expect("asks").is_some());
        server.kill();
        replay.wait().expect("ends");
        assert!(lines(&journal) >= before + at, "the replay came to its kill");
        assert_intact(&data_dir);
    }
    let server = Server::start(&data_dir);
    // What waited in outboxes is carried to the log.
    let chat = open(&data_dir, "chat-history.sqlite");
    wait_for(|| count(&chat, "SELECT COUNT(*) FROM audit_outbox", []) == 0);
    assert_eq!(server.terminate(), Some(0));
    assert_eq!(
        count(&chat, "SELECT COUNT(*) FROM turns WHERE closed_at IS NULL", []),
        0,
        "nothing is left open"
    );
    let audit = open(&data_dir, "audit-logging.sqlite");
    let text = std::fs::read_to_string(&journal).expect("reads");
    for id in text.lines() {
        let id = uuid_bytes(id);
        assert_eq!(
            count(&chat, "SELECT COUNT(*) FROM messages WHERE message_id = ?1", [&id]),
            1,
            "a lost message"
        );
        let events = count(&audit, "SELECT COUNT(*) FROM audit_events WHERE resource_id = ?1", [&id]);
        assert!(events >= 1, "a message without its event");
    }
    assert_intact(&data_dir);
}

/// Invented talk, a part of it with danger in it.
fn write_conversations(path: &Path) {
    let mut file = std::fs::File::create(path).expect("creates");
    for number in 0..40 {
        let risk = if number % 3 == 0 { "I want to die and I have pills" } else { "The soup was good today" };
        let turns = ["It is quiet here", risk, "yes", "My garden was large", "Thank you", "It rains again"];
        writeln!(file, "{}", serde_json::json!({ "user_turns": turns })).expect("writes");
    }
}

fn lines(path: &Path) -> usize {
    std::fs::read_to_string(path).map_or(0, |text| text.lines().count())
}

fn assert_intact(data_dir: &Path) {
    let output = run(&["audit", "verify", "--data-dir", data_dir.to_str().expect("UTF-8")]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

fn open(data_dir: &Path, file: &str) -> Connection {
    Connection::open_with_flags(data_dir.join(file), OpenFlags::SQLITE_OPEN_READ_ONLY).expect("opens")
}

fn count<P: rusqlite::Params>(store: &Connection, text: &str, values: P) -> i64 {
    store.query_row(text, values, |row| row.get(0)).expect("counts")
}

fn uuid_bytes(id: &str) -> Vec<u8> {
    let hex: Vec<u8> = id.bytes().filter(|byte| *byte != b'-').collect();
    let digit = |byte: u8| u8::try_from(char::from(byte).to_digit(16).expect("hex")).expect("small");
    hex.chunks(2).map(|pair| digit(pair[0]) * 16 + digit(pair[1])).collect()
}

/// One-time codes are good once a step of thirty seconds.
fn wait_for_next_step() {
    let step = || kernel::Sources::system().now().as_seconds() / 30;
    let before = step();
    while step() == before {
        pause();
    }
}
