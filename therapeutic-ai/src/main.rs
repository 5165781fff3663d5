//! The one binary: reads the command line, starts what it asks for, and turns every failure into one clear line
//! and a documented exit code.

mod command;

use std::process::ExitCode;

use clap::Parser;

/// See the root manifest for why.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // One cryptographic provider for everything, before anything can ask for one.
    if rustls::crypto::aws_lc_rs::default_provider().install_default().is_err() {
        return ExitCode::from(command::INTERNAL);
    }
    let arguments = command::Arguments::parse();
    match command::run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            command::say(&format!("therapeutic-ai: {failure}"));
            ExitCode::from(failure.code)
        }
    }
}
