//! consent: who may see what about whom, why, and until when.
//!
//! **Promises.** A decision rests on what the store holds at that moment: a consent that was taken back decides
//! nothing from the commit on. Nothing is recorded but what was read back in words and confirmed. **Owns** the
//! tables `patients` (with the consent epoch), `consents` and `versions`. **Invariants**: versions are added and
//! never changed; a patient's epoch rises with every change, in the same step; deny is the default.
//! **Callers**: every service that decides asks here, with the edges it knows; residents write through the
//! gateway.
//!
//! Decides steps 2 to 9 of COMPLIANCE §4.2. Free text is not kept here: ids, dates and the words of the
//! contract alone.

mod domain;
mod http;
mod migrations;
mod store;

use std::sync::Arc;

use api::ServiceName;
use audit_trail::{Trail, TrailLimits};
use chassis::{BuildError, Chassis, Compliance, Running, Service, Stores};
use store_sql::{Database, Location};

use crate::domain::Domain;
use crate::store::Store;

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
        let (flowing, intact) = (trail.clone(), trail);
        Ok(Running::new(http::routes(domain))
            .check("store", move || {
                let database = database.clone();
                async move { database.ping().await.map_err(|_| "the store does not answer") }
            })
            .compliance(
                Compliance::default()
                    .audit_enabled(move || {
                        let trail = flowing.clone();
                        async move { trail.flowing().await }
                    })
                    .audit_trail_intact(move || {
                        let trail = intact.clone();
                        async move { trail.intact().await }
                    }),
            ))
    }
}
