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
    letters: Vec<Often>,
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
    pub(crate) fn letters(&self) -> &[Often] {
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
        let seen_to = |whole| COMMON.place(whole).inspect(|place| words.add(*place, 1)).is_some();
        text.grams_beside(0, text.words().len(), seen_to, |gram| {
            match if gram.block == Block::Letters { COMMON.letter(gram.hash) } else { None } {
                Some(number) => letters.add(number, 1),
                None => grams.push(gram),
            }
        });
        for at in 0..words.met {
            let place = words.order[at];
            let times = words.times[usize::from(place)];
            for number in COMMON.letters_at(place) {
                letters.add(*number, times);
            }
        }
        Hashed { folded, text, words: words.take(), letters: letters.take(), grams }
    }
}

/// How often each number was met.
struct Counts {
    times: Vec<u32>,
    /// Those that were met, in order, and room for one more.
    order: Vec<u16>,
    met: usize,
}

impl Counts {
    fn new(numbers: usize) -> Self {
        Self { times: vec![0; numbers], order: vec![0; numbers + 1], met: 0 }
    }

    fn add(&mut self, number: u16, times: u32) {
        let of = &mut self.times[usize::from(number)];
        // Written always and kept the first time: no branch, for nobody could foretell it.
        self.order[self.met] = number;
        self.met += usize::from(*of == 0);
        *of += times;
    }

    /// What was met, each once; forgets it.
    fn take(&mut self) -> Vec<Often> {
        let often = often();
        let met = self.order[..std::mem::take(&mut self.met)].iter();
        met.map(|number| {
            let times = std::mem::take(&mut self.times[usize::from(*number)]);
            Often { number: *number, weight: often(times) }
        })
        .collect()
    }
}
