//! Correcting one's own words, what stood there before, and a danger in the new words.

use serde_json::{Value, json};

use crate::support::{CONVERSATION, World, conversation, problem};

const OWN: &str = "01890a5d-ac96-774b-bcce-b302099a8092";
const PERSON: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

fn own(words: &str) -> Value {
    json!({
        "message_id": OWN, "place": 2, "turn_id": OWN, "speaker": "resident", "content": words, "language": "en",
        "level": "none", "categories": [], "created_at": "2026-11-03T18:00:00Z",
    })
}

fn stand(world: &World, message: &Value) {
    let path = format!("/chat/conversations/{CONVERSATION}/messages");
    world.gateway.answers(&path, 200, json!({"items": [message]}));
}

fn place() -> String {
    format!("/talk/said/{CONVERSATION}/{OWN}/correct")
}

fn asked() -> String {
    format!("/chat/conversations/{CONVERSATION}/messages/{OWN}/correct")
}

fn corrected(found: &str, alerted: bool, resources: Value) -> Value {
    let mut answer = own("My red <b>door</b>");
    answer["edited_at"] = json!("2026-11-03T18:01:00Z");
    (answer["found"], answer["alerted"], answer["resources"]) = (json!(found), json!(alerted), resources);
    answer
}

fn safety(level: &str) -> String {
    format!(
        "event: safety\ndata: {{\"level\":\"{level}\",\"category\":null,\"resources\":[]}}\n\n\
         event: accepted\ndata: {{\"message_id\":\"{OWN}\",\"stored\":true}}\n\n\
         event: done\ndata: {{\"ending\":\"complete\"}}\n\n"
    )
}

#[tokio::test]
async fn a_resident_corrects_their_words_and_sees_what_stood_there() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    stand(&world, &own("My <b>door</b>"));
    browser.get("/talk").await;
    let page = browser.get(&place()).await;
    assert!(page.body.contains(">My &lt;b&gt;door&lt;/b&gt;</textarea>"), "{}", page.body);
    assert!(!page.body.contains("What stood here before"));
    assert_eq!(browser.post(&place(), &[("words", "  ")]).await.status, 422);
    assert!(world.gateway.asked(&asked()).is_empty());
    world.gateway.answers(&asked(), 200, corrected("none", false, json!([])));
    let seen = browser.post(&place(), &[("words", "My red <b>door</b>\r\nhere")]).await;
    assert_eq!((seen.status, seen.header("location")), (303, "/talk"));
    let body: Value = serde_json::from_str(&world.gateway.asked(&asked())[0].body).expect("JSON");
    assert_eq!(body, json!({"content": "My red <b>door</b>\nhere"}));

    stand(&world, &corrected("none", false, json!([])));
    assert!(browser.get("/talk").await.body.contains("This was corrected."));
    let versions = json!({"versions": [
        {"content": "My <b>door</b>", "changed_by": PERSON, "changed_at": "2026-11-03T18:01:00Z"},
        {"changed_by": PERSON, "changed_at": "2026-11-03T18:02:00Z"},
    ]});
    let before = format!("/chat/conversations/{CONVERSATION}/messages/{OWN}/versions");
    world.gateway.answers(&before, 200, versions);
    let page = browser.get(&place()).await.body;
    assert!(page.contains("What stood here before") && page.contains(">My &lt;b&gt;door&lt;/b&gt;</p>"));
    assert!(page.contains("These words were taken back."), "what was taken back is shown to nobody");
}

#[tokio::test]
async fn a_danger_in_a_correction_is_met_with_help_at_once_and_on_the_next_page() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    stand(&world, &own("My door"));
    browser.get("/talk").await;
    let lines = json!([{"id": "us.988.call", "name": "Lifeline", "kind": "call", "contact": "988"}]);
    world.gateway.answers(&asked(), 200, corrected("high", true, lines.clone()));
    let seen = browser.post(&place(), &[("words", "I want to die")]).await;
    assert!(seen.status == 200 && seen.body.contains("You do not have to face this alone"), "{}", seen.body);
    assert!(seen.body.contains("tel:988") && seen.body.contains("value=\"someone\""));
    assert!(!browser.get("/about-me").await.body.contains("aria-labelledby=\"bar-title\" hidden"));
    // It was said in an earlier conversation: that the newest one is calm takes nothing away.
    let mut newest = conversation("none");
    newest["conversation_id"] = json!(OWN);
    world.gateway.answers("/chat/conversations", 200, json!({"items": [newest]}));
    browser.get("/talk").await;
    assert!(!browser.get("/about-me").await.body.contains("aria-labelledby=\"bar-title\" hidden"));
    // What needs nobody yet still has its line, and stands on no screen.
    let mut other = world.signed_in("resident").await;
    world.gateway.answers(&asked(), 200, corrected("low", false, lines));
    let seen = other.post(&place(), &[("words", "I am so tired of it all")]).await;
    assert!(seen.body.contains("tel:988") && seen.body.contains("Your words were corrected."));
    assert!(other.get("/about-me").await.body.contains("aria-labelledby=\"bar-title\" hidden"));
}

#[tokio::test]
async fn a_correction_that_is_not_taken_keeps_its_words_and_a_danger_in_it_is_sent_as_a_message() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    stand(&world, &own("My door"));
    browser.get("/talk").await;
    world.gateway.answers.lock().expect("a lock").turn = safety("none");
    for (status, code) in [(409, "chat.not_correctable"), (503, "service.unavailable")] {
        world.gateway.answers(&asked(), status, problem(code, status));
        let seen = browser.post(&place(), &[("words", "My red door")]).await;
        assert!(seen.status == 422 && seen.body.contains(">My red door</textarea>"), "{}", seen.body);
    }
    world.gateway.answers.lock().expect("a lock").turn = safety("high");
    let seen = browser.post(&place(), &[("words", "I want to kill myself"), ("key", "k1")]).await;
    assert!(seen.status == 200 && seen.body.contains("You do not have to face this alone"), "{}", seen.body);
    let sent = world.gateway.asked(&format!("/ai/conversations/{CONVERSATION}/messages"));
    let sent: Vec<_> = sent.iter().filter(|one| one.body.contains("I want to kill myself")).collect();
    assert!(sent.last().expect("is sent").headers.contains_key("authorization"), "as the resident's own");
}

#[tokio::test]
async fn with_everything_down_a_danger_in_a_correction_has_its_numbers() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    stand(&world, &own("My door"));
    browser.get("/talk").await;
    world.gateway.answers(&asked(), 503, problem("service.unavailable", 503));
    let ai = format!("/ai/conversations/{CONVERSATION}/messages");
    world.gateway.answers(&ai, 503, problem("service.unavailable", 503));
    let seen = browser.post(&place(), &[("words", "I want to kill myself"), ("key", "k1")]).await;
    assert!(seen.body.contains("You do not have to face this alone"), "{}", seen.body);
    assert!(seen.body.contains("tel:988") && seen.body.contains("I want to kill myself"), "{}", seen.body);
    assert!(!seen.body.contains("has an alert"), "nobody is said to know");
    assert!(!browser.get("/about-me").await.body.contains("aria-labelledby=\"bar-title\" hidden"));
    // A low sign has its line too, beside the words that could not be put there.
    for (status, code) in [(409, "chat.not_correctable"), (503, "service.unavailable")] {
        let mut other = world.signed_in("resident").await;
        world.gateway.answers(&asked(), status, problem(code, status));
        let seen = other.post(&place(), &[("words", "I want to die")]).await;
        assert!(seen.status == 422 && seen.body.contains(">I want to die</textarea>"), "{}", seen.body);
        let main = seen.body.split("<main").nth(1).expect("a page");
        assert!(main.contains("tel:988"), "{main}");
        let seen = other.post(&place(), &[("words", "My red door")]).await;
        let main = seen.body.split("<main").nth(1).expect("a page");
        assert!(!main.contains("tel:988"), "{main}");
    }
}

#[tokio::test]
async fn what_the_companion_says_about_corrected_words_stands_on_the_page() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    stand(&world, &own("My door"));
    browser.get("/talk").await;
    let mut answer = own("I am glad that you <b>told</b> me.");
    (answer["speaker"], answer["language"]) = (json!("companion"), json!("es"));
    for level in ["low", "high"] {
        let mut heard = corrected(level, level == "high", json!([]));
        heard["answer"] = answer.clone();
        world.gateway.answers(&asked(), 200, heard);
        let seen = browser.post(&place(), &[("words", "I want to die")]).await.body;
        let said = "<p lang=\"es\" dir=\"auto\">I am glad that you &lt;b&gt;told&lt;/b&gt; me.</p>";
        assert!(seen.contains(said), "{level}: {seen}");
    }
}

#[tokio::test]
async fn the_words_of_an_old_form_meet_the_rules_and_change_nothing() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    world.gateway.answers.lock().expect("a lock").turn = safety("high");
    let form = [("token", "of before"), ("words", "I want to kill myself")];
    let seen = browser.raw_post(&place(), &form, &[]).await;
    assert!(seen.body.contains("You do not have to face this alone"), "{}", seen.body);
    let before = world.gateway.count();
    browser.origin = "https://evil.example".to_owned();
    assert_eq!(browser.raw_post(&place(), &form, &[]).await.status, 403);
    assert_eq!(world.gateway.count(), before, "a form of somebody else's page asks nothing");
    let mut nurse = world.signed_in("care_staff").await;
    assert_eq!(nurse.get(&place()).await.status, 403);
    assert_eq!(nurse.post(&place(), &[("words", "Mine")]).await.status, 403);
    assert!(world.gateway.asked(&asked()).is_empty());
}

#[tokio::test]
async fn who_may_read_a_conversation_sees_that_words_were_corrected_and_what_stood_there() {
    let world = World::new();
    for (role, at) in [("care_staff", "/staff/conversations"), ("family_member", "/family/conversations")] {
        let mut reader = world.signed_in(role).await;
        stand(&world, &corrected("none", false, json!([])));
        let purpose = if role == "care_staff" { "TREAT" } else { "FAMILY" };
        let reasons = reader.get(&format!("{at}/{CONVERSATION}")).await.body;
        let purpose = reasons
            .split("name=\"purpose\" value=\"")
            .nth(1)
            .map_or(purpose, |rest| rest.split('"').next().unwrap_or_default())
            .to_owned();
        let page = reader.get(&format!("{at}/{CONVERSATION}?purpose={purpose}")).await.body;
        let before = format!("{at}/{CONVERSATION}/{OWN}/before?purpose={purpose}");
        assert!(
            page.contains("This was corrected.") && page.contains(&format!("href=\"{before}\"")),
            "{page}"
        );
        let platform = format!("/chat/conversations/{CONVERSATION}/messages/{OWN}/versions");
        world.gateway.answers(
            &platform,
            200,
            json!({"versions": [
                {"content": "My <b>door</b>", "changed_by": PERSON, "changed_at": "2026-11-03T18:01:00Z"},
            ]}),
        );
        assert!(reader.get(&before).await.body.contains("My &lt;b&gt;door&lt;/b&gt;"));
        let last = world.gateway.asked(&platform).pop().expect("asked");
        assert_eq!(last.headers["purpose-of-use"].to_str().expect("ASCII"), purpose);
        world.gateway.answers(&platform, 404, problem("request.not_found", 404));
        assert_eq!(reader.get(&before).await.status, 404);
        // Without a reason nothing is read.
        assert_eq!(reader.get(&format!("{at}/{CONVERSATION}/{OWN}/before")).await.status, 303);
    }
}
