//! Where instances of services are: said by themselves, over mutual TLS, on the gateway's internal port alone.

use std::net::SocketAddr;

use api::{Access, Method, ServiceName, Spec};
use kernel::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::codes;

/// An instance that wants to be called.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Registration {
    /// Which service; the one of the caller's certificate.
    pub service_name: ServiceName,
    /// Its name or address in a network that the gateway allows.
    pub host: String,
    /// The port of its spec'd listener, mutual TLS.
    pub port: u16,
    /// Where its health is. Taken and not needed: every service has it at `/health/ready`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub health_path: Option<String>,
    /// What it says it can do. Taken and not believed: what is called is what the contracts describe.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub capabilities: Vec<String>,
}

/// A place that is held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Lease {
    /// Where the instance is called, as its name resolved.
    #[schemars(with = "String")]
    pub address: SocketAddr,
    /// Which lease of this place it is: a later one is higher, and takes the place of an earlier one. Zero for a
    /// place of the gateway's configuration, which needs none.
    pub fence: u64,
    /// Until when it holds without being renewed.
    pub expires_at: Timestamp,
    /// After how many milliseconds it should be renewed.
    pub renew_after_ms: u32,
}

/// A lease as its holder knows it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// Which service.
    pub service_name: ServiceName,
    /// Which place.
    #[schemars(with = "String")]
    pub address: SocketAddr,
    /// Which lease.
    pub fence: u64,
}

const REGISTRATION: Access = Access::none("where services run holds nothing about anybody");

api::operation! {
    /// Registers an instance of the service whose certificate calls; on the internal port alone.
    pub struct RegisterInstance;
    spec: Spec::new("gateway.register", ServiceName::ApiGateway, Method::Post, "/admin/register")
        .services(ServiceName::ALL).peers_only().errors(codes::ALL).access(REGISTRATION),
    body: Registration,
    output: Lease,
}

api::operation! {
    /// Renews a lease; on the internal port alone.
    pub struct RenewLease;
    spec: Spec::new("gateway.renew_lease", ServiceName::ApiGateway, Method::Post, "/admin/register/renew")
        .services(ServiceName::ALL).peers_only().errors(codes::ALL).access(REGISTRATION),
    body: Place,
    output: Lease,
}

api::operation! {
    /// Gives a place back; on the internal port alone.
    pub struct DeregisterInstance;
    spec: Spec::new("gateway.deregister", ServiceName::ApiGateway, Method::Post, "/admin/deregister")
        .services(ServiceName::ALL).peers_only().errors(codes::ALL).access(REGISTRATION),
    body: Place,
}
