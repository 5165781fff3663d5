//! A turn through the console: as a page, as a stream, and with half of the platform gone.

use crate::support::{CONVERSATION, World, conversation, problem};
use serde_json::json;

pub(crate) const CALM: &str = "event: safety\ndata: {\"level\":\"none\",\"category\":null,\"resources\":[]}\n\n\
    event: accepted\ndata: {\"message_id\":\"01890a5d-ac96-774b-bcce-b302099a8059\",\"stored\":true}\n\n\
    event: delta\ndata: {\"text\":\"Good <b>morning</b>.\"}\n\n\
    event: done\ndata: {\"ending\":\"complete\",\"citations\":[\"A book\"]}\n\n";

pub(crate) fn crisis(rest: &str) -> String {
    format!(
        "event: safety\ndata: {{\"level\":\"high\",\"category\":\"suicidal_ideation\",\"resources\":[{{\"id\":\"us.988.call\",\
         \"name\":\"Lifeline\",\"kind\":\"call\",\"contact\":\"988\"}}]}}\n\n{rest}"
    )
}

const STORED: &str = "event: accepted\ndata: {\"message_id\":\"01890a5d-ac96-774b-bcce-b302099a8059\",\"stored\":true}\n\n\
    event: delta\ndata: {\"text\":\"I am here.\"}\n\nevent: done\ndata: {\"ending\":\"complete\"}\n\n";
pub(crate) const REFUSED: &str =
    "event: done\ndata: {\"ending\":\"blocked\",\"code\":\"auth.unauthenticated\"}\n\n";

/// A message without danger that nobody is signed in for.
pub(crate) const REFUSED_CALM: &str = "event: safety\ndata: {\"level\":\"none\",\"category\":null,\"resources\":[]}\n\n\
    event: done\ndata: {\"ending\":\"blocked\",\"code\":\"auth.unauthenticated\"}\n\n";

fn turn(world: &World, events: &str) {
    events.clone_into(&mut world.gateway.answers.lock().expect("a lock").turn);
}

fn messages(world: &World) -> Vec<crate::support::Asked> {
    world.gateway.asked(&format!("/ai/conversations/{CONVERSATION}/messages"))
}

#[tokio::test]
async fn without_a_script_a_message_is_a_form_and_the_answer_a_page() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    let page = browser.get("/talk").await;
    let key = page.field("key");
    turn(&world, CALM);
    let seen = browser.post("/talk", &[("words", " Good morning "), ("key", &key)]).await;
    assert_eq!(seen.status, 200);
    assert!(seen.header("content-type").starts_with("text/html"));
    assert!(seen.body.contains("Good &lt;b&gt;morning&lt;/b&gt;."), "a reply is text: {}", seen.body);
    let asked = &messages(&world)[0];
    assert_eq!(asked.headers["idempotency-key"], key.as_str());
    assert_eq!(asked.body, r#"{"content":"Good morning"}"#);
    assert_ne!(seen.field("key"), key, "the next message is another");
}

#[tokio::test]
async fn with_a_script_the_same_address_streams_in_order() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    browser.get("/talk").await;
    turn(&world, CALM);
    let token = browser.get("/display").await.field("token");
    let form = [("token", token.as_str()), ("words", "hello"), ("key", "k")];
    let seen = browser.raw_post("/talk", &form, &[("accept", "text/event-stream")]).await;
    assert_eq!(seen.header("content-type"), "text/event-stream");
    assert_eq!(seen.header("x-accel-buffering"), "no");
    let names: Vec<_> = seen.body.lines().filter_map(|line| line.strip_prefix("event: ")).collect();
    assert_eq!(names, ["safety", "accepted", "delta", "done"]);
    assert!(seen.body.contains("Source: A book"), "words are the server's: {}", seen.body);
}

#[tokio::test]
async fn what_a_reply_opens_is_a_way_with_and_without_a_script() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    browser.get("/talk").await;
    let accept = [("accept", "text/event-stream")];
    let token = browser.get("/display").await.field("token");
    let form = [("token", token.as_str()), ("words", "hello"), ("key", "k")];
    for (tool, place, words) in [
        ("breathing_timer", "/talk/tool/breathing_timer", "Let the air go slowly"),
        ("call_prompt", "/talk/tool/call_prompt", "can help you call"),
        ("handoff", "/talk/tool/handoff", "value=\"team\""),
        ("journal", "#words", ""),
        ("reminder", "/about-me/day", ""),
        ("resource_lookup", "/help", ""),
    ] {
        turn(&world, &CALM.replace("\"complete\"", &format!("\"complete\",\"tool\":\"{tool}\"")));
        let page = browser.post("/talk", &[("words", "hello"), ("key", "k")]).await;
        assert!(
            page.body.contains(&format!("<a class=\"button plain\" href=\"{place}\">")),
            "{tool}: {}",
            page.body
        );
        let told = browser.raw_post("/talk", &form, &accept).await.body;
        assert!(told.contains(&format!("\"place\":\"{place}\"")), "{tool}: {told}");
        if !words.is_empty() {
            let page = browser.get(place).await;
            assert!(page.status == 200 && page.body.contains(words), "{tool}: {}", page.body);
        }
    }
    turn(&world, &CALM.replace("\"complete\"", "\"complete\",\"tool\":\"unheard_of\""));
    assert!(browser.raw_post("/talk", &form, &accept).await.body.contains("\"tool\":null"));
    assert_eq!(browser.get("/talk/tool/unheard_of").await.status, 404);
    let mut nurse = world.signed_in("care_staff").await;
    assert_eq!(nurse.get("/talk/tool/handoff").await.status, 403);
}

#[tokio::test]
async fn a_crisis_answers_with_a_page_that_begins_with_help() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    browser.get("/talk").await;
    turn(&world, &crisis(STORED));
    let seen = browser.post("/talk", &[("words", "I cannot go on"), ("key", "k")]).await;
    let main = seen.body.split("<main").nth(1).expect("a main part");
    let after = main.split_once('>').expect("a tag").1;
    assert!(after.starts_with("<h1>You do not have to face this alone</h1>"), "{after}");
    assert!(!seen.body.contains("alone – "), "the title stands in the history, and tells nothing");
    let order = ["href=\"tel:988\"", "value=\"someone\"", "value=\"team\"", "value=\"safe\"", "data-keep"];
    let places: Vec<_> = order.iter().map(|one| after.find(one).unwrap_or_else(|| panic!("{one}"))).collect();
    assert!(places.is_sorted(), "{places:?}");
    assert!(after.contains("Your care team has an alert from you since 13:02."), "the zone of the house");
    // The bar stands on every page until it is answered.
    for path in ["/about-me", "/display", "/help"] {
        let page = browser.get(path).await;
        assert!(
            page.body.contains("<section class=\"bar\" id=\"bar\" aria-labelledby=\"bar-title\">"),
            "{path}"
        );
    }
    turn(&world, CALM);
    let asked = browser.post("/talk", &[("choice", "safe")]).await;
    assert!(asked.body.contains("Are you safe now?"));
    assert_eq!(messages(&world).len(), 1, "asked once more before anything is sent");
    browser.post("/talk", &[("choice", "safe-yes"), ("key", "k2")]).await;
    assert!(messages(&world)[1].body.contains("I am safe now."), "it is recorded");
    assert!(browser.get("/about-me").await.body.contains("aria-labelledby=\"bar-title\" hidden"));
}

#[tokio::test]
async fn the_dialog_opens_at_entry_and_on_a_rise_only() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    browser.get("/talk").await;
    turn(&world, &crisis(STORED));
    let token = browser.get("/display").await.field("token");
    let form = [("token", token.as_str()), ("words", "x"), ("key", "k")];
    let accept = [("accept", "text/event-stream")];
    let first = browser.raw_post("/talk", &form, &accept).await.body;
    assert!(first.contains("\"open\":true") && first.contains("\"address\":\"tel:988\""), "{first}");
    let second = browser.raw_post("/talk", &form, &accept).await.body;
    assert!(second.contains("\"open\":false"), "{second}");
    turn(&world, &crisis(STORED).replace("\"high\"", "\"critical\""));
    assert!(browser.raw_post("/talk", &form, &accept).await.body.contains("\"open\":true"), "it rose");
}

#[tokio::test]
async fn nobody_is_said_to_know_when_nothing_is_stored() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    browser.get("/talk").await;
    turn(&world, &crisis(&STORED.replace("\"stored\":true", "\"stored\":false")));
    let seen = browser.post("/talk", &[("words", "help"), ("key", "k")]).await;
    assert!(!seen.body.contains("has an alert") && seen.body.contains("Your words are kept."));
    turn(&world, &crisis(REFUSED));
    let seen = browser.post("/talk", &[("words", "help"), ("key", "k")]).await;
    assert!(!seen.body.contains("has an alert") && !seen.body.contains("are kept. A part"));
}

#[tokio::test]
async fn a_cry_for_help_needs_no_session_and_no_store() {
    let world = World::new();
    turn(&world, &crisis(REFUSED));
    let mut stranger = world.browser();
    stranger.get("/help").await;
    let seen = stranger.post("/talk", &[("words", "I cannot go on"), ("key", "k")]).await;
    assert!(
        seen.body.contains("<h1>You do not have to face this alone</h1>") && seen.body.contains("tel:988")
    );
    let all = world.gateway.count();
    assert!(all > 0);
    let mut browser = world.signed_in("resident").await;
    browser.get("/talk").await;
    world.gateway.answers("/chat/conversations", 503, problem("store.unavailable", 503));
    let page = browser.get("/talk").await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("We cannot show what was said before") && page.body.contains("id=\"words\""));
    let seen = browser.post("/talk", &[("words", "I cannot go on"), ("key", "k")]).await;
    assert!(seen.body.contains("tel:988"));
    assert_eq!(messages(&world).len(), 1, "the conversation is known from the cookie");
}

#[tokio::test]
async fn what_could_not_be_sent_is_still_there_with_its_key() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    browser.get("/talk").await;
    let path = format!("/ai/conversations/{CONVERSATION}/messages");
    world.gateway.answers(&path, 503, problem("service.unavailable", 503));
    let seen = browser.post("/talk", &[("words", "my <words>"), ("key", "the-key")]).await;
    assert_eq!(seen.status, 503);
    assert!(
        seen.body.contains("my &lt;words&gt;</textarea>") && seen.body.contains("Your words are still here.")
    );
    assert_eq!(seen.body.matches("value=\"the-key\"").count(), 1, "the same message when it is sent again");
    world.gateway.answers(&path, 409, problem("chat.turn_open", 409));
    let seen = browser.post("/talk", &[("words", "two"), ("key", "the-key")]).await;
    assert!(seen.body.contains("An answer is still on its way."));
}

#[tokio::test]
async fn a_script_is_told_why_a_message_was_refused() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    browser.get("/talk").await;
    let path = format!("/ai/conversations/{CONVERSATION}/messages");
    world.gateway.answers(&path, 413, problem("ai.message_too_long", 413));
    let token = browser.get("/display").await.field("token");
    let form = [("token", token.as_str()), ("words", "long"), ("key", "k")];
    let seen = browser.raw_post("/talk", &form, &[("accept", "text/event-stream")]).await;
    assert_eq!(seen.header("content-type"), "text/event-stream");
    assert!(seen.body.starts_with("event: done") && seen.body.contains("\"stale\":false"), "{}", seen.body);
    assert!(seen.body.contains("\"retry\":false"), "the same words would be refused again");
    world.gateway.answers(&path, 503, problem("service.unavailable", 503));
    let seen = browser.raw_post("/talk", &form, &[("accept", "text/event-stream")]).await;
    assert!(seen.body.contains("\"retry\":true"), "who was not there may be there now: {}", seen.body);
}

/// A feed that tells of a danger that stands, with the numbers alone: of the body and of despair.
fn is_told_of_danger(feed: &str) {
    assert!(feed.starts_with("event: danger\ndata: ") && feed.contains("\"rank\":2"), "{feed}");
    assert!(feed.contains("tel:911") && feed.contains("tel:988"), "{feed}");
    assert!(feed.matches("event:").count() == 1 && !feed.contains("\"text\""), "{feed}");
}

/// The numbers of a page's main part, in order.
fn numbers(page: &str) -> Vec<&str> {
    let main = page.split("<main").nth(1).and_then(|rest| rest.split("</main>").next()).expect("a main part");
    main.split("href=\"tel:").skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[tokio::test]
async fn whom_to_call_first_depends_on_the_danger() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    browser.get("/talk").await;
    turn(&world, &crisis(STORED).replace("suicidal_ideation", "medical_emergency"));
    let seen = browser.post("/talk", &[("words", "My face has dropped"), ("key", "k")]).await;
    assert_eq!(numbers(&seen.body), ["911"], "{}", seen.body);
    let bar =
        |page: &str| page.split("id=\"bar-call\"").nth(1).map(|rest| rest[..200].to_owned()).expect("a bar");
    let page = browser.get("/about-me").await;
    assert!(bar(&page.body).contains("tel:911"), "{}", page.body);
    // A danger that was read with the conversation and not said here: of its kind, where the messages tell it.
    let mut other = world.signed_in("resident").await;
    world.gateway.answers("/chat/conversations", 200, json!({"items": [conversation("high")]}));
    let page = other.get("/talk").await;
    assert!(bar(&page.body).contains("tel:911") && bar(&page.body).contains("tel:988"), "{}", page.body);
}

#[tokio::test]
async fn with_nobody_there_to_read_it_the_rules_of_the_page_say_whom_to_call() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    browser.get("/talk").await;
    let path = format!("/ai/conversations/{CONVERSATION}/messages");
    world.gateway.answers(&path, 503, problem("service.unavailable", 503));
    let seen =
        browser.post("/talk", &[("words", "I have chest pain and cannot breathe"), ("key", "k")]).await;
    assert_eq!(numbers(&seen.body), ["911"], "{}", seen.body);
    // A low sign brings nobody, and still the line to call.
    let mut other = world.signed_in("resident").await;
    let seen = other.post("/talk", &[("words", "I pray every night not to wake"), ("key", "k2")]).await;
    assert!(seen.body.contains("<textarea") && seen.body.contains("Help is there"), "{}", seen.body);
    assert!(numbers(&seen.body).contains(&"988"), "{}", seen.body);
    let mut calm = world.signed_in("resident").await;
    let seen = calm.post("/talk", &[("words", "The soup was good"), ("key", "k3")]).await;
    assert!(numbers(&seen.body).is_empty() && !seen.body.contains("Help is there"), "{}", seen.body);
}

#[tokio::test]
async fn words_from_an_old_form_stay_and_meet_the_rules_as_nobodys() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    let page = browser.get("/talk").await;
    let old = world.signed_in("resident").await.get("/talk").await.field("token");
    let key = page.field("key");
    turn(&world, CALM);
    let form = [("token", old.as_str()), ("words", "my <words>\r\nand more"), ("key", key.as_str())];
    let seen = browser.raw_post("/talk", &form, &[]).await;
    assert_eq!(seen.status, 403);
    assert!(seen.body.contains("my &lt;words&gt;\nand more</textarea>"), "{}", seen.body);
    assert!(seen.body.contains("Your words are still here. Press Send to send them."));
    let sent = world.gateway.asked_with("my <words>");
    assert!(sent.is_empty(), "nothing was sent");
    let script = browser.raw_post("/talk", &form, &[("accept", "text/event-stream")]).await;
    assert!(
        script.body.contains("\"stale\":true") && !script.body.contains("event: accepted"),
        "{}",
        script.body
    );
    let form = [("token", old.as_str()), ("words", "I want to kill myself"), ("key", "k")];
    let seen = browser.raw_post("/talk", &form, &[]).await;
    assert!(seen.body.contains("tel:988") && seen.body.contains("I want to kill myself"), "{}", seen.body);
    assert!(!seen.body.contains("has an alert"), "nobody is said to know");
    let script = browser.raw_post("/talk", &form, &[("accept", "text/event-stream")]).await;
    assert!(
        script.body.starts_with("event: safety") && script.body.contains("\"open\":true"),
        "{}",
        script.body
    );
    // Not from a page of ours at all: then nothing of it is looked at.
    let mut elsewhere = browser.clone();
    elsewhere.origin = "https://evil.example".to_owned();
    let count = world.gateway.count();
    assert_eq!(elsewhere.raw_post("/talk", &form, &[]).await.status, 403);
    assert_eq!(world.gateway.count(), count);
}

#[tokio::test]
async fn ends_of_lines_are_one_character_however_they_are_sent() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    browser.get("/talk").await;
    turn(&world, CALM);
    browser.post("/talk", &[("words", "one\r\ntwo"), ("key", "k")]).await;
    assert_eq!(messages(&world)[0].body, r#"{"content":"one\ntwo"}"#);
}

#[tokio::test]
async fn a_danger_that_stands_in_the_conversation_stands_on_the_screen() {
    let world = World::new();
    world.gateway.answers("/chat/conversations", 200, json!({"items": [conversation("high")]}));
    let mut browser = world.signed_in("resident").await;
    let page = browser.get("/talk").await;
    assert!(
        page.body.contains("id=\"bar\" aria-labelledby=\"bar-title\">"),
        "on another device, in a new session"
    );
}

#[tokio::test]
async fn one_answer_is_for_one_danger_and_a_later_one_of_its_level_stands_there_anew() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    let shown = |page: &str| page.contains("id=\"bar\" aria-labelledby=\"bar-title\">");
    let said_at = |at: &str| {
        let mut stands = conversation("high");
        stands["danger_at"] = json!(at);
        world.gateway.answers("/chat/conversations", 200, json!({"items": [stands]}));
    };
    said_at("2026-11-03T18:00:00Z");
    assert!(shown(&browser.get("/talk").await.body));
    turn(&world, CALM);
    browser.post("/talk", &[("choice", "safe-yes"), ("key", "k")]).await;
    assert!(!shown(&browser.get("/talk").await.body), "it was answered at two minutes past six");
    // The same person, on another tablet.
    said_at("2026-11-03T18:05:00Z");
    world.later(400);
    assert!(shown(&browser.get("/talk").await.body), "it is another danger, of no higher level");
}

#[tokio::test]
async fn with_nobody_there_to_read_it_a_danger_is_met_with_help_and_stands_on_the_screen() {
    let shown = |page: &str| page.contains("id=\"bar\" aria-labelledby=\"bar-title\">");
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    browser.get("/talk").await;
    let path = format!("/ai/conversations/{CONVERSATION}/messages");
    world.gateway.answers(&path, 503, problem("service.unavailable", 503));
    let seen = browser.post("/talk", &[("words", "I want to kill myself"), ("key", "k")]).await;
    assert!(seen.body.contains("You do not have to face this alone"), "{}", seen.body);
    assert!(seen.body.contains("tel:988") && seen.body.contains("I want to kill myself"));
    assert!(!seen.body.contains("has an alert"), "nobody is said to know");
    // The conversation is calm as far as the store knows: that takes nothing away.
    assert!(shown(&browser.get("/talk").await.body) && shown(&browser.get("/about-me").await.body));
    let mut other = world.signed_in("resident").await;
    let token = other.get("/display").await.field("token");
    let form = [("token", token.as_str()), ("words", "I want to kill myself"), ("key", "k")];
    let seen = other.raw_post("/talk", &form, &[("accept", "text/event-stream")]).await;
    assert!(seen.body.starts_with("event: safety") && seen.body.contains("\"open\":true"), "{}", seen.body);
    assert!(seen.body.contains("tel:988") && seen.body.contains("\"retry\":true"), "{}", seen.body);
    let calm = [("token", token.as_str()), ("words", "My roses are out"), ("key", "k")];
    let seen = other.raw_post("/talk", &calm, &[("accept", "text/event-stream")]).await;
    assert!(seen.body.starts_with("event: done"), "{}", seen.body);
}

#[tokio::test]
async fn a_new_conversation_takes_no_danger_off_the_screen() {
    let shown = |page: &str| page.contains("id=\"bar\" aria-labelledby=\"bar-title\">");
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    browser.get("/talk").await;
    turn(&world, &crisis(STORED));
    browser.post("/talk", &[("words", "x"), ("key", "k")]).await;
    let mut newest = conversation("none");
    newest["conversation_id"] = json!("01890a5d-ac96-774b-bcce-b302099a8060");
    world.gateway.answers("/chat/conversations", 200, json!({"items": [newest]}));
    world.later(24 * 3_600);
    assert!(shown(&browser.get("/talk").await.body), "it was not answered");
    turn(&world, CALM);
    browser.post("/talk", &[("choice", "safe-yes"), ("key", "k2")]).await;
    assert!(!shown(&browser.get("/talk").await.body));
}

#[tokio::test]
async fn a_danger_in_corrected_words_opens_other_pages_too_and_a_calm_correction_none() {
    let watched = |text: &str| format!("event: {text}\n\n");
    let danger = |conversation: &str| {
        let data = json!({"event": "danger", "data": {
            "conversation_id": conversation, "level": "high", "at": "2026-11-03T18:00:00Z", "answer": "I hear <you>.",
        }});
        watched(&format!("danger\ndata: {}", data["data"]))
    };
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    browser.get("/talk").await;
    world.gateway.answers.lock().expect("a lock").watched = danger(CONVERSATION);
    let seen = browser.get("/talk/events").await.body;
    assert_eq!(seen.matches("event: danger").count(), 1, "{seen}");
    assert!(seen.contains("\"rank\":2") && seen.contains("\"text\":\"I hear <you>.\""), "{seen}");
    assert!(seen.contains("Your care team has an alert from you since 13:00."), "{seen}");
    // Of an earlier conversation: the help is for now, the words stand there.
    world.gateway.answers.lock().expect("a lock").watched = danger("01890a5d-ac96-774b-bcce-b302099a8060");
    let seen = browser.get("/talk/events").await.body;
    assert!(seen.contains("\"rank\":2") && !seen.contains("I hear"), "{seen}");
    // A low one opens nothing and tells nobody; what is asked about it stands there.
    let low = danger(CONVERSATION).replace("\"high\"", "\"low\"");
    world.gateway.answers.lock().expect("a lock").watched = low;
    let seen = browser.get("/talk/events").await.body;
    assert!(seen.contains("\"rank\":0") && seen.contains("\"text\":\"I hear <you>.\""), "{seen}");
    assert!(!seen.contains("has an alert"), "{seen}");
    // Calmer words in the place of a danger are none.
    let changed = json!({
        "message_id": CONVERSATION, "place": 3, "turn_id": CONVERSATION, "speaker": "resident", "content": "x",
        "language": "en", "level": "high", "categories": [], "created_at": "2026-11-03T18:00:00Z",
    });
    world.gateway.answers.lock().expect("a lock").watched = watched(&format!("changed\ndata: {changed}"));
    assert_eq!(browser.get("/talk/events").await.body, "");
}

#[tokio::test]
async fn another_page_of_the_same_person_is_told_of_a_danger_without_its_words() {
    let said = |level: &str, speaker: &str| {
        let said = json!({
            "message_id": CONVERSATION, "place": 3, "turn_id": CONVERSATION, "speaker": speaker, "content": "I cannot go on",
            "language": "en", "level": level, "categories": [], "created_at": "2026-11-03T18:00:00Z",
        });
        format!("id: {CONVERSATION}\nevent: message\ndata: {said}\n\n")
    };
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    assert!(browser.get("/talk").await.body.contains("data-rank=\"0\""));
    for (level, speaker, rank) in [
        ("high", "resident", Some(2)),
        ("medium", "resident", Some(1)),
        ("low", "resident", None),
        ("high", "companion", None),
    ] {
        said(level, speaker).clone_into(&mut world.gateway.answers.lock().expect("a lock").watched);
        let seen = browser.get("/talk/events").await.body;
        assert!(!seen.contains("cannot go on"), "{seen}");
        match rank {
            Some(rank) => {
                assert!(seen.starts_with(&format!("id: {CONVERSATION}\nevent: danger\n")), "{seen}");
                let told = "Your care team has an alert from you since 13:00.";
                assert!(seen.contains(&format!("\"rank\":{rank}")) && seen.contains(told), "{seen}");
            }
            None => assert_eq!(seen, "", "{level} {speaker}"),
        }
    }
    // The level of the whole conversation is no new danger: it is told anew when somebody begins to listen.
    let level = "event: level\ndata: {\"level\":\"high\"}\n\n";
    level.clone_into(&mut world.gateway.answers.lock().expect("a lock").watched);
    assert_eq!(browser.get("/talk/events").await.body, "");
    // A page whose feed was broken meanwhile learns of it when its feed begins anew.
    world.gateway.answers.lock().expect("a lock").watched.clear();
    turn(&world, &crisis(STORED));
    browser.post("/talk", &[("words", "x"), ("key", "k")]).await;
    is_told_of_danger(&browser.get("/talk/events").await.body);
    turn(&world, CALM);
    browser.post("/talk", &[("choice", "safe-yes"), ("key", "k2")]).await;
    assert_eq!(browser.get("/talk/events").await.body, "", "it was answered");
    // So does one of which another device was told: what stands is looked up, and an answer is for what came before it.
    let mut stands = conversation("high");
    stands["danger_at"] = json!("2026-11-03T18:01:00Z");
    world.gateway.answers("/chat/conversations", 200, json!({"items": [stands.clone()]}));
    assert_eq!(browser.get("/talk/events").await.body, "", "that one was answered");
    stands["danger_at"] = json!("2026-11-03T18:05:00Z");
    world.gateway.answers("/chat/conversations", 200, json!({"items": [stands]}));
    let seen = browser.get("/talk/events").await;
    is_told_of_danger(&seen.body);
}

#[tokio::test]
async fn an_answer_that_reached_nobody_takes_no_danger_off_the_screen() {
    let shown = |page: &str| page.contains("id=\"bar\" aria-labelledby=\"bar-title\">");
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    browser.get("/talk").await;
    turn(&world, &crisis(STORED));
    browser.post("/talk", &[("words", "x"), ("key", "k")]).await;
    let path = format!("/ai/conversations/{CONVERSATION}/messages");
    world.gateway.answers(&path, 503, problem("service.unavailable", 503));
    browser.post("/talk", &[("choice", "safe-yes"), ("key", "k2")]).await;
    assert!(shown(&browser.get("/talk").await.body));
    // The rules read it, and nobody kept it.
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    let token = browser.get("/talk").await.field("token");
    turn(&world, &crisis(STORED));
    browser.post("/talk", &[("words", "x"), ("key", "k")]).await;
    for code in ["auth.token_expired", "store.unavailable", "chat.turn_open"] {
        turn(&world, &REFUSED_CALM.replace("auth.unauthenticated", code));
        let form = [("token", token.as_str()), ("choice", "safe-yes"), ("key", code)];
        browser.post("/talk", &form[1..]).await;
        assert!(shown(&browser.get("/about-me").await.body), "{code}");
        let seen = browser.raw_post("/talk", &form, &[("accept", "text/event-stream")]).await;
        assert!(seen.body.contains("event: done") && seen.body.contains("blocked"), "{}", seen.body);
        assert!(shown(&browser.get("/about-me").await.body), "{code}, as it comes");
    }
    turn(&world, CALM);
    let form = [("token", token.as_str()), ("choice", "safe-yes"), ("key", "k3")];
    let seen = browser.raw_post("/talk", &form, &[("accept", "text/event-stream")]).await.body;
    assert!(seen.contains("event: accepted") && seen.contains("Good <b>morning</b>."), "{seen}");
    assert!(!shown(&browser.get("/about-me").await.body), "it is kept");
}

#[tokio::test]
async fn a_danger_put_into_an_earlier_conversation_stands_on_a_page_that_comes_back() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    browser.get("/talk").await;
    let mut earlier = conversation("high");
    earlier["conversation_id"] = json!("01890a5d-ac96-774b-bcce-b302099a8060");
    earlier["danger_at"] = json!("2026-11-03T18:01:00Z");
    world.gateway.answers("/chat/conversations", 200, json!({"items": [conversation("none"), earlier]}));
    let seen = browser.get("/talk/events").await.body;
    is_told_of_danger(&seen);
}

#[tokio::test]
async fn slow_breathing_is_text_without_a_script_and_begins_with_a_press_alone() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    for (language, first, start) in
        [("en", "Breathe in while you count to four.", "Start"), ("es", "Tome aire", "Empezar")]
    {
        browser.post("/display", &[("language", language), ("theme", "system"), ("size", "0")]).await;
        let page = browser.get("/talk/tool/breathing_timer").await;
        assert_eq!(page.status, 200);
        let steps =
            page.body.split("<ol>").nth(1).and_then(|rest| rest.split("</ol>").next()).expect("the steps");
        assert!(steps.matches("<li>").count() == 3 && steps.contains(first), "{steps}");
        // What a script shows is not there without one, and has its words from the page.
        let shown =
            page.body.split("<div id=\"breathe\" hidden").nth(1).expect("is hidden until the script runs");
        let shown = shown.split("</div></div>").next().unwrap_or_default();
        assert!(
            shown.contains(&format!(">{start}</button>"))
                && shown.contains("<p class=\"breath\" role=\"status\"></p>"),
            "{shown}"
        );
        for word in ["data-in=", "data-out=", "data-over=", "data-start=", "data-stop="] {
            assert!(shown.contains(word) && !shown.contains(&format!("{word}\"\"")), "{word}: {shown}");
        }
        assert!(page.body.contains("/assets/breathe."), "its script");
    }
    let mut nurse = world.signed_in("care_staff").await;
    assert_eq!(nurse.get("/talk/tool/breathing_timer").await.status, 403);
}
