//! Signing in and out.

use serde_json::json;

use crate::support::{World, problem};

#[tokio::test]
async fn a_session_is_a_sealed_cookie_that_no_script_can_read() {
    let world = World::new();
    let mut browser = world.browser();
    browser.get("/sign-in").await;
    let form = [("email", "rose@elm.example"), ("password", " with spaces "), ("code", "123 456")];
    let seen = browser.post("/sign-in", &form).await;
    assert_eq!((seen.status, seen.header("location")), (303, "/talk"));
    let cookies: Vec<_> =
        seen.headers.get_all("set-cookie").iter().map(|one| one.to_str().expect("ASCII")).collect();
    let session = cookies.iter().find(|one| one.starts_with("__Host-session=")).expect("a session");
    for part in ["HttpOnly", "SameSite=Strict", "Secure", "Path=/"] {
        assert!(session.contains(part), "{session}");
    }
    for secret in ["access-", "refresh-", "Rose", "rose@"] {
        assert!(!session.contains(secret), "nothing of it can be read");
    }
    let asked = world.gateway.asked("/auth/login");
    let body: serde_json::Value = serde_json::from_str(&asked[0].body).expect("JSON");
    assert_eq!(body, json!({"email": "rose@elm.example", "password": " with spaces ", "code": "123456"}));
    assert!(!asked[0].headers.contains_key("authorization"));
    let me = &world.gateway.asked("/auth/me")[0];
    assert!(me.headers["authorization"].to_str().expect("ASCII").starts_with("Bearer access-"));
}

#[tokio::test]
async fn the_gateway_sees_the_browsers_address() {
    let world = World::new();
    world.signed_in("resident").await;
    let asked = world.gateway.asked("/auth/login");
    assert_eq!(asked[0].address.expect("an address").to_string(), "203.0.113.7:40000");
}

#[tokio::test]
async fn a_refusal_keeps_what_was_typed_but_not_the_password() {
    let world = World::new();
    world.gateway.answers("/auth/login", 401, problem("auth.credentials", 401));
    let mut browser = world.browser();
    browser.get("/sign-in").await;
    let form = [("email", "rose@elm.example"), ("password", "wrong horse"), ("code", "1")];
    let seen = browser.post("/sign-in", &form).await;
    assert_eq!(seen.status, 401);
    assert!(seen.body.contains("rose@elm.example") && !seen.body.contains("wrong horse"));
    assert!(seen.body.contains("<title>Problem:"), "the title says so first");
    assert!(seen.body.contains("role=\"alert\""));
    assert!(!browser.cookies.contains_key("__Host-session"));
    world.gateway.answers("/auth/login", 503, problem("service.unavailable", 503));
    let seen = browser.post("/sign-in", &form).await;
    assert_eq!(seen.status, 503);
    assert!(seen.body.contains("href=\"/help\""));
    let seen = browser.post("/sign-in", &[("email", ""), ("password", "")]).await;
    assert_eq!(seen.status, 422);
    assert!(seen.body.contains("href=\"#email\"") && seen.body.contains("aria-invalid=\"true\""));
}

#[tokio::test]
async fn only_a_page_of_ours_is_gone_to_after_signing_in() {
    let world = World::new();
    for (next, place) in [
        ("/about-me/consents", "/about-me/consents"),
        ("//evil.example", "/talk"),
        ("https://evil.example", "/talk"),
        ("/\\evil.example", "/talk"),
        ("javascript:alert(1)", "/talk"),
        ("", "/talk"),
    ] {
        let mut browser = world.browser();
        browser.get("/sign-in").await;
        let form = [("email", "rose@elm.example"), ("password", "x"), ("code", "1"), ("next", next)];
        let seen = browser.post("/sign-in", &form).await;
        assert_eq!(seen.header("location"), place, "{next}");
    }
}

#[tokio::test]
async fn leaving_ends_the_session_here_and_there_and_empties_the_browser() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    let old = browser.cookies.clone();
    let seen = browser.post("/sign-out", &[]).await;
    assert_eq!(seen.header("location"), "/signed-out");
    assert_eq!(seen.header("clear-site-data"), "\"cache\"");
    assert!(!browser.cookies.contains_key("__Host-session"));
    assert_eq!(world.gateway.asked("/auth/logout").len(), 1);
    let page = browser.get("/signed-out").await;
    assert!(page.body.contains("href=\"/help\"") && !page.body.contains("Rose Field"));
    // Whoever kept the cookie has a session that the platform ended.
    browser.cookies = old;
    world.gateway.answers("/chat/conversations", 401, problem("auth.session_ended", 401));
    let seen = browser.get("/talk").await;
    assert_eq!((seen.status, seen.header("location")), (303, "/sign-in?ended=1"));
}

#[tokio::test]
async fn a_device_stands_in_for_a_code_and_its_next_secret_is_kept() {
    let world = World::new();
    world.gateway.answers(
        "/auth/login",
        200,
        json!({"access_token": "a", "refresh_token": "r", "expires_in": 600, "device": "the next secret"}),
    );
    let mut browser = world.browser();
    browser.get("/tablet").await;
    let seen = browser.post("/tablet", &[("secret", "the first secret")]).await;
    assert_eq!(seen.status, 303);
    let device = browser.cookies.get("__Host-device").expect("a device").clone();
    assert!(!device.contains("secret"));
    browser.cookies.remove("__Host-session");
    assert!(browser.get("/sign-in").await.body.contains("Sign in with this tablet"));
    browser.post("/sign-in", &[("with", "device")]).await;
    let bodies: Vec<_> = world.gateway.asked("/auth/login").into_iter().map(|one| one.body).collect();
    assert_eq!(bodies, [r#"{"device":"the first secret"}"#, r#"{"device":"the next secret"}"#]);
    assert_ne!(browser.cookies["__Host-device"], device);
}
