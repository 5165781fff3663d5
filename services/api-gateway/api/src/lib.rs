//! The contract of api-gateway: what it answers itself. Everything else it passes on.

use api::{Access, Described, Method, ServiceName, Spec};
use serde::{Deserialize, Serialize};

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

/// All operations that the gateway answers itself.
pub fn operations() -> Vec<Described> {
    vec![Described::of::<GetOpenApi>(), Described::of::<GetInstallation>()]
}
