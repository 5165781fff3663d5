//! What a shift hands over, and the notes that it leaves.

use serde_json::{Value, json};

use crate::staffing::{ALERT, alert};
use crate::support::{CONVERSATION, PERSON, World};

fn note(by: &str, text: &str, rule: Option<&str>) -> Value {
    json!({
        "note_id": "01890a5d-ac96-774b-bcce-b302099a8081", "patient_id": PERSON, "by": by, "text": text,
        "rule": rule, "author_id": (by == "staff").then_some(PERSON), "at": "2026-11-03T17:00:00Z",
        "conversation_id": rule.map(|_| CONVERSATION),
    })
}

fn handover(notes: &[Value]) -> Value {
    let mut closed = alert("closed", None);
    for (name, value) in [
        ("closed_at", json!("2026-11-03T18:20:00Z")),
        ("closed_by", json!(PERSON)),
        ("outcome", json!("care_given")),
    ] {
        closed[name] = value;
    }
    let alerts = json!([{"alert": alert("open", None)}, {"alert": closed, "closing_note": "Sat with her & <i>tea</i>"}]);
    json!({"since": "2026-11-03T06:02:00Z", "items": [{"patient_id": PERSON, "alerts": alerts, "notes": notes}]})
}

#[tokio::test]
async fn a_handover_has_its_hours_its_alerts_and_rules_in_words() {
    let world = World::new();
    let mut nurse = world.signed_in("care_staff").await;
    let notes = [
        note("staff", "<b>Slept</b> badly", None),
        note("companion", "", Some("time_shift")),
        note("companion", "", Some("follow_up_worse")),
        note("companion", "", Some("follow_up_missed")),
        note("companion", "", Some("ate_little")),
    ];
    world.gateway.answers("/chat/handover", 200, handover(&notes));
    let seen = nurse.get("/staff/handover?hours=24").await;
    assert_eq!(seen.status, 200);
    let alert = format!("href=\"/staff/alerts/{ALERT}\"");
    for part in [
        "&lt;b&gt;Slept&lt;/b&gt; badly",
        "Spoke of somebody who has died as if they were alive.",
        "Said it is worse since the crisis.",
        "Was never reached to ask how it is after the crisis.",
        "Sat with her &amp; &lt;i&gt;tea&lt;/i&gt;",
        "Closed ",
        "The companion noticed: ate little",
        alert.as_str(),
        "<option value=\"24\" selected>",
    ] {
        assert!(seen.body.contains(part), "{part}: {}", seen.body);
    }
    for wrong in ["", "?hours=0", "?hours=9999", "?hours=x"] {
        nurse.get(&format!("/staff/handover{wrong}")).await;
        let asked = world.gateway.asked("/chat/handover").pop().expect("asked");
        assert!(asked.path.ends_with("?hours=12"), "{wrong} asks for {}", asked.path);
    }
    world.gateway.answers("/chat/handover", 200, json!({"since": "2026-11-03T06:02:00Z", "items": []}));
    assert!(nurse.get("/staff/handover").await.body.contains("Nothing to hand over"));
}

#[tokio::test]
async fn a_note_is_one_note_however_often_its_form_is_sent() {
    let world = World::new();
    let mut nurse = world.signed_in("health_provider").await;
    let place = format!("/staff/residents/{PERSON}/note");
    let key = nurse.get(&place).await.field("key");
    assert!(!key.is_empty());
    let long = "a".repeat(2_001);
    for wrong in ["", " \n ", long.as_str()] {
        let seen = nurse.post(&place, &[("words", wrong), ("key", &key)]).await;
        assert_eq!((seen.status, seen.field("key")), (422, key.clone()), "the same note");
    }
    assert!(world.gateway.asked("/chat/notes").is_empty(), "the platform was never asked");
    world.gateway.answers("/chat/notes", 201, note("staff", "Slept badly", None));
    for _ in 0..2 {
        let seen = nurse.post(&place, &[("words", "Slept\r\nbadly"), ("key", &key)]).await;
        assert_eq!((seen.status, seen.header("location")), (303, "/staff/handover?done=note"));
    }
    for asked in world.gateway.asked("/chat/notes") {
        assert_eq!(asked.headers["idempotency-key"], key.as_str());
        let body: Value = serde_json::from_str(&asked.body).expect("JSON");
        assert_eq!(body, json!({"patient_id": PERSON, "text": "Slept\nbadly"}));
    }
}

#[tokio::test]
async fn a_handover_is_for_those_who_treat_and_a_note_is_taken_from_its_form_alone() {
    let world = World::new();
    let place = format!("/staff/residents/{PERSON}/note");
    let mut resident = world.signed_in("resident").await;
    let mut relative = world.signed_in("family_member").await;
    let mut nurse = world.signed_in("care_staff").await;
    let before = world.gateway.count();
    for browser in [&mut resident, &mut relative] {
        assert_eq!(browser.get("/staff/handover").await.status, 403);
        assert_eq!(browser.get(&place).await.status, 403);
        assert_eq!(browser.post(&place, &[("words", "x")]).await.status, 403);
    }
    assert_eq!(nurse.raw_post(&place, &[("words", "x")], &[]).await.status, 403, "without a token");
    assert_eq!(world.gateway.count(), before, "the platform was never asked");
}

#[tokio::test]
async fn what_fits_is_set_whole_or_not_at_all() {
    let world = World::new();
    let mut nurse = world.signed_in("care_staff").await;
    let place = format!("/staff/residents/{PERSON}/fits");
    let asked = format!("/chat/patients/{PERSON}/care-profile");
    let standing = json!({"moves": "seated", "hears": false, "simple": true, "psychosis": true});
    world.gateway.answers(&asked, 200, standing.clone());
    let seen = nurse.get(&place).await;
    assert_eq!((seen.status, seen.body.matches(" checked").count()), (200, 7), "{}", seen.body);
    let count = world.gateway.asked(&asked).len();
    // A form that lacks a question would make what is known unknown.
    let part = [("moves", "seated"), ("hears", "no"), ("sees", "yes"), ("diet", "unknown")];
    assert_eq!(nurse.post(&place, &part).await.status, 422);
    assert_eq!(nurse.post(&place, &[("moves", "flying"), ("falls", "yes")]).await.status, 422);
    assert_eq!(world.gateway.asked(&asked).len(), count, "the platform was never asked");
    let whole = [&part[..], &[("falls", "yes"), ("psychosis", "yes")]].concat();
    let seen = nurse.post(&place, &whole).await;
    assert_eq!(seen.header("location"), format!("{place}?done=1"));
    let kept = world.gateway.asked(&asked).pop().expect("asked");
    let kept: Value = serde_json::from_str(&kept.body).expect("JSON");
    let wanted = json!({"moves": "seated", "hears": false, "sees": true, "falls": true, "simple": false, "psychosis": true});
    assert_eq!(kept, wanted);
    let mut resident = world.signed_in("resident").await;
    assert_eq!(resident.get(&place).await.status, 403);
    assert_eq!(resident.post(&place, &whole).await.status, 403);
}

#[tokio::test]
async fn a_handover_is_finished_by_carers_and_what_is_left_later_is_new() {
    let world = World::new();
    let mut nurse = world.signed_in("care_staff").await;
    let unit = json!({"unit_id": ALERT, "organization_id": PERSON, "name": "Rose <b>wing</b>"});
    world.gateway.answers("/relations/units/mine", 200, json!({"items": [unit]}));
    let mut early = note("staff", "Slept well", None);
    early["at"] = json!("2026-11-03T15:00:00Z");
    let mut found = handover(&[note("staff", "Ate little", None), early]);
    found["items"][0]["unit_id"] = json!(ALERT);
    world.gateway.answers("/chat/handover", 200, found.clone());
    let page = nurse.get("/staff/handover").await.body;
    assert!(
        page.contains("Nobody has finished a handover here yet.") && !page.contains("New since the handover")
    );
    assert!(page.contains("I have taken over Rose &lt;b&gt;wing&lt;/b&gt;"), "{page}");
    found["taken"] = json!([{"unit_id": ALERT, "taken_by": PERSON, "taken_at": "2026-11-03T16:00:00Z"}]);
    world.gateway.answers("/chat/handover", 200, found);
    let page = nurse.get("/staff/handover").await.body;
    assert!(page.contains("Taken over by ") && page.matches("New since the handover").count() == 1, "{page}");
    assert!(
        page.find("New since the handover").expect("is there") < page.find("Ate little").expect("is there")
    );
    assert_eq!(nurse.post("/staff/handover/taken", &[("unit", "x")]).await.status, 422);
    assert!(world.gateway.asked("/chat/handover/taken").is_empty());
    let taken = json!({"unit_id": ALERT, "taken_by": PERSON, "taken_at": "2026-11-03T18:02:00Z"});
    world.gateway.answers("/chat/handover/taken", 201, taken);
    let seen = nurse.post("/staff/handover/taken", &[("unit", ALERT)]).await;
    assert_eq!(seen.header("location"), "/staff/handover?done=taken");
    // A colleague came first: whoever is second is told, and nobody is told that they have it.
    let first = json!({"unit_id": ALERT, "taken_by": ALERT, "taken_at": "2026-11-03T18:02:00Z"});
    world.gateway.answers("/chat/handover/taken", 201, first);
    let seen = nurse.post("/staff/handover/taken", &[("unit", ALERT)]).await;
    assert_eq!(seen.header("location"), "/staff/handover?done=other");
    let page = nurse.get("/staff/handover?done=other").await.body;
    assert!(page.contains("A colleague has just taken over.") && !page.contains("You have taken over."));
    let asked = world.gateway.asked("/chat/handover/taken").pop().expect("asked");
    assert_eq!(serde_json::from_str::<Value>(&asked.body).expect("JSON"), json!({"unit_id": ALERT}));
    let mut provider = world.signed_in("health_provider").await;
    assert_eq!(provider.post("/staff/handover/taken", &[("unit", ALERT)]).await.status, 403);
}
