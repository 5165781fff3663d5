//! One service among fake peers, met as its callers meet it: through its routes, under all layers, with real tokens.

use std::sync::Arc;
use std::time::Duration;

use api::{CallContext, Client, Role, Scope, ServiceName};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chassis::{
    Address, Chassis, Claims, Directory, Jwk, KeySet, Metrics, Running, Shed, Stack, Tasks, Verifier,
};
use kernel::{OrganizationId, PersonId, SessionId, Sources};

use crate::stores::OwnStores;

/// The house.
pub struct House {
    /// Where the service keeps what it owns.
    pub stores: OwnStores,
    /// Time and chance.
    pub sources: Sources,
    /// Its background tasks.
    pub tasks: Tasks,
    /// The keys that tokens are checked with: this house's own, until a test puts others there.
    pub keys: Arc<KeySet>,
    directory: Directory,
    /// What its services count.
    pub metrics: Arc<Metrics>,
    tokens: Ed25519KeyPair,
}

impl House {
    /// An empty house.
    ///
    /// # Panics
    /// When no key can be made.
    pub fn new(stores: OwnStores, sources: Sources) -> Self {
        let tokens = Ed25519KeyPair::generate().expect("a key");
        Self {
            stores,
            sources,
            tasks: Tasks::default(),
            keys: KeySet::of(vec![jwk(&tokens)]),
            directory: Directory::default(),
            metrics: Arc::default(),
            tokens,
        }
    }

    /// What a service is built with here.
    pub fn chassis(&self, name: ServiceName) -> Chassis {
        Chassis {
            name,
            sources: self.sources.clone(),
            peers: self.directory.peers_of(name, None),
            tasks: self.tasks.clone(),
            metrics: self.metrics.clone(),
            stores: self.stores.stores(),
            data_dir: self.stores.data_dir(),
        }
    }

    /// Lets a service in, the one under test or a fake peer of it, and gives the names of its operations.
    ///
    /// # Panics
    /// When a route is bound to nothing.
    pub fn enter(&self, name: ServiceName, running: &Running) -> Vec<&'static str> {
        running.routes().check().expect("every route is bound");
        let stack = Stack {
            service: name,
            sources: self.sources.clone(),
            metrics: self.metrics.clone(),
            verifier: Verifier::new(self.keys.clone(), self.sources.clone()),
            shed: Shed::default(),
            outcomes: None,
        };
        self.directory.enter(name, Address::Here(stack.public(running)));
        running.routes().operations().iter().map(|operation| operation.spec.name).collect()
    }

    /// Sends a service away: whoever calls it finds nobody.
    pub fn leave(&self, name: ServiceName) {
        self.directory.remove(name);
    }

    /// `to`, as `from` calls it.
    pub fn client(&self, from: ServiceName, to: ServiceName) -> Client {
        self.directory.peers_of(from, None).client(to)
    }

    /// The context of a service that asks for itself.
    pub fn nobody(&self) -> CallContext {
        CallContext::background(self.sources.id())
    }

    /// The context of a signed-in person.
    ///
    /// # Panics
    /// When a token cannot be written.
    pub fn person(
        &self,
        person: PersonId,
        role: Role,
        organization: OrganizationId,
        scopes: &[Scope],
    ) -> CallContext {
        self.signed_in(person, role, organization, scopes, Duration::from_secs(300))
    }

    /// The same of somebody whose proof of who they are has just run out.
    ///
    /// # Panics
    /// When a token cannot be written.
    pub fn unproven(
        &self,
        person: PersonId,
        role: Role,
        organization: OrganizationId,
        scopes: &[Scope],
    ) -> CallContext {
        self.signed_in(person, role, organization, scopes, Duration::ZERO)
    }

    fn signed_in(
        &self,
        person: PersonId,
        role: Role,
        organization: OrganizationId,
        scopes: &[Scope],
        fresh: Duration,
    ) -> CallContext {
        let now = self.sources.now().as_seconds();
        let session: SessionId = self.sources.id();
        let context = serde_json::json!({ "session_id": session, "amr": ["pwd", "otp"] });
        let claims = Claims {
            iss: Claims::ISSUER.into(),
            aud: Claims::AUDIENCE.into(),
            sub: person,
            iat: now,
            nbf: now,
            exp: now + 600,
            jti: session.to_string(),
            user_id: person,
            role,
            organization_id: organization,
            permissions: scopes.to_vec(),
            audit_context: serde_json::from_value(context).expect("a context"),
            auth_time: Some(now),
            proven_until: Some(now + i64::try_from(fresh.as_secs()).expect("seconds")),
        };
        let encode = |value: &serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let header = serde_json::json!({ "alg": "EdDSA", "typ": Claims::TYPE, "kid": KEY_ID });
        let body = format!("{}.{}", encode(&header), encode(&serde_json::to_value(&claims).expect("JSON")));
        let signature = self.tokens.sign(body.as_bytes());
        let token = format!("Bearer {body}.{}", URL_SAFE_NO_PAD.encode(signature.as_ref()));
        CallContext { authorization: Some(token.parse().expect("a header")), ..self.nobody() }
    }
}

const KEY_ID: &str = "testkit";

fn jwk(key: &Ed25519KeyPair) -> Jwk {
    Jwk {
        kty: "OKP".into(),
        crv: "Ed25519".into(),
        alg: "EdDSA".into(),
        usage: "sig".into(),
        kid: KEY_ID.into(),
        x: URL_SAFE_NO_PAD.encode(key.public_key().as_ref()),
    }
}
