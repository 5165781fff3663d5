//! This service through its contract, with its own store, layers and keys, beside peers that only remember.

mod health;
mod keys;
mod passwords;
mod permissions;

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use api::{Call, CallContext, Client, Problem, Role, Scope, ServiceName, Words};
use audit_logging_api::{Append, Appended, AuditEvent, Checkpoint, GetCheckpoint, Retention};
use auth_rbac_api::{
    Accept, AcceptInvitation, Enrolled, GetJwks, Invite, JwkSet, Login, NewInvitation, SetUp, Setting,
    SignIn, Tokens, WhoAmI,
};
use chassis::{
    Address, Answer, Chassis, Directory, HealthReport, Inbound, Jwk, KeySet, Metrics, Reply, Routes, Running,
    Service, Shed, Stack, Tasks, Verifier,
};
use consent_api::{Decide, Edge, EdgeKind, Reason, Verdict, Verdicts};
use kernel::{ManualClock, PersonId, SeededRandom, Sources, Timestamp};
use relationship_management_api::{Assign, CreateRelation, Edges, EnterMember, FindEdges, Relation};
use testkit::{OwnStores, on_every_engine};
use totp_rs::{Builder, Secret};
use vault::{DirectoryKeys, KeyDirectory, ShreddedList, SigningKeys, Vault};

use crate::{AuthRbac, Config, Handles};

pub(super) const PASSWORD: &str = "the tram leaves at nine";

/// What the peers were told, and what they answer.
#[derive(Default)]
pub(super) struct Peers {
    pub(super) events: Mutex<Vec<AuditEvent>>,
    /// Who is connected with whom.
    pub(super) connected: Mutex<HashSet<(PersonId, PersonId)>>,
    /// A consent service that says yes to everybody, as a broken one might.
    pub(super) lets_all_in: AtomicBool,
    pub(super) silent: AtomicBool,
}

async fn append(peers: Arc<Peers>, inbound: Inbound<Append>) -> Answer<Append> {
    let events = inbound.call.body.events;
    let appended = u32::try_from(events.len()).expect("a batch");
    peers.events.lock().expect("a lock").extend(events);
    Ok(Reply::Json(Appended { appended, repeated: 0, conflicting: Vec::new(), size: appended.into() }))
}

async fn checkpoint(_: Arc<Peers>, _: Inbound<GetCheckpoint>) -> Answer<GetCheckpoint> {
    let (note, verifier_key, root) = ("log".to_owned(), "key".to_owned(), "root".to_owned());
    let retention = Retention { years: 6, minimum_index: 0 };
    let told = Checkpoint { note, verifier_key, size: 1, root, found_unanchored: 0, retention };
    Ok(Reply::Json(told))
}

async fn edges(peers: Arc<Peers>, inbound: Inbound<FindEdges>) -> Answer<FindEdges> {
    if peers.silent.load(Ordering::SeqCst) {
        return Err(api::codes::UNAVAILABLE.into());
    }
    let query = inbound.call.body;
    let own = query.actor == query.patient;
    let connected = peers.connected.lock().expect("a lock").contains(&(query.actor, query.patient));
    let all = peers.lets_all_in.load(Ordering::SeqCst);
    let kind = if own { EdgeKind::Own } else { EdgeKind::Unit };
    let edge = Edge::of(kind);
    let edges = if own || connected || all { vec![edge] } else { Vec::new() };
    Ok(Reply::Json(Edges { edges, unit: None, circumstances: Vec::new() }))
}

async fn decide(peers: Arc<Peers>, inbound: Inbound<Decide>) -> Answer<Decide> {
    let all = peers.lets_all_in.load(Ordering::SeqCst);
    let verdict = |question: &consent_api::Question| {
        let permit = all || !question.edges.is_empty();
        let code = if permit { "default_table" } else { "no_live_edge" };
        let reasons = vec![Reason { step: 3, code: code.to_owned() }];
        let rules = "test".to_owned();
        Verdict { permit, projection: None, obligations: Vec::new(), reasons, epoch: 7, rules }
    };
    let verdicts = inbound.call.body.questions.iter().map(verdict).collect();
    Ok(Reply::Json(Verdicts { verdicts }))
}

async fn relation(_: Arc<Peers>, inbound: Inbound<CreateRelation>) -> Answer<CreateRelation> {
    let new = inbound.call.body;
    let relation = serde_json::json!({
        "relation_id": Sources::system().id::<kernel::RelationId>(), "patient_id": new.patient_id,
        "person_id": new.person_id, "kind": new.kind, "state": "active", "created_at": Timestamp::EPOCH,
    });
    let relation: Relation = serde_json::from_value(relation).expect("a relation");
    Ok(Reply::Json(relation))
}

/// A little installation around the service.
pub(super) struct World {
    pub(super) peers: Arc<Peers>,
    pub(super) clock: Arc<ManualClock>,
    pub(super) sources: Sources,
    pub(super) key_directory: KeyDirectory,
    pub(super) auth: Client,
    keys: Arc<KeySet>,
    stack: Stack,
    running: Running,
    own: Arc<OwnStores>,
    tasks: Tasks,
}

/// Somebody with an account.
pub(super) struct Account {
    pub(super) person: PersonId,
    pub(super) email: String,
    totp: String,
    step: Mutex<u64>,
}

impl World {
    /// One on each engine.
    pub(super) async fn everywhere() -> Vec<Self> {
        let mut all = Vec::new();
        for stores in on_every_engine() {
            let clock = ManualClock::at(Timestamp::from_micros(1_700_000_000_000_000));
            all.push(Self::over(Arc::new(stores), clock).await);
        }
        all
    }

    /// Another process over the same store and keys.
    pub(super) async fn beside(&self) -> Self {
        Self::over(self.own.clone(), self.clock.clone()).await
    }

    async fn over(own: Arc<OwnStores>, clock: Arc<ManualClock>) -> Self {
        let sources =
            Sources::new(clock.clone(), SeededRandom::new(Sources::system().bytes::<8>()[0].into()));
        let (peers, directory, tasks) = (Arc::<Peers>::default(), Directory::default(), Tasks::default());
        let (keys, metrics) = (KeySet::of(Vec::new()), Arc::<Metrics>::default());
        let stack = |service| Stack {
            service,
            sources: sources.clone(),
            metrics: metrics.clone(),
            verifier: Verifier::new(keys.clone(), sources.clone()),
            shed: Shed::default(),
            outcomes: None,
        };
        let audit = Routes::new(ServiceName::AuditLogging, peers.clone())
            .on::<Append, _, _>(append)
            .on::<GetCheckpoint, _, _>(checkpoint);
        let relations = Routes::new(ServiceName::RelationshipManagement, peers.clone())
            .on::<FindEdges, _, _>(edges)
            .on::<CreateRelation, _, _>(relation)
            .on::<EnterMember, _, _>(async |_, inbound| Ok(Reply::Json(inbound.call.body)))
            .on::<Assign, _, _>(async |_, inbound| Ok(Reply::Json(inbound.call.body)));
        let consent = Routes::new(ServiceName::Consent, peers.clone()).on::<Decide, _, _>(decide);
        for (service, routes) in [
            (ServiceName::AuditLogging, audit),
            (ServiceName::RelationshipManagement, relations),
            (ServiceName::Consent, consent),
        ] {
            directory.enter(service, Address::Here(stack(service).public(&Running::new(routes))));
        }
        let key_directory = KeyDirectory::open(&own.key_dir()).expect("a key directory");
        let provider = Arc::new(DirectoryKeys::open(key_directory.clone()).expect("a provider"));
        let list = ShreddedList::in_directory(key_directory.clone());
        let location = store_sql::Location::Sqlite { path: own.data_dir().join("keys.sqlite") };
        let vault = Vault::start(&location, provider, list, sources.clone()).await.expect("a vault");
        let handles = Handles {
            vault,
            keys: Arc::new(SigningKeys::new(key_directory.clone(), &own.data_dir())),
            key_directory: key_directory.clone(),
        };
        let chassis = Chassis {
            name: ServiceName::AuthRbac,
            sources: sources.clone(),
            peers: directory.peers_of(ServiceName::AuthRbac, None),
            tasks: tasks.clone(),
            metrics: metrics.clone(),
            stores: own.stores(),
            data_dir: own.data_dir(),
        };
        let running = AuthRbac::build(Config::default(), chassis, handles).await.expect("builds");
        let stack = stack(ServiceName::AuthRbac);
        directory.enter(ServiceName::AuthRbac, Address::Here(stack.public(&running)));
        let auth = directory.peers_of(ServiceName::ApiGateway, None).client(ServiceName::AuthRbac);
        let world = Self { peers, clock, sources, key_directory, auth, keys, stack, running, own, tasks };
        world.read_keys().await;
        world
    }

    /// Reads the public keys, as every process does once a minute.
    pub(super) async fn read_keys(&self) -> JwkSet {
        let set = self.auth.call(&self.context(None), Call::<GetJwks>::default()).await.expect("keys");
        let read = |key: &auth_rbac_api::PublicKey| Jwk {
            kty: key.kty.clone(),
            crv: key.crv.clone(),
            alg: key.alg.clone(),
            usage: key.usage.clone(),
            kid: key.kid.clone(),
            x: key.x.clone(),
        };
        self.keys.replace(set.keys.iter().map(read).collect()).expect("in memory");
        set
    }

    pub(super) async fn health(&self) -> HealthReport {
        self.stack.health(&self.running).report().await
    }

    pub(super) fn context(&self, token: Option<&Words>) -> CallContext {
        let mut context = CallContext::background(self.sources.id());
        context.authorization = token
            .map(|token| http::HeaderValue::from_str(&format!("Bearer {}", token.expose())).expect("ASCII"));
        context
    }

    /// The first admin, with the scope of a compliance officer beside them.
    pub(super) async fn set_up(&self) -> Account {
        let token = std::fs::read_to_string(self.own.data_dir().join(crate::SET_UP_FILE)).expect("a token");
        let setting = Setting {
            token: Words::new(token),
            organization: "Elm House".into(),
            name: Words::new("Ada Admin"),
            email: Words::new("ada@elm.example"),
            password: Words::new(PASSWORD),
        };
        let done =
            self.auth.call(&self.context(None), Call::<SetUp>::body(setting)).await.expect("is set up");
        Account::of(&done.admin, "ada@elm.example")
    }

    pub(super) async fn invites(
        &self,
        admin: &Words,
        role: Role,
        scopes: Vec<Scope>,
        email: &str,
    ) -> Account {
        let new = NewInvitation { role, scopes, patient_id: None, relation: None, unit_id: None };
        let call = Call::<Invite>::body(new);
        let invitation = self.auth.call(&self.context(Some(admin)), call).await.expect("invites");
        let accept = Accept {
            token: invitation.token,
            name: Words::new("Somebody New"),
            email: Words::new(email),
            password: Words::new(PASSWORD),
        };
        let call = Call::<AcceptInvitation>::body(accept);
        let enrolled = self.auth.call(&self.context(None), call).await.expect("accepts");
        Account::of(&enrolled, email)
    }

    pub(super) async fn resident(&self, admin: &Words, email: &str) -> Account {
        let call = Call::<auth_rbac_api::GetOrganization>::default();
        let organization = self.auth.call(&self.context(Some(admin)), call).await.expect("an organisation");
        let registration = auth_rbac_api::Registration {
            join_code: organization.join_code,
            name: Words::new("Rose Resident"),
            email: Words::new(email),
            password: Words::new(PASSWORD),
        };
        let call = Call::<auth_rbac_api::Register>::body(registration);
        let enrolled = self.auth.call(&self.context(None), call).await.expect("registers");
        Account::of(&enrolled, email)
    }

    pub(super) async fn tries(&self, account: &Account, password: &str) -> Result<Tokens, Problem> {
        let sign_in = SignIn {
            email: Some(Words::new(&account.email)),
            password: Some(Words::new(password)),
            code: Some(Words::new(account.code(self.clock.as_ref()))),
            device: None,
        };
        self.auth.call(&self.context(None), Call::<Login>::body(sign_in)).await
    }

    pub(super) async fn signs_in(&self, account: &Account) -> Words {
        self.tries(account, PASSWORD).await.expect("signs in").access_token
    }

    pub(super) async fn me(&self, token: &Words) -> Result<PersonId, Problem> {
        let me = self.auth.call(&self.context(Some(token)), Call::<WhoAmI>::default()).await;
        me.map(|me| me.person_id)
    }

    /// Whether the session of a token is live, as the gateway asks on every call.
    pub(super) async fn live(&self, token: &Words) -> bool {
        let payload = token.expose().split('.').nth(1).expect("a token");
        use base64::Engine;
        let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(payload).expect("base64");
        let claims: chassis::Claims = serde_json::from_slice(&bytes).expect("claims");
        let query =
            auth_rbac_api::SessionQuery { session_id: claims.audit_context.session_id, activity: false };
        let call = Call::<auth_rbac_api::SessionStatus>::body(query);
        self.auth.call(&self.context(None), call).await.expect("answers").live
    }

    /// Waits until a condition on the events that reached the log holds.
    pub(super) async fn until_told(&self, action: &str) -> AuditEvent {
        let wait = async {
            loop {
                let events = self.peers.events.lock().expect("a lock").clone();
                if let Some(event) = events.into_iter().rfind(|event| event.action.as_str() == action) {
                    return event;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), wait)
            .await
            .unwrap_or_else(|_| panic!("never: {action}"))
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.tasks.stopping().cancel();
    }
}

impl Account {
    fn of(enrolled: &Enrolled, email: &str) -> Self {
        Self {
            person: enrolled.person_id,
            email: email.to_owned(),
            totp: enrolled.totp_secret.expose().to_owned(),
            step: Mutex::default(),
        }
    }

    /// The next one-time code that was not used; the clock moves when it must.
    fn code(&self, clock: &ManualClock) -> String {
        let mut last = self.step.lock().expect("a lock");
        let now = || u64::try_from(kernel::Clock::now(clock).as_seconds()).expect("after 1970") / 30;
        if *last >= now() {
            clock.advance(Duration::from_secs(30));
        }
        *last = now();
        let secret = Secret::try_from_base32(&self.totp).expect("base32");
        let totp = Builder::new().with_secret(secret).with_skew(0).with_step_duration(30);
        let totp =
            totp.with_account_name("account").with_issuer(Some("therapeutic-ai")).build().expect("a secret");
        totp.generate(*last * 30).to_string()
    }
}
