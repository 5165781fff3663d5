//! What changes while the process runs: files are watched, and looked at from time to time in case nobody said.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use api::ServiceName;
use chassis::{Address, Directory, Tasks};
use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::config::Config;

/// How long files may settle: several are written for one change.
const SETTLE: Duration = Duration::from_millis(200);
/// How often the configuration is looked at when nobody says that it changed.
const LOOK_EVERY: Duration = Duration::from_secs(60);

/// Folders that are watched.
pub(super) struct Watch {
    changed: Arc<Notify>,
    _watcher: Option<RecommendedWatcher>,
}

impl Watch {
    /// Watches folders: a file that is replaced by another is seen, as Kubernetes does it.
    pub(super) fn on(folders: &[PathBuf]) -> Self {
        let changed = Arc::new(Notify::new());
        let tell = changed.clone();
        let watcher = notify::recommended_watcher(move |_: notify::Result<notify::Event>| tell.notify_one());
        let watcher = watcher.and_then(|mut watcher| {
            for folder in folders {
                watcher.watch(folder, RecursiveMode::NonRecursive)?;
            }
            Ok(watcher)
        });
        if let Err(error) = &watcher {
            tracing::warn!(error = %error, "files cannot be watched: they are looked at every minute");
        }
        Self { changed, _watcher: watcher.ok() }
    }

    /// Waits until something changed, or the time is up; `false` when the process drains.
    pub(super) async fn next(&self, every: Duration, stop: &CancellationToken) -> bool {
        tokio::select! {
            () = stop.cancelled() => return false,
            () = self.changed.notified() => tokio::time::sleep(SETTLE).await,
            () = tokio::time::sleep(every) => {}
        }
        true
    }
}

type Table = BTreeMap<ServiceName, Vec<SocketAddr>>;

/// Follows the table of peers of a configuration's file.
pub(super) fn follow(file: PathBuf, table: Table, directory: Directory, tasks: &Tasks) {
    let folder = file.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    let folders = [folder.to_path_buf()];
    let table = Arc::new(Mutex::new(table));
    tasks.supervise("peers", move |stop| {
        let (file, table, directory) = (file.clone(), table.clone(), directory.clone());
        let watch = Watch::on(&folders);
        async move {
            while watch.next(LOOK_EVERY, &stop).await {
                match Config::load(Some(&file)) {
                    Ok(config) => {
                        let mut table = table.lock().unwrap_or_else(PoisonError::into_inner);
                        apply(&table, &config.peers, &directory);
                        *table = config.peers;
                    }
                    Err(error) => tracing::error!(error = %error, "the changed configuration does not hold: the table of peers stays"),
                }
            }
        }
    });
}

/// Enters what is new and takes out what is gone. Registered instances are nobody's to take out here.
fn apply(before: &Table, after: &Table, directory: &Directory) {
    let none = Vec::new();
    for (service, addresses) in after {
        let old = before.get(service).unwrap_or(&none);
        for address in addresses.iter().filter(|address| !old.contains(address)) {
            if directory.add(*service, *address) {
                tracing::warn!(service = service.name(), %address, "an instance is new in the configuration");
            }
        }
    }
    for (service, addresses) in before {
        let new = after.get(service).unwrap_or(&none);
        for address in addresses.iter().filter(|address| !new.contains(address)) {
            tracing::warn!(service = service.name(), %address, "an instance is gone from the configuration");
            directory.drop_instance(*service, *address);
        }
    }
}

/// Enters the table of a configuration that starts.
pub(super) fn enter(table: &Table, directory: &Directory) {
    for (service, addresses) in table {
        directory.enter(*service, Address::There(addresses.clone()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(port: u16) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], port))
    }

    #[test]
    fn a_changed_table_enters_what_is_new_and_leaves_what_registered() {
        let directory = Directory::default();
        let before = Table::from([
            (ServiceName::Consent, vec![address(1), address(2)]),
            (ServiceName::Billing, vec![address(9)]),
        ]);
        enter(&before, &directory);
        assert!(directory.add(ServiceName::Consent, address(7)), "one that registered");
        let after = Table::from([
            (ServiceName::Consent, vec![address(2), address(3)]),
            (ServiceName::ChatHistory, vec![address(5)]),
        ]);
        apply(&before, &after, &directory);
        assert_eq!(directory.addresses(ServiceName::Consent), [2, 7, 3].map(address));
        assert_eq!(directory.addresses(ServiceName::ChatHistory), [address(5)]);
        assert_eq!(directory.services(), [ServiceName::ChatHistory, ServiceName::Consent]);
    }
}
