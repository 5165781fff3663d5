//! Concrete things: the one that a message names, said back in the resident's words, and the question that can only be
//! asked of such a thing.
//!
//! They come before a line of company and never instead of what is hard: a feeling, a loss or a danger is met by its own
//! lines. What the resident says no to is met as that. Nothing is presumed of a thing but that it was named.

use content::model::Gender;
use content::text::{Token, folded};
use content::{Compiled, Library, ThingForm};
use content_safety_api::Language;

use super::role::Place;
use super::role_es::PlaceEs;

/// How far back a no reaches a thing, in words.
const NO_WORDS: usize = 4;
/// The most adjectives that are said back with a noun.
const ADJECTIVES_MAX: usize = 2;
/// The most words that are said back.
const WORDS_MAX: usize = 5;

const ARTICLES_EN: &str = "the that those these this his her their your its";
const OWNERS: &str = "my our mi mis nuestro nuestra nuestros nuestras";
const ONE: &str = "a an another un una otro otra";
const ARTICLES_ES: &str = "el la los las ese esa esos esas aquel aquella este esta su sus lo al del";
/// What a bound noun may follow besides.
const BEFORE: &str = "of in on at with by from under over into some any no every each two three four five six \
    seven eight nine ten de en con por desde bajo sobre sin cada dos tres cuatro cinco";
/// What a noun may not follow: it would be a verb there, or the name of something else.
const NOT_AFTER: &str = "to i you we they he she who will would can could dont didnt cant yo se le";
/// What a Spanish verb follows, and no noun.
const PRONOUNS_ES: &str = "me te nos les";
/// What makes a time of what follows: "since the spring".
const TIMES: &str = "since until till last next desde hasta durante";

/// A concrete thing that a message names.
#[derive(Clone)]
pub(super) struct Thing {
    /// Its class.
    pub(super) class: String,
    /// Its form alone, folded: what the conversation keeps of it.
    pub(super) noun: String,
    /// As it is said back.
    pub(super) said: String,
    /// As it is said back bare: "peas", "los guisantes".
    pub(super) bare: String,
    /// Whether the resident said no to it.
    pub(super) denied: bool,
    /// Whether the message is about it, and does not only name it in passing.
    pub(super) about: bool,
    /// Whether it is the name of a place.
    pub(super) named: bool,
}

pub(super) fn is_one_of(word: &str, words: &str) -> bool {
    words.split_ascii_whitespace().any(|one| one == word)
}

/// The thing that a message is most about: of the most telling class, and rather one that is not denied.
pub(super) fn thing(
    text: &str,
    language: Language,
    lexicon: &Compiled,
    library: &Library,
    tokens: &[Token],
) -> Option<Thing> {
    let rank = |class: &str| library.thing_classes().iter().position(|one| one.id == class);
    let finder = Finder { text, language, lexicon, tokens };
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        // "Así no te cansás": "te" without its accent is seldom a drink.
        if language == Language::Es && finder.is_pronoun(at) {
            at += 1;
            continue;
        }
        let Some((to, thing)) = finder.at(at) else {
            at += 1;
            continue;
        };
        at = to;
        found.push(thing);
    }
    // "Fish fingers and peas, and they never ate the peas": what is denied once is not what it is about.
    let denied: Vec<String> =
        found.iter().filter(|thing| thing.denied).map(|thing| thing.noun.clone()).collect();
    let mut best: Option<((bool, bool, usize), Thing)> = None;
    for mut thing in found {
        thing.denied = denied.contains(&thing.noun);
        let Some(rank) = rank(&thing.class) else { continue };
        // Of two of a class the later one is what the message comes to.
        let key = (thing.denied, !thing.about, rank);
        if best.as_ref().is_none_or(|(known, _)| key <= *known) {
            best = Some((key, thing));
        }
    }
    best.map(|(_, thing)| thing)
}

struct Finder<'a> {
    text: &'a str,
    language: Language,
    lexicon: &'a Compiled,
    tokens: &'a [Token],
}

impl Finder<'_> {
    /// Whether a Spanish "te" is the pronoun: no accent, and nothing before it that a noun has.
    fn is_pronoun(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map_or("", |at| self.word(at));
        let token = &self.tokens[at];
        token.text == "te"
            && &self.text[token.start..token.end] != "té"
            && !matches!(before, "el" | "un" | "mi" | "de" | "del" | "tomo" | "tomaba" | "con" | "su" | "al")
    }

    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.text.as_str())
    }

    fn at(&self, at: usize) -> Option<(usize, Thing)> {
        let (to, form) = self.lexicon.concrete.at(self.tokens, at)?;
        let token = &self.tokens[at];
        let named = token.capital && self.lexicon.names.has(&token.text) && to == at + 1;
        let own = form.text.starts_with(char::is_uppercase);
        // "Miss Rose", "Mill Street": a capital beside a capital is a name.
        let beside = |other: Option<&Token>| other.is_some_and(|other| other.capital && !other.opens);
        let alone = token.capital && !token.opens && !own && self.language == Language::En;
        let proper = alone && !self.is_shouted()
            || token.capital
                && !token.opens
                && to == at + 1
                && (beside(at.checked_sub(1).and_then(|at| self.tokens.get(at)))
                    || beside(self.tokens.get(to)));
        let from = self.adjectives_before(at);
        let before = from.checked_sub(1).map_or("", |at| self.word(at));
        let led = is_one_of(before, ARTICLES_EN)
            || is_one_of(before, ARTICLES_ES)
            || is_one_of(before, OWNERS)
            || is_one_of(before, ONE)
            || is_one_of(before, BEFORE);
        let earlier = from.checked_sub(2).map_or("", |at| self.word(at));
        let time = is_one_of(before, TIMES) || (led && is_one_of(earlier, TIMES));
        // "Like a board" is a likeness, and no board.
        let likeness = before == "like" || earlier == "like" && led;
        // "Ayer no me marcó": what follows such a pronoun is a verb.
        let pronoun = self.language == Language::Es && is_one_of(before, PRONOUNS_ES);
        let verbal = likeness || (is_one_of(before, NOT_AFTER) || pronoun) && !led && !own;
        if named || proper || time || verbal || (form.bound && !led) {
            return None;
        }
        let noun = folded(&form.text);
        let bare = match self.language {
            Language::En if form.many || form.mass => form.text.clone(),
            Language::En => format!("the {}", form.text),
            Language::Es => format!("{} {}", article(form.gender, form.many), form.text),
        };
        let described = self.described(from, at, to).unwrap_or_else(|| form.text.clone());
        let said = match self.language {
            Language::En => self.said_en(before, &described, form.many || form.mass),
            Language::Es => self.said_es(before, &described, form),
        };
        let clip = |words: String| if words.split(' ').count() > WORDS_MAX { String::new() } else { words };
        // What is too long to be said back is spoken of without its words.
        let said = if clip(said.clone()).is_empty() { clip(bare.clone()) } else { said };
        let denied = self.is_denied(from);
        let class = form.class.as_str();
        let about = match self.language {
            Language::En => {
                let (text, lexicon, tokens) = (self.text, self.lexicon, self.tokens);
                Place { text, lexicon, tokens, from, to, class }.is_about()
            }
            Language::Es => PlaceEs { text: self.text, tokens: self.tokens, from, to, class }.is_about(),
        };
        Some((to, Thing { class: form.class.clone(), noun, said, bare, denied, about, named: own }))
    }

    fn is_shouted(&self) -> bool {
        let upper = self.text.chars().filter(|letter| letter.is_uppercase()).count();
        upper * 2 > self.text.chars().filter(|letter| letter.is_alphabetic()).count()
    }

    fn adjectives_before(&self, at: usize) -> usize {
        let mut from = at;
        while from > 0
            && at - from < ADJECTIVES_MAX
            && self.lexicon.adjectives.has(self.word(from - 1))
            && self.language == Language::En
        {
            from -= 1;
        }
        from
    }

    /// The adjectives and the noun, as they are written.
    fn described(&self, from: usize, at: usize, to: usize) -> Option<String> {
        (from < at).then(|| {
            let (first, last) = (&self.tokens[from], &self.tokens[to - 1]);
            self.text[first.start..last.end].to_lowercase()
        })
    }

    fn said_en(&self, before: &str, noun: &str, plain: bool) -> String {
        if is_one_of(before, OWNERS) {
            format!("your {noun}")
        } else if is_one_of(before, ONE) && !plain {
            let vowel = noun.starts_with(['a', 'e', 'i', 'o', 'u']) && !noun.starts_with("uni");
            format!("{} {noun}", if vowel { "an" } else { "a" })
        } else if is_one_of(before, ARTICLES_EN) || !plain {
            format!("the {noun}")
        } else {
            noun.to_owned()
        }
    }

    fn said_es(&self, before: &str, noun: &str, form: &ThingForm) -> String {
        let (gender, many, trade) = (form.gender, form.many, form.class == "trade");
        if is_one_of(before, OWNERS) {
            return format!("{} {noun}", if many { "sus" } else { "su" });
        }
        if is_one_of(before, ONE) && !many {
            return format!("{} {noun}", if gender == Some(Gender::F) { "una" } else { "un" });
        }
        // "Era modista": a trade that somebody had is said without an article.
        if trade && !many && is_one_of(before, "era fue fui soy es de como") {
            return noun.to_owned();
        }
        format!("{} {noun}", article(gender, many))
    }

    /// Whether the resident says no to it: "they never ate the peas", "no letters".
    fn is_denied(&self, at: usize) -> bool {
        let earliest = at.saturating_sub(NO_WORDS);
        let start = self.tokens[earliest..at]
            .iter()
            .rposition(|token| token.is_end() || matches!(token.text.as_str(), "but" | "pero" | "and" | "y"))
            .map_or(earliest, |end| earliest + end + 1);
        let words = &self.tokens[start..at];
        // "No hacía falta ni abanico" says that it was cool there, and nothing of the fan.
        let unneeded = words.iter().any(|token| token.text == "falta" || token.text == "needed");
        // "No me arreglan la ventana", "sin ventana": the window is there, or never was; only "no hay" says no to it.
        let spanish = self.language == Language::Es;
        let none = |pair: &[Token]| {
            self.lexicon.negations.has(&pair[0].text)
                && matches!(
                    pair[1].text.as_str(),
                    "hay"
                        | "tengo"
                        | "tenemos"
                        | "tenia"
                        | "teniamos"
                        | "tuve"
                        | "tuvimos"
                        | "habia"
                        | "hubo"
                        | "queda"
                        | "quedan"
                        | "quedo"
                        | "uso"
                        | "llevo"
                        | "quiero"
                )
        };
        let led = words.iter().any(|token| token.text == "ni") || words.windows(2).any(none);
        !unneeded && (!spanish || led) && words.iter().any(|token| self.lexicon.negations.has(&token.text))
    }
}

pub(super) const fn article(gender: Option<Gender>, many: bool) -> &'static str {
    match (gender, many) {
        (Some(Gender::F), false) => "la",
        (Some(Gender::F), true) => "las",
        (_, false) => "el",
        (_, true) => "los",
    }
}
