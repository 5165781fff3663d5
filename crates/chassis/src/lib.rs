//! Floor 2a: listener, layers, identity, health, metrics, tracing, breaker, tasks and shutdown.
