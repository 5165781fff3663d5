//! Floor 1: what an operation is, the problem document, the transport and the typed client.
