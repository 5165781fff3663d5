//! Staff beside a resident, words of theirs that come too late, units that cannot be read, and what a resident is told of the end
//! of an alert.

use serde_json::{Value, json};

use crate::staffing::{ALERT, UNIT, alert, detail};
use crate::support::{CONVERSATION, PERSON, World, conversation, problem};

#[tokio::test]
async fn a_nurse_says_that_she_is_with_a_resident_and_until_when_it_counts() {
    let world = World::new();
    let mut nurse = world.signed_in("care_staff").await;
    let (place, asked) =
        (format!("/staff/residents/{PERSON}/with"), format!("/chat/patients/{PERSON}/company"));
    world.gateway.answers(&asked, 200, json!({}));
    let people = json!({"people": [{"person_id": PERSON, "name": "Ivy Lane", "role": "resident"},
        {"person_id": UNIT, "name": "Ana Ruiz", "role": "care_staff"}]});
    world.gateway.answers("/auth/people/names", 200, people);
    let page = nurse.get(&place).await.body;
    assert!(
        page.contains("Nobody has said that they are there.") && page.contains("It counts for 15 minutes."),
        "{page}"
    );
    assert!(
        page.contains("<title>Somebody is with the resident – Companion</title>"),
        "no name in the title"
    );
    assert!(!page.contains("value=\"no\""), "what is not said needs no taking back");
    world.gateway.answers(&asked, 200, json!({"by": UNIT, "until": "2026-11-03T18:17:00Z"}));
    let seen = nurse.post(&place, &[("present", "yes")]).await;
    assert_eq!((seen.status, seen.header("location")), (303, place.as_str()));
    let sent = world.gateway.asked(&asked);
    assert_eq!(sent.last().expect("was sent").body, json!({"present": true}).to_string());
    let page = nurse.get(&place).await.body;
    assert!(page.contains("Ana Ruiz is there until 13:17.") && page.contains("value=\"no\""), "{page}");
    nurse.post(&place, &[("present", "no")]).await;
    assert_eq!(
        world.gateway.asked(&asked).last().expect("was sent").body,
        json!({"present": false}).to_string()
    );
    let before = world.gateway.asked(&asked).len();
    assert_ne!(nurse.post(&place, &[("present", "maybe")]).await.status, 303);
    assert_eq!(world.gateway.asked(&asked).len(), before, "what is neither is nothing");
    for role in ["resident", "family_member", "admin"] {
        let mut other = world.signed_in(role).await;
        assert_eq!(other.get(&place).await.status, 403, "{role}");
    }
}

#[tokio::test]
async fn words_of_staff_that_come_too_late_stay_on_the_page_with_why() {
    let world = World::new();
    let mut nurse = world.signed_in("care_staff").await;
    let (place, asked) = (format!("/staff/alerts/{ALERT}"), format!("/chat/alerts/{ALERT}"));
    let write = format!("/chat/conversations/{CONVERSATION}/staff-messages");
    let words = "I am <on> my way.\nPlease wait.";
    let fields = [("conversation", CONVERSATION), ("key", "the-key-of-this-form"), ("words", words)];
    let shown = "I am &lt;on&gt; my way.\nPlease wait.</textarea>";
    for (code, status, state, said, sends) in [
        ("chat.alert_closed", 409, "closed", "The alert is closed by now.", false),
        ("chat.not_taken_over", 409, "acknowledged", "You do not write in this conversation any more", false),
        ("service.unavailable", 503, "taken_over", "Press Send again in a minute", true),
    ] {
        let mut one = alert(state, Some(PERSON));
        one["taken_over_by"] = if sends { json!(PERSON) } else { Value::Null };
        world.gateway.answers(&asked, 200, detail(&one));
        world.gateway.answers(&write, status, problem(code, status));
        let seen = nurse.post(&format!("{place}/write"), &fields).await;
        assert_eq!(seen.status, status, "{code}");
        assert!(seen.body.contains("role=\"alert\"") && seen.body.contains(said), "{code}: {}", seen.body);
        assert!(seen.body.contains(shown), "{code}: {}", seen.body);
        let again = seen.body.contains(&format!("action=\"{place}/write\""));
        assert_eq!((again, seen.body.contains("readonly")), (sends, !sends), "{code}");
        if sends {
            assert_eq!(seen.field("key"), "the-key-of-this-form", "sent again it is one message");
        }
    }
    // With the alert out of reach too, the words are all that there is.
    world.gateway.answers(&asked, 503, problem("service.unavailable", 503));
    let seen = nurse.post(&format!("{place}/write"), &fields).await;
    assert!(seen.status == 503 && seen.body.contains(shown), "{}", seen.body);
}

#[tokio::test]
async fn units_that_cannot_be_read_are_said_and_no_shift_is_begun_by_mistake() {
    let world = World::new();
    let mut nurse = world.signed_in("care_staff").await;
    world.gateway.answers("/chat/alerts", 200, json!({"items": []}));
    let handover = json!({"since": "2026-11-03T06:02:00Z", "items": []});
    world.gateway.answers("/chat/handover", 200, handover);
    world.gateway.answers("/auth/devices", 200, json!({"devices": []}));
    let places = ["/staff/alerts", "/staff/handover", "/staff/tablets"];
    let said = "We cannot read on which units you work";
    world.gateway.answers("/relations/units/mine", 503, problem("service.unavailable", 503));
    for place in places {
        let page = nurse.get(place).await;
        assert_eq!(page.status, 200, "{place}");
        assert!(
            page.body.contains(said) && !page.body.contains("action=\"/staff/shift\""),
            "{place}: {}",
            page.body
        );
    }
    let unit = json!({"unit_id": UNIT, "organization_id": PERSON, "name": "Elm"});
    world.gateway.answers("/relations/units/mine", 200, json!({"items": [unit]}));
    let shifts = format!("/relations/units/{UNIT}/shifts");
    world.gateway.answers(&shifts, 503, problem("service.unavailable", 503));
    let page = nurse.get("/staff/alerts").await.body;
    assert!(
        page.contains(said) && !page.contains("action=\"/staff/shift\""),
        "nor whether a shift runs: {page}"
    );
    world.gateway.answers(&shifts, 200, json!({"shifts": []}));
    for place in places {
        assert!(!nurse.get(place).await.body.contains(said), "{place}");
    }
    assert!(nurse.get("/staff/alerts").await.body.contains("action=\"/staff/shift\""));
}

#[tokio::test]
async fn a_resident_reads_once_on_load_that_an_alert_was_closed() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    let people = json!({"people": [{"person_id": UNIT, "name": "Ana Ruiz", "role": "care_staff"}]});
    world.gateway.answers("/auth/people/names", 200, people);
    let mut one = conversation("none");
    one["attention"] = json!({"change": "closed", "by": UNIT, "at": "2026-11-03T18:01:00Z"});
    world.gateway.answers("/chat/conversations", 200, json!({"items": [one]}));
    world.gateway.answers("/chat/closings/heard", 200, json!({}));
    let page = browser.get("/talk").await.body;
    let note = page.split("id=\"note\"").nth(1).and_then(|rest| rest.split("</p>").next()).expect("a note");
    assert!(note.contains("Ana Ruiz") && note.contains("13:01") && !note.contains("hidden"), "{note}");
    let heard = world.gateway.asked("/chat/closings/heard");
    assert_eq!(heard.len(), 1);
    assert_eq!(heard[0].body, json!({"at": "2026-11-03T18:01:00.000000Z"}).to_string());
    // Other pages show nothing of it, and say that nothing was heard.
    browser.get("/about-me").await;
    assert_eq!(world.gateway.asked("/chat/closings/heard").len(), 1);
    // Where it cannot be kept the page is there all the same.
    world.gateway.answers("/chat/closings/heard", 503, problem("service.unavailable", 503));
    assert!(browser.get("/talk").await.body.contains("Ana Ruiz"));
    // The talk that it was about is over: it is said in the one that begins.
    let mut old = conversation("none");
    old["ended_at"] = json!("2026-11-03T17:59:00Z");
    old["attention"] = json!({"change": "closed", "by": UNIT, "at": "2026-11-03T18:01:00Z"});
    world.gateway.answers("/chat/conversations", 200, json!({"items": [old]}));
    let begun = json!({"id": CONVERSATION, "greeting": "Hello.", "choices": []});
    world.gateway.answers("/ai/conversations", 201, begun);
    assert!(browser.get("/talk").await.body.contains("Ana Ruiz"));
}
