//! What a resident does about things that were said.

use serde_json::{Value, json};

use crate::support::{Browser, CONVERSATION, PERSON, Seen, World, conversation, problem};

const REPLY: &str = "01890a5d-ac96-774b-bcce-b302099a8091";
const OWN: &str = "01890a5d-ac96-774b-bcce-b302099a8092";
const EARLIER: &str = "01890a5d-ac96-774b-bcce-b302099a8093";

fn message(id: &str, place: u64, speaker: &str, words: &str) -> Value {
    json!({
        "message_id": id, "place": place, "turn_id": id, "speaker": speaker, "content": words, "language": "en",
        "level": "none", "categories": [], "created_at": "2026-11-03T18:00:00Z",
    })
}

fn stand(world: &World, items: &[Value]) {
    let path = format!("/chat/conversations/{CONVERSATION}/messages");
    world.gateway.answers(&path, 200, json!({"items": items}));
}

fn body(world: &World, path: &str) -> Value {
    let asked = world.gateway.asked(path).pop().expect("asked");
    serde_json::from_str(&asked.body).expect("JSON")
}

fn place(message: &str, what: &str) -> String {
    format!("/talk/said/{CONVERSATION}/{message}/{what}")
}

async fn talks(world: &World) -> (Browser, Seen) {
    let mut browser = world.signed_in("resident").await;
    stand(world, &[message(OWN, 2, "resident", "My <b>door</b>"), message(REPLY, 3, "companion", "I see.")]);
    let seen = browser.get("/talk").await;
    (browser, seen)
}

#[tokio::test]
async fn every_reply_can_be_judged_once_with_a_reason_and_without_a_script() {
    let world = World::new();
    let (mut browser, seen) = talks(&world).await;
    let place = place(REPLY, "opinion");
    assert_eq!(seen.body.matches(&format!("href=\"{place}\"")).count(), 1, "{}", seen.body);
    let page = browser.get(&place).await;
    assert!(page.status == 200 && page.body.contains("I see.") && page.body.contains("It was unkind"));
    assert_eq!(browser.post(&place, &[("reason", "unkind")]).await.status, 422);
    let asked = format!("/chat/conversations/{CONVERSATION}/messages/{REPLY}/feedback");
    assert!(world.gateway.asked(&asked).is_empty());
    world.gateway.answers(&asked, 200, json!({"helpful": false}));
    let seen = browser.post(&place, &[("helpful", "no"), ("reason", "unkind")]).await;
    assert_eq!((seen.status, seen.header("location")), (303, "/talk"));
    assert_eq!(body(&world, &asked), json!({"helpful": false, "reason": "unkind"}));
    // A reason belongs to a reply that did not help.
    browser.post(&place, &[("helpful", "yes"), ("reason", "unkind")]).await;
    assert_eq!(body(&world, &asked), json!({"helpful": true}));
    let of_own = browser.get(&self::place(OWN, "opinion")).await;
    assert_eq!(of_own.status, 404, "nobody judges their own words");
    let judged = message(REPLY, 3, "companion", "I see.");
    let mut judged = judged.as_object().expect("an object").clone();
    judged.insert("feedback".to_owned(), json!({"helpful": true}));
    stand(&world, &[Value::Object(judged)]);
    assert!(browser.get("/talk").await.body.contains("You said that this helped"));
}

#[tokio::test]
async fn words_are_taken_back_after_a_question_and_with_a_reason() {
    let world = World::new();
    let (mut browser, seen) = talks(&world).await;
    let place = place(OWN, "take-back");
    let own = self::place(OWN, "correct");
    assert_eq!(seen.body.matches(&format!("href=\"{own}\"")).count(), 1, "one quiet line");
    assert!(browser.get(&own).await.body.contains(&format!("href=\"{place}\"")));
    let page = browser.get(&place).await;
    assert!(
        page.body.contains("My &lt;b&gt;door&lt;/b&gt;") && page.body.contains("an alert that it raised")
    );
    let asked = format!("/chat/conversations/{CONVERSATION}/messages/{OWN}/redact");
    for wrong in [&[][..], &[("reason", "bored")][..]] {
        assert_eq!(browser.post(&place, wrong).await.status, 422);
    }
    let of_reply = self::place(REPLY, "take-back");
    assert_eq!(browser.get(&of_reply).await.status, 404);
    assert_eq!(browser.post(&of_reply, &[("reason", "secret")]).await.status, 404);
    assert!(world.gateway.asked(&asked).is_empty(), "nothing is taken back yet");
    world.gateway.answers(&asked, 409, problem("chat.not_correctable", 409));
    let seen = browser.post(&place, &[("reason", "secret")]).await;
    assert!(seen.status == 422 && seen.body.contains("cannot be changed now"));
    let mut gone = message(OWN, 2, "resident", "").as_object().expect("an object").clone();
    gone.insert("redacted_at".to_owned(), json!("2026-11-03T18:01:00Z"));
    world.gateway.answers(&asked, 200, Value::Object(gone.clone()));
    let seen = browser.post(&place, &[("reason", "secret")]).await;
    assert_eq!((seen.status, seen.header("location")), (303, "/talk"));
    assert_eq!(body(&world, &asked), json!({"reason": "secret"}));
    stand(&world, &[message(EARLIER, 1, "companion", "Hello."), Value::Object(gone)]);
    let seen = browser.get("/talk").await;
    assert!(seen.body.contains("These words were taken back.") && !seen.body.contains(&own));
}

#[tokio::test]
async fn what_is_looked_for_is_in_no_address() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    assert!(browser.get("/talk/earlier").await.body.contains("href=\"/talk/search\""));
    assert_eq!(browser.get("/talk/search?words=door").await.status, 200);
    assert!(world.gateway.asked("/chat/search").is_empty(), "an address looks for nothing");
    let long = "a".repeat(201);
    for wrong in ["", " a ", long.as_str()] {
        assert_eq!(browser.post("/talk/search", &[("words", wrong)]).await.status, 422);
    }
    assert!(world.gateway.asked("/chat/search").is_empty());
    let found = json!({
        "found": [{
            "conversation_id": CONVERSATION, "message_id": OWN, "speaker": "resident",
            "excerpt": "my <b>door</b>", "created_at": "2026-11-03T18:00:00Z",
        }],
        "next": EARLIER,
    });
    world.gateway.answers("/chat/search", 200, found);
    let seen = browser.post("/talk/search", &[("words", " door ")]).await;
    assert_eq!(seen.status, 200);
    assert!(seen.body.contains("my &lt;b&gt;door&lt;/b&gt;") && seen.body.contains("Found on this page: 1"));
    assert_eq!(seen.field("before"), EARLIER);
    // To the message itself, with what was said before it, and not to the end of the conversation.
    let place = format!("/talk/found/{CONVERSATION}/{OWN}");
    assert!(seen.body.contains(&format!("href=\"{place}#m-{OWN}\"")), "{}", seen.body);
    let messages = format!("/chat/conversations/{CONVERSATION}/messages");
    let after: Vec<Value> = (0..7).map(|_| message(EARLIER, 9, "companion", "Later")).collect();
    world.gateway.answers(&format!("{messages}?after={OWN}&limit=6"), 200, json!({"items": after}));
    let around = json!({"items": [message(OWN, 3, "resident", "my door")]});
    world.gateway.answers(&format!("{messages}?before={EARLIER}"), 200, around);
    let page = browser.get(&place).await.body;
    assert!(page.contains(&format!("id=\"m-{OWN}\"")) && page.contains("my door"), "{page}");
    assert!(page.contains(&format!("href=\"/talk/earlier/{CONVERSATION}?before={OWN}\"")), "{page}");
    let linked = seen.body.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap_or_default());
    assert!(linked.into_iter().all(|place| !place.contains("door")), "no link carries the words");
    browser.post("/talk/search", &[("words", "door"), ("before", EARLIER)]).await;
    assert_eq!(body(&world, "/chat/search"), json!({"words": "door", "before": EARLIER}));
    for asked in world.gateway.asked("/chat/search") {
        assert!(!asked.path.contains("door"));
    }
    world.gateway.answers("/chat/search", 200, json!({"found": []}));
    assert!(browser.post("/talk/search", &[("words", "door")]).await.body.contains("Nothing was found."));
}

#[tokio::test]
async fn what_was_said_is_for_its_resident_alone_and_its_forms_are_guarded() {
    let world = World::new();
    let mut nurse = world.signed_in("care_staff").await;
    let mut resident = world.signed_in("resident").await;
    let token = resident.get("/display").await.field("token");
    let before = world.gateway.count();
    for path in [place(REPLY, "opinion"), place(OWN, "take-back"), "/talk/search".to_owned()] {
        assert_eq!(nurse.get(&path).await.status, 403, "{path}");
        assert_eq!(nurse.post(&path, &[("helpful", "yes")]).await.status, 403, "{path}");
        assert_eq!(resident.raw_post(&path, &[("token", "")], &[]).await.status, 403, "{path}");
        let mut elsewhere = resident.clone();
        elsewhere.origin = "https://evil.example".to_owned();
        let form = [("token", token.as_str())];
        assert_eq!(elsewhere.raw_post(&path, &form, &[]).await.status, 403, "{path}");
    }
    assert_eq!(world.gateway.count(), before, "the platform was never asked");
}

#[tokio::test]
async fn with_a_script_the_quiet_lines_come_with_the_answer_when_it_is_stored() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    browser.get("/talk").await;
    let token = browser.get("/display").await.field("token");
    for (stored, wanted) in [(true, true), (false, false)] {
        let done = if stored { format!(",\"reply_id\":\"{REPLY}\"") } else { String::new() };
        let events = format!(
            "event: safety\ndata: {{\"level\":\"none\",\"category\":null,\"resources\":[]}}\n\n\
             event: accepted\ndata: {{\"message_id\":\"{OWN}\",\"stored\":{stored}}}\n\n\
             event: done\ndata: {{\"ending\":\"complete\"{done}}}\n\n"
        );
        world.gateway.answers.lock().expect("a lock").turn = events;
        let form = [("token", token.as_str()), ("words", "hello"), ("key", "k")];
        let seen = browser.raw_post("/talk", &form, &[("accept", "text/event-stream")]).await;
        for line in [place(OWN, "correct"), place(REPLY, "opinion")] {
            assert_eq!(seen.body.contains(&line), wanted, "{}", seen.body);
        }
    }
}

#[tokio::test]
async fn a_conversation_is_ended_and_copied_by_its_resident_alone() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    let place = format!("/talk/earlier/{CONVERSATION}");
    let asked = format!("/chat/conversations/{CONVERSATION}");
    let page = browser.get(&place).await.body;
    for way in ["copy", "end"] {
        assert!(page.contains(&format!("href=\"{place}/{way}\"")), "{way}: {page}");
    }
    assert!(browser.get(&format!("{place}/end")).await.body.contains("End this conversation?"));
    assert!(world.gateway.asked(&format!("{asked}/end")).is_empty(), "asking ends nothing");
    world.gateway.answers(&format!("{asked}/end"), 409, problem("chat.alert_open", 409));
    let seen = browser.post(&format!("{place}/end"), &[]).await;
    assert_eq!(seen.header("location"), format!("{place}?done=alert"));
    assert!(browser.get(&format!("{place}?done=alert")).await.body.contains("so this stays open"));
    world.gateway.answers(&format!("{asked}/end"), 200, conversation("none"));
    let seen = browser.post(&format!("{place}/end"), &[]).await;
    assert_eq!(seen.header("location"), format!("{place}?done=ended"));

    let export = format!("{asked}/export");
    world.gateway.answers(&export, 403, problem("auth.step_up", 401));
    let seen = browser.get(&format!("{place}/copy")).await;
    assert!(!seen.body.contains("whole conversation"), "a copy needs a fresh proof: {}", seen.body);
    let mut said = message(OWN, 1, "resident", "My <b>tram</b>");
    (said["acts"], said["rule"]) = (json!([]), json!(""));
    let copy = json!({
        "conversation_id": CONVERSATION, "patient_id": CONVERSATION, "language": "en", "started_at": "2026-11-03T18:00:00Z",
        "messages": [said], "next": CONVERSATION,
    });
    world.gateway.answers(&export, 200, copy);
    let seen = browser.get(&format!("{place}/copy")).await.body;
    assert!(seen.contains("My &lt;b&gt;tram") && seen.contains(&format!("?after={CONVERSATION}")), "{seen}");
    let mut nurse = world.signed_in("care_staff").await;
    assert_eq!(nurse.get(&format!("{place}/copy")).await.status, 403);
    assert_eq!(nurse.post(&format!("{place}/end"), &[]).await.status, 403);
}

/// A nurse whose page counts alerts all morning is one line, with how often and from when; what is another's, another part of
/// the record or refused is a line of its own.
#[tokio::test]
async fn who_saw_the_same_again_and_again_is_one_line() {
    let world = World::new();
    let (nurse, other) = ("01890a5d-ac96-774b-bcce-b302099a8081", "01890a5d-ac96-774b-bcce-b302099a8082");
    let entry = |sequence: u64, at: &str, who: &str, category: &str, outcome: &str| {
        json!({
            "audit_id": format!("01890a5d-ac96-774b-bcce-b302099a9{sequence:03}"), "sequence": sequence,
            "timestamp": format!("2026-11-03T{at}:00Z"), "user_id": who, "role": "care_staff",
            "event_type": "phi_access", "action": "list", "resource": "alert", "category": category,
            "purpose": "TREAT", "outcome": outcome,
        })
    };
    let items = [
        entry(109, "17:50", nurse, "crisis_events", "success"),
        entry(107, "17:40", nurse, "crisis_events", "success"),
        entry(105, "17:05", nurse, "crisis_events", "success"),
        entry(104, "17:04", nurse, "crisis_events", "denied"),
        entry(103, "17:03", nurse, "care_plan", "success"),
        entry(102, "17:02", other, "care_plan", "success"),
    ];
    let report =
        json!({"patient_id": PERSON, "people": 2, "accesses": 5, "denials": 1, "entries": {"items": items}});
    world.gateway.answers(&format!("/audit/patients/{PERSON}/access-report"), 200, report);
    let mut resident = world.signed_in("resident").await;
    let page = resident.get("/about-me/record").await.body;
    let day = page.split("<section class=\"day\">").nth(1).unwrap_or_else(|| panic!("{page}"));
    let lines = day.matches("<li>").count();
    assert_eq!(lines, 4, "{page}");
    assert!(page.contains("3 times.") && page.contains("From no. 105 to no. 109"), "{page}");
    for alone in ["No. 104", "No. 103", "No. 102"] {
        assert!(page.contains(alone), "{alone}: {page}");
    }
}
