//! A safety plan on its pages: read with the crisis lines whatever else answers, changed a part at a time, and nothing lost of
//! what was typed.

use serde_json::{Value, json};

use crate::support::{Browser, PERSON, World, problem};

/// A resident of somebody's unit, of whom somebody treats them.
const IVY: &str = "01890a5d-ac96-774b-bcce-b302099a8090";
const LEE: &str = "01890a5d-ac96-774b-bcce-b302099a8091";
const OWN: &str = "/about-me/plan";

fn asked(patient: &str) -> String {
    format!("/chat/patients/{patient}/safety-plan")
}

fn plan(patient: &str, version: u64, parts: &Value) -> Value {
    let changed =
        (version > 0).then(|| json!({"by": LEE, "role": "health_provider", "at": "2026-11-02T17:00:00Z"}));
    json!({"patient_id": patient, "version": version, "parts": parts, "changed": changed, "lines": []})
}

fn hers() -> Value {
    json!({
        "signs": [{"text": "I lie awake <all night>"}],
        "people": [{"text": "My sister Ann", "phone": "+1 555 0100"}],
    })
}

async fn resident(world: &World) -> Browser {
    let named = json!({"person_id": LEE, "name": "Dr. Lee", "role": "health_provider"});
    world.gateway.answers("/auth/people/names", 200, json!({"people": [named]}));
    world.gateway.answers(&asked(PERSON), 200, plan(PERSON, 3, &hers()));
    world.signed_in("resident").await
}

/// What was written last, as the gateway got it.
fn written(world: &World, patient: &str) -> Vec<Value> {
    let puts = world.gateway.asked(&asked(patient)).into_iter().filter(|one| one.method == http::Method::PUT);
    puts.map(|one| serde_json::from_str(&one.body).expect("JSON")).collect()
}

#[tokio::test]
async fn a_plan_is_read_with_who_changed_it_last_and_the_crisis_lines_in_it() {
    let world = World::new();
    let mut rose = resident(&world).await;
    assert!(rose.get("/about-me").await.body.contains("href=\"/about-me/plan\""));
    let page = rose.get(OWN).await;
    assert_eq!(page.status, 200);
    for part in [
        "<title>My safety plan",
        "It is no promise to anybody.",
        "I lie awake &lt;all night&gt;",
        "href=\"tel:+15550100\"",
        "by Dr. Lee, ",
        "href=\"tel:988\"",
        "These lines are always here.",
        "href=\"/about-me/plan/surroundings\"",
        "Nothing here yet.",
        "class=\"on-paper\"",
    ] {
        assert!(page.body.contains(part), "{part}: {}", page.body);
    }
    let get = world.gateway.asked(&asked(PERSON)).remove(0);
    assert!(get.path.ends_with("?language=en"), "{}", get.path);
    assert_eq!(get.headers["purpose-of-use"], "PATRQT");
    rose.post("/display", &[("language", "es"), ("theme", "system"), ("larger", "0")]).await;
    assert!(rose.get(OWN).await.body.contains("Mi plan de seguridad"));
    // Whatever is down, the lines are there.
    world.gateway.answers(&asked(PERSON), 503, problem("service.unavailable", 503));
    let page = rose.get(OWN).await;
    assert!(page.status == 503 && page.body.contains("href=\"tel:988\""), "{}", page.body);
}

#[tokio::test]
async fn one_part_is_changed_and_the_rest_stays_as_it_was() {
    let world = World::new();
    let mut rose = resident(&world).await;
    let form = rose.get(&format!("{OWN}/people")).await;
    assert!(
        form.body.contains("value=\"My sister Ann\"") && form.body.contains("id=\"phone-4\""),
        "{}",
        form.body
    );
    assert_eq!(form.field("version"), "3");
    assert!(!rose.get(&format!("{OWN}/signs")).await.body.contains("phone-1"), "signs have no number");
    assert_eq!(rose.get(&format!("{OWN}/nothing")).await.status, 404);
    let typed = [
        ("version", "3"),
        ("text-1", ""),
        ("phone-1", ""),
        ("text-2", " Father Tom "),
        ("phone-2", ""),
        ("text-4", "Ann"),
        ("phone-4", "555 0100"),
    ];
    let kept = rose.post(&format!("{OWN}/people"), &typed).await;
    assert_eq!((kept.status, kept.header("location")), (303, "/about-me/plan?done=saved"));
    let people = json!([{"text": "Father Tom"}, {"text": "Ann", "phone": "555 0100"}]);
    let wanted = &written(&world, PERSON)[0];
    assert_eq!((&wanted["version"], &wanted["parts"]["people"]), (&json!(3), &people));
    assert_eq!(wanted["parts"]["signs"], hers()["signs"], "nothing else is changed");
    // The same form once more writes nothing.
    world.gateway.answers(&asked(PERSON), 200, plan(PERSON, 4, &wanted["parts"]));
    assert_eq!(rose.post(&format!("{OWN}/people"), &typed).await.status, 303);
    assert_eq!(written(&world, PERSON).len(), 1);
}

#[tokio::test]
async fn what_was_typed_stays_where_the_plan_changed_meanwhile_or_nobody_answers() {
    let world = World::new();
    let mut rose = resident(&world).await;
    let place = format!("{OWN}/signs");
    // Somebody else wrote since the form was opened.
    let stale = rose.post(&place, &[("version", "2"), ("text-1", "I skip my tea")]).await;
    assert_eq!(stale.status, 409);
    for part in ["The plan was changed meanwhile", "I lie awake &lt;all night&gt;", "value=\"I skip my tea\""]
    {
        assert!(stale.body.contains(part), "{part}: {}", stale.body);
    }
    assert_eq!(stale.field("version"), "3", "whoever saves again has seen what stands there now");
    for version in ["", "x", "-1"] {
        let none = rose.post(&place, &[("version", version), ("text-1", "I skip my tea")]).await;
        assert_eq!(none.status, 409, "{version:?} is no version that is there");
    }
    assert!(written(&world, PERSON).is_empty());
    for (name, value, said) in [
        ("text-1", "a".repeat(201), "Write at most 200 characters."),
        ("phone-1", "555 0100".to_owned(), "Write whose number this is, or empty both."),
        ("phone-1", "ask at the desk".to_owned(), "Write a number of three digits or more"),
    ] {
        let seen = rose.post(&format!("{OWN}/people"), &[("version", "3"), (name, &value)]).await;
        assert!(seen.status == 422 && seen.body.contains(said), "{said}: {}", seen.body);
        assert!(seen.body.contains(&value), "what was typed comes back");
    }
    world.gateway.answers(&asked(PERSON), 200, plan(PERSON, 3, &json!({"signs": [{"text": "One"}]})));
    let last = rose.post(&place, &[("version", "3"), ("text-1", "")]).await;
    assert!(last.status == 422 && last.body.contains("Write one line at least."), "{}", last.body);
    assert!(written(&world, PERSON).is_empty(), "and nothing of it was sent");
    world.gateway.answers(&asked(PERSON), 503, problem("service.unavailable", 503));
    let away = rose.post(&place, &[("version", "3"), ("text-1", "I skip my tea")]).await;
    assert!(away.status == 503 && away.body.contains("value=\"I skip my tea\""), "{}", away.body);
    assert_eq!(away.field("version"), "3");
    let huge = rose.post(&place, &[("version", "3"), ("text-1", &"a".repeat(300_000))]).await;
    assert_eq!(huge.status, 413);
}

#[tokio::test]
async fn a_plan_is_taken_away_only_after_it_was_asked_once_more() {
    let world = World::new();
    let mut rose = resident(&world).await;
    let gone = "/chat/safety-plan";
    world.gateway.answers(gone, 200, json!({}));
    assert!(rose.get(OWN).await.body.contains("/about-me/plan/take-away"));
    let asks = rose.get("/about-me/plan/take-away").await;
    assert!(asks.body.contains("It cannot be brought back.") && world.gateway.asked(gone).is_empty());
    assert_eq!(
        rose.post("/about-me/plan/take-away", &[]).await.header("location"),
        "/about-me/plan?done=away"
    );
    assert_eq!(world.gateway.asked(gone)[0].method, http::Method::DELETE);
    world.gateway.answers(&asked(PERSON), 200, plan(PERSON, 0, &json!({})));
    let page = rose.get("/about-me/plan?done=away").await.body;
    assert!(page.contains("No words of it are left.") && !page.contains("/take-away"), "{page}");
    assert!(page.contains("You can begin with any part.") && page.contains("href=\"tel:988\""), "{page}");
}

#[tokio::test]
async fn what_it_said_before_is_read_version_by_version() {
    let world = World::new();
    let mut rose = resident(&world).await;
    let version = |number: u64, text: &str, by: &str| {
        let change = json!({"by": by, "role": "resident", "at": "2026-11-01T17:00:00Z"});
        json!({"version": number, "parts": {"alone": [{"text": text}]}, "changed": change})
    };
    let items = [version(3, "The window", LEE), version(2, "A hymn", PERSON)];
    let listed = format!("{}/versions", asked(PERSON));
    world.gateway.answers(&listed, 200, json!({"items": items, "next": "2"}));
    let page = rose.get(&format!("{OWN}/before")).await.body;
    for part in ["The window", "A hymn", "by Dr. Lee", "by you", "before?after=2"] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert_eq!(page.matches("This is how it is now.").count(), 1);
    assert!(!rose.get(&format!("{OWN}/before?after=2")).await.body.contains("This is how it is now."));
}

#[tokio::test]
async fn a_provider_writes_with_the_resident_and_care_staff_read() {
    let world = World::new();
    let (place, ivy) = (format!("/staff/residents/{IVY}/plan"), asked(IVY));
    let named = json!({"person_id": IVY, "name": "Ivy Lane", "role": "resident"});
    for (role, writes) in [("health_provider", true), ("care_staff", false)] {
        let mut staff = world.signed_in(role).await;
        world.gateway.answers("/auth/people/names", 200, json!({"people": [named]}));
        world.gateway.answers(&ivy, 200, plan(IVY, 3, &hers()));
        let page = staff.get(&place).await;
        assert!(page.status == 200 && page.body.contains("Ivy Lane") && page.body.contains("My sister Ann"));
        assert!(page.body.contains("<title>Safety plan"), "the tab names nobody");
        assert_eq!(page.body.contains("Write in it only together with the resident."), writes);
        assert_eq!(page.body.contains(&format!("{place}/signs")), writes, "{role}: {}", page.body);
        assert!(!page.body.contains("take-away"), "its owner alone takes it away");
        let typed = [("version", "3"), ("text-1", "I skip my tea")];
        let saved = staff.post(&format!("{place}/signs"), &typed).await;
        assert_eq!(saved.status, if writes { 303 } else { 403 }, "{role}");
        assert_eq!(written(&world, IVY).len(), 1, "{role}");
        // What its owner took away is not put back by a form that was open.
        if writes {
            let gone = json!({"patient_id": IVY, "version": 5, "parts": {}, "changed": null, "lines": []});
            world.gateway.answers(&ivy, 200, gone);
            let late = staff.post(&format!("{place}/signs"), &typed).await;
            assert!(
                late.status == 409 && late.body.contains("The resident took this plan away"),
                "{}",
                late.body
            );
            assert!(!late.body.contains("I skip my tea") && !late.body.contains("name=\"version\""));
            assert_eq!(written(&world, IVY).len(), 1, "nothing was sent");
        }
        let purposes = world.gateway.asked(&ivy);
        assert!(purposes.iter().all(|one| one.headers["purpose-of-use"] == "TREAT"), "{role}");
        // Of whom they do not look after, nothing.
        world.gateway.answers(&ivy, 404, problem("request.not_found", 404));
        assert_eq!(staff.get(&place).await.status, 404, "{role}");
    }
    for role in ["family_member", "resident", "admin"] {
        assert_eq!(world.signed_in(role).await.get(&place).await.status, 403, "{role}");
    }
}

#[tokio::test]
async fn who_acts_for_a_resident_writes_in_their_place_and_a_relative_does_not() {
    let world = World::new();
    let (place, ivy) = (format!("/family/{IVY}/plan"), asked(IVY));
    world.gateway.answers(&ivy, 200, plan(IVY, 3, &hers()));
    let mandate = json!({
        "patient_id": IVY, "kind": "guardian", "scope": ["safety_plan"], "may_consent": true, "until": null,
    });
    world.gateway.answers("/consent/representations/mine", 200, json!({"mandates": [mandate]}));
    let mut guardian = world.signed_in("family_member").await;
    let page = guardian.get(&place).await.body;
    assert!(
        page.contains("You write in it on their behalf.") && page.contains(&format!("{place}/signs")),
        "{page}"
    );
    let saved =
        guardian.post(&format!("{place}/signs"), &[("version", "3"), ("text-1", "She skips her tea")]).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let all = world.gateway.asked(&ivy);
    assert!(all.iter().all(|one| one.headers["purpose-of-use"] == "PATRQT"));
    // Without a document: what was given to her as a relative, to read.
    world.gateway.answers("/consent/representations/mine", 200, json!({"mandates": []}));
    let page = guardian.get(&place).await.body;
    assert!(page.contains("My sister Ann") && !page.contains(&format!("{place}/signs")), "{page}");
    world.gateway.answers(&ivy, 404, problem("request.not_found", 404));
    let page = guardian.get(&place).await;
    assert!(page.status == 404 && page.body.contains("not shared with you"), "{}", page.body);
}

#[tokio::test]
async fn a_plan_is_a_press_away_from_help_for_its_owner_alone() {
    let world = World::new();
    assert!(!world.browser().get("/help").await.body.contains(OWN), "nobody is signed in");
    let mut rose = resident(&world).await;
    assert!(rose.get("/help").await.body.contains("href=\"/about-me/plan\""));
    let talk = rose.get("/talk").await.body;
    let dialog = talk.split_once("id=\"crisis\"").expect("the dialog").1;
    let (call, link) = (dialog.find("data-lines"), dialog.find("href=\"/about-me/plan\""));
    assert!(call.is_some() && call < link, "after the five actions: {call:?} {link:?}");
    let mut nurse = world.signed_in("care_staff").await;
    assert!(!nurse.get("/help").await.body.contains(OWN));
}
