//! `xtask test`: what must pass, in the order in which it fails soonest.

use anyhow::Result;

use crate::servers::Servers;
use crate::{browser, cargo, generate, root, tidy};

pub(crate) fn run(only_tests: bool) -> Result<()> {
    if !only_tests {
        cargo(&["fmt", "--all", "--check"], &[])?;
        tidy::run(&root())?;
        cargo(&["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"], &[])?;
        generate::check(&root())?;
        // What the README starts with: optimised, the compiler looks deeper into futures than in any test.
        cargo(&["build", "--release", "--quiet"], &[])?;
    }
    let servers = Servers::start()?;
    let urls = servers.environment();
    let mut environment: Vec<(&str, &str)> = urls.iter().map(|(name, url)| (*name, url.as_str())).collect();
    // A backend that was not exercised fails the tests: this variable says that it must be there.
    environment.push(("CI", "true"));
    cargo(&["test", "--workspace", "--quiet"], &environment)?;
    if only_tests {
        return Ok(());
    }
    // The program that was built above, in a real browser. `cargo xtask browser` walks all five modes in both shapes.
    let program = Some(browser::released()?);
    browser::run(&browser::Looked { program, quick: true, ..Default::default() }, Some(&servers))
}
