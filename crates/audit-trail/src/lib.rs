//! Floor 2b: the audit event, its outbox, the process journal and the relay.
