//! The routes: the gateway's own, every public operation of the installation, and a plain word for the rest.

use std::sync::Arc;

use api::{Body, Exposure, Method, Nothing, Problem, ServiceName, codes};
use api_gateway_api::{
    DeregisterInstance, GetInstallation, GetOpenApi, Installation, Installed, RegisterInstance, RenewLease,
};
use axum::extract::Request;
use chassis::{Answer, Failure, Inbound, Origin, Reply, Routes, Service};
use http::HeaderValue;
use http::header::CONTENT_TYPE;

use crate::protocol::{self, Pages};
use crate::proxy::Gateway;
use crate::{ApiGateway, Handles};

pub(crate) fn routes(gateway: Arc<Gateway>, handles: &Handles, pages: Pages) -> Routes<Gateway> {
    let pages = Arc::new(pages);
    let mut routes = Routes::new(ApiGateway::NAME, gateway)
        .on::<GetOpenApi, _, _>(openapi)
        .on::<GetInstallation, _, _>(installation)
        .pass(Some(Method::Get), protocol::PATH, move |_, request| {
            let pages = pages.clone();
            async move { Ok(pages.answer(&request)) }
        });
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

/// What the internal port alone answers.
pub(crate) fn inside(gateway: Arc<Gateway>) -> Routes<Gateway> {
    Routes::new(ApiGateway::NAME, gateway)
        .on::<RegisterInstance, _, _>(register)
        .on::<RenewLease, _, _>(renew)
        .on::<DeregisterInstance, _, _>(deregister)
        .pass(Some(Method::Get), "/health", health)
}

/// Whose instance it is says the certificate: the caller is the peer, never a field.
async fn register(gateway: Arc<Gateway>, inbound: Inbound<RegisterInstance>) -> Answer<RegisterInstance> {
    Ok(Reply::Json(gateway.registry.register(inbound.caller.peer, &inbound.call.body).await?))
}

async fn renew(gateway: Arc<Gateway>, inbound: Inbound<RenewLease>) -> Answer<RenewLease> {
    Ok(Reply::Json(gateway.registry.renew(inbound.caller.peer, &inbound.call.body).await?))
}

async fn deregister(
    gateway: Arc<Gateway>,
    inbound: Inbound<DeregisterInstance>,
) -> Answer<DeregisterInstance> {
    gateway.registry.give_back(inbound.caller.peer, &inbound.call.body).await?;
    Ok(Reply::Json(Nothing {}))
}

async fn health(gateway: Arc<Gateway>, request: Request) -> Result<http::Response<Body>, Failure> {
    if matches!(request.extensions().get::<Origin>(), Some(Origin::Public(_)) | None) {
        return Err(codes::NOT_FOUND.into());
    }
    let report = crate::health::aggregate(&gateway.peers, &gateway.services, &gateway.sources).await;
    let bytes = serde_json::to_vec(&report).map_err(|_| Failure::from(codes::INTERNAL))?;
    let mut response = http::Response::new(api::full(bytes));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(response)
}

async fn openapi(gateway: Arc<Gateway>, _: Inbound<GetOpenApi>) -> Answer<GetOpenApi> {
    Ok(Reply::Json(gateway.document.clone()))
}

async fn installation(gateway: Arc<Gateway>, _: Inbound<GetInstallation>) -> Answer<GetInstallation> {
    let services =
        gateway.services.iter().map(|&name| Installed { name, prefix: name.prefix().to_owned() }).collect();
    Ok(Reply::Json(Installation { version: env!("CARGO_PKG_VERSION").to_owned(), services }))
}
