//! `xtask test`: what must pass, in the order in which it fails soonest.

use anyhow::Result;

use crate::servers::Servers;
use crate::{cargo, generate, root, tidy};

pub(crate) fn run(only_tests: bool) -> Result<()> {
    if !only_tests {
        cargo(&["fmt", "--all", "--check"], &[])?;
        tidy::run(&root())?;
        cargo(&["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"], &[])?;
        generate::check(&root())?;
    }
    let servers = Servers::start()?;
    let url = servers.postgres_url();
    // A backend that was not exercised fails the tests: this variable says that it must be there.
    cargo(&["test", "--workspace", "--quiet"], &[("TEST_POSTGRES_URL", &url), ("CI", "true")])
}
