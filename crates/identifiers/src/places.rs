//! Places smaller than a state: streets, towns with their state, postal codes, rooms, facilities.

use content_safety_api::IdentifierClass as Class;

use super::Found;
use super::address::{Look, address};
use super::token::{Shape, Token, kinds};

/// The most words of a facility's name.
const NAME_WORDS_MAX: usize = 6;

/// Finds places.
pub(super) fn find(text: &str, tokens: &[Token], out: &mut Vec<Found>) {
    let small = !tokens.iter().any(|token| token.capital && token.text(text) != "I");
    let look = Look { text, tokens, small };
    let mut at = 0;
    while at < tokens.len() {
        let token = &tokens[at];
        let found = address(&look, at)
            .map(|to| (to, "phi.place.address", 0.95, 92))
            .or_else(|| {
                if token.capital { town(text, tokens, at) } else { None }
                    .map(|to| (to, "phi.place.town", 0.9, 91))
            })
            .or_else(|| {
                if token.is(kinds::UNIT) { room(text, tokens, at) } else { None }
                    .map(|to| (to, "phi.place.room", 0.85, 74))
            })
            .or_else(|| {
                if !token.capital && token.shape == Shape::Word {
                    small_facility(text, tokens, at)
                } else if token.capital {
                    facility_first(tokens, at)
                        .or_else(|| street_alone(text, tokens, at))
                        .or_else(|| facility(text, tokens, at))
                } else {
                    None
                }
                .map(|to| (to, "phi.place.facility", 0.75, 58))
            });
        if let Some((to, code, confidence, rank)) = found {
            let bytes = (token.bytes.0, tokens[to].bytes.1);
            out.push(Found { bytes, class: Class::Geography, code, confidence, rank });
            // A town or a house may hold the start of an address; an address holds no other.
            if rank == 92 {
                at = to;
            }
        }
        at += 1;
    }
}

fn is(text: &str, tokens: &[Token], at: usize, words: &[&str]) -> bool {
    tokens.get(at).is_some_and(|token| words.iter().any(|word| token.text(text).eq_ignore_ascii_case(word)))
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

/// `room 12B`, `bed 3`, `apartment #4`, `habitación 7`, `my room is 204`, `room two twelve`.
fn room(text: &str, tokens: &[Token], at: usize) -> Option<usize> {
    let mut next = at + 1;
    let mut point = false;
    for word in ["number", "no", ".", "#", "is", "es", "el", "la", ":"] {
        if is(text, tokens, next, &[word]) {
            point |= word == ".";
            next += 1;
        }
    }
    let token = tokens.get(next)?;
    if next > at + 1 && token.shape == Shape::Word {
        // "my room. Once", "the room is one of them": another sentence, another number.
        return None;
    }
    if point && token.first && token.shape == Shape::Number && token.text(text).len() > 4 {
        return None;
    }
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
                    &["room", "apartment", "bed", "unit", "habitación", "habitacion"],
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
            // "Room B12", "Wing C"
            let number =
                tokens.get(next + 1).is_some_and(|after| !after.spaced && after.shape == Shape::Number);
            let letter = token.text(text).len() == 1 && token.text(text) != "I";
            if number { Some(next + 1) } else { letter.then_some(next) }
        }
        _ => None,
    }
}

/// `Hospital San Rafael`, `Clínica del Valle`: the kind of house first, as in Spanish.
fn facility_first(tokens: &[Token], at: usize) -> Option<usize> {
    if !tokens[at].is(kinds::HOUSE_FIRST) {
        return None;
    }
    let mut last = at;
    let mut named = false;
    for _ in 0..NAME_WORDS_MAX {
        let Some(token) = tokens.get(last + 1) else { break };
        let capital =
            token.capital && token.shape == Shape::Word && !token.first && !token.is(kinds::FACILITY);
        if !(capital || token.is(kinds::PARTICLE) && token.shape == Shape::Word) {
            break;
        }
        named = capital;
        last += 1;
    }
    named.then_some(last)
}

/// `on Maple Street`, `to Maple Court`: a street without its number, after a preposition.
fn street_alone(text: &str, tokens: &[Token], at: usize) -> Option<usize> {
    let before = at.checked_sub(1).map(|before| &tokens[before])?;
    if !(before.is(kinds::PLACED)
        || is(text, tokens, at - 1, &["on", "along", "off", "down", "up", "of", "and"]))
    {
        return None;
    }
    let run = (at..at + NAME_WORDS_MAX)
        .take_while(|at| {
            tokens.get(*at).is_some_and(|token| token.capital && token.shape == Shape::Word && !token.first)
        })
        .count();
    let last = (at + run).checked_sub(1).filter(|_| run >= 2)?;
    let named = (at..last).any(|at| !tokens[at].is(kinds::PROPER | kinds::MONTH));
    (tokens[last].is(kinds::STREET) && named).then_some(last)
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
    let (mut last, mut words, mut end) = (at, 1, saint(text, tokens, at));
    if let Some(named) = end {
        last = named;
    }
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
    // "Member Services" is anybody's, "High School" too; "Rush University" is one house, and so is "Memorial Hospital".
    let named = |at: usize| tokens[at].shape == Shape::Word && !is(text, tokens, at, GENERAL);
    let strange = |at: usize| named(at) && !tokens[at].is(kinds::PLAIN | kinds::FACILITY);
    end.filter(|end| {
        let loose = is(text, tokens, *end, LOOSE);
        is(text, tokens, *end, HOUSES)
            || (at..*end).any(|at| if loose { strange(at) } else { named(at) })
            || strange(*end)
    })
}

/// What many houses are called, and none by this alone.
const GENERAL: &[&str] = &[
    "high",
    "middle",
    "elementary",
    "medical",
    "nursing",
    "primary",
    "urgent",
    "assisted",
    "living",
    "mental",
    "behavioral",
    "community",
    "health",
    "social",
    "member",
    "customer",
    "human",
    "child",
    "protective",
    "services",
    "care",
    "senior",
    "the",
    "adult",
    "day",
    "home",
    "rehab",
    "public",
    "private",
    "general",
    "graduate",
    "law",
    "business",
    "grammar",
    "sunday",
    "and",
    "of",
    "in",
    "for",
    "day",
    "national",
    "local",
    "state",
    "old",
    "new",
    "my",
    "our",
    "first",
    "second",
];

/// Last words that plain words stand before as well.
const LOOSE: &[&str] = &[
    "office",
    "offices",
    "practice",
    "services",
    "system",
    "systems",
    "group",
    "network",
    "partners",
    "foundation",
    "company",
    "plant",
    "mill",
    "bank",
    "library",
    "school",
    "associates",
];

/// Houses that are known by whatever stands before them.
const HOUSES: &[&str] = &[
    "hospital",
    "clinic",
    "manor",
    "lodge",
    "village",
    "gardens",
    "hospice",
    "villa",
    "residence",
    "church",
    "temple",
];

/// `elm clinic`, `stanford hospital`, `st. francis hospital`: a house in small letters, called by no plain word.
fn small_facility(text: &str, tokens: &[Token], at: usize) -> Option<usize> {
    let token = tokens.get(at).filter(|token| token.shape == Shape::Word && !token.capital)?;
    let before = at.checked_sub(1).map(|before| &tokens[before])?;
    let placed = before.is(kinds::PLACED) || is(text, tokens, at - 1, &["the", "our"]);
    if !placed {
        return None;
    }
    if let Some(named) = saint(text, tokens, at) {
        return Some(
            named + usize::from(is(text, tokens, named + 1, &["hospital", "clinic", "hospice", "manor"])),
        );
    }
    if token.is(kinds::PLAIN | kinds::PROPER | kinds::UNIT | kinds::KIN) {
        return None;
    }
    let mut next = at + 1;
    for word in ["medical", "health", "care", "nursing", "rehab", "memorial", "general"] {
        next += usize::from(is(text, tokens, next, &[word]));
    }
    let house = is(text, tokens, next, HOUSES)
        || next > at + 1 && is(text, tokens, next, &["center", "centre", "home", "group"]);
    house.then_some(next)
}

/// `St. Mary's`, `Mt. Sinai`: a house that is named for a saint or a mount. Not a day.
fn saint(text: &str, tokens: &[Token], at: usize) -> Option<usize> {
    if !tokens[at].is(kinds::SAINT) {
        return None;
    }
    let dot = usize::from(is(text, tokens, at + 1, &["."]));
    let name = at + 1 + dot;
    let small = |token: &&Token| dot == 1 && token.is(kinds::GIVEN);
    let token = tokens
        .get(name)
        .filter(|token| (token.capital || small(token)) && token.spaced && token.shape == Shape::Word)?;
    let day = is(text, tokens, name + 1, &["day", "eve"]);
    (!day && !token.is(kinds::MONTH)).then_some(name)
}
