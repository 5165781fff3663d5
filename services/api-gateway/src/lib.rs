//! api-gateway: the one door.
//!
//! **Promises.** Nothing from outside reaches a service but through here, and only operations that are public.
//! Every call has a live session, unless the operation says that it needs none. Headers that only services may
//! set are removed. **Owns** nothing: it has no store. **Invariants**: the routes are the contracts' own, so
//! what is not described is not reachable; a conversation turn is never refused here, what was found is passed
//! on (DESIGN §1), because nothing may stand between a cry for help and the rules.
//!
//! A write that may have happened is never repeated here: that is the client's, with its idempotency key. What
//! only reads is tried once more at another instance, within the budget of `chassis::Peers`.
//!
//! It publishes the safety protocol at `/protocol`, for anybody and with the console switched off.
//!
//! On its internal port instances register, and the health of the whole installation is gathered.

mod config;
mod health;
mod http;
mod limits;
mod networks;
mod protocol;
mod proxy;
mod refusals;
mod registry;

use std::sync::Arc;
use std::time::Duration;

use api::{Described, ServiceName};
use audit_trail::{AuditSink, FrameKind, Journal, JournalConfig, Recorder};
use cache::Cache;
use chassis::{BuildError, Chassis, Compliance, Running, Service, Tasks};
use vault::SigningKeys;

pub use crate::config::{Config, ProtocolConfig, TEXT_BYTES_MAX};
use crate::networks::Networks;
use crate::protocol::Pages;
use crate::refusals::Refusals;
use crate::registry::Registry;

/// The service.
#[derive(Debug)]
pub struct ApiGateway;

/// What it is told about the installation.
pub struct Handles {
    /// The services that are part of it.
    pub services: Vec<ServiceName>,
    /// All operations of those services.
    pub operations: Vec<Described>,
    /// Where the counters of its limits lie.
    pub cache: Cache,
    /// The keys to which its journal is sealed.
    pub keys: Arc<SigningKeys>,
    /// Where residents are (`us-ca`): whose numbers stand in the published protocol.
    pub place: String,
    /// Whether the console's pages are served around it: the published protocol leads back to them.
    pub console: bool,
}

/// The key that the process journal is sealed to, and its file beside the data. Refusals alone go there, summed:
/// it need not be large.
const JOURNAL_KEY: &str = "process-journal";
const JOURNAL_FILE: &str = "api-gateway.journal";
const JOURNAL_BYTES_MAX: u64 = 8 * 1024 * 1024;
/// How often leases are looked at.
const SWEEP_EVERY: Duration = Duration::from_secs(1);

impl Service for ApiGateway {
    const NAME: ServiceName = ServiceName::ApiGateway;
    const NEEDS: &'static [ServiceName] = &[];
    type Config = Config;
    type Handles = Handles;

    async fn build(config: Config, chassis: Chassis, handles: Handles) -> Result<Running, BuildError> {
        let pages = Pages::new(&config.protocol, &handles.place, handles.console)?;
        let networks = Networks::parse(&config.register_networks)?;
        let tasks = Tasks::default();
        let journal = journal(&chassis, &handles, &tasks).await?;
        let recorder = Recorder::new(Self::NAME, chassis.sources.clone());
        let refusals = Arc::new(Refusals::new(recorder, journal.clone(), tasks, chassis.metrics.clone()));
        let writing = refusals.clone();
        chassis.tasks.supervise("refusals", move |stop| {
            let refusals = writing.clone();
            async move { refusals.run(&stop).await }
        });
        let (peers, cache, sources) = (chassis.peers.clone(), handles.cache.clone(), chassis.sources.clone());
        let registry = Arc::new(Registry::new(networks, peers, cache.clone(), sources));
        let (sweeping, shared, metrics) = (registry.clone(), cache.clone(), chassis.metrics.clone());
        chassis.tasks.supervise("leases", move |stop| {
            let (registry, shared, metrics) = (sweeping.clone(), shared.clone(), metrics.clone());
            async move {
                while tokio::time::timeout(SWEEP_EVERY, stop.cancelled()).await.is_err() {
                    registry.sweep();
                    if shared.shared().is_err() {
                        metrics.compliance(Self::NAME.name(), "second_without_shared_limits");
                    }
                }
            }
        });
        let gateway = Arc::new(proxy::Gateway::new(&config, &chassis, &handles, registry));
        let compliance = Compliance::default().audit_enabled(move || {
            let journal = journal.clone();
            async move { journal.flowing() }
        });
        Ok(Running::new(http::routes(gateway.clone(), &handles, pages))
            .inside(http::inside(gateway))
            .outcomes(refusals)
            .helpful("cache", move || {
                let shared = cache.shared();
                async move { shared }
            })
            .compliance(compliance))
    }
}

async fn journal(chassis: &Chassis, handles: &Handles, tasks: &Tasks) -> Result<Journal, BuildError> {
    let key = Arc::new(handles.keys.load_or_create_box(JOURNAL_KEY)?);
    let path = chassis.data_dir.join(JOURNAL_FILE);
    let file = JournalConfig { path, bytes_max: JOURNAL_BYTES_MAX, public_key: key.public() };
    let journal = Journal::open(file, tasks).await?;
    let log = chassis.peers.client(ServiceName::AuditLogging);
    let sink = Arc::new(AuditSink::new(log, chassis.sources.clone()));
    journal.deliver(FrameKind::Audit, key, sink, chassis.sources.clone(), tasks);
    Ok(journal)
}
