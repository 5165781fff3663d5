//! Weights: how a file of them is read, and what they say of a text.
//!
//! The file, little-endian: the eight bytes `NGRAMS\0\x01`; `u16` heads, `u32` rows; per head a length byte and its name in
//! ASCII, `f32` bias, `f32` step (what one unit of a weight is worth); `f32` the rarity of one unit; then `rows` keys of
//! `u64` ascending, `rows` rarities of one byte, and `rows` × `heads` weights of one signed byte.

use crate::common;
use crate::grams::{Block, Text};
use crate::hashed::Hashed;
use crate::vector::{Met, Vector, counted};

/// What a file begins with: its kind and the version of the form.
const MAGIC: [u8; 8] = *b"NGRAMS\0\x01";
/// More heads than this are no file of ours.
const HEADS_MAX: usize = 64;
/// More rows than this are no file of ours.
const ROWS_MAX: usize = 1 << 21;
/// How many n-grams are looked up at once.
const AT_ONCE: usize = 32;
/// A free place of the table.
const FREE: u64 = u64::MAX;

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
    pub(crate) keys: Vec<u64>,
    pub(crate) rarities: Vec<u8>,
    /// Row by row, in the order of the heads.
    weights: Vec<i8>,
    /// The first head's weights once more, side by side: it is asked by itself, and for most texts nobody else is.
    first: Vec<i8>,
    /// Open table over the keys, by a key's low bits; see [`place`].
    table: Vec<u64>,
    /// The n-grams of common words that have rows, word by word; see [`packed`].
    common: Vec<u32>,
    /// Where the n-grams of each common word begin there, and where the last ends.
    common_from: Vec<u32>,
}

impl Model {
    pub(crate) fn new(
        heads: Vec<Head>,
        rarity_step: f32,
        keys: Vec<u64>,
        rarities: Vec<u8>,
        weights: Vec<i8>,
    ) -> Self {
        let mut table = vec![FREE; (keys.len().max(4) * 4 / 3).next_power_of_two()];
        let mask = table.len() - 1;
        for ((row, key), rarity) in (0_u32..).zip(&keys).zip(&rarities) {
            let mut slot = slot_of(*key, mask);
            while table[slot] != FREE {
                slot = (slot + 1) & mask;
            }
            table[slot] = place(*key, row, *rarity);
        }
        let first = weights.iter().step_by(heads.len().max(1)).copied().collect();
        let (common, common_from) = (Vec::new(), Vec::new());
        let mut model =
            Self { heads, rarity_step, keys, rarities, weights, first, table, common, common_from };
        model.look_common_words_up();
        model
    }

    fn look_common_words_up(&mut self) {
        self.common_from.push(0);
        for grams in common::all() {
            let known = grams.iter().filter_map(|gram| Some(met(self.find(gram.hash)?, gram.block)));
            let known: Vec<u32> = known.map(packed).collect();
            self.common.extend(known);
            self.common_from.push(u32::try_from(self.common.len()).unwrap_or(u32::MAX));
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
        let rarities = rest.take(rows)?.to_vec();
        let weights: Vec<i8> = rest.take(rows * count)?.iter().map(|weight| weight.cast_signed()).collect();
        if rest.0.is_empty() {
            Ok(Self::new(heads, rarity_step, keys, rarities, weights))
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
        out.extend(self.keys.iter().flat_map(|key| key.to_le_bytes()));
        out.extend(&self.rarities);
        out.extend(self.weights.iter().map(|weight| weight.cast_unsigned()));
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
        let grams = text.grams();
        let mut known = Vec::with_capacity(text.common().len() * 20 + grams.len() / 2);
        for (place, times) in text.common() {
            let from = |place: usize| self.common_from[place] as usize;
            let of_word = &self.common[from(usize::from(*place))..from(usize::from(*place) + 1)];
            known.extend(of_word.iter().map(|packed| unpacked(*packed, *times)));
        }
        for grams in grams.chunks(AT_ONCE) {
            // All first looks at the table before the first decision: memory answers them together.
            let mut first = [FREE; AT_ONCE];
            for (first, gram) in first.iter_mut().zip(grams) {
                *first = self.table[slot_of(gram.hash, self.table.len() - 1)];
            }
            for (gram, first) in grams.iter().zip(first) {
                known.extend(self.found(gram.hash, first).map(|row| met(row, gram.block)));
            }
        }
        counted(&known, self.keys.len(), self.rarity_step)
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
        let count = self.heads.len();
        let mut sums = vec![0.0_f32; count];
        for entry in &vector.entries {
            let at = entry.row as usize * count;
            for (sum, weight) in sums.iter_mut().zip(&self.weights[at..at + count]) {
                *sum += entry.value * f32::from(*weight);
            }
        }
        sums.iter().zip(&self.heads).map(|(sum, head)| sum * head.step + head.bias).collect()
    }

    /// What the first head says of a vector.
    pub fn first_score(&self, vector: &Vector) -> f32 {
        let Some(of) = self.heads.first() else { return 0.0 };
        let weight = |row: u32| f32::from(self.first[row as usize]);
        let sum = vector.entries.iter().fold(0.0_f32, |sum, entry| sum + entry.value * weight(entry.row));
        sum * of.step + of.bias
    }

    /// The row of an n-gram, and its rarity.
    fn find(&self, key: u64) -> Option<(u32, u8)> {
        self.found(key, self.table[slot_of(key, self.table.len() - 1)])
    }

    /// The same, where what stands in its first place is known.
    #[expect(clippy::cast_possible_truncation, reason = "the parts of a place")]
    fn found(&self, key: u64, first: u64) -> Option<(u32, u8)> {
        let mask = self.table.len() - 1;
        let (mut slot, mut found) = (slot_of(key, mask), first);
        loop {
            if found == FREE {
                return None;
            }
            if (found ^ key) >> TAG_SHIFT == 0 {
                return Some((found as u32 & ROW_MASK, (found >> ROW_BITS) as u8));
            }
            slot = (slot + 1) & mask;
            found = self.table[slot];
        }
    }
}

/// Below the tag: the row, and the rarity above it.
const ROW_BITS: u32 = 24;
const ROW_MASK: u32 = (1 << ROW_BITS) - 1;
const TAG_SHIFT: u32 = 32;

/// What stands in the table for a key: its upper half, the rarity, the row. One look at memory tells whether an n-gram is known
/// and what it weighs as one; the lower half of the key is where it stands, so that one unknown n-gram in a thousand million is
/// taken for a known one.
const fn place(key: u64, row: u32, rarity: u8) -> u64 {
    (key >> TAG_SHIFT << TAG_SHIFT) | ((rarity as u64) << ROW_BITS) | row as u64
}

#[expect(clippy::cast_possible_truncation, reason = "the low bits are what is wanted")]
const fn slot_of(key: u64, mask: usize) -> usize {
    key as usize & mask
}

/// A row as a text met it, once.
const fn met((row, rarity): (u32, u8), block: Block) -> Met {
    Met { row, block, rarity, times: 1 }
}

/// Row, rarity and kind in one number: the tables of common words stay small, and what is small is near.
const fn packed(met: Met) -> u32 {
    met.row
        | (met.rarity as u32) << ROWS_MAX.trailing_zeros()
        | (met.block as u32) << (ROWS_MAX.trailing_zeros() + 8)
}

#[expect(clippy::cast_possible_truncation, reason = "the parts of a number")]
const fn unpacked(packed: u32, times: u32) -> Met {
    let row = packed & (ROWS_MAX as u32 - 1);
    let rarity = (packed >> ROWS_MAX.trailing_zeros()) as u8;
    let block = if packed >> (ROWS_MAX.trailing_zeros() + 8) == 0 { Block::Words } else { Block::Letters };
    Met { row, block, rarity, times }
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
            let mut found: Vec<(u32, f32)> =
                vector.entries.iter().map(|entry| (entry.row, entry.value)).collect();
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
