//! Measures readers of social actions on rows that they did not see: `cargo run --release -p social-actions --example
//! measure -- [--on FILE]… FILE…`. With `--on` the other files are trained on and these measured; without, all files are cut
//! into five parts by a hash of the text. Prints counts and rates alone, never a row.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::Write;

use social_actions::training::{Labelled, cross_validated, line, settings, train};
use social_actions::{Reader, Share, without_names};

const FOLDS: usize = 5;
/// From which shares on the likeliest is taken, one row of the table each.
const FROM: [f32; 7] = [0.0, 0.24, 0.32, 0.4, 0.45, 0.5, 0.6];

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (mut rows, mut apart) = (Vec::new(), Vec::new());
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--on" => read(&arguments.next().ok_or("--on names a file")?, &mut apart)?,
            file => read(file, &mut rows)?,
        }
    }
    let read = if apart.is_empty() {
        let read = cross_validated(&rows, FOLDS, &settings());
        rows.into_iter().zip(read).collect::<Vec<_>>()
    } else {
        let reader = Reader::read(&train(&rows, &settings()).write())?;
        apart
            .into_iter()
            .map(|row| (reader.read_message(&row.text), row))
            .map(|(read, row)| (row, read))
            .collect()
    };
    report(&read, &mut std::io::stdout().lock())?;
    Ok(())
}

fn read(file: &str, rows: &mut Vec<Labelled>) -> Result<(), Box<dyn Error>> {
    for (at, one) in std::fs::read_to_string(file)?.lines().enumerate() {
        let mut row = line(one).map_err(|why| format!("{file}:{}: {why}", at + 1))?;
        // Without a lexicon of names: those inside a sentence, by their capital.
        row.text = without_names(&row.text, |_| false);
        rows.push(row);
    }
    Ok(())
}

fn report(read: &[(Labelled, Vec<Share>)], out: &mut impl Write) -> std::io::Result<()> {
    let is_right =
        |row: &Labelled, best: &Share| row.action == best.action || row.also.contains(&best.action);
    writeln!(out, "{} rows", read.len())?;
    for from in FROM {
        let taken = read
            .iter()
            .filter_map(|(row, read)| Some((row, read.first().filter(|best| best.share >= from)?)));
        let taken: Vec<_> = taken.collect();
        let right = taken.iter().filter(|(row, best)| is_right(row, best)).count();
        let (share, precision) = (rate(taken.len(), read.len()), rate(right, taken.len()));
        writeln!(out, "from {from:.2}: {share:.3} of all, {precision:.3} of them right")?;
    }
    let mut table: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for (row, read) in read {
        table.entry(row.action.name()).or_default()[0] += 1;
        if let Some(best) = read.first() {
            let counts = table.entry(best.action.name()).or_default();
            counts[1] += 1;
            counts[2] += usize::from(is_right(row, best));
        }
    }
    writeln!(out, "action       rows  read  right")?;
    for (name, [rows, read, right]) in table {
        writeln!(out, "{name:10} {rows:6} {read:5}  {:.3}", rate(right, read))?;
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "counts of rows")]
fn rate(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}
