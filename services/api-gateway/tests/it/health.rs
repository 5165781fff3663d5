//! The health of the whole installation.

use std::sync::atomic::Ordering;

use chassis::Address;

use crate::support::{World, any_port, ask};

#[tokio::test]
async fn the_internal_port_tells_the_health_of_every_service_and_the_public_one_nothing() {
    let world = World::new().await;
    let report = ask(world.internal, "GET /health", None, "").await.json();
    for field in
        ["status", "service", "version", "timestamp", "dependencies", "compliance", "performance", "metadata"]
    {
        assert!(!report[field].is_null(), "the spec's {field}");
    }
    assert_eq!((&report["status"], &report["service"]), (&"healthy".into(), &"api-gateway".into()));
    for service in ["chat-history", "ai-gateway", "audit-logging", "auth-rbac"] {
        assert_eq!(report["dependencies"][service], "healthy", "{report}");
        assert_eq!(report["services"][service]["service"], service, "its own report");
    }
    for flag in ["hipaa_audit_enabled", "encryption_active", "access_controls_active", "audit_trail_intact"] {
        assert_eq!(report["compliance"][flag], false, "nobody here measures {flag}");
    }
    for path in ["/health", "/health/report", "/metrics", "/chat/health", "/chat/health/report"] {
        let outside = world.ask(&format!("GET {path}"), None, "").await;
        assert_eq!(outside.status, 404, "{path}");
    }
    assert_eq!(world.ask("GET /health/live", None, "").await.body, "live");
}

#[tokio::test]
async fn one_that_is_unwell_degrades_it_and_one_that_everything_needs_makes_it_unhealthy() {
    let world = World::new().await;
    world.seen.unwell.store(true, Ordering::SeqCst);
    let report = ask(world.internal, "GET /health", None, "").await.json();
    assert_eq!(
        (&report["status"], &report["dependencies"]["chat-history"]),
        (&"degraded".into(), &"unhealthy".into())
    );
    let nowhere = Address::There(vec![any_port()]);
    world.directory.enter(api::ServiceName::AuthRbac, nowhere);
    let report = ask(world.internal, "GET /health", None, "").await.json();
    assert_eq!(
        (&report["status"], &report["dependencies"]["auth-rbac"]),
        (&"unhealthy".into(), &"unreachable".into())
    );
}
