//! The contract of consent: operations, requests and answers.
