//! Limits at the edge: by person, and by address for what is unauthenticated or failed.

use std::net::IpAddr;

use api::{Problem, Spec, codes};
use cache::{Limit, RateLimiter, Wait};
use kernel::{PersonId, Sources};

use crate::config::Config;

pub(crate) struct Limits {
    turns: RateLimiter,
    requests: RateLimiter,
    anonymous: RateLimiter,
}

impl Limits {
    pub(crate) fn new(config: &Config, sources: &Sources) -> Self {
        let limiter = |burst, per_minute| RateLimiter::new(Limit { burst, per_minute }, sources.clone());
        Self {
            turns: limiter(config.turns_burst, config.turns_per_minute),
            requests: limiter(config.requests_per_minute / 2, config.requests_per_minute),
            anonymous: limiter(config.anonymous_per_minute, config.anonymous_per_minute),
        }
    }

    /// One request of a person.
    pub(crate) fn person(&self, spec: &Spec, person: PersonId) -> Result<(), Problem> {
        let limiter = if spec.deferred_authentication { &self.turns } else { &self.requests };
        limiter.take(person.as_bytes()).map_err(limited)
    }

    /// One request from an address that nobody stands behind, or that failed.
    pub(crate) fn address(&self, address: IpAddr) -> Result<(), Problem> {
        // One household has one IPv6 network, not one address.
        let key = match address {
            IpAddr::V4(v4) => v4.octets().to_vec(),
            IpAddr::V6(v6) => v6.octets()[..8].to_vec(),
        };
        self.anonymous.take(&key).map_err(limited)
    }
}

fn limited(wait: Wait) -> Problem {
    Problem::new(codes::RATE_LIMITED).retry_after_s(wait.seconds())
}
