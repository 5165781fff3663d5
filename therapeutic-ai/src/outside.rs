//! The platform from outside: typed calls over HTTP to a gateway, as any client makes them.

use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;

use api::{Body, BoxError, Client, ServiceName, Transport, TransportError};
use http_body_util::BodyExt;
use hyper_util::client::legacy;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

/// A client of a gateway.
#[derive(Clone)]
pub struct Outside {
    base_url: Arc<str>,
    client: legacy::Client<HttpConnector, Body>,
}

impl Outside {
    /// A client of the gateway at an address such as `http://127.0.0.1:8090`.
    pub fn new(base_url: &str) -> Self {
        Self::over(base_url, HttpConnector::new())
    }

    /// The same, from one of this machine's own addresses.
    pub fn from_address(base_url: &str, from: IpAddr) -> Self {
        let mut connector = HttpConnector::new();
        connector.set_local_address(Some(from));
        Self::over(base_url, connector)
    }

    fn over(base_url: &str, mut connector: HttpConnector) -> Self {
        connector.set_nodelay(true);
        let client = legacy::Client::builder(TokioExecutor::new()).build(connector);
        Self { base_url: base_url.trim_end_matches('/').into(), client }
    }

    /// A typed client of a service behind it.
    pub fn client(&self, service: ServiceName) -> Client {
        Client::new(service, Arc::new(Door { outside: self.clone(), service }))
    }
}

struct Door {
    outside: Outside,
    service: ServiceName,
}

impl Transport for Door {
    fn send(
        &self,
        mut request: http::Request<Body>,
    ) -> Pin<Box<dyn Future<Output = Result<http::Response<Body>, TransportError>> + Send + '_>> {
        Box::pin(async move {
            let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
            let uri = format!("{}{}{path}", self.outside.base_url, self.service.prefix());
            *request.uri_mut() = uri.parse().map_err(|error| TransportError::Broken(Box::new(error)))?;
            let response = self.outside.client.request(request).await.map_err(|error| {
                if error.is_connect() {
                    TransportError::Unavailable
                } else {
                    TransportError::Broken(Box::new(error))
                }
            })?;
            Ok(response.map(|body| body.map_err(BoxError::from).boxed_unsync()))
        })
    }
}
