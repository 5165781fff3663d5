//! Answering an alert: the conversation on its page, live and without a script, and what came of what was pressed.

use serde_json::{Value, json};

use crate::staffing::{ALERT, UNIT, alert, detail};
use crate::support::{CONVERSATION, PERSON, World, problem};

const STAFF_SAID: &str = "01890a5d-ac96-774b-bcce-b302099a8090";

fn said(id: &str, place: u64, speaker: &str, words: &str) -> Value {
    json!({
        "message_id": id, "place": place, "turn_id": ALERT, "speaker": speaker, "content": words, "language": "en",
        "author_id": (speaker != "companion").then_some(if speaker == "staff" { UNIT } else { PERSON }),
        "level": "none", "categories": [], "created_at": "2026-11-03T18:00:00Z",
    })
}

fn messages() -> String {
    format!("/chat/conversations/{CONVERSATION}/messages")
}

#[tokio::test]
async fn who_answers_an_alert_reads_what_was_said_last_and_who_said_it() {
    let world = World::new();
    let mut nurse = world.signed_in("care_staff").await;
    let names = json!({"people": [
        {"person_id": PERSON, "name": "Ivy Lane", "role": "resident"},
        {"person_id": UNIT, "name": "Ana Ruiz", "role": "care_staff"},
    ]});
    world.gateway.answers("/auth/people/names", 200, names);
    let all = json!([
        said(ALERT, 3, "resident", "It <b>hurts</b>."),
        said(CONVERSATION, 4, "companion", "I hear you."),
        said(STAFF_SAID, 5, "staff", "I am on my way."),
    ]);
    world.gateway.answers(&messages(), 200, json!({"items": all}));
    let (place, asked) = (format!("/staff/alerts/{ALERT}"), format!("/chat/alerts/{ALERT}"));
    let mut taken = alert("taken_over", Some(PERSON));
    taken["taken_over_by"] = json!(PERSON);
    world.gateway.answers(&asked, 200, detail(&taken));
    let page = nurse.get(&place).await.body;
    for (class, by, words) in [
        ("theirs", "Resident", "It &lt;b&gt;hurts&lt;/b&gt;."),
        ("other", "Companion", "I hear you."),
        ("staff", "Ana Ruiz", "I am on my way."),
    ] {
        let bubble = page.split("<li ").find(|one| one.contains(words)).expect("is there");
        let told = bubble.contains(&format!("class=\"said {class}\""))
            && bubble.contains(&format!("<span>{by}</span>"));
        assert!(told, "{class}: {bubble}");
    }
    let log = page.find("role=\"log\" aria-live=\"polite\"").expect("a log");
    let field = page.find("name=\"words\"").expect("a field");
    assert!(log < field, "what is said stands above what is written");
    let events = format!("data-events=\"/staff/conversations/{CONVERSATION}/events?after={STAFF_SAID}\"");
    assert!(page.contains(&events), "{page}");
    assert!(page.contains("As it was when this page was loaded."), "until a script says otherwise");
    let read = world.gateway.asked(&messages()).pop().expect("asked");
    assert!(read.path.contains("limit=20"), "{}", read.path);
    assert_eq!(read.headers["purpose-of-use"], "TREAT");
}

#[tokio::test]
async fn what_may_not_be_read_is_not_shown_an_outage_is_no_refusal_and_a_closed_alert_asks_for_nothing() {
    let world = World::new();
    let mut nurse = world.signed_in("care_staff").await;
    let (place, asked) = (format!("/staff/alerts/{ALERT}"), format!("/chat/alerts/{ALERT}"));
    world.gateway.answers(&asked, 200, detail(&alert("open", None)));
    let (refused, away) = ("You may not read this conversation now.", "This part cannot be read right now.");
    for (status, code, line, other) in
        [(404, "request.not_found", refused, away), (503, "service.unavailable", away, refused)]
    {
        world.gateway.answers(&messages(), status, problem(code, status));
        let page = nurse.get(&place).await;
        assert_eq!(page.status, 200);
        assert!(page.body.contains(line) && !page.body.contains(other), "{}", page.body);
        assert!(!page.body.contains("role=\"log\""));
    }
    let before = world.gateway.asked(&messages()).len();
    let mut closed = alert("closed", Some(PERSON));
    closed["closed_at"] = json!("2026-11-03T18:02:00Z");
    world.gateway.answers(&asked, 200, detail(&closed));
    let page = nurse.get(&place).await.body;
    assert!(!page.contains("role=\"log\"") && !page.contains("Your right to read ends"), "{page}");
    assert_eq!(world.gateway.asked(&messages()).len(), before, "the right to read ended with it");
}

#[tokio::test]
async fn what_is_said_from_then_on_is_told_to_staff_alone_and_as_nobodys_doing() {
    let world = World::new();
    let mut nurse = world.signed_in("care_staff").await;
    let names = json!({"people": [{"person_id": UNIT, "name": "Ana Ruiz", "role": "care_staff"}]});
    world.gateway.answers("/auth/people/names", 200, names);
    let handed = json!({"change": "handed_back", "at": "2026-11-03T18:12:00Z"});
    let events = format!(
        "id: {ALERT}\nevent: message\ndata: {}\n\nevent: changed\ndata: {}\n\nevent: attention\ndata: {handed}\n\n\
         event: level\ndata: {}\n\nevent: end\ndata: {}\n\n",
        said(ALERT, 6, "resident", "Are you there?"),
        said(STAFF_SAID, 5, "staff", "I am with you."),
        json!({"level": "high"}),
        json!({"reason": "revoked"}),
    );
    world.gateway.answers.lock().expect("a lock").watched = events;
    let place = format!("/staff/conversations/{CONVERSATION}/events?after={STAFF_SAID}");
    let told = nurse.get(&place).await.body;
    let names: Vec<_> = told.lines().filter_map(|line| line.strip_prefix("event: ")).collect();
    assert_eq!(names, ["said", "said", "attention", "end"], "{told}");
    let data: Vec<Value> =
        told.lines().filter_map(|line| serde_json::from_str(line.strip_prefix("data: ")?).ok()).collect();
    assert_eq!(
        (&data[0]["kind"], &data[0]["by"], &data[0]["text"], &data[0]["again"]),
        (&json!("resident"), &json!("Resident, 13:00"), &json!("Are you there?"), &json!(false))
    );
    assert_eq!((&data[1]["by"], &data[1]["again"]), (&json!("Ana Ruiz, 13:00"), &json!(true)));
    assert_eq!(data[2]["text"], "The companion answers the resident again.");
    assert!(told.contains(&format!("id: {ALERT}\n")), "where it goes on after a break: {told}");
    let watched = format!("/chat/conversations/{CONVERSATION}/events");
    let asked = world.gateway.asked(&watched).pop().expect("asked");
    assert_eq!(asked.headers["last-event-id"], STAFF_SAID, "nothing falls between page and stream");
    assert_eq!((asked.headers["purpose-of-use"].as_bytes(), asked.unattended), (b"TREAT".as_slice(), true));
    for role in ["resident", "family_member", "admin"] {
        let mut other = world.signed_in(role).await;
        assert_eq!(other.get(&place).await.status, 403, "{role}");
    }
}

#[tokio::test]
async fn what_was_pressed_is_answered_in_words() {
    let world = World::new();
    let mut nurse = world.signed_in("care_staff").await;
    let (place, asked) = (format!("/staff/alerts/{ALERT}"), format!("/chat/alerts/{ALERT}"));
    world.gateway.answers(&asked, 200, detail(&alert("acknowledged", Some(PERSON))));
    for (press, done, line) in [
        ("take-over", "taken", "You write with the resident now."),
        ("hand-back", "back", "The companion answers the resident again."),
    ] {
        world.gateway.answers(&format!("{asked}/{press}"), 200, alert("acknowledged", Some(PERSON)));
        let seen = nurse.post(&format!("{place}/{press}"), &[]).await;
        assert_eq!(seen.header("location"), format!("{place}?done={done}"));
        let page = nurse.get(seen.header("location")).await.body;
        assert!(page.contains(line) && page.contains("<div role=\"status\">"), "{done}: {page}");
    }
}

#[tokio::test]
async fn whose_page_it_is_for_what_it_is_read_and_until_when_stands_over_it() {
    let world = World::new();
    let mut provider = world.signed_in("health_provider").await;
    let names = json!({"people": [{"person_id": PERSON, "name": "Ivy Lane", "role": "resident"}]});
    world.gateway.answers("/auth/people/names", 200, names);
    world.gateway.answers(&format!("/chat/alerts/{ALERT}"), 200, detail(&alert("open", None)));
    let items = json!({"items": [said(ALERT, 1, "resident", "Good morning")]});
    world.gateway.answers(&messages(), 200, items);
    let scores = format!("/chat/patients/{PERSON}/assessments");
    world.gateway.answers(&scores, 200, json!({"patient_id": PERSON, "assigned": [], "results": []}));
    let here = format!("/staff/residents/{PERSON}");
    let (closes, changes) =
        ("Your right to read ends when the alert is closed.", "It holds as long as you are there");
    for (place, why) in [
        (format!("/staff/alerts/{ALERT}"), Some(closes)),
        (format!("/staff/conversations/{CONVERSATION}?purpose=TREAT"), Some(changes)),
        (format!("{here}/timeline"), Some(changes)),
        (format!("{here}/questionnaires"), Some(changes)),
        (format!("{here}/note"), None),
        (format!("/staff/alerts/{ALERT}/close"), None),
        (format!("/staff/alerts/{ALERT}/escalate"), None),
        (here.clone(), None),
    ] {
        let page = provider.get(&place).await.body;
        let banner =
            page.split("<section class=\"patient\"").nth(1).and_then(|rest| rest.split("</section>").next());
        let banner = banner.unwrap_or_else(|| panic!("{place} has none: {page}"));
        assert!(banner.contains("Ivy Lane"), "{place}: {banner}");
        assert_eq!(
            banner.contains("You read this for: care and treatment"),
            why.is_some(),
            "{place}: {banner}"
        );
        assert!(why.is_none_or(|why| banner.contains(why)), "{place}: {banner}");
        assert!(!banner.contains("no-print") && page.matches("<h1").count() == 1, "{place}");
    }
    // A note is a press away from where it comes to mind.
    for place in [format!("{here}/timeline"), format!("/staff/conversations/{CONVERSATION}?purpose=TREAT")] {
        assert!(provider.get(&place).await.body.contains(&format!("href=\"{here}/note\"")), "{place}");
    }
}

#[tokio::test]
async fn a_resident_reads_on_every_load_who_has_seen_it_or_writes_now() {
    let world = World::new();
    let mut resident = world.signed_in("resident").await;
    let names = json!({"people": [{"person_id": UNIT, "name": "Ana Ruiz", "role": "care_staff"}]});
    world.gateway.answers("/auth/people/names", 200, names);
    for (change, line) in [
        (Some("acknowledged"), "Ana Ruiz has seen this at 13:01."),
        (Some("taken_over"), "Ana Ruiz writes here now. This is a person, not the program."),
        (None, "Ana Ruiz"),
    ] {
        let mut one = crate::support::conversation("high");
        if let Some(change) = change {
            one["attention"] = json!({"change": change, "by": UNIT, "at": "2026-11-03T18:01:00Z"});
        }
        world.gateway.answers("/chat/conversations", 200, json!({"items": [one]}));
        let page = resident.get("/talk").await.body;
        assert_eq!(page.contains(line), change.is_some(), "{change:?}: {page}");
        let quiet = page.contains("<p class=\"wrong\" id=\"note\" hidden");
        assert_eq!(quiet, change.is_none(), "{page}");
    }
}
