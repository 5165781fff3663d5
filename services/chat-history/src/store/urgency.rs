//! The order of open alerts: by deadline, and how a list of them goes on after a place.

use std::cmp::Reverse;
use std::fmt;
use std::str::FromStr;

use kernel::AlertId;

use super::rows::AlertRow;

/// Where an alert stands among those that are open: the earliest deadline first, those that wait for nobody last; of
/// one moment the highest level first, then the oldest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Urgency {
    /// Microseconds since 1970; the last moment there is for an alert without a deadline, as somebody has it.
    pub(super) deadline: i64,
    pub(super) level: Reverse<i32>,
    pub(super) alert: AlertId,
}

impl Urgency {
    /// The place of an alert.
    pub(crate) fn of(row: &AlertRow) -> Self {
        let deadline = row.escalates_at.map_or(i64::MAX, kernel::Timestamp::as_micros);
        Self { deadline, level: Reverse(row.level), alert: row.alert }
    }
}

impl fmt::Display for Urgency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.deadline, self.level.0, self.alert)
    }
}

/// What is no place of ours.
#[derive(Debug)]
pub(crate) struct NoPlace;

impl FromStr for Urgency {
    type Err = NoPlace;

    fn from_str(text: &str) -> Result<Self, NoPlace> {
        let mut parts = text.splitn(3, '.');
        let mut next = || parts.next().ok_or(NoPlace);
        let (deadline, level, alert) = (next()?, next()?, next()?);
        Ok(Self {
            deadline: deadline.parse().map_err(|_| NoPlace)?,
            level: Reverse(level.parse().map_err(|_| NoPlace)?),
            alert: alert.parse().map_err(|_| NoPlace)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(deadline: i64, level: i32, alert: u128) -> Urgency {
        Urgency { deadline, level: Reverse(level), alert: uuid::Uuid::from_u128(alert).into() }
    }

    #[test]
    fn the_deadline_comes_first_then_the_level_then_the_age() {
        let order = [at(1, 1, 9), at(2, 3, 8), at(2, 1, 1), at(2, 1, 2), at(i64::MAX, 4, 1)];
        assert!(order.is_sorted());
    }

    #[test]
    fn a_place_is_read_as_it_was_written_and_nothing_else_is() {
        for place in [at(1_793_729_100_000_000, 3, 7), at(i64::MAX, 0, 0)] {
            assert_eq!(place.to_string().parse::<Urgency>().ok(), Some(place));
        }
        for wrong in [
            "",
            "1",
            "1.2",
            "1.2.3",
            "a.2.00000000-0000-0000-0000-000000000001",
            "3.00000000-0000-0000-0000-000000000001",
        ] {
            assert!(wrong.parse::<Urgency>().is_err(), "{wrong}");
        }
    }
}
