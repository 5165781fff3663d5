//! The platform from outside: typed calls over HTTP to a gateway, as any client makes them.

use std::net::IpAddr;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;

use api::{Body, BoxError, Client, ServiceName, Transport, TransportError};
use chassis::TlsError;
use http_body_util::BodyExt;
use hyper_rustls::{FixedServerNameResolver, HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};

/// A client of a gateway.
#[derive(Clone)]
pub struct Outside {
    base_url: Arc<str>,
    client: legacy::Client<HttpsConnector<HttpConnector>, Body>,
}

impl Outside {
    /// A client of the gateway at an address such as `http://127.0.0.1:8090`. Of `https://` the certificate must be
    /// one that the world's authorities signed for that name.
    pub fn new(base_url: &str) -> Self {
        Self::over(base_url, HttpConnector::new(), None)
    }

    /// The same where the platform's own authority signed: the certificate must be the gateway's, whatever the
    /// address is.
    pub fn trusting(base_url: &str, authority: &Path) -> Result<Self, TlsError> {
        let mut roots = RootCertStore::empty();
        let read = |source| TlsError::Read { what: "the authority", source };
        for certificate in CertificateDer::pem_file_iter(authority).map_err(read)? {
            roots.add(certificate.map_err(read)?).map_err(TlsError::Unusable)?;
        }
        Ok(Self::over(base_url, HttpConnector::new(), Some(roots)))
    }

    /// Where it is.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The same, from one of this machine's own addresses.
    pub fn from_address(base_url: &str, from: IpAddr) -> Self {
        let mut connector = HttpConnector::new();
        connector.set_local_address(Some(from));
        Self::over(base_url, connector, None)
    }

    fn over(base_url: &str, mut connector: HttpConnector, own: Option<RootCertStore>) -> Self {
        connector.set_nodelay(true);
        connector.enforce_http(false);
        let builder = match own {
            Some(roots) => {
                let tls = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
                let name = ServerName::try_from(chassis::dns_name(ServiceName::ApiGateway));
                let resolver = FixedServerNameResolver::new(name.expect("a service's name is a DNS label"));
                HttpsConnectorBuilder::new()
                    .with_tls_config(tls)
                    .https_only()
                    .with_server_name_resolver(resolver)
            }
            None if base_url.starts_with("https://") => {
                HttpsConnectorBuilder::new().with_webpki_roots().https_only()
            }
            None => {
                let nobody = ClientConfig::builder().with_root_certificates(RootCertStore::empty());
                HttpsConnectorBuilder::new().with_tls_config(nobody.with_no_client_auth()).https_or_http()
            }
        };
        let connector = builder.enable_http1().wrap_connector(connector);
        let client = legacy::Client::builder(TokioExecutor::new()).build(connector);
        Self { base_url: base_url.trim_end_matches('/').into(), client }
    }

    /// A typed client of a service behind it.
    pub fn client(&self, service: ServiceName) -> Client {
        Client::new(service, Arc::new(Door { outside: self.clone(), service }))
    }
}

struct Door {
    outside: Outside,
    service: ServiceName,
}

impl Transport for Door {
    fn send(
        &self,
        mut request: http::Request<Body>,
    ) -> Pin<Box<dyn Future<Output = Result<http::Response<Body>, TransportError>> + Send + '_>> {
        Box::pin(async move {
            let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
            let uri = format!("{}{}{path}", self.outside.base_url, self.service.prefix());
            *request.uri_mut() = uri.parse().map_err(|error| TransportError::Broken(Box::new(error)))?;
            let response = self.outside.client.request(request).await.map_err(|error| {
                if error.is_connect() {
                    TransportError::Unavailable
                } else {
                    TransportError::Broken(Box::new(error))
                }
            })?;
            Ok(response.map(|body| body.map_err(BoxError::from).boxed_unsync()))
        })
    }
}
