//! The contract of ai-gateway: operations, requests and answers.
