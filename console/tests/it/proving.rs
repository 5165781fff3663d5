//! Showing anew who somebody is: what was asked waits, and goes on by itself.

use serde_json::json;

use crate::support::{Browser, PERSON, Seen, World, problem};

const NAME: &str = "Rose's \"new\" tablet & co";

fn form<'a>(fields: &'a [(&'static str, String)]) -> Vec<(&'static str, &'a str)> {
    fields.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

/// A device is added, and the platform asks for a proof first.
async fn asked(world: &World, browser: &mut Browser) -> Seen {
    world.gateway.answers("/auth/devices", 401, problem("auth.step_up", 401));
    let seen = browser.post("/about-me/devices", &[("name", NAME)]).await;
    assert_eq!(seen.status, 200, "{}", seen.body);
    assert!(seen.body.contains("action=\"/step-up\"") && seen.body.contains("Show us that it is you"));
    seen
}

/// From now on the platform takes a proof, and the device.
fn takes(world: &World) {
    let given = json!({
        "access_token": "access-proven", "expires_in": 600, "proven_until": "2026-11-03T18:07:00Z",
    });
    world.gateway.answers("/auth/step-up", 200, given);
    let added = json!({"device_id": PERSON, "device": "a secret", "state": "pending"});
    world.gateway.answers("/auth/devices", 201, added);
}

#[tokio::test]
async fn a_form_that_needs_a_proof_waits_and_arrives_as_it_was_typed() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    let page = asked(&world, &mut browser).await;
    takes(&world);
    let before = browser.cookies["__Host-session"].clone();
    let proof = [
        ("waiting", page.field("waiting")),
        ("password", " with spaces ".to_owned()),
        ("code", "123 456".to_owned()),
    ];
    let seen = browser.post("/step-up", &form(&proof)).await;
    assert_eq!((seen.status, seen.header("location")), (303, "/about-me/devices?added=1"));
    let given = world.gateway.asked("/auth/step-up");
    let body: serde_json::Value = serde_json::from_str(&given[0].body).expect("JSON");
    assert_eq!(body, json!({"password": " with spaces ", "code": "123456"}));
    let devices = world.gateway.asked("/auth/devices");
    let last = devices.last().expect("it went on");
    assert_eq!(last.body, json!({ "name": NAME }).to_string());
    assert_eq!(last.headers["authorization"], "Bearer access-proven");
    assert_eq!(last.address.expect("an address").to_string(), "203.0.113.7:40000");
    assert_ne!(browser.cookies["__Host-session"], before, "the session goes on with the proof");
    assert!(browser.cookies.contains_key("__Host-device"), "and what the page gave is there");
}

#[tokio::test]
async fn a_wrong_proof_is_told_and_what_waits_still_waits() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    let page = asked(&world, &mut browser).await;
    let refusals = [
        ("auth.credentials", 401),
        ("auth.locked", 429),
        ("auth.stopped", 403),
        ("request.rate_limited", 429),
        ("service.unavailable", 503),
    ];
    for (code, status) in refusals {
        world.gateway.answers("/auth/step-up", status, problem(code, status));
        let wrong = [("waiting", page.field("waiting")), ("password", "wrong horse".to_owned())];
        let seen = browser.post("/step-up", &form(&wrong)).await;
        assert_eq!(seen.status, 422, "{code}");
        assert!(seen.body.contains("role=\"alert\"") && !seen.body.contains("wrong horse"), "{code}");
        assert_eq!(seen.field("waiting"), page.field("waiting"), "{code}");
    }
    assert_eq!(world.gateway.asked("/auth/devices").len(), 1, "nothing went on");
    takes(&world);
    let right = [("waiting", page.field("waiting")), ("password", "x".to_owned()), ("code", "1".to_owned())];
    assert_eq!(browser.post("/step-up", &form(&right)).await.status, 303);
}

#[tokio::test]
async fn what_waits_cannot_be_made_up_and_belongs_to_its_session() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    let page = asked(&world, &mut browser).await;
    takes(&world);
    let other = "01890a5d-ac96-774b-bcce-b302099a8099";
    let me = json!({
        "person_id": PERSON, "name": "Rose Field", "role": "resident", "scopes": [],
        "organization_id": PERSON, "session_id": other,
    });
    world.gateway.answers("/auth/me", 200, me);
    let mut elsewhere = world.signed_in("resident").await;
    let waiting = page.field("waiting");
    let altered = format!("{}{}", &waiting[1..], &waiting[..1]);
    for (own, waiting) in [(false, waiting.clone()), (true, altered), (true, String::new())] {
        let browser = if own { &mut browser } else { &mut elsewhere };
        let proof = [("waiting", waiting), ("password", "x".to_owned()), ("code", "1".to_owned())];
        assert_eq!(browser.post("/step-up", &form(&proof)).await.status, 422);
    }
    assert!(world.gateway.asked("/auth/step-up").is_empty(), "no proof was asked for");
    assert_eq!(world.gateway.asked("/auth/devices").len(), 1, "nothing went on");
    let proof = [("waiting", waiting.as_str()), ("token", "made up")];
    assert_eq!(browser.raw_post("/step-up", &proof, &[]).await.status, 403, "nor from another site's page");
}

#[tokio::test]
async fn a_passkey_signs_in_with_its_attempt_and_nothing_is_asked_without_one() {
    let world = World::new();
    let mut browser = world.browser();
    let page = browser.get("/sign-in").await;
    assert!(page.body.contains("autocomplete=\"username webauthn\""));
    let form = page.body.split("data-passkey=\"offer\"").next().and_then(|head| head.rsplit('<').next());
    assert!(form.is_some_and(|form| form.contains("hidden")), "hidden until a script knows that it works");
    assert_eq!(browser.post("/sign-in/passkey", &[("attempt", "a")]).await.status, 401);
    assert!(world.gateway.asked("/auth/login/passkey").is_empty());
    let tokens = json!({"access_token": "access-p", "refresh_token": "refresh-p", "expires_in": 600});
    world.gateway.answers("/auth/login/passkey", 200, tokens);
    let signed = [
        ("attempt", "an-attempt"),
        ("credential", "Y3JlZA"),
        ("client_data", "ZGF0YQ"),
        ("authenticator_data", "YXV0aA"),
        ("signature", "c2ln"),
        ("user_handle", ""),
        ("next", "/about-me"),
    ];
    let seen = browser.post("/sign-in/passkey", &signed).await;
    assert_eq!((seen.status, seen.header("location")), (303, "/about-me"));
    let asked = world.gateway.asked("/auth/login/passkey");
    let body: serde_json::Value = serde_json::from_str(&asked[0].body).expect("JSON");
    let assertion = json!({
        "credential": "Y3JlZA", "client_data": "ZGF0YQ", "authenticator_data": "YXV0aA", "signature": "c2ln",
    });
    assert_eq!(body, json!({"attempt": "an-attempt", "assertion": assertion}));
    assert!(browser.cookies.contains_key("__Host-session"));
    let stray = browser.raw_post("/sign-in/passkey/challenge", &[("token", "made up")], &[]).await;
    assert_eq!(stray.status, 403, "a challenge is for a page of ours");
}

#[tokio::test]
async fn a_password_that_was_typed_wins_over_what_a_passkey_signed_before() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    let page = asked(&world, &mut browser).await;
    takes(&world);
    let proof = [
        ("waiting", page.field("waiting")),
        ("credential", "Y3JlZA".to_owned()),
        ("client_data", "ZGF0YQ".to_owned()),
        ("password", "x".to_owned()),
        ("code", "1".to_owned()),
    ];
    assert_eq!(browser.post("/step-up", &form(&proof)).await.status, 303);
    let given = world.gateway.asked("/auth/step-up");
    let body: serde_json::Value = serde_json::from_str(&given[0].body).expect("JSON");
    assert_eq!(body, json!({"password": "x", "code": "1"}));
}

#[tokio::test]
async fn the_cookie_of_the_page_that_went_on_is_the_one_that_stays() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    let page = asked(&world, &mut browser).await;
    takes(&world);
    // The token of the proof is over at once, so the page that goes on spends the next refresh token.
    let given = json!({
        "access_token": "access-proven", "expires_in": 0, "proven_until": "2026-11-03T18:07:00Z",
    });
    world.gateway.answers("/auth/step-up", 200, given);
    let proof = [("waiting", page.field("waiting")), ("password", "x".to_owned()), ("code", "1".to_owned())];
    let seen = browser.post("/step-up", &form(&proof)).await;
    assert_eq!(seen.status, 303);
    assert_eq!(world.gateway.asked("/auth/refresh").len(), 1);
    let set = seen.headers.get_all("set-cookie").iter();
    let sessions = set.filter(|one| one.as_bytes().starts_with(b"__Host-session=")).count();
    assert_eq!(sessions, 1, "one session, the newest");
}

#[tokio::test]
async fn a_passkey_that_was_added_lately_is_told_on_ones_own_page() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    let one = |name: &str, at: &str| json!({ "passkey_id": PERSON, "name": name, "created_at": at, "suspect": false });
    let list = json!({
        "passkeys": [one("A blue key", "2026-11-02T18:00:00Z"), one("The old one", "2026-09-02T18:00:00Z")],
        "max": 10, "rp_id": "care.example",
    });
    world.gateway.answers("/auth/passkeys", 200, list);
    let seen = browser.get("/about-me").await;
    assert!(seen.body.contains("A passkey was added lately") && seen.body.contains("A blue key: "));
    assert!(!seen.body.contains("The old one"));
    world.gateway.answers("/auth/passkeys", 503, problem("service.unavailable", 503));
    let seen = browser.get("/about-me").await;
    assert!(
        seen.status == 200 && !seen.body.contains("A passkey was added lately"),
        "the page stands without"
    );
}
