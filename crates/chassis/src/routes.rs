//! From operations and handlers to a router: the flat list that a service's `http.rs` is.

use std::future::Future;
use std::sync::Arc;

use api::{Access, Described, Exposure, Method, Operation, ServiceName};
use axum::Router;
use axum::routing::{MethodFilter, on};

use crate::dispatch::dispatch;
use crate::inbound::{Answer, Failure, Inbound};
use crate::service::BuildError;

/// The routes of one service, over its state.
pub struct Routes<S> {
    service: ServiceName,
    state: Arc<S>,
    router: Router,
    operations: Vec<Described>,
}

impl<S: Send + Sync + 'static> Routes<S> {
    /// No routes yet.
    pub fn new(service: ServiceName, state: Arc<S>) -> Self {
        Self { service, state, router: Router::new(), operations: Vec::new() }
    }

    /// Answers an operation with a handler.
    #[must_use]
    pub fn on<O, F, R>(mut self, handler: F) -> Self
    where
        O: Operation,
        F: Fn(Arc<S>, Inbound<O>) -> R + Clone + Send + Sync + 'static,
        R: Future<Output = Answer<O>> + Send + 'static,
    {
        let state = self.state.clone();
        let route = on(filter(O::SPEC.method), move |request: axum::extract::Request| {
            let (state, handler) = (state.clone(), handler.clone());
            async move { dispatch::<O, _, _>(request, move |inbound| handler(state, inbound)).await }
        });
        self.router = self.router.route(O::SPEC.path, route);
        self.operations.push(Described::of::<O>());
        self
    }

    /// Answers a path with a plain handler, for the gateway alone: what it passes on is not its own operation.
    #[must_use]
    pub fn pass<F, R>(mut self, method: Option<Method>, path: &str, handler: F) -> Self
    where
        F: Fn(Arc<S>, axum::extract::Request) -> R + Clone + Send + Sync + 'static,
        R: Future<Output = Result<http::Response<api::Body>, Failure>> + Send + 'static,
    {
        assert!(self.service == ServiceName::ApiGateway, "only the gateway passes requests on");
        let state = self.state.clone();
        let answer = move |request: axum::extract::Request| {
            let (state, handler) = (state.clone(), handler.clone());
            async move {
                let id = request.extensions().get::<kernel::RequestId>().copied();
                match handler(state, request).await {
                    Ok(response) => response.map(axum::body::Body::new),
                    Err(failure) => crate::dispatch::failure_response("gateway.pass", failure, id),
                }
            }
        };
        let route = match method {
            Some(method) => on(filter(method), answer),
            None => axum::routing::any(answer),
        };
        self.router = self.router.route(path, route);
        self
    }

    pub(crate) fn finish(self) -> RouteSet {
        RouteSet { service: self.service, router: self.router, operations: self.operations }
    }
}

const fn filter(method: Method) -> MethodFilter {
    match method {
        Method::Get => MethodFilter::GET,
        Method::Post => MethodFilter::POST,
        Method::Put => MethodFilter::PUT,
        Method::Patch => MethodFilter::PATCH,
        Method::Delete => MethodFilter::DELETE,
    }
}

/// A service's routes, ready to be layered.
#[derive(Clone)]
pub struct RouteSet {
    pub(crate) service: ServiceName,
    pub(crate) router: Router,
    operations: Vec<Described>,
}

impl RouteSet {
    /// The operations that are answered.
    pub fn operations(&self) -> &[Described] {
        &self.operations
    }

    /// Refuses routes that could fail open: bound to nothing, callable by nobody, or of another service.
    pub fn check(&self) -> Result<(), BuildError> {
        for operation in &self.operations {
            let spec = &operation.spec;
            let callable = spec.anonymous || !spec.roles.is_empty() || !spec.services.is_empty();
            let wrong = if spec.service != self.service {
                "belongs to another service"
            } else if spec.access == Access::Unbound {
                "is bound to no access rule"
            } else if !callable {
                "may be called by nobody"
            } else if spec.exposure == Exposure::Peers && spec.services.is_empty() {
                "is for peers but names none"
            } else {
                continue;
            };
            return Err(format!("the operation {} {wrong}", spec.name).into());
        }
        Ok(())
    }
}
