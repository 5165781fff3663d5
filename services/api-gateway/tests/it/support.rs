//! A gateway on real ports, between raw sockets and services that remember what reached them.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use api::{Access, Method, Priority, Role, ServiceName, Spec};
use api_gateway::{ApiGateway, Config, Handles};
use audit_logging_api::{Append, Appended, AuditEvent};
use auth_rbac_api::{Liveness, SessionStatus};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cache::Cache;
use chassis::{
    Address, Answer, AuditContext, Bound, Chassis, Claims, Directory, Identity, Inbound, Jwk, KeySet,
    Listener, ListenerLimits, Metrics, Plain, Reply, Routes, Running, Security, Service, Shed, Stack, Stores,
    Tasks, Verifier,
};
use futures_util::StreamExt;
use kernel::{ManualClock, OrganizationId, PersonId, RequestId, SeededRandom, SessionId, Sources, Timestamp};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_util::sync::CancellationToken;
use vault::{KeyDirectory, SigningKeys};

#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[expect(unreachable_pub, reason = "the types of an operation are as public as it is")]
pub struct Note {
    pub text: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(tag = "event", content = "data", rename_all = "snake_case")]
#[expect(unreachable_pub, reason = "the types of an operation are as public as it is")]
pub enum NoteEvent {
    Written { text: String },
}

impl api::Event for NoteEvent {
    fn is_ending(&self) -> bool {
        false
    }
}

api::operation! {
    /// Reads something.
    pub struct ReadNote;
    spec: Spec::new("chat.read_note", ServiceName::ChatHistory, Method::Get, "/note")
        .roles(Role::PEOPLE).timeout_ms(2_000).access(Access::none("a note of a test")),
    output: Note,
}

api::operation! {
    /// Writes something.
    pub struct WriteNote;
    spec: Spec::new("chat.write_note", ServiceName::ChatHistory, Method::Post, "/note")
        .roles(Role::PEOPLE).body_bytes_max(1_000).access(Access::none("a note of a test")),
    body: Note,
    output: Note,
}

api::operation! {
    /// Something that is never there.
    pub struct FindNote;
    spec: Spec::new("chat.find_note", ServiceName::ChatHistory, Method::Get, "/note/missing")
        .roles(Role::PEOPLE).access(Access::none("a note of a test")),
    output: Note,
}

api::operation! {
    /// Takes its time, and more than the gateway waits for.
    pub struct HangNote;
    spec: Spec::new("chat.hang_note", ServiceName::ChatHistory, Method::Get, "/note/hangs")
        .roles(Role::PEOPLE).timeout_ms(100).access(Access::none("a note of a test")),
    output: Note,
}

api::operation! {
    /// Guesses at a secret: open to anybody.
    pub struct GuessNote;
    spec: Spec::new("chat.guess_note", ServiceName::ChatHistory, Method::Post, "/note/guess")
        .anonymous().access(Access::none("a note of a test")),
    body: Note,
    output: Note,
}

api::operation! {
    /// Goes on for ever.
    pub struct WatchNotes;
    spec: Spec::new("chat.watch_notes", ServiceName::ChatHistory, Method::Get, "/note/events")
        .roles(Role::PEOPLE).stream(api::StreamKind::Events).access(Access::none("a note of a test")),
    event: NoteEvent,
}

api::operation! {
    /// A turn: nothing is refused at the edge, what was found goes along.
    pub struct Turn;
    spec: Spec::new("ai.turn", ServiceName::AiGateway, Method::Post, "/turn")
        .roles(&[Role::Resident]).deferred_authentication().priority(Priority::Crisis)
        .access(Access::none("a turn of a test")),
    body: Note,
    output: Note,
}

/// What the services behind the gateway saw.
#[derive(Default)]
pub(crate) struct Seen {
    pub(crate) reads: AtomicUsize,
    pub(crate) writes: AtomicUsize,
    pub(crate) headers: Mutex<Vec<http::HeaderMap>>,
    pub(crate) events: Mutex<Vec<AuditEvent>>,
    pub(crate) refusals: Mutex<Vec<Option<String>>>,
    pub(crate) session_ended: AtomicBool,
    pub(crate) session_silent: AtomicBool,
    /// Whether each question after a session counted as its use.
    pub(crate) activity: Mutex<Vec<bool>>,
    pub(crate) unwell: AtomicBool,
}

async fn read(seen: Arc<Seen>, _: Inbound<ReadNote>) -> Answer<ReadNote> {
    seen.reads.fetch_add(1, Ordering::SeqCst);
    Ok(Reply::Json(Note { text: "read".into() }))
}

async fn write(seen: Arc<Seen>, inbound: Inbound<WriteNote>) -> Answer<WriteNote> {
    seen.writes.fetch_add(1, Ordering::SeqCst);
    Ok(Reply::Json(inbound.call.body))
}

async fn turn(seen: Arc<Seen>, inbound: Inbound<Turn>) -> Answer<Turn> {
    seen.refusals.lock().expect("a lock").push(inbound.edge_refusal.clone());
    Ok(Reply::Json(inbound.call.body))
}

async fn watch(_: Arc<Seen>, _: Inbound<WatchNotes>) -> Answer<WatchNotes> {
    let written = NoteEvent::Written { text: "first".into() };
    let events = futures_util::stream::once(async { written });
    Ok(chassis::EventStream::of(events.chain(futures_util::stream::pending())).into())
}

async fn append(seen: Arc<Seen>, inbound: Inbound<Append>) -> Answer<Append> {
    let events = inbound.call.body.events;
    let appended = u32::try_from(events.len()).expect("a batch");
    seen.events.lock().expect("a lock").extend(events);
    Ok(Reply::Json(Appended { appended, repeated: 0, conflicting: Vec::new(), size: appended.into() }))
}

async fn session(seen: Arc<Seen>, inbound: Inbound<SessionStatus>) -> Answer<SessionStatus> {
    seen.activity.lock().expect("a lock").push(inbound.call.body.activity);
    if seen.session_silent.load(Ordering::SeqCst) {
        std::future::pending::<()>().await;
    }
    Ok(Reply::Json(Liveness { live: !seen.session_ended.load(Ordering::SeqCst), silent: false }))
}

pub(crate) fn chat(seen: &Arc<Seen>) -> Running {
    let unwell = seen.clone();
    Running::new(
        Routes::new(ServiceName::ChatHistory, seen.clone())
            .on::<ReadNote, _, _>(read)
            .on::<WriteNote, _, _>(write)
            .on::<FindNote, _, _>(async |_, _| Err(api::codes::NOT_FOUND.into()))
            .on::<HangNote, _, _>(async |_, _| std::future::pending().await)
            .on::<WatchNotes, _, _>(watch)
            .on::<GuessNote, _, _>(async |_, inbound: Inbound<GuessNote>| Ok(Reply::Json(inbound.call.body))),
    )
    .check("store", move || {
        let unwell = unwell.unwell.load(Ordering::SeqCst);
        async move { if unwell { Err("the store does not answer") } else { Ok(()) } }
    })
}

/// The services behind the gateway.
fn services(seen: &Arc<Seen>) -> [(ServiceName, Running); 4] {
    let routes = |service| Routes::new(service, seen.clone());
    [
        (ServiceName::ChatHistory, chat(seen)),
        (ServiceName::AiGateway, Running::new(routes(ServiceName::AiGateway).on::<Turn, _, _>(turn))),
        (
            ServiceName::AuditLogging,
            Running::new(routes(ServiceName::AuditLogging).on::<Append, _, _>(append)),
        ),
        (
            ServiceName::AuthRbac,
            Running::new(routes(ServiceName::AuthRbac).on::<SessionStatus, _, _>(session)),
        ),
    ]
}

fn handles(folder: &Path, cache: Cache) -> Handles {
    let private = KeyDirectory::open(&folder.join("keys")).expect("a key directory");
    Handles {
        services: vec![
            ServiceName::ChatHistory,
            ServiceName::AiGateway,
            ServiceName::AuditLogging,
            ServiceName::AuthRbac,
            ServiceName::ApiGateway,
        ],
        operations: vec![
            api::Described::of::<ReadNote>(),
            api::Described::of::<WriteNote>(),
            api::Described::of::<FindNote>(),
            api::Described::of::<HangNote>(),
            api::Described::of::<WatchNotes>(),
            api::Described::of::<GuessNote>(),
            api::Described::of::<Turn>(),
        ],
        cache,
        keys: Arc::new(SigningKeys::new(private, folder)),
        place: "us-ca".to_owned(),
        console: true,
    }
}

async fn serve<const N: usize>(
    ports: [(Security, axum::Router); N],
    limits: ListenerLimits,
    metrics: &Arc<Metrics>,
    stop: &CancellationToken,
) -> Vec<Bound> {
    let mut bound = Vec::new();
    for (security, router) in ports {
        let listener = Listener::bind(any_port(), security, limits, metrics.clone()).await.expect("binds");
        bound.push(listener.serve(router, stop.clone()).expect("serves"));
    }
    bound
}

/// An installation with a gateway on real ports.
pub(crate) struct World {
    pub(crate) seen: Arc<Seen>,
    pub(crate) public: SocketAddr,
    /// The gateway's router, as a client in its own process has it.
    pub(crate) here: axum::Router,
    /// The internal port, plain, as on loopback.
    pub(crate) internal: SocketAddr,
    /// The internal port over mutual TLS.
    pub(crate) internal_tls: SocketAddr,
    own: SocketAddr,
    pub(crate) directory: Directory,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) sources: Sources,
    pub(crate) authority: Authority,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) keys: Arc<KeySet>,
    signing: jsonwebtoken::EncodingKey,
    pub(crate) tasks: Tasks,
    stop: CancellationToken,
    bound: Vec<Bound>,
    folder: Arc<tempfile::TempDir>,
}

impl Drop for World {
    fn drop(&mut self) {
        self.stop.cancel();
        self.bound.clear();
    }
}

/// A router whose requests' headers are noted.
fn heard(router: axum::Router, seen: &Arc<Seen>) -> axum::Router {
    let seen = seen.clone();
    router.layer(axum::middleware::from_fn(
        move |request: axum::extract::Request, next: axum::middleware::Next| {
            seen.headers.lock().expect("a lock").push(request.headers().clone());
            next.run(request)
        },
    ))
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(Config::default(), ListenerLimits::default()).await
    }

    pub(crate) async fn with(config: Config, limits: ListenerLimits) -> Self {
        let clock = ManualClock::at(Timestamp::from_micros(1_700_000_000_000_000));
        let sources = Sources::new(clock.clone(), SeededRandom::new(1));
        let cache = Cache::memory(sources.clone());
        Self::over(config, limits, clock, cache).await
    }

    pub(crate) async fn over(
        config: Config,
        limits: ListenerLimits,
        clock: Arc<ManualClock>,
        cache: Cache,
    ) -> Self {
        let folder = Arc::new(tempfile::tempdir().expect("a folder"));
        Self::within(folder, config, limits, clock, cache).await
    }

    /// Stops as a drain does, and starts again on what was written.
    pub(crate) async fn restarts(self) -> Self {
        assert!(self.tasks.drain(Duration::from_secs(20)).await, "drains");
        let told: Vec<_> = std::mem::take(&mut *self.seen.events.lock().expect("a lock"));
        let cache = Cache::memory(self.sources.clone());
        let limits = ListenerLimits::default();
        let again =
            Self::within(self.folder.clone(), Config::default(), limits, self.clock.clone(), cache).await;
        again.seen.events.lock().expect("a lock").extend(told);
        again
    }

    async fn within(
        folder: Arc<tempfile::TempDir>,
        config: Config,
        limits: ListenerLimits,
        clock: Arc<ManualClock>,
        cache: Cache,
    ) -> Self {
        drop(rustls::crypto::aws_lc_rs::default_provider().install_default());
        let sources = Sources::new(clock.clone(), SeededRandom::new(1));
        let (seen, authority) = (Arc::<Seen>::default(), Authority::new(folder.path()));
        let (directory, tasks, metrics) = (Directory::default(), Tasks::default(), Arc::<Metrics>::default());
        let (signing, jwk) = signing_key();
        let keys = KeySet::of(vec![jwk]);
        let stack = |service, outcomes| Stack {
            service,
            sources: sources.clone(),
            metrics: metrics.clone(),
            verifier: Verifier::new(keys.clone(), sources.clone()),
            shed: Shed::default(),
            outcomes,
        };
        let services = services(&seen);
        for (service, running) in &services {
            directory.enter(*service, Address::Here(heard(stack(*service, None).public(running), &seen)));
        }
        let identity = authority.identity(ServiceName::ApiGateway);
        let chassis = Chassis {
            name: ServiceName::ApiGateway,
            sources: sources.clone(),
            peers: directory.peers_of(ServiceName::ApiGateway, Some(identity.clone())),
            tasks: tasks.clone(),
            metrics: metrics.clone(),
            stores: Stores::Embedded { data_dir: folder.path().to_owned() },
            data_dir: folder.path().to_owned(),
        };
        let handles = handles(folder.path(), cache);
        let mut running = ApiGateway::build(config, chassis, handles).await.expect("builds");
        let stack = stack(ServiceName::ApiGateway, running.outcome_sink());
        let here = stack.public(&running);
        let inside = running.take_inside().expect("operations of its own");
        let stop = CancellationToken::new();
        let ports = [
            (Security::Plain(Plain::Public), here.clone()),
            (Security::Plain(Plain::Internal), stack.public(&inside)),
            (Security::Tls { identity, public: false }, stack.public(&inside)),
            (Security::Plain(Plain::Internal), stack.internal(&running)),
        ];
        let bound = serve(ports, limits, &metrics, &stop).await;
        Self {
            seen,
            public: bound[0].address,
            here,
            internal: bound[1].address,
            internal_tls: bound[2].address,
            own: bound[3].address,
            directory,
            clock,
            sources,
            authority,
            metrics,
            keys,
            signing,
            tasks,
            stop,
            bound,
            folder,
        }
    }

    /// A token of somebody with a role.
    pub(crate) fn token(&self, role: Role) -> (PersonId, String) {
        let person: PersonId = self.sources.id();
        let (organization, session): (OrganizationId, SessionId) = (self.sources.id(), self.sources.id());
        let now = self.sources.now().as_seconds();
        let claims = Claims {
            iss: Claims::ISSUER.into(),
            aud: Claims::AUDIENCE.into(),
            sub: person,
            iat: now,
            nbf: now,
            exp: now + 600,
            jti: "test".into(),
            user_id: person,
            role,
            organization_id: organization,
            permissions: Vec::new(),
            audit_context: AuditContext { session_id: session, amr: vec!["pwd".into()] },
            auth_time: None,
            proven_until: None,
        };
        let mut header = jsonwebtoken::Header::new(jsonwebtoken::Algorithm::EdDSA);
        (header.typ, header.kid) = (Some(Claims::TYPE.into()), Some("test".into()));
        (person, jsonwebtoken::encode(&header, &claims, &self.signing).expect("signs"))
    }

    /// The gateway's own report.
    pub(crate) async fn own_health(&self) -> serde_json::Value {
        ask(self.own, "GET /health", None, "").await.json()
    }

    /// Sends bytes as they are to the public port and reads until it closes, or nothing comes for a while.
    pub(crate) async fn raw(&self, bytes: &[u8]) -> String {
        raw(self.public, bytes).await
    }

    /// One request on the public port, with `Connection: close`.
    pub(crate) async fn ask(&self, head: &str, token: Option<&str>, body: &str) -> Response {
        ask(self.public, head, token, body).await
    }

    /// Waits until a condition on what was seen holds.
    pub(crate) async fn until(&self, what: &str, holds: impl Fn(&Seen) -> bool) {
        let wait = async {
            while !holds(&self.seen) {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), wait).await.unwrap_or_else(|_| panic!("never: {what}"));
    }
}

pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Response {
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.body))
    }

    pub(crate) fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }
}

pub(crate) async fn ask(address: SocketAddr, head: &str, token: Option<&str>, body: &str) -> Response {
    let mut text = format!("{head} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n");
    if let Some(token) = token {
        text += &format!("authorization: Bearer {token}\r\n");
    }
    if !body.is_empty() {
        text += &format!("content-type: application/json\r\ncontent-length: {}\r\n", body.len());
    }
    let answer = raw(address, format!("{text}\r\n{body}").as_bytes()).await;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    Response { status, head: head.to_ascii_lowercase(), body: dechunked(head, body) }
}

fn dechunked(head: &str, body: &str) -> String {
    if !head.to_ascii_lowercase().contains("transfer-encoding: chunked") {
        return body.to_owned();
    }
    let (mut rest, mut whole) = (body, String::new());
    while let Some((size, after)) = rest.split_once("\r\n") {
        let size = usize::from_str_radix(size, 16).unwrap_or(0);
        if size == 0 {
            break;
        }
        whole += &after[..size];
        rest = &after[size + 2..];
    }
    whole
}

pub(crate) async fn raw(address: SocketAddr, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.expect("connects");
    // A gateway that refuses early closes before all was written.
    drop(stream.write_all(bytes).await);
    let mut answer = Vec::new();
    let mut buffer = [0; 4096];
    while let Ok(Ok(read @ 1..)) =
        tokio::time::timeout(Duration::from_secs(2), stream.read(&mut buffer)).await
    {
        answer.extend_from_slice(&buffer[..read]);
    }
    String::from_utf8_lossy(&answer).into_owned()
}

pub(crate) fn any_port() -> SocketAddr {
    SocketAddr::from((Ipv4Addr::LOCALHOST, 0))
}

pub(crate) fn context() -> api::CallContext {
    api::CallContext::background(Sources::system().id::<RequestId>())
}

fn signing_key() -> (jsonwebtoken::EncodingKey, Jwk) {
    let pair = rcgen::KeyPair::generate_for(&rcgen::PKCS_ED25519).expect("a key");
    let jwk = Jwk {
        kty: "OKP".into(),
        crv: "Ed25519".into(),
        alg: "EdDSA".into(),
        usage: "sig".into(),
        kid: "test".into(),
        x: URL_SAFE_NO_PAD.encode(pair.public_key_raw()),
    };
    (jsonwebtoken::EncodingKey::from_ed_der(pair.serialized_der()), jwk)
}

/// A certificate authority of the test's own.
pub(crate) struct Authority {
    folder: std::path::PathBuf,
    issuer: rcgen::Issuer<'static, rcgen::KeyPair>,
}

impl Authority {
    fn new(folder: &Path) -> Self {
        let key = rcgen::KeyPair::generate().expect("a key");
        let mut params = rcgen::CertificateParams::new(Vec::new()).expect("parameters");
        params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        let certificate = params.self_signed(&key).expect("a certificate");
        std::fs::write(folder.join("ca.pem"), certificate.pem()).expect("writes");
        Self { folder: folder.to_owned(), issuer: rcgen::Issuer::new(params, key) }
    }

    pub(crate) fn identity(&self, service: ServiceName) -> Arc<Identity> {
        let key = rcgen::KeyPair::generate().expect("a key");
        let mut params = rcgen::CertificateParams::new(vec![chassis::dns_name(service)]).expect("parameters");
        let uri = chassis::spiffe_id(service).try_into().expect("ASCII");
        params.subject_alt_names.push(rcgen::SanType::URI(uri));
        let certificate = params.signed_by(&key, &self.issuer).expect("signs");
        let file = |kind: &str| self.folder.join(format!("{service}.{kind}"));
        std::fs::write(file("pem"), certificate.pem()).expect("writes");
        std::fs::write(file("key"), key.serialize_pem()).expect("writes");
        Arc::new(Identity::load(&file("pem"), &file("key"), &self.folder.join("ca.pem")).expect("loads"))
    }
}
