//! In which room a resident lives: said by care staff, and read beside the name.

use serde_json::{Value, json};

use crate::staffing::{ALERT, alert, detail};
use crate::support::{PERSON, World, problem};

#[tokio::test]
async fn the_room_stands_beside_the_name_and_care_staff_alone_say_it() {
    let world = World::new();
    let mut nurse = world.signed_in("care_staff").await;
    let people =
        json!({"people": [{"person_id": PERSON, "name": "Ivy Lane", "role": "resident", "room": "12 <B>"}]});
    world.gateway.answers("/auth/people/names", 200, people);
    world.gateway.answers(&format!("/chat/alerts/{ALERT}"), 200, detail(&alert("open", None)));
    world.gateway.answers("/chat/alerts", 200, json!({"items": [alert("open", None)]}));
    for place in ["/staff/alerts".to_owned(), format!("/staff/alerts/{ALERT}")] {
        let page = nurse.get(&place).await.body;
        assert!(page.contains("room 12 &lt;B&gt;"), "{place}: {page}");
    }
    let place = format!("/staff/residents/{PERSON}/room");
    let page = nurse.get(&place).await;
    assert!(page.status == 200 && page.body.contains("value=\"12 &lt;B&gt;\""), "{}", page.body);
    let asked = format!("/relations/people/{PERSON}/room");
    let last = || -> Value {
        serde_json::from_str(&world.gateway.asked(&asked).pop().expect("asked").body).expect("JSON")
    };
    world.gateway.answers(&asked, 200, json!({"room": "7"}));
    let kept = nurse.post(&place, &[("room", " 7 ")]).await;
    assert_eq!(kept.header("location"), format!("/staff/residents/{PERSON}?done=room"));
    assert_eq!(last(), json!({"room": "7"}));
    nurse.post(&place, &[("room", "")]).await;
    assert_eq!(last(), json!({}), "empty: there is none");
    let before = world.gateway.asked(&asked).len();
    let long = nurse.post(&place, &[("room", &"9".repeat(33))]).await;
    assert!(long.status == 422 && long.body.contains(&"9".repeat(33)), "what was typed comes back");
    assert_eq!(world.gateway.asked(&asked).len(), before);
    world.gateway.answers(&asked, 404, problem("request.not_found", 404));
    let nowhere = nurse.post(&place, &[("room", "7")]).await;
    assert!(nowhere.body.contains("This resident lives on no unit yet."), "{}", nowhere.body);
    for role in ["health_provider", "resident", "family_member"] {
        let mut other = world.signed_in(role).await;
        assert_eq!(other.post(&place, &[("room", "7")]).await.status, 403, "{role}");
    }
}
