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
        // One household has one IPv6 network, not one address.
        let key = match address {
            IpAddr::V4(v4) => v4.octets().to_vec(),
            IpAddr::V6(v6) => v6.octets()[..8].to_vec(),
        };
        self.anonymous.take(&key).await.map_err(limited)
    }
}

fn limited(wait: Wait) -> Problem {
    Problem::new(codes::RATE_LIMITED).retry_after_s(wait.seconds())
}
