//! Places smaller than a state: streets, towns with their state, postal codes, rooms, facilities.

use content_safety_api::IdentifierClass as Class;

use super::Found;
use super::token::{Shape, Token, kinds};

/// The most words of a street's or facility's name.
const NAME_WORDS_MAX: usize = 6;

/// Finds places.
pub(super) fn find(text: &str, tokens: &[Token], out: &mut Vec<Found>) {
    for at in 0..tokens.len() {
        let found = street(text, tokens, at)
            .or_else(|| street_abroad(text, tokens, at))
            .map(|to| (to, "phi.place.street", 0.95, 92))
            .or_else(|| post_box(text, tokens, at).map(|to| (to, "phi.place.box", 0.9, 92)))
            .or_else(|| town(text, tokens, at).map(|to| (to, "phi.place.town", 0.9, 91)))
            .or_else(|| room(text, tokens, at).map(|to| (to, "phi.place.room", 0.85, 74)))
            .or_else(|| facility(text, tokens, at).map(|to| (to, "phi.place.facility", 0.75, 58)));
        if let Some((to, code, confidence, rank)) = found {
            let bytes = (tokens[at].bytes.0, tokens[to].bytes.1);
            out.push(Found { bytes, class: Class::Geography, code, confidence, rank });
        }
    }
}

fn lower<'a>(text: &'a str, tokens: &[Token], at: usize) -> std::borrow::Cow<'a, str> {
    match tokens.get(at) {
        Some(token) => token.text(text).to_lowercase().into(),
        None => "".into(),
    }
}

fn is(text: &str, tokens: &[Token], at: usize, words: &[&str]) -> bool {
    tokens.get(at).is_some_and(|token| words.iter().any(|word| token.text(text).eq_ignore_ascii_case(word)))
}

/// `12 Elm Street, Apt. 4, Springfield, IL 62701`, `Calle Mayor 5`.
fn street(text: &str, tokens: &[Token], at: usize) -> Option<usize> {
    let token = tokens.get(at)?;
    let end = if token.shape == Shape::Number && token.text(text).len() <= 6 {
        numbered_street(text, tokens, at)?
    } else if token.is(kinds::STREET)
        && is(text, tokens, at, &["calle", "avenida", "carrera", "paseo", "camino", "plaza", "rue"])
    {
        let number = (at + 1..(at + NAME_WORDS_MAX).min(tokens.len()))
            .find(|next| tokens[*next].shape == Shape::Number)?;
        tokens[at + 1..number]
            .iter()
            .all(|token| token.capital || token.is(kinds::PARTICLE) || token.shape == Shape::Mark)
            .then_some(number)?
    } else {
        return None;
    };
    Some(address_tail(text, tokens, end))
}

/// `Rua Mina 50`, `Ilmalankuja 54`: the name, then the number.
fn street_abroad(text: &str, tokens: &[Token], at: usize) -> Option<usize> {
    const BEFORE: &[&str] =
        &["rua", "rúa", "via", "rue", "calle", "ul", "piazza", "avenida", "praça", "strada", "c"];
    const ENDINGS: &[&str] = &[
        "strasse", "straße", "gasse", "weg", "vej", "gata", "gatan", "vägen", "gade", "gate", "stræde",
        "kuja", "katu", "laan", "straat", "utca", "útja", "krogen", "ulica",
    ];
    let first = tokens.get(at).filter(|token| token.shape == Shape::Word)?;
    let named = BEFORE.iter().any(|word| first.text(text).eq_ignore_ascii_case(word));
    let number = (at + 1..(at + NAME_WORDS_MAX).min(tokens.len()))
        .find(|next| tokens[*next].shape == Shape::Number)?;
    let words = &tokens[at..number];
    let shaped = words
        .iter()
        .all(|token| token.capital || token.shape == Shape::Mark || token.text(text).len() <= 4 || named);
    let ends = words
        .iter()
        .any(|token| ENDINGS.iter().any(|ending| token.text(text).to_lowercase().ends_with(ending)));
    (shaped && tokens[number].text(text).len() <= 5 && (named && words.len() >= 2 || first.capital && ends))
        .then(|| address_tail(text, tokens, number))
}

fn numbered_street(text: &str, tokens: &[Token], at: usize) -> Option<usize> {
    // "12B", "12-14"
    let letter = tokens
        .get(at + 1)
        .is_some_and(|next| !next.spaced && next.shape == Shape::Word && next.text(text).len() == 1);
    let from = at + 1 + usize::from(letter);
    for next in from..from + NAME_WORDS_MAX {
        let (token, words) = (tokens.get(next)?, next - from);
        if words > 0 && token.is(kinds::STREET) && (token.capital || token.text(text).len() > 3) {
            let dot = is(text, tokens, next + 1, &["."]) && token.text(text).len() <= 4;
            return Some(
                next + usize::from(
                    dot && tokens
                        .get(next + 2)
                        .is_some_and(|after| !after.first || after.shape == Shape::Mark || after.capital),
                ),
            );
        }
        let ordinal = token.shape == Shape::Number && words == 0;
        let ending = !token.spaced && matches!(token.text(text), "st" | "nd" | "rd" | "th");
        let point = token.text(text) == "." && token.bytes.1 - token.bytes.0 == 1;
        let letters = token.shape == Shape::Word && (token.capital || token.is(kinds::PARTICLE));
        if !(letters || ordinal || ending || point) {
            return None;
        }
    }
    None
}

/// Unit, town, state and postal code after a street.
fn address_tail(text: &str, tokens: &[Token], end: usize) -> usize {
    let mut end = end;
    let skip_comma = |at: usize| at + usize::from(is(text, tokens, at, &[","]));
    let unit = skip_comma(end + 1);
    if is(
        text,
        tokens,
        unit,
        &[
            "apt",
            "apartment",
            "unit",
            "suite",
            "ste",
            "#",
            "room",
            "rm",
            "floor",
            "fl",
            "piso",
            "depto",
            "apto",
        ],
    ) {
        let dot = usize::from(is(text, tokens, unit + 1, &[".", "#"]));
        if tokens.get(unit + 1 + dot).is_some_and(|token| token.shape != Shape::Mark) {
            end = unit + 1 + dot;
            // "4B"
            end += usize::from(
                tokens.get(end + 1).is_some_and(|next| !next.spaced && next.shape == Shape::Word),
            );
        }
    }
    let town = skip_comma(end + 1);
    if let Some(to) = (town > end + 1 || tokens.get(town).is_some_and(|token| token.is(kinds::CITY)))
        .then(|| self::town(text, tokens, town))
        .flatten()
    {
        return to;
    }
    if town > end + 1
        && tokens.get(town).is_some_and(|token| token.capital && token.shape == Shape::Word && !token.first)
    {
        let mut to = town;
        while tokens
            .get(to + 1)
            .is_some_and(|token| token.capital && token.shape == Shape::Word && to - town < 3)
        {
            to += 1;
        }
        end = to;
    }
    end
}

/// `P.O. Box 12`.
fn post_box(text: &str, tokens: &[Token], at: usize) -> Option<usize> {
    let start = tokens.get(at)?;
    if !start.text(text).eq_ignore_ascii_case("p") && !start.text(text).eq_ignore_ascii_case("po") {
        return None;
    }
    let found = (at + 1..(at + 5).min(tokens.len())).find(|next| lower(text, tokens, *next) == "box")?;
    tokens
        .get(found + 1)
        .filter(|token| token.shape == Shape::Number)
        .map(|_| address_tail(text, tokens, found + 1))
}

/// `Springfield, IL 62701`, `Springfield, Illinois`, `IL 62701`.
fn town(text: &str, tokens: &[Token], at: usize) -> Option<usize> {
    let first = tokens.get(at).filter(|token| token.shape == Shape::Word && token.capital)?;
    let state_at = |at: usize| {
        let token = tokens.get(at).filter(|token| token.is(kinds::STATE) && token.capital)?;
        let short = token.text(text).len() == 2;
        (!short || token.all_capitals).then_some(at)
    };
    let mut last = at;
    while last - at < 3
        && tokens
            .get(last + 1)
            .is_some_and(|next| next.capital && next.shape == Shape::Word && next.spaced && !next.first)
    {
        if state_at(last + 1).is_some() && zip(text, tokens, last + 2).is_some() {
            break;
        }
        last += 1;
    }
    let comma = is(text, tokens, last + 1, &[","]);
    if let Some(state) =
        state_at(last + 1 + usize::from(comma)).filter(|_| comma || zip(text, tokens, last + 2).is_some())
    {
        let plain = first.first && first.is(kinds::PLAIN);
        return (!plain).then(|| zip(text, tokens, state + 1).unwrap_or(state));
    }
    // "IL 62701" by itself.
    state_at(at).and_then(|state| zip(text, tokens, state + 1))
}

fn zip(text: &str, tokens: &[Token], at: usize) -> Option<usize> {
    tokens.get(at).filter(|token| token.shape == Shape::Number && token.text(text).len() == 5)?;
    let plus = is(text, tokens, at + 1, &["-"])
        && tokens
            .get(at + 2)
            .is_some_and(|token| token.text(text).len() == 4 && token.shape == Shape::Number);
    Some(at + if plus { 2 } else { 0 })
}

/// `room 12B`, `bed 3`, `apartment #4`, `habitación 7`, `room two twelve`.
fn room(text: &str, tokens: &[Token], at: usize) -> Option<usize> {
    if !is(
        text,
        tokens,
        at,
        &[
            "room",
            "rm",
            "apartment",
            "apt",
            "suite",
            "bed",
            "unit",
            "ward",
            "habitación",
            "habitacion",
            "cuarto",
            "cama",
        ],
    ) {
        return None;
    }
    let skip = usize::from(is(text, tokens, at + 1, &["#", ".", "number", "no"]))
        + usize::from(is(text, tokens, at + 2, &["#", "."]));
    let next = at + 1 + skip;
    let token = tokens.get(next)?;
    match token.shape {
        Shape::Number => {
            let letter = tokens.get(next + 1).is_some_and(|after| {
                !after.spaced && after.shape == Shape::Word && after.text(text).len() == 1
            });
            Some(next + usize::from(letter))
        }
        Shape::Word
            if token.is(kinds::NUMERAL)
                && is(
                    text,
                    tokens,
                    at,
                    &["room", "apartment", "bed", "unit", "habitación", "habitacion", "cuarto"],
                ) =>
        {
            let more = (next + 1..next + 4)
                .take_while(|at| {
                    tokens.get(*at).is_some_and(|token| token.is(kinds::NUMERAL) || token.text(text) == "-")
                })
                .count();
            // "bed one night" is no number of a bed.
            let counted = is(
                text,
                tokens,
                next + 1 + more,
                &["night", "nights", "day", "days", "hour", "hours", "time", "times"],
            );
            (!counted).then_some(next + more)
        }
        Shape::Word if token.all_capitals || token.capital && token.text(text).len() == 1 => {
            // "Room B12", "Unit C"
            let number =
                tokens.get(next + 1).is_some_and(|after| !after.spaced && after.shape == Shape::Number);
            number.then_some(next + 1)
        }
        _ => None,
    }
}

/// `St. Mary's Hospital`, `Sunrise Manor`, `the Acme plant`.
fn facility(text: &str, tokens: &[Token], at: usize) -> Option<usize> {
    let first = tokens.get(at).filter(|token| token.shape == Shape::Word && token.capital)?;
    if at > 0
        && tokens[at - 1].capital
        && tokens[at - 1].shape == Shape::Word
        && !tokens[at - 1].first
        && tokens[at].spaced
    {
        // Begin at the first capital of the row.
        return None;
    }
    if first.first && first.is(kinds::PLAIN) && !first.is(kinds::FACILITY) {
        return None;
    }
    let (mut last, mut words, mut end) = (at, 1, None);
    while words < NAME_WORDS_MAX {
        let next = last + 1;
        let Some(token) = tokens.get(next) else { break };
        let saint = token.text(text) == "." && is(text, tokens, last, &["st", "mt", "ft", "dr"]);
        let linked = is(text, tokens, next, &["of", "and", "&", "de", "del", "la", "for", "in"])
            && tokens.get(next + 1).is_some_and(|after| after.capital && after.shape == Shape::Word);
        let capital = token.shape == Shape::Word && token.capital && token.spaced;
        let plant = token.is(kinds::FACILITY)
            && !token.capital
            && is(
                text,
                tokens,
                next,
                &["plant", "factory", "mill", "hospital", "clinic", "school", "church", "university"],
            );
        if plant && !first.is(kinds::PLAIN | kinds::PROPER) {
            return Some(next);
        }
        if !(saint || linked || capital) {
            break;
        }
        words += 1;
        last = next;
        let after_link = end.is_some() && capital;
        if (token.is(kinds::FACILITY) || after_link) && capital {
            end = Some(last);
        }
    }
    end
}
