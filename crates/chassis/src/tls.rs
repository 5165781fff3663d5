//! Identities of services: a certificate whose URI is the service's SPIFFE id and whose DNS name is what the
//! other side asks for. Both ends check both against one authority. Certificates live for days: they are read
//! again when their files change, and new connections use the new ones while old ones go on.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use api::ServiceName;
use arc_swap::ArcSwap;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::server::WebPkiClientVerifier;
use rustls::{ClientConfig, RootCertStore, ServerConfig};
use x509_parser::extensions::GeneralName;

/// The trust domain of all identities.
const TRUST_DOMAIN: &str = "therapeutic-ai";

/// Why an identity cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file is missing or is not PEM.
    #[error("cannot read {what}")]
    Read {
        /// Which file.
        what: &'static str,
        /// Why.
        #[source]
        source: rustls::pki_types::pem::Error,
    },
    /// The certificate, key and authority do not fit.
    #[error("the certificate cannot be used")]
    Unusable(#[source] rustls::Error),
    /// The authority cannot verify clients.
    #[error("the certificate authority cannot be used")]
    Authority(#[source] rustls::server::VerifierBuilderError),
}

/// A service's certificate and key, and the authority that it trusts.
#[derive(Debug)]
pub struct Identity {
    files: Files,
    current: ArcSwap<Current>,
    generations: AtomicU64,
}

#[derive(Debug)]
struct Files {
    certificate: PathBuf,
    key: PathBuf,
    authority: PathBuf,
}

/// What new connections are made with.
#[derive(Debug)]
struct Current {
    generation: u64,
    chain: Vec<CertificateDer<'static>>,
    authorities: Vec<CertificateDer<'static>>,
    client: ClientConfig,
    server: Arc<ServerConfig>,
}

impl Identity {
    /// Reads PEM files.
    pub fn load(certificate: &Path, key: &Path, authority: &Path) -> Result<Self, TlsError> {
        let files = Files { certificate: certificate.into(), key: key.into(), authority: authority.into() };
        let current = ArcSwap::from_pointee(files.read(0)?);
        Ok(Self { files, current, generations: AtomicU64::new(0) })
    }

    /// Reads the files again; whether they are others now. When they do not hold, what was there goes on.
    pub fn reload(&self) -> Result<bool, TlsError> {
        let fresh = self.files.read(self.generations.load(Ordering::Acquire) + 1)?;
        let before = self.current.load();
        if fresh.chain == before.chain && fresh.authorities == before.authorities {
            return Ok(false);
        }
        self.generations.fetch_max(fresh.generation, Ordering::AcqRel);
        self.current.store(Arc::new(fresh));
        Ok(true)
    }

    /// The directories that its files lie in.
    pub fn directories(&self) -> Vec<&Path> {
        let files = [&self.files.certificate, &self.files.key, &self.files.authority];
        let mut directories: Vec<&Path> = files.into_iter().filter_map(|file| file.parent()).collect();
        directories.sort_unstable();
        directories.dedup();
        directories
    }

    /// As the calling side: shows the certificate, checks the peer's. TLS 1.3 alone. With the generation, so
    /// that a pool knows when its own is an older one.
    pub(crate) fn client(&self) -> (u64, ClientConfig) {
        let current = self.current.load();
        (current.generation, current.client.clone())
    }

    /// As the answering side. A client certificate is asked for; without one only health is answered.
    pub(crate) fn server(&self) -> Arc<ServerConfig> {
        self.current.load().server.clone()
    }
}

impl Files {
    fn read(&self, generation: u64) -> Result<Current, TlsError> {
        let read = |what| move |source| TlsError::Read { what, source };
        let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(&self.certificate)
            .and_then(Iterator::collect)
            .map_err(read("the certificate"))?;
        let key = PrivateKeyDer::from_pem_file(&self.key).map_err(read("the private key"))?;
        let authorities: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(&self.authority)
            .and_then(Iterator::collect)
            .map_err(read("the authority"))?;
        let mut roots = RootCertStore::empty();
        for certificate in &authorities {
            roots.add(certificate.clone()).map_err(TlsError::Unusable)?;
        }
        let roots = Arc::new(roots);
        let client = client_config(&roots, &chain, &key)?;
        let server = Arc::new(server_config(&roots, &chain, &key)?);
        Ok(Current { generation, chain, authorities, client, server })
    }
}

fn client_config(
    roots: &Arc<RootCertStore>,
    chain: &[CertificateDer<'static>],
    key: &PrivateKeyDer<'static>,
) -> Result<ClientConfig, TlsError> {
    ClientConfig::builder_with_protocol_versions(&[&rustls::version::TLS13])
        .with_root_certificates(roots.clone())
        .with_client_auth_cert(chain.to_vec(), key.clone_key())
        .map_err(TlsError::Unusable)
}

fn server_config(
    roots: &Arc<RootCertStore>,
    chain: &[CertificateDer<'static>],
    key: &PrivateKeyDer<'static>,
) -> Result<ServerConfig, TlsError> {
    let verifier = WebPkiClientVerifier::builder(roots.clone())
        .allow_unauthenticated()
        .build()
        .map_err(TlsError::Authority)?;
    let mut config = ServerConfig::builder_with_protocol_versions(&[&rustls::version::TLS13])
        .with_client_cert_verifier(verifier)
        .with_single_cert(chain.to_vec(), key.clone_key())
        .map_err(TlsError::Unusable)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

/// The DNS name in a service's certificate.
pub(crate) fn server_name(service: ServiceName) -> ServerName<'static> {
    ServerName::try_from(dns_name(service)).expect("a service's name is a DNS label")
}

/// `consent.therapeutic-ai.internal`.
pub fn dns_name(service: ServiceName) -> String {
    format!("{service}.{TRUST_DOMAIN}.internal")
}

/// `spiffe://therapeutic-ai/service/consent`.
pub fn spiffe_id(service: ServiceName) -> String {
    format!("spiffe://{TRUST_DOMAIN}/service/{service}")
}

/// The service that a verified client certificate belongs to, by its one SPIFFE id.
pub fn service_of(certificate: &CertificateDer<'_>) -> Option<ServiceName> {
    let (_, certificate) = x509_parser::parse_x509_certificate(certificate).ok()?;
    let names = &certificate.subject_alternative_name().ok()??.value.general_names;
    let mut ids = names.iter().filter_map(|name| match name {
        GeneralName::URI(uri) => Some(*uri),
        _ => None,
    });
    // SPIFFE X.509-SVID §2: exactly one URI.
    let (id, None) = (ids.next()?, ids.next()) else { return None };
    id.strip_prefix("spiffe://")?.strip_prefix(TRUST_DOMAIN)?.strip_prefix("/service/")?.parse().ok()
}
