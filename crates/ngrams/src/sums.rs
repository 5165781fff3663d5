//! What weights say of a text: sums over its n-grams, tf-idf with 1 + ln tf, each kind of n-gram brought to length one by
//! itself (Salton and Buckley, 1988). The same as a sum over its vector, which nobody needs to write down.

use crate::common::COMMON;
use crate::grams::{Block, Gram};
use crate::hashed::{Apart, Hashed, Letters, Often};
use crate::model::{Model, NO_ROW, parts, unpacked};
use crate::vector::Counter;

/// How many n-grams are looked up at once.
const AT_ONCE: usize = 32;
/// A row is as wide as its heads, and filled up to a multiple of this.
const LANES: usize = 8;

/// How wide a row of so many heads is.
pub(crate) const fn width(heads: usize) -> usize {
    if heads == 0 { LANES } else { heads.next_multiple_of(LANES) }
}

/// A whole number as one with a point. Of few words the sums are such that four bytes hold.
#[expect(clippy::cast_precision_loss, reason = "a sum of products of bytes")]
const fn number(sum: i32) -> f32 {
    sum as f32
}

/// What the first head alone has of a row: its weight in units of the rarity, and the rarity.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct First {
    pub(crate) weight: i16,
    pub(crate) rarity: u8,
}

impl First {
    pub(crate) fn new(weight: i8, rarity: u8) -> Self {
        // 128 times 255 is less than a number of two bytes holds.
        Self { weight: i16::from(weight) * i16::from(rarity), rarity }
    }
}

/// The sums of one kind, before it is brought to length one.
struct Kind<const WIDTH: usize> {
    sums: [f32; WIDTH],
    squares: f32,
}

impl<const WIDTH: usize> Kind<WIDTH> {
    const NOTHING: Self = Self { sums: [0.0; WIDTH], squares: 0.0 };

    fn add(&mut self, value: f32, row: &[i8; WIDTH]) {
        self.squares += value * value;
        for (sum, weight) in self.sums.iter_mut().zip(row) {
            *sum += value * f32::from(*weight);
        }
    }

    /// The sums of two kinds, each brought to length one.
    fn with(self, other: &Self) -> [f32; WIDTH] {
        let lengths = [self.squares, other.squares].map(|square| square.sqrt().max(f32::MIN_POSITIVE));
        let mut sums = self.sums;
        for (sum, more) in sums.iter_mut().zip(other.sums) {
            *sum = *sum / lengths[0] + more / lengths[1];
        }
        sums
    }
}

/// A text as a model knows it: what is asked of it twice is looked up once.
pub struct Known<'a> {
    model: &'a Model,
    text: &'a Hashed,
    /// The n-grams that have no numbers.
    others: Counter,
}

impl Known<'_> {
    /// What each head says of the text: a score whose [`probability`](crate::probability) is a share, 0 in the middle.
    pub fn scores(&self) -> Vec<f32> {
        let heads = &self.model.heads;
        let sums = match width(heads.len()) / LANES {
            1 => self.sums::<8>(),
            2 => self.sums::<16>(),
            3 => self.sums::<24>(),
            4 => self.sums::<32>(),
            5 => self.sums::<40>(),
            6 => self.sums::<48>(),
            7 => self.sums::<56>(),
            _ => self.sums::<64>(),
        };
        sums.iter().zip(heads).map(|(sum, head)| sum * head.step + head.bias).collect()
    }

    /// The sums of all weights. How wide a row is, is known when this is compiled: that makes it steps of four and eight.
    fn sums<const WIDTH: usize>(&self) -> Vec<f32> {
        let Model { words, letters, .. } = self.model;
        let (rows, _) = self.model.weights.as_chunks::<WIDTH>();
        let mut words = numbered(self.text.words(), words, rows);
        let mut letters = match self.text.letters() {
            Letters::Apart(apart) => self.by_words(apart, rows),
            Letters::All(all) => numbered(all, letters, rows),
        };
        for counted in self.others.counted() {
            let kind = if counted.block == Block::Words { &mut words } else { &mut letters };
            kind.add(counted.value(), &rows[counted.row as usize]);
        }
        words.with(&letters).to_vec()
    }

    /// The sums over n-grams of letters that have numbers: of each common word what it has in all, and what several words share
    /// or is of another apart. Sums of whole numbers, so that nothing is lost where one makes up for another.
    fn by_words<const WIDTH: usize>(&self, apart: &[Apart], rows: &[[i8; WIDTH]]) -> Kind<WIDTH> {
        let (of_words, _) = self.model.sums.as_chunks::<WIDTH>();
        let (mut sums, mut squares) = ([0_i32; WIDTH], 0_u32);
        for word in self.text.words() {
            squares += self.model.squares[usize::from(word.number)];
            for (sum, of_word) in sums.iter_mut().zip(&of_words[usize::from(word.number)]) {
                *sum += of_word;
            }
        }
        let mut kind = Kind { sums: sums.map(number), squares: number(squares.cast_signed()) };
        for Apart { number, weight, square } in apart {
            let packed = self.model.letters[usize::from(*number)];
            if packed != NO_ROW {
                let (row, rarity) = parts(packed);
                let rarity = f32::from(rarity);
                kind.squares += square * rarity * rarity;
                let value = weight * rarity;
                for (sum, weight) in kind.sums.iter_mut().zip(&rows[row as usize]) {
                    *sum += value * f32::from(*weight);
                }
            }
        }
        kind
    }

    /// The same of the first head alone.
    fn first_by_words(&self, apart: &[Apart]) -> Kind<1> {
        let width = width(self.model.heads.len());
        let (mut sum, mut squares) = (0_i32, 0_u32);
        for word in self.text.words() {
            sum += self.model.sums[usize::from(word.number) * width];
            squares += self.model.squares[usize::from(word.number)];
        }
        let (mut sum, mut squares) = (number(sum), number(squares.cast_signed()));
        for Apart { number, weight, square } in apart {
            let First { weight: of_one, rarity } = self.model.letters_first[usize::from(*number)];
            let rarity = f32::from(rarity);
            sum += weight * f32::from(of_one);
            squares += square * (rarity * rarity);
        }
        Kind { sums: [sum], squares }
    }

    /// What the first head says of the text.
    pub fn first_score(&self) -> f32 {
        let Some(of) = self.model.heads.first() else { return 0.0 };
        let mut words = firsts(self.text.words(), &self.model.words_first);
        let mut letters = match self.text.letters() {
            Letters::Apart(apart) => self.first_by_words(apart),
            Letters::All(all) => firsts(all, &self.model.letters_first),
        };
        for counted in self.others.counted() {
            let kind = if counted.block == Block::Words { &mut words } else { &mut letters };
            kind.add(counted.value(), &[self.model.first[counted.row as usize]]);
        }
        words.with(&letters)[0] * of.step + of.bias
    }
}

impl Model {
    /// Sums of the n-grams of letters of each common word, as wide as a row, and of the squares of their rarities.
    pub(crate) fn sum_words(&mut self) {
        let width = width(self.heads.len());
        let places = 0..u16::try_from(COMMON.words().len()).unwrap_or(u16::MAX);
        self.sums = vec![0; places.len() * width];
        self.squares = vec![0; places.len()];
        for ((place, sums), square) in places.zip(self.sums.chunks_exact_mut(width)).zip(&mut self.squares) {
            let numbers = COMMON.letters_at(place).iter();
            for (row, rarity) in numbers.filter_map(|number| unpacked(self.letters[usize::from(*number)])) {
                *square += u32::from(rarity) * u32::from(rarity);
                for (sum, weight) in sums.iter_mut().zip(&self.weights[row as usize * width..]) {
                    *sum += i32::from(*weight) * i32::from(rarity);
                }
            }
        }
    }

    /// Looks up what it knows of a text.
    pub fn know<'a>(&'a self, text: &'a Hashed) -> Known<'a> {
        Known { model: self, text, others: self.others(text.grams()) }
    }

    /// What each head says of a text; see [`Known::scores`].
    pub fn scores(&self, text: &Hashed) -> Vec<f32> {
        self.know(text).scores()
    }

    /// What is known of n-grams that have no numbers, counted.
    fn others(&self, grams: &[Gram]) -> Counter {
        let mut known = Vec::with_capacity(grams.len() / 2);
        for grams in grams.chunks(AT_ONCE) {
            // All first looks at the table before the first decision: memory answers them together.
            let mut first = [0; AT_ONCE];
            for (first, gram) in first.iter_mut().zip(grams) {
                *first = self.table.first(gram.hash);
            }
            for (gram, first) in grams.iter().zip(first) {
                let found = self.table.get_from(gram.hash, first).and_then(unpacked);
                known.extend(found.map(|(row, rarity)| (row, gram.block, rarity)));
            }
        }
        let mut counter = Counter::new(known.len());
        for (row, block, rarity) in known {
            counter.count(row, block, f32::from(rarity), 1);
        }
        counter
    }
}

/// The sums over what has numbers. Rarities are whole numbers here: what one of them is worth goes with the length.
fn numbered<const WIDTH: usize>(met: &[Often], packed: &[u32], rows: &[[i8; WIDTH]]) -> Kind<WIDTH> {
    let mut kind = Kind::NOTHING;
    for Often { number, weight } in met {
        let packed = packed[usize::from(*number)];
        if packed != NO_ROW {
            let (row, rarity) = parts(packed);
            kind.add(weight * f32::from(rarity), &rows[row as usize]);
        }
    }
    kind
}

/// The same of the first head alone, four at a time: what is not known has no weight and no rarity, and changes nothing.
fn firsts(met: &[Often], of: &[First]) -> Kind<1> {
    let (mut sums, mut squares) = ([0.0_f32; 4], [0.0_f32; 4]);
    for met in met.chunks(4) {
        for ((Often { number, weight }, sum), square) in met.iter().zip(&mut sums).zip(&mut squares) {
            let First { weight: of_one, rarity } = of[usize::from(*number)];
            let value = weight * f32::from(rarity);
            *sum += weight * f32::from(of_one);
            *square += value * value;
        }
    }
    Kind { sums: [sums.iter().sum()], squares: squares.iter().sum() }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::Text;
    use crate::train::{ROWS_MIN, Row, Settings, prepare};

    /// What each head says of a text by its definition: every n-gram looked up and counted, each kind brought to length one.
    fn defined(model: &Model, text: &str) -> Vec<f32> {
        let cut = Text::new(text);
        let mut counts: BTreeMap<u32, (Block, f32, u32)> = BTreeMap::new();
        cut.grams(0, cut.words().len(), |gram| {
            if let Some((row, rarity)) = model.find(gram.hash) {
                let of = counts.entry(row).or_insert((gram.block, f32::from(rarity) * model.rarity_step, 0));
                of.2 += 1;
            }
        });
        let value = |rarity: f32, times: u32| rarity * (1.0 + (times as f32).ln());
        let length = |of: Block| {
            let of = counts.values().filter(|(block, ..)| *block == of);
            of.map(|(_, rarity, times)| value(*rarity, *times).powi(2)).sum::<f32>().sqrt()
        };
        let lengths = [length(Block::Words), length(Block::Letters)];
        let width = width(model.heads.len());
        let of_head = |(at, head): (usize, &crate::model::Head)| {
            let terms = counts.iter().map(|(row, (block, rarity, times))| {
                let weight = f32::from(model.weights[*row as usize * width + at]);
                value(*rarity, *times) / lengths[*block as usize] * weight
            });
            terms.sum::<f32>() * head.step + head.bias
        };
        model.heads.iter().enumerate().map(of_head).collect()
    }

    #[test]
    fn common_words_and_others_once_and_repeated_give_the_scores_as_they_are_defined() {
        let texts: Vec<String> = (0..40)
            .map(|at| format!("no more of the soup, zygomatic Qq{} and no no tea! tea?", at % 3))
            .collect();
        let unlike: Vec<String> =
            texts.iter().enumerate().map(|(at, text)| format!("{text} {}", "x".repeat(at + 1))).collect();
        for heads in [["a", "b", "c"].as_slice(), &["a"; 9], &["a"; 64]] {
            let rows: Vec<Row<'_>> = unlike
                .iter()
                .enumerate()
                .map(|(at, text)| Row { text, weight: 1.0, labels: vec![Some(at % 2 == 0); heads.len()] })
                .collect();
            let settings = Settings { steps: 12, ..Settings::default() };
            let model = prepare(&rows, ROWS_MIN).train(&rows, heads, &settings, |_| true);
            for text in [
                "",
                "soup",
                "zygomatic",
                "no no no soup of the tea of the zygomatic zygomatic tea!!",
                "Qq1 xx ñandú ???",
                &unlike[7],
                &unlike.join(" "),
                include_str!("../data/common.txt"),
            ] {
                let text_hashed = Hashed::new(text);
                let known = model.know(&text_hashed);
                let (scores, defined) = (known.scores(), defined(&model, text));
                assert_eq!(scores.len(), heads.len());
                for (score, wanted) in scores.iter().zip(&defined) {
                    assert!((score - wanted).abs() < 1e-5, "{text}: {scores:?}, {defined:?}");
                }
                assert!((scores[0] - known.first_score()).abs() < 1e-5, "{text}");
            }
        }
    }
}
