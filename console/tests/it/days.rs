//! How a resident's days were, and words of staff that they correct themselves.

use serde_json::{Value, json};

use crate::staffing::{ALERT, UNIT, alert, detail};
use crate::support::{CONVERSATION, PERSON, World, problem};

const MINE: &str = "01890a5d-ac96-774b-bcce-b302099a8091";

fn summary() -> Value {
    let day = |date: &str, mood: Option<&str>, called: Option<&str>| {
        let mut day =
            json!({"date": date, "conversations": 1, "messages": 2, "words": 4.0, "crisis_messages": 1});
        if let Some(mood) = mood {
            day["mood"] = json!(mood);
        }
        if let Some(called) = called {
            day["called"] = json!(called);
        }
        day
    };
    json!({"patient_id": PERSON, "truncated": false, "days": [
        day("2026-10-30", Some("low"), Some("hard")), day("2026-11-01", None, Some("good")),
        day("2026-11-02", Some("good"), None), day("2026-11-03", None, Some("of another version")),
    ]})
}

#[tokio::test]
async fn a_resident_sees_how_days_were_called_and_read_and_where_each_comes_from() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    world.gateway.answers("/chat/summary", 200, summary());
    assert!(browser.get("/about-me").await.body.contains("href=\"/about-me/days\""));
    let page = browser.get("/about-me/days").await.body;
    assert_eq!(world.gateway.asked("/chat/summary")[0].path, "/chat/summary?days=30", "her own");
    for line in [
        "The companion asked, and you said it.",
        "A program guessed that from your words.",
        "You called it: hard.<br>Your messages sounded low.",
        "You called it: good.<br>No program read how it sounded.",
        "You did not call it anything.<br>Your messages sounded good.",
        "Days that you called something: 2. Days that a program read: 2.",
    ] {
        assert!(page.contains(line), "{line}: {page}");
    }
    assert!(
        page.contains("<figure class=\"chart\"") && page.contains("<caption>Days that you called"),
        "{page}"
    );
    assert!(
        page.contains("href=\"/about-me/days/2026-10-30\"")
            && page.contains("href=\"/about-me/days/2026-11-01\"")
    );
    for nothing in ["2026-11-02", "2026-11-03"] {
        assert!(!page.contains(&format!("href=\"/about-me/days/{nothing}\"")), "{nothing}");
    }
    assert!(!page.contains("crisis"), "how urgent a message was read is not told here");
    world.gateway.answers(
        "/chat/summary",
        200,
        json!({"patient_id": PERSON, "truncated": false, "days": []}),
    );
    assert!(browser.get("/about-me/days").await.body.contains("There is no talk in these days yet."));
    for role in ["family_member", "care_staff", "health_provider", "admin"] {
        let mut other = world.signed_in(role).await;
        assert_eq!(other.get("/about-me/days").await.status, 403, "{role}");
    }
}

#[tokio::test]
async fn a_day_is_set_straight_and_forgotten_and_one_that_is_gone_says_so() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    world.gateway.answers("/chat/summary", 200, summary());
    let place = "/about-me/days/2026-10-30";
    let page = browser.get(place).await.body;
    assert!(
        page.contains("value=\"hard\" checked")
            && page.contains("action=\"/about-me/days/2026-10-30/forget\""),
        "{page}"
    );
    let seen = browser.post(place, &[]).await;
    assert!(seen.status == 422 && seen.body.contains("Choose one of the three."), "{}", seen.body);
    let called = "/chat/days/2026-10-30/called";
    assert!(world.gateway.asked(called).is_empty());
    world.gateway.answers(called, 200, json!({"called": "good"}));
    let seen = browser.post(place, &[("called", "good")]).await;
    assert_eq!((seen.status, seen.header("location")), (303, "/about-me/days?done=saved"));
    assert_eq!(world.gateway.asked(called)[0].body, json!({"called": "good"}).to_string());
    world.gateway.answers(called, 200, json!({}));
    let seen = browser.post(&format!("{place}/forget"), &[]).await;
    assert_eq!(seen.header("location"), "/about-me/days?done=forgotten");
    world.gateway.answers(called, 404, problem("request.not_found", 404));
    for (place, fields) in [(place.to_owned(), vec![("called", "hard")]), (format!("{place}/forget"), vec![])]
    {
        assert_eq!(
            browser.post(&place, &fields).await.header("location"),
            "/about-me/days?done=gone",
            "{place}"
        );
    }
    for nothing in ["/about-me/days/2026-11-02", "/about-me/days/nonsense"] {
        assert_eq!(browser.get(nothing).await.header("location"), "/about-me/days?done=gone", "{nothing}");
    }
}

fn said(id: &str, author: &str, at: &str) -> Value {
    json!({
        "message_id": id, "place": 1, "turn_id": ALERT, "speaker": "staff", "content": "I am on my way.", "language": "en",
        "author_id": author, "level": "none", "categories": [], "created_at": at,
    })
}

#[tokio::test]
async fn staff_correct_their_own_words_for_a_quarter_of_an_hour_and_the_old_ones_stay() {
    let world = World::new();
    let mut nurse = world.signed_in("care_staff").await;
    let messages = format!("/chat/conversations/{CONVERSATION}/messages");
    let own = said(MINE, PERSON, "2026-11-03T18:00:00Z");
    let (old, other) =
        (said(UNIT, PERSON, "2026-11-03T17:40:00Z"), said(ALERT, UNIT, "2026-11-03T18:00:00Z"));
    world.gateway.answers(&messages, 200, json!({"items": [old, other, own]}));
    world.gateway.answers(
        &format!("/chat/alerts/{ALERT}"),
        200,
        detail(&alert("acknowledged", Some(PERSON))),
    );
    let page = nurse.get(&format!("/staff/alerts/{ALERT}")).await.body;
    let place = format!("/staff/conversations/{CONVERSATION}/{MINE}/correct");
    assert!(page.contains(&format!("href=\"{place}?alert={ALERT}\"")), "{page}");
    assert_eq!(page.matches("/correct?alert=").count(), 1, "not another's, and not one of long ago");
    let form = nurse.get(&format!("{place}?alert={ALERT}")).await.body;
    assert!(
        form.contains(">I am on my way.</textarea>")
            && form.contains(&format!("href=\"/staff/alerts/{ALERT}\"")),
        "{form}"
    );
    let others = format!("/staff/conversations/{CONVERSATION}/{ALERT}/correct");
    assert_eq!(nurse.get(&others).await.status, 404, "another's words");
    let asked = format!("{messages}/{MINE}/correct");
    let seen = nurse.post(&place, &[("alert", ALERT), ("words", " ")]).await;
    assert!(seen.status == 422 && world.gateway.asked(&asked).is_empty(), "{}", seen.body);
    for (code, status, line) in [
        ("chat.not_correctable", 409, "These words can no longer be corrected."),
        ("service.unavailable", 503, "A part of the system does not answer."),
    ] {
        world.gateway.answers(&asked, status, problem(code, status));
        let seen = nurse.post(&place, &[("alert", ALERT), ("words", "I come at <three>.")]).await;
        assert!(seen.status == 422 && seen.body.contains(line), "{code}: {}", seen.body);
        assert!(seen.body.contains("I come at &lt;three&gt;.</textarea>"), "what was typed stays");
    }
    world.gateway.answers(&asked, 200, said(MINE, PERSON, "2026-11-03T18:00:00Z"));
    let seen = nurse.post(&place, &[("alert", ALERT), ("words", "I come at three.")]).await;
    assert_eq!((seen.status, seen.header("location")), (303, format!("/staff/alerts/{ALERT}").as_str()));
    let sent = world.gateway.asked(&asked);
    let sent = sent.last().expect("was sent");
    assert_eq!(sent.body, json!({"content": "I come at three."}).to_string());
    assert_eq!(sent.headers["purpose-of-use"], "TREAT");
    // Where it was corrected, what stood there before is on the page.
    let mut edited = said(MINE, PERSON, "2026-11-03T18:00:00Z");
    edited["edited_at"] = json!("2026-11-03T18:01:00Z");
    world.gateway.answers(&messages, 200, json!({"items": [edited]}));
    let before = json!({"versions": [{"content": "I come now.", "changed_by": PERSON, "changed_at": "2026-11-03T18:01:00Z"}]});
    world.gateway.answers(&format!("{messages}/{MINE}/versions"), 200, before);
    assert!(nurse.get(&place).await.body.contains("I come now."));
}
