//! consent: who may see what about whom, why, and until when.
//!
//! Decides steps 3 to 9 of COMPLIANCE §4.2 over the edges that the asking service brings. Deny is the default.

mod domain;
mod http;

use std::sync::Arc;

use api::ServiceName;
use chassis::{BuildError, Chassis, Running, Service};

/// The service.
#[derive(Debug)]
pub struct Consent;

impl Service for Consent {
    const NAME: ServiceName = ServiceName::Consent;
    const NEEDS: &'static [ServiceName] = &[ServiceName::AuditLogging];
    type Config = ();
    type Handles = ();

    async fn build((): (), _: Chassis, (): ()) -> Result<Running, BuildError> {
        Ok(Running::new(http::routes(Arc::new(domain::Domain))))
    }
}
