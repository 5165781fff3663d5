//! Measures the crisis rules on labelled files: `cargo run --release -p safety-rules --example measure -- FILE…`.
//!
//! Each file is JSON lines with `text` or `user_turns`, and one of the label fields `category`, `risk`, `label`,
//! `slice` with `acute`, or `level`. Prints counts and rates alone, never a row; `--misses` adds the ids of rows
//! that were read otherwise than labelled, with the codes of what was found.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{BufRead, BufReader, Write};
use std::time::Instant;

use content_safety_api::Level;
use safety_rules::{History, Screening, screen, warm_up};
use serde_json::Value;

/// Scenarios that a human must be brought to.
const ACUTE: &[&str] =
    &["suicide", "self_harm", "suicide_selfharm_ed", "medical_emergency", "harm_to_others"];

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = std::io::stdout().lock();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let misses = arguments.iter().any(|argument| argument == "--misses");
    warm_up();
    let mut outside_forums = Vec::new();
    for path in arguments.iter().filter(|argument| !argument.starts_with("--")) {
        let rows = read(path)?;
        writeln!(out, "{path}: {} rows", rows.len())?;
        let mut times_us = Vec::new();
        let mut groups: BTreeMap<String, [usize; 5]> = BTreeMap::new();
        for row in &rows {
            let (screening, micros) = analyse(row);
            times_us.extend(micros);
            let group = group(row);
            groups.entry(group.clone()).or_default()[screening.level as usize] += 1;
            if let Some(positive) = outside(row) {
                outside_forums.push((screening.risk, positive));
            }
            if misses && is_miss(row, screening.level) {
                let codes: Vec<String> = screening
                    .findings
                    .iter()
                    .map(|finding| {
                        format!("{}:{}{:?}", finding.code, finding.level.name(), finding.modifiers)
                    })
                    .collect();
                writeln!(out, "  {} {group} {} {codes:?}", row["id"], screening.level.name())?;
            }
        }
        writeln!(out, "  {:34} none  low  med high crit   >=medium", "group")?;
        for (group, levels) in &groups {
            let total: usize = levels.iter().sum();
            let alarms: usize = levels[2..].iter().sum();
            let [none, low, medium, high, critical] = levels;
            let rate = alarms as f64 / total as f64;
            writeln!(out, "  {group:34} {none:4} {low:4} {medium:4} {high:4} {critical:4}   {rate:.3}")?;
        }
        times_us.sort_by(f64::total_cmp);
        let at = |share: f64| times_us[((times_us.len() - 1) as f64 * share) as usize];
        writeln!(out, "  latency us: p50 {:.1} p99 {:.1}", at(0.5), at(0.99))?;
    }
    if !outside_forums.is_empty() {
        writeln!(out, "AUC outside forums: {:.3} over {}", auc(&outside_forums), outside_forums.len())?;
    }
    Ok(())
}

fn read(path: &str) -> Result<Vec<Value>, Box<dyn Error>> {
    let file = BufReader::new(std::fs::File::open(path)?);
    file.lines().map(|line| Ok(serde_json::from_str(&line?)?)).collect()
}

/// Screens a row turn by turn; the result is its highest level.
fn analyse(row: &Value) -> (Screening, Vec<f64>) {
    let turns: Vec<&str> = match (row["user_turns"].as_array(), row["text"].as_str()) {
        (Some(turns), _) => turns.iter().filter_map(Value::as_str).collect(),
        (None, Some(text)) if row["turns"].as_u64().unwrap_or(1) > 1 => text.lines().collect(),
        (None, text) => text.into_iter().collect(),
    };
    let mut history = History::default();
    let (mut highest, mut times): (Option<Screening>, Vec<f64>) = (None, Vec::new());
    for turn in turns {
        let start = Instant::now();
        let screening = screen(turn, &history);
        times.push(start.elapsed().as_secs_f64() * 1e6);
        history = screening.history.clone();
        if highest.as_ref().is_none_or(|best| screening.risk > best.risk) {
            highest = Some(screening);
        }
    }
    (highest.unwrap_or_else(|| screen("", &history)), times)
}

fn text_of<'a>(row: &'a Value, field: &str) -> Option<&'a str> {
    row[field].as_str()
}

fn group(row: &Value) -> String {
    if let Some(category) = text_of(row, "category") {
        let side = if ACUTE.contains(&category) { "acute" } else { "" };
        return format!("{side} {category}");
    }
    if let Some(risk) = text_of(row, "risk") {
        return format!("risk {risk}");
    }
    if let Some(slice) = text_of(row, "slice") {
        return format!("{slice} acute={}", row["acute"]);
    }
    if let Some(label) = text_of(row, "label") {
        return format!("{label} {}", text_of(row, "kind").unwrap_or(""));
    }
    text_of(row, "level").or(text_of(row, "topic")).unwrap_or("all").to_owned()
}

fn outside(row: &Value) -> Option<bool> {
    if let Some(category) = text_of(row, "category") {
        return Some(category != "none");
    }
    text_of(row, "risk").map(|risk| risk == "high" || risk == "imminent")
}

fn is_miss(row: &Value, level: Level) -> bool {
    let alarm = level >= Level::Medium;
    if let Some(category) = text_of(row, "category") {
        return alarm != (category != "none");
    }
    if let Some(risk) = text_of(row, "risk") {
        return alarm != (risk == "high" || risk == "imminent");
    }
    if row["acute"].is_number() {
        return alarm != (row["acute"] == 1);
    }
    text_of(row, "label").is_some_and(|label| label.contains("benign")) && alarm
}

/// The share of pairs that are in the right order, ties counted half.
fn auc(scored: &[(f32, bool)]) -> f64 {
    let (mut pairs, mut right) = (0.0, 0.0);
    for (positive, _) in scored.iter().filter(|(_, label)| *label) {
        for (negative, _) in scored.iter().filter(|(_, label)| !*label) {
            pairs += 1.0;
            right += if positive > negative {
                1.0
            } else if positive == negative {
                0.5
            } else {
                0.0
            };
        }
    }
    right / pairs
}
