//! The contract of relationship-management: operations, requests and answers.
