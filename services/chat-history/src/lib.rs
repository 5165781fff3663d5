//! The chat-history service.
