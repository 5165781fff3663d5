//! The figures as a table: medians over the rounds, with the least and the most.

use std::io::Write;
use std::time::Duration;

/// One line on standard output; a reader that closed the pipe wants no more.
pub(crate) fn say(line: &str) {
    drop(writeln!(std::io::stdout(), "{line}"));
}

/// The value below which so many thousandths lie, of sorted values, in milliseconds.
pub(crate) fn percentile_ms(sorted: &[Duration], thousandths: usize) -> f64 {
    let place = (sorted.len() * thousandths).div_ceil(1_000).saturating_sub(1);
    sorted.get(place).map_or(f64::NAN, |value| value.as_secs_f64() * 1_000.0)
}

/// The same in microseconds.
pub(crate) fn percentile_us(sorted: &[Duration], thousandths: usize) -> f64 {
    percentile_ms(sorted, thousandths) * 1_000.0
}

/// Several rounds' values of one figure.
#[derive(Default)]
pub(crate) struct Rounds(Vec<f64>);

impl Rounds {
    pub(crate) fn add(&mut self, value: f64) {
        self.0.push(value);
        self.0.sort_by(f64::total_cmp);
    }

    pub(crate) fn median(&self) -> f64 {
        self.0.get(self.0.len() / 2).copied().unwrap_or(f64::NAN)
    }
}

impl std::fmt::Display for Rounds {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (least, most) = (self.0.first().unwrap_or(&f64::NAN), self.0.last().unwrap_or(&f64::NAN));
        let text = if self.0.len() < 2 {
            format!("{:.2}", self.median())
        } else {
            format!("{:.2} ({least:.2}–{most:.2})", self.median())
        };
        f.pad(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_one_of_the_values_and_a_median_lies_between_the_ends() {
        let values: Vec<Duration> = (1..=1_000).map(Duration::from_millis).collect();
        assert!((percentile_ms(&values, 500) - 500.0).abs() < 1e-9);
        assert!((percentile_ms(&values, 990) - 990.0).abs() < 1e-9);
        assert!(percentile_ms(&[], 990).is_nan());
        let mut rounds = Rounds::default();
        for value in [3.0, 1.0, 2.0] {
            rounds.add(value);
        }
        assert_eq!(rounds.to_string(), "2.00 (1.00–3.00)");
    }
}
