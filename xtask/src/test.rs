//! `xtask test`: what must pass, in the order in which it fails soonest.

use std::time::{Duration, Instant};

use anyhow::Result;

use crate::servers::Servers;
use crate::{browser, cargo, generate, root, say, tidy};

/// How long each step took, told at the end whether or not all of them passed: where the time goes is seen in every run.
#[derive(Default)]
struct Steps(Vec<(&'static str, Duration)>);

impl Steps {
    fn step<T>(&mut self, name: &'static str, run: impl FnOnce() -> Result<T>) -> Result<T> {
        let start = Instant::now();
        let result = run();
        self.0.push((name, start.elapsed()));
        result
    }

    fn tell(&self) {
        for (name, took) in &self.0 {
            say(&format!("{:>6} s  {name}", took.as_secs()));
        }
    }
}

pub(crate) fn run(only_tests: bool) -> Result<()> {
    let mut steps = Steps::default();
    let result = all(&mut steps, only_tests);
    steps.tell();
    result
}

fn all(steps: &mut Steps, only_tests: bool) -> Result<()> {
    if !only_tests {
        steps.step("format and house rules", || {
            cargo(&["fmt", "--all", "--check"], &[])?;
            tidy::run(&root())
        })?;
        steps.step("lints", || {
            cargo(&["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"], &[])
        })?;
        steps.step("generated documents, and the build of what makes them", || generate::check(&root()))?;
        // What the README starts with: optimised, the compiler looks deeper into futures than in any test.
        steps.step("release build", || cargo(&["build", "--release", "--quiet"], &[]))?;
    }
    let servers = steps.step("servers", Servers::start)?;
    let urls = servers.environment();
    let mut environment: Vec<(&str, &str)> = urls.iter().map(|(name, url)| (*name, url.as_str())).collect();
    // A backend that was not exercised fails the tests: this variable says that it must be there.
    environment.push(("CI", "true"));
    steps.step("build of the tests", || {
        cargo(&["test", "--workspace", "--quiet", "--no-run"], &environment)
    })?;
    steps.step("tests", || cargo(&["test", "--workspace", "--quiet"], &environment))?;
    if only_tests {
        return Ok(());
    }
    // The program that was built above, in a real browser. `cargo xtask browser` walks all five modes in both shapes.
    steps.step("browser", || {
        let program = Some(browser::released()?);
        browser::run(&browser::Looked { program, quick: true, ..Default::default() }, Some(&servers))
    })
}
