//! What was found in messages and whether it was right: for staff who may read them, and for residents in plain words.

use serde_json::{Value, json};

use crate::staffing::{ALERT, alert, detail};
use crate::support::{CONVERSATION, PERSON, World, conversation, problem};

const SAID: &str = "01890a5d-ac96-774b-bcce-b302099a8092";
const TEXT: &str = "I told <b>Rosa</b> that I want to die.";

fn message() -> Value {
    json!({
        "message_id": SAID, "place": 2, "turn_id": SAID, "speaker": "resident", "author_id": PERSON, "content": TEXT,
        "language": "en", "level": "high", "categories": ["suicidal_ideation"], "created_at": "2026-11-03T18:00:00Z",
    })
}

fn analysis(mark: Option<Value>) -> Value {
    let mut found = json!({
        "message_id": SAID, "level": "high", "categories": ["suicidal_ideation"],
        "findings": [{"code": "si.wish", "category": "suicidal_ideation", "level": "high", "base": "high",
            "span": {"start": 24, "end": 37}, "modifiers": ["recent"], "confidence": 0.9}],
        "identifiers": [{"span": {"start": 10, "end": 14}, "class": "name", "code": "phi.name", "confidence": 0.9}],
        "versions": {"crisis": "rules of then"},
    });
    if let Some(mark) = mark {
        found["mark"] =
            json!({"mark": mark, "marked_at": "2026-11-03T18:05:00Z", "times": 1, "versions": {}});
    }
    found
}

fn kept(mark: &Value) -> Value {
    json!({"mark": mark, "marked_at": "2026-11-03T18:05:00Z", "times": 1, "versions": {}})
}

fn path(what: &str) -> String {
    format!("/chat/conversations/{CONVERSATION}/messages/{SAID}/{what}")
}

fn stand(world: &World, mark: Option<Value>) {
    let messages = format!("/chat/conversations/{CONVERSATION}/messages");
    world.gateway.answers(&messages, 200, json!({"items": [message()]}));
    world.gateway.answers(&path("analysis"), 200, analysis(mark));
}

fn sent(world: &World) -> Value {
    let asked = world.gateway.asked(&path("mark"));
    serde_json::from_str(&asked.last().expect("was sent").body).expect("JSON")
}

#[tokio::test]
async fn staff_see_the_evidence_and_say_by_one_press_that_it_was_right() {
    let world = World::new();
    let mut browser = world.signed_in("care_staff").await;
    stand(&world, None);
    let log = browser.get(&format!("/staff/conversations/{CONVERSATION}?purpose=TREAT")).await.body;
    let place = format!("/staff/conversations/{CONVERSATION}/{SAID}/found");
    assert!(log.contains(&format!("{place}?purpose=TREAT")), "{log}");
    let page = browser.get(&format!("{place}?purpose=TREAT")).await;
    for part in [
        "“I want to die”: thoughts of suicide, High",
        "Read as: recent",
        "Read by: rules of then",
        "Was this right?",
    ] {
        assert!(page.body.contains(part), "{part}: {}", page.body);
    }
    assert!(page.body.contains("I told &lt;b&gt;Rosa&lt;/b&gt;") && !page.body.contains("<b>Rosa"));
    world.gateway.answers(&path("mark"), 200, kept(&json!({"right": true})));
    let done = browser.post(&place, &[("purpose", "TREAT"), ("right", "yes")]).await;
    assert_eq!((done.status, done.header("location")), (303, format!("{place}?purpose=TREAT").as_str()));
    assert_eq!(sent(&world), json!({"right": true}));
    let asked = world.gateway.asked(&path("mark"));
    assert_eq!(asked[0].headers["purpose-of-use"], "TREAT");
    stand(&world, Some(json!({"right": true})));
    let page = browser.get(&format!("{place}?purpose=TREAT")).await.body;
    assert!(
        page.contains("You marked this right") && page.contains("No, wrong"),
        "and it can be changed: {page}"
    );
    // Without a reason to read nothing is asked of anybody.
    let asked = world.gateway.count();
    assert_eq!(browser.get(&place).await.status, 303);
    assert_eq!(world.gateway.count(), asked);
}

#[tokio::test]
async fn what_is_wrong_is_chosen_and_of_an_overlooked_name_its_place_is_sent_alone() {
    let world = World::new();
    let mut browser = world.signed_in("care_staff").await;
    stand(&world, None);
    browser.get(&format!("/staff/conversations/{CONVERSATION}/{SAID}/found?purpose=TREAT")).await;
    let place = format!("/staff/conversations/{CONVERSATION}/{SAID}/found");
    world.gateway.answers(&path("mark"), 200, kept(&json!({"right": false, "reasons": ["missed"]})));
    let form = |more: &[(&'static str, &'static str)]| {
        [&[("purpose", "TREAT"), ("right", "no"), ("class", "name")][..], more].concat()
    };
    for (more, why) in [
        (form(&[]), "Say why it is wrong."),
        (form(&[("reason", "missed"), ("overlooked", "Quillborna")]), "These words are not in the message."),
        (form(&[("reason", "missed"), ("level", "none"), ("kind", "self_harm")]), "no danger has no kind"),
    ] {
        let seen = browser.post(&place, &more).await;
        assert!(
            seen.status == 422 && seen.body.contains(why) && seen.body.contains("role=\"alert\""),
            "{}",
            seen.body
        );
    }
    assert!(world.gateway.asked(&path("mark")).is_empty());
    let all = form(&[
        ("reason", "missed"),
        ("level", "critical"),
        ("kind", "suicidal_ideation"),
        ("none", "10-14"),
        ("overlooked", "told"),
    ]);
    assert_eq!(browser.post(&place, &all).await.status, 303);
    assert_eq!(
        sent(&world),
        json!({
            "right": false, "reasons": ["missed", "identifiers"], "level": "critical",
            "categories": ["suicidal_ideation"], "not_identifiers": [{"start": 10, "end": 14}],
            "missed_identifiers": [{"span": {"start": 2, "end": 6}, "class": "name"}],
        })
    );
    // What was overlooked before is kept while its box is ticked, and goes with it.
    let before = json!({"right": false, "reasons": ["identifiers"],
        "missed_identifiers": [{"span": {"start": 2, "end": 6}, "class": "name"}]});
    stand(&world, Some(before));
    let page = browser.get(&format!("{place}?purpose=TREAT")).await.body;
    assert!(page.contains("You marked this wrong") && page.contains("value=\"2-6\" checked"), "{page}");
    assert_eq!(browser.post(&place, &form(&[("reason", "quoted"), ("level", "none")])).await.status, 303);
    assert_eq!(
        sent(&world),
        json!({"right": false, "reasons": ["quoted"], "level": "none", "categories": []})
    );
    world.gateway.answers(&path("mark"), 409, problem("chat.not_markable", 409));
    let seen = browser.post(&place, &form(&[("reason", "quoted")])).await;
    assert!(seen.status == 409 && seen.body.contains("can no longer be marked"), "{}", seen.body);
}

#[tokio::test]
async fn a_resident_says_in_plain_words_that_it_was_not_meant_like_that() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    stand(&world, None);
    let day = conversation("high");
    world.gateway.answers("/chat/conversations", 200, json!({"items": [day]}));
    let at = format!("/talk/said/{CONVERSATION}/{SAID}/found");
    let page = browser.get("/about-me/days/2026-11-03/read").await;
    assert!(page.body.contains(&format!("{at}?day=2026-11-03")), "{}", page.body);
    let other = browser.get("/about-me/days/2026-11-02/read").await.body;
    assert!(!other.contains(&at) && other.contains("no words of yours on this day"), "{other}");
    assert_eq!(browser.get("/about-me/days/soon/read").await.status, 404);
    let page = browser.get(&format!("{at}?day=2026-11-03")).await.body;
    assert!(page.contains("It read signs of this: thoughts of suicide.") && page.contains("Was this right?"));
    assert!(!page.contains("High") && !page.contains("si.wish"), "no level and no code");
    assert!(page.contains("href=\"/about-me/days/2026-11-03/read\""), "{page}");
    world.gateway.answers(&path("mark"), 200, kept(&json!({"right": false, "reasons": ["not_meant"]})));
    let done = browser.post(&at, &[("right", "no"), ("day", "2026-11-03")]).await;
    assert_eq!(
        (done.status, done.header("location")),
        (303, format!("{at}?day=2026-11-03&done=said").as_str())
    );
    assert_eq!(sent(&world), json!({"right": false, "reasons": ["not_meant"]}));
    stand(&world, Some(json!({"right": false, "reasons": ["not_meant"]})));
    let page = browser.get(&at).await.body;
    assert!(
        page.contains("You said that you did not mean it like that.") && page.contains("Yes, that is right")
    );
    assert!(browser.get(&format!("/talk/said/{CONVERSATION}/{SAID}/correct")).await.body.contains(&at));
    assert_eq!(browser.post(&at, &[("right", "perhaps")]).await.status, 422);
}

#[tokio::test]
async fn nobody_but_who_answers_for_them_is_asked_whether_it_was_right() {
    let world = World::new();
    let mut family = world.signed_in("family_member").await;
    stand(&world, None);
    let log = family.get(&format!("/family/conversations/{CONVERSATION}?purpose=FAMRQT")).await.body;
    assert!(log.contains("I want to die") && !log.contains("/found"), "{log}");
    for role in ["family_member", "admin"] {
        let mut browser = world.signed_in(role).await;
        let place = format!("/staff/conversations/{CONVERSATION}/{SAID}/found?purpose=TREAT");
        let seen = browser.get(&place).await;
        assert!(!seen.body.contains("Was this right?") && seen.status != 200, "{role}: {}", seen.status);
    }
    assert!(world.gateway.asked(&path("analysis")).is_empty());
}

#[tokio::test]
async fn the_page_of_an_alert_asks_about_the_message_that_raised_it_and_leads_to_the_others() {
    let world = World::new();
    let mut browser = world.signed_in("care_staff").await;
    stand(&world, None);
    let mut one = alert("acknowledged", Some(PERSON));
    one["message_id"] = json!(SAID);
    world.gateway.answers(&format!("/chat/alerts/{ALERT}"), 200, detail(&one));
    let here = format!("/staff/alerts/{ALERT}");
    let place = format!("/staff/conversations/{CONVERSATION}/{SAID}/found");
    let page = browser.get(&here).await.body;
    assert!(
        page.contains("What was found in the message that raised this") && page.contains("Was this right?")
    );
    assert!(page.contains(&format!("action=\"{place}\"")) && page.contains("thoughts of suicide"), "{page}");
    assert!(page.contains(&format!("{place}?purpose=TREAT&amp;alert={ALERT}")), "{page}");
    world.gateway.answers(&path("mark"), 200, kept(&json!({"right": true})));
    let done = browser.post(&place, &[("purpose", "TREAT"), ("alert", ALERT), ("right", "yes")]).await;
    assert_eq!((done.status, done.header("location")), (303, format!("{here}?done=marked").as_str()));
    stand(&world, Some(json!({"right": true})));
    let page = browser.get(&format!("{here}?done=marked")).await.body;
    assert!(page.contains("Your mark is kept.") && page.contains("You marked this right"), "{page}");
    // An alert that is none is told as that, and nothing is marked by the way.
    let asked = world.gateway.asked(&path("mark")).len();
    assert_eq!(browser.get(&format!("{place}?purpose=TREAT&alert=nonsense")).await.status, 404);
    let wrong = [("purpose", "TREAT"), ("alert", "nonsense"), ("right", "yes")];
    assert_eq!(browser.post(&place, &wrong).await.status, 404);
    assert_eq!(world.gateway.asked(&path("mark")).len(), asked);
    // Whoever may not read the words is not asked about them, and has the alert all the same.
    world.gateway.answers(&path("analysis"), 404, problem("request.not_found", 404));
    let page = browser.get(&here).await;
    assert!(page.status == 200 && !page.body.contains("Was this right?"), "{}", page.body);
}
