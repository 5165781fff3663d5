//! The spec's health report, with compliance measured at the moment of asking, never a constant.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use api::ServiceName;
use axum::extract::Request;
use axum::response::IntoResponse;
use axum::routing::{MethodRouter, get};
use kernel::{RequestId, Sources, Timestamp};
use serde::Serialize;

use crate::dispatch::problem_response;
use crate::inbound::Origin;

/// How long one check may take.
const CHECK_MAX: Duration = Duration::from_secs(2);
/// The word of the metadata that says which flags are measured.
pub const MEASURES: &str = "measures";

/// What a check found.
pub type CheckResult = Result<(), &'static str>;

type Ask = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = CheckResult> + Send>> + Send + Sync>;

/// One dependency of a service and how to ask for it.
#[derive(Clone)]
pub struct Check {
    name: &'static str,
    ask: Ask,
    needed: bool,
}

impl Check {
    /// A check by name.
    pub fn new<F, R>(name: &'static str, ask: F) -> Self
    where
        F: Fn() -> R + Send + Sync + 'static,
        R: Future<Output = CheckResult> + Send + 'static,
    {
        Self { name, ask: Arc::new(move || Box::pin(ask())), needed: true }
    }

    /// Something without which the service still does its work: when it is missing health is degraded, and the
    /// service stays ready.
    #[must_use]
    pub fn helpful(mut self) -> Self {
        self.needed = false;
        self
    }

    async fn run(&self) -> CheckResult {
        tokio::time::timeout(CHECK_MAX, (self.ask)()).await.unwrap_or(Err("did not answer in time"))
    }
}

/// How a service's four compliance flags are measured. What is not given is reported as false: a flag is
/// never a claim.
#[derive(Clone, Default)]
pub struct Compliance {
    audit_enabled: Option<Check>,
    encryption_active: Option<Check>,
    access_controls_active: Option<Check>,
    audit_trail_intact: Option<Check>,
}

macro_rules! measured {
    ($($(#[$doc:meta])* $name:ident)+) => {$(
        $(#[$doc])*
        #[must_use]
        pub fn $name<F, R>(mut self, ask: F) -> Self
        where
            F: Fn() -> R + Send + Sync + 'static,
            R: Future<Output = CheckResult> + Send + 'static,
        {
            self.$name = Some(Check::new(stringify!($name), ask));
            self
        }
    )+};
}

impl Compliance {
    measured! {
        /// Events reach the log: nothing in the outbox is older than it may be.
        audit_enabled
        /// A sealed canary opens.
        encryption_active
        /// A decision that must be refused is refused.
        access_controls_active
        /// The trail verifies.
        audit_trail_intact
    }
}

/// The spec's ComplianceStatus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "the wire format of the specification")]
pub struct ComplianceStatus {
    /// Events reach the audit log.
    pub hipaa_audit_enabled: bool,
    /// Data at rest is sealed.
    pub encryption_active: bool,
    /// Decisions are enforced.
    pub access_controls_active: bool,
    /// The audit trail verifies.
    pub audit_trail_intact: bool,
}

/// How a service is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HealthStatus {
    /// Everything that it needs answers.
    Healthy,
    /// It works, something is missing.
    Degraded,
    /// It cannot do its work.
    Unhealthy,
}

/// The spec's HealthResponse.
#[derive(Clone, Debug, Serialize)]
pub struct HealthReport {
    /// How it is.
    pub status: HealthStatus,
    /// Which service.
    pub service: &'static str,
    /// Which version.
    pub version: &'static str,
    /// When it was asked.
    pub timestamp: Timestamp,
    /// Each dependency: `ok`, or what is wrong in a closed phrase.
    pub dependencies: BTreeMap<&'static str, &'static str>,
    /// Compliance, measured now.
    pub compliance: ComplianceStatus,
    /// How long the checks took.
    pub performance: BTreeMap<&'static str, f64>,
    /// What else is worth knowing.
    pub metadata: BTreeMap<&'static str, String>,
}

/// The checks of one service.
#[derive(Clone)]
pub struct HealthState {
    service: ServiceName,
    sources: Sources,
    checks: Vec<Check>,
    compliance: Compliance,
    told: Vec<(&'static str, String)>,
}

impl HealthState {
    /// The checks of a service.
    pub fn new(service: ServiceName, sources: Sources, checks: Vec<Check>, compliance: Compliance) -> Self {
        Self { service, sources, checks, compliance, told: Vec::new() }
    }

    /// With what else the service says of itself.
    #[must_use]
    pub fn telling(mut self, told: Vec<(&'static str, String)>) -> Self {
        self.told = told;
        self
    }

    /// Whether everything that it needs answers.
    pub async fn ready(&self) -> bool {
        for check in self.checks.iter().filter(|check| check.needed) {
            if check.run().await.is_err() {
                return false;
            }
        }
        true
    }

    /// The full report.
    pub async fn report(&self) -> HealthReport {
        let started = tokio::time::Instant::now();
        let mut dependencies = BTreeMap::new();
        let mut performance = BTreeMap::new();
        let (mut unhealthy, mut degraded) = (false, false);
        for check in &self.checks {
            let asked = tokio::time::Instant::now();
            let result = check.run().await;
            unhealthy |= check.needed && result.is_err();
            degraded |= !check.needed && result.is_err();
            performance.insert(check.name, asked.elapsed().as_secs_f64() * 1_000.0);
            dependencies.insert(check.name, result.map_or_else(|wrong| wrong, |()| "ok"));
        }
        let compliance = ComplianceStatus {
            hipaa_audit_enabled: measure(self.compliance.audit_enabled.as_ref()).await,
            encryption_active: measure(self.compliance.encryption_active.as_ref()).await,
            access_controls_active: measure(self.compliance.access_controls_active.as_ref()).await,
            audit_trail_intact: measure(self.compliance.audit_trail_intact.as_ref()).await,
        };
        performance.insert("health_ms", started.elapsed().as_secs_f64() * 1_000.0);
        let status = if unhealthy {
            HealthStatus::Unhealthy
        } else if degraded || self.compliance.incomplete(compliance) {
            HealthStatus::Degraded
        } else {
            HealthStatus::Healthy
        };
        HealthReport {
            status,
            service: self.service.name(),
            version: env!("CARGO_PKG_VERSION"),
            timestamp: self.sources.now(),
            dependencies,
            compliance,
            performance,
            metadata: self.told.iter().cloned().chain([(MEASURES, self.compliance.measures())]).collect(),
        }
    }
}

impl Compliance {
    /// The flags that are measured here, in words with a space between: a flag that is false because nobody
    /// measures it is told apart from one that was found wanting.
    fn measures(&self) -> String {
        let flags = [
            ("hipaa_audit_enabled", &self.audit_enabled),
            ("encryption_active", &self.encryption_active),
            ("access_controls_active", &self.access_controls_active),
            ("audit_trail_intact", &self.audit_trail_intact),
        ];
        let measured = flags.into_iter().filter(|(_, check)| check.is_some());
        measured.map(|(name, _)| name).collect::<Vec<_>>().join(" ")
    }

    /// Whether something that is measured here was found wanting.
    fn incomplete(&self, found: ComplianceStatus) -> bool {
        (self.audit_enabled.is_some() && !found.hipaa_audit_enabled)
            || (self.encryption_active.is_some() && !found.encryption_active)
            || (self.access_controls_active.is_some() && !found.access_controls_active)
            || (self.audit_trail_intact.is_some() && !found.audit_trail_intact)
    }
}

/// The full report for the gateway, which gathers those of all services; nobody else is shown it here.
pub(crate) fn for_the_gateway(health: HealthState) -> MethodRouter {
    get(move |request: Request| {
        let health = health.clone();
        async move {
            match request.extensions().get::<Origin>() {
                Some(Origin::Peer(ServiceName::ApiGateway)) => {
                    axum::Json(health.report().await).into_response()
                }
                _ => problem_response(
                    api::codes::NOT_FOUND.into(),
                    request.extensions().get::<RequestId>().copied(),
                ),
            }
        }
    })
}

async fn measure(check: Option<&Check>) -> bool {
    match check {
        Some(check) => check.run().await.is_ok(),
        None => false,
    }
}
