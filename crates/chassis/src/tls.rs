//! Identities of services: a certificate whose URI is the service's SPIFFE id and whose DNS name is what the
//! other side asks for. Both ends check both against one authority.

use std::path::Path;
use std::sync::Arc;

use api::ServiceName;
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
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
    roots: Arc<RootCertStore>,
}

impl Identity {
    /// Reads PEM files.
    pub fn load(certificate: &Path, key: &Path, authority: &Path) -> Result<Self, TlsError> {
        let read = |what| move |source| TlsError::Read { what, source };
        let chain = CertificateDer::pem_file_iter(certificate)
            .and_then(Iterator::collect)
            .map_err(read("the certificate"))?;
        let key = PrivateKeyDer::from_pem_file(key).map_err(read("the private key"))?;
        let authorities: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(authority)
            .and_then(Iterator::collect)
            .map_err(read("the authority"))?;
        let mut roots = RootCertStore::empty();
        for certificate in authorities {
            roots.add(certificate).map_err(TlsError::Unusable)?;
        }
        Ok(Self { chain, key, roots: Arc::new(roots) })
    }

    /// As the calling side: shows the certificate, checks the peer's. TLS 1.3 alone.
    pub(crate) fn client_config(&self) -> Result<ClientConfig, TlsError> {
        ClientConfig::builder_with_protocol_versions(&[&rustls::version::TLS13])
            .with_root_certificates(self.roots.clone())
            .with_client_auth_cert(self.chain.clone(), self.key.clone_key())
            .map_err(TlsError::Unusable)
    }

    /// As the answering side. A client certificate is asked for; without one only health is answered.
    pub(crate) fn server_config(&self) -> Result<ServerConfig, TlsError> {
        let verifier = WebPkiClientVerifier::builder(self.roots.clone())
            .allow_unauthenticated()
            .build()
            .map_err(TlsError::Authority)?;
        let mut config = ServerConfig::builder_with_protocol_versions(&[&rustls::version::TLS13])
            .with_client_cert_verifier(verifier)
            .with_single_cert(self.chain.clone(), self.key.clone_key())
            .map_err(TlsError::Unusable)?;
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(config)
    }
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
