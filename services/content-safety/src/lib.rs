//! The content-safety service.
