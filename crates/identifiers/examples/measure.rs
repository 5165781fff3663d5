//! Measures the identifier rules on labelled files: `cargo run --release -p identifiers --example measure -- FILE…`.
//!
//! Each file is JSON lines with `text` (or `user_turns`) and, where somebody marked them, `spans`. Prints counts and
//! rates alone, never a row. `--json` prints the report as one line; `--predictions OUT.jsonl` writes what was found
//! in each row, in order.

use std::error::Error;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::time::Instant;

use identifiers::measure::{Group, Report, Row, growth, interval, measure};
use serde_json::Value;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (mut files, mut json, mut predictions) = (Vec::new(), false, None);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--json" => json = true,
            "--predictions" => predictions = Some(arguments.next().ok_or("--predictions names a file")?),
            _ => files.push(argument),
        }
    }
    let mut rows = Vec::new();
    for file in &files {
        read(file, &mut rows)?;
    }
    let mut written = match predictions {
        Some(path) => Some(BufWriter::new(std::fs::File::create(path)?)),
        None => None,
    };
    identifiers::warm_up();
    let start = Instant::now();
    // A service reads one message after the other: what the first reading of each form builds is not what is measured.
    measure(&rows, || start.elapsed(), |_, _| ());
    let mut lines = Vec::new();
    let report = measure(&rows, || start.elapsed(), |_, prediction| lines.push(prediction));
    if let Some(out) = &mut written {
        for line in &lines {
            serde_json::to_writer(&mut *out, line)?;
            out.write_all(b"\n")?;
        }
    }
    let mut out = std::io::stdout().lock();
    if json {
        serde_json::to_writer(&mut out, &report)?;
        writeln!(out)?;
        return Ok(());
    }
    show(&mut out, &report)?;
    for unit in ["My sister Ana called me at 212-555-0147 on May 3rd, 1941. ", "1-", "A. ", "one "] {
        writeln!(out, "linear {unit:?}:")?;
        for grown in growth(unit, &[1 << 10, 1 << 14, 1 << 18, 1 << 20], || start.elapsed()) {
            writeln!(out, "  {:8} bytes {:8.1} ns a byte", grown.bytes, grown.ns_per_byte)?;
        }
    }
    Ok(())
}

fn read(path: &str, rows: &mut Vec<Row>) -> Result<(), Box<dyn Error>> {
    for line in BufReader::new(std::fs::File::open(path)?).lines() {
        let line = line?;
        let value: Value = serde_json::from_str(&line)?;
        let mut row: Row = serde_json::from_value(value.clone())?;
        if let Some(turns) = value["user_turns"].as_array() {
            row.text = turns.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n");
        }
        if row.spans.is_none() {
            row.source = path.rsplit('/').next().unwrap_or(path).to_owned();
        }
        rows.push(row);
    }
    Ok(())
}

fn show(out: &mut impl Write, report: &Report) -> std::io::Result<()> {
    show_group(out, "all", &report.all)?;
    for (part, group) in &report.parts {
        show_group(out, part, group)?;
    }
    for (source, group) in &report.sources {
        show_group(out, source, group)?;
    }
    let latency = report.latency;
    writeln!(
        out,
        "latency us: p50 {:.1} p99 {:.1} over {} bytes",
        latency.p50_us, latency.p99_us, latency.bytes
    )
}

fn show_group(out: &mut impl Write, name: &str, group: &Group) -> std::io::Result<()> {
    let told = |figure: Option<f64>| figure.map_or_else(|| "-".to_owned(), |figure| format!("{figure:.3}"));
    writeln!(
        out,
        "{name}: {} texts, {} finds, {} in 1000 words; without leak {} of {}; precision {} of {}",
        group.texts,
        group.found,
        told(group.found_per_thousand_words()),
        told(group.without_leak()),
        group.texts_with_identifiers,
        told(group.precision()),
        group.judged,
    )?;
    for (class, recall) in &group.classes {
        let (touched, covered) = (told(recall.touched_share()), told(recall.covered_share()));
        let (low, high) = interval(recall.covered, recall.spans).unwrap_or_default();
        writeln!(
            out,
            "  {class:12} {:5} spans  touched {touched}  covered {covered} ({low:.3} to {high:.3})",
            recall.spans
        )?;
    }
    Ok(())
}
