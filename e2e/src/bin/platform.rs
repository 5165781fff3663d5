//! The program under test: therapeutic-ai itself, all of it, with stores that a test can make fail.

use std::path::PathBuf;
use std::process::ExitCode;

use e2e::Failures;

#[expect(clippy::disallowed_methods, reason = "the tests' own program: what it adds is this switch alone")]
fn main() -> ExitCode {
    if let Some(file) = std::env::var_os(Failures::VARIABLE) {
        let failures = Failures::in_file(PathBuf::from(file));
        store_sql::failpoint::install(move |service| failures.of(service));
    }
    therapeutic_ai::command::main()
}
