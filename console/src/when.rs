//! Instants as people read them: in the residents' zone, in words.

use jiff::tz::TimeZone;
use kernel::Timestamp;

use crate::words::{Lang, time};

/// The last day that is told, the end of the year 9999: no number from outside is too large a span.
const CIVIL_DAYS_MAX: u32 = 2_932_896;

/// A day and a time of day in the zone of the house.
pub(crate) struct When<'a> {
    zone: &'a TimeZone,
    lang: Lang,
    now: Timestamp,
}

impl<'a> When<'a> {
    pub(crate) const fn new(zone: &'a TimeZone, lang: Lang, now: Timestamp) -> Self {
        Self { zone, lang, now }
    }

    fn zoned(&self, at: Timestamp) -> jiff::Zoned {
        let instant =
            jiff::Timestamp::from_microsecond(at.as_micros()).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        instant.to_zoned(self.zone.clone())
    }

    /// `14:02`.
    pub(crate) fn time(&self, at: Timestamp) -> String {
        let zoned = self.zoned(at);
        format!("{:02}:{:02}", zoned.hour(), zoned.minute())
    }

    /// The day of an instant where the residents are, as `2026-11-03`.
    pub(crate) fn iso(&self, at: Timestamp) -> String {
        self.zoned(at).date().to_string()
    }

    /// `Today`, `Yesterday`, or the whole date.
    pub(crate) fn day(&self, at: Timestamp) -> String {
        self.named(self.zoned(at).date())
    }

    fn named(&self, date: jiff::civil::Date) -> String {
        let today = self.zoned(self.now).date();
        if date == today {
            time::today(self.lang).to_owned()
        } else if today.yesterday().is_ok_and(|yesterday| yesterday == date) {
            time::yesterday(self.lang).to_owned()
        } else {
            self.date(date)
        }
    }

    /// `Today`, `Yesterday`, or the whole date, of a day in days since 1970-01-01 where the residents are.
    pub(crate) fn civil(&self, days: u32) -> String {
        let first = jiff::civil::Date::constant(1970, 1, 1);
        let date = first.saturating_add(jiff::Span::new().days(i64::from(days.min(CIVIL_DAYS_MAX))));
        self.named(date)
    }

    /// The last days up to today in UTC, the earliest first: as `2026-11-03`, and in a few words.
    pub(crate) fn last_days(&self, count: u16) -> Vec<(String, String)> {
        let instant =
            jiff::Timestamp::from_microsecond(self.now.as_micros()).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        let today = instant.to_zoned(TimeZone::UTC).date();
        let back = |days: u16| today.saturating_sub(jiff::Span::new().days(i64::from(days)));
        (0..count).rev().map(back).map(|date| (date.to_string(), self.short(date))).collect()
    }

    /// A day that is written `2026-11-03`: in days since 1970-01-01, and in a few words.
    pub(crate) fn civil_day(&self, date: &str) -> (u32, String) {
        let Ok(day) = date.parse::<jiff::civil::Date>() else { return (0, date.to_owned()) };
        let days = (day - jiff::civil::Date::constant(1970, 1, 1)).get_days();
        (u32::try_from(days).unwrap_or(0), self.short(day))
    }

    /// `3 November`, of a day in days since 1970-01-01.
    pub(crate) fn short_civil(&self, days: u32) -> String {
        let first = jiff::civil::Date::constant(1970, 1, 1);
        self.short(first.saturating_add(jiff::Span::new().days(i64::from(days.min(CIVIL_DAYS_MAX)))))
    }

    fn short(&self, date: jiff::civil::Date) -> String {
        time::short(self.lang, date.day(), month(self.lang, date.month()))
    }

    /// Today where the residents are, in days since 1970-01-01.
    pub(crate) fn day_number(&self) -> u32 {
        let first = jiff::civil::Date::constant(1970, 1, 1);
        let span = self.zoned(self.now).date().since((jiff::Unit::Day, first));
        span.ok().and_then(|span| u32::try_from(span.get_days()).ok()).unwrap_or(0)
    }

    /// Whether an instant falls on today.
    pub(crate) fn is_today(&self, at: Timestamp) -> bool {
        self.zoned(at).date() == self.zoned(self.now).date()
    }

    /// The whole date of a day as `2026-11-03`; what is none stays as it is. Never `Today`: whose day it is, the zone of
    /// the house does not say.
    pub(crate) fn calendar(&self, date: &str) -> String {
        date.parse().map_or_else(|_| date.to_owned(), |date| self.date(date))
    }

    /// `Today at 14:02`.
    pub(crate) fn full(&self, at: Timestamp) -> String {
        time::at(self.lang, self.day(at), self.time(at))
    }

    /// `3 min ago`.
    pub(crate) fn ago(&self, at: Timestamp) -> String {
        let minutes = self.now.since(at).as_secs() / 60;
        match minutes {
            0 => time::just_now(self.lang).to_owned(),
            1..=119 => time::ago(self.lang, time::minutes(self.lang, minutes)),
            _ if minutes < 48 * 60 => time::ago(self.lang, time::hours(self.lang, minutes / 60)),
            _ => self.full(at),
        }
    }

    fn date(&self, date: jiff::civil::Date) -> String {
        use jiff::civil::Weekday as W;
        let weekday = match date.weekday() {
            W::Monday => time::monday,
            W::Tuesday => time::tuesday,
            W::Wednesday => time::wednesday,
            W::Thursday => time::thursday,
            W::Friday => time::friday,
            W::Saturday => time::saturday,
            W::Sunday => time::sunday,
        };
        let text =
            time::day(self.lang, weekday(self.lang), date.day(), month(self.lang, date.month()), date.year());
        let mut letters = text.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    }
}

fn month(lang: Lang, number: i8) -> &'static str {
    let month = match number {
        1 => time::january,
        2 => time::february,
        3 => time::march,
        4 => time::april,
        5 => time::may,
        6 => time::june,
        7 => time::july,
        8 => time::august,
        9 => time::september,
        10 => time::october,
        11 => time::november,
        _ => time::december,
    };
    month(lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_told_in_the_zone_of_the_house_and_in_words() {
        let zone = TimeZone::get("America/New_York").expect("a zone");
        let now: Timestamp = "2026-11-03T18:02:00Z".parse().expect("an instant");
        let english = When::new(&zone, Lang::En, now);
        let spanish = When::new(&zone, Lang::Es, now);
        assert_eq!(english.full(now), "Today at 13:02");
        assert_eq!(spanish.full("2026-11-02T18:02:00Z".parse().expect("an instant")), "Ayer a las 13:02");
        let earlier: Timestamp = "2026-10-20T03:30:00Z".parse().expect("an instant");
        assert_eq!(english.day(earlier), "Monday, 19 October 2026", "the day in New York, not in UTC");
        assert_eq!(spanish.day(earlier), "Lunes, 19 de octubre de 2026");
        assert_eq!(english.ago("2026-11-03T17:30:00Z".parse().expect("an instant")), "32 min ago");
        assert_eq!(english.ago(now), "just now");
        assert_eq!(english.calendar("2026-11-03"), "Tuesday, 3 November 2026");
        assert_eq!(english.calendar("soon"), "soon");
        let days = english.last_days(2);
        let named = |iso: &str, words: &str| (iso.to_owned(), words.to_owned());
        assert_eq!(days, [named("2026-11-02", "2 November"), named("2026-11-03", "3 November")]);
        assert_eq!(spanish.short_civil(20_760), "3 de noviembre");
        assert_eq!(english.day_number(), 20_760);
        assert!(english.is_today(now) && !english.is_today(earlier));
        assert_eq!(english.civil(20_760), "Today", "in days since 1970");
        assert_eq!(english.civil(20_759), "Yesterday");
        assert_eq!(spanish.civil(20_745), "Lunes, 19 de octubre de 2026");
        assert!(english.civil(u32::MAX).ends_with("9999"), "a day that there cannot be is no failure");
    }
}
