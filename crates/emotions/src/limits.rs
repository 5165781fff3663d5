//! From which score on a head is heard: one number a head, chosen on rows that the weights did not see.

use crate::reader::{HEADS, Scores, standing};

/// Why limits cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LimitsError {
    /// Not a name, a tab and a number a line.
    #[error("line {0} is no name and number with a tab between them")]
    Line(usize),
    /// Other heads, or in another order.
    #[error("the limits are of other heads")]
    Heads,
}

/// A limit for each of [`HEADS`], in log-odds.
#[derive(Clone, Debug, PartialEq)]
pub struct Limits([f32; HEADS.len()]);

impl Limits {
    /// Reads what [`Self::write`] wrote.
    ///
    /// # Errors
    /// [`LimitsError`] says what is wrong.
    pub fn read(text: &str) -> Result<Self, LimitsError> {
        let mut limits = [0.0; HEADS.len()];
        let mut heads = HEADS.iter().zip(&mut limits);
        for (at, line) in text.lines().enumerate() {
            let (name, number) = line.split_once('\t').ok_or(LimitsError::Line(at + 1))?;
            let limit: f32 = number.parse().map_err(|_| LimitsError::Line(at + 1))?;
            let (head, slot) = heads.next().ok_or(LimitsError::Heads)?;
            if *head != name || !limit.is_finite() {
                return Err(LimitsError::Heads);
            }
            *slot = limit;
        }
        if heads.next().is_some() { Err(LimitsError::Heads) } else { Ok(Self(limits)) }
    }

    /// The limits as text: a line a head. A number is written so that it is read back as the same bits.
    pub fn write(&self) -> String {
        HEADS.iter().zip(&self.0).map(|(head, limit)| format!("{head}\t{limit}\n")).collect()
    }

    /// The limits that serve the F1 score of each head best on labelled scores.
    pub(crate) fn of(scored: &[(&Scores, &[bool; HEADS.len()])]) -> Self {
        Self(std::array::from_fn(|head| {
            best(scored.iter().map(|(scores, labels)| (standing(scores, head), labels[head])).collect())
        }))
    }

    /// The limit of a head.
    pub(crate) fn get(&self, head: usize) -> f32 {
        self.0[head]
    }
}

/// The limit with the highest F1 score, in the middle between the two scores that it parts.
#[expect(clippy::cast_precision_loss, reason = "counts of rows")]
fn best(mut scored: Vec<(f32, bool)>) -> f32 {
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let positives = scored.iter().filter(|(_, positive)| *positive).count();
    let (mut hits, mut most, mut limit) = (0, 0.0, 0.0);
    for (at, (score, positive)) in scored.iter().enumerate() {
        hits += usize::from(*positive);
        let below = scored.get(at + 1).map_or(score - 1.0, |(score, _)| *score);
        // Equal scores fall on the same side.
        if below < *score {
            let f1 = 2.0 * hits as f64 / (at + 1 + positives) as f64;
            if f1 > most {
                (most, limit) = (f1, f32::midpoint(*score, below));
            }
        }
    }
    limit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_is_where_f1_is_highest_and_never_between_equals() {
        let scored = [(3.0, true), (2.0, true), (1.0, false), (0.0, true), (-4.0, false)];
        // Two of three without a mistake are 0.8, three with one are 0.857.
        assert_eq!(best(scored.to_vec()), -2.0);
        assert_eq!(best(vec![(1.0, true), (1.0, false), (1.0, false), (0.0, true)]), -0.5);
    }

    #[test]
    fn limits_are_read_as_they_were_written_and_others_refused() {
        let limits = Limits(std::array::from_fn(|head| 0.1 * head as f32 - 1.7));
        let text = limits.write();
        assert_eq!(Limits::read(&text), Ok(limits));
        assert_eq!(Limits::read("admiration 1"), Err(LimitsError::Line(1)));
        assert_eq!(Limits::read(&text.replace("\t-1.7\n", "\tNaN\n")), Err(LimitsError::Heads));
        assert_eq!(Limits::read(&text.replacen("admiration", "joy", 1)), Err(LimitsError::Heads));
        assert_eq!(Limits::read(text.lines().next().unwrap_or_default()), Err(LimitsError::Heads));
        assert_eq!(Limits::read(&format!("{text}joy\t1\n")), Err(LimitsError::Heads));
    }
}
