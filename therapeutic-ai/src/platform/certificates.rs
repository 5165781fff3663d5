//! The certificates of this process's services, read once for all who show them, and again when they change.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use api::ServiceName;
use chassis::{Identity, Metrics, Tasks};

use super::StartError;
use super::reload::Watch;
use crate::config::Config;
use crate::registry::Row;

/// How often the files are looked at when nobody says that they changed.
const LOOK_EVERY: Duration = Duration::from_secs(60);

/// One identity a service; none without `tls`.
#[derive(Clone, Default)]
pub(super) struct Identities(BTreeMap<ServiceName, Arc<Identity>>);

impl Identities {
    pub(super) fn load(config: &Config, rows: &[&Row]) -> Result<Self, StartError> {
        let Some(tls) = &config.tls else { return Ok(Self::default()) };
        let load = |row: &&Row| {
            let service = row.name;
            let file = |kind: &str| tls.directory.join(format!("{service}.{kind}"));
            Identity::load(&file("pem"), &file("key"), &tls.authority)
                .map(|identity| (service, Arc::new(identity)))
                .map_err(|source| StartError::Tls { service, source })
        };
        Ok(Self(rows.iter().map(load).collect::<Result<_, _>>()?))
    }

    pub(super) fn of(&self, service: ServiceName) -> Option<Arc<Identity>> {
        self.0.get(&service).cloned()
    }

    /// The identity of the internal port: the gateway's where it runs, since whoever registers asks for it.
    pub(super) fn inside(&self) -> Option<Arc<Identity>> {
        self.of(ServiceName::ApiGateway).or_else(|| self.0.values().next().cloned())
    }

    /// Reads the files again when they change. What does not hold leaves what was there, and is told.
    pub(super) fn watch(&self, tasks: &Tasks, metrics: &Arc<Metrics>) {
        let mut folders: Vec<PathBuf> =
            self.0.values().flat_map(|identity| identity.directories()).map(Path::to_path_buf).collect();
        folders.sort();
        folders.dedup();
        if folders.is_empty() {
            return;
        }
        let (identities, metrics) = (self.clone(), metrics.clone());
        tasks.supervise("certificates", move |stop| {
            let (identities, metrics) = (identities.clone(), metrics.clone());
            let watch = Watch::on(&folders);
            async move {
                while watch.next(LOOK_EVERY, &stop).await {
                    identities.reload(&metrics);
                }
            }
        });
    }

    fn reload(&self, metrics: &Metrics) {
        for (service, identity) in &self.0 {
            match identity.reload() {
                Ok(false) => {}
                Ok(true) => {
                    tracing::warn!(service = service.name(), "the certificate was renewed");
                    metrics.compliance(service.name(), "certificate_renewed");
                }
                Err(error) => {
                    tracing::error!(service = service.name(), error = %error, "the new certificate does not hold: the old one goes on");
                    metrics.compliance(service.name(), "certificate_refused");
                }
            }
        }
    }
}
