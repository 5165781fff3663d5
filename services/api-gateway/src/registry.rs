//! Registrations: a service says where one of its instances is, holds the place by a lease, and gives it back.
//!
//! Whose instance it is says the certificate, not the request. The place is an address that the name resolved to,
//! judged after resolving and kept as it is: it is never resolved again, and every later connection must show
//! the service's own certificate there. A lease that was replaced has an older fence, and can neither renew nor
//! give back what is not its own any more.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use api::{Fault, Problem, ServiceName};
use api_gateway_api::{Lease, Place, Registration, codes};
use cache::{Cache, Limit, RateLimiter};
use chassis::{Directory, Peers};
use http_body_util::BodyExt;
use kernel::{ErrorCode, Sources, Timestamp};

use crate::networks::Networks;

/// How long a lease holds without being renewed.
pub(crate) const LEASE: Duration = Duration::from_secs(30);
/// How soon it should be renewed.
const RENEW_AFTER: Duration = Duration::from_secs(10);
/// Instances of one service that may be registered at once.
const INSTANCES_MAX: usize = 64;
/// Registrations and renewals of one service.
const CALLS: Limit = Limit { burst: 128, per_minute: 1_200 };
/// How long a name may take to resolve, and an instance to say that it is ready.
const LOOK_MAX: Duration = Duration::from_secs(2);

/// Why an instance is not entered.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refused {
    #[error("registration is off")]
    Off,
    #[error("the certificate is that of {0}")]
    NotYours(ServiceName),
    #[error("the service has its place in this process or is the gateway itself")]
    Fixed,
    #[error("the address may not be")]
    Address,
    #[error("the instance does not answer as ready with the service's certificate")]
    NotReady,
    #[error("as many instances as may be are registered")]
    Full,
    #[error("the lease is not held")]
    LeaseLost,
    #[error("too many registrations")]
    Limited(cache::Wait),
}

impl Fault for Refused {
    fn code(&self) -> ErrorCode {
        match self {
            Self::Off => codes::REGISTRATION_OFF,
            Self::NotYours(_) | Self::Fixed => codes::NOT_YOUR_NAME,
            Self::Address => codes::ADDRESS,
            Self::NotReady => codes::INSTANCE_NOT_READY,
            Self::Full => codes::TOO_MANY_INSTANCES,
            Self::LeaseLost => codes::LEASE_LOST,
            Self::Limited(_) => api::codes::RATE_LIMITED,
        }
    }

    fn problem(&self) -> Problem {
        let problem = Problem::new(self.code());
        match self {
            Self::Address => {
                problem.field("host", "is not, or not only, in a network that the gateway allows")
            }
            Self::Limited(wait) => problem.retry_after_s(wait.seconds()),
            _ => problem,
        }
    }
}

struct Held {
    fence: u64,
    until: Timestamp,
}

type Table = HashMap<(ServiceName, SocketAddr), Held>;

/// The leases, over the directory that they fill.
pub(crate) struct Registry {
    networks: Networks,
    directory: Directory,
    peers: Peers,
    sources: Sources,
    calls: RateLimiter,
    /// Places of the configuration: nobody registers them, so nobody's lapse takes them out.
    table: Mutex<Table>,
}

impl Registry {
    pub(crate) fn new(networks: Networks, peers: Peers, cache: Cache, sources: Sources) -> Self {
        let directory = peers.directory().clone();
        let calls = RateLimiter::new("register", CALLS, cache);
        Self { networks, directory, peers, sources, calls, table: Mutex::default() }
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Enters an instance of the service that calls, or one that registers anew.
    pub(crate) async fn register(&self, caller: ServiceName, asked: &Registration) -> Result<Lease, Refused> {
        self.admit(caller, asked.service_name).await?;
        let address = self.resolve(&asked.host, asked.port).await?;
        let known = self.directory.addresses(caller).contains(&address);
        if known && !self.table().contains_key(&(caller, address)) {
            // It stands in the configuration and needs no lease to stay: entered, but never taken out.
            return Ok(self.lease(address, 0));
        }
        self.ready(caller, address).await?;
        let now = self.sources.now();
        let mut table = self.table();
        let others = table.keys().filter(|(service, at)| *service == caller && *at != address).count();
        if others >= INSTANCES_MAX {
            return Err(Refused::Full);
        }
        // It rises with time, so that it also rises over a restart of the gateway.
        let last = table.values().map(|held| held.fence).max().unwrap_or(0);
        let fence = u64::try_from(now.as_micros()).unwrap_or(0).max(last + 1);
        if !self.directory.add(caller, address) {
            return Err(Refused::Fixed);
        }
        table.insert((caller, address), Held { fence, until: now.plus(LEASE) });
        tracing::info!(service = caller.name(), %address, "an instance registered");
        Ok(self.lease(address, fence))
    }

    /// Renews a lease that is still held.
    pub(crate) async fn renew(&self, caller: ServiceName, place: &Place) -> Result<Lease, Refused> {
        self.admit(caller, place.service_name).await?;
        let now = self.sources.now();
        let static_place = || place.fence == 0 && self.directory.addresses(caller).contains(&place.address);
        match self.table().get_mut(&(caller, place.address)) {
            Some(held) if held.fence == place.fence && held.until > now => held.until = now.plus(LEASE),
            None if static_place() => {}
            Some(_) | None => return Err(Refused::LeaseLost),
        }
        Ok(self.lease(place.address, place.fence))
    }

    /// Gives a place back.
    pub(crate) async fn give_back(&self, caller: ServiceName, place: &Place) -> Result<(), Refused> {
        self.admit(caller, place.service_name).await?;
        if place.fence == 0 {
            return Ok(());
        }
        let mut table = self.table();
        let key = (caller, place.address);
        if table.get(&key).is_none_or(|held| held.fence != place.fence) {
            return Err(Refused::LeaseLost);
        }
        table.remove(&key);
        self.directory.drop_instance(caller, place.address);
        tracing::info!(service = caller.name(), address = %place.address, "an instance left");
        Ok(())
    }

    /// Takes out what was not renewed.
    pub(crate) fn sweep(&self) {
        let now = self.sources.now();
        self.table().retain(|(service, address), held| {
            let holds = held.until > now;
            if !holds {
                tracing::warn!(service = service.name(), %address, "an instance's lease ran out");
                self.directory.drop_instance(*service, *address);
            }
            holds
        });
    }

    async fn admit(&self, caller: ServiceName, named: ServiceName) -> Result<(), Refused> {
        if self.networks.is_empty() {
            return Err(Refused::Off);
        }
        if caller != named {
            return Err(Refused::NotYours(caller));
        }
        if caller == ServiceName::ApiGateway {
            return Err(Refused::Fixed);
        }
        self.calls.take(caller.name().as_bytes()).await.map_err(Refused::Limited)
    }

    /// The one place of a name. All that it resolves to must be allowed: a name that is half outside is not ours.
    async fn resolve(&self, host: &str, port: u16) -> Result<SocketAddr, Refused> {
        let plain =
            |character: char| character.is_ascii_alphanumeric() || matches!(character, '.' | '-' | ':');
        if host.is_empty() || host.len() > 253 || port == 0 || !host.chars().all(plain) {
            return Err(Refused::Address);
        }
        let looked_up = tokio::time::timeout(LOOK_MAX, tokio::net::lookup_host((host, port)));
        let Ok(Ok(found)) = looked_up.await else { return Err(Refused::Address) };
        let found: Vec<SocketAddr> = found.collect();
        if !found.iter().all(|address| self.networks.allow(address.ip())) {
            return Err(Refused::Address);
        }
        found.first().copied().ok_or(Refused::Address)
    }

    /// Asks the instance itself, at its pinned address, with the service's certificate; a redirect is no answer.
    async fn ready(&self, service: ServiceName, address: SocketAddr) -> Result<(), Refused> {
        let mut request = http::Request::new(api::empty());
        *request.uri_mut() = http::Uri::from_static("/health/ready");
        let peers = self.peers.only_at(service, address);
        let asked = tokio::time::timeout(LOOK_MAX, peers.forward(service, request)).await;
        let Ok(Ok(response)) = asked else { return Err(Refused::NotReady) };
        let status = response.status();
        drop(response.into_body().into_data_stream());
        if status == http::StatusCode::OK { Ok(()) } else { Err(Refused::NotReady) }
    }

    fn lease(&self, address: SocketAddr, fence: u64) -> Lease {
        let milliseconds = |duration: Duration| u32::try_from(duration.as_millis()).unwrap_or(u32::MAX);
        Lease {
            address,
            fence,
            expires_at: self.sources.now().plus(LEASE),
            renew_after_ms: milliseconds(RENEW_AFTER),
        }
    }
}
