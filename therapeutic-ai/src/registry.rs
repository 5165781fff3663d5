//! The table of services: one row each. What is not here is not built, and the gateway says so.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use api::{Described, ServiceName};
use cache::Cache;
use chassis::{BuildError, Chassis, Running, Service};
use vault::{KeyDirectory, SigningKeys, Vault};

use crate::config::Config;

/// What a process shares among its services.
pub struct Host {
    /// The configuration.
    pub config: Config,
    /// The one vault of the process.
    pub vault: Vault,
    /// Where private keys lie.
    pub key_directory: KeyDirectory,
    /// The installation's signing keys.
    pub keys: Arc<SigningKeys>,
    /// What may be lost: in memory, or shared with other processes.
    pub cache: Cache,
}

type Building<'a> = Pin<Box<dyn Future<Output = Result<Running, BuildError>> + Send + 'a>>;

/// A service of the platform, as the binary knows it.
pub struct Row {
    /// Its name.
    pub name: ServiceName,
    /// What must be up before it.
    pub needs: &'static [ServiceName],
    /// Its contract.
    pub operations: fn() -> Vec<Described>,
    /// Builds it.
    pub build: for<'a> fn(&'a Host, Chassis) -> Building<'a>,
}

const fn row<S: Service>(
    operations: fn() -> Vec<Described>,
    build: for<'a> fn(&'a Host, Chassis) -> Building<'a>,
) -> Row {
    Row { name: S::NAME, needs: S::NEEDS, operations, build }
}

/// Every service that is built, in an order in which each one's needs come first.
pub const ROWS: &[Row] = &[
    row::<audit_logging::AuditLogging>(audit_logging_api::operations, |host, chassis| {
        let config = host.config.audit_logging.clone();
        Box::pin(audit_logging::AuditLogging::build(config, chassis, host.key_directory.clone()))
    }),
    row::<relationship_management::RelationshipManagement>(
        relationship_management_api::operations,
        |_, chassis| Box::pin(relationship_management::RelationshipManagement::build((), chassis, ())),
    ),
    row::<consent::Consent>(consent_api::operations, |_, chassis| {
        Box::pin(consent::Consent::build((), chassis, ()))
    }),
    row::<auth_rbac::AuthRbac>(auth_rbac_api::operations, |host, chassis| {
        let handles = auth_rbac::Handles {
            vault: host.vault.clone(),
            keys: host.keys.clone(),
            key_directory: host.key_directory.clone(),
        };
        Box::pin(auth_rbac::AuthRbac::build(host.config.auth_rbac.clone(), chassis, handles))
    }),
    row::<chat_history::ChatHistory>(chat_history_api::operations, |host, chassis| {
        let config = host.config.chat_history.clone();
        // Checked with the configuration.
        let zone = host.config.ai_gateway.zone().unwrap_or(jiff::tz::TimeZone::UTC);
        let handles = chat_history::Handles {
            vault: host.vault.clone(),
            zone,
            place: host.config.ai_gateway.place.clone(),
        };
        Box::pin(chat_history::ChatHistory::build(config, chassis, handles))
    }),
    row::<content_safety::ContentSafety>(content_safety_api::operations, |host, chassis| {
        let config = host.config.content_safety.clone();
        // No model host runs encoders yet.
        Box::pin(content_safety::ContentSafety::build(config, chassis, None))
    }),
    row::<ai_gateway::AiGateway>(ai_gateway_api::operations, |host, chassis| {
        Box::pin(ai_gateway::AiGateway::build(host.config.ai_gateway.clone(), chassis, host.keys.clone()))
    }),
    row::<api_gateway::ApiGateway>(api_gateway_api::operations, |host, chassis| {
        let handles = api_gateway::Handles {
            services: installed(),
            operations: operations(),
            cache: host.cache.clone(),
            keys: host.keys.clone(),
            place: host.config.ai_gateway.place.clone(),
            console: host.config.console.enabled,
        };
        Box::pin(api_gateway::ApiGateway::build(host.config.api_gateway.clone(), chassis, handles))
    }),
];

/// The services that are built.
pub fn installed() -> Vec<ServiceName> {
    ROWS.iter().map(|row| row.name).collect()
}

/// All operations of all services that are built, but the gateway's own.
pub fn operations() -> Vec<Described> {
    let others = ROWS.iter().filter(|row| row.name != ServiceName::ApiGateway);
    others.flat_map(|row| (row.operations)()).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn needs_come_before_those_who_need_them() {
        let mut up = HashSet::new();
        for row in ROWS {
            for need in row.needs {
                assert!(up.contains(need), "{} needs {need} before it", row.name);
            }
            assert!(up.insert(row.name), "{} stands twice", row.name);
        }
    }

    #[test]
    fn whatever_exports_a_record_needs_a_fresh_proof() {
        let export = |access| matches!(access, api::Access::Patient { action: api::Action::Export, .. });
        let found: Vec<_> = operations().into_iter().filter(|one| export(one.spec.access)).collect();
        assert!(found.len() >= 2, "the exports of consents and of conversations");
        for operation in found {
            assert!(operation.spec.fresh_proof, "{} exports without a fresh proof", operation.spec.name);
        }
    }

    #[test]
    fn operations_have_names_and_routes_of_their_own() {
        let (mut names, mut routes) = (HashSet::new(), HashSet::new());
        for operation in operations() {
            let spec = operation.spec;
            assert!(names.insert(spec.name), "{} is named twice", spec.name);
            let route = (spec.method, spec.public_path());
            assert!(routes.insert(route.clone()), "{route:?} is there twice");
            assert!(!operation.doc.trim().is_empty(), "{} says what it does", spec.name);
        }
    }
}
