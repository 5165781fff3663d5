//! Emergencies: read back before they are declared, shown while they stand, ended by who saw them, and nobody else's.

use serde_json::{Value, json};

use crate::staffing::{ALERT, UNIT, alert, detail};
use crate::support::{Browser, PERSON, Seen, World, problem};

/// A resident of the nurse's unit.
const IVY: &str = "01890a5d-ac96-774b-bcce-b302099a8090";
/// A colleague on shift, and one whose shift has not begun.
const OMAR: &str = "01890a5d-ac96-774b-bcce-b302099a8091";
const PILAR: &str = "01890a5d-ac96-774b-bcce-b302099a8092";
const EMERGENCY: &str = "01890a5d-ac96-774b-bcce-b302099a8093";
const OTHER: &str = "01890a5d-ac96-774b-bcce-b302099a8094";
const DECLARED: &str = "/relations/emergencies";

fn here() -> String {
    format!("/staff/residents/{IVY}/emergency")
}

fn standing() -> String {
    format!("/relations/people/{IVY}/emergency/standing")
}

fn emergency(id: &str) -> Value {
    json!({
        "emergency_id": id, "patient_id": IVY, "place": "at_hospital", "contact_id": OMAR, "unit_id": UNIT,
        "declared_by": OMAR, "declared_at": "2026-11-03T17:50:00Z", "ends_at": "2026-11-03T21:50:00Z",
    })
}

fn stands(world: &World, found: Option<&str>) {
    let mut answer = json!({"unit_id": UNIT});
    if let Some(id) = found {
        answer["emergency"] = emergency(id);
    }
    world.gateway.answers(&standing(), 200, answer);
}

/// Nothing stands; a colleague is on shift on the resident's unit.
async fn nurse(world: &World) -> Browser {
    stands(world, None);
    let shift = |who: &str, from: &str| json!({"shift_id": ALERT, "person_id": who, "unit_id": UNIT, "starts_at": from, "ends_at": "2026-11-04T02:00:00Z"});
    let shifts = [shift(OMAR, "2026-11-03T12:00:00Z"), shift(PILAR, "2026-11-03T20:00:00Z")];
    world.gateway.answers(&format!("/relations/units/{UNIT}/shifts"), 200, json!({"shifts": shifts}));
    let named = |id: &str, name: &str, role: &str| json!({"person_id": id, "name": name, "role": role});
    let people = [
        named(IVY, "Ivy Lane", "resident"),
        named(OMAR, "Omar Diaz", "care_staff"),
        named(PILAR, "Pilar Soto", "care_staff"),
    ];
    world.gateway.answers("/auth/people/names", 200, json!({"people": people}));
    world.signed_in("care_staff").await
}

fn form<'a>(place: &'a str, contact: &'a str, minutes: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![("place", place), ("contact", contact), ("minutes", minutes), ("standing", "")]
}

fn holds(seen: &Seen, parts: &[&str]) {
    for part in parts {
        assert!(seen.body.contains(part), "{part}: {}", seen.body);
    }
}

#[tokio::test]
async fn an_emergency_is_read_back_before_it_is_declared() {
    let world = World::new();
    let mut nurse = nurse(&world).await;
    let seen = nurse.get(&here()).await;
    let own = format!("id=\"contact-{PERSON}\" type=\"radio\" name=\"contact\" value=\"{PERSON}\" checked");
    holds(&seen, &["No emergency is declared.", "This calls nobody", "Rose Field (you)", "Omar Diaz", &own]);
    assert!(!seen.body.contains("Pilar Soto"), "her shift has not begun");
    assert!(seen.body.contains("<title>Emergency"), "the title names nobody");
    let given = form("on_the_way_to_hospital", OMAR, "30");
    let read = nurse.post(&here(), &given).await;
    assert_eq!(read.status, 200);
    holds(
        &read,
        &[
            "Nothing is declared yet.",
            "There is an emergency. They are on the way to a hospital. Ask for Omar Diaz.",
            "and since when",
            "Staff see no more than before.",
            "It lasts 30 minutes from when you press, about until: Today at 13:32.",
            "No doctor, no ambulance and no relative is called",
        ],
    );
    assert!(world.gateway.asked(DECLARED).is_empty(), "reading declares nothing");
    let changed = [&given[..], &[("change", "yes")]].concat();
    let again = nurse.post(&here(), &changed).await;
    holds(
        &again,
        &["value=\"on_the_way_to_hospital\" checked", "name=\"minutes\" type=\"text\" value=\"30\""],
    );
    world.gateway.answers(DECLARED, 201, emergency(EMERGENCY));
    let done = nurse.post(&format!("{}/declare", here()), &given).await;
    assert_eq!(done.header("location"), format!("{}?done=declared", here()));
    let asked = world.gateway.asked(DECLARED);
    let body: Value = serde_json::from_str(&asked[0].body).expect("JSON");
    let wanted =
        json!({"patient_id": IVY, "place": "on_the_way_to_hospital", "contact_id": OMAR, "minutes": 30});
    assert_eq!((asked.len(), body), (1, wanted));
}

#[tokio::test]
async fn what_cannot_be_declared_comes_back_with_what_was_chosen() {
    let world = World::new();
    let mut nurse = nurse(&world).await;
    for (place, contact, minutes, said) in [
        ("", PERSON, "30", "Choose where the resident is."),
        ("the_moon", PERSON, "30", "Choose where the resident is."),
        ("at_hospital", PILAR, "30", "Choose for whom relatives ask"),
        ("at_hospital", "", "30", "Choose for whom relatives ask"),
        ("at_hospital", PERSON, "4", "Write a whole number of minutes, 5 to 1440."),
        ("at_hospital", PERSON, "1441", "Write a whole number of minutes, 5 to 1440."),
        ("at_hospital", PERSON, "soon", "Write a whole number of minutes, 5 to 1440."),
    ] {
        for path in [here(), format!("{}/declare", here())] {
            let seen = nurse.post(&path, &form(place, contact, minutes)).await;
            assert_eq!(seen.status, 422, "{place} {contact} {minutes}");
            holds(&seen, &[said, "class=\"summary\"", &format!("value=\"{minutes}\"")]);
            assert!(place != "at_hospital" || seen.body.contains("value=\"at_hospital\" checked"));
        }
    }
    assert!(world.gateway.asked(DECLARED).is_empty());
    for minutes in ["5", "1440"] {
        assert_eq!(nurse.post(&here(), &form("at_hospital", PERSON, minutes)).await.status, 200, "{minutes}");
    }
    world.gateway.answers(DECLARED, 404, problem("request.not_found", 404));
    let seen = nurse.post(&format!("{}/declare", here()), &form("unknown", OMAR, "30")).await;
    assert_eq!(seen.status, 422);
    holds(&seen, &["cannot be asked for here any more", "value=\"unknown\" checked"]);
}

#[tokio::test]
async fn what_stands_is_shown_with_who_declared_it_and_ended_by_its_own_name() {
    let world = World::new();
    let mut nurse = nurse(&world).await;
    stands(&world, Some(EMERGENCY));
    let seen = nurse.get(&format!("{}?done=declared", here())).await;
    let carried = format!("name=\"emergency\" value=\"{EMERGENCY}\"");
    holds(
        &seen,
        &[
            "The emergency is declared.",
            "Omar Diaz declared it: Today at 12:50.",
            "They are in a hospital. Relatives who are told it read: ask for Omar Diaz.",
            "It ends by itself: Today at 16:50.",
            "Declare it anew",
            &carried,
        ],
    );
    let ended = format!("{DECLARED}/{EMERGENCY}/end");
    world.gateway.answers(&ended, 200, emergency(EMERGENCY));
    let path = format!("{}/end", here());
    assert_eq!(nurse.post(&path, &[("emergency", "none")]).await.status, 422);
    assert!(world.gateway.asked(&ended).is_empty());
    let done = nurse.post(&path, &[("emergency", EMERGENCY)]).await;
    assert_eq!(done.header("location"), format!("{}?done=ended", here()));
    assert_eq!(world.gateway.asked(&ended).len(), 1);
    // One that was declared meanwhile lasts, and nobody reads that it is over.
    stands(&world, Some(OTHER));
    let seen = nurse.get(&format!("{}?done=ended", here())).await;
    holds(&seen, &["Another was declared meanwhile, and it lasts."]);
    assert!(!seen.body.contains("The emergency is ended."), "{}", seen.body);
    stands(&world, None);
    let seen = nurse.get(&format!("{}?done=ended", here())).await;
    holds(&seen, &["The emergency is ended.", "No emergency is declared."]);
}

#[tokio::test]
async fn the_safety_plan_stands_there_while_an_emergency_does_for_who_may_read_it() {
    let world = World::new();
    let mut nurse = nurse(&world).await;
    let plan = format!("/chat/patients/{IVY}/safety-plan");
    let parts = json!({"surroundings": [{"text": "The spare tablets are with Ann"}]});
    world.gateway.answers(&plan, 200, json!({"patient_id": IVY, "version": 1, "parts": parts, "lines": []}));
    let words = "The spare tablets are with Ann";
    assert!(!nurse.get(&here()).await.body.contains(words), "none is declared");
    assert!(world.gateway.asked(&plan).is_empty(), "and nothing is read without need");
    stands(&world, Some(EMERGENCY));
    let seen = nurse.get(&here()).await;
    holds(&seen, &[words, "A safer place around me", "href=\"tel:988\""]);
    assert_eq!(world.gateway.asked(&plan)[0].headers["purpose-of-use"], "TREAT");
    // Who may not read it has the page without it; where nobody answers that is said.
    world.gateway.answers(&plan, 404, problem("request.not_found", 404));
    let seen = nurse.get(&here()).await;
    assert!(seen.status == 200 && !seen.body.contains("Safety plan"), "{}", seen.body);
    world.gateway.answers(&plan, 503, problem("service.unavailable", 503));
    let seen = nurse.get(&here()).await;
    assert_eq!(seen.status, 200);
    holds(&seen, &["The plan cannot be read now", "href=\"tel:988\"", "Omar Diaz declared it"]);
}

#[tokio::test]
async fn an_old_page_declares_nothing_over_what_somebody_declared_meanwhile() {
    let world = World::new();
    let mut nurse = nurse(&world).await;
    world.gateway.answers(DECLARED, 201, emergency(OTHER));
    stands(&world, Some(EMERGENCY));
    let declare = format!("{}/declare", here());
    let old = nurse.post(&declare, &form("on_the_unit", PERSON, "90")).await;
    assert_eq!(old.status, 409);
    holds(
        &old,
        &[
            "Yours was not declared.",
            "Omar Diaz declared it",
            "value=\"on_the_unit\" checked",
            "type=\"text\" value=\"90\"",
        ],
    );
    assert!(world.gateway.asked(DECLARED).is_empty());
    // Read anew it says what it replaces, and then it holds.
    let read = nurse.post(&here(), &form("on_the_unit", PERSON, "90")).await;
    holds(&read, &["The one that Omar Diaz declared (Today at 12:50) ends with it."]);
    assert_eq!(read.field("standing"), EMERGENCY);
    let mut seen = form("on_the_unit", PERSON, "90");
    seen[3].1 = EMERGENCY;
    assert_eq!(nurse.post(&declare, &seen).await.status, 303);
    assert_eq!(world.gateway.asked(DECLARED).len(), 1);
}

#[tokio::test]
async fn where_nobody_answers_the_choices_stay_and_nothing_is_said_to_be_done() {
    let world = World::new();
    let mut nurse = nurse(&world).await;
    let (declare, given) = (format!("{}/declare", here()), form("at_hospital", OMAR, "45"));
    world.gateway.answers(DECLARED, 503, problem("service.unavailable", 503));
    let kept = async |nurse: &mut Browser, path: &str| {
        let seen = nurse.post(path, &given).await;
        assert_eq!(seen.status, 503, "{path}");
        holds(&seen, &["It is not known whether it was done", "This calls nobody", "Try again"]);
        let fields = ["place", "contact", "minutes"].map(|name| seen.field(name));
        assert_eq!(fields, ["at_hospital", OMAR, "45"]);
    };
    kept(&mut nurse, &declare).await;
    world.gateway.answers(&standing(), 503, problem("service.unavailable", 503));
    kept(&mut nurse, &declare).await;
    kept(&mut nurse, &here()).await;
    // Other pages lead there all the same.
    let page = nurse.get(&format!("/staff/residents/{IVY}")).await;
    holds(&page, &[&format!("href=\"{}\"", here())]);
    world.gateway.answers(
        &format!("/relations/units/{UNIT}/shifts"),
        503,
        problem("service.unavailable", 503),
    );
    stands(&world, None);
    let page = nurse.get(&here()).await;
    holds(&page, &["We cannot read who is on shift right now.", "Rose Field (you)"]);
}

#[tokio::test]
async fn pages_about_a_resident_say_what_stands_to_who_may_know_it() {
    let world = World::new();
    let mut nurse = nurse(&world).await;
    let mut one = alert("open", None);
    one["patient_id"] = json!(IVY);
    world.gateway.answers(&format!("/chat/alerts/{ALERT}"), 200, detail(&one));
    let (link, told) = (format!("href=\"{}\"", here()), "Omar Diaz declared it: Today at 12:50.");
    for place in [format!("/staff/alerts/{ALERT}"), format!("/staff/residents/{IVY}")] {
        stands(&world, None);
        let page = nurse.get(&place).await.body;
        assert!(page.contains(&link) && !page.contains("declared it"), "{place}: {page}");
        stands(&world, Some(EMERGENCY));
        let page = nurse.get(&place).await.body;
        assert!(page.contains(&link) && page.contains(told), "{place}: {page}");
        world.gateway.answers(&standing(), 404, problem("request.not_found", 404));
        let page = nurse.get(&place).await.body;
        assert!(!page.contains(&link), "{place}: {page}");
    }
    let page = nurse.get(&here()).await;
    assert_eq!(page.status, 404);
    holds(&page, &["You cannot declare an emergency here"]);
    assert_eq!(nurse.post(&here(), &form("unknown", PERSON, "30")).await.status, 404);
    let spanish = [("language", "es"), ("theme", "system"), ("larger", "0")];
    nurse.post("/display", &spanish).await;
    stands(&world, Some(EMERGENCY));
    let page = nurse.get(&here()).await;
    holds(
        &page,
        &["La declaró Omar Diaz: Hoy a las 12:50.", "Está en un hospital.", "Terminar la emergencia"],
    );
}

#[tokio::test]
async fn nobody_else_has_emergencies_and_no_form_without_a_token() {
    let world = World::new();
    let mut carer = nurse(&world).await;
    let paths = [here(), format!("{}/declare", here()), format!("{}/end", here())];
    let given = [&form("unknown", PERSON, "30")[..], &[("emergency", EMERGENCY)]].concat();
    for path in &paths {
        assert_eq!(carer.raw_post(path, &given, &[]).await.status, 403, "without a token: {path}");
    }
    for role in ["resident", "family_member", "admin"] {
        let mut other = world.signed_in(role).await;
        assert_eq!(other.get(&here()).await.status, 403, "{role}");
        for path in &paths {
            assert_eq!(other.post(path, &given).await.status, 403, "{role} {path}");
        }
    }
    assert!(world.gateway.asked(&standing()).is_empty() && world.gateway.asked(DECLARED).is_empty());
    let mut provider = world.signed_in("health_provider").await;
    assert_eq!(provider.get(&here()).await.status, 200, "who treats a resident may");
}
