//! The peer directory: which service is reached how. In-process is a transport, never a shortcut: the peer's
//! whole router runs, layers included, and a panic or a cancellation behaves like a lost connection.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::{Arc, RwLock};
use std::time::Duration;

use api::{Body, BoxError, Client, ServiceName, Transport, TransportError};
use axum::Router;
use futures_util::FutureExt;
use http_body_util::BodyExt;
use hyper_util::client::legacy;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tower::ServiceExt;

use crate::breaker::Breaker;
use crate::inbound::Origin;
use crate::tls::Identity;

/// How long a connection to a peer may take.
const CONNECT_MAX: Duration = Duration::from_secs(2);
/// How long an idle connection is kept. The listener keeps them longer, so that this side closes first.
const POOL_IDLE: Duration = Duration::from_secs(30);

/// Where a service runs.
#[derive(Clone)]
pub enum Address {
    /// In this process.
    Here(Router),
    /// Elsewhere, over mutual TLS; least loaded of several is a later matter, so they are tried in turn.
    There(Vec<SocketAddr>),
}

/// Which service runs where, filled while the process starts and changed by registrations.
#[derive(Clone, Default)]
pub struct Directory(Arc<RwLock<HashMap<ServiceName, Entry>>>);

#[derive(Clone)]
struct Entry {
    address: Address,
    breaker: Arc<Breaker>,
}

impl Directory {
    /// Enters where a service runs, replacing what was there.
    pub fn enter(&self, service: ServiceName, address: Address) {
        let entry = Entry { address, breaker: Arc::default() };
        self.0.write().unwrap_or_else(std::sync::PoisonError::into_inner).insert(service, entry);
    }

    /// Removes a service.
    pub fn remove(&self, service: ServiceName) {
        self.0.write().unwrap_or_else(std::sync::PoisonError::into_inner).remove(&service);
    }

    /// The services that are entered.
    pub fn services(&self) -> Vec<ServiceName> {
        let mut services: Vec<_> =
            self.0.read().unwrap_or_else(std::sync::PoisonError::into_inner).keys().copied().collect();
        services.sort();
        services
    }

    fn find(&self, service: ServiceName) -> Option<Entry> {
        self.0.read().unwrap_or_else(std::sync::PoisonError::into_inner).get(&service).cloned()
    }

    /// The peers as `me` sees them; `identity` is what `me` shows over mutual TLS.
    pub fn peers_of(&self, me: ServiceName, identity: Option<Arc<Identity>>) -> Peers {
        Peers { me, directory: self.clone(), identity, pools: Arc::default() }
    }
}

type Pool = legacy::Client<hyper_rustls::HttpsConnector<HttpConnector>, Body>;

/// The other services, as one service reaches them.
#[derive(Clone)]
pub struct Peers {
    me: ServiceName,
    directory: Directory,
    identity: Option<Arc<Identity>>,
    pools: Arc<RwLock<HashMap<ServiceName, Pool>>>,
}

impl Peers {
    /// A typed client of a service. It may be made before the service is there: until then calls answer
    /// that it is not available.
    pub fn client(&self, service: ServiceName) -> Client {
        Client::new(service, Arc::new(Link { peers: self.clone(), service }))
    }

    /// Sends a request as it is, for a proxy. The path is the service's own.
    pub async fn forward(
        &self,
        service: ServiceName,
        mut request: http::Request<Body>,
    ) -> Result<http::Response<Body>, TransportError> {
        // The next hop hangs on this one's span, whoever made the request and with whichever context.
        if let Some(traceparent) = crate::telemetry::current_traceparent() {
            request.headers_mut().insert(api::headers::TRACEPARENT, traceparent);
        }
        let entry = self.directory.find(service).ok_or(TransportError::Unavailable)?;
        if !entry.breaker.admit(tokio::time::Instant::now()) {
            return Err(TransportError::BreakerOpen);
        }
        let guard = Attempt { breaker: &entry.breaker, ended: false };
        let result = match &entry.address {
            Address::Here(router) => self.here(router.clone(), request).await,
            Address::There(addresses) => self.there(service, addresses, request).await,
        };
        guard.end(result.as_ref().is_ok_and(|response| !is_outage(response.status())));
        result
    }

    /// Whether the directory has a service at all.
    pub fn knows(&self, service: ServiceName) -> bool {
        self.directory.find(service).is_some()
    }

    async fn here(
        &self,
        router: Router,
        request: http::Request<Body>,
    ) -> Result<http::Response<Body>, TransportError> {
        let mut request = request.map(axum::body::Body::new);
        request.extensions_mut().clear();
        request.extensions_mut().insert(Origin::Peer(self.me));
        // Polled by whoever asks, not as a task of its own: a wake-up of another thread costs more than the call.
        let work = AssertUnwindSafe(router.oneshot(request)).catch_unwind();
        let response = work.await.map_err(|_| TransportError::Broken("the peer panicked".into()))?;
        let response = response.unwrap_or_else(|never| match never {});
        Ok(response.map(|body| body.map_err(BoxError::from).boxed_unsync()))
    }

    async fn there(
        &self,
        service: ServiceName,
        addresses: &[SocketAddr],
        mut request: http::Request<Body>,
    ) -> Result<http::Response<Body>, TransportError> {
        let pool = self.pool(service)?;
        let turn = usize::from(self.me as u8);
        let address = addresses.get(turn % addresses.len().max(1)).ok_or(TransportError::Unavailable)?;
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
        let uri = format!("https://{address}{path}");
        *request.uri_mut() = uri.parse().map_err(|error| TransportError::Broken(Box::new(error)))?;
        let response = pool.request(request).await.map_err(|error| {
            if error.is_connect() {
                TransportError::Unavailable
            } else {
                TransportError::Broken(Box::new(error))
            }
        })?;
        Ok(response.map(|body| body.map_err(BoxError::from).boxed_unsync()))
    }

    fn pool(&self, service: ServiceName) -> Result<Pool, TransportError> {
        if let Some(pool) = self.pools.read().unwrap_or_else(std::sync::PoisonError::into_inner).get(&service)
        {
            return Ok(pool.clone());
        }
        // Without an identity this process has no business with another.
        let identity = self.identity.as_ref().ok_or(TransportError::Unavailable)?;
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_connect_timeout(Some(CONNECT_MAX));
        let tls = identity.client_config().map_err(|error| TransportError::Broken(Box::new(error)))?;
        let connector = hyper_rustls::HttpsConnectorBuilder::new()
            .with_tls_config(tls)
            .https_only()
            // The certificate must be the service's own, wherever it runs.
            .with_server_name_resolver(hyper_rustls::FixedServerNameResolver::new(crate::tls::server_name(
                service,
            )))
            .enable_http2()
            .wrap_connector(tcp);
        let pool: Pool = legacy::Client::builder(TokioExecutor::new())
            .http2_only(true)
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(POOL_IDLE)
            .timer(TokioTimer::new())
            .http2_keep_alive_interval(Duration::from_secs(10))
            .http2_keep_alive_timeout(Duration::from_secs(5))
            .build(connector);
        self.pools.write().unwrap_or_else(std::sync::PoisonError::into_inner).insert(service, pool.clone());
        Ok(pool)
    }
}

/// A peer that answers like this is not well; any other answer is an answer.
fn is_outage(status: http::StatusCode) -> bool {
    matches!(status.as_u16(), 502 | 504)
}

/// One call through a breaker; a caller that goes away counts for nothing.
struct Attempt<'a> {
    breaker: &'a Breaker,
    ended: bool,
}

impl Attempt<'_> {
    fn end(mut self, well: bool) {
        self.ended = true;
        if well {
            self.breaker.succeeded();
        } else {
            self.breaker.failed(tokio::time::Instant::now());
        }
    }
}

impl Drop for Attempt<'_> {
    fn drop(&mut self) {
        if !self.ended {
            self.breaker.abandoned();
        }
    }
}

struct Link {
    peers: Peers,
    service: ServiceName,
}

impl Transport for Link {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> Pin<Box<dyn Future<Output = Result<http::Response<Body>, TransportError>> + Send + '_>> {
        Box::pin(self.peers.forward(self.service, request))
    }
}
