//! Limits at the edge: by person, and by address for what is unauthenticated or failed.

use std::net::IpAddr;

use api::{Problem, Spec, codes};
use cache::{Cache, Limit, RateLimiter, Wait};
use kernel::PersonId;

use crate::config::Config;

pub(crate) struct Limits {
    turns: RateLimiter,
    requests: RateLimiter,
    anonymous: RateLimiter,
}

impl Limits {
    pub(crate) fn new(config: &Config, cache: &Cache) -> Self {
        let limiter =
            |name, burst, per_minute| RateLimiter::new(name, Limit { burst, per_minute }, cache.clone());
        Self {
            turns: limiter("turns", config.turns_burst, config.turns_per_minute),
            requests: limiter("requests", config.requests_per_minute / 2, config.requests_per_minute),
            anonymous: limiter("anonymous", config.anonymous_per_minute, config.anonymous_per_minute),
        }
    }

    /// One request of a person.
    pub(crate) async fn person(&self, spec: &Spec, person: PersonId) -> Result<(), Problem> {
        let limiter = if spec.deferred_authentication { &self.turns } else { &self.requests };
        limiter.take(person.as_bytes()).await.map_err(limited)
    }

    /// One request from an address that nobody stands behind, or that failed.
    pub(crate) async fn address(&self, address: IpAddr) -> Result<(), Problem> {
        self.anonymous.take(&key(address)).await.map_err(limited)
    }
}

/// Whom an address stands for.
fn key(address: IpAddr) -> Vec<u8> {
    // One household has one IPv6 network, not one address; an IPv4 client of a socket for both is an IPv4 client.
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.octets().to_vec(),
        IpAddr::V6(v6) => v6.octets()[..8].to_vec(),
    }
}

fn limited(wait: Wait) -> Problem {
    Problem::new(codes::RATE_LIMITED).retry_after_s(wait.seconds())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ipv4_clients_of_a_socket_for_both_have_buckets_of_their_own() {
        let of = |text: &str| key(text.parse().expect("an address"));
        assert_ne!(of("::ffff:203.0.113.1"), of("::ffff:203.0.113.2"));
        assert_eq!(of("::ffff:203.0.113.1"), of("203.0.113.1"));
        assert_eq!(of("2001:db8::1"), of("2001:db8::2"), "one network");
        assert_ne!(of("2001:db8:0:1::1"), of("2001:db8:0:2::1"));
    }
}
