//! chat-history: conversations, turns and alerts, sealed.
//!
//! **Promises.** What is acknowledged is on disk, with its level, its alert and its events, or nothing of it
//! is. A turn is opened and closed; what a crash left open is closed as cut at the next start. **Owns**
//! conversations, messages, turns, engine state, turn records, drafts and alerts. **Invariants**: one turn of a
//! conversation is open at a time; one alert an episode; words never lie unsealed. **Callers**: ai-gateway
//! stores turns; people read through the gateway, as far as relations and consent allow.
//!
//! No model is asked, and what is said is chosen elsewhere, with one exception. The words of a correction come straight
//! to this service: it reads them by the crisis rules with the talk around them, as ai-gateway reads a message, and
//! answers a danger in them by the fixed lines of the ladder. The next turn takes up where that stands.

mod config;
mod domain;
mod http;
mod migrations;
mod store;

use std::sync::Arc;
use std::time::Duration;

use api::ServiceName;
use audit_trail::{Trail, TrailLimits};
use chassis::{BuildError, Chassis, Compliance, Running, Service, Stores};
use decision::{Decider, PolicySet};
use jiff::tz::TimeZone;
use kernel::Sources;
use store_sql::{Database, Location, timers};
use tokio_util::sync::CancellationToken;
use vault::Vault;

pub use crate::config::Config;

/// The note that staff read, apart from any store: what measures conversations puts together the notes that they lead to
/// with the very functions that serve them.
pub mod note {
    pub use crate::domain::{Facts, findings_of, keep_answers, keep_messages, note};
}

use crate::domain::{Domain, Parts};
use crate::store::Store;

/// How often turns are looked for that nobody closed.
const SWEEP_EVERY: Duration = Duration::from_secs(15);

/// How long one process has the work of a timer to itself.
const TIMER_LEASE: Duration = Duration::from_secs(30);
/// How long it is kept what became of alerts, for feeds that come back.
const CHANGES_KEPT: Duration = Duration::from_secs(7 * 24 * 3_600);

/// How long it is known which refused messages were counted, so that a journal that comes again counts nothing twice.
const REFUSED_KEPT: Duration = Duration::from_secs(90 * 24 * 3_600);

/// What the process gives this service.
pub struct Handles {
    /// The one vault of the process.
    pub vault: Vault,
    /// The zone of the residents' clocks.
    pub zone: TimeZone,
    /// The jurisdiction of the help lines (`us`, `us-ca`).
    pub place: String,
}

/// The service.
#[derive(Debug)]
pub struct ChatHistory;

impl Service for ChatHistory {
    const NAME: ServiceName = ServiceName::ChatHistory;
    const NEEDS: &'static [ServiceName] =
        &[ServiceName::AuditLogging, ServiceName::RelationshipManagement, ServiceName::Consent];
    type Config = Config;
    type Handles = Handles;

    async fn build(config: Config, chassis: Chassis, handles: Handles) -> Result<Running, BuildError> {
        let Handles { vault, zone, place } = handles;
        // The rules are compiled now, and not with the first correction.
        safety_rules::warm_up();
        // SQLite in both shapes until the CQL store is there (DESIGN §5).
        let data_dir = match &chassis.stores {
            Stores::Embedded { data_dir } => data_dir.clone(),
            Stores::Distributed { .. } => chassis.data_dir.clone(),
        };
        let location = Location::Sqlite { path: data_dir.join("chat-history.sqlite") };
        let database = Database::open(Self::NAME.name(), &location, migrations::ALL).await?;
        let log = chassis.peers.client(ServiceName::AuditLogging);
        let (sources, limits) = (chassis.sources.clone(), TrailLimits::default());
        let trail = Trail::start(Self::NAME, database.clone(), log, sources, limits, &chassis.tasks).await?;
        let relations = chassis.peers.client(ServiceName::RelationshipManagement);
        let consent = chassis.peers.client(ServiceName::Consent);
        let domain = Domain::new(Parts {
            store: Store::new(database.clone(), trail.clone()),
            sources: chassis.sources.clone(),
            vault: vault.clone(),
            decider: Decider::new(relations.clone(), consent, PolicySet::shipped()?),
            relations,
            auth: chassis.peers.client(ServiceName::AuthRbac),
            waits: config,
            zone,
            place,
            metrics: chassis.metrics.clone(),
        });
        let now = chassis.sources.now();
        let cut = domain.store.cut_open(now, now).await?;
        if cut > 0 {
            tracing::warn!(cut, "turns that a crash left open were closed as cut");
        }
        let state = Arc::new(http::State { domain, tasks: chassis.tasks.clone() });
        let (swept, sources) = (state.clone(), chassis.sources.clone());
        chassis.tasks.supervise("open-turns", move |stop| {
            let (state, sources) = (swept.clone(), sources.clone());
            async move { sweep(&state, &sources, &stop).await }
        });
        let (timed, clock) = (state.clone(), chassis.sources.clone());
        chassis.tasks.supervise("timers", move |stop| {
            let (state, clock) = (timed.clone(), clock.clone());
            async move { fire_timers(state, &clock, &stop).await }
        });
        Ok(Running::new(http::routes(state))
            .check("store", move || {
                let database = database.clone();
                async move { database.ping().await.map_err(|_| "the store does not answer") }
            })
            .compliance(compliance(&trail, &vault)))
    }
}

/// Does what is due, until the process drains.
async fn fire_timers(state: Arc<http::State>, sources: &Sources, stop: &CancellationToken) {
    let domain = &state.domain;
    let work = |claim| {
        let state = state.clone();
        async move { state.domain.fire(claim).await }
    };
    tokio::select! {
        () = stop.cancelled() => {}
        () = timers::fire(domain.store.database(), sources, &domain.alarm, TIMER_LEASE, work) => {}
    }
}

/// Destroys what is over its time, a few at once.
async fn destroy_old(state: &http::State) {
    match state.domain.destroy_old().await {
        Ok(0) => {}
        Ok(destroyed) => tracing::info!(destroyed, "conversations whose time was over were destroyed"),
        Err(error) => tracing::warn!(error = %error, "what is over its time could not be looked at"),
    }
}

/// Closes as cut the turns of callers that ended without closing theirs: in the split shape they are other
/// processes, and this one's start does not come with theirs.
async fn sweep(state: &http::State, sources: &Sources, stop: &CancellationToken) {
    destroy_old(state).await;
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(SWEEP_EVERY) => {}
        }
        let now = sources.now();
        match state.domain.store.cut_open(now.minus(domain::OPEN_MAX), now).await {
            Ok(0) => {}
            Ok(cut) => tracing::warn!(cut, "turns that nobody closed were closed as cut"),
            Err(error) => tracing::warn!(error = %error, "open turns could not be looked at"),
        }
        destroy_old(state).await;
        if let Err(error) = state.domain.store.forget_drafts(now).await {
            tracing::warn!(error = %error, "old drafts could not be looked at");
        }
        if let Err(error) = state.domain.store.forget_refused(now.minus(REFUSED_KEPT)).await {
            tracing::warn!(error = %error, "old counts could not be looked at");
        }
        if let Err(error) = state.domain.forget_changes(now.minus(CHANGES_KEPT)).await {
            tracing::warn!(error = %error, "old changes of alerts could not be looked at");
        }
    }
}

fn compliance(trail: &Trail, vault: &Vault) -> Compliance {
    let vault = vault.clone();
    trail.compliance().encryption_active(move || {
        let vault = vault.clone();
        async move { vault.encryption_active().await.map_err(|_| "the canary does not open") }
    })
}
