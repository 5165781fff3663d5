//! The contract of audit-logging: operations, requests and answers.
