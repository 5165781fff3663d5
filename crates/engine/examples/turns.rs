//! How long a turn takes: `cargo run -p engine --release --example turns`. Plan and render of forty-turn talks on one
//! core, in both languages, with the figures that a release is judged by (p99 at most one millisecond).

use std::time::{Duration, Instant};

use content_safety_api::Language;
use engine::{Consent, Input, Profile, TimeFacts, open, render, turn};
use kernel::Timestamp;
use safety_rules::{History, screen};

/// How often each talk is held.
const ROUNDS: u64 = 50;
/// A day, and an hour of it.
const DAY: u32 = 20_779;

const TALKS: [(Language, &str); 6] = [
    (Language::En, include_str!("../src/tests/residents/lonely.en.txt")),
    (Language::Es, include_str!("../src/tests/residents/lonely.es.txt")),
    (Language::En, include_str!("../src/tests/residents/grieving.en.txt")),
    (Language::Es, include_str!("../src/tests/residents/grieving.es.txt")),
    (Language::En, include_str!("../src/tests/residents/angry.en.txt")),
    (Language::Es, include_str!("../src/tests/residents/hinting.es.txt")),
];

fn id<T: std::str::FromStr>(number: u64) -> T
where
    T::Err: std::fmt::Debug,
{
    format!("01900000-0000-7000-8000-{number:012x}").parse().expect("a UUID")
}

fn template(language: Language, conversation: u64) -> Input {
    Input {
        turn: id(1),
        conversation: id(conversation),
        text: String::new(),
        screening: screen("", &History::default()),
        emotions: Vec::new(),
        actions: Vec::new(),
        gist: None,
        action_weights: String::new(),
        identifiers: Vec::new(),
        profile: Profile { language: Some(language), ..Profile::default() },
        time: TimeFacts {
            now: Timestamp::from_micros(i64::from(DAY) * 86_400_000_000),
            day: DAY,
            hour: 14,
            minute: Some(5),
            minutes_since_notice: Some(0),
            days_since_last_use: Some(1),
            session_minutes: 0,
            long_sessions_today: 0,
        },
        consent: Consent { memory: true, asked: true },
        facts: Vec::new(),
        talks: Vec::new(),
        due: None,
        instrument: None,
        screener: None,
        declined: Vec::new(),
        daily_said: false,
        plan_kept: false,
        plan_offered: false,
        place: "us-ca".to_owned(),
        acknowledged: false,
        alert_waits: false,
        staff_reached: true,
    }
}

/// One talk; how long each plan and render took, the screening left out.
fn talk(language: Language, lines: &str, conversation: u64, times: &mut Vec<Duration>) {
    let library = content::library();
    let template = template(language, conversation);
    let (mut state, _, _) = open(&template, library);
    let mut history = History::default();
    for (number, line) in (0_u64..).zip(lines.lines()) {
        let mut input = template.clone();
        input.turn = id(number + 100);
        input.text = line.to_owned();
        input.screening = screen(line, &history);
        history = input.screening.history.clone();
        let began = Instant::now();
        let (next, plan, _) = turn(Some(&state), &input, library);
        let text = render(&plan, library);
        times.push(began.elapsed());
        assert!(!text.is_empty(), "a turn said nothing");
        state = next;
    }
}

#[expect(clippy::print_stdout, reason = "figures are printed to be read")]
fn main() {
    let mut times = Vec::new();
    for round in 0..ROUNDS + 1 {
        if round == 1 {
            // The first round compiles patterns and fills caches.
            times.clear();
        }
        for (number, (language, lines)) in (0_u64..).zip(TALKS) {
            talk(language, lines, round * 10 + number, &mut times);
        }
    }
    times.sort_unstable();
    let at = |share: usize| times[(times.len() * share / 1000).min(times.len() - 1)];
    println!(
        "{} turns: p50 {:?}, p95 {:?}, p99 {:?}, p99.9 {:?}, longest {:?}",
        times.len(),
        at(500),
        at(950),
        at(990),
        at(999),
        at(1000)
    );
}
