//! The commands that talk to a gateway: where it is, what it answers, and what they end with.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use ai_gateway_api::{BeginConversation, NewConversation, NewMessage, SendMessage};
use api::{Call, CallContext, Role, ServiceName, Words};
use chat_history_api::{GetTranscript, TranscriptQuery};
use kernel::Sources;
use testkit::{Certificates, wait_until};
use therapeutic_ai::config::{Config, TlsConfig};
use therapeutic_ai::demo::{self, Demo};
use therapeutic_ai::outside::Outside;
use therapeutic_ai::registry::installed;

use crate::process::{Server, fails, run};

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

fn conversations(folder: &Path) -> PathBuf {
    let file = folder.join("conversations.jsonl");
    std::fs::write(&file, "{\"user_turns\":[\"It rains\"]}\n").expect("writes");
    file
}

#[test]
fn a_gateway_that_is_away_a_file_that_is_not_there_and_a_refused_sign_in_are_told_apart() {
    let folder = tempfile::tempdir().expect("a folder");
    let (data_dir, nowhere) = (folder.path().join("data"), folder.path().join("nowhere"));
    let played = conversations(folder.path());
    for arguments in [
        &["chat", "--data-dir", text(&nowhere)][..],
        &["replay", "--data-dir", text(&nowhere), text(&played)],
        &["demo", "--url", "http://127.0.0.1:1", "--setup-token", text(&nowhere)],
    ] {
        let (code, line) = fails(arguments);
        assert_eq!((code, line.lines().count()), (66, 1), "{arguments:?}: {line}");
    }
    let server = Server::start_demo(&data_dir);
    let (code, line) = fails(&["replay", "--data-dir", text(&data_dir), text(&nowhere)]);
    assert_eq!((code, line.lines().count()), (66, 1), "{line}");
    assert_eq!(server.terminate(), Some(0));
    let (code, line) = fails(&["chat", "--data-dir", text(&data_dir)]);
    assert_eq!((code, line.lines().count()), (69, 1), "nobody listens there: {line}");

    // Started again on other ports, with a password that does not hold any more.
    let server = Server::start(&data_dir);
    let mut demo = Demo::read(&data_dir).expect("reads");
    assert_ne!(demo.base_url, Server::url(&data_dir), "the ports are the system's choice");
    assert_eq!(demo.gateway(&data_dir), Server::url(&data_dir));
    for account in &mut demo.accounts {
        account.password = "not the password".to_owned();
    }
    let wrong = folder.path().join("wrong.json");
    std::fs::write(&wrong, serde_json::to_vec(&demo).expect("JSON")).expect("writes");
    let url = Server::url(&data_dir);
    let (code, said) = fails(&["replay", "--url", &url, "--credentials", text(&wrong), text(&played)]);
    assert_eq!((code, said.lines().count()), (77, 2), "{said}");
    assert!(said.lines().next().is_some_and(|line| line.contains("the next one is tried")), "{said}");
    // Two in a row: the second finds the nurse's code used, says so and waits for the next.
    for _ in 0..2 {
        let played =
            run(&["replay", "--json", "--residents", "1", "--data-dir", text(&data_dir), text(&played)]);
        assert!(played.status.success(), "{}", String::from_utf8_lossy(&played.stderr));
    }
    drop(server);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_demonstration_that_was_cut_off_goes_on_where_it_stood() {
    let folder = tempfile::tempdir().expect("a folder");
    let data_dir = folder.path().join("data");
    for accounts in 1..=3 {
        let server = Server::start_with(&data_dir, &["--demo"]);
        wait_until("some of it is made", || Server::made(&data_dir) >= accounts);
        server.kill();
        assert!(!data_dir.join(demo::FILE).exists(), "it was cut off before the end");
    }
    let server = Server::start_demo(&data_dir);
    assert!(!data_dir.join(demo::PART).exists());
    let demo = Demo::read(&data_dir).expect("reads");
    let mut roles: Vec<Role> = demo.accounts.iter().map(|account| account.role).collect();
    roles.sort();
    roles.dedup();
    assert_eq!((demo.accounts.len(), roles.len()), (6, 5), "everybody, once");
    let (outside, sources) = (Outside::new(&Server::url(&data_dir)), Sources::system());
    for role in [Role::Resident, Role::CareStaff, Role::FamilyMember, Role::HealthProvider] {
        let account = demo.account(role).expect("made");
        demo::sign_in(&outside, &sources, account)
            .await
            .unwrap_or_else(|error| panic!("{role:?}: {error:#}"));
    }
    drop(server);
}

#[test]
fn a_gateway_over_tls_is_reached_with_the_platforms_own_authority_and_not_without() {
    let folder = tempfile::tempdir().expect("a folder");
    let data_dir = folder.path().join("data");
    let Certificates { authority, directory } = Certificates::make(folder.path(), installed());
    let config = Config {
        listen: SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0)),
        tls: Some(TlsConfig { authority: authority.clone(), directory }),
        ..Config::default()
    };
    let file = folder.path().join("platform.toml");
    std::fs::write(&file, toml::to_string(&config).expect("TOML")).expect("writes");
    // Without a demonstration it is published, and a protocol that names nobody is none.
    let (code, line) = fails(&["serve", "--config", text(&file), "--data-dir", text(&data_dir)]);
    assert_eq!((code, line.lines().count()), (78, 1), "{line}");
    assert!(line.contains("api-gateway.protocol.operator") && line.contains("/protocol"), "{line}");
    let server = Server::start_with_ports(
        &data_dir,
        &["--demo", "--config", text(&file)],
        ["--listen", "0.0.0.0:0", "--internal-listen", "127.0.0.1:0"],
    );
    wait_until("the demonstration is made", || data_dir.join(demo::FILE).exists());
    let played = conversations(folder.path());
    let replay = ["replay", "--json", "--residents", "1", "--data-dir", text(&data_dir)];
    let (code, line) = fails(&[&replay[..], &[text(&played)]].concat());
    assert_eq!((code, line.lines().count()), (69, 1), "nobody vouches for it: {line}");
    let with = run(&[&replay[..], &["--authority", text(&authority), text(&played)]].concat());
    assert!(with.status.success(), "{}", String::from_utf8_lossy(&with.stderr));
    let (code, line) = fails(&[&replay[..], &["--authority", text(&played), text(&played)]].concat());
    assert_eq!((code, line.lines().count()), (69, 1), "no authority vouches for anything: {line}");
    drop(server);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stored_turn_comes_out_the_same_and_another_is_not_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let data_dir = folder.path().join("data");
    let server = Server::start_demo(&data_dir);
    let demo = Demo::read(&data_dir).expect("reads");
    let (outside, sources) = (Outside::new(&Server::url(&data_dir)), Sources::system());
    let account = demo.account(Role::Resident).expect("made");
    let context = demo::sign_in(&outside, &sources, account).await.expect("signs in");
    let gateway = outside.client(ServiceName::AiGateway);
    let begun = gateway.call::<BeginConversation>(&context, Call::body(NewConversation::default())).await;
    let id = begun.expect("begins").id;
    for words in ["My garden was full of roses", "I want to die"] {
        let context = CallContext { request_id: sources.id(), ..context.clone() };
        let call = Call::path_and_body(
            ai_gateway_api::ByConversation { id },
            NewMessage { content: Words::new(words) },
        );
        let mut events = gateway.stream::<SendMessage>(&context, call).await.expect("a turn");
        while let Some(event) = events.next().await {
            event.expect("an event");
        }
    }
    let context = CallContext { request_id: sources.id(), ..context };
    let path = chat_history_api::ByConversation { conversation_id: id };
    let call = Call::path_and_query(path, TranscriptQuery::default());
    let transcript = outside.client(ServiceName::ChatHistory).call::<GetTranscript>(&context, call).await;
    let transcript = transcript.expect("reads");
    let file = folder.path().join("transcript.json");
    std::fs::write(&file, serde_json::to_vec(&transcript).expect("JSON")).expect("writes");
    let judged = run(&["eval", "conversation", text(&file)]);
    let table = String::from_utf8_lossy(&judged.stdout).into_owned();
    assert!(judged.status.success() && table.contains("1 conversations, 3 replies"), "{table}");
    let (at, dir) = (id.to_string(), text(&data_dir));
    let turn = transcript.messages.last().expect("a reply").message.turn_id.to_string();
    let same = run(&["replay-turn", &turn, "--conversation", &at, "--data-dir", dir]);
    let (said, why) = (String::from_utf8_lossy(&same.stdout), String::from_utf8_lossy(&same.stderr));
    assert_eq!((said.trim(), same.status.code()), ("same", Some(0)), "{why}");
    by_a_token(folder.path(), &context, (&turn, &at), &Server::url(&data_dir));
    reported(dir, &sources);
    let nowhere = begun_turn();
    let output = run(&["replay-turn", &nowhere, "--data-dir", dir]);
    assert_eq!(output.status.code(), Some(66), "{}", String::from_utf8_lossy(&output.stderr));
    drop(server);
}

/// The message with danger in it was counted, for the year that it is where the residents are; nobody stands in the report.
fn reported(dir: &str, sources: &Sources) {
    let there = sources.now().minus(std::time::Duration::from_secs(5 * 3_600)).to_string();
    let year = &there[..4];
    let json = run(&["report", "companion", "--year", year, "--json", "--data-dir", dir]);
    let why = String::from_utf8_lossy(&json.stderr).into_owned();
    let report: chat_history_api::CompanionReport =
        serde_json::from_slice(&json.stdout).unwrap_or_else(|error| panic!("{error}: {why}"));
    assert_eq!(report.statutory.referral_notices, 1, "{report:?}");
    // A passive wish names the line and raises no alert.
    assert_eq!((report.internal.marked.as_str(), report.internal.handoffs.len()), ("internal", 0));
    let table = run(&["report", "companion", "--year", year, "--data-dir", dir]);
    let told = String::from_utf8_lossy(&table.stdout).into_owned();
    let (public, internal) = told.split_once("INTERNAL").expect("both parts");
    assert!(public.contains("in the year: 1") && internal.contains("crisis_line"), "{told}");
    let none = run(&["report", "companion", "--year", "2001", "--json", "--data-dir", dir]);
    let none: chat_history_api::CompanionReport = serde_json::from_slice(&none.stdout).expect("a report");
    assert_eq!((none.statutory.referral_notices, none.internal.referrals.len()), (0, 0));
    let (code, line) = fails(&["report", "companion", "--year", "26", "--data-dir", dir]);
    assert_eq!(code, 2, "{line}");
}

/// Where there is no demonstration, whoever may read the conversation shows it by a token in a file; the words of then are
/// found where the server kept them.
fn by_a_token(folder: &Path, context: &CallContext, (turn, conversation): (&str, &str), url: &str) {
    let kept = std::fs::read_dir(folder.join("data/contents")).expect("the content is kept");
    let name = content::archive::file_name(content::library().digest());
    let names: Vec<_> = kept.map(|entry| entry.expect("an entry").file_name()).collect();
    assert_eq!(names, [std::ffi::OsString::from(name)]);
    let header = context.authorization.as_ref().expect("signed in").to_str().expect("text");
    let token = folder.join("token");
    for (given, code) in [(header.trim_start_matches("Bearer "), 0), ("another", 77)] {
        std::fs::write(&token, format!("{given}\n")).expect("writes");
        let output = run(&[
            "replay-turn",
            turn,
            "--conversation",
            conversation,
            "--url",
            url,
            "--token",
            text(&token),
            "--data-dir",
            text(&folder.join("elsewhere")),
        ]);
        let why = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{why}");
        assert!(!why.contains("another"), "{why}");
    }
}

/// The id of a turn that nobody took.
fn begun_turn() -> String {
    "01900000-0000-7000-8000-000000000000".to_owned()
}
