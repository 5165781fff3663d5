//! The other services, as one service reaches them. In-process is a transport, never a shortcut: the peer's
//! whole router runs, layers included, and a panic or a cancellation behaves like a lost connection. Elsewhere the less loaded of two instances is called, over mutual TLS.

mod directory;

use std::collections::HashMap;
use std::net::SocketAddr;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use api::{Body, BoxError, Client, Deadline, ServiceName, Transport, TransportError};
use axum::Router;
use futures_util::FutureExt;
use http_body_util::BodyExt;
use hyper_util::client::legacy;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tokio::time::Instant;
use tower::ServiceExt;

use self::directory::{Busy, Entry, Instance, Instances};
use crate::breaker::Breaker;
use crate::held::Held;
use crate::inbound::Origin;
use crate::tls::Identity;

pub use self::directory::{Address, Circuits, Directory};

/// How long a connection to a peer may take.
const CONNECT_MAX: Duration = Duration::from_secs(2);
/// How long an idle connection is kept. The listener keeps them longer, so that this side closes first.
const POOL_IDLE: Duration = Duration::from_secs(30);
/// One call in ten may be a repetition; this many tenths may be saved up.
const RETRY_TENTHS_MAX: u32 = 100;

type Pool = legacy::Client<hyper_rustls::HttpsConnector<HttpConnector>, Body>;

/// The other services, as one service reaches them.
#[derive(Clone)]
pub struct Peers {
    me: ServiceName,
    directory: Directory,
    identity: Option<Arc<Identity>>,
    /// With the generation of the identity that they were made with.
    pools: Arc<RwLock<HashMap<ServiceName, (u64, Pool)>>>,
    retries: Arc<RetryBudget>,
}

impl Peers {
    pub(crate) fn new(me: ServiceName, directory: Directory, identity: Option<Arc<Identity>>) -> Self {
        Self { me, directory, identity, pools: Arc::default(), retries: Arc::default() }
    }

    /// A typed client of a service. It may be made before the service is there: until then calls answer
    /// that it is not available.
    pub fn client(&self, service: ServiceName) -> Client {
        Client::new(service, Arc::new(Link { peers: self.clone(), service }))
    }

    /// The directory that these peers are found in.
    pub const fn directory(&self) -> &Directory {
        &self.directory
    }

    /// The same caller before one instance of a service that nobody else is sent to yet.
    #[must_use]
    pub fn only_at(&self, service: ServiceName, address: SocketAddr) -> Self {
        let directory = Directory::default();
        directory.enter(service, Address::There(vec![address]));
        Self::new(self.me, directory, self.identity.clone())
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
        match self.directory.find(service).ok_or(TransportError::Unavailable)? {
            Entry::Here { router, breaker } => {
                if !breaker.admit(Instant::now()) {
                    return Err(TransportError::BreakerOpen);
                }
                let attempt = Attempt::of(&breaker, &request);
                let result = self.here(router, request).await;
                attempt.end(&result);
                result
            }
            Entry::There(instances) => self.there(service, &instances, request).await,
        }
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

    /// A call that only reads is repeated once on another instance when the first one did not answer at all,
    /// within the budget. Everything else may have happened: that is the caller's to repeat, with its key.
    async fn there(
        &self,
        service: ServiceName,
        instances: &Instances,
        request: http::Request<Body>,
    ) -> Result<http::Response<Body>, TransportError> {
        let again = repetition(&request);
        self.retries.earn();
        let none =
            || if instances.is_empty() { TransportError::Unavailable } else { TransportError::BreakerOpen };
        let first = instances.choose(Instant::now(), again.is_some(), None).ok_or_else(none)?;
        let result = self.to(service, &first, request).await;
        let (Err(_), Some(again)) = (&result, again) else { return result };
        let Some(second) = instances.choose(Instant::now(), false, Some(first.address)) else {
            return result;
        };
        if !self.retries.spend() {
            second.breaker.abandoned();
            return result;
        }
        self.to(service, &second, again).await
    }

    async fn to(
        &self,
        service: ServiceName,
        instance: &Arc<Instance>,
        mut request: http::Request<Body>,
    ) -> Result<http::Response<Body>, TransportError> {
        let attempt = Attempt::of(&instance.breaker, &request);
        let busy = Busy::on(instance.clone());
        let pool = self.pool(service)?;
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
        let uri = format!("https://{}{path}", instance.address);
        *request.uri_mut() = uri.parse().map_err(|error| TransportError::Broken(Box::new(error)))?;
        let result = pool.request(request).await.map_err(|error| {
            if error.is_connect() {
                TransportError::Unavailable
            } else {
                TransportError::Broken(Box::new(error))
            }
        });
        let result = result.map(|response| {
            response.map(|body| Held::new(body, busy).map_err(BoxError::from).boxed_unsync())
        });
        attempt.end(&result);
        result
    }

    fn pool(&self, service: ServiceName) -> Result<Pool, TransportError> {
        // Without an identity this process has no business with another.
        let identity = self.identity.as_ref().ok_or(TransportError::Unavailable)?;
        let (generation, tls) = identity.client();
        let pools = self.pools.read().unwrap_or_else(PoisonError::into_inner);
        if let Some((made_with, pool)) = pools.get(&service)
            && *made_with == generation
        {
            return Ok(pool.clone());
        }
        drop(pools);
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_connect_timeout(Some(CONNECT_MAX));
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
        // One that was made with an older certificate ends with the calls that it still carries.
        let made = (generation, pool.clone());
        self.pools.write().unwrap_or_else(PoisonError::into_inner).insert(service, made);
        Ok(pool)
    }
}

/// The same request again, if it only reads and has no body.
fn repetition(request: &http::Request<Body>) -> Option<http::Request<Body>> {
    if request.method() != http::Method::GET || !http_body::Body::is_end_stream(request.body()) {
        return None;
    }
    let mut again = http::Request::new(api::empty());
    *again.uri_mut() = request.uri().clone();
    *again.headers_mut() = request.headers().clone();
    *again.extensions_mut() = request.extensions().clone();
    Some(again)
}

/// Repetitions are a tenth of all calls at most, so that they never become the load that breaks a peer.
#[derive(Debug, Default)]
struct RetryBudget(AtomicU32);

impl RetryBudget {
    fn earn(&self) {
        let more = |tenths: u32| Some((tenths + 1).min(RETRY_TENTHS_MAX));
        let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more);
    }

    fn spend(&self) -> bool {
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |tenths| tenths.checked_sub(10)).is_ok()
    }
}

/// A peer that answers like this is not well; any other answer is an answer. Our own word for a time that was up
/// is a 503, as is a refusal that was meant: the header tells them apart.
fn is_outage(response: &http::Response<Body>) -> bool {
    matches!(response.status().as_u16(), 502 | 504)
        || response.headers().contains_key(api::headers::TIMED_OUT)
}

/// One call through a breaker. A caller that gives up when the time is up was not answered; one that goes away
/// before counts for nothing.
struct Attempt<'a> {
    breaker: &'a Breaker,
    deadline: Option<Instant>,
    ended: bool,
}

impl<'a> Attempt<'a> {
    fn of(breaker: &'a Breaker, request: &http::Request<Body>) -> Self {
        let deadline = request.extensions().get::<Deadline>().map(|deadline| deadline.0);
        Self { breaker, deadline, ended: false }
    }

    fn end(mut self, result: &Result<http::Response<Body>, TransportError>) {
        self.ended = true;
        if result.as_ref().is_ok_and(|response| !is_outage(response)) {
            self.breaker.succeeded();
        } else {
            self.breaker.failed(Instant::now());
        }
    }
}

impl Drop for Attempt<'_> {
    fn drop(&mut self) {
        if self.ended {
            return;
        }
        let now = Instant::now();
        if self.deadline.is_some_and(|deadline| deadline <= now) {
            self.breaker.failed(now);
        } else {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_call_in_ten_may_be_a_repetition() {
        let budget = RetryBudget::default();
        let mut repeated = 0;
        for _ in 0..1_000 {
            budget.earn();
            repeated += u32::from(budget.spend());
        }
        assert_eq!(repeated, 100);
        (0..10_000).for_each(|_| budget.earn());
        let saved = (0..1_000).filter(|_| budget.spend()).count();
        assert_eq!(saved, 10, "a quiet day is not saved up");
    }

    #[test]
    fn only_what_reads_and_sends_nothing_is_repeated() {
        let request = |method: http::Method, body: Body| {
            http::Request::builder().method(method).uri("/x").body(body).expect("a request")
        };
        assert!(repetition(&request(http::Method::GET, api::empty())).is_some());
        assert!(repetition(&request(http::Method::GET, api::full("x"))).is_none());
        assert!(repetition(&request(http::Method::POST, api::empty())).is_none());
        assert!(repetition(&request(http::Method::DELETE, api::empty())).is_none());
    }
}
