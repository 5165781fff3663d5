//! The headers that carry a request's context between services. The gateway strips all of them but
//! `Authorization`, `Idempotency-Key` and `Purpose-Of-Use` from what comes from outside.

use http::HeaderName;

/// The id of a request from the edge to the last peer.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Why the caller does this, when it is not the operation's default purpose.
pub const PURPOSE_OF_USE: HeaderName = HeaderName::from_static("purpose-of-use");
/// Makes a repeated write the same write.
pub const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// Milliseconds that are left for this request, from one service to the next.
pub const DEADLINE_MS: HeaderName = HeaderName::from_static("deadline-ms");
/// W3C trace context.
pub const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");
/// What the gateway found but does not enforce on a conversation turn: the code of a refusal.
pub const EDGE_REFUSAL: HeaderName = HeaderName::from_static("x-edge-refusal");
/// On an answer that says that the time was up, and that there had been enough of it: who was asked is not well.
pub const TIMED_OUT: HeaderName = HeaderName::from_static("x-timed-out");
/// Where an interrupted stream goes on.
pub const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// Headers that only a service may set: the gateway removes them from what comes from outside.
pub static INTERNAL: [HeaderName; 2] = [DEADLINE_MS, EDGE_REFUSAL];
