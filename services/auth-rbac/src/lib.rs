//! The auth-rbac service.
