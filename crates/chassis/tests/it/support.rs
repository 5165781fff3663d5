//! A small service with one operation of each shape, served in process and over mutual TLS.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use api::{
    Access, Category, Event, Idempotency, Method, PatientSource, Purpose, Role, ServiceName, Spec, StreamKind,
};
use chassis::{
    Address, Answer, Directory, EventSink, Identity, Inbound, KeySet, Listener, ListenerLimits, Metrics,
    Reply, Routes, Running, Security, Shed, Stack, Verifier, event_channel,
};
use kernel::{MessageId, RequestId, Sources};
use serde::{Deserialize, Serialize};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Note {
    pub text: String,
}

#[derive(Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ById {
    pub id: MessageId,
}

#[derive(Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(tag = "event", content = "data", rename_all = "snake_case")]
pub enum Tick {
    Count { n: u32, filler: String },
    Done { ending: String },
}

impl Event for Tick {
    fn is_ending(&self) -> bool {
        matches!(self, Self::Done { .. })
    }
}

#[derive(Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct HowMany {
    pub upto: u32,
    #[serde(default)]
    pub break_off: bool,
}

api::operation! {
    /// Writes a note.
    pub struct WriteNote;
    spec: Spec::new("consent.write_note", ServiceName::Consent, Method::Post, "/notes/{id}")
        .roles(&[Role::Resident])
        .services(&[ServiceName::AiGateway])
        .idempotency(Idempotency::KeyRequired)
        .body_bytes_max(1_000)
        .access(Access::patient(api::Action::Write, Category::CarePlan, Purpose::Treatment, PatientSource::Caller)),
    path: ById,
    body: Note,
    output: Note,
}

api::operation! {
    /// Counts.
    pub struct CountUp;
    spec: Spec::new("consent.count", ServiceName::Consent, Method::Get, "/count")
        .services(&[ServiceName::AiGateway])
        .stream(StreamKind::Events)
        .peers_only()
        .access(Access::none("numbers")),
    query: HowMany,
    event: Tick,
}

api::operation! {
    /// Fails.
    pub struct Panics;
    spec: Spec::new("consent.panics", ServiceName::Consent, Method::Get, "/panics")
        .services(&[ServiceName::AiGateway])
        .access(Access::none("nothing")),
}

api::operation! {
    /// Takes longer than it may.
    pub struct Hangs;
    spec: Spec::new("consent.hangs", ServiceName::Consent, Method::Get, "/hangs")
        .services(&[ServiceName::AiGateway])
        .timeout_ms(50)
        .access(Access::none("nothing")),
}

#[derive(Default)]
pub(crate) struct Seen {
    pub(crate) sent: AtomicUsize,
    pub(crate) cancelled: Notify,
}

async fn write(_: Arc<Seen>, inbound: Inbound<WriteNote>) -> Answer<WriteNote> {
    inbound.idempotency_key()?;
    Ok(Reply::Json(inbound.call.body))
}

async fn count(seen: Arc<Seen>, inbound: Inbound<CountUp>) -> Answer<CountUp> {
    let (sink, stream) = event_channel(4);
    let HowMany { upto, break_off } = inbound.call.query;
    tokio::spawn(send(seen, sink, upto, break_off));
    Ok(stream.into())
}

async fn send(seen: Arc<Seen>, sink: EventSink<Tick>, upto: u32, break_off: bool) {
    // Larger than every buffer on the way together would need thousands: back-pressure shows soon.
    let filler = "x".repeat(16 * 1024);
    for n in 0..upto {
        if sink.send(&Tick::Count { n, filler: filler.clone() }).await.is_err() {
            seen.cancelled.notify_one();
            return;
        }
        seen.sent.fetch_add(1, Ordering::SeqCst);
    }
    if !break_off {
        drop(sink.send(&Tick::Done { ending: "complete".into() }).await);
    }
}

/// One shape of the little platform.
pub(crate) struct Shape {
    pub(crate) name: &'static str,
    pub(crate) directory: Directory,
    pub(crate) client: api::Client,
    pub(crate) seen: Arc<Seen>,
    _folder: tempfile::TempDir,
    stop: CancellationToken,
}

impl Drop for Shape {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

pub(crate) fn context() -> api::CallContext {
    api::CallContext::background(Sources::system().id::<RequestId>())
}

pub(crate) fn running(seen: &Arc<Seen>) -> Running {
    Running::new(
        Routes::new(ServiceName::Consent, seen.clone())
            .on::<WriteNote, _, _>(write)
            .on::<CountUp, _, _>(count)
            .on::<Panics, _, _>(async |_, _| panic!("planted"))
            .on::<Hangs, _, _>(async |_, _| std::future::pending().await),
    )
}

pub(crate) fn stack(keys: Arc<KeySet>, sources: &Sources) -> Stack {
    Stack {
        service: ServiceName::Consent,
        sources: sources.clone(),
        metrics: Arc::default(),
        verifier: Verifier::new(keys, sources.clone()),
        shed: Shed::default(),
        outcomes: None,
    }
}

/// The same service in process and over mutual TLS, as `me` reaches it.
pub(crate) async fn both(me: ServiceName) -> [Shape; 2] {
    [in_process(me), over_mtls(me).await]
}

fn in_process(me: ServiceName) -> Shape {
    let seen: Arc<Seen> = Arc::default();
    let directory = Directory::default();
    let router = stack(KeySet::of(vec![]), &Sources::system()).public(&running(&seen));
    directory.enter(ServiceName::Consent, Address::Here(router));
    let client = directory.peers_of(me, None).client(ServiceName::Consent);
    let folder = tempfile::tempdir().expect("a folder");
    Shape { name: "in process", directory, client, seen, _folder: folder, stop: CancellationToken::new() }
}

async fn over_mtls(me: ServiceName) -> Shape {
    drop(rustls::crypto::aws_lc_rs::default_provider().install_default());
    let seen: Arc<Seen> = Arc::default();
    let folder = tempfile::tempdir().expect("a folder");
    let authority = Authority::new(folder.path());
    let stop = CancellationToken::new();
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let security = Security::Tls { identity: authority.identity(ServiceName::Consent), public: false };
    let metrics = Arc::new(Metrics::default());
    let limits = ListenerLimits { head_max: Duration::from_millis(300), ..ListenerLimits::default() };
    let listener = Listener::bind(address, security, limits, metrics).await.expect("binds");
    let router = stack(KeySet::of(vec![]), &Sources::system()).public(&running(&seen));
    let bound = listener.serve(router, stop.clone()).expect("serves");
    let directory = Directory::default();
    directory.enter(ServiceName::Consent, Address::There(vec![bound.address]));
    let client = directory.peers_of(me, Some(authority.identity(me))).client(ServiceName::Consent);
    Shape { name: "over mTLS", directory, client, seen, _folder: folder, stop }
}

/// A certificate authority of the test's own.
pub(crate) struct Authority {
    folder: std::path::PathBuf,
    issuer: rcgen::Issuer<'static, rcgen::KeyPair>,
}

impl Authority {
    pub(crate) fn new(folder: &std::path::Path) -> Self {
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
