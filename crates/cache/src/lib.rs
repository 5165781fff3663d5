//! Floor 2a: memory or Redis, for what may be lost.
