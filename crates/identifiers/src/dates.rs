//! Dates written with words, and ages over eighty-nine. Numeric dates are found by their form.
//!
//! A year alone is allowed by Safe Harbor and left alone; any smaller part of a date is not.

use content_safety_api::IdentifierClass as Class;

use super::Found;
use super::token::{Shape, Token, kinds};

/// Finds dates in words and high ages.
pub(super) fn find(text: &str, tokens: &[Token], out: &mut Vec<Found>) {
    for at in 0..tokens.len() {
        if tokens[at].is(kinds::MONTH)
            && let Some((from, to, confidence)) = month(text, tokens, at)
        {
            let from = weekday(text, tokens, from);
            let to = spoken_year(text, tokens, to);
            let bytes = (tokens[from].bytes.0, tokens[to].bytes.1);
            out.push(Found { bytes, class: Class::Date, code: "phi.date.words", confidence, rank: 81 });
        }
        if let Some(to) = day_alone(text, tokens, at) {
            let bytes = (tokens[at].bytes.0, tokens[to].bytes.1);
            out.push(Found { bytes, class: Class::Date, code: "phi.date.day", confidence: 0.5, rank: 60 });
        }
        if let Some(to) = holiday(text, tokens, at) {
            let new = usize::from(at > 0 && is_word(text, tokens, at - 1, &["new"]));
            let bytes = (tokens[at - new].bytes.0, tokens[to].bytes.1);
            out.push(Found {
                bytes,
                class: Class::Date,
                code: "phi.date.holiday",
                confidence: 0.8,
                rank: 81,
            });
        }
        if let Some((from, to)) = high_age(text, tokens, at) {
            let bytes = (tokens[from].bytes.0, tokens[to].bytes.1);
            out.push(Found {
                bytes,
                class: Class::Date,
                code: "phi.age.over_89",
                confidence: 0.85,
                rank: 71,
            });
        }
    }
}

/// A day of the week before a date is a part of it.
fn weekday(text: &str, tokens: &[Token], from: usize) -> usize {
    const DAYS: &[&str] = &[
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "mon",
        "tue",
        "tues",
        "wed",
        "thu",
        "thurs",
        "fri",
        "sat",
        "sun",
        "lunes",
        "martes",
        "miércoles",
        "miercoles",
        "jueves",
        "viernes",
        "sábado",
        "sabado",
        "domingo",
    ];
    let mut at = from;
    for word in ["the", "el", ",", "."] {
        at -= usize::from(at > 0 && is_word(text, tokens, at - 1, &[word]));
    }
    if at > 0 && is_word(text, tokens, at - 1, DAYS) { at - 1 } else { from }
}

/// `nineteen sixty` behind a day: a year in words.
fn spoken_year(text: &str, tokens: &[Token], to: usize) -> usize {
    let next = to
        + 1
        + usize::from(is_mark(text, tokens, to + 1, ",") || is_word(text, tokens, to + 1, &["de", "del"]));
    if !is_word(text, tokens, next, &["nineteen", "eighteen", "twenty", "two", "mil"]) {
        return to;
    }
    let more = (next + 1..next + 5)
        .take_while(|at| {
            tokens.get(*at).is_some_and(|token| token.is(kinds::NUMERAL))
                || is_word(
                    text,
                    tokens,
                    *at,
                    &[
                        "thousand",
                        "hundred",
                        "and",
                        "y",
                        "novecientos",
                        "cuarenta",
                        "cincuenta",
                        "sesenta",
                        "setenta",
                        "ochenta",
                        "noventa",
                        "oh",
                        "-",
                    ],
                )
        })
        .count();
    if more > 0 { next + more } else { to }
}

/// `on the 15th`: a day of a month that was named before or is this one. Not a floor, a street or a birthday.
fn day_alone(text: &str, tokens: &[Token], at: usize) -> Option<usize> {
    let token = &tokens[at];
    if token.shape != Shape::Number || token.text(text).len() > 2 || at < 2 {
        return None;
    }
    let ending = tokens.get(at + 1).is_some_and(|next| !next.spaced && is_ordinal_ending(next.text(text)));
    let said = is_word(text, tokens, at - 1, &["the"])
        && is_word(text, tokens, at - 2, &["on", "by", "until", "till", "since", "before", "after", "from"]);
    let alone = tokens.get(at + 2).is_none_or(|next| {
        matches!(
            next.text(text),
            "." | "," | "!" | "?" | "and" | "at" | "of" | "for" | "to" | "when" | "because"
        )
    });
    let day = token.text(text).parse().is_ok_and(|day: u32| (1..=31).contains(&day));
    (ending && said && alone && day).then_some(at + 1)
}

/// `Christmas Day 1958`: a feast of one year is a day.
fn holiday(text: &str, tokens: &[Token], at: usize) -> Option<usize> {
    if !tokens[at].is(kinds::FEAST) {
        return None;
    }
    let mut next = at + 1;
    for word in ["day", "eve", "sunday", "monday", ",", "of", "in", "de"] {
        next += usize::from(is_word(text, tokens, next, &[word]));
    }
    tokens.get(next).filter(|token| is_year(text, token)).map(|_| next)
}

/// The date around a month: `the fifth of May, 2021`, `May 5th`, `March 1998`, `in October`.
fn month(text: &str, tokens: &[Token], at: usize) -> Option<(usize, usize, f32)> {
    let word = tokens[at].text(text);
    // "may" and "march" are verbs, "mar" is the sea: without a capital they need a day.
    let unsure = matches!(
        word.to_ascii_lowercase().as_str(),
        "may" | "march" | "mar" | "jan" | "jun" | "sep" | "dec" | "august" | "april" | "june"
    ) && !tokens[at].capital;
    let (mut from, mut to, mut parts) = (at, at, 0);
    let dot = usize::from(is_mark(text, tokens, at + 1, ".") && word.len() <= 4);
    let mut next = at + 1 + dot;
    if let Some(end) = day(text, tokens, next) {
        (to, parts) = (end, parts + 1);
        next = end + 1;
    }
    if let Some(start) = day_before(text, tokens, at) {
        (from, parts) = (start, parts + 1);
    }
    let quote = next + usize::from(parts > 0 && is_mark(text, tokens, next, ","));
    let short_year = matches!(tokens.get(quote), Some(mark) if matches!(mark.text(text), "'" | "’"))
        && tokens
            .get(quote + 1)
            .is_some_and(|year| year.shape == Shape::Number && !year.spaced && year.text(text).len() == 2);
    if short_year {
        return Some((from, quote + 1, 0.95));
    }
    let comma = next + usize::from(is_mark(text, tokens, next, ","));
    let of = usize::from(is_word(text, tokens, comma, &["of", "de", "del"]));
    let two_digits = of == 1
        && parts > 0
        && tokens
            .get(comma + 1)
            .is_some_and(|token| token.shape == Shape::Number && token.text(text).len() == 2);
    if two_digits || tokens.get(comma + of).is_some_and(|token| is_year(text, token)) {
        (to, parts) = (comma + of, parts + 1);
    }
    if parts > 0 {
        return Some((from, to, 0.95));
    }
    let said = at > 0
        && is_word(
            text,
            tokens,
            at - 1,
            &[
                "in", "last", "since", "this", "next", "until", "early", "late", "mid", "en", "desde", "de",
                "every", "by", "before", "after",
            ],
        );
    // "last July" tells the year too.
    let with =
        said && is_word(text, tokens, at - 1, &["last", "this", "next", "early", "late", "mid", "every"]);
    let from = at - usize::from(with);
    (said && !unsure && (tokens[at].capital || word.len() > 4)).then_some((from, at, 0.55))
}

/// A day of the month after a month's name.
fn day(text: &str, tokens: &[Token], at: usize) -> Option<usize> {
    let the = usize::from(is_word(text, tokens, at, &["the", "el"]));
    let token = tokens.get(at + the)?;
    match token.shape {
        Shape::Number => {
            let number: u32 = token.text(text).parse().ok()?;
            // "May 5th": the ending is glued to the number.
            let ending =
                tokens.get(at + the + 1).filter(|next| !next.spaced && is_ordinal_ending(next.text(text)));
            ((1..=31).contains(&number) && token.text(text).len() <= 2)
                .then_some(at + the + usize::from(ending.is_some()))
        }
        Shape::Word if token.is(kinds::NUMERAL) => numeral_end(text, tokens, at + the),
        _ => None,
    }
}

/// A day before a month's name: `5 May`, `the 5th of May`, `the twenty-first of May`, `cinco de mayo`.
fn day_before(text: &str, tokens: &[Token], at: usize) -> Option<usize> {
    let mut before = at.checked_sub(1)?;
    if is_word(text, tokens, before, &["of", "de"]) {
        before = before.checked_sub(1)?;
    }
    let token = &tokens[before];
    if token.shape == Shape::Word && is_ordinal_ending(token.text(text)) && !token.spaced {
        before = before.checked_sub(1)?;
    }
    let token = &tokens[before];
    let start = match token.shape {
        Shape::Number => {
            let number: u32 = token.text(text).parse().ok().filter(|_| token.text(text).len() <= 2)?;
            (1..=31).contains(&number).then_some(before)?
        }
        Shape::Word if token.is(kinds::NUMERAL) => {
            // "twenty-first": two words with a dash.
            let dash = before
                .checked_sub(2)
                .filter(|first| is_mark(text, tokens, before - 1, "-") && tokens[*first].is(kinds::NUMERAL));
            dash.unwrap_or(before)
        }
        _ => return None,
    };
    Some(start)
}

/// The last token of a number in words.
fn numeral_end(text: &str, tokens: &[Token], at: usize) -> Option<usize> {
    tokens.get(at).filter(|token| token.is(kinds::NUMERAL))?;
    let dashed = is_mark(text, tokens, at + 1, "-")
        && tokens.get(at + 2).is_some_and(|token| token.is(kinds::NUMERAL));
    let spaced = tokens.get(at + 1).is_some_and(|token| token.is(kinds::NUMERAL));
    Some(at + if dashed { 2 } else { usize::from(spaced) })
}

fn is_year(text: &str, token: &Token) -> bool {
    let word = token.text(text);
    token.shape == Shape::Number
        && word.len() == 4
        && (word.starts_with("18") || word.starts_with("19") || word.starts_with("20"))
}

/// Two digits of a day, or four of a year, with their ending.
fn is_ordinal_ending(word: &str) -> bool {
    matches!(word.to_ascii_lowercase().as_str(), "st" | "nd" | "rd" | "th")
}

fn is_mark(text: &str, tokens: &[Token], at: usize, mark: &str) -> bool {
    tokens.get(at).is_some_and(|token| token.text(text) == mark)
}

fn is_word(text: &str, tokens: &[Token], at: usize, words: &[&str]) -> bool {
    tokens.get(at).is_some_and(|token| {
        let word = token.text(text);
        words.iter().any(|known| word.eq_ignore_ascii_case(known))
    })
}

/// An age over 89: `93 years old`, `I'm ninety-three`, `a 101-year-old`, `in my nineties`.
fn high_age(text: &str, tokens: &[Token], at: usize) -> Option<(usize, usize)> {
    let token = tokens.get(at).filter(|token| token.shape == Shape::Number || token.is(kinds::NUMERAL))?;
    let word = token.text(text);
    let end = match token.shape {
        Shape::Number => {
            let age: u32 = word.parse().ok().filter(|_| word.len() <= 3)?;
            (90..=125).contains(&age).then_some(at)?
        }
        Shape::Word if word.eq_ignore_ascii_case("nineties") => {
            return is_word(
                text,
                tokens,
                at.checked_sub(1)?,
                &["my", "his", "her", "their", "late", "early", "mid"],
            )
            .then_some((at, at));
        }
        Shape::Word if word.eq_ignore_ascii_case("ninety") || word.eq_ignore_ascii_case("noventa") => {
            let y = usize::from(is_word(text, tokens, at + 1, &["y"])) * 2;
            if y > 0 { at + y } else { numeral_end(text, tokens, at)? }
        }
        Shape::Word if word.eq_ignore_ascii_case("hundred") || word.eq_ignore_ascii_case("cien") => {
            let and = is_word(text, tokens, at + 1, &["and"])
                && tokens.get(at + 2).is_some_and(|next| next.is(kinds::NUMERAL));
            at + if and { 2 } else { 0 }
        }
        _ => return None,
    };
    let dash = usize::from(is_mark(text, tokens, end + 1, "-"));
    let after = is_word(text, tokens, end + 1 + dash, &["years", "year", "yo", "yrs", "anos", "años", "y"]);
    let age_before = at.checked_sub(1).is_some_and(|before| {
        is_word(
            text,
            tokens,
            before,
            &[
                "am", "i'm", "im", "i’m", "age", "aged", "turned", "turning", "turn", "almost", "nearly",
                "she's", "he's", "is", "be", "tengo", "cumpli", "cumplí", "tiene",
            ],
        )
    }) || at >= 2
        && is_word(text, tokens, at - 1, &["a", "one"])
        && is_word(
            text,
            tokens,
            at - 2,
            &["almost", "nearly", "turned", "am", "i'm", "be", "is", "she's", "he's"],
        );
    let measured = is_word(
        text,
        tokens,
        end + 1,
        &[
            "percent", "pounds", "lbs", "degrees", "minutes", "mg", "dollars", "miles", "kg", "days",
            "times", "beats", "bpm",
        ],
    ) || is_mark(text, tokens, end + 1, "%")
        || is_mark(text, tokens, end + 1, "/");
    let from =
        if word.eq_ignore_ascii_case("hundred") && at > 0 && is_word(text, tokens, at - 1, &["a", "one"]) {
            at - 1
        } else {
            at
        };
    (after || age_before && !measured).then_some((from, end))
}
