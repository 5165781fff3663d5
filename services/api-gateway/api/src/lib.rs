//! The contract of api-gateway: what it answers itself. Everything else it passes on.

mod registration;

use api::{Access, Described, Method, ServiceName, Spec};
use kernel::{ErrorCode, ErrorKind};
use serde::{Deserialize, Serialize};

pub use registration::{DeregisterInstance, Lease, Place, RegisterInstance, Registration, RenewLease};

/// Error codes of this service.
pub mod codes {
    use super::{ErrorCode, ErrorKind};

    /// This gateway takes no registrations: it has the table of its configuration.
    pub const REGISTRATION_OFF: ErrorCode = ErrorCode::new("gateway.registration_off", ErrorKind::Forbidden);
    /// The name is not that of the certificate, or its place is fixed.
    pub const NOT_YOUR_NAME: ErrorCode = ErrorCode::new("gateway.not_your_name", ErrorKind::Forbidden);
    /// An instance may not be at that address.
    pub const ADDRESS: ErrorCode = ErrorCode::new("gateway.address_refused", ErrorKind::Invalid);
    /// Nothing answers there as ready with the service's certificate.
    pub const INSTANCE_NOT_READY: ErrorCode =
        ErrorCode::new("gateway.instance_not_ready", ErrorKind::Unavailable);
    /// As many instances of the service as may be are registered.
    pub const TOO_MANY_INSTANCES: ErrorCode =
        ErrorCode::new("gateway.too_many_instances", ErrorKind::Conflict);
    /// The lease ran out, or a later one took its place.
    pub const LEASE_LOST: ErrorCode = ErrorCode::new("gateway.lease_lost", ErrorKind::Conflict);

    /// All of them.
    pub const ALL: &[ErrorCode] =
        &[REGISTRATION_OFF, NOT_YOUR_NAME, ADDRESS, INSTANCE_NOT_READY, TOO_MANY_INSTANCES, LEASE_LOST];
}

/// Marks a request, as an extension, that no person is behind: what a page asks by itself while nobody may be there. Only
/// what runs in the gateway's own process can set it; no header can claim it, and all that it takes away is that the
/// session counts as used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unattended;

/// Which services this installation has.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Installation {
    /// The version of the platform.
    pub version: String,
    /// The services that are part of it, with their public prefixes.
    pub services: Vec<Installed>,
}

/// A service of the installation.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Installed {
    /// Its name.
    pub name: ServiceName,
    /// Its prefix.
    pub prefix: String,
}

api::operation! {
    /// The OpenAPI 3.1 document of every public operation.
    pub struct GetOpenApi;
    spec: Spec::new("gateway.openapi", ServiceName::ApiGateway, Method::Get, "/openapi.json")
        .anonymous()
        .access(Access::none("the same for everybody")),
    output: serde_json::Value,
}

api::operation! {
    /// Which services this installation has.
    pub struct GetInstallation;
    spec: Spec::new("gateway.installation", ServiceName::ApiGateway, Method::Get, "/installation")
        .anonymous()
        .access(Access::none("the same for everybody")),
    output: Installation,
}

/// All operations that the gateway answers itself: the first two in public, the others on its internal port.
pub fn operations() -> Vec<Described> {
    vec![
        Described::of::<GetOpenApi>(),
        Described::of::<GetInstallation>(),
        Described::of::<RegisterInstance>(),
        Described::of::<RenewLease>(),
        Described::of::<DeregisterInstance>(),
    ]
}
