//! The contract of api-gateway: operations, requests and answers.
