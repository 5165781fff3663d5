//! Postal addresses: a street in one of its forms, and what follows it: unit, town, postal code, country, over lines.
//!
//! A street shows by a number before its name and a word for a kind of street after it (`12 Elm Street`), by such a
//! word before the name (`Calle Mayor 5`), by an ending (`Hauptstrasse 3`), or by a capital between two numbers.

use super::token::{Shape, Token, kinds};

/// The most words of a street's name.
const NAME_WORDS_MAX: usize = 6;
/// The most pieces that follow a street.
const PIECES_MAX: usize = 10;
/// The most digits of the number of a house.
const HOUSE_DIGITS_MAX: usize = 6;
/// The most digits of a postal code.
const POSTAL_DIGITS_MAX: usize = 7;

/// Endings of words for streets in other languages, written together with the name or apart.
const ENDINGS: &[&str] = &[
    "strasse", "straße", "gasse", "weg", "platz", "allee", "vej", "gade", "stræde", "vænge", "gata", "gatan",
    "vägen", "gränd", "stigen", "gate", "veien", "vegen", "vei", "stien", "tunet", "kuja", "katu", "tie",
    "polku", "braut", "stræti", "straeti", "vegur", "laan", "straat", "plein", "gracht", "utca", "útja",
    "tér", "krogen", "ulica", "parken", "bakken", "haugen",
];
/// Abbreviations of such words that stand after the name, apart.
const AFTER: &[&str] = &["u", "út", "rkp", "ut", "str", "utca", "tér", "köz", "krt"];

/// An address that begins at a token: its last token.
pub(super) fn address(look: &Look<'_>, at: usize) -> Option<usize> {
    let token = look.tokens.get(at)?;
    let street = match token.shape {
        Shape::Number => look.numbered(at),
        Shape::Word if token.is(kinds::STREET_BEFORE) || look.capital_word(at) => look.named(at, false),
        Shape::Word => look.corner(at + usize::from(look.says(at, &["the", "la"]))),
        Shape::Mark => None,
    };
    let short = token.bytes.1 - token.bytes.0 <= 8 && token.shape == Shape::Word;
    let street =
        street.or_else(|| if short { look.post_box(at).or_else(|| look.military(at)) } else { None });
    street.map(|end| look.tail(end))
}

/// A text as the rules for addresses see it.
pub(super) struct Look<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    /// The text has no capitals: then a word that is not plain counts as one with a capital.
    pub(super) small: bool,
}

impl Look<'_> {
    fn get(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    fn word(&self, at: usize) -> &str {
        self.get(at).map_or("", |token| token.text(self.text))
    }

    fn says(&self, at: usize, words: &[&str]) -> bool {
        let said = self.word(at);
        words.iter().any(|word| said.eq_ignore_ascii_case(word))
    }

    fn is(&self, at: usize, kind: u64) -> bool {
        self.get(at).is_some_and(|token| token.is(kind))
    }

    fn number(&self, at: usize, digits: usize) -> bool {
        self.get(at)
            .is_some_and(|token| token.shape == Shape::Number && token.text(self.text).len() <= digits)
    }

    fn glued(&self, at: usize) -> bool {
        self.get(at).is_some_and(|token| !token.spaced)
    }

    /// Whether a new line begins before a token.
    fn breaks(&self, at: usize) -> bool {
        at == 0
            || self
                .get(at)
                .is_none_or(|token| self.text[self.tokens[at - 1].bytes.1..token.bytes.0].contains('\n'))
    }

    fn capital_word(&self, at: usize) -> bool {
        self.get(at).is_some_and(|token| {
            token.shape == Shape::Word && (token.capital || self.small && !token.is(kinds::PLAIN))
        })
    }

    /// A word that a street may be called by.
    fn street_word(&self, at: usize) -> bool {
        self.get(at).is_some_and(|token| {
            token.shape == Shape::Word
                && (self.capital_word(at) && !token.is(kinds::MONTH)
                    || token.is(kinds::PARTICLE) && token.spaced)
        })
    }

    /// The number of a house with its letter or second number: `12B`, `12-14`, `9858 92`. The token after it.
    fn house(&self, at: usize) -> usize {
        let mut next = at + 1;
        if self.glued(next)
            && self
                .get(next)
                .is_some_and(|token| token.shape == Shape::Word && token.text(self.text).len() == 1)
        {
            next += 1;
        } else if matches!(self.word(next), "-" | "/")
            && self.glued(next)
            && self.glued(next + 1)
            && self.number(next + 1, 4)
        {
            next += 2;
        }
        let ordinal = |at: usize| self.glued(at + 1) && self.says(at + 1, &["st", "nd", "rd", "th"]);
        if self.number(next, HOUSE_DIGITS_MAX)
            && !self.glued(next)
            && !self.breaks(next)
            && !ordinal(next)
            && self.street_word(next + 1)
        {
            next += 1;
        }
        next
    }

    /// `12 Elm Street`, `233 Erzsébet tér 19`, `33 avenue de Provence`.
    fn numbered(&self, at: usize) -> Option<usize> {
        if !self.number(at, HOUSE_DIGITS_MAX)
            || at > 0 && self.glued(at) && matches!(self.word(at - 1), "." | "/" | "-" | ":" | "$")
        {
            return None;
        }
        let ordinal = self.glued(at + 1) && self.says(at + 1, &["st", "nd", "rd", "th"]);
        if ordinal && self.says(at + 2, &["street", "avenue", "ave", "st", "blvd"]) {
            return Some(self.street_end(at + 2));
        }
        let from = self.house(at);
        if self.breaks(from) || self.glued(from) {
            return None;
        }
        if let Some(end) = self.typed(from) {
            return Some(end);
        }
        if self.is(from, kinds::STREET_BEFORE)
            && let Some(end) = self.before_name(from)
        {
            return Some(end);
        }
        self.named(from, true)
    }

    /// A name and a word for a kind of street: `Elm Street`, `5th Ave.`, `fourth avenue`.
    fn typed(&self, from: usize) -> Option<usize> {
        const SMALL: &[&str] =
            &["street", "avenue", "ave", "road", "rd", "boulevard", "blvd", "lane", "drive", "court"];
        let mut small = 0;
        for next in from..from + NAME_WORDS_MAX {
            let token = self.get(next)?;
            if next > from && self.breaks(next) {
                return None;
            }
            let more = token.is(kinds::STREET_MORE) && next > from + 1 && token.capital;
            let kind =
                next > from && (more || token.is(kinds::STREET) && (token.capital || self.says(next, SMALL)));
            if kind && (small == 0 || small <= 2 && self.says(next, SMALL)) {
                return Some(self.street_end(next));
            }
            let ordinal = token.shape == Shape::Number && next == from;
            let ending = !token.spaced && self.says(next, &["st", "nd", "rd", "th"]);
            let point = token.text(self.text) == "." && !token.spaced;
            let joined = matches!(token.text(self.text), "-" | "'" | "’") && !token.spaced;
            let plain = token.shape == Shape::Word && !token.capital && !token.is(kinds::PARTICLE);
            if plain && !ending {
                // "fourth avenue", "oak street"; not "minutes from the road".
                if token.is(kinds::PLAIN) && !token.is(kinds::NUMERAL | kinds::FAMILY | kinds::GIVEN) {
                    return None;
                }
                small += 1;
            }
            if !(plain || self.street_word(next) || ordinal || ending || point || joined) {
                return None;
            }
        }
        None
    }

    /// The point of `St.`, and a direction or a second kind: `Street West`, `Street Cliffs`.
    fn street_end(&self, at: usize) -> usize {
        let mut end = at;
        if self.says(end, &["road", "route", "highway", "hwy", "rte", "rd"])
            && self.number(end + 1, 4)
            && !self.breaks(end + 1)
        {
            // "County Road 9"
            return end + 1;
        }
        if self.word(end + 1) == "."
            && self.word(end).len() <= 4
            && (self.get(end + 2).is_none_or(|next| !next.first || next.capital))
        {
            end += 1;
        }
        if self.says(end + 1, &["north", "south", "east", "west", "n", "s", "e", "w", "nw", "ne", "sw", "se"])
            && self.capital_word(end + 1)
            && !self.breaks(end + 1)
        {
            end += 1;
        }
        if self.capital_word(end + 1)
            && self.is(end + 2, kinds::STREET | kinds::STREET_MORE)
            && self.capital_word(end + 2)
            && !self.breaks(end + 2)
        {
            end += 2;
        }
        end
    }

    /// `Calle Mayor 5`, `ul. Słowicza 10`, `avenue de Provence` behind a number.
    fn before_name(&self, at: usize) -> Option<usize> {
        let dot = usize::from(matches!(self.word(at + 1), "." | "/") && self.glued(at + 1));
        let (mut last, mut words) = (at + dot, 0);
        // "Calle 5 de Mayo 12": streets are called by days.
        let day =
            self.number(last + 1, 2) && self.is(last + 2, kinds::PARTICLE) && self.is(last + 3, kinds::MONTH);
        if day && !self.breaks(last + 1) {
            last += 3;
            words += 1;
        }
        while words < NAME_WORDS_MAX && self.street_word(last + 1) && !self.breaks(last + 1) {
            last += 1;
            words += 1;
        }
        (words > 0 && (day || self.capital_word(last))).then(|| {
            if self.number(last + 1, 5) && !self.breaks(last + 1) { self.house(last + 1) - 1 } else { last }
        })
    }

    /// A name and then a number: with a word or an ending for a street, between two numbers, or before a unit.
    fn named(&self, at: usize, after_number: bool) -> Option<usize> {
        if self.is(at, kinds::STREET_BEFORE) {
            let end = self.before_name(at)?;
            let counted =
                self.get(end).is_some_and(|token| token.shape != Shape::Word) || self.number(end, 5);
            return (counted || after_number).then_some(end);
        }
        let (mut last, mut ends, mut plain) = (at, false, true);
        while last - at < NAME_WORDS_MAX && self.street_word(last) && (last == at || !self.breaks(last)) {
            let token = &self.tokens[last];
            ends |= is_street_ending(token.text(self.text)) || self.says(last, AFTER);
            plain &= token.is(kinds::PLAIN
                | kinds::PROPER
                | kinds::MONTH
                | kinds::UNIT
                | kinds::TITLE
                | kinds::FACILITY);
            last += 1;
            while matches!(self.word(last), "-" | "." | "'" | "’")
                && self.glued(last)
                && self.get(last + 1).is_some_and(|next| next.shape != Shape::Mark)
            {
                last += 1;
            }
            if self.says(last, AFTER) && !self.capital_word(last)
                || self.get(last).is_some_and(|token| {
                    token.shape == Shape::Word && !token.capital && is_street_ending(token.text(self.text))
                })
            {
                (ends, last) = (true, last + 1);
                last += usize::from(self.word(last) == "." && self.glued(last));
            }
        }
        if last == at || plain || !self.number(last, 5) || self.breaks(last) {
            return None;
        }
        let end = self.house(last) - 1;
        let dot = usize::from(self.word(end + 1) == "." && self.glued(end + 1));
        let unit = self.unit(end + 1 + dot).is_some()
            || self.unit(end + 1 + usize::from(self.word(end + 1) == ",")).is_some()
            || self.breaks(end + 1) && self.unit(self.line(end + 1)).is_some();
        let point = self.word(end + 1) == "."
            && self.glued(end + 1)
            && (self.breaks(end + 2) || self.unit(end + 2).is_some())
            && self.get(end + 2).is_some();
        let end = end + usize::from(point);
        let alone = point
            || self.breaks(end + 1)
            || matches!(self.word(end + 1), "," | "." | "?")
            || self.says(end + 1, &["street", "road", "avenue"]);
        let second = self.capital_word(end + 1)
            && self.capital_word(end + 2)
            && self.is(end + 2, kinds::STREET | kinds::STREET_MORE);
        let unit = unit || second && self.breaks(end + 3) && self.unit(self.line(end + 3)).is_some();
        let told = self.says(end + 1, &["street", "road", "avenue"]) && !self.is(at, kinds::PLAIN);
        let shaped = (ends || told) && self.capital_word(at)
            || after_number && (unit || alone || second)
            || unit && !self.is(at, kinds::STATE | kinds::COUNTRY);
        shaped.then(|| if second { end + 2 } else { end })
    }

    /// `the corner of Elm and Oak Street`.
    fn corner(&self, at: usize) -> Option<usize> {
        if !self.says(at, &["corner", "esquina", "intersection"]) || !self.says(at + 1, &["of", "de"]) {
            return None;
        }
        let run = |from: usize| {
            let mut last = from;
            while last - from < 8
                && self.get(last).is_some_and(|token| {
                    token.shape == Shape::Number
                        || self.street_word(last)
                        || token.is(kinds::STREET | kinds::STREET_BEFORE)
                        || token.text(self.text) == "."
                })
            {
                last += 1;
            }
            (last > from).then_some(last)
        };
        let and = run(at + 2)?;
        if !self.says(and, &["and", "y", "con", "&"]) {
            return None;
        }
        run(and + 1).map(|end| end - 1)
    }

    /// `P.O. Box 12`.
    fn post_box(&self, at: usize) -> Option<usize> {
        if !self.says(at, &["p", "po", "apartado"]) {
            return None;
        }
        let found = (at + 1..at + 5).find(|next| self.says(*next, &["box", "postal"]))?;
        (self.get(found + 1)?.shape == Shape::Number).then_some(found + 1)
    }

    /// `PSC 5420, Box 2708, APO AA 33879`, `USS Boston, FPO AP 40902`.
    fn military(&self, at: usize) -> Option<usize> {
        const HEADS: &[&str] = &["psc", "unit", "cmr", "usns", "usnv", "uss", "uscgc", "dpo", "fpo", "apo"];
        if !self.says(at, HEADS) {
            return None;
        }
        let office = (at..at + 8).find(|next| self.says(*next, &["dpo", "fpo", "apo"]))?;
        let region = office + 1 + usize::from(self.word(office + 1) == ",");
        (self.says(region, &["aa", "ae", "ap"]) && self.number(region + 1, 5)).then_some(region + 1)
    }

    /// The first token of a line behind marks of quotation.
    fn line(&self, at: usize) -> usize {
        let mut at = at;
        while matches!(self.word(at), ">" | "?" | "|" | "*") {
            at += 1;
        }
        at
    }

    /// `Suite 321`, `Apt. 4B`, `# 12`: its last token.
    fn unit(&self, at: usize) -> Option<usize> {
        let hash = self.word(at) == "#";
        if !hash && !self.is(at, kinds::UNIT) {
            return None;
        }
        let mut next = at + 1;
        while matches!(self.word(next), "." | "#") || self.says(next, &["number", "no"]) {
            next += 1;
        }
        let token = self.get(next)?;
        let letter = token.shape == Shape::Word && token.capital && token.text(self.text).len() == 1;
        if token.shape != Shape::Number && !letter {
            return None;
        }
        let more = self.glued(next + 1)
            && self
                .get(next + 1)
                .is_some_and(|token| token.shape != Shape::Mark && token.text(self.text).len() <= 4);
        Some(next + usize::from(more))
    }

    /// What follows a street, over commas and lines.
    fn tail(&self, street: usize) -> usize {
        let (mut end, mut words) = (street, 0);
        if self.says(end + 1, &["clinic", "hospital", "office", "center", "campus"]) {
            // "our 5th avenue clinic"
            return end + 1;
        }
        for _ in 0..PIECES_MAX {
            let mut next = end + 1;
            let comma = self.word(next) == ",";
            next += usize::from(comma);
            let line = self.breaks(next) && self.get(next).is_some();
            if line {
                next = self.line(next);
                if self.word(next) == "," && end > street && self.region(next + 1) {
                    end = next + 1;
                    continue;
                }
                next += usize::from(self.word(next) == ",");
            }
            let Some((to, plain)) = self.piece(next, comma, line, end > street || line) else { break };
            words += usize::from(plain);
            if words > 3 {
                break;
            }
            end = to;
        }
        end
    }

    /// `, 13` on a line of its own: the short code of a region.
    fn region(&self, at: usize) -> bool {
        self.get(at).is_some_and(|token| token.shape != Shape::Mark && token.text(self.text).len() <= 3)
            && self.breaks(at + 1)
    }

    /// One piece: a unit, a code, a state or country, or the name of a town. Whether it is only capitals.
    fn piece(&self, at: usize, comma: bool, line: bool, inside: bool) -> Option<(usize, bool)> {
        if let Some(unit) = self.unit(at) {
            return Some((unit, false));
        }
        if let Some(found) = self.post_box(at) {
            return Some((found, false));
        }
        if inside && self.postal(at, line) {
            let plus = self.word(at + 1) == "-" && self.glued(at + 1) && self.number(at + 2, 4);
            let letters =
                self.get(at + 1).is_some_and(|token| token.all_capitals && token.text(self.text).len() == 2)
                    && !self.breaks(at + 1);
            return Some((if plus { at + 2 } else { at + usize::from(letters) }, false));
        }
        if !self.capital_word(at) || self.is(at, kinds::MONTH) {
            return None;
        }
        if !(comma || line || inside || self.is(at, kinds::CITY | kinds::STATE)) {
            return None;
        }
        let mut last = at;
        while last - at < 5 && !self.breaks(last + 1) {
            let link = usize::from(
                matches!(self.word(last + 1), "-" | "'" | "’" | "." | "(")
                    && (self.glued(last + 1) || self.word(last + 1) == "(")
                    || self.is(last + 1, kinds::PARTICLE)
                    || self.get(last + 1).is_some_and(|token| {
                        token.shape == Shape::Word
                            && token.text(self.text).len() <= 3
                            && !token.is(kinds::PLAIN)
                            && !token.capital
                    }),
            );
            if !self.capital_word(last + 1 + link)
                || self
                    .get(last + 1 + link)
                    .is_some_and(|token| token.first && !matches!(self.word(last + link), "."))
            {
                break;
            }
            last += 1 + link;
        }
        last += usize::from(self.word(last + 1) == ")");
        let sure = (at..=last).any(|at| self.is(at, kinds::STATE | kinds::COUNTRY | kinds::CITY))
            || self.tokens[at..=last].iter().all(|token| token.all_capitals);
        // A line of its own, or the words before a code: otherwise a new sentence could have begun.
        let closed = self.breaks(last + 1) || self.word(last + 1) == "," || self.postal(last + 1, false);
        let opens =
            !sure && (self.is(at, kinds::TITLE | kinds::OWN) || self.is(at, kinds::PLAIN) && last == at);
        let may = sure
            || comma && !opens
            || line && closed && !opens
            || inside && !line && !opens && !self.tokens[at].first;
        may.then_some((last, !sure))
    }

    /// A postal code: digits by themselves.
    fn postal(&self, at: usize, line: bool) -> bool {
        self.get(at).is_some_and(|token| {
            let digits = token.text(self.text).len();
            token.shape == Shape::Number
                && token.spaced
                && (if line { 3 } else { 4 }..=POSTAL_DIGITS_MAX).contains(&digits)
        }) && !matches!(self.word(at + 1), "/" | ":" | "%")
            && !self.street_follows(at)
    }

    /// A number before a street's name is the next address's.
    fn street_follows(&self, at: usize) -> bool {
        self.capital_word(at + 1)
            && !self.breaks(at + 1)
            && (self.typed(at + 1).is_some() || self.number(at + 2, 4))
    }
}

/// Whether a word ends like a street in another language. No copy of the word: this is asked of every capital.
fn is_street_ending(word: &str) -> bool {
    ENDINGS.iter().any(|ending| {
        let start = word.len().saturating_sub(ending.len());
        start > 0 && word.get(start..).is_some_and(|tail| tail.eq_ignore_ascii_case(ending))
    })
}
