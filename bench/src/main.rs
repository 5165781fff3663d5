//! Benchmarks: `bench turn` measures one conversation turn, end to end, on the binary as it is shipped; `bench safety` the
//! analysis of one message.
//!
//! A figure here is for reading, never a test: machines differ. What repeats well is CPU time a turn; what
//! moves with the neighbours is the tail. Each run also measures what the disk itself can do, so that a figure
//! can be read beside it.

mod machine;
mod open_loop;
mod report;
mod residents;
mod safety;
mod server;
mod turn;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(about = "Measures the product as it is shipped")]
struct Arguments {
    #[command(subcommand)]
    which: Which,
}

#[derive(Subcommand)]
enum Which {
    /// One conversation turn: latency and CPU time at fixed rates, and memory at rest
    Turn(turn::Options),
    /// The analysis of one message on one core, part by part, beside an automaton alone
    Safety(safety::Options),
}

fn main() -> ExitCode {
    let done = match Arguments::parse().which {
        Which::Turn(options) => turn::run(&options),
        Which::Safety(options) => safety::run(&options),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report::say(&format!("bench: {error:#}"));
            ExitCode::FAILURE
        }
    }
}
