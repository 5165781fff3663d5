//! Connections that hold their place and do nothing with it, over raw sockets: each is closed by a timer of ours.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use api::ServiceName;
use chassis::{Bound, KeySet, Listener, ListenerLimits, Metrics, Plain, Security};
use kernel::Sources;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_util::sync::CancellationToken;

use crate::support::{Authority, running, stack};

/// How long something is waited for before it is said that it never comes.
const PATIENCE: Duration = Duration::from_secs(60);
const SHORT: Duration = Duration::from_millis(200);
const LONG: Duration = Duration::from_secs(3_600);
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
/// An empty SETTINGS frame, and the answer to one.
const SETTINGS: &[u8] = &[0, 0, 0, 4, 0, 0, 0, 0, 0];
const SETTINGS_SEEN: &[u8] = &[0, 0, 0, 4, 1, 0, 0, 0, 0];
/// GET, http, `/health/live`, authority `x` (RFC 7541), all headers, nothing follows: stream 1.
const GET: &[u8] = &[
    0, 0, 19, 1, 5, 0, 0, 0, 1, 0x82, 0x86, 0x04, 12, b'/', b'h', b'e', b'a', b'l', b't', b'h', b'/', b'l',
    b'i', b'v', b'e', 0x41, 1, b'x',
];

/// Limits of which none ends a connection within a test's time.
fn patient() -> ListenerLimits {
    ListenerLimits { handshake_max: LONG, head_max: LONG, idle_max: LONG, ..ListenerLimits::default() }
}

struct Port {
    bound: Bound,
    metrics: Arc<Metrics>,
    stop: CancellationToken,
}

async fn port(security: Security, limits: ListenerLimits) -> Port {
    let (metrics, stop) = (Arc::new(Metrics::default()), CancellationToken::new());
    let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let listener = Listener::bind(any, security, limits, metrics.clone()).await.expect("binds");
    let router = stack(KeySet::of(vec![]), &Sources::system()).public(&running(&Arc::default()));
    Port { bound: listener.serve(router, stop.clone()).expect("serves"), metrics, stop }
}

impl Port {
    async fn plain(limits: ListenerLimits) -> Self {
        port(Security::Plain(Plain::Public), limits).await
    }

    async fn says(&self, bytes: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(self.bound.address).await.expect("connects");
        stream.write_all(bytes).await.expect("writes");
        stream
    }

    /// Waits until so many connections hold a place.
    async fn holds(&self, connections: usize) {
        let told = format!("active_connections {connections}\n");
        let wait = async {
            while !self.metrics.text().contains(&told) {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        let held = tokio::time::timeout(PATIENCE, wait).await;
        assert!(held.is_ok(), "never {connections}: {}", self.metrics.text());
    }
}

/// Reads until it is closed.
async fn closed(stream: &mut TcpStream) {
    let mut all = Vec::new();
    let read = tokio::time::timeout(PATIENCE, stream.read_to_end(&mut all)).await;
    drop(read.expect("it is closed"));
}

#[tokio::test]
async fn who_sends_nothing_or_the_beginning_of_a_preface_is_closed() {
    let limits = ListenerLimits { head_max: SHORT, ..patient() };
    let port = Port::plain(limits).await;
    for bytes in [&b""[..], b"P", &PREFACE[..10], b"GET /hea", PREFACE] {
        let mut stream = port.says(bytes).await;
        closed(&mut stream).await;
    }
    port.holds(0).await;
}

#[tokio::test]
async fn http_2_that_asks_nothing_more_is_closed_though_it_answers_pings() {
    let limits = ListenerLimits { idle_max: SHORT, ..patient() };
    let port = Port::plain(limits).await;
    let mut stream = port.says(&[PREFACE, SETTINGS, SETTINGS_SEEN, GET].concat()).await;
    // Every ping is answered: nothing but the lack of requests can end it.
    let pinged = async {
        loop {
            let mut head = [0; 9];
            if stream.read_exact(&mut head).await.is_err() {
                return;
            }
            let mut payload = vec![0; usize::from(head[1]) * 256 + usize::from(head[2])];
            stream.read_exact(&mut payload).await.expect("a frame is whole");
            if (head[3], head[4]) == (6, 0) {
                drop(stream.write_all(&[&[0, 0, 8, 6, 1, 0, 0, 0, 0][..], &payload].concat()).await);
            }
        }
    };
    tokio::time::timeout(PATIENCE, pinged).await.expect("it is closed");
    port.holds(0).await;
}

#[tokio::test]
async fn a_handshake_that_does_not_begin_or_does_not_go_on_is_closed() {
    drop(rustls::crypto::aws_lc_rs::default_provider().install_default());
    let folder = tempfile::tempdir().expect("a folder");
    let identity = Authority::new(folder.path()).identity(ServiceName::Consent);
    let limits = ListenerLimits { handshake_max: SHORT, ..patient() };
    let port = port(Security::Tls { identity, public: true }, limits).await;
    for bytes in [&b""[..], &[22, 3, 1, 2, 0, 1]] {
        let mut stream = port.says(bytes).await;
        closed(&mut stream).await;
    }
    port.holds(0).await;
}

#[tokio::test]
async fn a_silent_connection_does_not_hold_up_a_stop() {
    let port = Port::plain(patient()).await;
    let _silent = port.says(b"").await;
    let mut asked = port.says(&[PREFACE, SETTINGS, GET].concat()).await;
    let mut answer = [0; 9];
    asked.read_exact(&mut answer).await.expect("it is served");
    port.holds(2).await;
    let told = Instant::now();
    port.stop.cancel();
    assert!(port.bound.drained().await, "within the time of a drain");
    assert!(told.elapsed() < Duration::from_secs(15), "not at its end");
}
