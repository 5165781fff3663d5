//! The consent service.
