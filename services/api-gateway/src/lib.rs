//! api-gateway: the one door.
//!
//! **Promises.** Nothing from outside reaches a service but through here, and only operations that are public.
//! Every call has a live session, unless the operation says that it needs none. Headers that only services may
//! set are removed. **Owns** nothing: it has no store. **Invariants**: the routes are the contracts' own, so
//! what is not described is not reachable; a conversation turn is never refused here, what was found is passed
//! on (DESIGN §1), because nothing may stand between a cry for help and the rules.
//!
//! It retries nothing: a write that may have happened is the client's to repeat with its idempotency key.

mod config;
mod http;
mod limits;
mod proxy;

use std::sync::Arc;

use api::{Described, ServiceName};
use cache::Cache;
use chassis::{BuildError, Chassis, Running, Service};

pub use crate::config::Config;

/// The service.
#[derive(Debug)]
pub struct ApiGateway;

/// What it is told about the installation.
pub struct Handles {
    /// The services that are part of it.
    pub services: Vec<ServiceName>,
    /// All operations of those services.
    pub operations: Vec<Described>,
    /// Where the counters of its limits lie.
    pub cache: Cache,
}

impl Service for ApiGateway {
    const NAME: ServiceName = ServiceName::ApiGateway;
    const NEEDS: &'static [ServiceName] = &[];
    type Config = Config;
    type Handles = Handles;

    async fn build(config: Config, chassis: Chassis, handles: Handles) -> Result<Running, BuildError> {
        let gateway = Arc::new(proxy::Gateway::new(&config, &chassis, &handles));
        Ok(Running::new(http::routes(gateway, &handles)))
    }
}
