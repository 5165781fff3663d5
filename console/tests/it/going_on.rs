//! Lists that go on: nobody is cut off without a word, and a link leads on to where the list is.

use serde_json::{Value, json};

use crate::support::{CONVERSATION, PERSON, World, conversation, problem};

const CURSOR: &str = "01890a5d-ac96-774b-bcce-b302099a8070";
const LATER: &str = "01890a5d-ac96-774b-bcce-b302099a8071";

#[tokio::test]
async fn the_fifty_first_conversation_is_a_link_away_for_staff_and_for_a_relative() {
    let world = World::new();
    for (role, here, read) in [
        ("care_staff", format!("/staff/residents/{PERSON}"), "/staff/conversations"),
        ("family_member", format!("/family/{PERSON}"), "/family/conversations"),
    ] {
        let mut reader = world.signed_in(role).await;
        let first: Vec<Value> = vec![conversation("none"); 50];
        world.gateway.answers("/chat/conversations", 200, json!({"items": first, "next": CURSOR}));
        let mut last = conversation("none");
        last["conversation_id"] = json!(LATER);
        // In whichever order a client writes its query.
        for query in
            [format!("after={CURSOR}&patient_id={PERSON}"), format!("patient_id={PERSON}&after={CURSOR}")]
        {
            world.gateway.answers(
                &format!("/chat/conversations?{query}"),
                200,
                json!({"items": [last.clone()]}),
            );
        }
        let page = reader.get(&here).await.body;
        assert_eq!(page.matches(&format!("href=\"{read}/{CONVERSATION}\"")).count(), 50, "{role}");
        let on = format!("{here}?after={CURSOR}");
        assert!(page.contains(&format!("href=\"{on}\"")), "{role}: {page}");
        let page = reader.get(&on).await;
        assert!(
            page.status == 200 && page.body.contains(&format!("href=\"{read}/{LATER}\"")),
            "{role}: {}",
            page.body
        );
    }
}

#[tokio::test]
async fn conversations_that_nobody_answers_for_are_not_called_forbidden() {
    let world = World::new();
    let away = "This part cannot be read right now.";
    for (role, here, refused) in [
        (
            "care_staff",
            format!("/staff/residents/{PERSON}"),
            "You may not see conversations of this resident now.",
        ),
        ("family_member", format!("/family/{PERSON}"), "There are no conversations that you may read."),
    ] {
        let mut reader = world.signed_in(role).await;
        for (status, code, said, other) in
            [(503, "service.unavailable", away, refused), (404, "request.not_found", refused, away)]
        {
            world.gateway.answers("/chat/conversations", status, problem(code, status));
            let page = reader.get(&here).await.body;
            assert!(page.contains(said) && !page.contains(other), "{role} {status}: {page}");
        }
    }
    let mut nurse = world.signed_in("care_staff").await;
    world.gateway.answers("/chat/conversations", 200, json!({"items": []}));
    let page = nurse.get(&format!("/staff/residents/{PERSON}")).await.body;
    assert!(page.contains("There are no conversations yet."), "{page}");
}

#[tokio::test]
async fn a_relative_reads_that_news_and_an_emergency_cannot_be_read_and_goes_on_to_further_residents() {
    let world = World::new();
    let mut relative = world.signed_in("family_member").await;
    let one = json!({"person_id": PERSON, "name": "Rose", "on_duty": false});
    world.gateway.answers("/auth/residents/mine", 200, json!({"items": [one], "next": CURSOR}));
    let emergency = format!("/relations/people/{PERSON}/emergency");
    let (quiet, unread) = ("There is no news.", "We cannot read the news right now.");
    let unknown = "We cannot say whether there is an emergency";
    for (status, known) in [(200, true), (503, false)] {
        let body = |good: Value| if known { good } else { problem("service.unavailable", 503) };
        world.gateway.answers("/chat/notices", status, body(json!({"notices": []})));
        world.gateway.answers(&emergency, status, body(json!({"patient_id": PERSON})));
        let page = relative.get("/family").await.body;
        assert_eq!((page.contains(quiet), page.contains(unread)), (known, !known), "{page}");
        assert_eq!(page.contains(unknown), !known, "{page}");
        assert!(page.contains(&format!("href=\"/family?after={CURSOR}\"")), "{page}");
    }
    let asked = world.gateway.asked(&emergency);
    assert_eq!(asked.len(), 2, "the path is the one that is asked");
    relative.get(&format!("/family?after={CURSOR}")).await;
    let asked = world.gateway.asked("/auth/residents/mine").pop().expect("asked");
    assert!(asked.path.contains(&format!("after={CURSOR}")), "{}", asked.path);
}

#[tokio::test]
async fn a_relative_reads_whom_to_ask_for_more_and_what_they_would_have_to_choose() {
    let world = World::new();
    let mut relative = world.signed_in("family_member").await;
    let one = json!({"person_id": PERSON, "name": "Rose", "on_duty": false});
    world.gateway.answers("/auth/residents/mine", 200, json!({"items": [one]}));
    let answer =
        |permit: bool| json!({"permit": permit, "reason": "default_deny", "policies": [], "policy_hash": ""});
    let more = format!("/family/{PERSON}/more");
    for (permit, offered) in [(true, false), (false, true)] {
        world.gateway.answers("/auth/check-permission", 200, answer(permit));
        let page = relative.get("/family").await.body;
        assert!(page.contains("What I may see, and why"));
        assert_eq!(page.contains(&format!("href=\"{more}\"")), offered, "{page}");
    }
    let page = relative.get(&more).await.body;
    for line in [
        "Nobody here can give you more without their yes.",
        "They would have to choose: Much. Then tick: They may read my conversations word for word.",
        "They would have to choose: Some things. Then tick: Tell them when there is a crisis.",
    ] {
        assert!(page.contains(line), "{line}: {page}");
    }
    world.gateway.answers("/auth/check-permission", 503, problem("service.unavailable", 503));
    for place in ["/family", more.as_str()] {
        let page = relative.get(place).await.body;
        assert!(
            page.contains("This part cannot be read right now."),
            "what nobody answered is no refusal: {page}"
        );
    }
    let mut nurse = world.signed_in("care_staff").await;
    let page = nurse.get(&format!("/staff/residents/{PERSON}")).await.body;
    assert!(page.contains("This part cannot be read right now."), "{page}");
    assert_eq!(nurse.get(&more).await.status, 403);
}

fn relation(person: &str) -> Value {
    json!({
        "relation_id": person, "patient_id": PERSON, "person_id": person, "kind": "primary_family", "state": "active",
        "created_at": "2026-11-03T18:00:00Z",
    })
}

#[tokio::test]
async fn what_a_resident_shares_is_read_to_its_end_and_of_nobody_it_is_said_falsely_that_it_is_nothing() {
    let world = World::new();
    let mut resident = world.signed_in("resident").await;
    world.gateway.answers("/relations/relations", 200, json!({"items": [relation(LATER)], "next": CURSOR}));
    let second = format!("/relations/relations?after={CURSOR}&limit=100");
    world.gateway.answers(&second, 200, json!({"items": [relation(CONVERSATION)]}));
    world.gateway.answers("/consent/consents", 200, json!({"items": []}));
    let (nothing, more) = ("You share nothing with this person.", "There is more than is shown here");
    let page = resident.get("/about-me/consents").await.body;
    assert_eq!((page.matches(nothing).count(), page.contains(more)), (2, false), "both relatives: {page}");
    world.gateway.answers("/consent/consents", 200, json!({"items": [], "next": CURSOR}));
    let before = world.gateway.asked("/consent/consents").len();
    let page = resident.get("/about-me/consents").await.body;
    assert_eq!((page.matches(nothing).count(), page.contains(more)), (0, true), "{page}");
    assert_eq!(page.matches("Among what is shown here there is nothing for this person.").count(), 2);
    assert_eq!(world.gateway.asked("/consent/consents").len(), before + 5, "not for ever");
}
