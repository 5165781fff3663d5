//! auth-rbac: who somebody is, how they show it, and what they may do.
//!
//! **Promises.** Nobody gets a token with a password alone: a second factor or an enrolled device is always
//! part of it, or a passkey whose authenticator verified the person stands for both. What is hard to take back needs
//! a proof that is minutes old, and the token says when and how it was given. A token lives ten minutes; a session ends by silence, by time, by a copied refresh token, or at
//! a word. **Owns** organisations, accounts, devices, passkeys, sessions and
//! invitations. **Invariants**: of a secret
//! only a digest is kept; names and addresses are sealed; a one-time code is good once; an account stands once
//! its person is a member, and whoever gets one gets its secrets; what was spent is known again. **Callers**: people
//! through the gateway; the gateway asks on every call whether a session is live.
//!
//! Who belongs to whom is relationship-management's; what they may see is decided by `decision` with consent.

mod config;
mod domain;
mod health;
mod http;
mod migrations;
mod store;
#[cfg(test)]
mod tests;

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use api::ServiceName;
use audit_trail::{Trail, TrailLimits};
use chassis::{BuildError, Chassis, Running, Service, Stores};
use decision::{Decider, PolicySet};
use store_sql::{Database, Location};
use vault::{KeyDirectory, SigningKeys, Vault};

pub use crate::config::Config;
pub use crate::domain::Recovery;
use crate::domain::{Domain, EmailIndex, KeyTurn, Parts, RelyingParty, Rotation, SetUpKey};
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
    /// Where the operator's orders for the keys lie.
    pub key_directory: KeyDirectory,
}

type SharedDomain = Arc<Domain>;

impl Service for AuthRbac {
    const NAME: ServiceName = ServiceName::AuthRbac;
    const NEEDS: &'static [ServiceName] = &[ServiceName::AuditLogging, ServiceName::RelationshipManagement];
    type Config = Config;
    type Handles = Handles;

    async fn build(config: Config, chassis: Chassis, handles: Handles) -> Result<Running, BuildError> {
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
        let secrets = handles.keys.load_or_create("auth-secrets")?.pkcs8_der();
        let turn = KeyTurn {
            keys: handles.keys,
            directory: handles.key_directory,
            period: Duration::from_secs(u64::from(config.token_key_days.max(1)) * 24 * 3_600),
        };
        let domain = Arc::new(Domain::new(Parts {
            store: Store::new(database.clone(), trail.clone()),
            turn,
            decider: Decider::new(relations.clone(), consent, PolicySet::shipped()?),
            sources: chassis.sources.clone(),
            vault: handles.vault.clone(),
            emails: EmailIndex::new(&index.pkcs8_der()),
            secrets: (
                Rotation::new(&secrets, "refresh"),
                Rotation::new(&secrets, "device"),
                SetUpKey::new(&secrets),
            ),
            party: RelyingParty::new(config.relying_party_id, config.origins),
            fresh: Duration::from_secs(u64::from(config.step_up_minutes.max(1)) * 60),
            relations,
        })?);
        domain.look_after_keys().await?;
        let turning = domain.clone();
        chassis.tasks.supervise("token-key-turn", move |stop| {
            let domain = turning.clone();
            async move { domain.turn_keys(&stop).await }
        });
        let file = chassis.data_dir.join(SET_UP_FILE);
        match domain.set_up_token(file.clone()).await? {
            Some(token) => write_private(&file, &token)?,
            None => remove(&file)?,
        }
        let keeping = domain.clone();
        chassis.tasks.supervise("identity-housekeeping", move |stop| {
            let domain = keeping.clone();
            async move { domain.keep_house(&stop).await }
        });
        let compliance = health::compliance(&trail, &handles.vault, &domain, &chassis.peers);
        let signing = domain.clone();
        Ok(Running::new(http::routes(domain))
            .check("store", move || {
                let database = database.clone();
                async move { database.ping().await.map_err(|_| "the store does not answer") }
            })
            .check("signing_key", move || {
                let ready = signing.signs();
                async move { ready }
            })
            .compliance(compliance))
    }
}

/// The file in the data directory that holds the one-time secret of an empty installation's set-up.
pub const SET_UP_FILE: &str = "setup-token";

/// Orders a new signing key, as the operator may who holds the key directory. With `revoke` no token of an
/// earlier key holds any more. The running service carries it out within seconds.
pub fn order_new_key(directory: &KeyDirectory, revoke: bool) -> Result<(), vault::VaultError> {
    domain::order_new_key(directory, revoke)
}

/// Orders the way back of the administrator with an address, as the operator may who holds the key directory. The running service
/// answers within seconds; what was answered to an earlier order is forgotten.
pub fn order_recovery(directory: &KeyDirectory, email: &str) -> std::io::Result<()> {
    domain::order_recovery(directory, email)
}

/// Takes the answer of an order, once; `None` while there is none.
pub fn take_recovery(directory: &KeyDirectory) -> std::io::Result<Option<Recovery>> {
    domain::take_recovery(directory)
}

/// Takes an order back that nobody has carried out.
pub fn withdraw_recovery(directory: &KeyDirectory) -> std::io::Result<()> {
    domain::withdraw_recovery(directory)
}

/// A file that need not be there.
pub(crate) fn remove(file: &Path) -> std::io::Result<()> {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Written for the operator's eyes alone, whole or not at all: whoever looks meanwhile sees the one or the other.
pub(crate) fn write_private(file: &Path, text: &str) -> std::io::Result<()> {
    let partial = file.with_extension("partial");
    let mut options = std::fs::OpenOptions::new();
    let mut written = options.write(true).create(true).truncate(true).mode(0o600).open(&partial)?;
    written.write_all(text.as_bytes())?;
    written.sync_all()?;
    std::fs::rename(&partial, file)
}
