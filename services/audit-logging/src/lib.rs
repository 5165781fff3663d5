//! The audit-logging service.
