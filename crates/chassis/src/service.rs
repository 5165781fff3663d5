//! What a service is: two constants and a constructor, and what the constructor is given.

use std::future::Future;
use std::path::PathBuf;
use std::sync::Arc;

use api::ServiceName;
use kernel::Sources;

use crate::health::{Check, CheckResult, Compliance};
use crate::layers::OutcomeSink;
use crate::metrics::Metrics;
use crate::peers::Peers;
use crate::routes::{RouteSet, Routes};
use crate::tasks::Tasks;

/// A service of the platform.
pub trait Service {
    /// Its name.
    const NAME: ServiceName;
    /// What must be up before it starts. Calls at run time may form circles; these may not.
    const NEEDS: &'static [ServiceName];
    /// Its section of the configuration.
    type Config: Send;
    /// What the process shares with it beyond the chassis (its vault, its trail).
    type Handles: Send;

    /// Opens what it owns and lays out its routes. Nothing is served before this returns.
    fn build(
        config: Self::Config,
        chassis: Chassis,
        handles: Self::Handles,
    ) -> impl Future<Output = Result<Running, BuildError>> + Send;
}

/// Why a service could not be built; the process does not start.
pub type BuildError = Box<dyn std::error::Error + Send + Sync>;

/// Where stores are: one line of the configuration, matched once in each service's `build`.
#[derive(Clone)]
pub enum Stores {
    /// One SQLite file per service in this directory.
    Embedded {
        /// The data directory.
        data_dir: PathBuf,
    },
    /// PostgreSQL.
    Distributed {
        /// The address, with the role of this service.
        postgres_url: String,
        /// Prefix of the schema names (the spec's is `chatbot_`).
        schema_prefix: String,
    },
}

/// What a service's constructor is given.
#[derive(Clone)]
pub struct Chassis {
    /// Whose chassis this is.
    pub name: ServiceName,
    /// Time and chance.
    pub sources: Sources,
    /// The other services, wherever they run.
    pub peers: Peers,
    /// Background tasks, supervised and drained.
    pub tasks: Tasks,
    /// Counters and histograms.
    pub metrics: Arc<Metrics>,
    /// Where the stores are.
    pub stores: Stores,
    /// Where this process keeps files beside its stores (journals, public keys).
    pub data_dir: PathBuf,
}

/// A service that is built.
pub struct Running {
    /// Its routes, without the layers.
    pub(crate) routes: RouteSet,
    pub(crate) checks: Vec<Check>,
    pub(crate) compliance: Compliance,
    pub(crate) told: Vec<(&'static str, String)>,
    inside: Option<RouteSet>,
    outcomes: Option<Arc<dyn OutcomeSink>>,
}

impl Running {
    /// A service with these routes.
    pub fn new<S: Send + Sync + 'static>(routes: Routes<S>) -> Self {
        Self {
            routes: routes.finish(),
            checks: Vec::new(),
            compliance: Compliance::default(),
            told: Vec::new(),
            inside: None,
            outcomes: None,
        }
    }

    /// A dependency that readiness and health ask for.
    #[must_use]
    pub fn check<F, R>(mut self, name: &'static str, ask: F) -> Self
    where
        F: Fn() -> R + Send + Sync + 'static,
        R: Future<Output = CheckResult> + Send + 'static,
    {
        self.checks.push(Check::new(name, ask));
        self
    }

    /// What the full health report says of the service beside its checks: a closed sentence, nothing of anybody.
    #[must_use]
    pub fn tells(mut self, name: &'static str, what: impl Into<String>) -> Self {
        self.told.push((name, what.into()));
        self
    }

    /// As [`Running::check`], of something without which it still does its work: health is then degraded.
    #[must_use]
    pub fn helpful<F, R>(mut self, name: &'static str, ask: F) -> Self
    where
        F: Fn() -> R + Send + Sync + 'static,
        R: Future<Output = CheckResult> + Send + 'static,
    {
        self.checks.push(Check::new(name, ask).helpful());
        self
    }

    /// Operations that are answered on the internal port alone.
    #[must_use]
    pub fn inside<S: Send + Sync + 'static>(mut self, routes: Routes<S>) -> Self {
        self.inside = Some(routes.finish());
        self
    }

    /// Who is told of refused requests.
    #[must_use]
    pub fn outcomes(mut self, sink: Arc<dyn OutcomeSink>) -> Self {
        self.outcomes = Some(sink);
        self
    }

    /// The operations of the internal port, as a service of their own to be layered; `None` when there are none.
    pub fn take_inside(&mut self) -> Option<Self> {
        let routes = self.inside.take()?;
        Some(Self {
            routes,
            checks: self.checks.clone(),
            told: Vec::new(),
            compliance: self.compliance.clone(),
            inside: None,
            outcomes: None,
        })
    }

    /// Who is told of refused requests, if anybody.
    pub fn outcome_sink(&self) -> Option<Arc<dyn OutcomeSink>> {
        self.outcomes.clone()
    }

    /// How its compliance flags are measured.
    #[must_use]
    pub fn compliance(mut self, compliance: Compliance) -> Self {
        self.compliance = compliance;
        self
    }

    /// Its routes.
    pub const fn routes(&self) -> &RouteSet {
        &self.routes
    }
}
