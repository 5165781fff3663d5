//! Who is called no more: a peer that is silent, and not one whose callers went away.

use std::future::Future;
use std::net::{Ipv4Addr, SocketAddr};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use api::{Call, ServiceName, codes};
use chassis::{Address, Circuits, Directory};
use http_body_util::{BodyExt, StreamBody};
use tokio::net::TcpListener;

use crate::support::{Authority, Hangs, both, context};

const OPEN: Circuits = Circuits { closed: 0, half_open: 0, open: 1 };

#[tokio::test]
async fn a_peer_that_accepts_and_says_nothing_is_asked_five_times_and_then_left_alone() {
    drop(rustls::crypto::aws_lc_rs::default_provider().install_default());
    let folder = tempfile::tempdir().expect("a folder");
    let authority = Authority::new(folder.path());
    let silent = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await.expect("binds");
    let directory = Directory::default();
    let address = silent.local_addr().expect("an address");
    directory.enter(ServiceName::Consent, Address::There(vec![address]));
    let me = Some(authority.identity(ServiceName::AiGateway));
    let client = directory.peers_of(ServiceName::AiGateway, me).client(ServiceName::Consent);
    for _ in 0..5 {
        let late = client.call::<Hangs>(&context(), Call::default()).await.expect_err("nobody answers");
        assert!(late.is(codes::TIMED_OUT), "{late}");
    }
    assert_eq!(directory.circuits(), [(ServiceName::Consent, OPEN)]);
    let refused = client.call::<Hangs>(&context(), Call::default()).await.expect_err("not asked");
    assert!(refused.is(codes::UNAVAILABLE), "{refused}");
}

#[tokio::test]
async fn a_peer_that_says_that_the_time_was_up_is_left_alone_too() {
    for shape in both(ServiceName::AiGateway).await {
        // Five in a row; more where a busy machine leaves one of them too little of its time.
        let open = [(ServiceName::Consent, OPEN)];
        for _ in 0..50 {
            if shape.directory.circuits() != open {
                shape.client.call::<Hangs>(&context(), Call::default()).await.expect_err("it hangs");
            }
        }
        assert_eq!(shape.directory.circuits(), open, "{}", shape.name);
    }
}

#[tokio::test]
async fn a_caller_that_goes_away_early_says_nothing_of_the_peer() {
    for shape in both(ServiceName::AiGateway).await {
        for _ in 0..20 {
            let context = context();
            let call = pin!(shape.client.call::<Hangs>(&context, Call::default()));
            let polled = call.poll(&mut Context::from_waker(Waker::noop()));
            assert!(matches!(polled, Poll::Pending), "it was asked, and the caller leaves at once");
        }
        let closed = Circuits { closed: 1, half_open: 0, open: 0 };
        assert_eq!(shape.directory.circuits(), [(ServiceName::Consent, closed)], "{}", shape.name);
    }
}

#[tokio::test]
async fn a_caller_that_had_hardly_any_time_left_says_nothing_of_the_peer() {
    for shape in both(ServiceName::AiGateway).await {
        for _ in 0..20 {
            let soon = tokio::time::Instant::now() + std::time::Duration::from_millis(10);
            let hurried = api::CallContext { deadline: Some(soon), ..context() };
            let late = shape.client.call::<Hangs>(&hurried, Call::default()).await.expect_err("it hangs");
            assert!(late.is(codes::TIMED_OUT), "{late}");
        }
        let closed = Circuits { closed: 1, half_open: 0, open: 0 };
        assert_eq!(shape.directory.circuits(), [(ServiceName::Consent, closed)], "{}", shape.name);
    }
}

#[tokio::test]
async fn a_body_that_does_not_come_says_nothing_of_the_peer_that_waits_for_it() {
    let [shape, _] = both(ServiceName::AiGateway).await;
    let peers = shape.directory.peers_of(ServiceName::AiGateway, None);
    for _ in 0..10 {
        let never = futures_util::stream::pending::<Result<http_body::Frame<bytes::Bytes>, api::BoxError>>();
        let request = http::Request::post("/notes/01890a5d-ac96-774b-bcce-b302099a8057")
            .header("content-type", "application/json")
            .header(api::headers::IDEMPOTENCY_KEY, "k")
            .header(api::headers::DEADLINE_MS, "20")
            .body(StreamBody::new(never).boxed_unsync())
            .expect("a request");
        let answer = peers.forward(ServiceName::Consent, request).await.expect("it is answered");
        assert_eq!(answer.status(), 503);
    }
    let closed = Circuits { closed: 1, half_open: 0, open: 0 };
    assert_eq!(shape.directory.circuits(), [(ServiceName::Consent, closed)]);
}
