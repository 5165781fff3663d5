//! The binary itself: what it answers to wrong use, how it starts and stops, and what a kill leaves behind.

mod command_line;
mod demonstration;
mod kill;
mod measuring;
mod panics;
mod platform;
mod process;
mod split;
mod stopping;
mod terminal;
mod verify;
