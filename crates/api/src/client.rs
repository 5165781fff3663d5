//! The typed client: from an operation's types to a request on a transport, and back.

use std::collections::VecDeque;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http_body_util::BodyExt;
use kernel::RequestId;
use tokio::time::Instant;

use crate::access::Purpose;
use crate::body::{Body, collect_boxed, empty, full};
use crate::events::{Event, SseParser};
use crate::headers;
use crate::operation::{Call, Operation};
use crate::problem::{Problem, codes};
use crate::service::ServiceName;
use crate::transport::{Deadline, Transport, TransportError};

/// The largest answer that is read whole.
const ANSWER_BYTES_MAX: usize = 16 * 1024 * 1024;

/// What travels with a request from one service to the next.
#[derive(Clone, Debug)]
pub struct CallContext {
    /// The request's id, the same at every hop.
    pub request_id: RequestId,
    /// When the caller gives up.
    pub deadline: Option<Instant>,
    /// The `Authorization` header of the person it is done for, passed on as it came.
    pub authorization: Option<http::HeaderValue>,
    /// Why, when it is not the operation's default purpose.
    pub purpose: Option<Purpose>,
    /// Makes a repeat the same request.
    pub idempotency_key: Option<String>,
    /// For a stream that broke: the id of its last event ([`Events::last_id`]). Never passed on.
    pub last_event_id: Option<String>,
    /// W3C trace context.
    pub traceparent: Option<http::HeaderValue>,
}

impl CallContext {
    /// The context of work that no request started (a timer, a relay).
    pub const fn background(request_id: RequestId) -> Self {
        Self {
            request_id,
            deadline: None,
            authorization: None,
            purpose: None,
            idempotency_key: None,
            last_event_id: None,
            traceparent: None,
        }
    }

    /// The same context with an idempotency key.
    #[must_use]
    pub fn idempotency_key(mut self, key: impl Into<String>) -> Self {
        self.idempotency_key = Some(key.into());
        self
    }

    /// The same context, to go on with a stream after an event.
    #[must_use]
    pub fn after_event(mut self, id: Option<String>) -> Self {
        self.last_event_id = id;
        self
    }

    /// The same context for another purpose.
    #[must_use]
    pub const fn purpose(mut self, purpose: Purpose) -> Self {
        self.purpose = Some(purpose);
        self
    }

    /// The same context without the person: the service asks for itself.
    #[must_use]
    pub fn as_service(mut self) -> Self {
        self.authorization = None;
        self
    }
}

/// A typed client of one peer.
#[derive(Clone)]
pub struct Client {
    service: ServiceName,
    transport: Arc<dyn Transport>,
}

impl Client {
    /// A client of `service` over a transport.
    pub fn new(service: ServiceName, transport: Arc<dyn Transport>) -> Self {
        Self { service, transport }
    }

    /// Calls an operation and reads its answer. Whatever goes wrong is a [`Problem`]: the peer's own, or one
    /// that says that the peer did not answer.
    pub async fn call<O: Operation>(
        &self,
        context: &CallContext,
        call: Call<O>,
    ) -> Result<O::Output, Problem> {
        let deadline = self.deadline::<O>(context);
        let request = self.request::<O>(context, &call, deadline, "application/json")?;
        let work = async {
            let response = self.transport.send(request).await.map_err(|error| self.failed::<O>(&error))?;
            let (parts, body) = response.into_parts();
            let bytes = collect_boxed(body, ANSWER_BYTES_MAX).await.map_err(|error| {
                tracing::warn!(operation = O::SPEC.name, error = %error, "a peer's answer could not be read");
                Problem::new(codes::UNAVAILABLE)
            })?;
            Self::answer::<O>(parts.status, &bytes)
        };
        tokio::time::timeout_at(deadline, work).await.unwrap_or_else(|_| Err(Problem::new(codes::TIMED_OUT)))
    }

    /// Calls an operation and reads its events as they come. Dropping [`Events`] cancels the work.
    pub async fn stream<O: Operation>(
        &self,
        context: &CallContext,
        call: Call<O>,
    ) -> Result<Events<O::Event>, Problem> {
        let deadline = self.deadline::<O>(context);
        let request = self.request::<O>(context, &call, deadline, "text/event-stream")?;
        let response = tokio::time::timeout_at(deadline, self.transport.send(request))
            .await
            .map_err(|_| Problem::new(codes::TIMED_OUT))?
            .map_err(|error| self.failed::<O>(&error))?;
        if response.status().is_success() {
            return Ok(Events::new(response.into_body()));
        }
        let status = response.status();
        let bytes = collect_boxed(response.into_body(), ANSWER_BYTES_MAX).await.unwrap_or_default();
        Err(Self::problem(status, &bytes))
    }

    fn deadline<O: Operation>(&self, context: &CallContext) -> Instant {
        let own = Instant::now() + Duration::from_millis(u64::from(O::SPEC.timeout_ms));
        context.deadline.map_or(own, |outer| outer.min(own))
    }

    fn failed<O: Operation>(&self, error: &TransportError) -> Problem {
        tracing::warn!(peer = self.service.name(), operation = O::SPEC.name, error = %error, "a peer call failed");
        match error {
            TransportError::TimedOut => Problem::new(codes::TIMED_OUT),
            TransportError::Unavailable | TransportError::BreakerOpen | TransportError::Broken(_) => {
                Problem::new(codes::UNAVAILABLE).retry_after_s(1)
            }
        }
    }

    fn request<O: Operation>(
        &self,
        context: &CallContext,
        call: &Call<O>,
        deadline: Instant,
        accept: &'static str,
    ) -> Result<http::Request<Body>, Problem> {
        debug_assert_eq!(O::SPEC.service, self.service, "an operation is sent to its own service");
        let uri = target(&O::SPEC, &call.path, &call.query)?;
        let left_ms = deadline.saturating_duration_since(Instant::now()).as_millis();
        // Who is asked with less than half of the operation's time left is not to blame for what does not come.
        let fair = left_ms * 2 >= u128::from(O::SPEC.timeout_ms);
        let mut builder = http::Request::builder()
            .method(O::SPEC.method.http())
            .uri(uri)
            .header(ACCEPT, accept)
            .header(headers::REQUEST_ID, context.request_id.to_string())
            .header(headers::DEADLINE_MS, left_ms.to_string());
        if fair {
            builder = builder.extension(Deadline(deadline));
        }
        if let Some(authorization) = &context.authorization {
            builder = builder.header(AUTHORIZATION, authorization);
        }
        if let Some(purpose) = context.purpose {
            builder = builder.header(headers::PURPOSE_OF_USE, purpose.name());
        }
        if let Some(key) = &context.idempotency_key {
            builder = builder.header(headers::IDEMPOTENCY_KEY, key);
        }
        if let Some(id) = &context.last_event_id {
            builder = builder.header(headers::LAST_EVENT_ID, id);
        }
        if let Some(trace) = &context.traceparent {
            builder = builder.header(headers::TRACEPARENT, trace);
        }
        let body = if has_body(O::SPEC.method) {
            builder = builder.header(CONTENT_TYPE, "application/json");
            full(serde_json::to_vec(&call.body).map_err(|_| Problem::new(codes::INTERNAL))?)
        } else {
            empty()
        };
        builder.body(body).map_err(|_| Problem::new(codes::INTERNAL))
    }

    fn answer<O: Operation>(status: http::StatusCode, bytes: &Bytes) -> Result<O::Output, Problem> {
        if !status.is_success() {
            return Err(Self::problem(status, bytes));
        }
        let bytes: &[u8] = if bytes.is_empty() { b"{}" } else { bytes };
        serde_json::from_slice(bytes).map_err(|error| {
            // The message could quote the answer's text: only where it failed is told.
            tracing::error!(
                operation = O::SPEC.name,
                line = error.line(),
                column = error.column(),
                "a peer's answer has another shape than its contract"
            );
            Problem::new(codes::INTERNAL)
        })
    }

    fn problem(status: http::StatusCode, bytes: &[u8]) -> Problem {
        serde_json::from_slice(bytes).unwrap_or_else(|_| {
            let mut problem = Problem::new(codes::UNAVAILABLE);
            problem.status = status.as_u16();
            problem
        })
    }
}

/// Whether requests of a method carry a JSON body.
pub(crate) const fn has_body(method: crate::Method) -> bool {
    matches!(method, crate::Method::Post | crate::Method::Put | crate::Method::Patch)
}

/// The path with its fields filled in, and the query.
fn target<P: serde::Serialize, Q: serde::Serialize>(
    spec: &crate::Spec,
    path: &P,
    query: &Q,
) -> Result<String, Problem> {
    let internal = |_| Problem::new(codes::INTERNAL);
    let fields = serde_json::to_value(path).map_err(internal)?;
    let mut target = String::with_capacity(spec.path.len() + 40);
    for segment in spec.path.split('/').skip(1) {
        target.push('/');
        match segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            Some(name) => {
                let value = fields.get(name).and_then(plain).ok_or_else(|| Problem::new(codes::INTERNAL))?;
                percent_encode(&value, &mut target);
            }
            None => target.push_str(segment),
        }
    }
    let fields = serde_json::to_value(query).map_err(internal)?;
    let mut separator = '?';
    for (name, value) in fields.as_object().into_iter().flatten() {
        let Some(value) = plain(value) else { continue };
        target.push(separator);
        percent_encode(name, &mut target);
        target.push('=');
        percent_encode(&value, &mut target);
        separator = '&';
    }
    Ok(target)
}

/// A scalar as it stands in an address.
fn plain(value: &serde_json::Value) -> Option<String> {
    match value {
        serde_json::Value::String(text) => Some(text.clone()),
        serde_json::Value::Number(number) => Some(number.to_string()),
        serde_json::Value::Bool(flag) => Some(flag.to_string()),
        serde_json::Value::Null | serde_json::Value::Array(_) | serde_json::Value::Object(_) => None,
    }
}

/// RFC 3986 §2.1: everything but unreserved characters is escaped.
fn percent_encode(text: &str, into: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            into.push(char::from(byte));
        } else {
            into.push_str(&format!("%{byte:02X}"));
        }
    }
}

/// The events of a streamed answer, read as they come; nothing is read ahead of the one who asks, so a slow
/// reader slows the sender.
pub struct Events<E> {
    body: Body,
    parser: SseParser,
    ready: VecDeque<(Option<String>, E)>,
    last_id: Option<String>,
    ended: bool,
    event: PhantomData<E>,
}

impl<E: Event> Events<E> {
    /// Reads events off a body.
    pub fn new(body: Body) -> Self {
        Self {
            body,
            parser: SseParser::default(),
            ready: VecDeque::new(),
            last_id: None,
            ended: false,
            event: PhantomData,
        }
    }

    /// The id of the last event that had one: where a stream that breaks is taken up again.
    pub fn last_id(&self) -> Option<&str> {
        self.last_id.as_deref()
    }

    /// The next event. `None` after the ending event; an error when the stream breaks off before one.
    pub async fn next(&mut self) -> Option<Result<E, Problem>> {
        loop {
            if let Some((id, event)) = self.ready.pop_front() {
                self.last_id = id.or(self.last_id.take());
                self.ended |= event.is_ending();
                return Some(Ok(event));
            }
            if self.ended {
                return None;
            }
            match self.body.frame().await {
                Some(Ok(frame)) => {
                    let Ok(data) = frame.into_data() else { continue };
                    if let Err(problem) = self.take(&data) {
                        self.ended = true;
                        return Some(Err(problem));
                    }
                }
                Some(Err(_)) | None => {
                    self.ended = true;
                    return Some(Err(Problem::new(codes::UNAVAILABLE).detail("the stream broke off")));
                }
            }
        }
    }

    fn take(&mut self, data: &[u8]) -> Result<(), Problem> {
        let internal = || Problem::new(codes::INTERNAL);
        self.parser.push(data).map_err(|_| internal())?;
        while let Some(raw) = self.parser.next_event() {
            let event = raw.typed().map_err(|_| internal())?;
            self.ready.push_back((raw.id, event));
        }
        Ok(())
    }
}
