//! Weights: how a file of them is read, and what they say of a text.
//!
//! The file, little-endian: the eight bytes `NGRAMS\0\x01`; `u16` heads, `u32` rows; per head a length byte and its name in
//! ASCII, `f32` bias, `f32` step (what one unit of a weight is worth); `f32` the rarity of one unit; then `rows` keys of
//! `u64` ascending, `rows` rarities of one byte, and `rows` × `heads` weights of one signed byte.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use crate::common::COMMON;
use crate::grams::{Block, Gram, Text};
use crate::hashed::{Hashed, Often};
use crate::table::Table;
use crate::vector::{Counter, Entry, Growing, Vector};

/// What a file begins with: its kind and the version of the form.
const MAGIC: [u8; 8] = *b"NGRAMS\0\x01";
/// More heads than this are no file of ours.
const HEADS_MAX: usize = 64;
/// More rows than this are no file of ours.
const ROWS_MAX: usize = 1 << 21;
/// How many n-grams are looked up at once.
const AT_ONCE: usize = 32;

/// Why weights cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WeightsError {
    /// Not a weights file of this version.
    #[error("this is no file of weights, or one of another version")]
    Unknown,
    /// It ends too early, or goes on behind its end.
    #[error("the file of weights is cut off or too long")]
    Length,
    /// Its counts, names, keys or numbers cannot be right.
    #[error("the file of weights is damaged")]
    Damaged,
}

/// One question that the weights answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Head {
    pub(crate) name: String,
    pub(crate) bias: f32,
    pub(crate) step: f32,
}

/// Linear models that share their n-grams.
#[derive(Clone, Debug)]
pub struct Model {
    pub(crate) heads: Vec<Head>,
    pub(crate) rarity_step: f32,
    /// In the order of the rows, which is ours: see [`common_first`].
    pub(crate) keys: Vec<u64>,
    pub(crate) rarities: Vec<u8>,
    /// Row by row, in the order of the heads, each row as wide as [`width`] says.
    weights: Vec<i8>,
    /// The first head's weights once more, side by side: it is asked by itself, and for most texts nobody else is.
    first: Vec<i8>,
    /// The rows of common words, in the order of their places; see [`packed`].
    words: Vec<u32>,
    /// The rows of the n-grams of letters in them, in the order of their numbers.
    letters: Vec<u32>,
    /// The rows of all other keys.
    table: Table,
}

impl Model {
    /// Of keys that ascend, with what belongs to them in their order.
    pub(crate) fn new(
        heads: Vec<Head>,
        rarity_step: f32,
        keys: &[u64],
        rarities: &[u8],
        weights: &[i8],
    ) -> Self {
        let (count, width) = (heads.len().max(1), width(heads.len()));
        let order = common_first(keys);
        let mut model = Self {
            heads,
            rarity_step,
            keys: order.iter().map(|row| keys[*row]).collect(),
            rarities: order.iter().map(|row| rarities[*row]).collect(),
            weights: vec![0; keys.len() * width],
            first: order.iter().map(|row| weights[*row * count]).collect(),
            words: Vec::new(),
            letters: Vec::new(),
            table: Table::new(keys.len()),
        };
        for (to, from) in model.weights.chunks_exact_mut(width).zip(&order) {
            to[..count].copy_from_slice(&weights[*from * count..][..count]);
        }
        model.number();
        model
    }

    /// Gives each key its row.
    fn number(&mut self) {
        let rows = (0_u32..).zip(&self.rarities).map(|(row, rarity)| packed(row, *rarity));
        let rows: HashMap<u64, u32, FixedState> = self.keys.iter().copied().zip(rows).collect();
        let known = |hash: &u64| rows.get(hash).copied().unwrap_or(NO_ROW);
        self.words = COMMON.words().iter().map(known).collect();
        self.letters = COMMON.letters().iter().map(known).collect();
        let common = |key: &u64| COMMON.letter(*key).is_some();
        let others: Vec<u64> = self.keys.iter().copied().filter(|key| !common(key)).collect();
        self.table = Table::new(others.len());
        for key in others {
            self.table.put(key, rows[&key]);
        }
    }

    /// Reads a file of weights.
    ///
    /// # Errors
    /// [`WeightsError`] where the bytes are no such file, or a damaged one.
    pub fn read(bytes: &[u8]) -> Result<Self, WeightsError> {
        let mut rest = Rest(bytes);
        if rest.take(MAGIC.len())? != MAGIC {
            return Err(WeightsError::Unknown);
        }
        let count = usize::from(u16::from_le_bytes(rest.array()?));
        let rows = u32::from_le_bytes(rest.array()?) as usize;
        if count == 0 || count > HEADS_MAX || rows >= ROWS_MAX {
            return Err(WeightsError::Damaged);
        }
        let mut heads = Vec::with_capacity(count);
        for _ in 0..count {
            let length = usize::from(rest.array::<1>()?[0]);
            let name = std::str::from_utf8(rest.take(length)?).map_err(|_| WeightsError::Damaged)?.to_owned();
            heads.push(Head { name, bias: rest.number()?, step: rest.number()? });
        }
        let rarity_step = rest.number()?;
        let keys: Vec<u64> = rest
            .take(rows * 8)?
            .chunks_exact(8)
            .map(|key| u64::from_le_bytes(key.try_into().unwrap_or_default()))
            .collect();
        if !keys.is_sorted_by(|a, b| a < b) {
            return Err(WeightsError::Damaged);
        }
        let rarities = rest.take(rows)?;
        let weights: Vec<i8> = rest.take(rows * count)?.iter().map(|weight| weight.cast_signed()).collect();
        if rest.0.is_empty() {
            Ok(Self::new(heads, rarity_step, &keys, rarities, &weights))
        } else {
            Err(WeightsError::Length)
        }
    }

    /// Writes the file that [`Self::read`] reads.
    pub fn write(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend(u16::try_from(self.heads.len()).unwrap_or(u16::MAX).to_le_bytes());
        out.extend(u32::try_from(self.keys.len()).unwrap_or(u32::MAX).to_le_bytes());
        for head in &self.heads {
            out.push(u8::try_from(head.name.len()).unwrap_or(u8::MAX));
            out.extend(head.name.bytes().take(usize::from(u8::MAX)));
            out.extend(head.bias.to_le_bytes());
            out.extend(head.step.to_le_bytes());
        }
        out.extend(self.rarity_step.to_le_bytes());
        let mut ascending: Vec<usize> = (0..self.keys.len()).collect();
        ascending.sort_unstable_by_key(|row| self.keys[*row]);
        out.extend(ascending.iter().flat_map(|row| self.keys[*row].to_le_bytes()));
        out.extend(ascending.iter().map(|row| self.rarities[*row]));
        let (count, width) = (self.heads.len(), width(self.heads.len()));
        let weights = ascending.iter().flat_map(|row| &self.weights[*row * width..][..count]);
        out.extend(weights.map(|weight| weight.cast_unsigned()));
        out
    }

    /// The names of the heads, in the order of their scores.
    pub fn heads(&self) -> impl ExactSizeIterator<Item = &str> {
        self.heads.iter().map(|head| head.name.as_str())
    }

    /// How many n-grams have weights.
    pub fn rows(&self) -> usize {
        self.keys.len()
    }

    /// The known n-grams of a text.
    pub fn vector(&self, text: &Hashed) -> Vector {
        let (words, letters) = (text.words(), text.letters());
        let mut growing = Growing::new(words.len() + letters.len() + text.grams().len() / 2);
        growing.add_known(Block::Words, self.common(words, &self.words));
        growing.add_known(Block::Letters, self.common(letters, &self.letters));
        growing.add_counted(&self.others(text.grams()));
        growing.to_one()
    }

    /// What of a text has numbers: the rows, and what each is worth.
    fn common(&self, met: &[Often], rows: &[u32]) -> impl ExactSizeIterator<Item = (Option<u32>, f32)> {
        met.iter().map(|Often { number, weight }| {
            let packed = rows[usize::from(*number)];
            let (row, rarity) = parts(packed);
            ((packed != NO_ROW).then_some(row), weight * (f32::from(rarity) * self.rarity_step))
        })
    }

    /// What is known of n-grams that have none, counted.
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
            counter.count(row, block, f32::from(rarity) * self.rarity_step, 1);
        }
        counter
    }

    /// How many words of a text have a weight of their own.
    pub fn known_words(&self, text: &Text) -> usize {
        (0..text.words().len())
            .filter_map(|at| text.word(at))
            .filter(|word| self.find(*word).is_some())
            .count()
    }

    /// What each head says of a vector: a score whose [`probability`](crate::probability) is a share, 0 in the middle.
    pub fn scores(&self, vector: &Vector) -> Vec<f32> {
        let sums = match width(self.heads.len()) / LANES {
            1 => self.sums::<8>(vector),
            2 => self.sums::<16>(vector),
            3 => self.sums::<24>(vector),
            4 => self.sums::<32>(vector),
            5 => self.sums::<40>(vector),
            6 => self.sums::<48>(vector),
            7 => self.sums::<56>(vector),
            _ => self.sums::<64>(vector),
        };
        sums.iter().zip(&self.heads).map(|(sum, head)| sum * head.step + head.bias).collect()
    }

    /// The sums of all weights. How wide a row is, is known when this is compiled: that makes it steps of four and eight.
    fn sums<const WIDTH: usize>(&self, vector: &Vector) -> Vec<f32> {
        let (rows, _) = self.weights.as_chunks::<WIDTH>();
        let mut sums = [0.0_f32; WIDTH];
        for Entry { row, value } in vector.entries() {
            for (sum, weight) in sums.iter_mut().zip(&rows[row as usize]) {
                *sum += value * f32::from(*weight);
            }
        }
        sums.to_vec()
    }

    /// What the first head says of a vector.
    pub fn first_score(&self, vector: &Vector) -> f32 {
        let Some(of) = self.heads.first() else { return 0.0 };
        let weight = |row: u32| f32::from(self.first[row as usize]);
        let sum = vector.entries().fold(0.0_f32, |sum, entry| sum + entry.value * weight(entry.row));
        sum * of.step + of.bias
    }

    /// The row of an n-gram, and its rarity.
    fn find(&self, key: u64) -> Option<(u32, u8)> {
        let common = COMMON.letter(key).map(|number| self.letters[usize::from(number)]);
        common.or_else(|| self.table.get(key)).and_then(unpacked)
    }
}

/// In which order rows stand: the n-grams of common words first, those first that most words have, so that what texts ask most
/// for is near each other; then all others as they were.
fn common_first(keys: &[u64]) -> Vec<usize> {
    let common = COMMON.letters().iter().chain(COMMON.words());
    let mut order: Vec<usize> = common.filter_map(|hash| keys.binary_search(hash).ok()).collect();
    let mut placed = vec![false; keys.len()];
    order.retain(|row| !std::mem::replace(&mut placed[*row], true));
    order.extend((0..keys.len()).filter(|row| !placed[*row]));
    order
}

/// A row is as wide as its heads, and filled up to a multiple of this.
const LANES: usize = 8;

const fn width(heads: usize) -> usize {
    if heads == 0 { LANES } else { heads.next_multiple_of(LANES) }
}

/// Of an n-gram that a model does not know.
const NO_ROW: u32 = u32::MAX;
/// Below the rarity: the row.
const ROW_BITS: u32 = ROWS_MAX.trailing_zeros();

/// Row and rarity in one number.
const fn packed(row: u32, rarity: u8) -> u32 {
    row | (rarity as u32) << ROW_BITS
}

#[expect(clippy::cast_possible_truncation, reason = "the parts of a number")]
const fn parts(packed: u32) -> (u32, u8) {
    (packed & (ROWS_MAX as u32 - 1), (packed >> ROW_BITS) as u8)
}

const fn unpacked(packed: u32) -> Option<(u32, u8)> {
    if packed == NO_ROW { None } else { Some(parts(packed)) }
}

/// What is left of a file.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn take(&mut self, bytes: usize) -> Result<&'a [u8], WeightsError> {
        let (taken, rest) = self.0.split_at_checked(bytes).ok_or(WeightsError::Length)?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], WeightsError> {
        self.take(N)?.try_into().map_err(|_| WeightsError::Length)
    }

    fn number(&mut self) -> Result<f32, WeightsError> {
        let number = f32::from_le_bytes(self.array()?);
        if number.is_finite() { Ok(number) } else { Err(WeightsError::Damaged) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::train::{ROWS_MIN, Row, Settings, prepare};

    /// What a text's vector is by its definition: every n-gram looked up and counted.
    fn defined(model: &Model, text: &str) -> Vec<(u32, f32)> {
        let cut = Text::new(text);
        let mut counts: std::collections::BTreeMap<u32, (Block, f32, u32)> =
            std::collections::BTreeMap::new();
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
        counts
            .iter()
            .map(|(row, (block, rarity, times))| (*row, value(*rarity, *times) / lengths[*block as usize]))
            .collect()
    }

    #[test]
    fn common_words_and_others_once_and_repeated_give_the_vector_as_it_is_defined() {
        let texts: Vec<String> = (0..40)
            .map(|at| format!("no more of the soup, zygomatic Qq{} and no no tea! tea?", at % 3))
            .collect();
        let unlike: Vec<String> =
            texts.iter().enumerate().map(|(at, text)| format!("{text} {}", "x".repeat(at + 1))).collect();
        let rows: Vec<Row<'_>> = unlike
            .iter()
            .enumerate()
            .map(|(at, text)| Row { text, weight: 1.0, labels: vec![Some(at % 2 == 0); 3] })
            .collect();
        let model = prepare(&rows, ROWS_MIN).train(&rows, &["a", "b", "c"], &Settings::default(), |_| true);
        for text in [
            "",
            "soup",
            "zygomatic",
            "no no no soup of the tea of the zygomatic zygomatic tea!!",
            "Qq1 xx ñandú ???",
            &unlike[7],
        ] {
            let vector = model.vector(&Hashed::new(text));
            let mut found: Vec<(u32, f32)> = vector.entries().map(|entry| (entry.row, entry.value)).collect();
            found.sort_by_key(|(row, _)| *row);
            let defined = defined(&model, text);
            assert_eq!(found.len(), defined.len(), "{text}");
            for ((row, value), (wanted_row, wanted)) in found.iter().zip(&defined) {
                assert!(
                    row == wanted_row && (value - wanted).abs() < 1e-5,
                    "{text}: {row} {value}, {wanted_row} {wanted}"
                );
            }
            let scores = model.scores(&vector);
            assert_eq!(scores.len(), 3);
            assert!((scores[0] - model.first_score(&vector)).abs() < 1e-5, "{text}");
        }
    }
}
