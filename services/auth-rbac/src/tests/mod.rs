//! This service through its contract, with its own store, layers and keys, beside peers that only remember.

mod accounts;
mod factors;
mod health;
mod keys;
mod lockout;
mod own_factors;
mod passkeys;
mod passwords;
mod people;
mod permissions;
mod residents;
mod sessions;

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use api::{Call, CallContext, Client, Operation, Problem, Purpose, Role, Scope, ServiceName, Words};
use audit_logging_api::{Append, Appended, AuditEvent, Checkpoint, GetCheckpoint, Retention};
use audit_trail::{Trail, TrailLimits};
use auth_rbac_api::{
    Accept, AcceptInvitation, Enrolled, GetJwks, Invite, JwkSet, Login, NewInvitation, SetUp, Setting,
    SignIn, Tokens, WhoAmI,
};
use chassis::{
    Address, Answer, Chassis, Directory, HealthReport, Inbound, Jwk, KeySet, Metrics, Reply, Routes, Running,
    Service, Shed, Stack, Tasks, Verifier,
};
use consent_api::{Decide, Edge, EdgeKind, Reason, Verdict, Verdicts};
use kernel::{ManualClock, Page, PersonId, RelationId, SeededRandom, Sources, Timestamp, TypedId};
use relationship_management_api::{
    Assign, Assignment, Charge, Charges, CreateRelation, Edges, EnterMember, FindEdges, FindRooms, ListMine,
    ListUnplaced, Member, MyCharges, NewRelation, Relation, RelationKind, RelationState, RoomOf, Rooms,
};
use store_sql::{Columns, Statements};
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
    /// Who stands in whose shoes: consent permits it for the patient's own purpose, and for no other.
    pub(super) represented: Mutex<HashSet<(PersonId, PersonId)>>,
    /// Nobody who is asked about lives on a unit.
    pub(super) homeless: AtomicBool,
    /// Of whom a resident is asked whether they are theirs.
    pub(super) asked: Mutex<HashSet<(PersonId, PersonId)>>,
    /// A consent service that says yes to everybody, as a broken one might.
    pub(super) lets_all_in: AtomicBool,
    pub(super) silent: AtomicBool,
    /// Relationship-management enters no members.
    pub(super) enters_nobody: AtomicBool,
    /// It enters no relations and assigns nobody.
    pub(super) connects_nobody: AtomicBool,
    /// It places nobody on the unit of the request: the caller does not work there.
    pub(super) places_nobody: AtomicBool,
    pub(super) related: Mutex<Vec<NewRelation>>,
    pub(super) assigned: Mutex<Vec<Assignment>>,
    /// The members who live on no unit.
    pub(super) unplaced: Mutex<Vec<Member>>,
    /// Whom the caller answers for, whoever asks.
    pub(super) charges: Mutex<Vec<Charge>>,
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
    let mut edges = if own || connected || all { vec![edge] } else { Vec::new() };
    if peers.represented.lock().expect("a lock").contains(&(query.actor, query.patient)) {
        edges.push(Edge::of(EdgeKind::Representative));
    }
    Ok(Reply::Json(Edges {
        edges,
        organization: Some(query.organization),
        unit: (!peers.homeless.load(Ordering::SeqCst)).then(|| Sources::system().id()),
        circumstances: Vec::new(),
    }))
}

async fn mine(peers: Arc<Peers>, inbound: Inbound<ListMine>) -> Answer<ListMine> {
    let patient_id = inbound.person()?.person;
    let asked = peers.asked.lock().expect("a lock");
    let relation = |person_id: PersonId| Relation {
        relation_id: RelationId::from(person_id.uuid()),
        patient_id,
        person_id,
        kind: RelationKind::SecondaryFamily,
        state: RelationState::Pending,
        created_at: Timestamp::from_micros(0),
        expires_at: None,
    };
    let items = asked.iter().filter(|(_, patient)| *patient == patient_id).map(|(one, _)| relation(*one));
    Ok(Reply::Json(Page { items: items.collect(), next: None }))
}

async fn decide(peers: Arc<Peers>, inbound: Inbound<Decide>) -> Answer<Decide> {
    let all = peers.lets_all_in.load(Ordering::SeqCst);
    let verdict = |question: &consent_api::Question| {
        let represents = question.edges.iter().any(|edge| edge.kind == EdgeKind::Representative);
        let connected = question.edges.iter().any(|edge| edge.kind != EdgeKind::Representative);
        let own = represents && question.purpose == Purpose::Patient;
        // What was given to a relative is given to them as family.
        let family = question.role != Role::FamilyMember || question.purpose == Purpose::Family;
        let permit = all || own || (connected && family);
        let code = if permit { "default_table" } else { "no_live_edge" };
        let reasons = vec![Reason { step: 3, code: code.to_owned() }];
        let rules = "test".to_owned();
        let minor = api::Minor::Unknown;
        Verdict { permit, projection: None, obligations: Vec::new(), reasons, minor, epoch: 7, rules }
    };
    let verdicts = inbound.call.body.questions.iter().map(verdict).collect();
    Ok(Reply::Json(Verdicts { verdicts }))
}

async fn enter(peers: Arc<Peers>, inbound: Inbound<EnterMember>) -> Answer<EnterMember> {
    if peers.enters_nobody.load(Ordering::SeqCst) {
        return Err(api::codes::UNAVAILABLE.into());
    }
    Ok(Reply::Json(inbound.call.body))
}

async fn assign(peers: Arc<Peers>, inbound: Inbound<Assign>) -> Answer<Assign> {
    if peers.connects_nobody.load(Ordering::SeqCst) {
        return Err(api::codes::UNAVAILABLE.into());
    }
    if peers.places_nobody.load(Ordering::SeqCst) {
        return Err(api::codes::FORBIDDEN.into());
    }
    peers.assigned.lock().expect("a lock").push(inbound.call.body.clone());
    Ok(Reply::Json(inbound.call.body))
}

async fn charges(peers: Arc<Peers>, _: Inbound<MyCharges>) -> Answer<MyCharges> {
    let charges = peers.charges.lock().expect("a lock").clone();
    Ok(Reply::Json(Charges { charges, ..Charges::default() }))
}

/// Everybody who is asked about lives in one room.
async fn rooms(peers: Arc<Peers>, inbound: Inbound<FindRooms>) -> Answer<FindRooms> {
    if peers.connects_nobody.load(Ordering::SeqCst) {
        return Err(api::codes::UNAVAILABLE.into());
    }
    let room = |person_id: PersonId| RoomOf { person_id, room: Words::new("12") };
    Ok(Reply::Json(Rooms { rooms: inbound.call.body.people.into_iter().map(room).collect() }))
}

async fn unplaced(peers: Arc<Peers>, inbound: Inbound<ListUnplaced>) -> Answer<ListUnplaced> {
    let here = |member: &&Member| member.organization_id == inbound.call.body.organization;
    let items = peers.unplaced.lock().expect("a lock").iter().filter(here).cloned().collect();
    Ok(Reply::Json(kernel::Page { items, next: None }))
}

async fn relation(peers: Arc<Peers>, inbound: Inbound<CreateRelation>) -> Answer<CreateRelation> {
    if peers.connects_nobody.load(Ordering::SeqCst) {
        return Err(api::codes::UNAVAILABLE.into());
    }
    let new = inbound.call.body;
    peers.related.lock().expect("a lock").push(new.clone());
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
    log: Client,
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
    pub(super) recovery: Vec<Words>,
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
            .on::<ListMine, _, _>(mine)
            .on::<CreateRelation, _, _>(relation)
            .on::<EnterMember, _, _>(enter)
            .on::<Assign, _, _>(assign)
            .on::<ListUnplaced, _, _>(unplaced)
            .on::<MyCharges, _, _>(charges)
            .on::<FindRooms, _, _>(rooms);
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
        let log = directory.peers_of(ServiceName::AuthRbac, None).client(ServiceName::AuditLogging);
        let world =
            Self { peers, clock, sources, key_directory, auth, log, keys, stack, running, own, tasks };
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

    /// A carer works on the unit where a resident lives.
    pub(super) fn looks_after(&self, carer: &Account, resident: &Account) {
        self.peers.connected.lock().expect("a lock").insert((carer.person, resident.person));
    }

    pub(super) async fn call<O: Operation>(
        &self,
        token: Option<&Words>,
        call: Call<O>,
    ) -> Result<O::Output, Problem> {
        self.auth.call(&self.context(token), call).await
    }

    pub(super) fn set_up_file(&self) -> std::path::PathBuf {
        self.own.data_dir().join(crate::SET_UP_FILE)
    }

    /// Sets the installation up with a token.
    pub(super) async fn sets_up(&self, token: &str) -> Result<Account, Problem> {
        let setting = Setting {
            token: Words::new(token),
            organization: "Elm House".into(),
            name: Words::new("Ada Admin"),
            email: Words::new("ada@elm.example"),
            password: Words::new(PASSWORD),
        };
        let done = self.call(None, Call::<SetUp>::body(setting)).await?;
        Ok(Account::of(&done.admin, "ada@elm.example"))
    }

    /// The first admin, with the scope of a compliance officer beside them.
    pub(super) async fn set_up(&self) -> Account {
        let token = std::fs::read_to_string(self.set_up_file()).expect("a token");
        self.sets_up(&token).await.expect("is set up")
    }

    /// The store of the service, beside it.
    pub(super) async fn store(&self) -> store_sql::Database {
        let location = match self.own.stores() {
            chassis::Stores::Embedded { data_dir } => {
                store_sql::Location::Sqlite { path: data_dir.join("auth-rbac.sqlite") }
            }
            chassis::Stores::Distributed { postgres_url, schema_prefix } => {
                store_sql::Location::Postgres { url: postgres_url, schema: format!("{schema_prefix}auth") }
            }
        };
        store_sql::Database::open("auth-rbac", &location, crate::migrations::ALL).await.expect("opens")
    }

    /// A trail over that store.
    pub(super) async fn trail(&self) -> Trail {
        let (log, sources) = (self.log.clone(), self.sources.clone());
        let (database, limits) = (self.store().await, TrailLimits::default());
        Trail::start(ServiceName::AuthRbac, database, log, sources, limits, &self.tasks)
            .await
            .expect("starts")
    }

    /// Changes the store behind the service's back.
    pub(super) async fn puts(&self, text: &str) {
        let write = self.store().await.begin().await.expect("begins");
        write.run(text, []).await.expect("runs");
        write.commit().await.expect("commits");
    }

    /// A number from the store.
    pub(super) async fn number(&self, text: &str) -> i64 {
        let row = self.store().await.read().find(text, []).await.expect("reads");
        row.expect("a row").col::<i64>("n").expect("a number")
    }

    pub(super) async fn invites(
        &self,
        admin: &Words,
        role: Role,
        scopes: Vec<Scope>,
        email: &str,
    ) -> Account {
        let new = NewInvitation { role, scopes, patient_id: None, relation: None, unit_id: None };
        let invitation = self.call(Some(admin), Call::<Invite>::body(new)).await.expect("invites");
        self.accepts(&invitation.token, email).await.expect("accepts")
    }

    pub(super) async fn accepts(&self, token: &Words, email: &str) -> Result<Account, Problem> {
        let accept = Accept {
            token: token.clone(),
            name: Words::new("Somebody New"),
            email: Words::new(email),
            password: Words::new(PASSWORD),
        };
        let enrolled = self.call(None, Call::<AcceptInvitation>::body(accept)).await?;
        Ok(Account::of(&enrolled, email))
    }

    pub(super) async fn resident(&self, admin: &Words, email: &str) -> Account {
        let call = Call::<auth_rbac_api::GetOrganization>::default();
        let organization = self.call(Some(admin), call).await.expect("an organisation");
        self.registers(&organization.join_code, email).await.expect("registers")
    }

    pub(super) async fn registers(&self, join_code: &str, email: &str) -> Result<Account, Problem> {
        let registration = auth_rbac_api::Registration {
            join_code: join_code.to_owned(),
            name: Words::new("Rose Resident"),
            email: Words::new(email),
            password: Words::new(PASSWORD),
        };
        let enrolled = self.call(None, Call::<auth_rbac_api::Register>::body(registration)).await?;
        Ok(Account::of(&enrolled, email))
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
    pub(super) fn of(enrolled: &Enrolled, email: &str) -> Self {
        Self {
            person: enrolled.person_id,
            email: email.to_owned(),
            recovery: enrolled.recovery_codes.clone(),
            totp: enrolled.totp_secret.expose().to_owned(),
            step: Mutex::default(),
        }
    }

    /// The same account with another authenticator.
    pub(super) fn with(&self, secret: &Words) -> Self {
        Self {
            person: self.person,
            email: self.email.clone(),
            recovery: self.recovery.clone(),
            totp: secret.expose().to_owned(),
            step: Mutex::default(),
        }
    }

    /// The next one-time code that was not used; the clock moves when it must.
    pub(super) fn code(&self, clock: &ManualClock) -> String {
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
