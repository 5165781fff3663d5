//! audit-logging: what happened to whom, kept so that nobody can quietly change it.
//!
//! **Promises.** An acknowledged event is durable, and a signed head covers it. An edit, a deletion, an
//! insertion, another order, a cut tail, an old file put back and a second version of the log are all found by
//! [`verify`], which needs the data and the public key alone. The same event sent twice is one event. **Owns**
//! the tables `audit_events` and `audit_tiles`, neither of which has a column that ever changes, and the head
//! file beside them. **Invariants**: sequence numbers have no gaps; the store is never behind its last signed
//! head; what is acknowledged was anchored first. **Callers**: every service appends its own events; a compliance
//! officer reads those of the organisation, everybody what they did, a resident who saw their record.
//!
//! Events hold ids and closed words, and no health information. There is no operation that changes or removes
//! one. One process appends to one log: a second one is refused by the sequence's own key and stops.

mod appender;
mod checkpoint;
mod config;
mod domain;
mod error;
mod head_file;
mod http;
mod log;
mod merkle;
mod migrations;
mod scrub;
mod store;
#[cfg(test)]
mod tests;
mod tiles;
mod verify;

use std::path::PathBuf;
use std::sync::Arc;

use api::ServiceName;
use audit_trail::Recorder;
use chassis::{BuildError, Chassis, Compliance, Running, Service, Stores};
use store_sql::Location;
use vault::{KeyDirectory, SigningKeys};

pub use config::Config;
pub use verify::{
    Against, Finding, Report, newest_checkpoint, proves_consistency, proves_inclusion, verify,
    verify_against, verify_server,
};

use crate::appender::Appender;
use crate::domain::Ledger;
use crate::log::Log;
use crate::store::Store;

/// The service.
#[derive(Debug)]
pub struct AuditLogging;

impl Service for AuditLogging {
    const NAME: ServiceName = ServiceName::AuditLogging;
    const NEEDS: &'static [ServiceName] = &[];
    type Config = Config;
    /// Where the checkpoint key lies.
    type Handles = KeyDirectory;

    async fn build(config: Config, chassis: Chassis, keys: KeyDirectory) -> Result<Running, BuildError> {
        let (location, place) = match &chassis.stores {
            Stores::Embedded { data_dir } => {
                let path = data_dir.join(verify::STORE_FILE);
                (Location::Sqlite { path }, scrub::Place::File(data_dir.clone()))
            }
            Stores::Distributed { postgres_url, schema_prefix } => {
                let (url, schema) = (postgres_url.clone(), format!("{schema_prefix}{}", verify::SCHEMA));
                (Location::Postgres { url, schema }, scrub::Place::Server)
            }
        };
        let heads: PathBuf = config.head_directory.unwrap_or_else(|| chassis.data_dir.clone());
        std::fs::create_dir_all(&heads)?;
        let key = SigningKeys::new(keys.clone(), &chassis.data_dir).load_or_create(checkpoint::KEY_NAME)?;
        let store = Store::open(&location).await?;
        let sources = chassis.sources.clone();
        let log = Arc::new(Log::new(store, heads.join(head_file::FILE), key, keys, sources.clone()));
        log.open_first().await;
        let (appender, queue) = Appender::new();
        let recorder = Recorder::new(Self::NAME, sources);
        let (writing, last) = (log.clone(), recorder.clone());
        chassis.tasks.supervise("audit-append", move |stop| {
            let (log, queue, last) = (writing.clone(), queue.clone(), last.clone());
            async move { appender::run(&log, &queue, Some(&last), &stop).await }
        });
        let ledger = Arc::new(Ledger::new(log, appender, recorder));
        scrub::start(ledger.clone(), place, &chassis.tasks);
        Ok(running(&ledger))
    }
}

/// The routes and what health asks.
fn running(ledger: &Arc<Ledger>) -> Running {
    let (store, writable, flowing, intact) = (ledger.clone(), ledger.clone(), ledger.clone(), ledger.clone());
    Running::new(http::routes(ledger.clone()))
        .check("store", move || {
            let ledger = store.clone();
            async move { ledger.log.store().ping().await.map_err(|_| "the store does not answer") }
        })
        .check("log", move || {
            let ledger = writable.clone();
            async move { scrub::open(&ledger) }
        })
        .compliance(
            Compliance::default()
                .audit_enabled(move || {
                    let ledger = flowing.clone();
                    async move { scrub::open(&ledger) }
                })
                .audit_trail_intact(move || {
                    let ledger = intact.clone();
                    async move { scrub::intact(&ledger).await }
                }),
        )
}
