//! The internal ports: full health, metrics and administration; plain on loopback, over mutual TLS elsewhere and
//! then only for those who show a service's certificate.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use api::ServiceName;
use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use cache::Cache;
use chassis::{
    Bound, BuildError, ListenError, Listener, ListenerLimits, Metrics, Origin, Plain, Running, Security,
    Stack,
};
use http::StatusCode;
use tokio_util::sync::CancellationToken;

use super::{Identities, Shape, StartError};
use crate::config::Config;

/// How often what is read off elsewhere is put into the metrics.
const GAUGES_EVERY: Duration = Duration::from_secs(2);

/// The internal ports, bound and not yet served.
pub(super) struct Ports {
    first: Listener,
    plain: bool,
    tls: Option<Listener>,
}

pub(super) async fn bind(
    config: &Config,
    identities: &Identities,
    metrics: &Arc<Metrics>,
) -> Result<Ports, StartError> {
    let listen = async |address, security| {
        Listener::bind(address, security, ListenerLimits::default(), metrics.clone()).await
    };
    let tls = || identities.inside().map(|identity| Security::Tls { identity, public: false });
    let plain = config.internal_listen.ip().is_loopback();
    let security = if plain { None } else { tls() }.unwrap_or(Security::Plain(Plain::Internal));
    let first = listen(config.internal_listen, security).await?;
    let tls = match (config.internal_tls_listen, tls()) {
        (Some(address), Some(security)) => Some(listen(address, security).await?),
        _ => None,
    };
    Ok(Ports { first, plain, tls })
}

/// What the internal ports answer: `/NAME/health` and `/NAME/metrics` for each service of this process; and at
/// the root the gateway's own operations, where it runs.
#[derive(Default)]
pub(super) struct Routes {
    root: Router,
    services: Router,
}

impl Routes {
    pub(super) fn add(&mut self, stack: &Stack, running: &mut Running) -> Result<(), BuildError> {
        self.services =
            std::mem::take(&mut self.services).nest(&format!("/{}", stack.service), stack.internal(running));
        if let Some(inside) = running.take_inside() {
            inside.routes().check()?;
            self.root = stack.public(&inside).route("/metrics", stack.internal_metrics());
        }
        Ok(())
    }

    pub(super) fn serve(
        self,
        ports: Ports,
        stop: &CancellationToken,
    ) -> Result<(SocketAddr, Option<SocketAddr>, Vec<Bound>), ListenError> {
        let router = self.root.merge(self.services);
        let guarded = router.clone().layer(from_fn(for_peers_alone));
        let first = ports.first.serve(if ports.plain { router } else { guarded.clone() }, stop.clone())?;
        let tls = ports.tls.map(|listener| listener.serve(guarded, stop.clone())).transpose()?;
        let addresses = (first.address, tls.as_ref().map(|bound| bound.address));
        Ok((addresses.0, addresses.1, std::iter::once(first).chain(tls).collect()))
    }
}

async fn for_peers_alone(request: Request, next: Next) -> Response {
    match request.extensions().get::<Origin>() {
        Some(Origin::Peer(_)) => next.run(request).await,
        _ => StatusCode::UNAUTHORIZED.into_response(),
    }
}

/// Puts the state of every peer's circuits and the hit rates of the cache into the metrics.
pub(super) fn watch_gauges(shape: &Shape, cache: &Cache) {
    let (directory, metrics, cache) = (shape.directory.clone(), shape.metrics.clone(), cache.clone());
    shape.tasks.supervise("gauges", move |stop| {
        let (directory, metrics, cache) = (directory.clone(), metrics.clone(), cache.clone());
        async move {
            loop {
                for (service, circuits) in directory.circuits() {
                    metrics.circuits(ServiceName::name(service), circuits);
                }
                for (tier, share) in cache.hit_rates() {
                    metrics.cache_hit_rate(tier, share);
                }
                if tokio::time::timeout(GAUGES_EVERY, stop.cancelled()).await.is_ok() {
                    return;
                }
            }
        }
    });
}
