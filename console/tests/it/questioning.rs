//! Questionnaires: assigned by who treats, declined by who is asked, seen by who may.

use serde_json::{Value, json};

use crate::support::{PERSON, World, problem};

fn packs(world: &World) {
    let titles =
        json!([{"language": "en", "title": "House <b>mood</b>"}, {"language": "es", "title": "Ánimo"}]);
    let pack =
        json!({"instrument": "house-mood", "version": "1", "items": 5, "min_days": 14, "titles": titles});
    world.gateway.answers("/ai/instruments", 200, json!({"instruments": [pack]}));
}

fn assessments(world: &World, assigned: &Value) {
    let result = |day: u32, score: u16| json!({"instrument": "house-mood", "version": "1", "day": day, "score": score, "at": "2026-11-03T18:00:00Z", "answers": null});
    let found = json!({"patient_id": PERSON, "assigned": assigned, "results": [result(20_700, 14), result(20_730, 9)]});
    world.gateway.answers(&format!("/chat/patients/{PERSON}/assessments"), 200, found);
}

fn last(world: &World, path: &str) -> Value {
    serde_json::from_str(&world.gateway.asked(path).pop().expect("asked").body).expect("JSON")
}

#[tokio::test]
async fn who_treats_assigns_what_is_installed_and_sees_what_came_of_it() {
    let world = World::new();
    packs(&world);
    assessments(
        &world,
        &json!([{"instrument": "house-mood", "every_days": 28, "declined_at": "2026-11-03T18:00:00Z"}]),
    );
    let mut provider = world.signed_in("health_provider").await;
    let place = format!("/staff/residents/{PERSON}/questionnaires");
    let page = provider.get(&place).await.body;
    for part in [
        "House &lt;b&gt;mood&lt;/b&gt;",
        "Asked every 28 days.",
        "It is not asked.",
        "down from 14",
        "id=\"scores-0-title\"",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(!page.contains("<title>Rose"), "no name in the tab");
    let asked = format!("/ai/patients/{PERSON}/instruments");
    for days in ["", "13", "366", "often"] {
        let seen = provider.post(&place, &[("instrument", "house-mood"), ("days", days)]).await;
        assert!(seen.status == 422 && seen.body.contains("14 to 365"), "{days}");
    }
    assert!(world.gateway.asked(&asked).is_empty());
    world.gateway.answers(&asked, 422, problem("ai.unknown_instrument", 422));
    let seen = provider.post(&place, &[("instrument", "unheard-of"), ("days", "28")]).await;
    assert!(seen.status == 422 && seen.body.contains("could never be asked"), "{}", seen.body);
    world.gateway.answers(&asked, 409, problem("chat.instrument_declined", 409));
    let seen = provider.post(&place, &[("instrument", "house-mood"), ("days", "28")]).await;
    assert!(seen.status == 422 && seen.body.contains("declined this less than thirty days"), "{}", seen.body);
    world.gateway.answers(&asked, 422, problem("request.invalid", 422));
    let seen = provider.post(&place, &[("instrument", "house-mood"), ("days", "15")]).await;
    assert!(seen.status == 422 && seen.body.contains("so often"), "{}", seen.body);
    world.gateway.answers(&asked, 200, json!({"instrument": "house-mood", "every_days": 28}));
    let seen = provider.post(&place, &[("instrument", "house-mood"), ("days", "28")]).await;
    assert_eq!((seen.status, seen.header("location")), (303, format!("{place}?done=1").as_str()));
    assert_eq!(last(&world, &asked), json!({"instrument": "house-mood", "every_days": 28}));
    provider.post(&place, &[("instrument", "house-mood"), ("end", "yes")]).await;
    assert_eq!(last(&world, &asked), json!({"instrument": "house-mood"}));
    world.gateway.answers("/ai/instruments", 200, json!({"instruments": []}));
    assert!(provider.get(&place).await.body.contains("No questionnaire is installed here."));
    for role in ["care_staff", "resident", "family_member", "admin"] {
        let mut other = world.signed_in(role).await;
        assert_eq!(other.get(&place).await.status, 403, "{role}");
        assert_eq!(
            other.post(&place, &[("instrument", "house-mood"), ("days", "28")]).await.status,
            403,
            "{role}"
        );
    }
}

#[tokio::test]
async fn a_resident_sees_who_reads_the_answers_and_declines_what_they_do_not_want() {
    let world = World::new();
    packs(&world);
    assessments(&world, &json!([{"instrument": "house-mood", "every_days": 28}]));
    let mut browser = world.signed_in("resident").await;
    assert!(browser.get("/about-me").await.body.contains("href=\"/about-me/questionnaires\""));
    let page = browser.get("/about-me/questionnaires").await.body;
    for part in [
        "Care staff do not.",
        "House &lt;b&gt;mood&lt;/b&gt;",
        "I do not want to be asked this",
        "down from 14",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let read = world.gateway.asked(&format!("/chat/patients/{PERSON}/assessments")).pop().expect("asked");
    assert_eq!(read.headers["purpose-of-use"], "PATRQT");
    let asked = "/chat/instruments/house-mood/choice";
    let choose = "/about-me/questionnaires/choice";
    assert_eq!(browser.post(choose, &[("instrument", "house-mood")]).await.status, 422);
    assert!(world.gateway.asked(asked).is_empty());
    world.gateway.answers(asked, 200, json!({"instrument": "house-mood", "every_days": 28}));
    let seen = browser.post(choose, &[("instrument", "house-mood"), ("declined", "yes")]).await;
    assert_eq!(seen.header("location"), "/about-me/questionnaires?done=declined");
    assert_eq!(last(&world, asked), json!({"declined": true}));
    assessments(
        &world,
        &json!([{"instrument": "house-mood", "every_days": 28, "declined_at": "2026-11-03T18:00:00Z"}]),
    );
    let page = browser.get("/about-me/questionnaires?done=declined").await.body;
    assert!(page.contains("You may ask me this again") && page.contains("You are not asked this any more."));
    let mut nurse = world.signed_in("care_staff").await;
    assert_eq!(nurse.get("/about-me/questionnaires").await.status, 403);
    assert_eq!(nurse.post(choose, &[("instrument", "house-mood"), ("declined", "yes")]).await.status, 403);
}

#[tokio::test]
async fn a_relative_sees_results_only_where_they_are_shared() {
    let world = World::new();
    packs(&world);
    let mut daughter = world.signed_in("family_member").await;
    let place = format!("/family/{PERSON}/questionnaires");
    let seen = daughter.get(&place).await;
    assert!(seen.status == 404 && seen.body.contains("not shared with you"), "{}", seen.body);
    assessments(&world, &json!([]));
    let page = daughter.get(&place).await.body;
    assert!(page.contains("A score is no diagnosis.") && page.contains("down from 14"), "{page}");
    let read = world.gateway.asked(&format!("/chat/patients/{PERSON}/assessments")).pop().expect("asked");
    assert_eq!(read.headers["purpose-of-use"], "FAMRQT");
    let charges = json!({"items": [{"person_id": PERSON, "name": "Rose", "on_duty": false}]});
    world.gateway.answers("/auth/residents/mine", 200, charges);
    let link = format!("href=\"{place}\"");
    for (permit, reason) in [(false, "default_deny"), (true, "patient_permits")] {
        let answer = json!({"permit": permit, "reason": reason, "policy_hash": "x", "policies": []});
        world.gateway.answers("/auth/check-permission", 200, answer);
        assert_eq!(daughter.get("/family").await.body.contains(&link), permit);
    }
    let mut nurse = world.signed_in("care_staff").await;
    assert_eq!(nurse.get(&place).await.status, 403);
}
