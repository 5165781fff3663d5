//! Names that the words around them announce: titles, introductions, fields of a form, greetings, signatures.

use super::super::token::Shape;
use super::super::token::kinds;
use super::{KNOWN, Look, Name, is_name_part, is_sure, name};

impl Look<'_> {
    /// `Mrs. Alvarez`, `Nurse Kelly`, `tía Carmen`, `mr chen`.
    pub(super) fn titled(&self, at: usize) -> Option<Name> {
        const ADDRESS: &[&str] = &[
            "mr", "mrs", "ms", "miss", "dr", "sr", "sra", "srta", "señor", "señora", "senor", "senora",
            "doña", "mister", "prof",
        ];
        let title = &self.tokens[at];
        let dot = usize::from(self.word(at + 1) == "." && !self.tokens[at + 1].spaced);
        let first = at + 1 + dot;
        let token = self.tokens.get(first).filter(|token| token.shape == Shape::Word && token.spaced)?;
        if self.breaks(first - 1, first) {
            return None;
        }
        let address = self.says(at, ADDRESS);
        let known = token.is(KNOWN) || self.is_initial(first) || address && self.is_letter(first);
        let named = token.capital
            && (known && (title.capital || !token.is(kinds::PLAIN) || address)
                || !token.is(kinds::PROPER | kinds::PLAIN | kinds::TITLE) && (title.capital || address));
        const NOT: u64 = kinds::PROPER | kinds::MONTH | kinds::TITLE | kinds::PARTICLE;
        let plain = token.is(kinds::AMBIGUOUS | kinds::PLAIN);
        let called =
            address && (token.is(kinds::FAMILY) && !token.is(kinds::OWN) || token.kinds == 0 && dot == 1);
        let initial = address && self.word(first).len() == 1 && self.word(first + 1) == ".";
        let small =
            !token.capital && (!token.is(NOT) && (token.is(kinds::GIVEN) && !plain || called) || initial);
        if !(named || small) {
            return None;
        }
        let to = if named {
            self.extend(first).0
        } else if initial {
            first + 1 + usize::from(self.is_small_family(first + 2))
        } else {
            self.small_end(first)
        };
        Some(name(at, to, "phi.name.titled", 0.95))
    }

    /// A name that the words before it announce.
    pub(super) fn cued(&self, at: usize) -> Option<Name> {
        let token = &self.tokens[at];
        let before = self.before(at, 1)?;
        if before.is(kinds::INTRODUCES) {
            return self.introduced(at);
        }
        let mark = before.text(self.text);
        if !token.capital {
            let field = mark == ":" && at >= 2 && self.kind(at - 2, kinds::NAME_FIELD);
            let named = field && self.says(at - 2, &["name", "nombre"]);
            let sure = token.is(kinds::GIVEN) && is_sure(token);
            if named && self.is_small_name(at) {
                return Some(name(at, self.small_row(at), "phi.name.field", 0.8));
            }
            return (field && sure).then(|| name(at, self.small_end(at), "phi.name.field", 0.8));
        }
        let may = is_name_part(token);
        if self.is_field(at) && self.names_field(at) && !token.is(kinds::PROPER | kinds::TITLE) {
            return Some(name(at, self.extend(at).0, "phi.name.field", 0.9));
        }
        if may && before.is(kinds::GREETING) && !before.is(kinds::KIN) && self.starts(at - 1) {
            return Some(name(at, self.extend(at).0, "phi.name.greeted", 0.9));
        }
        if may && self.is_field(at) {
            return Some(name(at, self.extend(at).0, "phi.name.field", 0.9));
        }
        (may && self.is_signature(at)).then(|| name(at, self.extend(at).0, "phi.name.signature", 0.85))
    }

    fn starts(&self, at: usize) -> bool {
        self.tokens[at].first || at == 0 || matches!(self.word(at - 1), "," | "oh" | "Oh")
    }

    /// `Name: Rosa`, `Patient:** Rosa`.
    fn is_field(&self, at: usize) -> bool {
        let mut colon = at - 1;
        while colon > 0 && matches!(self.word(colon), "*" | "\"" | "_") {
            colon -= 1;
        }
        colon > 0 && self.word(colon) == ":" && self.kind(colon - 1, kinds::NAME_FIELD)
    }

    /// Whether the field is called a name, so that any word is one: `First Name: Nino`.
    fn names_field(&self, at: usize) -> bool {
        (at.saturating_sub(6)..at).rev().find(|at| self.word(*at) == ":").is_some_and(|colon| {
            colon > 0 && self.says(colon - 1, &["name", "nombre", "surname", "apellido"])
        })
    }

    /// `Love,` and a line with a name; `— Rosa` at the end.
    fn is_signature(&self, at: usize) -> bool {
        let (to, _) = self.extend(at);
        let ends = self
            .tokens
            .get(to + 1)
            .is_none_or(|next| self.text[self.tokens[to].bytes.1..next.bytes.0].contains('\n'));
        if !ends {
            return false;
        }
        let comma = usize::from(matches!(self.word(at - 1), "," | "." | "!"));
        let closing = at > comma
            && self.kind(at - 1 - comma, kinds::CLOSING)
            && (comma == 1 || self.breaks(at - 1, at));
        let dash = matches!(self.word(at - 1), "—" | "-" | "–" | "~") && at + 3 >= self.tokens.len();
        closing || dash
    }

    /// `my name is rosa`, `me llamo Ana`, `I'm Rosa`, `call me Rosa`.
    pub(super) fn introduced(&self, at: usize) -> Option<Name> {
        let token = &self.tokens[at];
        let told = |words: &[&str]| at >= 2 && self.says(at - 2, words);
        let named = self.says(at - 1, &["is", "es"]) && told(&["name", "nombre"])
            || self.says(at - 1, &["llamo"]) && told(&["me"])
            || self.says(at - 1, &["name's"]);
        let called = self.says(at - 1, &["me"]) && told(&["call", "calls", "called"])
            || self.says(at - 1, &["called", "named", "llamado", "llamada"])
            || self.says(at - 1, &["llama"]) && told(&["se"]);
        let is = self.says(at - 1, &["i'm", "im", "soy"])
            || self.says(at - 1, &["am"]) && told(&["i"])
            || self.says(at - 1, &["is"]) && told(&["this"]);
        let plain = token.is(kinds::PLAIN | kinds::PROPER | kinds::TITLE | kinds::KIN);
        if named && !plain && !token.capital {
            // "my name is borna jerković": small letters too, as far as no plain word comes.
            let more = self.tokens.get(at + 1).is_some_and(|next| {
                next.shape == Shape::Word
                    && next.spaced
                    && !next.capital
                    && next.kinds & !(KNOWN | kinds::COMMON) == 0
            });
            return Some(name(at, at + usize::from(more), "phi.name.introduced", 0.9));
        }
        let sure = token.is(kinds::GIVEN) && is_sure(token);
        let capital = token.capital
            && is_name_part(token)
            && !token.all_capitals
            && (!is || token.is(KNOWN) && !token.is(kinds::PLAIN));
        let known = token.capital && token.all_capitals && token.is(KNOWN);
        if (named || called) && (capital || known || sure)
            || is && (sure || capital) && !token.is(kinds::CITY)
        {
            let to = if token.capital { self.extend(at).0 } else { self.small_end(at) };
            return Some(name(at, to, "phi.name.introduced", 0.9));
        }
        None
    }
}
