//! Whole-platform scenarios, each run all-in-one and split.
