//! Logs and traces. Log lines are events with allow-listed fields; traces go out over OTLP when an address is
//! configured, and carry W3C trace context from hop to hop. Neither ever carries health information.

use http::{HeaderMap, HeaderValue};
use opentelemetry::propagation::{Extractor, TextMapPropagator};
use opentelemetry::trace::{TraceContextExt, TracerProvider};
use opentelemetry_otlp::{WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer};

/// What is told, and where.
#[derive(Clone, Debug, Default)]
pub struct TelemetryConfig {
    /// A filter such as `info` or `warn,consent=debug`.
    pub filter: String,
    /// Lines of JSON instead of lines for people.
    pub json: bool,
    /// OTLP endpoint for traces (`http://127.0.0.1:4318/v1/traces`); none: traces stay here.
    pub otlp_endpoint: Option<String>,
}

/// The running exporters.
#[derive(Debug)]
pub struct Telemetry {
    provider: Option<SdkTracerProvider>,
}

impl Telemetry {
    /// Starts logging and tracing for the process. Called once, by the binary.
    pub fn start(config: &TelemetryConfig) -> Result<Self, crate::BuildError> {
        let filter = EnvFilter::try_new(&config.filter)?;
        let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
        let lines = if config.json { lines.json().boxed() } else { lines.compact().boxed() };
        let provider = config.otlp_endpoint.as_deref().map(exporter).transpose()?;
        let traces = provider
            .as_ref()
            .map(|provider| tracing_opentelemetry::layer().with_tracer(provider.tracer("therapeutic-ai")))
            .map(|layer| layer.with_filter(filter_fn(is_ours)));
        tracing_subscriber::registry().with(traces).with(lines.with_filter(filter)).try_init()?;
        Ok(Self { provider })
    }

    /// Sends what is left.
    pub fn stop(self) {
        if let Some(provider) = self.provider
            && let Err(error) = provider.shutdown()
        {
            tracing::warn!(error = %error, "not all traces were sent");
        }
    }
}

/// A trace is made of requests and nothing else. Spans and events of libraries would come along with whatever
/// they hold: statements, frames, addresses.
fn is_ours(metadata: &tracing::Metadata<'_>) -> bool {
    metadata.is_span() && metadata.target() == module_path!()
}

fn exporter(endpoint: &str) -> Result<SdkTracerProvider, crate::BuildError> {
    let exporter = opentelemetry_otlp::SpanExporter::builder()
        .with_http()
        .with_http_client(Sender::new())
        .with_endpoint(endpoint)
        .build()?;
    let resource = opentelemetry_sdk::Resource::builder().with_service_name("therapeutic-ai").build();
    Ok(SdkTracerProvider::builder().with_batch_exporter(exporter).with_resource(resource).build())
}

/// Sends traces with the HTTP client that is here anyway.
#[derive(Debug, Clone)]
struct Sender {
    client: hyper_util::client::legacy::Client<
        hyper_util::client::legacy::connect::HttpConnector,
        http_body_util::Full<bytes::Bytes>,
    >,
    runtime: tokio::runtime::Handle,
}

impl Sender {
    fn new() -> Self {
        let client =
            hyper_util::client::legacy::Client::builder(hyper_util::rt::TokioExecutor::new()).build_http();
        Self { client, runtime: tokio::runtime::Handle::current() }
    }
}

#[async_trait::async_trait]
impl opentelemetry_http::HttpClient for Sender {
    async fn send_bytes(
        &self,
        request: http::Request<bytes::Bytes>,
    ) -> Result<http::Response<bytes::Bytes>, opentelemetry_http::HttpError> {
        let work = self.client.request(request.map(http_body_util::Full::new));
        // The exporter runs on a thread of its own, outside the runtime.
        let response = self.runtime.spawn(work).await??;
        let (parts, body) = response.into_parts();
        let bytes = api::collect(body, 1024 * 1024).await?;
        Ok(http::Response::from_parts(parts, bytes))
    }
}

struct Headers<'a>(&'a HeaderMap);

impl Extractor for Headers<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).and_then(|value| value.to_str().ok())
    }

    fn keys(&self) -> Vec<&str> {
        self.0.keys().map(http::HeaderName::as_str).collect()
    }
}

/// The span of a request, continuing the caller's trace.
pub(crate) fn request_span(
    service: &'static str,
    method: &'static str,
    endpoint: &str,
    headers: &HeaderMap,
) -> Span {
    let span =
        tracing::info_span!("request", service, method, endpoint, otel.name = format!("{method} {endpoint}"));
    if headers.contains_key(api::headers::TRACEPARENT) {
        let parent = TraceContextPropagator::new().extract(&Headers(headers));
        // Without an exporter there is nothing to continue; that is not an error.
        drop(span.set_parent(parent));
    }
    span
}

/// The trace context of the current span, for the next hop (W3C Trace Context §3.2).
pub(crate) fn current_traceparent() -> Option<HeaderValue> {
    let context = Span::current().context();
    let span = context.span();
    let span = span.span_context();
    if !span.is_valid() {
        return None;
    }
    let flags = span.trace_flags().to_u8();
    HeaderValue::try_from(format!("00-{}-{}-{flags:02x}", span.trace_id(), span.span_id())).ok()
}
