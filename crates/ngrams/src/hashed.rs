//! A text folded, cut, hashed and counted once, for everybody who reads it: several models look the same n-grams up.

use std::cell::RefCell;

use crate::common::COMMON;
use crate::fold::{Folded, fold};
use crate::grams::{Block, Gram, Text};
use crate::vector::often;

/// A text with its n-grams.
#[derive(Clone, Debug)]
pub struct Hashed {
    folded: Vec<Folded>,
    text: Text,
    /// Common words, each once.
    words: Vec<Often>,
    /// N-grams of letters that a common word has, each once, of whichever word they are here.
    letters: Letters,
    /// All other n-grams, in order.
    grams: Vec<Gram>,
}

/// What stands in a text, and what its times count for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Often {
    /// Its number among its kind.
    pub(crate) number: u16,
    /// 1 + ln of how often it stands there.
    pub(crate) weight: f32,
}

/// N-grams of letters that have numbers.
#[derive(Clone, Debug)]
pub(crate) enum Letters {
    /// Of a text with few different common words those that are not once each in these: all others are told by the words.
    Apart(Vec<Apart>),
    /// Of a text with many all of them.
    All(Vec<Often>),
}

/// So many different common words are few.
pub(crate) const FEW_WORDS: usize = 256;

/// An n-gram of letters that several words have, or one that is not common.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Apart {
    /// Its number.
    pub(crate) number: u16,
    /// What it counts for, less one for each time that a common word has it: each of these is taken once however often it
    /// stands there.
    pub(crate) weight: f32,
    /// The same of the squares.
    pub(crate) square: f32,
}

impl Hashed {
    /// Folds, cuts, hashes and counts a text; the work and the memory grow with its length alone.
    pub fn new(text: &str) -> Self {
        let folded = fold(text);
        let text = Text::of(&folded);
        COUNTING.with_borrow_mut(|counting| counting.hashed(folded, text))
    }

    /// Its plain letters, each with the code point that it came from.
    pub fn folded(&self) -> &[Folded] {
        &self.folded
    }

    /// Its words.
    pub fn text(&self) -> &Text {
        &self.text
    }

    /// Its common words by their places.
    pub(crate) fn words(&self) -> &[Often] {
        &self.words
    }

    /// Its n-grams of letters that a common word has, by their numbers.
    pub(crate) const fn letters(&self) -> &Letters {
        &self.letters
    }

    /// Its other n-grams, in order.
    pub(crate) fn grams(&self) -> &[Gram] {
        &self.grams
    }
}

thread_local! {
    /// Kept for the next text: all counts are zero between two.
    static COUNTING: RefCell<Counting> = RefCell::new(Counting::new());
}

/// Counts what has numbers.
struct Counting {
    words: Counts,
    letters: Counts,
}

impl Counting {
    fn new() -> Self {
        Self { words: Counts::new(COMMON.words().len()), letters: Counts::new(COMMON.letters().len()) }
    }

    fn hashed(&mut self, folded: Vec<Folded>, text: Text) -> Hashed {
        // Two for each word, and room for a few that are not common.
        let mut grams = Vec::with_capacity(text.words().len() * 4);
        let Self { words, letters } = self;
        let seen_to = |whole| COMMON.place(whole).inspect(|place| words.add(*place, ONCE)).is_some();
        text.grams_beside(0, text.words().len(), seen_to, |gram| {
            match if gram.block == Block::Letters { COMMON.letter(gram.hash) } else { None } {
                Some(number) => letters.add(number, ONCE),
                None => grams.push(gram),
            }
        });
        for at in 0..words.met {
            let place = words.order[at];
            let in_one = words.times[usize::from(place)] + IN_A_WORD;
            for number in COMMON.letters_at(place) {
                letters.add(*number, in_one);
            }
        }
        let letters = if words.met <= FEW_WORDS {
            Letters::Apart(letters.take_apart())
        } else {
            Letters::All(letters.take())
        };
        Hashed { folded, text, words: words.take(), letters, grams }
    }
}

/// Two counts in one number: how often something stands in a text, and above it how often in different common words.
type Times = u64;
const ONCE: Times = 1;
const IN_A_WORD: Times = 1 << 32;

#[expect(clippy::cast_possible_truncation, reason = "the lower half")]
const fn times_of(times: Times) -> u32 {
    times as u32
}

#[expect(clippy::cast_precision_loss, reason = "a count of some thousand words")]
const fn in_words(times: Times) -> f32 {
    (times >> 32) as f32
}

/// How often each number was met.
struct Counts {
    times: Vec<Times>,
    /// Those that were met, in order, and room for one more.
    order: Vec<u16>,
    met: usize,
}

impl Counts {
    fn new(numbers: usize) -> Self {
        Self { times: vec![0; numbers], order: vec![0; numbers + 1], met: 0 }
    }

    fn add(&mut self, number: u16, times: Times) {
        let of = &mut self.times[usize::from(number)];
        // Written always and kept the first time: no branch, for nobody could foretell it.
        self.order[self.met] = number;
        self.met += usize::from(*of == 0);
        *of += times;
    }

    /// What was met, each once; forgets it.
    fn take(&mut self) -> Vec<Often> {
        let (often, met) = (often(), std::mem::take(&mut self.met));
        let met = self.order[..met].iter();
        met.map(|number| {
            let times = std::mem::take(&mut self.times[usize::from(*number)]);
            Often { number: *number, weight: often(times_of(times)) }
        })
        .collect()
    }

    /// Of what was met that which is not once in one common word; forgets all.
    fn take_apart(&mut self) -> Vec<Apart> {
        let (often, met) = (often(), std::mem::take(&mut self.met));
        let (mut apart, mut kept) = (vec![Apart::default(); met + 1], 0);
        for number in &self.order[..met] {
            let times = std::mem::take(&mut self.times[usize::from(*number)]);
            let (weight, in_words) = (often(times_of(times)), in_words(times));
            // Written always and kept where it is apart, as above.
            apart[kept] =
                Apart { number: *number, weight: weight - in_words, square: weight * weight - in_words };
            kept += usize::from(times != ONCE + IN_A_WORD);
        }
        apart.truncate(kept);
        apart
    }
}
