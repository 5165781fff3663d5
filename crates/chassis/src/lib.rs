//! Floor 2a: what every service stands on and none of them extends.
//!
//! A service is a constructor and two constants ([`Service`]); the chassis brings the listener, the layer
//! stack, identity, health, metrics, tracing, peers, tasks and shutdown. It knows no service's domain.
//!
//! ```ignore
//! impl Service for Consent {
//!     const NAME: ServiceName = ServiceName::Consent;
//!     const NEEDS: &'static [ServiceName] = &[];
//!     type Config = Config;
//!     type Handles = Arc<Vault>;
//!
//!     async fn build(config: Config, chassis: Chassis, vault: Arc<Vault>) -> Result<Running, BuildError> {
//!         let state = Arc::new(State { … });
//!         let routes = Routes::new(Self::NAME, state)
//!             .on::<RecordConsent, _, _>(http::record)     // fn(Arc<State>, Inbound<RecordConsent>) -> Answer<…>
//!             .on::<ListConsents, _, _>(http::list);
//!         Ok(Running::new(routes).check("store", …))
//!     }
//! }
//! ```
//!
//! A handler is thin: it takes an [`Inbound`], calls the domain and answers a [`Reply`]. Who may call an
//! operation is checked before the handler runs, from the operation's own [`api::Spec`]; a route whose
//! operation is bound to nothing stops the process at start.

mod breaker;
mod cors;
mod dispatch;
mod health;
mod held;
mod idle;
mod inbound;
mod layers;
mod listener;
mod metrics;
mod peers;
mod routes;
mod service;
mod shed;
mod tasks;
mod telemetry;
mod tls;
mod token;

pub use breaker::{Breaker, BreakerState};
pub use cors::{Cors, NotAnOrigin};
pub use health::{
    Check, CheckResult, Compliance, ComplianceStatus, HealthReport, HealthState, HealthStatus, MEASURES,
};
pub use inbound::{Answer, EventSink, EventStream, Failure, Inbound, Origin, Reply, event_channel};
pub use layers::{Outcome, OutcomeSink, Stack};
pub use listener::{Bound, ListenError, Listener, ListenerLimits, Plain, Security};
pub use metrics::Metrics;
pub use peers::{Address, Circuits, Directory, Peers};
pub use routes::{RouteSet, Routes};
pub use service::{BuildError, Chassis, Running, Service, Stores};
pub use shed::Shed;
pub use tasks::Tasks;
pub use telemetry::{Telemetry, TelemetryConfig};
pub use tls::{Identity, TlsError, dns_name, service_of, spiffe_id};
pub use token::{AuditContext, Claims, Jwk, KeySet, Verifier};
