//! The n-grams of a folded text, as numbers.

use crate::fold::{Folded, fold};

/// The prime and the start of FNV-1a with 64 bits (Fowler, Noll and Vo): a hash that can be continued letter by letter and
/// is the same for ever, which the keys of a weights file must be.
const FNV_PRIME: u64 = 0x0000_0100_0000_01b3;
const FNV_START: u64 = 0xcbf2_9ce4_8422_2325;
/// Tells n-grams of words from n-grams of letters.
const OF_WORDS: u64 = 0x9e37_79b9_7f4a_7c15;
/// The edge of a word, among letters.
const EDGE: u32 = ' ' as u32;
/// The longest n-gram of words.
const WORDS_MAX: usize = 3;
/// The longest n-gram of letters.
const LETTERS_MAX: usize = 5;

/// Which n-grams: each kind is brought to length one by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Block {
    /// One to three words.
    Words,
    /// Two to five letters of a word and its edges.
    Letters,
}

/// An n-gram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gram {
    /// What it is, as 64 bits.
    pub hash: u64,
    /// Which kind.
    pub block: Block,
}

/// A word of a text: letters and digits, or one mark that counts as a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Its first code point in the original.
    pub start: u32,
    /// The code point after its last.
    pub end: u32,
    letters: (u32, u32),
    /// A mark or a picture, not letters.
    mark: bool,
}

/// A text as words of plain letters.
#[derive(Clone, Debug, Default)]
pub struct Text {
    letters: Vec<u32>,
    words: Vec<Word>,
}

impl Text {
    /// Folds and cuts a text. Apostrophes join ("don't" is one word), digits are all the same digit, `?` and `!` and
    /// pictures are words, every other mark ends a word.
    pub fn new(text: &str) -> Self {
        Self::of(&fold(text))
    }

    /// Cuts a text that was folded before.
    pub fn of(folded: &[Folded]) -> Self {
        let mut cut = Self { letters: Vec::with_capacity(folded.len()), words: Vec::new() };
        let mut inside = false;
        for Folded { ch, at } in folded.iter().copied() {
            if ch == '\'' {
                continue;
            }
            if ch.is_alphanumeric() {
                cut.letters.push(if ch.is_ascii_digit() { '0' } else { ch } as u32);
                match cut.words.last_mut() {
                    Some(word) if inside => {
                        word.end = at + 1;
                        word.letters.1 += 1;
                    }
                    _ => {
                        cut.begin(at, false);
                        inside = true;
                    }
                }
                continue;
            }
            inside = false;
            if is_word_mark(ch) {
                cut.letters.push(ch as u32);
                cut.begin(at, true);
            }
        }
        cut
    }

    fn begin(&mut self, at: u32, mark: bool) {
        let end = u32::try_from(self.letters.len()).unwrap_or(u32::MAX);
        self.words.push(Word { start: at, end: at + 1, letters: (end - 1, end), mark });
    }

    /// Its words, in order.
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// The n-gram that is one word alone.
    pub fn word(&self, at: usize) -> Option<u64> {
        Some(mixed(whole(self.letters_of(self.words.get(at)?))))
    }

    fn letters_of(&self, word: &Word) -> &[u32] {
        &self.letters[word.letters.0 as usize..word.letters.1 as usize]
    }

    /// All n-grams of the words from `from` to before `to`.
    pub fn grams(&self, from: usize, to: usize, each: impl FnMut(Gram)) {
        self.grams_beside(from, to, |_| false, each);
    }

    /// The same without the n-grams of one word alone and its letters, where somebody else sees to the word: asked by what
    /// [`whole`] makes of it.
    pub(crate) fn grams_beside(
        &self,
        from: usize,
        to: usize,
        mut seen_to: impl FnMut(u64) -> bool,
        mut each: impl FnMut(Gram),
    ) {
        let Some(words) = self.words.get(from..to) else { return };
        let mut before = [0_u64; WORDS_MAX - 1];
        for (here, word) in words.iter().enumerate() {
            let letters = self.letters_of(word);
            let whole = whole(letters);
            let seen_to = seen_to(whole);
            if !seen_to {
                each(Gram { hash: mixed(whole), block: Block::Words });
            }
            for back in 1..WORDS_MAX.min(here + 1) {
                // The words before, nearest first, chained behind this one.
                let hash = before[..back].iter().fold(whole, |hash, word| {
                    (hash.rotate_left(17) ^ word).wrapping_mul(FNV_PRIME).wrapping_add(OF_WORDS)
                });
                each(Gram { hash: mixed(hash), block: Block::Words });
            }
            before = [whole, before[0]];
            if !(word.mark || seen_to) {
                within(letters, &mut each);
            }
        }
    }

    /// The first word as a whole.
    pub(crate) fn first(&self) -> Option<u64> {
        Some(whole(self.letters_of(self.words.first()?)))
    }
}

/// A word as a whole, not yet spread.
fn whole(letters: &[u32]) -> u64 {
    letters.iter().fold(FNV_START, |hash, letter| step(hash, *letter)) ^ OF_WORDS
}

/// The n-grams of letters of one word between its edges.
fn within(letters: &[u32], each: &mut impl FnMut(Gram)) {
    let padded = letters.len() + 2;
    let letter = |index: usize| match index.checked_sub(1).and_then(|inside| letters.get(inside)) {
        Some(letter) => *letter,
        None => EDGE,
    };
    for start in 0..padded - 1 {
        let mut hash = step(FNV_START, letter(start));
        for end in start + 1..padded.min(start + LETTERS_MAX) {
            hash = step(hash, letter(end));
            each(Gram { hash: mixed(hash), block: Block::Letters });
        }
    }
}

/// Marks that say something: questions, calls, pictures.
fn is_word_mark(ch: char) -> bool {
    matches!(ch, '?' | '!') || matches!(u32::from(ch), 0x2600..=0x27BF | 0x1F300..=0x1FAFF)
}

const fn step(hash: u64, letter: u32) -> u64 {
    (hash ^ letter as u64).wrapping_mul(FNV_PRIME)
}

/// FNV leaves the low letters of short texts in the low bits; the last step of SplitMix64 (Steele, Lea and Flood, 2014)
/// spreads them.
const fn mixed(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let cut = Text::new(text);
        let letters = |word: &Word| {
            let letters = &cut.letters[word.letters.0 as usize..word.letters.1 as usize];
            letters.iter().filter_map(|letter| char::from_u32(*letter)).collect()
        };
        cut.words.iter().map(letters).collect()
    }

    #[test]
    fn apostrophes_join_digits_are_one_and_marks_are_words() {
        assert_eq!(
            words("I don’t, at 10:45! ¿Qué?  👵🏽"),
            ["i", "dont", "at", "00", "00", "!", "que", "?", "👵", "🏽"]
        );
        assert_eq!(words(" ,. "), [""; 0]);
    }

    #[test]
    fn words_know_where_they_stood() {
        let cut = Text::new("👵 él. ¡ﬁne!");
        let spans: Vec<(u32, u32)> = cut.words().iter().map(|word| (word.start, word.end)).collect();
        assert_eq!(spans, [(0, 1), (2, 4), (7, 10), (10, 11)]);
    }

    #[test]
    fn the_grams_are_one_to_three_words_and_two_to_five_letters() {
        let cut = Text::new("so old now");
        let (mut of_words, mut of_letters) = (0, 0);
        cut.grams(0, cut.words().len(), |gram| match gram.block {
            Block::Words => of_words += 1,
            Block::Letters => of_letters += 1,
        });
        assert_eq!(of_words, 3 + 2 + 1);
        // Of n letters with edges: n+1 pairs, n triples, and so on up to five.
        let count =
            |letters: usize| (1..=4).map(|less| (letters + 2_usize).saturating_sub(less)).sum::<usize>();
        assert_eq!(of_letters, count(2) + count(3) + count(3));
    }

    #[test]
    fn order_matters_and_place_does_not() {
        let hashes = |text: &str, from: usize| {
            let cut = Text::new(text);
            let mut hashes = Vec::new();
            cut.grams(from, cut.words().len(), |gram| hashes.push(gram.hash));
            hashes
        };
        assert_ne!(hashes("man bites dog", 0), hashes("dog bites man", 0));
        assert_eq!(hashes("man bites dog", 0), hashes("Then: man bites DOG", 1));
    }
}
