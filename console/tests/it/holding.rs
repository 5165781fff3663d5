//! Legal holds: a compliance officer places, lists and lifts them, and reads nothing of anybody.

use serde_json::{Value, json};

use crate::support::{Browser, PERSON, World, problem};

async fn officer(world: &World) -> Browser {
    world.gateway.answers.lock().expect("a lock").scopes = vec!["compliance"];
    world.signed_in("admin").await
}

fn stand(world: &World, holds: &Value, days: u32) {
    world.gateway.answers("/chat/holds", 200, json!({"holds": holds, "retention_days": days}));
}

fn hold() -> Value {
    json!({"patient_id": PERSON, "reason": "complaint", "placed_by": PERSON, "placed_at": "2026-11-03T18:00:00Z"})
}

#[tokio::test]
async fn a_hold_is_placed_with_a_reason_and_lifted_after_a_question_that_says_what_follows() {
    let world = World::new();
    let mut browser = officer(&world).await;
    stand(&world, &json!([]), 0);
    let page = browser.get("/work/holds").await.body;
    assert!(
        page.contains("No hold stands.") && page.contains("no conversation is destroyed because of its age")
    );
    let asked = format!("/chat/patients/{PERSON}/hold");
    for wrong in
        [&[("record", "rose")][..], &[("record", PERSON)][..], &[("record", PERSON), ("reason", "bored")][..]]
    {
        let seen = browser.post("/work/holds", wrong).await;
        assert!(seen.status == 422 && seen.body.contains("class=\"summary\""), "{}", seen.body);
    }
    assert!(world.gateway.asked(&asked).is_empty());
    let form = [("record", PERSON), ("reason", "complaint")];
    world.gateway.answers(&asked, 404, problem("request.not_found", 404));
    let seen = browser.post("/work/holds", &form).await;
    assert!(seen.status == 422 && seen.body.contains("No hold was placed."), "{}", seen.body);
    world.gateway.answers(&asked, 200, hold());
    let seen = browser.post("/work/holds", &form).await;
    assert_eq!(seen.header("location"), "/work/holds?done=placed");
    let body: Value =
        serde_json::from_str(&world.gateway.asked(&asked).pop().expect("asked").body).expect("JSON");
    assert_eq!(body, json!({"reason": "complaint"}));
    lifts(&world, &mut browser, &asked).await;
}

async fn lifts(world: &World, browser: &mut Browser, asked: &str) {
    stand(world, &json!([hold()]), 365);
    let page = browser.get("/work/holds").await.body;
    let lift = format!("/work/holds/{PERSON}/lift");
    for part in [
        "A complaint is being answered",
        PERSON,
        "365 days after its last message",
        &format!("href=\"{lift}\""),
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let before = world.gateway.asked(asked).len();
    assert!(browser.get(&lift).await.body.contains("destroyed for good"));
    assert_eq!(world.gateway.asked(asked).len(), before, "asking lifts nothing");
    world.gateway.answers(asked, 200, json!({}));
    assert_eq!(browser.post(&lift, &[]).await.header("location"), "/work/holds?done=lifted");
    assert_eq!(world.gateway.asked(asked).len(), before + 1);
    stand(world, &json!([]), 365);
    assert_eq!(browser.get(&lift).await.status, 404);
}

#[tokio::test]
async fn an_admin_without_the_scope_and_everybody_else_have_no_holds() {
    let world = World::new();
    stand(&world, &json!([hold()]), 0);
    for role in ["admin", "care_staff", "health_provider", "resident", "family_member"] {
        let mut other = world.signed_in(role).await;
        for path in ["/work/holds".to_owned(), format!("/work/holds/{PERSON}/lift")] {
            assert_eq!(other.get(&path).await.status, 403, "{role} {path}");
            let form = [("record", PERSON), ("reason", "complaint")];
            assert_eq!(other.post(&path, &form).await.status, 403, "{role} {path}");
        }
    }
    let lifted = world.gateway.asked(&format!("/chat/patients/{PERSON}/hold"));
    assert!(world.gateway.asked("/chat/holds").is_empty() && lifted.is_empty());
}
