//! Text as tokens: folded words with their place in the original, and sentence ends.
//!
//! Patterns are matched on these tokens and spans are echoed from the original bytes, so a fold may never
//! change how many tokens there are. Apostrophes vanish (`don't` is `dont`, as residents type it) except the
//! English `'s` after a noun, which becomes a token: `my husband's dog` must not read as `my husbands dog`.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;

/// The most tokens that are read; what a longer message says beyond is not used to choose a reply. Safety
/// screening reads all of it.
pub const MAX_TOKENS: usize = 600;

/// A folded word with its hash, so that two of them are mostly told apart without a look at their letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    hash: u64,
    text: Box<str>,
}

impl Word {
    /// A folded word.
    pub(crate) fn new(text: &str) -> Self {
        Self { hash: hash(text), text: text.into() }
    }

    /// Whether a token is this word.
    pub(crate) fn is(&self, token: &Token) -> bool {
        self.hash == token.hash && *self.text == *token.text
    }

    /// Its letters.
    pub(crate) const fn text(&self) -> &str {
        &self.text
    }
}

/// A word's hash; the same in every run. Two words may share one.
pub(crate) fn hash(word: &str) -> u64 {
    FixedState::default().hash_one(word)
}

/// A word or the end of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Lower case, without accents; `.` for the end of a sentence, `'s` for the English suffix. Changed by
    /// [`Token::read_as`] alone, or its hash is another word's.
    pub text: String,
    /// The hash of the text.
    pub(crate) hash: u64,
    /// First byte in the original.
    pub start: usize,
    /// One past the last byte in the original.
    pub end: usize,
    /// Whether the original starts with a capital letter.
    pub capital: bool,
    /// Whether it starts a sentence.
    pub opens: bool,
}

impl Token {
    fn new(text: String, (start, end): (usize, usize)) -> Self {
        let hash = hash(&text);
        Self { text, hash, start, end, capital: false, opens: false }
    }

    /// The end of a sentence, at these bytes of the original.
    pub fn stop(start: usize, end: usize) -> Self {
        Self::new(".".to_owned(), (start, end))
    }

    /// Reads the word as the folded word that is meant.
    pub fn read_as(&mut self, meant: &str) {
        meant.clone_into(&mut self.text);
        self.hash = hash(meant);
    }

    /// Whether this is the end of a sentence.
    pub fn is_end(&self) -> bool {
        self.text == "."
    }
}

/// Words whose `'s` is a verb and never a possessive; they are kept as one word.
const CONTRACTED: [&str; 16] = [
    "it",
    "that",
    "what",
    "who",
    "let",
    "he",
    "she",
    "there",
    "here",
    "how",
    "where",
    "when",
    "why",
    "nobody",
    "everything",
    "nothing",
];

/// A letter in lower case and without its accent; `None` for combining marks.
pub fn fold(letter: char) -> Option<char> {
    let lower = letter.to_lowercase().next().unwrap_or(letter);
    Some(match lower {
        '\u{0300}'..='\u{036f}' => return None,
        'á' | 'à' | 'ä' | 'â' | 'ã' => 'a',
        'é' | 'è' | 'ë' | 'ê' => 'e',
        'í' | 'ì' | 'ï' | 'î' => 'i',
        'ó' | 'ò' | 'ö' | 'ô' | 'õ' => 'o',
        'ú' | 'ù' | 'ü' | 'û' => 'u',
        'ñ' => 'n',
        'ç' => 'c',
        other => other,
    })
}

/// A whole text folded, for comparison.
pub fn folded(text: &str) -> String {
    text.chars().filter_map(fold).collect()
}

/// The tokens of a text, at most [`MAX_TOKENS`].
pub fn tokens(text: &str) -> Vec<Token> {
    first_tokens(text, MAX_TOKENS)
}

/// The first tokens of a text, so many at most.
pub fn first_tokens(text: &str, most: usize) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    let mut opens = true;
    let mut chars = text.char_indices().peekable();
    while let Some(&(start, first)) = chars.peek() {
        if out.len() >= most {
            break;
        }
        if first.is_alphanumeric() {
            let read = word(text, start, &mut chars);
            push_word(&mut out, read, opens);
            opens = false;
            continue;
        }
        chars.next();
        if matches!(first, '.' | '!' | '?' | ';' | '\n' | '…') && !opens {
            out.push(Token::stop(start, start + first.len_utf8()));
            opens = true;
        }
    }
    out
}

/// A word with its inner apostrophes.
struct Read {
    folded: String,
    start: usize,
    end: usize,
    capital: bool,
    /// Where the last of its apostrophes is.
    apostrophe: Option<usize>,
}

/// Reads one word with inner apostrophes.
fn word(text: &str, start: usize, chars: &mut std::iter::Peekable<std::str::CharIndices<'_>>) -> Read {
    let mut apostrophe = None;
    let mut folded = String::new();
    let mut end = start;
    let capital = text[start..].chars().next().is_some_and(char::is_uppercase);
    while let Some(&(at, letter)) = chars.peek() {
        let combining = ('\u{0300}'..='\u{036f}').contains(&letter);
        if letter.is_alphanumeric() || combining {
            folded.extend(fold(letter));
        } else if is_apostrophe(letter) {
            let next = text[at + letter.len_utf8()..].chars().next();
            if !next.is_some_and(char::is_alphanumeric) {
                break;
            }
            folded.push('\'');
            apostrophe = Some(at);
        } else {
            break;
        }
        end = at + letter.len_utf8();
        chars.next();
    }
    Read { folded, start, end, capital, apostrophe }
}

/// Pushes a word, splitting off the possessive `'s`.
fn push_word(out: &mut Vec<Token>, read: Read, opens: bool) {
    let Read { folded, start, end, capital, apostrophe } = read;
    let plain = |text: &str| if text.contains('\'') { text.replace('\'', "") } else { text.to_owned() };
    let push = |out: &mut Vec<Token>, text: String, end: usize| {
        out.push(Token { capital, opens, ..Token::new(text, (start, end)) });
    };
    match (folded.strip_suffix("'s"), apostrophe) {
        (Some(stem), Some(apostrophe)) if !stem.is_empty() && !CONTRACTED.contains(&stem) => {
            push(out, plain(stem), apostrophe);
            out.push(Token::new("'s".to_owned(), (apostrophe, end)));
        }
        (_, None) => push(out, folded, end),
        _ => push(out, plain(&folded), end),
    }
}

const fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | 'ʼ' | '`' | '´')
}

/// How many words a reply has, as its reader counts them.
pub fn word_count(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

/// The sentences of a reply, trimmed.
pub fn sentences(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, letter)) = chars.next() {
        let ends = matches!(letter, '.' | '!' | '?' | '…')
            && chars.peek().is_none_or(|(_, next)| next.is_whitespace());
        if ends || letter == '\n' {
            push_sentence(&mut out, &text[start..at + letter.len_utf8()]);
            start = at + letter.len_utf8();
        }
    }
    push_sentence(&mut out, &text[start..]);
    out
}

fn push_sentence<'a>(out: &mut Vec<&'a str>, sentence: &'a str) {
    let sentence = sentence.trim();
    if sentence.chars().any(char::is_alphanumeric) {
        out.push(sentence);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn apostrophes_vanish_but_the_possessive_is_a_token() {
        assert_eq!(words("Don’t! It's my husband's dog"), ["dont", ".", "its", "my", "husband", "'s", "dog"]);
    }

    #[test]
    fn tokens_point_into_the_original_bytes() {
        let text = "¿Mi señora María’s café 🙂 está?";
        for token in tokens(text).iter().filter(|token| !token.is_end()) {
            let original = &text[token.start..token.end];
            assert_eq!(folded(original).replace('’', "'").replace('\'', ""), token.text.replace('\'', ""));
        }
    }

    #[test]
    fn a_text_without_words_has_no_tokens() {
        assert!(tokens("🙂🙂 … ?! \n").is_empty());
        assert!(tokens("").is_empty());
    }

    #[test]
    fn an_enormous_text_is_read_up_to_the_limit() {
        assert_eq!(tokens(&"word ".repeat(20_000)).len(), MAX_TOKENS);
    }

    #[test]
    fn sentences_end_at_their_marks() {
        assert_eq!(
            sentences("One. Two? ¿Tres? 3.5 is a number"),
            ["One.", "Two?", "¿Tres?", "3.5 is a number"]
        );
    }
}
