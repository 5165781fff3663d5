//! How a request reaches a peer: in this process or over mutual TLS. The client cannot tell which.

use std::future::Future;
use std::pin::Pin;

use tokio::time::Instant;

use crate::body::{Body, BoxError};

/// Travels in the extensions of a request that has enough time: when whoever waits for the answer gives up. One that is dropped then was not
/// answered in time; one that is dropped before, its caller did not want any more.
#[derive(Clone, Copy, Debug)]
pub struct Deadline(pub Instant);

/// Carries one request to a peer and brings back its response, whose body streams. Dropping the future or
/// the response's body cancels the work at the peer.
pub trait Transport: Send + Sync {
    /// Sends a request. The path is the peer's own, without the gateway's prefix.
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> Pin<Box<dyn Future<Output = Result<http::Response<Body>, TransportError>> + Send + '_>>;
}

/// Why no response came.
#[derive(Debug, thiserror::Error)]
pub enum TransportError {
    /// The peer is not there (yet).
    #[error("the peer is not available")]
    Unavailable,
    /// The circuit breaker is open: it failed too often a moment ago.
    #[error("the peer failed repeatedly; not asked for now")]
    BreakerOpen,
    /// The time given was up.
    #[error("the peer did not answer in time")]
    TimedOut,
    /// The connection broke.
    #[error("the connection to the peer broke")]
    Broken(#[source] BoxError),
}
