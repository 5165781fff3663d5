//! Cuts a text into words, numbers and marks with their places in bytes, for the identifier rules.
//!
//! Unlike the words of `safety-rules` these keep their case and spelling: a name shows by its capital.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::lists;

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Letters, with inner apostrophes.
    Word,
    /// Digits alone.
    Number,
    /// One other visible character.
    Mark,
}

/// A token of a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    /// Bytes of the text.
    pub(crate) bytes: (usize, usize),
    pub(crate) shape: Shape,
    /// Begins with a capital.
    pub(crate) capital: bool,
    /// More than one letter, all capitals.
    pub(crate) all_capitals: bool,
    /// The first word of a sentence, line or quotation.
    pub(crate) first: bool,
    /// What the lists know about the word, as the bits of [`kinds`].
    pub(crate) kinds: u64,
    /// White space stands before it.
    pub(crate) spaced: bool,
}

impl Token {
    /// Whether the lists say it is one of these.
    pub(crate) fn is(&self, kinds: u64) -> bool {
        #[cfg(test)]
        work::step();
        self.kinds & kinds != 0
    }

    pub(crate) fn text<'a>(&self, text: &'a str) -> &'a str {
        #[cfg(test)]
        work::step();
        &text[self.bytes.0..self.bytes.1]
    }
}

/// Counts how often rules look at a token: work that no busy machine changes.
#[cfg(test)]
pub(crate) mod work {
    use std::cell::Cell;

    thread_local! {
        static STEPS: Cell<u64> = const { Cell::new(0) };
    }

    pub(crate) fn step() {
        STEPS.with(|steps| steps.set(steps.get() + 1));
    }

    /// How many looks something takes.
    pub(crate) fn of(what: impl FnOnce()) -> u64 {
        let before = STEPS.with(Cell::get);
        what();
        STEPS.with(Cell::get) - before
    }
}

/// What the lists know about a word, as bits.
pub(crate) mod kinds {
    /// A given name.
    pub(crate) const GIVEN: u64 = 1;
    /// A family name.
    pub(crate) const FAMILY: u64 = 1 << 1;
    /// A name that is a plain word too (Rose, Will, May).
    pub(crate) const AMBIGUOUS: u64 = 1 << 2;
    /// A plain word of English or Spanish.
    pub(crate) const PLAIN: u64 = 1 << 3;
    /// Written with a capital, and nobody's name: days, months, nations, languages, medicines.
    pub(crate) const PROPER: u64 = 1 << 4;
    /// A title before a name.
    pub(crate) const TITLE: u64 = 1 << 5;
    /// A relative, friend or other person of one's life.
    pub(crate) const KIN: u64 = 1 << 6;
    /// A town or county.
    pub(crate) const CITY: u64 = 1 << 7;
    /// A state of the United States, whole or as two letters.
    pub(crate) const STATE: u64 = 1 << 8;
    /// A month.
    pub(crate) const MONTH: u64 = 1 << 9;
    /// A word for a kind of street, after its name.
    pub(crate) const STREET: u64 = 1 << 10;
    /// The last word of a facility's or firm's name.
    pub(crate) const FACILITY: u64 = 1 << 11;
    /// A small number in words.
    pub(crate) const NUMERAL: u64 = 1 << 12;
    /// A particle inside names (de, van).
    pub(crate) const PARTICLE: u64 = 1 << 13;
    /// The first word of a town's name of several.
    pub(crate) const CITY_FIRST: u64 = 1 << 14;
    /// A country, or the last word of its name.
    pub(crate) const COUNTRY: u64 = 1 << 15;
    /// A word for a kind of street, before its name (calle, rue).
    pub(crate) const STREET_BEFORE: u64 = 1 << 16;
    /// A word for a dwelling that has a number.
    pub(crate) const UNIT: u64 = 1 << 17;
    /// A preposition after which a capital is more likely a place.
    pub(crate) const PLACED: u64 = 1 << 18;
    /// A verb of people.
    pub(crate) const ACT: u64 = 1 << 19;
    /// A digit as it is spoken.
    pub(crate) const SPOKEN_DIGIT: u64 = 1 << 20;
    /// A plain word that we wrote down ourselves: surer than one that was counted.
    pub(crate) const OWN: u64 = 1 << 21;
    /// A given name that is so common that it counts without a capital.
    pub(crate) const COMMON: u64 = 1 << 22;
    /// A plain word that streets may be called too.
    pub(crate) const STREET_MORE: u64 = 1 << 28;
    /// A feast that with a year is a day.
    pub(crate) const FEAST: u64 = 1 << 29;
    /// A house whose kind stands before the name.
    pub(crate) const HOUSE_FIRST: u64 = 1 << 30;
    /// What a saint or a mount is called before the name.
    pub(crate) const SAINT: u64 = 1 << 31;
    /// A verb of people and things alike.
    pub(crate) const COPULA: u64 = 1 << 23;
    /// A word that a name follows when somebody says who is meant.
    pub(crate) const INTRODUCES: u64 = 1 << 24;
    /// A word before a name in the address of a letter.
    pub(crate) const GREETING: u64 = 1 << 25;
    /// A word that closes a letter before its signature.
    pub(crate) const CLOSING: u64 = 1 << 26;
    /// A field whose value is a person.
    pub(crate) const NAME_FIELD: u64 = 1 << 27;
}

/// A map whose keys are our own words: a text is looked up in it and puts nothing there.
pub(crate) type ShortMap<K, V> = HashMap<K, V, FixedState>;

/// The longest word that is looked up.
const WORD_BYTES_MAX: usize = 24;

/// Cuts a text into tokens.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(text.len() / 4 + 4);
    let mut chars = text.char_indices().peekable();
    let (mut first, mut spaced) = (true, true);
    let mut lower = String::with_capacity(WORD_BYTES_MAX);
    while let Some((start, ch)) = chars.next() {
        if ch.is_whitespace() {
            first |= ch == '\n';
            spaced = true;
            continue;
        }
        let shape = shape(ch);
        let (mut end, mut letters, mut rest_capital) = (start + ch.len_utf8(), 1, true);
        if shape != Shape::Mark {
            while let Some((next, following)) = chars.next_if(|(next, ch)| goes_on(text, shape, *next, *ch)) {
                rest_capital &= !following.is_lowercase();
                end = next + following.len_utf8();
                letters += 1;
            }
        }
        let capital = ch.is_uppercase();
        tokens.push(Token {
            bytes: (start, end),
            shape,
            capital,
            all_capitals: capital && rest_capital && letters > 1,
            first: first && shape != Shape::Mark,
            kinds: if shape == Shape::Word { kinds_of(&text[start..end], &mut lower) } else { 0 },
            spaced,
        });
        first = match ch {
            '.' | '!' | '?' | '"' | '“' | '¿' | '¡' | ':' | '•' | '—' => true,
            _ => first && shape == Shape::Mark,
        };
        spaced = false;
    }
    tokens
}

fn shape(ch: char) -> Shape {
    if ch.is_alphabetic() {
        Shape::Word
    } else if ch.is_ascii_digit() {
        Shape::Number
    } else {
        Shape::Mark
    }
}

/// Whether a character goes on with a word or number.
fn goes_on(text: &str, shape: Shape, at: usize, ch: char) -> bool {
    match shape {
        Shape::Word => ch.is_alphabetic() || is_mark(ch) || is_joint(text, at, ch),
        Shape::Number => ch.is_ascii_digit(),
        Shape::Mark => false,
    }
}

fn is_mark(ch: char) -> bool {
    ('\u{300}'..='\u{36F}').contains(&ch)
}

/// An apostrophe between letters.
fn is_joint(text: &str, at: usize, ch: char) -> bool {
    matches!(ch, '\'' | '’') && text[at + ch.len_utf8()..].chars().next().is_some_and(char::is_alphabetic)
}

fn kinds_of(word: &str, lower: &mut String) -> u64 {
    if word.len() > WORD_BYTES_MAX {
        return 0;
    }
    lower.clear();
    if word.is_ascii() {
        lower.push_str(word);
        lower.make_ascii_lowercase();
    } else {
        lower.extend(word.chars().map(fold_letter));
    }
    let known = lists::kinds_of(lower);
    if known != 0 {
        // "Ján" is somebody, "Jan" may be a month.
        let accents = if word.is_ascii() { 0 } else { kinds::MONTH | kinds::PROPER | kinds::STATE };
        return if known & kinds::GIVEN != 0 { known & !accents } else { known };
    }
    // "Rosa's" is Rosa, and "evenings" are plain because an evening is.
    if let Some(base) = lower.strip_suffix("'s") {
        return lists::kinds_of(base);
    }
    let bases = [
        ("ies", "y"),
        ("ches", "ch"),
        ("shes", "sh"),
        ("sses", "ss"),
        ("s", ""),
        ("ing", ""),
        ("ing", "e"),
        ("ed", ""),
        ("ed", "e"),
        ("ly", ""),
        ("er", ""),
    ];
    for (ending, instead) in bases {
        if lower.len() >= ending.len() + 4 && lower.ends_with(ending) {
            let base = lower.len() - ending.len();
            lower.truncate(base);
            lower.push_str(instead);
            let plain = lists::kinds_of(lower);
            lower.truncate(base);
            lower.push_str(ending);
            if plain & kinds::PLAIN != 0 && plain & (kinds::GIVEN | kinds::FAMILY) == 0 {
                return kinds::PLAIN;
            }
        }
    }
    0
}

/// A word as the lists write it: lower case, no accents, a plain apostrophe.
pub fn fold_word(word: &str) -> String {
    word.chars().map(fold_letter).collect()
}

fn fold_letter(ch: char) -> char {
    match ch {
        'A'..='Z' => ch.to_ascii_lowercase(),
        'a'..='z' => ch,
        '’' => '\'',
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' | 'Á' | 'À' | 'Â' | 'Ä' | 'Ã' | 'Å' => 'a',
        'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' | 'Ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' | 'Í' | 'Ì' | 'Î' | 'Ï' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' | 'Ó' | 'Ò' | 'Ô' | 'Ö' | 'Õ' | 'Ø' => 'o',
        'ú' | 'ù' | 'û' | 'ü' | 'Ú' | 'Ù' | 'Û' | 'Ü' => 'u',
        'ñ' | 'Ñ' => 'n',
        'ç' | 'Ç' => 'c',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_numbers_and_marks_are_told_apart() {
        let text = "👵🏽 Zoë O'Neill, 42";
        let found = tokens(text);
        let words: Vec<&str> = found.iter().map(|token| token.text(text)).collect();
        assert_eq!(words, ["👵", "🏽", "Zoë", "O'Neill", ",", "42"]);
        assert_eq!(found[2].bytes, (9, 13));
        assert!(found[3].capital && !found[3].first);
        assert_eq!(found[5].shape, Shape::Number);
    }

    #[test]
    fn lists_know_words_in_any_case_and_with_accents() {
        let kinds_at = |text: &str| tokens(text)[0].kinds;
        assert!(kinds_at("María") & kinds::GIVEN != 0);
        assert!(kinds_at("rosa's") & kinds::GIVEN != 0);
        assert!(kinds_at("Monday") & kinds::PROPER != 0);
        assert_eq!(kinds_at("Qwrtz"), 0);
    }
}
