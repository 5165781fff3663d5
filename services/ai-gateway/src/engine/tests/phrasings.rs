//! phrasings
