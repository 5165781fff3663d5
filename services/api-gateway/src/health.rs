//! The health of the whole installation in the shape of the specification: every service is asked now, by its
//! own report, wherever it runs. What one does not answer for is not claimed.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::time::Duration;

use api::{Body, BodyError, ServiceName};
use bytes::Bytes;
use chassis::{MEASURES, Peers};
use kernel::{Sources, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// How long one service may take; its own checks have two seconds each and run one after the other.
const REPORT_MAX: Duration = Duration::from_secs(8);
/// The largest report that is read.
const REPORT_BYTES_MAX: usize = 256 * 1024;
/// Without these nothing works: the critical path of the specification.
const CRITICAL: [ServiceName; 2] = [ServiceName::AuthRbac, ServiceName::AuditLogging];
const FLAGS: [&str; 4] =
    ["hipaa_audit_enabled", "encryption_active", "access_controls_active", "audit_trail_intact"];

/// What is read of a service's report; the whole of it is passed on as it is.
#[derive(Deserialize)]
struct Report {
    status: String,
    #[serde(default)]
    compliance: BTreeMap<String, bool>,
    #[serde(default)]
    metadata: BTreeMap<String, String>,
}

/// The spec's HealthResponse, with the reports that it was made from.
#[derive(Serialize)]
pub(crate) struct Aggregate {
    status: &'static str,
    service: &'static str,
    version: &'static str,
    timestamp: Timestamp,
    dependencies: BTreeMap<&'static str, String>,
    compliance: BTreeMap<&'static str, bool>,
    performance: BTreeMap<&'static str, f64>,
    metadata: BTreeMap<&'static str, String>,
    services: Map<String, Value>,
}

pub(crate) async fn aggregate(peers: &Peers, services: &[ServiceName], sources: &Sources) -> Aggregate {
    let started = tokio::time::Instant::now();
    let asked =
        services.iter().filter(|service| **service != ServiceName::ApiGateway).map(|&service| async move {
            let began = tokio::time::Instant::now();
            (service, report(peers, service).await, began.elapsed().as_secs_f64() * 1_000.0)
        });
    let answers = futures_util::future::join_all(asked).await;
    let mut aggregate = Aggregate {
        status: "healthy",
        service: ServiceName::ApiGateway.name(),
        version: env!("CARGO_PKG_VERSION"),
        timestamp: sources.now(),
        dependencies: BTreeMap::new(),
        compliance: BTreeMap::new(),
        performance: BTreeMap::new(),
        metadata: BTreeMap::new(),
        services: Map::new(),
    };
    let mut reports = Vec::new();
    for (service, answer, took_ms) in answers {
        aggregate.performance.insert(service.name(), took_ms);
        let (whole, report) = answer.unzip();
        let status = report.as_ref().map_or("unreachable", |report| report.status.as_str()).to_owned();
        let critical = CRITICAL.contains(&service) && !matches!(status.as_str(), "healthy" | "degraded");
        aggregate.status = match (aggregate.status, status.as_str()) {
            ("unhealthy", _) => "unhealthy",
            _ if critical => "unhealthy",
            (before, "healthy") => before,
            _ => "degraded",
        };
        aggregate.dependencies.insert(service.name(), status);
        aggregate.services.extend(whole.map(|whole| (service.to_string(), whole)));
        reports.push(report);
    }
    for flag in FLAGS {
        aggregate.compliance.insert(flag, holds(flag, &reports));
    }
    for (service, circuits) in peers.directory().circuits() {
        let text =
            format!("{} closed, {} half open, {} open", circuits.closed, circuits.half_open, circuits.open);
        aggregate.metadata.insert(service.name(), text);
    }
    aggregate.performance.insert("health_ms", started.elapsed().as_secs_f64() * 1_000.0);
    aggregate
}

/// A flag holds when every service answers, at least one measures it, and nobody who does found it wanting.
fn holds(flag: &str, reports: &[Option<Report>]) -> bool {
    let mut measured = false;
    for report in reports {
        let Some(report) = report else { return false };
        let measures = report.metadata.get(MEASURES);
        if measures.is_some_and(|words| words.split(' ').any(|word| word == flag)) {
            if report.compliance.get(flag) != Some(&true) {
                return false;
            }
            measured = true;
        }
    }
    measured
}

async fn report(peers: &Peers, service: ServiceName) -> Option<(Value, Report)> {
    let mut request = http::Request::new(api::empty());
    *request.uri_mut() = http::Uri::from_static("/health/report");
    let work = async {
        let response = peers.forward(service, request).await.ok()?;
        if response.status() != http::StatusCode::OK {
            return None;
        }
        let bytes = read(response.into_body()).await.ok()?;
        let whole: Value = serde_json::from_slice(&bytes).ok()?;
        let report = Report::deserialize(&whole).ok()?;
        Some((whole, report))
    };
    tokio::time::timeout(REPORT_MAX, work).await.ok().flatten()
}

/// Boxed: inside a generic future the compiler forgets that the body's error is `'static`.
fn read(body: Body) -> Pin<Box<dyn Future<Output = Result<Bytes, BodyError>> + Send>> {
    Box::pin(api::collect(body, REPORT_BYTES_MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(measures: &str, enabled: bool) -> Option<Report> {
        Some(Report {
            status: "healthy".into(),
            compliance: BTreeMap::from([("encryption_active".into(), enabled)]),
            metadata: BTreeMap::from([(MEASURES.into(), measures.into())]),
        })
    }

    #[test]
    fn a_flag_is_never_a_claim() {
        let flag = "encryption_active";
        assert!(!holds(flag, &[]), "nobody measures it");
        assert!(!holds(flag, &[report("", true)]), "nobody measures it");
        assert!(holds(flag, &[report(flag, true), report("", false)]), "one measures it, one has nothing to");
        assert!(!holds(flag, &[report(flag, true), report("audit_trail_intact encryption_active", false)]));
        assert!(!holds(flag, &[report(flag, true), None]), "one does not answer");
    }
}
