//! The layer stack that every service's routes stand under, outermost first, with a reason for each place.
//! The order is DESIGN §9's. Deadline, body limit and shedding follow from the operation and are applied in
//! `dispatch`; limits by address and by principal are the edge's, and stand in api-gateway around its proxy.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use api::{Authentication, Problem, ServiceName, codes, headers};
use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::{MethodRouter, get};
use futures_util::FutureExt;
use http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderName, HeaderValue, StatusCode};
use kernel::{RequestId, Sources};

use crate::dispatch::{Judged, problem_response};
use crate::health::HealthState;
use crate::inbound::Origin;
use crate::metrics::Metrics;
use crate::routes::RouteSet;
use crate::service::Running;
use crate::shed::Shed;
use crate::token::Verifier;

/// How a request ended, for the audit of rejections at the edge.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Its id.
    pub request: RequestId,
    /// The route's template, or `unmatched`.
    pub endpoint: String,
    /// The method.
    pub method: &'static str,
    /// The status.
    pub status: u16,
    /// Who, if the credentials said.
    pub authentication: Authentication,
}

/// Takes the outcome of refused requests. Implementations count and sum what is anonymous.
pub trait OutcomeSink: Send + Sync {
    /// A request was refused (401, 403, 404, 429).
    fn refused(&self, outcome: Outcome);
}

/// What the layers need.
#[derive(Clone)]
pub struct Stack {
    /// Whose stack.
    pub service: ServiceName,
    /// Time and chance.
    pub sources: Sources,
    /// Counters.
    pub metrics: Arc<Metrics>,
    /// Checks tokens.
    pub verifier: Verifier,
    /// What is in flight in this process.
    pub shed: Shed,
    /// Who is told of refusals, at the edge.
    pub outcomes: Option<Arc<dyn OutcomeSink>>,
}

impl Stack {
    /// The routes of a service under all layers, with its public health.
    pub fn public(&self, running: &Running) -> Router {
        self.wrap(&running.routes, &self.health(running))
    }

    /// What is served on the internal port alone: the full health report and the metrics.
    pub fn internal(&self, running: &Running) -> Router {
        let health = self.health(running);
        Router::new()
            .route(
                "/health",
                get(move || {
                    let health = health.clone();
                    async move { axum::Json(health.report().await) }
                }),
            )
            .route("/metrics", self.internal_metrics())
    }

    /// The metrics of this process, for the internal port.
    pub fn internal_metrics(&self) -> MethodRouter {
        let metrics = self.metrics.clone();
        get(move || {
            let text = metrics.text();
            let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
            async move { ([(CONTENT_TYPE, kind)], text) }
        })
    }

    /// The health of a service.
    pub fn health(&self, running: &Running) -> HealthState {
        HealthState::new(
            self.service,
            self.sources.clone(),
            running.checks.clone(),
            running.compliance.clone(),
        )
        .telling(running.told.clone())
    }

    fn wrap(&self, routes: &RouteSet, health: &HealthState) -> Router {
        let ready = health.clone();
        let router = routes
            .router
            .clone()
            // The process answers: nothing is asked, so a slow dependency cannot get it killed.
            .route("/health/live", get(|| async { "live" }))
            .route("/health/report", crate::health::for_the_gateway(health.clone()))
            .route(
                "/health/ready",
                get(move || {
                    let ready = ready.clone();
                    async move {
                        if ready.ready().await {
                            (StatusCode::OK, "ready")
                        } else {
                            (StatusCode::SERVICE_UNAVAILABLE, "not ready")
                        }
                    }
                }),
            )
            .fallback(|request: Request| async move {
                problem_response(codes::NOT_FOUND.into(), request.extensions().get::<RequestId>().copied())
            })
            .method_not_allowed_fallback(|request: Request| async move {
                let mut problem = Problem::new(codes::NOT_FOUND);
                problem.status = 405;
                problem_response(problem, request.extensions().get::<RequestId>().copied())
            });
        router.layer(from_fn_with_state(Arc::new(self.clone()), around))
    }
}

/// All layers in one, so that a call within the process pays for one: what stands first is outermost.
async fn around(State(stack): State<Arc<Stack>>, mut request: Request, next: Next) -> Response {
    // First, so that every other layer can name the request.
    let id = correlate(&stack, &mut request);
    // Around everything that can refuse, so that refusals are counted too. The route's template is the label, so that no id
    // becomes one.
    let started = tokio::time::Instant::now();
    let (method, endpoint) = (method_name(request.method()), endpoint(&request));
    let span = crate::telemetry::request_span(stack.service.name(), method, &endpoint, request.headers());
    // Outside all work: a panic ends one request, not the process, and is counted as a 500.
    let work = AssertUnwindSafe(told(&stack, (method, &endpoint, id), request, next)).catch_unwind();
    let response = tracing::Instrument::instrument(work, span.clone()).await;
    let mut response = response.unwrap_or_else(|_| {
        span.in_scope(|| tracing::error!(request = id.to_string(), "a handler panicked"));
        problem_response(codes::INTERNAL.into(), Some(id))
    });
    // Whatever answered: no answer lacks them.
    protect(&mut response);
    let took: Duration = started.elapsed();
    stack.metrics.request(stack.service.name(), method, &endpoint, response.status().as_u16(), took);
    if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
        response.headers_mut().insert(headers::REQUEST_ID, value);
    }
    response
}

/// Every request has an id, the same at every hop; what comes from outside gets a new one.
fn correlate(stack: &Stack, request: &mut Request) -> RequestId {
    let from_peer = matches!(request.extensions().get::<Origin>(), Some(Origin::Peer(_)));
    let given = from_peer
        .then(|| {
            request
                .headers()
                .get(headers::REQUEST_ID)
                .and_then(|id| id.to_str().ok()?.parse::<RequestId>().ok())
        })
        .flatten();
    let id = given.unwrap_or_else(|| stack.sources.id());
    request.extensions_mut().insert(id);
    request.extensions_mut().insert(stack.shed.clone());
    id
}

/// Answers are never kept by a browser or a proxy, never framed, never guessed at.
fn protect(response: &mut Response) {
    const HEADERS: [(HeaderName, HeaderValue); 5] = [
        (http::header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (http::header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
        (http::header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (
            HeaderName::from_static("strict-transport-security"),
            HeaderValue::from_static("max-age=63072000; includeSubDomains"),
        ),
        (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    ];
    let headers = response.headers_mut();
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    for (name, value) in HEADERS {
        headers.entry(name).or_insert(value);
    }
    headers
        .entry(http::header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"));
}

/// Notes what the credentials are worth, and decides nothing by it: the operation says what it needs. Refusals, also of
/// the credentials, are told to whoever audits them.
async fn told(
    stack: &Stack,
    (method, endpoint, id): (&'static str, &str, RequestId),
    mut request: Request,
    next: Next,
) -> Response {
    let authentication = stack.verifier.authenticate(request.headers().get(AUTHORIZATION));
    let outcomes = stack.outcomes.as_ref().map(|sink| (sink, authentication.clone()));
    request.extensions_mut().insert(authentication);
    request.extensions_mut().insert(Judged(stack.sources.now()));
    let response = next.run(request).await;
    let status = response.status().as_u16();
    if let (401 | 403 | 404 | 429, Some((sink, authentication))) = (status, outcomes) {
        let endpoint = endpoint.to_owned();
        sink.refused(Outcome { request: id, endpoint, method, status, authentication });
    }
    response
}

fn endpoint(request: &Request) -> String {
    request.extensions().get::<MatchedPath>().map_or("unmatched", MatchedPath::as_str).to_owned()
}

fn method_name(method: &http::Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "HEAD" => "HEAD",
        "OPTIONS" => "OPTIONS",
        _ => "OTHER",
    }
}
