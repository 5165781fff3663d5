//! Those who treat: their patients, urgent first, and how each has been over time.

use serde_json::{Value, json};

use crate::support::{PERSON, World, problem};

const CALM: &str = "01890a5d-ac96-774b-bcce-b302099a8099";

fn emotions(days: &Value) -> Value {
    json!({"patient_id": PERSON, "days": days, "truncated": false})
}

fn emotion(date: &str, valence: f32) -> Value {
    json!({"date": date, "messages": 3, "valence": valence, "arousal": 0.1, "dominance": 0.0, "labels": []})
}

fn result(day: u32, score: Option<u16>) -> Value {
    json!({"instrument": "house-mood", "version": "1", "day": day, "score": score, "at": "2026-11-03T18:00:00Z", "answers": null})
}

#[tokio::test]
async fn a_providers_patients_stand_with_the_urgent_first() {
    let world = World::new();
    let mut provider = world.signed_in("health_provider").await;
    let charge = |id: &str, name: &str| json!({"person_id": id, "name": name, "on_duty": false});
    let charges = json!({"items": [charge(CALM, "Anna"), charge(PERSON, "Rose")]});
    world.gateway.answers("/auth/residents/mine", 200, charges);
    let alert = json!({
        "alert_id": CALM, "patient_id": PERSON, "conversation_id": CALM, "message_id": CALM, "level": "high",
        "categories": [], "state": "open", "raised_at": "2026-11-03T18:00:00Z", "updated_at": "2026-11-03T18:00:00Z",
        "event_count": 1,
    });
    world.gateway.answers("/chat/alerts", 200, json!({"items": [alert]}));
    let page = provider.get("/work").await.body;
    assert!(page.contains("My patients, urgent first"), "{page}");
    assert!(page.find("Rose").expect("is there") < page.find("Anna").expect("is there"), "{page}");
    assert!(page.contains(&format!("href=\"/staff/residents/{PERSON}/timeline\"")));
}

#[tokio::test]
async fn a_time_line_has_charts_that_equal_their_tables_and_gaps_that_stay() {
    let world = World::new();
    let mut provider = world.signed_in("health_provider").await;
    let place = format!("/staff/residents/{PERSON}/timeline");
    let days = [("2026-10-21", -0.5), ("2026-10-22", -0.5), ("2026-11-01", 0.5), ("2026-11-03", 0.5)];
    let days: Vec<Value> = days.iter().map(|(date, valence)| emotion(date, *valence)).collect();
    world.gateway.answers("/chat/emotions", 200, emotions(&json!(days)));
    let results = json!([result(20_700, Some(14)), result(20_730, None), result(20_750, Some(9))]);
    let scores = format!("/chat/patients/{PERSON}/assessments");
    world.gateway.answers(&scores, 200, json!({"patient_id": PERSON, "assigned": [], "results": results}));
    let pack = json!({
        "instrument": "house-mood", "version": "1", "items": 3, "min_days": 14, "score_max": 21,
        "titles": [{"language": "en", "title": "Mood at home"}], "bands": [{"id": "A", "from": 0}, {"id": "B", "from": 10}],
    });
    world.gateway.answers("/ai/instruments", 200, json!({"instruments": [pack]}));
    let summary = json!([{"date": "2026-11-03", "conversations": 1, "messages": 4, "words": 6.5, "mood": "low", "crisis_messages": 2}]);
    world.gateway.answers(
        "/chat/summary",
        200,
        json!({"patient_id": PERSON, "days": summary, "truncated": false}),
    );
    let page = provider.get(&format!("{place}?days=14")).await;
    assert_eq!(page.status, 200);
    for part in [
        "Messages sounded more pleasant at the end of these days than at their beginning.",
        "Mood at home: the last score is 9, down from 14.",
        "Band A: from 0. Band B: from 10.",
        "Messages read as a crisis: 2.",
        "Tuesday, 3 November 2026",
        "You read this for: ",
    ] {
        assert!(page.body.contains(part), "{part}: {}", page.body);
    }
    assert!(!page.body.contains("house-mood"), "an id is no title: {}", page.body);
    let drawn = |word: &str| page.body.contains(&format!(">{word}</text>"));
    assert!(drawn("A") && drawn("B") && drawn("21"), "{}", page.body);
    // The cuts of other words than were answered are not theirs.
    let other = json!({
        "instrument": "house-mood", "version": "2", "items": 3, "min_days": 14, "score_max": 21,
        "titles": [{"language": "en", "title": "Mood at home"}], "bands": [{"id": "A", "from": 0}, {"id": "B", "from": 10}],
    });
    world.gateway.answers("/ai/instruments", 200, json!({"instruments": [other]}));
    let without = provider.get(&format!("{place}?days=14")).await.body;
    assert!(without.contains("Mood at home") && !without.contains("class=\"band\""), "{without}");
    let mood = page
        .body
        .split("id=\"mood-title\"")
        .nth(1)
        .and_then(|rest| rest.split("</figure>").next())
        .expect("a chart");
    assert_eq!(mood.matches("<circle").count(), 4);
    assert_eq!(mood.matches("<td>-0.50</td>").count() + mood.matches("<td>0.50</td>").count(), 4);
    assert_eq!(mood.matches("<tr>").count(), 15, "a row a day and their heads");
    assert_eq!(mood.matches("nothing read").count(), 20, "ten days without a reading, in two columns");
    let asked = world.gateway.asked("/chat/emotions").pop().expect("asked");
    assert!(asked.path.contains("days=14"));
    assert_eq!(asked.headers["purpose-of-use"], "TREAT");
}

#[tokio::test]
async fn staff_say_why_first_and_what_may_not_be_seen_hides_nothing_else() {
    let world = World::new();
    let mut nurse = world.signed_in("care_staff").await;
    let place = format!("/staff/residents/{PERSON}/timeline");
    let page = nurse.get(&place).await;
    assert!(page.body.contains("Why do you read this?"));
    assert!(world.gateway.asked("/chat/emotions").is_empty(), "nothing is asked before a reason");
    world.gateway.answers("/chat/emotions", 404, problem("request.not_found", 404));
    world.gateway.answers(
        "/chat/summary",
        200,
        json!({"patient_id": PERSON, "days": [], "truncated": false}),
    );
    let page = nurse.get(&format!("{place}?purpose=TREAT&days=9999")).await;
    assert_eq!(page.status, 200);
    assert!(
        page.body.contains("You may not see this part")
            && page.body.contains("Nothing was read in these days.")
    );
    assert!(
        world.gateway.asked("/chat/emotions").pop().expect("asked").path.contains("days=30"),
        "a period of ours"
    );
    assert!(
        world.gateway.asked(&format!("/chat/patients/{PERSON}/assessments")).is_empty(),
        "not for care staff"
    );
    for role in ["resident", "family_member"] {
        let mut other = world.signed_in(role).await;
        assert_eq!(other.get(&place).await.status, 403, "{role}");
    }
}

#[tokio::test]
async fn an_outage_is_not_called_a_refusal() {
    let world = World::new();
    let mut provider = world.signed_in("health_provider").await;
    world.gateway.answers("/chat/emotions", 503, problem("service.unavailable", 503));
    let page = provider.get(&format!("/staff/residents/{PERSON}/timeline")).await.body;
    // What was never heard of is refused; what nobody answered for is not.
    assert_eq!(page.matches("This part cannot be read right now.").count(), 1, "{page}");
    assert_eq!(page.matches("You may not see this part").count(), 2, "{page}");
}
