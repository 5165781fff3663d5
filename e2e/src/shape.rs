//! Starting the platform in one of its two shapes.

use std::collections::{BTreeMap, HashMap};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use api::{CallContext, Role, ServiceName};
use kernel::{PersonId, Sources};
use therapeutic_ai::config::{Config, StoresConfig, StoresMode, TlsConfig};
use therapeutic_ai::demo::{self, Demo};
use therapeutic_ai::outside::Outside;
use therapeutic_ai::platform::Platform;
use therapeutic_ai::registry::installed;

use crate::people::Person;

/// Where PostgreSQL is, if this run has one. Where it must be there and is not, this fails.
#[expect(clippy::disallowed_methods, reason = "a test reads where its server is")]
pub fn postgres_url() -> Option<String> {
    let url = std::env::var("TEST_POSTGRES_URL").ok();
    assert!(
        url.is_some() || std::env::var("CI").is_err(),
        "TEST_POSTGRES_URL is not set: the split shape was not exercised"
    );
    url
}

/// A running platform with the demonstration's people.
pub struct TestPlatform {
    /// `all-in-one` or `split`.
    pub shape: &'static str,
    /// How everybody signs in.
    pub demo: Demo,
    /// The gateway.
    pub outside: Outside,
    /// The machine's time and chance.
    pub sources: Sources,
    pub(crate) sessions: tokio::sync::Mutex<HashMap<PersonId, CallContext>>,
    configs: BTreeMap<ServiceName, Config>,
    running: Vec<(ServiceName, Platform)>,
    folder: tempfile::TempDir,
}

impl TestPlatform {
    /// Everything in one process's worth of services, on SQLite.
    pub async fn all_in_one() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let config = Config {
            data_dir: folder.path().join("data"),
            listen: any_port(),
            internal_listen: any_port(),
            ..Config::default()
        };
        let configs = BTreeMap::from([(ServiceName::ApiGateway, config)]);
        Self::start("all-in-one", folder, configs).await
    }

    /// Every service by itself, over mutual TLS, on PostgreSQL.
    pub async fn split(postgres_url: &str) -> Self {
        // Another test may have been first; one provider is all there is.
        drop(rustls::crypto::aws_lc_rs::default_provider().install_default());
        let folder = tempfile::tempdir().expect("a folder");
        let tls = certificates(folder.path());
        let url_file = folder.path().join("postgres-url");
        std::fs::write(&url_file, postgres_url).expect("writes");
        let prefix =
            format!("e2e_{}_", Sources::system().id::<kernel::RequestId>().to_string().replace('-', "_"));
        let ports: BTreeMap<ServiceName, u16> =
            installed().into_iter().map(|name| (name, free_port())).collect();
        let peers =
            ports.iter().map(|(name, port)| (*name, vec![SocketAddr::from((Ipv4Addr::LOCALHOST, *port))]));
        let peers: BTreeMap<_, _> = peers.collect();
        let configs = installed().into_iter().map(|name| {
            let config = Config {
                services: vec![name],
                data_dir: folder.path().join(name.name()),
                key_dir: Some(folder.path().join("keys")),
                listen: any_port(),
                internal_listen: any_port(),
                ports: ports.clone(),
                peers: peers.clone(),
                stores: StoresConfig {
                    mode: StoresMode::Distributed,
                    postgres_url_file: Some(url_file.clone()),
                    schema_prefix: Some(prefix.clone()),
                },
                tls: Some(tls.clone()),
                ..Config::default()
            };
            (name, config)
        });
        let configs = configs.collect();
        Self::start("split", folder, configs).await
    }

    async fn start(
        shape: &'static str,
        folder: tempfile::TempDir,
        configs: BTreeMap<ServiceName, Config>,
    ) -> Self {
        let sources = Sources::system();
        let mut running = Vec::new();
        // In the order of the registry: each one's needs come first.
        for name in installed().into_iter().filter(|name| configs.contains_key(name)) {
            let platform = Platform::start(configs[&name].clone(), sources.clone()).await;
            running.push((name, platform.unwrap_or_else(|error| panic!("{name} does not start: {error:?}"))));
        }
        let gateway = running.iter().find(|(name, _)| *name == ServiceName::ApiGateway).expect("a gateway");
        let base_url = format!("http://{}", gateway.1.public.expect("a public address"));
        let data_dir = running
            .iter()
            .find(|(name, _)| *name == ServiceName::AuthRbac)
            .map_or(&gateway.1.data_dir, |(_, platform)| &platform.data_dir);
        let demo = demo::seed(&base_url, data_dir, &sources).await.expect("the demonstration is made");
        let outside = Outside::new(&base_url);
        Self {
            shape,
            demo,
            outside,
            sources,
            sessions: tokio::sync::Mutex::default(),
            configs,
            running,
            folder,
        }
    }

    /// Signs in a person of the demonstration.
    pub async fn person(&self, role: Role) -> Person<'_> {
        let account = self.demo.account(role).expect("the demonstration has this role");
        Person::sign_in(self, account).await
    }

    /// Signs in the compliance officer.
    pub async fn compliance_officer(&self) -> Person<'_> {
        let account =
            self.demo.accounts.iter().find(|account| !account.scopes.is_empty()).expect("an officer");
        Person::sign_in(self, account).await
    }

    /// Stops one service of the split shape.
    pub async fn stop_service(&mut self, name: ServiceName) {
        let place = self.running.iter().position(|(running, _)| *running == name).expect("it runs");
        let (_, platform) = self.running.remove(place);
        assert!(platform.stop().await, "{name} stops cleanly");
    }

    /// Starts it again, where it was.
    pub async fn start_service(&mut self, name: ServiceName) {
        let platform = Platform::start(self.configs[&name].clone(), self.sources.clone()).await;
        self.running.push((name, platform.expect("starts again")));
    }

    /// The data directory of a service.
    pub fn data_dir(&self, name: ServiceName) -> PathBuf {
        let config = self.configs.get(&name).unwrap_or_else(|| &self.configs[&ServiceName::ApiGateway]);
        config.data_dir.clone()
    }

    /// The internal address of a service's process.
    pub fn internal(&self, name: ServiceName) -> SocketAddr {
        let found = self.running.iter().find(|(running, _)| *running == name);
        found.or_else(|| self.running.first()).expect("something runs").1.internal
    }

    /// Everything that was written, keys included.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Stops everything, the gateway first.
    pub async fn stop(mut self) -> tempfile::TempDir {
        while let Some((name, platform)) = self.running.pop() {
            assert!(platform.stop().await, "{name} stops cleanly ({})", self.shape);
        }
        self.folder
    }
}

fn any_port() -> SocketAddr {
    SocketAddr::from((Ipv4Addr::LOCALHOST, 0))
}

/// A port that is free and stays so until its service starts: below the range from which the system takes the
/// near ends of outgoing connections, and never given twice by this process.
fn free_port() -> u16 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    const FIRST: u32 = 12_000;
    const COUNT: u32 = 20_000;
    // Two processes at once begin at different places.
    let start = std::process::id().wrapping_mul(97) % COUNT;
    loop {
        let place = start + NEXT.fetch_add(1, Ordering::Relaxed);
        let port = u16::try_from(FIRST + place % COUNT).expect("below 32,000");
        if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return port;
        }
    }
}

/// A certificate authority of this run's own, and a certificate for every service.
fn certificates(folder: &Path) -> TlsConfig {
    let key = rcgen::KeyPair::generate().expect("a key");
    let mut params = rcgen::CertificateParams::new(Vec::new()).expect("parameters");
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let authority = folder.join("authority.pem");
    std::fs::write(&authority, params.self_signed(&key).expect("signs itself").pem()).expect("writes");
    let issuer = rcgen::Issuer::new(params, key);
    for service in installed() {
        let key = rcgen::KeyPair::generate().expect("a key");
        let mut params = rcgen::CertificateParams::new(vec![chassis::dns_name(service)]).expect("parameters");
        let uri = chassis::spiffe_id(service).try_into().expect("ASCII");
        params.subject_alt_names.push(rcgen::SanType::URI(uri));
        let certificate = params.signed_by(&key, &issuer).expect("signs");
        std::fs::write(folder.join(format!("{service}.pem")), certificate.pem()).expect("writes");
        std::fs::write(folder.join(format!("{service}.key")), key.serialize_pem()).expect("writes");
    }
    TlsConfig { authority, directory: folder.to_owned() }
}
