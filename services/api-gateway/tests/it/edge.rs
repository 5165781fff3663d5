//! The edge over raw sockets: framing that could be read in two ways, sizes, slow clients, headers that only
//! services may set.

use std::sync::atomic::Ordering;
use std::time::Duration;

use api::{Role, headers};
use chassis::ListenerLimits;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::World;

/// A request that must never be taken for one: it is hidden in another's body.
fn poison(token: &str) -> String {
    let body = r#"{"text":"smuggled"}"#;
    format!(
        "POST /chat/note HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// Ways to say where a body ends that two readers may understand differently. `{LEN}` is the length of all that
/// follows, `{ALL}` is the poison. The same length said twice is not among them: everybody reads it alike.
fn framings() -> Vec<String> {
    let mut all = Vec::new();
    let chunked = [
        "Transfer-Encoding: chunked",
        "transfer-encoding:chunked",
        "Transfer-Encoding: chunked ",
        "Transfer-Encoding:\tchunked",
        "Transfer-Encoding: Chunked",
        "TRANSFER-ENCODING: chunked",
    ];
    for te in chunked {
        all.push(format!("{te}\r\ncontent-length: {{LEN}}\r\n\r\n0\r\n\r\n{{ALL}}"));
        all.push(format!("content-length: {{LEN}}\r\n{te}\r\n\r\n0\r\n\r\n{{ALL}}"));
        all.push(format!("content-length: 4\r\n{te}\r\n\r\n0\r\n\r\n{{ALL}}"));
        all.push(format!("{te}\r\n\r\n0\r\n\r\n{{ALL}}"));
    }
    let obfuscated = [
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding : chunked",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding: identity",
        "Transfer-Encoding: gzip",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: x",
        "Transfer-Encoding: x\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding\r\n: chunked",
        "Transfer-Encoding: \"chunked\"",
        " Transfer-Encoding: chunked",
        "X: y\r\n Transfer-Encoding: chunked",
        "Transfer-Encoding:\x0bchunked",
        "Transfer-Encoding: chunked\x00",
        "Transfer_Encoding: chunked",
        "Transfer-Encoding: chunked;q=1",
        "X: y\rTransfer-Encoding: chunked",
        "Transfer-Encoding:\r\n chunked",
    ];
    for te in obfuscated {
        all.push(format!("{te}\r\ncontent-length: {{LEN}}\r\n\r\n0\r\n\r\n{{ALL}}"));
        all.push(format!("{te}\r\ncontent-length: 5\r\n\r\n0\r\n\r\n{{ALL}}"));
    }
    let lengths = [
        "content-length: 0\r\ncontent-length: {LEN}",
        "content-length: {LEN}\r\ncontent-length: 0",
        "content-length: 0, {LEN}",
        "content-length: +0",
        "content-length: -1",
        "content-length: 0x0",
        "content-length: 1e1",
        "content-length: ",
        "content-length: 99999999999999999999",
        "content-length: 0 0",
        "content-length:\x0b0",
        "content-length : 0",
    ];
    for length in lengths {
        all.push(format!("{length}\r\n\r\n{{ALL}}"));
    }
    // Chunks whose sizes are not plain.
    for chunk in
        ["+0", "0x0", "-0", "0;x=\r\n", "00000000000000000000", " 0", "0\n", "ffffffffffffffffff", "1\r\nAB0"]
    {
        all.push(format!("transfer-encoding: chunked\r\n\r\n{chunk}\r\n\r\n{{ALL}}"));
    }
    all
}

#[tokio::test]
async fn no_framing_smuggles_a_request() {
    let world = World::new().await;
    let (_, token) = world.token(Role::CareStaff);
    let poison = poison(&token);
    let framings = framings();
    assert!(framings.len() >= 60, "{}", framings.len());
    for (number, framing) in framings.iter().enumerate() {
        for version in ["1.1", "1.0"] {
            let (head, _) = framing.split_once("\r\n\r\n").unwrap_or((framing, ""));
            let hidden = framing[head.len() + 4..].replace("{ALL}", &poison);
            let head = head.replace("{LEN}", &hidden.len().to_string());
            // No token: what is refused must not let what follows pass as a request of its own.
            let bytes = format!(
                "POST /chat/note HTTP/{version}\r\nhost: x\r\ncontent-type: application/json\r\n{head}\r\n\r\n{hidden}"
            );
            let answer = world.raw(bytes.as_bytes()).await;
            let writes = world.seen.writes.swap(0, Ordering::SeqCst);
            assert_eq!(writes, 0, "{number}, HTTP/{version}: {bytes:?} → {answer:?}");
            let statuses = answer.matches("HTTP/1.").count();
            assert!(statuses <= 1, "{number}: one answer and then closed: {bytes:?} → {answer:?}");
        }
    }
}

#[tokio::test]
async fn a_plain_client_may_send_several_requests_on_one_connection() {
    let world = World::new().await;
    let (_, token) = world.token(Role::CareStaff);
    let two = poison(&token).repeat(2);
    let answer = world.raw(two.as_bytes()).await;
    assert_eq!(answer.matches("HTTP/1.1 200").count(), 2, "{answer}");
    assert_eq!(world.seen.writes.load(Ordering::SeqCst), 2);
    // One that asks to speak another protocol stays with this one, and with one request.
    let upgrade = poison(&token).replace("host: x", "host: x\r\nconnection: upgrade\r\nupgrade: websocket");
    let answer = world.raw(upgrade.repeat(2).as_bytes()).await;
    assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{answer}");
    assert_eq!(world.seen.writes.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn what_is_too_large_is_refused_before_it_is_read() {
    let world = World::new().await;
    let (_, token) = world.token(Role::CareStaff);
    let long = format!(r#"{{"text":"{}"}}"#, "x".repeat(2_000));
    assert_eq!(world.ask("POST /chat/note", Some(&token), &long).await.status, 413);
    let announced = format!(
        "POST /chat/note HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\ncontent-length: 1073741824\r\n\r\n"
    );
    assert!(world.raw(announced.as_bytes()).await.starts_with("HTTP/1.1 413"), "before a byte of it");
    let chunked = format!(
        "POST /chat/note HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\ncontent-type: application/json\r\n\
         transfer-encoding: chunked\r\n\r\n{}",
        format!("400\r\n{}\r\n", "y".repeat(0x400)).repeat(4)
    );
    assert!(world.raw(chunked.as_bytes()).await.starts_with("HTTP/1.1 413"), "without a length too");
    for head in [
        format!("GET /chat/note HTTP/1.1\r\nhost: x\r\nx: {}\r\n\r\n", "y".repeat(100_000)),
        format!("GET /chat/note HTTP/1.1\r\nhost: x\r\n{}\r\n", "x: y\r\n".repeat(10_000)),
        format!("GET /chat/note?{} HTTP/1.1\r\nhost: x\r\n\r\n", "y".repeat(100_000)),
    ] {
        let answer = world.raw(head.as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 4") && !answer.starts_with("HTTP/1.1 404"), "{answer:?}");
    }
    assert_eq!(world.seen.writes.load(Ordering::SeqCst), 0);
    assert_eq!(world.seen.reads.load(Ordering::SeqCst), 0);
}

fn impatient() -> ListenerLimits {
    ListenerLimits {
        head_max: Duration::from_millis(200),
        body_idle_max: Duration::from_millis(200),
        write_idle_max: Duration::from_millis(200),
        ..ListenerLimits::default()
    }
}

/// Reads until the other side closes; fails when it does not.
async fn closes(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    let read = tokio::time::timeout(Duration::from_secs(20), stream.read_to_end(&mut answer)).await;
    // A reset is a way to close too.
    drop(read.expect("it is closed in the end"));
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn slow_heads_and_slow_bodies_are_let_go() {
    let world = World::with(api_gateway::Config::default(), impatient()).await;
    let (_, token) = world.token(Role::CareStaff);
    let mut head = TcpStream::connect(world.public).await.expect("connects");
    head.write_all(b"GET /chat/note HTTP/1.1\r\nhost:").await.expect("writes");
    let mut body = TcpStream::connect(world.public).await.expect("connects");
    let begun = format!(
        "POST /chat/note HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\ncontent-type: application/json\r\ncontent-length: 20\r\n\r\n{{"
    );
    body.write_all(begun.as_bytes()).await.expect("writes");
    closes(&mut head).await;
    let answer = closes(&mut body).await;
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 400"), "{answer}");
    assert_eq!(world.seen.writes.load(Ordering::SeqCst), 0);
    assert_eq!(world.ask("GET /chat/note", Some(&token), "").await.status, 200, "others are served");
}

#[tokio::test]
async fn who_takes_nothing_of_the_answers_is_let_go() {
    let world = World::with(
        api_gateway::Config { anonymous_per_minute: 1_000_000, ..api_gateway::Config::default() },
        impatient(),
    )
    .await;
    let mut stream = TcpStream::connect(world.public).await.expect("connects");
    // Asks on and on for the largest document there is, and reads nothing.
    let asking = async {
        loop {
            if stream.write_all(&b"GET /openapi.json HTTP/1.1\r\nhost: x\r\n\r\n".repeat(100)).await.is_err()
            {
                return;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(60), asking).await.expect("it is closed in the end");
}

#[tokio::test]
async fn a_crowd_behind_one_address_does_not_take_every_place() {
    let limits = ListenerLimits { connections_per_address_max: 3, ..ListenerLimits::default() };
    let world = World::with(api_gateway::Config::default(), limits).await;
    let mut held = Vec::new();
    for _ in 0..3 {
        let mut stream = TcpStream::connect(world.public).await.expect("connects");
        stream.write_all(b"GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n").await.expect("writes");
        let mut first = [0; 12];
        stream.read_exact(&mut first).await.expect("is served");
        held.push(stream);
    }
    let mut fourth = TcpStream::connect(world.public).await.expect("connects");
    drop(fourth.write_all(b"GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n").await);
    assert_eq!(closes(&mut fourth).await, "");
    held.pop();
    let served = async {
        while world.ask("GET /health/live", None, "").await.status != 200 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), served).await.expect("one left: there is a place again");
}

#[tokio::test]
async fn headers_that_only_services_may_set_do_not_pass() {
    let world = World::new().await;
    let (_, token) = world.token(Role::CareStaff);
    let request = format!(
        "GET /chat/note HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\nX-Request-ID: 0190163d-8694-739b-aea5-966c26f8ad91\r\n\
         X-Edge-Refusal: none\r\nDEADLINE-MS: 1\r\nx-user-id: 1\r\nX_User_Id: 1\r\nx-tenant-id: 1\r\nx-roles: admin\r\nx-internal: 1\r\n\
         x-consent: all\r\nx-forwarded-for: 127.0.0.1\r\ncookie: a=b\r\nbaggage: role=admin\r\nte: trailers\r\nproxy-authorization: x\r\n\
         connection: close, authorization\r\n\r\n"
    );
    let answer = world.raw(request.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let seen = world.seen.headers.lock().expect("a lock").clone();
    let passed = seen.iter().rfind(|headers| headers.contains_key("authorization")).expect("the request");
    assert_ne!(passed[headers::REQUEST_ID], "0190163d-8694-739b-aea5-966c26f8ad91");
    for name in [
        "x-edge-refusal",
        "deadline-ms",
        "x-user-id",
        "x_user_id",
        "x-tenant-id",
        "x-roles",
        "x-internal",
        "x-consent",
        "x-forwarded-for",
        "cookie",
        "baggage",
        "te",
        "proxy-authorization",
        "connection",
        "host",
    ] {
        assert!(!passed.contains_key(name), "{name} passed: {passed:?}");
    }
}

#[tokio::test]
async fn every_answer_has_the_headers_that_protect_it_also_a_refusal() {
    let world = World::new().await;
    for head in ["GET /chat/note", "GET /nowhere", "GET /installation", "OPTIONS /chat/note"] {
        let answer = world.ask(head, None, "").await;
        for header in [
            "cache-control: no-store",
            "x-content-type-options: nosniff",
            "x-frame-options: deny",
            "strict-transport-security:",
            "content-security-policy:",
            "x-request-id:",
        ] {
            assert!(answer.head.contains(header), "{head} lacks {header}: {}", answer.head);
        }
        assert!(!answer.head.contains("access-control-allow-origin"), "{head}");
    }
}

#[tokio::test]
async fn a_service_that_does_not_answer_is_not_waited_for_without_end() {
    let world = World::new().await;
    let (_, token) = world.token(Role::CareStaff);
    let answer = world.ask("GET /chat/note/hangs", Some(&token), "").await;
    assert_eq!((answer.status, answer.code().as_str()), (503, "service.timed_out"));
}

#[tokio::test]
async fn a_live_stream_ends_with_the_gateway_though_its_service_goes_on() {
    let world = World::new().await;
    let (_, token) = world.token(Role::CareStaff);
    let mut stream = TcpStream::connect(world.public).await.expect("connects");
    let request = format!(
        "GET /chat/note/events HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer {token}\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await.expect("writes");
    let mut said = String::new();
    while !said.contains("first") {
        let mut buffer = [0; 4096];
        let read = stream.read(&mut buffer).await.expect("reads");
        assert!(read > 0, "it does not end before: {said}");
        said.push_str(&String::from_utf8_lossy(&buffer[..read]));
    }
    world.tasks.wind_down();
    let end = tokio::time::timeout(testkit::PATIENCE, stream.read_to_string(&mut said)).await;
    end.expect("it ends").expect("whole");
    assert!(said.ends_with("0\r\n\r\n"), "a body that ends, not one that breaks off: {said}");
}
