//! A receiver of traces (OTLP over HTTP, protobuf) on loopback, as an operator's collector would be one.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::routing::post;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use prost::Message;

/// What was received.
#[derive(Clone, Debug, Default)]
struct Received(Arc<Mutex<Vec<Bytes>>>);

/// A running receiver.
#[derive(Debug)]
pub struct Traces {
    address: SocketAddr,
    received: Received,
    serving: tokio::task::JoinHandle<()>,
}

/// A span, as far as the scenarios ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The trace that it is part of, hex.
    pub trace: String,
    /// Its id, hex.
    pub id: String,
    /// The span that it was begun in, hex; empty for the first of a trace.
    pub parent: String,
    /// The service that made it.
    pub service: String,
    /// Its name.
    pub name: String,
}

impl Traces {
    /// Listens on a port that the system chooses.
    ///
    /// # Panics
    /// When there is none.
    pub async fn receive() -> Self {
        let received = Received::default();
        let router = Router::new().route("/v1/traces", post(take)).with_state(received.clone());
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let serving = tokio::spawn(async move { drop(axum::serve(listener, router).await) });
        Self { address, received, serving }
    }

    /// Where traces are sent to.
    pub fn endpoint(&self) -> String {
        format!("http://{}/v1/traces", self.address)
    }

    /// Everything that was received, as it came.
    pub fn bodies(&self) -> Vec<Bytes> {
        self.received.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Every span that was received.
    ///
    /// # Panics
    /// When something was received that is not OTLP.
    pub fn spans(&self) -> Vec<Span> {
        let mut spans = Vec::new();
        for body in self.bodies() {
            let request = ExportTraceServiceRequest::decode(body).expect("OTLP");
            for scope in request.resource_spans.into_iter().flat_map(|resource| resource.scope_spans) {
                spans.extend(scope.spans.iter().map(|span| Span {
                    trace: hex(&span.trace_id),
                    id: hex(&span.span_id),
                    parent: hex(&span.parent_span_id),
                    service: attribute(&span.attributes, "service"),
                    name: span.name.clone(),
                }));
            }
        }
        spans
    }
}

impl Drop for Traces {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn take(State(received): State<Received>, headers: HeaderMap, body: Bytes) -> StatusCode {
    // What is compressed could not be searched; nothing here compresses, and if it ever does this says so.
    if headers.contains_key(header::CONTENT_ENCODING) {
        return StatusCode::UNSUPPORTED_MEDIA_TYPE;
    }
    received.0.lock().unwrap_or_else(PoisonError::into_inner).push(body);
    StatusCode::OK
}

fn attribute(attributes: &[opentelemetry_proto::tonic::common::v1::KeyValue], name: &str) -> String {
    let found = attributes.iter().find(|attribute| attribute.key == name);
    match found.and_then(|attribute| attribute.value.as_ref()?.value.as_ref()) {
        Some(Value::StringValue(text)) => text.clone(),
        _ => String::new(),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
