//! `bench turn`: a fresh installation, many residents, fixed rates, shipped defaults.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use kernel::Sources;
use therapeutic_ai::demo::Demo;

use crate::machine;
use crate::open_loop::{Phase, play};
use crate::report::{Rounds, percentile_ms, say};
use crate::residents::{Resident, admit};
use crate::server::{Server, binary};

/// Rest after a phase, so that what follows a turn (the way of its events to the log) is counted with it.
const SETTLE: Duration = Duration::from_secs(2);

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Turns a second, phase by phase
    #[arg(long, value_delimiter = ',', default_values_t = [50, 100, 200])]
    rates: Vec<u32>,
    /// How long each phase lasts
    #[arg(long, default_value_t = 20)]
    seconds: u32,
    /// How often everything is repeated, each time on a fresh installation
    #[arg(long, default_value_t = 3)]
    rounds: u16,
    /// How many residents talk
    #[arg(long, default_value_t = 240, value_parser = clap::value_parser!(u16).range(1..=280))]
    residents: u16,
    /// The server's binary; without it, the one beside this
    #[arg(long, value_name = "FILE")]
    server: Option<PathBuf>,
    /// Waits so long before each phase, for a profiler to be attached to the process that is named then
    #[arg(long, default_value_t = 0)]
    pause_s: u64,
}

#[derive(Default)]
struct Figures {
    p50: Rounds,
    p99: Rounds,
    safety_p99: Rounds,
    cpu: Rounds,
    errors: u32,
    first_error: Option<String>,
}

#[derive(Default)]
struct Rest {
    ready: Rounds,
    memory: Rounds,
    memory_after: Rounds,
    cpu: Rounds,
    sync_p50: Rounds,
    sync_p99: Rounds,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(measure(options))
}

async fn measure(options: &Options) -> Result<()> {
    let binary = binary(options.server.as_deref())?;
    let (mut rest, mut figures) = (Rest::default(), Vec::new());
    figures.resize_with(options.rates.len(), Figures::default);
    for round in 0..options.rounds {
        let folder = machine::Folder::new()?;
        let data_dir = folder.path().join("data");
        // Made once and ended: what is measured is a start on what is there, without any password hashed.
        Server::start(&binary, &data_dir).await?.stop()?;
        let server = Server::start(&binary, &data_dir).await?;
        at_rest(&server, folder.path(), &mut rest).await?;
        let (demo, sources) = (Demo::read(&data_dir)?, Sources::system());
        let residents = Arc::new(admit(&server.url, &demo, &sources, options.residents, round).await?);
        play(&residents, &sources, 20, 3).await;
        for (rate, figures) in options.rates.iter().zip(&mut figures) {
            tokio::time::sleep(SETTLE).await;
            phase(&server, &residents, &sources, options, *rate, figures).await?;
        }
        rest.memory_after.add(machine::resident_mib(server.pid())?);
        server.stop()?;
    }
    report(options, &rest, &figures);
    Ok(())
}

async fn at_rest(server: &Server, folder: &std::path::Path, rest: &mut Rest) -> Result<()> {
    rest.ready.add(server.ready_after.as_secs_f64() * 1_000.0);
    tokio::time::sleep(SETTLE).await;
    let (before, quiet) = (machine::cpu(server.pid())?, Duration::from_secs(5));
    tokio::time::sleep(quiet).await;
    let used = machine::cpu(server.pid())?.saturating_sub(before);
    rest.cpu.add(used.as_secs_f64() / quiet.as_secs_f64() * 1_000.0);
    rest.memory.add(machine::resident_mib(server.pid())?);
    let mut syncs = machine::durable_append(folder)?;
    syncs.sort();
    rest.sync_p50.add(percentile_ms(&syncs, 500));
    rest.sync_p99.add(percentile_ms(&syncs, 990));
    Ok(())
}

async fn phase(
    server: &Server,
    residents: &Arc<Vec<Resident>>,
    sources: &Sources,
    options: &Options,
    rate: u32,
    figures: &mut Figures,
) -> Result<()> {
    if options.pause_s > 0 {
        say(&format!("process {}, {rate} turns a second in {} s", server.pid(), options.pause_s));
        tokio::time::sleep(Duration::from_secs(options.pause_s)).await;
    }
    let before = machine::cpu(server.pid())?;
    let played: Phase = play(residents, sources, rate, options.seconds).await;
    tokio::time::sleep(SETTLE).await;
    let used = machine::cpu(server.pid()).context("after a phase")?.saturating_sub(before);
    let turns = played.took.len().max(1);
    figures.p50.add(percentile_ms(&played.took, 500));
    figures.p99.add(percentile_ms(&played.took, 990));
    figures.safety_p99.add(percentile_ms(&played.safety, 990));
    figures.cpu.add(used.as_secs_f64() * 1_000.0 / turns as f64);
    figures.errors += played.errors;
    figures.first_error = figures.first_error.take().or(played.first_error);
    Ok(())
}

fn report(options: &Options, rest: &Rest, figures: &[Figures]) {
    say(&format!(
        "{} residents, {} rounds of {} s a rate; median (least–most)",
        options.residents, options.rounds, options.seconds
    ));
    say(&format!("ready after                    {} ms (goal 1000)", rest.ready));
    say(&format!("memory at rest                 {} MiB (goal 128)", rest.memory));
    say(&format!("memory after the load          {} MiB", rest.memory_after));
    say(&format!("CPU at rest                    {} ms a second", rest.cpu));
    say(&format!("one durable append, disk alone {} ms p50, {} ms p99", rest.sync_p50, rest.sync_p99));
    say(
        "turns/s  CPU ms a turn         p50 ms                 p99 ms                 safety p99 ms          errors",
    );
    for (rate, figures) in options.rates.iter().zip(figures) {
        say(&format!(
            "{rate:<8} {:<21} {:<22} {:<22} {:<22} {}",
            figures.cpu, figures.p50, figures.p99, figures.safety_p99, figures.errors
        ));
        if let Some(error) = &figures.first_error {
            say(&format!("         the first error: {error}"));
        }
    }
    say("goals at 200/s: p99 25 ms, 2 CPU ms a turn");
    if let Some(last) = figures.last() {
        let ratio = last.p50.median() / rest.sync_p50.median();
        say(&format!("p50 at the last rate is {ratio:.1} × one durable append of this disk"));
    }
}
