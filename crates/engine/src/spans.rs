//! Cuts spans out of the resident's words that may be said back to them: "my husband Tom" as "your husband Tom".
//!
//! Wrong is worse than vague, so a span must be clean: an owner, at most two known adjectives, a known noun, at
//! most one first name. Surnames, places and numbers are never part of one, whatever the message holds.

use content::Compiled;
use content::model::Capture;
use content::pattern::Spans;
use content::text::{Token, word_count};
use content_safety_api::{Language, Span};

use super::clause_words::{CALENDAR, is_one_of};
use super::spanish;

/// Kin that Spanish names with an article alone.
const KIN_ES: &str = "marido mujer esposo esposa madre padre hijo hija hermano hermana nieto nieta suegra suegro abuela abuelo";
/// The longest span that is echoed.
const WORDS_MAX: usize = 5;

/// Finds spans in one message.
pub(super) struct Finder<'a> {
    text: &'a str,
    language: Language,
    lexicon: &'a Compiled,
    /// Identifiers, by bytes.
    identifiers: Vec<(usize, usize)>,
    /// Capitals mean nothing in a message that has nothing else.
    shouted: bool,
}

impl<'a> Finder<'a> {
    pub(super) fn new(
        text: &'a str,
        language: Language,
        lexicon: &'a Compiled,
        identifiers: &[Span],
    ) -> Self {
        let identifiers = byte_spans(text, identifiers);
        let (mut upper, mut lower) = (0usize, 0usize);
        for letter in text.chars() {
            upper += usize::from(letter.is_uppercase());
            lower += usize::from(letter.is_lowercase());
        }
        Self { text, language, lexicon, identifiers, shouted: upper > lower }
    }

    fn person(&self, tokens: &[Token], at: usize) -> Option<(usize, String)> {
        let first = tokens.get(at)?;
        let owner = self.lexicon.owners.get(&first.text).filter(|owner| is_yours(owner));
        if let Some(owned) = self.owned_by_me(tokens, at) {
            return Some(owned);
        }
        let Some(owner) = owner else {
            return self
                .first_name(tokens, at, Known::Required)
                .map(|name| (self.past_surname(tokens, at + 1), name));
        };
        let noun = self.past_adjectives(tokens, at + 1);
        // "My Harold": whose it is and a first name that is known.
        if let Some(name) = self.first_name(tokens, at + 1, Known::Required) {
            return Some((self.past_surname(tokens, at + 2), format!("{owner} {name}")));
        }
        // "My old man": an adjective may be the noun itself.
        let people = &self.lexicon.people;
        let end = people.end_at(tokens, noun).or_else(|| people.end_at(tokens, at + 1))?;
        let said = self.lowered(tokens, at + 1, end);
        // "Mi mujer, mi Rosario": the name comes with its own owner.
        let owned = tokens.get(end).filter(|token| self.lexicon.owners.get(&token.text) == Some(owner));
        if let Some(name) = owned.and_then(|_| self.first_name(tokens, end + 1, Known::Required)) {
            return Some((self.past_surname(tokens, end + 2), format!("{owner} {said} {name}")));
        }
        match self.first_name(tokens, end, Known::OrCapital) {
            Some(name) => Some((self.past_surname(tokens, end + 1), format!("{owner} {said} {name}"))),
            None => Some((end, format!("{owner} {said}"))),
        }
    }

    /// "Se me ha muerto el marido", "me operan al hijo": with an article alone, whose it is was said before the verb.
    fn owned_by_me(&self, tokens: &[Token], at: usize) -> Option<(usize, String)> {
        let article = matches!(tokens.get(at)?.text.as_str(), "el" | "la");
        let mine =
            tokens[at.saturating_sub(4)..at].iter().any(|token| matches!(token.text.as_str(), "me" | "nos"));
        let kin = is_one_of(&tokens.get(at + 1)?.text, KIN_ES);
        (self.language == Language::Es && article && mine && kin)
            .then(|| (at + 2, format!("su {}", self.lowered(tokens, at + 1, at + 2))))
    }

    /// A noun with its owner or article.
    fn noun(&self, words: &content::Words, tokens: &[Token], at: usize) -> Option<(usize, String)> {
        let Some(owner) = self.lexicon.owners.get(&tokens.get(at)?.text) else {
            // Without an owner: "music", "wedding dresses".
            let end = words.end_at(tokens, self.past_adjectives(tokens, at))?;
            let said = self.lowered(tokens, at, end);
            // "Knee hurts" is the knee of the one who says so.
            let own = std::ptr::eq(words, &raw const self.lexicon.body) && self.language == Language::En;
            return Some((end, if own { format!("your {said}") } else { said }));
        };
        let noun = self.past_adjectives(tokens, at + 1);
        // Owner, adjectives and noun come from closed lists: no identifier can be among them.
        let end = words.end_at(tokens, noun)?;
        Some((end, format!("{owner} {}", self.lowered(tokens, at + 1, end))))
    }

    /// One first name. Without a kin word before it, only a known one: a capital may be a town.
    fn first_name(&self, tokens: &[Token], at: usize, known: Known) -> Option<String> {
        let token = tokens.get(at)?;
        let plain = token.text.len() >= 2 && token.text.chars().all(char::is_alphabetic);
        let listed = self.lexicon.names.has(&token.text);
        let capital = token.capital && !self.shouted;
        let fits = match known {
            Known::Required => listed && capital,
            Known::OrCapital => listed || (capital && !token.opens && !self.lexicon.common.has(&token.text)),
        };
        // "Albert Road", "the Margaret Ann": a place or a ship, and nobody.
        let place = tokens.get(at + 1).is_some_and(|next| {
            next.capital
                && matches!(
                    next.text.as_str(),
                    "road"
                        | "street"
                        | "avenue"
                        | "lane"
                        | "square"
                        | "hall"
                        | "park"
                        | "terrace"
                        | "hospital"
                )
        });
        // "San Rafael" is prayed to, and "El Salvador" is a country.
        let led = at.checked_sub(1).and_then(|at| tokens.get(at)).is_some_and(|before| {
            matches!(before.text.as_str(), "the" | "san" | "santa" | "santo" | "saint")
                || before.text == "el" && token.text == "salvador"
        });
        if known == Known::Required && (place || led) {
            return None;
        }
        // A name that an identifier merely ends with is a surname or a part of an address.
        let inner = self.identifiers.iter().any(|(from, to)| *from < token.start && token.start < *to);
        (plain && fits && !inner).then(|| capitalised(&self.text[token.start..token.end]))
    }

    /// Skips a surname without echoing it.
    fn past_surname(&self, tokens: &[Token], at: usize) -> usize {
        let is_name = |token: &Token| {
            token.capital && !self.shouted && !token.opens && !self.lexicon.common.has(&token.text)
        };
        let length = tokens[at.min(tokens.len())..].iter().take(2).take_while(|token| is_name(token)).count();
        at + length
    }

    fn past_adjectives(&self, tokens: &[Token], at: usize) -> usize {
        let count = tokens[at.min(tokens.len())..]
            .iter()
            .take(2)
            .take_while(|token| self.lexicon.adjectives.has(&token.text))
            .count();
        at + count
    }

    /// The original words, in lower case.
    fn lowered(&self, tokens: &[Token], from: usize, to: usize) -> String {
        let said = self.text[tokens[from].start..tokens[to - 1].end].to_lowercase();
        if self.language == Language::En {
            return said;
        }
        // "Su papa" is "su papá".
        let words = said.split(' ').enumerate().map(|(place, word)| {
            let before = (from + place).checked_sub(1).map(|at| tokens[at].text.as_str());
            spanish::written(word, before).unwrap_or_else(|| word.to_owned())
        });
        words.collect::<Vec<_>>().join(" ")
    }

    /// An activity, turned to the one who listens: "dress myself" is "dress yourself".
    fn activity(&self, words: &content::Words, tokens: &[Token], at: usize) -> Option<(usize, String)> {
        let end = words.end_at(tokens, at)?;
        let said = self.lowered(tokens, at, end);
        let turned = match self.language {
            Language::En => said
                .split(' ')
                .map(|word| match word {
                    "myself" => "yourself",
                    "my" => "your",
                    other => other,
                })
                .collect::<Vec<_>>()
                .join(" "),
            Language::Es => match said.strip_suffix("rme") {
                Some(stem) => format!("{stem}rse"),
                None => said,
            },
        };
        Some((end, turned))
    }
}

impl Spans for Finder<'_> {
    fn span(&self, kind: Capture, tokens: &[Token], at: usize) -> Option<(usize, String)> {
        let (end, fill) = match kind {
            Capture::Person => self.person(tokens, at),
            Capture::Thing => self.noun(&self.lexicon.things, tokens, at),
            Capture::Body => self.noun(&self.lexicon.body, tokens, at),
            Capture::Do => self.activity(&self.lexicon.activities_plain, tokens, at),
            Capture::Doing => self.activity(&self.lexicon.activities_noun, tokens, at),
            Capture::Job => {
                let end = self.lexicon.jobs.end_at(tokens, at)?;
                Some((end, self.lowered(tokens, at, end)))
            }
            Capture::When => {
                let said = self.lexicon.whens.get(&tokens.get(at)?.text)?;
                Some((at + 1, said.clone()))
            }
            Capture::Name => {
                let token = tokens.get(at)?;
                let listed = self.lexicon.names.has(&token.text);
                let capital = token.capital && !self.shouted && !self.lexicon.common.has(&token.text);
                let plain = token.text.len() >= 2 && token.text.chars().all(char::is_alphabetic);
                // "I am Mrs Hartley": a title is no name, and a surname is not kept.
                let title = matches!(
                    token.text.as_str(),
                    "mr" | "mrs"
                        | "miss"
                        | "ms"
                        | "dr"
                        | "sir"
                        | "don"
                        | "dona"
                        | "senor"
                        | "senora"
                        | "sr"
                        | "sra"
                );
                // "It's Sunday": a day introduces nobody.
                let day = !listed && is_one_of(&token.text, CALENDAR);
                (plain && !title && !day && (listed || capital))
                    .then(|| (at + 1, capitalised(&self.text[token.start..token.end])))
            }
        }?;
        (word_count(&fill) <= WORDS_MAX).then_some((end, fill))
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    Required,
    OrCapital,
}

/// Whether an owner's echo is the listener's: "your", "su", "sus".
pub(super) fn is_yours(owner: &str) -> bool {
    matches!(owner, "your" | "su" | "sus")
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters.flat_map(char::to_lowercase)).collect()
    })
}

/// Spans of code points as bytes.
pub(super) fn byte_spans(text: &str, spans: &[Span]) -> Vec<(usize, usize)> {
    spans.iter().filter_map(|span| bytes(text, *span)).collect()
}

/// A span of code points as bytes.
fn bytes(text: &str, span: Span) -> Option<(usize, usize)> {
    let part = span.of(text)?;
    let start = part.as_ptr() as usize - text.as_ptr() as usize;
    Some((start, start + part.len()))
}
