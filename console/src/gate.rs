//! The console's way to the platform: the gateway's whole router, in this process, as the browser's own address.

use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;

use api::{Body, BoxError, Client, ServiceName, Transport, TransportError};
use api_gateway_api::Unattended;
use axum::Router;
use chassis::Origin;
use futures_util::FutureExt;
use http_body_util::BodyExt;
use tower::ServiceExt;

/// A way to the gateway for one browser.
#[derive(Clone)]
pub(crate) struct Gate {
    router: Router,
    origin: Origin,
    unattended: bool,
}

impl Gate {
    /// The gateway as seen from an address: its limits and its audit see the browser, not the console.
    pub(crate) const fn new(router: Router, origin: Origin) -> Self {
        Self { router, origin, unattended: false }
    }

    /// The same for what a page does by itself: no person is behind it, and no session goes on by it.
    pub(crate) fn unattended(self) -> Self {
        Self { unattended: true, ..self }
    }

    /// Where the browser is.
    pub(crate) const fn origin(&self) -> Origin {
        self.origin
    }

    /// A typed client of a service behind the gateway.
    pub(crate) fn client(&self, service: ServiceName) -> Client {
        Client::new(service, Arc::new(Door { gate: self.clone(), service }))
    }

    async fn send(&self, request: http::Request<Body>) -> Result<http::Response<Body>, TransportError> {
        let mut request = request.map(axum::body::Body::new);
        request.extensions_mut().clear();
        request.extensions_mut().insert(self.origin);
        if self.unattended {
            request.extensions_mut().insert(Unattended);
        }
        let work = AssertUnwindSafe(self.router.clone().oneshot(request)).catch_unwind();
        let response = work.await.map_err(|_| TransportError::Broken("the gateway panicked".into()))?;
        let response = response.unwrap_or_else(|never| match never {});
        Ok(response.map(|body| body.map_err(BoxError::from).boxed_unsync()))
    }
}

struct Door {
    gate: Gate,
    service: ServiceName,
}

impl Transport for Door {
    fn send(
        &self,
        mut request: http::Request<Body>,
    ) -> Pin<Box<dyn Future<Output = Result<http::Response<Body>, TransportError>> + Send + '_>> {
        Box::pin(async move {
            let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
            let uri = format!("{}{path}", self.service.prefix());
            *request.uri_mut() = uri.parse().map_err(|error| TransportError::Broken(Box::new(error)))?;
            self.gate.send(request).await
        })
    }
}
