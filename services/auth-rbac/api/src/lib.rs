//! The contract of auth-rbac: operations, requests and answers.
