//! Dates of the data (`YYYY-MM-DD`) as day numbers; the content has no clock.

/// A date `YYYY-MM-DD` as days since 1970, or `None` when it is none (proleptic Gregorian).
pub(crate) fn day_number(date: &str) -> Option<i64> {
    let mut parts = date.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if year.len() != 4 || month.len() != 2 || day.len() != 2 {
        return None;
    }
    let (year, month, day): (i64, i64, i64) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if !(1..=length).contains(&day) {
        return None;
    }
    // Days before the start of a year counted from March, so that the leap day is the last.
    let shifted = if month <= 2 { year - 1 } else { year };
    let month_from_march = (month + 9) % 12;
    let era_days = 365 * shifted + shifted.div_euclid(4) - shifted.div_euclid(100) + shifted.div_euclid(400);
    Some(era_days + (153 * month_from_march + 2) / 5 + day - 1 - 719_468)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_counted_from_1970() {
        assert_eq!(day_number("1970-01-01"), Some(0));
        assert_eq!(day_number("2000-03-01"), Some(11_017));
        assert_eq!(day_number("2026-11-22"), Some(20_779));
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for wrong in ["2026-02-29", "2026-13-01", "2026-1-1", "soon", "2026-00-10", "2026-04-31"] {
            assert_eq!(day_number(wrong), None, "{wrong}");
        }
    }
}
