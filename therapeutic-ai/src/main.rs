//! The one binary. All of it is in the library, so that the end-to-end tests run the same program with failpoints.

use std::process::ExitCode;

/// See the root manifest for why.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    therapeutic_ai::command::main()
}
