//! The list of alerts: taking one up, giving it back, and what its script is told.

use serde_json::{Value, json};

use crate::support::{CONVERSATION, PERSON, World, problem};

pub(crate) const ALERT: &str = "01890a5d-ac96-774b-bcce-b302099a8080";
pub(crate) const UNIT: &str = "01890a5d-ac96-774b-bcce-b302099a8081";

pub(crate) fn alert(state: &str, by: Option<&str>) -> Value {
    json!({
        "alert_id": ALERT, "patient_id": PERSON, "conversation_id": CONVERSATION, "message_id": ALERT, "level": "high",
        "categories": [], "state": state, "raised_at": "2026-11-03T18:00:00Z", "updated_at": "2026-11-03T18:00:00Z",
        "event_count": 1, "acknowledged_by": by, "acknowledged_at": by.map(|_| "2026-11-03T18:01:00Z"),
        "escalates_at": by.is_none().then_some("2026-11-03T18:05:00Z"),
    })
}

pub(crate) fn detail(one: &Value) -> Value {
    let note =
        json!({"language": "en", "situation": [], "background": [], "assessment": [], "recommendation": []});
    json!({"alert": one, "note": note})
}

#[tokio::test]
async fn who_has_an_alert_can_give_it_back_and_nobody_else_is_offered_that() {
    let world = World::new();
    let mut nurse = world.signed_in("care_staff").await;
    let (place, asked) = (format!("/staff/alerts/{ALERT}"), format!("/chat/alerts/{ALERT}"));
    let form = format!("action=\"{place}/give-back\"");
    for (state, by, offered) in [
        ("acknowledged", Some(PERSON), true),
        ("acknowledged", Some(UNIT), false),
        ("open", None, false),
        ("taken_over", Some(PERSON), false),
    ] {
        world.gateway.answers(&asked, 200, detail(&alert(state, by)));
        let page = nurse.get(&place).await;
        assert_eq!((page.status, page.body.contains(&form)), (200, offered), "{state} {by:?}");
    }
    let back = format!("{asked}/give-back");
    world.gateway.answers(&back, 200, alert("open", None));
    let seen = nurse.post(&format!("{place}/give-back"), &[]).await;
    assert_eq!(seen.header("location"), format!("{place}?done=given-back"));
    world.gateway.answers(&asked, 200, detail(&alert("open", None)));
    let page = nurse.get(&format!("{place}?done=given-back")).await;
    assert!(page.body.contains("It is open again, with the time that it had."));
    world.gateway.answers(&back, 409, problem("chat.alert_not_held", 409));
    let seen = nurse.post(&format!("{place}/give-back"), &[]).await;
    assert_eq!(seen.header("location"), format!("{place}?done=late"));
    let before = world.gateway.asked(&back).len();
    assert_eq!(nurse.raw_post(&format!("{place}/give-back"), &[], &[]).await.status, 403, "without a token");
    let mut resident = world.signed_in("resident").await;
    assert_eq!(resident.post(&format!("{place}/give-back"), &[]).await.status, 403);
    assert_eq!(world.gateway.asked(&back).len(), before, "the platform was never asked");
}

#[tokio::test]
async fn an_alert_is_passed_on_only_while_nobody_has_it() {
    let world = World::new();
    let mut nurse = world.signed_in("care_staff").await;
    let (place, asked) = (format!("/staff/alerts/{ALERT}"), format!("/chat/alerts/{ALERT}"));
    let link = format!("href=\"{place}/escalate\"");
    let held = [("acknowledged", Some(PERSON)), ("acknowledged", Some(UNIT)), ("taken_over", Some(PERSON))];
    for (state, by) in held {
        world.gateway.answers(&asked, 200, detail(&alert(state, by)));
        assert!(!nurse.get(&place).await.body.contains(&link), "{state} {by:?}");
    }
    world.gateway.answers(&asked, 200, detail(&alert("open", None)));
    let page = nurse.get(&place).await.body;
    let form = format!("action=\"{place}/escalate\"");
    assert!(page.contains(&link) && !page.contains(&form), "it is asked once more first");
    let question = nurse.get(&format!("{place}/escalate")).await;
    assert!(question.status == 200 && question.body.contains(&form), "{}", question.body);
    assert!(world.gateway.asked(&format!("{asked}/escalate")).is_empty(), "asking passes nothing on");
    world.gateway.answers(&format!("{asked}/escalate"), 200, alert("open", None));
    let seen = nurse.post(&format!("{place}/escalate"), &[]).await;
    assert_eq!(seen.header("location"), format!("{place}?done=escalated"));
}

#[tokio::test]
async fn the_note_leads_to_its_messages_and_the_title_names_nobody() {
    let world = World::new();
    let mut nurse = world.signed_in("care_staff").await;
    let mut told = detail(&alert("open", None));
    told["note"]["situation"] = json!([{"text": "They wrote.", "message_ids": [ALERT]}]);
    world.gateway.answers(&format!("/chat/alerts/{ALERT}"), 200, told);
    let people = json!({"people": [{"person_id": PERSON, "name": "Ivy Lane", "role": "resident"}]});
    world.gateway.answers("/auth/people/names", 200, people);
    let page = nurse.get(&format!("/staff/alerts/{ALERT}")).await.body;
    let place = format!("/staff/conversations/{CONVERSATION}?around={ALERT}");
    assert!(page.contains(&format!("href=\"{place}#m-{ALERT}\"")), "{page}");
    assert!(page.contains("<h1>Ivy Lane, "), "{page}");
    assert!(page.contains("<title>An alert – Companion</title>"), "{page}");
    // The reason is asked first, and what they came for is kept.
    let question = nurse.get(&place).await.body;
    assert!(question.contains(&format!("name=\"around\" value=\"{ALERT}\"")), "{question}");
    let said = json!({
        "message_id": ALERT, "place": 1, "turn_id": ALERT, "speaker": "resident", "content": "It hurts.", "language": "en",
        "level": "high", "categories": [], "created_at": "2026-11-03T18:00:00Z",
    });
    let messages = format!("/chat/conversations/{CONVERSATION}/messages");
    world.gateway.answers(&messages, 200, json!({"items": [said]}));
    let page = nurse.get(&format!("{place}&purpose=TREAT")).await.body;
    assert!(page.contains(&format!("id=\"m-{ALERT}\"")), "{page}");
    let asked: Vec<_> = world.gateway.asked(&messages).into_iter().map(|one| one.path).collect();
    assert!(asked[1].contains(&format!("after={ALERT}")), "beside the last for the alert's page: {asked:?}");
}

#[tokio::test]
async fn a_list_says_that_it_is_not_live_and_stays_on_for_a_shift_alone() {
    let world = World::new();
    let mut nurse = world.signed_in("care_staff").await;
    world.gateway.answers("/chat/alerts", 200, json!({"items": [alert("open", None)]}));
    let unit = json!({"unit_id": UNIT, "organization_id": PERSON, "name": "Elm"});
    world.gateway.answers("/relations/units/mine", 200, json!({"items": [unit]}));
    let page = nurse.get("/staff/alerts").await.body;
    assert!(page.contains("This list is not live."), "until a script says so");
    assert!(!page.contains(" data-stays"), "off shift a silent page shows nothing");
    // Milliseconds since 1970, for the clock of the script; the time of day stands there without one.
    assert!(
        page.contains("data-due=\"1793729100000\"") && page.contains("Goes to more people at 13:05"),
        "{page}"
    );
    let shift = json!({
        "shift_id": ALERT, "person_id": PERSON, "unit_id": UNIT,
        "starts_at": "2026-11-03T12:00:00Z", "ends_at": "2026-11-03T20:00:00Z",
    });
    let shifts = format!("/relations/units/{UNIT}/shifts");
    world.gateway.answers(&shifts, 200, json!({"shifts": [shift]}));
    let page = nurse.get("/staff/alerts").await.body;
    assert!(page.contains(" data-stays") && page.contains("On shift on Elm until 15:00"), "{page}");
}

#[tokio::test]
async fn a_feed_that_has_narrowed_tells_places_and_asks_nothing_more_of_the_platform() {
    let world = World::new();
    let mut nurse = world.signed_in("care_staff").await;
    let unit = json!({"unit_id": UNIT, "organization_id": PERSON, "name": "Elm"});
    world.gateway.answers("/relations/units/mine", 200, json!({"items": [unit]}));
    let place = json!({"alert_id": ALERT, "unit_id": UNIT, "level": "high", "state": "open", "since": "2026-11-03T18:00:00Z"});
    let events = format!(
        "event: narrowed\ndata: {}\n\nevent: place\ndata: {place}\n\nevent: heartbeat\ndata: {}\n\n\
         event: place\ndata: {place}\n\nevent: end\ndata: {}\n\n",
        json!({"until": "2026-11-03T20:00:00Z"}),
        json!({"at": "2026-11-03T18:02:00Z", "on_shift": true}),
        json!({"reason": "shift_over"})
    );
    world.gateway.answers.lock().expect("a lock").alerts = events;
    let told = nurse.get("/staff/alerts/events").await.body;
    let names: Vec<_> = told.lines().filter_map(|line| line.strip_prefix("event: ")).collect();
    assert_eq!(names, ["narrowed", "place", "heartbeat", "place", "end"]);
    // Whether it stood there or came now: it rings until somebody has it.
    let asked: Vec<Value> = told
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line.strip_prefix("data: ")?).ok())
        .filter(|data| data["id"] == ALERT)
        .map(|data| data["asked"].clone())
        .collect();
    assert_eq!(asked, [true, true], "{told}");
    assert!(told.contains("\"whose\":\"Elm\"") && told.contains("\"open\":true"), "{told}");
    assert!(!told.contains("place\":\"/staff") && !told.contains("Rose"), "nothing leads to anybody: {told}");
    assert!(world.gateway.asked("/auth/people/names").is_empty(), "nobody's name is asked for");
}

#[tokio::test]
async fn what_a_feed_asks_by_itself_is_told_as_nobodys_doing() {
    let world = World::new();
    let mut nurse = world.signed_in("care_staff").await;
    let told = json!({"change": "raised", "asked": true, "alert": alert("open", None)});
    world.gateway.answers.lock().expect("a lock").alerts = format!("event: alert\ndata: {told}\n\n");
    world.gateway.answers("/chat/alerts", 200, json!({"items": []}));
    let behind = |path: &str| world.gateway.asked(path).iter().map(|one| !one.unattended).collect::<Vec<_>>();
    nurse.get("/staff/alerts").await;
    assert_eq!((behind("/chat/alerts"), behind("/relations/units")), (vec![true], vec![true]));
    assert!(nurse.get("/staff/alerts/events").await.body.contains("event: alert"));
    assert_eq!(behind("/chat/alerts/events"), [false]);
    assert_eq!(behind("/relations/units"), [true, false], "nor is what it asks beside");
    assert_eq!(behind("/auth/people/names"), [false], "nor for whom it names");
    let mut resident = world.signed_in("resident").await;
    resident.get("/talk").await;
    resident.get("/talk/events").await;
    assert_eq!(behind(&format!("/chat/conversations/{CONVERSATION}/events")), [false]);
}

#[tokio::test]
async fn a_screen_that_fell_silent_asks_for_the_password_and_signs_nobody_out() {
    let world = World::new();
    let mut nurse = world.signed_in("care_staff").await;
    assert_eq!(nurse.get("/sign-in").await.status, 303, "signed in");
    let before = nurse.cookies.clone();
    assert_eq!(nurse.raw_post("/silent", &[], &[]).await.status, 403, "not without a token of ours");
    assert_eq!(nurse.cookies, before);
    let seen = nurse.post("/silent", &[]).await;
    assert_eq!((seen.status, seen.body.as_str()), (204, ""));
    let page = nurse.get("/sign-in?next=/staff/alerts").await;
    assert!(page.status == 200 && page.body.contains("name=\"password\""), "{}", page.body);
    assert_eq!(nurse.get("/staff/alerts").await.status, 303);
    assert!(world.gateway.asked("/auth/logout").is_empty(), "a sign-out would end the feed that is open");
}

#[tokio::test]
async fn another_tablet_is_given_after_its_price_was_said_and_its_secret_is_shown_once() {
    let world = World::new();
    let mut nurse = world.signed_in("care_staff").await;
    let place = format!("/staff/residents/{PERSON}/tablet");
    assert!(nurse.get(&place).await.body.contains("Every tablet before it is signed out at once"));
    let asked = format!("/auth/residents/{PERSON}/tablet");
    assert_eq!(nurse.post(&place, &[("device", " ")]).await.status, 422);
    assert!(world.gateway.asked(&asked).is_empty());
    world.gateway.answers(&asked, 409, problem("auth.has_password", 409));
    let seen = nurse.post(&place, &[("device", "By the window")]).await;
    assert!(seen.status == 422 && seen.body.contains("signs in with a password"), "{}", seen.body);
    let given = json!({"person_id": PERSON, "device_id": PERSON, "device": "the-secret"});
    world.gateway.answers(&asked, 201, given);
    let seen = nurse.post(&place, &[("device", "By the window")]).await;
    assert!(seen.status == 200 && seen.body.contains("<pre>the-secret</pre>"), "{}", seen.body);
    assert!(!nurse.get(&place).await.body.contains("the-secret"));
    for role in ["health_provider", "resident", "family_member", "admin"] {
        let mut other = world.signed_in(role).await;
        assert_eq!(other.get(&place).await.status, 403, "{role}");
        assert_eq!(other.post(&place, &[("device", "x")]).await.status, 403, "{role}");
    }
    assert_eq!(world.gateway.asked(&asked).len(), 2);
}
