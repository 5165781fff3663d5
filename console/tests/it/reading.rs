//! Pages to read: articles for families, and the sources of what the companion says.

use serde_json::json;

use crate::support::{CONVERSATION, PERSON, World};

#[tokio::test]
async fn a_relative_reads_the_articles_with_their_sources_and_that_nobody_reviewed_them() {
    let world = World::new();
    let mut relative = world.signed_in("family_member").await;
    let list = relative.get("/family/articles").await;
    assert_eq!(list.status, 200);
    assert_eq!(list.body.matches("href=\"/family/articles/").count(), content_articles().len());
    for id in content_articles() {
        let page = relative.get(&format!("/family/articles/{id}")).await;
        assert_eq!(page.status, 200, "{id}");
        assert!(page.body.contains("Where this comes from") && page.body.contains("As of "), "{id}");
        assert!(page.body.contains("Not reviewed by a clinician yet."), "{id}");
    }
    relative.post("/display", &[("language", "es"), ("theme", "system"), ("larger", "0")]).await;
    let page = relative.get("/family/articles/after_a_crisis_notice").await;
    assert!(page.body.contains("Después de un aviso de crisis"), "in the language of the page");
    assert_eq!(relative.get("/family/articles/no_such_page").await.status, 404);
    // Nothing of it is asked of the platform, and nobody else has these pages.
    let before = world.gateway.count();
    let mut resident = world.signed_in("resident").await;
    assert_eq!(resident.get("/family/articles").await.status, 403);
    assert!(world.gateway.count() > before, "signing in was asked");
}

fn content_articles() -> [&'static str; 4] {
    ["after_a_crisis_notice", "guilt_about_placement", "one_hour_of_help", "visiting_with_dementia"]
}

#[tokio::test]
async fn an_article_is_shown_no_longer_than_it_is_current() {
    let world = World::new();
    let mut relative = world.signed_in("family_member").await;
    assert_eq!(relative.get("/family/articles/one_hour_of_help").await.status, 200);
    world.later(800 * 24 * 3_600);
    let mut relative = world.signed_in("family_member").await;
    assert_eq!(relative.get("/family/articles/one_hour_of_help").await.status, 404);
    assert!(relative.get("/family/articles").await.body.contains("There is nothing to read now."));
}

#[tokio::test]
async fn a_crisis_notice_leads_to_what_to_do_after_one() {
    let world = World::new();
    let mut relative = world.signed_in("family_member").await;
    world.gateway.answers(
        "/auth/residents/mine",
        200,
        json!({"items": [{"person_id": PERSON, "name": "Rose", "on_duty": false}]}),
    );
    let notice = json!({"alert_id": PERSON, "patient_id": PERSON, "state": "open", "raised_at": "2026-11-03T17:00:00Z"});
    world.gateway.answers("/chat/notices", 200, json!({"notices": [notice]}));
    let page = relative.get("/family").await;
    assert!(page.body.contains("href=\"/family/articles/after_a_crisis_notice\""), "{}", page.body);
    world.gateway.answers("/chat/notices", 200, json!({"notices": []}));
    let page = relative.get("/family").await;
    assert!(!page.body.contains("after_a_crisis_notice") && page.body.contains("href=\"/family/articles\""));
}

#[tokio::test]
async fn what_a_reply_names_leads_to_a_page_of_ours_and_what_is_unknown_leads_nowhere() {
    let world = World::new();
    let mut resident = world.signed_in("resident").await;
    let told = "National Health Service (UK): Self-help for worry: setting worries aside (2026-11-22)";
    let message = json!({
        "message_id": PERSON, "place": 2, "turn_id": PERSON, "speaker": "companion", "content": "Shall we?",
        "language": "en", "level": "none", "categories": [], "created_at": "2026-11-03T18:00:00Z",
        "citations": [told, "A book"],
    });
    let path = format!("/chat/conversations/{CONVERSATION}/messages");
    world.gateway.answers(&path, 200, json!({"items": [message]}));
    let page = resident.get("/talk").await.body;
    assert!(page.contains("<li>Source: A book</li>"), "{page}");
    let place =
        page.split("href=\"/sources/").nth(1).and_then(|rest| rest.split('"').next()).expect("a link");
    let seen = resident.get(&format!("/sources/{place}")).await;
    assert_eq!(seen.status, 200);
    for part in
        ["National Health Service (UK)", "parking a worry on paper", "Not reviewed by a clinician yet."]
    {
        assert!(seen.body.contains(part), "{part}");
    }
    assert_eq!(resident.get("/sources/0000000000000000").await.status, 404);
}
