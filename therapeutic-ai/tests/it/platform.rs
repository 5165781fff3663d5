//! Platforms beside each other: an instance registers with a gateway, leaves, and its certificate is renewed.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::Path;
use std::time::Duration;

use api::ServiceName;
use kernel::Sources;
use testkit::PATIENCE;
use therapeutic_ai::config::{Config, RegisterConfig, TlsConfig};
use therapeutic_ai::platform::{Platform, StartError};

const SERVICES: [ServiceName; 2] = [ServiceName::ApiGateway, ServiceName::ContentSafety];

fn any_port() -> SocketAddr {
    SocketAddr::from((Ipv4Addr::LOCALHOST, 0))
}

/// An authority, and a certificate of each service.
fn certificates(folder: &Path) -> TlsConfig {
    let key = rcgen::KeyPair::generate().expect("a key");
    let mut params = rcgen::CertificateParams::new(Vec::new()).expect("parameters");
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let authority = folder.join("authority.pem");
    std::fs::write(&authority, params.self_signed(&key).expect("a certificate").pem()).expect("writes");
    let issuer = rcgen::Issuer::new(params, key);
    for service in SERVICES {
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

fn config(folder: &Path, service: ServiceName, tls: &TlsConfig) -> Config {
    let mut config = Config {
        services: vec![service],
        data_dir: folder.join(service.name()),
        listen: any_port(),
        internal_listen: any_port(),
        tls: Some(tls.clone()),
        ..Config::default()
    };
    // Public keys as an earlier run left them: auth-rbac is not part of this.
    std::fs::create_dir_all(&config.data_dir).expect("makes");
    let key = r#"[{"kty":"OKP","crv":"Ed25519","alg":"EdDSA","use":"sig","kid":"k","x":"eA"}]"#;
    std::fs::write(config.data_dir.join("jwks.json"), key).expect("writes");
    // Any port: the gateway is told which.
    config.ports.insert(service, 0);
    config
}

async fn get(address: SocketAddr, path: &'static str) -> String {
    ask(address, format!("GET {path} HTTP/1.1\r\n")).await
}

async fn ask(address: SocketAddr, head: String) -> String {
    let work = tokio::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(address).expect("connects");
        write!(stream, "{head}host: x\r\nconnection: close\r\n\r\n").expect("writes");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("reads");
        answer
    });
    work.await.expect("ends")
}

async fn until(address: SocketAddr, path: &'static str, what: &str) {
    let mut last = String::new();
    let wait = async {
        loop {
            last = get(address, path).await;
            if last.contains(what) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    // A breaker that opened under load may stay open for a minute at a time.
    let ended = tokio::time::timeout(PATIENCE * 3, wait).await;
    assert!(ended.is_ok(), "never: {what}; at last {last}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_instance_registers_is_seen_and_gives_its_place_back() {
    drop(rustls::crypto::aws_lc_rs::default_provider().install_default());
    let folder = tempfile::tempdir().expect("a folder");
    let tls = certificates(folder.path());
    let mut gateway = config(folder.path(), ServiceName::ApiGateway, &tls);
    gateway.internal_tls_listen = Some(any_port());
    gateway.api_gateway.register_networks = vec!["127.0.0.0/8".to_owned()];
    let gateway = Platform::start(gateway, Sources::system()).await.expect("the gateway starts");
    let internal_tls = gateway.internal_tls.expect("an address");
    let report = get(gateway.internal, "/health").await;
    assert!(report.contains(r#""content-safety":"unreachable""#), "{report}");

    let mut safety = config(folder.path(), ServiceName::ContentSafety, &tls);
    safety.register = RegisterConfig { gateways: vec![internal_tls], host: Some("127.0.0.1".to_owned()) };
    let safety = Platform::start(safety, Sources::system()).await.expect("an instance starts");
    until(gateway.internal, "/health", r#""content-safety":"healthy""#).await;
    until(gateway.internal, "/metrics", r#"peer_circuits{peer="content-safety",state="closed"} 1"#).await;

    // Its certificate is renewed while it runs; the next look sees it.
    certificates(folder.path());
    until(safety.internal, "/content-safety/metrics", r#"event="certificate_renewed"} 1"#).await;
    until(gateway.internal, "/metrics", r#"event="certificate_renewed"} 1"#).await;
    until(gateway.internal, "/health", r#""content-safety":"healthy""#).await;

    assert!(safety.stop().await, "drains");
    until(gateway.internal, "/health", r#""content-safety":"unreachable""#).await;
    assert!(gateway.stop().await, "drains");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_changed_table_of_peers_is_followed_and_a_wrong_one_is_not() {
    drop(rustls::crypto::aws_lc_rs::default_provider().install_default());
    let folder = tempfile::tempdir().expect("a folder");
    let tls = certificates(folder.path());
    let safety = config(folder.path(), ServiceName::ContentSafety, &tls);
    let safety = Platform::start(safety, Sources::system()).await.expect("an instance starts");
    let address = safety.services.first().expect("it listens").1;
    let gateway = config(folder.path(), ServiceName::ApiGateway, &tls);
    let file = folder.path().join("configuration").join("gateway.toml");
    std::fs::create_dir(file.parent().expect("a folder")).expect("makes");
    std::fs::write(&file, "").expect("writes");
    let running = Platform::start(gateway.clone(), Sources::system()).await.expect("the gateway starts");
    running.follow(file.clone(), &gateway);
    until(running.internal, "/health", r#""content-safety":"unreachable""#).await;
    std::fs::write(&file, format!("[peers]\ncontent-safety = [\"{address}\"]\n")).expect("writes");
    until(running.internal, "/health", r#""content-safety":"healthy""#).await;
    std::fs::write(&file, "[peers]\ncontent-safty = []\n").expect("writes");
    std::fs::write(folder.path().join("configuration").join("other"), "").expect("writes");
    until(running.internal, "/health", r#""content-safety":"healthy""#).await;
    std::fs::write(&file, "").expect("writes");
    until(running.internal, "/health", r#""content-safety":"unreachable""#).await;
    assert!(running.stop().await && safety.stop().await, "drains");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_of_a_named_origin_may_call_and_another_may_not() {
    drop(rustls::crypto::aws_lc_rs::default_provider().install_default());
    let folder = tempfile::tempdir().expect("a folder");
    let tls = certificates(folder.path());
    let mut gateway = config(folder.path(), ServiceName::ApiGateway, &tls);
    gateway.api_gateway.cors_origins = vec!["https://care.example".to_owned()];
    let running = Platform::start(gateway.clone(), Sources::system()).await.expect("the gateway starts");
    let public = running.public.expect("an address");
    let preflight = |origin: &str| {
        format!("OPTIONS /auth/login HTTP/1.1\r\norigin: {origin}\r\naccess-control-request-method: POST\r\n")
    };
    let named = ask(public, preflight("https://care.example")).await;
    assert!(named.contains("access-control-allow-origin: https://care.example"), "{named}");
    let another = ask(public, preflight("https://evil.example")).await;
    assert!(!another.contains("access-control-allow"), "{another}");
    assert!(running.stop().await, "drains");
    gateway.api_gateway.cors_origins = vec!["*".to_owned()];
    assert!(Platform::start(gateway, Sources::system()).await.is_err(), "a wildcard stops the start");
}

/// Where Redis is, if this run has one. Where it must be there and is not, this fails.
#[expect(clippy::disallowed_methods, reason = "a test reads where its server is")]
fn redis_url() -> Option<String> {
    let url = std::env::var("TEST_REDIS_URL").ok();
    assert!(url.is_some() || std::env::var("CI").is_err(), "TEST_REDIS_URL is not set");
    url
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_line_of_the_configuration_puts_the_cache_into_redis() {
    drop(rustls::crypto::aws_lc_rs::default_provider().install_default());
    let folder = tempfile::tempdir().expect("a folder");
    let tls = certificates(folder.path());
    let mut gateway = config(folder.path(), ServiceName::ApiGateway, &tls);
    let file = folder.path().join("redis-url");
    gateway.cache.redis_url_file = Some(file.clone());
    std::fs::write(&file, "redis://:secret@10.1.2.3:6379").expect("writes");
    let refused =
        Platform::start(gateway.clone(), Sources::system()).await.err().expect("plain, off loopback");
    assert!(matches!(refused, StartError::Cache(_)) && !format!("{refused:?}").contains("secret"));
    let Some(url) = redis_url() else { return };
    for (url, told) in
        [(url.as_str(), r#""cache":"ok""#), ("redis://127.0.0.1:1", r#""cache":"Redis does not"#)]
    {
        std::fs::write(&file, format!("{url}\n")).expect("writes");
        let running =
            Platform::start(gateway.clone(), Sources::system()).await.expect("it starts either way");
        let health = get(running.internal, "/api-gateway/health").await;
        assert!(health.contains(told), "{health}");
        assert!(running.stop().await, "drains");
    }
}
