//! The relationship-management service.
