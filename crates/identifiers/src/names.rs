//! Names of people, by lists, titles, kin and capitals.

use content_safety_api::IdentifierClass as Class;

use super::Found;
use super::token::{Shape, Token, kinds};

/// Words after which a name follows, whatever its case.
const INTRODUCTIONS: &[&[&str]] = &[
    &["name", "is"],
    &["name's"],
    &["call", "me"],
    &["called"],
    &["named"],
    &["name", ":"],
    &["name", ":", "*", "*"],
    &["me", "llamo"],
    &["nombre", "es"],
    &["se", "llama"],
    &["llamado"],
    &["llamada"],
];

/// Words after which a capital is more likely a place.
const PREPOSITIONS: &[&str] =
    &["in", "at", "from", "near", "to", "into", "around", "outside", "en", "desde", "hacia"];

/// Finds names.
pub(super) fn find(text: &str, tokens: &[Token], out: &mut Vec<Found>) {
    let shouting = mostly_capitals(tokens);
    let quiet = !tokens
        .iter()
        .any(|token| token.capital && !(token.first && token.is(kinds::PLAIN)) && token.text(text) != "I");
    let mut at = 0;
    while at < tokens.len() {
        let found = titled(text, tokens, at)
            .or_else(|| introduced(text, tokens, at))
            .or_else(|| sequence(text, tokens, at, shouting))
            .or_else(|| lower(text, tokens, at, quiet));
        match found {
            Some(Name { from, to, code, confidence, class }) => {
                let end = possessive_end(text, tokens[to].bytes);
                out.push(Found { bytes: (tokens[from].bytes.0, end), class, code, confidence, rank: 55 });
                at = to + 1;
            }
            None => at += 1,
        }
    }
}

struct Name {
    from: usize,
    to: usize,
    class: Class,
    code: &'static str,
    confidence: f32,
}

/// "Rosa's" holds the name Rosa.
fn possessive_end(text: &str, (start, end): (usize, usize)) -> usize {
    let word = &text[start..end];
    let bare = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
    start + bare.len()
}

fn mostly_capitals(tokens: &[Token]) -> bool {
    let words = tokens.iter().filter(|token| token.shape == Shape::Word);
    let (all, capitals) =
        words.fold((0, 0), |(all, capitals), token| (all + 1, capitals + usize::from(token.all_capitals)));
    all >= 3 && capitals * 2 > all
}

/// A capital that may be part of a name.
fn is_name_part(token: &Token) -> bool {
    const NO_NAME: u16 = kinds::PLAIN | kinds::PROPER | kinds::TITLE | kinds::NUMERAL | kinds::FACILITY;
    token.shape == Shape::Word
        && token.capital
        && (token.is(kinds::GIVEN | kinds::FAMILY) && !token.is(kinds::MONTH)
            || !token.is(NO_NAME | kinds::STREET | kinds::STATE | kinds::MONTH))
}

/// A single capital letter with a point.
fn is_initial(text: &str, tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| {
        token.shape == Shape::Word && token.capital && token.text(text).chars().count() == 1
    }) && (tokens.get(at + 1).is_some_and(|next| next.text(text) == "." && !next.spaced))
}

/// A single capital letter without a point, which is not the word I.
fn is_bare_initial(text: &str, token: &Token) -> bool {
    token.shape == Shape::Word
        && token.capital
        && token.spaced
        && token.text(text).len() == 1
        && token.text(text) != "I"
}

/// The last token of a name whose first part stands at `at`, and how many parts it has.
fn extend(text: &str, tokens: &[Token], at: usize) -> (usize, usize) {
    let (mut last, mut parts) = (at + usize::from(is_initial(text, tokens, at)), 1);
    loop {
        let next = last + 1;
        let Some(token) = tokens.get(next) else { break };
        let glued_dash = token.text(text) == "-" && !token.spaced;
        let part = |at: usize| tokens.get(at).is_some_and(|token| is_name_part(token) && !token.first);
        if is_initial(text, tokens, next) && token.spaced {
            last = next + 1;
            parts += 1;
            // A point may end the sentence too: a name goes on only with another part.
        } else if is_bare_initial(text, token) && part(next + 1) && tokens[next + 1].spaced {
            last = next + 1;
            parts += 1;
        } else if glued_dash && tokens.get(next + 1).is_some_and(|after| is_name_part(after) && !after.spaced)
        {
            last = next + 1;
        } else if part(next) && token.spaced
            || last > at
                && tokens[last].text(text) == "."
                && tokens.get(next).is_some_and(|token| {
                    is_name_part(token) && token.is(kinds::FAMILY | kinds::GIVEN)
                        || is_name_part(token) && !token.is(kinds::PLAIN)
                })
                && token.spaced
        {
            last = next;
            parts += 1;
        } else if token.is(kinds::PARTICLE) && token.shape == Shape::Word && token.text(text).len() <= 3 {
            let skip = usize::from(tokens.get(next + 1).is_some_and(|token| token.is(kinds::PARTICLE)));
            if !part(next + 1 + skip) {
                break;
            }
            last = next + 1 + skip;
            parts += 1;
        } else {
            break;
        }
        if parts >= 5 {
            break;
        }
    }
    (last, parts)
}

/// `Mrs. Alvarez`, `Nurse Kelly`, `tía Carmen`.
fn titled(text: &str, tokens: &[Token], at: usize) -> Option<Name> {
    let title = tokens[at];
    if !title.is(kinds::TITLE) || title.shape != Shape::Word {
        return None;
    }
    let dot = usize::from(tokens.get(at + 1).is_some_and(|next| next.text(text) == "."));
    let first = at + 1 + dot;
    let name = tokens.get(first)?;
    let known = name.is(kinds::GIVEN | kinds::FAMILY) || is_initial(text, tokens, first);
    let named =
        name.shape == Shape::Word && name.capital && (known || !name.is(kinds::PROPER | kinds::PLAIN));
    let lower = name.is(kinds::GIVEN) && !name.is(kinds::AMBIGUOUS) && !name.capital;
    if !(named && (title.capital || known) || lower) {
        return None;
    }
    let (to, _) = extend(text, tokens, first);
    Some(Name { from: at, to, class: Class::Name, code: "phi.name.titled", confidence: 0.95 })
}

/// `my name is rosa`, `me llamo Ana`.
fn introduced(text: &str, tokens: &[Token], at: usize) -> Option<Name> {
    let token = tokens[at];
    if token.shape != Shape::Word || at == 0 {
        return None;
    }
    let told = at >= 2
        && ["is", "es", "llamo"].iter().any(|word| tokens[at - 1].text(text).eq_ignore_ascii_case(word))
        && ["name", "nombre", "me"].iter().any(|word| tokens[at - 2].text(text).eq_ignore_ascii_case(word));
    if told && !token.is(kinds::PLAIN | kinds::PROPER | kinds::TITLE) {
        // "my name is borna jerković": small letters too, as far as no plain word comes.
        let plain = |at: usize| {
            tokens.get(at).is_none_or(|token| {
                token.shape != Shape::Word
                    || !token.spaced
                    || token.kinds & !(kinds::GIVEN | kinds::FAMILY) != 0
            })
        };
        let to = if token.capital { extend(text, tokens, at).0 } else { at + usize::from(!plain(at + 1)) };
        return Some(Name { from: at, to, class: Class::Name, code: "phi.name.introduced", confidence: 0.9 });
    }
    let introduced = INTRODUCTIONS.iter().any(|words| {
        words.len() <= at
            && words
                .iter()
                .zip(&tokens[at - words.len()..at])
                .all(|(word, token)| token.text(text).eq_ignore_ascii_case(word))
    });
    let named = token.capital && (!token.is(kinds::PLAIN | kinds::PROPER) || token.is(kinds::GIVEN))
        || token.is(kinds::GIVEN | kinds::FAMILY);
    if !introduced || !named {
        return None;
    }
    let (to, _) = extend(text, tokens, at);
    Some(Name { from: at, to, class: Class::Name, code: "phi.name.introduced", confidence: 0.95 })
}

/// One or more capitals in a row.
fn sequence(text: &str, tokens: &[Token], at: usize, shouting: bool) -> Option<Name> {
    let token = &tokens[at];
    if !is_name_part(token) || token.text(text).chars().count() < 2 && !is_initial(text, tokens, at) {
        return None;
    }
    let (to, parts) = extend(text, tokens, at);
    let any_known = tokens[at..=to].iter().any(|token| is_known(token) && !token.is(kinds::AMBIGUOUS));
    let before = at.checked_sub(1).map(|before| &tokens[before]);
    let placed = before
        .is_some_and(|before| PREPOSITIONS.iter().any(|word| before.text(text).eq_ignore_ascii_case(word)));
    if token.all_capitals && !shouting && !(any_known && parts >= 2) {
        // "at UCSF": a house by its letters.
        let house = placed && (3..=6).contains(&token.text(text).len()) && parts == 1;
        return house.then_some(place(at, to, "phi.place.letters", 0.5));
    }
    if is_eponym(text, tokens, to) || shouting && !any_known {
        return None;
    }
    if parts >= 2 {
        return several(token, (at, to), parts, any_known, placed);
    }
    single(text, tokens, (at, to), before, placed)
}

fn is_known(token: &Token) -> bool {
    token.is(kinds::GIVEN | kinds::FAMILY)
}

const fn name(from: usize, to: usize, code: &'static str, confidence: f32) -> Name {
    Name { from, to, class: Class::Name, code, confidence }
}

const fn place(from: usize, to: usize, code: &'static str, confidence: f32) -> Name {
    Name { from, to, class: Class::Geography, code, confidence }
}

/// Two or more parts: a full name, or a place after a preposition.
fn several(token: &Token, (at, to): (usize, usize), parts: usize, known: bool, placed: bool) -> Option<Name> {
    if token.is(kinds::CITY) && !is_known(token) || placed && !known {
        return Some(place(at, to, "phi.place.capitals", 0.6));
    }
    if known {
        return Some(name(at, to, "phi.name.full", 0.9));
    }
    // "Rose Garden" at the start of a sentence is no more than two capitals.
    let chance = token.first && parts == 2 && token.is(kinds::AMBIGUOUS);
    (!chance).then_some(name(at, to, "phi.name.capitals", 0.65))
}

/// One capital: by the lists, by what stands before it, by what it does.
fn single(
    text: &str,
    tokens: &[Token],
    (at, to): (usize, usize),
    before: Option<&Token>,
    placed: bool,
) -> Option<Name> {
    let token = &tokens[at];
    if token.is(kinds::CITY) && (!is_known(token) || placed) {
        return Some(place(at, to, "phi.place.city", 0.7));
    }
    if before.is_some_and(|before| before.is(kinds::KIN)) && !token.first {
        return Some(name(at, to, "phi.name.kin", 0.9));
    }
    if token.is(kinds::AMBIGUOUS) {
        // Rose, Will, May: inside a sentence and not after an article.
        let article = before.is_some_and(|before| {
            matches!(before.text(text).to_ascii_lowercase().as_str(), "the" | "a" | "an" | "of")
        });
        return (!token.first && !article).then_some(name(at, to, "phi.name.given", 0.6));
    }
    if token.is(kinds::GIVEN) {
        return Some(name(at, to, "phi.name.given", 0.8));
    }
    if token.first {
        let listed = before.is_some_and(|before| before.text(text) == ":")
            && tokens.get(to + 1).is_some_and(|next| next.text(text) == ",");
        return (listed || acts(text, tokens, to)).then_some(name(at, to, "phi.name.acts", 0.5));
    }
    Some(if is_known(token) {
        name(at, to, "phi.name.family", 0.7)
    } else if placed {
        place(at, to, "phi.place.capital", 0.5)
    } else {
        name(at, to, "phi.name.capital", 0.5)
    })
}

/// The disease, score or sign that a dead physician gave his name to.
fn is_eponym(text: &str, tokens: &[Token], at: usize) -> bool {
    const OF: &[&str] = &[
        "syndrome",
        "disease",
        "score",
        "sign",
        "reflex",
        "criteria",
        "test",
        "esophagus",
        "scale",
        "index",
        "staging",
        "classification",
        "lymphoma",
        "maneuver",
        "method",
        "palsy",
        "phenomenon",
        "thyroiditis",
        "nodes",
        "tube",
    ];
    tokens.get(at + 1).is_some_and(|next| OF.contains(&next.text(text)))
}

/// Whether the next word is something that people do.
fn acts(text: &str, tokens: &[Token], at: usize) -> bool {
    const VERBS: &[&str] = &[
        "said", "says", "told", "tells", "called", "calls", "lives", "lived", "works", "worked", "loves",
        "loved", "likes", "liked", "visited", "visits", "came", "comes", "went", "asked", "asks", "wants",
        "wanted", "spent", "helped", "helps", "died", "passed", "moved", "thinks", "thought", "shouted",
        "brought", "gave", "taught", "married", "wrote", "plays", "dijo", "dice", "vino", "viene", "vive",
        "murió", "llamó", "trabaja", "quiere",
    ];
    tokens.get(at + 1).is_some_and(|next| VERBS.contains(&next.text(text)))
}

/// Lower-case names: after kin, or in a text that uses no capitals.
fn lower(text: &str, tokens: &[Token], at: usize, quiet: bool) -> Option<Name> {
    let token = &tokens[at];
    if token.shape != Shape::Word
        || token.capital
        || !token.is(kinds::GIVEN)
        || token.is(kinds::AMBIGUOUS
            | kinds::PLAIN
            | kinds::MONTH
            | kinds::PROPER
            | kinds::CITY
            | kinds::PARTICLE)
    {
        return None;
    }
    let long = token.text(text).chars().count() >= 3;
    let after_kin = at > 0 && tokens[at - 1].is(kinds::KIN);
    if !(after_kin || quiet && long) {
        return None;
    }
    let family = tokens.get(at + 1).is_some_and(|next| {
        next.is(kinds::FAMILY) && !next.is(kinds::AMBIGUOUS | kinds::PLAIN) && !next.capital
    });
    Some(Name {
        from: at,
        to: at + usize::from(family),
        class: Class::Name,
        code: "phi.name.lower",
        confidence: 0.6,
    })
}
