//! The bar of those who answer alerts: how many are open, on every page of theirs; and what is said where that is not known.

use serde_json::{Value, json};

use crate::staffing::{ALERT, UNIT, alert};
use crate::support::{PERSON, World, problem};

const CURSOR: &str = "later";

fn charges() -> Value {
    json!({"items": [{"person_id": PERSON, "name": "Rose", "unit_id": UNIT, "on_duty": true}]})
}

#[tokio::test]
async fn every_page_of_staff_counts_what_is_open_once_and_reads_nobody_for_it() {
    let world = World::new();
    let asked = |path: &str| world.gateway.asked(path).len();
    let both = || (asked("/chat/alerts"), asked("/chat/alerts/count"));
    for role in ["care_staff", "health_provider"] {
        let mut staff = world.signed_in(role).await;
        world.gateway.answers("/auth/residents/mine", 200, charges());
        let list = json!({"items": [alert("open", None), alert("acknowledged", Some(PERSON))]});
        world.gateway.answers("/chat/alerts", 200, list);
        let counts = json!({"open": 2, "waiting": 1, "ringing": [ALERT], "more": false});
        world.gateway.answers("/chat/alerts/count", 200, counts);
        let handover = json!({"since": "2026-11-03T06:02:00Z", "items": []});
        world.gateway.answers("/chat/handover", 200, handover);
        let note = format!("/staff/residents/{PERSON}/note");
        let one = format!("/staff/residents/{PERSON}");
        // Whose page marks residents by their alerts reads them, and counts what it has read.
        let marks = ["/staff/residents", &one];
        let others = ["/staff/handover", note.as_str(), "/about-me", "/display", "/help"];
        for place in marks.into_iter().chain(others) {
            let (read, counted) = both();
            let page = staff.get(place).await.body;
            let bar = "href=\"/staff/alerts\">Open alerts: 2. Nobody has: 1.</a>";
            assert!(page.contains(bar), "{role} {place}: {page}");
            assert!(page.contains("As it was when this page was loaded."), "{role} {place}");
            assert!(
                page.contains("src=\"/assets/bar.") && page.contains("/staff/alerts/counts"),
                "{role} {place}"
            );
            let now = if marks.contains(&place) { (read + 1, counted) } else { (read, counted + 1) };
            assert_eq!(both(), now, "{role} {place}");
        }
        // The list has all of it and more.
        let page = staff.get("/staff/alerts").await.body;
        assert!(!page.contains("id=\"live\"") && page.contains("id=\"feed\""), "{role}");
    }
    for role in ["resident", "family_member", "admin"] {
        let mut other = world.signed_in(role).await;
        let before = both();
        assert!(!other.get("/about-me").await.body.contains("id=\"live\""), "{role}");
        assert_eq!(both(), before, "{role}");
    }
}

#[tokio::test]
async fn the_feed_of_the_bar_asks_for_numbers_and_nobodys_name() {
    let world = World::new();
    let mut nurse = world.signed_in("care_staff").await;
    let counts = json!({"open": 2, "waiting": 1, "ringing": [ALERT], "more": false});
    world.gateway.answers.lock().expect("a lock").alerts = format!("event: counts\ndata: {counts}\n\n");
    let told = nurse.get("/staff/alerts/counts").await.body;
    assert!(told.contains("event: counts") && told.contains(ALERT), "{told}");
    assert_eq!(world.gateway.asked("/chat/alerts/events")[0].path, "/chat/alerts/events?counts=true");
    assert!(world.gateway.asked("/auth/people/names").is_empty());
}

#[tokio::test]
async fn a_count_that_comes_too_late_or_not_at_all_is_said_to_be_unknown() {
    let world = World::new();
    let mut nurse = world.signed_in("care_staff").await;
    world.gateway.answers("/chat/alerts/count", 503, problem("service.unavailable", 503));
    let page = nurse.get("/about-me").await.body;
    assert!(page.contains("Open alerts: we cannot read them right now"), "{page}");
    let more = json!({"open": 300, "waiting": 290, "ringing": [], "more": true});
    world.gateway.answers("/chat/alerts/count", 200, more);
    let page = nurse.get("/about-me").await.body;
    assert!(page.contains("Open alerts: 300+. Nobody has: 290+."), "{page}");
}

#[tokio::test]
async fn a_page_that_does_not_know_what_is_open_says_so_and_calls_nobody_safe() {
    let world = World::new();
    let mut nurse = world.signed_in("care_staff").await;
    let mut provider = world.signed_in("health_provider").await;
    world.gateway.answers("/auth/residents/mine", 200, charges());
    let one = format!("/staff/residents/{PERSON}");
    let unread = "A resident without a mark here may have one.";
    for (status, said) in [(503, true), (200, false)] {
        let list = if said { problem("service.unavailable", 503) } else { json!({"items": []}) };
        world.gateway.answers("/chat/alerts", status, list);
        for place in ["/staff/residents", one.as_str()] {
            let page = nurse.get(place).await;
            assert_eq!((page.status, page.body.contains(unread)), (200, said), "{place}: {}", page.body);
            assert_eq!(page.body.contains("we cannot read them right now"), said, "{place}");
        }
        assert_eq!(provider.get("/work").await.body.contains(unread), said);
    }
}

#[tokio::test]
async fn alerts_are_read_to_their_end_and_where_that_is_too_far_it_is_said() {
    let world = World::new();
    let mut nurse = world.signed_in("care_staff").await;
    world.gateway.answers("/auth/residents/mine", 200, charges());
    let mut others = alert("open", None);
    others["patient_id"] = json!(UNIT);
    let first = vec![others; 50];
    world.gateway.answers("/chat/alerts", 200, json!({"items": first, "next": CURSOR}));
    let second = format!("/chat/alerts?after={CURSOR}");
    world.gateway.answers(&second, 200, json!({"items": [alert("open", None)]}));
    let page = nurse.get("/staff/residents").await.body;
    assert!(page.contains("Open alerts: 51. Nobody has: 51."), "{page}");
    assert!(page.contains("<span class=\"tag no\">Open alert</span>"), "the fifty-first is marked: {page}");
    let more = "There are more open alerts than are marked here.";
    assert!(!page.contains(more), "{page}");
    world.gateway.answers(&second, 200, json!({"items": [alert("open", None)], "next": CURSOR}));
    let before = world.gateway.asked("/chat/alerts").len();
    let page = nurse.get("/staff/residents").await.body;
    assert_eq!(world.gateway.asked("/chat/alerts").len(), before + 6, "not for ever");
    assert!(page.contains(more) && page.contains("Open alerts: 55+."), "{page}");
}

#[tokio::test]
async fn who_treats_reads_the_true_unit_and_where_it_is_not_known_nothing_false() {
    let world = World::new();
    let mut provider = world.signed_in("health_provider").await;
    let mut raised = alert("open", None);
    raised["unit_id"] = json!(UNIT);
    world.gateway.answers("/chat/alerts", 200, json!({"items": [raised]}));
    world.gateway.answers("/auth/residents/mine", 200, charges());
    let (none, elm) = ("no unit yet", "Elm <b>floor</b>");
    for place in ["/staff/alerts", "/staff/residents"] {
        let page = provider.get(place).await.body;
        assert!(!page.contains(none) && !page.contains("Elm"), "{place}: {page}");
    }
    let unit = json!({"unit_id": UNIT, "organization_id": PERSON, "name": elm});
    world.gateway.answers("/relations/units", 200, json!({"items": [], "next": CURSOR}));
    world.gateway.answers(&format!("/relations/units?after={CURSOR}"), 200, json!({"items": [unit]}));
    for place in ["/staff/alerts", "/staff/residents"] {
        let page = provider.get(place).await.body;
        assert!(!page.contains(none) && page.contains("Elm &lt;b&gt;floor"), "{place}: {page}");
    }
    // Of somebody who lives on none it is true.
    world.gateway.answers("/chat/alerts", 200, json!({"items": [alert("open", None)]}));
    assert!(provider.get("/staff/alerts").await.body.contains(none));
}
