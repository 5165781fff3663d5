//! Health is measured: each flag turns when what it stands for is switched off.

use std::sync::atomic::Ordering;

use chassis::HealthStatus;

use super::World;

#[tokio::test]
async fn access_controls_are_active_as_long_as_a_stranger_is_refused() {
    for world in World::everywhere().await {
        let report = world.health().await;
        assert!(report.compliance.access_controls_active, "{report:?}");
        assert!(report.compliance.encryption_active && report.compliance.hipaa_audit_enabled);
        assert_eq!((report.status, report.dependencies["signing_key"]), (HealthStatus::Healthy, "ok"));
        // Peers that connect everybody with everybody and consent to everything: a stranger is let in.
        world.peers.lets_all_in.store(true, Ordering::SeqCst);
        let report = world.health().await;
        assert!(!report.compliance.access_controls_active);
        assert_eq!(report.status, HealthStatus::Degraded);
        world.peers.lets_all_in.store(false, Ordering::SeqCst);
        assert!(world.health().await.compliance.access_controls_active);
        // Nobody decides: that is refused too, and is no control that works.
        world.peers.silent.store(true, Ordering::SeqCst);
        assert!(!world.health().await.compliance.access_controls_active);
    }
}
