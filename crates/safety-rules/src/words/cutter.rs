//! Cuts a folded text into words, sentences and clauses, and reads words that are disguised: spaced out, drawn out, in digits,
//! run together behind a hash.

use ngrams::Folded;

use super::{Entry, NUMBER, Plain, Sentence, Token, UNKNOWN, Vocabulary, WordId, Words, is_numeral};

/// Longer words are not looked up.
const WORD_CHARS_MAX: usize = 40;
/// The longest run of single letters that is joined.
const SPACED_LETTERS_MAX: usize = 64;

/// The word that a picture of a means stands for.
pub(crate) const fn pictured(ch: char) -> Option<&'static str> {
    match ch {
        '\u{1F52B}' => Some("gun"),
        '\u{1F52A}' | '\u{1F5E1}' => Some("knife"),
        '\u{1F48A}' => Some("pills"),
        _ => None,
    }
}

/// A text that is being cut.
pub(super) struct Cutter<'a> {
    vocabulary: &'a Vocabulary,
    folded: &'a [Folded],
    words: Words,
    sentence_start: usize,
    line: u32,
    clause: bool,
    /// The first token after an opening quotation mark, by kind: double, single.
    open: [Option<usize>; 2],
    /// Where a run of spaced letters that came to nothing ends.
    spaced_until: usize,
    buffer: String,
    spare: String,
}

impl<'a> Cutter<'a> {
    /// Before its first word.
    pub(super) fn new(vocabulary: &'a Vocabulary, folded: &'a [Folded]) -> Self {
        let words = Words {
            tokens: Vec::with_capacity(folded.len() / 4),
            sentences: Vec::with_capacity(8),
            years: Vec::new(),
        };
        Self {
            vocabulary,
            folded,
            words,
            sentence_start: 0,
            line: 0,
            clause: false,
            open: [None; 2],
            spaced_until: 0,
            buffer: String::new(),
            spare: String::new(),
        }
    }

    fn ch(&self, at: usize) -> Option<char> {
        self.folded.get(at).map(|folded| folded.ch)
    }

    /// The words of the whole text.
    pub(super) fn cut(mut self) -> Words {
        let mut at = 0;
        while let Some(ch) = self.ch(at) {
            // A dollar before a letter stands for one: "$uicide". Before a digit it is money.
            let letter = ch == '$' && self.ch(at + 1).is_some_and(char::is_alphabetic);
            at = if letter || ch.is_alphanumeric() { self.word(at) } else { self.mark(ch, at) };
        }
        self.end_sentence(false);
        self.words
    }

    /// Reads one word, or a run of spaced letters, and says where the next character is.
    fn word(&mut self, at: usize) -> usize {
        if at >= self.spaced_until
            && let Some(next) = self.spaced_letters(at)
        {
            return next;
        }
        let mut end = at + 1;
        let mut plain = Plain::default();
        self.ch(at).into_iter().for_each(|ch| plain.add(ch));
        while let Some(ch) = self.ch(end) {
            let inner = matches!(ch, '\'' | '@' | '$' | '!' | '*' | '|')
                && self.ch(end + 1).is_some_and(char::is_alphabetic);
            if !ch.is_alphanumeric() && !inner {
                break;
            }
            plain.add(ch);
            end += 1;
        }
        let (start, stop) = (self.folded[at].at, self.folded[end - 1].at + 1);
        let hashtag = at > 0 && self.ch(at - 1) == Some('#');
        if self.plain(&plain, start, stop, hashtag) {
            return end;
        }
        self.buffer.clear();
        if end - at <= WORD_CHARS_MAX {
            self.buffer.extend(self.folded[at..end].iter().map(|folded| folded.ch));
        }
        self.resolve(start, stop, hashtag);
        end
    }

    /// Reads a word of plain letters: one that is known, or one that nobody could have disguised anything as.
    fn plain(&mut self, plain: &Plain, start: u32, stop: u32, hashtag: bool) -> bool {
        let Some(key) = plain.key() else { return false };
        // After a number some words are others, see below.
        if self.words.tokens.last().is_some_and(|last| self.vocabulary.is_number(last.word)) {
            return false;
        }
        match self.vocabulary.plain.get(&key) {
            Some(entry) => self.push_entry(*entry, start, stop),
            None if plain.drawn || hashtag => return false,
            None => self.push(UNKNOWN, start, stop),
        }
        true
    }

    /// Turns the word in the buffer into tokens.
    fn resolve(&mut self, start: u32, stop: u32, hashtag: bool) {
        // "12 kms to the sea" are kilometres.
        let counted = self.words.tokens.last().is_some_and(|last| self.vocabulary.is_number(last.word));
        if counted && self.buffer == "kms" {
            return self.push(UNKNOWN, start, stop);
        }
        let numeral = is_numeral(self.buffer.as_bytes());
        if let [b'1', b'9', b'6'..=b'9', _] = self.buffer.as_bytes()
            && numeral
        {
            self.words.years.push(self.words.tokens.len());
        }
        if self.lookup(start, stop) {
            return;
        }
        if numeral {
            self.push(NUMBER, start, stop);
            return;
        }
        if self.amount(start, stop) || self.suffixed(start, stop) || self.respelled(start, stop) {
            return;
        }
        if hashtag && let Some(ids) = self.segment() {
            for id in ids {
                self.push(id, start, stop);
            }
            return;
        }
        self.push(UNKNOWN, start, stop);
    }

    fn lookup(&mut self, start: u32, stop: u32) -> bool {
        match self.vocabulary.entries.get(self.buffer.as_str()) {
            Some(entry) => self.push_entry(*entry, start, stop),
            None => return false,
        }
        true
    }

    fn push_entry(&mut self, entry: Entry, start: u32, stop: u32) {
        match entry {
            Entry::Word(id) => self.push(id, start, stop),
            Entry::Expansion(index) => {
                let vocabulary = self.vocabulary;
                for id in &vocabulary.expansions[index as usize] {
                    self.push(*id, start, stop);
                }
            }
        }
    }

    /// `50mg`, `70ft`: a number and a known word without a space.
    fn amount(&mut self, start: u32, stop: u32) -> bool {
        let digits = self.buffer.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 || digits == self.buffer.len() || self.buffer.len() - digits > 6 {
            return false;
        }
        let Some(unit) = self.vocabulary.id(&self.buffer[digits..]) else { return false };
        self.push(NUMBER, start, stop);
        self.push(unit, start, stop);
        true
    }

    /// `mother's`, `mom'll`, `needn't`: the word before the apostrophe, and what the ending stands for.
    fn suffixed(&mut self, start: u32, stop: u32) -> bool {
        let Some(quote) = self.buffer.rfind('\'') else { return false };
        let (base, ending) = match &self.buffer[quote..] {
            "'s" | "'" => (quote, None),
            "'ll" => (quote, Some("will")),
            "'ve" => (quote, Some("have")),
            "'re" => (quote, Some("are")),
            "'d" => (quote, Some("would")),
            "'t" if self.buffer[..quote].ends_with('n') => (quote - 1, Some("not")),
            _ => return false,
        };
        let base = self.vocabulary.id(&self.buffer[..base]).unwrap_or(UNKNOWN);
        self.push(base, start, stop);
        if let Some(id) = ending.and_then(|word| self.vocabulary.id(word)) {
            self.push(id, start, stop);
        }
        true
    }

    /// Drawn-out letters, digits and symbols for letters, one star for a vowel.
    fn respelled(&mut self, start: u32, stop: u32) -> bool {
        if self.buffer.is_empty() {
            return false;
        }
        std::mem::swap(&mut self.buffer, &mut self.spare);
        let candidates: [fn(&str, &mut String) -> bool; 4] =
            [drawn_to_two, drawn_to_one, digits_as_i, digits_as_l];
        for respell in candidates {
            self.buffer.clear();
            if respell(&self.spare, &mut self.buffer) && self.lookup(start, stop) {
                return true;
            }
        }
        if self.spare.matches('*').count() == 1 {
            for vowel in ["i", "u", "e", "a", "o"] {
                self.buffer.clear();
                self.buffer.push_str(&self.spare.replace('*', vowel));
                if self.lookup(start, stop) {
                    return true;
                }
            }
        }
        std::mem::swap(&mut self.buffer, &mut self.spare);
        false
    }

    /// `k i l l  m y s e l f`, `s.u.i.c.i.d.e`: four or more single letters with the same mark between them.
    fn spaced_letters(&mut self, at: usize) -> Option<usize> {
        let is_letter = |at: usize| {
            self.ch(at).is_some_and(char::is_alphabetic)
                && !self.ch(at + 1).is_some_and(char::is_alphanumeric)
        };
        if !is_letter(at) {
            return None;
        }
        let separator = self.ch(at + 1).filter(|ch| matches!(ch, ' ' | '.' | '-' | '_' | '*' | '/'))?;
        let (mut letters, mut end) = (vec![at], at + 1);
        loop {
            let gap = (0..3).take_while(|step| self.ch(end + step) == Some(separator)).count();
            if gap == 0 || !is_letter(end + gap) {
                break;
            }
            letters.push(end + gap);
            end += gap + 1;
        }
        self.spaced_until = end;
        if !(4..=SPACED_LETTERS_MAX).contains(&letters.len()) {
            return None;
        }
        self.buffer.clear();
        self.buffer.extend(letters.iter().map(|at| self.folded[*at].ch));
        let ids = self.segment()?;
        let (start, stop) = (self.folded[at].at, self.folded[end - 1].at + 1);
        for id in ids {
            self.push(id, start, stop);
        }
        Some(end)
    }

    /// Cuts the buffer into known words, the fewest that cover it, at least one of four letters.
    fn segment(&self) -> Option<Vec<WordId>> {
        let text = self.buffer.as_str();
        if !text.is_ascii() || text.len() > SPACED_LETTERS_MAX {
            return None;
        }
        // best[end] = (words, start, id) of the cheapest cut that ends there.
        let mut best: Vec<Option<(usize, usize, WordId)>> = vec![None; text.len() + 1];
        best[0] = Some((0, 0, UNKNOWN));
        for start in 0..text.len() {
            let Some((count, ..)) = best[start] else { continue };
            for end in start + 1..=text.len().min(start + self.vocabulary.longest) {
                let piece = &text[start..end];
                if piece.len() == 1 && piece != "i" {
                    continue;
                }
                if let Some(id) = self.vocabulary.id(piece)
                    && best[end].is_none_or(|(words, ..)| count + 1 < words)
                {
                    best[end] = Some((count + 1, start, id));
                }
            }
        }
        let (mut ids, mut end, mut longest) = (Vec::new(), text.len(), 0);
        while end > 0 {
            let (_, start, id) = best[end]?;
            ids.push(id);
            longest = longest.max(end - start);
            end = start;
        }
        ids.reverse();
        (longest >= 4).then_some(ids)
    }

    fn push(&mut self, word: WordId, start: u32, end: u32) {
        let sentence = u32::try_from(self.words.sentences.len()).unwrap_or(u32::MAX);
        self.words.tokens.push(Token { word, start, end, sentence, clause: self.clause, quoted: false });
        self.clause = false;
    }

    fn end_sentence(&mut self, question: bool) {
        let end = self.words.tokens.len();
        if end > self.sentence_start {
            let (start, line) = (self.sentence_start, self.line);
            self.words.sentences.push(Sentence { start, end, question, line });
            self.sentence_start = end;
        } else if question && let Some(last) = self.words.sentences.last_mut() {
            // "no one?!": the mark that follows another mark.
            last.question = true;
        }
        self.clause = false;
    }

    /// Punctuation and symbols.
    fn mark(&mut self, ch: char, at: usize) -> usize {
        let before = at.checked_sub(1).and_then(|before| self.ch(before));
        let after = self.ch(at + 1);
        match ch {
            '\n' | '\r' => {
                self.end_sentence(false);
                self.line = self.line.saturating_add(u32::from(ch == '\n'));
                self.open = [None; 2];
            }
            '?' | '!' => self.end_sentence(ch == '?'),
            '.' => {
                let in_number = before.is_some_and(|ch| ch.is_ascii_digit())
                    && after.is_some_and(|ch| ch.is_ascii_digit());
                if !in_number {
                    self.end_sentence(false);
                }
            }
            '"' => self.quote(0, self.open[0].is_none()),
            '\'' => {
                let opens = !before.is_some_and(char::is_alphanumeric);
                if opens != self.open[1].is_some() || opens {
                    self.quote(1, opens);
                }
            }
            ',' | ';' | ':' | '(' | ')' | '[' | ']' => self.clause = true,
            _ => self.picture(ch, at),
        }
        at + 1
    }

    /// A picture of a means stands for its word: "I have the 🔫 in my hand". Faces, skulls and hearts stand for no word: in most
    /// messages they laugh.
    fn picture(&mut self, ch: char, at: usize) {
        if let Some(id) = pictured(ch).and_then(|word| self.vocabulary.id(word)) {
            let place = self.folded[at].at;
            self.push(id, place, place + 1);
        }
    }

    /// Marks what stands between two quotation marks once both are seen.
    fn quote(&mut self, kind: usize, opens: bool) {
        let here = self.words.tokens.len();
        if opens {
            self.open[kind] = Some(here);
        } else if let Some(from) = self.open[kind].take() {
            for token in &mut self.words.tokens[from..here] {
                token.quoted = true;
            }
        }
    }
}

/// Runs of three or more letters as two.
fn drawn_to_two(word: &str, out: &mut String) -> bool {
    shorten(word, out, 2)
}

/// Runs of three or more letters as one.
fn drawn_to_one(word: &str, out: &mut String) -> bool {
    shorten(word, out, 1)
}

fn shorten(word: &str, out: &mut String, keep: usize) -> bool {
    let mut changed = false;
    let mut rest = word.chars().peekable();
    while let Some(ch) = rest.next() {
        let mut run = 1;
        while rest.next_if_eq(&ch).is_some() {
            run += 1;
        }
        let times = if run >= 3 && ch.is_alphabetic() { keep } else { run };
        changed |= times != run;
        out.extend(std::iter::repeat_n(ch, times));
    }
    changed
}

fn digits_as_i(word: &str, out: &mut String) -> bool {
    unleet(word, out, 'i')
}

fn digits_as_l(word: &str, out: &mut String) -> bool {
    unleet(word, out, 'l')
}

/// Digits and symbols that stand for letters, in a word that has a letter too.
fn unleet(word: &str, out: &mut String, one: char) -> bool {
    let mut changed = false;
    for ch in word.chars() {
        let plain = match ch {
            '0' => 'o',
            '1' | '!' | '|' => one,
            '3' => 'e',
            '4' | '@' => 'a',
            '5' | '$' => 's',
            '7' => 't',
            '8' => 'b',
            '9' => 'g',
            other => other,
        };
        changed |= plain != ch;
        out.push(plain);
    }
    changed && word.chars().any(char::is_alphabetic)
}
