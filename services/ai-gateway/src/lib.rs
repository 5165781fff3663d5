//! The ai-gateway service.
