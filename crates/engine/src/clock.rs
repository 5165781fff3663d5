//! The day and the hour where the resident is, said when they are asked for.
//!
//! What an old person asks most often is what day it is. The platform knows; of any other place it knows nothing, and says so.

use content_safety_api::Language;
use jiff::civil::Date;

use super::clause_words::is_one_of;
use super::input::TimeFacts;
use super::plan::Fill;
use super::turn::Turn;

/// Words of a question for the day, the month or the year.
const OF_THE_DAY: &str = "day days date today month year weekday sunday monday tuesday wednesday thursday friday saturday \
    dia dias fecha hoy mes ano cuanto domingo lunes martes miercoles jueves viernes sabado";
/// Words of a question for the time somewhere else.
const ELSEWHERE: &str = "there over abroad alla alli ahi otro";
const WEEKDAYS: [(&str, &str); 7] = [
    ("Monday", "lunes"),
    ("Tuesday", "martes"),
    ("Wednesday", "miércoles"),
    ("Thursday", "jueves"),
    ("Friday", "viernes"),
    ("Saturday", "sábado"),
    ("Sunday", "domingo"),
];
const MONTHS: [(&str, &str); 12] = [
    ("January", "enero"),
    ("February", "febrero"),
    ("March", "marzo"),
    ("April", "abril"),
    ("May", "mayo"),
    ("June", "junio"),
    ("July", "julio"),
    ("August", "agosto"),
    ("September", "septiembre"),
    ("October", "octubre"),
    ("November", "noviembre"),
    ("December", "diciembre"),
];

impl Turn<'_> {
    /// Whether the words are of the hour or the day, in a question that is put once more.
    pub(super) fn asks_the_hour(&self) -> bool {
        let words = &self.reading.folded;
        let asked = |word: &str| is_one_of(word, "asked you pregunto pregunte preguntaba preguntado");
        words.windows(3).any(|three| {
            asked(&three[0])
                && is_one_of(&three[1], "what que la")
                && is_one_of(&three[2], "time day hora dia")
        })
    }

    /// Tells the day or the time, as it was asked for; of another place, that it is not known.
    pub(super) fn tell_the_time(&mut self) {
        let says = |words: &str| {
            let words: Vec<&str> = words.split_whitespace().collect();
            self.reading.folded.iter().any(|word| words.contains(&word.as_str()))
        };
        let (language, time) = (self.language(), &self.input.time);
        let told = if says(ELSEWHERE) {
            None
        } else if says(OF_THE_DAY) {
            day(time.day, language).map(|text| ("time.day", "day", text))
        } else {
            time.minute.map(|minute| ("time.hour", "time", hour(time.hour, minute, language)))
        };
        match told {
            Some((pool, slot, text)) => self.line(pool, &[Fill { slot: slot.to_owned(), text }]),
            None => self.line("time", &[]),
        };
    }
}

/// The policy row that tells the day or the time. A date is no prose: how easily it reads is not measured.
pub(crate) const ROW: &str = "time";

/// All that the clock of a turn may have the companion say.
pub(crate) fn shows(time: &TimeFacts, language: Language) -> String {
    let minute = time.minute.map(|minute| hour(time.hour, minute, language));
    [day(time.day, language), minute].into_iter().flatten().collect::<Vec<_>>().join(". ")
}

/// A day, in days since 1970, as it is said: `Friday, November 27, 2026`.
fn day(days: u32, language: Language) -> Option<String> {
    let span = jiff::Span::new().try_days(i64::from(days)).ok()?;
    let date = Date::constant(1970, 1, 1).checked_add(span).ok()?;
    let at = |number: i8| usize::try_from(number - 1).ok();
    let weekday = WEEKDAYS.get(at(date.weekday().to_monday_one_offset())?)?;
    let month = MONTHS.get(at(date.month())?)?;
    let (number, year) = (date.day(), date.year());
    Some(match language {
        Language::En => format!("{}, {} {number}, {year}", weekday.0, month.0),
        Language::Es => format!("{} {number} de {} de {year}", weekday.1, month.1),
    })
}

/// A time of day as it is said: `2:05 in the afternoon`, `son las 2:05 de la tarde`.
fn hour(hour: u8, minute: u8, language: Language) -> String {
    let twelve = match hour % 12 {
        0 => 12,
        other => other,
    };
    let clock = format!("{twelve}:{minute:02}");
    match language {
        Language::En => {
            let part = match hour {
                0..=3 | 21.. => "at night",
                4..=11 => "in the morning",
                12..=17 => "in the afternoon",
                18..=20 => "in the evening",
            };
            format!("{clock} {part}")
        }
        Language::Es => {
            let part = match hour {
                0..=5 => "de la madrugada",
                6..=11 => "de la mañana",
                12..=19 => "de la tarde",
                20.. => "de la noche",
            };
            format!("{} {clock} {part}", if twelve == 1 { "es la" } else { "son las" })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_and_an_hour_are_said_as_people_say_them() {
        assert_eq!(day(20_784, Language::En).as_deref(), Some("Friday, November 27, 2026"));
        assert_eq!(day(20_784, Language::Es).as_deref(), Some("viernes 27 de noviembre de 2026"));
        assert_eq!(day(0, Language::En).as_deref(), Some("Thursday, January 1, 1970"));
        assert_eq!(day(u32::MAX, Language::En), None);
        for (at, en, es) in [
            ((0, 5), "12:05 at night", "son las 12:05 de la madrugada"),
            ((9, 0), "9:00 in the morning", "son las 9:00 de la mañana"),
            ((12, 30), "12:30 in the afternoon", "son las 12:30 de la tarde"),
            ((13, 1), "1:01 in the afternoon", "es la 1:01 de la tarde"),
            ((19, 45), "7:45 in the evening", "son las 7:45 de la tarde"),
            ((23, 59), "11:59 at night", "son las 11:59 de la noche"),
        ] {
            assert_eq!(
                (hour(at.0, at.1, Language::En).as_str(), hour(at.0, at.1, Language::Es).as_str()),
                (en, es)
            );
        }
    }
}
