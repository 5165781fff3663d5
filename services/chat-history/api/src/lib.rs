//! The contract of chat-history: operations, requests and answers.
