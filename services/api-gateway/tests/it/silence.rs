//! What keeps a session alive: what a person does, and nothing that a page does by itself.

use api::Role;
use api_gateway_api::Unattended;
use axum::body::Body;
use chassis::Origin;
use http::StatusCode;
use tower::ServiceExt;

use crate::support::World;

fn activity(world: &World) -> Vec<bool> {
    std::mem::take(&mut *world.seen.activity.lock().expect("a lock"))
}

#[tokio::test]
async fn a_live_stream_is_no_activity_however_often_it_is_opened() {
    let world = World::new().await;
    let (_, token) = world.token(Role::CareStaff);
    assert_eq!(world.ask("GET /chat/note", Some(&token), "").await.status, 200);
    assert_eq!(activity(&world), [true], "to look at something is");
    for _ in 0..2 {
        let opened = world.ask("GET /chat/note/events", Some(&token), "").await;
        assert!(opened.status == 200 && opened.body.contains("first"), "{}", opened.body);
    }
    assert_eq!(activity(&world), [false, false], "a flapping network keeps no session");
    let (_, token) = world.token(Role::Resident);
    assert_eq!(world.ask("POST /ai/turn", Some(&token), r#"{"text":"hello"}"#).await.status, 200);
    assert_eq!(activity(&world), [true], "a message is");
}

#[tokio::test]
async fn only_a_client_in_this_process_can_say_that_nobody_is_behind_a_request() {
    let world = World::new().await;
    let (_, token) = world.token(Role::CareStaff);
    let request = |unattended: bool| {
        let mut request = http::Request::get("/chat/note").header("authorization", format!("Bearer {token}"));
        let extensions = request.extensions_mut().expect("a request");
        extensions.insert(Origin::Public(([203, 0, 113, 7], 40_000).into()));
        if unattended {
            extensions.insert(Unattended);
        }
        request.body(Body::empty()).expect("a request")
    };
    for unattended in [false, true] {
        let answer = world.here.clone().oneshot(request(unattended)).await.expect("answers");
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(activity(&world), [!unattended]);
    }
    // It opens nothing: a session that has ended is refused all the same.
    world.seen.session_ended.store(true, std::sync::atomic::Ordering::SeqCst);
    let answer = world.here.clone().oneshot(request(true)).await.expect("answers");
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    let claimed = format!(
        "GET /chat/note HTTP/1.1\r\nhost: x\r\nconnection: close\r\nunattended: 1\r\nx-unattended: 1\r\nauthorization: Bearer {token}\r\n\r\n"
    );
    world.seen.session_ended.store(false, std::sync::atomic::Ordering::SeqCst);
    activity(&world);
    assert!(world.raw(claimed.as_bytes()).await.starts_with("HTTP/1.1 200"));
    assert_eq!(activity(&world), [true], "no header claims it");
}
