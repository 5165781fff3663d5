//! What a relative sees of a week.

use serde_json::{Value, json};

use crate::support::{PERSON, World, problem};

fn summary(days: &Value, truncated: bool) -> Value {
    json!({"patient_id": PERSON, "days": days, "truncated": truncated})
}

#[tokio::test]
async fn a_week_is_told_in_plain_words() {
    let world = World::new();
    let mut relative = world.signed_in("family_member").await;
    let place = format!("/family/{PERSON}/week");
    let days = json!([
        {"date": "2026-11-01", "conversations": 1, "messages": 4, "words": 6.5, "mood": "low", "called": "hard", "crisis_messages": 2},
        {"date": "2026-11-02", "conversations": 2, "messages": 9, "words": 5.0, "mood": "good", "crisis_messages": 0},
    ]);
    world.gateway.answers("/chat/summary", 200, summary(&days, false));
    let seen = relative.get(&place).await;
    assert_eq!(seen.status, 200);
    for part in [
        "Days with a talk: 2 of 7.",
        "Sunday, 1 November 2026",
        "The day sounded low.",
        "They called it a hard day.",
        "Messages that were read as a crisis: 2.",
        "Days with a message that was read as a crisis: 1.",
    ] {
        assert!(seen.body.contains(part), "{part}");
    }
    let asked = world.gateway.asked("/chat/summary").pop().expect("asked");
    assert!(asked.path.contains(&format!("patient_id={PERSON}")) && asked.path.contains("days=7"));
    assert_eq!(asked.headers["purpose-of-use"], "FAMRQT");
    world.gateway.answers("/chat/summary", 200, summary(&json!([]), false));
    assert!(relative.get(&place).await.body.contains("They did not talk with the companion"));
}

#[tokio::test]
async fn that_there_was_no_crisis_is_said_only_where_it_is_known() {
    let world = World::new();
    let mut relative = world.signed_in("family_member").await;
    let place = format!("/family/{PERSON}/week");
    let calm = "No message in these days was read as a crisis.";
    let day = |crisis: Value| json!([{"date": "2026-11-01", "conversations": 1, "messages": 4, "words": 6.5, "crisis_messages": crisis}]);
    for (days, truncated, said) in [
        (day(json!(0)), false, true),
        (day(Value::Null), false, false),
        (day(json!(0)), true, false),
        (day(json!(1)), false, false),
    ] {
        world.gateway.answers("/chat/summary", 200, summary(&days, truncated));
        assert_eq!(relative.get(&place).await.body.contains(calm), said, "{days} {truncated}");
    }
}

#[tokio::test]
async fn a_week_that_may_not_be_seen_is_refused_in_words_and_to_others_at_once() {
    let world = World::new();
    let mut relative = world.signed_in("family_member").await;
    let place = format!("/family/{PERSON}/week");
    world.gateway.answers("/chat/summary", 404, problem("request.not_found", 404));
    let seen = relative.get(&place).await;
    assert_eq!(seen.status, 404);
    assert!(seen.body.contains("You may not see how the week was."));
    let mut nurse = world.signed_in("care_staff").await;
    let before = world.gateway.count();
    assert_eq!(nurse.get(&place).await.status, 403);
    assert_eq!(world.gateway.count(), before, "the platform was never asked");
}
