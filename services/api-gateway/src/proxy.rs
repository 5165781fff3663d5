//! Passing a request on: who stands behind it, whether they may go on, and what of it is passed.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use api::{
    Authentication, Body, Call, CallContext, Client, Deadline, Problem, ServiceName, Spec, StreamKind,
    TransportError, codes, headers,
};
use api_gateway_api::Unattended;
use auth_rbac_api::{SessionQuery, SessionStatus};
use axum::extract::Request;
use chassis::{Chassis, Failure, Origin, Peers};
use futures_util::StreamExt;
use http::header::{
    ACCEPT, ACCEPT_LANGUAGE, AUTHORIZATION, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, HeaderName,
    RETRY_AFTER,
};
use http::request::Parts;
use http::{HeaderMap, HeaderValue};
use http_body_util::{BodyExt, BodyStream, StreamBody};
use kernel::{RequestId, Sources};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::Handles;
use crate::config::Config;
use crate::limits::Limits;
use crate::registry::Registry;

/// What of a request is passed on. Everything else, hop-by-hop headers among it, stays here.
const PASSED: [HeaderName; 9] = [
    ACCEPT,
    ACCEPT_LANGUAGE,
    AUTHORIZATION,
    CONTENT_LENGTH,
    CONTENT_TYPE,
    headers::IDEMPOTENCY_KEY,
    headers::PURPOSE_OF_USE,
    headers::LAST_EVENT_ID,
    headers::TRACEPARENT,
];

/// What of a response is passed back.
const RETURNED: [HeaderName; 4] = [CONTENT_TYPE, CONTENT_LENGTH, CACHE_CONTROL, RETRY_AFTER];

/// How much longer than the service itself the gateway waits for an answer to begin.
const GRACE: Duration = Duration::from_millis(500);

/// How long the gateway looks for what stands against a turn: limits and session together. Until it passes the turn
/// on nobody has read it. What is not found in time refuses a danger too, so it is not short: with the waits of the turn itself
/// the first line still comes within two seconds.
const TURN_ADMISSION_MAX: Duration = Duration::from_millis(250);

/// How long the service that sends a live stream may take to say why it ends, when both stop at one moment.
const FAREWELL_MAX: Duration = Duration::from_secs(1);

pub(crate) struct Gateway {
    pub(crate) peers: Peers,
    pub(crate) registry: Arc<Registry>,
    pub(crate) sources: Sources,
    auth: Client,
    limits: Limits,
    stopping: CancellationToken,
    pub(crate) document: serde_json::Value,
    pub(crate) services: Vec<ServiceName>,
}

impl Gateway {
    pub(crate) fn new(
        config: &Config,
        chassis: &Chassis,
        handles: &Handles,
        registry: Arc<Registry>,
    ) -> Self {
        let own = api_gateway_api::operations();
        let all = own.iter().chain(&handles.operations);
        let public = all.filter(|operation| operation.spec.exposure == api::Exposure::Public);
        let document = api::openapi::document("therapeutic-ai", env!("CARGO_PKG_VERSION"), public);
        Self {
            peers: chassis.peers.clone(),
            registry,
            sources: chassis.sources.clone(),
            auth: chassis.peers.client(ServiceName::AuthRbac),
            limits: Limits::new(config, &handles.cache),
            stopping: chassis.tasks.stopping(),
            document,
            services: handles.services.clone(),
        }
    }

    /// Passes a request of an operation on.
    pub(crate) async fn pass(&self, spec: &Spec, request: Request) -> Result<http::Response<Body>, Failure> {
        let (parts, body) = request.into_parts();
        let address = address(&parts)?;
        if declared_length(&parts.headers) > u64::from(spec.body_bytes_max) {
            return Err(Problem::new(codes::TOO_LARGE).into());
        }
        let admission = self.admit(spec, &parts, address);
        let refusal = if spec.deferred_authentication {
            // A turn is passed on with what was found: the rules run first, then the refusal holds. What is not found
            // in time is not known, and goes along as that: an outage, which permits nothing.
            let found = tokio::time::timeout(TURN_ADMISSION_MAX, admission).await;
            found.unwrap_or_else(|_| Err(Problem::new(codes::TIMED_OUT))).err()
        } else {
            admission.await?;
            None
        };
        let mut forwarded = forwarded(spec, parts, body, refusal.as_ref())?;
        // The service keeps the time itself; this is for one that does not answer at all.
        let patience = Instant::now() + Duration::from_millis(u64::from(spec.timeout_ms)) + GRACE;
        forwarded.extensions_mut().insert(Deadline(patience));
        let response = tokio::time::timeout_at(patience, self.peers.forward(spec.service, forwarded))
            .await
            .unwrap_or(Err(TransportError::TimedOut))
            .map_err(|error| unreachable(spec, &error))?;
        let failed = matches!(response.status().as_u16(), 401 | 403 | 404);
        if failed && let Err(problem) = self.limits.address(address).await {
            return Err(problem.into());
        }
        let response = returned(response);
        // A turn comes to its end by itself; a live stream does not, wherever the service runs that sends it.
        Ok(if spec.stream == StreamKind::Events {
            response.map(|body| live(body, self.stopping.clone()))
        } else {
            response
        })
    }

    async fn admit(&self, spec: &Spec, parts: &Parts, address: IpAddr) -> Result<(), Problem> {
        let authentication = parts.extensions.get::<Authentication>().unwrap_or(&Authentication::Absent);
        if spec.anonymous {
            // Open to anybody: a token of one's own must not lift the limit on guessing at others' secrets.
            return self.limits.address(address).await;
        }
        let principal = match authentication {
            Authentication::Verified(principal) => principal,
            Authentication::Expired(_) => return Err(Problem::new(codes::TOKEN_EXPIRED)),
            Authentication::Absent | Authentication::Invalid => {
                self.limits.address(address).await?;
                return Err(Problem::new(codes::UNAUTHENTICATED));
            }
        };
        self.limits.person(spec, principal.person).await?;
        let id = parts.extensions.get::<RequestId>().copied();
        let context = CallContext::background(id.ok_or_else(|| Problem::new(codes::INTERNAL))?);
        // A live stream is opened by a page, again and again on a bad network: it is nobody's doing.
        let attended = parts.extensions.get::<Unattended>().is_none();
        let activity = attended && spec.stream != StreamKind::Events;
        let query = SessionQuery { session_id: principal.session, activity };
        let status = self.auth.call(&context, Call::<SessionStatus>::body(query)).await?;
        if status.live { Ok(()) } else { Err(Problem::new(auth_rbac_api::codes::SESSION_ENDED)) }
    }
}

fn address(parts: &Parts) -> Result<IpAddr, Failure> {
    match parts.extensions.get::<Origin>() {
        Some(Origin::Public(address)) => Ok(address.ip()),
        // Nobody but the outside comes through the door.
        Some(Origin::Peer(_) | Origin::Internal) | None => Err(codes::FORBIDDEN.into()),
    }
}

fn declared_length(headers: &HeaderMap) -> u64 {
    headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok()).unwrap_or(0)
}

/// The request as the service gets it: its own path, the headers that are passed, and what the edge knows.
fn forwarded(
    spec: &Spec,
    parts: Parts,
    body: axum::body::Body,
    refusal: Option<&Problem>,
) -> Result<http::Request<Body>, Failure> {
    let path = parts.uri.path().strip_prefix(spec.service.prefix()).unwrap_or(parts.uri.path());
    let target = match parts.uri.query() {
        Some(query) => format!("{path}?{query}"),
        None => path.to_owned(),
    };
    let internal = |_| Failure::from(codes::INTERNAL);
    let mut forwarded = http::Request::builder()
        .method(parts.method)
        .uri(target)
        .body(body.map_err(api::BoxError::from).boxed_unsync())
        .map_err(internal)?;
    for name in PASSED {
        for value in parts.headers.get_all(&name) {
            forwarded.headers_mut().append(&name, value.clone());
        }
    }
    if let Some(id) = parts.extensions.get::<RequestId>()
        && let Ok(value) = HeaderValue::from_str(&id.to_string())
    {
        forwarded.headers_mut().insert(headers::REQUEST_ID, value);
    }
    if let Some(problem) = refusal
        && let Ok(value) = HeaderValue::from_str(&problem.code)
    {
        forwarded.headers_mut().insert(headers::EDGE_REFUSAL, value);
    }
    Ok(forwarded)
}

/// A live stream, cut a moment after this process is told to stop. A reader that got no ending event comes back.
fn live(body: Body, stopping: CancellationToken) -> Body {
    let cut = async move {
        stopping.cancelled().await;
        tokio::time::sleep(FAREWELL_MAX).await;
    };
    StreamBody::new(BodyStream::new(body).take_until(Box::pin(cut))).boxed_unsync()
}

fn returned(response: http::Response<Body>) -> http::Response<Body> {
    let (parts, body) = response.into_parts();
    let mut returned = http::Response::new(body);
    *returned.status_mut() = parts.status;
    for name in RETURNED {
        if let Some(value) = parts.headers.get(&name) {
            returned.headers_mut().insert(name, value.clone());
        }
    }
    returned
}

fn unreachable(spec: &Spec, error: &TransportError) -> Problem {
    tracing::warn!(peer = spec.service.name(), operation = spec.name, error = %error, "a request could not be passed on");
    match error {
        TransportError::TimedOut => Problem::new(codes::TIMED_OUT),
        TransportError::Unavailable | TransportError::BreakerOpen | TransportError::Broken(_) => {
            Problem::new(codes::UNAVAILABLE).retry_after_s(1)
        }
    }
}
