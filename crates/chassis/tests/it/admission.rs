//! Who is let in, and what is read: from the spec alone, the same in both shapes.

use api::{Body, Call, ServiceName, codes, full, headers};
use chassis::{KeySet, Origin};
use http::{Request, StatusCode};
use kernel::{MessageId, Sources};
use tower::ServiceExt;

use crate::support::{ById, Note, Seen, WriteNote, both, context, running, stack};

fn note() -> Call<WriteNote> {
    let id = Sources::system().id::<MessageId>();
    Call::path_and_body(ById { id }, Note { text: "walks after lunch".into() })
}

#[tokio::test]
async fn a_named_peer_may_call_and_another_may_not() {
    for shape in both(ServiceName::AiGateway).await {
        let answer = shape.client.call::<WriteNote>(&context().idempotency_key("k1"), note()).await;
        assert_eq!(answer.expect(shape.name).text, "walks after lunch");
    }
    for shape in both(ServiceName::Billing).await {
        let refused = shape.client.call::<WriteNote>(&context().idempotency_key("k1"), note()).await;
        assert!(refused.expect_err("not named").is(codes::FORBIDDEN), "{}", shape.name);
    }
    for shape in both(ServiceName::ApiGateway).await {
        let refused = shape.client.call::<WriteNote>(&context().idempotency_key("k1"), note()).await;
        assert!(refused.expect_err("nobody signed in").is(codes::UNAUTHENTICATED), "{}", shape.name);
    }
}

#[tokio::test]
async fn a_write_without_its_key_is_refused() {
    for shape in both(ServiceName::AiGateway).await {
        let refused = shape.client.call::<WriteNote>(&context(), note()).await.expect_err("no key");
        assert!(refused.is(codes::INVALID));
        assert_eq!(refused.errors[0].field, "Idempotency-Key", "{}", shape.name);
    }
}

async fn raw(origin: Origin, body: &str, kind: &str) -> (StatusCode, api::Problem) {
    let router = stack(KeySet::of(vec![]), &Sources::system()).public(&running(&Seen::default().into()));
    let body: Body = full(body.to_owned());
    let mut request = Request::post("/notes/01890a5d-ac96-774b-bcce-b302099a8057")
        .header("content-type", kind)
        .header(headers::IDEMPOTENCY_KEY, "k")
        .body(axum::body::Body::new(body))
        .expect("a request");
    request.extensions_mut().insert(origin);
    let response = router.oneshot(request).await.expect("answers");
    let status = response.status();
    let bytes = api::collect(response.into_body(), 100_000).await.expect("a body");
    (status, serde_json::from_slice(&bytes).expect("a problem"))
}

#[tokio::test]
async fn bad_bodies_get_a_clear_problem_and_never_their_own_words_back() {
    let peer = Origin::Peer(ServiceName::AiGateway);
    let secret = "SECRET-4711";
    for (body, kind, status, field) in [
        ("{", "application/json", 400, None),
        ("{}", "application/json", 422, Some("text")),
        (r#"{"text": 7}"#, "application/json", 422, Some("text")),
        (r#"{"text": "SECRET-4711"} trailing"#, "application/json", 400, None),
        (r#"{"text": "SECRET-4711"}"#, "text/plain", 415, None),
        (r#"{"text": {"SECRET-4711": 1}}"#, "application/json", 422, Some("text")),
    ] {
        let (found, problem) = raw(peer, body, kind).await;
        assert_eq!(found.as_u16(), status, "{body}");
        assert_eq!(problem.errors.first().map(|error| error.field.as_ref()), field, "{body}");
        assert!(!serde_json::to_string(&problem).expect("JSON").contains(secret), "{body}");
    }
    let (found, problem) =
        raw(peer, &format!(r#"{{"text": "{}"}}"#, "x".repeat(2_000)), "application/json").await;
    assert_eq!(found, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(problem.is(codes::TOO_LARGE));
}

#[tokio::test]
async fn nothing_from_outside_reaches_a_service_without_the_gateway() {
    for origin in [Origin::Internal, Origin::Public(([127, 0, 0, 1], 9).into())] {
        let (status, problem) = raw(origin, r#"{"text": "x"}"#, "application/json").await;
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{origin:?}");
        assert!(problem.is(codes::UNAUTHENTICATED));
    }
}
