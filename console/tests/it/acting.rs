//! A relative who acts for a resident: said plainly, for what the document reaches, while it holds; and a mere relative, for
//! whom nothing is asked in a resident's place.

use serde_json::{Value, json};

use crate::support::{Browser, CONVERSATION, PERSON, World, problem};

const MINE: &str = "/consent/representations/mine";
/// Another resident.
const OTHER: &str = "01890a5d-ac96-774b-bcce-b302099a8095";

fn mandate(patient: &str, until: Option<&str>) -> Value {
    json!({
        "patient_id": patient, "kind": "guardian", "scope": ["chat_transcripts", "assessment_scores", "wellbeing_summary"],
        "may_consent": true, "until": until,
    })
}

fn acts(world: &World, mandates: &[Value]) {
    world.gateway.answers(MINE, 200, json!({"mandates": mandates}));
}

async fn relative(world: &World) -> Browser {
    let charges = json!({"items": [{"person_id": PERSON, "name": "Rose Field", "on_duty": false}]});
    world.gateway.answers("/auth/residents/mine", 200, charges);
    let answer = json!({"permit": true, "reason": "default_table", "policy_hash": "x", "policies": []});
    world.gateway.answers("/auth/check-permission", 200, answer);
    world.gateway.answers(
        "/chat/summary",
        200,
        json!({"patient_id": PERSON, "days": [], "truncated": false}),
    );
    world.gateway.answers(&assessments(), 200, json!({"patient_id": PERSON, "assigned": [], "results": []}));
    world.signed_in("family_member").await
}

fn assessments() -> String {
    format!("/chat/patients/{PERSON}/assessments")
}

/// For which purposes something was asked, in order.
fn purposes(world: &World, path: &str) -> Vec<String> {
    let header = |one: &crate::support::Asked| {
        one.headers.get("purpose-of-use").map_or("unsaid", |value| value.to_str().expect("ASCII")).to_owned()
    };
    world.gateway.asked(path).iter().map(header).collect()
}

/// Whether a category was asked about for a purpose.
fn checked(world: &World, category: &str, purpose: &str) -> bool {
    let asked = world.gateway.asked("/auth/check-permission");
    asked.iter().map(|one| serde_json::from_str::<Value>(&one.body).expect("JSON")).any(|body| {
        body["category"] == category && body["purpose"] == purpose && body["patient_id"] == PERSON
    })
}

/// Every page of a relative about Rose, and the question before a conversation.
fn pages() -> [String; 6] {
    let about = |rest: &str| format!("/family/{PERSON}{rest}");
    let conversation = format!("/family/conversations/{CONVERSATION}");
    ["/family".to_owned(), about(""), about("/more"), about("/week"), about("/questionnaires"), conversation]
}

#[tokio::test]
async fn who_acts_for_a_resident_reads_so_and_asks_in_their_place_what_the_document_reaches() {
    let world = World::new();
    let mut guardian = relative(&world).await;
    acts(&world, &[mandate(PERSON, Some("2026-12-24T17:00:00Z"))]);
    let page = guardian.get("/family").await.body;
    for part in [
        "You act for Rose Field: as guardian, until Thursday, 24 December 2026 at 12:00.",
        "Your document reaches: words of conversations, mood and questionnaires, how things are going.",
        "There is no page for that yet: ask the office.",
        "Your document says so.",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    for category in ["chat_transcripts", "assessment_scores", "wellbeing_summary"] {
        assert!(checked(&world, category, "PATRQT"), "{category}");
        assert!(!checked(&world, category, "FAMRQT"), "{category}: it was permitted");
    }
    for category in ["demographics", "crisis_events", "care_plan", "medications"] {
        assert!(!checked(&world, category, "PATRQT"), "{category} is beyond the document");
        assert!(checked(&world, category, "FAMRQT"), "{category}");
    }
    // What is assigned is told to who stands in the resident's place; answering it stays the resident's.
    let assigned = json!([{"instrument": "house-mood", "every_days": 28}]);
    let told = json!({"patient_id": PERSON, "assigned": assigned, "results": []});
    world.gateway.answers(&assessments(), 200, told);
    let page = guardian.get(&format!("/family/{PERSON}/questionnaires")).await.body;
    assert!(page.contains("<h3>house-mood</h3>") && !page.contains("instruments"), "{page}");
    assert!(!page.contains("/choice\""), "{page}");
    for (place, asked) in [("/week", "/chat/summary".to_owned()), ("", "/chat/conversations".to_owned())] {
        let seen = guardian.get(&format!("/family/{PERSON}{place}")).await;
        assert_eq!(seen.status, 200, "{place}");
        assert!(seen.body.contains(": as guardian, until"), "{place}: {}", seen.body);
        assert_eq!(purposes(&world, &asked), ["PATRQT"], "{place}");
    }
    assert_eq!(purposes(&world, &assessments()), ["PATRQT"]);
    let question = guardian.get(&format!("/family/conversations/{CONVERSATION}")).await.body;
    let first = question.find("value=\"PATRQT\" checked").expect("is offered first");
    assert!(question[first..].contains("value=\"FAMRQT\""), "{question}");
}

#[tokio::test]
async fn what_the_document_does_not_open_is_asked_as_family_and_an_outage_is_no_refusal() {
    let world = World::new();
    let mut guardian = relative(&world).await;
    acts(&world, &[mandate(PERSON, None)]);
    for (place, asked) in [("/week", "/chat/summary".to_owned()), ("/questionnaires", assessments())] {
        world.gateway.answers(&asked, 404, problem("request.not_found", 404));
        assert_eq!(guardian.get(&format!("/family/{PERSON}{place}")).await.status, 404, "{place}");
        assert_eq!(purposes(&world, &asked), ["PATRQT", "FAMRQT"], "what was given to her as family stays");
        world.gateway.answers(&asked, 503, problem("service.unavailable", 503));
        assert_eq!(guardian.get(&format!("/family/{PERSON}{place}")).await.status, 503, "{place}");
        assert_eq!(purposes(&world, &asked).len(), 3, "nobody answered: nothing else is tried");
    }
    let page = guardian.get("/family").await.body;
    assert!(page.contains("You act for Rose Field: as guardian. No end is set."), "{page}");
    guardian.post("/display", &[("language", "es"), ("theme", "system"), ("larger", "0")]).await;
    let page = guardian.get("/family").await.body;
    assert!(page.contains("Usted actúa en nombre de Rose Field: como tutor o tutora legal."), "{page}");
}

/// Nothing on any page was asked in Rose's place, and no page says that somebody acts for her.
async fn as_family_alone(world: &World, browser: &mut Browser, why: &str) {
    for place in pages() {
        let seen = browser.get(&place).await;
        assert_eq!(seen.status, 200, "{why}: {place}");
        assert!(!seen.body.contains("You act for"), "{why}: {place}: {}", seen.body);
        assert!(!seen.body.contains("Your document"), "{why}: {place}: {}", seen.body);
    }
    for path in ["/chat/summary", &assessments(), "/chat/conversations"] {
        let asked = purposes(world, path);
        assert!(!asked.is_empty() && asked.iter().all(|one| one == "FAMRQT"), "{why}: {path}: {asked:?}");
    }
    assert!(!world.gateway.asked("/auth/check-permission").is_empty());
    assert!(world.gateway.asked_with("PATRQT").is_empty(), "{why}");
}

#[tokio::test]
async fn a_mere_relative_asks_nothing_in_a_residents_place() {
    let world = World::new();
    let mut daughter = relative(&world).await;
    acts(&world, &[]);
    as_family_alone(&world, &mut daughter, "no document").await;
    let question = daughter.get(&format!("/family/conversations/{CONVERSATION}")).await.body;
    assert!(question.contains("value=\"FAMRQT\"") && !question.contains("PATRQT"), "{question}");
    acts(
        &world,
        &[json!({"patient_id": OTHER, "kind": "guardian", "scope": ["demographics"], "may_consent": false})],
    );
    as_family_alone(&world, &mut daughter, "a document about somebody else").await;
    world.gateway.answers(MINE, 403, problem("auth.forbidden", 403));
    as_family_alone(&world, &mut daughter, "refused").await;
    world.gateway.answers(MINE, 503, problem("service.unavailable", 503));
    as_family_alone(&world, &mut daughter, "nobody can say").await;
    let page = daughter.get("/family").await.body;
    assert!(page.contains("We cannot read for whom you act"), "{page}");
}

#[tokio::test]
async fn a_document_that_has_ended_opens_nothing_on_the_next_page() {
    let world = World::new();
    let mut guardian = relative(&world).await;
    acts(&world, &[mandate(PERSON, None)]);
    let place = format!("/family/{PERSON}/week");
    assert!(guardian.get(&place).await.body.contains("You act for"));
    acts(&world, &[]);
    let seen = guardian.get(&place).await;
    assert!(!seen.body.contains("You act for"), "{}", seen.body);
    assert_eq!(purposes(&world, "/chat/summary"), ["PATRQT", "FAMRQT"], "each page asks anew");
    let before = world.gateway.asked_with("PATRQT").len();
    let page = guardian.get("/family").await.body;
    assert!(!page.contains("Your document") && world.gateway.asked_with("PATRQT").len() == before, "{page}");
}
