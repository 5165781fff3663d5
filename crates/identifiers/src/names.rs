//! Names of people: by cues (titles, kin, introductions, fields, greetings, signatures), by lists, and by capitals.
//!
//! A capital inside a sentence that no list knows as a plain word is taken for a name: what is missed is a leak,
//! what is taken too much is a word that a model does not see. A name that is a plain word too (Rose, Will) needs a
//! cue, a capital inside a sentence, or a neighbour that is a name.

mod cues;
mod small;

use content_safety_api::IdentifierClass as Class;

use super::Found;
use super::token::{Shape, Token, kinds};

/// A word of a name's own, as far as the lists know.
const KNOWN: u64 = kinds::GIVEN | kinds::FAMILY;
/// The most parts of one name.
const PARTS_MAX: usize = 5;

/// Finds names.
pub(super) fn find(text: &str, tokens: &[Token], out: &mut Vec<Found>) {
    let look = Look { text, tokens, shouting: mostly_capitals(tokens), quiet: is_quiet(text, tokens) };
    let mut at = 0;
    while at < tokens.len() {
        match look.name_at(at) {
            Some(Name { from, to, code, confidence, class }) => {
                let from = look.dashed_start(from);
                let to = if class == Class::Geography { look.house_end(to) } else { to };
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

const fn name(from: usize, to: usize, code: &'static str, confidence: f32) -> Name {
    Name { from, to, class: Class::Name, code, confidence }
}

const fn place(from: usize, to: usize, code: &'static str, confidence: f32) -> Name {
    Name { from, to, class: Class::Geography, code, confidence }
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

/// Whether somebody writes without capitals: then a common name counts as it is.
fn is_quiet(text: &str, tokens: &[Token]) -> bool {
    !tokens
        .iter()
        .any(|token| token.capital && !(token.first && token.is(kinds::PLAIN)) && token.text(text) != "I")
}

/// A capital that may be part of a name.
fn is_name_part(token: &Token) -> bool {
    const NO_NAME: u64 = kinds::PLAIN
        | kinds::PROPER
        | kinds::TITLE
        | kinds::NUMERAL
        | kinds::FACILITY
        | kinds::STREET
        | kinds::STATE
        | kinds::COUNTRY
        | kinds::UNIT
        | kinds::MONTH;
    token.shape == Shape::Word
        && token.capital
        && (token.is(KNOWN) && !token.is(kinds::MONTH) || !token.is(NO_NAME))
}

/// A name that is nothing else.
fn is_sure(token: &Token) -> bool {
    token.is(KNOWN) && !token.is(kinds::AMBIGUOUS | kinds::PLAIN | kinds::PROPER)
}

/// The disease, score or sign that somebody long dead gave a name to.
fn is_of_medicine(word: &str) -> bool {
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
        "catheter",
        "formula",
        "inventory",
        "assessment",
    ];
    OF.contains(&word)
}

/// Whether a word ends as words of English are made: not many names do.
fn looks_built(word: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "ing", "ed", "ly", "tion", "sion", "ness", "ment", "able", "ible", "ful", "less", "ous", "ive",
        "ism", "ist", "ity", "al", "ic", "ics", "ia", "s", "ship", "ology", "itis", "ish", "er", "est",
        "ure", "ance", "ence", "age", "ate", "ize", "ify", "ary", "ory", "y",
    ];
    ENDINGS.iter().any(|ending| word.ends_with(ending)) || !word.chars().skip(1).all(char::is_lowercase)
}

struct Look<'a> {
    text: &'a str,
    tokens: &'a [Token],
    shouting: bool,
    quiet: bool,
}

impl Look<'_> {
    fn name_at(&self, at: usize) -> Option<Name> {
        let token = &self.tokens[at];
        if token.shape != Shape::Word {
            return None;
        }
        if token.is(kinds::TITLE)
            && let Some(name) = self.titled(at)
        {
            return Some(name);
        }
        if at > 0
            && let Some(name) = self.cued(at)
        {
            return Some(name);
        }
        if token.is(kinds::MONTH) && token.is(kinds::GIVEN) && token.capital && self.after_kin(at) {
            // "My late wife, June"
            let dated = self.tokens.get(at + 1).is_some_and(|next| next.shape == Shape::Number);
            return (!dated).then(|| name(at, at, "phi.name.kin", 0.8));
        }
        if token.capital { self.nickname(at).or_else(|| self.sequence(at)) } else { self.lower(at) }
    }

    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.text(self.text))
    }

    fn kind(&self, at: usize, kind: u64) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is(kind))
    }

    fn says(&self, at: usize, words: &[&str]) -> bool {
        let said = self.word(at);
        words.iter().any(|word| said.eq_ignore_ascii_case(word))
    }

    /// The token before; `None` at the start.
    fn before(&self, at: usize, back: usize) -> Option<&Token> {
        at.checked_sub(back).and_then(|at| self.tokens.get(at))
    }

    /// `Cedars-Sinai ER`: what a house is called by goes on with the part of it.
    fn house_end(&self, to: usize) -> usize {
        let part =
            self.says(to + 1, &["er", "ed", "gen", "med", "hosp", "icu", "ctr"]) && !self.breaks(to, to + 1);
        to + usize::from(part)
    }

    /// `Bar-Lev`: a name that began before a dash.
    fn dashed_start(&self, from: usize) -> usize {
        let dashed = from >= 2
            && self.word(from - 1) == "-"
            && !self.tokens[from].spaced
            && !self.tokens[from - 1].spaced
            && self.kind_capital(from - 2);
        if dashed { from - 2 } else { from }
    }

    /// A single capital letter with a point.
    fn is_initial(&self, at: usize) -> bool {
        self.is_letter(at) && self.word(at + 1) == "." && !self.tokens[at + 1].spaced
    }

    fn is_letter(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| {
            token.shape == Shape::Word && token.capital && token.text(self.text).chars().nth(1).is_none()
        })
    }

    /// A single capital letter without a point, which is not the word I.
    fn is_bare_initial(&self, at: usize) -> bool {
        self.is_letter(at) && self.tokens[at].spaced && self.word(at) != "I"
    }

    fn is_part(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| is_name_part(token) && !token.first)
    }

    /// The last token of a name whose first part stands at `at`, and how many parts it has.
    fn extend(&self, at: usize) -> (usize, usize) {
        let (mut last, mut parts) = (at + usize::from(self.is_initial(at)), 1);
        while parts < PARTS_MAX {
            let next = last + 1;
            let Some(token) = self.tokens.get(next) else { break };
            let dash = token.text(self.text) == "-" && !token.spaced;
            if self.is_initial(next) && token.spaced {
                // A point may end the sentence too: a name goes on only with another part.
                (last, parts) = (next + 1, parts + 1);
            } else if self.is_bare_initial(next)
                && (self.is_part(next + 1) || is_sure(&self.tokens[at]) && self.may_be_surname(next + 1))
                && self.tokens[next + 1].spaced
            {
                (last, parts) = (next + 1, parts + 1);
            } else if dash
                && self.tokens.get(next + 1).is_some_and(|after| {
                    !after.spaced
                        && after.shape == Shape::Word
                        && (is_name_part(after) || after.is(KNOWN) || after.kinds == 0)
                })
            {
                last = next + 1;
            } else if self.goes_on(at, last, next) {
                (last, parts) = (next, parts + 1);
            } else if let Some(to) = self.particle(next) {
                (last, parts) = (to, parts + 1);
            } else {
                break;
            }
        }
        (last, parts)
    }

    /// Whether a further part follows on the same line.
    fn goes_on(&self, at: usize, last: usize, next: usize) -> bool {
        let token = &self.tokens[next];
        if !token.spaced || self.breaks(last, next) {
            return false;
        }
        // After "J." the next capital looks like the start of a sentence.
        let after_initial = last > at && self.word(last) == "." && is_name_part(token);
        // After a given name a capital is the family's, whatever it means besides.
        let surname = is_sure(&self.tokens[last]) && self.may_be_surname(next);
        self.is_part(next) || surname || after_initial && (token.is(KNOWN) || !token.is(kinds::PLAIN))
    }

    /// A capital that is a family's name whatever it means besides, behind a given name.
    fn may_be_surname(&self, at: usize) -> bool {
        const NOT: u64 = kinds::OWN
            | kinds::PROPER
            | kinds::TITLE
            | kinds::MONTH
            | kinds::STATE
            | kinds::COUNTRY
            | kinds::NUMERAL;
        self.tokens.get(at).is_some_and(|token| {
            token.capital
                && !token.first
                && token.shape == Shape::Word
                && !token.all_capitals
                && !token.is(NOT)
        })
    }

    fn breaks(&self, last: usize, next: usize) -> bool {
        self.text[self.tokens[last].bytes.1..self.tokens[next].bytes.0].contains('\n')
    }

    /// `de la Cruz`, `van den Berg`.
    fn particle(&self, next: usize) -> Option<usize> {
        let particle = |at: usize| {
            self.tokens.get(at).is_some_and(|token| {
                token.is(kinds::PARTICLE) && token.shape == Shape::Word && token.text(self.text).len() <= 3
            })
        };
        if !particle(next) {
            return None;
        }
        let to = next + 1 + usize::from(particle(next + 1));
        self.is_part(to).then_some(to)
    }

    /// One or more capitals in a row.
    fn sequence(&self, at: usize) -> Option<Name> {
        let token = &self.tokens[at];
        if let Some(to) = self.pair(at) {
            return Some(place(at, to, "phi.place.city", 0.8));
        }
        if !is_name_part(token) || self.is_letter(at) && !self.is_initial(at) && !self.is_part(at + 1) {
            return None;
        }
        let (to, parts) = self.extend(at);
        if self.is_letter(at) && parts == 1 {
            return None;
        }
        let any_sure = self.tokens[at..=to].iter().any(is_sure);
        let placed = self.before(at, 1).is_some_and(|before| before.is(kinds::PLACED));
        if token.all_capitals && !self.shouting && !(any_sure && parts >= 2) {
            return self.capitals(at, to, parts, placed);
        }
        if is_of_medicine(self.word(to + 1)) || self.shouting && !any_sure {
            return None;
        }
        let letters = self.before(at, 1).is_some_and(|before| {
            before.all_capitals && before.bytes.1 - before.bytes.0 <= 4 && before.shape == Shape::Word
        });
        if letters && at >= 2 && self.kind(at - 2, kinds::PLACED) && token.is(KNOWN) {
            // "at MD Anderson"
            return Some(place(at - 1, to, "phi.place.letters", 0.5));
        }
        if parts >= 2 {
            return self.several((at, to), parts, any_sure, placed);
        }
        self.single((at, to), placed)
    }

    /// `at the Willows`: a house that people call by a plain word, told by its capital.
    fn nickname(&self, at: usize) -> Option<Name> {
        const NOT: u64 =
            kinds::PROPER | kinds::TITLE | kinds::MONTH | kinds::STATE | kinds::COUNTRY | kinds::NUMERAL;
        let token = &self.tokens[at];
        let the = at >= 2 && self.says(at - 1, &["the", "los", "las"]) && !self.tokens[at - 1].capital;
        if !the
            || !self.kind(at - 2, kinds::PLACED)
            || token.is(kinds::GIVEN) && is_sure(token)
            || token.is(NOT)
            || token.all_capitals
            || self.is_letter(at)
        {
            return None;
        }
        let last = (at..at + PARTS_MAX)
            .take_while(|at| {
                self.tokens
                    .get(*at)
                    .is_some_and(|token| token.capital && !token.first && token.shape == Shape::Word)
            })
            .last()?;
        Some(place(at, last, "phi.place.nickname", 0.5))
    }

    fn kind_capital(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.capital)
    }

    /// A word in capitals inside a text that has others: a name that is surely one, or a house by its letters.
    fn capitals(&self, at: usize, to: usize, parts: usize, placed: bool) -> Option<Name> {
        let token = &self.tokens[at];
        let letters = token.text(self.text).len();
        if parts == 1 && token.is(kinds::GIVEN) && is_sure(token) && letters >= 4 && !token.is(kinds::CITY) {
            return Some(name(at, to, "phi.name.given", 0.7));
        }
        // "at UCSF"
        let brought = self.says(at - usize::from(at > 0), &["to"])
            && at >= 2
            && self.says(
                at - 2,
                &["admitted", "transferred", "taken", "referred", "sent", "moved", "presented", "went"],
            );
        let house = placed && (brought || self.says(at - 1, &["at", "from", "near"]));
        (house && (3..=6).contains(&letters) && parts == 1).then(|| place(at, to, "phi.place.letters", 0.5))
    }

    /// Two or more parts: a full name, or a place after a preposition.
    fn several(&self, (at, to): (usize, usize), parts: usize, sure: bool, placed: bool) -> Option<Name> {
        let token = &self.tokens[at];
        if token.is(kinds::CITY) && !token.is(KNOWN) || placed && !sure {
            return Some(place(at, to, "phi.place.capitals", 0.6));
        }
        if sure {
            return Some(name(at, to, "phi.name.full", 0.9));
        }
        // "White House", "Rose Garden": plain words with capitals, unless the first is a given name inside a sentence.
        let words = self.tokens[at..=to].iter().filter(|token| token.shape == Shape::Word);
        let plain = words.clone().all(|token| token.is(kinds::PLAIN | kinds::AMBIGUOUS));
        let after_field = at > 0 && self.word(at - 1) == ":";
        let chance = token.first && !after_field && parts == 2 && token.is(kinds::AMBIGUOUS);
        if plain && !token.is(kinds::GIVEN) || chance && words.skip(1).all(|token| token.is(kinds::PLAIN)) {
            return None;
        }
        Some(name(at, to, "phi.name.capitals", 0.65))
    }

    /// One capital: by the lists, by what stands before it, by what it does.
    fn single(&self, (at, to): (usize, usize), placed: bool) -> Option<Name> {
        let token = &self.tokens[at];
        let before = self.before(at, 1);
        if token.is(kinds::CITY) && (!token.is(KNOWN) || placed) {
            return Some(place(at, to, "phi.place.city", 0.7));
        }
        if self.after_kin(at) && !token.first {
            return Some(name(at, to, "phi.name.kin", 0.9));
        }
        let acts = self.kind(to + 1, kinds::ACT) && !self.kind_capital(to + 1);
        if token.is(kinds::COUNTRY | kinds::STATE)
            && token.is(kinds::GIVEN)
            && token.text(self.text).len() > 2
        {
            // Jordan, Georgia: a person where no preposition makes it a place.
            let of =
                placed || before.is_some_and(|before| before.is(kinds::PARTICLE)) || self.word(to + 1) == ",";
            return (!token.first && !of || token.first && acts).then(|| name(at, to, "phi.name.given", 0.6));
        }
        if token.is(kinds::PROPER | kinds::COUNTRY | kinds::STATE) {
            // Christian, Thu: with a cue or a surname only.
            return None;
        }
        if token.is(kinds::AMBIGUOUS | kinds::PLAIN) {
            // Rose, Will, May: inside a sentence and not after an article.
            let article = before.is_some_and(|before| {
                ["the", "a", "an", "of", "every", "this", "last", "next"]
                    .iter()
                    .any(|word| before.text(self.text).eq_ignore_ascii_case(word))
            });
            let inside = !token.first && !article && token.is(kinds::GIVEN) && !token.is(kinds::OWN);
            let told = token.first && acts && token.is(kinds::GIVEN);
            return (inside || told).then(|| name(at, to, "phi.name.given", 0.6));
        }
        if token.is(kinds::GIVEN) {
            return Some(name(at, to, "phi.name.given", 0.8));
        }
        if token.first {
            return self.opening(at, to, acts);
        }
        Some(if token.is(KNOWN) {
            name(at, to, "phi.name.family", 0.7)
        } else if placed {
            place(at, to, "phi.place.capital", 0.5)
        } else {
            name(at, to, "phi.name.capital", 0.5)
        })
    }

    /// A capital that every sentence has: a name when it acts, owns or opens a list of others.
    fn opening(&self, at: usize, to: usize, acts: bool) -> Option<Name> {
        let token = &self.tokens[at];
        let family = token.is(kinds::FAMILY);
        let is = family && self.kind(to + 1, kinds::COPULA);
        let owns = family && possessive_end(self.text, token.bytes) < token.bytes.1;
        let listed = self.word(to + 1) == ","
            && (at > 0 && self.word(at - 1) == ":"
                || family && self.tokens.get(to + 2).is_some_and(is_name_part));
        let speaks = family && self.word(to + 1) == ":";
        // A word that nothing is known about, and that is not built like one of the language.
        let strange =
            token.kinds == 0 && !looks_built(token.text(self.text)) && token.text(self.text).len() >= 4;
        let is = is || strange && (self.kind(to + 1, kinds::COPULA) || self.word(to + 1) == ",");
        (acts || is || owns || listed || speaks).then(|| name(at, to, "phi.name.acts", 0.5))
    }

    /// `my son Xavier`, `her sister, Ana`.
    fn after_kin(&self, at: usize) -> bool {
        let comma = usize::from(at > 0 && self.word(at - 1) == ",");
        let kin = self.before(at, 1 + comma).is_some_and(|before| before.is(kinds::KIN));
        // "my late wife, June" has a word between.
        let whose = |back: usize| {
            at >= back
                && self.says(at - back, &["my", "his", "her", "our", "their", "your", "mi", "su", "tu"])
        };
        kin && (comma == 0 || whose(3) || whose(4))
    }
}
