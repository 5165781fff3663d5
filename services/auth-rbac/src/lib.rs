//! auth-rbac: who somebody is, how they show it, and what they may do.
//!
//! **Promises.** Nobody gets a token with a password alone: a second factor or an enrolled device is always
//! part of it. A token lives ten minutes; a session ends by silence, by time, by a copied refresh token, or at
//! a word. **Owns** organisations, accounts, devices, sessions and invitations. **Invariants**: of a secret
//! only a digest is kept; names and addresses are sealed; a one-time code is good once. **Callers**: people
//! through the gateway; the gateway asks on every call whether a session is live.
//!
//! Who belongs to whom is relationship-management's; what they may see is decided by `decision` with consent.

mod domain;
mod http;
mod migrations;
mod store;

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;

use api::ServiceName;
use audit_trail::{Trail, TrailLimits};
use chassis::{BuildError, Chassis, Compliance, Running, Service, Stores};
use decision::{Decider, PolicySet};
use store_sql::{Database, Location};
use vault::{SigningKeys, Vault};

use crate::domain::{Domain, EmailIndex, Parts, Signer};
use crate::store::Store;

/// The service.
#[derive(Debug)]
pub struct AuthRbac;

/// What the process shares with it.
pub struct Handles {
    /// Seals names and addresses.
    pub vault: Vault,
    /// Signs tokens.
    pub keys: Arc<SigningKeys>,
}

impl Service for AuthRbac {
    const NAME: ServiceName = ServiceName::AuthRbac;
    const NEEDS: &'static [ServiceName] = &[ServiceName::AuditLogging, ServiceName::RelationshipManagement];
    type Config = ();
    type Handles = Handles;

    async fn build((): (), chassis: Chassis, handles: Handles) -> Result<Running, BuildError> {
        let location = match &chassis.stores {
            Stores::Embedded { data_dir } => Location::Sqlite { path: data_dir.join("auth-rbac.sqlite") },
            Stores::Distributed { postgres_url, schema_prefix } => {
                Location::Postgres { url: postgres_url.clone(), schema: format!("{schema_prefix}auth") }
            }
        };
        let database = Database::open(Self::NAME.name(), &location, migrations::ALL).await?;
        let log = chassis.peers.client(ServiceName::AuditLogging);
        let (sources, limits) = (chassis.sources.clone(), TrailLimits::default());
        let trail = Trail::start(Self::NAME, database.clone(), log, sources, limits, &chassis.tasks).await?;
        let relations = chassis.peers.client(ServiceName::RelationshipManagement);
        let consent = chassis.peers.client(ServiceName::Consent);
        // A key of its own: the digest of an address must not change when tokens get a new key.
        let index = handles.keys.load_or_create("auth-email-index")?;
        let domain = Arc::new(Domain::new(Parts {
            store: Store::new(database.clone(), trail.clone()),
            signer: Signer::new(&handles.keys.load_or_create("auth-tokens")?),
            decider: Decider::new(relations.clone(), consent, PolicySet::shipped()?),
            sources: chassis.sources.clone(),
            vault: handles.vault.clone(),
            emails: EmailIndex::new(&index.pkcs8_der()),
            relations,
        })?);
        let file = chassis.data_dir.join(SET_UP_FILE);
        match domain.set_up_token(file.clone()).await? {
            Some(token) => write_private(&file, &token)?,
            None => remove(&file)?,
        }
        let vault = handles.vault;
        Ok(Running::new(http::routes(domain))
            .check("store", move || {
                let database = database.clone();
                async move { database.ping().await.map_err(|_| "the store does not answer") }
            })
            .compliance(compliance(&trail, &vault)))
    }
}

/// The file in the data directory that holds the one-time secret of an empty installation's set-up.
pub const SET_UP_FILE: &str = "setup-token";

fn compliance(trail: &Trail, vault: &Vault) -> Compliance {
    let (flowing, intact, vault) = (trail.clone(), trail.clone(), vault.clone());
    Compliance::default()
        .audit_enabled(move || {
            let trail = flowing.clone();
            async move { trail.flowing().await }
        })
        .audit_trail_intact(move || {
            let trail = intact.clone();
            async move { trail.intact().await }
        })
        .encryption_active(move || {
            let vault = vault.clone();
            async move { vault.encryption_active().await.map_err(|_| "the canary does not open") }
        })
}

/// A file that need not be there.
pub(crate) fn remove(file: &Path) -> std::io::Result<()> {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Written anew at every start of an empty installation, for the operator's eyes alone.
fn write_private(file: &Path, token: &str) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    let mut file = options.write(true).create(true).truncate(true).mode(0o600).open(file)?;
    file.write_all(token.as_bytes())?;
    file.sync_all()
}
