//! What is typed and not sent: kept by the platform, there again, and carried sealed through a sign-in.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::Semaphore;

use crate::support::{Browser, CONVERSATION, World, problem};

const DRAFT: &str = "/chat/draft";
const OTHER: &str = "01890a5d-ac96-774b-bcce-b302099a80aa";

fn kept(world: &World) -> Vec<Value> {
    let asked = world.gateway.asked(DRAFT).into_iter().filter(|one| !one.body.is_empty());
    asked.map(|one| serde_json::from_str(&one.body).expect("JSON")).collect()
}

async fn talks(world: &World) -> Browser {
    let mut browser = world.signed_in("resident").await;
    browser.get("/talk").await;
    browser
}

#[tokio::test]
async fn what_the_script_saves_goes_to_the_platform_and_is_in_the_field_again() {
    let world = World::new();
    let mut browser = talks(&world).await;
    world.gateway.answers(DRAFT, 200, json!({"kept": true}));
    let saved = browser.post("/talk/draft", &[("words", " Today the "), ("key", "the-key")]).await;
    assert_eq!((saved.status, saved.body.as_str()), (204, ""));
    assert_eq!(kept(&world), [json!({"words": " Today the ", "key": "the-key"})], "as it was typed");
    assert_eq!(browser.post("/talk/draft", &[("words", "x"), ("key", "a key")]).await.status, 422);
    let found = json!({"draft": {
        "words": "Today the <b>", "key": "the-key", "kept_at": "2026-11-03T18:00:00Z", "expires_at": "2026-11-06T18:00:00Z",
    }});
    world.gateway.answers(DRAFT, 200, found);
    let page = browser.get("/talk").await.body;
    assert!(page.contains(" data-kept>Today the &lt;b&gt;</textarea>"), "{page}");
    assert!(page.contains("name=\"key\" value=\"the-key\""), "with the key that makes it one message");
    // A platform that does not know is no reason to show nothing.
    world.gateway.answers(DRAFT, 503, problem("store.unavailable", 503));
    assert_eq!(browser.get("/talk").await.status, 200);
    let mut nurse = world.signed_in("care_staff").await;
    assert_eq!(nurse.post("/talk/draft", &[("words", "x"), ("key", "k")]).await.status, 403);
    assert_eq!(
        browser.raw_post("/talk/draft", &[("words", "x"), ("key", "k")], &[]).await.status,
        403,
        "no token"
    );
}

#[tokio::test]
async fn without_a_script_a_message_that_fails_is_kept_and_one_that_is_stored_is_not() {
    let world = World::new();
    let mut browser = talks(&world).await;
    world.gateway.answers(DRAFT, 200, json!({"kept": true}));
    let path = format!("/ai/conversations/{CONVERSATION}/messages");
    world.gateway.answers(&path, 503, problem("service.unavailable", 503));
    browser.post("/talk", &[("words", "my words"), ("key", "the-key")]).await;
    assert_eq!(kept(&world), [json!({"words": "my words", "key": "the-key"})]);
    world.gateway.answers.lock().expect("a lock").json.remove(&path);
    world.gateway.answers.lock().expect("a lock").turn = crate::talking::CALM.to_owned();
    browser.post("/talk", &[("words", "my words"), ("key", "the-key")]).await;
    assert_eq!(kept(&world).len(), 1, "what is stored needs no draft");
}

#[tokio::test]
async fn a_choice_that_fails_takes_the_place_of_nothing_that_was_typed() {
    let world = World::new();
    let mut browser = talks(&world).await;
    world.gateway.answers(DRAFT, 200, json!({"kept": true}));
    let offers = crate::talking::CALM.replace("\"citations\"", "\"choices\":[\"Yes, please\"],\"citations\"");
    world.gateway.answers.lock().expect("a lock").turn = offers;
    let page = browser.post("/talk", &[("words", "hello"), ("key", "k1")]).await;
    let offered =
        page.body.split("id=\"choices\"").nth(1).expect("a row").split("</form>").next().expect("a form");
    assert_eq!(
        (field(offered, "choice").as_str(), field(offered, "words").as_str()),
        ("offered", "Yes, please")
    );
    let key = field(offered, "key");
    assert!(!key.is_empty() && page.body.matches(&key).count() == 1, "a key of its own");
    let template = page.body.split("id=\"choice-template\"").nth(1).expect("a template");
    assert_eq!(field(template, "choice"), "offered", "so does the script's");
    let path = format!("/ai/conversations/{CONVERSATION}/messages");
    let form = [("choice", "offered"), ("words", "Yes, please"), ("key", key.as_str())];
    let someone = [("choice", "someone"), ("key", "k2")];
    for refusal in [true, false] {
        // Once nobody takes it, and once the turn begins and is refused.
        if refusal {
            world.gateway.answers(&path, 503, problem("service.unavailable", 503));
        } else {
            world.gateway.answers.lock().expect("a lock").json.remove(&path);
            world.gateway.answers.lock().expect("a lock").turn = crate::talking::REFUSED_CALM.to_owned();
        }
        for form in [&form[..], &someone[..]] {
            let page = browser.post("/talk", form).await.body;
            assert!(page.contains(" data-kept>"), "nor does the script keep it: {page}");
        }
    }
    assert_eq!(world.gateway.asked(&path).len(), 5, "all were tried");
    assert!(kept(&world).is_empty(), "what was kept before stays");
}

#[tokio::test]
async fn help_does_not_wait_until_words_are_kept() {
    let world = World::new();
    let mut browser = talks(&world).await;
    world.gateway.answers(DRAFT, 200, json!({"kept": true}));
    let gate = Arc::new(Semaphore::new(0));
    {
        let mut answers = world.gateway.answers.lock().expect("a lock");
        answers.turn = crate::talking::crisis(crate::talking::REFUSED);
        answers.held = Some((DRAFT, gate.clone()));
    }
    let form = [("words", "I cannot go on"), ("key", "the-key")];
    let seen = tokio::time::timeout(Duration::from_secs(2), browser.post("/talk", &form)).await;
    let page = seen.expect("within two seconds").body;
    assert!(page.contains("You do not have to face this alone") && page.contains("tel:988"), "{page}");
    assert_eq!(kept(&world).len(), 1);
    assert!(!world.tasks.drain(Duration::from_millis(10)).await, "they are being kept all the same");
    gate.add_permits(1);
    assert!(world.tasks.drain(Duration::from_secs(30)).await);
}

/// A browser whose session has ended by itself, with the page that it got for a message.
async fn refused(world: &World) -> (Browser, String) {
    let mut browser = world.signed_in("resident").await;
    let page = browser.get("/talk").await.body;
    let token = field(page.split("id=\"dock\"").nth(1).expect("the form"), "token");
    world.later(2 * 3_600);
    world.gateway.answers("/auth/refresh", 401, problem("auth.refresh_refused", 401));
    world.gateway.answers.lock().expect("a lock").turn = crate::talking::REFUSED_CALM.to_owned();
    let form = [("token", token.as_str()), ("words", "my <words>"), ("key", "the-key")];
    let page = browser.raw_post("/talk", &form, &[]).await;
    assert_eq!(page.status, 200, "{}", page.body);
    (browser, page.body)
}

fn field(page: &str, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    page.split_once(&start).and_then(|(_, rest)| rest.split('"').next()).unwrap_or_default().to_owned()
}

async fn signs_in_again(world: &World, browser: &mut Browser, page: &str) -> crate::support::Seen {
    let again = page.split("action=\"/sign-in/again\"").nth(1).expect("a form to go on with");
    let words = field(again, "draft").replace("&lt;", "<").replace("&gt;", ">");
    let token = field(again, "token");
    let form = [("token", token.as_str()), ("draft", words.as_str()), ("draft-key", "the-key")];
    let page = browser.raw_post("/sign-in/again", &form, &[]).await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(!page.body.contains("my &lt;words&gt;"), "whoever stands there now reads nothing of it");
    world.gateway.answers.lock().expect("a lock").json.remove("/auth/refresh");
    let (token, carried) = (page.field("token"), page.field("carried"));
    assert!(!carried.is_empty());
    let wrong = [("token", token.as_str()), ("email", ""), ("carried", carried.as_str()), ("next", "/talk")];
    let page = browser.raw_post("/sign-in", &wrong, &[]).await;
    assert_eq!(page.field("carried"), carried, "a slip of the finger does not lose it");
    let form = [
        ("token", token.as_str()),
        ("email", "rose@elm.example"),
        ("password", "the tram leaves at nine"),
        ("code", "123456"),
        ("carried", carried.as_str()),
        ("next", "/talk"),
    ];
    browser.raw_post("/sign-in", &form, &[]).await
}

#[tokio::test]
async fn the_words_of_a_session_that_is_over_come_through_the_sign_in_of_the_same_person_alone() {
    let world = World::new();
    let (mut browser, page) = refused(&world).await;
    world.gateway.answers(DRAFT, 200, json!({"kept": true}));
    let seen = signs_in_again(&world, &mut browser, &page).await;
    assert_eq!((seen.status, seen.header("location")), (303, "/talk"));
    assert_eq!(kept(&world), [json!({"words": "my <words>", "key": "the-key"})]);

    let world = World::new();
    let (mut browser, page) = refused(&world).await;
    world.gateway.answers(DRAFT, 200, json!({"kept": true}));
    let me = json!({
        "person_id": OTHER, "name": "Walter", "role": "resident", "scopes": [], "organization_id": OTHER, "session_id": OTHER,
    });
    world.gateway.answers("/auth/me", 200, me);
    let seen = signs_in_again(&world, &mut browser, &page).await;
    assert_eq!(seen.status, 303);
    assert!(kept(&world).is_empty(), "another person is given nothing");
}

#[tokio::test]
async fn words_that_came_through_a_sign_in_and_could_not_be_kept_are_in_the_field() {
    let world = World::new();
    let (mut browser, page) = refused(&world).await;
    world.gateway.answers(DRAFT, 503, problem("store.unavailable", 503));
    let seen = signs_in_again(&world, &mut browser, &page).await;
    assert_eq!(seen.status, 200, "{}", seen.body);
    assert!(seen.body.contains(">my &lt;words&gt;</textarea>"), "{}", seen.body);
    let dock = seen.body.split("id=\"dock\"").nth(1).expect("the form");
    assert_eq!(field(dock, "key"), "the-key", "with the key that makes it one message");
    assert!(!dock.contains("data-kept"), "the script keeps them at its next pause");
    // In the session of now the form is taken.
    let token = field(dock, "token");
    world.gateway.answers.lock().expect("a lock").turn = crate::talking::CALM.to_owned();
    let form = [("token", token.as_str()), ("words", "my <words>"), ("key", "the-key")];
    assert_eq!(browser.raw_post("/talk", &form, &[]).await.status, 200);

    let world = World::new();
    let (mut browser, page) = refused(&world).await;
    world.gateway.answers(DRAFT, 503, problem("store.unavailable", 503));
    let me = json!({
        "person_id": OTHER, "name": "Walter", "role": "resident", "scopes": [], "organization_id": OTHER, "session_id": OTHER,
    });
    world.gateway.answers("/auth/me", 200, me);
    let seen = signs_in_again(&world, &mut browser, &page).await;
    assert_eq!(seen.status, 303, "another person sees nothing of it");
    assert!(!seen.body.contains("my &lt;words&gt;"));
}

#[tokio::test]
async fn on_the_page_of_a_session_that_is_over_a_second_message_is_taken_as_well() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    let page = browser.get("/talk").await.body;
    let token = field(page.split("id=\"dock\"").nth(1).expect("the form"), "token");
    world.later(2 * 3_600);
    world.gateway.answers("/auth/refresh", 401, problem("auth.refresh_refused", 401));
    world.gateway.answers.lock().expect("a lock").turn = crate::talking::crisis(crate::talking::REFUSED);
    // The page is not loaded again between: whoever writes once more, in danger, has its first token.
    let form = [("token", token.as_str()), ("words", "I cannot go on"), ("key", "k2")];
    let stream = [("accept", "text/event-stream")];
    for accept in [&stream[..], &stream[..], &[][..], &[][..]] {
        let seen = browser.raw_post("/talk", &form, accept).await;
        assert_eq!(seen.status, 200);
        assert!(seen.body.contains("tel:988"), "{}", seen.body);
    }
}

#[tokio::test]
async fn a_sign_in_page_after_the_end_of_a_session_takes_its_own_form() {
    let world = World::new();
    let mut browser = talks(&world).await;
    world.later(2 * 3_600);
    world.gateway.answers("/auth/refresh", 401, problem("auth.refresh_refused", 401));
    let token = browser.get("/sign-in").await.field("token");
    let form = [("token", token.as_str()), ("email", "r@e.example"), ("password", "x"), ("code", "1")];
    assert_eq!(browser.raw_post("/sign-in", &form, &[]).await.status, 303);
}
