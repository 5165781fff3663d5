//! Refusals leave events.

use std::sync::atomic::Ordering;

use api::{Role, ServiceName};
use api_gateway::Config;
use audit_logging_api::{AuditEvent, EventType, Outcome};
use chassis::ListenerLimits;

use crate::support::World;

fn context(event: &AuditEvent, key: &str) -> serde_json::Value {
    serde_json::to_value(&event.additional_context).expect("a map")[key].clone()
}

/// How many refusals some events tell of.
fn total(events: &[AuditEvent], status: Option<u64>) -> u64 {
    let of = events.iter().filter(|event| status.is_none_or(|status| context(event, "status") == status));
    of.map(|event| context(event, "count").as_u64().unwrap_or(0)).sum()
}

#[tokio::test]
async fn a_person_who_is_refused_leaves_an_event_with_who_what_and_how_often() {
    let world = World::new().await;
    let (person, token) = world.token(Role::CareStaff);
    assert_eq!(world.ask("GET /chat/note/missing", Some(&token), "").await.status, 404);
    assert_eq!(world.ask("GET /chat/note", Some(&token), "").await.status, 200);
    world.seen.session_ended.store(true, Ordering::SeqCst);
    for _ in 0..3 {
        assert_eq!(world.ask("GET /chat/note", Some(&token), "").await.status, 401);
    }
    let (_, resident) = world.token(Role::Resident);
    world
        .until("both kinds of refusal", |seen| {
            let events = seen.events.lock().expect("a lock");
            let told = |status: u64| {
                let own = events
                    .iter()
                    .filter(|event| event.user_id == person && context(event, "status") == status);
                own.map(|event| context(event, "count").as_u64().unwrap_or(0)).sum::<u64>()
            };
            told(404) == 1 && told(401) == 3
        })
        .await;
    drop(resident);
    let events = world.seen.events.lock().expect("a lock").clone();
    for event in &events {
        assert_eq!((event.event_type, event.outcome), (EventType::ApiAccess, Outcome::Denied));
        assert_eq!((event.source, event.role), (ServiceName::ApiGateway, Some(Role::CareStaff)));
        assert!(event.organization_id.is_some() && event.session_id.is_some() && event.request_id.is_some());
        assert!(!event.phi_accessed);
    }
    let missing = events.iter().find(|event| context(event, "status") == 404).expect("it is there");
    assert_eq!(context(missing, "operation"), "get:.chat.note.missing");
    assert_eq!(missing.reason.as_ref().map(audit_logging_api::Word::as_str), Some("not_found"));
}

#[tokio::test]
async fn refusals_of_nobody_are_summed_and_none_is_lost() {
    let config = Config { anonymous_per_minute: 5, ..Config::default() };
    let world = World::with(config, ListenerLimits::default()).await;
    for _ in 0..12 {
        world.ask("GET /chat/note", None, "").await;
    }
    world.ask("GET /nothing/here", None, "").await;
    world.until("thirteen refusals", |seen| total(&seen.events.lock().expect("a lock"), None) == 13).await;
    let events = world.seen.events.lock().expect("a lock").clone();
    let count = |status: u64| total(&events, Some(status));
    assert_eq!((count(401), count(429), count(404)), (5, 7, 1), "{events:?}");
    assert!(events.len() <= 6, "summed, not one each: {}", events.len());
    assert!(events.iter().all(|event| event.user_id == kernel::PersonId::SYSTEM));
    let text = world.metrics.text();
    assert!(
        text.contains(r#"compliance_events_total{service="api-gateway",event="rate_limited"} 7"#),
        "{text}"
    );
}

#[tokio::test]
async fn a_flood_of_different_persons_and_routes_stays_bounded() {
    let world = World::new().await;
    for n in 0..1_100 {
        // Each a route of its own to whoever sums by address; the template is one.
        world.ask(&format!("GET /chat/nothing-{n}"), None, "").await;
    }
    world.until("1,100 refusals", |seen| total(&seen.events.lock().expect("a lock"), None) == 1_100).await;
    let events = world.seen.events.lock().expect("a lock").len();
    assert!(events < 20, "{events}");
}

#[tokio::test]
async fn what_was_refused_last_is_told_after_the_next_start() {
    let world = World::new().await;
    for _ in 0..4 {
        world.ask("GET /chat/note", None, "").await;
    }
    let again = world.restarts().await;
    again.until("four refusals", |seen| total(&seen.events.lock().expect("a lock"), Some(401)) == 4).await;
}
