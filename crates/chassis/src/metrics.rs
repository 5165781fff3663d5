//! The spec's metrics, in Prometheus' text format. Labels are route templates and closed words: never an id,
//! an address or text of a person.

use std::sync::atomic::AtomicU64;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    service: &'static str,
    method: &'static str,
    endpoint: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct DurationLabels {
    service: &'static str,
    method: &'static str,
    endpoint: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct EventLabels {
    service: &'static str,
    event: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct CacheLabels {
    cache: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct CircuitLabels {
    peer: &'static str,
    state: &'static str,
}

/// The metrics of a process.
pub struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    durations: Family<DurationLabels, Histogram, fn() -> Histogram>,
    connections: Gauge,
    queries: Family<EventLabels, Counter>,
    cache_hit_rate: Family<CacheLabels, Gauge<f64, AtomicU64>>,
    compliance: Family<EventLabels, Counter>,
    circuits: Family<CircuitLabels, Gauge>,
}

/// The spec's buckets: from 1 ms, doubling, fifteen of them.
fn duration_histogram() -> Histogram {
    Histogram::new(exponential_buckets(0.001, 2.0, 15))
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::default();
        let requests = Family::default();
        let durations: Family<_, _, fn() -> Histogram> = Family::new_with_constructor(duration_histogram);
        let connections = Gauge::default();
        let queries = Family::default();
        let cache_hit_rate = Family::default();
        let compliance = Family::default();
        let circuits = Family::default();
        registry.register("http_requests", "Total HTTP requests processed", requests.clone());
        registry.register(
            "http_request_duration_seconds",
            "HTTP request duration in seconds",
            durations.clone(),
        );
        registry.register("active_connections", "Connections open now", connections.clone());
        registry.register("database_queries", "Statements sent to stores", queries.clone());
        registry.register("cache_hit_rate", "Share of look-ups found", cache_hit_rate.clone());
        registry.register("compliance_events", "Events that compliance counts", compliance.clone());
        registry.register(
            "peer_circuits",
            "Instances of a peer by the state of their circuit",
            circuits.clone(),
        );
        Self { registry, requests, durations, connections, queries, cache_hit_rate, compliance, circuits }
    }
}

impl Metrics {
    /// One request answered. `endpoint` is the route's template.
    pub fn request(
        &self,
        service: &'static str,
        method: &'static str,
        endpoint: &str,
        status: u16,
        took: std::time::Duration,
    ) {
        let endpoint = endpoint.to_owned();
        self.requests
            .get_or_create(&RequestLabels { service, method, endpoint: endpoint.clone(), status })
            .inc();
        self.durations
            .get_or_create(&DurationLabels { service, method, endpoint })
            .observe(took.as_secs_f64());
    }

    /// A connection opened; it is open until the guard is dropped.
    pub fn connection(&self) -> OpenConnection {
        self.connections.inc();
        OpenConnection(self.connections.clone())
    }

    /// A statement sent to a store.
    pub fn query(&self, service: &'static str, event: &'static str) {
        self.queries.get_or_create(&EventLabels { service, event }).inc();
    }

    /// The share of look-ups of a cache that were found.
    pub fn cache_hit_rate(&self, cache: &'static str, share: f64) {
        self.cache_hit_rate.get_or_create(&CacheLabels { cache }).set(share);
    }

    /// Something that compliance counts: a refusal, an alert, a disclosure shown. A closed word, no text.
    pub fn compliance(&self, service: &'static str, event: &'static str) {
        self.compliance.get_or_create(&EventLabels { service, event }).inc();
    }

    /// How many instances of a peer are called, get one call to show that they are well, and are left alone.
    pub fn circuits(&self, peer: &'static str, circuits: crate::peers::Circuits) {
        let states =
            [("closed", circuits.closed), ("half_open", circuits.half_open), ("open", circuits.open)];
        for (state, count) in states {
            self.circuits.get_or_create(&CircuitLabels { peer, state }).set(count.into());
        }
    }

    /// The text that a scraper reads.
    pub fn text(&self) -> String {
        let mut text = String::new();
        encode(&mut text, &self.registry).expect("writing to a string does not fail");
        text
    }
}

impl std::fmt::Debug for Metrics {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Metrics")
    }
}

/// A connection that is open.
#[derive(Debug)]
pub struct OpenConnection(Gauge);

impl Drop for OpenConnection {
    fn drop(&mut self) {
        self.0.dec();
    }
}
