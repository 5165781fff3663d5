//! What the companion keeps of a resident, on their own pages.

use serde_json::{Value, json};

use crate::support::{World, problem};

const FACT: &str = "01890a5d-ac96-774b-bcce-b302099a8070";
const TALK: &str = "01890a5d-ac96-774b-bcce-b302099a8072";
const TURN: &str = "01890a5d-ac96-774b-bcce-b302099a8071";

fn memories(allowed: &Value) -> Value {
    json!({
        "allowed": allowed,
        "facts": [{
            "fact_id": FACT, "subject": "", "relation": "likes", "value": "<b>roses</b>", "language": "en",
            "day": 20_759, "sensitivity": "plain", "confirmed": true, "turn_id": TURN, "span": [0, 5],
            "kept_at": "2026-11-02T18:00:00Z",
        }],
        "talks": [{
            "conversation_id": TALK, "day": 20_758, "topics": [{"topic": "music", "name": "<i>music</i>"}],
            "agreed": ["a song"], "kept_at": "2026-11-01T18:00:00Z", "expires_at": "2027-01-30T18:00:00Z",
        }],
        "story": [{"theme": "work", "words": ["I drove the tram."], "saved_at": "2026-11-02T18:00:00Z"}],
    })
}

fn body(world: &World, path: &str) -> Value {
    let asked = world.gateway.asked(path).pop().expect("asked");
    serde_json::from_str(&asked.body).expect("JSON")
}

#[tokio::test]
async fn memories_are_shown_with_their_days_and_as_text() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    world.gateway.answers("/chat/memories", 200, memories(&json!(true)));
    let seen = browser.get("/about-me/memories").await;
    assert_eq!(seen.status, 200);
    for part in
        ["&lt;b&gt;roses&lt;/b&gt;", "You told it: Yesterday", "I drove the tram.", "Stop remembering"]
    {
        assert!(seen.body.contains(part), "{part}");
    }
    world.gateway.answers("/chat/memories", 200, json!({"facts": [], "story": []}));
    let seen = browser.get("/about-me/memories").await;
    assert!(
        seen.body.contains("Nothing is remembered yet") && seen.body.contains("You have not been asked yet")
    );
    assert!(!seen.body.contains("Forget everything"), "there is nothing to forget");
    assert!(browser.get("/about-me").await.body.contains("href=\"/about-me/memories\""));
}

#[tokio::test]
async fn whether_it_may_remember_is_read_back_before_it_is_kept() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    let seen = browser.get("/about-me/memories/choice/no").await;
    assert!(seen.body.contains("From now on nothing new is remembered."), "{}", seen.body);
    assert!(world.gateway.asked("/chat/memories/choice").is_empty(), "nothing is kept yet");
    world.gateway.answers("/chat/memories/choice", 200, memories(&json!(false)));
    let seen = browser.post("/about-me/memories/choice/no", &[("forget", "yes")]).await;
    assert_eq!((seen.status, seen.header("location")), (303, "/about-me/memories?done=no"));
    assert_eq!(body(&world, "/chat/memories/choice"), json!({"allowed": false, "forget_all": true}));
    // A box that belongs to the other answer says nothing.
    browser.post("/about-me/memories/choice/yes", &[("forget", "yes")]).await;
    assert_eq!(body(&world, "/chat/memories/choice"), json!({"allowed": true, "forget_all": false}));
    assert_eq!(browser.get("/about-me/memories/choice/maybe").await.status, 404);
}

#[tokio::test]
async fn one_memory_is_set_straight_and_one_forgotten_after_a_question() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    world.gateway.answers("/chat/memories", 200, memories(&json!(true)));
    let place = format!("/about-me/memories/{FACT}");
    let asked = format!("/chat/memories/{FACT}");
    assert!(browser.get(&place).await.body.contains("value=\"&lt;b&gt;roses&lt;/b&gt;\""));
    let long = "a".repeat(121);
    for wrong in ["", "  ", long.as_str()] {
        let seen = browser.post(&place, &[("value", wrong)]).await;
        assert_eq!(seen.status, 422);
        assert!(seen.body.contains("Write what is right"));
    }
    assert!(world.gateway.asked(&asked).is_empty(), "the platform was never asked");
    let fact = memories(&json!(true))["facts"][0].clone();
    world.gateway.answers(&asked, 200, fact);
    let seen = browser.post(&place, &[("value", " tulips ")]).await;
    assert_eq!(seen.header("location"), "/about-me/memories?done=changed");
    assert_eq!(body(&world, &asked), json!({"value": "tulips"}));
    let count = world.gateway.asked(&asked).len();
    assert!(browser.get(&format!("{place}/forget")).await.body.contains("Forget this?"));
    assert_eq!(world.gateway.asked(&asked).len(), count, "asking forgets nothing");
    world.gateway.answers(&asked, 200, json!({"allowed": true, "facts": [], "story": []}));
    let seen = browser.post(&format!("{place}/forget"), &[]).await;
    assert_eq!(seen.header("location"), "/about-me/memories?done=forgotten");
    let gone = "/about-me/memories/01890a5d-ac96-774b-bcce-b302099a8099";
    assert_eq!(browser.get(gone).await.status, 404, "a memory of nobody's");
}

#[tokio::test]
async fn forgetting_everything_leaves_the_choice_as_it_is() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    world.gateway.answers("/chat/memories", 200, memories(&json!(true)));
    world.gateway.answers("/chat/memories/choice", 200, memories(&json!(true)));
    assert!(
        browser.get("/about-me/memories/forget-all").await.body.contains("Remembered things: 1. Talks: 1.")
    );
    let seen = browser.post("/about-me/memories/forget-all", &[]).await;
    assert_eq!(seen.header("location"), "/about-me/memories?done=all");
    assert_eq!(body(&world, "/chat/memories/choice"), json!({"allowed": true, "forget_all": true}));
}

#[tokio::test]
async fn what_is_kept_is_for_its_resident_alone_and_its_forms_are_guarded() {
    let world = World::new();
    let mut nurse = world.signed_in("care_staff").await;
    let mut resident = world.signed_in("resident").await;
    let token = resident.get("/display").await.field("token");
    let forget = format!("/about-me/memories/{FACT}/forget");
    let before = world.gateway.count();
    for path in ["/about-me/memories", "/about-me/memories/forget-all", forget.as_str()] {
        assert_eq!(nurse.get(path).await.status, 403, "{path}");
    }
    for path in ["/about-me/memories/forget-all", "/about-me/memories/choice/no", forget.as_str()] {
        assert_eq!(resident.raw_post(path, &[("token", "")], &[]).await.status, 403, "{path}");
        let mut elsewhere = resident.clone();
        elsewhere.origin = "https://evil.example".to_owned();
        let form = [("token", token.as_str())];
        assert_eq!(elsewhere.raw_post(path, &form, &[]).await.status, 403, "{path}");
    }
    assert_eq!(world.gateway.count(), before, "the platform was never asked");
}

fn day() -> Value {
    json!({"items": [
        {"kind": "reminder", "what": "call <i>Ana</i>", "at": "2026-11-03T17:30:00Z", "now": true},
        {"kind": "follow_up", "at": "2026-11-03T17:00:00Z", "now": true},
        {"kind": "check_in", "at": "2026-11-04T14:00:00Z", "now": false},
    ]})
}

#[tokio::test]
async fn a_day_has_what_is_due_and_what_comes() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    world.gateway.answers("/chat/day", 200, day());
    let seen = browser.get("/about-me/day").await;
    assert_eq!(seen.status, 200);
    for part in ["call &lt;i&gt;Ana&lt;/i&gt;", "Due now", "Since: Today at 12:30", "Comes later"] {
        assert!(seen.body.contains(part), "{part}");
    }
    // A question how somebody is after a crisis is answered by talking; tomorrow's check-in has no tick yet.
    assert_eq!(seen.body.matches("action=\"/about-me/day/done\"").count(), 1);
    world.gateway.answers("/chat/day", 200, json!({"items": []}));
    assert!(browser.get("/about-me/day").await.body.contains("Nothing is due."));
    assert!(browser.get("/about-me").await.body.contains("href=\"/about-me/day\""));
}

#[tokio::test]
async fn what_is_done_is_told_once_and_exactly() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    world.gateway.answers("/chat/day/done", 200, json!({"items": []}));
    for wrong in [[("kind", "reminder"), ("at", "soon")], [("kind", "all"), ("at", "2026-11-03T17:30:00Z")]] {
        assert_eq!(browser.post("/about-me/day/done", &wrong).await.status, 422);
    }
    assert!(world.gateway.asked("/chat/day/done").is_empty());
    let form = [("kind", "reminder"), ("at", "2026-11-03T17:30:00Z")];
    let seen = browser.post("/about-me/day/done", &form).await;
    assert_eq!((seen.status, seen.header("location")), (303, "/about-me/day?done=1"));
    let told = body(&world, "/chat/day/done");
    assert_eq!(told["kind"], "reminder");
    assert!(told["at"].as_str().expect("an instant").starts_with("2026-11-03T17:30:00"));
    let mut nurse = world.signed_in("care_staff").await;
    assert_eq!(nurse.get("/about-me/day").await.status, 403);
    assert_eq!(nurse.post("/about-me/day/done", &form).await.status, 403);
}

#[tokio::test]
async fn what_is_due_is_told_on_talk_as_a_quiet_line() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    let page = browser.get("/talk").await;
    assert!(page.body.contains("<p class=\"small\" id=\"due\" hidden>"), "{}", page.body);
    let event = "event: due\ndata: {\"kind\":\"reminder\",\"what\":\"water\",\"at\":\"2026-11-03T18:00:00Z\",\"now\":true}\n\n";
    event.clone_into(&mut world.gateway.answers.lock().expect("a lock").watched);
    let seen = browser.get("/talk/events").await;
    assert_eq!(seen.body, "event: due\ndata: {\"text\":\"It is time for: water\"}\n\n");
}

#[tokio::test]
async fn how_somebody_likes_to_talk_is_shown_and_kept() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    world.gateway.answers(
        "/chat/profile",
        200,
        json!({"language": "es", "simple": true, "faith": false, "care": {}}),
    );
    let seen = browser.get("/about-me/talking").await;
    let ticked = seen.body.matches(" checked").count();
    assert_eq!((seen.status, ticked), (200, 2), "Spanish, and short answers: {}", seen.body);
    assert_eq!(browser.post("/about-me/talking", &[("language", "xx")]).await.status, 422);
    let seen = browser.post("/about-me/talking", &[("language", "any"), ("faith", "yes")]).await;
    assert_eq!(seen.header("location"), "/about-me/talking?done=1");
    let kept = body(&world, "/chat/profile");
    assert_eq!((&kept["simple"], &kept["faith"], kept.get("language")), (&json!(false), &json!(true), None));
    let mut nurse = world.signed_in("care_staff").await;
    assert_eq!(nurse.get("/about-me/talking").await.status, 403);
}

#[tokio::test]
async fn what_a_talk_was_about_is_seen_and_forgotten_after_a_question() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    world.gateway.answers("/chat/memories", 200, memories(&json!(true)));
    let seen = browser.get("/about-me/memories").await;
    for part in ["What we talked about", "&lt;i&gt;music&lt;/i&gt;", "a song", "Remembered until"] {
        assert!(seen.body.contains(part), "{part}");
    }
    let place = format!("/about-me/memories/talks/{TALK}/forget");
    let asked = format!("/chat/memories/talks/{TALK}");
    let seen = browser.get(&place).await;
    assert!(seen.body.contains("Forget this?") && seen.body.contains("Your conversations stay as they are."));
    assert!(world.gateway.asked(&asked).is_empty(), "asking forgets nothing");
    world.gateway.answers(&asked, 200, json!({"allowed": true, "facts": [], "story": []}));
    let seen = browser.post(&place, &[]).await;
    assert_eq!(seen.header("location"), "/about-me/memories?done=forgotten");
    assert_eq!(world.gateway.asked(&asked).len(), 1);
    let gone = format!("/about-me/memories/talks/{TURN}/forget");
    assert_eq!(browser.get(&gone).await.status, 404, "a talk of nobody's");
    assert_eq!(world.signed_in("care_staff").await.get(&place).await.status, 403);
}

const EACH: &str = "/about-me/day/each";

fn with_daily(daily: &Value, offered: bool) -> Value {
    json!({"items": [], "daily": daily, "daily_offered": offered})
}

#[tokio::test]
async fn what_is_asked_each_day_is_shown_read_back_and_set_exactly() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    world.gateway.answers("/chat/day", 200, with_daily(&Value::Null, true));
    let seen = browser.get("/about-me/day").await;
    assert!(seen.body.contains("Your companion asks you nothing each day."), "{}", seen.body);
    assert!(seen.body.contains(&format!("href=\"{EACH}\"")) && !seen.body.contains(&format!("{EACH}/end")));
    let seen = browser.get(EACH).await;
    assert_eq!(seen.body.matches("name=\"kind\"").count(), 3);
    assert_eq!(seen.body.matches("<option value=").count(), 25, "each hour once, and none is chosen for her");
    // What is missing is said, and what was given stays.
    for (form, missing, stays) in [
        (vec![("kind", "good_thing"), ("hour", "")], "Choose an hour.", "value=\"good_thing\" checked"),
        (vec![("kind", "good_thing"), ("hour", "24")], "Choose an hour.", "value=\"good_thing\" checked"),
        (vec![("hour", "19")], "Choose what your companion asks you.", "value=\"19\" selected"),
        (vec![("kind", "follow_up"), ("hour", "19")], "Choose what your companion", "value=\"19\" selected"),
    ] {
        let seen = browser.post(EACH, &form).await;
        assert_eq!(seen.status, 422, "{form:?}");
        assert!(seen.body.contains(missing) && seen.body.contains(stays), "{form:?} {}", seen.body);
    }
    let form = [("kind", "good_thing"), ("hour", "19")];
    let seen = browser.post(EACH, &form).await;
    let sentence = "Each day from 19:00 your companion asks you about this: One good thing of the day.";
    assert!(seen.status == 200 && seen.body.contains("Is this right?") && seen.body.contains(sentence));
    assert!(world.gateway.asked("/chat/day/daily").is_empty(), "nothing is set yet");
    world.gateway.answers(
        "/chat/day/daily",
        200,
        with_daily(&json!({"kind": "good_thing", "hour": 19}), true),
    );
    let seen = browser.post(&format!("{EACH}/confirm"), &form).await;
    assert_eq!((seen.status, seen.header("location")), (303, "/about-me/day?done=set"));
    let asked = world.gateway.asked("/chat/day/daily").pop().expect("asked");
    assert_eq!(asked.method, "PUT");
    assert_eq!(body(&world, "/chat/day/daily"), json!({"kind": "good_thing", "hour": 19}));
    assert_eq!(
        browser.post(&format!("{EACH}/confirm"), &[("kind", "all"), ("hour", "19")]).await.status,
        422
    );
    assert_eq!(world.gateway.asked("/chat/day/daily").len(), 1);
}

#[tokio::test]
async fn what_is_asked_each_day_is_ended_after_one_more_question_and_nobody_elses() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    let set = json!({"kind": "check_in", "hour": 9});
    world.gateway.answers("/chat/day", 200, with_daily(&set, true));
    let seen = browser.get("/about-me/day?done=set").await;
    let sentence = "Each day from 09:00 your companion asks you about this: A word about your day.";
    assert_eq!(seen.body.matches(sentence).count(), 2, "what is kept is read back: {}", seen.body);
    let seen = browser.get(EACH).await;
    assert!(seen.body.contains("value=\"check_in\" checked") && seen.body.contains("value=\"9\" selected"));
    let end = format!("{EACH}/end");
    let seen = browser.get(&end).await;
    assert!(seen.body.contains(sentence) && seen.body.contains("Yes, end it"), "{}", seen.body);
    assert!(world.gateway.asked("/chat/day/daily").is_empty(), "it is asked first");
    world.gateway.answers("/chat/day/daily", 200, with_daily(&Value::Null, true));
    let seen = browser.post(&end, &[]).await;
    assert_eq!(seen.header("location"), "/about-me/day?done=ended");
    assert_eq!(world.gateway.asked("/chat/day/daily").pop().expect("asked").method, "DELETE");
    world.gateway.answers("/chat/day", 200, with_daily(&Value::Null, true));
    assert_eq!(browser.get(&end).await.header("location"), "/about-me/day", "there is nothing to end");
    let seen = browser.get("/about-me/day?done=set").await;
    assert!(!seen.body.contains("<div role=\"status\">"), "what is not so is not told: {}", seen.body);
    let confirm = format!("{EACH}/confirm");
    for role in ["care_staff", "family_member"] {
        let mut other = world.signed_in(role).await;
        for path in [EACH, end.as_str()] {
            assert_eq!(other.get(path).await.status, 403, "{role} {path}");
            assert_eq!(other.post(path, &[]).await.status, 403, "{role} {path}");
        }
        assert_eq!(other.post(&confirm, &[]).await.status, 403, "{role}");
    }
}

#[tokio::test]
async fn where_the_law_lets_nothing_be_asked_each_day_no_form_is_there_and_what_was_set_is_ended() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    world.gateway.answers("/chat/day", 200, with_daily(&Value::Null, false));
    assert!(!browser.get("/about-me/day").await.body.contains("each day"));
    assert_eq!(browser.get(EACH).await.header("location"), "/about-me/day?done=not_here");
    let seen = browser.get("/about-me/day?done=not_here").await;
    assert!(seen.body.contains("the law does not let your companion"), "{}", seen.body);
    world.gateway.answers("/chat/day/daily", 409, problem("chat.daily_not_offered", 409));
    let seen = browser.post(&format!("{EACH}/confirm"), &[("kind", "check_in"), ("hour", "9")]).await;
    assert_eq!(seen.header("location"), "/about-me/day?done=not_here");
    world.gateway.answers("/chat/day", 200, with_daily(&json!({"kind": "check_in", "hour": 9}), false));
    let seen = browser.get("/about-me/day").await;
    assert!(seen.body.contains(&format!("href=\"{EACH}/end\"")) && !seen.body.contains("Change it"));
}
