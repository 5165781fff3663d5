//! An authority of a run's own, and a certificate for each service: a DNS name and one SPIFFE id, as the chassis
//! reads them.

use std::path::{Path, PathBuf};

use api::ServiceName;

/// The files of an authority and of the identities that it signed.
#[derive(Debug, Clone)]
pub struct Certificates {
    /// The authority, PEM.
    pub authority: PathBuf,
    /// Where `NAME.pem` and `NAME.key` lie.
    pub directory: PathBuf,
}

impl Certificates {
    /// Makes an authority and signs an identity for each service.
    ///
    /// # Panics
    /// When they cannot be made or written.
    pub fn make(directory: &Path, services: impl IntoIterator<Item = ServiceName>) -> Self {
        let key = rcgen::KeyPair::generate().expect("a key");
        let mut params = rcgen::CertificateParams::new(Vec::new()).expect("parameters");
        params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        let authority = directory.join("authority.pem");
        let own = params.self_signed(&key).expect("signs itself");
        std::fs::write(&authority, own.pem()).expect("writes");
        let issuer = rcgen::Issuer::new(params, key);
        for service in services {
            let key = rcgen::KeyPair::generate().expect("a key");
            let names = vec![chassis::dns_name(service)];
            let mut params = rcgen::CertificateParams::new(names).expect("parameters");
            let id = chassis::spiffe_id(service).try_into().expect("ASCII");
            params.subject_alt_names.push(rcgen::SanType::URI(id));
            let certificate = params.signed_by(&key, &issuer).expect("signs");
            std::fs::write(directory.join(format!("{service}.pem")), certificate.pem()).expect("writes");
            std::fs::write(directory.join(format!("{service}.key")), key.serialize_pem()).expect("writes");
        }
        Self { authority, directory: directory.to_owned() }
    }
}
