//! The other side of `/admin/register`: each service of this process tells each gateway where it is, holds the
//! place, and gives it back before it stops.

use std::net::SocketAddr;
use std::time::Duration;

use api::{Call, CallContext, Client, Problem, ServiceName};
use api_gateway_api::{DeregisterInstance, Lease, Place, RegisterInstance, Registration, RenewLease};
use chassis::{Address, Directory};
use kernel::Sources;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::Shape;
use crate::config::Config;

/// How long a gateway that does not answer is left alone, at first and at most.
const AGAIN: (Duration, Duration) = (Duration::from_millis(250), Duration::from_secs(5));
/// How long giving back may take.
const GIVE_BACK_MAX: Duration = Duration::from_secs(2);

/// The registrations of a process.
#[derive(Clone, Default)]
pub(super) struct Registrations {
    tracker: TaskTracker,
    leaving: CancellationToken,
}

impl Registrations {
    pub(super) fn start(&self, config: &Config, services: &[(ServiceName, SocketAddr)], shape: &Shape) {
        let Some(host) = &config.register.host else { return };
        for gateway in &config.register.gateways {
            for (service, address) in services {
                let directory = Directory::default();
                directory.enter(ServiceName::ApiGateway, Address::There(vec![*gateway]));
                let identity = shape.identities.of(*service);
                let one = One {
                    gateway: directory.peers_of(*service, identity).client(ServiceName::ApiGateway),
                    sources: shape.sources.clone(),
                    registration: Registration {
                        service_name: *service,
                        host: host.clone(),
                        port: address.port(),
                        health_path: Some("/health/ready".to_owned()),
                        capabilities: Vec::new(),
                    },
                };
                let leaving = self.leaving.clone();
                self.tracker.spawn(async move { one.hold(&leaving).await });
            }
        }
    }

    /// Gives all places back; a gateway that does not answer sees the lease run out.
    pub(super) async fn give_back(&self) {
        self.leaving.cancel();
        self.tracker.close();
        if tokio::time::timeout(GIVE_BACK_MAX, self.tracker.wait()).await.is_err() {
            tracing::warn!("a registration could not be given back: it runs out by itself");
        }
    }
}

/// One service at one gateway.
struct One {
    gateway: Client,
    sources: Sources,
    registration: Registration,
}

impl One {
    async fn hold(&self, leaving: &CancellationToken) {
        let (mut lease, mut pause): (Option<Lease>, Duration) = (None, AGAIN.0);
        loop {
            let told = match &lease {
                None => self.register().await,
                Some(held) => self.renew(held).await,
            };
            let wait = match told {
                Ok(next) => {
                    let wait = Duration::from_millis(u64::from(next.renew_after_ms));
                    (lease, pause) = (Some(next), AGAIN.0);
                    wait
                }
                Err(problem) => {
                    let service = self.registration.service_name.name();
                    tracing::warn!(service, code = %problem.code, "the gateway does not take the registration");
                    // Also after a renewal: what is not held is asked for anew.
                    lease = None;
                    let wait = pause;
                    pause = (pause * 2).min(AGAIN.1);
                    wait
                }
            };
            tokio::select! {
                () = leaving.cancelled() => break,
                () = tokio::time::sleep(wait) => {}
            }
        }
        if let Some(held) = lease {
            let call = Call::<DeregisterInstance>::body(self.place(&held));
            // It may have run out already; nothing hangs on the answer.
            drop(self.gateway.call(&self.context(), call).await);
        }
    }

    fn context(&self) -> CallContext {
        CallContext::background(self.sources.id())
    }

    fn place(&self, lease: &Lease) -> Place {
        Place { service_name: self.registration.service_name, address: lease.address, fence: lease.fence }
    }

    async fn register(&self) -> Result<Lease, Problem> {
        let call = Call::<RegisterInstance>::body(self.registration.clone());
        self.gateway.call(&self.context(), call).await
    }

    async fn renew(&self, held: &Lease) -> Result<Lease, Problem> {
        self.gateway.call(&self.context(), Call::<RenewLease>::body(self.place(held))).await
    }
}
