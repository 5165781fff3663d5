//! consent: who may see what about whom, why, and until when.
//!
//! **Promises.** A decision rests on what the store holds at that moment: a consent that was taken back decides
//! nothing from the commit on. Nothing is recorded but what was read back in words and confirmed. **Owns** the
//! tables `patients` (with the consent epoch), `consents` and `versions`, `representations` (the documents of
//! representatives) and `standings` (majority and death, as instants). **Invariants**: versions are added and never
//! changed; a patient's epoch rises with every change, in the same step, and for what ends by itself before the
//! next decision; deny is the default. **Callers**: every service that decides asks here, with the edges it
//! knows; residents, their representatives and the office write through the gateway.
//!
//! One owner per datum: that a guardian and a patient are connected is relationship-management's relation, and so
//! is an emergency that staff declared; what the guardian may see and say is the document here. A representative
//! needs both. Free text is not kept here: ids, dates and the words of the contract alone.

mod domain;
mod http;
mod migrations;
mod store;

use std::sync::Arc;
use std::time::Duration;

use api::ServiceName;
use audit_trail::{Trail, TrailLimits};
use chassis::{BuildError, Chassis, Running, Service, Stores};
use store_sql::{Database, Location};

use crate::domain::Domain;
use crate::store::Store;

/// Between two rounds of settling what ended by itself. No decision waits for it: one that comes first settles.
const SETTLING: Duration = Duration::from_secs(60);

/// The service.
#[derive(Debug)]
pub struct Consent;

impl Service for Consent {
    const NAME: ServiceName = ServiceName::Consent;
    const NEEDS: &'static [ServiceName] = &[ServiceName::AuditLogging, ServiceName::RelationshipManagement];
    type Config = ();
    type Handles = ();

    async fn build((): (), chassis: Chassis, (): ()) -> Result<Running, BuildError> {
        let location = match &chassis.stores {
            Stores::Embedded { data_dir } => Location::Sqlite { path: data_dir.join("consent.sqlite") },
            Stores::Distributed { postgres_url, schema_prefix } => Location::Postgres {
                url: postgres_url.clone(),
                schema: format!("{schema_prefix}compliance_consent"),
            },
        };
        let database = Database::open(Self::NAME.name(), &location, migrations::ALL).await?;
        let log = chassis.peers.client(ServiceName::AuditLogging);
        let (sources, limits) = (chassis.sources.clone(), TrailLimits::default());
        let trail = Trail::start(Self::NAME, database.clone(), log, sources, limits, &chassis.tasks).await?;
        let relations = chassis.peers.client(ServiceName::RelationshipManagement);
        let store = Store::new(database.clone(), trail.clone());
        let domain = Arc::new(Domain::new(store, relations, chassis.sources.clone()));
        let settling = domain.clone();
        chassis.tasks.supervise("consent-settling", move |stop| {
            let domain = settling.clone();
            async move { settle(&domain, &stop).await }
        });
        let compliance = trail.compliance();
        Ok(Running::new(http::routes(domain))
            .check("store", move || {
                let database = database.clone();
                async move { database.ping().await.map_err(|_| "the store does not answer") }
            })
            .compliance(compliance))
    }
}

/// Settles what ended by itself, until the process drains.
async fn settle(domain: &Domain, stop: &tokio_util::sync::CancellationToken) {
    loop {
        if domain.settle_all().await.is_err() {
            tracing::warn!("what ended by itself could not be settled; decisions settle it when they come");
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(SETTLING) => {}
        }
    }
}
