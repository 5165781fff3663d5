//! The api-gateway service.
