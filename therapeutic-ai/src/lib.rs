//! Floor 4: the composition. Which services there are, how a configuration becomes a running platform, and the
//! subcommands. No business logic: what a service does is in its own house.

pub mod command;
pub mod config;
pub mod data_dir;
pub mod demo;
pub mod outside;
pub mod panics;
pub mod platform;
pub mod registry;
pub mod session;
