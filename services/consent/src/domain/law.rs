//! What the law of a state makes of a date of birth or death: majority, the adolescent's private zone, protection
//! after death.
//!
//! The table holds only what we could name a law for, and no counsel has reviewed it yet. A state that is not in
//! it is treated as the most protective: majority at eighteen, and the private zone closed at every age. Dates are
//! turned into instants here, once, in the patient's own time zone; the dates themselves are not kept.

use consent_api::{Category, Day, NewStanding, PrivateFrom, Standing};
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::Timestamp;

use super::Refused;

/// What a state's law says of minors, in years of age. Read from public summaries on 2026-11-22.
struct State {
    id: &'static str,
    /// When somebody is no longer a minor.
    majority: i16,
    /// From when a minor may consent alone to mental health care, to care for substance use, and to care for
    /// sexual health.
    consents_alone: [i16; 3],
    /// Where that stands.
    law: &'static str,
}

const STATES: &[State] = &[
    State {
        id: "us-al",
        majority: 19,
        consents_alone: [14, 0, 12],
        law: "Ala. Code 26-1-1, 22-8-4, 22-8-6, 22-11A-19",
    },
    State {
        id: "us-ca",
        majority: 18,
        consents_alone: [12, 12, 12],
        law: "Cal. Fam. Code 6500, 6924, 6929, 6926",
    },
    State {
        id: "us-il",
        majority: 18,
        consents_alone: [12, 12, 12],
        law: "755 ILCS 5/11-1, 405 ILCS 5/3-550, 410 ILCS 210/4",
    },
    State { id: "us-or", majority: 18, consents_alone: [14, 14, 0], law: "ORS 109.510, 109.675, 109.610" },
    State {
        id: "us-wa",
        majority: 18,
        consents_alone: [13, 13, 14],
        law: "RCW 26.28.010, 71.34.530, 70.24.110",
    },
];

/// The most protective: nobody is a minor too long, and no age opens the private zone to a parent.
const UNKNOWN: State = State { id: "default", majority: 18, consents_alone: [0, 0, 0], law: "none is known" };

/// What belongs to each of the three kinds of care that minors may consent to alone.
const PRIVATE: [&[Category]; 3] = [
    &[
        Category::ChatTranscripts,
        Category::RememberedFacts,
        Category::AssessmentScores,
        Category::MentalHealthDiagnosis,
        Category::PsychotherapyNotes,
        Category::AiInferences,
    ],
    &[Category::SubstanceUse, Category::SubstanceUseCounseling],
    &[Category::SensitiveHealth],
];

/// Years for which information stays protected after death (45 CFR 164.502(f)).
const PROTECTED_YEARS: i16 = 50;

/// The standing that follows from dates, a place and its law.
pub(crate) fn standing(new: &NewStanding, now: Timestamp) -> Result<Standing, Refused> {
    let zone = (new.time_zone.len() <= 64).then(|| TimeZone::get(&new.time_zone).ok()).flatten();
    let zone = zone.ok_or(Refused::Terms("time_zone", "is no time zone of the IANA list"))?;
    let state = new.state.as_deref().and_then(|id| STATES.iter().find(|state| state.id == id));
    let state = state.unwrap_or(&UNKNOWN);
    let today = jiff::Timestamp::from_microsecond(now.as_micros())
        .map_err(|_| Refused::Terms("time_zone", "has no such day"))?
        .to_zoned(zone.clone())
        .date();
    let past = |day: Option<Day>, field| match day {
        Some(Day(day)) if day > today || day < jiff::civil::date(1850, 1, 1) => {
            Err(Refused::Terms(field, "lies in the future, or before anybody's time"))
        }
        day => Ok(day.map(|Day(day)| day)),
    };
    let (born, died) = (past(new.born_on, "born_on")?, past(new.died_on, "died_on")?);
    if born.zip(died).is_some_and(|(born, died)| died < born) {
        return Err(Refused::Terms("died_on", "lies before the day of birth"));
    }
    let law = Some(format!("{}: {}", state.id, state.law));
    let mut standing = Standing { law, ..Standing::default() };
    if let Some(born) = born {
        standing.minor_until = Some(reaches(born, state.majority, &zone)?);
        for (categories, years) in PRIVATE.iter().zip(state.consents_alone) {
            let from = reaches(born, years, &zone)?;
            standing.private.extend(categories.iter().map(|&category| PrivateFrom { category, from }));
        }
    }
    if let Some(died) = died {
        standing.died_at = Some(reaches(died, 0, &zone)?);
        // To the end of that day.
        let last = died.saturating_add(PROTECTED_YEARS.years()).saturating_add(1.day());
        standing.protected_until = Some(midnight(last, &zone)?);
    }
    Ok(standing)
}

/// The first moment of the day on which somebody reaches an age, where they live. Who was born on the 29th of
/// February reaches it on the 28th where there is no 29th: nobody is a minor a day too long.
fn reaches(born: Date, years: i16, zone: &TimeZone) -> Result<Timestamp, Refused> {
    midnight(born.saturating_add(years.years()), zone)
}

fn midnight(day: Date, zone: &TimeZone) -> Result<Timestamp, Refused> {
    let start = day.to_zoned(zone.clone()).map_err(|_| Refused::Terms("time_zone", "has no such day"))?;
    Ok(Timestamp::from_micros(start.timestamp().as_microsecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2026-11-22T12:00:00Z".parse().expect("an instant")
    }

    fn born(day: &str, zone: &str, state: Option<&str>) -> Standing {
        let new = NewStanding {
            born_on: Some(Day(day.parse().expect("a day"))),
            died_on: None,
            time_zone: zone.to_owned(),
            state: state.map(str::to_owned),
        };
        standing(&new, now()).expect("can be said")
    }

    fn at(text: &str) -> Option<Timestamp> {
        Some(text.parse().expect("an instant"))
    }

    #[test]
    fn majority_begins_at_midnight_where_the_patient_lives() {
        assert_eq!(born("2010-05-04", "America/Chicago", None).minor_until, at("2028-05-04T05:00:00Z"));
        assert_eq!(born("2010-05-04", "Asia/Kolkata", None).minor_until, at("2028-05-03T18:30:00Z"));
        assert_eq!(
            born("2010-05-04", "America/Chicago", Some("us-al")).minor_until,
            at("2029-05-04T05:00:00Z")
        );
        // Midnight does not exist on that day there: it begins at one o'clock.
        let gap = born("1998-10-18", "America/Sao_Paulo", Some("us-al"));
        assert_eq!(gap.minor_until, at("2017-10-18T02:00:00Z"), "an ordinary day");
        let gap = born("1999-10-15", "America/Sao_Paulo", None);
        assert_eq!(gap.minor_until, at("2017-10-15T03:00:00Z"), "the day that begins an hour late");
    }

    #[test]
    fn who_was_born_on_the_29th_of_february_is_of_age_on_the_28th() {
        let leap = born("2008-02-29", "America/Los_Angeles", Some("us-ca"));
        assert_eq!(leap.minor_until, at("2026-02-28T08:00:00Z"));
        let twelve = leap.private.iter().find(|zone| zone.category == Category::ChatTranscripts);
        assert_eq!(twelve.map(|zone| zone.from), at("2020-02-29T08:00:00Z"), "twelve was a leap year");
    }

    #[test]
    fn a_state_that_is_not_known_closes_the_private_zone_at_every_age() {
        for state in [None, Some("us-zz"), Some("US-CA"), Some("")] {
            let unknown = born("2020-01-01", "America/New_York", state);
            assert_eq!(unknown.law.as_deref(), Some("default: none is known"));
            assert!(unknown.private.iter().all(|zone| Some(zone.from) == at("2020-01-01T05:00:00Z")));
            assert!(STATES.iter().all(|state| state.majority >= UNKNOWN.majority));
        }
        let names = STATES.iter().all(|state| state.law.contains(|c: char| c.is_ascii_digit()));
        assert!(names, "every row names its law");
        let private: Vec<Category> =
            born("2020-01-01", "UTC", None).private.iter().map(|zone| zone.category).collect();
        for category in [Category::SubstanceUse, Category::SensitiveHealth, Category::ChatTranscripts] {
            assert!(private.contains(&category), "{category}");
        }
    }

    #[test]
    fn protection_lasts_fifty_years_after_death_to_the_end_of_the_day() {
        let day = |text: &str| Some(Day(text.parse().expect("a day")));
        let dead = |died_on, born_on| {
            standing(
                &NewStanding { born_on, died_on, time_zone: "America/Denver".to_owned(), state: None },
                now(),
            )
        };
        let gone = dead(day("2024-02-29"), None).expect("can be said");
        assert_eq!(gone.died_at, at("2024-02-29T07:00:00Z"));
        assert_eq!(gone.protected_until, at("2074-03-01T07:00:00Z"));
        assert!(dead(day("2026-11-23"), None).is_err(), "nobody dies tomorrow");
        assert!(dead(day("2020-01-01"), day("2020-01-02")).is_err(), "nobody dies before birth");
        let zone =
            NewStanding { born_on: None, died_on: None, time_zone: "Mars/Olympus".to_owned(), state: None };
        assert!(standing(&zone, now()).is_err());
    }
}
