//! relationship-management: who belongs to whom, and who is assigned where.
//!
//! **Promises.** An edge is told only while it is live, and only within one organisation. **Owns** the tables
//! `members`, `units`, `assignments`, `relations`, `emergencies`. **Invariants**: only members can be related or assigned; a
//! patient has at most twenty live relations; a relation goes only along its states; an emergency ends by itself. **Callers**: every
//! service that decides asks for edges; people enter relations through the gateway.
//!
//! What a relation may see is not known here: that is consent's. Names are not kept here either.

mod domain;
mod http;
mod migrations;
mod store;

use std::sync::Arc;

use api::ServiceName;
use audit_trail::{Trail, TrailLimits};
use chassis::{BuildError, Chassis, Running, Service, Stores};
use decision::{Decider, PolicySet};
use store_sql::{Database, Location};

use crate::domain::Domain;
use crate::store::Store;

/// The service.
#[derive(Debug)]
pub struct RelationshipManagement;

impl Service for RelationshipManagement {
    const NAME: ServiceName = ServiceName::RelationshipManagement;
    const NEEDS: &'static [ServiceName] = &[ServiceName::AuditLogging];
    type Config = ();
    type Handles = ();

    async fn build((): (), chassis: Chassis, (): ()) -> Result<Running, BuildError> {
        let location = match &chassis.stores {
            Stores::Embedded { data_dir } => {
                Location::Sqlite { path: data_dir.join("relationship-management.sqlite") }
            }
            Stores::Distributed { postgres_url, schema_prefix } => Location::Postgres {
                url: postgres_url.clone(),
                schema: format!("{schema_prefix}app_relations"),
            },
        };
        let database = Database::open(Self::NAME.name(), &location, migrations::ALL).await?;
        let log = chassis.peers.client(ServiceName::AuditLogging);
        let (sources, limits) = (chassis.sources.clone(), TrailLimits::default());
        let trail = Trail::start(Self::NAME, database.clone(), log, sources, limits, &chassis.tasks).await?;
        // The edges of its own decisions are its own; consent is asked for the verdict when one is needed.
        let relations = chassis.peers.client(Self::NAME);
        let consent = chassis.peers.client(ServiceName::Consent);
        let decider = Decider::new(relations, consent, PolicySet::shipped()?);
        let store = Store::new(database.clone(), trail.clone());
        let domain = Arc::new(Domain::new(store, decider, chassis.sources.clone()));
        let (ping, compliance) = (database.clone(), trail.compliance());
        Ok(Running::new(http::routes(domain))
            .check("store", move || {
                let database = ping.clone();
                async move { database.ping().await.map_err(|_| "the store does not answer") }
            })
            .compliance(compliance))
    }
}
