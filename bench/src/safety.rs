//! `bench safety`: what the analysis of one message costs on one core, part by part, beside an automaton over lists of words
//! alone (Aho and Corasick, 1975) in the same run, and whether the work grows with the length alone.

use std::hint::black_box;
use std::time::{Duration, Instant};

use aho_corasick::{AhoCorasick, MatchKind};
use anyhow::{Context, Result, ensure};
use clap::Args;
use content_safety::measure::whole;
use ngrams::Hashed;
use safety_rules::{History, screen_hashed};

use crate::report::{Rounds, percentile_us, say};

#[derive(Args)]
pub(crate) struct Options {
    /// How often every message is read, after one round that is not counted
    #[arg(long, default_value_t = 9)]
    rounds: usize,
    /// How long a message is at least, in bytes
    #[arg(long, default_value_t = 190)]
    bytes: usize,
}

/// Sentences that nobody wrote rules after; half of them are calm.
const SENTENCES: &str = include_str!("../../crates/safety-rules/cases/indirect.jsonl");
/// What the automaton alone looks for: the names that the identifiers know.
const WORDS: [&str; 2] = [
    include_str!("../../crates/identifiers/data/given.txt"),
    include_str!("../../crates/identifiers/data/family.txt"),
];
/// The lengths that are compared, in KiB.
const LENGTHS: [usize; 4] = [1, 16, 256, 1_024];

/// A reader of messages.
type Reader<'a> = (&'a str, Box<dyn Fn(&str) + 'a>);

pub(crate) fn run(options: &Options) -> Result<()> {
    ensure!(options.rounds > 0 && options.bytes > 0, "at least one round, and one byte");
    let texts = messages(options.bytes)?;
    let words: Vec<&str> = WORDS
        .iter()
        .flat_map(|file| file.lines().filter(|line| !line.starts_with('#')))
        .flat_map(str::split_whitespace)
        .collect();
    let automaton = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .ascii_case_insensitive(true)
        .build(&words)?;
    let readers = readers(&automaton)?;
    let mean = texts.iter().map(String::len).sum::<usize>() / texts.len();
    say(&format!("{} messages of {mean} bytes on average, {} rounds", texts.len(), options.rounds));
    say(&format!("automaton alone: {} words", words.len()));
    say(&format!("{:24} {:>22} {:>22}   ratio of p50", "us a message", "p50", "p99"));
    let mut alone = f64::NAN;
    for (name, times) in time(&readers, &texts, options.rounds) {
        let [p50, p99] = times;
        if alone.is_nan() {
            alone = p50.median();
        }
        say(&format!("{name:24} {p50:>22} {p99:>22} {:>8.1}", p50.median() / alone));
    }
    say("");
    say(&format!("{:24} {}", "ns a byte", LENGTHS.map(|kib| format!("{kib:>8} KiB")).concat()));
    let long = texts.join(" ");
    for (name, read) in &readers {
        let cost = LENGTHS.map(|kib| format!("{:>12.1}", per_byte(&**read, &long, kib * 1_024)));
        say(&format!("{name:24} {}", cost.concat()));
    }
    Ok(())
}

/// Sentences put together to messages of a usual length.
fn messages(bytes: usize) -> Result<Vec<String>> {
    let mut messages = vec![String::new()];
    for line in SENTENCES.lines() {
        let row: serde_json::Value = serde_json::from_str(line)?;
        let said = row["text"].as_str().context("a sentence without text")?;
        if messages.last().is_some_and(|last| last.len() >= bytes) {
            messages.push(String::new());
        }
        let last = messages.last_mut().context("one message")?;
        if !last.is_empty() {
            last.push(' ');
        }
        last.push_str(said);
    }
    Ok(messages)
}

/// The automaton alone first, then the parts, the whole last.
fn readers(automaton: &AhoCorasick) -> Result<Vec<Reader<'_>>> {
    let emotions = emotions::shipped().context("the weights of emotions cannot be used")?;
    Ok(vec![
        (
            "automaton alone",
            Box::new(|text: &str| {
                black_box(automaton.find_iter(text).count());
            }),
        ),
        ("folded and hashed", Box::new(|text: &str| drop(black_box(Hashed::new(text))))),
        (
            "crisis, with hashing",
            Box::new(|text: &str| drop(black_box(screen_hashed(&Hashed::new(text), &History::default())))),
        ),
        ("identifiers", Box::new(|text: &str| drop(black_box(identifiers::detect(text))))),
        ("emotions, with hashing", Box::new(|text: &str| drop(black_box(emotions.hear(&Hashed::new(text)))))),
        ("whole", Box::new(|text: &str| drop(black_box(whole(text, &History::default()))))),
    ])
}

/// How long each reader takes for a message: all readers in turn in each round, so that what the machine does otherwise meets
/// all of them.
fn time<'a>(readers: &'a [Reader<'_>], texts: &[String], rounds: usize) -> Vec<(&'a str, [Rounds; 2])> {
    let mut times: Vec<(&str, [Rounds; 2])> =
        readers.iter().map(|(name, _)| (*name, <[Rounds; 2]>::default())).collect();
    for round in 0..=rounds {
        for ((_, read), (_, [p50, p99])) in readers.iter().zip(&mut times) {
            let mut taken: Vec<Duration> = texts
                .iter()
                .map(|text| {
                    let start = Instant::now();
                    read(text);
                    start.elapsed()
                })
                .collect();
            taken.sort_unstable();
            // The first round builds tables and fills caches.
            if round > 0 {
                p50.add(percentile_us(&taken, 500));
                p99.add(percentile_us(&taken, 990));
            }
        }
    }
    times
}

/// Nanoseconds a byte of a text of one length, the best of three.
#[expect(clippy::cast_precision_loss, reason = "a length")]
fn per_byte(read: &dyn Fn(&str), long: &str, bytes: usize) -> f64 {
    let repeated = long.repeat(bytes.div_ceil(long.len()));
    let end = (0..=bytes).rev().find(|end| repeated.is_char_boundary(*end)).unwrap_or(0);
    let text = &repeated[..end];
    let least = (0..3)
        .map(|_| {
            let start = Instant::now();
            read(text);
            start.elapsed()
        })
        .min()
        .unwrap_or_default();
    least.as_secs_f64() * 1e9 / end.max(1) as f64
}
