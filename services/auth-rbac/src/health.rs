//! What this service measures of its compliance.

use api::{Body, ServiceName};
use audit_trail::Trail;
use chassis::{Compliance, Peers};
use http::{Method, Request, StatusCode};
use vault::Vault;

use crate::SharedDomain;

pub(crate) fn compliance(trail: &Trail, vault: &Vault, domain: &SharedDomain, peers: &Peers) -> Compliance {
    let vault = vault.clone();
    let (domain, peers) = (domain.clone(), peers.clone());
    trail
        .compliance()
        .encryption_active(move || {
            let vault = vault.clone();
            async move { vault.encryption_active().await.map_err(|_| "the canary does not open") }
        })
        .access_controls_active(move || {
            let (domain, peers) = (domain.clone(), peers.clone());
            async move {
                refuses_without_credentials(&peers).await?;
                domain.refuses_a_stranger().await
            }
        })
}

/// Asks this service, through all its layers, for what it must not give, and for what it gives to everybody: a
/// door that refuses all is no safeguard, and one that is gone refuses nobody.
async fn refuses_without_credentials(peers: &Peers) -> Result<(), &'static str> {
    let status = async |method: Method, path: &'static str| {
        let mut request = Request::new(api::empty());
        *request.method_mut() = method;
        *request.uri_mut() = http::Uri::from_static(path);
        let response: Option<http::Response<Body>> = peers.forward(ServiceName::AuthRbac, request).await.ok();
        response.map(|response| response.status())
    };
    let refused = [Some(StatusCode::UNAUTHORIZED), Some(StatusCode::FORBIDDEN)];
    for (method, path) in [(Method::GET, "/me"), (Method::GET, "/sessions"), (Method::POST, "/invitations")] {
        if !refused.contains(&status(method, path).await) {
            return Err("a request without credentials was not refused");
        }
    }
    if status(Method::GET, "/.well-known/jwks.json").await != Some(StatusCode::OK) {
        return Err("a request that anybody may make was refused");
    }
    Ok(())
}
