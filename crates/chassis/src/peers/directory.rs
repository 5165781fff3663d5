//! The directory: which service is reached where, and how each of its instances does. Filled by the
//! configuration, changed by registrations and by a configuration that is read again; what stays keeps its
//! breaker and its connections.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use api::ServiceName;
use axum::Router;
use tokio::time::Instant;

use super::Peers;
use crate::breaker::{Breaker, BreakerState};
use crate::tls::Identity;

/// Where a service runs.
#[derive(Clone)]
pub enum Address {
    /// In this process.
    Here(Router),
    /// Elsewhere, over mutual TLS, at each of these addresses.
    There(Vec<SocketAddr>),
}

/// Which service runs where. Clones are the same directory.
#[derive(Clone, Default)]
pub struct Directory(Arc<RwLock<HashMap<ServiceName, Entry>>>);

#[derive(Clone)]
pub(super) enum Entry {
    Here { router: Router, breaker: Arc<Breaker> },
    There(Arc<Instances>),
}

/// How many circuits of a peer are in which state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Circuits {
    /// Instances that are called.
    pub closed: u32,
    /// Instances that get one call to show that they are well again.
    pub half_open: u32,
    /// Instances that are left alone.
    pub open: u32,
}

impl Directory {
    fn write<T>(&self, act: impl FnOnce(&mut HashMap<ServiceName, Entry>) -> T) -> T {
        act(&mut self.0.write().unwrap_or_else(PoisonError::into_inner))
    }

    /// Enters where a service runs, replacing what was there. Instances that were there before keep how they do.
    pub fn enter(&self, service: ServiceName, address: Address) {
        self.write(|entries| {
            let entry = match address {
                Address::Here(router) => Entry::Here { router, breaker: Arc::default() },
                Address::There(addresses) => {
                    let before = match entries.get(&service) {
                        Some(Entry::There(before)) => before.list.clone(),
                        Some(Entry::Here { .. }) | None => Vec::new(),
                    };
                    Entry::There(Arc::new(Instances::of(&addresses, &before)))
                }
            };
            entries.insert(service, entry);
        });
    }

    /// Adds one more instance of a service that runs elsewhere. `false` when the service runs in this process:
    /// nobody takes its place.
    pub fn add(&self, service: ServiceName, address: SocketAddr) -> bool {
        self.change(service, |addresses| {
            if !addresses.contains(&address) {
                addresses.push(address);
            }
        })
    }

    /// Takes one instance out.
    pub fn drop_instance(&self, service: ServiceName, address: SocketAddr) {
        self.change(service, |addresses| addresses.retain(|other| *other != address));
    }

    fn change(&self, service: ServiceName, change: impl FnOnce(&mut Vec<SocketAddr>)) -> bool {
        self.write(|entries| {
            let before = match entries.get(&service) {
                Some(Entry::Here { .. }) => return false,
                Some(Entry::There(before)) => before.list.clone(),
                None => Vec::new(),
            };
            let mut addresses: Vec<SocketAddr> = before.iter().map(|instance| instance.address).collect();
            change(&mut addresses);
            if addresses.is_empty() {
                entries.remove(&service);
            } else {
                entries.insert(service, Entry::There(Arc::new(Instances::of(&addresses, &before))));
            }
            true
        })
    }

    /// Removes a service.
    pub fn remove(&self, service: ServiceName) {
        self.write(|entries| entries.remove(&service));
    }

    /// The services that are entered.
    pub fn services(&self) -> Vec<ServiceName> {
        let entries = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let mut services: Vec<_> = entries.keys().copied().collect();
        services.sort();
        services
    }

    /// The addresses of a service that runs elsewhere.
    pub fn addresses(&self, service: ServiceName) -> Vec<SocketAddr> {
        match self.find(service) {
            Some(Entry::There(instances)) => instances.list.iter().map(|instance| instance.address).collect(),
            Some(Entry::Here { .. }) | None => Vec::new(),
        }
    }

    /// The circuits of every service that is entered, for metrics.
    pub fn circuits(&self) -> Vec<(ServiceName, Circuits)> {
        let now = Instant::now();
        let states = |service| -> Vec<BreakerState> {
            match self.find(service) {
                Some(Entry::Here { breaker, .. }) => vec![breaker.state(now)],
                Some(Entry::There(instances)) => {
                    instances.list.iter().map(|instance| instance.breaker.state(now)).collect()
                }
                None => Vec::new(),
            }
        };
        let count = |service| {
            let mut circuits = Circuits::default();
            for state in states(service) {
                match state {
                    BreakerState::Closed => circuits.closed += 1,
                    BreakerState::HalfOpen => circuits.half_open += 1,
                    BreakerState::Open => circuits.open += 1,
                }
            }
            (service, circuits)
        };
        self.services().into_iter().map(count).collect()
    }

    pub(super) fn find(&self, service: ServiceName) -> Option<Entry> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(&service).cloned()
    }

    /// The peers as `me` sees them; `identity` is what `me` shows over mutual TLS.
    pub fn peers_of(&self, me: ServiceName, identity: Option<Arc<Identity>>) -> Peers {
        Peers::new(me, self.clone(), identity)
    }
}

/// The instances of one service.
pub(super) struct Instances {
    list: Vec<Arc<Instance>>,
    /// Spreads the choice; not a secret, so it needs no chance.
    turn: AtomicU64,
}

/// One instance, and how it does.
pub(super) struct Instance {
    pub(super) address: SocketAddr,
    pub(super) breaker: Breaker,
    in_flight: AtomicUsize,
}

impl Instances {
    fn of(addresses: &[SocketAddr], before: &[Arc<Instance>]) -> Self {
        let list = addresses.iter().map(|address| {
            let known = before.iter().find(|instance| instance.address == *address);
            known.cloned().unwrap_or_else(|| {
                let (breaker, in_flight) = (Breaker::default(), AtomicUsize::new(0));
                Arc::new(Instance { address: *address, breaker, in_flight })
            })
        });
        Self { list: list.collect(), turn: AtomicU64::new(0) }
    }

    /// Whether there is none at all.
    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The less loaded of two that are well and not `tried`. One that was ejected gets its probe when the call
    /// can be repeated elsewhere (`repeatable`), or when nobody else is left.
    pub(super) fn choose(
        &self,
        now: Instant,
        repeatable: bool,
        tried: Option<SocketAddr>,
    ) -> Option<Arc<Instance>> {
        let fresh = || self.list.iter().filter(|instance| Some(instance.address) != tried);
        let well: Vec<_> =
            fresh().filter(|instance| instance.breaker.state(now) == BreakerState::Closed).collect();
        let probe = || {
            fresh().find(|instance| {
                instance.breaker.state(now) == BreakerState::HalfOpen && instance.breaker.admit(now)
            })
        };
        if (well.is_empty() || repeatable)
            && let Some(probed) = probe()
        {
            return Some(probed.clone());
        }
        if well.is_empty() {
            return None;
        }
        let spread = spread(self.turn.fetch_add(1, Ordering::Relaxed));
        let count = well.len() as u64;
        let first = (spread % count) as usize;
        let second = if count == 1 {
            first
        } else {
            (first + 1 + ((spread >> 32) % (count - 1)) as usize) % well.len()
        };
        let load = |place: usize| well[place].in_flight.load(Ordering::Relaxed);
        let chosen = well[if load(second) < load(first) { second } else { first }];
        // It may have been opened since: then nobody is asked this time.
        chosen.breaker.admit(now).then(|| chosen.clone())
    }
}

/// Spreads a counter over all numbers (SplitMix64).
const fn spread(turn: u64) -> u64 {
    let mut z = turn.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// One call that an instance is busy with, until its answer was read to the end.
pub(super) struct Busy(Arc<Instance>);

impl Busy {
    pub(super) fn on(instance: Arc<Instance>) -> Self {
        instance.in_flight.fetch_add(1, Ordering::Relaxed);
        Self(instance)
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.in_flight.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn address(port: u16) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], port))
    }

    fn instances(count: u16) -> Instances {
        Instances::of(&(1..=count).map(address).collect::<Vec<_>>(), &[])
    }

    #[test]
    fn the_less_loaded_of_two_is_chosen_and_load_is_spread() {
        let (three, now) = (instances(3), Instant::now());
        let mut busy = Vec::new();
        for _ in 0..300 {
            busy.push(Busy::on(three.choose(now, false, None).expect("all are well")));
        }
        for instance in &three.list {
            let load = instance.in_flight.load(Ordering::Relaxed);
            assert!((80..=120).contains(&load), "{}: {load} of 300", instance.address);
        }
        drop(busy);
        let held: Vec<_> = (0..50).map(|_| Busy::on(three.list[0].clone())).collect();
        for _ in 0..100 {
            let chosen = three.choose(now, false, None).expect("all are well");
            assert_ne!(chosen.address, address(1), "the busiest is never the less loaded of two");
        }
        drop(held);
    }

    #[test]
    fn an_instance_that_fails_is_ejected_and_comes_back_by_a_probe() {
        let (two, now) = (instances(2), Instant::now());
        (0..5).for_each(|_| two.list[0].breaker.failed(now));
        for _ in 0..20 {
            assert_eq!(two.choose(now, true, None).expect("the other").address, address(2));
        }
        let later = now + Duration::from_secs(5);
        assert_eq!(
            two.choose(later, false, None).expect("well").address,
            address(2),
            "not at anybody's cost"
        );
        assert_eq!(two.choose(later, true, None).expect("a probe").address, address(1));
        assert_eq!(two.choose(later, true, None).expect("one at a time").address, address(2));
        two.list[0].breaker.succeeded();
        (0..5).for_each(|_| two.list[1].breaker.failed(later));
        assert_eq!(two.choose(later, false, None).expect("back").address, address(1));
        (0..5).for_each(|_| two.list[0].breaker.failed(later));
        assert!(two.choose(later, true, None).is_none(), "nobody is left");
    }

    #[test]
    fn what_stays_keeps_how_it_does_and_what_runs_here_is_not_replaced() {
        let directory = Directory::default();
        directory.enter(ServiceName::Consent, Address::There(vec![address(1), address(2)]));
        let Some(Entry::There(before)) = directory.find(ServiceName::Consent) else { panic!("entered") };
        (0..5).for_each(|_| before.list[0].breaker.failed(Instant::now()));
        directory.enter(ServiceName::Consent, Address::There(vec![address(1), address(3)]));
        assert!(directory.add(ServiceName::Consent, address(4)));
        assert!(directory.add(ServiceName::Consent, address(4)), "twice is once");
        assert_eq!(directory.addresses(ServiceName::Consent), [1, 3, 4].map(address));
        let circuits = directory.circuits();
        let expected = Circuits { closed: 2, half_open: 0, open: 1 };
        assert_eq!(circuits, [(ServiceName::Consent, expected)]);
        directory.drop_instance(ServiceName::Consent, address(1));
        assert_eq!(directory.addresses(ServiceName::Consent), [3, 4].map(address));
        directory.enter(ServiceName::AuthRbac, Address::Here(Router::new()));
        assert!(!directory.add(ServiceName::AuthRbac, address(5)));
        assert!(directory.addresses(ServiceName::AuthRbac).is_empty());
    }
}
