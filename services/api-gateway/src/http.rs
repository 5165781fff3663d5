//! The routes: the gateway's own, every public operation of the installation, and a plain word for the rest.

use std::sync::Arc;

use api::{Exposure, Problem, ServiceName, codes};
use api_gateway_api::{GetInstallation, GetOpenApi, Installation, Installed};
use chassis::{Answer, Inbound, Reply, Routes, Service};

use crate::proxy::Gateway;
use crate::{ApiGateway, Handles};

pub(crate) fn routes(gateway: Arc<Gateway>, handles: &Handles) -> Routes<Gateway> {
    let mut routes = Routes::new(ApiGateway::NAME, gateway)
        .on::<GetOpenApi, _, _>(openapi)
        .on::<GetInstallation, _, _>(installation);
    for operation in handles.operations.iter().filter(|operation| operation.spec.exposure == Exposure::Public)
    {
        let spec = operation.spec;
        let pass = move |gateway: Arc<Gateway>, request| async move { gateway.pass(&spec, request).await };
        routes = routes.pass(Some(spec.method), &spec.public_path(), pass);
    }
    // Nothing pretends: a service that is not here says so, in its own prefix.
    for service in ServiceName::ALL.iter().copied().filter(|service| !handles.services.contains(service)) {
        let absent = move |_: Arc<Gateway>, _| async move {
            let detail = format!("{service} is not part of this installation");
            Err(Problem::new(codes::NOT_INSTALLED).detail(detail).into())
        };
        let prefix = service.prefix();
        if !prefix.is_empty() {
            routes = routes.pass(None, prefix, absent).pass(None, &format!("{prefix}/{{*rest}}"), absent);
        }
    }
    routes
}

async fn openapi(gateway: Arc<Gateway>, _: Inbound<GetOpenApi>) -> Answer<GetOpenApi> {
    Ok(Reply::Json(gateway.document.clone()))
}

async fn installation(gateway: Arc<Gateway>, _: Inbound<GetInstallation>) -> Answer<GetInstallation> {
    let services =
        gateway.services.iter().map(|&name| Installed { name, prefix: name.prefix().to_owned() }).collect();
    Ok(Reply::Json(Installation { version: env!("CARGO_PKG_VERSION").to_owned(), services }))
}
