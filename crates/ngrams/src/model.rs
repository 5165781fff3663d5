//! Weights: how a file of them is read, and what they say of a text.
//!
//! The file, little-endian: the eight bytes `NGRAMS\0\x01`; `u16` heads, `u32` rows; per head a length byte and its name in
//! ASCII, `f32` bias, `f32` step (what one unit of a weight is worth); `f32` the rarity of one unit; then `rows` keys of
//! `u64` ascending, `rows` rarities of one byte, and `rows` × `heads` weights of one signed byte.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use crate::common::COMMON;
use crate::grams::Text;
use crate::sums::{First, width};
use crate::table::Table;

/// What a file begins with: its kind and the version of the form.
const MAGIC: [u8; 8] = *b"NGRAMS\0\x01";
/// More heads than this are no file of ours.
const HEADS_MAX: usize = 64;
/// More rows than this are no file of ours.
const ROWS_MAX: usize = 1 << 21;

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
    pub(crate) weights: Vec<i8>,
    /// The first head's weights once more, side by side: it is asked by itself, and for most texts nobody else is.
    pub(crate) first: Vec<i8>,
    /// The rows of common words, in the order of their places; see [`packed`].
    pub(crate) words: Vec<u32>,
    /// The rows of the n-grams of letters in them, in the order of their numbers.
    pub(crate) letters: Vec<u32>,
    /// What the first head has of both.
    pub(crate) words_first: Vec<First>,
    pub(crate) letters_first: Vec<First>,
    /// What each common word has of letters in all, see [`Model::sum_words`].
    pub(crate) sums: Vec<i32>,
    pub(crate) squares: Vec<u32>,
    /// The rows of all other keys.
    pub(crate) table: Table,
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
            words_first: Vec::new(),
            letters_first: Vec::new(),
            sums: Vec::new(),
            squares: Vec::new(),
            table: Table::new(keys.len()),
        };
        for (to, from) in model.weights.chunks_exact_mut(width).zip(&order) {
            to[..count].copy_from_slice(&weights[*from * count..][..count]);
        }
        model.number();
        model.sum_words();
        model
    }

    /// Gives each key its row.
    fn number(&mut self) {
        let rows = (0_u32..).zip(&self.rarities).map(|(row, rarity)| packed(row, *rarity));
        let rows: HashMap<u64, u32, FixedState> = self.keys.iter().copied().zip(rows).collect();
        let known = |hash: &u64| rows.get(hash).copied().unwrap_or(NO_ROW);
        self.words = COMMON.words().iter().map(known).collect();
        self.letters = COMMON.letters().iter().map(known).collect();
        let first = |packed: &u32| {
            unpacked(*packed)
                .map_or_else(First::default, |(row, rarity)| First::new(self.first[row as usize], rarity))
        };
        self.words_first = self.words.iter().map(first).collect();
        self.letters_first = self.letters.iter().map(first).collect();
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

    /// How many words of a text have a weight of their own.
    pub fn known_words(&self, text: &Text) -> usize {
        (0..text.words().len())
            .filter_map(|at| text.word(at))
            .filter(|word| self.find(*word).is_some())
            .count()
    }

    /// The row of an n-gram, and its rarity.
    pub(crate) fn find(&self, key: u64) -> Option<(u32, u8)> {
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

/// Of an n-gram that a model does not know.
pub(crate) const NO_ROW: u32 = u32::MAX;
/// Below the rarity: the row.
const ROW_BITS: u32 = ROWS_MAX.trailing_zeros();

/// Row and rarity in one number.
const fn packed(row: u32, rarity: u8) -> u32 {
    row | (rarity as u32) << ROW_BITS
}

#[expect(clippy::cast_possible_truncation, reason = "the parts of a number")]
pub(crate) const fn parts(packed: u32) -> (u32, u8) {
    (packed & (ROWS_MAX as u32 - 1), (packed >> ROW_BITS) as u8)
}

pub(crate) const fn unpacked(packed: u32) -> Option<(u32, u8)> {
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
